"""Cells of a workbook as its formulas read them: the terms of sums, and recalculated values.

Values are ``Decimal`` in the unit of their cell. An unknown value is ``None``, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from xlform.formula.cell_reader import Budget, CellReader, positions_within
from xlform.formula.compute import compute
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.names import Names
from xlform.formula.parser import parse
from xlform.formula.tree import Cells, Node, Number
from xlform.formula.values import Unsupported, UnsupportedProblem, shown
from xlform.grid.address import Range
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.grid.sheet_rows import formula_cells
from xlform.rules.formula.plain_formulas import (
    PlainFormulas,
    added,
    cells_added,
    is_exact,
    plain_formulas,
)
from xlform.rules.formula.sums import addends, sum_tree

# A cell by its sheet's name and its row and column.
CellRef = tuple[str, Position]
# The cells a sum adds up, each with its factor.
Terms = dict[CellRef, Decimal]
_NOTHING = Decimal()
# Most cells read by all ranges together; values that would need more stay unknown.
_VISITS_AT_MOST = 3_000_000
# A range with more cells than this is no sum of a form.
_CELLS_AT_MOST = 20_000
_DEPTH_AT_MOST = 60
# A formula that uses one of these reads cells its text does not name.
_NOT_TOLD = frozenset({"external", "clock", "table", "dynamic", "name"})


class FormulaWorkbook:
    """A grid's cells and formulas.

    ``text_numbers`` are the numbers of amounts entered as text, ``traced`` the cells whose
    dependents are looked up.
    """

    def __init__(
        self, grid: Grid, text_numbers: Mapping[CellRef, Decimal], traced: Iterable[CellRef]
    ) -> None:
        self.grid = grid
        self._traced = tuple(traced)
        self._numbers: dict[str, int] = {}
        for number, sheet in enumerate(grid.sheets):
            self._numbers.setdefault(sheet.name, number)
        self._steps = 0
        self._dependents: dict[CellRef, set[CellKey]] = {}
        self.budget = Budget(_VISITS_AT_MOST)
        self._sheets = {sheet.name: sheet.cells for sheet in reversed(grid.sheets)}
        self._skipped = {sheet.name: sheet for sheet in reversed(grid.sheets) if sheet.skipped}
        self._names = {sheet.name.casefold(): sheet.name for sheet in grid.sheets}
        self._text_numbers = text_numbers
        self._readers: dict[bool, CellReader] = {}
        self._results: dict[bool, dict[CellRef, CellValue]] = {False: {}, True: {}}

    @cached_property
    def formulas(self) -> dict[str, tuple[Position, ...]]:
        """The positions of formulas by sheet, of the sheets that hold some."""
        found = {sheet.name: formula_cells(sheet) for sheet in self.grid.sheets}
        return {name: positions for name, positions in found.items() if positions}

    @cached_property
    def names(self) -> Names:
        """The names and tables that the workbook defines."""
        return Names(self.grid.names, self.grid.local_names, self.grid.tables)

    @cached_property
    def _plain(self) -> PlainFormulas | None:
        """The formulas, if no graph is needed to see what they read."""
        return plain_formulas(self.grid, self.formulas)

    @cached_property
    def graph(self) -> DependencyGraph:
        """Graph of the formulas and the cells they read."""
        # Evaluated only once a dependent is looked up.
        keys = (key for ref in self._traced if (key := self._key(ref)))
        return DependencyGraph(self.grid, keys)

    @cached_property
    def cycles(self) -> list[list[CellRef]]:
        """Formulas that read their own cell, directly or through others, grouped by cycle."""
        if self._plain:
            return []
        return [[self._ref(key) for key in cycle] for cycle in self.graph.cycles]

    def depends_on(self, start: CellRef, goal: CellRef) -> bool:
        """Return whether the formula at ``start`` reads ``goal``, directly or through others.

        As far as the texts of formulas name cells: what INDIRECT reads is not known.
        """
        if start == goal:
            return True
        cell, end = self.cell(start), self._key(goal)
        if cell is None or not cell.formula or end is None:
            return False
        if self._plain:
            is_known = goal in self._plain.areas or goal in self._traced
            return is_known and self._plain.reads(start, goal)
        if goal not in self._dependents:
            self._dependents[goal] = self.graph.dependents([end], as_named=True)
        return self._key(start) in self._dependents[goal]

    def _key(self, ref: CellRef) -> CellKey | None:
        number = self._numbers.get(ref[0])
        return None if number is None else (number, *ref[1])

    def _ref(self, key: CellKey) -> CellRef:
        number, row, column = key
        return self.grid.sheets[number].name, (row, column)

    def cell(self, ref: CellRef) -> Cell | None:
        """Return the cell at an address; ``None`` if it is blank."""
        cells = self._sheets.get(ref[0])
        return cells.get(ref[1]) if cells else None

    def referenced_cells(self, cells: Cells, home: str) -> list[CellRef] | None:
        """Return the filled cells of a reference; ``None`` if unknown or too many."""
        name = self._names.get(cells.sheet.casefold()) if cells.sheet else home
        if name is None or name not in self._sheets:
            return None
        area = cells.range
        if area.area == 1 and not self._skips(name, area):
            return [(name, (area.top, area.left))]
        try:
            found = [(name, position) for position in self.positions(name, area)]
        except UnsupportedProblem:
            return None
        return found if len(found) <= _CELLS_AT_MOST else None

    def positions(self, sheet: str, area: Range) -> Iterator[Position]:
        """Yield the filled cells of an area.

        Raises :class:`UnsupportedProblem` once the budget of cells is used up.
        """
        held = self._sheets[sheet]
        if self._skips(sheet, area):
            raise UnsupportedProblem("too-large", f"{sheet}!{area}")
        self.budget.charge(min(area.area, len(held)))
        return positions_within(area, held)

    def _skips(self, sheet: str, area: Range) -> bool:
        """Return whether some cells of an area were not read from the file."""
        return bool(self._skipped) and sheet in self._skipped and self._skipped[sheet].skips(area)

    def areas_read(self, ref: CellRef) -> list[tuple[str, Range]] | None:
        """Return the areas a formula reads, by sheet; ``None`` if some are unknown."""
        key = self._key(ref)
        if key is None or self.graph.whys(key) & _NOT_TOLD:
            return None
        return [
            (self.grid.sheets[number].name, area.range) for number, area in self.graph.areas(key)
        ]

    def reader(self, *, text_as_numbers: bool) -> CellReader:
        """Return the recalculated cells as formulas read them."""
        if text_as_numbers not in self._readers:
            self._readers[text_as_numbers] = _RecalculatedCells(
                self, text_as_numbers=text_as_numbers
            )
        return self._readers[text_as_numbers]

    # Terms of sums

    def terms(self, tree: Node, home: str) -> Terms | None:
        """Return the cells a formula adds up with their factors; ``None`` if it is no sum.

        Cells that ``SUM`` ignores (text without an amount, blanks) are left out; rounding is
        disregarded.
        """
        found: Terms = {}
        return found if self._collect(tree, home, Decimal(1), found) else None

    def terms_of_cell(self, ref: CellRef) -> Terms | None:
        """Return the terms of the formula in a cell; ``None`` if it has none or it is no sum."""
        cell = self.cell(ref)
        tree = sum_tree(cell.formula) if cell and cell.formula else None
        return self.terms(tree, ref[0]) if tree else None

    def _collect(self, tree: Node, home: str, factor: Decimal, into: Terms) -> bool:
        if isinstance(tree, Cells):
            return self._collect_cells(tree, home, factor, into)
        if isinstance(tree, Number):
            return not tree.value
        parts = addends(tree)
        return bool(parts) and all(
            self._collect(part, home, factor * by, into) for part, by in parts or ()
        )

    def _collect_cells(self, cells: Cells, home: str, factor: Decimal, into: Terms) -> bool:
        refs = self.referenced_cells(cells, home)
        if refs is None:
            return False
        for ref in refs:
            if len(refs) == 1 or self.counts(ref):
                into[ref] = into.get(ref, _NOTHING) + factor
        return True

    def counts(self, ref: CellRef) -> bool:
        """Return whether a cell holds a number, a text amount or a formula."""
        cell = self.cell(ref)
        if cell is None:
            return False
        return bool(cell.formula) or isinstance(cell.value, Decimal) or ref in self._text_numbers

    def precedents(self, terms: Terms) -> Terms:
        """Return the terms with each cell that is a sum replaced by its terms, recursively."""
        found: Terms = {}
        self._steps = 0
        for ref, factor in terms.items():
            self._expand(ref, factor, found, frozenset())
        return {ref: factor for ref, factor in found.items() if factor}

    def _expand(
        self, ref: CellRef, factor: Decimal, into: Terms, above: frozenset[CellRef]
    ) -> None:
        self._steps += 1
        inner = self.terms_of_cell(ref) if self._steps <= _CELLS_AT_MOST else None
        if not inner or ref in above or len(above) > _DEPTH_AT_MOST:
            into[ref] = into.get(ref, _NOTHING) + factor
            return
        for below, weight in inner.items():
            self._expand(below, factor * weight, into, above | {ref})

    # Values

    def value(self, ref: CellRef, *, text_as_numbers: bool) -> Decimal | None:
        """Return the number in a cell, recalculated; ``None`` if it is unknown.

        With ``text_as_numbers`` a text amount counts as its number.
        """
        if self.cell(ref) is None:
            return _NOTHING
        value = self.result(ref, text_as_numbers=text_as_numbers)
        return value if isinstance(value, Decimal) else None

    def evaluate(self, tree: Node, home: str, *, text_as_numbers: bool) -> Decimal | None:
        """Return the number a formula on the sheet ``home`` evaluates to; ``None`` if unknown."""
        value = self._result(tree, home, text_as_numbers=text_as_numbers)
        return value if isinstance(value, Decimal) else None

    def _result(
        self, tree: Node, home: str, position: Position | None = None, *, text_as_numbers: bool
    ) -> CellValue | Unsupported:
        """Return what a formula comes to, the cells it reads recalculated."""
        found = self._plain_result(tree, home, text_as_numbers=text_as_numbers)
        if found is not None:
            return found
        reader = self.reader(text_as_numbers=text_as_numbers)
        return compute(tree, reader, self.names, home, position)

    def _plain_result(self, tree: Node, home: str, *, text_as_numbers: bool) -> Decimal | None:
        """Return the number a sum or link comes to; ``None`` for any other formula or result."""
        read = cells_added(tree)
        name = read.sheet or home if read else ""
        cells = self._sheets.get(name)
        if read is None or cells is None or name in self._skipped:
            return None

        def value(position: Position) -> CellValue:
            cell = cells.get(position)
            if cell is None:
                return _NOTHING
            if not cell.formula and not text_as_numbers:
                return cell.value
            return self.result((name, position), text_as_numbers=text_as_numbers)

        area = read.range
        if read is tree:
            linked = value((area.top, area.left))
            found = shown(linked) if is_exact(linked) else None
        else:
            found = added(area, value)
        try:
            self.budget.charge(min(area.area, len(cells)))
        except UnsupportedProblem:
            return None
        return found

    def result(self, ref: CellRef, *, text_as_numbers: bool) -> CellValue:
        """Return the recalculated value of a cell; ``None`` if it is unknown."""
        cell = self.cell(ref)
        if cell is None:
            return None
        if not cell.formula:
            return self.entered(ref, cell) if text_as_numbers else cell.value
        results = self._results[text_as_numbers]
        if ref not in results:
            for one in self._in_order(ref, results):
                results[one] = self._computed(one, text_as_numbers=text_as_numbers)
        return results[ref]

    def entered(self, ref: CellRef, cell: Cell) -> CellValue:
        """Return the value of a cell without a formula, a text amount as its number."""
        return self._text_numbers.get(ref, cell.value)

    def _in_order(self, ref: CellRef, results: dict[CellRef, CellValue]) -> Iterator[CellRef]:
        """Yield the formulas a cell depends on, and then itself, each after those it reads."""
        results[ref] = None  # reached again before it is computed: a cycle
        waiting = [(ref, self._formulas_read(ref))]
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

    def _formulas_read(self, ref: CellRef) -> Iterator[CellRef]:
        if self._plain:
            yield from self._plain.formulas_read[ref]
            return
        key = self._key(ref)
        for number, area in self.graph.areas(key) if key else ():
            sheet = self.grid.sheets[number]
            try:
                for position in self.positions(sheet.name, area.range):
                    if sheet.cells[position].formula:
                        yield sheet.name, position
            except UnsupportedProblem:
                return

    def _computed(self, ref: CellRef, *, text_as_numbers: bool) -> CellValue:
        sheet, position = ref
        cell = self._sheets[sheet][position]
        value = self._result(parse(cell.formula), sheet, position, text_as_numbers=text_as_numbers)
        if not isinstance(value, Unsupported):
            return value
        # A sum with an unknown term is unknown, even if the file stores a result.
        is_unknown = value.reason == "unknown" and sum_tree(cell.formula) is not None
        return None if is_unknown else cell.value


class _RecalculatedCells:
    """Cells of a workbook with recalculated formulas, optionally with text amounts as numbers."""

    def __init__(self, workbook: FormulaWorkbook, *, text_as_numbers: bool) -> None:
        self._workbook = workbook
        self._text_as_numbers = text_as_numbers
        self._sheets = {sheet.name: sheet for sheet in reversed(workbook.grid.sheets)}
        self._names = tuple(dict.fromkeys(sheet.name for sheet in workbook.grid.sheets))
        self.charge = workbook.budget.charge

    def sheet_names(self) -> Sequence[str]:
        """Return the sheets in their order."""
        return self._names

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order."""
        workbook, text_as_numbers = self._workbook, self._text_as_numbers
        held = self._sheets[sheet].cells
        for position in workbook.positions(sheet, area):
            cell = held[position]
            ref = sheet, position
            if cell.formula:
                yield position, workbook.result(ref, text_as_numbers=text_as_numbers)
            else:
                yield position, workbook.entered(ref, cell) if text_as_numbers else cell.value

    def formula(self, sheet: str, position: Position) -> str:
        """Return the formula in a cell; "" where there is none."""
        return self._sheets[sheet].cells[position].formula

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row is hidden."""
        return row in self._sheets[sheet].hidden_rows
