"""Draft of one form on a sheet: rows in order, values in cells, heights, pages.

Rows have two numbers: first in the draft, one for each entry; then on the sheet, where an entry too
high for one row takes several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, plain
from xlform.model.submission import Form, Value
from xlform.ooxml.fill.row_layout import RowLayout
from xlform.ooxml.fill.sheet_layout import FilledCell, SheetLayout
from xlform.reading.plain_values import PERCENT
from xlform.template.labels import without_prompt
from xlform.writing.blank_layout import BlankLayout, FieldSlot
from xlform.writing.cell_content import cell_content, in_unit, text_content
from xlform.writing.row_arrangement import PlacedValue, RowArrangement, arrange_rows
from xlform.writing.row_heights import SheetTexts, row_heights, row_spans
from xlform.writing.title_year import replace_year


class FormDraft(msgspec.Struct, frozen=True):
    """Form laid out on a sheet, with the position of each value.

    ``positions`` maps a value's path (``amount``, ``expenses[0].amount``) to its cell.
    """

    form: Form
    blank: BlankLayout
    sheet: SheetLayout
    positions: Mapping[str, Position]


def draft_forms(forms: Sequence[Form], blank: BlankLayout, name: str) -> list[FormDraft]:
    """Return forms laid out in one blank, on a sheet of that name.

    Several are those of a list; what they share is that of the first. Totals are values, not
    formulas yet.
    """
    return _FormDrafter(forms, blank, name).draft_forms()


class _FormDrafter:
    def __init__(self, forms: Sequence[Form], blank: BlankLayout, name: str) -> None:
        self._forms = forms
        self._form = forms[0]
        self._blank = blank
        self._name = name
        self._sources: list[int] = []
        self._merges: list[Range] = []
        self._cells: dict[Position, FilledCell] = {}
        # Positions of the values of each form.
        self._positions: list[dict[str, Position]] = [{} for _ in forms]
        self._texts = dict(blank.texts)
        # Names of levels as the blank prints them, by table, of a table in two blocks the first's.
        self._printed_levels = {
            table.name: table.printed_levels
            for block in reversed(blank.blocks)
            for table in reversed(block.tables)
        }

    def draft_forms(self) -> list[FormDraft]:
        self._add_rows()
        rows = {source: number for number, source in reversed(list(enumerate(self._sources, 1)))}
        self._fill_titles(rows)
        self._fill_fields(rows)
        sheet = self._finished_sheet()
        return [
            FormDraft(
                form,
                self._blank,
                sheet,
                {
                    path: (sheet.row_layout.start(row), column)
                    for path, (row, column) in positions.items()
                },
            )
            for form, positions in zip(self._forms, self._positions, strict=True)
        ]

    # Rows

    def _add_rows(self) -> None:
        pattern = self._blank.book.sheet
        block_starts = {block.rows[0]: block for block in self._blank.blocks}
        bodies = {row for block in self._blank.blocks for row in block.rows}
        heights = {row: pattern.height_of(row) for row in bodies}
        for row in range(1, max(pattern.last_row, *block_starts, 1) + 1):
            if row in block_starts:
                block = block_starts[row]
                for number, form in enumerate(self._forms):
                    self._add_block(number, arrange_rows(block, form.tables, heights))
            elif row not in bodies:
                self._sources.append(row)

    def _add_block(self, form: int, block: RowArrangement) -> None:
        above = len(self._sources)
        for number, row in enumerate(block.rows, above + 1):
            self._sources.append(row.source)
            for placed in row.values:
                self._fill_value(form, number, placed)
        self._merges += [
            Range(merge.top + above, merge.left, merge.bottom + above, merge.right)
            for merge in block.merges
        ]
        self._fill_list_fields(form, above + 1, len(self._sources))

    def _fill_list_fields(self, number: int, first: int, last: int) -> None:
        """Fill in the fields of a form in a list, each merged over the form's rows."""
        form = self._forms[number]
        for name, column in self._blank.list_columns.items():
            value = self._in_unit(name, form.fields[name])
            self._cells[first, column] = cell_content(form, name, value)
            self._positions[number][name] = first, column
            right = self._right_of_entry(column)
            if last > first or right > column:
                self._merges.append(Range(first, column, last, right))

    def _right_of_entry(self, column: int) -> int:
        """Return the last column of a field's cell in the blank's rows of a list."""
        row = self._blank.entry_rows[0]
        merges = self._blank.book.sheet.merges
        return next((m.right for m in merges if (m.top, m.left) == (row, column)), column)

    def _fill_value(self, number: int, row: int, placed: PlacedValue) -> None:
        position = row, placed.column
        form = self._forms[number]
        value = form.tables[placed.table][placed.index].get(placed.name)
        if isinstance(value, str):
            value = self._printed_levels[placed.table].get((placed.name, value), value)
        else:
            value = self._in_unit(f"{placed.table}.{placed.name}", value)
        self._cells[position] = cell_content(form, placed.path, value)
        self._positions[number][placed.path] = position

    def _in_unit(self, name: str, value: Value) -> Value:
        """Return an amount in the unit of the blank's cell, a percentage with its sign."""
        if not isinstance(value, Decimal):
            return value
        table, _, column = name.rpartition(".")
        if self._blank.template.kind_of(column, table) == "percent":
            return f"{plain(value)}{PERCENT}"
        unit = self._blank.units.get(name)
        return value if unit is None else in_unit(value, unit)

    # Fields

    def _fill_titles(self, rows: Mapping[int, int]) -> None:
        roles = {title_cell.role for title_cell in self._blank.title_cells}
        for title_cell in self._blank.title_cells:
            text = self._texts[title_cell.position]
            year = replace_year(
                text, self._form.year, alone="year" not in roles or title_cell.role == "year"
            )
            self._cells[rows[title_cell.position[0]], title_cell.position[1]] = FilledCell(year)

    def _fill_fields(self, rows: Mapping[int, int]) -> None:
        appended: dict[Position, list[tuple[int, str]]] = {}
        for name, slot in self._field_slots():
            value = self._in_unit(name, self._form.fields[name])
            row, column = slot.position
            for positions in self._positions:
                positions[name] = rows[row], column
            content = cell_content(self._form, name, value)
            if slot.offset:
                text = text_content(self._form, name, value)
                appended.setdefault(slot.position, []).append((slot.offset, text))
                self._drop_prompt(name, slot, filled=bool(text))
            elif content != FilledCell() or not self._prompts(name):
                self._cells[rows[row], column] = content
        for position, values in appended.items():
            text = _insert_values(self._texts[position], values)
            self._cells[rows[position[0]], position[1]] = FilledCell(text)

    def _prompts(self, name: str) -> tuple[str, ...]:
        fields = self._blank.template.fields
        return fields[name].prompts if name in fields else ()

    def _drop_prompt(self, name: str, slot: FieldSlot, *, filled: bool) -> None:
        """Take the prompt printed after a label out of its text if a value goes there."""
        if filled and (prompts := self._prompts(name)):
            text = self._texts[slot.position]
            rest = without_prompt(text[slot.offset :].lstrip(), prompts)
            self._texts[slot.position] = text[: slot.offset] + rest

    def _field_slots(self) -> Iterator[tuple[str, FieldSlot]]:
        """Yield the fields that have a cell, except the money unit, which the blank prints."""
        fields = self._blank.template.fields
        for name in self._form.fields:
            if name in self._blank.totals:
                yield name, FieldSlot(self._blank.totals[name])
            elif name in self._blank.fields and fields[name].kind != "money-unit":
                yield name, self._blank.fields[name]

    # The sheet

    def _finished_sheet(self) -> SheetLayout:
        """Return the sheet with row heights, rows that are too high being split."""
        sheet = self._sheet(RowLayout(self._sources), self._merges)
        heights = self._heights(sheet)
        spans = row_spans(len(self._sources), heights)
        if max(spans, default=1) == 1:
            sheet.cells, sheet.heights = dict(self._cells), heights
            return sheet
        row_layout = RowLayout(self._sources, spans)
        merges = [
            Range(
                row_layout.start(merge.top), merge.left, row_layout.end(merge.bottom), merge.right
            )
            for merge in self._merges
        ]
        sheet = self._sheet(row_layout, merges)
        sheet.cells = {
            (row_layout.start(row), column): cell for (row, column), cell in self._cells.items()
        }
        sheet.heights = dict(_spread_heights(heights, row_layout))
        return sheet

    def _sheet(self, row_layout: RowLayout, merges: list[Range]) -> SheetLayout:
        bare = frozenset(row for block in self._blank.blocks for row in block.rows)
        sheet = SheetLayout(self._blank.book.sheet, row_layout, bare, self._name)
        sheet.merges = merges
        return sheet

    def _heights(self, sheet: SheetLayout) -> dict[int, float]:
        merges = {(merge.top, merge.left): merge for merge in sheet.all_merges()}
        texts = dict(self._printed_texts())
        texts.update({position: cell.text for position, cell in self._cells.items()})
        return row_heights(self._blank.book, SheetTexts(tuple(self._sources), texts, merges))

    def _printed_texts(self) -> Iterator[tuple[Position, str]]:
        """Yield the blank's texts in rows copied with their texts."""
        bodies = {row for block in self._blank.blocks for row in block.rows}
        numbers = {source: n for n, source in enumerate(self._sources, 1) if source not in bodies}
        for (row, column), text in self._texts.items():
            if row in numbers:
                yield (numbers[row], column), text


def _spread_heights(
    heights: Mapping[int, float], row_layout: RowLayout
) -> Iterator[tuple[int, float]]:
    """Yield heights by sheet row; a split row shares its height among its parts."""
    for number, height in heights.items():
        first, last = row_layout.start(number), row_layout.end(number)
        share = round(height / (last - first + 1), 1)
        yield from ((row, share) for row in range(first, last + 1))


_PADDING = re.compile(r"[ \t\u00a0\u3000]*")


def _insert_values(text: str, values: Iterable[tuple[int, str]]) -> str:
    """Return a label's text with values inserted; padding to write on gives way to them."""
    for value_offset, value in sorted(values, reverse=True):
        padding = _PADDING.match(text, value_offset)
        rest = text[padding.end() if padding else value_offset :]
        gap = text[value_offset : len(text) - len(rest)] if rest or not value else ""
        text = text[:value_offset] + value + gap + rest
    return text
