"""A comparison as lines of text: each form once, its differences below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from xlform.comparison.model import Comparison, Difference, Side
from xlform.messages import translate

# Longer texts are shown around the place where they begin to differ.
_TEXT_AT_MOST: Final = 60
_BEFORE_DIFFERENCE: Final = 12


def diff_lines(comparison: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison; the last one counts."""
    yield translate("diff.files", left=comparison.left.name, right=comparison.right.name)
    certain, doubtful = by_certainty(comparison)
    yield from _by_form(certain)
    if doubtful:
        yield ""
        yield translate("diff.doubtful-heading")
        yield from _by_form(doubtful)
    yield ""
    counts = comparison.counts
    if comparison.differences:
        yield translate("diff.counts", total=len(comparison.differences), **counts)
    else:
        yield translate("diff.equal")
    if any(comparison.unread):
        left, right = comparison.unread
        yield translate("diff.unread", left=left, right=right)


def by_certainty(comparison: Comparison) -> tuple[list[Difference], list[Difference]]:
    """Return the differences that are certain, and those in doubtful readings of a scan."""
    found = comparison.differences
    doubtful = [difference for difference in found if difference.kind == "doubtful"]
    return [difference for difference in found if difference.kind != "doubtful"], doubtful


def _by_form(differences: Sequence[Difference]) -> Iterator[str]:
    for form, found in groupby(differences, key=lambda difference: difference.form):
        yield ""
        yield form
        for difference in found:
            yield f"  {difference_line(difference)}"


def difference_line(difference: Difference) -> str:
    """Return a difference as one line: what, both texts, both cells."""
    left, right = excerpts(difference)
    return translate(
        f"diff.{difference.kind}",
        label=difference.label,
        left=left or translate("diff.nothing"),
        right=right or translate("diff.nothing"),
        place=_places(difference),
    )


def excerpts(difference: Difference) -> tuple[str, str]:
    """Return both texts on one line each, long ones around where they begin to differ."""
    left, right = (
        " ".join(side.text.split()) if side else "" for side in (difference.left, difference.right)
    )
    if difference.kind != "changed" or max(len(left), len(right)) <= _TEXT_AT_MOST:
        return _cut(left, 0), _cut(right, 0)
    same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
    start = max(0, (min(len(left), len(right)) if same is None else same) - _BEFORE_DIFFERENCE)
    return _cut(left, start), _cut(right, start)


def _cut(text: str, start: int) -> str:
    end = start + _TEXT_AT_MOST
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _places(difference: Difference) -> str:
    places = [_place(side) for side in (difference.left, difference.right) if side]
    return " → ".join(dict.fromkeys(places))


def _place(side: Side) -> str:
    return f"{side.sheet}!{side.cell}" if side.cell else side.sheet
