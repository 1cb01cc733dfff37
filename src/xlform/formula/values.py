"""Values as formulas compute with them, and one kind made into another as Excel does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, NoReturn

import msgspec

from xlform.grid.model import CellError, CellValue, plain

# Wide enough that only division rounds before a result is cut to what a spreadsheet shows.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
# A spreadsheet stores binary fractions and shows 15 digits of them.
SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
ZERO = Decimal(0)
_LARGEST_EXPONENT = 300
# Numbers outside print with an exponent when they are joined to a text.
_LARGEST_PRINTED, _SMALLEST_PRINTED = Decimal("1E11"), Decimal("1E-4")
TEXT_AT_MOST = 32_767
# Thousands separated in threes, as Excel takes them; a percent sign divides.
_MONTH = re.compile(r"[0-9]{4}年[0-9]{1,2}月")
_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{0,15})?)(?P<percent>%?)"
)

# A letter that is no part of a date, a time, a sum of money or a number in words.
_WORD = re.compile(r"[^\W\d_a-zA-Z年月日时分秒上下午星期零〇一二三四五六七八九十元角点号]")

# Why a result is not given: the text is no formula; a function, name or table that is not known
# here; another file; cells that turn up in computing only; the clock; a value that is itself
# unknown; ranges where one value is due; days, of which the grid keeps less than the file; a text
# that one program takes for a number and another does not; binary fractions that decide it;
# formats by locale; rows hidden for a reason the grid does not know; a name relative to its cell;
# where the formula is; too much to compute; a case in which programs differ.
Reason = Literal[
    "syntax", "function", "name", "table", "external", "dynamic", "clock", "unknown", "array",
    "dates", "text", "binary", "format", "hidden-rows", "relative-name", "position", "too-large",
    "differs",
]  # fmt: skip


class Unsupported(msgspec.Struct, frozen=True):
    """No result, and the reason; ``detail`` is the function, name or text in question."""

    reason: Reason
    detail: str = ""


class UnsupportedProblem(Exception):
    """Ends the computing of a formula without a result."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.unsupported = Unsupported(reason, detail)


class FormulaError(Exception):
    """A value that can't be computed with: the result is an error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.error = CellError(code)


class Blank:
    """A cell that holds nothing: 0 among numbers, "" among texts."""


BLANK = Blank()


class Day(msgspec.Struct, frozen=True):
    """A day; ``is_whole`` unless it is a cell's, whose hour the grid does not keep."""

    date: dt.date
    is_whole: bool = True


Scalar = Decimal | str | bool | CellError | Blank | Day


class Array(msgspec.Struct, frozen=True):
    """Values in rows of one length, written in a formula or computed."""

    rows: tuple[tuple[Scalar, ...], ...]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])

    def values(self) -> Iterator[Scalar]:
        """Yield the values row by row."""
        for row in self.rows:
            yield from row


def refuse(reason: Reason, detail: str = "") -> NoReturn:
    """Raise :class:`UnsupportedProblem`."""
    raise UnsupportedProblem(reason, detail)


def scalar_of(value: CellValue) -> Scalar:
    """Return a cell's value as formulas take it; ``None`` is a result that nobody knows."""
    if value is None:
        refuse("unknown")
    if isinstance(value, dt.date):
        return Day(value, is_whole=False)
    if isinstance(value, str) and shows_month(value):
        refuse("dates", value)
    return value


def shows_month(text: str) -> bool:
    """Return whether a cell's text may be a day of which its format shows the month only."""
    return text.endswith("月") and _MONTH.fullmatch(text) is not None


def cell_value(value: Scalar) -> CellValue:
    """Return a result as a cell holds it, numbers to 15 digits; a blank is 0."""
    if isinstance(value, Blank):
        return ZERO
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, Day):
        return value.date
    return value


def shown(number: Decimal) -> Decimal:
    """Return a number to the 15 digits a spreadsheet has, if it can hold it at all.

    Decimals of amounts stay as they are: 69.00 + 69.00 is 138.00.
    """
    if len(str(number)) > SHOWN.prec and len(number.as_tuple().digits) > SHOWN.prec:
        number = SHOWN.plus(number).normalize(SHOWN)
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        refuse("too-large")
    return number if number or not number.is_signed() else abs(number)


def number_of(value: Scalar) -> Decimal:
    """Return a value as an operator takes it: a blank is 0, a text that is a number is one."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Blank):
        return ZERO
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if isinstance(value, Day):
        refuse("dates")
    return number_in(value)


def number_in(text: str) -> Decimal:
    """Return the number a text stands for: ``1,234``, ``12%``; ``#VALUE!`` for words."""
    number = written_number(text)
    if number is not None:
        return number
    if is_ambiguous(text):
        refuse("text", text)
    raise FormulaError("#VALUE!")


def written_number(text: str) -> Decimal | None:
    """Return the number every program reads in a text; ``None`` where there is none."""
    found = _NUMBER.fullmatch(text.strip(" "))
    if found is None:
        return None
    number = Decimal(found["number"].replace(",", ""))
    return EXACT.divide(number, Decimal(100)) if found["percent"] else number


def is_ambiguous(text: str) -> bool:
    """Return whether programs part ways on a text: a date, an amount of money, ``１２``."""
    return any(char.isdigit() for char in text) and not _WORD.search(text)


def text_of(value: Scalar) -> str:
    """Return a value as ``&`` joins it."""
    if isinstance(value, str):
        return value
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if isinstance(value, Blank):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Day):
        refuse("dates")
    number = SHOWN.plus(value).normalize(SHOWN)
    if number and not _SMALLEST_PRINTED <= abs(number) < _LARGEST_PRINTED:
        refuse("format", str(number))
    return plain(number) if number else "0"


def logical_of(value: Scalar) -> bool:
    """Return a value as a condition: any number but 0 holds."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        folded = value.upper()
        if folded in {"TRUE", "FALSE"}:
            return folded == "TRUE"
        raise FormulaError("#VALUE!")
    if isinstance(value, Day):
        return True
    return number_of(value) != 0


def whole_of(value: Scalar) -> int:
    """Return a value as a count or a place: its fraction is cut off."""
    number = number_of(value)
    if abs(number) > Decimal("1E9"):
        raise FormulaError("#NUM!")
    return int(number)


def joined_text(parts: Iterable[str]) -> str:
    """Return texts as one; refuses one that is longer than a cell holds."""
    found: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > TEXT_AT_MOST:
            refuse("too-large")
        found.append(part)
    return "".join(found)
