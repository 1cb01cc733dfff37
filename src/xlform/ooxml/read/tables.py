"""Tables of a worksheet: their names, ranges and columns (ECMA-376 part 1, 18.5)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem
from xlform.grid.address import parse_range
from xlform.grid.model import NamedTable
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.relationships import relationships

_TABLE, _COLUMN = qualified("table"), qualified("tableColumn")


def read_tables(package: Package, part: str, sheet: str) -> Iterator[NamedTable]:
    """Yield the tables of a worksheet's part; none of a part that can't be read."""
    for link in relationships(package, part).values():
        if link.kind != "table" or link.external or link.target not in package:
            continue
        try:
            for element in package.elements(link.target, _TABLE):
                yield _table(element, sheet)
        except (FileProblem, ValueError):
            continue


def _table(element: ET.Element, sheet: str) -> NamedTable:
    columns = tuple(one.get("name", "") for one in element.iter() if one.tag in _COLUMN)
    return NamedTable(
        element.get("displayName") or element.get("name") or "",
        sheet,
        parse_range(element.get("ref", "")),
        columns,
        int(element.get("headerRowCount", "1")),
        int(element.get("totalsRowCount", "0")),
    )
