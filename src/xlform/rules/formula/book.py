"""The cells of a workbook as its formulas see them: what they refer to and what they come to.

All in ``Decimal`` and in the cells' own units. What can't be told is ``None``, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import cached_property

from xlform.formula.graph import Graph
from xlform.formula.intervals import Place
from xlform.formula.references import Names, references
from xlform.grid.model import Cell, Grid, Position
from xlform.ooxml.address import Range
from xlform.rules.formula.expression import Cells, Joined, Number, Rounded, Sum, Tree, tree_of
from xlform.rules.formula.loops import has_circle
from xlform.values import parse_amount

Spot = tuple[str, Position]
Terms = dict[Spot, Decimal]
_ROUNDINGS = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}
_NOTHING = Decimal()
# All ranges together lead to no more cells: what would take longer to tell stays unknown.
_VISITS_AT_MOST = 3_000_000
# Ranges that hold more cells than this are no sums of a form.
_CELLS_AT_MOST = 20_000
# Among so few formulas each is held against each.
_LOOKED_THROUGH = 100
_DEPTH_AT_MOST = 60
_PLACES_AT_MOST = 30


class Book:
    """A grid's cells and formulas.

    ``meant`` gives the numbers that text amounts stand for, ``asked`` the cells whose readers are
    asked about.
    """

    def __init__(self, grid: Grid, meant: Mapping[Spot, Decimal], asked: Iterable[Spot]) -> None:
        self._grid = grid
        self._asked = tuple(asked)
        self._numbers = {sheet.name: number for number, sheet in enumerate(grid.sheets)}
        self._deep = 0
        self._steps = 0
        self._visits = 0
        self._sheets = {sheet.name: sheet.cells for sheet in grid.sheets}
        self._names = {sheet.name.casefold(): sheet.name for sheet in grid.sheets}
        self._meant = meant
        self._worth: dict[tuple[Spot, bool], Decimal | None] = {}

    @cached_property
    def graph(self) -> Graph:
        """Which formulas read which cells."""
        return Graph(self._grid, [place for spot in self._asked if (place := self._place(spot))])

    @cached_property
    def circles(self) -> list[list[Spot]]:
        """The formulas that end up reading themselves, circle by circle."""
        if not self._may_go_round():
            return []
        names = [sheet.name for sheet in self._grid.sheets]
        return [
            [(names[number], (row, column)) for number, row, column in circle]
            for circle in self.graph.circles
        ]

    def _may_go_round(self) -> bool:
        """Whether there may be a circle: a quick look at the few formulas most forms have."""
        formulas = [
            (sheet.name, position, cell.formula)
            for sheet in self._grid.sheets
            for position, cell in sheet.cells.items()
            if cell.formula
        ]
        if len(formulas) > _LOOKED_THROUGH:
            return True
        names = Names(self._grid.names)
        return has_circle(
            {(sheet.casefold(), at): references(text, sheet, names) for sheet, at, text in formulas}
        )

    def leads_to(self, start: Spot, goal: Spot) -> bool:
        """Whether the formula at ``start`` reads ``goal``, itself or through others."""
        begin, end = self._place(start), self._place(goal)
        return start == goal or (end is not None and begin in self.graph.dependents([end]))

    def _place(self, spot: Spot) -> Place | None:
        number = self._numbers.get(spot[0])
        return None if number is None else (number, *spot[1])

    def cell(self, spot: Spot) -> Cell | None:
        """The cell at a spot; ``None`` where it is blank."""
        cells = self._sheets.get(spot[0])
        return cells.get(spot[1]) if cells else None

    def spots(self, cells: Cells, home: str) -> list[Spot] | None:
        """The filled cells a reference names; ``None`` for a sheet that is none, or too many."""
        name = self._names.get(cells.sheet.casefold()) if cells.sheet else home
        held = self._sheets.get(name) if name else None
        if name is None or held is None:
            return None
        if cells.area.area == 1:
            return [(name, (cells.area.top, cells.area.left))]
        self._visits += min(cells.area.area, len(held))
        if self._visits > _VISITS_AT_MOST:
            return None
        found = [(name, position) for position in _inside(cells.area, held)]
        return found if len(found) <= _CELLS_AT_MOST else None

    # What a formula refers to

    def terms(self, tree: Tree, home: str) -> Terms | None:
        """The cells a formula adds up, each with its factor; ``None`` where it is no such sum.

        What a ``SUM`` passes over (texts that stand for no amount, blanks) is left out, and so is
        a rounding.
        """
        found: Terms = {}
        return found if self._gather(tree, home, Decimal(1), found) else None

    def own_terms(self, spot: Spot) -> Terms | None:
        """The terms of the formula in a cell; ``None`` where there is no such formula."""
        cell = self.cell(spot)
        tree = tree_of(cell.formula) if cell and cell.formula else None
        return self.terms(tree, spot[0]) if tree else None

    def _gather(self, tree: Tree, home: str, factor: Decimal, into: Terms) -> bool:
        match tree:
            case Cells():
                return self._gather_cells(tree, home, factor, into)
            case Number():
                return not tree.value
            case Sum():
                parts = [(part, factor) for part in tree.parts]
            case Rounded():
                parts = [(tree.part, factor)]
            case Joined():
                parts = _parts(tree, factor)
        return bool(parts) and all(self._gather(part, home, by, into) for part, by in parts)

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
        """The number a cell holds or comes to, computed anew; ``None`` where none can be told.

        With ``mended`` a text amount counts for the number it says.
        """
        key = spot, mended
        if key not in self._worth:
            self._worth[key] = None  # met again while it is computed, it is a circle
            self._worth[key] = self._computed(spot, mended=mended)
        return self._worth[key]

    def _computed(self, spot: Spot, *, mended: bool) -> Decimal | None:
        cell = self.cell(spot)
        if cell is None:
            return _NOTHING
        if cell.formula:
            tree = tree_of(cell.formula)
            if tree and self._deep <= _DEPTH_AT_MOST:
                self._deep += 1
                try:
                    return self.value(tree, spot[0], mended=mended)
                finally:
                    self._deep -= 1
            return cell.value if isinstance(cell.value, Decimal) else None
        if isinstance(cell.value, Decimal):
            return cell.value
        if mended and spot in self._meant:
            return self._meant[spot]
        return None

    def value(self, tree: Tree, home: str, *, mended: bool) -> Decimal | None:
        """What a formula on the sheet ``home`` comes to, as a spreadsheet would have it."""
        if isinstance(tree, Number):
            return tree.value
        if isinstance(tree, Cells):
            spots = self.spots(tree, home)
            if spots is None or tree.area.area != 1:
                return None
            return self._operand(spots[0], mended=mended)
        if isinstance(tree, Sum):
            return _added(self._sum_parts(tree, home, mended=mended))
        if isinstance(tree, Rounded):
            value = self.value(tree.part, home, mended=mended)
            return None if value is None else _rounded(value, tree)
        left = self.value(tree.left, home, mended=mended)
        right = self.value(tree.right, home, mended=mended)
        return None if left is None or right is None else _joined(left, tree, right)

    def _operand(self, spot: Spot, *, mended: bool) -> Decimal | None:
        """A cell in a chain of ``+``: a plain number as text counts, other text fails."""
        value = self.worth(spot, mended=mended)
        cell = self.cell(spot)
        if value is None and cell and not cell.formula and isinstance(cell.value, str):
            amount = parse_amount(cell.value) if cell.value.isascii() else None
            return amount.value if amount and not amount.unit and not amount.modifier else None
        return value

    def _sum_parts(self, tree: Sum, home: str, *, mended: bool) -> Iterator[Decimal | None]:
        for part in tree.parts:
            if not isinstance(part, Cells):
                yield self.value(part, home, mended=mended)
                continue
            spots = self.spots(part, home)
            if spots is None:
                yield None
                continue
            for spot in spots:
                if self._summed(spot, mended=mended):
                    yield self.worth(spot, mended=mended)

    def _summed(self, spot: Spot, *, mended: bool) -> bool:
        """Whether a range's sum takes the cell into account: numbers, and formulas of such."""
        cell = self.cell(spot)
        if cell is None or (isinstance(cell.value, str | bool) and not cell.formula):
            return mended and spot in self._meant
        return not (cell.formula and isinstance(cell.value, str | bool))


