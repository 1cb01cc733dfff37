"""Faults planted in workbooks of several tables and sheets, and how many of them are found.

    python bench/formula_book_faults.py            # 380 workbooks, six of ten with faults
    python bench/formula_book_faults.py 760 7      # as many as wanted, from another seed

Counted as in ``formula_faults``. Beside single cells the faults are runs: up to two fifths of a
row or column of like formulas hold the same wrong thing, or one whole row or column of a block.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal

from formula_books import Book, Key, book_of, untidied

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.formula.missing_results import compute_missing_results
from xlform.formula.relative import RelativeFormula, relative_formula
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.model import Cell, Grid, Sheet
from xlform.model.submission import Source
from xlform.submission.read import Submission

CODES = ("H-01", "H-02", "H-03")
_FAULTS_AT_MOST = 3
_LIKE_AT_LEAST = 4
_ADDENDS_AT_LEAST = 3
Contents = dict[Key, str | float]
Formulas = Mapping[Key, str]
# A fault: draws what is wrong in all cells of a run alike.
Fault = Callable[[random.Random, list[Key], Formulas, Mapping[Key, Decimal]], Contents]


def grid_of(book: Book) -> Grid:
    """Return the workbook, its formulas computed."""
    sheets = []
    for name in book.sheets:
        cells = {
            (row, column): _cell(content)
            for (sheet, row, column), content in sorted(book.cells.items(), key=lambda one: one[0])
            if sheet == name and content != ""
        }
        hidden = frozenset(column for sheet, column in book.hidden if sheet == name)
        sheets.append(Sheet(name, cells, hidden_columns=hidden))
    return compute_missing_results(Grid(tuple(sheets)))


def _cell(content: str | float) -> Cell:
    if isinstance(content, str):
        return Cell(None, content[1:]) if content.startswith("=") else Cell(content)
    return Cell(Decimal(str(content)))


# Faults


def typed(
    draw: random.Random, run: list[Key], _: Formulas, results: Mapping[Key, Decimal]
) -> Contents:
    """Numbers typed in place of the formulas: the results, rounded, or others."""
    how = draw.choice(("same", "rounded", "other"))
    found: Contents = {}
    for key in run:
        value = results.get(key)
        if value is not None:
            factor = Decimal(str(round(draw.uniform(0.7, 1.4), 2))) if how == "other" else 1
            found[key] = float(value if how == "same" else round(value * factor, 0))
    return found


def _rewritten(
    run: list[Key], formulas: Formulas, change: Callable[[RelativeFormula], RelativeFormula | None]
) -> Contents:
    """Return the run with one change of the formula it has in common."""
    _, row, column = run[0]
    was = relative_formula(formulas[run[0]], row, column)
    wrong = change(was)
    if wrong is None or wrong.key == was.key:
        return {}
    texts = {key: wrong.written(key[1], key[2]) for key in run}
    return {key: f"={text}" for key, text in texts.items()} if all(texts.values()) else {}


def _ends(formula: RelativeFormula) -> list[int]:
    return [n for n, part in enumerate(formula.parts[1:-1], 1) if part == ":"]


def _shifted(formula: RelativeFormula, number: int, axis: int, by: int) -> RelativeFormula | None:
    places = [list(place) for place in formula.places]
    was = places[number][axis]
    if was is None:
        return None
    places[number][axis] = (was[0], was[1] + by)
    return RelativeFormula(formula.parts, tuple((down, across) for down, across in places))


def short_range(
    draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """A range that ends or begins one or two cells off."""

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        ends = _ends(formula)
        if not ends:
            return None
        end = draw.choice(ends)
        first, last = formula.places[end - 1], formula.places[end]
        axis = 0 if first[0] != last[0] else 1
        if draw.random() < 0.7:
            return _shifted(formula, end, axis, draw.choice((-2, -1, -1, -1, 1)))
        return _shifted(formula, end - 1, axis, draw.choice((1, 1, -1)))

    return _rewritten(run, formulas, change)


def other_reference(
    draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """One reference a row or a column, sometimes more, off."""

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        ends = _ends(formula)
        single = [n for n in range(len(formula.places)) if n not in ends and n + 1 not in ends]
        if not single:
            return None
        by = draw.choice((-1, -1, 1, 1, 2, -3))
        return _shifted(formula, draw.choice(single), draw.randint(0, 1), by)

    return _rewritten(run, formulas, change)


def other_operator(
    draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """Plus for minus, division for multiplication."""

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        signs = [
            (n, sign)
            for n, part in enumerate(formula.parts)
            if (sign := re.search(r"[-+*/]", part))
        ]
        if not signs:
            return None
        number, sign = draw.choice(signs)
        other = {"+": "-", "-": "+", "*": "/", "/": "*"}[sign[0]]
        part = formula.parts[number]
        part = part[: sign.start()] + other + part[sign.end() :]
        parts = (*formula.parts[:number], part, *formula.parts[number + 1 :])
        return RelativeFormula(parts, formula.places)

    return _rewritten(run, formulas, change)


def other_function(
    _draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """AVERAGE for SUM, MIN for MAX, or the other way round."""
    swap = {"SUM": "AVERAGE", "AVERAGE": "SUM", "MAX": "MIN", "MIN": "MAX"}

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        for number, part in enumerate(formula.parts):
            name = re.search(r"\b(SUM|AVERAGE|MAX|MIN)\(", part)
            if name:
                text = part[: name.start()] + swap[name[1]] + part[name.end() - 1 :]
                parts = (*formula.parts[:number], text, *formula.parts[number + 1 :])
                return RelativeFormula(parts, formula.places)
        return None

    return _rewritten(run, formulas, change)


def other_constant(
    draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """Another number in the formula, or one for an absolute reference, or one added at the end."""
    number = re.compile(r"(?<![\w$.])\d+(?:\.\d+)?(?![\w.(])")

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        held = [n for n, part in enumerate(formula.parts) if number.search(part)]
        if held and draw.random() < 0.7:
            n = draw.choice(held)
            text = number.sub(str(round(draw.uniform(0.01, 90), 2)), formula.parts[n], count=1)
            return RelativeFormula(
                (*formula.parts[:n], text, *formula.parts[n + 1 :]), formula.places
            )
        ends = _ends(formula)
        for n, (down, across) in enumerate(formula.places):
            fixed = down and across and down[0] and across[0]
            if fixed and n not in ends and n + 1 not in ends:
                middle = f"{formula.parts[n]}0.05{formula.parts[n + 1]}"
                parts = (*formula.parts[:n], middle, *formula.parts[n + 2 :])
                return RelativeFormula(parts, (*formula.places[:n], *formula.places[n + 1 :]))
        last = f"{formula.parts[-1]}{draw.choice('+-')}{draw.randint(1, 400)}"
        return RelativeFormula((*formula.parts[:-1], last), formula.places)

    return _rewritten(run, formulas, change)


def same_text(
    _draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """The text of the neighbour's formula, its references not moved along."""
    sheet, row, column = run[0]
    for key in ((sheet, row - 1, column), (sheet, row, column - 1)):
        own = formulas[run[0]]
        if key in formulas and formulas[key] != own:
            here = relative_formula(own, row, column).key
            if relative_formula(formulas[key], key[1], key[2]).key == here:
                return {run[0]: f"={formulas[key]}"}
    return {}


