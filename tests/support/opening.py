"""Workbooks as openpyxl reads them, in less than half its time.

openpyxl gives every cell that a merged cell covers the border of the first, adding up the same few
borders thousands of times. Here each sum is worked out once a workbook; what comes of it is the
same to the number of each style (tests/project/test_opening.py).
"""

from __future__ import annotations

import copy
import io
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.borders import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.merge import MergedCellRange

_merged: Any = MergedCellRange  # it declares hardly any of its attributes
BY_OPENPYXL = (_merged.format, _merged._get_borders)  # noqa: SLF001  (nothing public does it)
# The numbers of borders that were added up, and the number of their sum.
_sums: WeakKeyDictionary[Workbook, dict[tuple[object, ...], int]] = WeakKeyDictionary()


def opened(source: Path | bytes, *, data_only: bool = False) -> Workbook:
    """Return the workbook; warnings of what openpyxl would lose are not the tests' concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(_stream(source), data_only=data_only)


@contextmanager
def streamed(source: Path | bytes, *, data_only: bool = False) -> Iterator[Workbook]:
    """Open the workbook read row by row, values and formulas alone: the quickest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(_stream(source), read_only=True, data_only=data_only)
    with closing(book):
        yield book


def add_borders_once() -> None:
    """Let openpyxl add up each pair of borders once, from now on."""
    use((_format, _get_borders))


def use(methods: tuple[Any, Any]) -> None:
    """Let openpyxl treat merged cells with these methods."""
    _merged.format, _merged._get_borders = methods  # noqa: SLF001  (as above)


def _format(self: Any) -> None:  # noqa: ANN401  (openpyxl declares hardly any of its attributes)
    """Give the covered cells the borders and the protection of the first."""
    first = self.start_cell
    sums = _sums.setdefault(self.ws.parent, {})
    for name in ("top", "left", "right", "bottom"):
        side = getattr(first.border, name)
        if side and side.style is None:
            continue
        border, number = Border(**{name: side}), first._style.borderId  # noqa: SLF001
        for position in getattr(self, name):
            _add_border(_cell(self.ws, position), border, sums, (number, name))
    protection = copy.copy(first.protection)
    first.protection = protection
    for position in self.cells:
        _style(_cell(self.ws, position)).protectionId = _style(first).protectionId


def _get_borders(self: Any) -> None:  # noqa: ANN401  (as above)
    """Give the first cell the right and the lower border of the last."""
    sheet = self.ws
    first = sheet._cells.get((self.min_row, self.min_col))  # noqa: SLF001
    self.start_cell = first or sheet.cell(row=self.min_row, column=self.min_col)
    last = sheet._cells.get((self.max_row, self.max_col))  # noqa: SLF001
    if last is not None:
        border = Border(right=last.border.right, bottom=last.border.bottom)
        sums = _sums.setdefault(sheet.parent, {})
        _add_border(self.start_cell, border, sums, (_style(last).borderId, "last"))


def _add_border(
    cell: Any,  # noqa: ANN401  (as above)
    border: Border,
    sums: dict[tuple[object, ...], int],
    added: tuple[int, str],
) -> None:
    style = _style(cell)
    key = (style.borderId, *added)
    if key in sums:
        style.borderId = sums[key]
    else:
        cell.border += border
        sums[key] = style.borderId


def _cell(sheet: Any, position: tuple[int, int]) -> Any:  # noqa: ANN401  (as above)
    row, column = position
    if position not in sheet._cells:  # noqa: SLF001
        sheet._cells[position] = MergedCell(sheet, row=row, column=column)  # noqa: SLF001
    return sheet._cells[position]  # noqa: SLF001


def _style(cell: Any) -> Any:  # noqa: ANN401  (as above)
    if cell._style is None:  # noqa: SLF001
        cell._style = StyleArray()  # noqa: SLF001
    return cell._style  # noqa: SLF001


def _stream(source: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source
