"""Public verb ``fix``: correct formulas and amounts in the submitted file, and nothing else.

Read, check, select fixes, compute the results that depend on them, change the bytes of those cells,
read the result and check it again; repeat until no fix is left. A fix that brings up a new finding
is dropped, the others are applied.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from xlform.checking.check import Checker, Report
from xlform.checking.selection import codes_matching
from xlform.checking.settings import Project
from xlform.checking.settings_note import project_from
from xlform.errors import CellNotEditable, FileProblem
from xlform.files.output import atomic_path, check_not_source
from xlform.fixing.changes import FixResult, changes_json
from xlform.fixing.harmful import Attempt, harm_of, new_findings, without_harm
from xlform.fixing.plan import DroppedFix, FixKey, Plan, fix_key, make_plan
from xlform.fixing.state import FixInput, FixState
from xlform.formats.conversion import as_workbook
from xlform.formats.source import file_bytes
from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.model.regular_file import is_file
from xlform.model.resources import forget_changed
from xlform.ooxml.read.package import Package
from xlform.rules import all_rules

# Rules on formulas, and on amounts that formulas skip: selected unless others are named.
FORMULA_RULES = ("G", "F-02")
# Rules on the formulas of any workbook.
WORKBOOK_RULES = ("H",)
ROUNDS_AT_MOST = 5


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
    forget_changed(templates)
    project = project_from(Path(settings)) if settings else Project()
    forget_changed(templates, project.words)
    fixer = Fixer(project, templates, unsafe=unsafe, only=tuple(only), formulas=formulas)
    return fixer.fix(path)


class FindingFixer:
    """Fixer of the findings that ``sought`` returns of a report, those to be fixed first first."""

    def __init__(
        self, checker: Checker, sought: Callable[[Report], list[Finding]], *, unsafe: bool
    ) -> None:
        self._checker = checker
        self._sought = sought
        self._unsafe = unsafe

    def fix_content(self, data: bytes, path: Path) -> Fixed:
        """Return a fixed workbook of its bytes; ``path`` is its name in messages."""
        # The package is opened once: read, edited and searched for copies of cells from here on.
        content, converted = as_workbook(data, str(path))
        report = self._checker.check_workbook(content, path)
        source = FixInput(path, content, report, converted)
        attempt = self._attempt(source, {})
        if attempt.harm:
            attempt = without_harm(attempt, lambda dropped: self._attempt(source, dropped))
        return _fixed(attempt)

    def _attempt(self, source: FixInput, dropped: Mapping[FixKey, DroppedFix]) -> Attempt:
        """Fix a file without the fixes dropped, round by round."""
        state, dropped = FixState(source), dict(dropped)
        plan = self._plan(state, dropped)
        for _ in range(ROUNDS_AT_MOST):
            before = len(self._sought(state.report))
            plan, package = self._carried_out(state, plan, dropped)
            if package is None:
                return Attempt(state, plan, harm_of(state))
            state.report = self._checker.check_workbook(package, source.path, state.report)
            state.current = package
            if len(self._sought(state.report)) >= before:
                return Attempt(state, plan, DroppedFix("in-vain"))
            plan = self._plan(state, dropped)
        return Attempt(state, plan, DroppedFix("in-vain") if plan.edits else harm_of(state))

    def _carried_out(
        self, state: FixState, plan: Plan, dropped: dict[FixKey, DroppedFix]
    ) -> tuple[Plan, Package | None]:
        """Carry out a plan without the fixes of cells that can't be changed, which are dropped.

        No package where nothing is left to be changed.
        """
        while plan.edits:
            try:
                return plan, state.carry_out(plan)
            except CellNotEditable as problem:
                dropped |= _touching(plan, problem)
                plan = self._plan(state, dropped)
        return plan, None

    def _plan(self, state: FixState, dropped: Mapping[FixKey, DroppedFix]) -> Plan:
        grid = state.report.context.grid
        return make_plan(self._sought(state.report), grid, dropped, unsafe=self._unsafe)


class Fixer(FindingFixer):
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
        checker = Checker(project, templates, formulas=formulas)
        # Rules named first are applied first: a total typed as text becomes a formula, not a
        # number.
        self._rank = {code: rank for rank, code in reversed(list(enumerate(sought)))}
        super().__init__(checker, self._of_rules, unsafe=unsafe)

    def fix(self, path: str | Path) -> Fixed:
        """Return the fixed file; raises what :func:`fix` raises."""
        path = Path(path)
        if path.suffix.lower() == ".json":
            raise FileProblem("nothing-to-fix", path=str(path))
        return self.fix_content(file_bytes(path), path)

    def _of_rules(self, report: Report) -> list[Finding]:
        """Return the findings of the selected rules, those of the rules named first first."""
        sought = [finding for finding in report.findings if finding.code in self._codes]
        return sorted(sought, key=lambda finding: self._rank[finding.code])


class ChosenFixer(FindingFixer):
    """Fixer of the findings with the ids ``chosen``, whatever their rules; unsafe fixes too."""

    def __init__(self, checker: Checker, chosen: Collection[str]) -> None:
        chosen = frozenset(chosen)

        def sought(report: Report) -> list[Finding]:
            return [finding for finding in report.findings if finding.id in chosen]

        super().__init__(checker, sought, unsafe=True)


def _touching(plan: Plan, problem: CellNotEditable) -> dict[FixKey, DroppedFix]:
    """Return the fixes of a plan that change a cell which can't be changed."""
    drop = DroppedFix("not-editable", "", str(problem.details["because"]))
    return {
        fix_key(finding): drop
        for edit, finding in plan.edits.values()
        if (edit.sheet, edit.cell) == (problem.details["sheet"], problem.details["cell"])
    }


