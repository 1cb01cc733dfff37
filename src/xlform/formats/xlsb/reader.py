"""Workbook of Excel 2007 in binary parts (.xlsb) to a grid.

Source: MS-XLSB. The parts are in a package like those of an .xlsx; each is a sequence of records.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from posixpath import basename

from xlform.errors import FileProblem
from xlform.formats.binary_formula import ERRORS, XLSB, formula_text, quoted_sheet
from xlform.formats.cell_collector import (
    SHEETS_AT_MOST,
    CellCollector,
    computed,
    float_text,
    number_cell,
)
from xlform.formats.xlsb.records import (
    SKIPPED,
    Fields,
    fields_of,
    records,
    sheet_records,
    short_float,
)
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import CellError, CellValue, Grid, Position, Sheet, SheetState, by_scope
from xlform.ooxml.read.package import AT_ONCE, Package, open_package
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.read.styles import BUILT_IN, GENERAL, NumberFormat, format_meaning

_ROW, _RICH_CELL = 0, 62
_STRING, _NAME, _FORMAT, _STYLE, _COLUMNS, _MERGE = 19, 39, 44, 47, 60, 176
_BOOK_PROPERTIES, _SHEET, _STYLES_BEGIN, _STYLES_END = 153, 156, 617, 618
_SUP_SOURCE, _SUP_SELF, _SUP_SAME, _SUP_ADD_IN, _LINKS = 355, 357, 358, 667, 362
_ARRAY, _SHARED = 426, 427
_RK, _ERROR, _BOOL, _REAL, _TEXT, _INDEX = 2, 3, 4, 5, 6, 7
# Formula records by the type of their result; short cell records, which follow another cell.
_RESULTS = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
_SHORT = {13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _TEXT, 18: _INDEX}
_BLANK, _SHORT_BLANK = 1, 12
_CELLS = frozenset({_BLANK, _SHORT_BLANK, *range(_RK, _INDEX + 1), *_RESULTS, *_SHORT, _RICH_CELL})
# Records of all parts together; rows and blank cells have records too.
RECORDS_AT_MOST = 6_000_000
_STATES: tuple[SheetState, ...] = ("visible", "hidden", "veryHidden")
_POINTS_ELSEWHERE = 0x01
_HIDDEN_ROW, _HIDDEN_COLUMN, _HIDDEN_LISTED = 0x10, 0x01, 256
_STYLE_BITS = 0xFFFFFF
_BESIDE = frozenset({"comments", "threadedComment", "drawing", "oleObject"})
_DAMAGE = (struct.error, IndexError, UnicodeError, ValueError)


def read_xlsb(source: bytes | Package, name: str) -> Grid:
    """Return the grid of an .xlsb, its bytes or its open package; messages call it ``name``.

    Raises :class:`~xlform.errors.FileProblem`.
    """
    package = open_package(source, name)
    main = next(
        (link for link in relationships(package, "").values() if link.kind == "officeDocument"),
        None,
    )
    if main is None or main.target not in package:
        raise FileProblem("not-a-workbook", path=name)
    try:
        return _Workbook(package, main.target).grid()
    except _DAMAGE as damage:
        raise FileProblem("damaged-workbook", path=name) from damage


class _Workbook:
    """The workbook's own part, and what its sheets share."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.strings: list[str] = []
        self.styles: list[NumberFormat] = []
        self.since_1904 = False
        self._listed: list[tuple[str, str, int]] = []
        # The sheet's number for a name of one sheet, beyond all for the workbook's; name; tokens.
        self._names: list[tuple[int, str, bytes]] = []
        self._books: list[str | None] = []
        self._sheet_links: list[tuple[int, int, int]] = []
        self._count = 0
        self._links = relationships(package, part)
        for kind, content in self.records(part):
            self._take(kind, fields_of(content))
        self._read_shared()

    def records(self, part: str) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a part; a part shared by several sheets counts for each."""
        yield from self._counted(records(self.package.read(part)), part)

    def sheet_records(self, part: str, is_far: Callable[[], bool]) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a sheet, of a large one without what is blank or far."""
        data = self.package.read(part)
        large = len(data) > AT_ONCE
        found = sheet_records(data, is_far) if large else records(data)
        yield from self._counted(found, part)

    def _counted(
        self, found: Iterator[tuple[int, bytes]], part: str
    ) -> Iterator[tuple[int, bytes]]:
        for record in found:
            self._count += 1
            if self._count > RECORDS_AT_MOST:
                raise FileProblem("part-too-large", path=self.package.name, part=part)
            yield record

    def grid(self) -> Grid:
        """Return the whole workbook."""
        if not self._listed:
            raise FileProblem("not-a-workbook", path=self.package.name)
        if len(self._listed) > SHEETS_AT_MOST:
            raise FileProblem("too-many-parts", path=self.package.name, limit=SHEETS_AT_MOST)
        return Grid(tuple(self._sheets()), *by_scope(self._defined_names()))

    def _defined_names(self) -> Iterator[tuple[str, str, str]]:
        for scope, name, tokens in self._names:
            sheet = self._listed[scope][0] if scope < len(self._listed) else ""
            if meaning := formula_text(tokens, XLSB, self, (1, 1)):
                yield sheet, name, meaning

    def _sheets(self) -> Iterator[Sheet]:
        for name, link, state in self._listed:
            target = self._links.get(link)
            if target is not None and target.kind == "worksheet":
                known: SheetState = _STATES[state] if state < len(_STATES) else "visible"
                yield _Sheet(self, target.target).sheet(name, known)

    # References of formulas by number

    def sheets(self, number: int) -> str:
        """Return the sheets of a reference, see :class:`.binary_formula.References`."""
        book, first, last = self._sheet_links[number]
        file = self._books[book]
        names = [name for name, _, _ in self._listed] if file is None else []
        ends = dict.fromkeys(names[index] for index in (first, last) if 0 <= index < len(names))
        if file:
            return quoted_sheet(f"[{file}]{':'.join(ends)}")
        return quoted_sheet(":".join(ends)) if ends else "#REF"

    def name(self, number: int) -> str:
        """Return a defined name, counted from 1."""
        return self._names[number - 1][1] if number else ""

    def outer_name(self, sheets: int, number: int) -> str:
        """Return "": names of other workbooks are in parts that are not read here."""
        del sheets, number
        return ""

    # The workbook's own records

    def _take(self, kind: int, fields: Fields) -> None:
        if kind == _SHEET:
            state, _ = fields.numbers("<II")
            link = fields.text()
            self._listed.append((fields.text(), link, state))
        elif kind == _BOOK_PROPERTIES:
            [flags] = fields.numbers("<I")
            self.since_1904 = bool(flags & 1)
        elif kind == _NAME:
            _, _, scope = fields.numbers("<IBI")
            name = fields.text()
            [size] = fields.numbers("<I")
            self._names.append((scope, name, fields.rest(size)))
        elif kind in (_SUP_SELF, _SUP_SAME, _SUP_ADD_IN):
            self._books.append(None)
        elif kind == _SUP_SOURCE:
            target = self._links.get(fields.text())
            self._books.append(self._outer_file(target.target) if target else "?")
        elif kind == _LINKS:
            [count] = fields.numbers("<I")
            for _ in range(min(count, len(self._listed) + ROWS_AT_MOST)):
                book, first, last = fields.numbers("<Iii")
                self._sheet_links.append((book, first, last))

    def _outer_file(self, part: str) -> str:
        """Return the file name of another workbook, by the part that represents it."""
        links = relationships(self.package, part) if part in self.package else {}
        return next((basename(link.target) for link in links.values() if link.external), "?")

    def _read_shared(self) -> None:
        for link in self._links.values():
            if link.kind == "sharedStrings" and link.target in self.package:
                self._read_strings(link.target)
            elif link.kind == "styles" and link.target in self.package:
                self._read_styles(link.target)

    def _read_strings(self, part: str) -> None:
        for kind, content in self.records(part):
            if kind == _STRING:
                fields = fields_of(content)
                fields.numbers("<B")
                self.strings.append(fields.text())

    def _read_styles(self, part: str) -> None:
        codes: dict[int, NumberFormat] = {}
        inside = False
        for kind, content in self.records(part):
            if kind == _FORMAT:
                fields = fields_of(content)
                [number] = fields.numbers("<H")
                codes[number] = format_meaning(fields.text())
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                _, number = fields_of(content).numbers("<HH")
                self.styles.append(codes.get(number) or BUILT_IN.get(str(number), GENERAL))


