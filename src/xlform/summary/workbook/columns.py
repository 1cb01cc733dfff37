"""What the columns of a sheet are: their heads, widths, what they hold, whether they add up."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from xlform.export.wording import COMPARATORS
from xlform.messages import language, translate
from xlform.summary.layout import Heading

Kind = Literal[
    "number-of",
    "words",
    "middle",
    "whole",
    "money",
    "figure",
    "day",
    "link",
    "coded",
    "toned",
    "less",
]


class Column(msgspec.Struct, frozen=True):
    """One column, known by its ``key``; ``width`` in characters, of which a Chinese one takes two.

    ``summed`` columns have a total; ``printed`` ones are on paper, the others right of them, on the
    screen only. A ``less`` column is the figure three to its left less that one to its left.
    ``told`` are the words for codes, ``tones`` the look of each code.
    """

    key: str
    head: str
    kind: Kind
    width: float
    summed: bool = False
    printed: bool = True
    told: dict[str, str] = {}
    tones: dict[str, str] = {}


_MONEY_WIDTH: Final = 13.0
_PLACE_WIDTH: Final = 17.0
_WORDS_WIDTH: Final = 18.0
# By the names of the model's fields: what they hold is read in a row, and printed on one page.
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


def numbered() -> Column:
    """The first column of every sheet: 1, 2, 3 … for entries, 小计 for what adds them up."""
    return Column("number-of", translate("summary.number-of"), "number-of", 6)


def unit() -> Column:
    """填报单位."""
    return Column("unit", translate("column.unit"), "words", 33)


def year() -> Column:
    """年度."""
    return Column("year", translate("column.year"), "whole", 7)


def file(*, printed: bool = False) -> Column:
    """The file an entry came from."""
    return Column("file", translate("column.file"), "words", 22, printed=printed)


def place(figure: Heading | None = None, *, printed: bool = True) -> Column:
    """Where a figure came from, as a link."""
    head = (
        translate("summary.source-of", figure=label_of(figure))
        if figure
        else translate("summary.source")
    )
    return Column("place", head, "link", _PLACE_WIDTH, printed=printed)


def money_of(heading: Heading, *, summed: bool = True) -> Column:
    """An amount in 万元."""
    return Column(heading.name, label_of(heading), "money", _MONEY_WIDTH, summed=summed)


def column_of(heading: Heading) -> Column:
    """A column of a table that is no money, as what it holds asks for."""
    width = _WIDTHS.get(heading.name, _WORDS_WIDTH)
    head = label_of(heading)
    if heading.part == "comparator":
        return Column(heading.name, head, "coded", width, told=COMPARATORS)
    if heading.part == "type":
        told = {code: translate(f"target-type.{code}") for code in _TYPES}
        return Column(heading.name, head, "coded", width, told=told)
    kinds: dict[str, Kind] = {"number": "figure", "date": "day", "whole": "whole"}
    return Column(heading.name, head, kinds.get(heading.type, "words"), width)


def unprinted(column: Column) -> Column:
    """The column on the screen only."""
    return msgspec.structs.replace(column, printed=False)


def label_of(heading: Heading) -> str:
    """What people call a column: its field's official label, a target's part; English names."""
    if language() == "en":
        return heading.name
    if heading.field == "target":
        return translate(f"target.{heading.part}")
    return heading.label or translate(f"column.{heading.name}")


def responsible() -> Column:
    """The division of the bureau in charge of a unit."""
    return Column("responsible", translate("summary.responsible"), "words", 18)
