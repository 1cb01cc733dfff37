"""Defined names in our blank forms: they locate a field whose label is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from xlform.grid.address import parse_cell, place_of
from xlform.grid.model import Position

_PREFIX: Final = "xlform."
# Compiled by `re` at its first use: few workbooks name their fields.
_ONE_CELL: Final = r"(?P<sheet>.*)!\$(?P<column>[A-Z]{1,3})\$(?P<row>[1-9][0-9]{0,6})"

NamedCells = Mapping[str, Position]


def defined_name(kind: str, path: str) -> str:
    """Return the defined name of an input field: ``xlform.fund_direction.indicators.target``.

    It is valid in every spreadsheet program.
    """
    return f"{_PREFIX}{kind}.{path}".replace("-", "_")


def cells_by_name(names: Iterable[tuple[str, str]], sheet: str) -> NamedCells:
    """Return the single cells of a sheet by our defined names; the last of equal names wins."""
    found: dict[str, Position] = {}
    for name, meaning in names:
        match = re.fullmatch(_ONE_CELL, meaning) if name.startswith(_PREFIX) else None
        if match and match["sheet"] in (sheet, place_of(sheet, "").removesuffix("!")):
            try:
                found[name] = parse_cell(match["column"] + match["row"])
            except ValueError:
                continue
    return found
