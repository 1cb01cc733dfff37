"""How rules between files tell their hits: the file, the sheet, the cell, the other files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlform.messages import language
from xlform.model.findings import Severity
from xlform.rules.batch_index import FormSummary, SubmissionSummary
from xlform.rules.kernel import Text, Undetermined, Violation

_NAMES_AT_MOST = 3


def violation(
    entry: SubmissionSummary,
    form: FormSummary | None,
    *paths: str,
    details: dict[str, str],
    message: str = "message",
    severity: Severity | None = None,
    cell: str = "",
) -> Violation:
    """A breach in one file, at a cell, or at the first of a form's values that has one.

    What should stand there and what does is told by ``expected`` and ``actual`` of the details.
    """
    return Violation(
        None,
        cell=cell or (form.place(*paths) if form else ""),
        message=message,
        details=details,
        expected=details.get("expected", ""),
        actual=details.get("actual", ""),
        sheet=form.sheet if form else "",
        severity=severity,
        file=entry.name,
    )


def undetermined(entry: SubmissionSummary, because: Text, **details: str) -> Undetermined:
    """No answer on one file; ``because`` names it as ``{file}``."""
    return Undetermined(None, because, details={"file": entry.name, **details})


def named(files: Iterable[SubmissionSummary]) -> str:
    """``“甲镇.xlsx”、“乙镇.xlsx”``."""
    return listed([f"“{entry.name}”" for entry in files])


def listed(names: Sequence[str], count: int | None = None) -> str:
    """The names, the first few of many; of the first ``count`` of them."""
    count = len(names) if count is None else count
    chinese = language() == "zh"
    shown = ("、" if chinese else ", ").join(names[: min(count, _NAMES_AT_MOST)])
    if count <= _NAMES_AT_MOST:
        return shown
    return f"{shown}等{count}处" if chinese else f"{shown} ({count} in all)"


def money(amount: Decimal) -> str:
    """An amount as it is told."""
    return f"{amount:f}"
