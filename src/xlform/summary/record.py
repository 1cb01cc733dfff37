"""The record of one file: its rows in the tables of :mod:`xlform.summary.layout`, as bytes.

A record does not depend on where the file is, so that a process, a machine and a cache give the
same bytes for the same content. Its rows stay encoded until they are written.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from xlform.grid.model import plain
from xlform.model.findings import Finding
from xlform.model.submission import Form, Note, Period, Submission, Target, Value
from xlform.rules.batch_index import SubmissionSummary, summarize_submission
from xlform.rules.unit_names import Words
from xlform.summary.layout import Layout, TableColumn, table_names
from xlform.summary.paper_copies import kind_of
from xlform.template.form import FormTemplate

Plain = str | int | None
Row = tuple[Plain, ...]

_NO_TARGET: Final = (None,) * 7
_encoder: Final = msgspec.msgpack.Encoder()
_column_decoder: Final = msgspec.msgpack.Decoder(list[Plain])
# A missing value (MessagePack: nil).
_BLANK: Final = b"\xc0"


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one table and their number: an array of columns, each of them encoded for itself.

    A column is its values one after the other, so that those of several files are joined without
    being decoded; a column of blanks has no bytes. The process that collects records looks at none
    of them.
    """

    table: str
    count: int
    columns: bytes


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A file that was read and checked, or the sentence that says why it was not.

    ``counts`` are of the findings by severity, ``forms`` is the number of forms; ``entry`` is the
    file's :class:`.SubmissionSummary`, encoded, without its path and name. ``kind`` is the format
    (``xlsx``, ``docx`` …). ``no_forms`` goes with a ``problem``: as far as can be seen the file
    holds no forms at all, where others may hold some and are damaged or locked; ``code`` is that of
    the problem.
    """

    sha256: str = ""
    unit: str = ""
    year: int | None = None
    forms: int = 0
    counts: dict[str, int] = {}
    entry: bytes = b""
    parts: tuple[Part, ...] = ()
    problem: str = ""
    kind: str = ""
    no_forms: bool = False
    code: str = ""


_decoder: Final = msgspec.msgpack.Decoder(Record)


def encoded(record: Record) -> bytes:
    """Return the record as MessagePack."""
    return _encoder.encode(record)


def decoded(data: bytes) -> Record:
    """Return the record in such bytes; raises ``msgspec.MsgspecError`` for others."""
    return _decoder.decode(data)


def encoded_rows(table: str, rows: list[Row]) -> Part:
    """Return rows as the part of a table."""
    start = len(_array_start(len(rows)))
    columns = [_encoded_column(column, start) for column in zip(*rows, strict=True)]
    return Part(table, len(rows), _encoder.encode(columns))


def _encoded_column(column: Row, start: int) -> bytes:
    """Return the values of a column; ``start`` bytes of an array come before them."""
    # Many columns have no value in any row: those of other templates, figures that are texts.
    if column.count(None) == len(column):
        return b""
    try:
        return _encoder.encode(column)[start:]
    except UnicodeEncodeError:
        return _encoder.encode(tuple(map(_storable_value, column)))[start:]


def joined_columns(parts: Sequence[tuple[int, Sequence[bytes]]]) -> tuple[bytes, ...]:
    """Return the columns of several parts of one table, each given as its rows and columns."""
    blanks = [_BLANK * count for count, _ in parts]
    columns = zip(*(columns for _, columns in parts), strict=True)
    return tuple(
        b"".join([each or blank for each, blank in zip(column, blanks, strict=True)])
        if any(column)
        else b""
        for column in columns
    )


def decoded_column(encoded_values: bytes, count: int) -> list[Plain]:
    """Return the values of an encoded column."""
    if not encoded_values:
        return [None] * count
    return _column_decoder.decode(_array_start(count) + encoded_values)


def _array_start(count: int) -> bytes:
    """Return the bytes before the items of an array (MessagePack: fixarray, array 16, array 32)."""
    if count < 1 << 4:
        return bytes((0x90 | count,))
    if count < 1 << 16:
        return b"\xdc" + count.to_bytes(2, "big")
    return b"\xdd" + count.to_bytes(4, "big")


def encodable(text: str) -> str:
    """Return text that UTF-8 can hold: a lone surrogate, from a file name in GBK, becomes �."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _storable_value(value: Plain) -> Plain:
    return encodable(value) if isinstance(value, str) else value


def failed_record(
    problem: str, sha256: str = "", *, no_forms: bool = False, code: str = ""
) -> Record:
    """Return the record of a file that could not be read."""
    return Record(sha256, problem=encodable(problem), no_forms=no_forms, code=code)


