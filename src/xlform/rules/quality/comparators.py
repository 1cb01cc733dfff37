"""Q-02, Q-10, Q-11 and Q-16: comparison signs of targets, and the survey of satisfaction."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row
from xlform.rules.quality.indicators import Indicator, IndicatorRow, filled, indicators_where
from xlform.rules.quality.kind_words import kind_words
from xlform.rules.quality.kinds import has, is_price, kind_of
from xlform.template.roles import Role

_BARE_RATE = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％‰]")
_BARE_NUMBER = re.compile(r"[0-9０-９]")
_ALL = 100
_RATES = ("率", "比例", "占比")
_COSTS = ("成本", "费用", "支出", "经费")
# 财预〔2021〕101号: a satisfaction indicator names the method of its survey.
_SURVEY_WORDS = ("调查", "问卷", "测评", "抽样", "回访", "电话访", "走访", "评价")


def _is_bare_rate(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return True for a rate without a sign: 95%."""
    return indicator.target.type == "number" and bool(_BARE_RATE.fullmatch(indicator.target.text))


@register
class RateWithoutSign(Rule):
    """A rate has no comparator."""

    code = "Q-02"
    name = "rate-without-sign"
    severity = "warning"
    indicator_tests = (_is_bare_rate,)
    summary = Text("百分比没有写符号", "A rate has no comparator")
    rationale = Text(
        "“95%”是至少、至多还是正好，考核时会有争议；系统只能按“=”读。",
        "Whether 95% is a floor, a ceiling or exact is open; it can only be read as =.",
    )
    help = Text("请写明“≥”“≤”或“=”，如“{expected}”。", "Put ≥, ≤ or =: {expected}.")
    legal_basis = "财预〔2021〕101号（指标值由计算符号、数值、计量单位组成）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{name}”的值“{seen}”没有符号。", "{name} is {seen}, without a sign."),
        "numeric": Text(
            "{count}条百分比按数字填写，没有符号，一律按“=”读取。",
            "{count} rates are plain numbers without a sign and are read as =.",
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "质量指标", "政策宣传覆盖率", "'100%")
    good_example = HEAD + indicator_row("产出指标", "质量指标", "政策宣传覆盖率", "=100%")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        percent_cells: list[Indicator] = []
        for indicator in indicators_where(form, context, _is_bare_rate):
            cell = context.cell(form, indicator.at(Role.TARGET))
            if cell is not None and cell.percent:
                percent_cells.append(indicator)
                continue
            expected = _signed(indicator, context)
            details = {"name": indicator.name, "seen": indicator.target.text, "expected": expected}
            path = indicator.at(Role.TARGET)
            yield Violation(
                form, path, details=details, expected=expected, actual=indicator.target.text,
                severity="info" if _is_all(indicator) else None,
            )  # fmt: skip
        if percent_cells:
            # A number formatted as a percentage can't have a sign: reported once, as information.
            expected = _signed(percent_cells[0], context)
            details = {"count": str(len(percent_cells)), "expected": expected}
            path = percent_cells[0].at(Role.TARGET)
            yield Violation(form, path, message="numeric", details=details, severity="info")


def _is_all(indicator: Indicator) -> bool:
    """Return True for 100% of a rate that can't be higher: floor and exact value are one."""
    return indicator.target.value == _ALL and kind_of(indicator.name).name not in ("change", "fall")


def _signed(indicator: Indicator, context: RuleContext) -> str:
    """Return a bare rate with the sign the other rules ask for.

    Costs and harms have a ceiling, satisfaction has a floor, and all (100%) or none (0%) is exact.
    """
    text, value = indicator.target.text, indicator.target.value
    if indicator.family == "satisfaction":
        return f"≥{text}"
    if value in (0, _ALL):
        return f"={text}"
    limited = _is_limited(indicator) or _names_harm(indicator, context)
    return f"≤{text}" if limited else f"≥{text}"


