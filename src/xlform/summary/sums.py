"""Totals of a district: the units' totals against their parts, form against form.

Five figures stand for the same money: 附表2 合计, its rows, the directions of 附表3, their
expenses, and 项目支出 of 附表1. Over the units their sums differ by as much as the units' own
figures differ, so each difference names its unit; one within the rounding of that many addends is
尾差.
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
from xlform.summary.versions import Selection

Measure = Literal["projects", "total", "funds", "directions", "expenses"]
MEASURES: Final[tuple[Measure, ...]] = ("projects", "total", "funds", "directions", "expenses")
# Pairs that have to be equal: 合计 and its rows, 合计 and 附表3, 附表3 and its expenses,
# 附表1 and 附表2.
_PAIRS: Final[tuple[tuple[Measure, Measure], ...]] = (
    ("total", "funds"),
    ("total", "directions"),
    ("directions", "expenses"),
    ("projects", "total"),
)
# Two places are printed: each addend, and their sum, may differ by half a unit of the last.
_HALF_A_CENT: Final = Decimal("0.005")


class Difference(msgspec.Struct, frozen=True):
    """Two figures of one unit that are not equal, in 万元; ``rounding`` where it is only 尾差."""

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
        """Return the first figure less the second, in 万元."""
        return self.amount - self.other

    @property
    def label(self) -> str:
        """Return 尾差 or 差额."""
        return translate(f"difference.{'rounding' if self.rounding else 'real'}")


def measure_label(measure: Measure) -> str:
    """Return the name of a figure."""
    return translate(f"measure.{measure}")


class Sum(msgspec.Struct, frozen=True):
    """Sum of one figure over all units, in 万元; ``lacking`` are the units without that figure."""

    measure: Measure
    amount: Decimal
    units: int
    lacking: tuple[str, ...]


class Sums(msgspec.Struct, frozen=True):
    """Sums over all units, and the differences between units' own figures."""

    sums: tuple[Sum, ...]
    differences: tuple[Difference, ...]


class _Figures:
    """Figures of one unit for one year: their sums so far and the numbers of addends."""

    def __init__(self) -> None:
        self.amounts: dict[Measure, Decimal] = {}
        self.addends: dict[Measure, int] = {}
        self.unknown: set[Measure] = set()
        self.paths: dict[str, None] = {}

    def add(self, file: SubmissionSummary, form: FormSummary) -> None:
        """Add the figures of a form; a missing one makes the unit's unknown, never zero."""
        self.paths[file.path] = None
        for measure, amount in _of(form):
            if amount is None:
                self.unknown.add(measure)
            else:
                self.amounts[measure] = self.amounts.get(measure, Decimal(0)) + amount
                self.addends[measure] = self.addends.get(measure, 0) + 1

    def known(self, measure: Measure) -> Decimal | None:
        """Return a figure if every form that should have it does."""
        return None if measure in self.unknown else self.amounts.get(measure)


def _of(form: FormSummary) -> Iterator[tuple[Measure, Decimal | None]]:
    """Yield the amounts that a form contributes to each figure."""
    if form.kind == "department":
        yield "projects", form.amounts.get("project_expenditure")
    elif form.kind == "fund-summary":
        yield "total", form.amounts.get("total")
        yield "funds", form.sums.get("funds")
    elif form.kind == "fund-direction":
        yield "directions", form.amounts.get("amount")
        yield "expenses", form.sums.get("expenses")


def add_up(batch_index: BatchIndex, units: Mapping[str, str], selection: Selection) -> Sums:
    """Return the sums over all units, of the forms that count; ``units`` by the path of the file.

    A file that names no unit is a unit of its own.
    """
    several = _with_several_files(without_forms(batch_index), units)
    totals = _DistrictSums()
    of_several: dict[tuple[str, int | None], _Figures] = {}
    for file in batch_index:
        unit = units.get(file.path, file.name)
        of_file: dict[int | None, _Figures] = {}
        for number, form in enumerate(file.forms, 1):
            if not selection.counts(file.path, number):
                continue
            year = file.year_of(form)
            if unit in several:
                figures = of_several.setdefault((unit, year), _Figures())
            else:
                figures = of_file.setdefault(year, _Figures())
            figures.add(file, form)
        for year, figures in of_file.items():
            totals.add(unit, year, figures)
    for (unit, year), figures in of_several.items():
        totals.add(unit, year, figures)
    return totals.sums()


def _with_several_files(batch_index: BatchIndex, units: Mapping[str, str]) -> set[str]:
    files = Counter(units.get(file.path, file.name) for file in batch_index)
    return {unit for unit, count in files.items() if count > 1}


class _DistrictSums:
    """Sums over the units added so far."""

    def __init__(self) -> None:
        self._amounts: dict[Measure, Decimal] = dict.fromkeys(MEASURES, Decimal(0))
        self._units: dict[Measure, int] = dict.fromkeys(MEASURES, 0)
        self._lacking: dict[Measure, list[str]] = {measure: [] for measure in MEASURES}
        self._differences: list[Difference] = []

    def add(self, unit: str, year: int | None, figures: _Figures) -> None:
        """Add the figures of one unit and compare them with each other."""
        for measure in MEASURES:
            amount = figures.known(measure)
            if amount is None:
                self._lacking[measure].append(unit)
            else:
                self._amounts[measure] += amount
                self._units[measure] += 1
        for measure, compared in _PAIRS:
            amount, against = figures.known(measure), figures.known(compared)
            if amount is not None and against is not None and amount != against:
                addends = figures.addends[measure] + figures.addends[compared]
                rounding = abs(amount - against) <= _HALF_A_CENT * addends
                paths = tuple(figures.paths)
                self._differences.append(
                    Difference(unit, year, paths, measure, compared, amount, against, rounding)
                )

    def sums(self) -> Sums:
        """Return sums and differences in a fixed order."""
        sums = tuple(
            Sum(
                measure,
                self._amounts[measure],
                self._units[measure],
                tuple(sorted(self._lacking[measure])),
            )
            for measure in MEASURES
        )
        differences = sorted(
            self._differences,
            key=lambda found: (
                found.unit,
                found.year or 0,
                MEASURES.index(found.measure),
                found.against,
            ),
        )
        return Sums(sums, tuple(differences))