def lost_addend(
    draw: random.Random, run: list[Key], formulas: Formulas, _: Mapping[Key, Decimal]
) -> Contents:
    """A sum written out that lacks one of its addends."""

    def change(formula: RelativeFormula) -> RelativeFormula | None:
        if (
            len(formula.places) < _ADDENDS_AT_LEAST
            or set(formula.parts[1:-1]) != {"+"}
            or formula.parts[0]
        ):
            return None
        lost = draw.randrange(1, len(formula.places))
        places = formula.places[:lost] + formula.places[lost + 1 :]
        return RelativeFormula((*formula.parts[:lost], *formula.parts[lost + 1 :]), places)

    return _rewritten(run, formulas, change)


FAULTS: tuple[Fault, ...] = (
    typed, typed, typed, typed, short_range, short_range, other_reference, other_reference,
    other_operator, other_function, other_constant, same_text, lost_addend, lost_addend,
)  # fmt: skip


def _groups(formulas: Formulas) -> tuple[list[list[Key]], list[list[Key]]]:
    """Return the rows and columns of like formulas, and whole lines of blocks of them."""
    blocks: dict[object, list[Key]] = {}
    for key, text in formulas.items():
        sheet, row, column = key
        blocks.setdefault((sheet, relative_formula(text, row, column).key), []).append(key)
    runs, whole = [], []
    for block in blocks.values():
        for axis in ("row", "column"):
            lines: dict[int, list[Key]] = {}
            for key in sorted(block):
                lines.setdefault(key[1] if axis == "row" else key[2], []).append(key)
            runs += [line for line in lines.values() if len(line) >= _LIKE_AT_LEAST]
            if len(lines) >= _LIKE_AT_LEAST:
                whole += [
                    line
                    for line in lines.values()
                    if len(line) > 1 and len(block) >= _LIKE_AT_LEAST * len(line)
                ]
    return runs, whole


