"""Workbook for people: a sheet per table, ready to filter, read and print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.export import wording
from xlform.export.collect import collect
from xlform.export.names import MAX_SHEET_NAME, UniqueNames, display_titles, sheet_title
from xlform.export.table import Table
from xlform.export.xlsx_cells import CellWriter
from xlform.export.xlsx_formats import CellFormats, column_width, row_heights, set_up_page
from xlform.files.new_workbook import new_workbook
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Rows of a sheet in Excel, including the header.
MAX_ROWS: Final = 1_048_576


def write_xlsx(
    path: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
    *,
    force: bool = False,
) -> None:
    """Write a workbook with a sheet per non-empty table, in place of an earlier one.

    Another file of that name is replaced only with ``force``.

    Money in 万元 and figures are numbers (text beyond the 15 digits a spreadsheet keeps), dates are
    dates, a missing value is an empty cell. Rows beyond a sheet's limit continue in the next, named
    ``…(2)``. Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    path = Path(path)
    tables = [table for table in collect(submissions, templates) if table.length]
    with new_workbook(path, "import", force=force) as workbook:
        _write(workbook, tables)


def _write(workbook: Workbook, tables: list[Table]) -> None:
    formats = CellFormats(workbook)
    names = UniqueNames(MAX_SHEET_NAME)
    for table, title in zip(tables, display_titles(tables), strict=True):
        for start in range(0, table.length, MAX_ROWS - 1):
            stop = min(start + MAX_ROWS - 1, table.length)
            _write_sheet(workbook, names.assign(sheet_title(title)), table, (start, stop), formats)
    if not tables:
        sheet = workbook.add_worksheet(names.assign(translate("table.nothing")))
        sheet.write_string(0, 0, translate("table.nothing"), formats.text)


def _write_sheet(
    workbook: Workbook, name: str, table: Table, rows: tuple[int, int], formats: CellFormats
) -> None:
    """Write the rows ``rows[0]`` to ``rows[1]`` (exclusive) of a table under its headers."""
    sheet = workbook.add_worksheet(name)
    headers = wording.headers(table)
    columns = [values[slice(*rows)] for values in wording.values(table)]
    widths = [
        column_width(header, values, identifying=column.identifying)
        for column, header, values in zip(table.columns, headers, columns, strict=True)
    ]
    [header_height] = row_heights([[header] for header in headers], widths)
    sheet.set_row(0, header_height)
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, widths[position])
        header_format = formats.id_header if column.identifying else formats.value_header
        sheet.write_string(0, position, headers[position], header_format)
    writer = CellWriter(sheet, formats, [column.type for column in table.columns])
    every = zip(row_heights(columns, widths), zip(*columns, strict=True), strict=True)
    for row, (height, values) in enumerate(every, 1):
        sheet.set_row(row, height)
        writer.write_row(row, values)
    set_up_page(sheet, rows[1] - rows[0], len(headers))
