"""全区合计核对 on 总览: five figures that stand for the same money, each over all units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.messages import translate
from xlform.ooxml.address import cell_name
from xlform.summary.sums import Measure, Sum, measure_label
from xlform.summary.workbook import figures
from xlform.summary.workbook.figures import Figure
from xlform.summary.workbook.looks import HEAD_FILL, INK, Looks
from xlform.summary.workbook.sections import money_format, write_figure
from xlform.summary.workbook.survey import Survey

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Where each figure is added up: a detail and its column.
_PLACES: Final[dict[Measure, tuple[str, str]]] = {
    "projects": ("department", "project_expenditure"),
    "total": ("units", "printed"),
    "funds": ("fund", "amount"),
    "directions": ("directions", "amount"),
    "expenses": ("expenses", "amount"),
}
# What the others are held against.
_AGAINST: Final[Measure] = "total"
# The columns on the grid: a name, a sum, a difference, units without the figure.
_NAME, _NAME_END, _SUM, _SUM_END, _LESS, _LESS_END, _LACKING, _END = 0, 3, 4, 5, 6, 7, 8, 11
_NAMED_AT_MOST: Final = 3


def write_reconciliation(sheet: Worksheet, looks: Looks, survey: Survey, row: int) -> int:
    """Write it from this row on, counted from 0; the row behind it."""
    told = {one: figures.total(survey.extents[name], key) for one, (name, key) in _PLACES.items()}
    shown = money_format([Decimal(figure.value) for figure in told.values()])
    title = looks.bare(bold=True, font_size=12, font_color=INK)
    sheet.write_string(row, 0, translate("summary.reconciliation"), title)
    _write_heads(sheet, looks, row + 1)
    first = row + 2
    against = first + list(told).index(_AGAINST)
    for n, one in enumerate(survey.district.sums.sums):
        figure = told[one.measure]
        formula = f"{cell_name(first + n + 1, _SUM + 1)}-{cell_name(against + 1, _SUM + 1)}"
        less = Figure(formula, figure.value - told[_AGAINST].value)
        _write_row(sheet, looks, first + n, one, (figure, less), shown)
    return first + len(told)


def _write_heads(sheet: Worksheet, looks: Looks, row: int) -> None:
    look = looks.made(bold=True, align="center", bg_color=HEAD_FILL)
    sheet.merge_range(row, _NAME, row, _NAME_END, translate("summary.measure"), look)
    sheet.merge_range(row, _SUM, row, _SUM_END, translate("summary.all-units"), look)
    sheet.merge_range(row, _LESS, row, _LESS_END, translate("summary.less-printed"), look)
    sheet.merge_range(row, _LACKING, row, _END, translate("summary.lacking"), look)


def _write_row(
    sheet: Worksheet,
    looks: Looks,
    row: int,
    one: Sum,
    told: tuple[Figure, Figure],
    shown: str,
) -> None:
    words, lacking = looks.made(shrink=True), looks.made(shrink=True, quote_prefix=True)
    number = looks.made(align="right", indent=1, num_format=shown, shrink=True)
    figure, less = told
    sheet.merge_range(row, _NAME, row, _NAME_END, measure_label(one.measure), words)
    sheet.merge_range(row, _SUM, row, _SUM_END, "", number)
    write_figure(sheet, (row, _SUM), figure, number)
    sheet.merge_range(row, _LESS, row, _LESS_END, "", number)
    write_figure(sheet, (row, _LESS), None if one.measure == _AGAINST else less, number)
    sheet.merge_range(row, _LACKING, row, _END, "", lacking)
    sheet.write_string(row, _LACKING, _told_lacking(one), lacking)


def _told_lacking(one: Sum) -> str:
    """The units that have no such figure, by name where they are few."""
    count = len(one.lacking)
    names = "、".join(one.lacking[:_NAMED_AT_MOST])
    key = "summary.few" if count <= _NAMED_AT_MOST else "summary.many"
    return translate(key, count=count, names=names) if count else ""
