"""Roster of the units that have to submit: the one reader of it, and units by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from xlform.checking.data_tables import read_table
from xlform.errors import XlformError
from xlform.messages import listed
from xlform.model.resources import shipped_templates
from xlform.rules.context import RuleContext
from xlform.rules.unit_names import PLACES, Words, ends, short_name
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# The word lists of the names that the columns may have; see templates/words/batch.toml.
NAME, _ALIASES, _CODE = "roster-unit", "roster-others", "roster-code"
_FORMS, _RESPONSIBLE = "roster-forms", "roster-responsible"
_SEPARATORS = re.compile(r"[、，,；;|/\n]+")
# A name less similar than this, in per cent, is another name.
_SIMILARITY_AT_LEAST = 55
_SIMILAR_AT_MOST = 3
# Characters of a name that is found in the name of a file.
_NAME_AT_LEAST = 2
# Place in the index of names of a name that several units have.
_AMBIGUOUS = -1

TableReader = Callable[[Path], list[dict[str, str]]]


class RosterProblem(XlformError):
    """A roster that can't be used; one sentence names the file, the line and the error."""


class RosterUnit(msgspec.Struct, frozen=True):
    """A unit of the roster: its full name, its other names, the kinds of form it has to submit.

    ``kinds`` is empty where the roster doesn't say; ``responsible`` is the section or person of
    the bureau that looks after it (归口科室).
    """

    name: str
    others: tuple[str, ...] = ()
    code: str = ""
    kinds: tuple[str, ...] = ()
    responsible: str = ""


class RosterTable:
    """The lines of a roster, a CSV file in UTF-8 or GBK, by the meaning of their columns.

    ``words`` are the word lists, with a district's own names for the columns. Raises
    :class:`RosterProblem` for a table without a column of names, and what ``read`` raises for a
    file that can't be read.
    """

    def __init__(self, path: Path, words: Words, read: TableReader = read_table) -> None:
        self.path = path
        self.rows = read(path)
        self._words = words
        self._columns = {fold(column): column for column in (self.rows[0] if self.rows else {})}
        if not any(fold(name) in self._columns for name in words.get(NAME, {})):
            seen = listed(filter(None, self._columns.values())) or "—"
            raise RosterProblem("roster-columns", path=path, seen=seen)

    def cell(self, row: dict[str, str], meaning: str) -> str:
        """Return the text of the first column of that meaning that is not blank in the row."""
        folded = (fold(name) for name in self._words.get(meaning, {}))
        columns = (self._columns[name] for name in folded if name in self._columns)
        return next(filter(None, (row.get(column, "") for column in columns)), "")

    def units(self, kinds: dict[str, str]) -> Iterator[RosterUnit]:
        """Yield the unit of each line that has a name; ``kinds`` are those of form by folded name.

        Raises :class:`RosterProblem` for a form that is none of these.
        """
        for row in self.rows:
            others = (other.strip() for other in _SEPARATORS.split(self.cell(row, _ALIASES)))
            unit = RosterUnit(
                name=self.cell(row, NAME),
                others=tuple(filter(None, others)),
                code=self.cell(row, _CODE),
                kinds=tuple(dict.fromkeys(self._kinds(row, kinds))),
                responsible=self.cell(row, _RESPONSIBLE),
            )
            if unit.name:
                yield unit

    def _kinds(self, row: dict[str, str], kinds: dict[str, str]) -> Iterator[str]:
        for form in _SEPARATORS.split(self.cell(row, _FORMS)):
            if form.strip() and fold(form) not in kinds:
                unit, known = self.cell(row, NAME), listed(kinds)
                raise RosterProblem(
                    "roster-form", path=self.path, unit=unit, form=form, known=known
                )
            if form.strip():
                yield kinds[fold(form)]


