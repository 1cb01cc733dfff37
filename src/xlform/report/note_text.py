"""Marks of findings in a unit's own workbook: colour and text of the comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from xlform.messages import language, translate
from xlform.model.findings import Finding, Severity
from xlform.rules import all_rules
from xlform.rules.kernel import Rule

# Light enough under black text, distinct enough in greyscale.
COLOURS: Final[dict[Severity, str]] = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}

Runs = tuple[tuple[str, bool], ...]


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}


def rule_title(finding: Finding) -> str:
    """Return a rule's code and summary."""
    rule = _rules().get(finding.code)
    return f"{finding.code} {rule.summary.translate() if rule else finding.name}"


def note_runs(findings: Iterable[Finding]) -> Runs:
    """Return the text of one comment about all findings of a cell, with bold flags."""
    return tuple(run for n, finding in enumerate(findings) for run in _runs(finding, first=n == 0))


def _runs(finding: Finding, *, first: bool) -> Iterator[tuple[str, bool]]:
    before = "" if first else "\n\n"
    yield f"{before}[{translate(f'severity.{finding.severity}')} {finding.code}]", True
    colon = "：" if language() == "zh" else ": "
    parts = (
        ("expected", finding.expected),
        ("actual", finding.actual),
        ("advice", finding.help),
    )
    lines = (translate(f"marked.{part}") + colon + text for part, text in parts if text)
    yield "\n".join((f" {finding.message}", *lines)), False
