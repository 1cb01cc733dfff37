"""Texts with slips: typed wrongly, copied from elsewhere, about another year."""

from __future__ import annotations

from collections.abc import Iterator

from defects import Defect, Filled


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
