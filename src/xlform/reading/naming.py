"""Cells that a blank of ours names: where a field is to be read whose label is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from xlform.grid.model import Position
from xlform.ooxml.address import parse_cell, place_of

_BEGINNING: Final = "xlform."
_ONE_CELL: Final = re.compile(r"(?P<sheet>.*)!\$(?P<column>[A-Z]{1,3})\$(?P<row>[1-9][0-9]{0,6})")

Named = Mapping[str, Position]


def field_name(kind: str, path: str) -> str:
    """The name of a slot: ``xlform.fund_direction.indicators.target``, good in every program."""
    return f"{_BEGINNING}{kind}.{path}".replace("-", "_")


def named_cells(names: Iterable[tuple[str, str]], sheet: str) -> Named:
    """The single cells of a sheet that names of ours stand for; the last of equal names counts."""
    found: dict[str, Position] = {}
    for name, meaning in names:
        match = _ONE_CELL.fullmatch(meaning) if name.startswith(_BEGINNING) else None
        if match and match["sheet"] in (sheet, place_of(sheet, "").removesuffix("!")):
            try:
                found[name] = parse_cell(match["column"] + match["row"])
            except ValueError:
                continue
    return found
