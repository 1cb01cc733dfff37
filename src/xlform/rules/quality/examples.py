"""What the examples of the pages on indicators have in common: a form's first lines."""

from __future__ import annotations

HEAD = """
| 支出方向（子项） | 植树绿化 | 所属专项 | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
"""


def indicator(level1: str, level2: str, name: str, target: str, standard: str = "计划标准") -> str:
    """One line of the indicators in the grid notation."""
    return f"| ^ | {level1} | {level2} | {name} | {target} | {standard} |\n"


def quantity(name: str, target: str) -> str:
    """A line among the 数量指标."""
    return indicator("产出指标", "数量指标", name, target)


def social(name: str, target: str) -> str:
    """A line among the 社会效益指标."""
    return indicator("效益指标", "社会效益指标", name, target)
