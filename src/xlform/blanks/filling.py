"""What a blank holds before anybody fills it in: the year, the unit's name, totals that wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.blanks.slots import BlankForm
from xlform.grid.model import Position
from xlform.ooxml.fill.sheet_layout import Filled
from xlform.writing.formulas import waiting
from xlform.writing.title import with_year

# The fields that hold the filer's name: 部门名称 and 填报单位 are one unit.
FILER: Final = frozenset({"unit", "filer"})


def contents(form: BlankForm, unit: str, year: int | None) -> dict[Position, Filled]:
    """The cells of a blank that are written anew; "" and ``None`` leave name and year alone."""
    found = dict(_totals(form))
    if year:
        found |= _titles(form, year)
    if unit:
        found |= _names(form, unit)
    return found


def _titles(form: BlankForm, year: int) -> Iterator[tuple[Position, Filled]]:
    # Where a line of its own names the year, the title need not.
    own_line = any(top.role == "year" for top in form.blank.tops)
    for top in form.blank.tops:
        text = form.sheet.cells[top.position].text
        new = with_year(text, year, alone=top.role == "year" or not own_line)
        if new != text:
            yield top.position, Filled(new)


def _names(form: BlankForm, unit: str) -> Iterator[tuple[Position, Filled]]:
    for slot in form.slots:
        if slot.path in FILER:
            [box] = slot.cells
            yield (box.top, box.left), Filled(slot.prefix + unit)


def _totals(form: BlankForm) -> Iterator[tuple[Position, Filled]]:
    """Each formula so that it shows nothing, not 0, while nothing it adds up is filled in."""
    for position, cell in form.sheet.cells.items():
        if cell.formula:
            yield position, Filled(formula=waiting(cell.formula))
