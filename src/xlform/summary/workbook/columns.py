"""The columns of a sheet: heads, widths, kinds of content, totals."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from xlform.export.wording import COMPARATORS
from xlform.messages import language, translate
from xlform.summary.layout import TableColumn

Kind = Literal[
    "row-number",
    "text",
    "centered",
    "whole",
    "money",
    "figure",
    "day",
    "link",
    "code",
    "status",
    "difference",
]


class Column(msgspec.Struct, frozen=True):
    """One column, known by its ``key``; ``width`` in characters, of which a Chinese one takes two.

    ``summed`` columns have a total, which is unknown without one of the figures where each entry is
    ``required`` to have one; ``printed`` ones are on paper, the others right of them, on the
    screen only. A ``difference`` column is the figure three to its left less that one to its left.
    ``labels`` are the texts for codes, ``styles`` the name of the format of each code.
    """

    key: str
    head: str
    kind: Kind
    width: float
    summed: bool = False
    required: bool = False
    printed: bool = True
    labels: dict[str, str] = {}
    styles: dict[str, str] = {}


_MONEY_WIDTH: Final = 13.0
# Amounts that every entry has; without one of them a sum is unknown.
_REQUIRED: Final = frozenset({"amount", "total", "budget_total", "project_expenditure"})
_PLACE_WIDTH: Final = 17.0
_TEXT_WIDTH: Final = 18.0
# By the names of the model's fields, so that a row fits one printed page.
_WIDTHS: Final[dict[str, float]] = {
    "fund": 20,
    "direction": 20,
    "name": 22,
    "year": 7,
    "level1": 11,
    "level2": 16,
    "level3": 20,
    "target": 16,
    "target_comparator": 5,
    "target_value": 10,
    "target_unit": 9,
    "target_type": 7,
    "target_low": 10,
    "target_high": 10,
    "target_date": 12,
    "standard": 10,
    "category": 16,
    "item": 18,
    "basis": 44,
    "period": 13,
    "period_goal": 36,
    "annual_goal": 36,
    "duties": 40,
}
_TYPES: Final = ("number", "range", "date", "qualitative", "empty")


def row_number() -> Column:
    """Return the first column of every sheet: 1, 2, 3 … for entries, 小计 for subtotals."""
    return Column("row-number", translate("summary.number-of"), "row-number", 6)


def unit() -> Column:
    """Return 填报单位."""
    return Column("unit", translate("column.unit"), "text", 33)


def year() -> Column:
    """Return 年度."""
    return Column("year", translate("column.year"), "whole", 7)


def file(*, printed: bool = False) -> Column:
    """Return the column of the file an entry came from."""
    return Column("file", translate("column.file"), "text", 22, printed=printed)


def source_link(figure: TableColumn | None = None, *, printed: bool = True) -> Column:
    """Return the column of links to the source of a figure."""
    head = (
        translate("summary.source-of", figure=label_of(figure))
        if figure
        else translate("summary.source")
    )
    return Column("place", head, "link", _PLACE_WIDTH, printed=printed)


def money_column(column: TableColumn, *, summed: bool = True) -> Column:
    """Return a column of amounts in 万元."""
    required = summed and column.name in _REQUIRED
    return Column(
        column.name, label_of(column), "money", _MONEY_WIDTH, summed=summed, required=required
    )


def table_column(column: TableColumn) -> Column:
    """Return a column of a table that is no money, by its type."""
    width = _WIDTHS.get(column.name, _TEXT_WIDTH)
    head = label_of(column)
    if column.part == "comparator":
        return Column(column.name, head, "code", width, labels=COMPARATORS)
    if column.part == "type":
        labels = {code: translate(f"target-type.{code}") for code in _TYPES}
        return Column(column.name, head, "code", width, labels=labels)
    kinds: dict[str, Kind] = {"number": "figure", "date": "day", "whole": "whole"}
    return Column(column.name, head, kinds.get(column.type, "text"), width)


def unprinted(column: Column) -> Column:
    """Return the column, on the screen only."""
    return msgspec.structs.replace(column, printed=False)


def label_of(column: TableColumn) -> str:
    """Return the head of a column: the official label of its field; in English its name."""
    if language() == "en":
        return column.name
    if column.field == "target":
        return translate(f"target.{column.part}")
    return column.label or translate(f"column.{column.name}")


def responsible() -> Column:
    """Return the column of the bureau's section in charge of a unit (归口科室)."""
    return Column("responsible", translate("summary.responsible"), "text", 18)
