"""The cells of a workbook as its formulas see them: what they add up and what they come to.

All in ``Decimal`` and in the cells' own units. What is not known is ``None``, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from xlform.formula.cell_reader import Budget, positions_within
from xlform.formula.compute import compute
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.tree import Cells, Node, Number
from xlform.formula.values import Unsupported, UnsupportedProblem
from xlform.grid.address import Range
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.rules.formula.sums import addends, sum_tree

Spot = tuple[str, Position]
Terms = dict[Spot, Decimal]
_NOTHING = Decimal()
# All ranges together lead to no more cells: what would take longer to tell stays unknown.
_VISITS_AT_MOST = 3_000_000
# Ranges that hold more cells than this are no sums of a form.
_CELLS_AT_MOST = 20_000
_DEPTH_AT_MOST = 60


class Book:
    """A grid's cells and formulas.

    ``meant`` gives the numbers that text amounts stand for, ``asked`` the cells whose readers are
    asked about.
    """

    def __init__(self, grid: Grid, meant: Mapping[Spot, Decimal], asked: Iterable[Spot]) -> None:
        self.grid = grid
        self._asked = tuple(asked)
        self._numbers: dict[str, int] = {}
        for number, sheet in enumerate(grid.sheets):
            self._numbers.setdefault(sheet.name, number)
        self._steps = 0
        self.budget = Budget(_VISITS_AT_MOST)
        self._sheets = {sheet.name: sheet.cells for sheet in reversed(grid.sheets)}
        self._names = {sheet.name.casefold(): sheet.name for sheet in grid.sheets}
        self._meant = meant
        self._readers = {mended: _BookCells(self, mended=mended) for mended in (False, True)}
        self._results: dict[bool, dict[Spot, CellValue]] = {False: {}, True: {}}

    @cached_property
    def graph(self) -> DependencyGraph:
        """Which formulas read which cells."""
        # Looked at only where someone asks who reads what.
        keys = (key for spot in self._asked if (key := self._key(spot)))
        return DependencyGraph(self.grid, keys)

    @cached_property
    def circles(self) -> list[list[Spot]]:
        """The formulas that end up reading themselves, circle by circle."""
        return [[self._spot(key) for key in cycle] for cycle in self.graph.cycles]

    def leads_to(self, start: Spot, goal: Spot) -> bool:
        """Whether the formula at ``start`` reads ``goal``, itself or through others."""
        begin, end = self._key(start), self._key(goal)
        return start == goal or (end is not None and begin in self.graph.dependents([end]))

    def _key(self, spot: Spot) -> CellKey | None:
        number = self._numbers.get(spot[0])
        return None if number is None else (number, *spot[1])

    def _spot(self, key: CellKey) -> Spot:
        number, row, column = key
        return self.grid.sheets[number].name, (row, column)

    def cell(self, spot: Spot) -> Cell | None:
        """The cell at a spot; ``None`` where it is blank."""
        cells = self._sheets.get(spot[0])
        return cells.get(spot[1]) if cells else None

    def spots(self, cells: Cells, home: str) -> list[Spot] | None:
        """The filled cells a reference names; ``None`` for a sheet that is none, or too many."""
        name = self._names.get(cells.sheet.casefold()) if cells.sheet else home
        if name is None or name not in self._sheets:
            return None
        area = cells.range
        if area.area == 1:
            return [(name, (area.top, area.left))]
        try:
            found = [(name, position) for position in self.positions(name, area)]
        except UnsupportedProblem:
            return None
        return found if len(found) <= _CELLS_AT_MOST else None

    def positions(self, sheet: str, area: Range) -> Iterator[Position]:
        """The filled cells of an area; :class:`UnsupportedProblem` once too many were met."""
        held = self._sheets[sheet]
        self.budget.charge(min(area.area, len(held)))
        return positions_within(area, held)

    # What a formula refers to

    def terms(self, tree: Node, home: str) -> Terms | None:
        """The cells a formula adds up, each with its factor; ``None`` where it is no such sum.

        What a ``SUM`` passes over (texts that stand for no amount, blanks) is left out, and so is
        a rounding.
        """
        found: Terms = {}
        return found if self._gather(tree, home, Decimal(1), found) else None

    def own_terms(self, spot: Spot) -> Terms | None:
        """The terms of the formula in a cell; ``None`` where there is no such formula."""
        cell = self.cell(spot)
        tree = sum_tree(cell.formula) if cell and cell.formula else None
        return self.terms(tree, spot[0]) if tree else None

    def _gather(self, tree: Node, home: str, factor: Decimal, into: Terms) -> bool:
        if isinstance(tree, Cells):
            return self._gather_cells(tree, home, factor, into)
        if isinstance(tree, Number):
            return not tree.value
        parts = addends(tree)
        return bool(parts) and all(
            self._gather(part, home, factor * by, into) for part, by in parts or ()
        )

    def _gather_cells(self, cells: Cells, home: str, factor: Decimal, into: Terms) -> bool:
        spots = self.spots(cells, home)
        if spots is None:
            return False
        for spot in spots:
            if len(spots) == 1 or self.counts(spot):
                into[spot] = into.get(spot, _NOTHING) + factor
        return True

    def counts(self, spot: Spot) -> bool:
        """Whether a cell holds a number, or what stands for one, or a formula."""
        cell = self.cell(spot)
        if cell is None:
            return False
        return bool(cell.formula) or isinstance(cell.value, Decimal) or spot in self._meant

    def leaves(self, terms: Terms) -> Terms:
        """The terms with every sum among them replaced by what it adds up, down to the last."""
        found: Terms = {}
        self._steps = 0
        for spot, factor in terms.items():
            self._spread(spot, factor, found, frozenset())
        return {spot: factor for spot, factor in found.items() if factor}

    def _spread(self, spot: Spot, factor: Decimal, into: Terms, above: frozenset[Spot]) -> None:
        self._steps += 1
        inner = self.own_terms(spot) if self._steps <= _CELLS_AT_MOST else None
        if not inner or spot in above or len(above) > _DEPTH_AT_MOST:
            into[spot] = into.get(spot, _NOTHING) + factor
            return
        for below, weight in inner.items():
            self._spread(below, factor * weight, into, above | {spot})

    # What a formula comes to

    def worth(self, spot: Spot, *, mended: bool) -> Decimal | None:
        """The number a cell holds or comes to, computed anew; ``None`` where none is known.

        With ``mended`` a text amount counts for the number it says.
        """
        if self.cell(spot) is None:
            return _NOTHING
        value = self.result(spot, mended=mended)
        return value if isinstance(value, Decimal) else None

    def value(self, tree: Node, home: str, *, mended: bool) -> Decimal | None:
        """What a formula on the sheet ``home`` comes to, as a spreadsheet would have it."""
        value = compute(tree, self._readers[mended], self.graph.names, home)
        return value if isinstance(value, Decimal) else None

    def result(self, spot: Spot, *, mended: bool) -> CellValue:
        """What a cell shows once all is computed anew; ``None`` where that is not known."""
        cell = self.cell(spot)
        if cell is None:
            return None
        if not cell.formula:
            return self.filed(spot, cell) if mended else cell.value
        results = self._results[mended]
        if spot not in results:
            for one in self._in_order(spot, results):
                results[one] = self._computed(one, mended=mended)
        return results[spot]

    def filed(self, spot: Spot, cell: Cell) -> CellValue:
        """What a cell without a formula holds, a text amount as the number it says."""
        return self._meant.get(spot, cell.value)

    def _in_order(self, spot: Spot, results: dict[Spot, CellValue]) -> Iterator[Spot]:
        """The formula in a cell and those it leads to, each after those it reads."""
        results[spot] = None  # met again while it is computed, it is a circle
        waiting = [(spot, self._formulas_read(spot))]
        while waiting:
            one, others = waiting[-1]
            for other in others:
                if other not in results:
                    results[other] = None
                    waiting.append((other, self._formulas_read(other)))
                    break
            else:
                waiting.pop()
                yield one

    def _formulas_read(self, spot: Spot) -> Iterator[Spot]:
        key = self._key(spot)
        for number, area in self.graph.areas(key) if key else ():
            sheet = self.grid.sheets[number]
            try:
                for position in self.positions(sheet.name, area.range):
                    if sheet.cells[position].formula:
                        yield sheet.name, position
            except UnsupportedProblem:
                return

    def _computed(self, spot: Spot, *, mended: bool) -> CellValue:
        sheet, position = spot
        cell = self._sheets[sheet][position]
        cells = self._readers[mended]
        value = compute(cell.formula, cells, self.graph.names, sheet, position)
        if not isinstance(value, Unsupported):
            return value
        # A sum of what is not known is not known, whatever the file says.
        is_unknown = value.reason == "unknown" and sum_tree(cell.formula) is not None
        return None if is_unknown else cell.value


class _BookCells:
    """The cells of a book, formulas computed anew and text amounts, where asked for, as numbers."""

    def __init__(self, book: Book, *, mended: bool) -> None:
        self._book = book
        self._mended = mended
        self._sheets = {sheet.name: sheet for sheet in reversed(book.grid.sheets)}
        self._names = tuple(dict.fromkeys(sheet.name for sheet in book.grid.sheets))
        self.charge = book.budget.charge

    def sheet_names(self) -> Sequence[str]:
        """Return the sheets in their order."""
        return self._names

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order."""
        book, mended = self._book, self._mended
        held = self._sheets[sheet].cells
        for position in book.positions(sheet, area):
            cell = held[position]
            if cell.formula:
                yield position, book.result((sheet, position), mended=mended)
            else:
                yield position, book.filed((sheet, position), cell) if mended else cell.value

    def formula(self, sheet: str, position: Position) -> str:
        """Return the formula in a cell; "" where there is none."""
        return self._sheets[sheet].cells[position].formula

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row is hidden."""
        return row in self._sheets[sheet].hidden_rows
