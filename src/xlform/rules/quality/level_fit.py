"""Reasons why an indicator does not fit its 二级指标, for Q-07 and Q-08."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from xlform.model.memoize import memoize
from xlform.model.submission import CEILINGS, FLOORS, Form
from xlform.rules.context import RuleContext
from xlform.rules.quality.indicators import IndicatorRow, apart_from_number, indicators_where
from xlform.rules.quality.kind_words import kind_words
from xlform.rules.quality.kinds import KindName, core_of, has, kind_of
from xlform.values.target_units import target_units

# A 三级指标 is a noun phrase: a name with a clause in it is a sentence.
_CLAUSE_ENDS = frozenset("，,；;。")
_CURRENCIES = ("元", "万元", "亿元")
# Levels of 财预〔2021〕101号 that count other costs than money: complaints, noise, emissions.
_NOT_MONEY = ("社会成本", "生态环境成本")
# Units that leave open whether a verb with its object was counted: 落实责任 100%.
_NOT_COUNTED = frozenset(("", "%", "‰", "分"))
_SPENT = frozenset(("cost", "money", "standard", ""))
_NAMED_SPENT = frozenset(("cost", "money", "standard"))
# A verb of a slogan with its object is a short name: 维护防火隔离带 36公里.
_LONGEST_OBJECT = 10
_SIGNS = frozenset("≥≤>＞<＜=＝")
_FIGURES = "0123456789.,０１２３４５６７８９．"
_LONGEST_UNIT = 4
_HEDGES = ("切实", "进一步", "努力", "认真", "扎实", "着力", "大力", "积极", "不断", "深入")
_MESSAGES: dict[KindName, str] = {
    "satisfaction": "satisfaction",
    "quality-rate": "quality",
    "acceptance": "quality",
    "timely-rate": "timely",
    "awareness": "effect",
    "coverage": "effect",
    "deadline": "deadline",
    "response": "deadline",
    "unit-cost": "price",
    "cost": "spending",
    "money": "spending",
    "standard": "spending",
    "gain": "gain",
    "earning": "gain",
    "count": "count",
    "rate": "not-money",
    "fall": "not-money",
}


def is_slogan(name: str, context: RuleContext) -> bool:
    """Return True if a name is a sentence or a slogan rather than something measurable."""
    plain = core_of(name)
    slogans, endings, openings = _slogan_words(context.words)
    if plain in slogans or not _CLAUSE_ENDS.isdisjoint(plain):
        return True
    return not plain.endswith(endings) and plain.startswith(openings)


@memoize
def _slogan_words(
    words: Mapping[str, Mapping[str, str]],
) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return whole slogans, ends of names that can be measured, and openings of slogans."""
    return (
        frozenset(words.get("slogans", ())),
        tuple(words.get("measurable-endings", ())),
        tuple(words.get("slogan-openings", ())),
    )


def is_value(name: str) -> bool:
    """Return True if a name is a target instead: ≥90%, 20场."""
    plain = name.strip()
    if plain[:1] in _SIGNS:
        return True
    if plain[:1] not in _FIGURES:
        return False
    unit = plain.lstrip(_FIGURES)
    if unit == plain or not 0 < len(unit) <= _LONGEST_UNIT:
        return False
    return unit in ("%", "％", "‰") or target_units().is_counted(unit)


def counts_something(indicator: IndicatorRow) -> bool:
    """Return True if a target counts things or measures them: 维护公厕 12座."""
    target, core = indicator.target, core_of(indicator.name)
    is_object = len(core) <= _LONGEST_OBJECT and _CLAUSE_ENDS.isdisjoint(core)
    return (
        target.type in ("number", "range")
        and target.unit not in _NOT_COUNTED
        and is_object
        and not core.startswith(_HEDGES)
    )


def misfits(form: Form, context: RuleContext) -> dict[str, str]:
    """Return why indicators of a form do not fit their 二级指标, a message key by path."""
    return context.memoize(form, _misfits)


def _misfits(form: Form, context: RuleContext) -> dict[str, str]:
    found = indicators_where(form, context, misfit)
    return {indicator.path: misfit(indicator, context) for indicator in found}


