"""Labels of scanned forms: where a text may be a printed label, it is that label.

The unit of money that a form prints is one of a few, and all its amounts depend on it: where two of
them are possible, both are named, and the amounts are unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import ne

import msgspec

from xlform.grid.model import Cell, Grid, Position, Recognition, Sheet
from xlform.reading.index import Labels
from xlform.template.labels import compact, fold
from xlform.values.money import unit_name, unit_powers

# A label with marks of the seal before or behind it has so many of them at most.
_MARKS_AT_MOST = 2
_LABEL_AT_LEAST = 3
# Characters less likely than this may be marks; so may pieces of lines, recognised as these.
_DOUBTFUL = 0.9
# A text with a character less likely than this may be the only label that is nearly the same: from
# these lengths on, with so many wrong characters.
_UNCLEAR, _WRONG = 0.7, ((6, 2), (4, 1))
_BOXES = frozenset("☑☐□口|丨")
# The unit of money behind its label, 金额单位：万元; 填报单位 is another one.
_MONEY = re.compile(
    "(?P<head>(?:.*(?:金额|货币|计量|计价|\\s))?单位\\s*[:：]\\s*)(?P<unit>[^:：]{0,4}[元圆])\\s*"
)
_USUAL_UNIT = "万元"
# A text recognised with less confidence is weighed.
_CERTAIN = 0.95


def grid_with_printed_labels(grid: Grid, labels: Labels) -> Grid:
    """Return a grid with the labels that the recognised texts of its sheets stand for."""
    sheets = tuple(with_printed_labels(sheet, labels) for sheet in grid.sheets)
    return msgspec.structs.replace(grid, sheets=sheets)


def with_printed_labels(sheet: Sheet, labels: Labels) -> Sheet:
    """Return a sheet with the labels that its recognised texts stand for."""
    changed = {position: (text, one) for position, text, one in _changed(sheet, labels.known)}
    if not changed:
        return sheet
    cells = {position: Cell(text) for position, (text, _) in changed.items()}
    recognised = {position: one for position, (_, one) in changed.items()}
    return msgspec.structs.replace(
        sheet,
        cells={**sheet.cells, **cells},
        recognised={**sheet.recognised, **recognised},
    )


def _changed(sheet: Sheet, known: frozenset[str]) -> Iterator[tuple[Position, str, Recognition]]:
    """Yield the cells that stand for something else: position, text, how it was recognised."""
    for position, cell in sheet.cells.items():
        recognition = sheet.recognised.get(position)
        if recognition is None or not isinstance(cell.value, str) or fold(cell.value) in known:
            continue
        if found := _money_unit(cell.value, recognition):
            yield position, *found
        elif label := _label(cell.value, recognition, known):
            yield position, label, _certain(recognition)


def _certain(recognition: Recognition) -> Recognition:
    return msgspec.structs.replace(recognition, confidence=1.0, others=())


def _money_unit(text: str, recognition: Recognition) -> tuple[str, Recognition] | None:
    """Return a heading with its unit of money, and how certain that is; ``None`` for any other.

    One that no unit is among the readings of is taken for the usual one, and stays doubtful.
    """
    written = _MONEY.fullmatch(text)
    if written is None:
        return None
    own = _unit(text)
    if own and recognition.confidence >= _CERTAIN:
        return text, recognition
    units = list(dict.fromkeys(filter(None, (own, *map(_unit, recognition.others)))))
    if not units:
        seen = msgspec.structs.replace(recognition, confidence=0.0, others=(text,))
        return written["head"] + _USUAL_UNIT, seen
    return written["head"] + "、".join(units), _certain(recognition)


def _unit(text: str) -> str:
    """Return the unit of money that a heading ends with; "" if that is none."""
    written = _MONEY.fullmatch(text)
    unit = unit_name(compact(written["unit"])) if written else ""
    return unit if unit in unit_powers() else ""


def _label(text: str, recognition: Recognition, known: frozenset[str]) -> str:
    for other in recognition.others:
        if fold(other) in known:
            return other
    for cut in range(1, _MARKS_AT_MOST + 1):
        for part, marks in ((text[cut:], text[:cut]), (text[:-cut], text[-cut:])):
            # What is behind a colon is a value, unless it is no character.
            is_value = part.endswith((":", "：")) and any(map(str.isalnum, marks))
            unsure = recognition.confidence < _DOUBTFUL and not is_value
            may_be_marks = unsure or _BOXES.issuperset(marks) or _is_stroke(part, marks)
            if may_be_marks and len(part) >= _LABEL_AT_LEAST and fold(part) in known:
                return part
    if recognition.confidence < _UNCLEAR:
        return _misread(fold(text), known)
    return ""


def _is_stroke(label: str, marks: str) -> bool:
    """Return whether marks beside a label are none of its characters, such as a dash below it."""
    return not label.endswith((":", "：")) and not any(map(str.isalnum, marks))


def _misread(text: str, known: Iterable[str]) -> str:
    """Return the only label of a length that differs from a text in so few characters, or ""."""
    allowed = next((wrong for length, wrong in _WRONG if len(text) >= length), 0)
    differences = {
        label: sum(map(ne, label, text)) for label in known if allowed and len(label) == len(text)
    }
    least = min(differences.values(), default=allowed + 1)
    nearest = [label for label, count in differences.items() if count == least <= allowed]
    return nearest[0] if len(nearest) == 1 else ""
