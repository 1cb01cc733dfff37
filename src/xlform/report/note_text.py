"""Marks of findings in a unit's own file: colour and text of the comment on a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from xlform.messages import language, translate
from xlform.model.findings import Finding, Severity
from xlform.report.letter_text import pattern, plain_words, shortened
from xlform.report.numbered_findings import NumberedFinding
from xlform.rules import all_rules
from xlform.rules.kernel import Rule

# Light enough under black text, distinct enough in greyscale.
COLOURS: Final[dict[Severity, str]] = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
# Characters of a value in a comment or list; the form itself has it in full.
VALUE_AT_MOST: Final = 80

Runs = tuple[tuple[str, bool], ...]


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}


def rule_summary(finding: Finding) -> str:
    """Return the summary of a finding's rule, in a few words."""
    rule = _rules().get(finding.code)
    return rule.summary_of(finding) if rule else finding.name


def note_runs(findings: Iterable[Finding], numbered: Mapping[str, NumberedFinding]) -> Runs:
    """Return the text of one comment about all findings of a cell, with bold flags.

    They are in the order of the letter, each with the number of its item; ``numbered`` is by id.
    """
    entries = sorted((numbered[finding.id] for finding in findings), key=lambda one: one.number)
    lines = [_runs(entry) for entry in entries]
    if len(lines) == 1:
        return tuple(lines[0])
    runs: list[tuple[str, bool]] = []
    for order, line in enumerate(lines, 1):
        gap = "" if order == 1 else "\n"
        runs += [(f"{gap}{order}. ", True), *line]
    return tuple(runs)


def _runs(entry: NumberedFinding) -> Iterator[tuple[str, bool]]:
    finding = entry.finding
    yield f"[{heading(entry)}]", True
    colon = "：" if language() == "zh" else ": "
    values = (("expected", finding.expected), ("actual", finding.actual))
    parts = [(part, shortened(text, VALUE_AT_MOST)) for part, text in values]
    parts.append(("advice", plain_words(finding.help, quotations=False)))
    lines = (translate(f"marked.{part}") + colon + text for part, text in parts if text)
    problem = plain_words(finding.message, quotations=False)
    yield "\n".join((f" {problem}", *lines)), False


def heading(entry: NumberedFinding) -> str:
    """Return severity, number of the item and state since the earlier round."""
    parts = [translate(f"severity.{entry.finding.severity}"), entry.number_text]
    if entry.is_effect:
        parts.append(translate("marked.effect"))
    if entry.state:
        parts.append(translate(f"check.{entry.state}"))
    return pattern("join-words").join(parts)
