"""Reader of one region of a sheet: tables read, values typed, origins recorded."""

from __future__ import annotations

import re

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import CellValue, Position, origin
from xlform.model.submission import Form, Note, Period
from xlform.reading.editions import year_in
from xlform.reading.fields import FoundField
from xlform.reading.index import MAX_LABEL_LENGTH, SheetIndex, extent_of
from xlform.reading.known_layouts import locate
from xlform.reading.known_rows import known_rows
from xlform.reading.layout import Layout
from xlform.reading.regions import Region, head_text
from xlform.reading.tables import find_rows
from xlform.reading.value_reader import ValueReader, percent_unit
from xlform.reading.values import ParsedValue, empty_value, read_text, strip_whitespace
from xlform.template.declaration import NUMBERS
from xlform.template.form import FieldTemplate
from xlform.template.labels import fold, without_prompt
from xlform.template.roles import Role
from xlform.values.money import split_money_unit, unit_of_heading

# What a field of the year holds: 2024, 2024年, 2024年度.
_YEAR = "(?P<year>20[0-9]{2})(年度?)?"  # compiled by `re` at its first use


class FormReading(msgspec.Struct, frozen=True):
    """Form, the cells it accounts for, and the header cells no column is declared for."""

    form: Form
    claimed: frozenset[Position]
    unknown_columns: tuple[Position, ...]


def read_form(index: SheetIndex, region: Region) -> FormReading:
    """Return the form in a region; missing parts are empty and noted, never raised."""
    return FormReader(index, region).read()


