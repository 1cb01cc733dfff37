"""Texts of a table's rows, as far as they decide which rows there are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, TypeVar

import msgspec

from xlform.grid.model import Position
from xlform.model.memoize import by_text, sifted
from xlform.reading.index import WHITESPACE, SheetIndex
from xlform.template.form import TableTemplate, matches_any
from xlform.template.labels import canonical_level, fold

Answer = TypeVar("Answer")
# Question, the places of the cells it is about, and its answer.
Asked = tuple[Callable[..., object], tuple[Any, ...], object]

# A row number alone is an empty row; a longer text is a remark.
_MAX_SEQUENCE_LENGTH = 4


class Answers(msgspec.Struct, frozen=True):
    """Cells in which no sum has its label, rows not hidden, and other questions with their answers.

    ``levels`` are those about cells with the same level: column, cell, that before, answer.
    """

    no_sums: tuple[Position, ...]
    shown: frozenset[int]
    levels: tuple[tuple[str, Position, Position | None, bool], ...]
    others: tuple[Asked, ...]


@lru_cache(maxsize=64)
def _sums_of(table: TableTemplate) -> Callable[[set[str]], set[str]]:
    """Return a function that returns the labels of a table's sums among some texts."""
    return sifted(lambda text: fold(text) in table.sums)


@by_text
def _name_of_level(text: str) -> str:
    return canonical_level(text.strip(WHITESPACE))


class RowTexts:
    """Texts of the rows of a table; ``asked`` are the questions put to them, with the answers."""

    def __init__(self, index: SheetIndex, table: TableTemplate) -> None:
        self.asked: list[Asked] = []
        self.cells = index.cells
        self._hidden = index.sheet.hidden_rows
        self.table = table
        self._level_columns = table.level_columns

    def ask(self, question: Callable[..., Answer], *about: object) -> Answer:
        """Return the answer to a question, one of the methods below, and keep both."""
        answer = question(self, *about)
        self.asked.append((question, about, answer))
        return answer

    def agree(self, answers: Answers) -> bool:
        """Return True if the answers to these questions are the same here."""
        cells = self.cells
        texts = {
            value if type(value := cells[at].value) is str else cells[at].text
            for at in answers.no_sums
        }
        if texts and self.table.sums and _sums_of(self.table)(texts):
            return False
        if not answers.shown.isdisjoint(self._hidden):
            return False
        level = self.level
        for name, at, before, answer in answers.levels:
            if (level(name, at) == (level(name, before) if before else "")) is not answer:
                return False
        return all(question(self, *about) == answer for question, about, answer in answers.others)

    def answers(self) -> Answers:
        """Return the questions put so far, those on most rows apart."""
        denied: dict[object, list[Any]] = {RowTexts.sum_of: [], RowTexts.is_hidden: []}
        levels, others = [], []
        for asked in self.asked:
            question, about, answer = asked
            if question in denied and not answer:
                denied[question].append(about[0])
            elif question is RowTexts.is_same_level:
                levels.append((*about, answer))
            else:
                others.append(asked)
        no_sums, shown = denied.values()
        return Answers(tuple(no_sums), frozenset(shown), tuple(levels), tuple(others))

    def text(self, at: Position) -> str:
        """Return the displayed text of a cell."""
        cell = self.cells[at]
        return cell.value if type(cell.value) is str else cell.text

    def level(self, name: str, at: Position) -> str:
        """Return the text of a cell in a stub column."""
        cell = self.cells[at]
        text = value if type(value := cell.value) is str else cell.text
        return _name_of_level(text) if name in self._level_columns else text.strip(WHITESPACE)

    # Questions

    def sum_of(self, at: Position) -> Literal["total", "subtotal", ""]:
        """Return which sum has its label in a cell, "" if none has."""
        label = fold(self.text(at))
        if label in self.table.totals:
            return "total"
        return "subtotal" if label in self.table.subtotals else ""

    def is_printed(self, at: Position) -> bool:
        """Return True for a note printed on the form."""
        return matches_any(self.table.ignored, self.text(at))

    def is_same_level(self, name: str, at: Position, before: Position | None) -> bool:
        """Return True if a stub has the same text in two cells; ``None`` for a blank one."""
        return self.level(name, at) == (self.level(name, before) if before else "")

    def is_row_number(self, at: Position) -> bool:
        """Return True for a text short enough to be the number of a row."""
        return len(self.text(at)) <= _MAX_SEQUENCE_LENGTH

    def is_figure(self, at: Position) -> bool:
        """Return True for a number, or a formula."""
        cell = self.cells[at]
        return bool(cell.formula) or isinstance(cell.value, Decimal)

    def is_hidden(self, row: int) -> bool:
        """Return True for a hidden row."""
        return row in self._hidden
