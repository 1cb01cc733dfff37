"""Workbooks as three programs save them, and results as LibreOffice computes them."""

from __future__ import annotations

import warnings
from decimal import Decimal
from pathlib import Path

import openpyxl

from xlform.formats.source import read_file
from xlform.grid.model import Cell, CellValue
from xlform.ooxml.address import cell_name

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
    """The results that a file itself keeps of its formulas, as openpyxl reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        formulas = openpyxl.load_workbook(path)
        results = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): results[sheet.title][cell.coordinate].value
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def agree(ours: CellValue, theirs: CellValue) -> bool:
    """Whether two results are the same but for the last digits of binary numbers."""
    if isinstance(ours, Decimal) and isinstance(theirs, Decimal):
        return abs(ours - theirs) <= _NEAR * max(Decimal(1), abs(ours))
    return ours == theirs
