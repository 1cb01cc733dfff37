"""The units that blanks are made for, from a district's own list."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from xlform.checking.data_tables import read_named_table
from xlform.errors import XlformError
from xlform.export.names import FILE_AT_MOST, Names, file_title
from xlform.ooxml.edit.splice import printable
from xlform.rules.words import WordList, load_words
from xlform.template.labels import fold
from xlform.template.store import templates_folder

# The word list of what the column of names may be called; see templates/words/batch.toml.
_HEADS: Final = "roster-unit"
# A longer name is no unit's.
_NAME_AT_MOST: Final = 200


class Listed(msgspec.Struct, frozen=True):
    """A unit of a list, and the name of its file without the ending."""

    unit: str
    file: str


def read_roster(path: Path) -> tuple[Listed, ...]:
    """The units of a CSV file, each once, with file names that every system accepts.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read,
    :class:`~xlform.errors.XlformError` for one without names.
    """
    rows = read_named_table(path)
    heads = {fold(name): name for name in (rows[0] if rows else {})}
    known = load_words(templates_folder() / "words").get(_HEADS, WordList())
    head = next((heads[fold(name)] for name in known if fold(name) in heads), "")
    if not head:
        seen = "、".join(filter(None, heads.values())) or "—"
        raise XlformError("roster-columns", path=path, seen=seen)
    units = dict.fromkeys(" ".join(printable(row.get(head, "")).split()) for row in rows)
    units.pop("", None)
    if not units:
        raise XlformError("roster-empty", path=path)
    names = Names(FILE_AT_MOST)
    return tuple(Listed(unit[:_NAME_AT_MOST], names.give(file_title(unit))) for unit in units)
