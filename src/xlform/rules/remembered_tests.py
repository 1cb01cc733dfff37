"""Tests that rules put to texts and parts of forms, answered at once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import msgspec

Test = TypeVar("Test", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")
Part = TypeVar("Part")


class RememberedTests(Generic[Test, Key, Answer]):
    """Tests that were asked for so far, and their answers by what they are put to.

    Most texts and rows of a batch are what one before was: nineteen of twenty texts. One look-up
    then says which rules they concern, in place of one for each rule. Checks in several threads may
    ask.

    ``answers_of`` returns the function that puts tests to what a key stands for, of which alone
    they depend, and that remembers the answers.
    """

    def __init__(self, answers_of: Callable[[tuple[Test, ...]], Callable[[Key], Answer]]) -> None:
        self._answers_of = answers_of
        self._tests: dict[Test, None] = {}
        self._answers = self.no_answers()
        self._changing = Lock()

    def add(self, test: Test) -> None:
        """Take a pure test among those that :meth:`answers` holds from its next use on."""
        if test not in self._tests:
            with self._changing:
                self._tests[test] = None

    def answers(self) -> tuple[frozenset[Test], Callable[[Key], Answer]]:
        """Return the tests, and a function that says which of these a key passes."""
        if len(self._answers[0]) != len(self._tests):
            with self._changing:
                tests = tuple(self._tests)
                self._answers = frozenset(tests), self._answers_of(tests)
        return self._answers

    def no_answers(self) -> tuple[frozenset[Test], Callable[[Key], Answer]]:
        """Return the same without any test, for keys that one of them crashes on.

        Each rule then puts its own test, so that only one rule fails.
        """
        return frozenset(), self._answers_of(())


class PartsByTest(msgspec.Struct, Generic[Test, Part], frozen=True):
    """Parts of a form by the tests that they pass, and the tests put."""

    passed: dict[Test, list[Part]]
    tests: frozenset[Test]

    def where(self, test: Test, find: Callable[[], list[Part]]) -> list[Part]:
        """Return the parts that pass a test; ``find`` returns those of one that was not put."""
        found = self.passed.get(test)
        if found is None:
            if test in self.tests:
                return []
            found = self.passed[test] = find()
        return found

    def passed_among(self, tests: frozenset[Test], put: Callable[[Test], object]) -> list[Test]:
        """Return those of the tests that some parts pass; ``put`` puts one that was not put."""
        for test in tests - self.tests:
            put(test)
        return [test for test, found in self.passed.items() if found and test in tests]
