"""Who has handed in and who has not, which forms are missing, which files hold, who is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

from xlform.checking.roster import Roster, RosterUnit
from xlform.messages import translate
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import BatchIndex, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.summary.batch_index import without_forms
from xlform.summary.versions import Choice, Rank, choose

State = Literal["complete", "partial", "absent"]


class Standing(msgspec.Struct, frozen=True):
    """A unit and what came of it: the paths of its files, the kinds of form that are missing.

    ``written`` is the name it wrote itself, ``files`` are those of which something counts,
    ``replaced`` those of which nothing does. ``kinds`` are what came, ``missing`` what did not.
    Without a roster ``name`` is the fullest name that was written, and nobody is absent.
    """

    name: str
    state: State
    code: str = ""
    responsible: str = ""
    written: str = ""
    files: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """已报齐, 缺表 or 未报."""
        return translate(f"state.{self.state}")


class Stranger(msgspec.Struct, frozen=True):
    """A file whose unit is on no line of the roster, or that names none (``unit`` is "").

    ``near`` are the roster's names most like it, those still absent first.
    """

    path: str
    unit: str
    near: tuple[str, ...] = ()


class Attendance(msgspec.Struct, frozen=True):
    """Everyone's standing, the strangers, and which forms count.

    ``units`` gives one name for each unit, the roster's where there is one, by the path of the
    file; ``years`` how many files there are of each year, ``year`` the one that counts.
    """

    standings: tuple[Standing, ...]
    strangers: tuple[Stranger, ...]
    choice: Choice
    units: Mapping[str, str] = {}
    years: Mapping[int, int] = {}
    year: int | None = None

    def count(self, state: State) -> int:
        """How many units stand so."""
        return sum(one.state == state for one in self.standings)


def attendance(
    entries: BatchIndex,
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    roster: Roster | None = None,
    year: int | None = None,
) -> Attendance:
    """What the files of a batch tell about who has handed in what; forms of other years aside.

    What a unit owes is what its line of the roster says, else the numbered forms of the sets
    (folders of templates) that the batch's forms are of.
    """
    bare = without_forms(entries)
    names = _names(bare, context, roster)
    choice = choose(entries, names, context, rank, year)
    came = _came(entries, names, choice)
    owed = _owed(entries, context)
    units = roster.units if roster else [RosterUnit(name) for name in sorted(came)]
    standings = tuple(_standing(unit, came.get(unit.name), owed) for unit in units)
    return Attendance(
        standings,
        tuple(_strangers(bare, names, roster, standings)),
        choice,
        {entry.path: names[entry.name] for entry in bare if entry.name in names},
        dict(sorted(Counter(entry.year for entry in bare if entry.year).items())),
        year,
    )


def prevailing_year(entries: BatchIndex, context: RuleContext) -> int | None:
    """The year of most units, of two the later; ``None`` where no file names one."""
    entries = without_forms(entries)
    units = units_of(entries, context)
    votes = {(units.get(entry.name, entry.name), entry.year) for entry in entries if entry.year}
    counted = Counter(year for _, year in votes)
    return max(counted, key=lambda year: (counted[year], year or 0), default=None)


def _names(entries: BatchIndex, context: RuleContext, roster: Roster | None) -> dict[str, str]:
    """One name for each unit by the name of the file: the roster's, else the longest written."""
    same = units_of(entries, context)
    shown: dict[str, str] = {}
    listed: set[str] = set()
    for entry in entries:
        key = same.get(entry.name)
        if key is None or key in listed:
            continue
        unit = roster.unit(entry.unit) if roster else None
        if unit:
            listed.add(key)
            shown[key] = unit.name
        else:
            shown[key] = max(shown.get(key, ""), entry.unit, key=lambda one: (len(one), one))
    return {file: shown[key] for file, key in same.items()}


class _Came(msgspec.Struct):
    """What came from a unit."""

    written: str = ""
    files: list[str] = []
    replaced: list[str] = []
    kinds: dict[str, None] = {}


def _came(entries: BatchIndex, names: Mapping[str, str], choice: Choice) -> dict[str, _Came]:
    found: dict[str, _Came] = {}
    for entry in entries:
        if entry.name not in names:
            continue
        unit = found.setdefault(names[entry.name], _Came())
        counting = [
            form.kind
            for number, form in enumerate(entry.forms, 1)
            if choice.counts(entry.path, number)
        ]
        unit.written = unit.written or entry.unit
        (unit.files if counting else unit.replaced).append(entry.path)
        unit.kinds |= dict.fromkeys(counting)
    return found


def _owed(entries: BatchIndex, context: RuleContext) -> tuple[str, ...]:
    """The kinds of the numbered forms in the sets that the batch's forms are of, as C-01 asks."""
    sets = {form.template.rpartition("/")[0] for entry in entries for form in entry.forms}
    found = {
        template.declaration.appendix: template.kind
        for name, template in context.templates.items()
        if template.declaration.appendix and name.rpartition("/")[0] in sets
    }
    return tuple(dict.fromkeys(kind for _, kind in sorted(found.items())))


def _standing(unit: RosterUnit, came: _Came | None, owed: tuple[str, ...]) -> Standing:
    if came is None or not came.files:
        replaced = tuple(came.replaced) if came else ()
        missing = unit.kinds or owed
        written = came.written if came else ""
        return Standing(
            unit.name, "absent", unit.code, unit.responsible, written, (), replaced, (), missing
        )
    missing = tuple(kind for kind in unit.kinds or owed if kind not in came.kinds)
    return Standing(
        name=unit.name,
        state="partial" if missing else "complete",
        code=unit.code,
        responsible=unit.responsible,
        written=came.written,
        files=tuple(came.files),
        replaced=tuple(came.replaced),
        kinds=tuple(came.kinds),
        missing=missing,
    )


def _strangers(
    entries: BatchIndex,
    names: Mapping[str, str],
    roster: Roster | None,
    standings: tuple[Standing, ...],
) -> Iterator[Stranger]:
    """Files without a unit, and with a roster those of units it lacks, with names like theirs."""
    listed = {one.name for one in standings} if roster else set(names.values())
    absent = {one.name for one in standings if one.state == "absent"}
    for entry in entries:
        if names.get(entry.name) in listed:
            continue
        # A file that names no unit is mostly named after it.
        wanted = entry.unit or entry.name.rpartition("/")[2].rpartition(".")[0]
        near = roster.similar(wanted) if roster else ()
        yield Stranger(
            entry.path, entry.unit, tuple(sorted(near, key=lambda name: name not in absent))
        )
