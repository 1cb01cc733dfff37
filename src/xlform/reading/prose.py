"""Reader of forms in prose (编报说明): paragraphs under headings to fields and tables.

The paragraphs are the cells of a sheet, in reading order. The template has the words of headings,
labels and amounts; how a paragraph is numbered tells nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Sheet, origin
from xlform.messages import translate
from xlform.model.submission import Form, Note, Row, Unread, Value
from xlform.reading.editions import edition_fit, printed_year, year_in
from xlform.reading.entries import Entry, entry_reader
from xlform.reading.outline import Outline
from xlform.reading.parts import Part, ended_by_amounts, parts_of
from xlform.reading.passage import Line, Passage, Quote, folded
from xlform.reading.regions import is_title, is_year
from xlform.reading.statements import Statement, amount_phrases
from xlform.reading.values import ParsedValue, empty_value, read_text, strip_whitespace
from xlform.template.declaration import ValueKind
from xlform.template.form import FieldTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold
from xlform.template.wording import wording_of
from xlform.values.money import unit_powers

_MAX_SHOWN = 20
# A hundred times a usual text.
MAX_CHARACTERS = 1_000_000
_STATED_YEAR = re.compile("(20[0-9]{2})年度?(?![0-9]{1,2}月)")
# The unit that signs below the text has a short line without punctuation, above the date.
_PUNCTUATION = frozenset("。;,:")
_SIGNATURE = 30
# A line such as （金额单位：元）.
_UNIT_LABEL = "单位"
_UNIT_LINE = 30
_DATE = 16


class ProseReading(msgspec.Struct, frozen=True):
    """Form in prose, and the paragraphs of its sheet that belong to no part of it."""

    form: Form
    unread: tuple[Unread, ...]


def read_prose(
    sheet: Sheet, templates: tuple[FormTemplate, ...], others: tuple[FormTemplate, ...]
) -> ProseReading | None:
    """Return the form in a sheet of paragraphs; ``None`` if it is none of ``templates``.

    A form is recognised by its title, or by its headings. ``others`` are all templates, those of
    forms in cells included, whose titles end the form.
    """
    lines = list(lines_of(sheet))
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        return None
    cells = tuple(template for template in others if not template.prose)
    found = [(template, Outline(lines, template, cells)) for template in templates]
    candidates = [(template, outline) for template, outline in found if outline.is_recognised]
    if not candidates:
        return None
    template, outline = candidates[0]
    if len(candidates) > 1:
        year = printed_year((line.text for line in lines), [one for one, _ in candidates])
        template, outline = max(
            candidates,
            key=lambda candidate: (
                len(candidate[1].headings),
                bool(candidate[1].title_lines),
                edition_fit(candidate[0], year),
            ),
        )
    return _ProseReader(sheet, lines, template, outline).read()


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """Yield the paragraphs of a sheet: its cells, each line of them; the cells of a row are one."""
    last = 0
    for (row, column), cell in sheet.cells.items():
        text = cell.text
        for number, part in enumerate(text.split("\n") if "\n" in text else (text,)):
            yield Line(row, part, column, joined=row == last and not number)
        last = row


class _ProseReader:
    """State of one form while its parts are read in order."""

    def __init__(
        self, sheet: Sheet, lines: Sequence[Line], template: FormTemplate, outline: Outline
    ) -> None:
        self._sheet = sheet
        self._lines = lines
        self._template = template
        self._wording = wording_of(template)
        self._outline = outline
        self._claimed = {heading.line for heading in outline.headings.values()}
        self._origins: dict[str, str] = {}
        self._notes: list[Note] = []
        self._year: int | None = None
        self._money = self._money_unit()
        self._sections: dict[tuple[str, ...], tuple[list[Line], list[int], set[int]]] = {}
        self._numbers: dict[tuple[int, int], list[int]] = {}
        for number, line in enumerate(lines):
            self._numbers.setdefault(line.position, []).append(number)
        phrases = amount_phrases(self._wording, template.fingerprint[:1])
        texts = {name for name, field in template.fields.items() if "section" in field.look}
        self._parts = ended_by_amounts(parts_of(outline.front(), self._wording), texts, phrases)
        self._claimed.update(part.label_line for part in self._parts if part.label is not None)
        self._entries = {
            table.under: entry_reader(table, self._wording) for table in template.tables.values()
        }

    def read(self) -> ProseReading:
        title = self._read_top()
        self._note_headings()
        stated = self._statements()
        fields = {name: self._field(field, stated) for name, field in self._template.fields.items()}
        tables = {name: self._table(table) for name, table in self._template.tables.items()}
        rows = sorted(self._lines[number].row for number in self._claimed) or [1]
        columns = sorted({self._lines[number].column for number in self._claimed}) or [1]
        form = Form(
            kind=self._template.kind,
            template=self._template.name,
            sheet=self._sheet.name,
            range=str(Range(rows[0], columns[0], rows[-1], columns[-1])),
            title=title,
            year=self._year,
            fields=fields,
            tables=tables,
            origins=self._origins,
            notes=tuple(self._notes),
        )
        return ProseReading(form, tuple(self._unread()))

    # Above the first heading, and the headings

    def _money_unit(self) -> str:
        """Return the unit of amounts without one: as a line of the text says, or as declared."""
        for line in self._lines:
            if len(line.text) <= _UNIT_LINE and _UNIT_LABEL in line.text:
                written = folded(line.text).rpartition(_UNIT_LABEL)[2].strip(":()")
                if written in unit_powers():
                    return written
        return self._template.declaration.money

    def _read_top(self) -> str:
        lines = self._outline.title_lines
        title = self._outline.title
        if lines:
            self._claimed.update(lines)
            self._origins["title"] = self._cell(lines.start)
            self._find_year(fold(title))
        else:
            self._note("title-missing", self._first)
        headings = [heading.line for heading in self._outline.headings.values()]
        for number in range(min(headings, default=self._first)):
            text = fold(self._lines[number].text)
            if text and (is_year(self._template, text) or is_title(self._template, text)):
                self._claimed.add(number)
                self._find_year(text)
        if self._year is None:
            self._year = self._stated_year()
        return title

    def _stated_year(self) -> int | None:
        """Return the year of the first sentence on amounts: 2023年收入10万元."""
        passage = self._amount_passage(self._template.fingerprint[:1])
        found = _STATED_YEAR.search(passage.folded)
        return int(found[1]) if found else None

    def _find_year(self, text: str) -> None:
        for pattern in (*self._template.titles, *self._template.years):
            match = pattern.search(text)
            if match and self._year is None:
                self._year = year_in(match)

    def _note_headings(self) -> None:
        for label in self._template.declaration.recognise.labels:
            heading = self._outline.headings.get(fold(label))
            if heading is None:
                self._note("table-missing", self._first, meant=label)
            elif not heading.exact:
                self._note("label-near", heading.line, heading.words, label)

    # Fields

    def _statements(self) -> dict[str, tuple[Passage, Statement]]:
        """Return the amounts of the fields, those of each section from its own paragraphs."""
        found: dict[str, tuple[Passage, Statement]] = {}
        for under in dict.fromkeys(field.under for field in self._template.fields.values()):
            if self._wording.amount_fields(under):
                passage = self._amount_passage(under)
                stated = amount_phrases(self._wording, under).statements(passage.folded)
                found |= {name: (passage, statement) for name, statement in stated.items()}
        return found

    def _amount_passage(self, under: tuple[str, ...]) -> Passage:
        """Return the paragraphs with a section's amounts: up to the entries, labelled texts not."""
        if under == self._template.fingerprint[:1] or not under:
            return Passage(
                line for part in self._parts for line in part.whole[self._label_lines(part) :]
            )
        lines, starts, _ = self._entry_lines(under)
        return Passage(lines[: starts[0]] if starts else lines)

    def _label_lines(self, part: Part) -> int:
        """Return how many paragraphs of a part are the text of its label's field."""
        field = self._template.fields.get(part.label or "")
        if field is None:
            return 0
        if "section" in field.look:
            return len(part.lines)
        filled = [n for n, line in enumerate(part.lines) if strip_whitespace(line.text)]
        return filled[0] + 1 if filled else len(part.lines)

    def _field(self, field: FieldTemplate, stated: dict[str, tuple[Passage, Statement]]) -> Value:
        if field.name in stated:
            return self._amount(field.name, *stated[field.name])
        if field.labels and not field.under:
            return self._labelled(field)
        quote = self._amount_passage(field.under).find(field.find) if field.find else None
        return self._record(field.name, field.kind, quote) if quote else self._missing(field)

    def _labelled(self, field: FieldTemplate) -> Value:
        """Return the text after a label, or below a heading that is the label."""
        for label in field.labels:
            if label in self._outline.headings:
                lines = self._outline.section(label) or []
                return self._record(field.name, field.kind, Passage(lines).full_text())
        part = next((part for part in self._parts if part.label == field.name), None)
        if part is None:
            return self._missing(field)
        lines = part.lines
        if "section" not in field.look:
            lines = [line for line in part.lines if strip_whitespace(line.text)][:1]
            lines = [
                msgspec.structs.replace(line, text=_first_sentence(line.text)) for line in lines
            ]
        passage = Passage(lines)
        quote = passage.find(field.find) if field.find else passage.full_text()
        if quote is None:
            self._origins[field.name] = self._cell(part.label_line)
            return empty_value(field.kind)
        return self._record(field.name, field.kind, quote)

    def _missing(self, field: FieldTemplate) -> Value:
        if field.declaration.required is True:
            self._note("field-missing", self._first, meant=field.official)
        return empty_value(field.kind)

    # Tables

    def _table(self, table: TableTemplate) -> tuple[Row, ...]:
        lines, starts, groups = self._entry_lines(table.under)
        reader = self._entries[table.under]
        if not starts:
            self._note("table-missing", self._first, meant=table.official)
            return ()
        rows: list[Row] = []
        for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
            for line in lines[start:stop]:
                self._claimed.update(self._numbers[line.position])
            own = [lines[n] for n in range(start, stop) if n not in groups]
            entry = reader.entry(own)
            rows.append(self._row(table, f"{table.name}[{number}]", entry))
        return tuple(rows)

    def _entry_lines(self, under: tuple[str, ...]) -> tuple[list[Line], list[int], set[int]]:
        """Return the paragraphs of a section, those that start an entry, headings over several."""
        if under not in self._sections:
            lines = next((s for heading in under if (s := self._outline.section(heading))), [])
            lines = lines[: self._closing(lines)]
            reader = self._entries.get(under)
            self._sections[under] = reader.divide(lines) if reader else (lines, [], set())
        return self._sections[under]

    def _closing(self, lines: Sequence[Line]) -> int:
        """Return where the lines below a text begin: the unit that signs it, the date, 附件."""
        texts = [folded(line.text) for line in lines]
        annexes = (n for n, text in enumerate(texts) if text.startswith(self._wording.annex))
        end = next(annexes, len(lines))
        filled = [number for number in range(end) if texts[number]]
        is_signed = bool(filled) and _is_date(texts[filled[-1]])
        while filled:
            text = texts[filled[-1]]
            is_signature = len(text) <= _SIGNATURE and _PUNCTUATION.isdisjoint(text)
            if not (text.startswith(self._wording.closing) or (is_signed and is_signature)):
                break
            end = filled.pop()
        return end

    def _row(self, table: TableTemplate, path: str, entry: Entry) -> Row:
        row: dict[str, Value] = {}
        for name, column in table.columns.items():
            quote = entry.passage.find(column.find) if column.find else None
            if quote is None and name in entry.spans:
                quote = entry.passage.quote(*entry.spans[name])
            if quote is None:
                self._origins[f"{path}.{name}"] = origin(entry.passage.lines[0].position)
                row[name] = empty_value(column.kind)
            elif name in entry.unreadable:
                row[name] = self._unreadable(f"{path}.{name}", quote)
            else:
                row[name] = self._record(f"{path}.{name}", column.kind, quote)
        return row

    # Values

    def _amount(self, name: str, passage: Passage, statement: Statement) -> Value:
        quote = passage.quote(statement.start, statement.end)
        if quote is None or statement.readable:
            return self._record(name, "amount", quote)
        return self._unreadable(name, quote)

    def _unreadable(self, path: str, quote: Quote) -> Value:
        self._origins[path] = origin(quote.cells[0])
        return self._record_note(path, ParsedValue(None, quote.text, "amount-unreadable"), quote)

    def _record(self, path: str, kind: ValueKind, quote: Quote | None) -> Value:
        """Return the value of a quote; each further paragraph of it gets an origin of its own."""
        if quote is None:
            return empty_value(kind)
        self._claim(quote)
        for number, cell in enumerate(quote.cells):
            self._origins[f"{path}[{number}]" if number else path] = origin(cell)
        reading = read_text(quote.text, kind, self._money, self._year)
        return self._record_note(path, reading, quote)

    def _record_note(self, path: str, reading: ParsedValue, quote: Quote) -> Value:
        self._claim(quote)
        if reading.note and reading.note != "amount-text":  # in a sentence, a number is always text
            self._origins[f"{path}.text"] = reading.source_text
            self._notes.append(
                Note(reading.note, origin(quote.cells[0]), reading.source_text, path)
            )
        return reading.value

    def _claim(self, quote: Quote) -> None:
        for cell in quote.cells:
            self._claimed.update(self._numbers[cell])

    def _note(self, code: str, line: int, text: str = "", meant: str = "") -> None:
        self._notes.append(Note(code, self._cell(line), text, meant))

    @property
    def _first(self) -> int:
        """Return the number of the first line of the form."""
        title = self._outline.title_lines
        lines = [heading.line for heading in self._outline.headings.values()]
        return min([*lines, title.start if title else len(self._lines) - 1])

    def _cell(self, line: int) -> str:
        return origin(self._lines[line].position)

    def _unread(self) -> Iterator[Unread]:
        """Yield the paragraphs no part of the form accounts for, consecutive ones as one range.

        Empty lines do not separate them.
        """
        filled = [n for n, line in enumerate(self._lines) if strip_whitespace(line.text)]
        for claimed, group in groupby(filled, key=self._claimed.__contains__):
            if not claimed:
                lines = [self._lines[number] for number in group]
                because = translate("unread.outside", seen=_excerpt(lines[0].text))
                columns = [line.column for line in lines]
                area = Range(lines[0].row, min(columns), lines[-1].row, max(columns))
                yield Unread(self._sheet.name, because, str(area))


def _first_sentence(text: str) -> str:
    return strip_whitespace(text).split("。")[0].rstrip("；;，,")


def _is_date(text: str) -> bool:
    """Return True for a day or month alone: 2023年1月5日, 二〇二三年一月."""
    is_dated = text.startswith(("20", "二〇", "二零", "二○", "二O")) and "年" in text
    return is_dated and len(text) <= _DATE and text.endswith(("日", "月"))


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words[:_MAX_SHOWN] + ("…" if len(words) > _MAX_SHOWN else "")
