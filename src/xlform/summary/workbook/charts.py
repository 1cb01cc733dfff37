"""Native charts of 总览: bars that stay readable for five units or a thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_COLOURS: Final = ("#2F5597", "#9DC3E6")
_FONT: Final = {"name": "宋体", "size": 8, "color": "#404040"}
_LINES: Final = {"color": "#D9D9D9", "width": 0.5}


class Bars(msgspec.Struct, frozen=True):
    """Bars over some rows of a sheet, the first on top; rows and columns counted from 0.

    ``names`` is the column of their names, ``values`` those of their lengths, with the name of each
    in the row ``heads``; ``shown`` is the number format of the figures at their ends.
    """

    heads: int
    rows: tuple[int, int]
    names: int
    values: tuple[int, ...]
    shown: str


def add_bars(
    workbook: Workbook, sheet: Worksheet, bars: Bars, place: tuple[int, int], size: tuple[int, int]
) -> None:
    """Insert the chart with its corner in the cell at ``place``, ``size`` in pixels."""
    chart = workbook.add_chart({"type": "bar"})
    first, last = bars.rows
    for column, colour in zip(bars.values, _COLOURS, strict=False):
        chart.add_series(
            {
                "name": [sheet.name, bars.heads, column],
                "categories": [sheet.name, first, bars.names, last, bars.names],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 40,
                "data_labels": {"value": True, "num_format": bars.shown, "font": _FONT},
            }
        )
    chart.set_title({"none": True})
    # The largest on top, as in the table beside it.
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": _LINES})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    several = len(bars.values) > 1
    chart.set_legend({"position": "bottom", "font": _FONT} if several else {"none": True})
    chart.set_chartarea({"border": {"none": True}})
    width, height = size
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(*place, chart, {"x_offset": 8, "object_position": 1})
