"""Scans pasted into a document or workbook: its pictures that are as large as a page of a form.

Source: ECMA-376 part 1, 20.4 (drawings in a document), 20.5 (in a workbook); VML of older programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from xlform.errors import FileProblem
from xlform.formats.scan.extra import has_scan_extra
from xlform.grid.model import PROSE, Grid, Sheet
from xlform.messages import translate
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.relationships import relationships

_ZIP: Final = b"PK\x03\x04"
# A picture of a page has so many bytes and so many pixels on each side at least.
_BYTES_AT_LEAST, _SIDE_AT_LEAST = 8_000, 500
# First bytes of the formats that are read as scans.
_PNG, _JPEG = b"\x89PNG", b"\xff\xd8\xff"
_SIGNATURES: Final = (_PNG, _JPEG, b"II*\0", b"MM\0*", b"BM", b"GIF8", b"RIFF")
# Elements that show a picture, and their attributes that name it (a:blip, v:imagedata).
_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
    "urn:schemas-microsoft-com:vml",
)
_ELEMENTS: Final = frozenset(
    f"{{{space}}}{name}" for space in _NAMESPACES for name in ("blip", "imagedata")
)
_KEYS: Final = ("}embed", "}id", "}pict")
# A document with more filled cells and paragraphs than this has content of its own.
_FEW: Final = 10
# Marker of a JPEG's segment with its size (ITU-T T.81, B.2.2), and those without a length.
_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class Pasted(NamedTuple):
    """Pictures as large as a page, in order, and how many pictures are shown altogether."""

    pictures: tuple[bytes, ...]
    shown: int


def pasted_pictures(data: bytes, name: str) -> tuple[bytes, ...]:
    """Return the large pictures of a document or workbook; none of any other file."""
    if not data.startswith(_ZIP):
        return ()
    try:
        return pasted_in(Package(data, name)).pictures
    except FileProblem:
        return ()


def pasted_in(package: Package) -> Pasted:
    """Return the pictures in a document or workbook, each once."""
    links = relationships(package, "").values()
    main = next((link.target for link in links if link.kind == "officeDocument"), "")
    parts = _drawings(package, main) or [main]
    names = list(dict.fromkeys(name for part in parts for name in _names(package, part)))
    large = [name for name in names if package.size(name) >= _BYTES_AT_LEAST]
    pictures = [picture for name in large if _is_page(picture := package.read(name))]
    once = tuple(dict.fromkeys(pictures))
    return Pasted(once, len(names) - (len(pictures) - len(once)))


def _drawings(package: Package, main: str) -> list[str]:
    """Return the drawings of the worksheets of a workbook; none of a document."""
    sheets = [link for link in relationships(package, main).values() if link.kind == "worksheet"]
    return [
        link.target
        for sheet in sheets
        for link in relationships(package, sheet.target).values()
        if link.kind == "drawing" and not link.external and link.target in package
    ]


def _names(package: Package, part: str) -> Iterator[str]:
    links = relationships(package, part)
    for element in package.elements(part, _ELEMENTS):
        shown = (value for key, value in element.attrib.items() if key.endswith(_KEYS))
        link = links.get(next(shown, ""))
        if link is not None and not link.external and link.target in package:
            yield link.target


def _is_page(picture: bytes) -> bool:
    if not picture.startswith(_SIGNATURES):
        return False
    width, height = _pixels(picture)
    return min(width, height) >= _SIDE_AT_LEAST


def _pixels(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG or JPEG; those of a page for any other."""
    if picture.startswith(_PNG):
        return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    at = 2
    while picture.startswith(_JPEG) and at + 9 <= len(picture) and picture[at] == 0xFF:  # noqa: PLR2004  (a marker)
        if picture[at + 1] in _SIZES:
            height, width = picture[at + 5 : at + 7], picture[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return _SIDE_AT_LEAST, _SIDE_AT_LEAST


def grid_with_scans(grid: Grid, pasted: Pasted, name: str) -> Grid | None:
    """Return the grid of a document with the scans in it; ``None`` if it has none to read.

    A document with content of its own is read without its scans where the extra is missing, and of
    its pictures only those with ruled lines are scans. Raises
    :class:`~xlform.errors.FileProblem` for one that is nothing but scans which can't be read.
    """
    has_own = sum(len(sheet.cells) for sheet in grid.sheets) > _FEW
    if not pasted.pictures or (has_own and not has_scan_extra()):
        return None
    from xlform.formats.scan.reader import pictures_content, seals_by_page  # noqa: PLC0415  (few need it)
    from xlform.formats.scan.sheets import scan_sheets  # noqa: PLC0415

    content = pictures_content(pasted.pictures, name)
    kept = [(n, page) for n, page in content.numbered if page.tables or not has_own]
    if not kept:
        if has_own:
            return None
        raise FileProblem("scan-no-text", path=name)
    numbers, pages = zip(*kept, strict=True)
    content = msgspec.structs.replace(content, pages=pages, numbers=numbers)
    scanned = scan_sheets(content, name)
    own = _own_sheets(grid, scanned, all_read=len(pages) == pasted.shown)
    return msgspec.structs.replace(grid, sheets=(*own, *scanned), seals=seals_by_page(content))


def _own_sheets(grid: Grid, scanned: Sequence[Sheet], *, all_read: bool) -> Iterator[Sheet]:
    """Yield the document's own sheets, without a name that one of the scans has."""
    has_prose = any(sheet.name == PROSE for sheet in scanned)
    for sheet in grid.sheets:
        pictures = {"picture", "drawing"} if all_read else frozenset()
        beside = tuple(kind for kind in sheet.beside_cells if kind not in pictures)
        if sheet.cells or beside:
            own_name = translate("scan.words") if has_prose and sheet.name == PROSE else sheet.name
            yield msgspec.structs.replace(sheet, name=own_name, beside_cells=beside)
