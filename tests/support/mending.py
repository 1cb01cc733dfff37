"""Workbooks as three programs save them, and results as LibreOffice computes them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
from opening import streamed
from openpyxl.cell import Cell as StoredCell
from openpyxl.workbook import Workbook

from xlform.formats.source import read_file
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, CellValue

# What LibreOffice computes in binary and rounds when it shows it.
_NEAR = Decimal("1e-9")
Cells = dict[tuple[str, str], Cell]


def saved_by_openpyxl(path: Path, folder: Path) -> Path:
    """The workbook loaded and saved by openpyxl: the results of formulas are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path)
    book.save(folder / path.name)
    return folder / path.name


def cells_of(path: Path) -> Cells:
    """The cells of a workbook by sheet and address."""
    grid = read_file(path)[1]
    return {
        (sheet.name, cell_name(*at)): cell
        for sheet in grid.sheets
        for at, cell in sheet.cells.items()
    }


def stored(path: Path) -> dict[tuple[str, str], object]:
    """Return the results that a file itself keeps of its formulas, as openpyxl reads them."""
    with streamed(path) as book:
        formulas = {at for at, cell in _filled(book) if cell.data_type == "f"}
    with streamed(path, data_only=True) as book:
        results = {at: cell.value for at, cell in _filled(book)}
    return {at: results.get(at) for at in formulas}


def _filled(book: Workbook) -> Iterator[tuple[tuple[str, str], StoredCell]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield (sheet.title, cell.coordinate), cell


def agree(ours: CellValue, theirs: CellValue) -> bool:
    """Whether two results are the same but for the last digits of binary numbers."""
    if isinstance(ours, Decimal) and isinstance(theirs, Decimal):
        return abs(ours - theirs) <= _NEAR * max(Decimal(1), abs(ours))
    return ours == theirs
