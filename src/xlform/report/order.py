"""Findings by the form they stand in, and what was not asked by rule and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from xlform.model.findings import Finding, NotAsked, Reason
from xlform.model.submission import Form, Submission
from xlform.ooxml.address import parse_cell, parse_range


class Group(msgspec.Struct):
    """The findings in one form; without a form those of a sheet, or of the file as a whole."""

    form: Form | None
    sheet: str
    findings: list[Finding]


class Silence(msgspec.Struct):
    """A rule that gave no answer for one reason, and where."""

    code: str
    reason: Reason
    because: str
    places: list[tuple[str, str]]


def by_form(submission: Submission, findings: Iterable[Finding]) -> list[Group]:
    """The findings in groups, each group where its first finding stands."""
    groups: dict[tuple[str, str], Group] = {}
    for finding in findings:
        form = form_of(submission.forms, finding)
        key = (finding.sheet, form.range if form else "")
        group = groups.setdefault(key, Group(form, finding.sheet, []))
        group.findings.append(finding)
    return list(groups.values())


def form_of(forms: Sequence[Form], finding: Finding) -> Form | None:
    """The form a finding stands in: the only one of its sheet, or the one around its cell."""
    there = [form for form in forms if form.sheet == finding.sheet]
    if len(there) == 1:
        return there[0]
    if not finding.cell:
        return None
    position = parse_cell(finding.cell)
    return next((form for form in there if parse_range(form.range).covers(*position)), None)


def silences(not_asked: Iterable[NotAsked]) -> list[Silence]:
    """What was not asked, the same rule and reason told once with all its places."""
    told: dict[tuple[str, str], Silence] = {}
    for one in not_asked:
        silence = Silence(one.code, one.reason, one.because, [])
        known = told.setdefault((one.code, one.because), silence)
        if one.sheet or one.cell:
            known.places.append((one.sheet, one.cell))
    return sorted(told.values(), key=lambda silence: silence.code)
