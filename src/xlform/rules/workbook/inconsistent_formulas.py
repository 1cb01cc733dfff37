"""H-01 … H-03: short ranges, unlike formulas, numbers typed among formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from xlform.formula.audit.inconsistencies import Confidence, Inconsistency, inconsistencies
from xlform.formula.audit.sheet_formulas import sheet_formulas
from xlform.formula.audit.short_ranges import ShortRange, short_ranges
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, Grid, Position
from xlform.model.findings import Safety
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation, register
from xlform.rules.workbook.rule import (
    SEVERITY,
    WorkbookRule,
    confidence_text,
    copies_of,
    entry,
    formula_fix,
    names_of,
)


class _Inconsistent(msgspec.Struct, frozen=True):
    """Inconsistent cells by sheet and position; short ranges are not told twice."""

    unlike: tuple[Inconsistency, ...]
    short: tuple[tuple[int, ShortRange, Confidence], ...]


def _inconsistent(submission: Submission, context: RuleContext) -> _Inconsistent:
    grid = context.grid or Grid(())
    sheets = sheet_formulas(grid, context.memoize(submission, copies_of))
    unlike = {(one.sheet, one.position): one for one in inconsistencies(grid, sheets)}
    short: list[tuple[int, ShortRange, Confidence]] = []
    for number, formulas in sheets.items():
        for one in short_ranges(formulas):
            other = unlike.get((number, one.position))
            confidence: Confidence = "possible" if one.alike else "likely"
            if other:
                if other.expected != one.expected:
                    continue
                confidence = "sure"
                del unlike[number, one.position]
            short.append((number, one, confidence))
    return _Inconsistent(tuple(unlike.values()), tuple(short))


@register
class ShortRangeRule(WorkbookRule):
    """The range of a sum stops short of the numbers beside it."""

    code = "H-01"
    name = "range-stops-short"
    summary = Text("求和区域没有到头", "A range stops short of the numbers beside it")
    rationale = Text(
        "插入一行后合计没有跟着变长，新的一行就没有加进去，合计偏小而看不出来。",
        "A row put in above the total is left out of its range: too small, and nobody sees it.",
    )
    help = Text(
        "请核对 {left_out} 要不要算进去；要算，公式改为“={new}”。",
        "Check whether {left_out} belongs in it; if so make the formula ={new}.",
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”没有包括紧挨着的 {left_out}（{sure}）。",
            "The formula {old} leaves out {left_out} beside its range ({sure}).",
        ),
        "alike": Text(
            "公式“{old}”没有包括紧挨着的 {left_out}，旁边同样的公式 {alike} 也是（{sure}）。",
            "The formula {old} leaves out {left_out} beside its range, and so do {alike} ({sure}).",
        ),
    }
    bad_example = """
| 项目   | 一季度               | 二季度               | 三季度               |
| 办公费 | 10                   | 20                   | 30                   |
| 差旅费 | 11                   | 21                   | 31                   |
| 会议费 | 12                   | 22                   | 32                   |
| 培训费 | 13                   | 23                   | 33                   |
| 合计   | =SUM(B2:B5) → 46     | =SUM(C2:C4) → 63     | =SUM(D2:D5) → 126    |
"""
    good_example = """
| 项目   | 一季度               | 二季度               | 三季度               |
| 办公费 | 10                   | 20                   | 30                   |
| 差旅费 | 11                   | 21                   | 31                   |
| 会议费 | 12                   | 22                   | 32                   |
| 培训费 | 13                   | 23                   | 33                   |
| 合计   | =SUM(B2:B5) → 46     | =SUM(C2:C5) → 86     | =SUM(D2:D5) → 126    |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        for number, one, confidence in context.memoize(submission, _inconsistent).short:
            sheet = grid.sheets[number]
            cell = sheet.cells[one.position]
            details = {
                "old": entry(cell),
                "new": one.expected,
                "left_out": names_of(one.left_out),
                "alike": names_of(one.alike),
                "sure": confidence_text(confidence),
            }
            safety: Safety = "safe" if confidence == "sure" else "unsafe"
            yield Violation(
                None,
                sheet=sheet.name,
                cell=cell_name(*one.position),
                message="alike" if one.alike else "message",
                details=details,
                expected=f"={one.expected}",
                actual=entry(cell),
                fix=formula_fix(grid, (number, *one.position), one.expected, safety),
                severity=SEVERITY[confidence],
            )


