"""Fixes that bring up new findings, or fix nothing: found among those of a file and dropped.

Whether one does harm is seen by fixing the file with it and without others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from xlform.checking.check import Report
from xlform.fixing.plan import DroppedFix, FixKey, Plan
from xlform.fixing.state import FixState
from xlform.model.findings import Finding, NotAsked

# So often is a file fixed on trial; then the fixes in question are dropped together.
TRIALS_AT_MOST = 40
Dropped = Mapping[FixKey, DroppedFix]


class Attempt(msgspec.Struct, frozen=True):
    """A file fixed, what was left, and the harm that was done, if any."""

    state: FixState
    plan: Plan
    harm: DroppedFix | None = None


def without_harm(attempt: Attempt, attempt_with: Callable[[Dropped], Attempt]) -> Attempt:
    """Return a file fixed without the fixes that did harm in an attempt."""
    search = _Search(attempt_with)
    while attempt.harm:
        attempt = search.next_after(attempt, attempt.harm)
    return attempt


class _Search:
    """Halving of the fixes applied, until those that do harm are left."""

    def __init__(self, attempt_with: Callable[[Dropped], Attempt]) -> None:
        self._attempt_with = attempt_with
        self._dropped: dict[FixKey, DroppedFix] = {}
        self._trials = 0

    def next_after(self, attempt: Attempt, harm: DroppedFix) -> Attempt:
        """Drop what did harm in an attempt, and make another."""
        fixes = list(attempt.state.fixes)
        self._dropped |= self._harmful(fixes, fixes, harm)
        return self._attempt()

    def _attempt(self, without: Iterable[FixKey] = ()) -> Attempt:
        self._trials += 1
        trial = dict.fromkeys(without, DroppedFix("in-vain"))
        return self._attempt_with({**trial, **self._dropped})

    def _harmful(
        self, some: list[FixKey], every: list[FixKey], harm: DroppedFix
    ) -> dict[FixKey, DroppedFix]:
        """Return the fixes among ``some`` that do harm without the others of ``every``."""
        if len(some) == 1 or self._trials >= TRIALS_AT_MOST:
            return dict.fromkeys(some, harm)
        middle = len(some) // 2
        found: dict[FixKey, DroppedFix] = {}
        for half in (some[:middle], some[middle:]):
            attempt = self._attempt(fix for fix in every if fix not in half)
            if attempt.harm:
                found |= self._harmful(half, every, attempt.harm)
        # Neither half does harm alone: without the last fix the others are tried again.
        return found or {some[-1]: harm}


def new_findings(before: Report, after: Report) -> list[Finding]:
    """Return new findings of rules that had a result before."""
    known = {finding.id for finding in before.findings}
    return [
        finding
        for finding in after.findings
        if finding.id not in known and not _was_unanswered(finding, before.not_asked)
    ]


def harm_of(state: FixState) -> DroppedFix | None:
    """Return the first finding above severity info that the fixes of a file bring up."""
    for finding in new_findings(state.source.report, state.report):
        if finding.severity != "info":
            place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
            reason = f"{place} {finding.code} {finding.message}".strip()
            return DroppedFix("brings-up", finding.code, reason)
    return None


def _was_unanswered(finding: Finding, not_asked: Iterable[NotAsked]) -> bool:
    """Return whether the finding's rule had no result there before: then it is not new."""
    return any(
        not_run.code == finding.code
        and not_run.reason in ("undetermined", "required-failed", "crashed")
        and (not_run.sheet in ("", finding.sheet) or not finding.sheet)
        for not_run in not_asked
    )