class FormReader(ValueReader):
    """State of one form while its parts are read in order."""

    def __init__(self, index: SheetIndex, region: Region) -> None:
        super().__init__(index, region.area, region.template.declaration.money)
        self._template = region.template
        self.layout: Layout = locate(index, region)
        self._notes += self.layout.notes

    @property
    def unit(self) -> str:
        """Return the money unit that the form prints, else the declared one."""
        return self._unit

    def read(self) -> FormReading:
        """Return the form; of a list, what is outside its rows."""
        title = self._read_top()
        self._find_unit()
        self._find_year()
        for name in self._template.fields:
            self._read_field(name)
        for name in self._template.tables:
            self._read_table(name)
        self._claim_labels()
        if len(self._claimed) < len(self._index.cells):
            self._claim_undone_merges()
        unknown_columns = [
            p for header in self.layout.headers.values() for p in header.unknown_columns
        ]
        if self.layout.head:
            unknown_columns += self.layout.head.unknown_columns
        if self._template.other_numbers:
            self._note_other_numbers()
        for position, words in self._index.struck.items():
            if self._area.covers(*position):
                self._notes.append(Note("struck-text", origin(position), words))
        form = Form(
            kind=self._template.kind,
            template=self._template.name,
            sheet=self._index.sheet.name,
            range=str(self._extent()),
            title=title,
            year=self._year,
            fields=self._fields,
            tables=self._tables,
            origins=self._origins,
            notes=tuple(self._notes),
        )
        return FormReading(form, frozenset(self._claimed), tuple(unknown_columns))

    # Above the body: title, 附表 number, year

    def _read_top(self) -> str:
        title = ""
        for row in range(self._area.top, self.layout.body + 1):
            for column in self._index.columns(row, self._area):
                value = self._index.cells[row, column].value
                if type(value) is str and self._read_top_cell((row, column), fold(value)):
                    title = title or strip_whitespace(value)
                    self._unit = split_money_unit(value)[1] or self._unit
                    self._origins.setdefault("title", origin((row, column)))
        if not title:
            self._note("title-missing", (self._area.top, self._area.left))
        return title

    def _read_top_cell(self, position: Position, folded: str) -> bool:
        """Read a cell above the body; return True if it is the title."""
        head = head_text(self._template, folded)
        if head.is_title or head.is_number or head.is_year:
            self._claimed.add(position)
            if self._year is None:
                self._year = head.year
        return head.is_title

    def _find_unit(self) -> None:
        """Set the money unit the form prints in a cell of its own, or beside its label."""
        for name, field in self._template.fields.items():
            if field.kind == "money-unit" and name in self.layout.fields:
                found = self.layout.fields[name]
                unit = unit_of_heading(self._text(found)) or self._unit_right_of(found.position)
                self._unit = unit or self._unit

    def _unit_right_of(self, position: Position) -> str:
        """Return the money unit in the next cell to the right: ``| 金额单位： | 千元 |``."""
        row, column = position
        columns = [c for c in self._index.columns(row, self._area) if c > column]
        text = self._index.cells[row, columns[0]].text if columns else ""
        unit = unit_of_heading(text) if len(text) <= MAX_LABEL_LENGTH else ""
        if unit:
            self._claimed.add((row, columns[0]))
        return unit

    def _find_year(self) -> None:
        """Set the year of a field for it, else of the 实施期, if the title has no year.

        A period of several years names none.
        """
        if self._year is not None:
            return
        if of_year := self.layout.fields.get(self._template.roles.field(Role.YEAR)):
            found = re.fullmatch(_YEAR, fold(self._text(of_year)))
            self._year = year_in(found) if found else None
        for name, field in self._template.fields.items():
            if self._year is None and field.kind == "period" and name in self.layout.fields:
                period = read_text(self._text(self.layout.fields[name]), "period", "", None).value
                if not isinstance(period, Period) or period.end is None:
                    continue
                if period.start is None or period.start.year == period.end.year:
                    self._year = period.end.year

    def _text(self, found: FoundField) -> str:
        if found.text is not None:
            return strip_whitespace(found.text)
        cell = self._index.cells.get(found.position)
        return strip_whitespace(cell.text) if cell else ""

    # Values

    def _is_named_above(self, name: str) -> bool:
        """Return True for the unit of a form that names it above instead: 填报单位：…."""
        roles = self._template.roles
        return name == roles.field(Role.UNIT) and roles.field(Role.FILER) in self.layout.fields

    def _read_field(self, name: str) -> None:
        field = self._template.fields[name]
        found = self.layout.fields.get(name)
        if found is None and self.layout.head and name in self.layout.head.fields:
            self._fields[name] = empty_value(field.kind)
            return
        if found is None:
            self._fields[name] = empty_value(field.kind)
            if field.declaration.required is True and not self._is_named_above(name):
                self._note("field-missing", (self._area.top, self._area.left), meant=field.official)
            return
        unit = self._unit_of(field, found) if field.kind in NUMBERS else ""
        if found.text is not None:
            text = without_prompt(found.text, field.prompts) if field.prompts else found.text
            reading = read_text(strip_whitespace(text), field.kind, unit, self._year)
            if reading.note == "amount-text":  # after its label, a number is always text
                reading = ParsedValue(reading.value)
        else:
            reading = self._reading(found.position, field.kind, unit, field.prompts)
        self._fields[name] = self._record(name, reading, found.position)

    def _unit_of(self, field: FieldTemplate, found: FoundField) -> str:
        """Return the unit that applies to a number."""
        if field.kind == "percent":
            return percent_unit(self._index, found.label)
        return (
            found.label.unit
            or field.declaration.money
            or (self._section_unit(field.under, found) if field.under else "")
            or self._unit
        )

    def _section_unit(self, under: tuple[str, ...], found: FoundField) -> str:
        """Return the unit after the label of the field's section: ``项目资金（万元）``."""
        label_cells = self._index.label_cells_in(under, self._area)
        return next(
            (label_cell.unit for label_cell in label_cells if label_cell.row <= found.label.row), ""
        )

    def _read_table(self, name: str) -> None:
        header = self.layout.headers.get(name)
        if header is None or self.layout.head:
            self._tables[name] = ()
            return
        rows = self._index, header, self._area, self.layout.stops[name]
        if known := known_rows(*rows):
            self._read_known_rows(*known)
        else:
            self._read_rows(find_rows(*rows))

    # Cells the form accounts for

    def _claim_labels(self) -> None:
        if self._template.ignored:
            self._claim_ignored()
        self._claimed |= self.layout.cells
        if head := self.layout.head:
            known = {*self._index.cells} - {*head.unknown_columns}
            self._claimed |= {at for at in known if head.top <= at[0] <= head.bottom}

    def _claim_ignored(self) -> None:
        """Claim the notes printed on the form, which are nobody's answer."""
        for row in range(self._area.top, self._area.bottom + 1):
            for column in self._index.columns(row, self._area):
                cell = self._index.cells[row, column]
                if type(cell.value) is str and self._template.is_ignored(cell.value):
                    self._claimed.add((row, column))

    def _note_other_numbers(self) -> None:
        """Note the labels whose numbers are not those of the official form: 1-6月 for 1-7月."""
        for position, label in self._index.labelled.items():
            official = self._template.other_numbers.get(label)
            if official and self._area.covers(*position):
                seen = strip_whitespace(self._index.cells[position].text)
                self._notes.append(Note("label-number", origin(position), seen, official))

    def _claim_undone_merges(self) -> None:
        """Claim copies of a cell to its right or below it, as left by an undone merge."""
        cells, claimed = self._index.cells, self._claimed
        for row in range(self._area.top, self._area.bottom + 1):
            for column in self._index.columns(row, self._area):
                position = row, column
                if position in claimed or column > self.layout.edge:
                    continue
                value: CellValue = cells[position].value
                for other in ((row, column - 1), (row - 1, column)):
                    if other in claimed and cells.get(other, cells[position]).value == value:
                        claimed.add(position)
                        break

    def _extent(self) -> Range:
        """Return the bounding rectangle of the cells accounted for, merges included."""
        claimed, index = self._claimed, self._index
        if not claimed:
            return self._area
        if len(claimed) == len(index.cells):  # the whole sheet, whose extent is known already
            return index.extent
        rows = {row for row, _ in claimed}
        columns = {column for _, column in claimed}
        return extent_of(rows, columns, claimed, index.sheet.merges)
