"""Large worksheet parts without the rows and columns that no form can reach.

Swollen sheets (虚胖) have styled rows to the end, or figures below and beside their forms. A form
is found by its words: rows are kept up to so many below the last row with a text or a formula, and
columns up to so many. The rest is streamed past, never parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range

# Rows without any text that still belong to what is above them; no form has so many.
ROWS_BELOW_TEXT_AT_MOST = 256
# Columns of a sheet before Excel 2007; no form is wider.
COLUMNS_READ_AT_MOST = 256
# Filled cells of a sheet that are kept, and bytes: the work of reading them.
CELLS_READ_AT_MOST = 200_000
KEPT_AT_MOST = 64 << 20
# Rows are handed on in pieces of this size.
PIECE = 1 << 17
# Compiled by `re` at their first use: few parts are so large.
_DATA = rb"<(?:([A-Za-z_][\w.-]*):)?sheetData\s*(/?)>"
_ROOT = rb"<(?:[A-Za-z_][\w.-]*:)?worksheet\b[^<>]*>"
_NUMBER = rb'\sr="([0-9]{1,7})"'


class NotTrimmableError(Exception):
    """Rows whose spelling does not tell where they stand."""


class Cut(msgspec.Struct, frozen=True):
    """Bytes left out of a part: the offset in what is left, and how many.

    ``is_in_row``: they are the end of a row, so that new cells of the row go before them; new rows
    go behind the rows that are left out.
    """

    at: int
    length: int
    is_in_row: bool = False


class Trimmed(msgspec.Struct, frozen=True):
    """Worksheet part without what is out of reach.

    ``head`` ends after the start tag of ``sheetData``, ``rows`` are pieces of whole rows. ``cuts``
    are in file order. ``skipped`` are the areas of what was left out, if any of it is filled;
    ``has_formulas``: there are formulas in them. ``cells`` are the filled ones that are kept. No
    row up to ``whole_up_to`` is left out.
    """

    head: bytes
    rows: tuple[bytes, ...]
    tail: bytes
    cuts: tuple[Cut, ...]
    skipped: tuple[Range, ...]
    has_formulas: bool = False
    cells: int = 0
    whole_up_to: int = 0

    def holds_around(self, rows: Iterable[int]) -> bool:
        """Return whether some rows, and those next to each, are all before the first cut."""
        return not self.has_formulas and all(row < self.whole_up_to for row in rows)

    @property
    def data(self) -> bytes:
        """The part as one."""
        return b"".join((self.head, *self.rows, self.tail))

    @property
    def frame(self) -> bytes:
        """The part without its rows."""
        return self.head + self.tail

    def piece(self, rows: bytes) -> bytes:
        """Return a part with nothing but some rows."""
        start = re.search(_ROOT, self.head)
        data = re.search(_DATA, self.head)
        if start is None or data is None:
            raise NotTrimmableError
        prefix = data[1] + b":" if data[1] else b""
        end = b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"
        return self.head[: start.end()] + data[0] + rows + end


def trimmed(
    chunks: Iterable[bytes],
    wanted: Iterable[int] | None = None,
    cells: int = CELLS_READ_AT_MOST,
) -> Trimmed:
    """Return a worksheet part in UTF-8, given in chunks, without what is out of reach.

    At most ``cells`` filled cells are kept, and :data:`KEPT_AT_MOST` bytes. With ``wanted`` rows,
    for changes, what is kept are those, the rows around them, and all with formulas. Raises
    :class:`NotTrimmableError` for a part that has to be read as a whole.
    """
    stream = iter(chunks)
    head, rest = _head(stream)
    found = re.search(_DATA, head)
    if found is None or found[2] or not re.search(_ROOT, head):
        raise NotTrimmableError
    marks = _marks(b"" if found[1] is None else found[1] + b":")
    rows = _Pass(marks, len(head), None if wanted is None else sorted(wanted), cells)
    tail = rows.take(rest, stream)
    return rows.trimmed(head, tail)


def _head(stream: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return the part up to and including the start tag of its rows, and what was read beyond."""
    head = bytearray()
    for chunk in stream:
        before = max(len(head) - 64, 0)
        head += chunk
        if found := re.compile(_DATA).search(head, before):
            return bytes(head[: found.end()]), bytes(head[found.end() :])
    raise NotTrimmableError


def _beginning(buffer: bytearray, end: int) -> bytes:
    with memoryview(buffer) as view:
        return bytes(view[:end])


class _Marks(msgspec.Struct, frozen=True):
    """What to look for in the rows of a part, by the prefix of its elements."""

    row: bytes
    row_end: bytes
    data_end: bytes
    value: bytes
    formula_start: bytes
    text: bytes
    number: re.Pattern[bytes]
    content: re.Pattern[bytes]
    told: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    filled: re.Pattern[bytes]
    far_column: re.Pattern[bytes]


