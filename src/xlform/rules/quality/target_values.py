"""Q-01 and Q-03 to Q-06: targets that can't be measured."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity_row, social_effect_row
from xlform.rules.quality.indicators import Indicator, filled

_WHITESPACE = re.compile(r"\s+")
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
# Targets the grammar reads as words but a person can measure: an unknown unit, a change against a
# base (增长5%), a recurring deadline (每月10日前).
_MEASURABLE = re.compile(
    rf"(?:[≥≤><=]|不低于|不少于|不超过|不高于)?\s*{_NUMBER}[^0-9]{{0,12}}"
    rf"|[^0-9]{{0,12}}(?:增长|增加|提高|提升|上升|下降|降低|减少|增幅|降幅|缩短|节约)[^0-9]{{0,6}}"
    rf"{_NUMBER}[^0-9]{{0,10}}"
    r"|每.{1,8}[前内]"
)
_MONTH = re.compile(r"[0-9一二三四五六七八九十]+(?:月|日|季度|年)")
# A target restates the name if the name begins with its verb of at least so many characters.
_VERB_AT_LEAST = 2


def without_adverb(text: str, context: RuleContext) -> str:
    """Return a qualitative value without its adverb: 不断提升 → 提升."""
    plain = _WHITESPACE.sub("", text).rstrip("。；;，,.")
    adverbs = context.words.get("vague-adverbs", {})
    for adverb in adverbs if plain.startswith(tuple(adverbs)) else ():
        if plain.startswith(adverb) and len(plain) > len(adverb):
            return plain.removeprefix(adverb)
    return plain


def is_vague(indicator: Indicator, context: RuleContext) -> bool:
    """Return True if a target is vague, so that it can't be measured."""
    if not indicator.qualitative:
        return False
    vague = context.words.get("vague-values", {})
    text = _WHITESPACE.sub("", indicator.target.text).rstrip("。；;，,.")
    return text in vague or without_adverb(text, context) in vague


def restates_name(indicator: Indicator, context: RuleContext) -> bool:
    """Return True if a vague target only repeats the verb its name begins with."""
    word = without_adverb(indicator.target.text, context)
    return (
        len(word) >= _VERB_AT_LEAST
        and is_vague(indicator, context)
        and indicator.name.startswith(word)
    )


