"""The result of a formula: one call for reading, rules, fixing and writing."""

from __future__ import annotations

from xlform.formula.cell_reader import CellReader
from xlform.formula.evaluator import Evaluator
from xlform.formula.names import Names
from xlform.formula.nodes import NODES
from xlform.formula.parser import parse
from xlform.formula.tree import Node
from xlform.formula.values import Unsupported
from xlform.grid.model import CellValue, Position


def compute(
    formula: str | Node,
    reader: CellReader,
    names: Names,
    sheet: str,
    position: Position | None = None,
) -> CellValue | Unsupported:
    """Return what a cell with the formula shows, numbers to 15 digits.

    ``formula`` stands without its equals sign, on ``sheet`` at ``position``. ``None`` is never
    returned: what is not known for certain is :class:`~xlform.formula.values.Unsupported`.
    """
    tree = parse(formula) if isinstance(formula, str) else formula
    return Evaluator(reader, names, NODES, sheet, position).result(tree)
