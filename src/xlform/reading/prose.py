"""A form told in paragraphs under headings (编报说明): its figures, its texts, its entries.

The paragraphs are the rows of a sheet with one column; headings, labels and the words around each
figure are the template's. Numbers such as 一、 and （1） are no part of a heading.
"""

from __future__ import annotations

from itertools import groupby

import msgspec

from xlform.grid.model import Sheet, origin
from xlform.messages import translate
from xlform.model.submission import Form, Note, Row, Unread, Value
from xlform.ooxml.address import Range
from xlform.reading.editions import fit, year_told
from xlform.reading.index import Spot
from xlform.reading.outline import COLUMN, Outline
from xlform.reading.passage import Line, Passage, Quote
from xlform.reading.regions import is_title, is_year
from xlform.reading.values import Reading, empty_value, read_text, stripped
from xlform.template.declaration import ValueKind
from xlform.template.form import FieldTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold

_SHOWN = 20
# A hundred times what anybody writes.
CHARACTERS_AT_MOST = 1_000_000
# An entry's number stands at the very beginning of its paragraph.
_NUMBER_WITHIN = 24


class ReadProse(msgspec.Struct, frozen=True):
    """A form told in prose, and the paragraphs of its sheet that belong to no part of it."""

    form: Form
    unread: tuple[Unread, ...]


def read_prose(
    sheet: Sheet, templates: tuple[FormTemplate, ...], others: tuple[FormTemplate, ...]
) -> ReadProse | None:
    """The form a sheet of one column tells; ``None`` where it has too few of any one's headings.

    ``others`` are the templates of forms in cells, whose titles end it.
    """
    if sum(len(cell.text) for cell in sheet.cells.values()) > CHARACTERS_AT_MOST:
        return None
    found = [(template, Outline(sheet, template, others)) for template in templates]
    told = [
        (template, outline)
        for template, outline in found
        if len(outline.headings) >= template.declaration.recognise.least
    ]
    if told:
        texts = [cell.text for cell in sheet.cells.values()]
        template, outline = max(
            told, key=lambda one: (len(one[1].headings), fit(one[0], year_told(texts, one[0])))
        )
        return _ProseReader(sheet, template, outline).read()
    return None


