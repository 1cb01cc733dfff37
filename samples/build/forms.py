"""Draws the three district forms (附表1, 附表2, 附表3) as grids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from content import Amount, Direction, Expense, Indicator, Submission, Target
from grid import Cell, Form, Formula

NUMERALS = "一二三四五六七八九十"

PRINTED: dict[str, dict[str, str]] = {
    "department": {
        "政府性基金拨款": "     政府性基金拨款",
        "项目支出": "      项目支出",
        "其他资金": "         其他资金",
        "年度重点工作计划": "年度重点\n工作计划",
        "金额单位：": "金额：",
    },
    "summary": {"名称": "名  称", "金额": "金  额", "合计": "合  计"},
    "direction": {
        "合计": "合  计",
        "支出方向（子项）": "支出方向\n（子项）",
    },
}


class Labels:
    """The words a form prints: the official ones unless the unit changed them."""

    def __init__(self, form: str, changed: dict[str, dict[str, str]]) -> None:
        """Take the official words of a form kind and the changes of one unit."""
        self._words = PRINTED[form] | changed.get(form, {})

    def __call__(self, word: str) -> str:
        """Return the printed form of a label."""
        return self._words.get(word, word)


def department_form(unit: Submission) -> Form:
    """附表1: the whole department's targets."""
    say = Labels("department", unit.labels)
    cells = _heading(unit, say, "department", "附表1", "部门整体支出绩效目标表", (4, 1))
    cells += [
        Cell(3, 0, say("部门名称"), "label"),
        Cell(3, 1, unit.unit, "text", cols=4, name="unit"),
        *_budget(unit, say),
        Cell(9, 0, say("部门职责概述"), "label"),
        Cell(9, 1, unit.department.duties, "text", cols=4),
        Cell(10, 0, say("年度重点工作计划"), "label", rows=1 + len(unit.funds)),
        Cell(10, 1, say("事项"), "head"),
        Cell(10, 2, say("责任单位/科室"), "head"),
        Cell(10, 3, say("工作目标"), "head", cols=2),
    ]
    for index, fund in enumerate(unit.funds):
        cells += [
            Cell(11 + index, 1, fund.name, "center"),
            Cell(11 + index, 2, fund.responsible, "center"),
            Cell(11 + index, 3, fund.plan_goal, "text", cols=2),
        ]
    top = 11 + len(unit.funds)
    cells += indicator_block(top, unit.department.indicators, say, standard=False)
    bottom = top + 1 + len(unit.department.indicators)
    cells += _footing(unit, say, bottom, (3, 2))
    return Form("department", tuple(cells), (12, 25, 17, 25, 15))


def _budget(unit: Submission, say: Labels) -> list[Cell]:
    department = unit.department
    empty = department.basic is None
    income = sum((part or 0 for part in department.income), start=Decimal(0))
    total = "" if empty else f"{income:.2f}"
    project = Formula("={summary:total}", unit.total)
    names = (say("其中：一般公共预算拨款"), say("政府性基金拨款"), say("其他资金"))
    cells = [
        Cell(4, 0, f"{say('年度预算申请')}\n（{unit.money_unit}）", "label", rows=5),
        Cell(4, 1, f"{say('资金总额：')}{total}", "text", cols=4, name="budget_total"),
        Cell(5, 1, say("按收入性质分"), "center", cols=2),
        Cell(5, 3, say("按支出性质分"), "center", cols=2),
    ]
    for index, (name, amount) in enumerate(zip(names, department.income, strict=True)):
        cells += [
            Cell(6 + index, 1, name, "text"),
            Cell(6 + index, 2, amount, "money", name=f"income.{index}", check="money"),
        ]
    cells += [
        Cell(6, 3, say("其中：基本支出"), "text"),
        Cell(6, 4, department.basic, "money", name="basic", check="money"),
        Cell(7, 3, say("项目支出"), "text"),
        Cell(7, 4, None if empty else project, "money", name="project", check="money"),
        Cell(8, 3, None, "text"),
        Cell(8, 4, None, "money"),
    ]
    return cells


