"""What one file becomes: its rows in the tables of :mod:`xlform.summary.layout`, as bytes.

A record holds nothing of where the file lies, so that a process, a machine and a cache hand over
the very same bytes for the same content. Its rows stay encoded until somebody writes them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

import msgspec

from xlform.grid.model import plain
from xlform.model.findings import Finding
from xlform.model.submission import Form, Note, Period, Submission, Target, Value
from xlform.rules.batch_index import SubmissionSummary, summarize_submission
from xlform.rules.unit_names import Words
from xlform.summary.layout import ABOUT, Heading, Layout, table_name
from xlform.template.form import FormTemplate

Plain = str | int | None
Row = tuple[Plain, ...]

_NO_TARGET: Final = (None,) * 7
_encoder: Final = msgspec.msgpack.Encoder()
_rows_decoder: Final = msgspec.msgpack.Decoder(list[tuple[Plain, ...]])


class Part(msgspec.Struct, frozen=True, array_like=True):
    """The rows of one table, encoded, and how many they are."""

    table: str
    count: int
    rows: bytes


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A file read and checked, or the sentence that says why it was not.

    ``counts`` are of the findings by severity, ``forms`` is how many forms were read; ``entry`` is
    the file's :class:`.SubmissionSummary`, encoded, without its path and name. ``kind`` is
    what the file is (``xlsx``, ``docx`` …). ``formless`` is said with a ``problem``: as far as can
    be told it holds no forms at all, where others may hold some and are damaged or locked.
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
    formless: bool = False


_decoder: Final = msgspec.msgpack.Decoder(Record)


def encoded(record: Record) -> bytes:
    """The record as MessagePack."""
    return _encoder.encode(record)


def decoded(data: bytes) -> Record:
    """The record in such bytes; ``msgspec.MsgspecError`` for others."""
    return _decoder.decode(data)


def decoded_rows(data: bytes) -> list[Row]:
    """The rows of a part."""
    return _rows_decoder.decode(data)


def encoded_rows(table: str, rows: list[Row]) -> Part:
    """Rows as the part of a table."""
    try:
        data = _encoder.encode(rows)
    except UnicodeEncodeError:
        data = _encoder.encode([tuple(map(_storable_value, row)) for row in rows])
    return Part(table, len(rows), data)


def storable(text: str) -> str:
    """Text as it can be kept: half a sign, as a name in another encoding has, becomes �."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _storable_value(value: Plain) -> Plain:
    return storable(value) if isinstance(value, str) else value


def refused(problem: str, sha256: str = "", *, formless: bool = False) -> Record:
    """The record of a file that could not be read."""
    return Record(sha256, problem=storable(problem), formless=formless)


