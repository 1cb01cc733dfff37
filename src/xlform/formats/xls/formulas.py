"""Formulas of an .xls, which xlrd skips, read from the stream of records.

Source: MS-XLS. Only BIFF 8, which Excel 97 to 2003, WPS and LibreOffice write.
"""

from __future__ import annotations

import struct

from xlform.formats.binary_formula import XLS, formula_text, quoted_sheet
from xlform.formats.xls.records import BIFF8, EOF, hidden_columns, records, sheet_records
from xlform.formula.relative_names import on_large_sheet
from xlform.grid.model import Position

_BOUND_SHEET, _SUP_BOOK, _EXTERN_SHEET, _NAME = 0x0085, 0x01AE, 0x0017, 0x0018
_EXTERN_NAME = 0x0023
_FORMULA, _SHARED, _ARRAY = 0x0006, 0x04BC, 0x0221
# Rows and columns of a sheet.
_SIZE = 65_536, 256
_SAME_WORKBOOK, _ADD_INS = 0x0401, 0x3A01
_POINTS_ELSEWHERE = 0x01
_FORMULA_HEAD, _SHARED_HEAD, _ARRAY_HEAD, _POINTER = 20, 8, 12, 5
# Name of a sheet that was deleted.
_GONE = "#REF"
# Characters for a drive or folder in the path of another workbook (VirtualPath, MS-XLS 2.5).
_PATH_CHARS = str.maketrans(dict.fromkeys("\x01\x02\x03\x04\x05\x06\x07\x08", "/"))
_BUILT_IN_NAME = 0x0020
_BUILT_IN = ("Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria",
             "Print_Area", "Print_Titles", "Recorder", "Data_Form", "Auto_Activate",
             "Auto_Deactivate", "Sheet_Title", "_FilterDatabase")  # fmt: skip


