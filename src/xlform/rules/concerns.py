"""What each rule is about, and the part of a letter its findings belong to.

A letter begins with money that does not add up and forms that are missing, then come gaps and
contradictions between forms, targets that can't be measured, wording, and layout.
"""

from __future__ import annotations

from typing import Final

from xlform.model.findings import Concern, Finding, LetterSection, Severity

# From the weightiest; those of one line weigh the same.
_WEIGHTS: Final[tuple[tuple[Concern, ...], ...]] = (
    ("money", "missing"),
    ("incomplete", "contradiction"),
    ("target",),
    ("wording",),
    ("layout",),
)
_WEIGHT: Final = {concern: n for n, line in enumerate(_WEIGHTS) for concern in line}
# Marked in the attached workbook, without an answer.
SLIGHT: Final[frozenset[Concern]] = frozenset({"wording", "layout"})
# Rules that find the amounts of a form or a file in another unit of money than it says.
WRONG_MONEY_UNIT: Final = frozenset({"A-15", "A-27"})
SECTIONS: Final[tuple[LetterSection, ...]] = ("must", "explain", "format", "none")

_OF_FAMILY: Final[dict[str, Concern]] = {
    "A": "money",
    "B": "contradiction",
    "C": "incomplete",
    "D": "contradiction",
    "F": "layout",
    "G": "money",
    "H": "money",
    "Q": "target",
    "T": "wording",
    "X": "contradiction",
}
# Rules about something else than the rest of their family.
_OF_RULE: Final[dict[str, Concern]] = {
    # The price or share an indicator states, not an amount applied for.
    **dict.fromkeys(("A-13", "A-16", "A-17"), "target"),
    # How a sum is worked out, where the sum itself is right.
    **dict.fromkeys(("A-18", "A-19"), "wording"),
    # A form, or the part of one that holds its values.
    **dict.fromkeys(("C-01", "F-09"), "missing"),
    # Indicators that are too few or left blank leave nothing to measure.
    **dict.fromkeys(("C-04", "C-05", "C-06", "C-09"), "target"),
    **dict.fromkeys(("C-03", "C-11"), "layout"),
    # Amounts that differ between the forms or the narrative do not add up either.
    **dict.fromkeys(("D-01", "D-05", "X-01", "X-02"), "money"),
    "D-04": "wording",
    "D-11": "wording",
    # Amounts that can't be read, are left out of a sum, or show something else than they hold.
    **dict.fromkeys(
        ("F-02", "F-04", "F-05", "F-06", "F-07", "F-13", "F-15", "F-16", "F-17"), "money"
    ),
    **dict.fromkeys(("F-03", "F-20"), "target"),
    "F-14": "incomplete",
    # Text with its content lost, and a year that is not this one's.
    **dict.fromkeys(("T-15", "T-16"), "contradiction"),
    "X-05": "layout",
}
# Taste: rightly done in several ways, or printed so by the official form. Never in a letter.
_TASTE: Final = frozenset(
    {
        "A-19", "C-03", "C-11", "D-04", "F-14", "F-18", "Q-15", "T-03", "T-06", "T-07", "T-09",
        "T-12", "T-13", "X-05", "X-06", "X-07",
    }
)  # fmt: skip


def concern_of(code: str) -> Concern:
    """Return what a rule is about, by its code."""
    return _OF_RULE.get(code) or _OF_FAMILY.get(code[:1], "contradiction")


def weight_of(concern: Concern) -> int:
    """Return the place of a concern among the others; 0 is the weightiest."""
    return _WEIGHT[concern]


def letter_section(code: str, severity: Severity, concern: Concern) -> LetterSection:
    """Return the part of a letter for a finding: what must be corrected, explained, or neither.

    ``format`` is marked in the attached workbook and needs no answer; ``none`` is not mentioned.
    """
    if severity == "error":
        return "must"
    if severity == "warning":
        return "format" if concern in SLIGHT else "explain"
    return "format" if concern in SLIGHT and code not in _TASTE else "none"


def needs_answer(finding: Finding) -> bool:
    """Return True for a finding that a unit must correct or explain."""
    section = letter_section(finding.code, finding.severity, concern_of(finding.code))
    return section in ("must", "explain")