def _wrong_way(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return the key of the message on a cost or a harm without a ceiling, "" if it has one."""
    if indicator.target.type != "number" or indicator.target.comparator in ("<=", "<"):
        return ""
    if indicator.family == "cost":
        return "cost" if _is_limited(indicator) and not _is_fixed(indicator) else ""
    return "harm" if _is_harm(indicator, context) else ""


@register
class WrongWay(Rule):
    """A cost or a harm has no upper limit."""

    code = "Q-10"
    name = "limit-without-ceiling"
    severity = "warning"
    indicator_tests = (_wrong_way,)
    summary = Text("成本或负向指标没有用“≤”", "A cost or a harm has no ceiling")
    rationale = Text(
        "成本和事故率越低越好，应当封顶；写成“≥”或不写符号，花得越多、出事越多反而达标。",
        "Costs and accidents must be bounded from above, else more of them meets the target.",
    )
    help = Text("请用“≤”（不允许发生的用“=0”），如“{expected}”。", "Use ≤ or =0: {expected}.")
    legal_basis = "财预〔2021〕101号（成本指标、计算符号）；审核惯例：成本和负向指标设上限"
    messages: ClassVar[dict[str, Text]] = {
        "cost": Text(
            "成本指标“{name}”的值“{seen}”没有用“≤”。", "The cost {name} ({seen}) has no ≤."
        ),
        "harm": Text(
            "“{name}”越少越好，值“{seen}”没有写明“≤”或“=0”及单位。",
            "Less of {name} is better; {seen} says neither ≤ nor =0 with a unit.",
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "成本指标", "砍伐枯树成本", "5万元")
    good_example = HEAD + indicator_row("产出指标", "成本指标", "砍伐枯树成本", "≤5万元")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _wrong_way):
            message = _wrong_way(indicator, context)
            if message != "cost" or not _is_budget(indicator, form, context):
                yield _violation(indicator, message)


def _is_limited(indicator: IndicatorRow) -> bool:
    """Return True for a cost to be kept down; what is saved (成本节约率) is not."""
    if indicator.family != "cost":
        return False
    kind = kind_of(indicator.name)
    if indicator.target.unit in ("%", "‰"):
        return kind.name == "harm" or (not kind.better and has(indicator.name, _COSTS))
    words = kind_words()
    if indicator.target.comparator in (">=", ">") and has(indicator.name, words.floor_words):
        return False
    return kind.name not in ("change", "fall") and not has(indicator.name, words.fall_stems)


def _is_fixed(indicator: IndicatorRow) -> bool:
    """Return True for a price or a standard set from above, written with = : =500元/人次."""
    is_exact = indicator.target.text.strip().startswith(("=", "＝"))
    return is_exact and (is_price(indicator.name) or "/" in indicator.target.unit)


def _violation(indicator: Indicator, message: str) -> Violation:
    text = indicator.target.text
    number = _BARE_NUMBER.search(text)
    from_number = text[number.start() :] if number else text
    expected = f"≤{from_number}元" if from_number.endswith("万") else f"≤{from_number}"
    if message == "harm" and not indicator.target.value:
        expected = f"=0{indicator.target.unit or '起'}"
    details = {"name": indicator.name, "seen": text, "expected": expected}
    path = indicator.at(Role.TARGET)
    return Violation(
        indicator.form, path, message=message, details=details, expected=expected, actual=text
    )


def _is_budget(indicator: Indicator, form: Form, context: RuleContext) -> bool:
    """Return True if a cost repeats a budget line of the form (基本支出), which is exact."""
    is_of_unit = context.templates[form.template].is_of_unit
    if indicator.target.unit != "万元" or not is_of_unit:
        return False
    return any(
        indicator.target.value == value
        for value in form.fields.values()
        if isinstance(value, Decimal)
    )


def _is_harm(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True if less is better but the target has ≥ or no sign."""
    if not _names_harm(indicator, context):
        return False
    target = indicator.target
    if target.comparator in (">=", ">"):
        return True
    # A-13 reports a rate of 0 without a sign; 0起 needs none.
    if not target.value and (target.unit or indicator.name.endswith(_RATES)):
        return False
    return target.comparator == "=" and bool(_BARE_NUMBER.match(target.text))


def _names_harm(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True if an indicator's name is of something of which less is better."""
    if kind_of(indicator.name).name == "harm":
        return True
    if kind_of(indicator.name).better == "up":
        return False
    words = context.words
    harm = any(noun in indicator.name for noun in words.get("negative-nouns", {}))
    return harm and not any(word in indicator.name for word in words.get("negative-not", {}))


def _lacks_floor(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True for satisfaction that is to be anything but at least so much."""
    target = indicator.target
    # Q-02 reports a rate without a sign, Q-05 a vague word.
    if (
        indicator.family != "satisfaction"
        or target.type != "number"
        or _is_bare_rate(indicator, context)
        or kind_of(indicator.name).name == "harm"  # 有效投诉率 ≤1%
    ):
        return False
    return target.comparator != ">=" or target.unit not in ("%", "分")


@register
class SatisfactionSign(Rule):
    """A satisfaction target is not a percentage with a lower limit."""

    code = "Q-11"
    name = "satisfaction-without-floor"
    severity = "warning"
    indicator_tests = (_lacks_floor,)
    summary = Text("满意度没有用“≥……%”", "Satisfaction is no percentage with a floor")
    rationale = Text(
        "满意度要有下限：“>90%”把正好90%算作不达标，“满意”没法统计。",
        "Satisfaction needs a floor: >90% fails at just 90%, and 满意 can't be counted.",
    )
    help = Text("请写成“≥90%”的形式，并注明调查方式。", "Write ≥90% and say how it is asked.")
    legal_basis = "财预〔2021〕101号（满意度指标、计算符号）；审核惯例：满意度设下限"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”的值“{seen}”应写成“≥……%”。", "{name} ({seen}) should be a rate with ≥."
        ),
    }
    bad_example = HEAD + indicator_row("满意度指标", "服务对象满意度指标", "居民满意度", ">90%")
    good_example = HEAD + indicator_row("满意度指标", "服务对象满意度指标", "居民满意度", "90%以上")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _lacks_floor):
            seen = indicator.target.text
            details = {"name": indicator.name, "seen": seen}
            yield Violation(form, indicator.at(Role.TARGET), details=details, actual=seen)


@register
class SatisfactionMethod(Rule):
    """No satisfaction indicator of a submission names the method of the survey."""

    code = "Q-16"
    name = "satisfaction-method-unstated"
    severity = "info"
    scope = "submission"
    summary = Text("满意度没有注明调查方式", "Nothing says how satisfaction is asked")
    rationale = Text(
        "不知道怎么调查、调查谁、多少份，满意度数值无法核实。",
        "Without the method, whom and how many, a rate can't be verified.",
    )
    help = Text(
        "请在指标名称或说明中注明，如“问卷调查满意度”。",
        "Say so in the name, such as 问卷调查满意度.",
    )
    legal_basis = "财预〔2021〕101号（满意度指标取值方式：问卷调查法）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{count}条满意度指标都没有注明调查方式。",
            "None of {count} satisfaction indicators says how.",
        ),
    }
    bad_example = HEAD + indicator_row("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%")
    good_example = HEAD + indicator_row(
        "满意度指标", "服务对象满意度指标", "居民问卷调查满意度", "≥90%"
    )

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        satisfaction = [
            indicator
            for form in submission.forms
            for indicator in filled(form, context)
            if indicator.family == "satisfaction"
        ]
        if satisfaction and not any(
            word in indicator.name + indicator.target.text
            for indicator in satisfaction
            for word in _SURVEY_WORDS
        ):
            first = satisfaction[0]
            yield Violation(
                first.form, first.at(Role.LEVEL3), details={"count": str(len(satisfaction))}
            )
