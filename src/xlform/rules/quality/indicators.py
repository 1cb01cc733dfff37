"""Indicators of a form, from all of its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar, get_args

import msgspec

from xlform.model.memoize import by_texts, memoize
from xlform.model.submission import Form, Target
from xlform.model.word_finder import wording
from xlform.rules.context import RuleContext, Settings
from xlform.rules.remembered_tests import PartsByTest, RememberedTests
from xlform.rules.text_tests import Words
from xlform.template.form_values import RoleRow
from xlform.template.labels import fold
from xlform.template.roles import Role

Family = Literal[
    "quantity",
    "quality",
    "time",
    "cost",
    "economy",
    "society",
    "ecology",
    "lasting",
    "satisfaction",
    "",
]
# Second levels of 产出指标 and 效益指标 (财预〔2015〕88号); since 财预〔2021〕101号 成本 is a first
# level of its own.
OUTPUTS: tuple[Family, ...] = ("quantity", "quality", "time")
EFFECTS: tuple[Family, ...] = ("economy", "society", "ecology", "lasting")
# The tables of indicators: those of the whole period before those of the year, as forms have them.
INDICATOR_TABLES = (Role.PERIOD_INDICATORS, Role.INDICATORS)
_FAMILIES: dict[str, Family] = {family: family for family in get_args(Family)}
_DIGIT = re.compile("[0-9０-９]")
# A recurring deadline (每月10日前) is a date, not a quality.
_RECURRING = re.compile("每.{1,6}[前内]")


class IndicatorRow(msgspec.Struct, frozen=True, gc=False):
    """Texts of one 三级指标, whatever form it is in; ``standard`` is ``None`` without a column.

    ``part`` is ``output`` or ``effect`` by its 一级指标 alone, "" for another. ``filled`` if it has
    anything besides the printed levels, ``qualitative`` if its target is words without any number.
    """

    level1: str
    level2: str
    family: Family
    part: str
    name: str
    target: Target
    standard: str | None
    filled: bool
    qualitative: bool
    # Level 2, name and target in comparable form, by which rows repeat each other.
    folded: tuple[str, str, str]


def apart_from_number(test: _Test) -> _Test:
    """Return a test, declared to be the same for all positive numbers that a target has in a unit.

    Of indicators that are new most differ from one met before in their number alone.
    """
    _apart_from_number.add(test)
    return test


class Indicator(IndicatorRow, frozen=True, gc=False):
    """One 三级指标 of a form, in ``row``.

    ``is_annual`` is false for those of a whole period, ``shared`` true if several entries share one
    cell.
    """

    form: Form
    row: RoleRow
    is_annual: bool
    shared: bool

    @property
    def path(self) -> str:
        """Return the path of its row."""
        return self.row.path

    @property
    def table(self) -> str:
        """Return the name of its table."""
        return self.row.table

    def at(self, role: Role) -> str:
        """Return the path of a value of its row; on a form without it, of its name or target."""
        path_of = self.row.path_of
        return path_of(role) or path_of(Role.LEVEL3) or path_of(Role.TARGET)


# A pure function of an indicator's texts, and of the word lists and settings of a context without
# forms and cells.
IndicatorTest = Callable[[IndicatorRow, RuleContext], object]
# Texts of both levels, name, target, and standard where there is such a column.
_Texts = tuple[str, str, str, Target, str | None]
# Tests of which the answer does not depend on the number of a target.
_apart_from_number: set[IndicatorTest] = set()
_Test = TypeVar("_Test", bound=IndicatorTest)
_ONE = Decimal(1)
_Tested = tuple[IndicatorRow, tuple[IndicatorTest, ...]]
_IndicatorTests = RememberedTests[IndicatorTest, _Texts, _Tested]


class _FormIndicators(msgspec.Struct, frozen=True):
    """Indicators of a form: all, those filled in, and these by the tests that they pass."""

    rows: tuple[Indicator, ...]
    filled: tuple[Indicator, ...]
    tested: PartsByTest[IndicatorTest, Indicator]


def indicators(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Return every indicator row of a form, including blank ones."""
    return context.memoize(form, _form_indicators).rows


