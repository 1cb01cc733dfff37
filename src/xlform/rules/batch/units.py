"""Units of a batch: submissions of one unit are recognised under its different names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlform.model.texts_by_name import NameIndex, TextsByName
from xlform.rules.batch_index import BatchIndex, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.unit_names import PLACES, TAILS, Words, ends, without_tail
from xlform.template.labels import folded


def units_of(summaries: BatchIndex, context: RuleContext) -> TextsByName:
    """Return the canonical name of each file's unit by file name; no entry without a unit.

    云田镇 and 株洲市石峰区云田镇人民政府 are one unit unless another place has a 云田镇 too.
    """
    return context.memoize(without_forms(summaries), _units_of)


def _units_of(files: BatchIndex, context: RuleContext) -> TextsByName:
    written = ((file.name, file.unit) for file in files if file.unit)
    return _canonical(written, context.words)


def same_unit(one: str, other: str, words: Words) -> bool:
    """Return whether two names as written are of one unit."""
    names = _canonical((("one", one), ("other", other)), words)
    return names.number("one") == names.number("other")


def _canonical(written: Iterable[tuple[str, str]], words: Words) -> TextsByName:
    """Return for each unit as written the longest folded name of the same unit among them."""
    above, tails = words.get(PLACES, {}), words.get(TAILS, {})
    names = TextsByName((file, without_tail(folded(unit), tails)) for file, unit in written)
    known = NameIndex(names.texts())
    longer: dict[str, set[str]] = {}
    for unit in names.texts():
        for end in ends(unit, above):
            if known.find(end) is not None:
                longer.setdefault(end, set()).add(unit)
    if longer:
        names.replace(lambda unit: _longest(unit, longer))
    return names


def _longest(unit: str, longer: Mapping[str, set[str]]) -> str:
    """Return the longest name of a unit; its own if several fit that contradict each other."""
    while longer_names := longer.get(unit):
        nearest = min(longer_names, key=lambda name: (len(name), name))
        if any(not name.endswith(nearest) for name in longer_names):
            return unit
        unit = nearest
    return unit
