"""Tests that rules put to texts, answered for a text at once and remembered by the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xlform.model.memoize import by_text

TextTest = Callable[[str], object]


class TextTests:
    """Tests that were asked for so far; nineteen of twenty texts of a batch were met before.

    One look-up then says which rules concern a text, in place of one for each rule.
    """

    def __init__(self) -> None:
        self._tests: dict[TextTest, None] = {}
        self._passed = by_text(self._ask)
        self._added = False

    def add(self, test: TextTest) -> None:
        """Take a pure test among those that :meth:`passed_by` answers from its next use on."""
        if test not in self._tests:
            self._tests[test] = None
            self._added = True

    def passed_by(self) -> Callable[[str], tuple[TextTest, ...]]:
        """Return a function that says which tests a text passes."""
        if self._added:
            self._passed = by_text(self._ask)
            self._added = False
        return self._passed

    def __iter__(self) -> Iterator[TextTest]:
        """Yield the tests."""
        return iter(self._tests)

    def _ask(self, text: str) -> tuple[TextTest, ...]:
        return tuple(test for test in self._tests if test(text))
