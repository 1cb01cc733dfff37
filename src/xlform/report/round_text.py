"""Comparison with the round before in one sentence, for letters, marked workbooks and the page."""

from __future__ import annotations

from xlform.checking.baseline import Changes
from xlform.messages import translate
from xlform.report.letter_text import pattern
from xlform.rules.concerns import needs_answer


def round_text(changes: Changes) -> str:
    """Return how many places of the round before are corrected and open, and how many are new.

    Places that must be corrected or explained are counted. "" for a unit that was not checked
    before.
    """
    if changes.first:
        return ""
    kept = changes.count("kept")
    fixed = sum(map(needs_answer, changes.fixed))
    unasked = sum(map(needs_answer, changes.unasked))
    text = translate(
        "round.text",
        before=kept + fixed + unasked,
        fixed=fixed,
        kept=kept,
        new=changes.count("new"),
    )
    return text + (translate("round.unasked", count=unasked) if unasked else pattern("stop"))
