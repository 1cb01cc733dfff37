"""Parts of a learnt form for its page: as a list, and as marks on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from xlform.grid.address import parse_cell
from xlform.grid.model import Position, origin
from xlform.learning.blanks import LearntBlank
from xlform.learning.labels import official_label
from xlform.learning.pointing import parts_by_key
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable, LearntTotal
from xlform.messages import listed, translate
from xlform.report.sheets.html import CellLink
from xlform.template.form import FormTemplate
from xlform.web.template_sheet import DrawnSheet, Marks
from xlform.web.template_view import ShownPart

_ARROWS = {"right": "→", "below": "↓", "inside": "●"}


class LearntParts:
    """Lists and marks the parts of one blank; ``sheet`` is drawn for the page."""

    def __init__(self, learnt: LearntBlank, sheet: DrawnSheet) -> None:
        self._learnt = learnt
        self._form: LearntForm = learnt.form
        self._sheet = sheet
        self._template: FormTemplate = learnt.template
        self._keys = {id(part): key for key, part in parts_by_key(learnt.form).items()}
        self._crossings: dict[tuple[Position, str], list[tuple[str, LearntField]]] = {}
        self.marks = Marks()

    def shown(self) -> Iterator[ShownPart]:
        """Yield the parts in the order of the sheet; marks their cells."""
        self._mark_others()
        for number, field in enumerate(self._form.fields, 1):
            yield self._field(field, str(number))
        self._mark_crossings()
        for number, table in enumerate(self._form.tables, 1):
            yield from self._table(table, translate("template.table-number", number=number))

    def _field(self, field: LearntField, number: str) -> ShownPart:
        head, value = field.head.position, field.value
        self._mark_label(field, number)
        if value != head:
            self._mark(value, "learnt-value", number, field)
        cells = [origin(head)]
        if field.row_head:
            cells.append(origin(field.row_head.position))
        arrow = "" if value == head else f" → {origin(value)}"
        role = self._template.roles.role_of(field.name)
        return ShownPart(
            key=self._keys[id(field)],
            number=number,
            sort="field",
            label=field.display or _crossed(field),
            place=" × ".join(cells) + arrow,
            href=self._sheet.href(value),
            name=field.name,
            kind=field.kind,
            role=role.value if role else "",
            required=field.required,
            doubts=_doubts(field),
            labels=tuple(cells),
            value=origin(value),
        )

    def _mark_label(self, field: LearntField, number: str) -> None:
        if not field.row_head:
            text = f"{number}{_direction(field)}"
            self._mark(field.head.position, "learnt-label", text, field)
            return
        for slot, arrow in ((field.row_head, _ARROWS["right"]), (field.head, _ARROWS["below"])):
            numbers = self._crossings.setdefault((slot.position, arrow), [])
            numbers.append((number, field))

    def _mark_crossings(self) -> None:
        """Mark the labels of rows and columns, each with the numbers of its first and last part."""
        for (position, arrow), found in self._crossings.items():
            (first, field), (last, _) = found[0], found[-1]
            numbers = first if first == last else f"{first}…{last}"
            self._mark(position, "learnt-label", f"{numbers}{arrow}", field)

    def _table(self, table: LearntTable, number: str) -> Iterator[ShownPart]:
        first = table.columns[0].head.position
        role = self._template.roles.role_of_table(table.name)
        rows = translate(
            "template.rows", head=origin(first), first=table.first_row, last=table.last_row
        )
        yield ShownPart(
            key=self._keys[id(table)],
            number=number,
            sort="table",
            label=table.title or translate("template.table"),
            place=rows,
            href=self._sheet.href(first),
            name=table.name,
            role=role.value if role else "",
        )
        for at, column in enumerate(table.columns, 1):
            yield self._column(table, column, f"{number}.{at}")
        if table.total and table.total.fields:
            yield self._total(table, table.total, number)

    def _column(self, table: LearntTable, column: LearntColumn, number: str) -> ShownPart:
        self._mark(column.head.position, "learnt-head", f"{number}↓", column)
        for row in range(table.first_row, table.last_row + 1):
            self.marks.add((row, column.head.column), "learnt-entry")
        role = self._template.roles.role_of(column.name, table.name)
        return ShownPart(
            key=self._keys[id(column)],
            number=number,
            sort="column",
            label=column.label,
            place=origin(column.head.position),
            href=self._sheet.href(column.head.position),
            name=column.name,
            kind=column.kind,
            role=role.value if role else "",
            required=column.required,
            doubts=_doubts(column),
        )

    def _total(self, table: LearntTable, total: LearntTotal, number: str) -> ShownPart:
        label = self._total_label(total)
        if label:
            self._sign(label, "total")
        cells = []
        for column in table.columns:
            if column.name in total.fields:
                position = total.row, column.head.column
                self._sign(position, "total")
                cells.append(origin(position))
        return ShownPart(
            key="",
            number=number,
            sort="total",
            label=total.label,
            place=listed(cells),
            href=self._sheet.href(label or (total.row, table.columns[0].head.column)),
            name=listed(total.fields.values()),
        )

    def _total_label(self, total: LearntTotal) -> Position | None:
        cells = self._learnt.sheet.cells
        texts = (
            (at, official_label(cell.text)[0]) for at, cell in cells.items() if at[0] == total.row
        )
        return next((at for at, text in texts if text == total.label), None)

    def _mark_others(self) -> None:
        """Mark the title, headings, notes, and what was not understood."""
        form = self._form
        if form.title_cell:
            self._sign(form.title_cell.position, "title")
        sections = [table.section for table in form.tables if table.section]
        sections += [c.over for table in form.tables for c in table.columns if c.over]
        for slot in (*form.headings, *sections):
            self._sign(slot.position, "heading")
        for slot in form.notes:
            self._sign(slot.position, "note")
        for cell in form.unread:
            self._sign(parse_cell(cell.partition(":")[0]), "unread")

    def _mark(
        self, position: Position, classes: str, text: str, part: LearntField | LearntColumn
    ) -> None:
        """Mark a cell with the number of a part, which leads to its form."""
        key = self._keys[id(part)]
        said = translate(f"template.{classes.removeprefix('learnt-')}", label=part.label)
        href = f"?sheet={quote(self._form.sheet, safe='')}&part={quote(key, safe='')}#part"
        link = CellLink(href, text, f"{text} {said}")
        self.marks.add(position, f"marked {classes}", link)

    def _sign(self, position: Position, what: str) -> None:
        """Mark a cell with a sign for what it is."""
        sign = translate(f"template-sign.{what}")
        link = CellLink("#legend", sign, f"{sign} {translate(f'template-mark.{what}')}")
        self.marks.add(position, f"marked learnt-{what}", link)


def _crossed(field: LearntField) -> str:
    return f"{field.label} × {field.row_label}" if field.row_head else field.label


def _direction(field: LearntField) -> str:
    if field.value == field.head.position:
        return _ARROWS["inside"]
    below = field.value[0] > field.head.bottom
    return _ARROWS["below" if below else "right"]


def _doubts(part: LearntField | LearntColumn) -> tuple[str, ...]:
    texts = (
        translate("template.place" if doubt == "place" else f"doubt.{doubt}", label=part.label)
        for doubt in part.doubts
    )
    return tuple(dict.fromkeys(texts))
