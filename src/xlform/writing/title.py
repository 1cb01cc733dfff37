"""The year in a form's title, and in the line that names it, set anew."""

from __future__ import annotations

import re

_YEAR = re.compile(r"20[0-9]{2}(?=[ \u3000]*年)")
_WITH_YEAR = re.compile(r"20[0-9]{2}[ \u3000]*年(?:度)?")
# （    年度）: blanks to write the year on.
_GAP = re.compile(r"[ \u3000]*(?=年)")


def with_year(text: str, year: int | None, *, alone: bool) -> str:
    """A title or the line of its year with that year; without one where ``year`` is ``None``.

    A text that names no year gets one only in blanks left for it before 年, and only where it is
    ``alone`` in telling the year.
    """
    if year is None:
        return _WITH_YEAR.sub("", text)
    if _YEAR.search(text):
        return _YEAR.sub(str(year), text)
    return _GAP.sub(str(year), text, count=1) if alone else text