def summary_form(unit: Submission, *, key: str = "summary") -> Form:
    """附表2: one row per fund, the total first."""
    say = Labels("summary", unit.labels)
    cells = _heading(unit, say, "summary", "附表2", "区级专项资金绩效目标汇总表", (3, 2))
    words = ("序号", "名称", "金额", "实施期绩效目标", "年度绩效目标")
    cells += [Cell(3, col, say(word), "head") for col, word in enumerate(words)]
    last = len(unit.funds) - 1
    empty = unit.funds[0].amount is None
    cells += [
        Cell(4, 0, None, "center"),
        Cell(4, 1, say("合计"), "label"),
        _total(4, 2, f"=SUM({{amount.0}}:{{amount.{last}}})", unit.total, empty=empty),
        Cell(4, 3, None, "text"),
        Cell(4, 4, None, "text"),
    ]
    for index, fund in enumerate(unit.funds):
        row = 5 + index
        cells += [
            Cell(row, 0, NUMERALS[index] if fund.name else None, "center"),
            Cell(row, 1, fund.name, "center"),
            Cell(row, 2, fund.amount, "money", name=f"amount.{index}", check="money"),
            Cell(row, 3, fund.period_goal, "text"),
            Cell(row, 4, fund.annual_goal, "text"),
        ]
    cells += _footing(unit, say, 6 + last, (3, 2))
    return Form(key, tuple(cells), (7, 25, 12, 43, 43), repeat=(3, 3), landscape=True)


def direction_form(unit: Submission, direction: Direction, *, key: str) -> Form:
    """附表3: one spending direction with its indicators and expenses."""
    say = Labels("direction", unit.labels)
    title = "区级专项资金支出方向绩效目标表"
    cells = _heading(unit, say, "direction", direction.tag, title, (4, 2))
    cells += _direction_head(unit, direction, say)
    cells += indicator_block(8, direction.indicators, say, standard=True)
    top = 9 + len(direction.indicators)
    cells += _expenses(top, direction, say)
    cells += _footing(unit, say, top + 2 + len(direction.expenses), (4, 2))
    return Form(key, tuple(cells), (11, 14, 17, 24, 15, 13))


def _direction_head(unit: Submission, direction: Direction, say: Labels) -> list[Cell]:
    source = Formula(f"={{summary:amount.{direction.fund_index}}}", direction.fund_amount or 0)
    empty = direction.fund_amount is None
    return [
        Cell(3, 0, say("支出方向（子项）"), "label"),
        Cell(3, 1, direction.name, "center", cols=2),
        Cell(3, 3, say("所属专项"), "label", rows=2),
        Cell(3, 4, say("名称"), "label"),
        Cell(3, 5, direction.fund, "center"),
        Cell(4, 0, say("项目金额"), "label"),
        Cell(4, 1, direction.amount, "money", cols=2, name="amount", check="money"),
        Cell(4, 4, say("金额"), "label"),
        Cell(4, 5, None if empty else source, "money", name="fund_amount", check="money"),
        Cell(5, 0, say("项目实施期"), "label"),
        Cell(5, 1, unit.period, "center", cols=5),
        Cell(6, 0, say("实施期绩效目标"), "label"),
        Cell(6, 1, direction.period_goal, "text", cols=5),
        Cell(7, 0, say("年度绩效目标"), "label"),
        Cell(7, 1, direction.annual_goal, "text", cols=5),
    ]


def indicator_block(
    top: int, rows: Sequence[Indicator], say: Labels, *, standard: bool
) -> list[Cell]:
    """Draw the indicator table: merged stubs left, one row per indicator."""
    words = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值及单位",
        *(["绩效标准"] if standard else []),
    ]
    cells = [Cell(top, 0, say("年度绩效指标"), "label", rows=1 + len(rows))]
    cells += [Cell(top, 1 + col, say(word), "head") for col, word in enumerate(words)]
    first = top + 1
    cells += stub_cells(first, 1, [row.level1 for row in rows])
    cells += stub_cells(first, 2, [row.level2 for row in rows], [row.level1 for row in rows])
    for index, row in enumerate(rows):
        cells += [
            Cell(first + index, 3, row.level3, "center", name=f"level3.{index}"),
            Cell(first + index, 4, row.target, target_style(row.target), name=f"target.{index}"),
        ]
        if standard:
            cells.append(Cell(first + index, 5, row.standard, "center", check="standard"))
    return cells


