"""A label written almost right: which text may stand for which label, and which may not."""

from __future__ import annotations

# Shorter labels differ from each other by a single sign (金额, 名称): no near match is safe.
_SHORTEST = 4
_LONG = 8
_SMALL_SLIP = 1
_LARGE_SLIP = 2


def nearest(label: str, candidates: list[str]) -> str:
    """The one candidate within a slip or two of ``label``, all folded; "" if none or several are.

    One sign may differ in a label of four to seven, two in a longer one.
    """
    if len(label) < _SHORTEST:
        return ""
    allowed = _LARGE_SLIP if len(label) >= _LONG else _SMALL_SLIP
    close = [text for text in candidates if _may_be(label, text, allowed)]
    if not close:
        return ""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  (most forms need none)

    slips = {text: Levenshtein.distance(label, text, score_cutoff=allowed) for text in close}
    best = min(slips.values())
    winners = [text for text, slip in slips.items() if slip == best]
    return winners[0] if best <= allowed and len(winners) == 1 else ""


def _may_be(label: str, text: str, allowed: int) -> bool:
    """A cheap look before the distance is computed."""
    return (
        abs(len(label) - len(text)) <= allowed
        and len(set(label) - set(text)) <= allowed
        and label != text
    )
