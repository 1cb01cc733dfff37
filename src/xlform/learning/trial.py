"""Trial of a learnt form: the blank and the filled sample read by it, and what that corrects."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec

from xlform.errors import XlformError
from xlform.grid.model import Grid, origin
from xlform.learning.declared import template_of
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm
from xlform.learning.relations import sound_relations
from xlform.model.submission import Source
from xlform.reading.cell_parts import CellPart, PartsTrace
from xlform.reading.submission import read_grid
from xlform.template.declaration import Look, ValueKind
from xlform.template.form import FormTemplate

_NAME = "learnt/form"
# Digits with thousands and decimals; a code or a year has neither.
_BARE_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+\.[0-9]+|-?[0-9]{1,3}")
_SOURCE = Source("", "xlsx", "")
# In the order in which they are tried for values that the proposed kind can't read.
_OTHER_KINDS: tuple[ValueKind, ...] = ("number", "percent", "target", "date", "text")
_LOOKS: tuple[tuple[Look, ...], ...] = (("below",), ("right",), ("inside",))


class Trial(msgspec.Struct, frozen=True):
    """Result of a trial: parts of the cells, values read, cells not read, values misread.

    ``reader`` is the name of another template that reads the file instead, "" if none does.
    """

    parts: list[CellPart]
    read: int
    unread: list[CellPart]
    misread: list[CellPart]
    reader: str = ""

    @property
    def faults(self) -> int:
        """Return the number of cells that are not read or read without a value."""
        return len(self.unread) + len(self.misread)


def try_form(
    form: LearntForm, grid: Grid, known: tuple[FormTemplate, ...] = (), name: str = _NAME
) -> Trial:
    """Return how a learnt form reads a grid.

    ``known`` are the templates it stands beside, ``name`` its own name among them.
    """
    own = template_of(form, Path(), name, relations=False)
    trace = PartsTrace()
    try:
        read_grid(grid, _SOURCE, (own,), trace=trace)
    except XlformError:
        return Trial([], 0, [], [])
    texts = {
        (sheet.name, origin(position)): cell.text
        for sheet in grid.sheets
        for position, cell in sheet.cells.items()
    }
    parts = [part for part in trace.parts if part.sheet in {f.sheet for f in trace.forms}]
    values = [part for part in parts if part.part in ("field", "stub", "column", "total")]
    filled = [part for part in values if texts.get((part.sheet, part.cell))]
    misread = [part for part in filled if not part.value and part.kind != "text"]
    unread = [part for part in parts if part.part == "unread"]
    return Trial(parts, len(filled), unread, misread, _other_reader(own, grid, known))


def _other_reader(own: FormTemplate, grid: Grid, known: tuple[FormTemplate, ...]) -> str:
    """Return the name of the template that reads the form if ``own`` stands beside the known."""
    if not known:
        return ""
    readers = Counter(form.template for form in read_grid(grid, _SOURCE, (own, *known)).forms)
    return "" if own.name in readers or not readers else readers.most_common(1)[0][0]


def improve(form: LearntForm, grid: Grid) -> None:
    """Correct kinds and directions of a learnt form by what a filled sample holds."""
    _correct_kinds(form, grid)
    _correct_directions(form, grid)
    _correct_kinds(form, grid)
    _numbers_as_text(form, grid)
    form.relations = sound_relations(form, form.relations)


def _correct_kinds(form: LearntForm, grid: Grid) -> None:
    """Give parts whose values their kind can't read the first kind that reads them all."""
    trial = try_form(form, grid)
    misread = Counter(_part_name(part.path) for part in trial.misread)
    filled = Counter(_part_name(part.path) for part in trial.parts if part.value)
    for name, count in misread.items():
        part = _part(form, name)
        if part is None or count <= filled[name]:
            continue
        before = part.kind
        for kind in _OTHER_KINDS:
            if kind == "target" and isinstance(part, LearntField):
                continue  # a target takes any words
            part.kind = kind
            left = [p for p in try_form(form, grid).misread if _part_name(p.path) == name]
            if not left:
                break
        if part.kind != before:
            part.doubts.append("kind-of-sample")


def _numbers_as_text(form: LearntForm, grid: Grid) -> None:
    """Doubt texts that the sample fills with bare numbers: no unit would be put to them."""
    values: dict[str, list[str]] = {}
    for part in try_form(form, grid).parts:
        if part.kind == "text" and part.value:
            values.setdefault(_part_name(part.path), []).append(part.value)
    for name, found in values.items():
        part_of_form = _part(form, name)
        if part_of_form and all(_BARE_NUMBER.fullmatch(value.strip()) for value in found):
            part_of_form.doubts.append("number-as-text")


def _correct_directions(form: LearntForm, grid: Grid) -> None:
    """Try the other directions for fields without a value, as long as cells are not read."""
    trial = try_form(form, grid)
    for field in form.fields:
        if not trial.unread:
            return
        if field.row_head or any(p.path == field.name and p.value for p in trial.parts):
            continue
        before = field.look
        for look in _LOOKS:
            field.look = look
            other = try_form(form, grid)
            if other.faults < trial.faults and other.read > trial.read:
                trial = other
                field.doubts.append("look-of-sample")
                break
        else:
            field.look = before


def _part_name(path: str) -> str:
    """Return a path without the numbers of rows: ``expenses[0].amount`` as ``expenses.amount``."""
    table, bracket, rest = path.partition("[")
    return f"{table}.{rest.partition('].')[2]}" if bracket and "]." in rest else path


def _part(form: LearntForm, name: str) -> LearntField | LearntColumn | None:
    table_name, dot, column = name.partition(".")
    if not dot:
        return next((field for field in form.fields if field.name == name), None)
    columns = (c for t in form.tables if t.name == table_name for c in t.columns)
    return next((c for c in columns if c.name == column), None)
