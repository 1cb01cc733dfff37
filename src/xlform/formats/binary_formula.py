"""Formulas of binary workbooks (.xls, .xlsb): tokens in reverse Polish notation to text.

Sources: MS-XLS 2.5.198, MS-XLSB 2.5.97. Both store the same tokens, .xlsb with wider numbers. A
token that is not known here is never guessed: the formula becomes "", and the cell keeps its
result.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from typing import Final, Protocol

import msgspec

from xlform.formats.cell_collector import float_text
from xlform.grid.address import COLUMNS_AT_MOST, column_letters
from xlform.grid.model import Position

ERRORS: Final[Mapping[int, str]] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_BETWEEN: Final[Mapping[int, str]] = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=",
    0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_AROUND: Final[Mapping[int, tuple[str, str]]] = {
    0x12: ("+", ""), 0x13: ("-", ""), 0x14: ("", "%"), 0x15: ("(", ")"),
}  # fmt: skip
# Functions that came after the list xlrd keeps; only .xlsb stores them by number.
_LATER: Final[Mapping[int, str]] = {
    480: "IFERROR", 481: "COUNTIFS", 482: "SUMIFS", 483: "AVERAGEIF", 484: "AVERAGEIFS",
}  # fmt: skip
_LATER_PREFIX: Final = "_xlfn."
_USER_DEFINED: Final = 255
_ROW_RELATIVE, _COLUMN_RELATIVE, _COLUMN_BITS = 0x8000, 0x4000, 0x3FFF
_WIDE = 0x01
_CHOOSE, _SUM = 0x04, 0x10
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]*|[Rr][0-9]*[Cc][0-9]*")
_DEPTH_AT_MOST, _LENGTH_AT_MOST = 8_192, 32_768


class TokenLayout(msgspec.Struct, frozen=True):
    """Formats of the numbers in tokens, such as ``<HH`` for row and column."""

    cell: struct.Struct
    area: struct.Struct
    name: struct.Struct
    outer_name: struct.Struct
    rows: int
    columns: int
    wide_text: bool


XLS = TokenLayout(
    struct.Struct("<HH"), struct.Struct("<HHHH"), struct.Struct("<H2x"), struct.Struct("<HH2x"),
    0x10000, 0x100, wide_text=False,
)  # fmt: skip
XLSB = TokenLayout(
    struct.Struct("<IH"), struct.Struct("<IIHH"), struct.Struct("<I"), struct.Struct("<HI"),
    0x100000, COLUMNS_AT_MOST, wide_text=True,
)  # fmt: skip


class References(Protocol):
    """Tables of a workbook that formulas refer to by number; "" for a missing entry."""

    def sheets(self, number: int) -> str:
        """Return the sheet, or sheets, before the ``!`` of a reference, quoted where need be."""

    def name(self, number: int) -> str:
        """Return a defined name, counted from 1."""

    def outer_name(self, sheets: int, number: int) -> str:
        """Return a name or a function of another workbook."""


class _UnknownToken(Exception):
    """Token that is not known here."""


def formula_text(tokens: bytes, layout: TokenLayout, book: References, at: Position) -> str:
    """Return the formula of the cell ``at`` without its equals sign; "" if not all is known."""
    try:
        return _FormulaDecoder(tokens, layout, book, at).text()
    except (_UnknownToken, struct.error, IndexError, ValueError):
        return ""


def quoted_sheet(name: str) -> str:
    """Return a sheet's name as formulas write it, quoted if needed."""
    if _PLAIN_NAME.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


