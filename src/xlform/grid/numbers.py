"""The text of a number in a file to an exact decimal, and a serial day to a date."""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from xlform.grid.number_format import displayed

# A spreadsheet stores binary floats and shows 15 digits: 1056.4000000000001 is 1056.4.
_SHOWN = Context(prec=15)
_SHOWN_DIGITS = 15
_PADDED_BELOW = 15
# Precision for 15 digits and every decimal a format can have.
_PADDING = Context(prec=64)
# Numbers of a spreadsheet end at 1E+308; a larger one would only fill memory.
_LARGEST_EXPONENT = 400
_LONGEST_TEXT = 400
_EPOCH_1900 = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_FIRST_TRUE_SERIAL = 61
_LAST_SERIAL = 2_958_465


@lru_cache(maxsize=4096)
def exact_number(text: str, places: int = 0) -> Decimal | None:
    """Return the number of a cell, with at least ``places`` decimals; ``None`` for other text.

    Rounded to the 15 digits a spreadsheet shows, except for integers written out, such as the 18
    digits of an identity number, however long. A format only adds zeros: 0.125 under ``0.00``
    stays 0.125.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number:
        number = number.copy_abs()  # no program shows the sign of -0
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    if len(text) > _SHOWN_DIGITS and not text.lstrip("+-").isdigit():
        number = _tidy(_SHOWN.plus(number))
        exponent = number.adjusted() - len(number.as_tuple().digits) + 1
    if exponent > -places and number.adjusted() < _PADDED_BELOW:
        number = number.quantize(Decimal(1).scaleb(-places), context=_PADDING)
    return number


def _tidy(number: Decimal) -> Decimal:
    """Return a number without the trailing zeros of rounding."""
    tidy = number.normalize(_SHOWN)
    exponent = tidy.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent < _PADDED_BELOW:
        return tidy.quantize(Decimal(1), context=_PADDING)
    return tidy


def displayed_day(day: dt.date, kind: str, code: str = "") -> dt.date | str:
    """Return a day as its number format shows it: a month without a day as ``2023年12月``.

    Who types 2023-12 gets the first of the month stored, and means the month. ``code`` is that of
    a format with words of its own: ``2023年12月底前``.
    """
    if code:
        return displayed(code, day) or day
    return f"{day.year}年{day.month}月" if kind == "month" else day


def serial_number(day: dt.date) -> Decimal:
    """Return the number a spreadsheet counts a day as, from 1900 on."""
    return Decimal((day - _EPOCH_1900).days)


def serial_text(moment: str) -> str:
    """Return a date and time of ISO 8601 as the number a spreadsheet stores; "" for other text."""
    try:
        at = dt.datetime.fromisoformat(moment.strip())
    except ValueError:
        return ""
    since = at.replace(tzinfo=None) - dt.datetime.combine(_EPOCH_1900, dt.time())
    seconds = Decimal(since.days * 86_400 + since.seconds)
    return str(_SHOWN.divide(seconds, Decimal(86_400)))


def serial_date(number: Decimal, *, since_1904: bool) -> dt.date | None:
    """Return the date of a serial number; ``None`` where there is none, as for a time alone.

    Before 1900-03-01 the two calendars in use disagree (Excel counts 1900-02-29), so that those
    serials stay numbers.
    """
    days = int(number)
    if since_1904:
        is_day = number == 0 or 0 < days <= _LAST_SERIAL - 1462
        return _EPOCH_1904 + dt.timedelta(days) if is_day else None
    if _FIRST_TRUE_SERIAL <= days <= _LAST_SERIAL:
        return _EPOCH_1900 + dt.timedelta(days)
    return None
