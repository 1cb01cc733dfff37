"""A filled sample beside its blank: which cells hold values, and what its values show of kinds."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.grid.model import Grid, Position, Sheet
from xlform.reading.index import labelled_entries
from xlform.template.labels import fold

_SHARED_AT_LEAST = 0.4


def sheet_of(filled: Grid, blank: Sheet) -> Sheet | None:
    """Return the sheet of a filled file that has most texts of the blank, ``None`` if few."""
    own = {fold(cell.text) for cell in blank.cells.values() if cell.text}
    best, shared = None, 0.0
    for sheet in filled.sheets:
        texts = {fold(cell.text) for cell in sheet.cells.values() if cell.text}
        share = len(own & texts) / max(1, len(own))
        if share > shared:
            best, shared = sheet, share
    return best if shared >= _SHARED_AT_LEAST else None


def value_cells(blank: Sheet, filled: Sheet) -> set[Position]:
    """Return the cells of the blank whose printed text the filled form has replaced.

    Rows are matched by their labels, from the top, since a filled form may have more of them.
    """
    found: set[Position] = set()
    for row, other in _matched_rows(blank, filled):
        for (line, column), cell in blank.cells.items():
            if line != row or not cell.text:
                continue
            there = filled.cells.get((other, column))
            if there and there.text and not _same(cell.text, there.text):
                found.add((row, column))
    return found


def _same(printed: str, text: str) -> bool:
    """Return True if a text is the printed one, or that with a value after its colon."""
    if fold(printed) == fold(text):
        return True
    labels = [fold(label) for label, _ in labelled_entries(text)]
    return any(fold(printed).startswith(label) for label in labels if label)


def _matched_rows(blank: Sheet, filled: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the rows of the blank with the rows of the filled form that have their labels."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), cell in filled.cells.items():
        texts.setdefault(row, {})[column] = cell.text
    next_row = 0
    rows = sorted({row for row, _ in blank.cells})
    for row in rows:
        printed = {c: cell.text for (line, c), cell in blank.cells.items() if line == row}
        for other in sorted(r for r in texts if r > next_row):
            same = sum(_same(text, texts[other].get(c, "")) for c, text in printed.items())
            if same and same * 2 >= len(printed):
                yield row, other
                next_row = other
                break
