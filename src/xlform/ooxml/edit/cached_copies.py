"""Parts that hold copies of cells (charts, pivot tables), stale until they are refreshed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from xlform.grid.address import Range, cell_name, parse_range
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.escaping import unescape
from xlform.ooxml.read.package import Package

_CHART: Final = re.compile(rb"<(?:\w+:)?f>([^<]*)</(?:\w+:)?f>")
_PIVOT: Final = re.compile(rb"<(?:\w+:)?worksheetSource\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"""\b(ref|sheet)=(?:"([^"]*)"|'([^']*)')""")
_AREA: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!(),\s]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)"
)
# No program writes a longer formula.
_LONGEST: Final = 8_192
# Beginnings of the names of parts that copy cells; names are stored uncompressed in an archive.
_MARKS: Final = (b"/charts/", b"/pivotCache")
_ENTITIES: Final = {"&quot;": '"', "&apos;": "'"}

Kind = Literal["chart", "pivot"]
Place = tuple[str, tuple[int, int]]


class CachedCopy(msgspec.Struct, frozen=True):
    """Part that holds copies of some cells of one sheet."""

    kind: Kind
    part: str
    sheet: str
    cells: tuple[str, ...]


def find_cached_copies(
    source: bytes | Package, file: str, places: Iterable[Place]
) -> list[CachedCopy]:
    """Return the charts and pivot tables of a workbook that hold copies of some of these cells."""
    data = source if isinstance(source, bytes) else source.data
    if not any(mark in data for mark in _MARKS):
        return []
    places = sorted(places)
    editor = PackageEditor(source, file)
    return [
        CachedCopy(kind, part, sheet, cells)
        for part in sorted(editor.parts(".xml"))
        if (kind := _kind(part))
        for sheet in dict.fromkeys(sheet for sheet, _ in places)
        if (cells := tuple(_within(places, sheet, list(_areas(editor, part, kind)))))
    ]


def _kind(part: str) -> Kind | None:
    name = part.lower()
    if "/charts/chart" in name or "/charts/chartex" in name:
        return "chart"
    return "pivot" if "/pivotcachedefinition" in name else None


def _areas(editor: PackageEditor, part: str, kind: Kind) -> Iterator[tuple[str, Range]]:
    """Yield the areas a part copies."""
    text = editor.text(part)
    if kind == "pivot":
        for source in _PIVOT.findall(text):
            attributes = {name: one or other for name, one, other in _ATTRIBUTE.findall(source)}
            if b"ref" in attributes and b"sheet" in attributes:
                yield from _area(_text(attributes[b"sheet"]), _text(attributes[b"ref"]))
        return
    for formula in _CHART.findall(text):
        if len(formula) > _LONGEST:
            continue
        for quoted, bare, area in _AREA.findall(_text(formula)):
            yield from _area(quoted.replace("''", "'") or bare, area)


def _area(sheet: str, name: str) -> Iterator[tuple[str, Range]]:
    """Yield the area of that name; none where no sheet is so large."""
    try:
        yield sheet, parse_range(name)
    except ValueError:
        return


def _text(raw: bytes) -> str:
    return unescape(raw.decode(), _ENTITIES)


def _within(places: list[Place], sheet: str, areas: list[tuple[str, Range]]) -> Iterator[str]:
    for name, position in places:
        covered = any(there == sheet and area.covers(*position) for there, area in areas)
        if name == sheet and covered:
            yield cell_name(*position)
