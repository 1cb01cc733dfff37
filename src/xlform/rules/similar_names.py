"""Names that differ in one character: probably one name, misspelt in one form."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from xlform.template.labels import fold

# Of shorter names one character is too large a part.
_SHORTEST = 4


def misspelt_as(name: str, others: Iterable[str], telling: Collection[str]) -> str:
    """Return the only one of ``others`` that differs from a name in one character, else "".

    A character may be another, be missing, be doubled, or be exchanged with the next one. Names
    with different ``telling`` characters (一期, 二期) are different names.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (most names agree)

    mine = fold(name)
    if len(mine) < _SHORTEST:
        return ""
    near = {
        fold(other): other
        for other in others
        if OSA.distance(mine, fold(other), score_cutoff=1) == 1
    }
    if len(near) != 1:
        return ""
    ((folded, other),) = near.items()
    apart = [pair for pair in zip(mine, folded, strict=False) if pair[0] != pair[1]]
    told_apart = len(mine) == len(folded) and all(character in telling for character in apart[0])
    return "" if told_apart else other
