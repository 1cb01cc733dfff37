"""A sheet of a workbook as a stamped page would be read: the picture, and what was found on it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import PIL.Image

from xlform.formats.scan.content import (
    Box,
    Character,
    ScanContent,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.source import read_data
from xlform.grid.address import Range, cell_name
from xlform.grid.model import Merges

_COLUMN, _ROW, _MARGIN = 150, 40, 100


def scanned_sheet(
    path: Path, name: str, changed: Mapping[str, str], doubtful: Mapping[str, str]
) -> tuple[bytes, ScanContent]:
    """Return a blank PNG, and the content of the page on which a sheet of a workbook is printed.

    ``changed`` are texts by their cell in place of those of the sheet; ``doubtful`` others that may
    stand in a cell whose text is not certain.
    """
    _, grid = read_data(path.read_bytes(), path)
    sheet = next(one for one in grid.sheets if one.name == name)
    merges = Merges(sheet.merges)
    last = (max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells))
    cells = []
    for row in range(1, last[0] + 1):
        for column in range(1, last[1] + 1):
            area = merges.at(row, column) or Range(row, column, row, column)
            if (area.top, area.left) != (row, column):
                continue
            cell = sheet.cells.get((row, column))
            text = changed.get(cell_name(row, column), cell.text if cell else "")
            other = doubtful.get(cell_name(row, column), "")
            cells.append(_cell(area, text, other))
    size = _MARGIN * 2 + last[1] * _COLUMN, _MARGIN * 2 + last[0] * _ROW
    columns = tuple(_MARGIN + _COLUMN * number for number in range(last[1] + 1))
    rows = tuple(_MARGIN + _ROW * number for number in range(last[0] + 1))
    to_file = (1 / size[0], 0.0, 0.0, 0.0, 1 / size[1], 0.0, 0.0, 0.0, 1.0)
    table = ScannedTable(columns, rows, tuple(cells))
    picture = io.BytesIO()
    PIL.Image.new("RGB", size, "white").save(picture, "PNG")
    return picture.getvalue(), ScanContent((ScannedPage(*size, (table,), to_file=to_file),))


def _cell(area: Range, text: str, other: str) -> ScannedCell:
    box = Box(
        _MARGIN + (area.left - 1) * _COLUMN,
        _MARGIN + (area.top - 1) * _ROW,
        _MARGIN + area.right * _COLUMN,
        _MARGIN + area.bottom * _ROW,
    )
    rest = other.ljust(len(text))
    characters = tuple(
        Character(one, 0.6, 0.5, ((rest[number], 0.4),))
        if other and rest[number] != one
        else Character(one, 0.999, 0.5)
        for number, one in enumerate(text)
    )
    line = Box(box.left + 8, box.top + 8, box.right - 8, box.bottom - 8)
    lines = (TextLine(line, characters),) if text else ()
    return ScannedCell(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, box, lines)
