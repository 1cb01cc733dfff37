"""The blank official workbooks a bureau hands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from content import Department, Direction, Expense, Fund, Indicator, Submission
from forms import department_form, direction_form, summary_form
from grid import Form, Placement, Sheet
from project import BLANK_PROJECT, project_form
from write import write_book

_LEVELS: tuple[tuple[str, str, int], ...] = (
    ("产出指标", "数量指标", 3),
    ("产出指标", "质量指标", 3),
    ("产出指标", "时效指标", 1),
    ("产出指标", "成本指标", 2),
    ("效益指标", "经济效益指标", 1),
    ("效益指标", "社会效益指标", 2),
    ("效益指标", "生态效益指标", 1),
    ("效益指标", "可持续影响指标", 1),
    ("效益指标", "社会公众及服务对象满意度指标", 1),
)
_PLAN_ROWS = 5
_FUND_ROWS = 6
_EXPENSE_ROWS = 6


def write_blanks(templates: Path) -> list[Path]:
    """Write every blank workbook below the templates folder."""
    plan, summary = _blank(_PLAN_ROWS), _blank(_FUND_ROWS)
    direction = direction_form(summary, _blank_direction(), key="direction.0")
    first = 10 + len(summary.department.indicators)
    books: list[tuple[str, str, str, Form]] = [
        (
            "shifeng-2023/department",
            "附表1 部门整体",
            "2023年部门整体支出绩效目标表",
            _roomy(department_form(plan), {75.0: [9], 30.0: range(11, 11 + _PLAN_ROWS)}),
        ),
        (
            "shifeng-2023/fund-summary",
            "附表2 汇总",
            "2023年区级专项资金绩效目标汇总表",
            _roomy(summary_form(summary), {48.0: range(5, 5 + _FUND_ROWS)}),
        ),
        (
            "shifeng-2023/fund-direction",
            "附表3 支出方向",
            "2023年区级专项资金支出方向绩效目标表",
            _roomy(direction, {45.0: [6, 7], 27.0: range(first, first + _EXPENSE_ROWS)}),
        ),
        (
            "national-2015/project",
            "项目支出绩效目标申报表",
            "项目支出绩效目标申报表",
            _roomy(project_form(BLANK_PROJECT), {84.0: [9]}),
        ),
    ]
    written = []
    for folder, name, title, form in books:
        path = templates / folder / "blank.xlsx"
        write_book(path, [Sheet(name, (Placement(form),))], title=title, author="")
        written.append(path)
    return written


def _roomy(form: Form, rooms: dict[float, Iterable[int]]) -> Form:
    lows = tuple((row, height) for height, rows in rooms.items() for row in rows)
    return replace(form, lows=lows)


def _blank(rows: int) -> Submission:
    indicators = tuple(
        Indicator(level1, level2, "", "", "") for level1, level2, n in _LEVELS for _ in range(n)
    )
    fund = Fund("", "", "", "", "", None, ())
    return Submission(
        unit="",
        year=2023,
        preparer="",
        phone="",
        period="",
        department=Department("", (None, None, None), None, indicators),
        funds=(fund,) * rows,
    )


def _blank_direction() -> Direction:
    indicators = _blank(1).department.indicators
    expenses = (Expense("", "", None, ""),) * _EXPENSE_ROWS
    return Direction("", None, "", "", indicators, expenses, "附表3")
