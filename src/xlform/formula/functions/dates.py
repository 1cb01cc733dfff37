"""Days and their parts.

A cell's day is known, its hour is not; the number a day counts as depends on the file's calendar.
Days are therefore values of their own here, see :class:`~xlform.formula.values.Day`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal

from xlform.formula.functions.registry import of_values
from xlform.formula.values import Day, FormulaError, Scalar, number_of, refuse, text_of, whole_of
from xlform.grid.model import CellError

_WRITTEN = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")
_IN_CHINESE = re.compile(r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})日")
_FIRST_YEAR, _LAST_YEAR = 1900, 9999
_MONTHS = 12


def day_of(value: Scalar) -> Day:
    """Return a value as a day; numbers are refused, since calendars count differently."""
    if isinstance(value, Day):
        return value
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if isinstance(value, str):
        return _written(value)
    return refuse("dates")


def _written(text: str) -> Day:
    """Return a date written in the two ways every program reads, or in Chinese.

    2023年1月31日 is a day to Excel and WPS in Chinese, in which the forms are filled in; in other
    languages it is no day. Where it is none in Chinese either (2023年13月1日) it is refused.
    """
    chinese = _IN_CHINESE.fullmatch(text)
    found = chinese or _WRITTEN.fullmatch(text.strip(" "))
    if found is None:
        if any(char.isdigit() or char in "年月日" for char in text):
            refuse("text", text)
        raise FormulaError("#VALUE!")
    try:
        date = dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        if chinese:
            refuse("text", text)
        raise FormulaError("#VALUE!") from None
    return Day(date) if date.year >= _FIRST_YEAR else refuse("dates")


def _month_later(date: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later."""
    count = date.year * _MONTHS + date.month - 1 + months
    year, month = divmod(count, _MONTHS)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise FormulaError("#NUM!")
    return dt.date(year, month + 1, 1)


@of_values("YEAR", least=1)
def _year(value: Scalar) -> Scalar:
    return Decimal(day_of(value).date.year)


@of_values("MONTH", least=1)
def _month(value: Scalar) -> Scalar:
    return Decimal(day_of(value).date.month)


@of_values("DAY", least=1)
def _day(value: Scalar) -> Scalar:
    return Decimal(day_of(value).date.day)


@of_values("DATE", least=3)
def _date(year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    if not _FIRST_YEAR <= whole_of(year) <= _LAST_YEAR:
        refuse("dates")
    first = _month_later(dt.date(whole_of(year), 1, 1), whole_of(month) - 1)
    return _moved(first, whole_of(day) - 1)


def _moved(date: dt.date, days: int) -> Day:
    try:
        moved = date + dt.timedelta(days)
    except OverflowError:
        raise FormulaError("#NUM!") from None
    # Before March 1900 the calendars in use disagree.
    return Day(moved) if moved >= dt.date(1900, 3, 1) else refuse("dates")


@of_values("DATEVALUE", least=1)
def _date_value(value: Scalar) -> Scalar:
    return _written(text_of(value))


@of_values("EDATE", least=2)
def _same_day(value: Scalar, months: Scalar) -> Scalar:
    date = day_of(value).date
    first = _month_later(date, whole_of(months))
    last = calendar.monthrange(first.year, first.month)[1]
    return Day(first.replace(day=min(date.day, last)))


@of_values("EOMONTH", least=2)
def _last_day(value: Scalar, months: Scalar) -> Scalar:
    first = _month_later(day_of(value).date, whole_of(months))
    return Day(first.replace(day=calendar.monthrange(first.year, first.month)[1]))


@of_values("DAYS", least=2)
def _days_between(end: Scalar, start: Scalar) -> Scalar:
    last, first = day_of(end), day_of(start)
    if not (last.is_whole and first.is_whole):
        refuse("dates")
    return Decimal((last.date - first.date).days)


@of_values("DATEDIF", least=3)
def _whole_months_or_years(start: Scalar, end: Scalar, unit: Scalar) -> Scalar:
    first, last, by = day_of(start), day_of(end), text_of(unit).upper()
    if last.date < first.date:
        raise FormulaError("#NUM!")
    if by == "D" and first.is_whole and last.is_whole:
        return Decimal((last.date - first.date).days)
    if by not in {"M", "Y"}:
        refuse("differs", f"DATEDIF {by}")
    months = (last.date.year - first.date.year) * _MONTHS + last.date.month - first.date.month
    months -= last.date.day < first.date.day
    return Decimal(months // _MONTHS if by == "Y" else months)


@of_values("WEEKDAY", least=1, most=2)
def _weekday(value: Scalar, counted: Scalar = Decimal(1)) -> Scalar:
    # 1 counts from Sunday, 2 from Monday.
    how = int(number_of(counted))
    number = day_of(value).date.isoweekday()
    if how == 1:
        return Decimal(number % 7 + 1)
    return Decimal(number) if how == 2 else refuse("differs", "WEEKDAY")  # noqa: PLR2004
