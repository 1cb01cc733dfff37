"""C-16: an indicator is expected to miss its target, and the monitoring form gives no reason."""

from __future__ import annotations

from typing import ClassVar, Final

from xlform.model.submission import Form
from xlform.rules.arithmetic.completion import completion
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.labels import fold
from xlform.template.roles import Role

_FORM: Final = """
| 项目支出绩效目标执行监控表 | <        | <        | <        | <          | <             | <                | <            |
| 绩效指标                 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 偏差原因分析 |
| ^                        | ^        | ^        | ^        | ^          | ^             | ^                | 原因说明     |
| ^                        | 产出指标 | 数量指标 | 植树面积 | ≥800亩     | 300亩         | 700亩            | {reason}     |
| 完成目标可能性           | 全年预计执行数 | <  | <        | <          | <             | <                | <            |
"""  # noqa: E501  (a form is as wide as it is)
_COLUMNS: Final = (Role.TARGET, Role.FORECAST, Role.REASON)


@register
class ForecastUnexplained(Rule):
    """By the form's own forecast a target is missed, and no reason is given."""

    code = "C-16"
    name = "forecast-unexplained"
    severity = "error"
    summary = Text(
        "预计完不成的指标没有写偏差原因", "A target that is expected to be missed has no reason"
    )
    rationale = Text(
        "监控是为了及时纠正：预计全年完不成的，要写明原因，才谈得上采取措施。",
        "Monitoring is there to correct in time: a target about to be missed needs its reason.",
    )
    help = Text(
        "请写明偏差原因和拟采取的措施；能够完成的，改正全年预计完成情况。",
        "Give the reason and what is to be done; if the target will be met, correct the forecast.",
    )
    legal_basis = "财预〔2019〕136号《项目支出绩效目标执行监控表》（偏差原因分析）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”指标值“{target}”，全年预计“{forecast}”，达不到，没有写偏差原因。",
            "{name}: the forecast {forecast} misses the target {target}, and no reason is given.",
        ),
        "certain": Text(
            "“{name}”指标值“{target}”，全年预计“{forecast}”，达不到，却勾了“{box}”。",
            "{name}: the forecast {forecast} misses the target {target}, yet {box} is ticked.",
        ),
    }
    bad_example = _FORM.format(reason=" ")
    good_example = _FORM.format(reason="苗木推迟到位")

    roles = tuple((Role.INDICATORS, role) for role in _COLUMNS)

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        none_words = context.words.get("none-words", {})
        for row in context.values(form).rows(Role.INDICATORS):
            target, forecast = row.target(), row.target(Role.FORECAST)
            if target is None or forecast is None or not row.text(Role.LEVEL3):
                continue
            found = completion(target, forecast)
            if not found or found.met is not False:
                continue
            details = {
                "name": row.text(Role.LEVEL3),
                "target": target.text,
                "forecast": forecast.text,
            }
            reason, path = fold(row.text(Role.REASON)), row.path_of(Role.REASON)
            if path in form.origins and (not reason or reason in none_words):
                yield Violation(form, path, details=details)
            # Of boxes that exclude each other the first is the best: 确定能.
            template = context.templates[form.template].tables[row.table]
            for best, *_ in template.declaration.one_of:
                if row.row.get(best):
                    box = context.label(form, best, row.table)
                    yield Violation(
                        form,
                        f"{row.path}.{best}",
                        message="certain",
                        details={**details, "box": box},
                    )
