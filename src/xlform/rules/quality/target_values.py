"""Q-01 and Q-03 to Q-06: targets that can't be measured."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from xlform.model.memoize import memoize
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity_row, social_effect_row
from xlform.rules.quality.indicators import IndicatorRow, filled, indicators_where
from xlform.rules.text_tests import Words
from xlform.template.roles import Role
from xlform.values.target_faults import target_fault

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
# Targets the grammar reads as words but a person can measure: an unknown unit, a change against a
# base (增长5%), a recurring deadline (每月10日前).
_MEASURABLE = (
    rf"(?:[≥≤><=]|不低于|不少于|不超过|不高于)?\s*{_NUMBER}[^0-9]{{0,12}}"
    rf"|[^0-9]{{0,12}}(?:增长|增加|提高|提升|上升|下降|降低|减少|增幅|降幅|缩短|节约|提前|压缩)[^0-9]{{0,6}}"
    rf"{_NUMBER}[^0-9]{{0,10}}"
    r"|每.{1,8}[前内]"
    r"|.{0,8}[0-2]?[0-9][:：点时][0-5]?[0-9]?.{0,12}"
)
_MONTH = r"[0-9一二三四五六七八九十]+(?:月|日|季度|年)"
# A target restates the name if the name begins with its verb of at least so many characters.
_VERB_AT_LEAST = 2
# How far is left open: 较上年有所增长, 无明显污染.
_HEDGES = ("有所", "明显", "一定程度", "适当", "适度", "逐步", "不断", "进一步", "尽可能", "尽量")
_LONGEST_VAGUE, _LONGEST_WORD = 12, 5
# Events that a deadline counts from or ends with: 开学前一周, 主汛期前, 春节前.
_BY_AN_EVENT = r".{2,12}(?:之?前|前夕|之?后|期间|结束|当日|当天).{0,8}"
_DONE_IN_TIME = r"[当次即同][日天时月周季年].{0,8}"
_NOTHING_HAPPENS = r"[零无未不].{2,12}"
_RANK = r".{0,8}[前第][0-9一二三四五六七八九十]{1,3}[名位]?.{0,4}"
_GRADE = r".{0,10}[一二三四五六七八九十ⅠⅡⅢⅣⅤA-D甲乙丙优良特国省市县区级]+[级类等星].{0,6}"


def _without_adverb(text: str, words: Words) -> str:
    """Return a qualitative value without its adverb: 不断提升 → 提升."""
    plain = "".join(text.split()).rstrip("。；;，,.")
    adverbs = _vague_adverbs(words)
    for adverb in adverbs if plain.startswith(adverbs) else ():
        if plain.startswith(adverb) and len(plain) > len(adverb):
            return plain.removeprefix(adverb)
    return plain


@memoize
def _vague_adverbs(words: Words) -> tuple[str, ...]:
    return tuple(words.get("vague-adverbs", ()))


def is_vague(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True if a target is vague, so that it can't be measured."""
    return indicator.qualitative and context.of_text(_says_nothing)(indicator.target.text)


def _says_nothing(written: str, words: Words) -> bool:
    vague = words.get("vague-values", {})
    text = "".join(written.split()).rstrip("。；;，,.")
    if text in vague or _without_adverb(text, words) in vague:
        return True
    return len(text) <= _LONGEST_VAGUE and _is_of_vague_words(text, words)


def _is_of_vague_words(text: str, words: Words) -> bool:
    """Return True if a text is made of vague words alone: 成效明显, 稳步好转."""
    lists = [words.get(name, {}) for name in ("vague-values", "vague-adverbs", "vague-nouns")]
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {
                end
                for end in range(start + 1, min(len(text), start + _LONGEST_WORD) + 1)
                if any(text[start:end] in one for one in lists)
            }
    return len(text) in reached


