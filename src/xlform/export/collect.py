"""Submissions to tables: one for each kind of form and table of a form, unread parts, notes.

Rows of one table may come from forms of several templates; a column a form does not have is
``None`` in its rows. Entries of a form's table have the fields that say what the form is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from xlform.export.table import Column, ColumnType, Plain, Table
from xlform.export.value_columns import value_columns
from xlform.model.submission import Form, Submission, Value
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.about import about_fields, about_label
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, template_folders
from xlform.template.table_names import TableNames

_FORM: Final[tuple[tuple[str, ColumnType], ...]] = (
    ("file", "text"),
    ("unit", "text"),
    ("year", "whole"),
    ("template", "text"),
    ("sheet", "text"),
    ("form", "whole"),
)
_CELL: Final[tuple[tuple[str, ColumnType], ...]] = (("cell", "text"),)
_ROW: Final[tuple[tuple[str, ColumnType], ...]] = (*_FORM, ("row", "whole"))
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
# A table named like one of these, or like a kind of form, must not replace it.
_RESERVED: Final = frozenset({"unread", "notes"})

RowId = tuple[Plain, ...]
_NOTHING: Final[Mapping[str, Plain]] = MappingProxyType({})


def collect(
    submissions: Iterable[Submission], templates: Iterable[FormTemplate] | None = None
) -> tuple[Table, ...]:
    """Return the tables of the submissions, in order.

    Forms come first, then their tables, then ``unread`` and ``notes``. ``templates`` (by default
    the bundled ones) supply labels, order and kinds; a form of another template is collected by its
    content. No submissions give no tables.
    """
    known = load_templates(template_folders()) if templates is None else templates
    collector = _Collector({template.name: template for template in known})
    for submission in submissions:
        collector.add_submission(submission)
    return collector.tables()


class _TableBuilder:
    """Builder of one table: identifying values by row, other values in columns of equal length."""

    def __init__(self, title: str, form_title: str) -> None:
        self.title = title
        self.form_title = form_title
        self.about: dict[str, list[Plain]] = {}
        self.about_labels: dict[str, str] = {}
        self.row_ids: list[RowId] = []
        self.columns: dict[str, list[Value]] = {}
        self.kinds: dict[str, ValueKind] = {}
        self.labels: dict[str, str] = {}

    def declare(self, kinds: Mapping[str, ValueKind], labels: Mapping[str, str]) -> None:
        """Add the declared columns; an earlier template's kind and label of a column stay."""
        self.kinds = {**kinds, **self.kinds}
        self.labels = {**labels, **self.labels}
        self._add_columns(kinds)

    def add(
        self, row_id: RowId, row: Mapping[str, Value], about: Mapping[str, Plain] = _NOTHING
    ) -> None:
        for name in about:
            self.about.setdefault(name, [None] * len(self.row_ids))
        for name, told in self.about.items():
            told.append(about.get(name))
        if not row.keys() <= self.columns.keys():
            self._add_columns(row)
        for name, values in self.columns.items():
            values.append(row.get(name))
        self.row_ids.append(row_id)

    def _add_columns(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.columns:
                self.columns[name] = [None] * len(self.row_ids)

    def table(
        self, name: str, id_columns: tuple[tuple[str, ColumnType], ...], prefix: str
    ) -> Table:
        """Return the table; a value column named like an identifying one gets ``prefix``."""
        *columns, cell = _id_values(self.row_ids, (*id_columns, *_CELL))
        columns += [
            Column(name, "text", values, label=self.about_labels.get(name, ""))
            for name, values in self.about.items()
        ]
        columns.append(cell)
        used = {column.name for column in columns}
        for field, values in self.columns.items():
            for column in value_columns(
                field, values, self.kinds.get(field), self.labels.get(field, "")
            ):
                columns.append(_renamed(column, prefix, used))
                used.add(columns[-1].name)
        return Table(name, tuple(columns), self.title, self.form_title)


class _Collector:
    """Builds the tables while submissions are added, each in one pass."""

    def __init__(self, templates: Mapping[str, FormTemplate]) -> None:
        self._templates = templates
        self._names = TableNames(templates.values(), _RESERVED)
        self._forms: dict[str, _TableBuilder] = {}
        self._rows: dict[str, _TableBuilder] = {}
        self._declared: set[tuple[str, str]] = set()
        self._unread: list[RowId] = []
        self._notes: list[RowId] = []
        self._labels: dict[tuple[str, str], str] = {}
        self._empty = True

    def add_submission(self, submission: Submission) -> None:
        self._empty = False
        filer = (submission.source.name, submission.unit, submission.year)
        for number, form in enumerate(submission.forms, 1):
            row_id = (*filer, form.template, form.sheet, number)
            self._declare(form)
            self._add_form(form, row_id)
            self._add_rows(form, row_id)
            self._notes += [(*row_id, n.cell, n.code, n.seen, n.meant) for n in form.notes]
        self._unread += [(*filer, u.sheet, u.range, u.because) for u in submission.unread]

    def tables(self) -> tuple[Table, ...]:
        if self._empty:
            return ()
        tables: dict[str, Table] = {}
        for name, builder in self._forms.items():
            tables[name] = builder.table(name, _FORM, "form_")
        for name, builder in self._rows.items():
            tables[name] = builder.table(name, _ROW, "row_")
        unread = Table("unread", tuple(_id_values(self._unread, _UNREAD)))
        notes = Table("notes", tuple(_id_values(self._notes, _NOTES)), labels=self._labels)
        return (*tables.values(), unread, notes)

    def _declare(self, form: Form) -> None:
        """Add the tables of a form's kind with all declared columns, once for each template."""
        if (form.kind, form.template) in self._declared:
            return
        self._declared.add((form.kind, form.template))
        template = self._templates.get(form.template)
        title = template.declaration.name if template else ""
        kind = self._names.of_kind(form.kind)
        builder = self._forms.setdefault(kind, _TableBuilder(title, title))
        if template is None:
            return
        labels = _field_labels(template)
        builder.declare(field_kinds(template), labels)
        self._labels |= {(template.name, field): label for field, label in labels.items()}
        for name, table in template.tables.items():
            labels = {column.name: column.official for column in table.columns.values()}
            entries = self._names.of_table(form.kind, name)
            rows = self._rows.setdefault(entries, _TableBuilder(table.official, title))
            rows.declare(column_kinds(template, name), labels)
            for field in about_fields(template):
                rows.about_labels.setdefault(field, about_label(template.label(field)))
            for column, label in labels.items():
                self._labels[template.name, f"{name}.{column}"] = f"{table.official}·{label}"

    def _add_form(self, form: Form, row_id: RowId) -> None:
        cell = form.origins.get("title") or form.range.partition(":")[0]
        self._forms[self._names.of_kind(form.kind)].add((*row_id, cell), form.fields)

    def _add_rows(self, form: Form, row_id: RowId) -> None:
        template = self._templates.get(form.template)
        fields = about_fields(template) if template else ()
        about = {name: _text(form.fields.get(name)) for name in fields}
        for name, rows in form.tables.items():
            entries = self._names.of_table(form.kind if template else "", name)
            builder = self._rows.setdefault(entries, _TableBuilder("", ""))
            value_names = self._value_names(form, name)
            for number, row in enumerate(rows, 1):
                cell = _first_origin(form, f"{name}[{number - 1}]", value_names or row)
                builder.add((*row_id, number, cell), row, about)

    def _value_names(self, form: Form, name: str) -> tuple[str, ...]:
        """Return the columns of a table that are no stub; a stub's cell may be rows above."""
        template = self._templates.get(form.template)
        table = template.tables.get(name) if template else None
        return tuple(c.name for c in table.columns.values() if not c.stub) if table else ()


def _id_values(
    row_ids: list[RowId], id_columns: tuple[tuple[str, ColumnType], ...]
) -> list[Column]:
    by_column: list[list[Plain]] = [list(values) for values in zip(*row_ids, strict=True)]
    return [
        Column(name, kind, values)
        for (name, kind), values in zip(
            id_columns, by_column or [[] for _ in id_columns], strict=True
        )
    ]


def _renamed(column: Column, prefix: str, used: set[str]) -> Column:
    name = column.name
    while name in used:
        name = prefix + name
    return column if name == column.name else msgspec.structs.replace(column, name=name)


def _field_labels(template: FormTemplate) -> dict[str, str]:
    """Return the official label of each field of a template, including totals of tables."""
    labels = {name: field.official for name, field in template.fields.items()}
    for table in template.tables.values():
        labels.update(table.total_labels())
    return labels


def _first_origin(form: Form, path: str, names: Iterable[str]) -> str:
    origins = form.origins
    return next((cell for name in names if (cell := origins.get(f"{path}.{name}"))), "")


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
