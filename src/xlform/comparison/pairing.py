"""Pairs of forms and rows that are the same thing in two submissions, found by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec
from rapidfuzz import fuzz

from xlform.template.labels import compact

# Per cent of similarity from which a renamed row or form is still taken for the same.
_ALIKE: Final = 60
# Above this many possible pairs, what has no partner of its name is reported as added and removed.
_PAIRS_AT_MOST: Final = 250_000
Pair = tuple[int | None, int | None]


class Named(msgspec.Struct, frozen=True):
    """Row or form to pair: the group it has to be in, its name, and the rest of its content."""

    group: str
    name: str
    content: tuple[str, ...]


def pairs(left: Sequence[Named], right: Sequence[Named]) -> list[Pair]:
    """Return the indexes of equal things, in the right one's order; ``None`` where one is alone.

    Things of one name are paired first, those with the same content before others; then renamed
    ones: in one group, by similarity of name and content.
    """
    found = dict(_by_name(left, right))
    taken = set(found.values())
    alone_left = [n for n in range(len(left)) if n not in found]
    alone_right = [n for n in range(len(right)) if n not in taken]
    found.update(_best(left, right, alone_left, alone_right, _likeness))
    return _in_order(found, len(left), len(right))


def _by_name(left: Sequence[Named], right: Sequence[Named]) -> Iterator[tuple[int, int]]:
    for ours, theirs in _grouped(left, right, lambda thing: (thing.group, compact(thing.name))):
        same = dict(_identical(left, right, ours, theirs))
        yield from same.items()
        taken = set(same.values())
        free_left = [n for n in ours if n not in same]
        free_right = [n for n in theirs if n not in taken]
        yield from _best(left, right, free_left, free_right, _common_content).items()


def _identical(
    left: Sequence[Named], right: Sequence[Named], ours: Iterable[int], theirs: Iterable[int]
) -> Iterator[tuple[int, int]]:
    chosen_left, chosen_right = [left[n] for n in ours], [right[n] for n in theirs]
    numbers_left, numbers_right = list(ours), list(theirs)
    for first, second in _grouped(chosen_left, chosen_right, lambda thing: thing.content):
        for one, other in zip(first, second, strict=False):
            yield numbers_left[one], numbers_right[other]


def _grouped(
    left: Sequence[Named], right: Sequence[Named], key: Callable[[Named], object]
) -> Iterable[tuple[list[int], list[int]]]:
    """Return the indexes of the left and of the right that have the same key."""
    groups: defaultdict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, things in enumerate((left, right)):
        for number, thing in enumerate(things):
            groups[key(thing)][side].append(number)
    return groups.values()


def _best(
    left: Sequence[Named],
    right: Sequence[Named],
    ours: Sequence[int],
    theirs: Sequence[int],
    score: Callable[[Named, Named], float],
) -> dict[int, int]:
    """Return pairs by falling score, the nearer in place first; none that score 0."""
    if len(ours) * len(theirs) > _PAIRS_AT_MOST:
        return {}
    scored = sorted(
        (-points, abs(one - other), one, other)
        for one in ours
        for other in theirs
        if (points := score(left[one], right[other])) > 0
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, one, other in scored:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _common_content(left: Named, right: Named) -> float:
    """Return how much the content of two things of one name has in common; never 0."""
    pairs_of_values = zip(left.content, right.content, strict=False)
    return 1 + sum(bool(ours) and ours == theirs for ours, theirs in pairs_of_values)


def _likeness(left: Named, right: Named) -> float:
    """Return how much two things are alike, in per cent; 0 if unlike or in different groups.

    A thing whose other content is the same was renamed, however different its new name.
    """
    if left.group != right.group:
        return 0
    names = fuzz.ratio(compact(left.name), compact(right.name))
    filled = [pair for pair in zip(left.content, right.content, strict=False) if any(pair)]
    contents = 100 * sum(ours == theirs for ours, theirs in filled) / max(len(filled), 1)
    best = max(names, (names + len(filled) * contents) / (1 + len(filled)))
    return best if best >= _ALIKE else 0


def _in_order(found: dict[int, int], left: int, right: int) -> list[Pair]:
    """Return all pairs in the right one's order; what the left has alone stays in its place."""
    partners = {theirs: ours for ours, theirs in found.items()}
    removed: defaultdict[int, list[Pair]] = defaultdict(list)
    latest = -1
    for number in range(left):
        if number in found:
            latest = found[number]
        else:
            removed[latest].append((number, None))
    ordered = removed[-1]
    for number in range(right):
        ordered.append((partners.get(number), number))
        ordered += removed[number]
    return ordered
