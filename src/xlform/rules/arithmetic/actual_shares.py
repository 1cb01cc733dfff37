"""A-28: actual values beyond 100 % of what is a share."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import filled
from xlform.rules.quality.kinds import KindName, has, kind_of
from xlform.template.roles import Role

_REACHED: Final = (Role.ACTUAL, Role.PROGRESS, Role.FORECAST)
_ALL: Final = Decimal(100)
# More can be done than was planned (完成率 105%); no more can be sound, in time or content than
# all.
_SHARES: Final[frozenset[KindName]] = frozenset(
    {"satisfaction", "quality-rate", "acceptance", "timely-rate", "awareness"}
)


@register
class ActualShare(Rule):
    """What was reached of a share is more than all of it."""

    code = "A-28"
    name = "actual-share-over-all"
    severity = "warning"
    any_role = tuple((Role.INDICATORS, role) for role in _REACHED)
    summary = Text("实际完成的比率超过 100%", "More of a share was reached than there is")
    rationale = Text(
        "合格率、及时率、满意度是其中多少合格、及时、满意，不可能超过 100%；"
        "多半是分子分母弄错，或填错了小数点。",
        "Rates of what is sound, in time or content can't exceed 100%: a base or a point is wrong.",
    )
    help = Text("请核对“{indicator}”的实际完成值。", "Check what was reached of {indicator}.")
    legal_basis = "财预〔2020〕10号附件《项目支出绩效自评表》（实际完成值）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”完成到“{seen}”，超过 100%。",
            "{indicator} reached {seen}, more than 100%.",
        )
    }
    bad_example = """
| 2023年度项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 项目名称 | 道路养护 | < | < | < | < | < | < | < |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | |
| ^ | 年度资金总额 | 40 | 40 | 40 | 10 | 100% | 10 | |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
| ^ | 产出指标 | 质量指标 | 验收合格率 | ≥95% | 104% | 50 | 50 | |
"""
    good_example = """
| 2023年度项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 项目名称 | 道路养护 | < | < | < | < | < | < | < |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | |
| ^ | 年度资金总额 | 40 | 40 | 40 | 10 | 100% | 10 | |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
| ^ | 产出指标 | 质量指标 | 验收合格率 | ≥95% | 100% | 25 | 25 | |
| ^ | ^ | 数量指标 | 养护任务完成率 | ≥100% | 104% | 25 | 25 | |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        ratios = context.words.get("ratios-to-limits", {})
        for one in filled(form, context):
            if kind_of(one.name).name not in _SHARES or has(one.name, ratios):
                continue
            for role in _REACHED:
                actual = one.row.target(role)
                if actual is None or actual.unit != "%" or actual.value is None:
                    continue
                if actual.value > _ALL:
                    details = {"indicator": one.name, "seen": actual.text}
                    yield Violation(form, one.at(role), details=details, actual=actual.text)
