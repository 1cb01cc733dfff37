"""Header rows on a blank: rows of labels over rows of entries, in one row or two."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.learning.blank_sheet import BlankSheet, Slot

_HEADS_AT_LEAST = 2
# Headers of a list of which the blank has no more than these.
_LIST_HEADS_AT_LEAST = 3
# Rows of a header.
ROWS_AT_MOST = 3


class Leaf(msgspec.Struct, frozen=True):
    """Header of one column, and the wider header above it."""

    slot: Slot
    over: Slot | None = None


class Head(msgspec.Struct, frozen=True):
    """Header row: its leaves, the empty slots left of them, the first row below."""

    row: int
    leaves: tuple[Leaf, ...]
    open_left: tuple[Slot, ...]
    body: int

    @property
    def left(self) -> int:
        """Return the first sheet column of the leaves."""
        return self.leaves[0].slot.column

    @property
    def right(self) -> int:
        """Return the last sheet column of the leaves."""
        return self.leaves[-1].slot.right

    def leaf_of(self, slot: Slot) -> int | None:
        """Return the number of the leaf that a slot below is within, or ``None``."""
        for number, leaf in enumerate(self.leaves):
            if leaf.slot.column <= slot.column and slot.right <= leaf.slot.right:
                return number
        return None


def halves(leaves: tuple[Leaf, ...]) -> list[tuple[Leaf, ...]]:
    """Return the leaves, split where a sequence of headers starts anew: left and right half."""
    keys = [(leaf.over.folded if leaf.over else "", leaf.slot.folded) for leaf in leaves]
    for start in range(1, len(keys)):
        repeated = keys[start:]
        if len(repeated) > 1 and keys[start - len(repeated) : start] == repeated:
            return [leaves[:start], leaves[start:]]
    return [leaves]


def find_head(sheet: BlankSheet, row: int, left: int, right: int, bottom: int) -> Head | None:
    """Return the header row in a row between two columns, or ``None``.

    All its slots are labels, except empty ones at its left; below it, in the same columns, there
    is room for at least one value.
    """
    slots = sheet.row(row, left, right)
    if any(slot.row != row for slot in slots):
        return None
    number = next((n for n, slot in enumerate(slots) if slot.is_label), len(slots))
    open_left, heads = slots[:number], slots[number:]
    while len(heads) > _HEADS_AT_LEAST and not heads[-1].text:
        heads = heads[:-1]
    if len(heads) < _HEADS_AT_LEAST or not all(slot.is_label for slot in heads):
        return None
    if any(slot.text for slot in open_left) or any(map(sheet.entries, heads)):
        return None
    leaves = tuple(_leaves(sheet, heads, row))
    body = max(leaf.slot.bottom for leaf in leaves) + 1
    if body >= sheet.bottom and len(leaves) < _LIST_HEADS_AT_LEAST:
        return None
    head = Head(row, leaves, tuple(open_left), body)
    return head if body <= bottom and _has_room(sheet, head) else None


def _leaves(sheet: BlankSheet, heads: list[Slot], row: int) -> Iterator[Leaf]:
    """Yield the headers; those of a second and third row with the header above them."""
    second = row + 1
    lower = {
        slot.position: leaves
        for slot in heads
        if slot.bottom == row and (leaves := _below(sheet, slot, ROWS_AT_MOST - 1))
    }
    others = [slot for slot in heads if slot.position not in lower]
    if heads[0].position in lower and not any(slot.bottom >= second for slot in others):
        del lower[heads[0].position]  # labels of rows, below the header of their column
    apart = all(
        slot.bottom >= second or not sheet.slot(second, slot.column).text for slot in others
    )
    for slot in heads:
        yield from lower.get(slot.position, [Leaf(slot)]) if apart else [Leaf(slot)]


def _below(sheet: BlankSheet, slot: Slot, rows: int) -> list[Leaf]:
    """Return the headers below a wider one in so many rows, none if they are no such headers."""
    if slot.right == slot.column or not rows:
        return []
    subs = sheet.row(slot.bottom + 1, slot.column, slot.right)
    ends = subs[0].column == slot.column and subs[-1].right == slot.right
    whole = ends and all(sub.is_label and sub.row == slot.bottom + 1 for sub in subs)
    if not whole or len(subs) < _HEADS_AT_LEAST or any(map(sheet.entries, subs)):
        return []
    leaves = [leaf for sub in subs for leaf in _below(sheet, sub, rows - 1) or [Leaf(sub, slot)]]
    return leaves if len({leaf.slot.bottom for leaf in leaves}) == 1 else []


def _has_room(sheet: BlankSheet, head: Head) -> bool:
    """Return True if a column is open below its header and none holds a label beside a value."""
    is_open = False
    for leaf in head.leaves:
        slots = sheet.row(head.body, leaf.slot.column, leaf.slot.right)
        if len(slots) > 1 and slots[0].is_label and not slots[-1].is_label:
            return False
        is_open = is_open or not slots[-1].is_label
    return is_open
