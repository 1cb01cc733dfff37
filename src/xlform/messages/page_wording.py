"""Messages that name a command or an option, as a page of ``xlform serve`` words them.

Whoever reads a page has no terminal: these say what can be done there. The keys are those of the
catalog, with the same placeholders.
"""

from __future__ import annotations

from typing import Final

_LEARN: Final = "没见过的表，在“表样”一页用空白表添加。"
_LEARN_EN: Final = "A form not known yet is added from its blank on the page Forms."

PAGE_WORDING: Final[dict[str, tuple[str, str]]] = {
    "error.no-form": (
        "“{path}”里没有认出任何已知表格：最接近“{nearest}”，但缺少标签 {missing}。"
        "请核对是否用错模板；" + _LEARN,
        "No known form was found in {path}: the closest is {nearest}, but these labels are "
        "missing: {missing}. Is it the right template? " + _LEARN_EN,
    ),
    "error.no-form-near": (
        "“{path}”里没有认出任何已知表格：只有几种表都有的标签（{found}），与哪一种都不相近。请核对是否发错文件；"
        + _LEARN,
        "No known form was found in {path}: it has only labels that several forms share ({found}) "
        "and is near none of them. Is it the right file? " + _LEARN_EN,
    ),
    "error.no-form-at-all": (
        "“{path}”里没有认出任何已知表格，也没有一个已知标签：请核对是否发错文件；" + _LEARN,
        "No known form was found in {path}, and no known label: is it the right file? " + _LEARN_EN,
    ),
    "error.hidden-file": (
        "“{path}”是隐藏文件（名称以点开头），不当作填报表；确是填报表的，请改名后再放入。",
        (
            "{path} is a hidden file (its name begins with a dot): if it is a submission, "
            "rename it and add it again."
        ),
    ),
    "error.own-output": (
        "“{path}”是 xlform 写出的{kind}，不是报送件，没有读取：请放入填报单位交来的文件。",
        (
            "{path} is a {kind} that xlform wrote, no submission, and was not read: add the "
            "file that the unit sent."
        ),
    ),
    "error.no-cells": (
        "“{path}”是{seen}，没有可以标注或修复的单元格：请用填报单位的工作簿。",
        "{path} is {seen} and has no cells to mark or fix: use the unit's workbook.",
    ),
    "error.faulty-json": (
        "“{path}”的 JSON 内容有误（{fault}）：请重新下载，或放入填报单位交来的文件。",
        (
            "The JSON in {path} is invalid ({fault}): download it again, or add the file "
            "that the unit sent."
        ),
    ),
    "error.unknown-template": (
        "“{path}”用到了本机没有的模板 {template}：请先在“表样”一页添加，或放入填报单位交来的文件。",
        (
            "{path} uses the template {template}, which is not available: add it on the "
            "page Forms, or add the file that the unit sent."
        ),
    ),
    "declined.unsafe": (
        "没有改：改动会影响金额或文字，请核实后单独改正这一处。",
        "Left: it would change an amount or text; check it, then correct it by itself.",
    ),
    "not-asked.formulas-only": (
        "这条规则核对没有表样的工作簿的公式",
        "the rule checks the formulas of workbooks that are no known form",
    ),
    "summary.other-years": (
        "另有其他年度的文件没有计入：{years}；见“来源”，可在“全区”一页选那一年。",
        (
            "Files of other years are not counted: {years}; see sources; choose the year on "
            "the page District."
        ),
    ),
}
