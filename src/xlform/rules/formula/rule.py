"""The base of the rules on formulas: each tells those of the broken formulas that are its own."""

from __future__ import annotations

from xlform.formats.registry import has_sheets
from xlform.grid.address import cell_name
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.faults import faults
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation

_NO_FORMULAS = Text("这种文件里没有公式。", "Files of this kind hold no formulas.")
_NO_CELLS = Text("没有单元格可看（报送件是数据）。", "No cells are at hand; it was read from data.")


class FormulaRule(Rule):
    """A rule on formulas; which cell has which fault is judged once for the whole family.

    Its messages may name ``what`` (the value's label), ``old`` and ``new`` (formulas, or what
    stands in place of one), and what the fault's kind adds to these.
    """

    scope = "submission"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if context.grid is None:
            yield NotApplicable(None, _NO_CELLS)
            return
        if not has_sheets(submission.source.format):
            yield NotApplicable(None, _NO_FORMULAS)
            return
        for fault in context.memoize(submission, faults):
            if fault.code == self.code:
                sheet, position = fault.spot
                yield Violation(
                    fault.form,
                    cell=cell_name(*position),
                    sheet=sheet,
                    message=fault.message,
                    details=fault.details,
                    expected=fault.expected,
                    actual=fault.actual,
                    fix=fault.fix,
                    severity=fault.severity,
                )
