"""A workbook as an engine is given it, and the results it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.grid.model import Cell, CellError, CellValue, Grid, Position
from xlform.grid.numbers import exact_number

Engine = Literal["cellrune", "betteroffice"]
# Row, column, kind (n number, s text, b logical, e error, f formula), text.
EngineCell = tuple[int, int, str, str]
Target = tuple[int, int, int]


class EngineSheet(msgspec.Struct, frozen=True):
    """A sheet as an engine is given it."""

    name: str
    cells: list[EngineCell]


class EngineRequest(msgspec.Struct, frozen=True):
    """A workbook and the cells to compute, as (sheet number, row, column).

    ``names`` are (sheet, name, meaning), the sheet "" for a name of the workbook. ``seconds`` is
    the CPU time for it, less where the file has less left.
    """

    sheets: list[EngineSheet]
    names: list[tuple[str, str, str]]
    targets: list[Target]
    engine: Engine = "cellrune"
    seconds: float = 20.0


class EngineResult(msgspec.Struct, frozen=True):
    """One result: kind n, s, b or e with its text, or ``?`` where the engine has none."""

    kind: str
    text: str = ""


class EngineReply(msgspec.Struct, frozen=True):
    """Results in the order of the targets, and the CPU seconds the process has used in all."""

    results: list[EngineResult]
    seconds: float


NO_RESULT = EngineResult("?")


def engine_names(grid: Grid) -> list[tuple[str, str, str]]:
    """Return the defined names of a grid as an engine is given them."""
    return [*(("", name, meaning) for name, meaning in grid.names), *grid.local_names]


def engine_cell(position: Position, cell: Cell) -> EngineCell:
    """Return a cell as an engine is given it; a date as the text that stands for it."""
    row, column = position
    if cell.formula:
        return row, column, "f", cell.formula
    return row, column, *(engine_value(cell.value) or ("s", cell.text))


def engine_value(value: CellValue) -> tuple[str, str] | None:
    """Return kind and text of a value; ``None`` for texts, days and nothing."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, Decimal):
        return "n", str(value)
    return ("e", value.code) if isinstance(value, CellError) else None


def result_value(result: EngineResult, places: int) -> CellValue:
    """Return the value of a result; a number with at least ``places`` decimals."""
    if result.kind == "n":
        return exact_number(result.text, places)
    if result.kind == "b":
        return result.text == "1"
    if result.kind == "e":
        return CellError(result.text)
    return result.text


def unanswered(targets: Iterable[Target]) -> list[EngineResult]:
    """Return no result for each target."""
    return [NO_RESULT for _ in targets]
