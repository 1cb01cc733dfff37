"""A factor of 10000 in one row's formula only, where its neighbours have none."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.tree import Node
from xlform.grid.model import Cell
from xlform.model.findings import Fix
from xlform.rules.formula.book import Spot, Terms
from xlform.rules.formula.places import Place
from xlform.rules.formula.spelling import spelled
from xlform.rules.formula.survey import Fault, Survey

_FACTORS = (Decimal(10000), Decimal("0.0001"))
_NEIGHBOURS_AT_LEAST = 2
_Way = tuple[str, int, int]


def scale_fault(
    survey: Survey, place: Place, cell: Cell, tree: Node | None, terms: Terms | None
) -> Fault | None:
    """A formula that converts between 元 and 万元 what its neighbours take as it is."""
    one = _single(terms)
    if not place.table or tree is None or one is None or one[1] not in _FACTORS:
        return None
    way = _way(place.spot, one[0])
    column = survey.places.column(place.form, place.table, place.column)
    factors = [_factor(survey, at.spot, way) for at in column if at.spot != place.spot]
    alike = factors.count(Decimal(1))
    # In one row only: a second row that converts makes it a habit, and nobody's slip.
    if alike < max(_NEIGHBOURS_AT_LEAST, len(factors) // 2 + 1) or any(
        factor not in (None, 1) for factor in factors
    ):
        return None
    new = spelled(one[0], place.spot[0])
    details = {
        "what": survey.label(place.spot, place),
        "old": f"={cell.formula}",
        "new": f"={new}",
    }
    # Which of the rows has the right unit, only the filer knows.
    fix = Fix("unsafe", (survey.edit(place.spot, f"={cell.formula}", new),))
    return Fault(
        "G-12", place.form, place.spot, "row", details, details["new"], details["old"], fix
    )


def _factor(survey: Survey, spot: Spot, way: _Way) -> Decimal | None:
    """By what a neighbour takes the cell that lies in the same way from it."""
    one = _single(survey.book.own_terms(spot))
    return one[1] if one and _way(spot, one[0]) == way else None


def _single(terms: Terms | None) -> tuple[Spot, Decimal] | None:
    return next(iter(terms.items())) if terms and len(terms) == 1 else None


def _way(home: Spot, spot: Spot) -> _Way:
    """How a reference leads from its cell: the sheet, and the steps down and to the right."""
    (_, (row, column)), (sheet, (other_row, other_column)) = home, spot
    return sheet, other_row - row, other_column - column
