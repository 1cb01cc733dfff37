"""Texts of a table's rows, as far as they decide which rows there are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeVar

from xlform.grid.model import Position
from xlform.reading.index import WHITESPACE, SheetIndex
from xlform.template.form import TableTemplate, matches_any
from xlform.template.labels import canonical_level, fold

Answer = TypeVar("Answer")
# Question, the places of the cells it is about, and its answer.
Asked = tuple[Callable[..., object], tuple[Any, ...], object]

# A row number alone is an empty row; a longer text is a remark.
_MAX_SEQUENCE_LENGTH = 4


class Answers(NamedTuple):
    """Cells in which no sum has its label, and other questions with their answers."""

    no_sums: tuple[Position, ...]
    others: tuple[Asked, ...]


class RowTexts:
    """Texts of the rows of a table; ``asked`` are the questions put to them, with the answers."""

    def __init__(self, index: SheetIndex, table: TableTemplate) -> None:
        self.asked: list[Asked] = []
        self.cells = index.cells
        self._hidden = index.sheet.hidden_rows
        self.table = table
        self.stub = frozenset(table.stub)
        self._levels: dict[tuple[str, Position], str] = {}

    def ask(self, question: Callable[..., Answer], *about: object) -> Answer:
        """Return the answer to a question, one of the methods below, and keep both."""
        answer = question(self, *about)
        self.asked.append((question, about, answer))
        return answer

    def agree(self, answers: Answers) -> bool:
        """Return True if the answers to these questions are the same here."""
        sums = {*self.table.totals, *self.table.subtotals}
        if sums and not sums.isdisjoint([fold(self.text(at)) for at in answers.no_sums]):
            return False
        return all(question(self, *about) == answer for question, about, answer in answers.others)

    def answers(self) -> Answers:
        """Return the questions put so far, those on most rows apart."""
        is_no_sum = [
            question is RowTexts.sum_of and not answer for question, _, answer in self.asked
        ]
        return Answers(
            tuple(
                about[0] for (_, about, _), one in zip(self.asked, is_no_sum, strict=True) if one
            ),
            tuple(asked for asked, one in zip(self.asked, is_no_sum, strict=True) if not one),
        )

    def text(self, at: Position) -> str:
        """Return the displayed text of a cell."""
        cell = self.cells[at]
        return cell.value if type(cell.value) is str else cell.text

    def level(self, name: str, at: Position) -> str:
        """Return the text of a cell in a stub column."""
        level = self._levels.get((name, at))
        if level is None:
            level = self.text(at).strip(WHITESPACE)
            if self.table.columns[name].kind == "level":
                level = canonical_level(level)
            self._levels[name, at] = level
        return level

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
