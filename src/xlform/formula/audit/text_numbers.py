"""Numbers stored as text that a sum passes over."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.parser import parse
from xlform.formula.references import Area
from xlform.formula.tree import Call, Cells, walk
from xlform.grid.model import Grid, Position, Sheet

_NUMBER = re.compile(
    r"\s*(-?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,15})?)\s*", re.ASCII
)
_SUMMING = frozenset({"SUM", "AVERAGE", "SUBTOTAL", "SUMIF", "SUMIFS", "SUMPRODUCT", "MAX", "MIN"})
_YEARS = range(1900, 2101)
# Formulas that read a cell are looked at up to so many.
_READERS_AT_MOST = 20


class TextNumber(msgspec.Struct, frozen=True):
    """Text that reads as a number, among the numbers that the formula in ``reader`` sums."""

    sheet: int
    position: Position
    number: Decimal
    reader: CellKey
    numbers: int


def text_numbers(grid: Grid) -> list[TextNumber]:
    """Return the texts that starve a sum, by sheet, row and column."""
    texts = {
        (number, *position): found
        for number, sheet in enumerate(grid.sheets)
        for position, cell in sheet.cells.items()
        if not cell.formula
        and isinstance(cell.value, str)
        and (found := number_in(cell.value)) is not None
    }
    if not texts:
        return []
    graph = DependencyGraph(grid, texts)
    starving: list[TextNumber] = []
    for key, value in texts.items():
        readers = sorted(graph.direct_dependents(key) - graph.dynamic)[:_READERS_AT_MOST]
        for reader in readers:
            numbers = _numbers_beside(grid, graph, reader, key)
            if numbers:
                starving.append(TextNumber(key[0], key[1:], value, reader, numbers))
                break
    return sorted(starving, key=lambda one: (one.sheet, one.position))


def number_in(text: str) -> Decimal | None:
    """Return the number that a text writes in digits; ``None`` for other texts and for codes."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits = match[2].replace(",", "")
    if digits.startswith("0") and len(digits) > 1 and not digits.startswith("0."):
        return None  # 007 is a code
    number = Decimal(match[1] + digits)
    return None if "." not in digits and number in _YEARS else number


def _numbers_beside(grid: Grid, graph: DependencyGraph, reader: CellKey, key: CellKey) -> int:
    """Return how many numbers a formula sums in the row or column of the text; 0 if it does not."""
    sheet = grid.sheets[reader[0]]
    tree = parse(sheet.cells[reader[1:]].formula)
    summed = {
        argument.range
        for node in walk(tree)
        if isinstance(node, Call) and node.name in _SUMMING
        for argument in node.arguments
        if isinstance(argument, Cells)
    }
    for number, area in graph.areas(reader):
        if number == key[0] and area.range in summed and area.range.covers(*key[1:]):
            return _numbers_in(grid.sheets[number], area, key[1:])
    return 0


def _numbers_in(sheet: Sheet, area: Area, position: Position) -> int:
    """Count the numbers of a range in the column of a cell, or in its row for one row."""
    row, column = position
    one = area.range
    if one.top == one.bottom:
        places = [(row, n) for n in range(one.left, min(one.right, one.left + 1_000) + 1)]
    else:
        places = [(n, column) for n in range(one.top, min(one.bottom, one.top + 1_000) + 1)]
    cells = (sheet.cells.get(at) for at in places)
    return sum(isinstance(cell.value, Decimal) for cell in cells if cell)
