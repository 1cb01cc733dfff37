"""What a submission says, whatever file it came from: its forms without their origins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import xlform
from xlform.formats.source import read_file
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.model.submission import Form, Submission, Value

RuleResult = tuple[
    str, str, str, int | None, dict[str, Value], dict[str, list[dict[str, Value]]], list[str]
]


def told(path: Path) -> list[RuleResult]:
    """The forms of a file, in order, with what the reader had to overlook."""
    return [of_form(form) for form in xlform.read(path).forms]


def of_form(form: Form) -> RuleResult:
    """One form without its place."""
    notes = [f"{note.code} {note.seen} {note.meant}" for note in form.notes]
    tables = {name: [dict(row) for row in rows] for name, rows in form.tables.items()}
    return form.kind, form.template, form.title, form.year, dict(form.fields), tables, notes


def of_tables(submission: Submission) -> list[RuleResult]:
    """The forms that stand in tables."""
    return [of_form(form) for form in submission.forms if form.kind != "narrative"]


def as_shown(grid: Grid) -> dict[str, dict[Position, tuple[CellValue | str, str]]]:
    """Each sheet's cells: what they show, decimals and all, and their formulas bare of quotes."""
    return {sheet.name: _shown(sheet.cells) for sheet in grid.sheets}


def _shown(cells: Mapping[Position, Cell]) -> dict[Position, tuple[CellValue | str, str]]:
    return {place: (cell.text, cell.formula.replace("'", "")) for place, cell in cells.items()}


def grid_of(path: Path) -> Grid:
    """The grid of a file."""
    return read_file(path)[1]
