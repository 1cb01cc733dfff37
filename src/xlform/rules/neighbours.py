"""Other towns that a town's own forms name: 云田镇 in the forms of 松塘镇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from xlform.model.submission import Form
from xlform.rules.unit_names import Words, short_name

# The word list of what a town may be; see templates/words/batch.toml.
_KINDS = "town-kinds"
_AT_MOST = 8
# Where a form names the filer itself, or is named.
_OWN = frozenset({"unit", "filer", "title"})
# So many signs before the word for a town tell one town from another.
_SIGNS = 2


class PlaceNamed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A town named in a text: the text's cell, and the end of the town's name."""

    cell: str
    name: str


def places_named(form: Form, unit: str, words: Words) -> Iterator[PlaceNamed]:
    """What may be other towns' names in the texts of a town; a bureau may name any."""
    towns, own = _towns(tuple(words.get(_KINDS, {}))), short_name(unit, words)
    if towns is None or not towns.search(own):
        return
    seen: set[str] = set()
    for table, row, column, text in _texts(form):
        for name in _names(towns, text):
            if name not in seen and not own.endswith(name):
                seen.add(name)
                path = f"{table}[{row}].{column}" if table else column
                yield PlaceNamed(form.origins.get(path, ""), name)
        if len(seen) >= _AT_MOST:
            return


def towns_of(units: Mapping[str, str], words: Words) -> dict[str, set[str]]:
    """The units that are towns by the end of their names that texts are searched for."""
    towns = _towns(tuple(words.get(_KINDS, {})))
    found: dict[str, set[str]] = {}
    for unit in set(units.values()):
        for name in _names(towns, unit) if towns else ():
            if unit.endswith(name):
                found.setdefault(name, set()).add(unit)
    return found


@lru_cache(maxsize=4)
def _towns(kinds: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any word for a town; ``None`` without such words."""
    return re.compile("|".join(map(re.escape, kinds))) if kinds else None


def _names(towns: re.Pattern[str], text: str) -> Iterator[str]:
    """What may be the ends of towns' names: two Chinese signs and a word for a town."""
    for found in towns.finditer(text):
        before = text[max(found.start() - _SIGNS, 0) : found.start()]
        if len(before) == _SIGNS and min(before) >= "\u4e00" and max(before) <= "\u9fff":
            yield before + found[0]


def _texts(form: Form) -> Iterator[tuple[str, int, str, str]]:
    """Table, row, name and text of what a form says in words of its own; table "" for a field."""
    for name, value in form.fields.items():
        if type(value) is str and value and name not in _OWN:
            yield "", 0, name, value
    for table, rows in form.tables.items():
        for number, row in enumerate(rows):
            for name, value in row.items():
                if type(value) is str and value:
                    yield table, number, name, value
