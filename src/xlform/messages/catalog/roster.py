"""Messages on the roster of units, their status, and the sums of a district."""

from __future__ import annotations

from typing import Final

ROSTER: Final[dict[str, tuple[str, str]]] = {
    "error.roster-columns": (
        "名单“{path}”里没有“单位名称”一列（现有：{seen}）：请把第一行写成列名，至少有“单位名称”，"
        "可另有“简称”“编码”“应报表格”“科室”“责任人”。",
        "The roster {path} has no column 单位名称 (it has: {seen}): name the columns in its first "
        "line; 简称, 编码, 应报表格, 科室 and 责任人 may be others.",
    ),
    "error.roster-empty": (
        "名单“{path}”里没有一个单位：请在“单位名称”下每行写一个。",
        "The roster {path} names no unit: write one per line below 单位名称.",
    ),
    "error.roster-twice": (
        "名单“{path}”里“{unit}”写了两次：请删去一行。",
        "The roster {path} names {unit} twice: remove one line.",
    ),
    "error.roster-form": (
        "名单“{path}”里“{unit}”的应报表格“{form}”不认识：可写{known}。",
        "The roster {path} expects {form} from {unit}, which is unknown: known forms are {known}.",
    ),
    "state.complete": ("已报齐", "complete"),
    "state.partial": ("缺表", "forms missing"),
    "state.unreadable": ("已报·读不了", "unreadable"),
    "state.absent": ("未报", "not submitted"),
    "state.unreadable-because": ("已报·读不了（{reasons}）", "unreadable ({reasons})"),
    "unreadable.encrypted": ("设有打开密码", "needs a password"),
    "unreadable.damaged": ("文件已损坏", "damaged"),
    "unreadable.empty": ("空文件", "empty file"),
    "unreadable.too-large": ("文件太大", "too large"),
    "unreadable.no-forms": ("没有认出填报表", "no known form"),
    "unreadable.other": ("原因见“来源”", "see the sheet sources"),
    "measure.field": ("{form}“{label}”之和", "sum of {label} in {form}"),
    "measure.funds": ("{form}各{what}金额之和", "sum of the amounts of each {what} in {form}"),
    "measure.expenses": ("{form}{what}之和", "sum of the {what} in {form}"),
    "difference.rounding": ("尾差", "rounding"),
    "difference.real": ("差额", "difference"),
}
