"""Tables of all submissions, derived from the declarations of the templates.

The tables, by name:

- ``forms``: every form, a row each;
- a table for each kind (``department``, ``fund-direction``, ``project`` …): a row a form, with the
  fields its templates declare;
- a table for each table of a form (``indicators``, ``expenses``, ``funds``, ``work_plan`` …): a row
  an entry; editions and kinds that give a table the same name share it, see
  :mod:`xlform.template.table_names`;
- ``findings``, ``notes``, ``unread``: findings of the check, corrections and doubts of the reader,
  parts that it did not read.

A row is a plain tuple. Money and figures are decimal texts, exact, money in 万元; days are
``2023-12-31``; missing is ``None``. A target or period takes several columns, the source's own
words first (``target``, ``target_comparator`` …). For each figure ``<column>_cell`` is the cell it
was read from, on the row's ``sheet`` unless it names another (``续表!B5``); ``cell`` is the cell of
the row, ``form`` the number of its form in the file, ``row`` its own in the form's table.
Further columns say what the form of an entry is about: its fund, its project, its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from xlform.export.table import ColumnType
from xlform.template.about import about_fields, about_label
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate
from xlform.template.roles import Role
from xlform.template.table_names import TableNames


class TableColumn(msgspec.Struct, frozen=True):
    """A column: its name, its type, and the official label of the field it comes from.

    ``field`` is "" for a column about the place of a row; ``part`` is the part of a target or
    period, ``cell`` for the column with a figure's cell; ``kind`` and ``role`` are the field's.
    ``about`` is the field of the form that a column of its entries repeats.
    """

    name: str
    type: ColumnType
    label: str = ""
    field: str = ""
    part: str = ""
    kind: ValueKind | Literal[""] = ""
    role: Role | None = None
    about: str = ""


class Layout(msgspec.Struct, frozen=True):
    """Columns of one table; ``title`` is the official one, "" for a table of our own."""

    name: str
    columns: tuple[TableColumn, ...]
    title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def index(self, name: str) -> int:
        """Return the position of a column in a row; ``ValueError`` for an unknown one."""
        return self.names.index(name)

    def of_field(self, field: str) -> int:
        """Return the position of a field's text or figure; ``StopIteration`` if it has none."""
        found = (n for n, column in enumerate(self.columns) if column.field == field)
        return next(n for n in found if self.columns[n].part == "text")


def _columns(**types: ColumnType) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name, kind) for name, kind in types.items())


FORMS: Final = Layout(
    "forms",
    _columns(
        form="whole",
        kind="text",
        template="text",
        sheet="text",
        range="text",
        title="text",
        year="whole",
        unit="text",
        cell="text",
    ),
)
FINDINGS: Final = Layout(
    "findings",
    _columns(
        code="text",
        name="text",
        severity="text",
        message="text",
        sheet="text",
        cell="text",
        expected="text",
        actual="text",
        advice="text",
        id="text",
        fix="text",
    ),
)
NOTES: Final = Layout(
    "notes",
    _columns(form="whole", sheet="text", cell="text", code="text", seen="text", meant="text"),
)
UNREAD: Final = Layout("unread", _columns(sheet="text", range="text", because="text"))
_FIXED: Final = (FORMS, FINDINGS, NOTES, UNREAD)
# The files themselves are a table of the data folder.
_RESERVED: Final = frozenset({"files", *(layout.name for layout in _FIXED)})
# Columns on the place of a form, and of an entry of one of its tables.
_OF_FORM: Final = _columns(
    form="whole", template="text", sheet="text", range="text", year="whole", cell="text"
)
_OF_ROW: Final = _columns(
    form="whole", row="whole", kind="text", sheet="text", year="whole", cell="text"
)
_PARTS: Final[dict[str, tuple[tuple[str, ColumnType], ...]]] = {
    "target": (
        ("text", "text"),
        ("comparator", "text"),
        ("value", "number"),
        ("unit", "text"),
        ("type", "text"),
        ("low", "number"),
        ("high", "number"),
        ("date", "date"),
    ),
    "period": (("text", "text"), ("start", "date"), ("end", "date")),
    "amount": (("text", "amount"),),
    "number": (("text", "number"),),
    "percent": (("text", "number"),),
}
_TEXT: Final[tuple[tuple[str, ColumnType], ...]] = (("text", "text"),)
_CELL: Final[dict[str, ColumnType]] = {"cell": "text"}
_FIGURES: Final = frozenset({"amount", "target", "number", "percent"})
# The fields of a form or the columns of a table: kind of value, official label, role of each.
Declared = tuple[ValueKind, str, Role | None]
Known = Mapping[str, Declared]
_NOTHING: Final[Known] = MappingProxyType({})


