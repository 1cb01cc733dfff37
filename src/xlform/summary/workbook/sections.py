"""A section of 总览: the largest entries of a table, the rest and the total, a chart beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.grid.address import cell_name
from xlform.messages import translate
from xlform.summary.workbook.cell_formats import (
    HEAD_FILL,
    INK,
    MONEY,
    SUBTOTAL_FILL,
    TOTAL_FILL,
    CellFormats,
)
from xlform.summary.workbook.charts import Bars, add_bars
from xlform.summary.workbook.figures import Figure

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Columns of the rank, the name (over several columns), the two figures, the chart.
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
    """The largest entries, ``heads`` above their names and two columns of figures.

    ``rows`` are names with two figures each, or with one, to which its share of the total is added;
    ``None`` is a missing figure, an unknown total. ``rest`` names the entries that are not among
    the rows, "" where all are. ``shown`` is the number format of the figures.
    """

    title: str
    heads: tuple[str, str, str]
    rows: list[Row]
    rest: str
    total: tuple[Figure | None, ...]
    shown: str


def name_cell(row: int) -> str:
    """Return the cell with the name in a row counted from 0, as formulas in that row name it."""
    return f"${cell_name(row + 1, _NAME + 1)}"


class SectionWriter:
    """Writes sections into a sheet."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, formats: CellFormats) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._formats = formats

    def write(self, section: Section, row: int) -> int:
        """Write a section from this row on, counted from 0; return the row after it."""
        cell_format = self._formats.borderless(bold=True, font_size=12, font_color=INK)
        self._sheet.write_string(row, _RANK, section.title, cell_format)
        self._write_heads(row + 1, section)
        first = row + ABOVE
        last = first + len(section.rows) - 1
        total = last + 1 + bool(section.rest)
        whole = cell_name(total + 1, _FIGURE + 1), section.total[0]
        for n, entry in enumerate(section.rows):
            self._write_row(
                first + n, str(n + 1), _with_share(entry, first + n, whole), section.shown, {}
            )
        if section.rest:
            rest = section.rest, tuple(_rest_figures(section, (first, last)))
            fill = {"bg_color": SUBTOTAL_FILL}
            self._write_row(last + 1, "", _with_share(rest, last + 1, whole), section.shown, fill)
        total_row = _total_label(section), section.total
        strong: dict[str, Any] = {"bold": True, "bg_color": TOTAL_FILL}
        self._write_row(total, "", _with_share(total_row, total, whole), section.shown, strong)
        if section.rows:
            self._add_chart(section, (first, last), total)
        return total + 1

    def _write_heads(self, row: int, section: Section) -> None:
        cell_format = self._formats.bordered(
            bold=True, align="center", bg_color=HEAD_FILL, shrink=True
        )
        name, *figures = section.heads
        self._sheet.write_string(row, _RANK, translate("summary.number-of"), cell_format)
        self._sheet.merge_range(row, _NAME, row, _NAME_END, name, cell_format)
        for n, head in enumerate(figures):
            self._sheet.write_string(row, _FIGURE + n, head, cell_format)

    def _write_row(
        self, row: int, rank: str, entry: tuple[str, Figures], shown: str, fill: dict[str, Any]
    ) -> None:
        name, figures = entry
        self._sheet.write_string(row, _RANK, rank, self._formats.bordered(align="center", **fill))
        name_format = self._formats.bordered(shrink=True, quote_prefix=True, **fill)
        self._sheet.merge_range(row, _NAME, row, _NAME_END, "", name_format)
        self._sheet.write_string(row, _NAME, name, name_format)
        for n, figure in enumerate(figures):
            kind = _SHARE if figure and figure.is_share else shown
            cell_format = self._formats.bordered(
                align="right", indent=1, num_format=kind, shrink=True, **fill
            )
            write_figure(self._sheet, (row, _FIGURE + n), figure, cell_format)

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
    sheet: Worksheet, cell: tuple[int, int], figure: Figure | None, cell_format: Format
) -> None:
    """Write a formula and its value; a blank cell for a missing figure."""
    if figure is None:
        sheet.write_blank(*cell, None, cell_format)
    else:
        sheet.write_formula(*cell, f"={figure.formula}", cell_format, float(figure.value))


def _label_format(section: Section) -> str:
    """Return the format of the figures at the bars: large ones without decimal places."""
    values = (figure.value for _, figures in section.rows for figure in figures if figure)
    return _ROUND if max(values, default=0) >= _LARGE else section.shown


def money_format(figures: list[Decimal]) -> str:
    """Return the format of amounts in 万元 shown together, with the most places of one of them."""
    most = max((-int(figure.as_tuple().exponent) for figure in figures), default=0)
    return MONEY[min(max(most, 0), len(MONEY) - 1)]


def _total_label(section: Section) -> str:
    """Return 合计, with a word where one of its figures is unknown."""
    key = "summary.total-unknown" if None in section.total else "summary.total"
    return translate(key)


def _rest_figures(section: Section, rows: tuple[int, int]) -> Iterator[Figure | None]:
    """Yield the total less the rows shown, for each figure."""
    first, last = rows
    for n, whole in enumerate(section.total):
        if whole is None:
            yield None
            continue
        column = _FIGURE + n + 1
        shown = (figures[n] for _, figures in section.rows)
        value = whole.value - sum(figure.value for figure in shown if figure)
        cells = f"{cell_name(first + 1, column)}:{cell_name(last + 1, column)}"
        yield Figure(f"{cell_name(last + 3, column)}-SUM({cells})", value)


def _with_share(row: Row, at: int, whole: tuple[str, Figure | None]) -> Row:
    """Return a row of one figure with its share of the total; a total of 0 has no shares."""
    name, figures = row
    cell, total = whole
    if len(figures) > 1:
        return row
    [figure] = figures
    if figure is None or total is None or not total.value:
        return name, (figure, None)
    value = Decimal(figure.value) / Decimal(total.value)
    share = Figure(f"{cell_name(at + 1, _FIGURE + 1)}/{cell}", value, is_share=True)
    return name, (figure, share)
