"""Formulas that say how far away a cell is (R1C1) as formulas that say where it is (A1).

``=SUM(R[-3]C:R[-1]C)`` in D25 → ``SUM(D22:D24)``; ``='附表2'!R5C3`` → ``'附表2'!$C$5``.
"""

from __future__ import annotations

import re

from xlform.formula.addresses import Address, Reference, rewritten
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, column_letters

# Strings, quoted sheets and other workbooks' brackets are stepped over.
_AXIS = r"(?:\[(-?[0-9]{1,7})\]|([0-9]{1,7}))?+"
_PARTS = re.compile(
    r"(?P<skip>\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'|\[[^\]]*+\](?=[^\W\d]))"
    rf"|(?<![\w.\]])(?:(?P<row>R){_AXIS})?+(?:(?P<column>C){_AXIS})?+(?![\w.(!\[])"
)
_GONE = "#REF!"


def plain_formula(written: str, row: int, column: int) -> str:
    """The formula of a cell without its equals sign."""
    if not written.startswith("="):
        return ""

    def place(match: re.Match[str]) -> str:
        if match["skip"] or not match[0]:
            return match[0]
        return _address(match, row, column)

    return _whole_ranges(_PARTS.sub(place, written[1:]))


def _address(match: re.Match[str], row: int, column: int) -> str:
    down = _moved(match["row"], match[3], match[4], row, ROWS_AT_MOST)
    across = _moved(match["column"], match[6], match[7], column, COLUMNS_AT_MOST)
    if down is None or across is None:
        return _GONE
    letters = f"{across[0]}{column_letters(across[1])}" if across[1] else ""
    number = f"{down[0]}{down[1]}" if down[1] else ""
    return letters + number if letters and number else f"{letters or number}:{letters or number}"


def _moved(
    there: str | None, by: str | None, at: str | None, here: int, limit: int
) -> tuple[str, int] | None:
    """A dollar or none, and where; 0 for an axis not spoken of, ``None`` off the sheet."""
    if there is None:
        return "", 0
    place = int(at) if at else here + int(by or 0)
    return ("$" if at else "", place) if 1 <= place <= limit else None


def relative_form(formula: str, row: int, column: int) -> str:
    """Return a cell's formula with distances for addresses, the same in cells filled alike.

    ``SUM(D22:$D$24)`` in D25 → ``SUM(R[-3]C:R24C4)``.
    """

    def place(reference: Reference) -> str:
        first = _distance(reference.first, row, column)
        if reference.last is None:
            return f"{reference.sheet}{first}"
        return f"{reference.sheet}{first}:{_distance(reference.last, row, column)}"

    return rewritten(formula, place)


def _distance(address: Address, row: int, column: int) -> str:
    down = _axis("R", address.row, row, is_fixed=address.is_row_fixed)
    return down + _axis("C", address.column, column, is_fixed=address.is_column_fixed)


def _axis(letter: str, place: int, here: int, *, is_fixed: bool) -> str:
    """One axis of an address; "" for the rows of a whole column and the columns of a whole row."""
    if not place:
        return ""
    if is_fixed:
        return f"{letter}{place}"
    return f"{letter}[{place - here}]" if place != here else letter


_DOUBLED = re.compile(r"(\$?[A-Z]{1,3}|\$?[0-9]{1,7}):\1:(\$?[A-Z]{1,3}|\$?[0-9]{1,7}):\2(?!\w)")


def _whole_ranges(formula: str) -> str:
    """``C[1]:C[2]`` came out as ``E:E:F:F``, which is ``E:F``."""
    return _DOUBLED.sub(r"\1:\2", formula)
