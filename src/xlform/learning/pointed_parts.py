"""Parts of a form that a person pointed at: they replace what was proposed in their place."""

from __future__ import annotations

from collections.abc import Callable

from xlform.grid.address import Range, parse_cell, parse_range
from xlform.grid.model import Position, origin
from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.corrections import Corrections, Pair, PointedTable, PointingProblem
from xlform.learning.crossings import crossing_fields
from xlform.learning.field_rows import FieldRows, spanning_label
from xlform.learning.heads import Head, Leaf, find_head
from xlform.learning.labels import official_label
from xlform.learning.proposal import LearntField, LearntForm, LearntTable, LearntTotal
from xlform.learning.structure import set_closing
from xlform.learning.table_columns import make_tables
from xlform.learning.table_rows import TableRows, table_rows


class PointedParts:
    """Sets what was pointed at on a form whose parts have no names yet."""

    def __init__(self, form: LearntForm, sheet: BlankSheet) -> None:
        self._form = form
        self._sheet = sheet
        self._rows = FieldRows(sheet, form)

    def set(self, corrections: Corrections) -> None:
        """Set tables first, then labels with their values, totals, and what is no part."""
        for table in corrections.tables:
            self._table(table)
        for pair in corrections.pairs:
            self._pair(pair)
        for cell in corrections.totals:
            self._total(self._label(cell))
        for position in corrections.none_cells():
            self._drop(self._sheet.slot(*position))
        set_closing(self._form)

    def _label(self, cell: str) -> Slot:
        """Return the slot of a label; :class:`PointingProblem` for a cell without text."""
        slot = self._sheet.slot(*parse_cell(cell))
        if not slot.is_label:
            raise PointingProblem("pointed-no-label", cell=cell)
        return slot

    def _group(self, slot: Slot) -> Slot | None:
        before = [one for one in self._sheet.row(slot.row) if one.column < slot.column]
        return spanning_label(before, slot.row)

    def _pair(self, pair: Pair) -> None:
        label, value = self._label(pair.label), self._sheet.slot(*parse_cell(pair.value))
        if value.is_label and value != label:
            raise PointingProblem("pointed-no-value", cell=pair.value)
        if label == value:
            entries = self._sheet.entries(label)
            group = self._group(label)
            inside = [*self._rows.entries(label, entries, group)] if entries else []
            made = inside or [self._rows.make(label, label.position, group, look=("inside",))]
        else:
            made = [self._field(label, value)]
        self._clear(label, value, crossing=made[0].row_head is not None)
        self._form.fields += made
        self._sort_fields()

    def _clear(self, label: Slot, value: Slot, *, crossing: bool) -> None:
        """Remove what a label and its value were proposed to be.

        A label has one value, but of a ``crossing`` one in each row or column.
        """
        form = self._form

        def is_gone(field: LearntField) -> bool:
            if field.value == value.position and value != label:
                return True
            own = field.row_head is None and field.head.position == label.position
            return own and not (crossing and field.value != label.position)

        form.fields = [field for field in form.fields if not is_gone(field)]
        self._cut_tables(lambda column: column in (label, value), label, value)
        places = {label.position, value.position}
        form.headings = [slot for slot in form.headings if slot.position not in places]
        form.notes = [slot for slot in form.notes if slot.position not in places]

    def _cut_tables(self, is_gone: Callable[[Slot], bool], *slots: Slot) -> None:
        """Take headers out of tables, and end tables above slots that are among their rows."""
        kept: list[LearntTable] = []
        for table in self._form.tables:
            heads = [column.head for column in table.columns if not is_gone(column.head)]
            table.columns = [column for column in table.columns if not is_gone(column.head)]
            for slot in slots:
                if table.columns and _area(table).covers(*slot.position):
                    table.last_row = min(table.last_row, slot.row - 1)
            if table.total and table.total.row > table.last_row + 1:
                table.total = None
            if table.columns and table.last_row >= table.first_row:
                kept.append(table)
            else:
                self._form.headings += heads
        self._form.tables = kept

    def _field(self, label: Slot, value: Slot) -> LearntField:
        """Return the field of a label and a value; one apart from it is at a crossing."""
        group = self._group(label)
        beside = label.row <= value.row <= label.bottom
        above = label.column <= value.column <= label.right
        if beside and value.column == label.right + 1:
            return self._rows.make(label, value.position, group)
        if above and value.row == label.bottom + 1:
            return self._rows.make(label, value.position, group, look=("below",))
        head, row_head = label, label
        if above and value.row > label.bottom:
            row_head = self._left_of(value) or label
        elif beside and value.column > label.right:
            head = next(self._sheet.labels_above(value), label)
        if head == row_head:
            return self._rows.make(label, value.position, group)
        return LearntField(
            head=head,
            label=official_label(head.text)[0],
            value=value.position,
            row_head=row_head,
            row_label=official_label(row_head.text)[0],
            group=self._group(row_head),
            unit=official_label(head.text)[1],
        )

    def _left_of(self, value: Slot) -> Slot | None:
        """Return the label that is the nearest on the left of a value, in its row."""
        row = self._sheet.row(value.row)
        labels = [slot for slot in row if slot.is_label and slot.column < value.column]
        return labels[-1] if labels else None

    def _table(self, pointed: PointedTable) -> None:
        area = parse_range(pointed.head)
        section = self._group(self._sheet.slot(area.top, area.left))
        head = self._head(area)
        if pointed.crossing:
            end = pointed.last or self._sheet.bottom
            columns = len(head.leaves) if head.open_left else len(head.leaves) - 1
            none: tuple[list[LearntField], int] = [], 0
            fields, after = crossing_fields(self._sheet, head, end, section) if columns else none
            if not fields:
                raise PointingProblem("pointed-no-crossing", head=pointed.head)
            self._clear_area(Range(area.top, area.left, after - 1, area.right))
            self._form.fields += fields
            self._sort_fields()
            return
        rows = self._table_rows(head, pointed.last)
        made = make_tables(self._sheet, head, rows, section)
        self._clear_area(Range(area.top, area.left, rows.last, area.right))
        self._form.tables = sorted(
            [*self._form.tables, *made], key=lambda one: (one.row, one.columns[0].head.column)
        )

    def _clear_area(self, area: Range) -> None:
        """Remove what was proposed in an area."""
        form = self._form

        def is_inside(slot: Slot) -> bool:
            return area.covers(*slot.position)

        form.fields = [
            field
            for field in form.fields
            if not (is_inside(field.head) or area.covers(*field.value))
        ]
        self._cut_tables(is_inside, self._sheet.slot(area.top, area.left))
        form.headings = [slot for slot in form.headings if not is_inside(slot)]
        form.notes = [slot for slot in form.notes if not is_inside(slot)]

    def _sort_fields(self) -> None:
        self._form.fields.sort(key=lambda field: (field.value, field.head.position))

    def _head(self, area: Range) -> Head:
        """Return the header in an area: as it is found, else a column for each lowest text."""
        sheet = self._sheet
        found = find_head(sheet, area.top, area.left, area.right, sheet.bottom)
        if found and (found.left, found.body) == (area.left, area.bottom + 1):
            return found
        leaves: dict[Position, Leaf] = {}
        open_left: list[Slot] = []
        for low in sheet.row(area.bottom, area.left, area.right):
            high = sheet.slot(area.top, low.column)
            slot = low if low.is_label else high
            over = high if high.is_label and high != slot else None
            if slot.is_label:
                leaves.setdefault(slot.position, Leaf(slot, over))
            elif not leaves:
                open_left.append(slot)
        if not leaves:
            raise PointingProblem("pointed-no-head", head=str(area))
        return Head(area.top, tuple(leaves.values()), tuple(open_left), area.bottom + 1)

    def _table_rows(self, head: Head, last: int) -> TableRows:
        """Return the rows below a header, to the last one where that was pointed at."""
        sheet = self._sheet
        if not last:
            found = table_rows(sheet, head, sheet.bottom, in_section=False)
            return found if found.count else TableRows(head.body, None, frozenset(), 1)
        totals = sheet.words.labels("total-labels")
        total: Slot | None = None
        labelled: set[int] = set()
        for row in range(head.body, last + 1):
            for slot in sheet.row(row, head.left, head.right):
                number = head.leaf_of(slot)
                if slot.is_label and slot.folded in totals:
                    total = total or slot
                elif slot.is_label and number is not None:
                    labelled.add(number)
        return TableRows(last, total, frozenset(labelled), last - head.body + 1)

    def _total(self, label: Slot) -> None:
        """Make the row of a label the total of the nearest table above it."""
        above = [table for table in self._form.tables if table.row < label.row]
        if not above:
            raise PointingProblem("pointed-no-table", cell=origin(label.position))
        table = max(
            above, key=lambda one: (one.row, _area(one).covers(one.first_row, label.column))
        )
        right = _area(table).right
        text, _ = official_label(label.text)
        table.total = LearntTotal(text, label.row, label.row == table.first_row, pointed=True)
        self._form.fields = [
            field
            for field in self._form.fields
            if field.head.row != label.row or field.head.column > right
        ]
        self._form.headings = [slot for slot in self._form.headings if slot != label]

    def _drop(self, slot: Slot) -> None:
        """Remove the parts whose label or value a slot is; its text is then a printed note."""
        form = self._form
        gone = [f for f in form.fields if slot in (f.head, f.row_head) or f.value == slot.position]
        form.fields = [field for field in form.fields if all(field is not one for one in gone)]
        form.headings += [field.head for field in gone if field.head != slot]
        for table in form.tables:
            if table.total and table.total.row == slot.row and slot.is_label:
                table.total = None
        self._cut_tables(lambda head: head == slot)
        form.headings = [one for one in form.headings if one != slot]
        if slot.text and slot not in form.notes:
            form.notes.append(slot)


def _area(table: LearntTable) -> Range:
    """Return the cells of a table's rows."""
    left = min(column.head.column for column in table.columns)
    right = max(column.head.right for column in table.columns)
    return Range(table.first_row, left, max(table.first_row, table.last_row), right)
