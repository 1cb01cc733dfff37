"""Status of each unit: complete, partial or absent, the forms that are missing, unlisted files."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from xlform.checking.roster import Roster, RosterUnit
from xlform.messages import listed, translate
from xlform.model.packed_list import PackedList
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.summary.kinds import kinds_of, set_of
from xlform.summary.versions import Rank, Selection, select_forms

State = Literal["complete", "partial", "unreadable", "absent"]
STATES: Final[tuple[State, ...]] = ("complete", "partial", "unreadable", "absent")
# Reasons why a file could not be read, by the code of the problem; "other" for the rest.
REASONS: Final = {
    "encrypted": "encrypted",
    "damaged": "damaged",
    "damaged-part": "damaged",
    "damaged-workbook": "damaged",
    "missing-part": "damaged",
    "empty-file": "empty",
    "too-large-file": "too-large",
    "too-large-inside": "too-large",
    "part-too-large": "too-large",
    "no-form": "no-forms",
    "no-form-at-all": "no-forms",
    "only-hidden": "no-forms",
}
_SEGMENTS: Final = re.compile(r"[/\\!]+")


class UnreadableFile(msgspec.Struct, frozen=True):
    """A file that was handed in and can't be read: its path, and the code of the problem.

    ``names`` are its own name and those of the folders around it that other files are not in.
    """

    path: str
    code: str = ""
    names: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return why in a few words."""
        return translate(f"unreadable.{REASONS.get(self.code, 'other')}")


class UnitStatus(msgspec.Struct, frozen=True, array_like=True):
    """Status of a unit: the paths of its files, the kinds of form that are missing.

    ``written`` is the name the unit uses itself, ``files`` are those with a form that counts,
    ``replaced`` those without. ``kinds`` are the kinds of form submitted, ``missing`` the others.
    ``unreadable`` are files that by their names are the unit's and can't be read; it is absent only
    if there are none of these. Without a roster ``name`` is the longest name used, and no unit is
    absent.
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
    unreadable: tuple[UnreadableFile, ...] = ()

    @property
    def label(self) -> str:
        """Return 已报齐, 缺表, 未报, or 已报·读不了 with the reason."""
        if self.state != "unreadable":
            return translate(f"state.{self.state}")
        reasons = dict.fromkeys(file.reason for file in self.unreadable)
        return translate("state.unreadable-because", reasons=listed(reasons))


class UnlistedFile(msgspec.Struct, frozen=True):
    """A file whose unit is not on the roster, or that names none (``unit`` is "").

    ``similar`` are the most similar names on the roster, those of absent units first.
    """

    path: str
    unit: str
    similar: tuple[str, ...] = ()


class SubmissionStatus(msgspec.Struct, frozen=True):
    """Status of every unit, the unlisted files, and the forms that count.

    ``units`` gives one name for each unit, the roster's where there is one, by the path of the
    file; ``years`` the number of files of each year, ``year`` the one that counts.
    """

    unit_statuses: Sequence[UnitStatus]
    unlisted_files: tuple[UnlistedFile, ...]
    selection: Selection
    units: TextsByName = TextsByName(())
    years: Mapping[int, int] = {}
    year: int | None = None

    def count(self, state: State) -> int:
        """Return the number of units in that state."""
        return sum(status.state == state for status in self.unit_statuses)


def submission_status(
    batch_index: BatchIndex,
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    roster: Roster | None = None,
    year: int | None = None,
    unreadable: Iterable[UnreadableFile] = (),
) -> SubmissionStatus:
    """Return the status of every unit of a batch; forms of other years than ``year`` don't count.

    ``unreadable`` are the files that could not be read: they belong to the unit in their path.

    A unit has to submit what its line of the roster says, else the numbered forms of the sets
    (folders of templates) of which it submitted a form. What a unit without any form has to submit
    is only known where the whole batch is of one set.
    """
    bare_index = without_forms(batch_index)
    names = _names(bare_index, context, roster)
    selection = select_forms(batch_index, names, context, rank, year)
    required = _RequiredKinds(context)
    locked = _unreadable_files(unreadable, roster)
    files = _FilesOfUnits(bare_index, names)
    units = _Units(names, roster)

    def submitted_by(number: int | None) -> _Submitted:
        found = [bare_index[index] for index in files.of(number)]
        return _submitted(found, selection, context)

    submitted = PackedList(_Submitted, map(submitted_by, units.numbers))
    sets = {name for each in submitted for name in each.sets}
    sets.update(name for number in units.unlisted for name in submitted_by(number).sets)
    only = sets if len(sets) == 1 else set[str]()
    statuses = PackedList(
        UnitStatus,
        (
            _unit_status(
                unit,
                found,
                unit.kinds or required.of_sets(found.sets or only),
                locked.get(unit.name, ()),
            )
            for unit, found in zip(units, submitted, strict=True)
        ),
    )
    return SubmissionStatus(
        statuses,
        tuple(_unlisted_files(bare_index, names, roster, statuses)),
        selection,
        TextsByName((file.path, names[file.name]) for file in bare_index if file.name in names),
        dict(sorted(Counter(file.year for file in bare_index if file.year).items())),
        year,
    )


def prevailing_year(batch_index: BatchIndex, context: RuleContext) -> int | None:
    """Return the year of most units, of two the later; ``None`` where no file names one."""
    files = without_forms(batch_index)
    units = units_of(files, context)
    voted: dict[int, set[int | str]] = {}
    for file in files:
        if file.year:
            number = units.number(file.name)
            voted.setdefault(file.year, set()).add(file.name if number is None else number)
    counted = {year: len(voters) for year, voters in voted.items()}
    return max(counted, key=lambda year: (counted[year], year or 0), default=None)


def _names(batch_index: BatchIndex, context: RuleContext, roster: Roster | None) -> TextsByName:
    """Return one name for each unit by the name of the file: the roster's, else the longest."""
    keys = units_of(batch_index, context)
    counts = Counter(keys.number(file.name) for file in batch_index)
    # The units with several files; the others are named after their one file.
    names: dict[int, str] = {}
    listed: set[int] = set()
    for file in batch_index:
        key = keys.number(file.name)
        if key is None or key in listed or counts[key] == 1:
            continue
        unit = roster.unit(file.unit) if roster else None
        if unit:
            listed.add(key)
            names[key] = unit.name
        else:
            names[key] = max(names.get(key, ""), file.unit, key=lambda name: (len(name), name))
    return TextsByName(
        (file.name, names.get(key) or _name_of(file.unit, roster))
        for file in batch_index
        if (key := keys.number(file.name)) is not None
    )


