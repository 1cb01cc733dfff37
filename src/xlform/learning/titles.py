"""Title, year, number of the form, and printed notes of a blank."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from xlform.grid.model import Position
from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.labels import official_label, title_pattern
from xlform.learning.proposal import LearntForm
from xlform.template.labels import compact, fold

_TITLE_ROWS = 8
_YEAR_LAST = re.compile("[0-9Xx×*年]+$")


class Titles:
    """Finds the rows above and below the body of a form.

    ``pointed`` is the title, if known, ``others`` are cells known to be none.
    """

    def __init__(
        self,
        sheet: BlankSheet,
        pointed: Position | None = None,
        others: AbstractSet[Position] = frozenset(),
    ) -> None:
        self._sheet = sheet
        self._pointed = pointed
        self._others = others
        self._words = sheet.words

    def find(self, form: LearntForm) -> int:
        """Set the title, the number and the lines of the year; return the first row after them."""
        sheet = self._sheet
        row = sheet.top
        title = self._title()
        if title:
            form.title_cell = title
            form.title = title.text
            form.title_pattern = title_pattern(title.text.splitlines()[0])
            for above in range(sheet.top, title.row):
                self._above(form, above)
            row = title.bottom + 1
        while row <= sheet.bottom and (line := self._year_line(row)):
            form.year_lines.append(line)
            row = line.bottom + 1
        return row

    def _title(self) -> Slot | None:
        """Return the title: the first text that ends as titles do, else the widest of the first."""
        sheet = self._sheet
        if self._pointed:
            return sheet.slot(*self._pointed)
        rows = range(sheet.top, min(sheet.bottom, sheet.top + _TITLE_ROWS) + 1)
        slots = [s for r in rows for s in sheet.row(r) if s.is_label and s.row == r]
        for slot in slots:
            if self._is_title(slot) and slot.position not in self._others:
                return slot
        alone = [s for s in slots if s.column == sheet.left and s.right == sheet.right]
        widest = (s for s in alone if not self._words.matches("appendix-marks", s.folded))
        first = next(widest, None)
        return first if first and first.position not in self._others else None

    def _is_title(self, slot: Slot) -> bool:
        first = fold(slot.text.splitlines()[0])
        if self._words.covers("appendix-marks", first):
            return False
        folded = first.removesuffix("年度") if first != "年度" else first
        folded = _YEAR_LAST.sub("", folded)
        words = self._words
        return words.matches("title-endings", folded) and not words.matches("not-titles", folded)

    def _above(self, form: LearntForm, row: int) -> None:
        for slot in self._sheet.row(row):
            if slot.row != row or not slot.text:
                continue
            if self._words.matches("appendix-marks", compact(slot.text)) and not form.appendix:
                form.appendix = official_label(slot.text)[0]
            else:
                form.notes.append(slot)

    def _year_line(self, row: int) -> Slot | None:
        texts = [slot for slot in self._sheet.row(row) if slot.text and slot.row == row]
        if len(texts) == 1 and self._words.matches("year-lines", texts[0].folded):
            return texts[0]
        return None

    def last_row(self, form: LearntForm) -> int:
        """Return the last row above the notes at the end of the form; set these."""
        last = row = self._sheet.bottom
        while row >= self._sheet.top and (self._sheet.is_empty(row) or self.take_note(form, row)):
            if not self._sheet.is_empty(row):
                last = row - 1
            row -= 1
        return last

    def take_note(self, form: LearntForm, row: int) -> bool:
        """Return True, and add it to the notes, if a row holds nothing but printed notes."""
        texts = [slot for slot in self._sheet.row(row) if slot.text and slot.row == row]
        if not texts or not all(self._sheet.is_note(slot.text) for slot in texts):
            return False
        form.notes += [slot for slot in texts if slot not in form.notes]
        return True
