"""Check result of one file as reports use it: submission, findings, changes since last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from xlform.checking.baseline import Changes
from xlform.checking.runner import BatchResult, CheckResult
from xlform.grid.model import Grid
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES, BatchFinding, Finding, FindingType, Group, Severity
from xlform.model.submission import Form, Submission
from xlform.report.numbered_findings import groups_of
from xlform.rules.context import RuleContext
from xlform.template.roles import Role
from xlform.terminal.width import width

# Findings by cause, what must be corrected first, or by form and cell.
Order = Literal["cause", "cell"]
ORDERS: tuple[Order, ...] = ("cause", "cell")


class CheckedFile(msgspec.Struct, frozen=True):
    """Checked file; ``path`` as the user wrote it, ``changes`` if it was checked before."""

    path: str
    submission: Submission
    checked: CheckResult
    context: RuleContext
    changes: Changes | None = None

    @property
    def headline(self) -> str:
        """Return unit, year and number of forms."""
        submission = self.submission
        if not submission.forms and self.context.grid:
            return _cell_counts(self.context.grid)
        year = (
            translate("tree.year", year=submission.year)
            if submission.year
            else translate("tree.no-year")
        )
        forms = translate("tree.forms", count=len(submission.forms))
        return f"{submission.unit or translate('tree.no-unit')} · {year} · {forms}"

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the findings by cause, in the order of a letter."""
        return groups_of(self.checked, self.submission, self.context)

    def state(self, finding: Finding) -> str:
        """Return ``new``, ``kept``, or "" without an earlier check."""
        return self.changes.states.get(finding.id, "") if self.changes else ""


def shown_findings(
    findings: tuple[FindingType, ...], *, only_errors: bool
) -> tuple[FindingType, ...]:
    """Return the findings to be shown: all, or errors alone."""
    if not only_errors:
        return findings
    return tuple(finding for finding in findings if finding.severity == "error")


def _cell_counts(grid: Grid) -> str:
    """Return the numbers of sheets and of formulas, of a workbook that is no known form."""
    formulas = sum(bool(cell.formula) for sheet in grid.sheets for cell in sheet.cells.values())
    return translate("check.formula-counts", sheets=len(grid.sheets), formulas=formulas)


class CheckedBatch(msgspec.Struct, frozen=True):
    """Result of checking the files of a batch against each other."""

    batch: BatchResult
    changes: Changes | None = None

    def state(self, finding: Finding) -> str:
        """Return ``new``, ``kept``, or "" without an earlier check."""
        return self.changes.states.get(finding.id, "") if self.changes else ""


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return the number of findings by severity, most severe first."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def counts_text(findings: Iterable[Finding]) -> str:
    """Return the counts above zero as text."""
    counted = counts(findings).items()
    return " · ".join(
        f"{translate(f'severity.{severity}')} {count}" for severity, count in counted if count
    )


# Up to this width both texts go into one sentence, else each is on its own line.
_MAX_INLINE_WIDTH = 20


def expected_and_actual(finding: Finding) -> list[str]:
    """Return lines with the expected and the actual value, unless the message has both."""
    expected, actual = finding.expected, finding.actual
    if not expected or (expected in finding.message and actual in finding.message):
        return []
    if max(width(expected), width(actual)) <= _MAX_INLINE_WIDTH:
        return [translate("check.numbers", expected=expected, actual=actual)]
    return [translate("check.expected", text=expected), translate("check.actual", text=actual)]


def cell_location(sheet: str, cell: str) -> str:
    """Return ``附表3-1!D24``, or the part of it that is known."""
    return f"{sheet}!{cell}" if sheet and cell else sheet or cell


def finding_location(finding: Finding) -> str:
    """Return the location of a finding, with the file if it is between files."""
    location = cell_location(finding.sheet, finding.cell)
    return f"{finding.file} {location}".rstrip() if isinstance(finding, BatchFinding) else location


def cell_or_sheet(finding: Finding) -> str:
    """Return the cell of a finding, or that it is about the whole sheet; "" for a file."""
    return finding.cell or (translate("check.whole") if finding.sheet else "")


def form_title(checked_file: CheckedFile, form: Form) -> str:
    """Return a form's display title (its kind in English) and its subject."""
    template = checked_file.context.templates[form.template]
    title = template.declaration.name if language() == "zh" else template.kind
    subject = checked_file.context.values(form).text(Role.PROJECT)
    return "  ".join(filter(None, [title, subject]))
