"""Selection of the fixes of one round: each whole, of two for one cell the first by rule."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.fixing.changes import SkippedFix, SkipReason
from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, Grid, Position
from xlform.model.findings import Edit, Finding

CellPlace = tuple[str, Position]
GridCells = dict[str, Mapping[Position, Cell]]
# A rule and all edits of one of its fixes.
FixKey = tuple[str, tuple[Edit, ...]]


class DroppedFix(msgspec.Struct, frozen=True):
    """Why a fix was dropped; ``by`` and ``reason`` as in :class:`SkippedFix`."""

    because: SkipReason
    by: str = ""
    reason: str = ""


class Plan(msgspec.Struct):
    """Edits of one round by cell, each with its finding; and the findings skipped."""

    edits: dict[CellPlace, tuple[Edit, Finding]]
    declined: list[SkippedFix]

    def passed_over(self, place: CellPlace) -> tuple[str, ...]:
        """Return the rules whose edit of a cell was overridden by another's."""
        codes = (
            skipped.finding.code
            for skipped in self.declined
            if skipped.because == "conflict" and skipped.finding.fix
            for edit in skipped.finding.fix.edits
            if place_of(edit) == place
        )
        return tuple(dict.fromkeys(codes))

    @property
    def fixes(self) -> dict[FixKey, Finding]:
        """The fixes applied, in order."""
        return {fix_key(finding): finding for _, finding in self.edits.values()}


def make_plan(
    sought: list[Finding],
    grid: Grid | None,
    dropped: Mapping[FixKey, DroppedFix],
    *,
    unsafe: bool,
) -> Plan:
    """Return the fixes to apply for findings in order of rank, but for those dropped."""
    plan = Plan({}, [])
    cells = cells_of(grid)
    for finding in sought:
        declined = _declined(finding, plan, cells, unsafe=unsafe)
        drop = dropped.get(fix_key(finding)) if dropped and not declined else None
        if drop:
            declined = SkippedFix(finding, drop.because, drop.by, drop.reason)
        if declined:
            plan.declined.append(declined)
        elif finding.fix:
            plan.edits.update({place_of(edit): (edit, finding) for edit in finding.fix.edits})
    return plan


def _declined(finding: Finding, plan: Plan, cells: GridCells, *, unsafe: bool) -> SkippedFix | None:
    """Return why a finding's fix is not applied; ``None`` where it is."""
    if finding.fix is None or not finding.fix.edits:
        return SkippedFix(finding, "none")
    if finding.fix.safety == "unsafe" and not unsafe:
        return SkippedFix(finding, "unsafe")
    for edit in finding.fix.edits:
        sheet, position = place_of(edit)
        taken = plan.edits.get((sheet, position))
        if taken and (taken[0].kind, taken[0].new) != (edit.kind, edit.new):
            return SkippedFix(finding, "conflict", taken[1].code)
        if sheet not in cells or entry_text(cells[sheet].get(position)) != edit.old:
            return SkippedFix(finding, "moved")
    return None


def fix_key(finding: Finding) -> FixKey:
    """Return the rule and the edits of a finding's fix."""
    return finding.code, finding.fix.edits if finding.fix else ()


def entry_text(cell: Cell | None) -> str:
    """Return the entry of a cell, a formula with its ``=``."""
    if cell is None:
        return ""
    return f"={cell.formula}" if cell.formula else cell.text


def cells_of(grid: Grid | None) -> GridCells:
    """Return the cells of a grid by sheet; of no grid none."""
    return {sheet.name: sheet.cells for sheet in grid.sheets} if grid else {}


def place_of(edit: Edit) -> CellPlace:
    """Return the sheet and position of an edit."""
    return edit.sheet, parse_cell(edit.cell)
