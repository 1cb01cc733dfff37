"""Texts and words: tests that rules put to texts, answered at once and remembered by the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from xlform.model.memoize import by_text, memoize
from xlform.model.word_finder import WordFinder, wording
from xlform.rules.remembered_tests import RememberedTests

Result = TypeVar("Result")
Test = TypeVar("Test", bound="TextTest")
_DIGIT_OF_WORD = re.compile("[0-9]")
# In a shape of words: any digit, and how often.
_ANY_DIGITS = re.compile(r"\[0-9\]|\{[0-9,]*\}")

# Word lists by name.
Words = Mapping[str, Mapping[str, str]]
# A pure function of a text and the word lists of a check.
TextTest = Callable[[str, Words], object]
# Names of the word lists that a test of the wording looks for.
_lists_of: dict[TextTest, tuple[str, ...]] = {}
TextTests = RememberedTests[TextTest, str, tuple[TextTest, ...]]


def _answers_of(tests: tuple[TextTest, ...], words: Words) -> Callable[[str], tuple[TextTest, ...]]:
    worded = [test for test in tests if _needs_no_digits(test, words)]
    others = [test for test in tests if test not in worded]
    passed_by_wording = by_text(lambda text: [test for test in worded if test(text, words)])

    def passed_by(text: str) -> tuple[TextTest, ...]:
        passed = [test for test in others if test(text, words)]
        return (*passed, *passed_by_wording(wording(text)))

    return by_text(passed_by)


def of_wording(*lists: str) -> Callable[[Test], Test]:
    """Return a decorator for a test that a text passes only if its wording does.

    ``lists`` are the names of the word lists that the test looks for; where one of these has words
    with digits, the test is put to the text itself.
    """

    def of_these(test: Test) -> Test:
        _lists_of[test] = lists
        return test

    return of_these


def _needs_no_digits(test: TextTest, words: Words) -> bool:
    if test not in _lists_of:
        return False
    listed = "\n".join(word for name in _lists_of[test] for word in words.get(name, ()))
    has_digits = _DIGIT_OF_WORD.search(listed)
    return not has_digits or not _DIGIT_OF_WORD.search(_ANY_DIGITS.sub("", listed))


@memoize
def tests_of(words: Words) -> TextTests:
    """Return the tests that rules put to texts in checks with these word lists."""
    return RememberedTests(lambda tests: _answers_of(tests, words))


def of_text(compute: Callable[[str, Words], Result], words: Words) -> Callable[[str], Result]:
    """Return a pure function of a text and word lists as one of the text alone.

    Its results for the texts met last are shared by all checks with these word lists.
    """
    functions = _functions_of_text(words)
    found = functions.get(compute)
    if found is None:
        found = functions[compute] = by_text(lambda text: compute(text, words))
    result: Callable[[str], Result] = found
    return result


def words_in(text: str, words: Words, name: str) -> list[str]:
    """Return the words of the list of this name that occur in a text, in the order of the list."""
    return finder_of(words).words_in((text,), words.get(name, {}))


def holding(name: str) -> Callable[[str, Words], bool]:
    """Return the test that a text passes if it holds a word of the list of this name."""

    def holds(text: str, words: Words) -> bool:
        return finder_of(words).holds(text, words.get(name, {}))

    return of_wording(name)(holds)


@memoize
def finder_of(_: Words) -> WordFinder:
    """Return the finder of words of a check's lists, whose texts are remembered between files."""
    return WordFinder()


@memoize
def _functions_of_text(_: Words) -> dict[object, Callable[[str], Any]]:
    """Return the functions of a text with these word lists; filled as rules ask for them."""
    return {}
