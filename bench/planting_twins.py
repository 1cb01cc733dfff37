"""The twins of what units write: 测算 that don't come out, sentences typed wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from defects import Defect, Filled


def twins(one: Filled) -> Iterator[Defect]:
    """Return the unit's 测算 with one number changed."""
    for basis in one.unit.bases:
        place = one.places.expense(basis.direction, basis.row, 4)
        amount = one.places.expense(basis.direction, basis.row, 3)
        for index, (old, new) in enumerate(basis.twins):
            text = one.text(place).replace(old, new)
            kind = f"测算.{basis.way}.{'算式' if index == 0 else '另一处'}"
            yield Defect(kind, "arithmetic", one.unit, {place: text}, at=(place, amount))


def typos(one: Filled) -> Iterator[Defect]:
    """Return the unit's sentences typed wrongly, in every cell that has the text."""
    for sentence in one.unit.sentences:
        wrong = sentence.right.replace(sentence.word, sentence.typed, 1)
        cells = {
            place: value.replace(sentence.right, wrong)
            for place, value in one.values.items()
            if isinstance(value, str) and sentence.right in value
        }
        if cells:
            yield Defect(f"错字.{sentence.typed}→{sentence.word}", "text", one.unit, cells)
