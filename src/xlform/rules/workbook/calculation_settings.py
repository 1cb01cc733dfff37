"""H-09: settings by which a workbook shows other results than its formulas say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.grid.model import Grid
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation, register
from xlform.rules.layout.calculation import HELP, MESSAGES, RATIONALE, unusual_settings
from xlform.rules.workbook.rule import WorkbookRule


@register
class UnusualCalculation(WorkbookRule):
    """The workbook is set to precision as displayed or to iterative calculation."""

    code = "H-09"
    name = "unusual-calculation"
    severity = "info"
    summary = Text(
        "工作簿的计算设置特殊（任何工作簿）", "Any workbook calculated in an unusual way"
    )
    rationale = RATIONALE
    help = HELP
    messages: ClassVar[dict[str, Text]] = MESSAGES
    bad_example = """
@calculation iterative
| 收入 | 100           |
| 支出 | 60            |
| 结余 | =B1-B2 → 40   |
"""
    good_example = """
| 收入 | 100           |
| 支出 | 60            |
| 结余 | =B1-B2 → 40   |
"""

    def over_grid(
        self,
        grid: Grid,
        submission: Submission,  # noqa: ARG002  (the signature of these rules)
        context: RuleContext,  # noqa: ARG002
    ) -> Iterator[Violation]:
        for one in unusual_settings(grid):
            details = {"formulas": str(one.formulas)}
            yield Violation(
                None, sheet=one.sheet, cell=one.cell, message=one.setting, details=details
            )
