"""Comparison with the round before in one sentence, for letters, marked workbooks and the page."""

from __future__ import annotations

from typing import Final

from xlform.checking.baseline import Changes
from xlform.messages import translate
from xlform.model.findings import Severity
from xlform.report.letter_text import pattern

# Hints need no answer, so they are not counted.
ANSWERED: Final[frozenset[Severity]] = frozenset({"error", "warning"})


def round_text(changes: Changes) -> str:
    """Return how many places of the round before are corrected and open, and how many are new.

    Places with errors or warnings are counted. "" for a unit that was not checked before.
    """
    if changes.first:
        return ""
    kept = changes.count("kept", ANSWERED)
    fixed = sum(finding.severity in ANSWERED for finding in changes.fixed)
    unasked = sum(finding.severity in ANSWERED for finding in changes.unasked)
    text = translate(
        "round.text",
        before=kept + fixed + unasked,
        fixed=fixed,
        kept=kept,
        new=changes.count("new", ANSWERED),
    )
    return text + (translate("round.unasked", count=unasked) if unasked else pattern("stop"))