def _name_of(unit: str, roster: Roster | None) -> str:
    listed = roster.unit(unit) if roster else None
    return listed.name if listed else unit


class _Submitted(msgspec.Struct, array_like=True):
    """The files of a unit, and the kinds of form in them that count, with their sets."""

    written: str = ""
    files: list[str] = []
    replaced: list[str] = []
    kinds: dict[str, None] = {}
    sets: set[str] = set()


def _submitted(
    files: Iterable[SubmissionSummary], selection: Selection, context: RuleContext
) -> _Submitted:
    """Return what a unit submitted in these files, which may be without forms."""
    unit = _Submitted()
    for file in files:
        forms = [
            form
            for number, form in enumerate(context.keys(file).forms, 1)
            if selection.counts(file.path, number)
        ]
        unit.written = unit.written or file.unit
        (unit.files if forms else unit.replaced).append(file.path)
        unit.kinds |= dict.fromkeys(form.kind for form in forms)
        unit.sets.update(set_of(name) for name in {form.template for form in forms})
    return unit


class _FilesOfUnits:
    """Indices of the files of each unit, by the number of its name."""

    def __init__(self, files: BatchIndex, names: TextsByName) -> None:
        self._numbers = array("q")
        for file in files:
            number = names.number(file.name)
            self._numbers.append(-1 if number is None else number)
        self._indices = array("I", sorted(range(len(self._numbers)), key=self._numbers.__getitem__))

    def of(self, number: int | None) -> list[int]:
        """Return the indices of a unit's files; none for a unit without a number."""
        if number is None:
            return []
        key = self._numbers.__getitem__
        first = bisect_left(self._indices, number, key=key)
        return list(self._indices[first : bisect_right(self._indices, number, first, key=key)])


