"""Totals of a district: the units' totals against their parts, form against form.

Over the units the sums of figures that stand for the same money differ by as much as the units' own
figures differ, so each difference names its unit; one within the rounding of that many addends is
尾差.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from xlform.messages import translate
from xlform.model.packed_list import PackedList
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import BatchIndex, FormSummary, without_forms
from xlform.summary.kinds import set_of
from xlform.summary.measures import MEASURES, Measure, MeasureSource, in_group, measure_sources
from xlform.summary.versions import Selection
from xlform.template.form import FormTemplate

# Pairs that have to be equal: the total and its rows, the total and the detailed forms, these and
# their expenses, the project expenditure and the total.
_PAIRS: Final[tuple[tuple[Measure, Measure], ...]] = (
    ("total", "funds"),
    ("total", "directions"),
    ("directions", "expenses"),
    ("projects", "total"),
)
# Two places are printed: each addend, and their sum, may differ by half a unit of the last.
_HALF_A_CENT: Final = Decimal("0.005")


class Difference(msgspec.Struct, frozen=True, array_like=True):
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


class Sum(msgspec.Struct, frozen=True):
    """Sum of one figure over all units, in 万元; ``lacking`` are the units without that figure."""

    measure: Measure
    amount: Decimal
    units: int
    lacking: tuple[str, ...]


class Sums(msgspec.Struct, frozen=True):
    """Sums over all units, and the differences between units' own figures.

    ``sources`` are where the figures come from, in the order of the measures; without any there is
    nothing to be compared. ``templates`` are the names of those of all forms that count.
    """

    sums: tuple[Sum, ...] = ()
    differences: Sequence[Difference] = ()
    sources: tuple[MeasureSource, ...] = ()
    templates: frozenset[str] = frozenset()

    def label(self, measure: Measure) -> str:
        """Return the name of a figure over all units."""
        return self._source(measure).label

    def short(self, measure: Measure) -> str:
        """Return the name of a figure on one form."""
        return self._source(measure).short

    def _source(self, measure: Measure) -> MeasureSource:
        return next(source for source in self.sources if source.measure == measure)


class _Part(NamedTuple):
    """A unit's forms of one year, of one group of sets."""

    unit: str
    year: int | None
    group: int


class _Figures:
    """Figures of one unit for one year: their sums so far and the numbers of addends."""

    def __init__(self) -> None:
        self.amounts: dict[Measure, Decimal] = {}
        self.addends: dict[Measure, int] = {}
        self.unknown: set[Measure] = set()
        self.paths: dict[str, None] = {}

    def add(self, path: str, form: FormSummary, sources: Iterable[MeasureSource]) -> None:
        """Add the figures of a form; a missing one makes the unit's unknown, never zero."""
        self.paths[path] = None
        for source in sources:
            measure, amount = source.measure, source.amount(form)
            if amount is None:
                self.unknown.add(measure)
            else:
                self.amounts[measure] = self.amounts.get(measure, Decimal(0)) + amount
                self.addends[measure] = self.addends.get(measure, 0) + 1

    def known(self, measure: Measure) -> Decimal | None:
        """Return a figure if every form that should have it does."""
        return None if measure in self.unknown else self.amounts.get(measure)


def add_up(
    batch_index: BatchIndex,
    units: TextsByName,
    selection: Selection,
    templates: Mapping[str, FormTemplate],
) -> Sums:
    """Return the sums over all units, of the forms that count; ``units`` by the path of the file.

    A file that names no unit is a unit of its own. Units without a form of a set that has such
    figures are left out.
    """
    several = _with_several_files(without_forms(batch_index), units)
    sources = {name: each for name, each in measure_sources(templates.values()).items() if each}
    totals = _DistrictSums()
    of_several: dict[_Part, _Figures] = {}
    counting: set[str] = set()
    for file in batch_index:
        unit = units.get(file.path, file.name)
        of_file: dict[_Part, _Figures] = {}
        for number, form in enumerate(file.forms, 1):
            if not selection.counts(file.path, number):
                continue
            counting.add(form.template)
            if form.template not in sources:
                continue
            own = sources[form.template]
            part = _Part(unit, file.year_of(form), own[0].group)
            of_unit = of_several if unit in several else of_file
            of_unit.setdefault(part, _Figures()).add(file.path, form, own)
        for part, figures in of_file.items():
            totals.add(part, figures)
    for part, figures in of_several.items():
        totals.add(part, figures)
    sets = {set_of(name) for name in counting}
    return msgspec.structs.replace(
        totals.sums(_in_sets(sources, sets)), templates=frozenset(counting)
    )


def _in_sets(
    sources: Mapping[str, tuple[MeasureSource, ...]], sets: set[str]
) -> tuple[MeasureSource, ...]:
    """Return the sources of the templates in these sets, in the order of the measures.

    A group with a single figure has nothing to compare it with.
    """
    found = dict.fromkeys(
        source for name, each in sources.items() if set_of(name) in sets for source in each
    )
    measures = Counter(group for group, _ in {(each.group, each.measure) for each in found})
    several = [source for source in found if measures[source.group] > 1]
    return tuple(sorted(several, key=lambda source: source.order))


def _with_several_files(batch_index: BatchIndex, units: TextsByName) -> set[str]:
    files = Counter(hash(units.get(file.path, file.name)) for file in batch_index)
    names = (units.get(file.path, file.name) for file in batch_index)
    return {unit for unit in names if files[hash(unit)] > 1}


class _DistrictSums:
    """Sums over the units added so far."""

    def __init__(self) -> None:
        self._amounts: dict[Measure, Decimal] = defaultdict(Decimal)
        self._units: Counter[Measure] = Counter()
        self._lacking: dict[Measure, list[str]] = defaultdict(list)
        self._differences: list[Difference] = []

    def add(self, part: _Part, figures: _Figures) -> None:
        """Add the figures of one unit and compare them with each other."""
        for measure in (in_group(measure, part.group) for measure in MEASURES):
            amount = figures.known(measure)
            if amount is None:
                self._lacking[measure].append(part.unit)
            else:
                self._amounts[measure] += amount
                self._units[measure] += 1
        for pair in _PAIRS:
            measure, compared = (in_group(measure, part.group) for measure in pair)
            amount, against = figures.known(measure), figures.known(compared)
            if amount is not None and against is not None and amount != against:
                addends = figures.addends[measure] + figures.addends[compared]
                rounding = abs(amount - against) <= _HALF_A_CENT * addends
                paths = tuple(figures.paths)
                self._differences.append(
                    Difference(
                        part.unit, part.year, paths, measure, compared, amount, against, rounding
                    )
                )

    def sums(self, sources: tuple[MeasureSource, ...]) -> Sums:
        """Return sums and differences in a fixed order, of the measures that have a source."""
        measures = list(dict.fromkeys(source.measure for source in sources))
        sums = tuple(
            Sum(
                measure,
                self._amounts[measure],
                self._units[measure],
                tuple(sorted(self._lacking[measure])),
            )
            for measure in measures
        )
        differences = sorted(
            self._differences,
            key=lambda found: (
                found.unit,
                found.year or 0,
                measures.index(found.measure),
                found.against,
            ),
        )
        return Sums(sums, PackedList(Difference, differences), sources)
