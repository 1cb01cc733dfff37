"""Structure of a blank: its title, fields, tables and notes, from labels, merges and open cells."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from xlform.grid.model import Position
from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.crossings import crossing_end, crossing_fields, outer_labels
from xlform.learning.field_rows import FieldRows
from xlform.learning.heads import ROWS_AT_MOST, Head, find_head
from xlform.learning.proposal import LearntField, LearntForm
from xlform.learning.table_columns import attach_total, make_tables
from xlform.learning.table_rows import TableRows, table_rows
from xlform.learning.titles import Titles

# So many headers over a single row of values are a table, fewer are fields with values below.
_TABLE_HEADS = 4
_GOALS_AT_LEAST = 2


def find_structure(
    sheet: BlankSheet,
    title: Position | None = None,
    no_titles: AbstractSet[Position] = frozenset(),
) -> LearntForm:
    """Return the parts of the form on a sheet, still without names and kinds.

    ``title`` is the cell of its title where that is known, ``no_titles`` are cells that are none.
    """
    form = LearntForm(sheet=sheet.sheet.name)
    titles = Titles(sheet, title, no_titles)
    first = titles.find(form)
    _Walk(sheet, form, titles).walk(first, titles.last_row(form))
    form.dashes = [slot for slot in sheet.texts() if sheet.is_dash(slot.text)]
    set_closing(form)
    return form


def set_closing(form: LearntForm) -> None:
    """Keep as closing only the fields that are below everything else."""
    rows = [table.last_row for table in form.tables]
    rows += [field.head.row for field in form.fields if not field.closing]
    for field in form.fields:
        field.closing = field.closing and field.head.row > max(rows, default=0)


class _Walk:
    """Walk down the body of a form, block by block."""

    def __init__(self, sheet: BlankSheet, form: LearntForm, titles: Titles) -> None:
        self._sheet = sheet
        self._form = form
        self._words = sheet.words
        self._titles = titles
        self._fields = FieldRows(sheet, form)

    def walk(self, row: int, last: int) -> None:
        """Add the parts from ``row`` to ``last`` to the form."""
        while row <= last:
            row = self._block(row, last)

    def _block(self, row: int, last: int) -> int:
        """Add the parts of the block that starts in a row; return the row after it."""
        sheet = self._sheet
        if sheet.is_empty(row) or self._titles.take_note(self._form, row):
            return row + 1
        slots = sheet.row(row)
        if attach_total(sheet, self._form, slots, row):
            self._fields.add_beside_total(row)
            return row + 1
        section = next((slot for slot in slots if slot.text), slots[0])
        bottom = self._section_bottom(section, row, last)
        whole = find_head(sheet, row, section.column, sheet.right, last)
        in_head = (
            whole
            and bottom + 1 == whole.body <= row + ROWS_AT_MOST
            and any(leaf.over for leaf in whole.leaves)
        )
        if bottom > row and section.is_label and not in_head:
            self._section(section, row, bottom)
            return bottom + 1
        return self._rows(row, last, sheet.left, None)

    def _section_bottom(self, section: Slot, row: int, last: int) -> int:
        """Return the last row of a section: its label's merge, or the empty cells below it."""
        if section.bottom > row or not section.is_label:
            return min(section.bottom, last)
        if not self._words.matches("section-endings", section.folded):
            return row
        below = row
        while below < last and not self._sheet.slot(below + 1, section.column).text:
            below += 1
        right = self._sheet.right
        head = find_head(self._sheet, row, section.right + 1, right, below) if below > row else None
        return below if head else row

    def _section(self, section: Slot, row: int, bottom: int) -> None:
        left = section.right + 1
        while row <= bottom:
            row = self._rows(row, bottom, left, section)

    def _rows(self, row: int, last: int, left: int, section: Slot | None) -> int:
        """Add a table, a crossing or a row of fields; return the row after it."""
        sheet = self._sheet
        head = find_head(sheet, row, left, sheet.right, last)
        if head and not (section is None and self._is_titles_row(head)):
            after = self._below_head(head, last, section)
            if after:
                return after
        if section is not None and sheet.is_empty(row):
            return row + 1
        if row < last and (fields := list(self._goals(row, left, section))):
            self._form.fields += fields
            return row + 2
        self._fields.add(row, left, section)
        return row + 1

    def _goals(self, row: int, left: int, section: Slot | None) -> Iterator[LearntField]:
        """Yield the fields whose labels are above an empty row: goals, their merges undone."""
        labels = [s for s in self._sheet.row(row, left) if s.is_label and s.row == row]
        if section is None and len(labels) > _GOALS_AT_LEAST and labels[0].column == left:
            section, *labels = labels
        named = all(self._words.matches("goal-heads", slot.folded) for slot in labels)
        if len(labels) < _GOALS_AT_LEAST or not named or not self._sheet.is_empty(row + 1):
            return
        for slot in labels:
            yield self._fields.make(slot, (row + 1, slot.column), section, look=("below",))

    def _is_titles_row(self, head: Head) -> bool:
        return all(leaf.slot.folded in self._words.labels("closing-labels") for leaf in head.leaves)

    def _below_head(self, head: Head, last: int, section: Slot | None) -> int:
        """Add what is below a header row; return the row after it, 0 if it is no header."""
        sheet, form = self._sheet, self._form
        if head.open_left:
            fields, after = crossing_fields(sheet, head, last, section)
            form.fields += fields
            return after if fields else 0
        if end := crossing_end(sheet, head, last):
            fields, after = crossing_fields(sheet, head, end, section)
            form.headings.append(head.leaves[0].slot)
            form.headings += outer_labels(sheet, head, end)
            form.fields += fields
            return after
        rows = table_rows(sheet, head, last, in_section=section is not None)
        if not rows.count:
            return 0
        if self._has_values_below(head, rows, section):
            form.fields += self._fields_below(head, section)
            return head.body + 1
        form.tables += make_tables(sheet, head, rows, section)
        if rows.total:
            self._fields.add_beside_total(rows.total.row)
        return rows.last + 1

    def _has_values_below(self, head: Head, rows: TableRows, section: Slot | None) -> bool:
        goals = [self._words.matches("goal-heads", leaf.slot.folded) for leaf in head.leaves]
        if rows.labelled or any(leaf.over for leaf in head.leaves):
            return False
        if all(goals) and len(goals) < _TABLE_HEADS:
            return True
        few = section is not None or len(head.leaves) < _TABLE_HEADS
        tabular = any(self._words.matches("table-heads", leaf.slot.folded) for leaf in head.leaves)
        return rows.count == 1 and few and not tabular and rows.total is None

    def _fields_below(self, head: Head, section: Slot | None) -> Iterator[LearntField]:
        for leaf in head.leaves:
            value: Position = (head.body, leaf.slot.column)
            yield self._fields.make(leaf.slot, value, section, look=("below",))
