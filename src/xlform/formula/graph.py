"""Formulas of a workbook, the cells they read, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from xlform.formula.cell_reader import positions_within
from xlform.formula.components import components
from xlform.formula.intervals import NO_NODE, CellKey, IntervalTree
from xlform.formula.located import leads_elsewhere, located
from xlform.formula.names import Names
from xlform.formula.parser import parse
from xlform.formula.references import Area, Reference, References, Unresolved, references
from xlform.formula.tree import Node
from xlform.grid.model import Grid, Position

if TYPE_CHECKING:
    from xlform.formula.copies import Copies

_DYNAMIC = frozenset({"dynamic", "table"})
# Of so few formulas each is compared with each.
_FEW = 100
# Of more formulas copies are looked for, so that each is read once.
_MANY = 1_000


class DependencyGraph:
    """The formulas of a grid and what they read.

    Cells are (sheet number, row, column). A formula whose cells can't be told from its text
    (INDIRECT) counts as reading every cell, but is part of no cycle; nor is one that takes a range
    it lies in as a place to start from (``INDEX(D:D,ROW()-1)``).
    """

    def __init__(
        self,
        grid: Grid,
        besides: Iterable[CellKey] = (),
        *,
        only: Collection[CellKey] | None = None,
        copies: Copies | None = None,
    ) -> None:
        """Read the formulas, or ``only`` some of them.

        ``besides`` are cells without a formula whose readers are in question; ``copies`` the
        formulas as they were read before.
        """
        self.names = Names(grid.names, grid.local_names, grid.tables)
        self._grid = grid
        self._copies = copies
        self._sheets = tuple(sheet.name for sheet in grid.sheets)
        self._numbers: dict[str, int] = {}
        for number, name in enumerate(self._sheets):
            self._numbers.setdefault(name.casefold(), number)
        self._besides = besides
        formulas = [
            (number, *position)
            for number, sheet in enumerate(grid.sheets)
            for position, cell in sheet.cells.items()
            if cell.formula and (only is None or (number, *position) in only)
        ]
        if copies is None and len(formulas) > _MANY:
            # Loaded here: few files have so many.
            from xlform.formula.copies import Copies  # noqa: PLC0415

            self._copies = Copies(grid, self.names)
        self.reads: dict[CellKey, tuple[Reference, ...]] = {
            key: self._references(key) for key in formulas
        }
        self.dynamic = frozenset(cell for cell, read in self.reads.items() if _is_dynamic(read))

    def _references(self, cell: CellKey) -> tuple[Reference, ...]:
        sheet = self._grid.sheets[cell[0]]
        if self._copies:
            found = self._copies.references(cell)
        else:
            formula = sheet.cells[cell[1], cell[2]].formula
            found = references(formula, sheet.name, self.names)
        if not _may_be_located(found, has_tables=bool(self.names.tables)):
            return found
        tree = self.tree(cell)
        if not leads_elsewhere(tree):
            return found
        tree = located(tree, self.names, self._sheets, sheet.name, (cell[1], cell[2]))
        return References(self.names).of(tree, sheet.name)

    def tree(self, cell: CellKey) -> Node:
        """Return the syntax tree of the formula in a cell."""
        if self._copies:
            return self._copies.tree(cell)
        number, row, column = cell
        return parse(self._grid.sheets[number].cells[row, column].formula)

    def whys(self, cell: CellKey) -> frozenset[str]:
        """Return what a formula uses besides cells, as :class:`Unresolved` names it."""
        return _whys(self.reads.get(cell, ()))

    def sheets(self, area: Area) -> Iterable[int]:
        """Return the numbers of the sheets an area lies on; none where there is no such sheet."""
        first = self._numbers.get(area.sheet.casefold())
        if first is None:
            return ()
        last = self._numbers.get(area.last_sheet.casefold()) if area.last_sheet else first
        return () if last is None else range(min(first, last), max(first, last) + 1)

    def areas(self, cell: CellKey) -> Iterator[tuple[int, Area]]:
        """Yield the areas a formula refers to, for each sheet they lie on with its number."""
        for reference in self.reads.get(cell, ()):
            if isinstance(reference, Area):
                for number in self.sheets(reference):
                    yield number, reference

    # Who reads whom

    @cached_property
    def _tree(self) -> IntervalTree:
        return IntervalTree([*self.reads, *self._besides])

    @cached_property
    def _read_nodes(self) -> Mapping[int, list[int]]:
        """The nodes of the tree that each formula's node reads."""
        return self._nodes(with_places=True)

    def _nodes(self, *, with_places: bool) -> dict[int, list[int]]:
        """Return the nodes each formula's node reads, or takes as a place."""
        found: dict[int, list[int]] = {}
        within = self._tree.within
        numbers: dict[tuple[str, str], Iterable[int]] = {}
        for cell, read in self.reads.items():
            nodes: dict[int, None] = {}
            for area in read:
                if isinstance(area, Unresolved) or (area.is_place and not with_places):
                    continue
                name = area.sheet, area.last_sheet
                if name not in numbers:
                    numbers[name] = self.sheets(area)
                for number in numbers[name]:
                    for node in within(number, area.range):
                        nodes[node] = None
            found[self._tree.node_of[cell]] = list(nodes)
        return found

    @cached_property
    def _has_places(self) -> bool:
        """True if some formula takes a range as a place only."""
        return any(
            isinstance(one, Area) and one.is_place for read in self.reads.values() for one in read
        )

    @cached_property
    def _readers(self) -> Mapping[int, list[int]]:
        readers: dict[int, list[int]] = {}
        for reader, nodes in self._read_nodes.items():
            for node in nodes:
                readers.setdefault(node, []).append(reader)
        return readers

    def dependents(self, cells: Iterable[CellKey], *, as_named: bool = False) -> set[CellKey]:
        """Return the formulas that read the cells, those that read these, and so on.

        ``as_named``: only by the cells their texts name; INDIRECT then counts for none.
        """
        node_of, parents = self._tree.node_of, self._tree.parents
        waiting = [node_of[cell] for cell in cells if cell in node_of]
        if not waiting:
            return set()
        found = set[int]() if as_named else {node_of[cell] for cell in self.dynamic}
        waiting += found
        passed: set[int] = set()
        while waiting:
            node = waiting.pop()
            # Above a node that was passed all nodes were passed.
            while node != NO_NODE and node not in passed:
                passed.add(node)
                for reader in self._readers.get(node, ()):
                    if reader not in found:
                        found.add(reader)
                        waiting.append(reader)
                node = parents[node]
        return {self._tree.cells[node] for node in found}

    def direct_dependents(self, cell: CellKey) -> set[CellKey]:
        """Return the formulas that read one cell themselves."""
        node = self._tree.node_of.get(cell, NO_NODE)
        found = set(self.dynamic) - {cell}
        while node != NO_NODE:
            found.update(self._tree.cells[reader] for reader in self._readers.get(node, ()))
            node = self._tree.parents[node]
        return found

    def precedents(self, cells: Iterable[CellKey]) -> set[CellKey]:
        """Return the formulas that the given ones read, those that these read, and so on."""
        of = set(cells)
        if of & self.dynamic:
            return set(self.reads)
        waiting = [self._tree.node_of[cell] for cell in of if cell in self.reads]
        passed = set(waiting)
        found: set[CellKey] = set()
        leads = self._leads(self._read_nodes)
        while waiting:
            for below in leads(waiting.pop()):
                if below in self._read_nodes:
                    found.add(self._tree.cells[below])
                    if self._tree.cells[below] in self.dynamic:
                        return set(self.reads)
                if below not in passed:
                    passed.add(below)
                    waiting.append(below)
        return found

    # Order and cycles

    @cached_property
    def _components(self) -> list[list[int]]:
        return components(self._read_nodes, self._leads(self._read_nodes))

    @cached_property
    def order(self) -> dict[CellKey, int]:
        """The formulas with their rank, each after those it reads; a cycle stands together."""
        nodes = (node for group in self._components for node in group if node in self._read_nodes)
        return {self._tree.cells[node]: rank for rank, node in enumerate(nodes)}

    @cached_property
    def cycles(self) -> list[list[CellKey]]:
        """The formulas that end up reading themselves, cycle by cycle, in order of place."""
        if len(self.reads) <= _FEW and self._is_acyclic():
            return []
        strictly, groups = self._read_nodes, self._components
        if self._has_places:
            strictly = self._nodes(with_places=False)
            groups = components(strictly, self._leads(strictly))
        return sorted(
            sorted(self._tree.cells[node] for node in group if node in strictly)
            for group in groups
            if len(group) > 1 or group[0] in strictly.get(group[0], ())
        )

    def _leads(self, reads: Mapping[int, list[int]]) -> Callable[[int], Iterable[int]]:
        """Return what a node leads to: the nodes its formula reads, or its halves."""
        halves = self._tree.halves

        def below(node: int) -> Iterable[int]:
            read = reads.get(node)
            return halves.get(node, ()) if read is None else read

        return below

    def _is_acyclic(self) -> bool:
        """Return whether few formulas can be taken away one after the other, each read by none."""
        by_sheet: dict[int, dict[Position, None]] = {}
        for number, row, column in self.reads:
            by_sheet.setdefault(number, {})[row, column] = None
        waiting = {
            cell: {
                (number, *position)
                for number, area in self.areas(cell)
                if not area.is_place
                for position in positions_within(area.range, by_sheet.get(number, {}))
            }
            for cell in self.reads
        }
        while waiting:
            ready = [cell for cell, read in waiting.items() if not read & waiting.keys()]
            if not ready:
                return False
            for cell in ready:
                del waiting[cell]
        return True


