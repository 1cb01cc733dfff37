"""Special totals that are right: of the visible rows only, or joined to a label."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.parser import parse
from xlform.formula.tree import Call, Cells, Chain, Number, Text, walk
from xlform.grid.model import Cell
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook
from xlform.values import parse_amount

# SUBTOTAL(101 … 111) skips rows hidden by hand too, AGGREGATE with options 1, 3, 5, 7.
_VISIBLE_ONLY = range(101, 112)
_VISIBLE_OPTIONS = frozenset({1, 3, 5, 7})
_LABEL_ENDS = ("：", ":")


def joins_label(cell: Cell) -> bool:
    """Return whether a formula joins an amount to its label: ``="资金总额："&TEXT(C6,"0.00")``."""
    if not isinstance(cell.value, str):
        return False
    match parse(cell.formula):
        case Chain(operators, (Text(label), *_)) if set(operators) == {"&"}:
            label = label.rstrip()
            rest = cell.value.removeprefix(label).strip()
            is_amount = rest != cell.value and parse_amount(rest) is not None
            return label.endswith(_LABEL_ENDS) and len(label) > 1 and is_amount
    return False


def skips_hidden_rows(workbook: FormulaWorkbook, ref: CellRef, cell: Cell) -> bool:
    """Return whether a formula is made to skip hidden rows, and its range has some."""
    calls = [one for one in walk(parse(cell.formula)) if isinstance(one, Call)]
    return any(
        _is_visible_only(one) and any(_hides(workbook, ref, argument) for argument in one.arguments)
        for one in calls
    )


def _is_visible_only(call: Call) -> bool:
    match call:
        case Call("SUBTOTAL", (Number(number), *_)):
            return number in _VISIBLE_ONLY
        case Call("AGGREGATE", (_, Number(option), *_)):
            return option in map(Decimal, _VISIBLE_OPTIONS)
    return False


def _hides(workbook: FormulaWorkbook, ref: CellRef, argument: object) -> bool:
    """Return whether an argument is a range with a hidden row."""
    if not isinstance(argument, Cells):
        return False
    home = (argument.sheet or ref[0]).casefold()
    hidden = {
        row
        for sheet in workbook.grid.sheets
        if sheet.name.casefold() == home
        for row in sheet.hidden_rows
    }
    return any(argument.range.top <= row <= argument.range.bottom for row in hidden)
