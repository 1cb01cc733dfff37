"""Columns, halves and total rows of the tables of a blank."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.heads import Head, Leaf, halves
from xlform.learning.labels import official_label
from xlform.learning.proposal import LearntColumn, LearntForm, LearntTable, LearntTotal
from xlform.learning.table_rows import TableRows


def make_tables(
    sheet: BlankSheet, head: Head, rows: TableRows, section: Slot | None
) -> list[LearntTable]:
    """Return the tables below a header row: two if its headers repeat (left and right half)."""
    parts = halves(head.leaves)
    shared = _shared(head.leaves) if len(parts) > 1 else ()
    tables = []
    for number, half in enumerate(parts, start=1):
        leaves = (*shared, *half) if number > 1 else half
        columns = [_column(sheet, head, leaf, rows) for leaf in leaves]
        table = LearntTable(
            columns=columns, row=head.row, first_row=head.body, last_row=rows.last, section=section
        )
        if rows.total:
            table.total = _total(table, rows.total)
        tables.append(table)
    return tables


def _shared(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """Return the leaves left of the first half, which belong to both."""
    second = halves(leaves)[1]
    return leaves[: len(leaves) - 2 * len(second)]


def _column(sheet: BlankSheet, head: Head, leaf: Leaf, rows: TableRows) -> LearntColumn:
    number = head.leaves.index(leaf)
    label, unit = official_label(leaf.slot.text)
    choices = sheet.hints.choices.get((head.body, leaf.slot.column), ())
    column = LearntColumn(head=leaf.slot, label=label, over=leaf.over, unit=unit, choice=choices)
    before = head.leaves[:number]
    column.nth += sum(o.slot.folded == leaf.slot.folded and o.over == leaf.over for o in before)
    words = sheet.words
    stubs = words.labels("stub-heads")
    nested = all(n in rows.labelled for n in range(number + 1))
    if leaf.slot.folded in stubs or words.kind(leaf.slot.folded) == "level":
        column.stub = True
    elif nested and leaf.slot.folded not in words.labels("column-heads"):
        column.stub = _is_merged(sheet, leaf, head, rows) and number + 1 < len(head.leaves)
    if nested and not column.stub:
        column.stub = _holds_levels(sheet, leaf, head, rows)
    return column


def _holds_levels(sheet: BlankSheet, leaf: Leaf, head: Head, rows: TableRows) -> bool:
    """Return True if most labels below a header are names of kinds of indicators."""
    slots = [sheet.slot(row, leaf.slot.column) for row in range(head.body, rows.last + 1)]
    printed = [slot for slot in dict.fromkeys(slots) if slot.is_label]
    levels = [slot for slot in printed if sheet.words.matches("level-texts", slot.folded)]
    return 2 * len(levels) > len(printed)


def _is_merged(sheet: BlankSheet, leaf: Leaf, head: Head, rows: TableRows) -> bool:
    """Return True if a label below a header is beside several rows."""
    slots = [sheet.slot(row, leaf.slot.column) for row in range(head.body, rows.last + 1)]
    return any(slot.is_label and slot.bottom > slot.row for slot in slots)


def _total(table: LearntTable, label: Slot) -> LearntTotal:
    text, _ = official_label(label.text)
    return LearntTotal(text, label.row, first=label.row == table.first_row)


def attach_total(sheet: BlankSheet, form: LearntForm, slots: list[Slot], row: int) -> bool:
    """Add a total row below the section of the last table to that table; return True if it is."""
    label = next((slot for slot in slots if slot.text), None)
    if label is None or not form.tables or not label.is_label:
        return False
    table = form.tables[-1]
    if label.folded not in sheet.words.labels("total-labels") or row != table.last_row + 1:
        return False
    table.total = _total(table, label)
    return True


def total_cells(sheet: BlankSheet, table: LearntTable) -> Iterator[tuple[LearntColumn, Slot]]:
    """Yield the columns with an open cell in the total row, and that cell."""
    if table.total is None:
        return
    for column in table.columns:
        slot = sheet.slot(table.total.row, column.head.column)
        if slot.column == column.head.column and not slot.is_label and not sheet.is_dash(slot.text):
            yield column, slot