@register
class UnreadableTarget(Rule):
    """A target contains numbers but can't be read as a value."""

    code = "Q-01"
    name = "target-unreadable"
    severity = "error"
    summary = Text("指标值读不出来", "A target makes no value")
    rationale = Text(
        "指标值要能分成符号、数值、单位，或一个日期，否则年底无法对照考核，也进不了一体化平台。",
        "A target must part into sign, number and unit, or be a date, to be assessed.",
    )
    help = Text(
        "请写成“≥90%”“≤5万元”“2023年12月底前”这样的一个值。",
        "Write one value such as ≥90%, ≤5万元 or 2023年12月底前.",
    )
    legal_basis = (
        "财预〔2021〕101号（计算符号、数值、计量单位分列）；一体化平台录入校验（指标值必填）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("指标值“{seen}”读不出是多少。", "{seen} can't be read as one value."),
    }
    bad_example = HEAD + quantity_row("植树株数", "约300到400，争取500株以上")
    good_example = HEAD + quantity_row("植树株数", "≥400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in filled(form, context):
            if indicator.target.type != "qualitative" or indicator.qualitative:
                continue
            text = _WHITESPACE.sub("", indicator.target.text)
            if not _MEASURABLE.fullmatch(text) and not _MONTH.search(text):
                yield Violation(
                    form, f"{indicator.path}.target", details={"seen": text}, actual=text
                )


@register
class QuantityInWords(Rule):
    """A quantity indicator has no number."""

    code = "Q-03"
    name = "quantity-not-a-number"
    severity = "error"
    summary = Text("数量指标没有数", "A quantity indicator has no number")
    rationale = Text(
        "数量指标回答“做多少”，没有数就考核不了。",
        "Quantity says how much; words can't be counted.",
    )
    help = Text("请写明数量和单位，例如“≥10次”。", "Give number and unit, such as ≥10次.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性（指标细化、量化）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "数量指标“{name}”的指标值是“{seen}”，没有数。", "{name} is {seen}: there is no number."
        ),
    }
    bad_example = HEAD + quantity_row("植树", "及时完成")
    good_example = HEAD + quantity_row("植树", "≥400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in filled(form, context):
            if indicator.family == "quantity" and indicator.qualitative:
                seen = indicator.target.text
                details = {"name": indicator.name, "seen": seen}
                yield Violation(form, f"{indicator.path}.target", details=details, actual=seen)


@register
class QualitativeShare(Rule):
    """Too many of a form's targets are words."""

    code = "Q-04"
    name = "too-many-words-for-targets"
    severity = "warning"
    summary = Text("定性指标太多", "Too many targets are words")
    rationale = Text(
        "绩效指标应以量化为主；定性的占比过高，年底只能凭印象打分。超过一半的应退回。",
        "Targets should be numbers in the main; where most are words nobody can assess them.",
    )
    help = Text(
        "请把能用数、率、时间表示的改成定量指标。", "Turn into numbers, rates or dates what can be."
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性（指标细化、量化）；"
        "界限三成、五成为审核惯例，可在设置中调整"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{count}条指标中有{words}条是定性的，占{share}%，超过{limit}%。",
            "{words} of {count} targets are words: {share}%, over {limit}%.",
        ),
    }
    bad_example = (
        HEAD
        + quantity_row("植树株数", "≥400株")
        + social_effect_row("群众满意", "提升")
        + social_effect_row("风气", "好转")
    )
    good_example = (
        HEAD
        + quantity_row("植树株数", "≥400株")
        + social_effect_row("受益人数", "≥900人")
        + social_effect_row("绿化验收", "合格")
        + social_effect_row("覆盖率", "≥90%")
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        with_target = [
            indicator for indicator in filled(form, context) if indicator.target.type != "empty"
        ]
        in_words = [indicator for indicator in with_target if indicator.qualitative]
        if not with_target:
            return
        share = Decimal(len(in_words)) / Decimal(len(with_target))
        settings = context.settings
        limit = settings.qualitative_share_warning
        is_severe = share > settings.qualitative_share_error
        if share <= limit:
            return
        details = {
            "count": str(len(with_target)),
            "words": str(len(in_words)),
            "share": f"{share:.0%}".rstrip("%"),
            "limit": f"{settings.qualitative_share_error if is_severe else limit:.0%}".rstrip("%"),
        }
        path = "title" if "title" in form.origins else f"{with_target[0].path}.level1"
        yield Violation(form, path, details=details, severity="error" if is_severe else None)


@register
class VagueTarget(Rule):
    """A qualitative target can't be measured."""

    code = "Q-05"
    name = "target-vague"
    severity = "warning"
    summary = Text("指标值空泛", "A target is vague")
    rationale = Text(
        "“提升”“较强”“长期”没有基数，也没有衡量办法；“考核达标”没有标准，达没达到谁也说不清。",
        "提升, 较强 and the like have neither base nor measure; 考核达标 names no standard.",
    )
    help = Text(
        "请改为定量，或写明与什么比、提高多少、依据什么评定。",
        "Make it a number, or say against what, by how much, judged by what.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性"
        "（难以量化的，定性描述充分、具体）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "指标值“{seen}”没有基数和衡量办法。", "{seen} has neither a base nor a measure."
        ),
        "standard": Text("指标值“{seen}”没有写明标准。", "{seen} does not say which standard."),
        "unlisted": Text(
            "指标值“{seen}”不是可以考核的值。", "{seen} is no value that could be assessed."
        ),
    }
    bad_example = HEAD + social_effect_row("居民幸福指数", "不断提升")
    good_example = (
        HEAD
        + social_effect_row("居民幸福指数测评得分较上年提高", "≥2分")
        + social_effect_row("绿化验收", "合格")
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in filled(form, context):
            # Q-03 reports a quantity in words, Q-06 a repeated verb.
            if (
                not indicator.qualitative
                or indicator.family == "quantity"
                or restates_name(indicator, context)
            ):
                continue
            message = _message_key(indicator, context)
            if message:
                details = {"seen": indicator.target.text}
                path = f"{indicator.path}.target"
                yield Violation(
                    form, path, message=message, details=details, actual=indicator.target.text
                )


def _message_key(indicator: Indicator, context: RuleContext) -> str:
    """Return the key of the message on a qualitative value, "" if it can be assessed."""
    text = _WHITESPACE.sub("", indicator.target.text).rstrip("。；;，,.")
    if is_vague(indicator, context):
        return "message"
    if text in context.words.get("unmeasured-values", {}):
        return "standard"
    allowed = context.words.get("allowed-values", {})
    return "" if any(word in text for word in allowed) else "unlisted"


@register
class TargetRestatesName(Rule):
    """A target repeats the verb of its indicator's name."""

    code = "Q-06"
    name = "target-restates-name"
    severity = "warning"
    summary = Text("指标值重复了指标名称里的动词", "A target repeats its name's verb")
    rationale = Text(
        "名称是“提升……”，值又是“提升”，等于没有指标值。", "提升… with the value 提升 has no value."
    )
    help = Text(
        "请把动词从名称里去掉，指标值写成数或具体标准。",
        "Take the verb out of the name and give a number or a standard.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性"
        "（难以量化的，定性描述充分、具体）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "指标“{name}”的值“{seen}”只是重复名称里的动词。", "{seen} only repeats {name}."
        ),
    }
    bad_example = HEAD + social_effect_row("提升环境整洁度", "提升")
    good_example = HEAD + social_effect_row("环境整洁度测评得分", "≥90分")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in filled(form, context):
            if indicator.family != "quantity" and restates_name(indicator, context):
                seen = indicator.target.text
                details = {"name": indicator.name, "seen": seen}
                yield Violation(form, f"{indicator.path}.target", details=details, actual=seen)
