"""Names of one unit: 株洲市石峰区云田镇人民政府, 石峰区云田镇, 云田镇."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlform.template.labels import fold

# The word lists on offices and places; see templates/words/batch.toml.
TAILS, PLACES = "office-tails", "places-above"
_SHORTEST = 2

Words = Mapping[str, Mapping[str, str]]


def short_name(unit: str, words: Words) -> str:
    """Return a unit's name folded and without the word for its office: 云田镇 人民政府 → 云田镇."""
    return without_tail(fold(unit), words.get(TAILS, {}))


def without_tail(unit: str, tails: Iterable[str]) -> str:
    """Return a folded name without the first tail it ends in, unless nothing would be left."""
    found = (unit.removesuffix(tail) for tail in tails if unit.endswith(tail))
    return next(filter(None, found), unit)


def ends(unit: str, above: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a folded name that follow a place (省市区县), the longest first."""
    return (unit[at + 1 :] for at, char in enumerate(unit[:-2]) if char in above)


def own_names(unit: str, words: Words) -> tuple[str, ...]:
    """Return the names a unit may use for itself, the longest first; none without a unit."""
    if not unit:
        return ()
    short = short_name(unit, words)
    found = dict.fromkeys((fold(unit), short, *ends(short, words.get(PLACES, {}))))
    return tuple(sorted((name for name in found if len(name) >= _SHORTEST), key=len, reverse=True))
