"""Results of formulas that two of three agree on: our own evaluator and two engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from xlform.formula.cell_reader import GridCells, positions_within
from xlform.formula.compute import compute
from xlform.formula.engines.client import compute_with_engine
from xlform.formula.engines.limits import ENGINES, Reads, Traits, excluded_engines
from xlform.formula.engines.request import (
    Engine,
    EngineCell,
    EngineRequest,
    EngineResult,
    EngineSheet,
    engine_names,
    engine_value,
    result_value,
)
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey, IntervalTree
from xlform.formula.parser import parse
from xlform.formula.relative_names import without_relative_names
from xlform.formula.same_value import as_serial, same_value
from xlform.formula.tables import without_tables
from xlform.formula.tree import Call, walk
from xlform.formula.values import Unsupported, UnsupportedProblem, shows_month
from xlform.grid.address import Range
from xlform.grid.model import Cell, CellError, CellValue, Grid, Position

_ZERO = Decimal(0)
# Newer errors need more than a cell to be stored; a result like that is none.
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
# What an engine says of a function it doesn't know, of an array formula it takes for a plain one,
# or of a spilled range: no vote, unless that is what the file holds or our own result.
_IGNORANCE = (CellError("#NAME?"), CellError("#VALUE!"), CellError("#REF!"))


class Quorum:
    """Formulas of a grid put to the vote; what the others hold is taken as it stands."""

    def __init__(
        self, grid: Grid, graph: DependencyGraph, stored: Callable[[CellKey], CellValue]
    ) -> None:
        self._grid = grid
        self._graph = graph
        self._stored = stored
        self._dates = IntervalTree(
            (number, *position)
            for number, sheet in enumerate(grid.sheets)
            for position, cell in sheet.cells.items()
            if isinstance(cell.value, dt.date)
            or (isinstance(cell.value, str) and shows_month(cell.value))
        )
        # Engines count days from 1900.
        self._other_calendar = any(
            isinstance(day := sheet.cells[position].value, dt.date)
            and serial // 1 != as_serial(day)
            for sheet in grid.sheets
            for position, serial in sheet.serials.items()
        )
        self.grid_cells = GridCells(grid)
        self._sizes: dict[CellKey, Decimal] = {}
        # Formulas with names that can't be put into other words for an engine.
        self._unwritten: set[CellKey] = set()
        self._is_precise = "displayed" not in grid.calculation
        self._numbers = {
            sheet.name: number for number, sheet in reversed(list(enumerate(grid.sheets)))
        }

    def same(self, key: CellKey, one: CellValue, other: CellValue) -> bool:
        """Return whether two results of a formula show the same, given the amounts it reads."""
        return same_value(one, other, self._sizes.get(key, _ZERO))

    def reads_dates(self, key: CellKey) -> bool:
        """Return whether a formula reads a day; the grid keeps less of its number than the file."""
        return bool(self._dates.cells) and any(
            True
            for sheet, area in self._graph.areas(key)
            for _ in self._dates.within(sheet, area.range)
        )

    def ours(self, targets: Collection[CellKey]) -> dict[CellKey, CellValue]:
        """Return what our own evaluator alone says, as far as it goes."""
        settled: dict[CellKey, CellValue] = {}
        for key in sorted(targets, key=self._graph.order.__getitem__):
            for value in self._own(key, targets, settled):
                settled[key] = value
        return settled

    def computed(self, targets: Collection[CellKey]) -> dict[CellKey, CellValue]:
        """Return our own results, and of the rest those on which both engines agree."""
        targets = dict.fromkeys(targets)  # in their order, and found in one look
        found = self.ours(targets)
        left = [key for key in targets if key not in found]
        unasked = {key for key in left if self._excluded(key, targets, found)}
        unknown = unasked | self._graph.dependents(unasked) - found.keys()
        asked = [key for key in left if key not in unknown]
        return found | self._answered(asked, targets, found) if asked else found

    def _answered(
        self,
        asked: list[CellKey],
        targets: Collection[CellKey],
        found: Mapping[CellKey, CellValue],
    ) -> dict[CellKey, CellValue]:
        """Results of formulas our own evaluator can't compute, or not before others are known."""
        first, second = (
            self._engine(asked, set(asked), found, engine)
            for engine in ("cellrune", "betteroffice")
        )
        settled = dict(found)
        for key in sorted(asked, key=self._graph.order.__getitem__):
            own = [*self._own(key, targets, settled)]
            if own:
                settled[key] = own[0]
            elif key in first and key in second and not self._excluded(key, targets, settled):
                value = first[key]
                if value not in _IGNORANCE and self.same(key, value, second[key]):
                    settled[key] = value
        # An engine computes with its own results, also where nobody confirms them.
        doubtful = self._graph.dependents(key for key in asked if key not in settled)
        return {key: settled[key] for key in asked if key in settled and key not in doubtful}

    def _excluded(
        self, key: CellKey, targets: Collection[CellKey], settled: Mapping[CellKey, CellValue]
    ) -> frozenset[Engine]:
        """Return the engines whose result of a formula does not count."""
        if key in self._unwritten or self.reads_skipped(key):
            return frozenset(ENGINES)
        value, _ = self._evaluated(key, targets, settled)
        refusal = value.reason if isinstance(value, Unsupported) else None
        nodes = walk(parse(self._cell(key).formula))
        functions = {node.name for node in nodes if isinstance(node, Call)}
        traits = Traits(refusal, self._graph.whys(key), functions, self._kinds_read(key))
        return excluded_engines(traits)

    def _kinds_read(self, key: CellKey) -> set[Reads]:
        found: set[Reads] = set()
        if self.reads_dates(key) or (self._other_calendar and key in self._graph.dynamic):
            found.add("days")
        if self._reads_sheets(key):
            found.add("sheets")
        if self.reads_hidden_rows(key):
            found.add("hidden-rows")
        return found

    def reads_hidden_rows(self, key: CellKey) -> bool:
        """Return whether a SUBTOTAL or the like has hidden rows among the cells it reads."""
        if "shown-rows" not in self._graph.whys(key):
            return False
        if key in self._graph.dynamic:
            return any(sheet.hidden_rows for sheet in self._grid.sheets)
        return any(
            area.range.top <= row <= area.range.bottom
            for sheet, area in self._graph.areas(key)
            for row in self._grid.sheets[sheet].hidden_rows
        )

    def reads_skipped(self, key: CellKey) -> bool:
        """Return whether a formula reads cells that were not read from the file."""
        sheets = self._grid.sheets
        if not any(sheet.skipped for sheet in sheets):
            return False
        return key in self._graph.dynamic or any(
            sheets[number].skips(area.range) for number, area in self._graph.areas(key)
        )

    def _reads_sheets(self, key: CellKey) -> bool:
        """Return whether a formula reads one range on several sheets."""
        return any(area.last_sheet for _, area in self._graph.areas(key))

    def agreed(self, targets: Collection[CellKey]) -> tuple[dict[CellKey, CellValue], set[CellKey]]:
        """Return the results two agree on, and of the rest those on which they differ."""
        in_order = sorted(targets, key=self._graph.order.__getitem__)
        results: dict[Engine, dict[CellKey, CellValue]] = {}
        results["cellrune"] = self._engine(in_order, targets, {}, "cellrune")
        settled: dict[CellKey, CellValue] = {}
        self._vote(in_order, targets, results, settled)
        left = [key for key in in_order if key not in settled]
        if not left:
            return settled, set()
        results["betteroffice"] = self._engine(left, set(left), settled, "betteroffice")
        votes = self._vote(left, targets, results, settled)
        return settled, {key for key in left if key not in settled and votes[key] > 1}

    def _vote(
        self,
        in_order: list[CellKey],
        targets: Collection[CellKey],
        engines: Mapping[Engine, Mapping[CellKey, CellValue]],
        settled: dict[CellKey, CellValue],
    ) -> dict[CellKey, int]:
        """Settle what two agree on; return how many votes there were on each.

        An engine that cannot be asked for a formula counts only if it confirms what is stored.
        """
        votes: dict[CellKey, int] = {}
        for key in in_order:
            results = [*self._own(key, targets, settled)]
            stored = self._stored(key)
            excluded = frozenset[Engine]()
            if not results or key in self._unwritten or self._reads_sheets(key):
                excluded = self._excluded(key, targets, settled)
            for engine, answers in engines.items():
                if key not in answers:
                    continue
                answer = answers[key]
                counts = engine not in excluded and answer not in _IGNORANCE
                if counts or answer in results or self.same(key, answer, stored):
                    results.append(answer)
            votes[key] = len(results)
            for number, result in enumerate(results):
                if any(self.same(key, result, other) for other in results[number + 1 :]):
                    settled[key] = result
                    break
        return votes

    def _own(
        self, key: CellKey, targets: Collection[CellKey], settled: Mapping[CellKey, CellValue]
    ) -> Iterator[CellValue]:
        """Our own result of one formula, if we have one."""
        value, sizes = self._evaluated(key, targets, settled)
        if isinstance(value, Unsupported):
            return
        if isinstance(value, Decimal):
            value = result_value(EngineResult("n", str(value.normalize())), self._cell(key).places)
        self._sizes[key] = max(sizes, default=_ZERO)
        if value is not None and not self._is_rounded(key, value):
            yield value

    def _is_rounded(self, key: CellKey, value: CellValue) -> bool:
        """Return whether a workbook of precision as displayed may keep less of a result.

        The grid does not tell a format without decimals from none, so that only a result with no
        more decimals than its cell displays is sure.
        """
        if self._is_precise or not isinstance(value, Decimal):
            return False
        exponent = value.normalize().as_tuple().exponent
        return isinstance(exponent, int) and -exponent > self._cell(key).places

    def _evaluated(
        self, key: CellKey, targets: Collection[CellKey], settled: Mapping[CellKey, CellValue]
    ) -> tuple[CellValue | Unsupported, list[Decimal]]:
        """Return the result of our own evaluator, and the sizes of the amounts it read."""
        number, row, column = key
        cells = _Cells(self, targets, settled)
        sheet = self._grid.sheets[number].name
        tree, names = self._graph.tree(key), self._graph.names
        return compute(tree, cells, names, sheet, (row, column)), cells.sizes

    def read(
        self,
        keys: Iterator[CellKey],
        targets: Collection[CellKey],
        settled: Mapping[CellKey, CellValue],
        sizes: list[Decimal],
    ) -> Iterator[tuple[Position, CellValue]]:
        """Yield cells with their settled values, or their own where they are not put to the vote.

        Notes in ``sizes`` how large the amounts are.
        """
        for key in keys:
            if key not in settled and key in targets:
                raise UnsupportedProblem("unknown")
            found = settled[key] if key in settled else self._cell(key).value
            sizes.append(self._sizes.get(key, _ZERO))
            if isinstance(found, Decimal):
                sizes.append(abs(found))
            yield key[1:], found

    def keys(self, sheet: str, area: Range) -> Iterator[CellKey]:
        """Yield the cells that hold something in an area of a sheet."""
        number = self._numbers[sheet]
        return ((number, *position) for position in self._within(number, area))

    def _cell(self, key: CellKey) -> Cell:
        sheet, row, column = key
        return self._grid.sheets[sheet].cells[row, column]

    def _within(self, sheet: int, area: Range) -> Iterator[Position]:
        """The cells that hold something in an area, in reading order."""
        held = self._grid.sheets[sheet]
        if held.skipped and held.skips(area):
            raise UnsupportedProblem("too-large", f"{held.name}!{area}")
        cells = held.cells
        # Ranges upon ranges over the same cells end here.
        self.grid_cells.charge(min(area.area, len(cells)))
        return positions_within(area, cells)

    # Engines

    def _engine(
        self,
        keys: list[CellKey],
        targets: Collection[CellKey],
        settled: Mapping[CellKey, CellValue],
        engine: Engine,
    ) -> dict[CellKey, CellValue]:
        """Return the results of an engine that can be stored."""
        needed = self._needed(keys)
        sheets = [
            EngineSheet(sheet.name, [self._given(key, targets, settled) for key in needed[number]])
            for number, sheet in enumerate(self._grid.sheets)
        ]
        used = self._graph.names.used
        names = [one for one in engine_names(self._grid) if one[1].casefold() in used]
        request = EngineRequest(sheets, names, list(keys), engine)
        found: dict[CellKey, CellValue] = {}
        for key, result in zip(keys, compute_with_engine(request), strict=True):
            if result.kind == "?":
                continue
            value = result_value(result, self._cell(key).places)
            if value is None or self._is_rounded(key, value):
                continue
            if not (isinstance(value, CellError) and value.code not in _ERRORS):
                found[key] = value or Decimal(0) if isinstance(value, Decimal) else value
        return found

    def _needed(self, keys: list[CellKey]) -> list[list[CellKey]]:
        """The cells an engine must have to compute the formulas, by sheet."""
        needed = [dict[CellKey, None]() for _ in self._grid.sheets]
        if self._graph.dynamic.isdisjoint(keys):
            for key in keys:
                needed[key[0]][key] = None
            areas = {(at, area.range) for key in keys for at, area in self._graph.areas(key)}
            try:
                for at, area in areas:
                    needed[at].update(((at, *there), None) for there in self._within(at, area))
            except UnsupportedProblem:
                pass
            else:
                return [list(cells) for cells in needed]
        return [
            [(number, *position) for position in sheet.cells]
            for number, sheet in enumerate(self._grid.sheets)
        ]

    def _formula_given(self, key: CellKey, formula: str) -> str:
        """Return a formula with cells in place of tables and names that engines take for others."""
        number, *at = key
        sheet, place = self._grid.sheets[number].name, (at[0], at[1])
        formula = without_tables(formula, self._grid.tables, sheet, place)
        if not (self._grid.names or self._grid.local_names):
            return formula
        written = without_relative_names(formula, self._graph.names, sheet, place)
        if written is None:
            self._unwritten.add(key)
        return formula if written is None else written

    def _given(
        self, key: CellKey, targets: Collection[CellKey], settled: Mapping[CellKey, CellValue]
    ) -> EngineCell:
        number, row, column = key
        cell = self._cell(key)
        if key in targets and cell.formula:
            return row, column, "f", self._formula_given(key, cell.formula)
        serial = self._grid.sheets[number].serials.get((row, column))
        value = as_serial(settled.get(key, cell.value if serial is None else serial))
        unknown = ("e", "#N/A") if value is None else ("s", str(value))
        return row, column, *(engine_value(value) or unknown)


class _Cells:
    """The cells of a vote: formulas put to it only once they are settled."""

    def __init__(
        self,
        quorum: Quorum,
        targets: Collection[CellKey],
        settled: Mapping[CellKey, CellValue],
    ) -> None:
        self.sizes: list[Decimal] = []
        self.sheet_names = quorum.grid_cells.sheet_names
        self.formula = quorum.grid_cells.formula
        self.is_hidden = quorum.grid_cells.is_hidden
        self.charge = quorum.grid_cells.charge
        self._quorum = quorum
        self._targets = targets
        self._settled = settled

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells of an area that hold something, in reading order."""
        keys = self._quorum.keys(sheet, area)
        return self._quorum.read(keys, self._targets, self._settled, self.sizes)
