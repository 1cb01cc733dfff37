"""Application of fixes to a file, and the record of its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from xlform.checking.check import Report
from xlform.errors import FileProblem
from xlform.fixing.changes import CellChange, RecalculatedCell, UnknownResult
from xlform.fixing.plan import (
    CellPlace,
    FixKey,
    GridCells,
    Plan,
    cells_of,
    entry_text,
    place_of,
)
from xlform.formula.recalculation import Recalculated, recalculate
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, CellValue, Position
from xlform.model.findings import Edit, Finding
from xlform.ooxml.edit.cached_copies import CachedCopy, find_cached_copies
from xlform.ooxml.edit.cells import CellContent, edit_package
from xlform.ooxml.read.package import Package

T = TypeVar("T")


class FixInput(msgspec.Struct, frozen=True):
    """A file to be fixed, and its check; ``converted``: from another format."""

    path: Path
    content: bytes | Package
    report: Report
    converted: bool = False


class FixState:
    """File during fixing, and the record of its changes so far."""

    def __init__(self, source: FixInput) -> None:
        self.source = source
        self.report = source.report
        self.current = source.content
        self.changes: list[CellChange] = []
        self.fixes: dict[FixKey, Finding] = {}
        self._old = cells_of(source.report.context.grid)
        self._edited: set[CellPlace] = set()
        self._touched: set[CellPlace] = set()
        self._unknown: dict[CellPlace, str] = {}

    def carry_out(self, plan: Plan) -> Package:
        """Return the workbook with the plan's edits and updated dependent results.

        Raises :class:`~xlform.errors.CellNotEditable` for a cell that can't be changed alone;
        nothing is recorded then.
        """
        grid, path = self.report.context.grid, str(self.source.path)
        if grid is None:
            raise FileProblem("nothing-to-fix", path=path)
        old = cells_of(grid)
        after = recalculate(
            grid, _by_sheet((at, _edited(edit, old)) for at, (edit, _) in plan.edits.items())
        )
        contents = _by_sheet(
            (at, _content(edit, after.changed)) for at, (edit, _) in plan.edits.items()
        )
        package = edit_package(self.current, path, contents, after.changed)
        self._note(plan, old, after)
        return package

    def _note(self, plan: Plan, old: GridCells, after: Recalculated) -> None:
        """Record the changes of a round."""
        new = cells_of(after.grid)
        self.fixes |= plan.fixes
        for (sheet, at), (edit, finding) in plan.edits.items():
            values = shown_text(old[sheet].get(at)), shown_text(new[sheet].get(at))
            change = _change(edit, finding, *values)
            passed_over = plan.passed_over((sheet, at))
            self.changes.append(msgspec.structs.replace(change, passed_over=passed_over))
        results = {(sheet, at) for sheet, cells in after.changed.items() for at in cells}
        self._edited |= set(plan.edits)
        self._touched |= results
        for place in results:
            self._unknown.pop(place, None)
        for sheet, whys in after.unknown.items():
            self._unknown.update({(sheet, at): why for at, why in whys.items()})

    def results(self) -> Iterator[RecalculatedCell]:
        """Yield the formulas that stay and were recomputed."""
        new = cells_of(self.report.context.grid)
        for sheet, at in sorted(self._touched - self._edited):
            before, behind = self._old[sheet].get(at), new[sheet].get(at)
            yield RecalculatedCell(
                sheet, cell_name(*at), entry_text(behind), shown_text(before), shown_text(behind)
            )

    def unknowns(self) -> Iterator[UnknownResult]:
        """Yield the formulas whose result could not be computed."""
        new = cells_of(self.report.context.grid)
        for (sheet, at), why in sorted(self._unknown.items()):
            yield UnknownResult(sheet, cell_name(*at), entry_text(new[sheet].get(at)), why)

    def copies(self) -> tuple[CachedCopy, ...]:
        """Return the charts and pivot tables that show changed cells."""
        places = self._edited | self._touched
        if not places:
            return ()
        return tuple(find_cached_copies(self.source.content, str(self.source.path), places))


def shown_text(cell: Cell | None) -> str:
    """Return the displayed text of a cell as stored in its file."""
    if cell is None:
        return ""
    if cell.cached is None:
        return cell.text
    return msgspec.structs.replace(cell, value=cell.cached, cached=None).text


def _by_sheet(placed: Iterable[tuple[CellPlace, T]]) -> dict[str, dict[Position, T]]:
    sheets: dict[str, dict[Position, T]] = {}
    for (sheet, at), content in placed:
        sheets.setdefault(sheet, {})[at] = content
    return sheets


def _edited(edit: Edit, old: GridCells) -> Cell:
    """Return the cell of an edit for the engines; the result of a formula is still unknown."""
    sheet, at = place_of(edit)
    before = old[sheet].get(at) or Cell(None)
    if edit.kind == "formula":
        formula = edit.new.removeprefix("=")
        return msgspec.structs.replace(before, value=None, formula=formula, cached=None)
    if edit.kind == "number":
        return Cell(Decimal(edit.new), "", before.percent, format=before.format)
    return Cell(edit.new)


def _content(edit: Edit, results: dict[str, dict[Position, CellValue]]) -> CellContent:
    """Return the cell of an edit for the file."""
    if edit.kind != "formula":
        return CellContent(edit.kind, edit.new)
    sheet, at = place_of(edit)
    return CellContent("formula", edit.new.removeprefix("="), results[sheet][at])


def _change(edit: Edit, finding: Finding, old_value: str, new_value: str) -> CellChange:
    return CellChange(
        sheet=edit.sheet,
        cell=edit.cell,
        kind=edit.kind,
        old=edit.old,
        new=edit.new,
        old_value=old_value,
        new_value=new_value,
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        safety=finding.fix.safety if finding.fix else "unsafe",
        message=finding.message,
        id=finding.id,
    )
