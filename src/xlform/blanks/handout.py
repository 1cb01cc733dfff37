"""A workbook of blank forms, ready to be handed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from xlform.blanks.filling import FILER, contents
from xlform.blanks.hints import validations
from xlform.blanks.slots import BlankForm, Slot, blank_form
from xlform.export.names import SHEET_AT_MOST, Names
from xlform.grid.model import Position
from xlform.ooxml.address import Range
from xlform.ooxml.fill.row_layout import Relaying, absolute
from xlform.ooxml.fill.sheet_layout import Filled, LaidSheet
from xlform.ooxml.fill.validation import Validation
from xlform.ooxml.fill.workbook_builder import BlankBook, new_workbook
from xlform.reading.defined_names import defined_name
from xlform.template.form import FormTemplate

# Without a password. What an attribute says is locked, so 0 leaves it free.
_PROTECTION: Final = {
    "sheet": "1", "objects": "1", "scenarios": "1",
    "formatColumns": "0", "formatRows": "0", "insertRows": "0",
}  # fmt: skip


class Wanted(msgspec.Struct, frozen=True):
    """What is to be handed out: ``copies`` sheets of each form of which a filer has several.

    ``unit`` is the filer's name, "" to be filled in; ``year`` ``None`` leaves that of the blanks.
    """

    templates: tuple[FormTemplate, ...]
    unit: str = ""
    year: int | None = None
    copies: int = 1

    @property
    def given(self) -> frozenset[str]:
        """The fields that nobody has to fill in."""
        return FILER if self.unit else frozenset()


def handout(wanted: Wanted) -> bytes:
    """The workbook to be handed out; the same wish gives the same bytes.

    Labels are locked without a password, what is to be filled in is not. Raises
    :class:`~xlform.errors.FileProblem` for a blank that can't be used.
    """
    sheets: list[tuple[LaidSheet, BlankBook]] = []
    names = Names(SHEET_AT_MOST)
    for template in wanted.templates:
        form = blank_form(template)
        own = map(names.give, _sheet_names(form, wanted.copies))
        sheets += [(_laid(form, name, wanted), form.blank.book) for name in own]
    return new_workbook(sheets, wanted.unit)


def _sheet_names(form: BlankForm, copies: int) -> Sequence[str]:
    """The blank's own name; ``附表3-1``, ``附表3-2`` where a unit gets several."""
    declared = form.template.declaration
    if declared.repeat == "one" or copies == 1:
        return (form.sheet.name,)
    first = declared.appendix or form.sheet.name[: SHEET_AT_MOST - 3]
    return [f"{first}-{number}" for number in range(1, copies + 1)]


def _laid(form: BlankForm, name: str, wanted: Wanted) -> LaidSheet:
    """The sheet as the blank has it, locked but for its slots."""
    pattern = form.blank.book.pattern
    said = list(validations(form, wanted.year, wanted.given))
    kept = tuple(one for one in pattern.validations if not _meets(one.areas, said))
    pattern = msgspec.structs.replace(pattern, validations=kept)
    sheet = LaidSheet(pattern, Relaying(range(1, pattern.last_row + 1)), frozenset(), name)
    sheet.cells = _cells(form, wanted)
    sheet.parts["sheetProtection"] = dict(_PROTECTION)
    sheet.validations = [one.markup() for one in said]
    sheet.names = [
        (defined_name(form.template.kind, slot.path), sheet.quoted + _reach(slot))
        for slot in form.slots
    ]
    return sheet


def _cells(form: BlankForm, wanted: Wanted) -> dict[Position, Filled]:
    """What is written into the sheet, and every cell to be typed in.

    The name of a filer that is known is no such cell.
    """
    cells = contents(form, wanted.unit, wanted.year)
    for position in (position for box in _open(form, wanted) for position in _positions(box)):
        there = form.sheet.cells.get(position)
        filled = cells.get(position, Filled(there.text if there else ""))
        cells[position] = msgspec.structs.replace(filled, locked=False)
    return cells


def _open(form: BlankForm, wanted: Wanted) -> Iterator[Range]:
    yield from form.dated
    for slot in form.slots:
        if not slot.computed and slot.path not in wanted.given:
            yield from slot.cells


def _reach(slot: Slot) -> str:
    """A field by its first cell, a column by all its rows."""
    area = slot.reach
    if "." in slot.path:
        return absolute(area)
    return absolute(Range(area.top, area.left, area.top, area.left)).partition(":")[0]


def _meets(areas: Sequence[Range], said: Sequence[Validation]) -> bool:
    return any(_overlap(one, other) for new in said for one in new.cells for other in areas)


def _overlap(one: Range, other: Range) -> bool:
    across = one.left <= other.right and other.left <= one.right
    return across and one.top <= other.bottom and other.top <= one.bottom


def _positions(box: Range) -> Iterator[Position]:
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            yield row, column
