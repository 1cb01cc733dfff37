"""Cells as a formula names them: ``SUM(D22:D23,D25)``, ``'附表2'!C6``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlform.grid.address import cell_name
from xlform.rules.formula.book import Book, Spot

# Names that stand in a formula as they are; anything that might be read as a cell is quoted.
_BARE = re.compile(r"[A-Za-z_][A-Za-z_]*")

# Rows further apart are no part of one table.
_GAP_AT_MOST = 1_000


def spelled(spot: Spot, home: str) -> str:
    """One cell, with its sheet where that is not ``home``."""
    return prefix(spot[0], home) + cell_name(*spot[1])


def prefix(sheet: str, home: str) -> str:
    """The sheet as it stands before a cell; "" for ``home``."""
    if sheet == home:
        return ""
    escaped = sheet.replace("'", "''")
    return f"{sheet}!" if _BARE.fullmatch(sheet) else f"'{escaped}'!"


def sum_of(spots: list[Spot], home: str, book: Book) -> str:
    """``SUM`` over the cells, in ranges as long as they go without a number in between."""
    return f"SUM({','.join(_ranges(spots, home, book))})"


def _ranges(spots: list[Spot], home: str, book: Book) -> Iterator[str]:
    runs = _runs(spots, book)
    for run in runs:
        (sheet, first), (_, last) = run[0], run[-1]
        # The one row of a table is a range too, as in the blank: it takes in rows put into it.
        end = f":{cell_name(*last)}" if first != last or len(runs) == 1 else ""
        yield f"{prefix(sheet, home)}{cell_name(*first)}{end}"


def _runs(spots: list[Spot], book: Book) -> list[list[Spot]]:
    runs: list[list[Spot]] = []
    for spot in spots:
        if runs and _goes_on(runs[-1][-1], spot, book):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def _goes_on(last: Spot, spot: Spot, book: Book) -> bool:
    """Whether a range may reach from one cell down to the next: no number stands between."""
    (sheet, (row, column)), (next_sheet, (next_row, next_column)) = last, spot
    if sheet != next_sheet or column != next_column or not 0 < next_row - row <= _GAP_AT_MOST:
        return False
    return not any(book.counts((sheet, (between, column))) for between in range(row + 1, next_row))
