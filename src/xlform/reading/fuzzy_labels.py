"""Fuzzy matching of misspelt labels."""

from __future__ import annotations

# Shorter labels differ from each other by a single character (金额, 名称): no fuzzy match is safe.
_MIN_LENGTH = 4
_LONG_LENGTH = 8
_SHORT_LABEL_EDITS = 1
_LONG_LABEL_EDITS = 2


def closest_label(label: str, candidates: list[str]) -> str:
    """Return the only candidate within one or two edits of ``label``, all folded; "" if not unique.

    One edit is allowed in a label of four to seven characters, two in a longer one.
    """
    if len(label) < _MIN_LENGTH:
        return ""
    allowed = _LONG_LABEL_EDITS if len(label) >= _LONG_LENGTH else _SHORT_LABEL_EDITS
    similar = [text for text in candidates if _may_match(label, text, allowed)]
    if not similar:
        return ""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  (most forms need none)

    distances = {text: Levenshtein.distance(label, text, score_cutoff=allowed) for text in similar}
    best = min(distances.values())
    closest = [text for text, distance in distances.items() if distance == best]
    return closest[0] if best <= allowed and len(closest) == 1 else ""


def _may_match(label: str, text: str, allowed: int) -> bool:
    """Return False if the edit distance must be too large; a cheap test before computing it."""
    return (
        abs(len(label) - len(text)) <= allowed
        and len(set(label) - set(text)) <= allowed
        and label != text
    )
