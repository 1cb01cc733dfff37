"""Submissions to tables: one for each kind of form, each table of a form, what was not read, notes.

Rows of one table may come from forms of several templates; a column that a form does not have is
``None`` in its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.export.spread import spread
from xlform.export.table import Column, ColumnType, Plain, Table
from xlform.model.submission import Form, Submission, Value
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.declaration import ValueKind, as_tuple
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder

_FORM: Final[tuple[tuple[str, ColumnType], ...]] = (
    ("file", "text"),
    ("unit", "text"),
    ("year", "whole"),
    ("template", "text"),
    ("sheet", "text"),
    ("form", "whole"),
)
_CELL: Final[tuple[tuple[str, ColumnType], ...]] = (("cell", "text"),)
# A row of a 支出方向 says little without its name: the same 支出明细 stands under several.
_ROW: Final[tuple[tuple[str, ColumnType], ...]] = (
    *_FORM,
    ("row", "whole"),
    ("fund", "text"),
    ("direction", "text"),
    *_CELL,
)
_UNREAD: Final[tuple[tuple[str, ColumnType], ...]] = (
    ("file", "text"),
    ("unit", "text"),
    ("year", "whole"),
    ("sheet", "text"),
    ("range", "text"),
    ("because", "text"),
)
_NOTES: Final[tuple[tuple[str, ColumnType], ...]] = (
    *_FORM,
    *_CELL,
    ("code", "text"),
    ("seen", "text"),
    ("meant", "text"),
)
# A table named like one of ours, or like a kind of form, must not push it out.
_OURS: Final = frozenset({"unread", "notes"})

Place = tuple[Plain, ...]


def collect(
    submissions: Iterable[Submission], templates: Iterable[FormTemplate] | None = None
) -> tuple[Table, ...]:
    """The tables of the submissions: forms, then their tables, then ``unread`` and ``notes``.

    ``templates`` (the shipped ones) give labels, order and kinds; a form of another template is
    collected by what it holds. No submissions give no tables.
    """
    known = load_templates(templates_folder()) if templates is None else templates
    collector = _Collector({template.name: template for template in known})
    for submission in submissions:
        collector.take(submission)
    return collector.tables()


class _Gathering:
    """One table while it is gathered: places as rows, values as columns of equal length."""

    def __init__(self, title: str, form_title: str) -> None:
        self.title = title
        self.form_title = form_title
        self.has_direction = False
        self.places: list[Place] = []
        self.columns: dict[str, list[Value]] = {}
        self.kinds: dict[str, ValueKind] = {}
        self.labels: dict[str, str] = {}

    def declare(self, kinds: Mapping[str, ValueKind], labels: Mapping[str, str]) -> None:
        """Make room for the declared columns; what an earlier template said of one stays."""
        self.kinds = {**kinds, **self.kinds}
        self.labels = {**labels, **self.labels}
        self._make_room(kinds)

    def add(self, place: Place, row: Mapping[str, Value]) -> None:
        if not row.keys() <= self.columns.keys():
            self._make_room(row)
        for name, values in self.columns.items():
            values.append(row.get(name))
        self.places.append(place)

    def _make_room(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.columns:
                self.columns[name] = [None] * len(self.places)

    def table(self, name: str, heads: tuple[tuple[str, ColumnType], ...], prefix: str) -> Table:
        """The finished table; a value named like an identifying column gets ``prefix``."""
        columns = _identifying(self.places, heads)
        if not self.has_direction:
            columns = [c for c in columns if c.name not in {"fund", "direction"}]
        taken = {column.name for column in columns}
        for field, values in self.columns.items():
            for column in spread(field, values, self.kinds.get(field), self.labels.get(field, "")):
                columns.append(_renamed(column, prefix, taken))
                taken.add(columns[-1].name)
        return Table(name, tuple(columns), self.title, self.form_title)


class _Collector:
    """Holds the tables while submissions are taken in one by one, each in one pass."""

    def __init__(self, templates: Mapping[str, FormTemplate]) -> None:
        self._templates = templates
        self._forms: dict[str, _Gathering] = {}
        self._rows: dict[str, _Gathering] = {}
        self._seen: set[tuple[str, str]] = set()
        self._unread: list[Place] = []
        self._notes: list[Place] = []
        self._words: dict[tuple[str, str], str] = {}
        self._empty = True

    def take(self, submission: Submission) -> None:
        self._empty = False
        filer = (submission.source.name, submission.unit, submission.year)
        for number, form in enumerate(submission.forms, 1):
            place = (*filer, form.template, form.sheet, number)
            self._declare(form)
            self._take_form(form, place)
            self._take_rows(form, place)
            self._notes += [(*place, n.cell, n.code, n.seen, n.meant) for n in form.notes]
        self._unread += [(*filer, u.sheet, u.range, u.because) for u in submission.unread]

    def tables(self) -> tuple[Table, ...]:
        if self._empty:
            return ()
        found: dict[str, Table] = {}
        for kind, gathering in self._forms.items():
            name = f"{kind}_forms" if kind in _OURS else kind
            found[name] = gathering.table(name, (*_FORM, *_CELL), "form_")
        for own_name, gathering in self._rows.items():
            name = f"{own_name}_rows" if own_name in {*found, *_OURS} else own_name
            found[name] = gathering.table(name, _ROW, "row_")
        unread = Table("unread", tuple(_identifying(self._unread, _UNREAD)))
        notes = Table("notes", tuple(_identifying(self._notes, _NOTES)), words=self._words)
        return (*found.values(), unread, notes)

    def _declare(self, form: Form) -> None:
        """The tables of a form's kind, with all that its template declares; once a template."""
        if (form.kind, form.template) in self._seen:
            return
        self._seen.add((form.kind, form.template))
        template = self._templates.get(form.template)
        title = template.declaration.name if template else ""
        gathering = self._forms.setdefault(form.kind, _Gathering(title, title))
        if template is None:
            return
        labels = _field_labels(template)
        gathering.declare(field_kinds(template), labels)
        self._words |= {(template.name, field): label for field, label in labels.items()}
        for name, table in template.tables.items():
            labels = {column.name: column.official for column in table.columns.values()}
            rows = self._rows.setdefault(name, _Gathering(table.official, title))
            rows.declare(column_kinds(template, name), labels)
            for column, label in labels.items():
                self._words[template.name, f"{name}.{column}"] = f"{table.official}·{label}"

    def _take_form(self, form: Form, place: Place) -> None:
        cell = form.origins.get("title") or form.range.partition(":")[0]
        self._forms[form.kind].add((*place, cell), form.fields)

    def _take_rows(self, form: Form, place: Place) -> None:
        directed = form.kind == "fund-direction"
        own = (_text(form.fields.get("fund")), _text(form.fields.get("direction")))
        for name, rows in form.tables.items():
            gathering = self._rows.setdefault(name, _Gathering("", ""))
            gathering.has_direction |= directed
            leaves = self._leaves(form, name)
            for number, row in enumerate(rows, 1):
                cell = _first_origin(form, f"{name}[{number - 1}]", leaves or row)
                gathering.add((*place, number, *(own if directed else (None, None)), cell), row)

    def _leaves(self, form: Form, name: str) -> tuple[str, ...]:
        """The columns of a table that are no stub: a stub's cell may stand rows above."""
        template = self._templates.get(form.template)
        table = template.tables.get(name) if template else None
        return tuple(c.name for c in table.columns.values() if not c.stub) if table else ()


def _identifying(places: list[Place], heads: tuple[tuple[str, ColumnType], ...]) -> list[Column]:
    by_column: list[list[Plain]] = [list(values) for values in zip(*places, strict=True)]
    return [
        Column(name, kind, values)
        for (name, kind), values in zip(heads, by_column or [[] for _ in heads], strict=True)
    ]


def _renamed(column: Column, prefix: str, taken: set[str]) -> Column:
    name = column.name
    while name in taken:
        name = prefix + name
    return column if name == column.name else msgspec.structs.replace(column, name=name)


def _field_labels(template: FormTemplate) -> dict[str, str]:
    """The official label of each field of a template, the totals of its tables included."""
    labels = {name: field.official for name, field in template.fields.items()}
    for table in template.tables.values():
        if total := table.declaration.total:
            labels[total.field] = as_tuple(total.label)[0]
    return labels


def _first_origin(form: Form, path: str, names: Iterable[str]) -> str:
    origins = form.origins
    return next((found for name in names if (found := origins.get(f"{path}.{name}"))), "")


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
