"""What a person pointed at on a blank, taken over into the proposed declaration step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from xlform.grid.address import parse_cell
from xlform.grid.model import Merges, Position, Sheet, origin
from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.corrections import Corrections, PartChange, PointingProblem
from xlform.learning.pointed_parts import PointedParts
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable

Part = LearntField | LearntColumn | LearntTable
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")
# Doubts that a person has settled by naming the kind, the name.
_KIND_DOUBTS = frozenset(
    ("number-format", "beside-amounts", "number-as-text", "added-up", "kind-of-sample")
)


def parts_by_key(form: LearntForm) -> dict[str, Part]:
    """Return the parts of a form by a key that stays when others are corrected.

    It is made of the cell of a field's value, of a column's header: ``field:C3``, ``column:B7``;
    of the second at one cell ``field:A9:2``.
    """
    found: dict[str, Part] = {}
    for kind, position, part in _placed(form):
        base = key = f"{kind}:{origin(position)}"
        number = 1
        while key in found:
            number += 1
            key = f"{base}:{number}"
        found[key] = part
    return found


def _placed(form: LearntForm) -> Iterator[tuple[str, Position, Part]]:
    for field in form.fields:  # a column of a list is found by its header
        listed = ("column", field.head.position, field)
        yield listed if field.listed else ("field", field.value, field)
    for table in form.tables:
        yield "table", table.columns[0].head.position, table
        for column in table.columns:
            yield "column", column.head.position, column


class Pointing:
    """Takes over corrections; each step comes after the one of the proposal that it corrects."""

    def __init__(self, corrections: Corrections) -> None:
        self._corrections = corrections

    @property
    def title(self) -> Position | None:
        """Return the cell of the title, ``None`` where nobody pointed at it."""
        return parse_cell(self._corrections.title) if self._corrections.title else None

    def no_titles(self) -> frozenset[Position]:
        """Return the cells that were pointed at as something else than a title."""
        given = self._corrections
        return frozenset((*given.label_cells(), *given.none_cells())) - {self.title}

    def cells(
        self, sheet: Sheet, values: AbstractSet[Position], labels: AbstractSet[Position]
    ) -> tuple[set[Position], set[Position]]:
        """Return the cells known to be values and labels, with those that were pointed at.

        Raises :class:`PointingProblem` for a label or title without text.
        """
        merges = Merges(sheet.merges)

        def first(position: Position) -> Position:
            merge = merges.at(*position)
            return (merge.top, merge.left) if merge else position

        for cell in self._printed():
            printed = sheet.cells.get(first(parse_cell(cell)))
            if printed is None or not printed.text.strip():
                raise PointingProblem("pointed-no-label", cell=cell)
        own_values = set(map(first, self._corrections.value_cells()))
        own_labels = set(map(first, self._corrections.label_cells()))
        return {*values, *own_values} - own_labels, {*labels, *own_labels} - own_values

    def _printed(self) -> Iterator[str]:
        """Yield the cells that have to have a text: the title, and those marked as labels."""
        given = self._corrections
        yield from (cell for cell, mark in given.marks if mark == "label")
        if given.title:
            yield given.title

    def set_structure(self, form: LearntForm, sheet: BlankSheet) -> None:
        """Add the pointed parts to a form, remove those in their place."""
        PointedParts(form, sheet).set(self._corrections)

    def set_kinds(self, form: LearntForm) -> None:
        """Set the pointed kinds, and which parts have to be filled in."""
        for part, change in self._changes(form):
            if isinstance(part, LearntTable):
                continue
            if change.kind is not None:
                part.kind = change.kind
                part.doubts = [doubt for doubt in part.doubts if doubt not in _KIND_DOUBTS]
            if change.required is not None:
                part.required = change.required

    def set_names(self, form: LearntForm) -> None:
        """Set the pointed names; totals go along with their columns."""
        for part, change in self._changes(form):
            if change.name is None or change.name == part.name:
                continue
            _set_name(form, part, _checked_name(form, part, change.name))

    def set_form(self, form: LearntForm) -> None:
        """Set what was changed of the form itself."""
        change = self._corrections.form
        if change.kind is not None:
            if not _KIND.fullmatch(change.kind):
                raise PointingProblem("pointed-kind-name", name=change.kind)
            form.kind = change.kind
        form.title = change.title or form.title
        if change.money is not None:
            form.money, form.unit_printed = change.money, True
        if change.repeat is not None and not form.keys:
            form.repeat = change.repeat

    def set_roles(self, form: LearntForm) -> None:
        """Set the pointed roles."""
        for part, change in self._changes(form):
            if change.role is not None:
                part.role = change.role

    def _changes(self, form: LearntForm) -> Iterator[tuple[Part, PartChange]]:
        """Yield the parts that are still there with their changes."""
        parts = parts_by_key(form)
        for key, change in self._corrections.parts:
            if key in parts:
                yield parts[key], change


def _checked_name(form: LearntForm, part: Part, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise PointingProblem("pointed-name", name=name)
    if isinstance(part, LearntColumn):
        table = next(one for one in form.tables if any(part is each for each in one.columns))
        taken = {column.name for column in table.columns if column is not part}
    elif isinstance(part, LearntTable):
        taken = {table.name for table in form.tables if table is not part}
    else:
        taken = {field.name for field in form.fields if field is not part}
    if name in taken:
        raise PointingProblem("pointed-name-twice", name=name)
    return name


def _set_name(form: LearntForm, part: Part, name: str) -> None:
    before, part.name = part.name, name
    if not isinstance(part, LearntTable):
        part.doubts = [doubt for doubt in part.doubts if doubt != "name"]
    for table in form.tables:
        if table.total and any(part is column for column in table.columns):
            fields = table.total.fields
            table.total.fields = {name if key == before else key: to for key, to in fields.items()}
