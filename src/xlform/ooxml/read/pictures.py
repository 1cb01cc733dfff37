"""Pictures, shapes and charts of a worksheet: where they are and what they are called.

Source: ECMA-376 part 1, 20.5 (drawings).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range
from xlform.grid.appearance import Picture, PictureKind
from xlform.ooxml.read.beside_cells import ANCHORS
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.whole_number import whole_number

PICTURES_AT_MOST: Final = 60
_NAME_AT_MOST: Final = 60
_KINDS: Final[dict[str, PictureKind]] = {
    "pic": "picture", "sp": "shape", "grpSp": "shape", "cxnSp": "shape", "graphicFrame": "chart",
}  # fmt: skip


def read_pictures(package: Package, part: str) -> tuple[Picture, ...]:
    """Return the pictures of a worksheet part; none of a drawing that can't be read."""
    found: list[Picture] = []
    for link in relationships(package, part).values():
        if link.kind != "drawing" or link.external or link.target not in package:
            continue
        try:
            found += _pictures(package, link.target)
        except FileProblem:
            continue
    return tuple(found[:PICTURES_AT_MOST])


def _pictures(package: Package, part: str) -> Iterator[Picture]:
    for anchor in package.elements(part, ANCHORS):
        parts = {_local(child): child for child in anchor}
        start = _position(parts.get("from"))
        kind = next((name for name in parts if name in _KINDS), "")
        if start is None or not kind:
            continue
        end = _position(parts.get("to")) or start
        area = Range(*start, max(start[0], end[0]), max(start[1], end[1]))
        yield Picture(area, _KINDS[kind], _name(parts[kind]))


def _position(corner: ET.Element | None) -> tuple[int, int] | None:
    """Return the row and column of a corner; ``None`` where it is on no sheet."""
    at = {} if corner is None else {_local(child): child.text or "" for child in corner}
    row, column = (whole_number(at.get(name, "").strip()) for name in ("row", "col"))
    if row is None or column is None or row >= ROWS_AT_MOST or column >= COLUMNS_AT_MOST:
        return None
    return row + 1, column + 1


def _name(shape: ET.Element) -> str:
    """Return the words in a shape, else its description or name."""
    words = " ".join(text.text or "" for text in shape.iter() if _local(text) == "t").strip()
    own = next((one for one in shape.iter() if _local(one) == "cNvPr"), None)
    named = "" if own is None else own.get("descr", "") or own.get("name", "")
    return (words or named.strip())[:_NAME_AT_MOST]


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