def restates_name(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True if a vague target only repeats the verb its name begins with."""
    if not is_vague(indicator, context):
        return False
    word = _without_adverb(indicator.target.text, context.words)
    return len(word) >= _VERB_AT_LEAST and indicator.name.startswith(word)


def _fault(indicator: IndicatorRow, _: RuleContext) -> str:
    """Return the key of the message on a target read as words; "" if a person can assess it."""
    if indicator.target.type != "qualitative":
        return ""
    text = "".join(indicator.target.text.split())
    if text.isalpha() and len(text) > 1 and "季度" not in text and "分之" not in text:
        return ""
    fault = target_fault(text)
    if fault or indicator.qualitative:
        return fault
    is_measurable = re.fullmatch(_MEASURABLE, text) or re.search(_MONTH, text)
    return "" if is_measurable else "message"


@register
class UnreadableTarget(Rule):
    """A target contains numbers but can't be read as a value."""

    code = "Q-01"
    name = "target-unreadable"
    severity = "error"
    indicator_tests = (_fault,)
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
        "look-alike": Text(
            "指标值“{seen}”的数字里混入了字母O、I或l。",
            "{seen} has a letter O, I or l among its figures.",
        ),
        "percent": Text("指标值“{seen}”的百分号写了两个。", "{seen} has two percent signs."),
        "signs": Text(
            "指标值“{seen}”的比较符号重叠或写在了数字后面。",
            "{seen} has two signs, or one behind its number.",
        ),
        "limits": Text(
            "指标值“{seen}”前面的符号与后面的“以上”“以下”相反。",
            "The sign of {seen} contradicts the word behind its number.",
        ),
        "no-number": Text("指标值“{seen}”没有数。", "{seen} has no number."),
        "impossible": Text("指标值“{seen}”里的日期日历上没有。", "{seen}: there is no such day."),
        "reversed": Text(
            "指标值“{seen}”前后颠倒，后面的小于前面的。", "{seen} ends before it begins."
        ),
        "open": Text("指标值“{seen}”只写了区间的一头。", "{seen} is a range without its end."),
        "failed": Text(
            "指标值“{seen}”里有问号或没有显示出来的错误值。",
            "{seen} holds a question mark or an error value.",
        ),
        "point": Text("指标值“{seen}”有两个小数点。", "{seen} has two decimal points."),
    }
    bad_example = HEAD + quantity_row("植树株数", "约300到400，争取500株以上")
    good_example = HEAD + quantity_row("植树株数", "≥400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _fault):
            message = _fault(indicator, context)
            text = "".join(indicator.target.text.split())
            path = indicator.at(Role.TARGET)
            yield Violation(form, path, message=message, details={"seen": text}, actual=text)


def _is_quantity_in_words(indicator: IndicatorRow, _: RuleContext) -> bool:
    return indicator.family == "quantity" and indicator.qualitative


@register
class QuantityInWords(Rule):
    """A quantity indicator has no number."""

    code = "Q-03"
    name = "quantity-not-a-number"
    severity = "error"
    indicator_tests = (_is_quantity_in_words,)
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
        for indicator in indicators_where(form, context, _is_quantity_in_words):
            seen = indicator.target.text
            details = {"name": indicator.name, "seen": seen}
            yield Violation(form, indicator.at(Role.TARGET), details=details, actual=seen)


def _may_be_too_many(indicator: IndicatorRow, context: RuleContext) -> bool:
    return indicator.qualitative or context.settings.qualitative_share_warning < 0


@register
class QualitativeShare(Rule):
    """Too many of a form's targets are words."""

    code = "Q-04"
    name = "too-many-words-for-targets"
    severity = "warning"
    indicator_tests = (_may_be_too_many,)
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
        path = "title" if "title" in form.origins else with_target[0].at(Role.LEVEL1)
        yield Violation(form, path, details=details, severity="error" if is_severe else None)


def _message_key(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return the key of the message on a qualitative value, "" if it can be assessed."""
    # Q-03 reports a quantity in words, Q-06 a repeated verb.
    if (
        not indicator.qualitative
        or indicator.family == "quantity"
        or restates_name(indicator, context)
    ):
        return ""
    text = "".join(indicator.target.text.split()).rstrip("。；;，,.")
    if is_vague(indicator, context) or any(hedge in text for hedge in _HEDGES):
        return "message"
    if text in context.words.get("unmeasured-values", {}):
        return "standard"
    allowed = context.words.get("allowed-values", {})
    if text in allowed or any(len(word) > 1 and word in text for word in allowed):
        return ""
    return "" if _is_assessable(text) else "unlisted"


@register
class VagueTarget(Rule):
    """A qualitative target can't be measured."""

    code = "Q-05"
    name = "target-vague"
    severity = "warning"
    indicator_tests = (_message_key,)
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
        for indicator in indicators_where(form, context, _message_key):
            message = _message_key(indicator, context)
            details = {"seen": indicator.target.text}
            path = indicator.at(Role.TARGET)
            yield Violation(
                form, path, message=message, details=details, actual=indicator.target.text,
                # Words that are on no list may be right in a trade of its own.
                severity="info" if message == "unlisted" else None,
            )  # fmt: skip


def _is_assessable(text: str) -> bool:
    """Return True for an event as a deadline, a rank, a grade, or that nothing happens."""
    shapes = (_BY_AN_EVENT, _DONE_IN_TIME, _NOTHING_HAPPENS, _RANK, _GRADE)
    return any(re.fullmatch(shape, text) for shape in shapes)


def _only_restates(indicator: IndicatorRow, context: RuleContext) -> bool:
    return indicator.family != "quantity" and restates_name(indicator, context)


@register
class TargetRestatesName(Rule):
    """A target repeats the verb of its indicator's name."""

    code = "Q-06"
    name = "target-restates-name"
    severity = "warning"
    indicator_tests = (_only_restates,)
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
        for indicator in indicators_where(form, context, _only_restates):
            seen = indicator.target.text
            details = {"name": indicator.name, "seen": seen}
            yield Violation(form, indicator.at(Role.TARGET), details=details, actual=seen)
