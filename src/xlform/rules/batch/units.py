"""Which submissions of a batch come from the same unit, however it writes its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlform.rules.desk import Desk
from xlform.rules.ledger import Entry
from xlform.template.labels import fold


def units_of(entries: Iterable[Entry], desk: Desk) -> dict[str, str]:
    """One name for each unit by the name of the file; a file without a unit is left out.

    云田镇 and 株洲市石峰区云田镇人民政府 are one unit unless another place has a 云田镇 too.
    """
    tails, above = desk.words.get("office-tails", {}), desk.words.get("places-above", {})
    short = {entry.name: _without_tail(fold(entry.unit), tails) for entry in entries if entry.unit}
    known = set(short.values())
    longer: dict[str, set[str]] = {}
    for unit in known:
        for end in _ends(unit, above):
            longer.setdefault(end, set()).add(unit)
    return {file: _longest(unit, longer) for file, unit in short.items()}


def _without_tail(unit: str, tails: Iterable[str]) -> str:
    found = (unit.removesuffix(tail) for tail in tails if unit.endswith(tail))
    return next(filter(None, found), unit)


def _ends(unit: str, above: Mapping[str, str]) -> Iterator[str]:
    """What a name may be cut to: the parts of it that follow a place."""
    return (unit[at + 1 :] for at, sign in enumerate(unit[:-2]) if sign in above)


def _longest(unit: str, longer: Mapping[str, set[str]]) -> str:
    """The fullest name of a unit; its own where several fit and none is all the others' end."""
    while above := longer.get(unit):
        nearest = min(above, key=lambda name: (len(name), name))
        if any(not name.endswith(nearest) for name in above):
            return unit
        unit = nearest
    return unit
