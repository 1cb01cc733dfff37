"""Q-07 and Q-08: names of indicators that are sentences, or under the wrong level."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity_row, social_effect_row
from xlform.rules.quality.indicators import IndicatorRow, apart_from_number, indicators_where
from xlform.rules.quality.level_fit import counts_something, is_slogan, is_value, misfit, misfits
from xlform.template.roles import Role


@apart_from_number
def _may_be_no_name(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True for a name that is a target, a slogan or longer than a name should be."""
    name = indicator.name
    if is_value(name) or is_slogan(name, context):
        return True
    settings = context.settings
    limit = min(settings.indicator_name_limit, settings.indicator_name_at_most)
    return len("".join(name.split())) > limit


@register
class NameNoNoun(Rule):
    """An indicator's name is a sentence or a slogan, or too long to be a name."""

    code = "Q-07"
    name = "indicator-name-a-sentence"
    severity = "warning"
    indicator_tests = (_may_be_no_name,)
    summary = Text("指标名称是句子或口号", "An indicator's name is a sentence or a slogan")
    rationale = Text(
        "三级指标应是可以度量的名词短语，如“……覆盖率”“……数量”；口号没法对应一个值，"
        "一体化平台的指标名称最多100字。",
        "A name should be a noun that can be measured; the platform takes 100 characters at most.",
    )
    help = Text(
        "请改成一个可以度量的名词短语，如“……覆盖率”“……办结率”。",
        "Make it a noun that can be measured, such as a rate or a count.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性；一体化平台录入校验"
        "（指标名称不超过100字）；30字为审核惯例"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "指标名称“{name}”是工作要求或口号，不是可以度量的名称。",
            "{name} is a call to work or a slogan, nothing to be measured.",
        ),
        "swapped": Text(
            "指标名称写的是“{name}”，像是指标值。", "The name {name} looks like a target."
        ),
        "long": Text(
            "指标名称“{name}”有{count}字，超过{limit}字。",
            "{name} has {count} characters of {limit}.",
        ),
    }
    bad_example = HEAD + social_effect_row("发挥社区组织作用，上通下达", "100%")
    good_example = HEAD + social_effect_row("提升环境整洁度", "≥90分")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        settings, misplaced = context.settings, misfits(form, context)
        for indicator in indicators_where(form, context, _may_be_no_name):
            length = len("".join(indicator.name.split()))
            if not indicator.name or indicator.path in misplaced:
                continue
            if is_value(indicator.name):
                yield Violation(
                    form, indicator.at(Role.LEVEL3), message="swapped",
                    details={"name": indicator.name, "count": "", "limit": ""},
                    actual=indicator.name,
                )  # fmt: skip
                continue
            is_over_limit = length > settings.indicator_name_limit
            slogan = is_slogan(indicator.name, context) and not counts_something(indicator)
            if slogan and not is_over_limit:
                message, limit = "message", 0
            elif length > settings.indicator_name_at_most:
                limit = (
                    settings.indicator_name_limit
                    if is_over_limit
                    else settings.indicator_name_at_most
                )
                message = "long"
            else:
                continue
            details = {"name": indicator.name, "count": str(length), "limit": str(limit)}
            yield Violation(
                form,
                indicator.at(Role.LEVEL3),
                message=message,
                details=details,
                actual=indicator.name,
            )


@register
class WrongLevel(Rule):
    """An indicator does not belong to its 二级指标."""

    code = "Q-08"
    name = "indicator-under-wrong-level"
    severity = "warning"
    indicator_tests = (misfit,)
    summary = Text("指标放错了二级指标", "An indicator stands under the wrong level")
    rationale = Text(
        "单价是成本不是数量，工作要求不是时效，口号不是生态效益；放错了，这一类指标等于没设。",
        "A unit price is no quantity, a call to work no deadline, a slogan no ecology.",
    )
    help = Text(
        "请移到合适的二级指标下，或换成这一类真正的指标。",
        "Move it to where it belongs, or put an indicator of this kind in its place.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性；财预〔2021〕101号"
        "（指标分类）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "cost": Text(
            "“{name}”的值“{seen}”是单价，属于成本，不是{level}。",
            "{name} ({seen}) is a unit price, which is a cost, not {level}.",
        ),
        "satisfaction": Text(
            "“{name}”是满意度，应放在满意度指标下，不是{level}。",
            "{name} is satisfaction, a level of its own, not {level}.",
        ),
        "quality": Text(
            "“{name}”说的是做得好不好，属于质量，不是{level}。",
            "{name} says how well it is done, which is quality, not {level}.",
        ),
        "timely": Text(
            "“{name}”说的是及时不及时，属于时效，不是{level}。",
            "{name} says whether it is in time, which is timeliness, not {level}.",
        ),
        "effect": Text(
            "“{name}”说的是多少人受益或知晓，不是{level}。",
            "{name} says how many are reached, not {level}.",
        ),
        "deadline": Text(
            "“{name}”说的是什么时候完成，属于时效，不是{level}。",
            "{name} says by when it is done, which is timeliness, not {level}.",
        ),
        "day": Text(
            "“{name}”的值“{seen}”是日期，属于时效，不是{level}。",
            "{name} ({seen}) is a date, which is timeliness, not {level}.",
        ),
        "price": Text(
            "“{name}”是单位成本，属于成本，不是{level}。",
            "{name} is a unit cost, which is cost, not {level}.",
        ),
        "spending": Text(
            "“{name}”（{seen}）是花多少钱，属于成本，不是{level}。",
            "{name} ({seen}) is what is spent, which is cost, not {level}.",
        ),
        "gain": Text(
            "“{name}”是经济上的收益，属于经济效益，不是{level}。",
            "{name} is an economic gain, not {level}.",
        ),
        "count": Text(
            "“{name}”说的是做了多少，属于数量，不是{level}。",
            "{name} says how much is done, which is quantity, not {level}.",
        ),
        "not-money": Text(
            "“{name}”与花多少钱、做多少事无关，不是{level}。",
            "{name} says neither what is spent nor how much is done: no {level}.",
        ),
        "static": Text(
            "“{name}”是区划或机构的现状，不是{level}要反映的产出。",
            "{name} is a standing fact, not the output {level} asks for.",
        ),
        "time": Text(
            "“{name}”是工作要求，与时间进度无关，不是{level}。",
            "{name} is a call to work and has nothing to do with time: no {level}.",
        ),
        "ecology": Text(
            "“{name}”是口号，与生态环境无关，不是{level}。",
            "{name} is a slogan and has nothing to do with the environment: no {level}.",
        ),
    }
    bad_example = HEAD + quantity_row("护林补贴", "500元/人")
    good_example = HEAD + quantity_row("护林员人数", "≥12人")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        found = misfits(form, context)
        for indicator in indicators_where(form, context, misfit):
            details = {
                "name": indicator.name,
                "seen": indicator.target.text,
                "level": indicator.level2,
            }
            yield Violation(
                form,
                indicator.at(Role.LEVEL3),
                message=found[indicator.path],
                details=details,
                actual=indicator.name,
            )