@register
class UnlikeFormula(WorkbookRule):
    """A formula is unlike those of its row or column."""

    code = "H-02"
    name = "inconsistent-formula"
    summary = Text("公式与同行同列的不一致", "A formula is unlike those around it")
    rationale = Text(
        "一行或一列本是同一个公式复制下来的，中间有一格不同，多半是改错、拖错或漏改。",
        "One cell unlike the copies of one formula on both sides of it is most often a slip.",
    )
    help = Text(
        "请与 {neighbours} 比较；照它们写是“={new}”。",
        "Compare it with {neighbours}; written as they are it is ={new}.",
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”与 {neighbours} 等 {support} 个公式不一致，应为“={new}”（{sure}）。",
            "The formula {old} is unlike {support} like {neighbours}: ={new} here ({sure}).",
        ),
        "constant": Text(
            "公式“{old}”里的数与 {neighbours} 等 {support} 个公式不同，别处是“={new}”（{sure}）。",
            "A number in {old} differs from the {support} of {neighbours}: ={new} there ({sure}).",
        ),
    }
    bad_example = """
| 品名 | 数量 | 单价 | 金额          |
| 桌子 | 2    | 300  | =B2*C2 → 600  |
| 椅子 | 8    | 90   | =B3*C3 → 720  |
| 书柜 | 3    | 500  | =B4*C3 → 270  |
| 台灯 | 5    | 60   | =B5*C5 → 300  |
| 电脑 | 1    | 4000 | =B6*C6 → 4000 |
| 打印机 | 1  | 900  | =B7*C7 → 900  |
"""
    good_example = """
| 品名 | 数量 | 单价 | 金额          |
| 桌子 | 2    | 300  | =B2*C2 → 600  |
| 椅子 | 8    | 90   | =B3*C3 → 720  |
| 书柜 | 3    | 500  | =B4*C4 → 1500 |
| 台灯 | 5    | 60   | =B5*C5 → 300  |
| 电脑 | 1    | 4000 | =B6*C6 → 4000 |
| 打印机 | 1  | 900  | =B7*C7 → 900  |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        for one in context.memoize(submission, _inconsistent).unlike:
            if one.kind != "typed":
                yield _violation(grid, one, "message" if one.kind == "unlike" else "constant")


@register
class NumberAmongFormulas(WorkbookRule):
    """A number is typed where the cells around it have a formula."""

    code = "H-03"
    name = "number-among-formulas"
    summary = Text("公式中间夹着手填的数", "A typed number among formulas")
    rationale = Text(
        "公式被数盖掉以后，明细再改，这一格也不会变，合计就悄悄错了。",
        "A number typed over a formula no longer follows when what it was made of changes.",
    )
    help = Text(
        "请与 {neighbours} 比较；照它们写是“={new}”。",
        "Compare it with {neighbours}; written as they are it is ={new}.",
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{old} 是手填的数，{neighbours} 等 {support} 格是公式，这里应为“={new}”（{sure}）。",
            "{old} is typed; {support} like {neighbours} have a formula, here ={new} ({sure}).",
        ),
        "other": Text(
            "{old} 是手填的数，照 {neighbours} 等 {support} 格的公式“={new}”是 {result}"
            "（{sure}）。",
            "{old} is typed; by the formula of {support} like {neighbours}, ={new}, it is {result} "
            "({sure}).",
        ),
        "equal": Text(
            "{old} 是手填的数，与 {neighbours} 等 {support} 格的公式“={new}”结果相同（{sure}）。",
            "{old} is typed, the result of the formula of {support} like {neighbours}: ={new} "
            "({sure}).",
        ),
    }
    bad_example = """
| 品名 | 数量 | 单价 | 金额          |
| 桌子 | 2    | 300  | =B2*C2 → 600  |
| 椅子 | 8    | 90   | =B3*C3 → 720  |
| 书柜 | 3    | 500  | 1500          |
| 台灯 | 5    | 60   | =B5*C5 → 300  |
| 电脑 | 1    | 4000 | =B6*C6 → 4000 |
"""
    good_example = """
| 品名 | 数量 | 单价 | 金额          |
| 桌子 | 2    | 300  | =B2*C2 → 600  |
| 椅子 | 8    | 90   | =B3*C3 → 720  |
| 书柜 | 3    | 500  | =B4*C4 → 1500 |
| 台灯 | 5    | 60   | =B5*C5 → 300  |
| 电脑 | 1    | 4000 | =B6*C6 → 4000 |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        for one in context.memoize(submission, _inconsistent).unlike:
            if one.kind == "typed":
                known = "other" if one.result is not None else "message"
                yield _violation(grid, one, "equal" if one.is_equal else known)


def _violation(grid: Grid, one: Inconsistency, message: str) -> Violation:
    sheet = grid.sheets[one.sheet]
    cell = sheet.cells[one.position]
    details = {
        "old": entry(cell),
        "new": one.expected,
        "neighbours": names_of(_sorted(one.neighbours)),
        "support": str(one.support),
        "result": Cell(one.result).text,
        "sure": confidence_text(one.confidence),
    }
    # A number typed that is the formula's own result makes no figure wrong.
    is_typed = one.kind == "typed"
    severity = "warning" if is_typed and one.confidence == "sure" else SEVERITY[one.confidence]
    safety: Safety = "safe" if one.confidence == "sure" else "unsafe"
    return Violation(
        None,
        sheet=sheet.name,
        cell=cell_name(*one.position),
        message=message,
        details=details,
        expected=f"={one.expected}",
        actual=entry(cell),
        fix=formula_fix(grid, (one.sheet, *one.position), one.expected, safety),
        severity=severity,
    )


def _sorted(cells: tuple[Position, ...]) -> tuple[Position, ...]:
    return tuple(sorted(cells))
