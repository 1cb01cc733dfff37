"""Violations between files: the file, sheet and cell they are reported at, the other files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlform.messages import language
from xlform.model.findings import Severity
from xlform.rules.batch_index import FormSummary, SubmissionSummary
from xlform.rules.kernel import Text, Undetermined, Violation

_NAMES_AT_MOST = 3


def violation(
    summary: SubmissionSummary,
    form: FormSummary | None,
    *paths: str,
    details: dict[str, str],
    message: str = "message",
    severity: Severity | None = None,
    cell: str = "",
) -> Violation:
    """Return a violation in one file, at ``cell`` or at the first of a form's values with a cell.

    ``expected`` and ``actual`` are taken from the details.
    """
    return Violation(
        None,
        cell=cell or (form.cell_of(*paths) if form else ""),
        message=message,
        details=details,
        expected=details.get("expected", ""),
        actual=details.get("actual", ""),
        sheet=form.sheet if form else "",
        severity=severity,
        file=summary.name,
    )


def undetermined(summary: SubmissionSummary, because: Text, **details: str) -> Undetermined:
    """Return the outcome "undetermined" for one file; ``because`` may name it as ``{file}``."""
    return Undetermined(None, because, details={"file": summary.name, **details})


def named(files: Iterable[SubmissionSummary]) -> str:
    """Return the names of files in quotation marks: ``“甲镇.xlsx”、“乙镇.xlsx”``."""
    return listed([f"“{summary.name}”" for summary in files])


def listed(names: Sequence[str], count: int | None = None) -> str:
    """Return the first few names joined, with the number of all if there are more."""
    count = len(names) if count is None else count
    chinese = language() == "zh"
    shown = ("、" if chinese else ", ").join(names[: min(count, _NAMES_AT_MOST)])
    if count <= _NAMES_AT_MOST:
        return shown
    return f"{shown}等{count}处" if chinese else f"{shown} ({count} in all)"


def money(amount: Decimal) -> str:
    """Return an amount as messages write it."""
    return f"{amount:f}"
