"""Public verb ``fix``: correct formulas and amounts in the submitted file, and nothing else.

Read, check, select fixes, compute the results that depend on them, change the bytes of those cells,
read the result and check it again; repeat until no fix is left. Refuse a file in which a fix brings
up a new finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from xlform.checking.check import Checker, Report
from xlform.checking.selection import codes_matching
from xlform.checking.settings import Project, load_project
from xlform.errors import FileProblem
from xlform.files.output import atomic_path, check_not_source
from xlform.fixing.changes import (
    CellChange,
    FixResult,
    RecalculatedCell,
    SkippedFix,
    UnknownResult,
    changes_json,
)
from xlform.formats.conversion import as_workbook
from xlform.formats.source import file_bytes
from xlform.formula.recalculation import Recalculated, recalculate
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.messages import translate
from xlform.model.findings import Edit, Finding, NotAsked
from xlform.ooxml.edit.cached_copies import CachedCopy, find_cached_copies
from xlform.ooxml.edit.cells import CellContent, edit_package
from xlform.ooxml.read.package import Package
from xlform.rules import all_rules

# Rules on formulas, and on amounts that formulas skip: selected unless others are named.
FORMULA_RULES = ("G", "F-02")
# Rules on the formulas of any workbook.
WORKBOOK_RULES = ("H",)
ROUNDS_AT_MOST = 5
_Place = tuple[str, Position]
_Cells = dict[str, dict[Position, Cell]]
T = TypeVar("T")


class Fixed(FixResult, frozen=True):
    """Fixed file as ``xlform.fix`` returns it, and ways to write it."""

    def write(self, path: str | Path, *, force: bool = False) -> None:
        """Write the fixed file atomically and read it back.

        A file that xlform did not write is replaced only with ``force``, the fixed file's own
        source never.
        """
        check_not_source(Path(path), self.submission.source.sha256)
        write_fixed(self, Path(path), force=force)

    def json(self, *, indent: int = 0) -> str:
        """Return the changes as JSON (``xlform.changes/1``)."""
        return changes_json([(self, "")], indent=indent)


def fix(
    path: str | Path,
    *,
    unsafe: bool = False,
    only: Iterable[str] = (),
    settings: str | Path | None = None,
    templates: Path | None = None,
    formulas: bool = False,
) -> Fixed:
    """Return a workbook with its formulas fixed; nothing is written before ``write``.

    ``unsafe`` also applies fixes that change an amount or a word; ``only`` names rules, by code or
    the beginning of codes, in place of those on formulas. ``formulas``: fix the formulas of a
    workbook of any form, by the rules on workbooks. Raises what :func:`xlform.check` raises,
    and :class:`~xlform.errors.FileProblem` for a file that can't be changed without harm.
    """
    project = load_project(Path(settings)) if settings else Project()
    fixer = Fixer(project, templates, unsafe=unsafe, only=tuple(only), formulas=formulas)
    return fixer.fix(path)


class Fixer:
    """Rules and settings made ready once, for any number of files."""

    def __init__(
        self,
        project: Project | None = None,
        templates: Path | None = None,
        *,
        unsafe: bool = False,
        only: tuple[str, ...] = (),
        formulas: bool = False,
    ) -> None:
        rules = all_rules()
        wanted = only or (WORKBOOK_RULES if formulas else FORMULA_RULES)
        sought = [code for want in wanted for code in codes_matching(want, rules)]
        self._codes = frozenset(sought)
        # The rules a project selects are for its reports; a fix must see every finding it may bring
        # up.
        project = msgspec.structs.replace(project or Project(), select=())
        self._checker = Checker(project, templates, formulas=formulas)
        # Rules named first are applied first: a total typed as text becomes a formula, not a
        # number.
        self._rank = {code: rank for rank, code in reversed(list(enumerate(sought)))}
        self._unsafe = unsafe

    def fix(self, path: str | Path) -> Fixed:
        """Return the fixed file; raises what :func:`fix` raises."""
        path = Path(path)
        if path.suffix.lower() == ".json":
            raise FileProblem("nothing-to-fix", path=str(path))
        # The package is opened once: read, edited and searched for copies of cells from here on.
        source, converted = as_workbook(file_bytes(path), str(path))
        first = self._checker.check_workbook(source, path)
        work = _Work(path, source, first, converted=converted)
        plan = self._plan(work)
        for _ in range(ROUNDS_AT_MOST):
            if not plan.edits:
                break
            self._advance(work, plan)
            plan = self._plan(work)
        if plan.edits:
            raise FileProblem("fix-in-vain", path=str(path), codes="、".join(plan.codes))
        _refuse_new_faults(work)
        return work.fixed(plan.declined)

    def _plan(self, work: _Work) -> _Plan:
        return _plan(self._sought(work.report), work.report, self._rank, unsafe=self._unsafe)

    def _sought(self, report: Report) -> list[Finding]:
        """Return the findings of the selected rules."""
        return [finding for finding in report.findings if finding.code in self._codes]

    def _advance(self, work: _Work, plan: _Plan) -> None:
        """Run one round: apply the plan, read the result and check it."""
        before = len(self._sought(work.report))
        package = work.carry_out(plan)
        report = self._checker.check_workbook(package, work.path, work.report)
        if len(self._sought(report)) >= before:
            raise FileProblem("fix-in-vain", path=work.path, codes="、".join(plan.codes))
        work.current, work.report = package, report


# Selection of fixes


class _Plan(msgspec.Struct):
    """Edits of one round by cell, each with its finding; and the findings skipped."""

    edits: dict[_Place, tuple[Edit, Finding]]
    declined: list[SkippedFix]

    def passed_over(self, place: _Place) -> tuple[str, ...]:
        """Return the rules whose edit of a cell was overridden by another's."""
        codes = (
            skipped.finding.code
            for skipped in self.declined
            if skipped.because == "conflict" and skipped.finding.fix
            for edit in skipped.finding.fix.edits
            if _place(edit) == place
        )
        return tuple(dict.fromkeys(codes))

    @property
    def codes(self) -> list[str]:
        return sorted({finding.code for _, finding in self.edits.values()})


