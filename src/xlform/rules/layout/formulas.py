"""F-06 and F-07: formulas without a reliable result.

Where the relations of the form determine the formula, the rules on formulas (G) report it instead.
"""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import open_notes

_HEAD = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
"""


@register
class FormulaUnknown(Rule):
    """The result of a formula could not be computed.

    It refers to another workbook, has no stored result, or uses a function that xlform and the
    engines at hand can't compute.
    """

    code = "F-06"
    name = "formula-without-result"
    severity = "warning"
    scope = "submission"
    note_codes = ("formula-unknown",)
    summary = Text("公式没有可信的结果", "A formula has no result to be trusted")
    rationale = Text(
        "公式引用了别的文件，或用了算不出的函数，存着的结果可能已经过时，按没有数处理。",
        "It refers to another file or can't be worked out; the value counts as missing.",
    )
    help = Text(
        "请改为数值，或改用本文件内的公式。", "Put in the value, or a formula of this file."
    )
    legal_basis = "审核惯例：公式结果以重新计算为准；一体化平台导入只接受数值"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("公式“{seen}”没有可信的结果。", "The formula {seen} has no result."),
    }
    bad_example = _HEAD + "| 项目金额 | =EVALUATE(A9) | | | |\n"
    good_example = _HEAD + "| 项目金额 | =6+6.5 → 12.50 | | | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form, note in open_notes(submission, context, "formula-unknown"):
            yield Violation(form, cell=note.cell, details={"seen": note.seen}, actual=note.seen)


@register
class FormulaFails(Rule):
    """A formula shows an error: #REF! after a deleted row, #VALUE! from text, #DIV/0!."""

    code = "F-07"
    name = "formula-fails"
    severity = "error"
    scope = "submission"
    note_codes = ("formula-error",)
    summary = Text("公式出错", "A formula fails")
    rationale = Text(
        "单元格显示“#REF!”之类的错误，等于没有填数，引用它的合计也跟着错。",
        "A cell that shows #REF! holds no number, and every sum over it fails too.",
    )
    help = Text("请改正公式，或填上数值。", "Mend the formula or put in the value.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确，无错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("公式出错：{seen}。", "The formula fails: {seen}."),
    }
    bad_example = _HEAD + "| 项目金额 | =SUM(#REF!) → #REF! | | | |\n"
    good_example = _HEAD + "| 项目金额 | =6+6.5 → 12.50 | | | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form, note in open_notes(submission, context, "formula-error"):
            yield Violation(form, cell=note.cell, details={"seen": note.seen}, actual=note.seen)
