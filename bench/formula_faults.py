"""Inconsistencies planted in sheets of formulas, and how many of them are found.

    python bench/formula_faults.py            # 400 workbooks, half of them without a fault
    python bench/formula_faults.py 1000 7     # as many as wanted, from another seed

A cell counts as planted if it had a formula like others in its row or column and holds something
else now; of a block that was overwritten each cell counts. ``means``: precision and recall of each
workbook, averaged; a workbook in which nothing is reported has precision 1, one without a fault
recall 1. ``cells``: over all cells together.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from formula_sheets import LAYOUTS, Cells, Content, untidied

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.formula.missing_results import compute_missing_results
from xlform.formula.relative import RelativeFormula, relative_formula
from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.submission import Source
from xlform.submission.read import Submission

Fault = Callable[[random.Random, Grid, list[Position]], dict[Position, Content]]
CODES = ("H-01", "H-02", "H-03")
_FAULTS_AT_MOST = 3


def grid_of(cells: Cells) -> Grid:
    """Return the workbook of one sheet, its formulas computed."""
    held = {at: _cell(content) for at, content in sorted(cells.items()) if content != ""}
    return compute_missing_results(Grid((Sheet("Sheet1", held),)))


def _cell(content: Content) -> Cell:
    if isinstance(content, str):
        return Cell(None, content[1:]) if content.startswith("=") else Cell(content)
    return Cell(Decimal(str(content)))


def copies(grid: Grid) -> dict[Position, list[Position]]:
    """Return the formulas with at least two like them in their row or column."""
    lines: dict[object, list[Position]] = {}
    for (row, column), cell in grid.sheets[0].cells.items():
        if cell.formula:
            key = relative_formula(cell.formula, row, column).key
            lines.setdefault(("column", column, key), []).append((row, column))
            lines.setdefault(("row", row, key), []).append((row, column))
    return {at: line for line in lines.values() if len(line) > 3 for at in line}


# Faults: what stands in the cells instead


def typed_number(draw: random.Random, grid: Grid, cells: list[Position]) -> dict[Position, Content]:
    """The result typed over the formula, or another number."""
    changed = draw.random() < 0.5
    found: dict[Position, Content] = {}
    for at in cells:
        value = grid.sheets[0].cells[at].value
        if isinstance(value, Decimal):
            found[at] = float(
                round(value * Decimal(draw.uniform(0.5, 1.6)), 1) if changed else value
            )
    return found


def _moved(
    draw: random.Random, grid: Grid, cells: list[Position], *, end: bool
) -> dict[Position, Content]:
    first = cells[0]
    formula = relative_formula(grid.sheets[0].cells[first].formula, *first)
    ends = [n for n, part in enumerate(formula.parts[1:-1], 1) if part == ":"]
    chosen = (
        ends
        if end
        else [n for n in range(len(formula.places)) if n not in ends and n + 1 not in ends]
    )
    if not chosen:
        return {}
    number, axis, by = draw.choice(chosen), draw.randint(0, 1), draw.choice((-1, 1))
    if end:  # along the range
        one, other = formula.places[number - 1], formula.places[number]
        axis, by = (0 if one[0] != other[0] else 1), draw.choice((-1, -1, 1))
    places = [list(place) for place in formula.places]
    was = places[number][axis]
    if was is None:
        return {}
    places[number][axis] = (was[0], was[1] + by)
    wrong = RelativeFormula(formula.parts, tuple((row, column) for row, column in places))
    return _written(wrong, cells)


def _written(formula: RelativeFormula, cells: list[Position]) -> dict[Position, Content]:
    texts = {at: formula.written(*at) for at in cells}
    return {at: f"={text}" for at, text in texts.items()} if all(texts.values()) else {}


def moved_reference(
    draw: random.Random, grid: Grid, cells: list[Position]
) -> dict[Position, Content]:
    """One reference a row or a column beside the right one."""
    return _moved(draw, grid, cells, end=False)


def moved_end(draw: random.Random, grid: Grid, cells: list[Position]) -> dict[Position, Content]:
    """A range one cell too short or too long."""
    return _moved(draw, grid, cells, end=True)


def lost_dollar(draw: random.Random, grid: Grid, cells: list[Position]) -> dict[Position, Content]:
    """An absolute reference that moved along, as it does without its dollar sign."""
    first = cells[0]
    formula = relative_formula(grid.sheets[0].cells[first].formula, *first)
    places = list(formula.places)
    for number, (row, column) in enumerate(places):
        if row and row[0]:
            places[number] = ((False, row[1] - first[0] + draw.randint(1, 3)), column)
            return _written(RelativeFormula(formula.parts, tuple(places)), cells)
    return {}


def added_number(draw: random.Random, grid: Grid, cells: list[Position]) -> dict[Position, Content]:
    """A correction by hand in the formula."""
    return {
        at: f"={grid.sheets[0].cells[at].formula}{draw.choice('+-')}{draw.randint(1, 500)}"
        for at in cells
    }


def other_formula(
    draw: random.Random, grid: Grid, cells: list[Position]
) -> dict[Position, Content]:
    """A formula made of other parts."""
    first = cells[0]
    formula = relative_formula(grid.sheets[0].cells[first].formula, *first)
    if len(formula.places) < 2 or ":" in formula.parts:
        return {}
    a, b = formula.places[:2]
    wrong = RelativeFormula(("", draw.choice("+-"), ""), (a, b))
    return {} if wrong.key == formula.key else _written(wrong, cells)


FAULTS: tuple[Fault, ...] = (
    typed_number, typed_number, moved_reference, moved_end, lost_dollar, added_number,
    other_formula,
)  # fmt: skip


def planted(draw: random.Random, grid: Grid, cells: Cells) -> tuple[Cells, dict[Position, str]]:
    """Return the sheet with up to three faults, and the kind of each cell that is wrong."""
    changed = dict(cells)
    truth: dict[Position, str] = {}
    groups = copies(grid)
    for _ in range(draw.randint(1, _FAULTS_AT_MOST)):
        if not groups:
            break
        line = groups[draw.choice(sorted(groups))]
        length = min(draw.choice((1, 1, 1, 2, 3, 5)), max(1, len(line) // 4))
        start = draw.randrange(len(line) - length + 1)
        fault = draw.choice(FAULTS)
        new = fault(draw, grid, line[start : start + length])
        if not new.keys() & truth.keys():
            changed |= new
            truth |= dict.fromkeys(new, fault.__name__)
    return changed, truth


def reported_in(checker: Checker, grid: Grid) -> dict[Position, str]:
    """Return the cells reported, with rule and severity."""
    source = Submission(Source("made.xlsx", "xlsx", ""), "", None, ())
    findings = checker.findings(source, grid)
    return {parse_cell(one.cell): f"{one.code} {one.severity}" for one in findings}


def main(count: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  (made-up sheets, no secrets)
    checker = Checker(Project(select=CODES), formulas=True)
    precisions, recalls = [], []
    hits, reported, wanted = Counter[str](), Counter[str](), Counter[str]()
    false = Counter[str]()
    for number in range(count):
        layout = LAYOUTS[number % len(LAYOUTS)]
        cells = layout(draw)
        truth: dict[Position, str] = {}
        if draw.random() < 0.5:
            cells = untidied(draw, cells)
        if draw.random() < 0.5:
            cells, truth = planted(draw, grid_of(cells), cells)
        found = reported_in(checker, grid_of(cells))
        right = found.keys() & truth.keys()
        precisions.append(len(right) / len(found) if found else 1.0)
        recalls.append(len(right) / len(truth) if truth else 1.0)
        wanted.update(truth.values())
        hits.update(truth[at] for at in right)
        reported.update(found.values())
        false.update(f"{layout.__name__}: {found[at]}" for at in found.keys() - truth.keys())
    cells_right, cells_found = hits.total(), reported.total()
    print(f"means  precision {sum(precisions) / count:.1%}  recall {sum(recalls) / count:.1%}")
    share = cells_right / max(1, cells_found), cells_right / max(1, wanted.total())
    print(f"cells  precision {share[0]:.1%}  recall {share[1]:.1%}")
    for fault in sorted(wanted):
        print(
            f"  {fault:16} {hits[fault]:4} of {wanted[fault]:4}  {hits[fault] / wanted[fault]:.0%}"
        )
    print("reported", dict(reported))
    print("not planted", dict(false.most_common(12)))


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*([*numbers, *(400, 1)[len(numbers) :]]))
