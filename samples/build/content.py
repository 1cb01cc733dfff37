"""What a unit filled in, loaded from the TOML files beside this script."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

LEVEL1 = ("产出指标", "效益指标", "成本指标", "满意度指标")
LEVEL2: dict[str, tuple[str, str]] = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "持续": ("效益指标", "可持续影响指标"),
    "满意": ("效益指标", "社会公众及服务对象满意度指标"),
}

Amount = Decimal | int
Target = str | int | Decimal | date
Table = dict[str, Any]


@dataclass(frozen=True)
class Indicator:
    """One row of an indicator table."""

    level1: str
    level2: str
    level3: str
    target: Target
    standard: str = ""


@dataclass(frozen=True)
class Expense:
    """One row of the expense table."""

    category: str
    item: str
    amount: Amount | None
    basis: str


@dataclass(frozen=True)
class Direction:
    """One 附表3: a spending direction of a fund."""

    name: str
    amount: Amount | None
    period_goal: str
    annual_goal: str
    indicators: tuple[Indicator, ...]
    expenses: tuple[Expense, ...]
    tag: str
    fund: str = ""
    fund_index: int = 0
    fund_amount: Amount | None = None
    whole_total: bool = False


@dataclass(frozen=True)
class Fund:
    """One row of 附表2, with the line it gets in the work plan."""

    name: str
    responsible: str
    plan_goal: str
    period_goal: str
    annual_goal: str
    amount: Amount | None
    directions: tuple[Direction, ...]


@dataclass(frozen=True)
class Department:
    """附表1 without the work plan, which follows from the funds."""

    duties: str
    income: tuple[Amount | None, Amount | None, Amount | None]
    basic: Amount | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Submission:
    """Everything one unit hands in."""

    unit: str
    year: int
    preparer: str
    phone: str
    period: str
    department: Department
    funds: tuple[Fund, ...]
    money_unit: str = "万元"
    blank_unit: frozenset[str] = frozenset()
    tags: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def total(self) -> Amount:
        """The sum of all funds."""
        return sum((fund.amount or 0 for fund in self.funds), start=Decimal(0))

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions of all funds in order."""
        return tuple(direction for fund in self.funds for direction in fund.directions)


def load(path: Path) -> Submission:
    """Read one content file and make sure its sums hold."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    submission = Submission(
        unit=raw["unit"],
        year=raw.get("year", 2023),
        preparer=raw.get("preparer", ""),
        phone=raw.get("phone", ""),
        period=raw.get("period", "2023.01.01-2023.12.31"),
        department=_department(raw["department"]),
        funds=tuple(_fund(index, fund) for index, fund in enumerate(raw["fund"])),
        money_unit=raw.get("money_unit", "万元"),
        blank_unit=frozenset(raw.get("blank_unit", [])),
        tags=raw.get("tags", {}),
        labels=raw.get("labels", {}),
    )
    _verify(submission, path.name)
    return submission


def indicator_rows(rows: list[list[Any]], standard: str) -> tuple[Indicator, ...]:
    """Build indicator rows; a row may start with a short name that stands for both levels."""
    return tuple(_indicator(row, standard) for row in rows)


def _indicator(row: list[Any], standard: str) -> Indicator:
    full = row if row[0] in LEVEL1 else [*LEVEL2[row[0]], *row[1:]]
    return Indicator(*(full if len(full) > 4 else [*full, standard]))


def _department(raw: Table) -> Department:
    first, second, third = raw["income"]
    return Department(
        duties=raw["duties"],
        income=(first, second, third),
        basic=raw["basic"],
        indicators=indicator_rows(raw["indicators"], ""),
    )


def _fund(index: int, raw: Table) -> Fund:
    amount = sum((part["amount"] for part in raw["direction"]), start=Decimal(0))
    return Fund(
        name=raw["name"],
        responsible=raw["responsible"],
        plan_goal=_text(raw, "plan_goal", raw["annual_goal"]),
        period_goal=raw["period_goal"],
        annual_goal=raw["annual_goal"],
        amount=amount,
        directions=tuple(_direction(part, raw, index, amount) for part in raw["direction"]),
    )


def _direction(raw: Table, fund: Table, index: int, amount: Amount) -> Direction:
    return Direction(
        name=_text(raw, "name", fund["name"]),
        amount=raw["amount"],
        period_goal=_text(raw, "period_goal", fund["period_goal"]),
        annual_goal=_text(raw, "annual_goal", fund["annual_goal"]),
        indicators=indicator_rows(raw["indicators"], "计划标准"),
        expenses=tuple(Expense(*row) for row in raw["expenses"]),
        tag=raw.get("tag", "附表3"),
        fund=fund["name"],
        fund_index=index,
        fund_amount=amount,
        whole_total=raw.get("whole_total", False),
    )


def _text(raw: Table, key: str, otherwise: str) -> str:
    return str(raw.get(key, otherwise))


def _verify(submission: Submission, name: str) -> None:
    department = submission.department
    income = sum((part or 0 for part in department.income), start=Decimal(0))
    if income != submission.total + (department.basic or 0):
        raise ValueError(f"{name}: income {income} is not basic + {submission.total}")
    for direction in submission.directions:
        spent = sum((row.amount or 0 for row in direction.expenses), start=Decimal(0))
        if spent != direction.amount:
            raise ValueError(f"{name}: {direction.name}: {spent} is not {direction.amount}")
