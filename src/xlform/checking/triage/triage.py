"""Findings of a file in groups, in the order of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from xlform.checking.triage.causes import find_causes
from xlform.checking.triage.findings_index import FormulaPrecedents, Located
from xlform.checking.triage.form_amounts import FormAmounts
from xlform.checking.triage.grouping import collect_groups
from xlform.checking.triage.ranking import ranked
from xlform.grid.model import Grid
from xlform.model.findings import SEVERITIES, BatchFinding, Finding, Group, Severity
from xlform.model.submission import Form
from xlform.template.form import FormTemplate

_WORST = {severity: n for n, severity in enumerate(SEVERITIES)}


class Triage(msgspec.Struct, frozen=True):
    """Findings in their order, each with its group and cause, and the groups."""

    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]


class BatchTriage(msgspec.Struct, frozen=True):
    """Findings between the files of a batch, each with its group, and the groups."""

    findings: tuple[BatchFinding, ...]
    groups: tuple[Group, ...]


def triage(
    findings: Sequence[Finding],
    forms: Iterable[Form] = (),
    grid: Grid | None = None,
    templates: Mapping[str, FormTemplate] | None = None,
) -> Triage:
    """Return the findings with group and cause, and the groups in the order of a letter.

    A cause is as severe as the worst of what follows from it. ``forms`` and ``grid`` hold the
    amounts and the formulas of the cells; without them fewer causes are known. By ``templates``
    money is told from other numbers.
    """
    located = _located(findings, grid)
    amounts = FormAmounts(forms, templates)
    causes = find_causes(located, amounts)
    severities = _raised(located, causes)
    group_of = collect_groups(located, causes, severities)
    annotated = tuple(
        [
            msgspec.structs.replace(
                finding,
                severity=severities[order],
                group=group_of[order].id,
                cause=causes[order].finding.id if order in causes else "",
            )
            for order, finding in enumerate(findings)
        ]
    )
    return Triage(annotated, ranked(group_of, annotated, amounts))


def as_severe_as_effects(
    findings: tuple[Finding, ...],
    forms: Iterable[Form],
    grid: Grid | None,
    templates: Mapping[str, FormTemplate],
) -> tuple[Finding, ...]:
    """Return the findings with the severities that :func:`triage` gives them, and no groups."""
    if len({finding.severity for finding in findings}) < 2:  # noqa: PLR2004  (nothing to raise)
        return findings
    located = _located(findings, grid)
    severities = _raised(located, find_causes(located, FormAmounts(forms, templates)))
    return tuple(
        finding
        if finding.severity == severity
        else msgspec.structs.replace(finding, severity=severity)
        for finding, severity in zip(findings, severities, strict=True)
    )


def triage_batch(findings: Sequence[BatchFinding]) -> BatchTriage:
    """Return the findings between files with their group, and the groups of each file.

    No cause is looked for: cells of different files are not linked.
    """
    located = _located(findings, None)
    group_of = collect_groups(located, {}, [finding.severity for finding in findings])
    annotated = tuple(
        msgspec.structs.replace(finding, group=group_of[n].id) for n, finding in enumerate(findings)
    )
    return BatchTriage(annotated, ranked(group_of, annotated, FormAmounts(())))


def _located(findings: Sequence[Finding], grid: Grid | None) -> list[Located]:
    workbook = FormulaPrecedents(grid)
    return [Located(finding, n, workbook) for n, finding in enumerate(findings)]


def _raised(located: list[Located], causes: dict[int, Located]) -> list[Severity]:
    """Return the severity of each finding, a cause at least as severe as its effects."""
    severities: list[Severity] = [one.finding.severity for one in located]
    for order in causes:
        severity, cause = severities[order], causes.get(order)
        while cause:
            severities[cause.order] = min(severities[cause.order], severity, key=_WORST.__getitem__)
            cause = causes.get(cause.order)
    return severities