@lru_cache(maxsize=8)
def _marks(prefix: bytes) -> _Marks:
    p = re.escape(prefix)
    formula = rb"<" + p + rb"f[ >/]"
    blank = rb"</|<" + p + rb"v/>|<" + p + rb"v></"
    return _Marks(
        row=b"<" + prefix + b"row",
        row_end=b"</" + prefix + b"row>",
        data_end=b"</" + prefix + b"sheetData>",
        value=b"<" + prefix + b"v",
        formula_start=b"<" + prefix + b"f",
        text=b"<" + prefix + b"is",
        number=re.compile(rb"<" + p + rb"row\b[^<>]*?" + _NUMBER),
        content=re.compile(rb"<(?:!|" + p + rb"(?:v|f|is))"),
        # A cell of another type than a number, with content; or a formula.
        told=re.compile(rb' t="(?!n")[^<>]*+(?<!/)>(?!' + blank + rb")|" + formula),
        formula=re.compile(formula),
        filled=re.compile(rb"<" + p + rb"(?:v>(?!</)|v |is>|f[ >/])"),
        far_column=re.compile(rb"<" + p + rb'c r="(?:I[W-Z]|[J-Z][A-Z]|[A-Z]{3})[0-9]'),
    )


class _Pass:
    """One pass over the rows of a part."""

    def __init__(self, marks: _Marks, start: int, wanted: list[int] | None, cells: int) -> None:
        self._marks = marks
        self._wanted = wanted
        self._cells = self._cells_left = cells
        self._bytes_left = KEPT_AT_MOST
        # Rows up to this one are kept: those near the last text. 0 once enough is kept.
        self._limit = ROWS_BELOW_TEXT_AT_MOST
        self._is_full = False
        self._at = start
        self._last = 0
        self._kept: list[bytes] = []
        self._cuts: list[Cut] = []
        self._skipped: list[Range] = []
        self._skipped_at = -1
        self._whole_up_to = 0
        self._has_formulas = False

    def trimmed(self, head: bytes, tail: bytes) -> Trimmed:
        """Return what was kept, between what stands before and behind the rows."""
        kept, cuts, skipped = tuple(self._kept), tuple(self._cuts), tuple(self._skipped)
        cells = self._cells - self._cells_left
        whole = self._whole_up_to or ROWS_AT_MOST + 1
        return Trimmed(head, kept, tail, cuts, skipped, self._has_formulas, cells, whole)

    def take(self, rest: bytes, stream: Iterator[bytes]) -> bytes:
        """Take all rows; return what follows them."""
        buffer = bytearray(rest)
        looked = 0
        while True:
            end = buffer.find(self._marks.data_end, looked)
            if end >= 0:
                self._take_piece(_beginning(buffer, end))
                return bytes(buffer[end:]) + b"".join(stream)
            cut = buffer.rfind(self._marks.row, looked)
            if cut > 0:
                self._take_piece(_beginning(buffer, cut))
                del buffer[:cut]
            looked = max(len(buffer) - len(self._marks.data_end), 1)
            chunk = next(stream, None)
            if chunk is None or len(buffer) > KEPT_AT_MOST:
                raise NotTrimmableError
            buffer += chunk

    def _take_piece(self, piece: bytes) -> None:
        """Keep or leave out some whole rows."""
        start = piece.find(self._marks.row)
        # White space may come before the first row; a comment might hold what looks like one.
        is_blank = self._marks.content.search(piece) is None
        has_comment = not is_blank and b"<!" in piece
        has_quotes = b"'" in piece and b" t='" in piece
        if has_comment or has_quotes or piece[: start if start >= 0 else None].strip():
            raise NotTrimmableError
        if start < 0:
            self._add(piece)
            return
        if start:
            self._add(piece[:start])
        self._take_rows(piece[start:], is_blank=is_blank)

    def _take_rows(self, rows: bytes, *, is_blank: bool) -> None:
        marks = self._marks
        last = self._number(rows, rows.rfind(marks.row))
        if self._wanted is not None:
            self._take_wanted(rows, last)
            return
        if is_blank and self._number(rows, 0) > self._limit:
            self._cut(len(rows))
            self._last = last
            return
        has_words = not is_blank and (b' t="' in rows or marks.formula_start in rows)
        at, end = 0, len(rows)
        while at < end:
            if last > self._limit:
                told = marks.told.search(rows, at) if has_words and not self._is_full else None
                start = rows.rfind(marks.row, at, told.start()) if told else end
                border = self._first_beyond(rows, at, start)
                self._keep(rows[at:border])
                self._leave_out(rows[border:start])
                at = start
                if told is None or self._is_full:
                    continue
                self._limit = self._number(rows, start) + ROWS_BELOW_TEXT_AT_MOST
            stop = end if last <= self._limit else self._first_beyond(rows, at, end)
            self._keep(rows[at:stop])
            if has_words:
                self._extend(rows, at, stop)
            at = stop

    def _take_wanted(self, rows: bytes, last: int) -> None:
        """Keep rows for changes: those around the wanted ones, and those with formulas."""
        wanted = self._wanted or []
        at = bisect_right(wanted, self._last)
        is_near = at < len(wanted) and wanted[at] <= last
        if is_near or self._marks.formula_start in rows:
            self._add(rows)
        else:
            self._cut(len(rows))
        self._last = last

    def _extend(self, rows: bytes, at: int, stop: int) -> None:
        """Bring the rows after the last text within reach."""
        last = -1
        for told in self._marks.told.finditer(rows, at, stop):
            last = told.start()
        if last >= 0 and not self._is_full:
            row = rows.rfind(self._marks.row, at, last)
            self._limit = self._number(rows, row) + ROWS_BELOW_TEXT_AT_MOST

    def _number(self, rows: bytes, at: int) -> int:
        """Return the number of the row that starts at an offset."""
        found = self._marks.number.match(rows, at)
        if found is None:
            raise NotTrimmableError
        return int(found[1])

    def _first_beyond(self, rows: bytes, low: int, high: int) -> int:
        """Return the offset of the first row beyond the limit between two; ``high`` if none is."""
        row = self._marks.row
        while low < high:
            middle = rows.rfind(row, low, (low + high) // 2 + len(row))
            if self._number(rows, middle) > self._limit:
                high = middle
            else:
                low = rows.find(row, middle + 1, high)
                if low < 0:
                    return high
        return high

    def _keep(self, rows: bytes) -> None:
        """Keep rows without their far columns, as far as the sheet's share of cells goes."""
        if rows and self._marks.far_column.search(rows):
            at = 0
            while at < len(rows):
                end = rows.find(self._marks.row, at + 1)
                end = end if end >= 0 else len(rows)
                self._keep_row(rows[at:end])
                at = end
        elif rows:
            self._keep_near(rows)

    def _keep_row(self, row: bytes) -> None:
        """Keep one row up to the last column in reach."""
        far = self._marks.far_column.search(row)
        if far is None or self._is_full:
            self._keep_near(row)
            return
        end = row.rfind(self._marks.row_end)
        if end < far.start():
            raise NotTrimmableError
        if not self._keep_near(row[: far.start()]):
            self._cut(len(row) - far.start())
            return
        number = self._number(row, 0)
        self._cut(end - far.start(), is_in_row=True)
        self._skip(row[far.start() : end], COLUMNS_READ_AT_MOST + 1, number)
        self._add(row[end:])

    def _keep_near(self, rows: bytes) -> bool:
        """Keep rows; return whether all of them are kept."""
        if self._is_full:
            self._leave_out(rows)
            return False
        filled = rows.count(self._marks.value)
        if filled > self._cells_left or len(rows) > self._bytes_left:
            end = self._affordable(rows)
            self._is_full, self._limit = True, 0
            self._add_rows(rows[:end])
            self._leave_out(rows[end:])
            return False
        self._cells_left -= filled
        self._bytes_left -= len(rows)
        self._add_rows(rows)
        return True

    def _affordable(self, rows: bytes) -> int:
        """Return the offset of the first row that is one too many."""
        at, cells, size = 0, self._cells_left, self._bytes_left
        while at < len(rows):
            end = rows.find(self._marks.row, at + 1)
            end = end if end >= 0 else len(rows)
            cells -= rows.count(self._marks.value, at, end)
            size -= end - at
            if cells < 0 or size < 0:
                break
            at = end
        return at

    def _add_rows(self, rows: bytes) -> None:
        if rows:
            if len(self._marks.number.findall(rows)) != rows.count(self._marks.row):
                raise NotTrimmableError
            self._add(rows)
            self._last = self._number(rows, rows.rfind(self._marks.row))

    def _leave_out(self, rows: bytes) -> None:
        if not rows:
            return
        self._cut(len(rows))
        self._last = self._number(rows, rows.rfind(self._marks.row))
        self._skip(rows, 1)

    def _skip(self, rows: bytes, left: int, number: int = 0) -> None:
        """Note rows left out from a column on, if anything in them is filled.

        ``number`` is that of a row whose beginning is kept.
        """
        marks = self._marks
        first = marks.filled.search(rows)
        if first is None:
            return
        self._has_formulas = self._has_formulas or bool(marks.formula.search(rows))
        top = bottom = number
        if not number:
            last = max(rows.rfind(mark) for mark in (marks.value, marks.formula_start, marks.text))
            top, bottom = (
                self._number(rows, rows.rfind(marks.row, 0, at)) for at in (first.start(), last)
            )
        above = self._skipped[-1] if self._skipped else None
        # One area for what is left out without a break, and for the far columns of several rows.
        if above and above.left == left and (number or self._skipped_at == self._at):
            top, bottom = min(top, above.top), max(bottom, above.bottom)
            del self._skipped[-1]
        self._skipped_at = self._at
        self._skipped.append(Range(top, left, bottom, COLUMNS_AT_MOST))

    def _add(self, content: bytes) -> None:
        if not content:
            return
        if self._kept and len(self._kept[-1]) + len(content) <= PIECE:
            self._kept[-1] += content
        else:
            self._kept.append(content)
        self._at += len(content)

    def _cut(self, length: int, *, is_in_row: bool = False) -> None:
        if not is_in_row and not self._whole_up_to:
            self._whole_up_to = max(self._last, 1)
        last = self._cuts[-1] if self._cuts else None
        if last and last.at == self._at:
            length += self._cuts.pop().length
        self._cuts.append(Cut(self._at, length, is_in_row))
