"""Formulas recomputed after an edit, and stored results that are out of date.

A result counts if two of three agree on it (:mod:`xlform.formula.quorum`). What nobody confirms is
unknown (``None``), with the reason. Results stored in the file that nobody can compute, such as a
link's to another file, are believed unless they depend on an edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.missing_results import is_open, with_cells
from xlform.formula.quorum import Quorum
from xlform.formula.references import Unresolved
from xlform.grid.model import Cell, CellValue, Grid, Position

# Why a result is unknown: its formula reads itself, another file, the clock, a table, what rows
# are shown, a name with two meanings, or days (the grid keeps less of them than the file); the
# results differ, or there are not two; it depends on an unknown one; there are too many formulas,
# or cells that were not read.
Unknown = Literal[
    "cycle", "external", "clock", "table", "shown-rows", "name", "dates",
    "differ", "nobody", "upstream", "too-many",
]  # fmt: skip
FORMULAS_AT_MOST = 50_000
# What is found stale or unknown on the way is settled in another round; more is not pursued.
_ROUNDS = 6
_UNCONFIRMED = frozenset({"nobody", "differ"})
_HOPELESS: tuple[tuple[str, Unknown], ...] = (
    ("external", "external"),
    ("clock", "clock"),
    ("table", "table"),
)


class Recalculated(msgspec.Struct, frozen=True):
    """A grid after edits.

    ``grid`` holds the edits and every formula that depends on them recomputed, as the file will
    once it is written. ``changed`` are the results to be written, by sheet and position: of every
    formula put in by an edit, and of every other whose right result is not the one stored;
    ``None`` where it is unknown. ``unknown`` says why, for each of these.
    """

    grid: Grid
    changed: dict[str, dict[Position, CellValue]]
    unknown: dict[str, dict[Position, Unknown]]


def recalculate(grid: Grid, edits: Mapping[str, Mapping[Position, Cell]]) -> Recalculated:
    """Return the grid with cells replaced and what depends on them recomputed.

    Sheets are named as in the grid (``KeyError`` for others); a cell whose value is ``None`` and
    that has no formula is emptied. The value an edit gives with a formula is not looked at.
    """
    if not any(edits.values()):
        return Recalculated(grid, {}, {})
    edited = _edited(grid, edits)
    numbers = {sheet.name: number for number, sheet in reversed(list(enumerate(grid.sheets)))}
    keys = [(numbers[name], *at) for name, cells in edits.items() for at in cells]
    graph = DependencyGraph(edited, keys)
    written = {key for key in keys if key in graph.reads}
    results = _Results(edited, graph, graph.dependents(keys) | written)
    results.settle()
    return _recalculated(edited, results, written)


def stale_results(grid: Grid) -> dict[str, dict[Position, CellValue]]:
    """Return the right results of the formula cells whose stored result is another.

    Only results that two agree on; a result that is missing in the file is not stale.
    """
    graph = DependencyGraph(grid)
    results = _Results(grid, graph, set())
    found: dict[str, dict[Position, CellValue]] = {}
    for key in results.all_stale():
        sheet, row, column = key
        found.setdefault(grid.sheets[sheet].name, {})[row, column] = results.value(key)
    return found


def _edited(grid: Grid, edits: Mapping[str, Mapping[Position, Cell]]) -> Grid:
    """The grid with the edits, the results of new formulas open, cells in reading order."""
    missing = set(edits) - {sheet.name for sheet in grid.sheets}
    if missing:
        raise KeyError(*sorted(missing))
    waiting = dict(edits)
    sheets = []
    for sheet in grid.sheets:
        new = waiting.pop(sheet.name, {})
        cells = dict(sheet.cells)
        for position, cell in new.items():
            if cell.formula:
                cells[position] = _open(cell, sheet.cells.get(position))
            elif cell.value is None or cell.value == "":
                cells.pop(position, None)
            else:
                cells[position] = cell
        if cells.keys() - sheet.cells.keys():
            cells = dict(sorted(cells.items()))
        sheets.append(msgspec.structs.replace(sheet, cells=cells) if new else sheet)
    return msgspec.structs.replace(grid, sheets=tuple(sheets))


def _open(cell: Cell, old: Cell | None) -> Cell:
    """A new formula without a result, printed like what it replaces."""
    percent, places = cell.percent, cell.places
    if old is not None and not places:
        percent, places = old.percent or percent, old.places or _decimals(old.value)
    return Cell(None, cell.formula, percent, None, places, cell.format)


def _decimals(value: CellValue) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class _Results:
    """The right results, as they are found out: known, unknown, or stored and believed."""

    def __init__(self, grid: Grid, graph: DependencyGraph, affected: set[CellKey]) -> None:
        self.affected = affected
        self.known: dict[CellKey, CellValue] = {}
        self.unknown: dict[CellKey, Unknown] = {}
        self._grid = grid
        self._graph = graph
        self._believed: set[CellKey] = set()
        self._quorum = Quorum(grid, graph, self.stored)
        self._in_cycles = {key for cycle in graph.cycles for key in cycle}

    def cell(self, key: CellKey) -> Cell:
        sheet, row, column = key
        return self._grid.sheets[sheet].cells[row, column]

    def stored(self, key: CellKey) -> CellValue:
        """Return the result the file holds; ``None`` for a new formula."""
        cell = self.cell(key)
        return cell.value if cell.cached is None else cell.cached

    def value(self, key: CellKey) -> CellValue:
        return self.known.get(key)

    def is_stale(self, key: CellKey) -> bool:
        return key in self.known and not self._is_stored(key, self.known[key])

    def _is_stored(self, key: CellKey, value: CellValue) -> bool:
        return self._quorum.same(key, value, self.stored(key))

    def settle(self) -> None:
        """Find out the results of what is affected, and of all that turns out stale on the way."""
        for _ in range(_ROUNDS):
            beside = self._graph.precedents(self.affected) - self.affected
            if not self._round(beside - self._believed):
                break
        self._taint()

    def all_stale(self) -> list[CellKey]:
        """Return the stale ones of all formulas.

        No engine is asked where our own results confirm all that is stored.
        """
        every = {key for key in self._graph.reads if self._hopeless(key) is None}
        ours = self._quorum.ours(every)
        if all(key in ours and self._is_stored(key, ours[key]) for key in every):
            return []
        self.affected = set()
        for _ in range(_ROUNDS):
            if not self._round(set(self._graph.reads) - self.affected - self._believed):
                break
        self._taint()
        return sorted(key for key in self.known if self.is_stale(key))

    def _round(self, beside: set[CellKey]) -> bool:
        """Vote once; return whether what was found makes another vote necessary."""
        self.known.clear()
        self.unknown.clear()
        for key in self.affected | beside:
            reason = self._hopeless(key)
            if reason and (key in self.affected or not self._believe(key)):
                self.unknown[key] = reason
        self._taint()
        believed = len(self._believed)
        self._vote((self.affected | beside) - self._believed - self.unknown.keys())
        for key in beside & self.unknown.keys():
            if self._believe(key):
                del self.unknown[key]
        found = {key for key in beside if self.is_stale(key)}
        self.affected |= found | self._graph.dependents(found)
        return bool(found) or len(self._believed) > believed

    def _vote(self, targets: set[CellKey]) -> None:
        if len(targets) > FORMULAS_AT_MOST:
            self.unknown.update(dict.fromkeys(targets, "too-many"))
            return
        if not targets:
            return
        agreed, differ = self._quorum.agreed(targets)
        for key in targets:
            reads_dates = self._quorum.reads_dates(key)
            if key in agreed and (not reads_dates or self._is_stored(key, agreed[key])):
                self.known[key] = agreed[key]
            elif reads_dates:
                self.unknown[key] = "dates"
            else:
                self.unknown[key] = "differ" if key in differ else "nobody"

    def _hopeless(self, key: CellKey) -> Unknown | None:
        """Return why a formula needs no vote, if so."""
        if key in self._in_cycles:
            return "cycle"
        whys = self._graph.whys(key)
        for why, reason in _HOPELESS:
            if why in whys:
                return reason
        if "name" in whys and self._has_ambiguous_name(key):
            return "name"
        if self._quorum.reads_hidden_rows(key):
            return "shown-rows"
        if self._quorum.reads_skipped(key):
            return "too-many"
        return None

    def _has_ambiguous_name(self, key: CellKey) -> bool:
        names, sheet = self._graph.names, self._grid.sheets[key[0]].name
        return any(
            isinstance(one, Unresolved)
            and one.why == "name"
            and len(names.meanings(one.text, sheet)) > 1
            for one in self._graph.reads[key]
        )

    def _believe(self, key: CellKey) -> bool:
        """Take a stored result that nobody can compute as it is, if it says anything."""
        if key in self.affected or is_open(self.cell(key).value):
            return False
        self._believed.add(key)
        return True

    def _taint(self) -> None:
        """Make unknown what depends on the unknown."""
        for key in self._graph.dependents(self.unknown) - self._believed:
            self.known.pop(key, None)
            if self.unknown.get(key, "nobody") in _UNCONFIRMED and key not in self._graph.dynamic:
                self.unknown[key] = "upstream"
            self.unknown.setdefault(key, "upstream")


def _recalculated(edited: Grid, results: _Results, written: set[CellKey]) -> Recalculated:
    cells: dict[int, dict[Position, Cell]] = {}
    changed: dict[str, dict[Position, CellValue]] = {}
    unknown: dict[str, dict[Position, Unknown]] = {}
    for key in sorted(results.affected):
        sheet, row, column = key
        name = edited.sheets[sheet].name
        value = results.value(key)
        if key in results.unknown:
            unknown.setdefault(name, {})[row, column] = results.unknown[key]
        elif key not in written and not results.is_stale(key):
            continue
        changed.setdefault(name, {})[row, column] = value
        new = msgspec.structs.replace(results.cell(key), value=value, cached=None)
        cells.setdefault(sheet, {})[row, column] = new
    return Recalculated(with_cells(edited, cells), changed, unknown)
