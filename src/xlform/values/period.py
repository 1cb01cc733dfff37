"""项目实施期: the first and last day of a project."""

from __future__ import annotations

from xlform.model.submission import Period
from xlform.values.days import read_span
from xlform.values.numerals import fold


def parse_period(text: str) -> Period:
    """Read the first and last day of a 项目实施期, the text kept as given; never raises.

    Read are days, months, quarters and years in any usual notation, one (``2023年``) or two
    (``2023.01.01-2023.12.31``, ``2023年1-12月``). A deadline has no ``start``; a text that names no
    day (``3年``) or an impossible one (``2023.02.30``) has neither. Source: domain.md §2.5.
    """
    start, end = read_span(fold(text)) or (None, None)
    return Period(text, start, end)
