"""F-03: two indicators in one cell."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row
from xlform.rules.quality.indicators import indicators
from xlform.template.roles import Role


@register
class TwoInOneCell(Rule):
    """Two indicators and their targets share one cell each."""

    code = "F-03"
    name = "two-values-in-one-cell"
    severity = "warning"
    summary = Text("一个单元格里填了两个值", "A cell holds two values")
    rationale = Text(
        "一格两条，平台只当一条导入；已按行拆开读取，请核对是否一一对应。",
        "Platforms import a cell as one; it was read line by line, so check that lines match.",
    )
    help = Text("请拆成{count}行，一行一条指标。", "Part it into {count} rows, one each.")
    legal_basis = "区级表样（一行一个三级指标、一个指标值）；一体化平台逐行导入"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "一格填了{count}个指标值，{other}也一格填了{count}个名称，已拆成{count}条读取。",
            "{count} targets in this cell and {count} names in {other}: read as {count} rows.",
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "成本指标", "植树\\n施肥", "≤8万元\\n≤4万元")
    good_example = HEAD + indicator_row("产出指标", "成本指标", "植树和\\n施肥", "≤12万元")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        shared = [row for row in indicators(form, context) if row.shared]
        cells: dict[str, list[str]] = {}
        for row in shared:
            cells.setdefault(form.origins[row.at(Role.TARGET)], []).append(row.path)
        for cell, paths in cells.items():
            other = form.origins.get(f"{paths[0]}.level3", "")
            details = {"count": str(len(paths)), "other": other}
            yield Violation(
                form, cell=cell, details=details, actual=context.raw(form, f"{paths[0]}.target")
            )
