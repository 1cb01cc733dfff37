"""One file's check as the reports take it: what was read, what was found, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from xlform.checking.baseline import Changes
from xlform.checking.runner import BatchResult, CheckResult
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES, BatchFinding, Finding, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.terminal.width import width


class Case(msgspec.Struct, frozen=True):
    """A file checked; ``path`` as the user wrote it, ``changes`` where it was checked before."""

    path: str
    submission: Submission
    checked: CheckResult
    context: RuleContext
    changes: Changes | None = None

    @property
    def headline(self) -> str:
        """Unit, year and number of forms."""
        found = self.submission
        year = translate("tree.year", year=found.year) if found.year else translate("tree.no-year")
        forms = translate("tree.forms", count=len(found.forms))
        return f"{found.unit or translate('tree.no-unit')} · {year} · {forms}"

    def state(self, finding: Finding) -> str:
        """``new``, ``kept``, or "" where nothing earlier is known."""
        return self.changes.states.get(finding.id, "") if self.changes else ""


class BatchCase(msgspec.Struct, frozen=True):
    """The files of a batch checked against each other."""

    batch: BatchResult
    changes: Changes | None = None

    def state(self, finding: Finding) -> str:
        """Likewise."""
        return self.changes.states.get(finding.id, "") if self.changes else ""


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, the gravest first."""
    told = Counter(finding.severity for finding in findings)
    return {severity: told[severity] for severity in SEVERITIES}


def tally(findings: Iterable[Finding]) -> str:
    """The counts above nought in words."""
    told = counts(findings).items()
    return " · ".join(
        f"{translate(f'severity.{severity}')} {count}" for severity, count in told if count
    )


# Shorter texts are told in one sentence, longer ones each on a line of its own.
_SHORT = 20


def numbers(finding: Finding) -> list[str]:
    """What should stand there and what does, unless the message says both already."""
    expected, actual = finding.expected, finding.actual
    if not expected or (expected in finding.message and actual in finding.message):
        return []
    if max(width(expected), width(actual)) <= _SHORT:
        return [translate("check.numbers", expected=expected, actual=actual)]
    return [translate("check.expected", text=expected), translate("check.actual", text=actual)]


def place_of(sheet: str, cell: str) -> str:
    """``附表3-1!D24``, or as much of it as is known."""
    return f"{sheet}!{cell}" if sheet and cell else sheet or cell


def full_place(finding: Finding) -> str:
    """The same with the file before it where the finding stands between files."""
    place = place_of(finding.sheet, finding.cell)
    return f"{finding.file} {place}".rstrip() if isinstance(finding, BatchFinding) else place


def spot(finding: Finding) -> str:
    """Where on its sheet a finding is; "" where it is on none."""
    return finding.cell or (translate("check.whole") if finding.sheet else "")


def form_title(case: Case, form: Form) -> str:
    """What people call a form: its official title, or its kind in English, and what it is about."""
    known = case.context.templates[form.template]
    title = known.declaration.name if language() == "zh" else known.kind
    about = (form.fields.get(key) for key in ("direction", "name"))
    return "  ".join([title, *(text for text in about if isinstance(text, str) and text)])
