"""Base of the rules on formulas: each reports the defects with its code."""

from __future__ import annotations

from typing import ClassVar, Literal

from xlform.formats.registry import has_sheets
from xlform.grid.address import cell_name
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.defects import defects
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation

_NO_FORMULAS = Text("这种文件里没有公式。", "Files of this kind hold no formulas.")
_NO_CELLS = Text("没有单元格可看（报送件是数据）。", "No cells are at hand; it was read from data.")


class FormulaRule(Rule):
    """A rule on formulas; defects are found once for all of them.

    Messages may name ``what`` (the label of the value), ``old`` and ``new`` (formulas, or the
    content of the cell in place of one), and the details of the kind of defect.
    """

    scope = "submission"
    engine_limits: ClassVar[Literal["none", "short", "full"]] = "short"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if context.grid is None:
            yield NotApplicable(None, _NO_CELLS)
            return
        if not has_sheets(submission.source.format):
            yield NotApplicable(None, _NO_FORMULAS)
            return
        for defect in context.memoize(submission, defects):
            if defect.code == self.code:
                sheet, position = defect.ref
                yield Violation(
                    defect.form,
                    cell=cell_name(*position),
                    sheet=sheet,
                    message=defect.message,
                    details=defect.details,
                    expected=defect.expected,
                    actual=defect.actual,
                    fix=defect.fix,
                    severity=defect.severity,
                )
