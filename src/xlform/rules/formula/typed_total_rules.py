"""G-01, G-09: a number typed over a formula, and a formula that is only text."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.formula.examples import details
from xlform.rules.formula.rule import FormulaRule
from xlform.rules.kernel import Text, register


@register
class TypedOver(FormulaRule):
    """A number was typed where the official form has a formula."""

    code = "G-01"
    name = "total-typed-over"
    severity = "warning"
    summary = Text("合计是手填的数，不是公式", "A total is a typed number, no formula")
    rationale = Text(
        "官方表样的合计是求和公式；改成手填的数以后，明细再改，合计不会跟着变。",
        "The official form adds up by a formula; a typed number stays when the rows change.",
    )
    help = Text("请恢复为公式“{new}”。", "Put the formula {new} back.")
    legal_basis = "区级表样空白表“合计”栏的公式"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”是手填的 {old}，数没有错，但不是公式“{new}”。",
            "{what} is the typed number {old}; it is right, yet no formula {new}.",
        ),
        "differs": Text(
            "“{what}”是手填的 {old}，按公式“{new}”应为 {expected}。",
            "{what} is the typed number {old}; by {new} it is {expected}.",
        ),
        "row": Text(
            "“{what}”在这一行是手填的 {old}，数没有错，但其他行都是公式，应为公式“{new}”。",
            "{what} is the typed number {old} in this row; it is right, but all other rows are "
            "formulas, and it should be {new}.",
        ),
        "row-differs": Text(
            "“{what}”在这一行是手填的 {old}，其他行都是公式，按公式“{new}”应为 {expected}。",
            "{what} is the typed number {old} in this row, where all other rows are formulas; "
            "by {new} it is {expected}.",
        ),
    }
    bad_example = details("128.00")
    good_example = details("=SUM(D3:D5) → 138.00")


@register
class FormulaAsText(FormulaRule):
    """A formula is stored as text."""

    code = "G-09"
    name = "formula-stored-as-text"
    severity = "error"
    summary = Text("公式存成了文本", "A formula is stored as text")
    rationale = Text(
        "单元格先设成了文本格式，公式就只是一串字，显示“=…”本身，不参加任何计算。",
        "In a cell formatted as text a formula is but words: it shows itself and computes nothing.",
    )
    help = Text(
        "请把单元格改为常规格式，重新录入公式。", "Format the cell as general and enter it again."
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”里的“{old}”是文本，不是公式，应为公式“{new}”。",
            "{old} in {what} is text, no formula; it should be the formula {new}.",
        ),
        "no-suggestion": Text(
            "“{what}”里的“{old}”是文本，不是公式。", "{old} in {what} is text, no formula."
        ),
    }
    bad_example = details("'=SUM(D3:D5)")
    good_example = details("=SUM(D3:D5) → 138.00")
