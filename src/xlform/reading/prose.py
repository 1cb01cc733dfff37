"""Reader of forms in prose (编报说明): paragraphs under headings to fields and tables.

The paragraphs are the rows of a sheet with one column. The template has the headings, the labels
and the text around each figure. Numbers such as 一、 and （1） are not part of a heading.
"""

from __future__ import annotations

from itertools import groupby

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Sheet, origin
from xlform.messages import translate
from xlform.model.submission import Form, Note, Row, Unread, Value
from xlform.reading.editions import edition_fit, printed_year
from xlform.reading.index import LabelCell
from xlform.reading.outline import COLUMN, Outline
from xlform.reading.passage import Line, Passage, Quote
from xlform.reading.regions import is_title, is_year
from xlform.reading.values import ParsedValue, empty_value, read_text, strip_whitespace
from xlform.template.declaration import ValueKind
from xlform.template.form import FieldTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold

_MAX_SHOWN = 20
# A title is among the first lines.
_TITLE_LINES = 5
# A hundred times a usual text.
MAX_CHARACTERS = 1_000_000
# An entry's number is at the start of its paragraph.
_MAX_NUMBER_END = 24


class ProseReading(msgspec.Struct, frozen=True):
    """Form in prose, and the paragraphs of its sheet that belong to no part of it."""

    form: Form
    unread: tuple[Unread, ...]


def read_prose(
    sheet: Sheet, templates: tuple[FormTemplate, ...], others: tuple[FormTemplate, ...]
) -> ProseReading | None:
    """Return the form in a sheet of one column; ``None`` if too few headings of any form are found.

    ``others`` are the templates of forms in cells, whose titles end the form.
    """
    if sum(len(cell.text) for cell in sheet.cells.values()) > MAX_CHARACTERS:
        return None
    found = [(template, Outline(sheet, template, others)) for template in templates]
    candidates = [
        (template, outline)
        for template, outline in found
        if len(outline.headings) >= template.declaration.recognise.least
    ]
    if candidates:
        texts = [cell.text for cell in sheet.cells.values()]
        year = printed_year(texts, [template for template, _ in candidates])
        template, outline = max(
            candidates,
            key=lambda candidate: (
                len(candidate[1].headings),
                any(is_title(candidate[0], fold(text)) for text in texts[:_TITLE_LINES]),
                edition_fit(candidate[0], year),
            ),
        )
        return _ProseReader(sheet, template, outline).read()
    return None


