"""G-11, G-13, G-14: results that are old, rounded, or not what the relation says."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.formula.examples import details
from xlform.rules.formula.rule import FormulaRule
from xlform.rules.kernel import Text, register

_MENDED = details("=SUM(D3:D5) → 138.00")


@register
class Stale(FormulaRule):
    """A formula is right, and the result stored with it is an old one."""

    code = "G-11"
    name = "result-out-of-date"
    severity = "warning"
    engine_limits = "full"
    summary = Text("公式的结果过时", "A formula’s stored result is out of date")
    rationale = Text(
        "文件设成了手动计算，或由程序改过数，存着的结果没有重算，预览、打印和导入看到的是旧数。",
        "Changed and not recalculated, the file shows old numbers in previews, prints and imports.",
    )
    help = Text("请重新计算（F9）后保存。", "Recalculate (F9) and save.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”存着的结果是 {seen}，重新计算应为 {expected}。",
            "The formula {old} of {what} is stored with {seen}; recalculated it is {expected}.",
        ),
    }
    bad_example = details("=SUM(D3:D5) → 126.00")
    good_example = _MENDED


@register
class RoundedAway(FormulaRule):
    """A formula rounds, and the total is no longer the sum of its rows."""

    code = "G-13"
    name = "rounding-in-formula"
    severity = "warning"
    summary = Text("公式四舍五入，合计与明细差了尾数", "A formula rounds a part of the sum away")
    rationale = Text(
        "合计按整数或角取整后，与明细之和差几分几厘，和附表1、附表2对不上。",
        "Rounded to whole figures, a total differs from its rows and from the other forms.",
    )
    help = Text(
        "请把公式改为“{new}”，小数位用单元格格式控制。",
        "Make the formula {new}, and set the decimals shown by the cell’s format.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”做了四舍五入，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} rounds: {actual} instead of {expected}.",
        ),
    }
    bad_example = details("=ROUND(SUM(D3:D5),0) → 138", "89.96")
    good_example = details("=ROUND(SUM(D3:D5),2) → 137.96", "89.96")


@register
class OtherResult(FormulaRule):
    """A formula that is no sum has another result than the relation."""

    code = "G-14"
    name = "formula-with-other-result"
    severity = "warning"
    summary = Text("公式的结果与勾稽关系不符", "A formula’s result is not the relation’s")
    rationale = Text(
        "合计用别的写法（条件求和、加减常数）时，结果必须还是各项之和。",
        "Written another way (a conditional sum, a constant added) a total must still be the sum.",
    )
    help = Text("请核对公式，或改为“{new}”。", "Check the formula, or make it {new}.")
    legal_basis = "财预〔2015〕88号审核表一、完整性审核（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”结果是 {actual}，按“{new}”应为 {expected}。",
            "The formula {old} of {what} comes to {actual}; by {new} it is {expected}.",
        ),
        "shown-rows": Text(
            "“{what}”的公式“{old}”不计隐藏的行，结果是 {actual}；连同隐藏的行为 {expected}。",
            "The formula {old} of {what} leaves out hidden rows: {actual}, with them {expected}.",
        ),
    }
    bad_example = details("=SUM(D3:D5)-38 → 100.00")
    good_example = details('=SUMIF(B3:B5,"*经费",D3:D5) → 138.00')
