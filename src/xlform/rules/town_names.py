"""Mentions of other towns in a town's own forms: 云田镇 in the forms of 松塘镇."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from xlform.rules.unit_names import Words, short_name
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

# The word list of kinds of town (镇, 乡, 街道); see templates/words/batch.toml.
_KINDS = "town-kinds"
_AT_MOST = 8
# What names the filer itself.
_OWN = (Role.UNIT, Role.FILER)
# The characters before the word for a town that distinguish towns from each other.
_CHARS_BEFORE = 2


class TownMention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A town mentioned in a text: the cell of the text, and the end of the town's name."""

    cell: str
    name: str


def town_mentions(values: FormValues, unit: str, words: Words) -> Iterator[TownMention]:
    """Yield possible names of other towns in a town's texts; none for a bureau."""
    towns, own = _towns(tuple(words.get(_KINDS, {}))), short_name(unit, words)
    if towns is None or not towns.search(own):
        return
    form, seen = values.form, set[str]()
    for table, row, column, text in _texts(values):
        for name in _names(towns, text):
            if name not in seen and not own.endswith(name):
                seen.add(name)
                path = f"{table}[{row}].{column}" if table else column
                yield TownMention(form.origins.get(path, ""), name)
        if len(seen) >= _AT_MOST:
            return


def towns_of(units: Iterable[str], words: Words) -> dict[str, set[str]]:
    """Return the units that are towns, keyed by the end of their names as texts contain it."""
    towns = _towns(tuple(words.get(_KINDS, {})))
    found: dict[str, set[str]] = {}
    for unit in units:
        for name in _names(towns, unit) if towns else ():
            if unit.endswith(name):
                found.setdefault(name, set()).add(unit)
    return found


@lru_cache(maxsize=4)
def _towns(kinds: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern for any word for a town; None without such words."""
    return re.compile("|".join(map(re.escape, kinds))) if kinds else None


def _names(towns: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield possible ends of towns' names: two Chinese characters and a word for a town."""
    for found in towns.finditer(text):
        before = text[max(found.start() - _CHARS_BEFORE, 0) : found.start()]
        if len(before) == _CHARS_BEFORE and min(before) >= "\u4e00" and max(before) <= "\u9fff":
            yield before + found[0]


def _texts(values: FormValues) -> Iterator[tuple[str, int, str, str]]:
    """Yield table, row, name and text of each text of a form; table is "" for a field."""
    form, own = values.form, {values.path_of(role) for role in _OWN}
    for name, value in form.fields.items():
        if type(value) is str and value and name not in own:
            yield "", 0, name, value
    for table, rows in form.tables.items():
        for number, row in enumerate(rows):
            for name, value in row.items():
                if type(value) is str and value:
                    yield table, number, name, value