class _ProseReader:
    """State of one form while its parts are read in order."""

    def __init__(self, sheet: Sheet, template: FormTemplate, outline: Outline) -> None:
        self._sheet = sheet
        self._template = template
        self._outline = outline
        self._claimed = {*outline.headings.values(), *outline.subheading_rows}
        self._origins: dict[str, str] = {}
        self._notes: list[Note] = []
        self._sections: dict[tuple[str, ...], Passage | None] = {}
        self._year: int | None = None

    def read(self) -> ProseReading:
        title = self._read_top()
        self._note_headings()
        fields = {name: self._field(field) for name, field in self._template.fields.items()}
        tables = {name: self._table(table) for name, table in self._template.tables.items()}
        rows = sorted(self._claimed)
        form = Form(
            kind=self._template.kind,
            template=self._template.name,
            sheet=self._sheet.name,
            range=str(Range(rows[0], COLUMN, rows[-1], COLUMN)),
            title=title,
            year=self._year,
            fields=fields,
            tables=tables,
            origins=self._origins,
            notes=tuple(self._notes),
        )
        return ProseReading(form, tuple(self._unread()))

    # Above the first heading, and the headings

    def _read_top(self) -> str:
        title = ""
        for row in range(min(self._outline.headings.values())):
            text = self._text(row)
            folded = fold(text)
            titled = is_title(self._template, folded)
            if titled or (folded and is_year(self._template, folded)):
                self._claimed.add(row)
                self._find_year(folded)
            if titled and not title:
                title = strip_whitespace(text)
                self._origins["title"] = _cell_name(row)
        if not title:
            self._note("title-missing", min(self._outline.headings.values()))
        return title

    def _find_year(self, folded: str) -> None:
        for pattern in (*self._template.titles, *self._template.years):
            match = pattern.search(folded)
            if match and self._year is None and match.groupdict().get("year"):
                self._year = int(match["year"])

    def _note_headings(self) -> None:
        for label in self._template.declaration.recognise.labels:
            folded = fold(label)
            if text := self._outline.misspelt.get(folded):
                self._note("label-near", self._outline.headings[folded], text, label)
            elif folded not in self._outline.headings:
                self._note("table-missing", self._first, meant=label)

    # Fields

    def _field(self, field: FieldTemplate) -> Value:
        label_cell = self._outline.label_cell(field.labels)
        if label_cell is None and field.labels:
            return self._missing(field)
        passage = (
            self._text_after_label(field, label_cell) if label_cell else self._section(field.under)
        )
        if passage is None:
            return self._missing(field)
        quote = passage.find(field.find) if field.find else passage.full_text()
        if quote is None and label_cell is None:
            return self._missing(field)
        if quote is None and label_cell is not None:
            self._origins[field.name] = _cell_name(label_cell.row)
            return empty_value(field.kind)
        return self._record(field.name, field.kind, quote)

    def _text_after_label(self, field: FieldTemplate, label_cell: LabelCell) -> Passage:
        """Return the text after a label: in its paragraph, or up to the next label."""
        rows = self._outline.rows_of(label_cell)
        own_line = Line(label_cell.row, label_cell.rest or "")
        self._claimed.add(label_cell.row)
        following = [Line(row, self._text(row)) for row in rows[1:] if self._text(row)]
        if "section" in field.look:
            return Passage([own_line, *following])
        return Passage([own_line] if strip_whitespace(own_line.text) else following[:1])

    def _section(self, headings: tuple[str, ...]) -> Passage | None:
        """Return the paragraphs under a heading, up to the entries of a table."""
        if headings not in self._sections:
            self._sections[headings] = self._passage(headings)
        return self._sections[headings]

    def _passage(self, headings: tuple[str, ...]) -> Passage | None:
        rows = next((s for heading in headings if (s := self._outline.section(heading))), None)
        if rows is None:
            return None
        entry_rows = [
            start
            for table in self._template.tables.values()
            if table.under == headings
            for start in self._entry_rows(table, rows)
        ]
        last = min(entry_rows, default=rows.stop)
        return Passage(Line(row, self._text(row)) for row in range(rows.start, last))

    def _missing(self, field: FieldTemplate) -> Value:
        if field.declaration.required:
            self._note("field-missing", self._first, meant=field.official)
        return empty_value(field.kind)

    # Tables

    def _table(self, table: TableTemplate) -> tuple[Row, ...]:
        rows = next((s for label in table.under if (s := self._outline.section(label))), None)
        entry_rows = self._entry_rows(table, rows) if rows else []
        if rows is None or not entry_rows:
            self._note("table-missing", self._first, meant=table.official)
            return ()
        ends = [*entry_rows[1:], rows.stop]
        return tuple(
            self._entry(table, f"{table.name}[{number}]", range(start, end))
            for number, (start, end) in enumerate(zip(entry_rows, ends, strict=True))
        )

    def _entry_rows(self, table: TableTemplate, rows: range) -> list[int]:
        """Return the rows of a section that start with the number of an entry."""
        numbered = table.entry
        return [row for row in rows if numbered and numbered.match(_folded(self._text(row)))]

    def _entry(self, table: TableTemplate, path: str, rows: range) -> Row:
        first = Line(rows[0], self._outline.lines[rows[0]])
        lines = [first, *(Line(row, self._text(row)) for row in rows[1:] if self._text(row))]
        self._claimed.update(line.row for line in lines)
        passage = Passage(lines)
        row: dict[str, Value] = {}
        for name, column in table.columns.items():
            quote = passage.find(column.find)
            if quote is None:
                self._origins[f"{path}.{name}"] = _cell_name(rows[0])
                row[name] = empty_value(column.kind)
            else:
                row[name] = self._record(f"{path}.{name}", column.kind, quote)
        return row

    # Values

    def _record(self, path: str, kind: ValueKind, quote: Quote | None) -> Value:
        """Return the value of a quote; each further paragraph of it gets an origin of its own."""
        if quote is None:
            return empty_value(kind)
        self._claimed.update(quote.rows)
        for number, row in enumerate(quote.rows):
            self._origins[f"{path}[{number}]" if number else path] = _cell_name(row)
        reading = read_text(quote.text, kind, self._template.declaration.money, self._year)
        return self._record_note(path, reading, quote)

    def _record_note(self, path: str, reading: ParsedValue, quote: Quote) -> Value:
        if reading.note and reading.note != "amount-text":  # in a sentence, a number is always text
            self._origins[f"{path}.text"] = reading.source_text
            self._notes.append(
                Note(reading.note, _cell_name(quote.rows[0]), reading.source_text, path)
            )
        return reading.value

    def _note(self, code: str, row: int, text: str = "", meant: str = "") -> None:
        self._notes.append(Note(code, _cell_name(row), text, meant))

    @property
    def _first(self) -> int:
        return min(self._claimed)

    def _text(self, row: int) -> str:
        cell = self._sheet.cells.get((row, COLUMN))
        return cell.text if cell else ""

    def _unread(self) -> list[Unread]:
        """Return the paragraphs no part of the form accounts for, consecutive ones as one range.

        Empty lines do not separate them.
        """
        filled = [row for row in self._outline.lines if strip_whitespace(self._text(row))]
        return [
            self._unread_range([row for row, _ in group])
            for unclaimed, group in groupby(
                ((row, row not in self._claimed) for row in filled), key=lambda pair: pair[1]
            )
            if unclaimed
        ]

    def _unread_range(self, rows: list[int]) -> Unread:
        because = translate("unread.outside", seen=_excerpt(self._text(rows[0])))
        return Unread(self._sheet.name, because, str(Range(rows[0], COLUMN, rows[-1], COLUMN)))


def _cell_name(row: int) -> str:
    return origin((row, COLUMN))


def _folded(text: str) -> str:
    """Return the normalized start of a paragraph."""
    return Passage([Line(0, text[:_MAX_NUMBER_END])]).folded


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words[:_MAX_SHOWN] + ("…" if len(words) > _MAX_SHOWN else "")
