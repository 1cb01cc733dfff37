"""H-05, H-06: numbers stored as text, and results that are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.formula.audit.stale import contradicted_results, stored_result
from xlform.formula.audit.text_numbers import text_numbers
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, Grid, plain
from xlform.model.findings import Edit, Fix
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation, register
from xlform.rules.workbook.rule import (
    SEVERITY,
    WorkbookRule,
    confidence_text,
    entry,
    formula_fix,
    graph_of,
    place_of,
)

_SURE_NUMBERS = 3


@register
class TextNumberRule(WorkbookRule):
    """A number stored as text is passed over by a sum."""

    code = "H-05"
    name = "text-number-in-sum"
    summary = Text("文本形式的数没有加进合计", "A number stored as text is left out of a sum")
    rationale = Text(
        "文本看着是数，求和时却被跳过，合计偏小。",
        "It looks like a number, and sums pass it over: they come out too small.",
    )
    help = Text("请改为数字 {number}。", "Make it the number {number}.")
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{text}”是文本，{reader} 的公式“{formula}”没有算进去（{sure}）。",
            "{text} is text; the formula {formula} in {reader} leaves it out ({sure}).",
        ),
    }
    bad_example = """
| 办公费 | 10                |
| 差旅费 | '20               |
| 会议费 | 30                |
| 培训费 | 40                |
| 合计   | =SUM(B1:B4) → 80  |
"""
    good_example = """
| 办公费 | 10                |
| 差旅费 | 20                |
| 会议费 | 30                |
| 培训费 | 40                |
| 合计   | =SUM(B1:B4) → 100 |
"""

    def over_grid(
        self,
        grid: Grid,
        submission: Submission,  # noqa: ARG002  (the signature of these rules)
        context: RuleContext,  # noqa: ARG002
    ) -> Iterator[Violation]:
        for one in text_numbers(grid):
            sheet = grid.sheets[one.sheet]
            text, number = sheet.cells[one.position].text, plain(one.number)
            is_sure = one.numbers >= _SURE_NUMBERS
            cell = cell_name(*one.position)
            yield Violation(
                None,
                sheet=sheet.name,
                cell=cell,
                details={
                    "text": text,
                    "number": number,
                    "reader": place_of(grid, one.reader, one.sheet),
                    "formula": entry(grid.sheets[one.reader[0]].cells[one.reader[1:]]),
                    "sure": confidence_text("sure" if is_sure else "likely"),
                },
                expected=number,
                actual=text,
                fix=Fix(
                    "safe" if is_sure else "unsafe",
                    (Edit(sheet.name, cell, text, number, "number"),),
                ),
                severity=SEVERITY["sure" if is_sure else "likely"],
            )


@register
class StaleResult(WorkbookRule):
    """The result stored with a formula is an old one."""

    code = "H-06"
    name = "stale-result"
    summary = Text("公式存着的结果过时（任何工作簿）", "A stored result is out of date")
    rationale = Text(
        "文件没有重新计算就保存了，预览、打印和导入看到的是旧数。",
        "Saved without being calculated, the file shows old numbers in previews and imports.",
    )
    help = Text("请重新计算（F9）后保存。", "Recalculate (F9) and save.")
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”存着的结果是 {seen}，重新计算应为 {expected}（{sure}）。",
            "The formula {old} is stored with {seen}; recalculated it is {expected} ({sure}).",
        ),
    }
    bad_example = """
| 办公费 | 10                |
| 差旅费 | 20                |
| 合计   | =SUM(B1:B2) → 25  |
"""
    good_example = """
| 办公费 | 10                |
| 差旅费 | 20                |
| 合计   | =SUM(B1:B2) → 30  |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        graph = context.memoize(submission, graph_of)
        for key, value in contradicted_results(grid, graph).items():
            sheet = grid.sheets[key[0]]
            cell = sheet.cells[key[1:]]
            stored = Cell(stored_result(cell), percent=cell.percent).text
            expected = Cell(value, percent=cell.percent).text
            if stored == expected:
                continue
            yield Violation(
                None,
                sheet=sheet.name,
                cell=cell_name(*key[1:]),
                details={
                    "old": entry(cell),
                    "seen": stored,
                    "expected": expected,
                    "sure": confidence_text("sure"),
                },
                expected=expected,
                actual=stored,
                fix=formula_fix(grid, key, cell.formula, "safe"),
            )
