"""Findings with their effects, collected by what they are told under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlform.checking.triage.findings_index import Located
from xlform.checking.triage.topics import topic_of
from xlform.model.findings import BatchFinding, Severity
from xlform.rules.concerns import SLIGHT, concern_of


class FindingGroup:
    """Findings told as one, and the findings that follow from them."""

    def __init__(self, root: Located) -> None:
        self.roots = [root]
        self.effects: list[Located] = []

    @property
    def id(self) -> str:
        """Return the id of the first finding, which no other group has."""
        return self.roots[0].finding.id


def collect_groups(
    findings: Iterable[Located], causes: dict[int, Located], severities: Sequence[Severity]
) -> list[FindingGroup]:
    """Return the groups in the order of their first finding; each finding is in one of them.

    ``severities`` are those of the findings by order; hints are never told with anything else.
    """
    groups: dict[object, FindingGroup] = {}
    group_of: dict[int, FindingGroup] = {}
    effects: list[Located] = []
    explaining = {cause.order for cause in causes.values()}
    for one in findings:
        if one.order in causes:
            effects.append(one)
            continue
        is_apart = one.order in explaining and _is_slight(one)
        key: object = one.order if is_apart else _told_under(one, severities)
        if key in groups:
            groups[key].roots.append(one)
        else:
            groups[key] = FindingGroup(one)
        group_of[one.order] = groups[key]
    for effect in effects:
        group_of[_first_cause(effect, causes).order].effects.append(effect)
    return list(groups.values())


def _is_slight(located: Located) -> bool:
    """Return True for wording and layout: with effects, it weighs more than others of its rule."""
    return concern_of(located.finding.code) in SLIGHT


def _first_cause(effect: Located, causes: dict[int, Located]) -> Located:
    while effect.order in causes:
        effect = causes[effect.order]
    return effect


def _told_under(located: Located, severities: Sequence[Severity]) -> object:
    """Return what finds the group of a finding: its topic, or its rule and place."""
    finding = located.finding
    told_under = topic_of(finding.code) or (finding.code, finding.sheet, finding.cell)
    file = finding.file if isinstance(finding, BatchFinding) else ""
    return file, told_under, severities[located.order] == "info"