class _FormulaDecoder:
    """Decoding of one formula: the operands so far, and the offset."""

    def __init__(self, tokens: bytes, layout: TokenLayout, book: References, at: Position) -> None:
        self._tokens = tokens
        self._layout = layout
        self._book = book
        self._at = at
        self._place = 0
        self._operands: list[str] = []

    def text(self) -> str:
        """Return the whole formula."""
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            self._place += 1
            # The operand class (value, reference, array) does not change the text (MS-XLS
            # 2.5.198.2).
            self._take(token & 0x1F | 0x20 if token & 0x60 else token)
            if len(self._operands) > _DEPTH_AT_MOST:
                raise _UnknownToken
        [whole] = self._operands or [""]
        # LibreOffice leaves an error in the place of a formula it can't store.
        return "" if whole in ERRORS.values() else whole

    def _take(self, token: int) -> None:
        if token in _BETWEEN:
            right, left = self._operands.pop(), self._operands.pop()
            self._push(f"{left}{_BETWEEN[token]}{right}")
        elif token in _AROUND:
            before, after = _AROUND[token]
            self._push(f"{before}{self._operands.pop()}{after}")
        elif token in _TAKERS:
            _TAKERS[token](self)
        else:
            raise _UnknownToken

    def _push(self, text: str) -> None:
        if len(text) > _LENGTH_AT_MOST:
            raise _UnknownToken
        self._operands.append(text)

    def _next(self, form: str) -> int:
        [number] = self._numbers(struct.Struct(form))
        return number

    def _numbers(self, form: struct.Struct) -> tuple[int, ...]:
        numbers: tuple[int, ...] = form.unpack_from(self._tokens, self._place)
        self._place += form.size
        return numbers

    # Constants

    def missing(self) -> None:
        self._push("")

    def words(self) -> None:
        if self._layout.wide_text:
            length, wide = self._next("<H"), True
        else:
            length = self._next("<B")
            wide = bool(self._next("<B") & _WIDE)
        size = length * 2 if wide else length
        raw = self._tokens[self._place : self._place + size]
        self._place += size
        text = raw.decode("utf-16-le" if wide else "latin-1")
        self._push('"' + text.replace('"', '""') + '"')

    def error(self) -> None:
        self._push(ERRORS.get(self._next("<B"), "#N/A"))

    def truth(self) -> None:
        self._push("TRUE" if self._next("<B") else "FALSE")

    def whole(self) -> None:
        self._push(str(self._next("<H")))

    def number(self) -> None:
        [number] = struct.unpack_from("<d", self._tokens, self._place)
        self._place += 8
        self._push(float_text(number))

    # Control of calculation and layout

    def attribute(self) -> None:
        kind, data = self._next("<B"), self._next("<H")
        if kind & _CHOOSE:
            self._place += 2 * (data + 1)
        if kind & _SUM:
            self._push(f"SUM({self._operands.pop()})")

    def memory(self) -> None:
        """Skip the head of a union; its parts follow as tokens of their own."""
        self._place += 6

    def memory_function(self) -> None:
        self._place += 2

    # Functions

    def function(self) -> None:
        name, count = _function(self._next("<H"))
        self._call(name, count)

    def function_of_many(self) -> None:
        count, number = self._next("<B") & 0x7F, self._next("<H") & 0x7FFF
        if number != _USER_DEFINED:
            self._call(_function(number)[0], count)
            return
        name = self._operands[len(self._operands) - count]
        self._call(name, count - 1)
        self._operands[-2:] = [self._operands[-1]]

    def _call(self, name: str, count: int) -> None:
        if count > len(self._operands):
            raise _UnknownToken
        first = len(self._operands) - count
        inner = ",".join(self._operands[first:])
        del self._operands[first:]
        later = name.removeprefix(_LATER_PREFIX)
        self._push(f"{later if later in _LATER.values() else name}({inner})")

    # References

    def cell(self) -> None:
        self._push(self._address(*self._numbers(self._layout.cell)))

    def area(self) -> None:
        self._push(self._range(*self._numbers(self._layout.area)))

    def near_cell(self) -> None:
        self._push(self._address(*self._moved(*self._numbers(self._layout.cell))))

    def near_area(self) -> None:
        top, bottom, left, right = self._numbers(self._layout.area)
        first, last = self._moved(top, left), self._moved(bottom, right)
        self._push(self._range(first[0], last[0], first[1], last[1]))

    def lost_cell(self) -> None:
        self._numbers(self._layout.cell)
        self._push("#REF!")

    def lost_area(self) -> None:
        self._numbers(self._layout.area)
        self._push("#REF!")

    def cell_elsewhere(self) -> None:
        sheets = self._sheets()
        self._push(f"{sheets}!{self._address(*self._numbers(self._layout.cell))}")

    def area_elsewhere(self) -> None:
        sheets = self._sheets()
        self._push(f"{sheets}!{self._range(*self._numbers(self._layout.area))}")

    def lost_cell_elsewhere(self) -> None:
        self._next("<H")
        self.lost_cell()

    def lost_area_elsewhere(self) -> None:
        self._next("<H")
        self.lost_area()

    def defined_name(self) -> None:
        self._push(self._known(self._book.name(*self._numbers(self._layout.name))))

    def outer_name(self) -> None:
        sheets, number = self._numbers(self._layout.outer_name)
        self._push(self._known(self._book.outer_name(sheets, number)))

    def _sheets(self) -> str:
        return self._known(self._book.sheets(self._next("<H")))

    def _known(self, text: str) -> str:
        if not text:
            raise _UnknownToken
        return text

    def _moved(self, row: int, column: int) -> tuple[int, int]:
        """Return a reference that is stored as an offset from the cell, as in shared formulas."""
        flags = column & ~_COLUMN_BITS
        column &= _COLUMN_BITS
        if flags & _ROW_RELATIVE:
            row = (row + self._at[0] - 1) % self._layout.rows
        if flags & _COLUMN_RELATIVE:
            column = (column + self._at[1] - 1) % self._layout.columns
        return row, column | flags

    def _address(self, row: int, column: int) -> str:
        return self._column(column) + self._row(row, column)

    def _range(self, top: int, bottom: int, left: int, right: int) -> str:
        if top == 0 and bottom == self._layout.rows - 1:
            return f"{self._column(left)}:{self._column(right)}"
        if left & _COLUMN_BITS == 0 and right & _COLUMN_BITS == self._layout.columns - 1:
            return f"{self._row(top, left)}:{self._row(bottom, right)}"
        return f"{self._address(top, left)}:{self._address(bottom, right)}"

    def _column(self, column: int) -> str:
        number = column & _COLUMN_BITS
        if number >= self._layout.columns:
            raise _UnknownToken
        return ("" if column & _COLUMN_RELATIVE else "$") + column_letters(number + 1)

    def _row(self, row: int, column: int) -> str:
        if row >= self._layout.rows:
            raise _UnknownToken
        return ("" if column & _ROW_RELATIVE else "$") + str(row + 1)


