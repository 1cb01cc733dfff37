"""A sheet of a blank form as slots: cells and merges, each with its text and format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cached_property

import msgspec

from xlform.formats.blank_workbook import SheetHints
from xlform.grid.model import Merges, Position, Sheet
from xlform.learning.words import LearningWords
from xlform.reading.index import labelled_entries
from xlform.template.labels import compact, fold
from xlform.values.money import unit_name, unit_powers

# A longer text is an explanation, not a label.
_LABEL_AT_MOST = 40
# 资金安排（单位：万元）: the colon is within brackets.
_OPEN_BRACKET = re.compile("[（(][^）)]*$")
_SENTENCE_ENDS = ("。", "；", "！")


class Slot(msgspec.Struct, frozen=True):
    """Cell or merge of a sheet; ``text`` is "" where nothing is printed.

    ``is_label`` is False for the place of a value: empty, a placeholder, a number, a formula.
    """

    row: int
    column: int
    bottom: int
    right: int
    text: str = ""
    formula: str = ""
    is_label: bool = False

    @property
    def position(self) -> Position:
        """Return its row and column."""
        return self.row, self.column

    @property
    def folded(self) -> str:
        """Return its text as a folded label."""
        return fold(self.text)


class BlankSheet:
    """Slots of a sheet within the rectangle of its content, by position.

    ``values`` are the positions known to hold a value (from a filled sample), ``labels`` those
    known to be printed.
    """

    def __init__(
        self,
        sheet: Sheet,
        hints: SheetHints,
        words: LearningWords,
        values: AbstractSet[Position] = frozenset(),
        labels: AbstractSet[Position] = frozenset(),
    ) -> None:
        self.sheet = sheet
        self.hints = hints
        self.words = words
        self._values = values
        self._printed = labels
        self._merges = Merges(sheet.merges)
        self._slots: dict[Position, Slot] = {}
        positions = [*sheet.cells, *((m.bottom, m.right) for m in sheet.merges)]
        positions += [(m.top, m.left) for m in sheet.merges]
        positions += hints.framed
        self.top = min(row for row, _ in positions)
        # An empty row below the last: the list of a blank may be no more than its header.
        self.bottom = max(row for row, _ in positions) + 1
        self.left = min(column for _, column in positions)
        self.right = max(column for _, column in positions)
        if any(map(self._ends_with_label, range(self.top, self.bottom))):
            self.right += 1

    def _ends_with_label(self, row: int) -> bool:
        """Return True for a row of labels and values that ends with a label: its value is missing.

        An empty cell without a border is not in the file.
        """
        slots = self.row(row)
        *before, last = [slot for slot in slots if slot.row == row] or [slots[0]]
        beside = bool(before) and not before[-1].is_label and any(s.is_label for s in before)
        return last.is_label and beside and not self.entries(last)

    def slot(self, row: int, column: int) -> Slot:
        """Return the slot over a cell."""
        merge = self._merges.at(row, column)
        top, left = (merge.top, merge.left) if merge else (row, column)
        if (top, left) not in self._slots:
            bottom, right = (merge.bottom, merge.right) if merge else (row, column)
            self._slots[top, left] = self._make(top, left, bottom, right)
        return self._slots[top, left]

    def _make(self, row: int, column: int, bottom: int, right: int) -> Slot:
        cell = self.sheet.cells.get((row, column))
        text = cell.text.strip() if cell else ""
        formula = cell.formula if cell else ""
        is_number = cell is not None and isinstance(cell.value, Decimal)
        is_text = bool(fold(text)) and not formula and not is_number
        is_label = is_text and not self._is_value(row, column, text)
        return Slot(row, column, bottom, right, text, formula, is_label)

    def _is_value(self, row: int, column: int, text: str) -> bool:
        """Return True for a text in the place of a value: a placeholder, a dash, a sample's own."""
        if (row, column) in self._printed:
            return False
        return (
            (row, column) in self._values
            or self.words.matches("placeholders", compact(text))
            or self.words.matches("placeholders", fold(text))
            or self.is_dash(text)
            or unit_name(compact(text)) in unit_powers()
        )

    def is_dash(self, text: str) -> bool:
        """Return True for a text that crosses out a cell."""
        return self.words.matches("dashes", compact(text))

    def is_note(self, text: str) -> bool:
        """Return True for a printed note or an explanation too long to be a label."""
        if self.words.matches("note-openings", compact(text)):
            return True
        if compact(text).endswith(_SENTENCE_ENDS):
            return True
        return len(compact(text)) > _LABEL_AT_MOST and not self.words.matches("tick-marks", text)

    def entries(self, slot: Slot) -> list[tuple[str, str]]:
        """Return the labels in a slot that are followed by a colon, each with its rest."""
        of_which = self.words.labels("of-which")
        return [
            (label, rest)
            for label, rest in labelled_entries(slot.text)
            if fold(label) and fold(label) not in of_which and not _OPEN_BRACKET.search(label)
        ]

    def is_number(self, slot: Slot) -> bool:
        """Return True for a slot that holds a number."""
        cell = self.sheet.cells.get(slot.position)
        return cell is not None and isinstance(cell.value, Decimal)

    def texts(self) -> Iterator[Slot]:
        """Yield the slots with text, in reading order."""
        yield from (self.slot(*at) for at, cell in sorted(self.sheet.cells.items()) if cell.text)

    def row(self, row: int, left: int = 0, right: int = 0) -> list[Slot]:
        """Return the slots over a row from ``left`` to ``right``, those from above included."""
        found: list[Slot] = []
        column = left or self.left
        while column <= (right or self.right):
            slot = self.slot(row, column)
            found.append(slot)
            column = slot.right + 1
        return found

    def is_empty(self, row: int) -> bool:
        """Return True for a row without any text of its own."""
        return not any(slot.text for slot in self.row(row) if slot.row == row)

    @cached_property
    def formulas(self) -> Mapping[Position, str]:
        """Return the formulas by cell, without their equals sign."""
        return {at: cell.formula for at, cell in self.sheet.cells.items() if cell.formula}

    def labels_above(self, slot: Slot) -> Iterator[Slot]:
        """Yield the labels above a slot that start in its column, from the nearest."""
        row = slot.row - 1
        while row >= self.top:
            above = self.slot(row, slot.column)
            if above.is_label and above.column == slot.column:
                yield above
            row = above.row - 1