@apart_from_number
def misfit(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return the key of the message why an indicator does not fit its level; "" if it fits."""
    return _of_target(indicator) or _of_name(indicator, context) or _of_standing(indicator, context)


def _of_target(indicator: IndicatorRow) -> str:
    """Return why a target is none of its level: a price of 数量, money of 时效, a day of 质量."""
    target, family = indicator.target, indicator.family
    if target.type == "date":
        return "day" if family not in ("", "time") and not counts_other_costs(indicator) else ""
    currency, _, per = target.unit.partition("/")
    if currency not in _CURRENCIES:
        return ""
    if family == "quantity" and per and kind_of(indicator.name).name not in ("gain", "earning"):
        return "cost"
    if family == "time":
        return "spending"
    spent = kind_of(indicator.name).name in _SPENT
    if family == "quality":
        return "spending" if spent else ""
    is_limit = target.comparator in CEILINGS and family not in ("", "cost", "economy")
    own = is_limit and not has(indicator.name, kind_words().burden_words)
    return "spending" if own and kind_of(indicator.name).name in _NAMED_SPENT else ""


def _of_name(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return why a name is none of its level: 合格率 of 数量, 竣工时间 of 质量."""
    barred = _barred().get(indicator.family)
    name = kind_of(indicator.name).name if barred else ""
    if (
        name == "change"
        and indicator.family == "ecology"
        and has(indicator.name, kind_words().earning_words)
    ):
        name = "earning"  # 旅游收入增长率
    if not barred or name not in barred or not name:
        return ""
    if counts_other_costs(indicator) and name not in ("satisfaction", "deadline"):
        return ""
    if name == "count" and indicator.family == "ecology":
        named = _contains_any(indicator.name, "ecology-words", context)
        doing = has(indicator.name, kind_words().doing_words)
        return "" if named or not doing else "count"
    return "" if _is_excused(name, indicator) else _MESSAGES[name]


def _is_excused(name: KindName, indicator: IndicatorRow) -> bool:
    """Return True if the rest of a name, or its target, makes it one of its level after all."""
    words, core, family = kind_words(), core_of(indicator.name), indicator.family
    target = indicator.target
    excusing = _excusing_words().get((family, name))
    if excusing is not None:
        return has(core, excusing)
    excuses: tuple[bool, ...] = ()
    match family, name:
        case "time", "count":
            recurring = "/" in target.unit or has(core, words.frequency_words)
            excuses = (recurring, target.type == "qualitative")
        case "satisfaction", _:
            excuses = (has(core, words.opinion_words),)
        case "cost", "rate" | "fall" | "coverage" | "awareness":
            is_better = kind_of(indicator.name).better == "up"
            excuses = (
                not is_better,
                target.unit not in ("%", "‰"),
                has(core, words.spending_words),
            )
        case "economy", "quality-rate":
            excuses = ("合格" not in core,)
        case "economy" | "society" | "ecology" | "lasting", "deadline":
            excuses = (target.type == "number" and target.comparator in FLOORS,)
    return any(excuses)


@lru_cache(maxsize=1)
def _excusing_words() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return words that make a name one of its level, by level and kind of name."""
    words = kind_words()
    return {
        ("quality", "count"): words.quality_words,
        # How well calls and cases were handled, asked back one by one: 12345回访满意率.
        ("quality", "satisfaction"): words.handled_words,
        ("cost", "count"): (*words.money_ends, *words.capped_words),
        # How fast calls are answered on the whole is how well: 平均响应时间.
        **dict.fromkeys(
            ((level, "response") for level in ("quality", "economy", "ecology", "lasting")),
            words.mean_words,
        ),
        ("society", "response"): (*words.public_words, *words.mean_words),
        ("ecology", "earning"): ("生态", "绿色", "环保"),
    }


def counts_other_costs(indicator: IndicatorRow) -> bool:
    """Return True under 社会成本 and 生态环境成本, which are not counted in money."""
    return indicator.family == "cost" and indicator.level2.startswith(_NOT_MONEY)


@lru_cache(maxsize=1)
def _barred() -> dict[str, frozenset[str]]:
    return {family: frozenset(kinds.split()) for family, kinds in kind_words().barred.items()}


def _of_standing(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return why a standing fact or a call to work is none of its level."""
    family = indicator.family
    if family == "quantity":
        return "static" if _contains_any(indicator.name, "static-facts", context) else ""
    if family not in ("time", "ecology") or not is_slogan(indicator.name, context):
        return ""
    return "" if _contains_any(indicator.name, f"{family}-words", context) else family


def _contains_any(text: str, words: str, context: RuleContext) -> bool:
    return any(word in text for word in context.words.get(words, {}))
