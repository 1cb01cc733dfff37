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
        # That of the first finding, which no other group has.
        self.id = root.finding.id


def collect_groups(
    findings: Iterable[Located], causes: dict[int, Located], severities: Sequence[Severity]
) -> dict[int, FindingGroup]:
    """Return the group of each finding by the finding's order; the first roots come first.

    ``severities`` are those of the findings by order; hints are never told with anything else.
    """
    groups: dict[object, FindingGroup] = {}
    group_of: dict[int, FindingGroup] = {}
    effects: list[Located] = []
    explaining = {cause.order for cause in causes.values()}
    for one in findings:
        order = one.order
        if order in causes:
            effects.append(one)
            continue
        is_apart = order in explaining and _is_slight(one)
        key: object = order if is_apart else _told_under(one, severities)
        group = groups.get(key)
        if group is None:
            group = groups[key] = FindingGroup(one)
        else:
            group.roots.append(one)
        group_of[order] = group
    for effect in effects:
        group = group_of[effect.order] = group_of[_first_cause(effect, causes).order]
        group.effects.append(effect)
    return group_of


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
    is_hint = severities[located.order] == "info"
    if isinstance(finding, BatchFinding):
        return finding.file, told_under, is_hint
    return told_under, is_hint
