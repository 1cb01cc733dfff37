"""Q-20: comparison signs against the direction of an indicator."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import CEILINGS, FLOORS, Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row
from xlform.rules.quality.indicators import IndicatorRow, apart_from_number, indicators_where
from xlform.rules.quality.kind_words import kind_words
from xlform.rules.quality.kinds import Kind, core_of, has, kind_of
from xlform.template.roles import Role
from xlform.values.target_units import target_units

_TIMES = ("deadline", "response")
_WORKING_DAYS = ("工作日", "个工作日", "日历天", "自然日")
_SIGN = {"ceiling": "≥", "floor": "≤", "idle": "="}
_SIGNS = "≥≧⩾>＞≤≦⩽<＜= "


@apart_from_number
def _against_direction(indicator: IndicatorRow, _: RuleContext) -> str:
    """Return the key of the message on a sign that limits what should grow, or the reverse."""
    target = indicator.target
    # Q-11 reports satisfaction, Q-10 costs and harms.
    if target.type != "number" or target.comparator == "=":
        return ""
    return _fault(indicator) if target.value else _idle(indicator)


@register
class AgainstDirection(Rule):
    """More is better and there is a ceiling, or sooner is better and there is a floor."""

    code = "Q-20"
    name = "comparator-against-direction"
    severity = "warning"
    indicator_tests = (_against_direction,)
    summary = Text("比较符号与指标方向相反", "A sign goes against what the indicator wants")
    rationale = Text(
        "合格率写“≤”，做得越差越达标；办结时限写“≥”，拖得越久越达标。",
        "With a ceiling on success or a floor under delay, the worse result meets the target.",
    )
    help = Text("请改为“{expected}”，或核对指标名称。", "Write {expected}, or check the name.")
    legal_basis = "财预〔2021〕101号（计算符号）；财预〔2020〕10号（正向、反向指标）"
    messages: ClassVar[dict[str, Text]] = {
        "ceiling": Text(
            "“{name}”越高越好，值“{seen}”却是上限。",
            "More of {name} is better, yet {seen} is a ceiling.",
        ),
        "floor": Text(
            "“{name}”越短越好，值“{seen}”却是下限。",
            "Less of {name} is better, yet {seen} is a floor.",
        ),
        "idle": Text(
            "“{name}”的值“{seen}”怎样都能达到，等于没有目标。",
            "{name} is {seen}, which is met whatever is done.",
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "质量指标", "验收合格率", "≤98%")
    good_example = HEAD + indicator_row("产出指标", "质量指标", "验收合格率", "≥98%")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _against_direction):
            target, message = indicator.target, _against_direction(indicator, context)
            expected = _SIGN[message] + target.text.lstrip(_SIGNS)
            details = {"name": indicator.name, "seen": target.text, "expected": expected}
            yield Violation(
                form, indicator.at(Role.TARGET), message=message,
                details=details, expected=expected, actual=target.text,
            )  # fmt: skip


def _idle(indicator: IndicatorRow) -> str:
    """Return the key of the message on a floor of nothing; only growth can fall below it."""
    is_growth = kind_of(indicator.name).name == "change"
    return "idle" if indicator.target.comparator == ">=" and not is_growth else ""


def _fault(indicator: IndicatorRow) -> str:
    kind, comparator = kind_of(indicator.name), indicator.target.comparator
    if indicator.family == "satisfaction" or kind.name == "satisfaction":
        return ""
    if comparator in FLOORS:
        return "floor" if kind.name in _TIMES or _is_delay(indicator, kind) else ""
    if comparator not in CEILINGS:
        return ""
    if kind.better != "up":
        return "ceiling" if _is_work(indicator, kind) else ""
    # Under 成本 a gain may name what a cost is set against: 百元收入消耗材料.
    is_gain = kind.name in ("gain", "earning", "count", "duration")
    return "" if indicator.family == "cost" and is_gain else "ceiling"


def _is_delay(indicator: IndicatorRow, kind: Kind) -> bool:
    """Return True under 时效 for a time that is no service (开放时间) and no notice (提前)."""
    unit, words, core = indicator.target.unit, kind_words(), core_of(indicator.name)
    if indicator.family != "time" or kind.name not in ("", "duration"):
        return False
    is_time = "/" not in unit and (unit in target_units().time or unit in _WORKING_DAYS)
    barred = (*words.duration_words, *words.earlier_words, *words.frequency_words)
    return is_time and not has(core, barred) and not core.endswith(words.duration_ends)


def _is_work(indicator: IndicatorRow, kind: Kind) -> bool:
    """Return True under 数量 for work to be done, unless its amount is to be limited."""
    words, core = kind_words(), core_of(indicator.name)
    is_open = indicator.family == "quantity" and kind.name in ("", "duration", "count")
    works = kind.name == "count" or has(core, words.doing_words)
    return is_open and works and not has(core, words.capped_words)
