"""A section of 总览: the largest in a table, the rest and the total, a chart beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.messages import translate
from xlform.ooxml.address import cell_name
from xlform.summary.workbook.charts import Bars, add_bars
from xlform.summary.workbook.figures import Figure
from xlform.summary.workbook.looks import HEAD_FILL, INK, MONEY, SUBTOTAL_FILL, TOTAL_FILL, Looks

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Where on the grid things stand: a rank, a name over some columns, two figures, the chart.
_RANK, _NAME, _NAME_END, _FIGURE, _CHART = 0, 1, 3, 4, 6
_CHART_PIXELS: Final = 470
_ROW_PIXELS: Final = 26
_SHARE: Final = "0.0%"
_ROUND: Final = "#,##0"
_LARGE: Final = 10_000
# Rows from a section's title to its first name.
ABOVE: Final = 2

Figures = tuple[Figure | None, ...]
Row = tuple[str, Figures]


class Section(msgspec.Struct, frozen=True):
    """The largest of something, ``heads`` above their names and two columns of figures.

    ``rows`` are names with two figures each, or with one, to which its share of the total is added;
    ``None`` is a figure that is missing. ``rest`` names what is not among the rows, "" where all
    are. ``shown`` is the figures' format.
    """

    title: str
    heads: tuple[str, str, str]
    rows: list[Row]
    rest: str
    total: tuple[Figure, ...]
    shown: str


def name_cell(row: int) -> str:
    """The cell with the name in a row counted from 0, as formulas in that row call it."""
    return f"${cell_name(row + 1, _NAME + 1)}"


class SectionWriter:
    """Writes sections into a sheet."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, looks: Looks) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._looks = looks

    def write(self, section: Section, row: int) -> int:
        """Write a section from this row on, counted from 0; the row behind it."""
        look = self._looks.bare(bold=True, font_size=12, font_color=INK)
        self._sheet.write_string(row, _RANK, section.title, look)
        self._write_heads(row + 1, section)
        first = row + ABOVE
        last = first + len(section.rows) - 1
        total = last + 1 + bool(section.rest)
        whole = cell_name(total + 1, _FIGURE + 1), section.total[0]
        for n, one in enumerate(section.rows):
            self._write_row(
                first + n, str(n + 1), _shared(one, first + n, whole), section.shown, {}
            )
        if section.rest:
            rest = section.rest, tuple(_left(section, (first, last)))
            tone = {"bg_color": SUBTOTAL_FILL}
            self._write_row(last + 1, "", _shared(rest, last + 1, whole), section.shown, tone)
        told = translate("summary.total"), section.total
        strong: dict[str, Any] = {"bold": True, "bg_color": TOTAL_FILL}
        self._write_row(total, "", _shared(told, total, whole), section.shown, strong)
        if section.rows:
            self._add_chart(section, (first, last), total)
        return total + 1

    def _write_heads(self, row: int, section: Section) -> None:
        look = self._looks.made(bold=True, align="center", bg_color=HEAD_FILL, shrink=True)
        name, *figures = section.heads
        self._sheet.write_string(row, _RANK, translate("summary.number-of"), look)
        self._sheet.merge_range(row, _NAME, row, _NAME_END, name, look)
        for n, head in enumerate(figures):
            self._sheet.write_string(row, _FIGURE + n, head, look)

    def _write_row(
        self, row: int, rank: str, told: tuple[str, Figures], shown: str, tone: dict[str, Any]
    ) -> None:
        name, figures = told
        self._sheet.write_string(row, _RANK, rank, self._looks.made(align="center", **tone))
        words = self._looks.made(shrink=True, quote_prefix=True, **tone)
        self._sheet.merge_range(row, _NAME, row, _NAME_END, "", words)
        self._sheet.write_string(row, _NAME, name, words)
        for n, figure in enumerate(figures):
            kind = _SHARE if figure and figure.is_share else shown
            look = self._looks.made(align="right", indent=1, num_format=kind, shrink=True, **tone)
            write_figure(self._sheet, (row, _FIGURE + n), figure, look)

    def _add_chart(self, section: Section, rows: tuple[int, int], last: int) -> None:
        heads = rows[0] - 1
        bars = Bars(
            heads=heads,
            rows=rows,
            names=_NAME,
            values=tuple(_FIGURE + n for n in range(len(section.total))),
            shown=_label_format(section),
        )
        size = (_CHART_PIXELS, (last - heads + 1) * _ROW_PIXELS)
        add_bars(self._workbook, self._sheet, bars, (heads, _CHART), size)


def write_figure(
    sheet: Worksheet, place: tuple[int, int], figure: Figure | None, look: Format
) -> None:
    """Write a formula and its value; a blank cell for a figure that is missing."""
    if figure is None:
        sheet.write_blank(*place, None, look)
    else:
        sheet.write_formula(*place, f"={figure.formula}", look, float(figure.value))


def _label_format(section: Section) -> str:
    """How figures show at the bars: large ones without the places that the table has."""
    told = (one.value for _, figures in section.rows for one in figures if one)
    return _ROUND if max(told, default=0) >= _LARGE else section.shown


def money_format(figures: list[Decimal]) -> str:
    """How amounts in 万元 are shown together: with as many places as one of them needs."""
    most = max((-int(figure.as_tuple().exponent) for figure in figures), default=0)
    return MONEY[min(max(most, 0), len(MONEY) - 1)]


def _left(section: Section, rows: tuple[int, int]) -> Iterator[Figure]:
    """What the total has beside the rows shown."""
    first, last = rows
    for n, whole in enumerate(section.total):
        column = _FIGURE + n + 1
        told = (figures[n] for _, figures in section.rows)
        value = whole.value - sum(one.value for one in told if one)
        cells = f"{cell_name(first + 1, column)}:{cell_name(last + 1, column)}"
        yield Figure(f"{cell_name(last + 3, column)}-SUM({cells})", value)


def _shared(row: Row, at: int, whole: tuple[str, Figure]) -> Row:
    """A row with its share of the total where it has one figure; a total of 0 has no shares."""
    name, figures = row
    cell, total = whole
    if len(figures) > 1:
        return row
    [figure] = figures
    if figure is None or not total.value:
        return name, (figure, None)
    value = Decimal(figure.value) / Decimal(total.value)
    share = Figure(f"{cell_name(at + 1, _FIGURE + 1)}/{cell}", value, is_share=True)
    return name, (figure, share)
