"""Formulas whose stored result is missing or can't be believed, computed afresh.

A formula without a stored result reads as blank, and a stored 0 is what some writers put there
for want of a result; both are asked again, as is every formula of a file in manual calculation.
The engine runs in a process of its own, fed a clean workbook made from our grid: a crash or an
endless formula costs the results of one file and nothing else. What it can't tell stays unknown
(``None``), never 0.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from _thread import allocate_lock
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from xlform.grid.model import Cell, CellError, CellValue, Grid, Position, Sheet
from xlform.grid.numbers import exact_number

if TYPE_CHECKING:
    import subprocess

SECONDS_AT_MOST = 20.0
FORMULAS_AT_MOST = 50_000
ENGINE = (sys.executable, "-m", "xlform.formula.engines.process")


class SheetQuestion(msgspec.Struct, frozen=True):
    """A sheet as the engine gets it: (row, column, kind, text), kinds n s b e f."""

    name: str
    cells: list[tuple[int, int, str, str]]


class Question(msgspec.Struct, frozen=True):
    """A workbook and the cells asked for, as (sheet number, row, column).

    ``opinion`` says whose: the first engine's, or the one asked where that is not enough.
    """

    sheets: list[SheetQuestion]
    names: list[tuple[str, str]]
    asked: list[tuple[int, int, int]]
    opinion: Literal["first", "second"] = "first"


class Answer(msgspec.Struct, frozen=True):
    """One result: kind n s b e with its text, or ``?`` where the engine can't tell."""

    kind: str
    text: str = ""


def answer_open_formulas(grid: Grid, *, distrust_all: bool = False) -> Grid:
    """The grid with every open formula answered where an engine can; the same grid if none is."""
    open_cells = [
        (number, *position)
        for number, sheet in enumerate(grid.sheets)
        for position, cell in sheet.cells.items()
        if cell.formula and (distrust_all or is_open(cell.value))
    ]
    if not open_cells:
        return grid
    if len(open_cells) > FORMULAS_AT_MOST:
        answers = [Answer("?")] * len(open_cells)
    else:
        answers = ask(_question(grid, open_cells))
    replaced: dict[int, dict[Position, Cell]] = {}
    for (number, row, column), answer in zip(open_cells, answers, strict=True):
        old = grid.sheets[number].cells[row, column]
        replaced.setdefault(number, {})[row, column] = _answered(old, answer)
    sheets = (
        _with_cells(sheet, replaced.get(number, {})) for number, sheet in enumerate(grid.sheets)
    )
    return Grid(tuple(sheets), grid.names)


def ask(question: Question) -> list[Answer]:
    """The answers in the order asked; ``?`` for each where the engine was lost on the way."""
    return _engine.ask(question) or [Answer("?")] * len(question.asked)


def is_open(value: CellValue) -> bool:
    """Whether a stored result says nothing: there is none, or it is a 0."""
    return value is None or (isinstance(value, Decimal) and not value)


def _with_cells(sheet: Sheet, replaced: dict[Position, Cell]) -> Sheet:
    if not replaced:
        return sheet
    return msgspec.structs.replace(sheet, cells={**sheet.cells, **replaced})


def _answered(cell: Cell, answer: Answer) -> Cell:
    value = answer_value(answer, cell.places)
    if answer.kind == "?":
        # A stored 0 nobody confirms is no evidence; any other stored result still is.
        if is_open(cell.value):
            return msgspec.structs.replace(cell, value=None, cached=cell.value)
        return cell
    return msgspec.structs.replace(cell, value=value, cached=_stored(cell.value, value))


def _stored(stored: CellValue, value: CellValue) -> CellValue:
    return None if stored == value else stored


def answer_value(answer: Answer, places: int) -> CellValue:
    """What an answer says; a number with at least ``places`` decimals."""
    if answer.kind == "n":
        return exact_number(answer.text, places)
    if answer.kind == "b":
        return answer.text == "1"
    if answer.kind == "e":
        return CellError(answer.text)
    return answer.text


def _question(grid: Grid, asked: list[tuple[int, int, int]]) -> Question:
    sheets = [
        SheetQuestion(sheet.name, [told(position, cell) for position, cell in sheet.cells.items()])
        for sheet in grid.sheets
    ]
    return Question(sheets, list(grid.names), asked)


def told(position: Position, cell: Cell) -> tuple[int, int, str, str]:
    """A cell as the engine gets it; a date as the text that stands for it."""
    row, column = position
    value = cell.value
    if cell.formula:
        return row, column, "f", cell.formula
    return row, column, *(told_value(value) or ("s", cell.text))


def told_value(value: CellValue) -> tuple[str, str] | None:
    """Kind and text of a value as the engines take it; ``None`` for texts, days and nothing."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, Decimal):
        return "n", str(value)
    return ("e", value.code) if isinstance(value, CellError) else None


class _Engine:
    """The engine's process: started at the first question, kept for the batch, renewed if lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._one_at_a_time = allocate_lock()

    def ask(self, question: Question) -> list[Answer] | None:
        """The answers in the order asked; ``None`` where the engine was lost on this workbook."""
        with self._one_at_a_time:
            try:
                answers = msgspec.json.decode(self._said(question), type=list[Answer])
            except (OSError, msgspec.DecodeError):
                self.stop()
                return None
        return answers if len(answers) == len(question.asked) else None

    def _said(self, question: Question) -> bytes:
        """The engine's line in reply; empty if it was lost or had to be ended."""
        asked = msgspec.json.encode(question) + b"\n"
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return b""
        from threading import Timer  # noqa: PLC0415  (most files ask no engine)

        alarm = Timer(SECONDS_AT_MOST, process.kill)
        alarm.start()
        try:
            process.stdin.write(asked)
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            alarm.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        # A forked worker must not talk into the engine of the process it came from.
        ours = self._owner == os.getpid()
        if self._process is None or not ours or self._process.poll() is not None:
            self.stop()
            self._owner = os.getpid()
            import subprocess  # noqa: PLC0415  (most files ask no engine)

            self._process = subprocess.Popen(  # noqa: S603  (a command of ours, no user's words)
                ENGINE,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def stop(self) -> None:
        """End the process, if there is one and it is ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What was still to be written to a lost process is lost with it.
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


_engine = _Engine()
atexit.register(_engine.stop)
