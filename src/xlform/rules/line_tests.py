"""Tests that rules put to lines of 支出明细, answered once for lines that hold the same."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from xlform.model.memoize import by_texts, memoize
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, Settings
from xlform.rules.expense_lines import Line, LineContent, expense_lines
from xlform.rules.remembered_tests import PartsByTest, RememberedTests

# A pure function of what a line holds and of the settings.
LineTest = Callable[[LineContent, Settings], object]
_Key = tuple[str, str, Decimal | None, str, int | None]
_FormLines = PartsByTest[LineTest, Line]
_LineTests = RememberedTests[LineTest, _Key, tuple[LineTest, ...]]


def lines_where(form: Form, context: RuleContext, test: LineTest) -> list[Line]:
    """Return those of :func:`expense_lines` that pass a test, a pure function that stays the same.

    The tests of all rules are put to a line at once, and remembered by what it holds.
    """

    def passing() -> list[Line]:
        settings = context.settings
        found = [line for line in expense_lines(context.values(form)) if test(line, settings)]
        _tests_by_settings(settings).add(test)
        return found

    return context.memoize(form, _form_lines).where(test, passing)


def line_tests_passed(
    form: Form, context: RuleContext, tests: frozenset[LineTest]
) -> list[LineTest]:
    """Return those of the tests that some lines of a form pass."""
    known = context.memoize(form, _form_lines)
    return known.passed_among(tests, lambda test: lines_where(form, context, test))


def _form_lines(form: Form, context: RuleContext) -> _FormLines:
    tests, passed_by = _tests_by_settings(context.settings).answers()
    passed: dict[LineTest, list[Line]] = {}
    for line in expense_lines(context.values(form)):
        key = line.category, line.item, line.amount, line.text, line.year
        try:
            tests_passed = passed_by(key)
        except Exception:  # noqa: BLE001  (one rule's fault must not cost the others)
            return PartsByTest({}, frozenset())
        for test in tests_passed:
            passed.setdefault(test, []).append(line)
    return PartsByTest(passed, tests)


@memoize
def _tests_by_settings(settings: Settings) -> _LineTests:
    """Return the tests that rules put to lines with these settings."""

    def passed(key: _Key, tests: tuple[LineTest, ...]) -> tuple[LineTest, ...]:
        line = LineContent(*key)
        return tuple([test for test in tests if test(line, settings)])

    return RememberedTests(lambda tests: by_texts(lambda key: passed(key, tests), _length))


def _length(key: _Key) -> int:
    category, item, _, text, _ = key
    return len(category) + len(item) + len(text)
