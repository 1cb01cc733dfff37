"""Records of a proposed declaration: fields, tables and totals with the cells they come from.

Records are mutable: names, scopes and directions are settled after all parts have been found.
"""

from __future__ import annotations

import msgspec

from xlform.grid.model import Position
from xlform.learning.blank_sheet import Slot
from xlform.template.declaration import Look, ValueKind


class LearntField(msgspec.Struct, eq=False):
    """Field as found on the blank.

    ``head`` is the label's slot (of a crossing that of the column), ``row_head`` that of a
    crossing's row; ``value`` is the position of the value. ``group`` is the label beside or above
    that the field belongs to; ``listed`` is set for a column of a list. ``rest`` is printed
    after the label in its cell. ``doubts`` are message keys of what is uncertain.
    """

    head: Slot
    label: str
    value: Position
    look: tuple[Look, ...] = ()
    row_head: Slot | None = None
    row_label: str = ""
    group: Slot | None = None
    name: str = ""
    display: str = ""
    kind: ValueKind = "text"
    unit: str = ""
    under: str = ""
    nth: int = 1
    pattern: str = ""
    personal: bool = False
    closing: bool = False
    listed: bool = False
    choice: tuple[str, ...] = ()
    rest: str = ""
    placeholder: str = ""
    at_most: int = 0
    role: str | None = None
    required: bool = False
    doubts: list[str] = msgspec.field(default_factory=list)


class LearntColumn(msgspec.Struct, eq=False):
    """Column of a table: its header, the header above it, its sheet columns."""

    head: Slot
    label: str
    over: Slot | None = None
    name: str = ""
    kind: ValueKind = "text"
    unit: str = ""
    nth: int = 1
    stub: bool = False
    choice: tuple[str, ...] = ()
    personal: bool = False
    role: str | None = None
    required: bool = False
    doubts: list[str] = msgspec.field(default_factory=list)


class LearntTotal(msgspec.Struct, eq=False):
    """Total row of a table: its label and row, the fields by column.

    ``pointed``: a person said that it is one, so that every column of numbers has a total.
    """

    label: str
    row: int
    first: bool
    fields: dict[str, str] = {}
    pointed: bool = False


class LearntTable(msgspec.Struct, eq=False):
    """Table as found: header row, rows of entries, columns, total."""

    columns: list[LearntColumn]
    row: int
    first_row: int
    last_row: int
    section: Slot | None = None
    name: str = ""
    title: str = ""
    total: LearntTotal | None = None
    composite: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    role: str = ""


class LearntRelation(msgspec.Struct, eq=False):
    """Relation between values: from a formula, or only likely (``sure`` is False)."""

    check: str
    cell: str
    each: str = ""
    sure: bool = True


class LearntForm(msgspec.Struct, eq=False):
    """Proposed declaration of one form.

    ``headings`` are printed labels that belong to several fields, ``notes`` printed notes.
    ``unit_printed`` is set if the form says its money unit. ``keys`` are the fields that tell the
    forms of a list apart. ``cleared`` are the cells whose content is no part of a blank, with what
    is left of it.
    """

    sheet: str
    title: str = ""
    title_cell: Slot | None = None
    title_pattern: str = ""
    kind: str = ""
    appendix: str = ""
    money: str = "万元"
    unit_printed: bool = False
    year_lines: list[Slot] = []
    fields: list[LearntField] = []
    tables: list[LearntTable] = []
    headings: list[Slot] = []
    notes: list[Slot] = []
    dashes: list[Slot] = []
    recognise: tuple[str, ...] = ()
    least: int = 2
    same_row: bool = False
    repeat: str = "one"
    subject: str = ""
    keys: list[LearntField] = []
    relations: list[LearntRelation] = []
    unread: list[str] = []
    cleared: dict[Position, str] = {}