def _may_be_located(read: tuple[Reference, ...], *, has_tables: bool) -> bool:
    """Return whether a formula may lead to other cells than those it names."""
    for one in read:
        if isinstance(one, Unresolved):
            if one.why == "dynamic" or (one.why == "table" and has_tables):
                return True
        elif one.is_place:
            return True
    return False


def _is_dynamic(read: tuple[Reference, ...]) -> bool:
    """Return whether computing alone tells all that a formula reads."""
    return any(isinstance(one, Unresolved) and one.why in _DYNAMIC for one in read)


def _whys(read: tuple[Reference, ...]) -> frozenset[str]:
    return frozenset(one.why for one in read if isinstance(one, Unresolved))


def _cell(grid: Grid, key: CellKey) -> tuple[str, Position]:
    sheet, row, column = key
    return grid.sheets[sheet].name, (row, column)


def cycles(grid: Grid) -> list[tuple[tuple[str, Position], ...]]:
    """Return the formulas that end up reading themselves, cycle by cycle, in order of place."""
    return [tuple(_cell(grid, key) for key in one) for one in DependencyGraph(grid).cycles]


def dependents(grid: Grid, cells: Iterable[tuple[str, Position]]) -> list[tuple[str, Position]]:
    """Return the formulas that read the cells, directly or through others, in order of place."""
    numbers = {sheet.name: number for number, sheet in reversed(list(enumerate(grid.sheets)))}
    keys = [(numbers[name], *position) for name, position in cells]
    return [_cell(grid, key) for key in sorted(DependencyGraph(grid, keys).dependents(keys))]
