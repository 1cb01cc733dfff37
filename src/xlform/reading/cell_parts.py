"""Parts of a form by cell: every cell of a sheet with content, and what it was read as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from xlform.grid.address import Range, parse_cell
from xlform.grid.model import Position, plain
from xlform.model.submission import Form, Period, Target, Unread, Value
from xlform.reading.continuation import JoinedSheets
from xlform.reading.forms import FormReading
from xlform.reading.index import SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout
from xlform.reading.regions import Region, is_title
from xlform.reading.trace import ReadingTrace
from xlform.reading.unread import unclaimed_cells
from xlform.reading.values import strip_whitespace
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

Part = Literal["title", "label", "field", "stub", "column", "total", "ignored", "unread"]


class CellPart(msgspec.Struct, frozen=True):
    """Cell of a sheet and what it was read as.

    ``path`` is the field's or column's as in ``origins`` (``amount``, ``expenses[0].amount``), for
    a label that of the field or column (``expenses.amount``) it belongs to. ``label`` is printed on
    the official form. ``value`` is the value as text, for others the cell's own text.
    """

    sheet: str
    cell: str
    part: Part
    template: str = ""
    path: str = ""
    label: str = ""
    kind: ValueKind | Literal[""] = ""
    value: str = ""


class PartsTrace(ReadingTrace):
    """Trace that collects the part of every cell, sheet by sheet in reading order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[CellPart] = []
        self.forms: list[Form] = []

    def add(
        self,
        index: SheetIndex,
        joined: JoinedSheets,
        found: list[tuple[Region, FormReading]],
        templates: tuple[FormTemplate, ...],
    ) -> None:
        """Add the cells of a sheet; ``joined`` maps them back to the sheets it consists of."""
        super().add(index, joined, found, templates)
        parts: dict[Position, list[CellPart]] = {}
        layouts: dict[int, Layout] = {}
        for region, reading in found:
            self.forms.append(joined.form(reading.form))
            # What the forms of a list share belongs to the first of them.
            is_first = id(region) not in layouts
            if is_first:
                layouts[id(region)] = locate(index, region)
            own = _FormParts(index, region, layouts[id(region)], reading)
            for position, part in own.find(shared=is_first):
                parts.setdefault(position, []).append(part)
        for position in unclaimed_cells(index, [reading for _, reading in found]):
            text = strip_whitespace(index.cells[position].text)
            parts[position] = [CellPart("", "", "unread", value=text)]
        for position in sorted(parts):
            area = Range(*position, *position)
            place = joined.unread(Unread(index.sheet.name, "", str(area)))
            for part in parts[position]:
                placed = msgspec.structs.replace(part, sheet=place.sheet, cell=place.range)
                self.parts.append(placed)


class _FormParts:
    """Parts of the cells of one form."""

    def __init__(
        self, index: SheetIndex, region: Region, layout: Layout, reading: FormReading
    ) -> None:
        self._index = index
        self._template: FormTemplate = region.template
        self._layout = layout
        self._form = reading.form
        self._claimed = reading.claimed

    def find(self, *, shared: bool) -> Iterator[tuple[Position, CellPart]]:
        """Yield the position and part of each value and each cell the form accounts for."""
        seen: set[Position] = set()
        for position, part in self._values(shared=shared):
            seen.add(position)
            yield position, part
        labels = dict(self._labels()) if shared else {}
        for position in self._claimed - seen:
            yield position, labels.get(position) or self._other(position)

    def _values(self, *, shared: bool) -> Iterator[tuple[Position, CellPart]]:
        for path, cell in self._form.origins.items():
            if path == "title" or path.endswith(".text"):
                continue
            if not shared and path in self._layout.fields:
                continue
            table, name, value = self._value(path)
            if "!" not in cell:
                yield parse_cell(cell), self._part(self._part_of(table, name), path, value)

    def _value(self, path: str) -> tuple[str, str, Value]:
        """Return the table ("" for a field), the name and the value of a path in ``origins``."""
        if not path.endswith("]") and "[" in path:
            table, _, rest = path.partition("[")
            number, _, name = rest.partition("].")
            return table, name, self._form.tables[table][int(number)].get(name)
        return "", path, self._form.fields.get(path)

    def _part_of(self, table: str, name: str) -> Part:
        if table:
            return "stub" if name in self._template.tables[table].stub else "column"
        return "field" if name in self._template.fields else "total"

    def _part(self, part: Part, path: str, value: Value) -> CellPart:
        table, _, name = path.rpartition(".")
        table = table.partition("[")[0]
        return CellPart(
            "",
            "",
            part,
            template=self._template.name,
            path=path,
            label=self._template.label(name, table),
            kind=self._template.kind_of(name, table) or "",
            value=value_text(value),
        )

    def _labels(self) -> Iterator[tuple[Position, CellPart]]:
        """Yield the cells with the label of a field or the header of a column."""
        for name, found in self._layout.fields.items():
            yield found.label.position, self._part("label", name, "")
        if head := self._layout.head:
            for name, column in head.fields.items():
                yield column.header.position, self._part("label", name, "")
        for table, header in self._layout.headers.items():
            for name, column in header.columns.items():
                yield column.header.position, self._part("label", f"{table}.{name}", "")

    def _other(self, position: Position) -> CellPart:
        """Return a title, a label of no field of its own, or a printed note."""
        text = self._index.cells[position].text
        part: Part = "label"
        if position[0] <= self._layout.body and position not in self._index.labelled:
            part = "title"
        elif position not in self._index.labelled and self._template.is_ignored(text):
            part = "ignored"
        label = strip_whitespace(text)
        if part == "title" and is_title(self._template, fold(text)):
            label = self._template.declaration.name
        return CellPart("", "", part, template=self._template.name, label=label, value=label)


def value_text(value: Value) -> str:
    """Return a value as text: money in 万元, a target or period in its own words."""
    if value is None:
        return ""
    if isinstance(value, Target | Period):
        return value.text
    return value if isinstance(value, str) else plain(value)
