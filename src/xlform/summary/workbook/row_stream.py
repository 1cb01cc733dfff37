"""Rows streamed into the sheets of a finished workbook, straight from their text to the archive.

XlsxWriter makes everything but the entries: styles, headings, formulas, charts, print setup. The
entries, nearly all of the workbook, then replace one row of each sheet while the workbook is copied
part by part: a row is there for a moment and then compressed. Where there are many, several
processes do so side by side; the bytes are the same.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from xlform.summary.workbook.pagination import FIRST
from xlform.summary.workbook.part_archive import PartArchive
from xlform.summary.workbook.sheet_packing import Packing, SheetGroup, packed_sheets

# The row of formats, from its beginning to the end of the rows.
_FORMATS: Final = re.compile(rb'<row r="%d".*?</sheetData>' % FIRST, re.DOTALL)
_STYLE: Final = re.compile(rb' s="(\d+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_SHEET: Final = "xl/worksheets/sheet{}.xml"
# Bytes that are packed together.
_CHUNK: Final = 1 << 18


class SheetRows(msgspec.Struct, frozen=True):
    """Rows of worksheets that follow each other: those of one detail.

    ``ranges`` are the cells of each by its number in the workbook, from 1, such as ``A1:H200``;
    ``cells`` is the number of all of them. ``rows`` returns the rows of each, in pieces.
    """

    ranges: dict[int, str]
    cells: int
    rows: Callable[[], Iterator[Iterator[bytes]]]


def style_numbers(skeleton: zipfile.ZipFile, sheet: int, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the formats in the workbook, read from a sheet's row of formats.

    ``names`` are those of the formats, in the order of the row.
    """
    found = _FORMATS.search(skeleton.read(_SHEET.format(sheet)))
    numbers = map(int, _STYLE.findall(found[0] if found else b""))
    return dict(zip(names, numbers, strict=True))


def stream_rows(
    skeleton: zipfile.ZipFile, path: Path, details: Iterable[SheetRows], packing: Packing
) -> None:
    """Write the workbook to ``path``, the rows of each sheet, in order, in their place."""
    details = tuple(details)
    frames = {name: skeleton.read(name) for name in skeleton.namelist()}
    groups = [SheetGroup(each.cells, partial(_sheets, frames, each)) for each in details]
    streamed = {_SHEET.format(sheet) for each in details for sheet in each.ranges}
    packed = packed_sheets(groups, packing)
    made = chain.from_iterable(group.sheets() for group in groups)
    with path.open("wb") as stream:
        archive = PartArchive(stream)
        for name, data in frames.items():
            if name in packed:
                archive.add_packed(name, packed[name].part, packed[name].pieces())
            elif name in streamed:
                archive.add(name, next(pieces for sheet, pieces in made if sheet == name))
            else:
                archive.add(name, [data])
        archive.close()


def _sheets(frames: dict[str, bytes], detail: SheetRows) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name of each sheet's part with its pieces."""
    for (sheet, cells), rows in zip(detail.ranges.items(), detail.rows(), strict=True):
        name = _SHEET.format(sheet)
        yield name, _pieces(frames[name], rows, cells)


def _pieces(frame: bytes, rows: Iterator[bytes], cells: str) -> Iterator[bytes]:
    frame = _DIMENSION.sub(f'<dimension ref="{cells}"/>'.encode(), frame, count=1)
    found = _FORMATS.search(frame)
    if found is None:
        raise ValueError("the sheet has no row of formats")
    yield frame[: found.start()]
    yield from _chunks(rows)
    yield b"</sheetData>" + frame[found.end() :]


def _chunks(rows: Iterator[bytes]) -> Iterator[bytes]:
    """Yield rows together: one after the other they would take longer to pack."""
    waiting, size = list[bytes](), 0
    for row in rows:
        waiting.append(row)
        size += len(row)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
