"""Findings in the order of the letter, each with the number of the item it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.checking.baseline import Changes
from xlform.checking.runner import CheckResult
from xlform.checking.triage.triage import triage
from xlform.messages import translate
from xlform.model.findings import Finding, Group
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext


class NumberedFinding(msgspec.Struct, frozen=True):
    """Finding with the number of its item in the letter.

    An effect is corrected with what it follows from. ``state`` is ``kept`` or ``new`` since the
    earlier round, "" without one.
    """

    finding: Finding
    number: int
    is_effect: bool = False
    state: str = ""

    @property
    def number_text(self) -> str:
        """Return the number in words: 第3项."""
        return translate("marked.item", number=self.number)


def groups_of(
    checked: CheckResult, submission: Submission, context: RuleContext | None = None
) -> tuple[Group, ...]:
    """Return the groups of a check, made now if it was not grouped."""
    if checked.groups or not checked.findings:
        return checked.groups
    grid, templates = (context.grid, context.templates) if context else (None, None)
    return triage(checked.findings, submission.forms, grid, templates).groups


def numbered_findings(
    checked: CheckResult, submission: Submission, changes: Changes | None = None
) -> Iterator[NumberedFinding]:
    """Yield the findings by group, each group's effects after its own findings.

    Groups may have findings of other files too; these are left out.
    """
    by_id = {finding.id: finding for finding in checked.findings}
    states = {} if changes is None or changes.first else changes.states
    for group in groups_of(checked, submission):
        for ids, is_effect in ((group.findings, False), (group.effects, True)):
            for one in ids:
                if one in by_id:
                    state = states.get(one, "")
                    yield NumberedFinding(by_id[one], group.rank, is_effect, state)
