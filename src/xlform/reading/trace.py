"""Trace of a reading: what a submission does not hold, for those who ask for it."""

from __future__ import annotations

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Sheet
from xlform.model.submission import Unread
from xlform.reading.choice import Choice, prose_choice, region_choice
from xlform.reading.continuation import JoinedSheets
from xlform.reading.forms import FormReading
from xlform.reading.index import SheetIndex
from xlform.reading.regions import Region
from xlform.reading.unread import unclaimed_cells
from xlform.reading.values import strip_whitespace
from xlform.template.form import FormTemplate


class UnclaimedCell(msgspec.Struct, frozen=True):
    """Cell on a form's sheet that no field, column or label accounts for, with its text."""

    sheet: str
    cell: str
    text: str


class ReadingTrace:
    """Reasons for each form's template, in the order of forms, and the unclaimed cells.

    The reasons are collected only with ``explain``.
    """

    def __init__(self, *, explain: bool = False) -> None:
        self.explain = explain
        self.choices: list[Choice] = []
        self.unclaimed: list[UnclaimedCell] = []

    def add(
        self,
        index: SheetIndex,
        joined: JoinedSheets,
        found: list[tuple[Region, FormReading]],
        templates: tuple[FormTemplate, ...],
    ) -> None:
        """Add the forms of a sheet; ``joined`` maps cells back to the sheets it consists of."""
        for row, column in sorted(unclaimed_cells(index, [reading for _, reading in found])):
            cell = index.cells[row, column]
            area = str(Range(row, column, row, column))
            place = joined.unread(Unread(index.sheet.name, "", area))
            text = strip_whitespace(cell.text) or f"={cell.formula}"
            self.unclaimed.append(UnclaimedCell(place.sheet, place.range, text))
        if self.explain:
            by_region = {id(region): region_choice(index, region, templates) for region, _ in found}
            self.choices += [by_region[id(region)] for region, _ in found]

    def add_prose(
        self, sheet: Sheet, template: FormTemplate, others: tuple[FormTemplate, ...]
    ) -> None:
        """Add a form in prose."""
        if self.explain:
            self.choices.append(prose_choice(sheet, template, others))
