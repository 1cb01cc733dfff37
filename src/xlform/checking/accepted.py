"""Findings that a reviewer has looked at and that are no fault, each with the reason.

They stand in the project file, one ``[[accepted]]`` each, and hold for the content they were given
for: once the cell or the figures of the finding are others, the finding is reported again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from xlform.checking.settings import Accepted
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.findings import Finding, NotAsked
from xlform.model.submission import Submission

_KEYS: Final = ("unit", "rule", "sheet", "cell", "seen", "expected", "actual", "reason")


def accepted_finding(
    finding: Finding, submission: Submission, grid: Grid | None, reason: str
) -> Accepted:
    """Return the setting by which a finding of a submission is accepted from now on."""
    return Accepted(
        unit=submission.unit,
        rule=finding.code,
        sheet=finding.sheet,
        cell=finding.cell,
        seen=_content(finding, grid),
        expected=finding.expected,
        actual=finding.actual,
        reason=reason.strip(),
    )


def without_accepted(
    findings: Sequence[Finding],
    submission: Submission,
    grid: Grid | None,
    accepted: Iterable[Accepted],
) -> tuple[tuple[Finding, ...], tuple[NotAsked, ...]]:
    """Return the findings that nobody has accepted, and for each of the others the reason."""
    reasons = {_key(one): one.reason for one in accepted if one.unit == submission.unit}
    kept: list[Finding] = []
    told: list[NotAsked] = []
    for finding in findings:
        reason = reasons.get(_key(accepted_finding(finding, submission, grid, "")))
        if reason is None:
            kept.append(finding)
        else:
            because = translate("not-asked.accepted", message=finding.message, reason=reason)
            told.append(NotAsked(finding.code, "accepted", because, finding.sheet, finding.cell))
    return tuple(kept), tuple(told)


def accepted_toml(accepted: Accepted) -> str:
    """Return the lines of the project file that hold one accepted finding."""
    values = ((key, getattr(accepted, key)) for key in _KEYS)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values if value]
    return "\n".join(["[[accepted]]", *map(_one_line, lines)]) + "\n"


def _one_line(line: str) -> str:
    """Return a line with DEL escaped, which JSON lets stand and TOML does not."""
    return line.replace("\x7f", "\\u007f")


def _key(accepted: Accepted) -> tuple[str, ...]:
    return tuple(getattr(accepted, key) for key in _KEYS[1:-1])


def _content(finding: Finding, grid: Grid | None) -> str:
    """Return what is in the cell of a finding: its formula, else its text."""
    if grid is None or not finding.cell:
        return ""
    sheet = next((sheet for sheet in grid.sheets if sheet.name == finding.sheet), None)
    cell = sheet.cells.get(parse_cell(finding.cell)) if sheet else None
    if cell is None:
        return ""
    return f"={cell.formula} {cell.text}" if cell.formula else cell.text
