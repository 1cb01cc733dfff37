"""Verdict on a submission: returned, to be explained, or passed; the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from xlform.messages import translate
from xlform.model.findings import Group, NotAsked
from xlform.model.submission import Submission
from xlform.report.grouping import SkippedRule, skipped_rules
from xlform.report.letter_items import LetterItem
from xlform.report.letter_text import pattern

Verdict = Literal["returned", "explain", "passed"]
# Reasons that concern the unit; a rule that applies to no form does not.
_OPEN: Final = frozenset({"undetermined", "crashed"})


def verdict_of(submission: Submission, groups: Iterable[Group]) -> Verdict:
    """Return ``returned`` with something to correct, ``explain`` with something to explain.

    Else it passed, provided that a form was read at all.
    """
    sections = {group.section for group in groups}
    if "must" in sections:
        return "returned"
    return "passed" if submission.forms and "explain" not in sections else "explain"


def verdict_sentence(verdict: Verdict, items: Sequence[LetterItem]) -> str:
    """Return the verdict with the numbers of items, and of places with hints."""
    must, explain = (_count(items, section) for section in ("must", "explain"))
    hints = sum(item.findings for item in items if item.section not in ("must", "explain"))
    key = "unread" if verdict == "explain" and not explain else verdict
    parts = [translate(f"letter.verdict-{key}", must=must, explain=explain)]
    if verdict == "returned" and explain:
        parts.append(translate("letter.and-explain", count=explain))
    if hints:
        parts.append(translate("letter.and-hints", count=hints))
    return "".join(parts) + pattern("stop")


def _count(items: Iterable[LetterItem], section: str) -> int:
    return sum(item.section == section for item in items)


def unchecked(not_asked: Iterable[NotAsked]) -> list[SkippedRule]:
    """Return the rules that gave no answer because of the unit's entries, which is no pass."""
    return [rule for rule in skipped_rules(not_asked) if rule.reason in _OPEN]
