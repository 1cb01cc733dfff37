"""G-02 … G-05: sums that leave out a row, take one too many, take one twice, or take themselves."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.formula.examples import details
from xlform.rules.formula.rule import FormulaRule
from xlform.rules.kernel import Text, register

_BASIS = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核（无错项）"
_MENDED = details("=SUM(D3:D5) → 138.00")


@register
class SumTooShort(FormulaRule):
    """A sum leaves out a row."""

    code = "G-02"
    name = "sum-too-short"
    severity = "error"
    summary = Text("求和漏加了行", "A sum leaves out a row")
    rationale = Text(
        "新插的行落在求和区域的头上或末尾时，公式不会自动包括它，合计就少了。",
        "A row put in above or below the summed range is not taken in, and the total is short.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”漏加了 {missing}，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} leaves out {missing}: {actual} instead of {expected}.",
        ),
        "first": Text(
            "“{what}”的公式“{old}”漏加了第一行 {missing}，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} leaves out the first row, {missing}: "
            "{actual} instead of {expected}.",
        ),
        "last": Text(
            "“{what}”的公式“{old}”漏加了最后一行 {missing}，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} leaves out the last row, {missing}: "
            "{actual} instead of {expected}.",
        ),
    }
    bad_example = details("=SUM(D3:D4) → 126.00")
    good_example = _MENDED


@register
class SumTooLong(FormulaRule):
    """A sum takes in a number that is none of its addends."""

    code = "G-03"
    name = "sum-too-long"
    severity = "error"
    summary = Text("求和多加了单元格", "A sum takes in a cell too many")
    rationale = Text(
        "求和区域拖得太长，把别的数也加了进来，合计就多了。",
        "A range drawn too far takes in other numbers, and the total is too large.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”多加了 {extra}，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} takes in {extra} as well: {actual} instead of {expected}.",
        ),
    }
    bad_example = details("=SUM(D3:D5)+E6 → 150.00 | 12.00")
    good_example = details("=SUM(D3:E5) → 138.00 | 12.00")


@register
class CountedTwice(FormulaRule):
    """A sum counts an amount twice, on its own and in a subtotal."""

    code = "G-04"
    name = "amount-counted-twice"
    severity = "error"
    summary = Text("求和重复计算（小计又加了一遍）", "A sum counts an amount twice")
    rationale = Text(
        "小计已经是明细之和，合计再把它和明细一起加，同一笔钱就算了两次。",
        "A subtotal is the sum of its rows; a total that adds both counts the money twice.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”重复计算，结果 {actual}，应为 {expected}。",
            "The formula {old} of {what} counts an amount twice: {actual} instead of {expected}.",
        ),
    }
    bad_example = details(
        "=SUM(D3:D6) → 264.00", "90.00", "| ^ | 小计 | < | =SUM(D3:D4) → 126.00 | |"
    )
    good_example = details(
        "=SUM(D5:D6) → 138.00", "90.00", "| ^ | 小计 | < | =SUM(D3:D4) → 126.00 | |"
    )


@register
class CountsItself(FormulaRule):
    """A formula reads its own cell."""

    code = "G-05"
    name = "formula-counts-itself"
    severity = "error"
    summary = Text("公式把自己也加了进去", "A formula takes in its own cell")
    rationale = Text(
        "求和区域包括合计本身，就成了循环引用，表格软件算不出来，只显示 0 或报错。",
        "A range that includes its total refers in a circle: no result, but 0 or an error.",
    )
    help = Text("请把合计本身移出求和区域。", "Take the cell itself out of the range.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”把自己也加了进去，应为“{new}”。",
            "The formula {old} of {what} takes in its own cell; it should be {new}.",
        ),
        "no-suggestion": Text(
            "“{what}”的公式“{old}”引用了自己。", "The formula {old} of {what} refers to itself."
        ),
    }
    bad_example = details("=SUM(D3:D6) → 0")
    good_example = _MENDED