def filled(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Return the indicator rows of a form that are filled in."""
    return context.memoize(form, _form_indicators).filled


def indicators_where(form: Form, context: RuleContext, test: IndicatorTest) -> list[Indicator]:
    """Return those of :func:`filled` that pass a test, a pure function that stays the same."""
    known = context.memoize(form, _form_indicators)

    def passing() -> list[Indicator]:
        found = [one for one in known.filled if test(one, context)]
        _tests_of(context).add(test)
        return found

    return known.tested.where(test, passing)


def indicator_tests_passed(
    form: Form, context: RuleContext, tests: frozenset[IndicatorTest]
) -> list[IndicatorTest]:
    """Return those of the tests that some of :func:`filled` pass."""
    known = context.memoize(form, _form_indicators).tested
    return known.passed_among(tests, lambda test: indicators_where(form, context, test))


def is_measured(indicator: IndicatorRow) -> bool:
    """Return True for an indicator whose target is a number or a range."""
    return indicator.target.type in ("number", "range")


def _form_indicators(form: Form, context: RuleContext) -> _FormIndicators:
    known = _tests_of(context)
    try:
        return _indicators_by(form, context, *known.answers())
    except Exception:  # noqa: BLE001  (one rule's fault must not cost the others)
        return _indicators_by(form, context, *known.no_answers())


def _indicators_by(
    form: Form,
    context: RuleContext,
    tests: frozenset[IndicatorTest],
    passed_by: Callable[[_Texts], _Tested],
) -> _FormIndicators:
    values, origins = context.values(form), form.origins
    found: list[Indicator] = []
    passed: dict[IndicatorTest, list[Indicator]] = {}
    for table_role in INDICATOR_TABLES:
        rows = values.rows(table_role)
        shared = _rows_sharing_a_cell(form, rows)
        is_annual = table_role == Role.INDICATORS
        names, table = _NO_NAMES, ""
        for row in rows:
            if row.table != table:
                names, table = _Names.of(row), row.table
            texts = _texts_of(row, names, origins)
            if texts is None:
                continue
            one, tests_passed = passed_by(texts)
            indicator = Indicator(
                one.level1, one.level2, one.family, one.part, one.name, texts[3], texts[4],
                one.filled, one.qualitative, one.folded, form, row, is_annual, row.path in shared,
            )  # fmt: skip
            found.append(indicator)
            for test in tests_passed:
                passed.setdefault(test, []).append(indicator)
    in_use = tuple([one for one in found if one.filled])
    return _FormIndicators(tuple(found), in_use, PartsByTest(passed, tests))


class _Names(NamedTuple):
    """Names of the columns of a table of indicators, "" for one that it lacks."""

    level1: str = ""
    level2: str = ""
    name: str = ""
    target: str = ""
    standard: str = ""

    @classmethod
    def of(cls, row: RoleRow) -> _Names:
        """Return those of the table of a row."""
        roles = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.TARGET, Role.STANDARD)
        return cls(*map(row.name_of, roles))


_NO_NAMES = _Names()


def _texts_of(row: RoleRow, names: _Names, origins: Mapping[str, str]) -> _Texts | None:
    """Return the texts of an indicator; ``None`` for a row without a target."""
    value = row.row.get
    target = value(names.target)
    if not isinstance(target, Target):
        return None
    level1, level2, name = value(names.level1), value(names.level2), value(names.name)
    standard = None
    if names.standard and f"{row.path}.{names.standard}" in origins:
        written = value(names.standard)
        standard = written if isinstance(written, str) else ""
    return (
        level1 if isinstance(level1, str) else "",
        level2 if isinstance(level2, str) else "",
        name if isinstance(name, str) else "",
        target,
        standard,
    )


def _tests_of(context: RuleContext) -> _IndicatorTests:
    return _tests_by_settings(context.words)(context.settings)


@memoize
def _tests_by_settings(words: Words) -> Callable[[Settings], _IndicatorTests]:
    """Return the tests that rules put to indicators with these word lists, by the settings."""

    def tests_of(settings: Settings) -> _IndicatorTests:
        context = RuleContext({}, None, settings, words)
        return RememberedTests(lambda tests: _answers_of(tests, context))

    return memoize(tests_of)


def _answers_of(
    tests: tuple[IndicatorTest, ...], context: RuleContext
) -> Callable[[_Texts], _Tested]:
    words = context.words
    apart = [test for test in tests if test in _apart_from_number]
    others = [test for test in tests if test not in _apart_from_number]

    def passed(row: IndicatorRow, tried: list[IndicatorTest]) -> list[IndicatorTest]:
        return [test for test in tried if test(row, context)] if row.filled else []

    passed_without_number = by_texts(
        lambda texts: passed(_indicator_row(texts, words), apart), _length
    )

    def tested(texts: _Texts) -> _Tested:
        row = _indicator_row(texts, words)
        return row, (*passed(row, others), *passed_without_number(without_number(texts)))

    return by_texts(tested, _length)


def without_number(texts: _Texts) -> _Texts:
    """Return the texts of an indicator with the target 1, its digits 0, in place of a number.

    They are returned as they are if the target is no positive number with a unit.
    """
    level1, level2, name, target, standard = texts
    if target.type != "number" or not target.unit or not target.value or target.value < 0:
        return texts
    written, unit = wording(target.text), target.unit
    target = Target(written, target.comparator, _ONE, unit, "number")
    return level1, level2, name, target, standard


def _length(texts: _Texts) -> int:
    level1, level2, name, target, standard = texts
    return len(level1) + len(level2) + len(name) + len(target.text) + len(standard or "")


def _indicator_row(texts: _Texts, words: Words) -> IndicatorRow:
    level1, level2, name, target, standard = texts
    return IndicatorRow(
        level1=level1,
        level2=level2,
        family=_family(level1, level2, words.get("levels", {})),
        part=words.get("first-levels", {}).get(level1.removesuffix("指标"), ""),
        name=name,
        target=target,
        standard=standard,
        filled=bool(name or target.text),
        qualitative=target.type == "qualitative"
        and not _DIGIT.search(target.text)
        and not _RECURRING.fullmatch(target.text),
        folded=(level2, fold(name), fold(target.text)),
    )


def _family(level1: str, level2: str, levels: Mapping[str, str]) -> Family:
    """Return the family of a 二级指标, else that of its 一级指标."""
    for level in (level2, level1):
        if family := _FAMILIES.get(levels.get(level.removesuffix("指标"), "")):
            return family
    return ""


def _rows_sharing_a_cell(form: Form, rows: tuple[RoleRow, ...]) -> frozenset[str]:
    """Return the paths of the rows whose target shares a cell with that of a neighbour."""
    cells = [form.origins.get(row.path_of(Role.TARGET)) for row in rows]
    if len(set(cells)) == len(cells):
        return frozenset()
    found: set[str] = set()
    for number, (cell, following) in enumerate(pairwise(cells)):
        row, next_row = rows[number], rows[number + 1]
        same_cell = cell is not None and cell == following
        if same_cell and row.table == next_row.table and row.target() != next_row.target():
            found |= {row.path, next_row.path}
    return frozenset(found)
