"""Fields of a row: labels with their values beside, below or inside them."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.grid.model import Position
from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.labels import official_label, plain_label, without_year, year_pattern
from xlform.learning.names import Namer
from xlform.learning.proposal import LearntField, LearntForm
from xlform.template.declaration import Look
from xlform.template.labels import fold
from xlform.values.money import unit_of_heading, unit_powers

_ENTRIES = 2


def spanning_label(before: list[Slot], row: int) -> Slot | None:
    """Return the last of the labels before a slot of a row that are beside several rows."""
    spanning = [s for s in before if s.is_label and (s.bottom > row or s.row < row)]
    return spanning[-1] if spanning else None


class FieldRows:
    """Finds the fields of rows, in order; values found below a label are not looked at again."""

    def __init__(self, sheet: BlankSheet, form: LearntForm) -> None:
        self._sheet = sheet
        self._form = form
        self._taken: set[Position] = set()
        self._namer = Namer(sheet.words)

    def add(self, row: int, left: int, section: Slot | None) -> None:
        """Add the fields of a row to the form, other labels to its headings."""
        slots = self._sheet.row(row, left)
        heading: Slot | None = None
        for number, slot in enumerate(slots):
            if slot.row != row or not slot.text or slot.position in self._taken:
                continue
            following = slots[number + 1] if number + 1 < len(slots) else None
            before = slots[number - 1] if number else None
            if slot.is_label:
                group = self._group(slots[:number], heading or section, row)
                if self._label(slot, following, group):
                    heading = slot
            elif not (self._sheet.is_dash(slot.text) or (before and before.is_label)):
                self._form.headings.append(slot)

    def add_beside_total(self, row: int) -> None:
        """Add the fields in a total row whose labels end with a colon: 自评等级："""
        for slot in self._sheet.row(row):
            if slot.is_label and slot.row == row and (entries := self._sheet.entries(slot)):
                self._form.fields += self.entries(slot, entries, None)

    def _group(self, before: list[Slot], section: Slot | None, row: int) -> Slot | None:
        """Return the label beside several rows that a label in one of them belongs to."""
        return spanning_label(before, row) or section

    def _label(self, slot: Slot, following: Slot | None, group: Slot | None) -> bool:
        """Add the field of a label; return True for one that only heads the labels beside it."""
        form = self._form
        entries = self._sheet.entries(slot)
        beside = following is not None and not following.is_label and following.row == slot.row
        if self._sheet.is_note(slot.text):
            form.notes.append(slot)
        elif len(entries) >= _ENTRIES:
            form.fields += self.entries(slot, entries, group)
        elif beside and following and not self._is_written_inside(slot, following, entries):
            form.fields.append(self.make(slot, following.position, group))
        elif entries and (below := self._below(slot, following)) and self._is_wide(below):
            self._taken.add(below.position)
            look: tuple[Look, ...] = ("inside", "below")
            form.fields.append(self.make(slot, below.position, group, look=look))
        elif entries:
            form.fields += self.entries(slot, entries, group)
        elif following and self._is_filled_in(slot, following):
            self._taken.add(following.position)
            form.fields.append(self.make(slot, following.position, group))
        elif below := self._below(slot, following):
            self._taken.add(below.position)
            form.fields.append(self.make(slot, below.position, group, look=("below",)))
        else:
            form.headings.append(slot)
            return following is not None and following.is_label
        return False

    def _is_wide(self, slot: Slot) -> bool:
        """Return True for a cell that is merged, or is all of its row: space for a text."""
        return slot.right > slot.column or self._sheet.left == slot.column == self._sheet.right

    def _is_filled_in(self, slot: Slot, following: Slot) -> bool:
        """Return True for a known label beside a text of unknown words: a value filled in before.

        A unit's name is often in the blank that is handed out to it.
        """
        known = plain_label(slot.text) in self._sheet.words.names
        wide = following.right > following.column or following.right == self._sheet.right
        return known and wide and following.row == slot.row and not self._namer.name(following.text)

    def _is_written_inside(
        self, slot: Slot, following: Slot, entries: list[tuple[str, str]]
    ) -> bool:
        """Return True if a value is written into its label's own cell, not into the one beside it.

        There is text or a line of underscores after the colon, or the label's cell is merged, and
        so has room for it, and the one beside it is no cell of a table.
        """
        if not entries:
            return False
        rest = entries[0][1].strip()
        if rest and not rest.startswith(("（", "(")):
            return True
        hints = self._sheet.hints
        tabular = following.position in hints.formats or following.position in hints.framed
        merged = slot.right > slot.column and following.right == following.column
        return merged and not tabular and not following.text and not following.formula

    def entries(
        self, slot: Slot, entries: list[tuple[str, str]], group: Slot | None
    ) -> Iterator[LearntField]:
        """Yield the fields of the labels in a slot that are followed by a colon."""
        for label, rest in entries:
            bracket = rest.strip()
            if bracket.startswith(("（", "(")) and bracket.endswith(("）", ")")):
                label = label.strip() + bracket  # noqa: PLW2901  (the label with its bracket)
            unit = unit_of_heading(bracket)
            if unit and unit not in unit_powers():  # 亿元、万元: no single unit
                self._form.notes.append(slot)
                continue
            field = self.make(slot, slot.position, group, look=("inside",), text=label)
            field.rest = "" if label.strip().endswith(bracket) else rest
            yield field

    def _below(self, slot: Slot, following: Slot | None) -> Slot | None:
        """Return the open slot of equal width below a label."""
        if slot.bottom + 1 >= self._sheet.bottom:  # the last row is not of the form
            return None
        below = self._sheet.slot(slot.bottom + 1, slot.column)
        same = (below.column, below.right) == (slot.column, slot.right)
        if below.is_label or not same or self._sheet.is_dash(below.text):
            return None
        if slot.bottom > slot.row and following and following.bottom < slot.bottom:
            return None  # beside several rows: the label of a group
        if below.column > self._sheet.left:
            beside = self._sheet.slot(below.row, below.column - 1)
            if beside.is_label and beside.row == below.row:
                return None  # the value of the label on its left
        return below

    def make(
        self,
        slot: Slot,
        value: Position,
        group: Slot | None,
        look: tuple[Look, ...] = (),
        text: str = "",
    ) -> LearntField:
        """Return the field of a label."""
        label, unit = official_label(text or slot.text)
        pattern = year_pattern(text or slot.text)
        field = LearntField(
            head=slot, label=label, value=value, look=look, group=group, unit=unit, pattern=pattern
        )
        if pattern:
            field.label = without_year(text or slot.text)
        if fold(label) in self._sheet.words.labels("closing-labels"):
            field.closing = True
        return field
