"""G-06 … G-08: circular formulas, formulas with an error, links to another file."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.formula.examples import details, funds
from xlform.rules.formula.rule import FormulaRule
from xlform.rules.kernel import Text, register


@register
class Circle(FormulaRule):
    """Formulas refer to each other in a circle."""

    code = "G-06"
    name = "circular-reference"
    severity = "error"
    summary = Text("公式循环引用", "Formulas refer to each other in a circle")
    rationale = Text(
        "甲等于乙、乙又等于甲，谁也算不出来，表格软件只显示 0 或报错。",
        "Where one cell equals another and the other the first, neither has a result.",
    )
    help = Text(
        "请改掉循环中的一个公式，让它直接加总明细。", "Change one of them so that it adds up rows."
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”绕回了自己（循环引用），应为“{new}”。",
            "The formula {old} of {what} leads back to itself; it should be {new}.",
        ),
        "no-suggestion": Text(
            "“{what}”的公式“{old}”绕回了自己（循环引用）。",
            "The formula {old} of {what} leads back to itself.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | =D6 → 0      | ^        | 金额 | 90.00                  |
| 项目实施期         | 2023年       | <        | <    | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 合计         | <        | =B2 → 0 |                     |
"""
    good_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | =D6 → 90     | ^        | 金额 | 90.00                  |
| 项目实施期         | 2023年       | <        | <    | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 合计         | <        | =SUM(D5:D5) → 90 |            |
"""


@register
class FailsAndKnown(FormulaRule):
    """A formula shows an error, and the relations of the form give the right one."""

    code = "G-07"
    name = "formula-with-error"
    severity = "error"
    summary = Text("公式出错，可按勾稽关系重写", "A formula fails and can be written anew")
    rationale = Text(
        "删过行会留下“#REF!”，函数名写错是“#NAME?”，加了文字是“#VALUE!”；合计没有数，表就没法审。",
        "A deleted row leaves #REF!, a misspelt function #NAME?, words #VALUE!: there is no total.",
    )
    help = Text("请把公式改为“{new}”。", "Make the formula {new}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”出错（{seen}），应为“{new}”。",
            "The formula {old} of {what} fails ({seen}); it should be {new}.",
        ),
        "row": Text(
            "“{what}”的公式“{old}”出错（{seen}），照其他行应为“{new}”。",
            "The formula {old} of {what} fails ({seen}); like the other rows it should be {new}.",
        ),
        "unknown": Text(
            "“{what}”的公式“{old}”算不出数，应为“{new}”。",
            "The formula {old} of {what} gives no number; it should be {new}.",
        ),
    }
    bad_example = details("=D3+#REF!+D5 → #REF!")
    good_example = details("=D3+D4+D5 → 138.00")


@register
class OtherFile(FormulaRule):
    """A formula takes its number from another file."""

    code = "G-08"
    name = "formula-links-to-file"
    severity = "warning"
    summary = Text("公式引用了别的文件", "A formula reads another file")
    rationale = Text(
        "引用的文件不在报送件里，打开时更新不了，看到的是旧数；换一台电脑就断了链。",
        "The other file is not handed in: the number can't be brought up to date, or checked.",
    )
    help = Text("请改用本文件内的公式或数值。", "Use a formula of this file, or the number itself.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”的公式“{old}”引用了别的文件，应为“{new}”。",
            "The formula {old} of {what} reads another file; it should be {new}.",
        ),
        "no-suggestion": Text(
            "“{what}”的公式“{old}”引用了别的文件。",
            "The formula {old} of {what} reads another file.",
        ),
    }
    bad_example = funds("='[科室汇总.xlsx]附表2'!C4 → 36.00")
    good_example = funds("='附表2'!C4 → 36.00")
