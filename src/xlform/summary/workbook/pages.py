"""One sheet of a detail but for its rows: title, heads, 合计, widths, the printed page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.export.xlsx_formats import line_count
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.ooxml.address import column_letters
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.looks import NAMES, TOTAL_FILL, Looks
from xlform.summary.workbook.paging import FIRST, HEADS, TOTALS, Page
from xlform.summary.workbook.rows import EDGES, LINE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
_MONEY: Final = ("money", "less")
_ROW: Final = 20.0
_TITLE_ROW: Final = 34.0
# The columns kept in sight when one scrolls to the right: 序号 and what comes first.
_KEPT: Final = 2
# The columns that 金额单位 needs at the right of the line below the title.
_FOR_UNIT: Final = 2


def write_page(
    workbook: Workbook, looks: Looks, detail: Detail, page: Page, named: tuple[str, str]
) -> None:
    """Everything on one sheet that is no entry, and in their place a row of all formats.

    The row of formats (:data:`~xlform.summary.workbook.looks.NAMES` in order) tells by which
    numbers the workbook calls them; the entries take its place. ``named`` is what the sheet is
    called and what the summary covers.
    """
    name, scope = named
    sheet = workbook.add_worksheet(name)
    sheet.set_default_row(_ROW)
    printed = sum(1 for column in detail.columns if column.printed)
    _set_columns(sheet, detail.columns)
    _write_top(sheet, looks, detail, printed, scope)
    _write_heads(sheet, looks, detail.columns)
    _write_totals(sheet, looks, detail, page)
    sheet.set_row(FIRST - 1, None, None, {"level": 1} if detail.grouped else {})
    for column, look in enumerate(NAMES):
        sheet.write_blank(FIRST - 1, column, None, looks.detail[look])
    last = max(page.last, FIRST)
    sheet.freeze_panes(FIRST - 1, _KEPT)
    sheet.autofilter(TOTALS - 1, 0, last - 1, len(detail.columns) - 1)
    _set_paper(sheet, last, printed)


def _set_columns(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    for n, column in enumerate(columns):
        sheet.set_column(n, n, column.width)


def _write_top(sheet: Worksheet, looks: Looks, detail: Detail, printed: int, scope: str) -> None:
    money = any(column.kind in _MONEY for column in detail.columns)
    note_to = printed - _FOR_UNIT - 1 if money else printed - 1
    sheet.set_row(0, _TITLE_ROW)
    sheet.merge_range(0, 0, 0, printed - 1, detail.title, looks.title)
    sheet.merge_range(1, 0, 1, note_to, scope, looks.note)
    if money:
        sheet.merge_range(
            1, note_to + 1, 1, printed - 1, translate("summary.money-unit"), looks.money_unit
        )


def _write_heads(sheet: Worksheet, looks: Looks, columns: tuple[Column, ...]) -> None:
    most = max(line_count(column.head, int(column.width)) for column in columns)
    sheet.set_row(HEADS - 1, most * LINE + EDGES + 2)
    for n, column in enumerate(columns):
        sheet.write_string(HEADS - 1, n, column.head, looks.head)


def _write_totals(sheet: Worksheet, looks: Looks, detail: Detail, page: Page) -> None:
    """合计: how many entries are in sight, and what they add up to; filters change both."""
    row = TOTALS - 1
    for n in range(len(detail.columns)):
        sheet.write_blank(row, n, None, looks.total)
    sheet.write_string(row, 0, translate("summary.total"), looks.total)
    if not page.entries:
        sheet.write_string(row, 1, translate("table.nothing"), looks.total)
        return
    count = looks.made(
        bold=True, align="left", bg_color=TOTAL_FILL, num_format=translate("summary.rows")
    )
    sheet.write_formula(row, 1, f"=SUBTOTAL(2,A{FIRST}:A{page.last})", count, page.entries)
    for index, figure in zip(detail.summed, page.sums, strict=True):
        column = detail.columns[index + 1]
        letter = column_letters(index + 2)
        look = looks.total_money(places_of(figure)) if column.kind in _MONEY else looks.total_whole
        formula = f"=SUBTOTAL(9,{letter}{FIRST}:{letter}{page.last})"
        sheet.write_formula(row, index + 1, formula, look, float(figure))


def places_of(figure: Decimal) -> int:
    """The decimal places of a figure as written out."""
    return len(plain(figure).partition(".")[2])


def _set_paper(sheet: Worksheet, last: int, printed: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADS - 1)
    sheet.print_area(0, 0, last - 1, printed - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&A&C{translate('page.footer')}")