class _Sheet:
    """Part of one sheet."""

    def __init__(self, book: _Workbook, part: str) -> None:
        self._book = book
        self._collector = CellCollector(book.package.name)
        self._row = 0
        self._place: Position = (0, 0)
        self._groups: dict[Position, bytes] = {}
        self._waiting: list[tuple[Position, Position, NumberFormat]] = []
        kinds = {link.kind for link in relationships(book.package, part).values()}
        self._collector.beside_cells = set(kinds & _BESIDE)
        self._passed = 0
        for kind, content in book.sheet_records(part, self._is_far):
            if kind == SKIPPED:
                self._passed = self._row + 1
            else:
                self._take(kind, fields_of(content))

    def _is_far(self) -> bool:
        return self._collector.is_far(self._row + 1)

    def sheet(self, name: str, state: SheetState) -> Sheet:
        """Return the whole sheet."""
        for place, corner, number_format in self._waiting:
            formula = formula_text(self._groups.get(corner, b""), XLSB, self._book, place)
            held = self._collector.cells.get(place)
            self._collector.put(
                *place, computed(held.value if held else None, number_format, formula)
            )
        return self._collector.sheet(name, state)

    def _take(self, kind: int, fields: Fields) -> None:
        if kind == _ROW:
            row, _, _, _, flags = fields.numbers("<IIHBB")
            self._row = row + 1
            if self._passed:
                self._collector.skip(self._passed, max(row, self._passed))
                self._passed = 0
            if flags & _HIDDEN_ROW and self._row <= ROWS_AT_MOST:
                self._collector.hidden_rows.add(self._row)
        elif kind in _CELLS:
            self._take_cell(kind, fields)
        elif kind == _MERGE:
            top, bottom, left, right = fields.numbers("<IIII")
            if max(top, left) < ROWS_AT_MOST and top <= bottom and left <= right:
                self._collector.merge(top + 1, left + 1, bottom - top + 1, right - left + 1)
        elif kind == _COLUMNS:
            first, last, _, _, flags = fields.numbers("<IIIIH")
            if flags & _HIDDEN_COLUMN:
                last = min(last, first + _HIDDEN_LISTED, COLUMNS_AT_MOST - 1)
                self._collector.hidden_columns.update(range(first + 1, last + 2))
        elif kind == _SHARED:
            fields.numbers("<IIII")
            [size] = fields.numbers("<I")
            self._groups[self._place] = fields.rest(size)

    def _take_cell(self, kind: int, fields: Fields) -> None:
        if kind in _SHORT or kind == _SHORT_BLANK:
            column = self._place[1] + 1
            [style] = fields.numbers("<I")
        else:
            column, style = fields.numbers("<II")
            column += 1
        self._place = self._row, column
        number = style & _STYLE_BITS
        number_format = self._book.styles[number] if number < len(self._book.styles) else GENERAL
        if kind == _RICH_CELL:
            fields.numbers("<B")
        if kind in _RESULTS:
            self._take_formula(self._value(_RESULTS[kind], fields), number_format, fields)
        elif kind not in (_BLANK, _SHORT_BLANK):
            plain = _TEXT if kind == _RICH_CELL else _SHORT.get(kind, kind)
            self._keep(self._value(plain, fields), number_format, "")

    def _take_formula(
        self, stored: CellValue | float, number_format: NumberFormat, fields: Fields
    ) -> None:
        _, size = fields.numbers("<HI")
        tokens = fields.rest(size)
        if tokens[:1] == bytes([_POINTS_ELSEWHERE]):
            self._keep(stored, number_format, "")
            self._waiting.append((self._place, self._corner(tokens, fields), number_format))
        else:
            self._keep(stored, number_format, formula_text(tokens, XLSB, self._book, self._place))

    def _keep(self, stored: CellValue | float, number_format: NumberFormat, formula: str) -> None:
        if isinstance(stored, float):
            since_1904 = self._book.since_1904
            text = float_text(stored)
            cell = number_cell(text, number_format, formula, since_1904=since_1904)
            self._collector.put(*self._place, cell)
            self._collector.put_serial(*self._place, text, number_format)
        else:
            self._collector.put(*self._place, computed(stored, number_format, formula))

    def _corner(self, tokens: bytes, fields: Fields) -> Position:
        """Return the first cell of a shared formula: row in the tokens, column after them."""
        [row] = struct.unpack_from("<I", tokens, 1)
        _, column = fields.numbers("<II")
        return row + 1, column + 1

    def _value(self, kind: int, fields: Fields) -> CellValue | float:
        if kind == _RK:
            return short_float(*fields.numbers("<I"))
        if kind == _REAL:
            return fields.fraction()
        if kind == _BOOL:
            return bool(fields.numbers("<B")[0])
        if kind == _ERROR:
            return CellError(ERRORS.get(fields.numbers("<B")[0], "#N/A"))
        if kind == _INDEX:
            return self._book.strings[fields.numbers("<I")[0]]
        return fields.text()