class RecordBuilder:
    """Makes records of reports, from templates, the layouts derived from them, and word lists."""

    def __init__(
        self, templates: Iterable[FormTemplate], layouts: dict[str, Layout], words: Words
    ) -> None:
        self._words = words
        self._templates = {template.name: template for template in templates}
        self._names = table_names(self._templates.values())
        self._layouts = layouts
        self._row_builders: dict[tuple[str, str], _RowBuilder] = {}

    def record(self, found: Submission, findings: Iterable[Finding]) -> Record:
        """Return the record of a file that was read and checked."""
        findings = tuple(findings)
        return Record(
            sha256=found.source.sha256,
            unit=encodable(found.unit),
            year=found.year,
            forms=len(found.forms),
            counts=dict(Counter(finding.severity for finding in findings)),
            entry=_encoder.encode(_summary_without_name(found, self._words, self._templates)),
            parts=tuple(
                encoded_rows(table, rows)
                for table, rows in self._rows(found, findings).items()
                if rows
            ),
            kind=kind_of(found),
        )

    def _rows(self, found: Submission, findings: Iterable[Finding]) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {
            "forms": [],
            "findings": [finding_row(finding) for finding in findings],
        }
        rows["notes"] = []
        rows["unread"] = [(part.sheet, part.range, part.because) for part in found.unread]
        for number, form in enumerate(found.forms, 1):
            year = form.year or found.year
            rows["forms"].append(_form_row(number, form, year))
            place: Row = (number, form.template, form.sheet, form.range, year, _head_cell(form))
            of_kind = self._row_builder(form, "").row(place, form, "", form.fields)
            rows.setdefault(self._names.of_kind(form.kind), []).append(of_kind)
            for table in form.tables:
                name = self._names.of_table(form.kind, table)
                rows.setdefault(name, []).extend(self._table_rows(number, year, form, table))
            rows["notes"] += [_note_row(number, form, note) for note in form.notes]
        return rows

    def _table_rows(self, number: int, year: int | None, form: Form, table: str) -> Iterator[Row]:
        builder = self._row_builder(form, table)
        about = tuple(_text_of(form.fields.get(field)) for field in builder.about)
        for n, row in enumerate(form.tables[table]):
            path = f"{table}[{n}]."
            cells = (form.origins.get(path + name) for name in builder.leaves)
            cell = next(filter(None, cells), "")
            place = (number, n + 1, form.kind, form.sheet, year, cell, *about)
            yield builder.row(place, form, path, row)

    def _row_builder(self, form: Form, table: str) -> _RowBuilder:
        """Return what makes the rows of a template's form or table, made once."""
        key = form.template, table
        if key not in self._row_builders:
            template = self._templates[form.template]
            name = (
                self._names.of_table(form.kind, table) if table else self._names.of_kind(form.kind)
            )
            self._row_builders[key] = _RowBuilder(self._layouts[name], template, table)
        return self._row_builders[key]


class _RowBuilder:
    """Makes the rows of a table from one template's forms."""

    def __init__(self, layout: Layout, template: FormTemplate, table: str) -> None:
        self.about = tuple(column.about for column in layout.columns if column.about)
        declared = template.tables[table].columns if table else {}
        self.leaves = tuple(column.name for column in declared.values() if not column.stub)
        own = frozenset(template.names(table))
        places = {n: column for n, column in enumerate(layout.columns) if column.field in own}
        self._blank = (None,) * sum(1 for column in layout.columns if column.field)
        # Columns that only other templates have stay blank.
        self._cells = tuple((n, c.field) for n, c in places.items() if c.part == "cell")
        self._values = tuple(
            (n, column.field, _splitter(column, layout.columns))
            for n, column in places.items()
            if column.part == "text"
        )

    def row(self, place: Row, form: Form, path: str, values: Mapping[str, Value]) -> Row:
        """Return place, values and cells of one entry whose values' paths begin with ``path``."""
        row: list[Plain] = [*place, *self._blank]
        for n, name, split in self._values:
            value = values.get(name)
            if split:
                parts = split(value)
                row[n : n + len(parts)] = parts
            else:  # nearly every value is text already
                row[n] = value if type(value) is str else _text_of(value)
        origins = form.origins
        for n, name in self._cells:
            row[n] = origins.get(path + name)
        return tuple(row)


def _splitter(field: TableColumn, columns: Iterable[TableColumn]) -> Callable[[Value], Row] | None:
    """Return what splits a field's value into its columns; ``None`` where there is one."""
    parts = {column.part for column in columns if column.field == field.field}
    if "comparator" in parts:
        return _target
    return _period if "start" in parts else None


def _target(value: Value) -> Row:
    if not isinstance(value, Target):
        return (_text_of(value), *_NO_TARGET)
    return (
        value.text,
        value.comparator,
        _figure(value.value),
        value.unit,
        value.type,
        _figure(value.low),
        _figure(value.high),
        _day(value.date),
    )


def _period(value: Value) -> Row:
    if not isinstance(value, Period):
        return (_text_of(value), None, None)
    return value.text, _day(value.start), _day(value.end)


def _text_of(value: Value) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return value.text if isinstance(value, Target | Period) else value


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _form_row(number: int, form: Form, year: int | None) -> Row:
    unit = form.fields.get("unit")
    return (
        number,
        form.kind,
        form.template,
        form.sheet,
        form.range,
        form.title,
        year,
        unit if isinstance(unit, str) else "",
        _head_cell(form),
    )


def finding_row(finding: Finding) -> Row:
    """Return a finding as a row of ``findings``."""
    return (
        finding.code,
        finding.name,
        finding.severity,
        finding.message,
        finding.sheet,
        finding.cell,
        finding.expected,
        finding.actual,
        finding.help,
        finding.id,
        finding.fix.safety if finding.fix else "",
    )


def _note_row(number: int, form: Form, note: Note) -> Row:
    return number, form.sheet, note.cell, note.code, note.seen, note.meant


def _head_cell(form: Form) -> str:
    return form.origins.get("title") or form.range.partition(":")[0]


def _summary_without_name(
    found: Submission, words: Words, templates: Mapping[str, FormTemplate]
) -> SubmissionSummary:
    """Return the file's summary without its name."""
    summary = summarize_submission("", found, words, templates)
    return msgspec.structs.replace(summary, name="")
