"""One workbook for people: a sheet per table, ready to filter, read and print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.errors import FileProblem
from xlform.export import wording
from xlform.export.collect import collect
from xlform.export.names import SHEET_AT_MOST, Names, sheet_title, told_titles
from xlform.export.table import Table
from xlform.export.xlsx_cells import CellWriter
from xlform.export.xlsx_look import Looks, heights, set_page, width
from xlform.files.output import atomic_path
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# As many rows as a sheet of Excel has, its head included.
ROWS_AT_MOST: Final = 1_048_576
_OPTIONS: Final = {
    # One row in memory at a time, however many there are.
    "constant_memory": True,
    # What a filer typed is text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    path: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
) -> None:
    """Write a workbook with a sheet per table that has rows; a file of that name is replaced.

    Money in 万元 and figures are numbers (text beyond the 15 digits a spreadsheet keeps), dates
    are dates, a missing value is a blank cell. Rows that a sheet can't hold go on in
    the next, named ``…(2)``. Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    import xlsxwriter  # noqa: PLC0415  (only this file needs it)
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415  (as above)

    path = Path(path)
    tables = [table for table in collect(submissions, templates) if table.length]
    with atomic_path(path) as unfinished:
        try:
            with xlsxwriter.Workbook(unfinished, _OPTIONS) as workbook:
                _write(workbook, tables)
        except XlsxWriterException as fault:
            raise FileProblem("unwritable", path=path, reason=fault) from fault


def _write(workbook: Workbook, tables: list[Table]) -> None:
    looks = Looks(workbook)
    names = Names(SHEET_AT_MOST)
    for table, title in zip(tables, told_titles(tables), strict=True):
        for start in range(0, table.length, ROWS_AT_MOST - 1):
            stop = min(start + ROWS_AT_MOST - 1, table.length)
            _write_sheet(workbook, names.give(sheet_title(title)), table, (start, stop), looks)
    if not tables:
        sheet = workbook.add_worksheet(names.give(translate("table.nothing")))
        sheet.write_string(0, 0, translate("table.nothing"), looks.words)


def _write_sheet(
    workbook: Workbook, name: str, table: Table, rows: tuple[int, int], looks: Looks
) -> None:
    """The rows from ``rows[0]`` up to ``rows[1]`` (exclusive) of a table, below its heads."""
    sheet = workbook.add_worksheet(name)
    heads = wording.heads(table)
    columns = [values[slice(*rows)] for values in wording.values(table)]
    widths = [
        width(head, values, place=column.identifying)
        for column, head, values in zip(table.columns, heads, columns, strict=True)
    ]
    [head_height] = heights([[head] for head in heads], widths)
    sheet.set_row(0, head_height)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, widths[place])
        look = looks.place_head if column.identifying else looks.value_head
        sheet.write_string(0, place, heads[place], look)
    writer = CellWriter(sheet, looks, [column.type for column in table.columns])
    every = zip(heights(columns, widths), zip(*columns, strict=True), strict=True)
    for row, (height, values) in enumerate(every, 1):
        sheet.set_row(row, height)
        writer.write_row(row, values)
    set_page(sheet, rows[1] - rows[0], len(heads))
