"""Year in a form's title, and in the line that names it."""

from __future__ import annotations

import re

_YEAR = re.compile(r"20[0-9]{2}(?=[ \u3000]*年)")
_WITH_YEAR = re.compile(r"20[0-9]{2}[ \u3000]*年(?:度)?")
# （    年度）: spaces to write the year on.
_GAP = re.compile(r"[ \u3000]*(?=年)")


def replace_year(text: str, year: int | None, *, alone: bool) -> str:
    """Return a title or line of the year with that year; without one for ``None``.

    A text without a year only gets one in the spaces left for it before 年, and only if it is
    ``alone`` in naming the year.
    """
    if year is None:
        return _WITH_YEAR.sub("", text)
    if _YEAR.search(text):
        return _YEAR.sub(str(year), text)
    return _GAP.sub(str(year), text, count=1) if alone else text
