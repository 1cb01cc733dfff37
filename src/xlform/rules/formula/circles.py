"""Formulas that end up reading themselves, and which of a circle is to blame."""

from __future__ import annotations

from xlform.formula.references import Area, references
from xlform.model.findings import Fix
from xlform.model.submission import Form
from xlform.rules.formula.book import Spot
from xlform.rules.formula.comparing import is_same
from xlform.rules.formula.oughts import Ought
from xlform.rules.formula.places import Place
from xlform.rules.formula.survey import Fault, Survey


def circle_faults(survey: Survey) -> dict[Spot, Fault | None]:
    """The cells of circles that touch a form, with the fault of each that is to blame."""
    found: dict[Spot, Fault | None] = {}
    if not survey.book.circles:
        return found
    looked_at = {spot: (form, place) for spot, form, place in survey.looked_at()}
    for circle in survey.book.circles:
        ours = [spot for spot in circle if spot in looked_at]
        told = [fault for spot in ours if (fault := _to_blame(survey, spot, looked_at[spot]))]
        if ours and not told:
            told = [_first_mendable(survey, ours, looked_at, circle)]
        found |= dict.fromkeys(ours) | {fault.spot: fault for fault in told}
    return found


def _to_blame(survey: Survey, spot: Spot, at: tuple[Form, Place | None]) -> Fault | None:
    """The fault of a cell that holds another formula than it ought to."""
    cell = survey.book.cell(spot)
    oughts = survey.oughts.of(spot)
    if cell is None or not oughts:
        return None
    terms = survey.book.own_terms(spot)
    itself = reads_itself(cell.formula, spot)
    if not itself and terms and any(is_same(survey.book, terms, o.terms) for o in oughts):
        return None
    ought = survey.choose(spot, cell.formula, oughts)
    if ought is None:
        return None
    code = "G-05" if itself else "G-06"
    fix = survey.mending(spot, cell, ought)
    return _fault(survey, code, spot, at, f"={ought.formula}", fix)


def _first_mendable(
    survey: Survey,
    ours: list[Spot],
    looked_at: dict[Spot, tuple[Form, Place | None]],
    circle: list[Spot],
) -> Fault:
    """Where each formula may be right by itself: one that may be another is put forward."""
    for spot in ours:
        ought = _way_out(survey, spot)
        cell = survey.book.cell(spot)
        if ought and cell:
            fix = Fix("unsafe", (survey.edit(spot, f"={cell.formula}", ought.formula),))
            return _fault(survey, "G-06", spot, looked_at[spot], f"={ought.formula}", fix)
    first = ours[0]
    code = "G-05" if len(circle) == 1 else "G-06"
    return _fault(survey, code, first, looked_at[first], "", None)


def _way_out(survey: Survey, spot: Spot) -> Ought | None:
    cell = survey.book.cell(spot)
    return survey.choose(spot, cell.formula, survey.oughts.of(spot)) if cell else None


def reads_itself(formula: str, spot: Spot) -> bool:
    """Whether a formula in a cell names that very cell."""
    sheet, position = spot
    return any(
        isinstance(one, Area)
        and not one.is_place
        and one.sheet.casefold() == sheet.casefold()
        and one.range.covers(*position)
        for one in references(formula, sheet)
    )


def _fault(
    survey: Survey,
    code: str,
    spot: Spot,
    at: tuple[Form, Place | None],
    new: str,
    fix: Fix | None,
) -> Fault:
    form, place = at
    cell = survey.book.cell(spot)
    old = f"={cell.formula}" if cell else ""
    details = {"what": survey.label(spot, place), "old": old, "new": new}
    message = "message" if new else "told"
    return Fault(code, form, spot, message, details, new, old, fix)
