"""One page of a detail without its rows: title, headings, 合计, widths, print setup."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.export.xlsx_formats import line_count
from xlform.grid.address import column_letters
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.workbook.cell_formats import TOTAL_FILL, CellFormats
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.pagination import FIRST, HEADS, TOTALS, SheetPage
from xlform.summary.workbook.rows import EDGES, LINE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
_MONEY: Final = ("money", "difference")
_ROW: Final = 20.0
_TITLE_ROW: Final = 34.0
# Columns that stay in view when scrolling to the right: 序号 and the next.
_FROZEN: Final = 2
# Columns of 金额单位 at the right of the line below the title.
_UNIT_COLUMNS: Final = 2


def write_frame(
    workbook: Workbook,
    formats: CellFormats,
    detail: DetailSheet,
    page: SheetPage,
    name_and_scope: tuple[str, str],
) -> None:
    """Write a worksheet without entries, and in their place one row with all formats.

    The row of formats (those of ``formats.detail`` in order) shows the numbers that the workbook
    gives them; the entries replace it. ``name_and_scope`` are the name of
    the sheet and the text on what the summary covers.
    """
    name, scope = name_and_scope
    sheet = workbook.add_worksheet(name)
    sheet.set_default_row(_ROW)
    printed = sum(1 for column in detail.columns if column.printed)
    _set_columns(sheet, detail.columns)
    _write_top(sheet, formats, detail, printed, scope)
    _write_heads(sheet, formats, detail.columns)
    _write_totals(sheet, formats, detail, page)
    sheet.set_row(FIRST - 1, None, None, {"level": 1} if detail.grouped else {})
    for column, cell_format in enumerate(formats.detail.values()):
        sheet.write_blank(FIRST - 1, column, None, cell_format)
    last = max(page.last, FIRST)
    sheet.freeze_panes(FIRST - 1, _FROZEN)
    sheet.autofilter(TOTALS - 1, 0, last - 1, len(detail.columns) - 1)
    _set_paper(sheet, last, printed)


def _set_columns(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    for n, column in enumerate(columns):
        sheet.set_column(n, n, column.width)


def _write_top(
    sheet: Worksheet, formats: CellFormats, detail: DetailSheet, printed: int, scope: str
) -> None:
    money = any(column.kind in _MONEY for column in detail.columns)
    note_to = printed - _UNIT_COLUMNS - 1 if money else printed - 1
    sheet.set_row(0, _TITLE_ROW)
    sheet.merge_range(0, 0, 0, printed - 1, detail.title, formats.title)
    sheet.merge_range(1, 0, 1, note_to, scope, formats.note)
    if money:
        sheet.merge_range(
            1, note_to + 1, 1, printed - 1, translate("summary.money-unit"), formats.money_unit
        )


def _write_heads(sheet: Worksheet, formats: CellFormats, columns: tuple[Column, ...]) -> None:
    most = max(line_count(column.head, int(column.width)) for column in columns)
    sheet.set_row(HEADS - 1, most * LINE + EDGES + 2)
    for n, column in enumerate(columns):
        sheet.write_string(HEADS - 1, n, column.head, formats.head)


def _write_totals(
    sheet: Worksheet, formats: CellFormats, detail: DetailSheet, page: SheetPage
) -> None:
    """Write 合计: the number and the sums of the visible entries, which change with filters."""
    row = TOTALS - 1
    for n in range(len(detail.columns)):
        sheet.write_blank(row, n, None, formats.total)
    sheet.write_string(row, 0, translate("summary.total"), formats.total)
    if not page.entries:
        sheet.write_string(row, 1, translate("table.nothing"), formats.total)
        return
    count = formats.bordered(
        bold=True, align="left", bg_color=TOTAL_FILL, num_format=translate("summary.rows")
    )
    sheet.write_formula(row, 1, f"=SUBTOTAL(2,A{FIRST}:A{page.last})", count, page.entries)
    for nth, (index, figure) in enumerate(zip(detail.summed, page.sums, strict=True)):
        column = detail.columns[index + 1]
        letter = column_letters(index + 2)
        if page.unknown[nth] or not page.known[nth]:
            if page.unknown[nth]:
                sheet.write_string(row, index + 1, translate("summary.unknown"), formats.total)
            continue
        cell_format = (
            formats.total_money(places_of(figure)) if column.kind in _MONEY else formats.total_whole
        )
        formula = f"=SUBTOTAL(9,{letter}{FIRST}:{letter}{page.last})"
        sheet.write_formula(row, index + 1, formula, cell_format, float(figure))


def places_of(figure: Decimal) -> int:
    """Return the decimal places of a figure."""
    return len(plain(figure).partition(".")[2])


def _set_paper(sheet: Worksheet, last: int, printed: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADS - 1)
    sheet.print_area(0, 0, last - 1, printed - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&A&C{translate('page.footer')}")
