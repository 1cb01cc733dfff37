"""Text of formulas: ``SUM(D22:D23,D25)``, ``'附表2'!C6``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlform.grid.address import cell_name
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook

# Sheet names written without quotes; all that could be read as a cell are quoted.
_BARE = re.compile(r"[A-Za-z_][A-Za-z_]*")

# Rows further apart belong to different tables.
_GAP_AT_MOST = 1_000


def cell_reference(ref: CellRef, home: str) -> str:
    """Return the reference to a cell, with its sheet if that is not ``home``."""
    return sheet_prefix(ref[0], home) + cell_name(*ref[1])


def sheet_prefix(sheet: str, home: str) -> str:
    """Return the prefix for a sheet in a reference; "" for ``home``."""
    if sheet == home:
        return ""
    escaped = sheet.replace("'", "''")
    return f"{sheet}!" if _BARE.fullmatch(sheet) else f"'{escaped}'!"


def sum_formula(refs: list[CellRef], home: str, workbook: FormulaWorkbook) -> str:
    """Return ``SUM`` of the cells, joined into ranges where no other number is between."""
    return f"SUM({','.join(_ranges(refs, home, workbook))})"


def _ranges(refs: list[CellRef], home: str, workbook: FormulaWorkbook) -> Iterator[str]:
    runs = _runs(refs, workbook)
    for run in runs:
        (sheet, first), (_, last) = run[0], run[-1]
        # A table of one row is a range too, as in the blank: inserted rows extend it.
        end = f":{cell_name(*last)}" if first != last or len(runs) == 1 else ""
        yield f"{sheet_prefix(sheet, home)}{cell_name(*first)}{end}"


def _runs(refs: list[CellRef], workbook: FormulaWorkbook) -> list[list[CellRef]]:
    runs: list[list[CellRef]] = []
    for ref in refs:
        if runs and _continues(runs[-1][-1], ref, workbook):
            runs[-1].append(ref)
        else:
            runs.append([ref])
    return runs


def _continues(last: CellRef, ref: CellRef, workbook: FormulaWorkbook) -> bool:
    """Return whether a range may join two cells: no number is between them."""
    (sheet, (row, column)), (next_sheet, (next_row, next_column)) = last, ref
    if sheet != next_sheet or column != next_column or not 0 < next_row - row <= _GAP_AT_MOST:
        return False
    return not any(
        workbook.counts((sheet, (between, column))) for between in range(row + 1, next_row)
    )
