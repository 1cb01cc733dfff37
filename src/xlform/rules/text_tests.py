"""Tests that rules put to texts, answered for a text at once and remembered by the text."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from xlform.model.memoize import by_text

TextTest = Callable[[str], object]
# Tests, and which of them a text passes.
Answers = tuple[tuple[TextTest, ...], Callable[[str], tuple[TextTest, ...]]]


class TextTests:
    """Tests that were asked for so far; nineteen of twenty texts of a batch were met before.

    One look-up then says which rules concern a text, in place of one for each rule. Checks in
    several threads may ask.
    """

    def __init__(self) -> None:
        self._tests: dict[TextTest, None] = {}
        self._answers = _answers_of(())
        self._changing = Lock()

    def add(self, test: TextTest) -> None:
        """Take a pure test among those that :meth:`answers` holds from its next use on."""
        if test not in self._tests:
            with self._changing:
                self._tests[test] = None

    def answers(self) -> Answers:
        """Return the tests, and a function that says which of these a text passes."""
        if len(self._answers[0]) != len(self._tests):
            with self._changing:
                self._answers = _answers_of(tuple(self._tests))
        return self._answers


def _answers_of(tests: tuple[TextTest, ...]) -> Answers:
    return tests, by_text(lambda text: tuple(test for test in tests if test(text)))
