"""One form on its way into a sheet: rows in order, values in their cells, heights, pages.

Rows are counted twice: first as the draft has them, one for each entry, then as the sheet has
them, where an entry too high for one row takes several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.model import Position
from xlform.model.submission import Form, Value
from xlform.ooxml.address import Range
from xlform.ooxml.fill.row_layout import Relaying
from xlform.ooxml.fill.sheet_layout import Filled, LaidSheet
from xlform.writing.arranging import Arranged, Entry, arranged
from xlform.writing.blank import Blank, BlankTable, FieldPlace
from xlform.writing.content import filled, in_yuan_of, words
from xlform.writing.heights import Texts, row_heights, spans
from xlform.writing.title import with_year


class Drafted(msgspec.Struct, frozen=True):
    """A form laid out: its sheet, and where each value stands in it.

    ``places`` leads from a value's path (``amount``, ``expenses[0].amount``) to its cell.
    """

    form: Form
    blank: Blank
    sheet: LaidSheet
    places: Mapping[str, Position]


def drafted(form: Form, blank: Blank, name: str) -> Drafted:
    """A form laid out in a blank, on a sheet of that name; totals are values yet, no formulas."""
    return _Draft(form, blank, name).drafted()


class _Draft:
    def __init__(self, form: Form, blank: Blank, name: str) -> None:
        self._form = form
        self._blank = blank
        self._name = name
        self._sources: list[int] = []
        self._merges: list[Range] = []
        self._cells: dict[Position, Filled] = {}
        self._paths: dict[str, Position] = {}
        self._texts = dict(blank.texts)

    def drafted(self) -> Drafted:
        self._lay_rows()
        rows = {source: number for number, source in reversed(list(enumerate(self._sources, 1)))}
        self._fill_tops(rows)
        self._fill_fields(rows)
        sheet = self._settled()
        places = {
            path: (sheet.relaying.start(row), column) for path, (row, column) in self._paths.items()
        }
        return Drafted(self._form, self._blank, sheet, places)

    # Rows

    def _lay_rows(self) -> None:
        pattern = self._blank.book.pattern
        begins = {block.rows[0]: block for block in self._blank.blocks}
        bodies = {row for block in self._blank.blocks for row in block.rows}
        heights = {row: pattern.height_of(row) for row in bodies}
        for row in range(1, pattern.last_row + 1):
            if row in begins:
                block = begins[row]
                self._lay_block(arranged(block, self._form.tables, heights))
            elif row not in bodies:
                self._sources.append(row)

    def _lay_block(self, block: Arranged) -> None:
        above = len(self._sources)
        for number, row in enumerate(block.rows, above + 1):
            self._sources.append(row.source)
            for entry in row.entries:
                self._fill_entry(number, entry)
        self._merges += [
            Range(one.top + above, one.left, one.bottom + above, one.right) for one in block.merges
        ]

    def _fill_entry(self, row: int, entry: Entry) -> None:
        position = row, entry.column
        value = self._form.tables[entry.table][entry.index].get(entry.name)
        if isinstance(value, str):
            value = self._printed(entry, value)
        value = self._in_unit(f"{entry.table}.{entry.name}", value)
        self._cells[position] = filled(self._form, entry.path, value)
        self._paths[entry.path] = position

    def _printed(self, entry: Entry, value: str) -> str:
        """The name of a level as the blank prints it."""
        tables = (t for block in self._blank.blocks for t in block.tables if t.name == entry.table)
        table: BlankTable = next(tables)
        return table.printed.get((entry.name, value), value)

    def _in_unit(self, name: str, value: Value) -> Value:
        """An amount in the unit the blank asks for it in."""
        if name in self._blank.in_yuan and isinstance(value, Decimal):
            return in_yuan_of(value)
        return value

    # Fields

    def _fill_tops(self, rows: Mapping[int, int]) -> None:
        roles = {top.role for top in self._blank.tops}
        for top in self._blank.tops:
            text = self._texts[top.position]
            year = with_year(text, self._form.year, alone="year" not in roles or top.role == "year")
            self._cells[rows[top.position[0]], top.position[1]] = Filled(year)

    def _fill_fields(self, rows: Mapping[int, int]) -> None:
        behind: dict[Position, list[tuple[int, str]]] = {}
        for name, place in self._places():
            value = self._in_unit(name, self._form.fields[name])
            row, column = place.position
            self._paths[name] = rows[row], column
            if place.at:
                text = words(self._form, name, value)
                behind.setdefault(place.position, []).append((place.at, text))
            else:
                self._cells[rows[row], column] = filled(self._form, name, value)
        for position, values in behind.items():
            text = _inserted(self._texts[position], values)
            self._cells[rows[position[0]], position[1]] = Filled(text)

    def _places(self) -> Iterator[tuple[str, FieldPlace]]:
        """The fields that have a place, but for the money unit: amounts are in the blank's own."""
        fields = self._blank.template.fields
        for name in self._form.fields:
            if name in self._blank.totals:
                yield name, FieldPlace(self._blank.totals[name])
            elif name in self._blank.fields and fields[name].kind != "money-unit":
                yield name, self._blank.fields[name]

    # The sheet

    def _settled(self) -> LaidSheet:
        """The sheet with rows as high as they have to be, those too high made several."""
        heights = self._heights()
        relaying = Relaying(self._sources, spans(len(self._sources), heights))
        sheet = self._sheet(relaying)
        sheet.cells = {
            (relaying.start(row), column): cell for (row, column), cell in self._cells.items()
        }
        sheet.merges = [
            Range(relaying.start(one.top), one.left, relaying.end(one.bottom), one.right)
            for one in self._merges
        ]
        sheet.heights = dict(_spread(heights, relaying))
        return sheet

    def _sheet(self, relaying: Relaying) -> LaidSheet:
        bare = frozenset(row for block in self._blank.blocks for row in block.rows)
        return LaidSheet(self._blank.book.pattern, relaying, bare, self._name)

    def _heights(self) -> dict[int, float]:
        sheet = self._sheet(Relaying(self._sources))
        sheet.merges = self._merges
        merges = {(merge.top, merge.left): merge for merge in sheet.all_merges()}
        cells = {position: Filled(text) for position, text in self._printed_texts()} | self._cells
        return row_heights(self._blank.book, Texts(tuple(self._sources), cells, merges))

    def _printed_texts(self) -> Iterator[tuple[Position, str]]:
        """What the blank prints in rows that are taken over with their texts."""
        bodies = {row for block in self._blank.blocks for row in block.rows}
        numbers = {source: n for n, source in enumerate(self._sources, 1) if source not in bodies}
        for (row, column), text in self._texts.items():
            if row in numbers:
                yield (numbers[row], column), text


def _spread(heights: Mapping[int, float], relaying: Relaying) -> Iterator[tuple[int, float]]:
    """Heights by rows of the sheet, a row made several having a share in each."""
    for number, height in heights.items():
        first, last = relaying.start(number), relaying.end(number)
        share = round(height / (last - first + 1), 1)
        yield from ((row, share) for row in range(first, last + 1))


_PADDING = re.compile(r"[ \t\u00a0\u3000]*")


def _inserted(text: str, values: Iterable[tuple[int, str]]) -> str:
    """A label's text with values put behind it; blanks to write on give way to them."""
    for at, value in sorted(values, reverse=True):
        padding = _PADDING.match(text, at)
        rest = text[padding.end() if padding else at :]
        gap = text[at : len(text) - len(rest)] if rest or not value else ""
        text = text[:at] + value + gap + rest
    return text