def _function(number: int) -> tuple[str, int]:
    """Return a function by its number, and its argument count where that is fixed."""
    from xlrd import formula  # noqa: PLC0415  (workbooks with formulas only)

    known = formula.func_defs.get(number)  # type: ignore[attr-defined]  # left out of its stubs
    if known is not None:
        return str(known[0]), int(known[1])
    if number in _LATER:
        return _LATER[number], 0
    raise _UnknownToken


_TAKERS: Final[Mapping[int, Callable[[_FormulaDecoder], None]]] = {
    0x16: _FormulaDecoder.missing,
    0x17: _FormulaDecoder.words,
    0x19: _FormulaDecoder.attribute,
    0x1C: _FormulaDecoder.error,
    0x1D: _FormulaDecoder.truth,
    0x1E: _FormulaDecoder.whole,
    0x1F: _FormulaDecoder.number,
    0x21: _FormulaDecoder.function,
    0x22: _FormulaDecoder.function_of_many,
    0x23: _FormulaDecoder.defined_name,
    0x24: _FormulaDecoder.cell,
    0x25: _FormulaDecoder.area,
    0x26: _FormulaDecoder.memory,
    0x27: _FormulaDecoder.memory,
    0x28: _FormulaDecoder.memory,
    0x29: _FormulaDecoder.memory_function,
    0x2A: _FormulaDecoder.lost_cell,
    0x2B: _FormulaDecoder.lost_area,
    0x2C: _FormulaDecoder.near_cell,
    0x2D: _FormulaDecoder.near_area,
    0x39: _FormulaDecoder.outer_name,
    0x3A: _FormulaDecoder.cell_elsewhere,
    0x3B: _FormulaDecoder.area_elsewhere,
    0x3C: _FormulaDecoder.lost_cell_elsewhere,
    0x3D: _FormulaDecoder.lost_area_elsewhere,
}
