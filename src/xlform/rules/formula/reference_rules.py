"""G-10, G-12: formulas that refer to the wrong cell, or convert a unit where none differs."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.formula.examples import details, funds
from xlform.rules.formula.rule import FormulaRule
from xlform.rules.kernel import Text, register


@register
class WrongCell(FormulaRule):
    """A formula refers to another cell than the expected one."""

    code = "G-10"
    name = "wrong-cell-referred-to"
    severity = "error"
    summary = Text("公式引用错了单元格", "A formula refers to the wrong cell")
    rationale = Text(
        "插行以后跨表引用会错位一行，把别的专项的金额取了过来，项目和钱就对不上了。",
        "After a row is put in, references to a sheet slip by one and fetch another fund’s amount.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”引用错了单元格，应为“{new}”。",
            "The formula {old} of {what} refers to the wrong cell; it should be {new}.",
        ),
        "sheet": Text(
            "“{what}”的公式“{old}”引用错了工作表，应为“{new}”。",
            "The formula {old} of {what} refers to the wrong sheet; it should be {new}.",
        ),
    }
    bad_example = funds("='附表2'!C3 → 90.00")
    good_example = funds("='附表2'!C4 → 36.00")


@register
class MixedUnits(FormulaRule):
    """A formula converts between 元 and 万元 where both sides count the same."""

    code = "G-12"
    name = "unit-converted-in-formula"
    severity = "error"
    summary = Text("公式里混用元和万元", "A formula mixes 元 and 万元")
    rationale = Text(
        "两边都是万元，公式却又除以（或乘以）10000，金额差一万倍。",
        "Where both sides count 万元, a factor of 10000 makes the amount wrong by that much.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = "区级表样“金额单位：万元”"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”多了元与万元的换算，应为“{new}”。",
            "The formula {old} of {what} converts 元 and 万元 for no reason; it should be {new}.",
        ),
        "row": Text(
            "“{what}”的公式“{old}”只在这一行换算了元与万元，其他行都没有，疑为“{new}”。",
            "The formula {old} of {what} converts 元 and 万元 in this row alone; {new} is likely.",
        ),
        "row-unlike": Text(
            "“{what}”的公式“{old}”在这一行的换算与其他行不同，疑为“{new}”。",
            "The formula {old} of {what} converts its amount unlike the other rows; "
            "{new} is likely.",
        ),
    }
    bad_example = details("=SUM(D3:D5)/10000 → 0.0138")
    good_example = details("=SUM(D3:D5) → 138.00")
