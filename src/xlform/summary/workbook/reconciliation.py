"""全区合计核对 on 总览: five figures that stand for the same money, each over all units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.grid.address import cell_name
from xlform.messages import translate
from xlform.summary.sums import Measure, Sum, measure_label
from xlform.summary.workbook import figures
from xlform.summary.workbook.cell_formats import HEAD_FILL, INK, CellFormats
from xlform.summary.workbook.figures import Figure
from xlform.summary.workbook.sections import money_format, write_figure
from xlform.summary.workbook.stats import SummaryStats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# The detail and column in which each figure is added up.
_PLACES: Final[dict[Measure, tuple[str, str]]] = {
    "projects": ("department", "project_expenditure"),
    "total": ("units", "printed"),
    "funds": ("fund", "amount"),
    "directions": ("directions", "amount"),
    "expenses": ("expenses", "amount"),
}
# The figure that the others are compared with.
_AGAINST: Final[Measure] = "total"
# The columns on the grid: a name, a sum, a difference, units without the figure.
_NAME, _NAME_END, _SUM, _SUM_END, _LESS, _LESS_END, _LACKING, _END = 0, 3, 4, 5, 6, 7, 8, 11
_NAMED_AT_MOST: Final = 3


def write_reconciliation(
    sheet: Worksheet, formats: CellFormats, stats: SummaryStats, row: int
) -> int:
    """Write it from this row on, counted from 0; return the row after it."""
    totals = {
        measure: figures.known_total(stats.details[name], key)
        for measure, (name, key) in _PLACES.items()
    }
    shown = money_format([Decimal(figure.value) for figure in totals.values()])
    title = formats.borderless(bold=True, font_size=12, font_color=INK)
    sheet.write_string(row, 0, translate("summary.reconciliation"), title)
    _write_heads(sheet, formats, row + 1)
    first = row + 2
    against = first + list(totals).index(_AGAINST)
    for n, total in enumerate(stats.district.sums.sums):
        figure = totals[total.measure]
        formula = f"{cell_name(first + n + 1, _SUM + 1)}-{cell_name(against + 1, _SUM + 1)}"
        difference = Figure(formula, figure.value - totals[_AGAINST].value)
        _write_row(sheet, formats, first + n, total, (figure, difference), shown)
    return first + len(totals)


def _write_heads(sheet: Worksheet, formats: CellFormats, row: int) -> None:
    cell_format = formats.bordered(bold=True, align="center", bg_color=HEAD_FILL)
    sheet.merge_range(row, _NAME, row, _NAME_END, translate("summary.measure"), cell_format)
    sheet.merge_range(row, _SUM, row, _SUM_END, translate("summary.all-units"), cell_format)
    sheet.merge_range(row, _LESS, row, _LESS_END, translate("summary.less-printed"), cell_format)
    sheet.merge_range(row, _LACKING, row, _END, translate("summary.lacking"), cell_format)


def _write_row(
    sheet: Worksheet,
    formats: CellFormats,
    row: int,
    total: Sum,
    pair: tuple[Figure, Figure],
    shown: str,
) -> None:
    words, lacking = formats.bordered(shrink=True), formats.bordered(shrink=True, quote_prefix=True)
    number = formats.bordered(align="right", indent=1, num_format=shown, shrink=True)
    figure, difference = pair
    sheet.merge_range(row, _NAME, row, _NAME_END, measure_label(total.measure), words)
    sheet.merge_range(row, _SUM, row, _SUM_END, "", number)
    write_figure(sheet, (row, _SUM), figure, number)
    sheet.merge_range(row, _LESS, row, _LESS_END, "", number)
    write_figure(sheet, (row, _LESS), None if total.measure == _AGAINST else difference, number)
    sheet.merge_range(row, _LACKING, row, _END, "", lacking)
    sheet.write_string(row, _LACKING, _lacking_text(total), lacking)


def _lacking_text(total: Sum) -> str:
    """Return the units without such a figure, by name where they are few."""
    count = len(total.lacking)
    names = "、".join(total.lacking[:_NAMED_AT_MOST])
    key = "summary.few" if count <= _NAMED_AT_MOST else "summary.many"
    return translate(key, count=count, names=names) if count else ""