def _plan(sought: list[Finding], report: Report, rank: dict[str, int], *, unsafe: bool) -> _Plan:
    """Return the fixes to apply, each whole; of two for one cell the first by rule."""
    plan = _Plan({}, [])
    cells = _cells(report.context.grid)
    for finding in sorted(sought, key=lambda finding: rank[finding.code]):
        declined = _declined(finding, plan, cells, unsafe=unsafe)
        if declined:
            plan.declined.append(declined)
        elif finding.fix:
            plan.edits.update({_place(edit): (edit, finding) for edit in finding.fix.edits})
    return plan


def _declined(finding: Finding, plan: _Plan, cells: _Cells, *, unsafe: bool) -> SkippedFix | None:
    """Return why a finding's fix is not applied; ``None`` where it is."""
    if finding.fix is None or not finding.fix.edits:
        return SkippedFix(finding, "none")
    if finding.fix.safety == "unsafe" and not unsafe:
        return SkippedFix(finding, "unsafe")
    for edit in finding.fix.edits:
        sheet, position = _place(edit)
        taken = plan.edits.get((sheet, position))
        if taken and (taken[0].kind, taken[0].new) != (edit.kind, edit.new):
            return SkippedFix(finding, "conflict", taken[1].code)
        if sheet not in cells or typed(cells[sheet].get(position)) != edit.old:
            return SkippedFix(finding, "moved")
    return None


def typed(cell: Cell | None) -> str:
    """Return the entry of a cell, a formula with its ``=``."""
    if cell is None:
        return ""
    return f"={cell.formula}" if cell.formula else cell.text


def shown(cell: Cell | None) -> str:
    """Return the displayed text of a cell as stored in its file."""
    if cell is None:
        return ""
    if cell.cached is None:
        return cell.text
    return msgspec.structs.replace(cell, value=cell.cached, cached=None).text


def _cells(grid: Grid | None) -> _Cells:
    return {sheet.name: dict(sheet.cells) for sheet in grid.sheets} if grid else {}


def _place(edit: Edit) -> _Place:
    return edit.sheet, parse_cell(edit.cell)


# Application of fixes