class Formulas:
    """The formulas of a workbook's sheets, and the names it defines."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._books: list[tuple[str, list[str]]] = []
        self._links: list[tuple[int, int, int]] = []
        self._outer_names: list[list[str]] = []
        self._sheet_names: list[str] = []
        self._starts: list[int] = []
        # The sheet's number from 1 for a name of one sheet, else 0; name; tokens.
        self._names: list[tuple[int, str, bytes]] = []
        if stream[4:6] == struct.pack("<H", BIFF8):
            self._list()

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Return the names as (sheet, name, meaning); the sheet is "" for the workbook's."""
        scopes = ("", *self._sheet_names)
        return tuple(
            (scopes[scope] if scope < len(scopes) else "", name, on_large_sheet(meaning, *_SIZE))
            for scope, name, tokens in self._names
            if (meaning := formula_text(tokens, XLS, self, (1, 1)))
        )

    def of_sheet(self, name: str) -> dict[Position, str]:
        """Return the formulas of a sheet by position; "" for one that can't be decoded."""
        if name not in self._sheet_names:
            return {}
        start = self._starts[self._sheet_names.index(name)]
        sheet = _Sheet(self)
        for kind, content, own in sheet_records(self._stream, start):
            if own:
                sheet.take(kind, content)
        return sheet.formulas()

    def hidden_columns(self, name: str) -> frozenset[int]:
        """Return the hidden columns of a sheet that hold cells or not, from 1.

        xlrd drops a range of columns that ends beyond the last, as WPS writes them.
        """
        if name not in self._sheet_names:
            return frozenset()
        return hidden_columns(self._stream, self._starts[self._sheet_names.index(name)])

    def start(self, name: str) -> int:
        """Return the offset of a sheet, 0 where it isn't known."""
        return self._starts[self._sheet_names.index(name)] if name in self._sheet_names else 0

    # References of formulas by number

    def sheets(self, number: int) -> str:
        """Return the sheets of a reference, see :class:`.binary_formula.References`."""
        book, first, last = self._links[number]
        file, names = self._books[book]
        ends = dict.fromkeys(names[index] for index in (first, last) if index < len(names))
        if file:
            return quoted_sheet(f"[{file}]{':'.join(ends)}")
        return quoted_sheet(":".join(ends)) if ends else _GONE

    def name(self, number: int) -> str:
        """Return a defined name, counted from 1."""
        return self._names[number - 1][1] if number else ""

    def outer_name(self, sheets: int, number: int) -> str:
        """Return a name of another workbook, or a function of an add-in."""
        names = self._outer_names[self._links[sheets][0]]
        return names[number - 1] if number else ""

    # The workbook's own records

    def _list(self) -> None:
        for kind, content in records(self._stream):
            if kind == EOF:
                break
            try:
                self._take(kind, content)
            except (struct.error, IndexError, UnicodeError):
                continue
        # An internal SupBook lists no sheets: they are the workbook's.
        self._books = [
            (file, names if file or names else self._sheet_names) for file, names in self._books
        ]

    def _take(self, kind: int, content: bytes) -> None:
        if kind == _BOUND_SHEET:
            self._starts.append(struct.unpack_from("<I", content)[0])
            self._sheet_names.append(_text(content, 6, "<B")[0])
        elif kind == _SUP_BOOK:
            self._outer_names.append([])
            self._books.append(_book(content))
        elif kind == _EXTERN_NAME and self._outer_names:
            self._outer_names[-1].append(_text(content, 6, "<B")[0])
        elif kind == _EXTERN_SHEET:
            self._links += list(
                struct.iter_unpack("<HHH", content[2 : 2 + (len(content) - 2) // 6 * 6])
            )
        elif kind == _NAME:
            self._names.append(_name(content))


class _Sheet:
    """Formulas of one sheet, collected record by record."""

    def __init__(self, book: Formulas) -> None:
        self._book = book
        self._found: dict[Position, str] = {}
        # A shared formula follows the first of its cells; the others point to that cell.
        self._groups: dict[Position, bytes] = {}
        self._waiting: list[tuple[Position, Position]] = []
        self._last: Position = (0, 0)

    def formulas(self) -> dict[Position, str]:
        """Return all formulas after the last record."""
        for place, corner in self._waiting:
            if corner in self._groups:
                self._found[place] = self._decode(self._groups[corner], place)
        return self._found

    def take(self, kind: int, content: bytes) -> None:
        """Take a record."""
        if kind == _FORMULA:
            self._last, tokens = _placed(content)
            if tokens[:1] == bytes([_POINTS_ELSEWHERE]):
                self._waiting.append((self._last, _corner(tokens)))
            self._found[self._last] = self._decode(tokens, self._last)
        elif kind == _SHARED:
            self._groups[self._last] = _tokens(content, _SHARED_HEAD)
        elif kind == _ARRAY:
            self._found[self._last] = self._decode(_tokens(content, _ARRAY_HEAD), self._last)

    def _decode(self, tokens: bytes, place: Position) -> str:
        return formula_text(tokens, XLS, self._book, place)


def _placed(content: bytes) -> tuple[Position, bytes]:
    if len(content) < _FORMULA_HEAD + 2:
        return (0, 0), b""
    row, column = struct.unpack_from("<HH", content)
    return (row + 1, column + 1), _tokens(content, _FORMULA_HEAD)


def _tokens(content: bytes, at: int) -> bytes:
    if len(content) < at + 2:
        return b""
    [size] = struct.unpack_from("<H", content, at)
    return content[at + 2 : at + 2 + size]


def _corner(tokens: bytes) -> Position:
    if len(tokens) < _POINTER:
        return 0, 0
    row, column = struct.unpack_from("<HH", tokens, 1)
    return row + 1, column + 1


def _text(content: bytes, at: int, length_form: str) -> tuple[str, int]:
    """Return a length-prefixed text, and its end."""
    [length] = struct.unpack_from(length_form, content, at)
    return _letters(content, at + struct.calcsize(length_form), length)


def _letters(content: bytes, at: int, length: int) -> tuple[str, int]:
    wide = content[at] & 1
    end = at + 1 + (length * 2 if wide else length)
    return content[at + 1 : end].decode("utf-16-le" if wide else "latin-1"), end


def _book(content: bytes) -> tuple[str, list[str]]:
    """Another workbook's file name and sheets; both empty for the workbook itself."""
    count, mark = struct.unpack_from("<HH", content)
    if mark in (_SAME_WORKBOOK, _ADD_INS):
        return "", []
    path, at = _text(content, 2, "<H")
    names = []
    for _ in range(count):
        name, at = _text(content, at, "<H")
        names.append(name)
    return path.translate(_PATH_CHARS).replace("\\", "/").rpartition("/")[2], names


def _name(content: bytes) -> tuple[int, str, bytes]:
    """Read a defined name with its scope and tokens ([MS-XLS] 2.4.150)."""
    flags, _, length, size, _, scope = struct.unpack_from("<HBBHHH", content)
    name, at = _letters(content, 14, length)
    if flags & _BUILT_IN_NAME and ord(name[:1] or "\xff") < len(_BUILT_IN):
        name = f"_xlnm.{_BUILT_IN[ord(name[0])]}"
    return scope, name, content[at : at + size]
