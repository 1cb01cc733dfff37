"""Q-12 and Q-17: the 绩效标准 an indicator is held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator
from xlform.rules.quality.indicators import Indicator, filled
from xlform.template.labels import fold
from xlform.values import parse_target

_OTHER = "其他"
_HISTORY = "历史"
_EARLIER = ("上年", "往年", "去年", "历年")


@register
class StandardUnfit(Rule):
    """A 绩效标准 is none of the official ones, or 其他标准 and 历史标准 without saying which.

    Where last year's values are at hand, Q-17 holds 历史标准 against them instead.
    """

    code = "Q-12"
    name = "standard-unfit"
    severity = "info"
    uses = ("last-year",)
    summary = Text("绩效标准不合规", "A standard is none of the official ones")
    rationale = Text(
        "绩效标准只有表样列出的几种；选“其他标准”不说明，或选“历史标准”不写往年数，等于没有标准。",
        "Only those of the form are standards; 其他标准 and 历史标准 unexplained are none.",
    )
    help = Text(
        "请从“{choices}”中选一个；用其他标准的写明是什么，用历史标准的写明往年数。",
        "Choose one of {choices}; name any other, and give earlier values for 历史标准.",
    )
    legal_basis = "财预〔2021〕101号（指标值设定依据）；区级表样附表3“绩效标准”栏"
    messages: ClassVar[dict[str, Text]] = {
        "unknown": Text("绩效标准“{seen}”不在可选项中。", "{seen} is none of the standards."),
        "other": Text("“{seen}”没有说明是什么标准。", "{seen} does not say which standard."),
        "history": Text(
            "“{name}”的值“{target}”用“{seen}”，没有写明往年数。",
            "{name} ({target}) rests on {seen} and no earlier value is given.",
        ),
    }
    bad_example = HEAD + indicator("产出指标", "数量指标", "植树株数", "≥400株", "其他标准")
    good_example = HEAD + indicator("产出指标", "数量指标", "植树株数", "≥400株", "行业标准")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for one in filled(form, context):
            choices = _choices(one, context)
            if not one.standard or not choices:
                continue
            known = one.standard in choices
            other = known and one.standard.startswith(_OTHER)
            # 其他标准（省厅通知） says which, though it is none of the list.
            if other or not (known or one.standard.startswith(_OTHER)):
                details = {"seen": one.standard, "choices": "、".join(choices)}
                message = "other" if other else "unknown"
                yield Violation(form, f"{one.path}.standard", message=message, details=details)
            elif "last-year" not in context.tables and _is_unbased(
                one, context.words.get("growth", {})
            ):
                details = {"seen": one.standard, "name": one.name, "target": one.target.text}
                details["choices"] = "、".join(choices)
                yield Violation(form, f"{one.path}.standard", message="history", details=details)


def _is_unbased(one: Indicator, growth: Mapping[str, str]) -> bool:
    """Whether a level in percent is held to history, and nothing tells what it was.

    A change (下降率, 较上年增长) is measured against last year by its name; a count of what there
    is (社区数量) is its own record.
    """
    said = f"{one.name}{one.target.text}"
    return (
        (one.standard or "").startswith(_HISTORY)
        and one.target.unit == "%"
        and not any(word in said for word in (*growth, *_EARLIER))
    )


def _choices(one: Indicator, context: RuleContext) -> tuple[str, ...]:
    columns = context.templates[one.form.template].tables[one.table].columns
    return columns["standard"].declaration.choice if "standard" in columns else ()


@register
class HistoryUnmet(Rule):
    """A target held to 历史标准 has no value of last year, or lags behind it."""

    code = "Q-17"
    name = "history-unproved"
    severity = "info"
    needs = ("last-year",)
    summary = Text("历史标准与上年数对不上", "A historical standard is not borne out by last year")
    rationale = Text(
        "用历史标准的指标值应不低于上年实际；上年没有这个数，就不是历史标准。",
        "A historical standard rests on last year's value and should not fall behind it.",
    )
    help = Text("请补充上年数，或改用计划标准。", "Give last year's value, or use 计划标准.")
    legal_basis = "财预〔2021〕101号（指标值设定依据）；数据表 last-year（列 indicator、target）"
    messages: ClassVar[dict[str, Text]] = {
        "missing": Text(
            "“{name}”用历史标准，但上年数据中没有这条指标。", "{name} is not among last year's."
        ),
        "behind": Text(
            "“{name}”的值“{seen}”不及上年的“{last}”。",
            "{name} ({seen}) lags behind last year's {last}.",
        ),
    }
    example_data: ClassVar[dict[str, list[dict[str, str]]]] = {
        "last-year": [{"indicator": "植树株数", "target": "350株"}],
    }
    bad_example = HEAD + indicator("产出指标", "数量指标", "植树株数", "≥300株", "历史标准")
    good_example = HEAD + indicator("产出指标", "数量指标", "植树株数", "≥400株", "历史标准")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        historical = [
            one for one in filled(form, context) if (one.standard or "").startswith(_HISTORY)
        ]
        if historical:
            yield from _against(historical, _last_year(context))


def _last_year(context: RuleContext) -> dict[str, Target]:
    return {
        fold(row.get("indicator", "")): parse_target(row.get("target", ""))
        for row in context.tables["last-year"]
    }


def _against(historical: list[Indicator], last_year: dict[str, Target]) -> Iterator[Violation]:
    for one in historical:
        path = f"{one.path}.standard"
        last = last_year.get(fold(one.name))
        if last is None:
            yield Violation(one.form, path, message="missing", details={"name": one.name})
        elif _lags(one.target, last):
            details = {"name": one.name, "seen": one.target.text, "last": last.text}
            yield Violation(one.form, path, message="behind", details=details)


def _lags(target: Target, last: Target) -> bool:
    if target.value is None or last.value is None or target.unit != last.unit:
        return False
    if target.comparator in ("<=", "<"):
        return target.value > last.value
    return target.value < last.value
