"""Verification of a changed sheet: named cells hold the new content, all others the old one."""

from __future__ import annotations

import msgspec

from xlform.errors import FileProblem
from xlform.formula.shift import shifted
from xlform.grid.address import Range
from xlform.messages import translate
from xlform.ooxml.edit.cell_xml import Stored
from xlform.ooxml.edit.sheet_edits import SheetChanges
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.raw_cell import RawCell, RawFormula
from xlform.ooxml.read.strings import unescape
from xlform.ooxml.read.worksheet import SheetFrame, read_worksheet

Position = tuple[int, int]


def verify_sheet(before: Package, after: Package, part: str, changes: SheetChanges) -> None:
    """Compare a sheet with what it was; :class:`FileProblem` where more, or less, is changed."""
    (old, old_frame), (new, new_frame) = _read(before, part), _read(after, part)
    named = {*changes.contents, *changes.results}
    # An edit may bring more of the sheet within reach.
    beyond = (*old_frame.skipped, *new_frame.skipped)
    frames = (msgspec.structs.replace(frame, skipped=()) for frame in (old_frame, new_frame))
    good = next(frames) == next(frames)
    good = good and _others(old, named, beyond) == _others(new, named, beyond)
    good = good and all(_holds(new.get(at), want) for at, want in changes.contents.items())
    good = good and all(_styled(new.get(at), old.get(at)) for at in named)
    for at, want in changes.results.items():
        formula = old[at].formula
        spelled = formula.text if formula else None
        good = good and _holds(new.get(at), Stored(want.kind, want.value, spelled))
    if not good:
        raise FileProblem("not-edited", path=before.name, because=translate("unmarked.verify"))


def _read(package: Package, part: str) -> tuple[dict[Position, RawCell], SheetFrame]:
    """Return the cells of a sheet with shared formulas expanded, each with its own formula."""
    cells: dict[Position, RawCell] = {}
    masters: dict[str, tuple[int, int, str]] = {}

    def keep(row: int, column: int, raw: RawCell) -> None:
        formula = raw.formula
        if formula is not None and formula.kind == "shared":
            if formula.text:
                masters[formula.group] = row, column, formula.text
            top, left, text = masters.get(formula.group, (row, column, ""))
            raw = msgspec.structs.replace(
                raw, formula=RawFormula(shifted(text, row - top, column - left))
            )
        cells[row, column] = raw

    return cells, read_worksheet(package, part, keep)


def _others(
    cells: dict[Position, RawCell], named: set[Position], beyond: tuple[Range, ...]
) -> dict[Position, RawCell]:
    return {
        at: cell
        for at, cell in cells.items()
        if at not in named and not any(area.covers(*at) for area in beyond)
    }


def _holds(cell: RawCell | None, want: Stored) -> bool:
    if cell is None:
        return want == Stored("", None)
    formula = cell.formula.text if cell.formula else None
    text = cell.text
    if text is not None and cell.kind == "str":
        text = unescape(text)
    kind = "" if cell.kind == "n" else cell.kind
    return (kind, text, formula) == (want.kind, want.value, want.formula)


def _styled(new: RawCell | None, old: RawCell | None) -> bool:
    return new is None or old is None or new.style == old.style