def layouts(templates: Iterable[FormTemplate]) -> dict[str, Layout]:
    """Return every table by name, for these templates; columns in the order of declarations."""
    templates = tuple(templates)
    names = table_names(templates)
    builders: dict[str, _LayoutBuilder] = {}
    for template in templates:
        kind = names.of_kind(template.kind)
        of_kind = builders.setdefault(kind, _LayoutBuilder(_OF_FORM, "form_"))
        fields = _known(template)
        of_kind.declare(template.declaration.name, fields)
        about = {name: fields[name] for name in about_fields(template)}
        for name, table in template.tables.items():
            entries = names.of_table(template.kind, name)
            rows = builders.setdefault(entries, _LayoutBuilder(_OF_ROW, "row_"))
            rows.declare(table.official, _known(template, name), about)
    found = {name: builder.layout(name) for name, builder in builders.items()}
    return {layout.name: layout for layout in (*_FIXED, *found.values())}


def table_names(templates: Iterable[FormTemplate]) -> TableNames:
    """Return the names of the tables for these templates."""
    return TableNames(templates, _RESERVED)


def _known(template: FormTemplate, table: str = "") -> Known:
    """Return the fields of a template, or the columns of ``table``."""
    kinds = template.value_kinds.tables[table] if table else template.value_kinds.fields
    return {
        name: (kind, template.label(name, table), template.roles.role_of(name, table))
        for name, kind in kinds.items()
    }


class _LayoutBuilder:
    """Collects the columns of a table over the templates."""

    def __init__(self, place: tuple[TableColumn, ...], prefix: str) -> None:
        self._place = place
        self._prefix = prefix
        self._title = ""
        self._about: dict[str, Declared] = {}
        self._known: dict[str, Declared] = {}

    def declare(self, title: str, known: Known, about: Known = _NOTHING) -> None:
        """Add the columns of a template; text where two disagree on the type of a column."""
        self._title = self._title or title
        for field, declared in about.items():
            self._about.setdefault(field, declared)
        for name, declared in known.items():
            before = self._known.setdefault(name, declared)
            if before[0] != declared[0]:
                self._known[name] = ("text", *before[1:])

    def layout(self, name: str) -> Layout:
        used = {column.name for column in self._place}
        place = list(self._place)
        for field, (_, label, role) in self._about.items():
            (free,) = self._unused((field,), used)
            head = label if role == Role.UNIT else about_label(label)
            place.append(TableColumn(free, "text", head, role=role, about=field))
        values: list[TableColumn] = []
        cells: list[TableColumn] = []
        for field, (kind, label, role) in self._known.items():
            parts = {**dict(_PARTS.get(kind, _TEXT)), **(_CELL if kind in _FIGURES else {})}
            ends = tuple("" if part == "text" else f"_{part}" for part in parts)
            names = self._unused(tuple(field + end for end in ends), used)
            for full, (part, type_) in zip(names, parts.items(), strict=True):
                column = TableColumn(full, type_, label, field, part, kind, role)
                (cells if part == "cell" else values).append(column)
        return Layout(name, (*place, *values, *cells), self._title)

    def _unused(self, names: tuple[str, ...], used: set[str]) -> tuple[str, ...]:
        """Return the names, with the prefix where one of them is used; they are used then."""
        while not used.isdisjoint(names):
            names = tuple(self._prefix + name for name in names)
        used.update(names)
        return names