class Recorder:
    """Makes records of reports, by templates, the layouts derived from them, and word lists."""

    def __init__(
        self, templates: Iterable[FormTemplate], layouts: dict[str, Layout], words: Words
    ) -> None:
        self._words = words
        self._templates = {template.name: template for template in templates}
        self._layouts = layouts
        self._plans: dict[tuple[str, str], _Plan] = {}

    def record(self, found: Submission, findings: Iterable[Finding]) -> Record:
        """The record of a file that was read and checked."""
        findings = tuple(findings)
        return Record(
            sha256=found.source.sha256,
            unit=storable(found.unit),
            year=found.year,
            forms=len(found.forms),
            counts=dict(Counter(finding.severity for finding in findings)),
            entry=_encoder.encode(_bare_entry(found, self._words)),
            parts=tuple(
                encoded_rows(table, rows)
                for table, rows in self._rows(found, findings).items()
                if rows
            ),
            kind=found.source.format,
        )

    def _rows(self, found: Submission, findings: Iterable[Finding]) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {
            "forms": [],
            "findings": [finding_row(one) for one in findings],
        }
        rows["notes"] = []
        rows["unread"] = [(one.sheet, one.range, one.because) for one in found.unread]
        for number, form in enumerate(found.forms, 1):
            year = form.year or found.year
            rows["forms"].append(_form_row(number, form, year))
            place: Row = (number, form.template, form.sheet, form.range, year, _head(form))
            of_kind = self._plan(form, "").row(place, form, "", form.fields)
            rows.setdefault(form.kind, []).append(of_kind)
            for table in form.tables:
                name = table_name(self._templates[form.template], table)
                rows.setdefault(name, []).extend(self._entries(number, year, form, table))
            rows["notes"] += [_note_row(number, form, note) for note in form.notes]
        return rows

    def _entries(self, number: int, year: int | None, form: Form, table: str) -> Iterator[Row]:
        plan = self._plan(form, table)
        about = tuple(_words(form.fields.get(name)) for name in plan.about)
        for n, row in enumerate(form.tables[table]):
            path = f"{table}[{n}]."
            cells = (form.origins.get(path + name) for name in plan.leaves)
            cell = next(filter(None, cells), "")
            place = (number, n + 1, form.kind, form.sheet, year, cell, *about)
            yield plan.row(place, form, path, row)

    def _plan(self, form: Form, table: str) -> _Plan:
        """How the values of a template's form or table go into their row, worked out once."""
        key = form.template, table
        if key not in self._plans:
            template = self._templates[form.template]
            name = table_name(template, table) if table else form.kind
            self._plans[key] = _Plan(self._layouts[name], template, table)
        return self._plans[key]


class _Plan:
    """Where each column of a table gets its value from, in one template's forms."""

    def __init__(self, layout: Layout, template: FormTemplate, table: str) -> None:
        place = [heading for heading in layout.columns if not heading.field]
        self.about = tuple(one.name for one in place if one.name in ABOUT) if table else ()
        declared = template.tables[table].columns if table else {}
        self.leaves = tuple(column.name for column in declared.values() if not column.stub)
        headings = [heading for heading in layout.columns if heading.field]
        self._cells = tuple(one.field for one in headings if one.part == "cell")
        whole = [one for one in headings if one.part == "text"]
        self._values = tuple((one.field, _laid_out(one, headings)) for one in whole)

    def row(self, place: Row, form: Form, path: str, values: Mapping[str, Value]) -> Row:
        """Place, values and cells of one entry whose values' paths begin with ``path``."""
        row = list(place)
        for name, lay_out in self._values:
            value = values.get(name)
            if lay_out:
                row += lay_out(value)
            else:  # nearly every value is words as it is
                row.append(value if type(value) is str else _words(value))
        origins = form.origins
        row += [origins.get(path + name) for name in self._cells]
        return tuple(row)


def _laid_out(whole: Heading, headings: Iterable[Heading]) -> Callable[[Value], Row] | None:
    """How a field's value is laid out in its columns; ``None`` where there is one."""
    parts = {one.part for one in headings if one.field == whole.field}
    if "comparator" in parts:
        return _target
    return _period if "start" in parts else None


def _target(value: Value) -> Row:
    if not isinstance(value, Target):
        return (_words(value), *_NO_TARGET)
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
        return (_words(value), None, None)
    return value.text, _day(value.start), _day(value.end)


def _words(value: Value) -> str | None:
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
        _head(form),
    )


def finding_row(one: Finding) -> Row:
    """A finding as a row of ``findings``."""
    return (
        one.code,
        one.name,
        one.severity,
        one.message,
        one.sheet,
        one.cell,
        one.expected,
        one.actual,
        one.help,
        one.id,
        one.fix.safety if one.fix else "",
    )


def _note_row(number: int, form: Form, note: Note) -> Row:
    return number, form.sheet, note.cell, note.code, note.seen, note.meant


def _head(form: Form) -> str:
    return form.origins.get("title") or form.range.partition(":")[0]


def _bare_entry(found: Submission, words: Words) -> SubmissionSummary:
    """The file's entry without what the file is called."""
    return msgspec.structs.replace(summarize_submission("", found, words), name="")
