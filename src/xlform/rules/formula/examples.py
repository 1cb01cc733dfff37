"""The examples' common forms: a direction's details, and a summary with two of its directions."""

from __future__ import annotations

_HEAD = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称  | 社区经费               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额  | 支出测算依据及过程说明 |
"""


def details(total: str, first: str = "90.00", *between: str) -> str:
    """Details of 90, 36 and 12; ``total`` is in D6, or below the rows added in ``between``."""
    rows = (
        f"| ^ | 运转经费 | 办公费 | {first} | 9个*10（万元/个）=90万元 |\n"
        "| ^ | 人员经费 | 社保   | 36.00   | 12月*3（万元/月）=36万元 |\n"
    )
    rows += "".join(f"{row}\n" for row in between)
    rows += "| ^ | 维修经费 | 维修费 | 12.00 | 2次*6（万元/次）=12万元 |\n"
    return f"{_HEAD}{rows}| ^ | 合计 | < | {total} | |\n"


def funds(amount_of_second: str) -> str:
    """A summary and the form of its second fund, whose amount is in D2 of 附表3-2."""
    return f"""
@sheet 附表2
| 序号 | 名称         | 金额                    | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | =SUM(C3:C4) → 126.00    |                |              |
| 一   | 环境整治专项 | 90.00                   | 环境改善       | 环境改善     |
| 二   | 社区经费     | 36.00                   | 社区运转       | 社区运转     |
@sheet 附表3-2
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费             |
| 项目金额         | 36.00    | ^        | 金额 | {amount_of_second}   |
| 项目实施期       | 2023年   | <        | <    | <                    |
"""
