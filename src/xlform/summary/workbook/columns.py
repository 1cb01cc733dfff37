"""The columns of a sheet: heads, widths, kinds of content, totals."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from xlform.export.wording import COMPARATORS
from xlform.messages import language, translate
from xlform.summary.layout import TableColumn
from xlform.template.roles import Role

Kind = Literal[
    "row-number",
    "text",
    "centered",
    "whole",
    "money",
    "figure",
    "percent",
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
_PLACE_WIDTH: Final = 17.0
_TEXT_WIDTH: Final = 18.0
# By the role of a field, so that a row fits one printed page; by its name where that says more.
_WIDTHS: Final[dict[Role | None, float]] = {
    Role.FUND: 20,
    Role.PROJECT: 22,
    Role.LEVEL1: 11,
    Role.LEVEL2: 16,
    Role.LEVEL3: 20,
    Role.TARGET: 16,
    Role.ACTUAL: 16,
    Role.PROGRESS: 16,
    Role.FORECAST: 16,
    Role.STANDARD: 10,
    Role.CATEGORY: 16,
    Role.ITEM: 18,
    Role.BASIS: 44,
    Role.PERIOD: 13,
    Role.PERIOD_GOAL: 36,
    Role.GOAL: 36,
    Role.OUTCOME: 36,
    Role.DUTIES: 40,
    Role.AUTHORITY: 18,
    Role.REPORT_DATE: 12,
}
_NAMED_WIDTHS: Final[dict[str, float]] = {"direction": 20, "year": 7}
_PART_WIDTHS: Final[dict[str, float]] = {
    "comparator": 5,
    "value": 10,
    "unit": 9,
    "type": 7,
    "low": 10,
    "high": 10,
    "date": 12,
    "start": 12,
    "end": 12,
}
# By the kind of value.
_KIND_WIDTHS: Final[dict[str, float]] = {
    "number": 9,
    "percent": 10,
    "tick": 5,
    "date": 12,
    "period": 13,
    "target": 16,
    "level": 16,
}
_CENTERED: Final = frozenset(("tick", "date", "sequence"))
# A text of up to so many characters is put on one line; the widths of longer ones.
_ONE_LINE: Final = 24
_LONG: Final = ((60, 20.0), (160, 28.0), (400, 36.0), (800, 44.0))
_LONGEST: Final = 60.0
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


def money_column(column: TableColumn, *, summed: bool = True, required: bool = False) -> Column:
    """Return a column of amounts in 万元."""
    head = label_of(column)
    return Column(column.name, head, "money", _MONEY_WIDTH, summed=summed, required=required)


def table_column(column: TableColumn, longest: int | None = None) -> Column:
    """Return a column of a table that is no money, by its type.

    ``longest`` is the width of its longest text, where that is known.
    """
    head, width = label_of(column), _width(column, longest)
    if column.part == "comparator":
        return Column(column.name, head, "code", width, labels=COMPARATORS)
    if column.part == "type":
        labels = {code: translate(f"target-type.{code}") for code in _TYPES}
        return Column(column.name, head, "code", width, labels=labels)
    if column.kind == "percent":
        return Column(column.name, head, "percent", width)
    kinds: dict[str, Kind] = {"number": "figure", "date": "day", "whole": "whole"}
    otherwise: Kind = "centered" if column.kind in _CENTERED else "text"
    return Column(column.name, head, kinds.get(column.type, otherwise), width)


def has_own_width(column: TableColumn) -> bool:
    """Return True for a column whose width does not depend on its texts."""
    return _own_width(column) is not None


def _own_width(column: TableColumn) -> float | None:
    if column.part in _PART_WIDTHS:
        return _PART_WIDTHS[column.part]
    name = column.field or column.about or column.name
    by_role = _NAMED_WIDTHS.get(name) or _WIDTHS.get(column.role)
    return by_role or _KIND_WIDTHS.get(column.kind)


def _width(column: TableColumn, longest: int | None) -> float:
    width = _own_width(column)
    if width is not None or longest is None:
        return width or _TEXT_WIDTH
    if longest <= _ONE_LINE:
        return float(max(longest, 8) + 2)
    return next((width for most, width in _LONG if longest <= most), _LONGEST)


def unprinted(column: Column) -> Column:
    """Return the column, on the screen only."""
    return msgspec.structs.replace(column, printed=False)


def label_of(column: TableColumn) -> str:
    """Return the head of a column: the official label of its field; in English its name."""
    if language() == "en":
        return column.name
    if not column.field:
        return column.label or translate(f"column.{column.name}")
    if column.role == Role.TARGET and column.kind == "target":
        return translate(f"target.{column.part}")
    part = column.part if column.part not in ("text", "cell") else ""
    return f"{column.label}·{translate(f'target.{part}')}" if part else column.label


def responsible() -> Column:
    """Return the column of the bureau's section in charge of a unit (归口科室)."""
    return Column("responsible", translate("summary.responsible"), "text", 18)