class Roster:
    """The units of a roster, found by any of the names they use.

    A name is a unit's if it is one of its names, or the part of one behind a place (云田镇 of
    石峰区云田镇人民政府), or if such a part of it is one of the unit's names, and no other unit's.
    """

    def __init__(self, units: Iterable[RosterUnit], words: Words) -> None:
        self.units = tuple(units)
        self._words = words
        self._full: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        for number, unit in enumerate(self.units):
            for name in filter(None, (unit.name, *unit.others, unit.code)):
                short = self._short(name)
                for known in (fold(name), short):
                    _index(self._full, known, number)
                for part in self._ends(short):
                    _index(self._parts, part, number)

    def unit(self, name: str) -> RosterUnit | None:
        """Return the unit of that name; ``None`` if there is none, or several may be meant."""
        short = self._short(name)
        found = self._full.get(fold(name), self._full.get(short, self._parts.get(short)))
        for part in self._ends(short) if found is None else ():
            found = self._full.get(part)
            if found is not None:
                break
        return None if found is None or found == _AMBIGUOUS else self.units[found]

    def unit_in(self, text: str) -> RosterUnit | None:
        """Return the unit whose name is in a text, such as the name of a file.

        ``None`` if there is none, or the longest names in it are of several units.
        """
        folded = fold(text)
        found = [
            (len(name), number)
            for names in (self._full, self._parts)
            for name, number in names.items()
            if number != _AMBIGUOUS and len(name) >= _NAME_AT_LEAST and name in folded
        ]
        longest = max((length for length, _ in found), default=0)
        numbers = {number for length, number in found if length == longest}
        return self.units[numbers.pop()] if len(numbers) == 1 else None

    def similar(self, name: str) -> tuple[str, ...]:
        """Return the names of the units most similar to a name that is none's, best first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (most names are on the roster)

        names = {unit.name: self._shortest(unit.name) for unit in self.units}
        found = process.extract(
            self._shortest(name),
            names,
            scorer=fuzz.ratio,
            limit=_SIMILAR_AT_MOST,
            score_cutoff=_SIMILARITY_AT_LEAST,
        )
        return tuple(similar for _, _, similar in found)

    def _short(self, name: str) -> str:
        return short_name(name, self._words)

    def _ends(self, short: str) -> Iterator[str]:
        return ends(short, self._words.get(PLACES, {}))

    def _shortest(self, name: str) -> str:
        short = self._short(name)
        return min((short, *self._ends(short)), key=len)


def _index(names: dict[str, int], name: str, number: int) -> None:
    """Enter a unit's name into the index; a name of two units leads to neither."""
    names[name] = number if names.get(name, number) == number else _AMBIGUOUS


def read_roster(path: Path, context: RuleContext) -> Roster:
    """Return the roster in a CSV file, UTF-8 or GBK, with a column 单位名称.

    Raises :class:`RosterProblem` for one that names no units, names one twice or lists an unknown
    form, :class:`~xlform.checking.settings.SettingsProblem` for a file that can't be read.
    """
    units = tuple(RosterTable(path, context.words).units(_kinds(context)))
    if not units:
        raise RosterProblem("roster-empty", path=path)
    for name, count in Counter(fold(unit.name) for unit in units).items():
        if count > 1:
            raise RosterProblem("roster-twice", path=path, unit=name)
    return Roster(units, context.words)


def _kinds(context: RuleContext) -> dict[str, str]:
    """Return the kinds of form by the folded names people use: 附表1, the title, the short name.

    Of forms of the same name those of own templates are meant, not the shipped ones.
    """
    kinds: dict[str, str] = {}
    for template in sorted(context.templates.values(), key=_is_shipped):
        declared = template.declaration
        names = (declared.appendix, declared.name, declared.short, template.kind, template.name)
        for name in filter(None, names):
            kinds.setdefault(fold(name), template.kind)
    return kinds


def _is_shipped(template: FormTemplate) -> bool:
    return template.folder.is_relative_to(shipped_templates())
