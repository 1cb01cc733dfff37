"""What an edit changes elsewhere: every formula that depends on it, computed anew and confirmed.

A result stands if two of three opinions agree: our own decimals (:mod:`xlform.formula.arithmetic`)
and two engines; the second engine is asked only where the first two do not agree. What nobody
confirms is unknown (``None``), with the reason. Results stored in the file that nobody can compute,
such as a link's to another file, are believed unless they depend on an edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.formula.calculation import is_open
from xlform.formula.graph import Graph
from xlform.formula.intervals import Place
from xlform.formula.quorum import Opinions
from xlform.grid.model import Cell, CellValue, Grid, Position, Sheet

# Why a result is unknown: its formula reads itself, another file, the clock, a table, what rows
# are shown, a name with two meanings, or days (the grid keeps less of them than the file); the
# opinions differ, or there are not two; it depends on an unknown one; there are too many formulas.
Unknown = Literal[
    "cycle", "external", "clock", "table", "shown-rows", "name", "dates",
    "differ", "nobody", "upstream", "too-many",
]  # fmt: skip
FORMULAS_AT_MOST = 50_000
# What is found stale or unknown on the way is settled in another round; more is not pursued.
_ROUNDS = 6
_UNTOLD = frozenset({"nobody", "differ"})
_DOOM: tuple[tuple[str, Unknown], ...] = (
    ("external", "external"),
    ("clock", "clock"),
    ("table", "table"),
)


class After(msgspec.Struct, frozen=True):
    """A grid after edits.

    ``grid`` holds the edits and every formula that depends on them recomputed, as the file will
    once it is written. ``changed`` are the results to be written, by sheet and position: of every
    formula put in by an edit, and of every other whose right result is not the one stored;
    ``None`` where it is unknown. ``unknown`` says why, for each of these.
    """

    grid: Grid
    changed: dict[str, dict[Position, CellValue]]
    unknown: dict[str, dict[Position, Unknown]]


def after(grid: Grid, edits: Mapping[str, Mapping[Position, Cell]]) -> After:
    """The grid with cells replaced and what depends on them recomputed.

    Sheets are named as in the grid (``KeyError`` for others); a cell whose value is ``None`` and
    that has no formula is emptied. The value an edit gives with a formula is not looked at.
    """
    if not any(edits.values()):
        return After(grid, {}, {})
    edited = _edited(grid, edits)
    numbers = {sheet.name: number for number, sheet in reversed(list(enumerate(grid.sheets)))}
    places = [(numbers[name], *at) for name, cells in edits.items() for at in cells]
    graph = Graph(edited, places)
    written = {place for place in places if place in graph.reads}
    results = _Results(edited, graph, graph.dependents(places) | written)
    results.settle()
    return _told(edited, results, written)


def stale(grid: Grid) -> dict[str, dict[Position, CellValue]]:
    """The formula cells whose stored result is not the right one, with the right one.

    Only results that two opinions confirm; a result that is missing in the file is not stale.
    """
    graph = Graph(grid)
    results = _Results(grid, graph, set())
    found: dict[str, dict[Position, CellValue]] = {}
    for place in results.all_stale():
        sheet, row, column = place
        found.setdefault(grid.sheets[sheet].name, {})[row, column] = results.value(place)
    return found


def cycles(grid: Grid) -> list[tuple[tuple[str, Position], ...]]:
    """The formulas that end up reading themselves, circle by circle, in order of place."""
    return [
        tuple((grid.sheets[sheet].name, (row, column)) for sheet, row, column in circle)
        for circle in Graph(grid).circles
    ]


def dependents(grid: Grid, cells: Iterable[tuple[str, Position]]) -> list[tuple[str, Position]]:
    """The formulas that read the cells, directly or through others, in order of place."""
    numbers = {sheet.name: number for number, sheet in reversed(list(enumerate(grid.sheets)))}
    places = [(numbers[name], *position) for name, position in cells]
    found = sorted(Graph(grid, places).dependents(places))
    return [(grid.sheets[sheet].name, (row, column)) for sheet, row, column in found]


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
    return Grid(tuple(sheets), grid.names)


def _open(cell: Cell, old: Cell | None) -> Cell:
    """A new formula without a result, printed as what stood there before."""
    percent, places = cell.percent, cell.places
    if old is not None and not places:
        percent, places = old.percent or percent, old.places or _decimals(old.value)
    return Cell(None, cell.formula, percent, None, places)


def _decimals(value: CellValue) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class _Results:
    """The right results, as they are found out: known, unknown, or stored and believed."""

    def __init__(self, grid: Grid, graph: Graph, affected: set[Place]) -> None:
        self.affected = affected
        self.known: dict[Place, CellValue] = {}
        self.unknown: dict[Place, Unknown] = {}
        self._grid = grid
        self._graph = graph
        self._believed: set[Place] = set()
        self._opinions = Opinions(grid, graph, self.stored)
        self._circles = {place for circle in graph.circles for place in circle}

    def cell(self, place: Place) -> Cell:
        sheet, row, column = place
        return self._grid.sheets[sheet].cells[row, column]

    def stored(self, place: Place) -> CellValue:
        """The result the file holds; ``None`` for a new formula."""
        cell = self.cell(place)
        return cell.value if cell.cached is None else cell.cached

    def value(self, place: Place) -> CellValue:
        return self.known.get(place)

    def is_stale(self, place: Place) -> bool:
        return place in self.known and not self._is_stored(place, self.known[place])

    def _is_stored(self, place: Place, value: CellValue) -> bool:
        return self._opinions.same(place, value, self.stored(place))

    def settle(self) -> None:
        """Find out the results of what is affected, and of whatever turns out stale on the way."""
        for _ in range(_ROUNDS):
            beside = self._graph.precedents(self.affected) - self.affected
            if not self._round(beside - self._believed):
                break
        self._taint()

    def all_stale(self) -> list[Place]:
        """The stale ones of all formulas.

        No engine is asked where our own sums confirm all that is stored.
        """
        every = {place for place in self._graph.reads if self._doom(place) is None}
        ours = self._opinions.ours(every)
        doubted = {
            place for place in every if place not in ours or not self._is_stored(place, ours[place])
        }
        if not doubted:
            return []
        self.affected = set()
        for _ in range(_ROUNDS):
            if not self._round(set(self._graph.reads) - self.affected - self._believed):
                break
        self._taint()
        return sorted(place for place in self.known if self.is_stale(place))

    def _round(self, beside: set[Place]) -> bool:
        """Ask once; whether what was found makes it necessary to ask again."""
        self.known.clear()
        self.unknown.clear()
        for place in self.affected | beside:
            doom = self._doom(place)
            if doom and (place in self.affected or not self._believe(place)):
                self.unknown[place] = doom
        self._taint()
        believed = len(self._believed)
        asked = (self.affected | beside) - self._believed - self.unknown.keys()
        self._ask(asked)
        for place in beside & self.unknown.keys():
            if self._believe(place):
                del self.unknown[place]
        found = {place for place in beside if self.is_stale(place)}
        self.affected |= found | self._graph.dependents(found)
        return bool(found) or len(self._believed) > believed

    def _ask(self, asked: set[Place]) -> None:
        if len(asked) > FORMULAS_AT_MOST:
            self.unknown.update(dict.fromkeys(asked, "too-many"))
            return
        if not asked:
            return
        agreed, differ = self._opinions.agreed(asked)
        for place in asked:
            if place not in agreed:
                self.unknown[place] = "differ" if place in differ else "nobody"
            elif self._opinions.reads_dates(place) and not self._is_stored(place, agreed[place]):
                self.unknown[place] = "dates"
            else:
                self.known[place] = agreed[place]

    def _doom(self, place: Place) -> Unknown | None:
        """Why nobody needs to be asked about a formula, if so."""
        if place in self._circles:
            return "cycle"
        whys = self._graph.whys(place)
        for why, reason in _DOOM:
            if why in whys:
                return reason
        if "name" in whys and self._graph.names.is_twofold(self._graph.reads[place]):
            return "name"
        if "shown-rows" in whys and any(
            self._grid.sheets[sheet].hidden_rows for sheet, _ in self._graph.areas(place)
        ):
            return "shown-rows"
        return None

    def _believe(self, place: Place) -> bool:
        """Take a stored result that nobody can compute as it stands, if it says anything."""
        if place in self.affected or is_open(self.cell(place).value):
            return False
        self._believed.add(place)
        return True

    def _taint(self) -> None:
        """What depends on the unknown is unknown."""
        for place in self._graph.dependents(self.unknown) - self._believed:
            self.known.pop(place, None)
            if self.unknown.get(place, "nobody") in _UNTOLD and place not in self._graph.dynamic:
                self.unknown[place] = "upstream"
            self.unknown.setdefault(place, "upstream")


def _told(edited: Grid, results: _Results, written: set[Place]) -> After:
    cells: dict[int, dict[Position, Cell]] = {}
    changed: dict[str, dict[Position, CellValue]] = {}
    unknown: dict[str, dict[Position, Unknown]] = {}
    for place in sorted(results.affected):
        sheet, row, column = place
        name = edited.sheets[sheet].name
        value = results.value(place)
        if place in results.unknown:
            unknown.setdefault(name, {})[row, column] = results.unknown[place]
        elif place not in written and not results.is_stale(place):
            continue
        changed.setdefault(name, {})[row, column] = value
        new = msgspec.structs.replace(results.cell(place), value=value, cached=None)
        cells.setdefault(sheet, {})[row, column] = new
    return After(_with(edited, cells), changed, unknown)


def _with(grid: Grid, cells: dict[int, dict[Position, Cell]]) -> Grid:
    sheets: Iterable[Sheet] = (
        msgspec.structs.replace(sheet, cells={**sheet.cells, **cells[number]})
        if number in cells
        else sheet
        for number, sheet in enumerate(grid.sheets)
    )
    return Grid(tuple(sheets), grid.names)
