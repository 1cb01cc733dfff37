"""Units of a roster to make blank forms for, and the names of their files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from xlform.checking.data_tables import read_named_table
from xlform.checking.roster import NAME, RosterProblem, RosterTable
from xlform.export.names import MAX_FILE_NAME, UniqueNames, file_title
from xlform.ooxml.edit.splice import printable
from xlform.rules.unit_names import Words

# Names are cut to this length.
_MAX_NAME: Final = 200


class UnitFile(msgspec.Struct, frozen=True):
    """Unit, and the name of its file without the suffix."""

    unit: str
    file: str


def unit_files(path: Path, words: Words) -> tuple[UnitFile, ...]:
    """Return the units of a roster, each once, with file names valid on every system.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read,
    :class:`~xlform.checking.roster.RosterProblem` for one without names.
    """
    table = RosterTable(path, words, read_named_table)
    names = (printable(table.cell(row, NAME)) for row in table.rows)
    units = dict.fromkeys(" ".join(name.split()) for name in names)
    units.pop("", None)
    if not units:
        raise RosterProblem("roster-empty", path=path)
    files = UniqueNames(MAX_FILE_NAME)
    return tuple(UnitFile(unit[:_MAX_NAME], files.assign(file_title(unit))) for unit in units)
