"""Formulas as text: how one reads when it is copied to another cell."""

from __future__ import annotations

import re

from xlform.ooxml.address import (
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    column_letters,
    column_number,
)

# Strings and quoted sheet names are stepped over; then A1 references, whole columns, whole rows.
_PARTS = (
    # An unclosed bracket swallows the rest at once, instead of being tried again and again.
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*+\]?)
    |(?P<cell>(?<![\w.$])(?P<dc>\$?)(?P<c>[A-Za-z]{1,3})(?P<dr>\$?)(?P<r>[1-9][0-9]{0,6})
        (?![\w.(!]))
    |(?P<cols>(?<![\w.$])(?P<d1>\$?)(?P<c1>[A-Za-z]{1,3}):(?P<d2>\$?)(?P<c2>[A-Za-z]{1,3})
        (?![\w.(!$]))
    |(?P<rows>(?<![\w.$])(?P<e1>\$?)(?P<r1>[1-9][0-9]{0,6}):(?P<e2>\$?)(?P<r2>[1-9][0-9]{0,6})
        (?![\w.(!]))"""
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads when copied ``rows`` down and ``columns`` to the right.

    Absolute parts stay; a reference moved off the sheet becomes ``#REF!``, as in a copy.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            column = _column(match["dc"], match["c"], columns)
            row = _row(match["dr"], match["r"], rows)
            return f"{column}{row}" if column and row else "#REF!"
        if match["cols"]:
            first = _column(match["d1"], match["c1"], columns)
            last = _column(match["d2"], match["c2"], columns)
            return f"{first}:{last}" if first and last else "#REF!"
        if match["rows"]:
            first = _row(match["e1"], match["r1"], rows)
            last = _row(match["e2"], match["r2"], rows)
            return f"{first}:{last}" if first and last else "#REF!"
        return match[0]

    return re.sub(_PARTS, move, formula, flags=re.VERBOSE)


def _column(dollar: str, letters: str, by: int) -> str:
    try:
        number = column_number(letters)
    except ValueError:
        return letters
    moved = number if dollar else number + by
    return f"{dollar}{column_letters(moved)}" if 1 <= moved <= COLUMNS_AT_MOST else ""


def _row(dollar: str, digits: str, by: int) -> str:
    moved = int(digits) if dollar else int(digits) + by
    return f"{dollar}{moved}" if 1 <= moved <= ROWS_AT_MOST else ""
