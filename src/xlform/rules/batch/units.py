"""Units of a batch: submissions of one unit are recognised under its different names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import BatchIndex, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.unit_names import PLACES, Words, ends, short_name


def units_of(summaries: BatchIndex, context: RuleContext) -> TextsByName:
    """Return the canonical name of each file's unit by file name; no entry without a unit.

    云田镇 and 株洲市石峰区云田镇人民政府 are one unit unless another place has a 云田镇 too.
    """
    return context.memoize(without_forms(summaries), _units_of)


def _units_of(files: BatchIndex, context: RuleContext) -> TextsByName:
    known = canonical_names((file.unit for file in files if file.unit), context.words)
    return TextsByName((file.name, known[file.unit]) for file in files if file.unit)


def canonical_names(units: Iterable[str], words: Words) -> dict[str, str]:
    """Return for each name as written the longest folded name of the same unit among them."""
    above = words.get(PLACES, {})
    names = {unit: short_name(unit, words) for unit in units}
    known = set(names.values())
    longer: dict[str, set[str]] = {}
    for unit in known:
        for end in ends(unit, above):
            if end in known:
                longer.setdefault(end, set()).add(unit)
    if longer:
        names = {written: _longest(unit, longer) for written, unit in names.items()}
    return names


def _longest(unit: str, longer: Mapping[str, set[str]]) -> str:
    """Return the longest name of a unit; its own if several fit that contradict each other."""
    while longer_names := longer.get(unit):
        nearest = min(longer_names, key=lambda name: (len(name), name))
        if any(not name.endswith(nearest) for name in longer_names):
            return unit
        unit = nearest
    return unit
