"""``TEXT(value, format)`` for the formats that every program prints alike."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from xlform.formula.values import (
    EXACT,
    SHOWN,
    Day,
    FormulaError,
    Scalar,
    is_ambiguous,
    number_of,
    refuse,
    text_of,
    written_number,
)
from xlform.grid.model import CellError

_QUOTED = r'(?:"[^"]*"|\\.|[￥¥（）()元万亿件个人次户\s]|[\u4e00-\u9fff])*'
_NUMBER = re.compile(
    rf"(?P<before>{_QUOTED})(?P<grouped>#,##)?(?P<whole>0{{1,10}})(?:\.(?P<part>0{{1,10}}))?"
    rf"(?P<percent>%?)(?P<after>{_QUOTED})"
)
# Longer runs of a letter are names of months and weekdays, which are the locale's.
_DATE = re.compile(r"(?:(?:yyyy|yy)(?!y)|mm?(?!m)|dd?(?!d)|[-/.年月日]|\"[^\"]*\")+", re.IGNORECASE)
_DATE_PART = re.compile(r"(yyyy|yy|mm?|dd?)|\"([^\"]*)\"|(.)", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|(.)', re.DOTALL)


def formatted(value: Scalar, pattern: str) -> str:
    """Return a number or a day in a format; refuses formats on which programs part ways."""
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if pattern == "@" and not isinstance(value, Day):
        return text_of(value)
    if isinstance(value, Day):
        return _day(value.date, pattern)
    found = _NUMBER.fullmatch(pattern)
    if found is None or isinstance(value, bool):
        refuse("format", pattern)
    if isinstance(value, str) and written_number(value) is None and not is_ambiguous(value):
        return value
    return _number(number_of(value), found)


def _number(number: Decimal, found: re.Match[str]) -> str:
    places = len(found["part"] or "")
    if found["percent"]:
        number = number.scaleb(2)
    unit = Decimal(1).scaleb(-places)
    shown = SHOWN.plus(number).quantize(unit, rounding=ROUND_HALF_UP, context=EXACT)
    if not shown and number.is_signed() and number:
        # Some programs print -0.00, some 0.00.
        refuse("format", str(number))
    digits = format(abs(shown), ",f" if found["grouped"] else "f")
    whole, point, part = digits.partition(".")
    if found["grouped"] and len(found["whole"]) > 1:
        refuse("format", found[0])
    sign = "-" if shown < 0 else ""
    body = whole.rjust(len(found["whole"]), "0") + point + part + found["percent"]
    return sign + _literal(found["before"]) + body + _literal(found["after"])


def _literal(text: str) -> str:
    return "".join(one[1] or one[2] or one[3] or "" for one in _LITERAL.finditer(text))


def _day(date: dt.date, pattern: str) -> str:
    if not _DATE.fullmatch(pattern):
        refuse("format", pattern)
    return "".join(_part(date, one) for one in _DATE_PART.finditer(pattern))


def _part(date: dt.date, found: re.Match[str]) -> str:
    code = (found[1] or "").lower()
    if code in {"yyyy", "yy"}:
        return f"{date.year:04d}"[-len(code) :]
    if code.startswith("m"):
        return f"{date.month:0{len(code)}d}"
    if code.startswith("d"):
        return f"{date.day:0{len(code)}d}"
    return found[2] or found[3] or ""
