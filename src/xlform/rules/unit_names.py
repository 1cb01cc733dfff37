"""The names one unit goes by: 株洲市石峰区云田镇人民政府, 石峰区云田镇, 云田镇."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlform.template.labels import fold

# The word lists they are told by; see templates/words/batch.toml.
TAILS, PLACES = "office-tails", "places-above"
_SHORTEST = 2

Words = Mapping[str, Mapping[str, str]]


def short_name(unit: str, words: Words) -> str:
    """A unit's name folded, without the word for its office: 云田镇 人民政府 → 云田镇."""
    return without_tail(fold(unit), words.get(TAILS, {}))


def without_tail(unit: str, tails: Iterable[str]) -> str:
    """A folded name without the first of the tails it ends in, unless that is all of it."""
    found = (unit.removesuffix(tail) for tail in tails if unit.endswith(tail))
    return next(filter(None, found), unit)


def ends(unit: str, above: Mapping[str, str]) -> Iterator[str]:
    """What a folded name may be cut to: the parts of it that follow a place, the longest first."""
    return (unit[at + 1 :] for at, sign in enumerate(unit[:-2]) if sign in above)


def own_names(unit: str, words: Words) -> tuple[str, ...]:
    """What a unit may call itself, the longest first; none for no unit."""
    if not unit:
        return ()
    short = short_name(unit, words)
    found = dict.fromkeys((fold(unit), short, *ends(short, words.get(PLACES, {}))))
    return tuple(sorted((one for one in found if len(one) >= _SHORTEST), key=len, reverse=True))
