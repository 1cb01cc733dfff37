"""Tables of all submissions, derived from the declarations of the templates.

The tables, by name:

- ``forms``: every form, a row each;
- a table for each kind (``department``, ``fund-direction``, ``project`` …): a row a form, with the
  fields its templates declare;
- a table for each table of a form (``indicators``, ``expenses``, ``funds``, ``work_plan`` …): a row
  an entry; editions and kinds that give a table the same name share it;
- ``findings``, ``notes``, ``unread``: findings of the check, corrections and doubts of the reader,
  parts that it did not read.

A row is a plain tuple. Money and figures are decimal texts, exact, money in 万元; days are
``2023-12-31``; missing is ``None``. A target or period takes several columns, the source's own
words first (``target``, ``target_comparator`` …). For each figure ``<column>_cell`` is the cell it
was read from, on the row's ``sheet`` unless it names another (``续表!B5``); ``cell`` is the cell of
the row, ``form`` the number of its form in the file, ``row`` its own in the form's table.
``fund``, ``direction`` and ``name`` (of a project) say what the form of an entry is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.export.table import ColumnType
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate


class TableColumn(msgspec.Struct, frozen=True):
    """A column: its name, its type, and the official label of the field it comes from.

    ``field`` is "" for a column about the place of a row; ``part`` is the part of a target or
    period, ``cell`` for the column with a figure's cell.
    """

    name: str
    type: ColumnType
    label: str = ""
    field: str = ""
    part: str = ""


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
# Columns on the place of a form, and of an entry of one of its tables.
_OF_FORM: Final = _columns(
    form="whole", template="text", sheet="text", range="text", year="whole", cell="text"
)
_OF_ROW: Final = _columns(
    form="whole", row="whole", kind="text", sheet="text", year="whole", cell="text"
)
# Columns on the form of an entry, without which 支出明细 says little.
ABOUT: Final = ("fund", "direction", "name")
_TABLES: Final = ("funds", "expenses", "indicators")
# Tables that the summary adds up, each with the kind of form it is in.
_MONEY_TABLES: Final = {"funds": "fund-summary", "expenses": "fund-direction"}
# Fields and columns that the summary adds up or sorts by; empty where no template has them.
_EXPECTED: Final[dict[str, dict[str, ValueKind]]] = {
    "department": {"budget_total": "amount", "project_expenditure": "amount"},
    "fund-summary": {"total": "amount"},
    "fund-direction": {"fund": "text", "amount": "amount"},
    "funds": {"fund": "text", "amount": "amount", "period_goal": "text", "annual_goal": "text"},
    "expenses": {"amount": "amount"},
    "indicators": {"level3": "text"},
}
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
_FIGURES: Final = frozenset({"amount", "target", "number", "percent"})

Known = dict[str, tuple[ValueKind, str]]


def layouts(templates: Iterable[FormTemplate]) -> dict[str, Layout]:
    """Return every table by name, for these templates; columns in the order of declarations."""
    builders: dict[str, _LayoutBuilder] = {}
    for template in templates:
        of_kind = builders.setdefault(template.kind, _LayoutBuilder(_OF_FORM, "form_"))
        of_kind.declare(template.declaration.name, _fields(template))
        about = tuple(name for name in ABOUT if name in template.fields)
        for name, table in template.tables.items():
            columns = {key: (column.kind, column.official) for key, column in table.columns.items()}
            rows = builders.setdefault(table_name(template, name), _LayoutBuilder(_OF_ROW, "row_"))
            rows.declare(table.official, columns, about)
    for name, expected in _EXPECTED.items():
        form_or_row = (_OF_ROW, "row_") if name in _TABLES else (_OF_FORM, "form_")
        builders.setdefault(name, _LayoutBuilder(*form_or_row)).expect(expected)
    found = {name: builder.layout(name) for name, builder in builders.items()}
    return {layout.name: layout for layout in (*_FIXED, *found.values())}


def table_name(template: FormTemplate, table: str) -> str:
    """Return the table for the entries of a form's table; its name is not taken otherwise.

    Tables of money are of one kind of form: those of other kinds have the kind before their name.
    """
    if template.kind != _MONEY_TABLES.get(table, template.kind):
        return f"{template.kind}_{table}"
    fixed = {layout.name for layout in _FIXED}
    return f"{table}_rows" if table in fixed or table == template.kind else table


def _fields(template: FormTemplate) -> Known:
    declared: Known = {
        name: (field.kind, field.official) for name, field in template.fields.items()
    }
    for name in template.names():
        if name not in declared:
            declared[name] = ("amount", template.total_label(name))
    return declared


class _LayoutBuilder:
    """Collects the columns of a table over the templates."""

    def __init__(self, place: tuple[TableColumn, ...], prefix: str) -> None:
        self._place = place
        self._prefix = prefix
        self._title = ""
        self._about: dict[str, None] = {}
        self._known: Known = {}

    def declare(
        self, title: str, known: Mapping[str, tuple[ValueKind, str]], about: Iterable[str] = ()
    ) -> None:
        """Add the columns of a template; text where two disagree on the type of a column."""
        self._title = self._title or title
        self._about |= dict.fromkeys(about)
        for name, (kind, label) in known.items():
            before = self._known.setdefault(name, (kind, label))
            if before[0] != kind:
                self._known[name] = ("text", before[1])

    def expect(self, columns: Mapping[str, ValueKind]) -> None:
        """Add those of the columns that no template has."""
        for name, kind in columns.items():
            self._known.setdefault(name, (kind, name))

    def layout(self, name: str) -> Layout:
        place = [*self._place, *(TableColumn(name, "text") for name in self._about)]
        taken = {column.name for column in place}
        values: list[TableColumn] = []
        cells: list[TableColumn] = []
        for field, (kind, label) in self._known.items():
            column = self._prefix + field if field in taken else field
            for part, column_type in _PARTS.get(kind, (("text", "text"),)):
                full = column if part == "text" else f"{column}_{part}"
                values.append(TableColumn(full, column_type, label, field, part))
            if kind in _FIGURES:
                cells.append(TableColumn(f"{column}_cell", "text", label, field, "cell"))
        return Layout(name, (*place, *values, *cells), self._title)