def _fixed(attempt: Attempt) -> Fixed:
    """Return the result, with the findings that are left."""
    state, source = attempt.state, attempt.state.source
    report = source.report
    return Fixed(
        path=str(source.path),
        submission=report.submission,
        context=report.context,
        checked=report.checked,
        grid=state.report.context.grid,
        source=_bytes_of(source.content),
        data=_bytes_of(state.current),
        changes=tuple(state.changes),
        results=tuple(state.results()),
        declined=tuple(attempt.plan.declined),
        unknown=tuple(state.unknowns()),
        copies=state.copies(),
        emerged=tuple(new_findings(report, state.report)),
        after=state.report,
        converted=source.converted,
    )


def _bytes_of(content: bytes | Package) -> bytes:
    return content if isinstance(content, bytes) else content.data


# Output


def write_fixed(mended: FixResult, path: Path, *, force: bool = False) -> None:
    """Write a fixed file with the mark; read back, it must be what was checked.

    A file without changes is copied as it is. A file that xlform did not write is replaced only
    with ``force``. Raises :class:`~xlform.errors.FileProblem` for a file that can't be written.
    """
    _write(mended.marked_data(), path, force=force)


def replace_source(mended: FixResult, path: Path, mode: int) -> None:
    """Write a fixed file in the place of the submitted one, without a mark: it is that file.

    ``mode`` are its permissions.
    """
    _write(mended.data, path, force=True, mode=mode)


def copy_source(mended: FixResult, path: Path, *, force: bool = False) -> None:
    """Write a copy of the submitted file of a result without changes, byte for byte."""
    data = file_bytes(Path(mended.path))
    if is_file(path) and path.read_bytes() == data:
        return  # copied before
    _write(data, path, force=force)


def _write(data: bytes, path: Path, *, force: bool, mode: int | None = None) -> None:
    with atomic_path(path, force=force, mode=mode) as unfinished:
        unfinished.write_bytes(data)
        if unfinished.read_bytes() != data:
            raise FileProblem(
                "unwritable", path=str(path), reason=translate("fix.written-otherwise")
            )
