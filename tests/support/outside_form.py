"""A form of another district with every kind of layout, its blank, and its declaration."""

from __future__ import annotations

from pathlib import Path

import openpyxl

PLAN = """kind = "works-plan"
name = "农田水利工程计划表"
title = ['(?P<year>20\\d\\d)?年?农田水利工程计划表$']
closing = ["preparer"]
subject = "project"
ignore = ['^注：']

[recognise]
labels = ["工程名称", "建设内容", "工程资金", "工程明细"]
least = 3

[field]
unit     = { label = "建设单位", required = true }
project  = { label = "工程名称", required = true }
content  = { label = "建设内容" }
total    = { label = "合计", under = "工程资金", kind = "amount" }
fiscal   = { label = "财政资金", under = "工程资金", kind = "amount" }
raised   = { label = "自筹资金", under = "工程资金", kind = "amount" }
budget   = { label = "预算数", row = "当年资金", kind = "amount", name = "当年预算数" }
spent    = { label = "执行数", row = "当年资金", kind = "amount" }
goal     = { label = "建设目标", look = ["below"] }
preparer = { label = "填表人", personal = true }

[table.items]
title = "工程明细"
under = "工程明细"
one_of = [["done", "open"]]
[table.items.total]
label = "合计"
column = "amount"
field = "items_total"
[table.items.column]
item   = { label = "名称" }
number = { label = "数量", kind = "number" }
price  = { label = "单价", kind = "number" }
amount = { label = "金额", kind = "amount" }
done   = { label = "已完工", over = "进度", kind = "tick" }
open   = { label = "未完工", over = "进度", kind = "tick" }
grade  = { label = "等级", choice = ["一级", "二级"] }

[[relation]]
check = "total = fiscal + raised"

[[relation]]
each = "items"
check = "items.amount = items.number * items.price / 10000"

[[relation]]
check = "items_total = sum(items.amount)"
"""
LIST = """kind = "works-list"
name = "农田水利工程汇总表"
title = ['农田水利工程汇总表$']
[recognise]
labels = ["排名", "工程", "投资额"]
same_row = true
[field]
unit = { label = "汇总单位" }
[table.works.column]
seq = { label = "排名", kind = "sequence" }
project = { label = "工程" }
amount = { label = "投资额", kind = "amount" }
"""
SET = """name = "农田水利"
year = 2024

[[relation]]
each = "works-list.works"
with = "works-plan"
where = "works-plan.project = works.project"
check = "works.amount = sum(works-plan.total)"
"""
_PLAN_ROWS: tuple[tuple[str | None, ...], ...] = (
    ("2024年农田水利工程计划表",),
    ("建设单位：",),
    ("工程名称", None, "建设内容"),
    ("工程资金", "合计（万元）", None, "财政资金（万元）", None),
    (None, "自筹资金（万元）"),
    (None, None, "预算数（万元）", "执行数（万元）"),
    (None, "当年资金"),
    ("建设目标",),
    (None,),
    ("工程明细", "名称", "数量", "单价", "金额（万元）", "进度", None, "等级"),
    (None, None, None, None, None, "已完工", "未完工"),
    *((None,),) * 2,
    (None, "合计"),
    ("填表人：",),
    ("注：金额保留两位小数。",),
)  # fmt: skip
_LIST_ROWS: tuple[tuple[str, ...], ...] = (
    ("农田水利工程汇总表",), ("汇总单位：",), ("排名", "工程", "投资额（万元）"),
)  # fmt: skip
_MERGES = ("A4:A7", "A10:A14", "B10:B11", "C10:C11", "D10:D11", "E10:E11", "F10:G10", "H10:H11")


def write_outside_set(folder: Path) -> Path:
    """Write the set ``own-2024`` with its two forms; return its folder."""
    plan = openpyxl.Workbook()
    assert plan.active
    for row in _PLAN_ROWS:
        plan.active.append(row)
    plan.active["A9"].value = None
    for merge in _MERGES:
        plan.active.merge_cells(merge)
    table = openpyxl.Workbook()
    assert table.active
    for row in _LIST_ROWS:
        table.active.append(row)
    for name, text, book in (("plan", PLAN, plan), ("list", LIST, table)):
        (folder / "own-2024" / name).mkdir(parents=True)
        (folder / "own-2024" / name / "form.toml").write_text(text, encoding="utf-8")
        book.save(folder / "own-2024" / name / "blank.xlsx")
    (folder / "own-2024" / "set.toml").write_text(SET, encoding="utf-8")
    return folder / "own-2024"
