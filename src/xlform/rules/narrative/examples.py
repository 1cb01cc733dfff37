"""A short narrative in the grid notation, for the examples: column A holds its paragraphs."""

from __future__ import annotations

_TOP = """
@sheet 正文
| 2023年部门整体支出绩效目标表编报说明 |
| 一、基本信息 |
| 1.填报单位（盖章）：云田镇人民政府。 |
| 2.预算收支出情况 |
"""
DUTIES = "贯彻落实国家政策，发展经济、文化和社会事业，维护社会稳定。"
INCOME = "2023年收入545.00万元，其中：财政拨款收入545.00万元，其他资金来源0万元。"
SPENT = "2023年支出545.00万元，其中：基本支出400.00万元，项目支出145.00万元。"
GREENING = "项目支出95.00万元，主要用于行道树补植。项目实施及绩效情况如下：补植行道树400株。"
COMMUNITY = "项目支出50.00万元，主要用于社区运转。项目实施及绩效情况如下：保障9个社区运转。"
PROJECTS = (("城乡绿化专项", GREENING), ("社区经费", COMMUNITY))


def narrative(
    *projects: tuple[str, str],
    income: str = INCOME,
    spent: str = SPENT,
    duties: str = DUTIES,
    plan: str = "补植行道树，保障社区运转。",
) -> str:
    """Return a narrative; each project is a name and a paragraph."""
    lines = [
        income,
        spent,
        f"3.部门职能职责概述：{duties}",
        "二、年度重点工作计划",
        plan,
        "三、年度绩效指标",
    ]
    for number, (name, paragraph) in enumerate(projects or PROJECTS, 1):
        lines += [f"（{number}）{name}", paragraph]
    return _TOP + "".join(f"| {line} |\n" for line in lines if line)


def listed(*rows: tuple[str, str]) -> str:
    """Return 附表2 with the names and amounts of its funds."""
    head = "@sheet 附表2\n| 序号 | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |\n"
    return head + "".join(
        f"| {n} | {name} | {amount} | | |\n" for n, (name, amount) in _numbered(rows)
    )


def _numbered(rows: tuple[tuple[str, str], ...]) -> zip[tuple[str, tuple[str, str]]]:
    return zip("一二三四五六", rows, strict=False)


def detailed(fund: str, *lines: tuple[str, str, str]) -> str:
    """Return 附表3 of a fund with content, item and amount of its details."""
    head = (
        f"@sheet 附表3\n| 支出方向（子项） | {fund} | 所属专项 | 名称 | {fund} |\n"
        "| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |\n"
    )
    return head + "".join(
        f"| ^ | {category} | {item} | {amount} | |\n" for category, item, amount in lines
    )
