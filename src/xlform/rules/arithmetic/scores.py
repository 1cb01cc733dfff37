"""A-16 and A-17: scores of a self-evaluation, rates of execution, weights of indicators."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.kernel import Text, register

_HEAD = """
| 项目支出绩效自评表 | <                  | <            | <          | <              | <          | <    | <      | <                      |
| 项目名称         | <                  | 植树造林     | <          | <              | <          | <    | <      | <                      |
| 项目资金（万元） | <                  |              | 年初预算数 | 全年预算数     | 全年执行数 | 分值 | 执行率 | 得分                   |
| ^                | <                  | 年度资金总额 | 100.00     | 100.00         | {spent}    | 10   | 95%    | 9.5                    |
| 年度总体目标     | 预期目标           | <            | <          | 实际完成情况   | <          | <    | <      | <                      |
| ^                | 植树800亩。        | <            | <          | 植树800亩。    | <          | <    | <      | <                      |
| 绩效指标         | 一级指标           | 二级指标     | 三级指标   | 年度指标值     | 实际完成值 | 分值 | 得分   | 偏差原因分析及改进措施 |
| ^                | 产出指标（50分）   | 数量指标     | 植树面积   | ≥800亩         | 800亩      | {out}   | 50     |                        |
| ^                | 效益指标（30分）   | 生态效益指标 | 成林率     | ≥90%           | 92%        | 30   | 30     |                        |
| ^                | 满意度指标（10分） | 服务对象满意度指标 | 村民满意度 | ≥90%     | 95%        | 10   | 10     |                        |
| 总分             | <                  | <            | <          | <              | <          | {all}  | 99.5   |                        |
"""  # noqa: E501  (a form is as wide as it is)
_LAW = "财预〔2020〕10号《项目支出绩效评价管理办法》附件《项目支出绩效自评表》"


@register
class ScoreArithmetic(RelationRule):
    """A rate of execution or a score is not what the other numbers of the form give."""

    code = "A-16"
    name = "score-arithmetic-wrong"
    summary = Text("执行率、得分算错了", "A rate of execution or a score is wrong")
    rationale = Text(
        "执行率=执行数÷预算数，执行率得分按执行率计，总分是各项得分之和，得分不超过分值；"
        "算错了评级就错了。",
        "The rate is execution over budget, its points follow the rate, the total is the sum of "
        "the points and no points exceed their weight; the grade rests on them.",
    )
    help = Text("请按表中各数重算。", "Recompute it from the numbers of the form.")
    legal_basis = f"{_LAW}；财预〔2019〕136号"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”为 {actual}，按表中各数应{comparison} {parts}（{expected}），"
            "差 {difference}。{note}",
            "{what} is {actual}; by the form it must be {comparison} {parts} ({expected}), "
            "a difference of {difference}.{note}",
        ),
    }
    bad_example = _HEAD.format(spent="90.00", out="50", all="100")
    good_example = _HEAD.format(spent="95.00", out="50", all="100")


@register
class WeightTotal(RelationRule):
    """The weights do not add up to the full number of points, or to those of their level."""

    code = "A-17"
    name = "weights-not-full"
    severity = "warning"
    summary = Text("分值、权重之和不对", "The weights do not add up")
    rationale = Text(
        "各指标分值连同预算执行率之和是满分，一级指标各有定数；多了少了，得分不能比较。",
        "The weights, with that of execution, make up the full number of points; otherwise scores "
        "can't be compared.",
    )
    help = Text(
        "请调整分值；确需改变一级指标权重的，附上说明。",
        "Adjust the weights, or state why a level has another weight.",
    )
    legal_basis = f"{_LAW}（预算执行率10、产出50、效益30、满意度10）；财预〔2021〕101号"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”为 {actual}，应{comparison} {parts}（{expected}），差 {difference}。{note}",
            "{what} is {actual}; it must be {comparison} {parts} ({expected}), "
            "a difference of {difference}.{note}",
        ),
    }
    bad_example = _HEAD.format(spent="95.00", out="45", all="95")
    good_example = _HEAD.format(spent="95.00", out="50", all="100")
