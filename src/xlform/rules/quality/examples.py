"""Common parts of the examples of rules on indicators, in the grid notation."""

from __future__ import annotations

HEAD = """
| 支出方向（子项） | 植树绿化 | 所属专项 | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
"""


def indicator_row(
    level1: str, level2: str, name: str, target: str, standard: str = "计划标准"
) -> str:
    """Return one row of the indicators."""
    return f"| ^ | {level1} | {level2} | {name} | {target} | {standard} |\n"


def quantity_row(name: str, target: str) -> str:
    """Return a row of 数量指标."""
    return indicator_row("产出指标", "数量指标", name, target)


def social_effect_row(name: str, target: str) -> str:
    """Return a row of 社会效益指标."""
    return indicator_row("效益指标", "社会效益指标", name, target)