def stub_cells(
    top: int, col: int, words: Sequence[str], within: Sequence[str] | None = None
) -> list[Cell]:
    """Merge equal neighbours of a stub column, never across a change in ``within``."""
    outer = within or [""] * len(words)
    cells: list[Cell] = []
    start = 0
    for index in range(1, len(words) + 1):
        same = index < len(words) and words[index] == words[start] and outer[index] == outer[start]
        if not same:
            cells.append(Cell(top + start, col, words[start], "stub", rows=index - start))
            start = index
    return cells


def _expenses(top: int, direction: Direction, say: Labels) -> list[Cell]:
    rows = direction.expenses
    cells = [
        Cell(top, 0, say("支出明细及测算说明"), "label", rows=2 + len(rows)),
        Cell(top, 1, say("支出内容简介"), "head"),
        Cell(top, 2, say("支出明细"), "head"),
        Cell(top, 3, say("金额"), "head"),
        Cell(top, 4, say("支出测算依据及过程说明"), "head", cols=2),
    ]
    cells += _categories(top + 1, rows)
    for index, row in enumerate(rows):
        style = "money" if isinstance(row.amount, Decimal) or row.amount is None else "count"
        cells += [
            Cell(top + 1 + index, 2, row.item, "center"),
            Cell(top + 1 + index, 3, row.amount, style, name=f"cost.{index}", check="money"),
            Cell(top + 1 + index, 4, row.basis, "text", cols=2),
        ]
    bottom = top + 1 + len(rows)
    sum_text = f"=SUM({{cost.0}}:{{cost.{len(rows) - 1}}})"
    total = _total(bottom, 3, sum_text, direction.amount or 0, empty=direction.amount is None)
    if direction.whole_total:
        total = Cell(bottom, 3, Formula(sum_text, direction.amount or 0), "count", name="total")
    cells += [
        Cell(bottom, 1, say("合计"), "label", cols=2),
        total,
        Cell(bottom, 4, None, "text", cols=2),
    ]
    return cells


def _categories(top: int, rows: Sequence[Expense]) -> list[Cell]:
    if any(row.category for row in rows):
        return stub_cells(top, 1, [row.category for row in rows])
    return [Cell(top + index, 1, None, "center") for index in range(len(rows))]


def _heading(
    unit: Submission, say: Labels, kind: str, tag: str, title: str, split: tuple[int, int]
) -> list[Cell]:
    left, right = split
    width = left + right
    name = "" if kind in unit.blank_unit else unit.unit
    cells = [
        Cell(1, 0, f"{unit.year}年{title}", "title", cols=width, name="title"),
        Cell(2, 0, f"{say('填报单位：（盖章）')}{name}", "unit", cols=left),
        Cell(2, left, f"{say('金额单位：')}{unit.money_unit}", "money_unit", cols=right),
    ]
    tag = unit.tags.get(kind, tag)
    return [Cell(0, 0, tag or None, "tag"), *cells]


def _footing(unit: Submission, say: Labels, row: int, split: tuple[int, int]) -> list[Cell]:
    left, right = split
    return [
        Cell(row, 0, say("单位负责人签字："), "sign", cols=left + right, name="signature"),
        Cell(row + 1, 0, f"{say('填表人：')}{unit.preparer}", "contact", cols=left),
        Cell(row + 1, left, f"{say('联系电话：')}{unit.phone}", "contact", cols=right),
    ]


def _total(row: int, col: int, text: str, value: Amount, *, empty: bool) -> Cell:
    style = "total_blank" if empty else "total"
    return Cell(row, col, Formula(text, value), style, name="total")


def target_style(target: Target) -> str:
    """Return the format of a target: a date, a share of one, or plain text.

    Text such as ``=100%`` gets the mark Excel keeps on text that looks like a formula.
    """
    if isinstance(target, str) and target.startswith("="):
        return "equals"
    if isinstance(target, date):
        return "date"
    if isinstance(target, Decimal):
        return "percent"
    return "center"


def all_forms(unit: Submission) -> list[Form]:
    """Every form of a submission in the official order."""
    directions = [
        direction_form(unit, direction, key=f"direction.{index}")
        for index, direction in enumerate(unit.directions)
    ]
    return [department_form(unit), summary_form(unit), *directions]
