"""Submissions to tables: one for each kind of form and table of a form, unread parts, notes.

Rows of one table may come from forms of several templates; a column a form does not have is
``None`` in its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.export.table import Column, ColumnType, Plain, Table
from xlform.export.value_columns import value_columns
from xlform.model.submission import Form, Submission, Value
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, template_folders

_FORM: Final[tuple[tuple[str, ColumnType], ...]] = (
    ("file", "text"),
    ("unit", "text"),
    ("year", "whole"),
    ("template", "text"),
    ("sheet", "text"),
    ("form", "whole"),
)
_CELL: Final[tuple[tuple[str, ColumnType], ...]] = (("cell", "text"),)
# Rows of a 支出方向 need its name: the same 支出明细 occurs under several.
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
# A table named like one of these, or like a kind of form, must not replace it.
_RESERVED: Final = frozenset({"unread", "notes"})

RowId = tuple[Plain, ...]


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
        self.has_direction = False
        self.row_ids: list[RowId] = []
        self.columns: dict[str, list[Value]] = {}
        self.kinds: dict[str, ValueKind] = {}
        self.labels: dict[str, str] = {}

    def declare(self, kinds: Mapping[str, ValueKind], labels: Mapping[str, str]) -> None:
        """Add the declared columns; an earlier template's kind and label of a column stay."""
        self.kinds = {**kinds, **self.kinds}
        self.labels = {**labels, **self.labels}
        self._add_columns(kinds)

    def add(self, row_id: RowId, row: Mapping[str, Value]) -> None:
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
        columns = _id_values(self.row_ids, id_columns)
        if not self.has_direction:
            columns = [c for c in columns if c.name not in {"fund", "direction"}]
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
        for kind, builder in self._forms.items():
            name = f"{kind}_forms" if kind in _RESERVED else kind
            tables[name] = builder.table(name, (*_FORM, *_CELL), "form_")
        for table_name, builder in self._rows.items():
            name = f"{table_name}_rows" if table_name in {*tables, *_RESERVED} else table_name
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
        builder = self._forms.setdefault(form.kind, _TableBuilder(title, title))
        if template is None:
            return
        labels = _field_labels(template)
        builder.declare(field_kinds(template), labels)
        self._labels |= {(template.name, field): label for field, label in labels.items()}
        for name, table in template.tables.items():
            labels = {column.name: column.official for column in table.columns.values()}
            rows = self._rows.setdefault(name, _TableBuilder(table.official, title))
            rows.declare(column_kinds(template, name), labels)
            for column, label in labels.items():
                self._labels[template.name, f"{name}.{column}"] = f"{table.official}·{label}"

    def _add_form(self, form: Form, row_id: RowId) -> None:
        cell = form.origins.get("title") or form.range.partition(":")[0]
        self._forms[form.kind].add((*row_id, cell), form.fields)

    def _add_rows(self, form: Form, row_id: RowId) -> None:
        is_direction = form.kind == "fund-direction"
        direction_ids = (_text(form.fields.get("fund")), _text(form.fields.get("direction")))
        for name, rows in form.tables.items():
            builder = self._rows.setdefault(name, _TableBuilder("", ""))
            builder.has_direction |= is_direction
            value_names = self._value_names(form, name)
            for number, row in enumerate(rows, 1):
                cell = _first_origin(form, f"{name}[{number - 1}]", value_names or row)
                builder.add(
                    (*row_id, number, *(direction_ids if is_direction else (None, None)), cell), row
                )

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
