"""The tables that submissions are laid out in, derived from the declarations of the templates.

There are, by name:

- ``forms``: every form, a row each;
- a table for each kind (``department``, ``fund-direction``, ``project`` …): a row a form, with the
  fields its templates declare;
- a table for each table of a form (``indicators``, ``expenses``, ``funds``, ``work_plan`` …): a row
  an entry; editions and kinds that give a table the same name share it;
- ``findings``, ``notes``, ``unread``: what checking found, what the reader mended or left open,
  what it did not read.

A row is a plain tuple. Money and figures are decimal texts, exact, money in 万元; days are
``2023-12-31``; missing is ``None``. A target or period takes several columns, the source's own
words first (``target``, ``target_comparator`` …). For each figure ``<column>_cell`` is the cell it
was read from, on the row's ``sheet`` unless it names another (``续表!B5``); ``cell`` is where the
row stands, ``form`` the number of its form in the file, ``row`` its own in the form's table.
``fund``, ``direction`` and ``name`` (of a project) say what an entry's form is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.export.table import ColumnType
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate


class Heading(msgspec.Struct, frozen=True):
    """One column: its name, what it holds, and the official label of the field it comes from.

    ``field`` is "" for a column that says where a row stands; ``part`` is the piece of a target or
    period, ``cell`` for the column with a figure's cell.
    """

    name: str
    type: ColumnType
    label: str = ""
    field: str = ""
    part: str = ""


class Layout(msgspec.Struct, frozen=True):
    """The columns of one table; ``title`` is the official one, "" for what is no part of a form."""

    name: str
    columns: tuple[Heading, ...]
    title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def index(self, name: str) -> int:
        """Where a column stands in a row; ``ValueError`` for one there is none of."""
        return self.names.index(name)


def _headings(**types: ColumnType) -> tuple[Heading, ...]:
    return tuple(Heading(name, kind) for name, kind in types.items())


FORMS: Final = Layout(
    "forms",
    _headings(
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
    _headings(
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
    _headings(form="whole", sheet="text", cell="text", code="text", seen="text", meant="text"),
)
UNREAD: Final = Layout("unread", _headings(sheet="text", range="text", because="text"))
_OURS: Final = (FORMS, FINDINGS, NOTES, UNREAD)
# Where a form of a kind stands, and where an entry of one of its tables does.
_OF_FORM: Final = _headings(
    form="whole", template="text", sheet="text", range="text", year="whole", cell="text"
)
_OF_ROW: Final = _headings(
    form="whole", row="whole", kind="text", sheet="text", year="whole", cell="text"
)
# What an entry's form is about; an entry of 支出明细 says little without it.
ABOUT: Final = ("fund", "direction", "name")
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
}
_FIGURES: Final = frozenset({"amount", "target"})

Known = dict[str, tuple[ValueKind, str]]


def layouts(templates: Iterable[FormTemplate]) -> dict[str, Layout]:
    """Every table by name, for these templates; the columns in the order of the declarations."""
    gathered: dict[str, _Gathering] = {}
    for template in templates:
        of_kind = gathered.setdefault(template.kind, _Gathering(_OF_FORM, "form_"))
        of_kind.declare(template.declaration.name, _fields(template))
        about = tuple(name for name in ABOUT if name in template.fields)
        for name, table in template.tables.items():
            columns = {key: (column.kind, column.official) for key, column in table.columns.items()}
            rows = gathered.setdefault(table_name(template, name), _Gathering(_OF_ROW, "row_"))
            rows.declare(table.official, columns, about)
    made = {name: gathering.layout(name) for name, gathering in gathered.items()}
    return {layout.name: layout for layout in (*_OURS, *made.values())}


def table_name(template: FormTemplate, table: str) -> str:
    """The table that takes the entries of a form's table; never one of ours or of its kind."""
    ours = {layout.name for layout in _OURS}
    return f"{table}_rows" if table in ours or table == template.kind else table


def _fields(template: FormTemplate) -> Known:
    declared: Known = {
        name: (field.kind, field.official) for name, field in template.fields.items()
    }
    for name in template.names():
        if name not in declared:
            declared[name] = ("amount", template.total_label(name))
    return declared


class _Gathering:
    """A table's columns while templates are gone through."""

    def __init__(self, place: tuple[Heading, ...], prefix: str) -> None:
        self._place = place
        self._prefix = prefix
        self._title = ""
        self._about: dict[str, None] = {}
        self._known: Known = {}

    def declare(
        self, title: str, known: Mapping[str, tuple[ValueKind, str]], about: Iterable[str] = ()
    ) -> None:
        """What a template adds; where two disagree on what a column holds it is words."""
        self._title = self._title or title
        self._about |= dict.fromkeys(about)
        for name, (kind, label) in known.items():
            before = self._known.setdefault(name, (kind, label))
            if before[0] != kind:
                self._known[name] = ("text", before[1])

    def layout(self, name: str) -> Layout:
        place = [*self._place, *(Heading(one, "text") for one in self._about)]
        taken = {heading.name for heading in place}
        values: list[Heading] = []
        cells: list[Heading] = []
        for field, (kind, label) in self._known.items():
            called = self._prefix + field if field in taken else field
            for part, holds in _PARTS.get(kind, (("text", "text"),)):
                full = called if part == "text" else f"{called}_{part}"
                values.append(Heading(full, holds, label, field, part))
            if kind in _FIGURES:
                cells.append(Heading(f"{called}_cell", "text", label, field, "cell"))
        return Layout(name, (*place, *values, *cells), self._title)
