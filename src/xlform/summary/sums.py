"""Whether a district's figures add up: the units' totals against their parts, form against form.

Five figures stand for the same money: 附表2 合计, its rows, the directions of 附表3, their
expenses, and 项目支出 of 附表1. Over the units their sums differ by what the units' own figures
differ by, so each difference is told with its unit; one within what rounding makes of so many
addends is 尾差.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal

import msgspec

from xlform.messages import translate
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.summary.batch_index import without_forms
from xlform.summary.versions import Choice

Measure = Literal["projects", "total", "funds", "directions", "expenses"]
MEASURES: Final[tuple[Measure, ...]] = ("projects", "total", "funds", "directions", "expenses")
# What is to be equal: 合计 and its rows, 合计 and 附表3, 附表3 and its expenses, 附表1 and 附表2.
_PAIRS: Final[tuple[tuple[Measure, Measure], ...]] = (
    ("total", "funds"),
    ("total", "directions"),
    ("directions", "expenses"),
    ("projects", "total"),
)
# Two places are printed: each addend may be off by half of the last, and so may their sum.
_HALF_A_CENT: Final = Decimal("0.005")


class Difference(msgspec.Struct, frozen=True):
    """Two figures of one unit that are not equal, in 万元; ``rounding`` where it is but 尾差."""

    unit: str
    year: int | None
    paths: tuple[str, ...]
    measure: Measure
    against: Measure
    amount: Decimal
    other: Decimal
    rounding: bool

    @property
    def difference(self) -> Decimal:
        """By how much the first is more."""
        return self.amount - self.other

    @property
    def label(self) -> str:
        """尾差 or 差额."""
        return translate(f"difference.{'rounding' if self.rounding else 'real'}")


def measure_label(measure: Measure) -> str:
    """What a figure is called."""
    return translate(f"measure.{measure}")


class Sum(msgspec.Struct, frozen=True):
    """One figure over all units, in 万元; ``lacking`` are units of which it was not to be had."""

    measure: Measure
    amount: Decimal
    units: int
    lacking: tuple[str, ...]


class Sums(msgspec.Struct, frozen=True):
    """The figures over all units, and where units' own figures differ."""

    sums: tuple[Sum, ...]
    differences: tuple[Difference, ...]


class _Figures:
    """The figures of one unit for one year: their sums so far, from how many addends."""

    def __init__(self) -> None:
        self.amounts: dict[Measure, Decimal] = {}
        self.addends: dict[Measure, int] = {}
        self.unknown: set[Measure] = set()
        self.paths: dict[str, None] = {}

    def take(self, entry: SubmissionSummary, form: FormSummary) -> None:
        """Add what a form says; a figure it lacks makes the unit's unknown, never nought."""
        self.paths[entry.path] = None
        for measure, amount in _of(form):
            if amount is None:
                self.unknown.add(measure)
            else:
                self.amounts[measure] = self.amounts.get(measure, Decimal(0)) + amount
                self.addends[measure] = self.addends.get(measure, 0) + 1

    def known(self, measure: Measure) -> Decimal | None:
        """A figure if every form that should hold it does."""
        return None if measure in self.unknown else self.amounts.get(measure)


def _of(form: FormSummary) -> Iterator[tuple[Measure, Decimal | None]]:
    """What a form contributes to each figure."""
    if form.kind == "department":
        yield "projects", form.amounts.get("project_expenditure")
    elif form.kind == "fund-summary":
        yield "total", form.amounts.get("total")
        yield "funds", form.sums.get("funds")
    elif form.kind == "fund-direction":
        yield "directions", form.amounts.get("amount")
        yield "expenses", form.sums.get("expenses")


def add_up(entries: BatchIndex, units: Mapping[str, str], choice: Choice) -> Sums:
    """The figures over all units, of the forms that count; ``units`` by the path of the file.

    Files that name no unit stand for themselves.
    """
    several = _with_several_files(without_forms(entries), units)
    tally = _Tally()
    waiting: dict[tuple[str, int | None], _Figures] = {}
    for entry in entries:
        unit = units.get(entry.path, entry.name)
        own: dict[int | None, _Figures] = {}
        for number, form in enumerate(entry.forms, 1):
            if not choice.counts(entry.path, number):
                continue
            year = entry.year_of(form)
            if unit in several:
                figures = waiting.setdefault((unit, year), _Figures())
            else:
                figures = own.setdefault(year, _Figures())
            figures.take(entry, form)
        for year, figures in own.items():
            tally.take(unit, year, figures)
    for (unit, year), figures in waiting.items():
        tally.take(unit, year, figures)
    return tally.sums()


def _with_several_files(entries: BatchIndex, units: Mapping[str, str]) -> set[str]:
    files = Counter(units.get(entry.path, entry.name) for entry in entries)
    return {unit for unit, count in files.items() if count > 1}


class _Tally:
    """The sums while units are gone through."""

    def __init__(self) -> None:
        self._amounts: dict[Measure, Decimal] = dict.fromkeys(MEASURES, Decimal(0))
        self._units: dict[Measure, int] = dict.fromkeys(MEASURES, 0)
        self._lacking: dict[Measure, list[str]] = {measure: [] for measure in MEASURES}
        self._differences: list[Difference] = []

    def take(self, unit: str, year: int | None, figures: _Figures) -> None:
        """Add the figures of one unit and hold them against each other."""
        for measure in MEASURES:
            amount = figures.known(measure)
            if amount is None:
                self._lacking[measure].append(unit)
            else:
                self._amounts[measure] += amount
                self._units[measure] += 1
        for one, other in _PAIRS:
            amount, against = figures.known(one), figures.known(other)
            if amount is not None and against is not None and amount != against:
                addends = figures.addends[one] + figures.addends[other]
                small = abs(amount - against) <= _HALF_A_CENT * addends
                paths = tuple(figures.paths)
                self._differences.append(
                    Difference(unit, year, paths, one, other, amount, against, small)
                )

    def sums(self) -> Sums:
        """What came of it, in an order of its own."""
        sums = tuple(
            Sum(one, self._amounts[one], self._units[one], tuple(sorted(self._lacking[one])))
            for one in MEASURES
        )
        told = sorted(
            self._differences,
            key=lambda one: (one.unit, one.year or 0, MEASURES.index(one.measure), one.against),
        )
        return Sums(sums, tuple(told))
