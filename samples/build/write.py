"""Writes sheets to an .xlsx file with XlsxWriter, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from grid import Cell, Form, Formula, Names, Sheet, address
from heights import sheet_heights, sheet_widths
from styles import DEFAULT_FONT, STANDARDS, STYLES
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2023, 2, 20, 9, 0, 0, tzinfo=UTC)
_OPTIONS = {
    "default_format_properties": DEFAULT_FONT,
    "default_row_height": 18,
    "default_column_width": 72,
}
_CHECKS: dict[str, dict[str, Any]] = {
    "standard": {
        "validate": "list",
        "source": list(STANDARDS),
        "error_type": "warning",
        "error_title": "绩效标准",
        "error_message": "请从下拉列表中选择绩效标准。",
    },
    "money": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_type": "warning",
        "error_title": "金额",
        "error_message": "金额应为不小于 0 的数字。",
    },
}


def write_book(path: Path, sheets: list[Sheet], *, title: str, author: str) -> None:
    """Write one workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": title, "author": author, "created": CREATED})
        book.set_size(1600, 1000)
        # The results are written beside the formulas, as Excel and WPS do: nothing to recompute.
        book.calc_on_load = False
        formats = {name: book.add_format(props) for name, props in STYLES.items()}
        names = Names.of(sheets)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats, names)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: dict[str, Format], names: Names) -> None:
    for col, width in enumerate(sheet_widths(sheet)):
        page.set_column(col, col, width)
    for row, height in sheet_heights(sheet).items():
        page.set_row(row, height)
    for spot in sheet.placements:
        for cell in spot.form.cells:
            value = cell.value
            if isinstance(value, Formula):
                text = names.resolve(value, spot.form.key, sheet.name)
                value = Formula(text, value.value)
            moved = replace(cell, row=cell.row + spot.row, col=cell.col + spot.col, value=value)
            _write_cell(page, moved, formats[cell.style])
    for row, line in enumerate(sheet.notes):
        page.write_string(row, 0, line, formats["note"])
    _add_checks(page, sheet)
    _set_print(page, sheet)
    if sheet.hidden:
        page.hide()


def _write_cell(page: Worksheet, cell: Cell, style: Format) -> None:
    row, col, value = cell.row, cell.col, cell.value
    if cell.merged:
        page.merge_range(row, col, cell.last_row, cell.last_col, "", style)
    if value is None or value == "":
        page.write_blank(row, col, None, style)
    elif isinstance(value, Formula):
        result = value.value if isinstance(value.value, str) else plain(value.value)
        page.write_formula(row, col, value.text, style, result)
    elif isinstance(value, str):
        page.write_string(row, col, value, style)
    elif isinstance(value, date):
        page.write_datetime(row, col, value, style)
    else:
        page.write_number(row, col, plain(value), style)


def plain(value: Decimal | int) -> float | int:
    """Return the number a spreadsheet stores."""
    return int(value) if value == int(value) else float(value)


def _add_checks(page: Worksheet, sheet: Sheet) -> None:
    for kind, rule in _CHECKS.items():
        runs = _runs(sheet, kind)
        if runs:
            page.data_validation(runs[0], {**rule, "multi_range": " ".join(runs)})


def _runs(sheet: Sheet, kind: str) -> list[str]:
    spots = sorted(
        (cell.col + spot.col, cell.row + spot.row)
        for spot in sheet.placements
        for cell in spot.form.cells
        if cell.check == kind
    )
    runs: list[list[int]] = []
    for col, row in spots:
        if runs and runs[-1][0] == col and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([col, row, row])
    return [f"{address(first, col)}:{address(last, col)}" for col, first, last in runs]


def _set_print(page: Worksheet, sheet: Sheet) -> None:
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.set_footer("&C第 &P 页，共 &N 页")
    if not sheet.placements:
        return
    if sheet.placements[0].form.landscape or len({s.col for s in sheet.placements}) > 1:
        page.set_landscape()
    top = min(spot.row for spot in sheet.placements)
    left = min(spot.col for spot in sheet.placements)
    bottom = max(spot.row + spot.form.height for spot in sheet.placements) - 1
    right = max(spot.col + spot.form.width for spot in sheet.placements) - 1
    page.print_area(top, left, bottom, right)
    form: Form = sheet.placements[0].form
    if form.repeat and len(sheet.placements) == 1:
        page.repeat_rows(form.repeat[0] + top, form.repeat[1] + top)
