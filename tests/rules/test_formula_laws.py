"""Laws of the rules on formulas: whatever the form's size and place, each break is mended right."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from rule_checks import TEMPLATES, WORDS

from xlform.checking.runner import check
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.model import Cell, Grid, Sheet
from xlform.grid.notation import parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext

AMOUNTS = st.lists(
    st.integers(1, 10**7).map(lambda cents: Decimal(cents).scaleb(-2)), min_size=2, max_size=12
)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 20))
BREAKS = st.sampled_from(
    ["first", "last", "middle", "chain", "itself", "twice", "ref", "name", "text", "unit",
     "typed", "column", "external"]
)  # fmt: skip
_G = [rule for rule in all_rules() if rule.code.startswith("G-")]


class Form:
    """A direction's details at some place, and its total broken in one way or another."""

    def __init__(self, amounts: list[Decimal], row: int, column: int) -> None:
        self.amounts, self.row, self.column = amounts, row, column
        self.rows = list(range(row + 2, row + 2 + len(amounts)))
        self.total = cell_name(self.rows[-1] + 1, column + 3)

    def at(self, row: int) -> str:
        return cell_name(row, self.column + 3)

    def sum_of(self, first: int, last: int) -> str:
        return f"SUM({self.at(self.rows[first])}:{self.at(self.rows[last])})"

    @property
    def right(self) -> str:
        return self.sum_of(0, -1)

    def broken(self, how: str, pick: int) -> tuple[str, str]:
        """The total's formula and what it shows, once it is broken."""
        values, whole = self.amounts, sum(self.amounts, Decimal())
        number = 1 + pick % max(1, len(values) - 2)
        without = [self.at(at) for place, at in enumerate(self.rows) if place != number]
        first, last = self.at(self.rows[0]), self.at(self.rows[-1])
        words = [cell_name(row, self.column + 2) for row in self.rows]
        broken: dict[str, tuple[str, object]] = {
            "first": (self.sum_of(1, -1), whole - values[0]),
            "last": (self.sum_of(0, -2), whole - values[-1]),
            "middle": (f"SUM({','.join(without)})", whole - values[number]),
            "chain": ("+".join(without), whole - values[number]),
            "itself": (f"SUM({first}:{self.total})", 0),
            "twice": (f"{self.right}+{self.at(self.rows[number])}", whole + values[number]),
            "ref": (f"{first}+#REF!", "#REF!"),
            "name": (f"SUMM({first}:{last})", "#NAME?"),
            "unit": (f"{self.right}/10000", whole.scaleb(-4)),
            "column": (f"SUM({words[0]}:{words[-1]})", 0),
            "external": ("[1]汇总!C5", whole),
        }
        formula, shown = broken.get(how, (self.right, whole))
        return formula, str(shown)

    def grid(self, how: str, pick: int) -> Grid:
        formula, shown = self.broken(how, pick)
        total = {"text": f"'={formula}", "typed": shown}.get(how, f"={formula} → {shown}")
        rows = "".join(f"| ^ | 类 | 项 | {amount} | |\n" for amount in self.amounts)
        return parse(
            f"@at {cell_name(self.row, self.column)}\n"
            "| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |\n"
            "| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |\n"
            f"{rows}| ^ | 合计 | < | {total} | |\n"
        )


def found_in(grid: Grid) -> list[Finding]:
    submission = read_grid(grid, Source("x.xlsx", "xlsx", ""), TEMPLATES)
    context = RuleContext({template.name: template for template in TEMPLATES}, grid, None, WORDS)
    checked = check(submission, context, _G, {})
    assert [one for one in checked.not_asked if one.reason == "crashed"] == []
    return list(checked.findings)


def mended(grid: Grid, found: Finding, shows: Decimal) -> Grid:
    """The grid with the finding's edit carried out."""
    assert found.fix is not None
    (edit,) = found.fix.edits
    (sheet,) = grid.sheets
    cells = {**sheet.cells, parse_cell(edit.cell): Cell(shows, edit.new.removeprefix("="))}
    return Grid((Sheet(sheet.name, cells, sheet.merges),))