class _Work:
    """File during fixing, and the record of its changes so far."""

    def __init__(
        self, path: Path, source: bytes | Package, first: Report, *, converted: bool = False
    ) -> None:
        self.path = path
        self._converted = converted
        self.first = self.report = first
        self.current = self._source = source
        self._changes: list[CellChange] = []
        self._old = _cells(first.context.grid)
        self._edited: set[_Place] = set()
        self._touched: set[_Place] = set()
        self._unknown: dict[_Place, str] = {}

    def carry_out(self, plan: _Plan) -> Package:
        """Return the workbook with the plan's edits and updated dependent results."""
        grid = self.report.context.grid
        if grid is None:
            raise FileProblem("nothing-to-fix", path=str(self.path))
        old = _cells(grid)
        after = recalculate(
            grid, _by_sheet((at, _edited(edit, old)) for at, (edit, _) in plan.edits.items())
        )
        self._note(plan, old, after)
        contents = _by_sheet(
            (at, _content(edit, after.changed)) for at, (edit, _) in plan.edits.items()
        )
        return edit_package(self.current, str(self.path), contents, after.changed)

    def _note(self, plan: _Plan, old: _Cells, after: Recalculated) -> None:
        """Record the changes of a round."""
        new = _cells(after.grid)
        for (sheet, at), (edit, finding) in plan.edits.items():
            values = shown(old[sheet].get(at)), shown(new[sheet].get(at))
            change = _change(edit, finding, *values)
            passed_over = plan.passed_over((sheet, at))
            self._changes.append(msgspec.structs.replace(change, passed_over=passed_over))
        results = {(sheet, at) for sheet, cells in after.changed.items() for at in cells}
        self._edited |= set(plan.edits)
        self._touched |= results
        for place in results:
            self._unknown.pop(place, None)
        for sheet, whys in after.unknown.items():
            self._unknown.update({(sheet, at): why for at, why in whys.items()})

    def fixed(self, declined: list[SkippedFix]) -> Fixed:
        """Return the result, with the findings that are left."""
        report, grid = self.first, self.report.context.grid
        emerged = _appeared(report, self.report)
        return Fixed(
            path=str(self.path),
            submission=report.submission,
            context=report.context,
            checked=report.checked,
            grid=grid,
            source=_bytes_of(self._source),
            data=_bytes_of(self.current),
            changes=tuple(self._changes),
            results=tuple(self._results(grid)),
            declined=tuple(declined),
            unknown=tuple(self._unknowns(grid)),
            copies=self._copies(),
            emerged=tuple(emerged),
            converted=self._converted,
        )

    def _results(self, grid: Grid | None) -> Iterator[RecalculatedCell]:
        new = _cells(grid)
        for sheet, at in sorted(self._touched - self._edited):
            before, behind = self._old[sheet].get(at), new[sheet].get(at)
            yield RecalculatedCell(
                sheet, cell_name(*at), typed(behind), shown(before), shown(behind)
            )

    def _unknowns(self, grid: Grid | None) -> Iterator[UnknownResult]:
        new = _cells(grid)
        for (sheet, at), why in sorted(self._unknown.items()):
            yield UnknownResult(sheet, cell_name(*at), typed(new[sheet].get(at)), why)

    def _copies(self) -> tuple[CachedCopy, ...]:
        places = self._edited | self._touched
        if not places:
            return ()
        return tuple(find_cached_copies(self._source, str(self.path), places))


def _bytes_of(content: bytes | Package) -> bytes:
    return content if isinstance(content, bytes) else content.data


def _by_sheet(placed: Iterable[tuple[_Place, T]]) -> dict[str, dict[Position, T]]:
    sheets: dict[str, dict[Position, T]] = {}
    for (sheet, at), finding in placed:
        sheets.setdefault(sheet, {})[at] = finding
    return sheets


def _edited(edit: Edit, old: _Cells) -> Cell:
    """Return the cell of an edit for the engines; the result of a formula is still unknown."""
    sheet, at = _place(edit)
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
    sheet, at = _place(edit)
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


# New findings


def _appeared(before: Report, after: Report) -> list[Finding]:
    """Return new findings of rules that had a result before."""
    known = {finding.id for finding in before.findings}
    return [
        finding
        for finding in after.findings
        if finding.id not in known and not _unanswered(finding, before.not_asked)
    ]


def _refuse_new_faults(work: _Work) -> None:
    """Refuse a file in which fixes bring up findings above severity info."""
    appeared = [
        finding for finding in _appeared(work.first, work.report) if finding.severity != "info"
    ]
    if appeared:
        first = appeared[0]
        place = f"{first.sheet}!{first.cell}" if first.cell else first.sheet
        shown_first = f"{place} {first.code} {first.message}".strip()
        raise FileProblem("fix-brings-up", path=work.path, count=len(appeared), first=shown_first)


def _unanswered(finding: Finding, not_asked: Iterable[NotAsked]) -> bool:
    """Return whether the finding's rule had no result there before: then it is not new."""
    return any(
        not_run.code == finding.code
        and not_run.reason in ("undetermined", "required-failed", "crashed")
        and (not_run.sheet in ("", finding.sheet) or not finding.sheet)
        for not_run in not_asked
    )


# Output


def write_fixed(mended: FixResult, path: Path, *, force: bool = False) -> None:
    """Write a fixed file with the mark; read back, it must be what was checked.

    A file without changes is copied as it is. A file that xlform did not write is replaced only
    with ``force``. Raises :class:`~xlform.errors.FileProblem` for a file that can't be written.
    """
    _write(mended.marked_data(), path, force=force)


def replace_source(mended: FixResult, path: Path) -> None:
    """Write a fixed file in the place of the submitted one, without a mark: it is that file."""
    _write(mended.data, path, force=True)


def copy_source(mended: FixResult, path: Path, *, force: bool = False) -> None:
    """Write a copy of the submitted file of a result without changes, byte for byte."""
    data = file_bytes(Path(mended.path))
    if path.is_file() and path.read_bytes() == data:
        return  # copied before
    _write(data, path, force=force)


def _write(data: bytes, path: Path, *, force: bool) -> None:
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(data)
        if unfinished.read_bytes() != data:
            raise FileProblem(
                "unwritable", path=str(path), reason=translate("fix.written-otherwise")
            )
