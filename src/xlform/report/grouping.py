"""Findings grouped by form, and skipped rules grouped by reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from xlform.grid.address import parse_cell, parse_range
from xlform.model.findings import Finding, NotAsked, Place, Reason
from xlform.model.submission import Form, Submission


class FormFindings(msgspec.Struct):
    """Findings in one form; without a form, those of a sheet or of the file."""

    form: Form | None
    sheet: str
    findings: list[Finding]


class SkippedRule(msgspec.Struct):
    """Rule without a result for one reason, and the locations."""

    code: str
    reason: Reason
    because: str
    locations: list[tuple[str, str]]


def group_by_form(submission: Submission, findings: Iterable[Finding]) -> list[FormFindings]:
    """Return the findings in groups, each at the position of its first finding."""
    groups: dict[tuple[str, str], FormFindings] = {}
    for finding in findings:
        form = form_of(submission.forms, finding)
        key = (finding.sheet, form.range if form else "")
        group = groups.setdefault(key, FormFindings(form, finding.sheet, []))
        group.findings.append(finding)
    return list(groups.values())


def form_of(forms: Sequence[Form], finding: Finding) -> Form | None:
    """Return the form of a finding: the only one of its sheet, or the one around its cell."""
    return form_at(forms, finding.place)


def form_at(forms: Sequence[Form], place: Place) -> Form | None:
    """Return the form at a place: the only one of its sheet, or the one around its cell."""
    forms_of_sheet = [form for form in forms if form.sheet == place.sheet]
    if len(forms_of_sheet) == 1:
        return forms_of_sheet[0]
    if not place.cell:
        return None
    position = parse_cell(place.cell)
    return next(
        (form for form in forms_of_sheet if parse_range(form.range).covers(*position)), None
    )


def skipped_rules(not_asked: Iterable[NotAsked]) -> list[SkippedRule]:
    """Return the rules without a result; same rule and reason once, with all locations."""
    by_rule: dict[tuple[str, str], SkippedRule] = {}
    for rule in not_asked:
        skipped_rule = SkippedRule(rule.code, rule.reason, rule.because, [])
        merged = by_rule.setdefault((rule.code, rule.because), skipped_rule)
        if rule.sheet or rule.cell:
            merged.locations.append((rule.sheet, rule.cell))
    return sorted(by_rule.values(), key=lambda skipped_rule: skipped_rule.code)
