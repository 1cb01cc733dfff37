"""全区合计核对 on 总览: figures that stand for the same money, each over all units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.grid.address import cell_name
from xlform.messages import listed, translate
from xlform.summary.measures import TOTAL, in_group
from xlform.summary.sums import Sum
from xlform.summary.workbook import figures
from xlform.summary.workbook.cell_formats import HEAD_FILL, INK, CellFormats
from xlform.summary.workbook.figures import Figure
from xlform.summary.workbook.sections import money_format, write_figure
from xlform.summary.workbook.stats import SummaryStats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# The columns on the grid: a name, a sum, a difference, units without the figure.
_NAME, _NAME_END, _SUM, _SUM_END, _LESS, _LESS_END, _LACKING, _END = 0, 3, 4, 5, 6, 7, 8, 11
_NAMED_AT_MOST: Final = 3


def write_reconciliation(
    sheet: Worksheet, formats: CellFormats, stats: SummaryStats, row: int
) -> int:
    """Write it from this row on, counted from 0; return the row after it."""
    totals = {total.measure: _total(stats, total) for total in stats.district.sums.sums}
    shown = money_format([Decimal(figure.value) for figure in totals.values() if figure])
    title = formats.borderless(bold=True, font_size=12, font_color=INK)
    sheet.write_string(row, 0, translate("summary.reconciliation"), title)
    sums = stats.district.sums
    groups = {source.measure: source.group for source in sums.sources}
    against = {
        group: in_group(TOTAL, group)
        if in_group(TOTAL, group) in totals
        else next(measure for measure in totals if groups[measure] == group)
        for group in groups.values()
    }
    several = len(against) > 1
    less = translate("summary.the-total") if several else sums.short(against[0])
    _write_heads(sheet, formats, row + 1, less)
    first = row + 2
    for n, total in enumerate(sums.sums):
        compared = against[groups[total.measure]]
        figure, other, difference = totals[total.measure], totals[compared], None
        if figure and other and total.measure != compared:
            their_row = first + list(totals).index(compared) + 1
            formula = f"{cell_name(first + n + 1, _SUM + 1)}-{cell_name(their_row, _SUM + 1)}"
            difference = Figure(formula, figure.value - other.value)
        label = sums.label(total.measure)
        _write_row(sheet, formats, first + n, (label, total), (figure, difference), shown)
    return first + len(totals)


def _total(stats: SummaryStats, total: Sum) -> Figure | None:
    """Return the sum of a figure over the sheets it is on, ``None`` where no form has it."""
    places = stats.measures.get(total.measure, ())
    parts = [figures.known_total(stats.details[detail], column) for detail, column in places]
    if not parts:
        return None
    formula = "+".join(part.formula for part in parts)
    return Figure(formula, sum((part.value for part in parts), Decimal(0)))


def _write_heads(sheet: Worksheet, formats: CellFormats, row: int, printed: str) -> None:
    cell_format = formats.bordered(bold=True, align="center", bg_color=HEAD_FILL)
    sheet.merge_range(row, _NAME, row, _NAME_END, translate("summary.measure"), cell_format)
    sheet.merge_range(row, _SUM, row, _SUM_END, translate("summary.all-units"), cell_format)
    sheet.merge_range(
        row, _LESS, row, _LESS_END, translate("summary.less-printed", figure=printed), cell_format
    )
    sheet.merge_range(row, _LACKING, row, _END, translate("summary.lacking"), cell_format)


def _write_row(
    sheet: Worksheet,
    formats: CellFormats,
    row: int,
    named: tuple[str, Sum],
    pair: tuple[Figure | None, Figure | None],
    shown: str,
) -> None:
    words, lacking = formats.bordered(shrink=True), formats.bordered(shrink=True, quote_prefix=True)
    number = formats.bordered(align="right", indent=1, num_format=shown, shrink=True)
    (label, total), (figure, difference) = named, pair
    sheet.merge_range(row, _NAME, row, _NAME_END, label, words)
    sheet.merge_range(row, _SUM, row, _SUM_END, "", number)
    write_figure(sheet, (row, _SUM), figure, number)
    sheet.merge_range(row, _LESS, row, _LESS_END, "", number)
    write_figure(sheet, (row, _LESS), difference, number)
    sheet.merge_range(row, _LACKING, row, _END, "", lacking)
    sheet.write_string(row, _LACKING, _lacking_text(total), lacking)


def _lacking_text(total: Sum) -> str:
    """Return the units without such a figure, by name where they are few."""
    count = len(total.lacking)
    names = listed(total.lacking[:_NAMED_AT_MOST])
    key = "summary.few" if count <= _NAMED_AT_MOST else "summary.many"
    return translate(key, count=count, names=names) if count else ""
