"""测算 that don't come out, sums that don't add up."""

from __future__ import annotations

from collections.abc import Iterator

from defects import Defect, Filled


def arithmetic_defects(one: Filled) -> Iterator[Defect]:
    """Return the twins of the unit's 测算 that are wrong."""
    yield from _twins(one)


def _twins(one: Filled) -> Iterator[Defect]:
    for basis in one.unit.bases:
        place = one.places.expense(basis.direction, basis.row, 4)
        amount = one.places.expense(basis.direction, basis.row, 3)
        for index, (old, new) in enumerate(basis.twins):
            text = one.text(place).replace(old, new)
            kind = f"测算.{basis.way}.{'算式' if index == 0 else '另一处'}"
            yield Defect(kind, "arithmetic", one.unit, {place: text}, at=(place, amount))
