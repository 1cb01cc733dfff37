"""The roster of units that have to hand in, and who of those that did is on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from xlform.checking.data_tables import read_table
from xlform.errors import XlformError
from xlform.rules.context import RuleContext
from xlform.rules.unit_names import PLACES, Words, ends, short_name
from xlform.template.labels import fold

# The word lists that say what the columns may be called; see templates/words/batch.toml.
_NAME, _OTHERS, _CODE = "roster-unit", "roster-others", "roster-code"
_FORMS, _PERSON = "roster-forms", "roster-responsible"
_SEVERAL = re.compile(r"[、，,；;|/\n]+")
# A name less like than this, in per cent, is another name.
_LIKE_AT_LEAST = 55
_NEAR_AT_MOST = 3
_BOTH = -1


class RosterProblem(XlformError):
    """A roster that can't be used; one sentence names the file, the line and the fault."""


class RosterUnit(msgspec.Struct, frozen=True):
    """A unit of the roster: its full name, what else it goes by, the kinds of form it owes.

    ``kinds`` is empty where the roster doesn't say; ``responsible`` is the section or person of
    the bureau that looks after it.
    """

    name: str
    others: tuple[str, ...] = ()
    code: str = ""
    kinds: tuple[str, ...] = ()
    responsible: str = ""


class Roster:
    """The units of a roster, found by whatever name they write.

    A name is a unit's if it is one of its names, or what remains of one behind a place (云田镇 of
    石峰区云田镇人民政府), or if one of the unit's names remains of it, and no other unit's does.
    """

    def __init__(self, units: Iterable[RosterUnit], words: Words) -> None:
        self.units = tuple(units)
        self._words = words
        self._whole: dict[str, int] = {}
        self._cut: dict[str, int] = {}
        for number, unit in enumerate(self.units):
            for name in filter(None, (unit.name, *unit.others, unit.code)):
                short = self._short(name)
                for known in (fold(name), short):
                    _enter(self._whole, known, number)
                for end in self._ends(short):
                    _enter(self._cut, end, number)

    def unit(self, written: str) -> RosterUnit | None:
        """The unit that writes its name so; ``None`` if none does, or several might."""
        short = self._short(written)
        found = self._whole.get(fold(written), self._whole.get(short, self._cut.get(short)))
        for end in self._ends(short) if found is None else ():
            found = self._whole.get(end)
            if found is not None:
                break
        return None if found is None or found == _BOTH else self.units[found]

    def near(self, written: str) -> tuple[str, ...]:
        """The units whose names are most like one that is on no line, the likest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (most names are on the roster)

        wanted = self._shortest(written)
        known = {name: self._shortest(name) for name in (unit.name for unit in self.units)}
        found = process.extract(
            wanted, known, scorer=fuzz.ratio, limit=_NEAR_AT_MOST, score_cutoff=_LIKE_AT_LEAST
        )
        return tuple(name for _, _, name in found)

    def _short(self, name: str) -> str:
        return short_name(name, self._words)

    def _ends(self, short: str) -> Iterator[str]:
        return ends(short, self._words.get(PLACES, {}))

    def _shortest(self, name: str) -> str:
        short = self._short(name)
        return min((short, *self._ends(short)), key=len)


def _enter(known: dict[str, int], name: str, number: int) -> None:
    """Note whose name it is; of two units it is neither's."""
    known[name] = number if known.get(name, number) == number else _BOTH


def read_roster(path: Path, context: RuleContext) -> Roster:
    """The roster in a CSV file, UTF-8 or GBK, with a column 单位名称.

    Raises :class:`RosterProblem` for one that names no units, names one twice or asks for a form
    nobody knows, :class:`~xlform.checking.settings.SettingsProblem` for a file that can't be read.
    """
    lines = _Lines(path, read_table(path), context)
    units = [unit for unit in map(lines.unit, lines.rows) if unit.name]
    if not units:
        raise RosterProblem("roster-empty", path=path)
    for name, count in Counter(fold(unit.name) for unit in units).items():
        if count > 1:
            raise RosterProblem("roster-twice", path=path, unit=name)
    return Roster(units, context.words)


class _Lines:
    """The lines of a roster by what their columns hold."""

    def __init__(self, path: Path, rows: list[dict[str, str]], context: RuleContext) -> None:
        self.rows = rows
        self._path = path
        self._known = _kinds(context)
        self._words = context.words
        self._heads = {fold(name): name for name in (rows[0] if rows else {})}
        if not any(fold(name) in self._heads for name in self._words.get(_NAME, {})):
            raise RosterProblem("roster-columns", path=path, seen="、".join(self._heads.values()))

    def unit(self, row: dict[str, str]) -> RosterUnit:
        """The unit of a line; without a name where the line has none."""
        others = (other.strip() for other in _SEVERAL.split(self._cell(row, _OTHERS)))
        return RosterUnit(
            name=self._cell(row, _NAME),
            others=tuple(filter(None, others)),
            code=self._cell(row, _CODE),
            kinds=tuple(dict.fromkeys(self._owed(row))),
            responsible=self._cell(row, _PERSON),
        )

    def _owed(self, row: dict[str, str]) -> Iterator[str]:
        for form in _SEVERAL.split(self._cell(row, _FORMS)):
            if form.strip() and fold(form) not in self._known:
                known = "、".join(self._known)
                unit = self._cell(row, _NAME)
                raise RosterProblem(
                    "roster-form", path=self._path, unit=unit, form=form, known=known
                )
            if form.strip():
                yield self._known[fold(form)]

    def _cell(self, row: dict[str, str], column: str) -> str:
        """What a line says in the first column of that meaning that is not blank in it."""
        heads = (self._heads.get(fold(name), "") for name in self._words.get(column, {}))
        return next(filter(None, (row.get(head, "") for head in heads if head)), "")


def _kinds(context: RuleContext) -> dict[str, str]:
    """The kinds of form by what people call them, folded: 附表1, the official title, the kind."""
    found: dict[str, str] = {}
    for template in context.templates.values():
        declared = template.declaration
        for name in (declared.appendix, declared.name, template.kind):
            if name:
                found.setdefault(fold(name), template.kind)
    return found