def _run(draw: random.Random, runs: list[list[Key]], whole: list[list[Key]]) -> list[Key]:
    if whole and (not runs or draw.random() < 0.15):
        return draw.choice(whole)
    line = draw.choice(runs)
    most = max(1, len(line) * 2 // 5)
    length = min(most, draw.choice((1, 1, 1, 1, 2, 3, draw.randint(1, most))))
    start = draw.randrange(len(line) - length + 1)
    return line[start : start + length]


def planted(draw: random.Random, book: Book, grid: Grid) -> dict[Key, str]:
    """Plant up to three faults; return the kind of each cell that is wrong."""
    formulas, results = {}, {}
    for sheet in grid.sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.formula:
                formulas[sheet.name, row, column] = cell.formula
                if isinstance(cell.value, Decimal):
                    results[sheet.name, row, column] = cell.value
    runs, whole = _groups(formulas)
    truth: dict[Key, str] = {}
    wanted = draw.randint(1, _FAULTS_AT_MOST)
    for _ in range(40):
        if not runs or not wanted:
            break
        run, fault = _run(draw, runs, whole), draw.choice(FAULTS)
        if truth.keys() & set(run):
            continue
        new = fault(draw, run, formulas, results)
        if new:
            book.cells |= new
            truth |= dict.fromkeys(new, fault.__name__)
            wanted -= 1
    return truth


def reported_in(checker: Checker, grid: Grid) -> dict[Key, str]:
    """Return the cells reported, with rule and severity."""
    source = Submission(Source("made.xlsx", "xlsx", ""), "", None, ())
    return {
        (one.sheet, *parse_cell(one.cell)): f"{one.code} {one.severity}"
        for one in checker.findings(source, grid)
    }


def main(count: int, seed: int, shown: int) -> None:
    draw = random.Random(seed)  # noqa: S311  (made-up sheets, no secrets)
    checker = Checker(Project(select=CODES), formulas=True)
    precisions, recalls, of_faulty = [], [], []
    hits, reported, wanted = Counter[str](), Counter[str](), Counter[str]()
    right_by, false = Counter[str](), Counter[str]()
    for number in range(count):
        book, name = book_of(draw, number)
        if draw.random() < 0.5:
            untidied(draw, book)
        truth = planted(draw, book, grid_of(book)) if draw.random() < 0.6 else {}
        grid = grid_of(book)
        found = reported_in(checker, grid)
        right = found.keys() & truth.keys()
        precisions.append(len(right) / len(found) if found else 1.0)
        recalls.append(len(right) / len(truth) if truth else 1.0)
        of_faulty += recalls[-1:] if truth else []
        wanted.update(truth.values())
        hits.update(truth[at] for at in right)
        reported.update(found.values())
        right_by.update(found[at] for at in right)
        false.update(f"{name}: {found[at]}" for at in found.keys() - truth.keys())
        if shown and (found.keys() ^ truth.keys()):
            _show(number, name, grid, truth, found)
    print(f"means  precision {sum(precisions) / count:.1%}  recall {sum(recalls) / count:.1%}")
    print(f"       recall of those with faults {sum(of_faulty) / len(of_faulty):.1%}")
    share = hits.total() / max(1, reported.total()), hits.total() / max(1, wanted.total())
    print(f"cells  precision {share[0]:.1%}  recall {share[1]:.1%}")
    for fault in sorted(wanted):
        print(f"  {fault:16} {hits[fault]:4} of {wanted[fault]:4}")
    for kind in sorted(reported):
        print(f"  {kind:16} {right_by[kind]:4} right of {reported[kind]:4}")
    print("not planted", dict(false.most_common(12)))


def _show(
    number: int, name: str, grid: Grid, truth: Mapping[Key, str], found: Mapping[Key, str]
) -> None:
    cells = {sheet.name: sheet.cells for sheet in grid.sheets}
    print(f"-- {number} {name}")
    for key in sorted(found.keys() ^ truth.keys()):
        cell = cells[key[0]].get(key[1:])
        content = f"={cell.formula}" if cell and cell.formula else cell and cell.text
        kind = f"missed {truth[key]}" if key in truth else f"false {found[key]}"
        print(f"   {kind:28} {key[0]}!{cell_name(*key[1:]):6} {content}")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*([*numbers, *(380, 1, 0)[len(numbers) :]]))
