"""Markup between the values of a sheet's cells, parsed once for all sheets in which it recurs.

In the sheets of a district all but the values is spelled alike: what is between two values, from
the end of one cell to the value of the next, came before in most sheets. Where all of it did,
nothing is parsed: each piece of the markup says to which cell the value after it belongs. Where a
few pieces are new, such as a row of another height, these are parsed alone.
"""

from __future__ import annotations

import re
from itertools import islice

from xlform.grid.address import ROWS_AT_MOST, column_number
from xlform.grid.model import Position
from xlform.ooxml.read.plain import (
    DATA,
    DATA_END,
    TEXT,
    Token,
    is_hidden,
    plain_formula,
    tokens_of,
)
from xlform.ooxml.read.raw_cell import RawFormula

# Place of the cell; the row that the markup is in all along, 0 if a row begins in it; whether the
# value is the number of a shared string and no result; type, style and formula of the cell.
Markup = tuple[Position, int, bool, str, str, RawFormula | None]
# After the last value.
_END: Markup = ((0, 0), 0, False, "", "", None)

_VALUE = re.compile(rf"<v>({TEXT})</v>")
# Pieces kept, and the length up to which one is. A sheet with more values than a form has is not
# remembered.
_KEPT_AT_MOST = 16_384
_LENGTH_AT_MOST = 2_048
_VALUES_AT_MOST = 2_048
_BEGUN_AT_MOST = 256
# New pieces of a sheet that are parsed alone; with more, all of its rows are.
_NEW_AT_MOST = 12
_known: dict[str, Markup] = {}
# How the sheets met so far begin.
_begun: set[str] = set()


class SheetMarkup:
    """Rows of a sheet as ``values`` and the pieces of markup around them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """Take the rows, which begin and end at these places of a worksheet part."""
        pieces = _VALUE.split(text[start - len(DATA) : end + len(DATA_END)])
        self._pieces = pieces[::2]
        self.values = pieces[1::2]

    def known(self) -> list[Markup] | None:
        """Return the cell of each value, ``None`` unless nearly all of the markup came before."""
        found = [*map(_known.get, self._pieces)]
        known = [markup for markup in found if markup]
        if len(known) < len(found):
            new = len(found) - len(known)
            if new > min(_NEW_AT_MOST, len(known) // 4) or not self._parse_new(found):
                return None
            known = [markup for markup in found if markup]
        # In a damaged file the address of a cell names another row than the one it is in.
        elsewhere = [
            markup
            for markup, before in zip(islice(known, 1, None), known, strict=False)
            if markup[1] and markup[1] != before[0][0]
        ]
        return None if elsewhere else known

    def _parse_new(self, found: list[Markup | None]) -> bool:
        """Find the cells after pieces that are new; False if one is not to be remembered."""
        row = 0
        for number, piece in enumerate(self._pieces):
            markup = found[number]
            if markup is None:
                markup = found[number] = _after(piece, row)
                if markup is None:
                    return False
                _keep([piece], [markup])
            row = markup[0][0]
        return True

    def remember(self, tokens: list[Token]) -> None:
        """Remember the cell of each value by the markup before it; the rows have these tokens.

        Those with hidden rows, or with cells that hold a formula and no value, are not remembered,
        nor the first of all that begin alike: a single file does not pay for others.
        """
        pieces = self._pieces
        if len(pieces) > _VALUES_AT_MOST or max(map(len, pieces)) > _LENGTH_AT_MOST:
            return
        if pieces[0] not in _begun:
            if len(_begun) >= _BEGUN_AT_MOST:
                _begun.clear()
            _begun.add(pieces[0])
            return
        cells = _cells(tokens, pieces)
        if cells is not None:
            _keep(pieces, [*cells, _END])


def _keep(pieces: list[str], cells: list[Markup]) -> None:
    if len(_known) + len(pieces) > _KEPT_AT_MOST:
        _known.clear()
    _known.update(zip(pieces, cells, strict=True))


def _after(piece: str, row: int) -> Markup | None:
    """Return the cell of the value after a piece, ``None`` for one that is not to be remembered.

    ``row`` is that of the value before it, 0 where there is none.
    """
    if len(piece) > _LENGTH_AT_MOST:
        return None
    before, after = f'<row r="{row}"><c r="A{row}">', "</c></row>"
    is_first, is_last = piece.startswith(DATA), piece.endswith(DATA_END)
    pieces = [*([] if is_first else [before]), piece, *([] if is_last else [after])]
    rows = "<v></v>".join(pieces).removeprefix(DATA).removesuffix(DATA_END)
    tokens = tokens_of(rows, 0, len(rows))
    cells = _cells(tokens, pieces) if tokens is not None else None
    if cells is None:
        return None
    return _END if is_last else cells[-1]


def _cells(tokens: list[Token], pieces: list[str]) -> list[Markup] | None:
    """Return the cell of each value; ``None`` for rows that are not to be remembered."""
    cells: list[Markup] = []
    row = goes_on = 0
    for token, number, of_row, _, letters, style, kind, attributes, formula, _ in tokens:
        if number:
            row, goes_on = int(number), 0
            if row > ROWS_AT_MOST or is_hidden(of_row):
                return None
        if letters:
            address = pieces[len(cells)].rpartition('<c r="')[2].partition('"')[0]
            if "<v>" not in token or address != f"{letters}{row}":
                return None
            try:
                at = row, column_number(letters)
            except ValueError:
                return None
            spelled = plain_formula(attributes, formula) if "<f" in token else None
            is_shared = kind == "s" and spelled is None
            cells.append((at, goes_on, is_shared, kind or "n", style or "0", spelled))
            goes_on = row
    return cells if len(cells) == len(pieces) - 1 else None
