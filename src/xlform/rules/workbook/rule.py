"""Base of the rules on formulas of any workbook, and what they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from xlform.formula.audit.inconsistencies import Confidence
from xlform.formula.copies import Copies
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, Grid, Position
from xlform.messages import listed, translate
from xlform.model.findings import Edit, Fix, Safety, Severity
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Violation

BASIS = "审核惯例（电子表格公式复核）；《会计基础工作规范》（数字真实、计算准确）"
SEVERITY: dict[Confidence, Severity] = {"sure": "error", "likely": "warning", "possible": "info"}
_NAMED_AT_MOST = 4


class WorkbookRule(Rule):
    """Rule over the cells of a workbook whose form is not known."""

    scope = "workbook"
    severity: ClassVar[Severity] = "warning"
    legal_basis = BASIS
    engine_limits: ClassVar[Literal["none", "short", "full"]] = "short"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if context.grid is not None:
            yield from self.over_grid(context.grid, submission, context)

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        """Yield the violations in the cells of a workbook."""
        raise NotImplementedError


def copies_of(_: Submission, context: RuleContext) -> Copies:
    """Return the formulas of the workbook, each read once; to be memoized."""
    return Copies(context.grid or Grid(()))


def graph_of(submission: Submission, context: RuleContext) -> DependencyGraph:
    """Return the dependency graph of the workbook; to be memoized."""
    copies = context.memoize(submission, copies_of)
    return DependencyGraph(context.grid or Grid(()), copies=copies)


def names_of(cells: tuple[Position, ...]) -> str:
    """Return the names of cells, the first few of many."""
    shown = listed(cell_name(*at) for at in cells[:_NAMED_AT_MOST])
    return f"{shown}…" if len(cells) > _NAMED_AT_MOST else shown


def place_of(grid: Grid, key: CellKey, sheet: int) -> str:
    """Return the name of a cell, with its sheet if that is another one."""
    number, row, column = key
    name = cell_name(row, column)
    return name if number == sheet else f"{grid.sheets[number].name}!{name}"


def confidence_text(confidence: Confidence) -> str:
    """Return how sure a finding is, in words."""
    return translate(f"confidence.{confidence}")


def entry(cell: Cell) -> str:
    """Return what is typed into a cell, a formula with its equals sign."""
    return f"={cell.formula}" if cell.formula else cell.text


def formula_fix(grid: Grid, key: CellKey, formula: str, safety: Safety) -> Fix:
    """Return the fix that puts a formula (without its equals sign) into a cell."""
    sheet = grid.sheets[key[0]]
    old = entry(sheet.cells[key[1:]])
    return Fix(safety, (Edit(sheet.name, cell_name(*key[1:]), old, f"={formula}", "formula"),))
