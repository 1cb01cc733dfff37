"""Draws the national project form (财预〔2015〕88号), with its medium-term and annual halves."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from content import Amount
from forms import stub_cells
from grid import Cell, Form, Formula

Row = tuple[str, str, str, str, str, str]
"""level1, level2, medium indicator, medium target, annual indicator, annual target"""


@dataclass(frozen=True)
class Money:
    """Fiscal and other funds of one half."""

    fiscal: Amount | None
    other: Amount | None

    @property
    def total(self) -> Amount:
        """Both together."""
        return (self.fiscal or 0) + (self.other or 0)


@dataclass(frozen=True)
class Project:
    """What the form asks of one project."""

    year: str
    name: str
    department: str
    unit: str
    nature: str
    term: str
    medium_head: str
    medium_goals: str
    annual_goals: str
    medium: Money
    annual: Money
    rows: tuple[Row, ...]


_OUTPUT = ("数量指标", "质量指标", "时效指标", "成本指标")
_BENEFIT = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")


def _placeholders() -> tuple[Row, ...]:
    rows: list[Row] = []
    for level1, kinds in (
        ("产出指标", (*_OUTPUT, "……")),
        ("效益指标", (*_BENEFIT, "……")),
        ("满意度指标", ("服务对象满意度指标", "……")),
    ):
        for kind in kinds:
            lines = ("",) if kind == "……" else ("指标1：", "指标2：", "……")
            rows += [(level1, kind, line, "", line, "") for line in lines]
    return tuple(rows)


BLANK_PROJECT = Project(
    year="（    年度）",
    name="",
    department="",
    unit="",
    nature="",
    term="",
    medium_head="中期目标（20XX年—20XX+n年）",
    medium_goals="目标1：\n目标2：\n目标3：\n……",
    annual_goals="目标1：\n目标2：\n目标3：\n……",
    medium=Money(None, None),
    annual=Money(None, None),
    rows=_placeholders(),
)


def load_project(path: Path) -> Project:
    """Read a project from its TOML file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Project(
        year=raw["year"],
        name=raw["name"],
        department=raw["department"],
        unit=raw["unit"],
        nature=raw["nature"],
        term=raw["term"],
        medium_head=raw["medium"]["head"],
        medium_goals=_goals(raw["medium"]["goals"]),
        annual_goals=_goals(raw["annual"]["goals"]),
        medium=Money(raw["medium"]["fiscal"], raw["medium"]["other"]),
        annual=Money(raw["annual"]["fiscal"], raw["annual"]["other"]),
        rows=_paired(raw["indicators"]),
    )


def _goals(lines: list[str]) -> str:
    return "\n".join(f"目标{number}：{line}" for number, line in enumerate(lines, 1))


def _paired(groups: list[dict[str, Any]]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for group in groups:
        pairs = zip_longest(group["medium"], group["annual"], fillvalue=("", ""))
        for medium, annual in pairs:
            rows.append((group["level1"], group["level2"], *medium, *annual))
    return tuple(rows)


def project_form(project: Project) -> Form:
    """Draw the whole form: columns A to H, the annual half in F to H."""
    rows = project.rows
    cells = [
        Cell(0, 0, "项目支出绩效目标申报表", "title", cols=8, name="title"),
        Cell(1, 0, project.year, "year", cols=8),
        Cell(2, 0, "项目名称", "label"),
        Cell(2, 1, project.name, "center", cols=7),
        Cell(3, 0, "主管部门及代码", "label"),
        Cell(3, 1, project.department, "center", cols=3),
        Cell(3, 4, "实施单位", "label"),
        Cell(3, 5, project.unit, "center", cols=3),
        Cell(4, 0, "项目属性", "label"),
        Cell(4, 1, project.nature, "center", cols=3),
        Cell(4, 4, "项目期", "label"),
        Cell(4, 5, project.term, "center", cols=3),
        Cell(5, 0, "项目资金\n（万元）", "label", rows=3),
        *_funds("medium", 1, 3, project.medium, "中期资金总额："),
        *_funds("annual", 5, 7, project.annual, "年度资金总额："),
        Cell(8, 0, "总体目标", "label", rows=2),
        Cell(8, 1, project.medium_head, "head", cols=4),
        Cell(8, 5, "年度目标", "head", cols=3),
        Cell(9, 1, project.medium_goals, "text", cols=4),
        Cell(9, 5, project.annual_goals, "text", cols=3),
        Cell(10, 0, "绩效指标", "label", rows=1 + len(rows)),
    ]
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
    cells += [Cell(10, 1 + col, word, "head") for col, word in enumerate(heads)]
    outer, inner = [row[0] for row in rows], [row[1] for row in rows]
    cells += stub_cells(11, 1, outer)
    cells += stub_cells(11, 2, inner, outer)
    cells += stub_cells(11, 5, inner, outer)
    for index, row in enumerate(rows):
        for col, value, style in zip(
            (3, 4, 6, 7), row[2:], ("text", "center", "text", "center"), strict=True
        ):
            cells.append(Cell(11 + index, col, value, style))
    return Form("project", tuple(cells), (10, 9, 13, 21, 13, 13, 21, 13))


def _funds(half: str, left: int, right: int, money: Money, total: str) -> list[Cell]:
    value = Formula(f"={{{half}.fiscal}}+{{{half}.other}}", money.total)
    style = "total_blank" if money.fiscal is None else "total"
    last = 2 if right == 3 else 1
    fiscal, other = f"{half}.fiscal", f"{half}.other"
    return [
        Cell(5, left, total, "text", cols=2),
        Cell(5, right, value, style, cols=last, name=f"{half}.total"),
        Cell(6, left, "  其中：财政拨款", "text", cols=2),
        Cell(6, right, money.fiscal, "money", cols=last, name=fiscal, check="money"),
        Cell(7, left, "        其他资金", "text", cols=2),
        Cell(7, right, money.other, "money", cols=last, name=other, check="money"),
    ]
