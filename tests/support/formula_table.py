"""The table of formulas in ``tests/formula/formulas.toml``, and LibreOffice's column of it.

``python tests/support/formula_table.py`` computes the column anew with one start of LibreOffice and
writes it into the file.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import tomllib
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
from office import recomputed, stop
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from xlform.formula.prefixes import stored_formula
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.cell_text import cell_text, read_cell
from xlform.grid.model import Cell, CellError, CellValue, Grid
from xlform.grid.notation import parse
from xlform.grid.numbers import exact_number

TABLE = Path(__file__).parents[1] / "formula" / "formulas.toml"
UNSUPPORTED = "unsupported"
_FIRST_ROW, _COLUMN = 101, 27
_OFFICE = re.compile(r"office = (?:'[^']*'|\"[^\"]*\")")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A formula, where it stands, and its results as the notation of grids writes them."""

    f: str
    office: str
    ours: str = ""
    why: str = ""
    at: str = ""


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells and the formulas that read them; ``table`` is the area of the table 支出表."""

    name: str
    cells: str
    formulas: list[Entry]
    table: str = ""

    @property
    def grid(self) -> Grid:
        return parse(self.cells)

    def places(self) -> Iterator[tuple[Entry, str, tuple[int, int]]]:
        """Each formula with its sheet and its place there."""
        first = self.grid.sheets[0].name
        for number, entry in enumerate(self.formulas):
            sheet, _, cell = entry.at.rpartition("!")
            place = parse_cell(cell) if cell else (_FIRST_ROW + number, _COLUMN)
            yield entry, sheet or first, place


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    book: list[Book]


def books() -> list[Book]:
    return msgspec.convert(tomllib.loads(TABLE.read_text(encoding="utf-8")), _Table).book


def told(value: CellValue) -> str:
    """A result as the table writes it, without the zeros behind a number."""
    if isinstance(value, Decimal):
        value = value.normalize() if value else Decimal(0)
        value = Decimal(format(value, "f"))
    return cell_text(Cell(value))


def value_of(text: str) -> CellValue:
    """What the table writes as a result."""
    cell = read_cell(text)
    return "" if cell is None else cell.value


# LibreOffice


def office_results(folder: Path) -> dict[str, list[str]]:
    """What LibreOffice shows for each formula, by book; one start for all."""
    found: dict[str, list[str]] = {}
    all_books = books()
    paths = [_saved(book, folder / f"{number}.xlsx") for number, book in enumerate(all_books)]
    for book, path in zip(all_books, recomputed(paths, folder / "out"), strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            saved = openpyxl.load_workbook(path, data_only=True)
        found[book.name] = [
            told(_value(saved[sheet][cell_name(*place)])) for _, sheet, place in book.places()
        ]
    return found


def _saved(book: Book, path: Path) -> Path:
    """The book as a workbook whose formulas have no results."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    grid = book.grid
    for sheet in grid.sheets:
        made = workbook.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            made.cell(row, column, _written(cell))
        for row in sheet.hidden_rows:
            made.row_dimensions[row].hidden = True
    for name, meaning in grid.names:
        workbook.defined_names[name] = DefinedName(name, attr_text=meaning)
    for scope, name, meaning in grid.local_names:
        workbook[scope].defined_names[name] = DefinedName(name, attr_text=meaning)
    if book.table:
        name, _, area = book.table.partition("!")
        workbook[name].add_table(Table(displayName="支出表", ref=area))
    for entry, name, (row, column) in book.places():
        workbook[name].cell(row, column, f"={stored_formula(entry.f)}").data_type = "f"
    workbook.save(path)
    return path


def _written(cell: Cell) -> object:
    if cell.formula:
        return f"={cell.formula}"
    value = cell.value
    if isinstance(value, CellError):
        return value.code
    return float(value) if isinstance(value, Decimal) else value


def _value(cell: openpyxl.cell.cell.Cell) -> CellValue:
    value = cell.value
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, int | float):
        return exact_number(repr(value))
    return ""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        results = office_results(Path(folder))
    stop()
    column = iter([one for book in books() for one in results[book.name]])

    def put(_: re.Match[str]) -> str:
        text = next(column)
        return f'office = "{text}"' if "'" in text else f"office = '{text}'"

    TABLE.write_text(_OFFICE.sub(put, TABLE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
