"""Findings by their cells: where each is, and the cells it was computed from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from xlform.formula.references import Area, references
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Position
from xlform.grid.sheet_rows import formula_cells
from xlform.model.findings import Finding

CellKey = tuple[str, Position]
_CELL = re.compile(r"(?<![A-Za-z0-9$])([A-Z]{1,2}[1-9][0-9]{0,5})(?![A-Za-z0-9])")
_MAY_NAME_CELL = re.compile("[A-Z][1-9]")
# What a program leaves of a reference to a sheet that was deleted.
_LOST = "#REF!"
_QUOTED = re.compile("“([^“”]{2,})”")
# A sum over more cells than this is no sum of a form.
_CELLS_AT_MOST = 2_000
_NO_CELLS: frozenset[CellKey] = frozenset()


class Located:
    """Finding with its cell, the cells it was computed from and the names it quotes."""

    def __init__(self, finding: Finding, order: int, workbook: FormulaPrecedents) -> None:
        self.finding = finding
        self.order = order
        self._workbook = workbook
        cell = finding.cell
        self.cell: CellKey | None = (finding.sheet, parse_cell(cell)) if cell else None
        self._reads: frozenset[CellKey] | None = None
        self._operands: frozenset[CellKey] | None = None

    @property
    def row(self) -> tuple[str, int] | None:
        """Return sheet and row."""
        return (self.cell[0], self.cell[1][0]) if self.cell else None

    @property
    def reads(self) -> frozenset[CellKey]:
        """Return the cells it was computed from, formulas followed to the cells they read."""
        if self._reads is None:
            self._reads = self._cells_read()
        return self._reads

    def _cells_read(self) -> frozenset[CellKey]:
        finding = self.finding
        is_computed = bool(finding.operands) or finding.expected[:1] == "="
        if self.cell and self._workbook.is_formula(self.cell):
            is_computed = True
        # Most findings are about what is typed into their own cell.
        if not is_computed and not _MAY_NAME_CELL.search(finding.message):
            return _NO_CELLS
        cells = {(place.sheet, parse_cell(place.cell)) for place in finding.operands}
        cells |= set(self._workbook.named_in(finding.message, finding.sheet))
        if finding.expected[:1] == "=":
            cells |= set(self._workbook.cells_of(finding.expected[1:], finding.sheet))
        if self.cell:
            cells.add(self.cell)
        cells = self._workbook.with_precedents(cells)
        return frozenset(cells - {self.cell}) if self.cell else frozenset(cells)

    @property
    def refers_to_lost_sheet(self) -> bool:
        """Return True if the formula of its cell refers to a sheet that is not in the workbook."""
        return self.cell is not None and self._workbook.refers_to_lost_sheet(self.cell)

    @property
    def operands(self) -> frozenset[CellKey]:
        """Return the cells it compares, its own included, formulas followed."""
        if self._operands is None:
            own = frozenset((self.cell,)) if self.cell else _NO_CELLS
            self._operands = self.reads | own if self.reads else own
        return self._operands

    @cached_property
    def names(self) -> frozenset[str]:
        """Return what the message quotes."""
        return frozenset(_QUOTED.findall(self.finding.message))


class FormulaPrecedents:
    """Cells that formulas of a workbook read, and cells that texts name."""

    def __init__(self, grid: Grid | None) -> None:
        self._sheets = {sheet.name: sheet for sheet in grid.sheets} if grid else {}

    def named_in(self, text: str, own_sheet: str) -> Iterator[CellKey]:
        """Yield the cells a message names: ``附表2!C5``, ``附表2 C5``, or ``C5`` on its sheet."""
        for match in _CELL.finditer(text):
            before = text[: match.start()]
            sheet = own_sheet
            if before.endswith(("!", " ")):
                named = before[:-1].rstrip("'")
                sheets = (name for name in self._sheets if named.endswith(name))
                sheet = max(sheets, key=len, default=own_sheet)
            yield sheet, parse_cell(match[1])

    def with_precedents(self, cells: Iterable[CellKey]) -> set[CellKey]:
        """Return the cells and those that their formulas read, directly or through others."""
        found = set(cells)
        if found.isdisjoint(self._formulas):
            return found
        found, waiting = set(), list(found)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                if len(found) < _CELLS_AT_MOST:
                    waiting += self._read_by(key)
        return found

    def is_formula(self, cell: CellKey) -> bool:
        """Return True for a cell with a formula."""
        return cell in self._formulas

    def _read_by(self, key: CellKey) -> Iterator[CellKey]:
        formula = self._formulas.get(key)
        return self.cells_of(formula, key[0]) if formula else iter(())

    @cached_property
    def _formulas(self) -> dict[CellKey, str]:
        return {
            (name, position): sheet.cells[position].formula
            for name, sheet in self._sheets.items()
            for position in formula_cells(sheet)
        }

    def refers_to_lost_sheet(self, key: CellKey) -> bool:
        """Return True if a cell has a formula that refers to a sheet that is gone."""
        formula = self._formulas.get(key)
        if not formula:
            return False
        areas = [one for one in references(formula, key[0]) if isinstance(one, Area)]
        return _LOST in formula or any(area.sheet not in self._sheets for area in areas)

    def cells_of(self, formula: str, sheet: str) -> Iterator[CellKey]:
        """Yield the cells that a formula on a sheet refers to."""
        if not self._sheets:
            return
        for area in references(formula, sheet):
            if isinstance(area, Area) and area.range.area <= _CELLS_AT_MOST:
                box = area.range
                for row in range(box.top, box.bottom + 1):
                    for column in range(box.left, box.right + 1):
                        yield area.sheet, (row, column)
