"""Workbook of a blank form: its number formats, validations, framed cells, and single sheets."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

import msgspec

from xlform.grid.address import parse_range
from xlform.grid.model import Position

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Cells of a larger area say nothing about single values: a whole column formatted at once.
_AREA_AT_MOST = 4_000
FormatKind = Literal["", "number", "percent", "date"]
_VALIDATED: dict[str, FormatKind] = {"decimal": "number", "whole": "number", "date": "date"}


class SheetHints(msgspec.Struct, frozen=True):
    """Hints of one sheet by cell: kinds of number format, and the texts a list allows.

    ``framed`` are the cells with a border.
    """

    formats: dict[Position, FormatKind] = {}
    choices: dict[Position, tuple[str, ...]] = {}
    framed: tuple[Position, ...] = ()


def blank_hints(data: bytes) -> dict[str, SheetHints]:
    """Return the hints of a workbook (.xlsx) by sheet; none of a workbook openpyxl can't read."""
    import openpyxl  # noqa: PLC0415  (blanks alone are read by it)

    try:
        book = openpyxl.load_workbook(BytesIO(data))
    except Exception:  # noqa: BLE001  (a hint is no condition: the cells themselves were read)
        return {}
    return {sheet.title: _hints(book, sheet) for sheet in book.worksheets}


def only_sheet(data: bytes, name: str) -> bytes:
    """Return a workbook (.xlsx) with a single one of its sheets."""
    import openpyxl  # noqa: PLC0415  (blanks alone are written by it)

    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in (book[title] for title in book.sheetnames):
        if sheet.title != name:
            book.remove(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _hints(book: Workbook, sheet: Worksheet) -> SheetHints:
    formats: dict[Position, FormatKind] = {}
    framed: list[Position] = []
    for row in sheet.iter_rows():
        for cell in row:
            kind = _format_kind(str(cell.number_format))
            if kind:
                formats[cell.row or 0, cell.column or 0] = kind
            border = cell.border
            if border and border.left and border.left.style and border.bottom.style:
                framed.append((cell.row or 0, cell.column or 0))
    choices: dict[Position, tuple[str, ...]] = {}
    for validation in sheet.data_validations.dataValidation:
        texts = _allowed(book, sheet, validation.formula1) if validation.type == "list" else ()
        kind = _VALIDATED.get(validation.type or "", "")
        for position in _positions(str(validation.sqref)):
            if texts:
                choices[position] = texts
            if kind:
                formats.setdefault(position, kind)
    return SheetHints(formats, choices, tuple(framed))


def _format_kind(code: str) -> FormatKind:
    """Return the kind of value that a number format is for, "" for a general one or text."""
    plain = code.lower()
    if plain in ("general", "@", ""):
        return ""
    if "%" in plain:
        return "percent"
    if "y" in plain or "d" in plain:
        return "date"
    return "number" if "0" in plain or "#" in plain else ""


def _positions(ranges: str) -> list[Position]:
    found: list[Position] = []
    for text in ranges.split():
        try:
            area = parse_range(text)
        except ValueError:  # a whole column
            continue
        if area.area <= _AREA_AT_MOST:
            found += area.positions()
    return found


def _allowed(book: Workbook, sheet: Worksheet, formula: str | None) -> tuple[str, ...]:
    """Return the texts of a list: written into it, or those of the cells it refers to."""
    text = (formula or "").lstrip("=")
    if text.startswith('"'):
        return tuple(part.strip() for part in text.strip('"').split(",") if part.strip())
    name, _, cells = text.rpartition("!")
    source = name.strip("'")
    if source and source not in book.sheetnames:
        return ()
    try:
        area = parse_range(cells)
    except ValueError:
        return ()
    if area.area > _AREA_AT_MOST:
        return ()
    values = [
        (book[source] if source else sheet).cell(row, column).value
        for row, column in area.positions()
    ]
    return tuple(str(value).strip() for value in values if value not in (None, ""))