class _ProseReader:
    """Holds what is known of a form while its parts are read, one after the other."""

    def __init__(self, sheet: Sheet, template: FormTemplate, outline: Outline) -> None:
        self._sheet = sheet
        self._template = template
        self._outline = outline
        self._claimed = {*outline.headings.values(), *outline.lesser}
        self._origins: dict[str, str] = {}
        self._notes: list[Note] = []
        self._sections: dict[tuple[str, ...], Passage | None] = {}
        self._year: int | None = None

    def read(self) -> ReadProse:
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
        return ReadProse(form, tuple(self._unread()))

    # What stands above the first heading, and the headings

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
                title = stripped(text)
                self._origins["title"] = _place(row)
        if not title:
            self._note("title-missing", min(self._outline.headings.values()))
        return title

    def _find_year(self, folded: str) -> None:
        for pattern in (*self._template.titles, *self._template.years):
            match = pattern.search(folded)
            if match and match["year"] and self._year is None:
                self._year = int(match["year"])

    def _note_headings(self) -> None:
        for label in self._template.declaration.recognise.labels:
            folded = fold(label)
            if seen := self._outline.near.get(folded):
                self._note("label-near", self._outline.headings[folded], seen, label)
            elif folded not in self._outline.headings:
                self._note("table-missing", self._first, meant=label)

    # Fields

    def _field(self, field: FieldTemplate) -> Value:
        spot = self._outline.spot(field.labels)
        if spot is None and field.labels:
            return self._missing(field)
        passage = self._behind(field, spot) if spot else self._section(field.under)
        if passage is None:
            return self._missing(field)
        quote = passage.find(field.find) if field.find else passage.whole()
        if quote is None and spot is None:
            return self._missing(field)
        if quote is None and spot is not None:
            self._origins[field.name] = _place(spot.row)
            return empty_value(field.kind)
        return self._kept(field.name, field.kind, quote)

    def _behind(self, field: FieldTemplate, spot: Spot) -> Passage:
        """What stands behind a label: in its paragraph, or as far as the next label."""
        rows = self._outline.rows_of(spot)
        own = Line(spot.row, spot.rest or "")
        self._claimed.add(spot.row)
        following = [Line(row, self._text(row)) for row in rows[1:] if self._text(row)]
        if "section" in field.look:
            return Passage([own, *following])
        return Passage([own] if stripped(own.text) else following[:1])

    def _section(self, headings: tuple[str, ...]) -> Passage | None:
        """The paragraphs under a heading, as far as the entries of a table that stands there."""
        if headings not in self._sections:
            self._sections[headings] = self._passage(headings)
        return self._sections[headings]

    def _passage(self, headings: tuple[str, ...]) -> Passage | None:
        rows = next((s for heading in headings if (s := self._outline.section(heading))), None)
        if rows is None:
            return None
        starts = [
            start
            for table in self._template.tables.values()
            if table.under == headings
            for start in self._starts(table, rows)
        ]
        last = min(starts, default=rows.stop)
        return Passage(Line(row, self._text(row)) for row in range(rows.start, last))

    def _missing(self, field: FieldTemplate) -> Value:
        if field.declaration.required:
            self._note("field-missing", self._first, meant=field.official)
        return empty_value(field.kind)

    # Tables

    def _table(self, table: TableTemplate) -> tuple[Row, ...]:
        rows = next((s for label in table.under if (s := self._outline.section(label))), None)
        starts = self._starts(table, rows) if rows else []
        if rows is None or not starts:
            self._note("table-missing", self._first, meant=table.official)
            return ()
        ends = [*starts[1:], rows.stop]
        return tuple(
            self._entry(table, f"{table.name}[{number}]", range(start, end))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        )

    def _starts(self, table: TableTemplate, rows: range) -> list[int]:
        """The paragraphs of a section that carry the number of an entry."""
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
                self._origins[f"{path}.{name}"] = _place(rows[0])
                row[name] = empty_value(column.kind)
            else:
                row[name] = self._kept(f"{path}.{name}", column.kind, quote)
        return row

    # Values

    def _kept(self, path: str, kind: ValueKind, quote: Quote | None) -> Value:
        """The value of a quote; each paragraph after its first has an origin of its own."""
        if quote is None:
            return empty_value(kind)
        self._claimed.update(quote.rows)
        for number, row in enumerate(quote.rows):
            self._origins[f"{path}[{number}]" if number else path] = _place(row)
        reading = read_text(quote.text, kind, self._template.declaration.money, self._year)
        return self._noted(path, reading, quote)

    def _noted(self, path: str, reading: Reading, quote: Quote) -> Value:
        if reading.note and reading.note != "amount-text":  # in a sentence, a number is words
            self._origins[f"{path}.text"] = reading.own_text
            self._notes.append(Note(reading.note, _place(quote.rows[0]), reading.own_text, path))
        return reading.value

    def _note(self, code: str, row: int, seen: str = "", meant: str = "") -> None:
        self._notes.append(Note(code, _place(row), seen, meant))

    @property
    def _first(self) -> int:
        return min(self._claimed)

    def _text(self, row: int) -> str:
        cell = self._sheet.cells.get((row, COLUMN))
        return cell.text if cell else ""

    def _unread(self) -> list[Unread]:
        """The paragraphs that no part of the form answers for, those that follow each other as one.

        A blank line between two does not part them.
        """
        filled = [row for row in self._outline.lines if stripped(self._text(row))]
        return [
            self._told([row for row, _ in group])
            for left, group in groupby(
                ((row, row not in self._claimed) for row in filled), key=lambda pair: pair[1]
            )
            if left
        ]

    def _told(self, rows: list[int]) -> Unread:
        because = translate("unread.outside", seen=_shown(self._text(rows[0])))
        return Unread(self._sheet.name, because, str(Range(rows[0], COLUMN, rows[-1], COLUMN)))


def _place(row: int) -> str:
    return origin((row, COLUMN))


def _folded(text: str) -> str:
    """The beginning of a paragraph as patterns see it."""
    return Passage([Line(0, text[:_NUMBER_WITHIN])]).folded


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return words[:_SHOWN] + ("…" if len(words) > _SHOWN else "")
