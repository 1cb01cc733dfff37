"""Values at the crossing of a column's head and a row's label: amounts by source of funds."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.heads import Head
from xlform.learning.labels import official_label
from xlform.learning.proposal import LearntField
from xlform.template.declaration import NUMBERS

_ROWS_AT_LEAST = 2


def crossing_end(sheet: BlankSheet, head: Head, last: int) -> int:
    """Return the last row of a crossing whose row labels have a header too, 0 if it is a table.

    Every row has a label of its own, all else is open, and rows or columns are of amounts.
    """
    words, first, others = sheet.words, head.leaves[0].slot, head.leaves[1:]
    if words.matches("table-heads", first.folded) or words.kind(first.folded) == "level":
        return 0
    labels: list[Slot] = []
    row = head.body
    while row <= last:
        label = sheet.row(row, first.column, first.right)[-1]
        values = [sheet.row(row, leaf.slot.column, leaf.slot.right) for leaf in others]
        aligned = all(
            len(slots) == 1 and slots[0].right <= leaf.slot.right
            for slots, leaf in zip(values, others, strict=True)
        )
        opened = all(not slots[0].is_label for slots in values)
        if not (label.is_label and label.row == label.bottom == row and aligned and opened):
            break
        labels.append(label)
        row += 1
    if len({label.folded for label in labels}) < max(len(labels), _ROWS_AT_LEAST):
        return 0
    heads = [words.kind(official_label(leaf.slot.text)[0]) in NUMBERS for leaf in others]
    amounts = [words.kind(label.folded) in NUMBERS for label in labels]
    numeric = 2 * sum(heads) > len(heads) or 2 * sum(amounts) > len(amounts)
    return row - 1 if numeric else 0


def crossing_fields(
    sheet: BlankSheet, head: Head, last: int, section: Slot | None
) -> tuple[list[LearntField], int]:
    """Return the fields below a header, a row at a time, and the row after the last of them.

    A row belongs to the crossing if a label is left of its values, which are below the headers.
    """
    first = section.right + 1 if section else sheet.left
    leaves = head.leaves
    if not head.open_left:  # the labels of the rows have a header of their own
        first, leaves = leaves[0].slot.column, leaves[1:]
    left = leaves[0].slot.column
    fields: list[LearntField] = []
    row = head.body
    while row <= last:
        labels = [s for s in sheet.row(row, first, left - 1) if s.is_label and s.right < left]
        own = [slot for slot in labels if slot.row == row]
        slots = sheet.row(row, left, head.right)
        if not own or any(slot.is_label for slot in slots):
            break
        found = [_field(sheet, leaf.slot, own[-1], row, section) for leaf in leaves]
        fields += [field for field in found if field]
        row += 1
    return fields, row


def _field(
    sheet: BlankSheet, column: Slot, label: Slot, row: int, section: Slot | None
) -> LearntField | None:
    slot = sheet.slot(row, column.column)
    own = slot.position == (row, column.column) and slot.right <= column.right
    if not own or sheet.is_dash(slot.text):
        return None
    name, unit = official_label(column.text)
    row_name, _ = official_label(label.text)
    return LearntField(
        head=column,
        label=name,
        value=slot.position,
        row_head=label,
        row_label=row_name,
        group=section,
        display=sheet.words.without_of_which(row_name) + name,
        unit=unit,
    )


def outer_labels(sheet: BlankSheet, head: Head, last: int) -> Iterator[Slot]:
    """Yield the labels left of those of single rows, each once: 基本支出 of 人员经费."""
    first = head.leaves[0].slot
    for row in range(head.body, last + 1):
        labels = sheet.row(row, first.column, first.right)[:-1]
        yield from (slot for slot in labels if slot.is_label and slot.row == row)
