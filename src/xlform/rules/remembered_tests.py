"""Tests that rules put to parts of forms, answered at once and remembered by the texts of these."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from xlform.model.memoize import by_texts

Test = TypeVar("Test", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class RememberedTests(Generic[Test, Key, Answer]):
    """Tests that were asked for so far, and their answers by what they are put to.

    Most rows of a batch hold what a row before held. One look-up then says which rules they
    concern, in place of one for each rule. Checks in several threads may ask.

    ``answer`` puts tests to what a key stands for, of which alone they depend; ``length`` returns
    that of the texts of a key.
    """

    def __init__(
        self,
        answer: Callable[[Key, tuple[Test, ...]], Answer],
        length: Callable[[Key], int],
    ) -> None:
        self._answer = answer
        self._length = length
        self._tests: dict[Test, None] = {}
        self._answers = self._answers_of(())
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
                self._answers = self._answers_of(tuple(self._tests))
        return self._answers

    def no_answers(self) -> tuple[frozenset[Test], Callable[[Key], Answer]]:
        """Return the same without any test, for keys that one of them crashes on.

        Each rule then puts its own test, so that only one rule fails.
        """
        return frozenset(), lambda key: self._answer(key, ())

    def _answers_of(
        self, tests: tuple[Test, ...]
    ) -> tuple[frozenset[Test], Callable[[Key], Answer]]:
        answer = self._answer
        return frozenset(tests), by_texts(lambda key: answer(key, tests), self._length)
