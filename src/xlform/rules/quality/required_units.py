"""Q-19: numbers of indicators without the unit that their name asks for, or with another's."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row, quantity_row
from xlform.rules.quality.indicators import (
    IndicatorRow,
    apart_from_number,
    indicators_where,
    is_measured,
)
from xlform.rules.quality.kind_words import kind_words
from xlform.rules.quality.kinds import Kind, core_of, has, kind_of
from xlform.rules.quality.level_fit import counts_other_costs
from xlform.template.roles import Role
from xlform.values.target_units import target_units

# A day as Excel stores it: 1982-02-18 to 2064-04-08.
_SERIALS = range(30000, 60001)
_SHARES = ("%", "‰", "百分点", "个百分点")
_MONEY = ("元", "万元", "亿元")
_DISTANCES = ("米", "公里", "千米", "里")
_LESSONS = ("学时", "课时", "节", "课次", "次", "场", "场次", "期", "岁", "周岁", "级")
# Without a kind of its own a name under these levels still counts things, or money.
_COUNTING = ("quantity", "cost")


@apart_from_number
def _fault(indicator: IndicatorRow, _: RuleContext) -> str:
    """Return the key of the message on the unit of a number; "" where it is right."""
    # Q-11 reports satisfaction.
    is_asked = is_measured(indicator) and indicator.family != "satisfaction"
    return _unit_fault(indicator) if is_asked else ""


def _unit_fault(indicator: IndicatorRow) -> str:
    target, kind = indicator.target, kind_of(indicator.name)
    if not target.unit:
        return _missing(indicator, kind) if target.value else ""
    if _is_doubled(target.unit):
        return "doubled"
    if kind.measure == "time" or (kind.measure == "years" and indicator.family == "time"):
        return _of_time(indicator, kind)
    if indicator.family == "time" and _is_untimed(target.unit, core_of(indicator.name), kind):
        return "other"
    if indicator.family == "cost" and kind.measure == "money" and not counts_other_costs(indicator):
        is_spent = kind.name in ("cost", "unit-cost", "standard", "money")
        return "other" if is_spent and target.unit.split("/")[0] not in _MONEY else ""
    return "other" if _is_of_another(target.unit, kind, core_of(indicator.name)) else ""


@register
class UnitMissing(Rule):
    """A number has no unit although its name asks for one, or a unit of another kind."""

    code = "Q-19"
    name = "target-unit-missing"
    severity = "warning"
    indicator_tests = (_fault,)
    summary = Text("指标值缺少计量单位，或单位与指标名称不符", "A target lacks its unit")
    rationale = Text(
        "“≥60”是60%还是60人说不清；时限以“元”计、比率以“人”计，都没法考核，也进不了一体化平台。",
        "Whether ≥60 is 60% or 60 persons is open; a deadline in 元 can't be assessed at all.",
    )
    help = Text(
        "请补上或改正单位：比率写“%”，人数、次数写“人”“次”，金额写“万元”，时限写“天”“小时”或日期。",
        "Add or correct the unit: % for a rate, 人 or 次 for a count, 万元 for money.",
    )
    legal_basis = "财预〔2021〕101号（指标值由计算符号、数值、计量单位组成）；一体化平台录入校验"
    messages: ClassVar[dict[str, Text]] = {
        "percent": Text("“{name}”的值“{seen}”没有“%”。", "{name} is {seen}, without %."),
        "missing": Text("“{name}”的值“{seen}”没有计量单位。", "{name} is {seen}, without a unit."),
        "time": Text(
            "“{name}”的值“{seen}”只是一个数，不是时间。",
            "{name} is {seen}: a mere number, neither a date nor a length of time.",
        ),
        "serial": Text(
            "“{name}”的值“{seen}”是日期的序列号，没有显示成日期。",
            "{name} is {seen}, the serial number of a date that is not shown as one.",
        ),
        "other": Text(
            "“{name}”的值“{seen}”的单位与指标名称不符。",
            "The unit of {seen} is not that of {name}.",
        ),
        "doubled": Text(
            "“{name}”的值“{seen}”单位写了两遍。", "The unit of {name} ({seen}) is there twice."
        ),
        "too-long": Text(
            "“{name}”的值“{seen}”以月、年计，疑单位用错。",
            "{name} is {seen}: months or years are too long for it.",
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "质量指标", "高级职称占比", "≥60")
    good_example = (
        HEAD
        + indicator_row("产出指标", "质量指标", "高级职称占比", "≥60%")
        + quantity_row("救助人次", "≥200人次")
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _fault):
            message = _fault(indicator, context)
            details = {"name": indicator.name, "seen": indicator.target.text}
            path = indicator.at(Role.TARGET)
            yield Violation(
                form, path, message=message, details=details, actual=indicator.target.text
            )


def _missing(indicator: IndicatorRow, kind: Kind) -> str:
    """Return the key of the message on a number without a unit; "" where it needs none."""
    words, family, core = kind_words(), indicator.family, core_of(indicator.name)
    if kind.measure == "percent":
        return "percent"
    if family == "time" or kind.measure in ("time", "years"):
        return "time" if not _is_serial(indicator.target) else "serial"
    if core.endswith(words.ratio_ends):
        return ""
    if kind.measure or kind.name in ("change", "fall"):
        return "missing"
    if has(core, words.per_words) or core.endswith(words.unitless_ends):
        return ""
    is_counting = family in _COUNTING and not counts_other_costs(indicator)
    return "missing" if is_counting and kind.name != "rate" else ""


def _is_serial(target: Target) -> bool:
    value = target.value
    return value is not None and value == int(value) and int(value) in _SERIALS


def _of_time(indicator: IndicatorRow, kind: Kind) -> str:
    """Return the key of the message on the unit of a time; "" where it is one of time."""
    head = indicator.target.unit.split("/")[0].removeprefix("个")
    if head not in target_units().time and f"个{head}" not in target_units().time:
        # 分 is said for 分钟; how long something lasts is counted in lessons or visits as well.
        if head == "分" or (kind.name == "duration" and head in _LESSONS):
            return ""
        return "other"
    is_long = kind.name == "response" and head in kind_words().too_long
    return "too-long" if is_long else ""


def _is_doubled(unit: str) -> bool:
    """Return True for a unit typed twice: 个个."""
    half = len(unit) // 2
    return half > 0 and unit[:half] * 2 == unit


def _is_untimed(unit: str, core: str, kind: Kind) -> bool:
    """Return True under 时效 for a unit that is none of time, of a share or of how often."""
    head = unit.split("/", maxsplit=1)[0].removeprefix("个")
    times = target_units().time
    if head in times or f"个{head}" in times or head in (*_SHARES, "分") or "/" in unit:
        return False
    # Q-08 reports counts and money.
    reported = kind.name == "count" or head in _MONEY
    return not reported and not has(core, kind_words().frequency_words)


def _is_of_another(unit: str, kind: Kind, core: str) -> bool:
    """Return True if a unit is none of what a name measures: 合格率 in 人, 面积 in 场."""
    words, head = kind_words(), unit.split("/", maxsplit=1)[0]
    if kind.measure == "percent":
        return head not in _SHARES and "/" not in unit and kind.name not in ("change", "fall")
    if head in _SHARES:
        changes = (*words.fall_stems, *words.rise_stems)
        return kind.name in ("count", "unit-cost") and not has(core, changes)
    known = {
        "people": words.people_units,
        "area": words.area_units,
        "length": words.length_units,
    }.get(kind.measure)
    if known is not None:
        return not has(unit if kind.measure != "people" else head, known)
    if kind.measure not in ("count", "things"):
        return False
    sized = has(unit, words.area_units) or head in (*_DISTANCES, *target_units().time)
    return head in _MONEY or (kind.measure == "things" and sized)
