"""Labels of scanned forms: where a text may be a printed label, it is that label."""

from __future__ import annotations

from collections.abc import Iterable
from operator import ne

import msgspec

from xlform.grid.model import Cell, Grid, Position, Recognition, Sheet
from xlform.reading.index import Labels
from xlform.template.labels import fold

# A label with marks of the seal before or behind it has so many of them at most.
_MARKS_AT_MOST = 2
_LABEL_AT_LEAST = 3
# Characters less likely than this may be marks; so may pieces of lines, recognised as these.
_DOUBTFUL = 0.9
# A text with a character less likely than this may be the only label that is nearly the same: from
# these lengths on, with so many wrong characters.
_UNCLEAR, _WRONG = 0.7, ((6, 2), (4, 1))
_BOXES = frozenset("☑☐□口|丨")


def grid_with_printed_labels(grid: Grid, labels: Labels) -> Grid:
    """Return a grid with the labels that the recognised texts of its sheets stand for."""
    sheets = tuple(with_printed_labels(sheet, labels) for sheet in grid.sheets)
    return msgspec.structs.replace(grid, sheets=sheets)


def with_printed_labels(sheet: Sheet, labels: Labels) -> Sheet:
    """Return a sheet with the labels that its recognised texts stand for."""
    changed = dict(_labels(sheet.cells.items(), sheet, labels.known))
    if not changed:
        return sheet
    recognised = {
        position: msgspec.structs.replace(one, confidence=1.0, others=())
        if position in changed
        else one
        for position, one in sheet.recognised.items()
    }
    return msgspec.structs.replace(sheet, cells={**sheet.cells, **changed}, recognised=recognised)


def _labels(
    cells: Iterable[tuple[Position, Cell]], sheet: Sheet, known: frozenset[str]
) -> Iterable[tuple[Position, Cell]]:
    for position, cell in cells:
        recognition = sheet.recognised.get(position)
        if recognition is None or not isinstance(cell.value, str) or fold(cell.value) in known:
            continue
        if label := _label(cell.value, recognition, known):
            yield position, Cell(label)


def _label(text: str, recognition: Recognition, known: frozenset[str]) -> str:
    for other in recognition.others:
        if fold(other) in known:
            return other
    for cut in range(1, _MARKS_AT_MOST + 1):
        for part, marks in ((text[cut:], text[:cut]), (text[:-cut], text[-cut:])):
            may_be_marks = recognition.confidence < _DOUBTFUL or _BOXES.issuperset(marks)
            if may_be_marks and len(part) >= _LABEL_AT_LEAST and fold(part) in known:
                return part
    if recognition.confidence < _UNCLEAR:
        return _misread(fold(text), known)
    return ""


def _misread(text: str, known: Iterable[str]) -> str:
    """Return the only label of a length that differs from a text in so few characters, or ""."""
    allowed = next((wrong for length, wrong in _WRONG if len(text) >= length), 0)
    differences = {
        label: sum(map(ne, label, text)) for label in known if allowed and len(label) == len(text)
    }
    least = min(differences.values(), default=allowed + 1)
    nearest = [label for label, count in differences.items() if count == least <= allowed]
    return nearest[0] if len(nearest) == 1 else ""
