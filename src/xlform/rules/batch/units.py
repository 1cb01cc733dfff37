"""Which submissions of a batch come from the same unit, however it writes its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlform.rules.batch_index import BatchIndex
from xlform.rules.context import RuleContext
from xlform.rules.unit_names import PLACES, Words, ends, short_name


def units_of(entries: BatchIndex, context: RuleContext) -> dict[str, str]:
    """One name for each unit by the name of the file; a file without a unit is left out.

    云田镇 and 株洲市石峰区云田镇人民政府 are one unit unless another place has a 云田镇 too.
    """
    return context.memoize(entries, _units_of)


def _units_of(entries: BatchIndex, context: RuleContext) -> dict[str, str]:
    written = {entry.name: entry.unit for entry in entries if entry.unit}
    known = one_name_each(written.values(), context.words)
    return {file: known[unit] for file, unit in written.items()}


def one_name_each(units: Iterable[str], words: Words) -> dict[str, str]:
    """For each name as written the fullest name, folded, by which its unit occurs among them."""
    above = words.get(PLACES, {})
    short = {unit: short_name(unit, words) for unit in units}
    longer: dict[str, set[str]] = {}
    for unit in set(short.values()):
        for end in ends(unit, above):
            longer.setdefault(end, set()).add(unit)
    return {written: _longest(unit, longer) for written, unit in short.items()}


def _longest(unit: str, longer: Mapping[str, set[str]]) -> str:
    """The fullest name of a unit; its own where several fit and none is all the others' end."""
    while above := longer.get(unit):
        nearest = min(above, key=lambda name: (len(name), name))
        if any(not name.endswith(nearest) for name in above):
            return unit
        unit = nearest
    return unit
