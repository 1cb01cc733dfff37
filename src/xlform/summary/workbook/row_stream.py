"""Rows streamed into the sheets of a finished workbook, straight from their text to the archive.

XlsxWriter makes everything but the entries: styles, headings, formulas, charts, print setup. The
entries, nearly all of the workbook, then replace one row of each sheet while the workbook is copied
part by part: a row is text for a moment and then compressed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Final

from xlform.summary.workbook.pagination import FIRST

# The row of formats, from its beginning to the end of the rows.
_FORMATS: Final = re.compile(rb'<row r="%d".*?</sheetData>' % FIRST, re.DOTALL)
_STYLE: Final = re.compile(rb' s="(\d+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_SHEET: Final = "xl/worksheets/sheet{}.xml"
_CHUNK: Final = 512
# A third of the time of the usual 6, for a quarter more bytes.
_LEVEL: Final = 2


def style_numbers(skeleton: zipfile.ZipFile, sheet: int, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the formats in the workbook, read from a sheet's row of formats.

    ``names`` are those of the formats, in the order of the row.
    """
    found = _FORMATS.search(skeleton.read(_SHEET.format(sheet)))
    numbers = map(int, _STYLE.findall(found[0] if found else b""))
    return dict(zip(names, numbers, strict=True))


def stream_rows(
    skeleton: IO[bytes], path: Path, rows: dict[int, Iterator[str]], ranges: dict[int, str]
) -> None:
    """Write the workbook to ``path``, the rows of each sheet (counted from 1) in their place.

    ``ranges`` are the cells each of these sheets has in the end, such as ``A1:H200``.
    """
    parts = {_SHEET.format(sheet): sheet for sheet in rows}
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            # Opened by its name a part has a fixed time, so that equal content makes equal bytes.
            with target.open(name, "w") as part:
                if name in parts:
                    sheet = parts[name]
                    _stream_sheet(part, data, rows[sheet], ranges[sheet])
                else:
                    part.write(data)


def _stream_sheet(part: IO[bytes], data: bytes, rows: Iterator[str], cell_range: str) -> None:
    data = _DIMENSION.sub(f'<dimension ref="{cell_range}"/>'.encode(), data, count=1)
    found = _FORMATS.search(data)
    if found is None:
        raise ValueError("the sheet has no row of formats")
    part.write(data[: found.start()])
    while chunk := "".join(islice(rows, _CHUNK)):
        part.write(chunk.encode())
    part.write(b"</sheetData>")
    part.write(data[found.end() :])
