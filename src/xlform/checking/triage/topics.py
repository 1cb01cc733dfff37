"""Findings told as one: those of a rule, or of several rules that ask for the same correction."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from xlform.rules.concerns import concern_of

# Rules that a reviewer tells in one sentence, with the rule it is told under.
_TOLD_UNDER: Final = {
    "A-11": "A-10",  # cost indicators that are not the cost
    "Q-06": "Q-05",  # a target in words, without a measure
    "Q-02": "Q-10",  # a target without its sign
    "Q-11": "Q-10",
    "T-02": "T-01",  # slips of the pen
}
# Of the rules on money, those whose findings ask for one correction in many cells. The others
# compare figures: each finding is a difference of its own.
_ALIKE_IN_MANY_CELLS: Final = frozenset(
    {
        "A-10", "A-14", "A-18", "A-19", "C-01", "F-02", "F-04", "F-05", "F-06", "F-07", "F-13",
        "F-15", "F-16", "F-17", "F-20",
        "G-01", "G-02", "G-03", "G-04", "G-05", "G-06", "G-07", "G-08", "G-09", "G-10", "G-11",
        "G-12", "G-13", "G-14",
    }
)  # fmt: skip
# Contradictions between two figures, each of its own.
_APART: Final = frozenset({"D-05", "X-13", "X-14", "X-17", "X-18"})


@lru_cache(maxsize=512)
def topic_of(code: str) -> str:
    """Return the code a rule's findings are told under, "" if each is told by itself."""
    topic = _TOLD_UNDER.get(code, code)
    if topic in _APART or (concern_of(topic) == "money" and topic not in _ALIKE_IN_MANY_CELLS):
        return ""
    return topic