class _Units:
    """The units in their order, those of the roster or by name, and the numbers of their names.

    ``numbers`` has ``None`` for a unit that submitted nothing; ``unlisted`` are those that are not
    on the roster.
    """

    def __init__(self, names: TextsByName, roster: Roster | None) -> None:
        self._names = names
        self._roster = roster
        self.numbers: Sequence[int | None]
        self.unlisted: list[int] = []
        if roster is None:
            self.numbers = array("I", sorted(names.numbers(), key=names.text))
            return
        known = {names.text(number): number for number in names.numbers()}
        self.numbers = [known.pop(unit.name, None) for unit in roster.units]
        self.unlisted = list(known.values())

    def __iter__(self) -> Iterator[RosterUnit]:
        if self._roster:
            return iter(self._roster.units)
        return (
            RosterUnit(self._names.text(number)) for number in self.numbers if number is not None
        )


class _RequiredKinds:
    """The kinds of the numbered forms of sets, as in rule C-01."""

    def __init__(self, context: RuleContext) -> None:
        self._of_set: dict[str, dict[str, None]] = defaultdict(dict)
        for kind in kinds_of(context.templates.values()).values():
            for template in kind.templates:
                if template.appendix:
                    self._of_set[set_of(template.name)][kind.name] = None

    def of_sets(self, sets: Iterable[str]) -> tuple[str, ...]:
        """Return the kinds of these sets, in the order of their numbers."""
        return tuple(dict.fromkeys(kind for name in sorted(sets) for kind in self._of_set[name]))


def _unit_status(
    unit: RosterUnit,
    submitted: _Submitted,
    required: tuple[str, ...],
    unreadable: Iterable[UnreadableFile],
) -> UnitStatus:
    missing = tuple(kind for kind in required if kind not in submitted.kinds)
    state: State = "partial" if missing else "complete"
    unreadable = tuple(unreadable)
    if not submitted.files:
        state = "unreadable" if unreadable else "absent"
    return UnitStatus(
        name=unit.name,
        state=state,
        code=unit.code,
        responsible=unit.responsible,
        written=submitted.written,
        files=tuple(submitted.files),
        replaced=tuple(submitted.replaced),
        kinds=tuple(submitted.kinds),
        missing=missing,
        unreadable=unreadable,
    )


def _unreadable_files(
    files: Iterable[UnreadableFile], roster: Roster | None
) -> dict[str, list[UnreadableFile]]:
    """Return the files that can't be read by the unit named in the file's name or a folder's."""
    found: dict[str, list[UnreadableFile]] = defaultdict(list)
    for file in files if roster else ():
        for name in file.names:
            if roster and (unit := roster.unit(name) or roster.unit_in(name)):
                found[unit.name].append(file)
                break
    return found


def unreadable_files(files: Iterable[tuple[str, str]]) -> list[UnreadableFile]:
    """Return the files with a problem, of the paths of all files and the codes of problems.

    Folders that all files are in say nothing of a unit: the bureau's own may be among them.
    """
    split = [(path, code, _SEGMENTS.split(path)) for path, code in files]
    folders = [parts[:-1] for _, _, parts in split]
    level = enumerate(zip(*folders, strict=False))
    shared = next(
        (depth for depth, names in level if len(set(names)) > 1),
        min(map(len, folders), default=0),
    )
    return [
        UnreadableFile(path, code, tuple(reversed(parts[shared:])))
        for path, code, parts in split
        if code
    ]


def _unlisted_files(
    batch_index: BatchIndex,
    names: TextsByName,
    roster: Roster | None,
    statuses: Sequence[UnitStatus],
) -> Iterator[UnlistedFile]:
    """Yield the files without a unit, and with a roster those of units it lacks."""
    listed = {status.name for status in statuses} if roster else set[str]()
    absent = {status.name for status in statuses if status.state == "absent"}
    for file in batch_index:
        if names.get(file.name) in listed if roster else file.name in names:
            continue
        # A file that names no unit is mostly named after it.
        name = file.unit or file.name.rpartition("/")[2].rpartition(".")[0]
        similar = roster.similar(name) if roster else ()
        absent_first = sorted(similar, key=lambda name: name not in absent)
        yield UnlistedFile(file.path, file.unit, tuple(absent_first))
