"""Rows of entries below a header row of a blank, and the total row among them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.heads import Head, find_head, halves


class TableRows(msgspec.Struct, frozen=True):
    """Rows below a header: the last one, the total row, the leaves with printed labels."""

    last: int
    total: Slot | None
    labelled: frozenset[int]
    count: int


def table_rows(sheet: BlankSheet, head: Head, bottom: int, *, in_section: bool) -> TableRows:
    """Return the rows of entries from below ``head`` to ``bottom`` at most."""
    totals = sheet.words.labels("total-labels")
    labelled: set[int] = set()
    heads = sheet.words.labels("stub-heads")
    stubs = {n for n, leaf in enumerate(head.leaves) if leaf.slot.folded in heads}
    total: Slot | None = None
    last = head.body - 1
    count = 0
    for row in range(head.body, bottom + 1):
        slots = sheet.row(row, head.left, head.right)
        label = next((slot for slot in slots if slot.is_label and slot.row == row), None)
        if label and label.folded in totals:
            total, last = total or label, row
            continue
        if not _fits(head, slots, row, labelled | stubs):
            break
        if row > head.body and _starts_other(sheet, head, row, bottom):
            break
        printed = {head.leaf_of(slot) for slot in slots if slot.is_label}
        numbers = {number for number in printed if number is not None}
        if not in_section and label and _is_field(sheet, label, labelled, count, slots):
            break
        if not in_section and sheet.is_empty(row) and total and total.row > head.body:
            break
        labelled |= numbers
        last, count = row, count + 1
    return TableRows(last, total, frozenset(labelled), count)


def _fits(head: Head, slots: list[Slot], row: int, labelled: AbstractSet[int]) -> bool:
    """Return True if each slot of a row is within one column, labels left of the open ones.

    Cells below a label in a ``labelled`` column may be open: its merge was undone.
    """
    starts = {half[0].slot.column for half in halves(head.leaves)}
    is_open = False
    for slot in slots:
        number = head.leaf_of(slot)
        if number is None:
            return False
        is_open = is_open and slot.column not in starts
        if slot.is_label and is_open and slot.row == row:
            return False
        own = slot.row == row and not slot.text and number not in labelled
        is_open = is_open or own
    return True


def _starts_other(sheet: BlankSheet, head: Head, row: int, bottom: int) -> bool:
    """Return True if another header row starts."""
    other = find_head(sheet, row, head.left, head.right, bottom)
    return other is not None and not other.open_left and len(other.leaves) == len(head.leaves)


def _is_field(
    sheet: BlankSheet, label: Slot, labelled: set[int], count: int, slots: list[Slot]
) -> bool:
    """Return True for a label below a table without section that starts another part."""
    if sheet.entries(label):
        return True
    if sheet.is_note(label.text) or label.folded in sheet.words.labels("closing-labels"):
        return True
    opens_column = count > 0 and not labelled
    alone = label.bottom == label.row and sum(slot.is_label for slot in slots) == 1
    return opens_column or (alone and label.folded in sheet.words.names)