def _parts(tree: Joined, factor: Decimal) -> list[tuple[Tree, Decimal]]:
    """What is joined, with the factors it counts by; nothing for a product of cells."""
    left, right = tree.left, tree.right
    match tree.operator:
        case "+":
            return [(left, factor), (right, factor)]
        case "-":
            return [(left, factor), (right, -factor)]
        case "*" if isinstance(left, Number):
            return [(right, factor * left.value)]
        case "*" if isinstance(right, Number):
            return [(left, factor * right.value)]
        case "/" if isinstance(right, Number) and right.value:
            return [(left, factor / right.value)]
    return []


def _inside(area: Range, cells: Mapping[Position, Cell]) -> Iterator[Position]:
    """The filled positions of an area, by the shorter way."""
    if area.area <= len(cells):
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                if (row, column) in cells:
                    yield row, column
    else:
        yield from (position for position in cells if area.covers(*position))


def _added(parts: Iterator[Decimal | None]) -> Decimal | None:
    total = _NOTHING
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _rounded(value: Decimal, tree: Rounded) -> Decimal | None:
    if abs(tree.places) > _PLACES_AT_MOST or value.adjusted() + tree.places >= 27:  # noqa: PLR2004
        return value
    step = Decimal(1).scaleb(-tree.places)
    return value.quantize(step, rounding=_ROUNDINGS[tree.function])


def _joined(left: Decimal, tree: Joined, right: Decimal) -> Decimal | None:
    match tree.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else None
