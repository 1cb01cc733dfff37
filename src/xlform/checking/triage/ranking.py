"""Groups in the order of a letter: by its sections, by weight, then by the money at stake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlform.checking.triage.form_amounts import FormAmounts
from xlform.checking.triage.grouping import FindingGroup
from xlform.messages import translate
from xlform.model.findings import SEVERITIES, Concern, Finding, Group, LetterSection
from xlform.rules.concerns import SECTIONS, concern_of, letter_section, weight_of
from xlform.rules.kernel import REGISTRY

_AMOUNT_AT_STAKE: frozenset[Concern] = frozenset({"money", "missing", "incomplete"})


def ranked(
    group_of: Mapping[int, FindingGroup], findings: Sequence[Finding], amounts: FormAmounts
) -> tuple[Group, ...]:
    """Return the groups in order, ranked from 1; ``findings`` hold the severities by order."""
    groups = dict.fromkeys(group_of.values())
    weighed = [_weighed(group, findings, amounts) for group in groups]
    weighed.sort(
        key=lambda one: (SECTIONS.index(one.section), weight_of(one.concern), -(one.amount or 0))
    )
    return tuple([_group(one, rank) for rank, one in enumerate(weighed, 1)])


class _Weighed(NamedTuple):
    """Group with what its place in the order depends on; ``first`` is the most severe of roots."""

    id: str
    first: Finding
    roots: list[Finding]
    effects: list[Finding]
    section: LetterSection
    concern: Concern
    amount: Decimal | None


def _weighed(group: FindingGroup, findings: Sequence[Finding], amounts: FormAmounts) -> _Weighed:
    roots = [findings[one.order] for one in group.roots]
    effects = [findings[one.order] for one in group.effects]
    first = roots[0]
    if len(roots) > 1 and first.severity != SEVERITIES[0]:
        first = min(roots, key=lambda one: SEVERITIES.index(one.severity))
    concern = concern_of(first.code)
    if effects:
        concern = min([concern, *(concern_of(one.code) for one in effects)], key=weight_of)
    section = letter_section(first.code, first.severity, concern)
    stated = [one.amount for one in (*roots, *effects) if one.amount is not None]
    if not stated and concern in _AMOUNT_AT_STAKE:
        stated = [amount for one in group.roots for amount in amounts.money_at(one.cell)]
    # The largest difference told, else the largest amount at the cells of the group.
    amount = max(stated) if stated else None
    return _Weighed(group.id, first, roots, effects, section, concern, amount)


def _group(weighed: _Weighed, rank: int) -> Group:
    first, roots = weighed.first, weighed.roots
    return Group(
        id=weighed.id,
        code=first.code,
        severity=first.severity,
        rank=rank,
        section=weighed.section,
        concern=weighed.concern,
        amount=weighed.amount,
        message=_message(first, roots),
        places=tuple(dict.fromkeys([one.place for one in roots])),
        findings=tuple([one.id for one in roots]),
        effects=tuple([one.id for one in weighed.effects]),
    )


def _message(first: Finding, roots: Sequence[Finding]) -> str:
    """Return the message of the only finding; the rule's summary and the count of several."""
    if len(roots) == 1:
        return first.message
    if len({one.message for one in roots}) == 1:
        count = len({one.place for one in roots})
        return first.message if count == 1 else translate(
            "group.places", message=first.message.rstrip("。."), count=count
        )  # fmt: skip
    rule = REGISTRY.get(first.code)
    summary = rule.summary_of(first) if rule else first.name
    return translate("group.places", message=summary, count=len(roots))