@settings(deadline=None, max_examples=150)
@given(AMOUNTS, PLACES, BREAKS, st.integers(0, 9))
def test_each_break_gives_back_the_right_formula(
    amounts: list[Decimal], place: tuple[int, int], how: str, pick: int
) -> None:
    form = Form(amounts, *place)
    grid = form.grid(how, pick)
    (found,) = found_in(grid)
    assert found.fix is not None, how
    assert found.fix.safety == "safe", how
    (edit,) = found.fix.edits
    assert (edit.cell, edit.new, edit.kind) == (form.total, f"={form.right}", "formula"), how
    assert found_in(mended(grid, found, sum(amounts, Decimal()))) == []


@settings(deadline=None, max_examples=50)
@given(AMOUNTS, PLACES, st.randoms(use_true_random=False))
def test_the_right_sum_in_any_order_is_not_broken(
    amounts: list[Decimal], place: tuple[int, int], random: object
) -> None:
    form = Form(amounts, *place)
    rows = form.rows.copy()
    random.shuffle(rows)  # type: ignore[attr-defined]
    grid = form.grid("", 0)
    position = parse_cell(form.total)
    for formula in ("+".join(map(form.at, rows)), f"SUM({','.join(map(form.at, rows))})"):
        (sheet,) = grid.sheets
        cell = Cell(sum(amounts, Decimal()), formula)
        changed = Sheet(sheet.name, {**sheet.cells, position: cell}, sheet.merges)
        assert found_in(Grid((changed,))) == []


@settings(deadline=None, max_examples=80)
@given(st.text("=+-*/(),:!$#'\"[]{}&<>0123456789ABDS SUMROND.%表", max_size=40))
def test_no_formula_breaks_the_rules(formula: str) -> None:
    """Whatever stands in the cell: a finding or none, and never a crash."""
    if not formula:
        return
    grid = Form([Decimal(90), Decimal(36)], 1, 1).grid("", 0)
    (sheet,) = grid.sheets
    for value in (Decimal(126), None):
        cells = {**sheet.cells, (5, 4): Cell(value, formula)}
        found_in(Grid((Sheet(sheet.name, cells, sheet.merges),)))
    words = {**sheet.cells, (5, 4): Cell(f"={formula}")}
    found_in(Grid((Sheet(sheet.name, words, sheet.merges),)))


def test_vast_ranges_and_long_chains_take_no_time() -> None:
    """A thousand formulas over whole columns, each reading the one before."""
    form = Form([Decimal(90), Decimal(36)], 1, 1).grid("last", 0)
    (sheet,) = form.sheets
    chain = {(row, 30): Cell(Decimal(1), f"AD{row - 1}+AD{row - 2}") for row in range(3, 2000)}
    vast = {(row, 40): Cell(Decimal(1), "SUM(A:AC)") for row in range(1, 1000)}
    total = Cell(Decimal(90), "SUM(D3:D3)+AD1999-AD1999")
    cells = {**sheet.cells, **chain, **vast, (5, 4): total}
    (found,) = (
        one for one in found_in(Grid((Sheet(sheet.name, cells, sheet.merges),))) if one.cell == "D5"
    )
    assert found.fix is not None


def test_ten_thousand_lines_that_add_up_all_the_others_come_to_an_end() -> None:
    lines = 10_000
    grid = Form([Decimal(1), Decimal(2)], 1, 1).grid("", 0)
    (sheet,) = grid.sheets
    cells = {at: cell for at, cell in sheet.cells.items() if at[0] < 5}
    for row in range(5, lines):
        cells[row, 3] = Cell("项")
        cells[row, 4] = Cell(Decimal(1), "SUM(H:H)")
        cells[row, 8] = Cell(Decimal(1))
    cells[lines, 2] = Cell("合计")
    cells[lines, 4] = Cell(Decimal(3), f"SUM(D3:D{lines - 2})")
    start = time.perf_counter()
    found_in(Grid((Sheet(sheet.name, cells, sheet.merges),)))
    assert time.perf_counter() - start < 30
