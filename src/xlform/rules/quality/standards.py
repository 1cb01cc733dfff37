"""Q-12 and Q-17: the 绩效标准 of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from xlform.messages import listed
from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row
from xlform.rules.quality.indicators import Indicator, filled
from xlform.template.labels import fold
from xlform.template.roles import Role
from xlform.values import parse_target

_OTHER = "其他"
_HISTORY = "历史"
_EARLIER = ("上年", "往年", "去年", "历年")


@register
class StandardUnfit(Rule):
    """A 绩效标准 is not an official one, or is 其他标准 or 历史标准 without details.

    If last year's values are given, Q-17 compares 历史标准 with them instead.
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
    bad_example = HEAD + indicator_row("产出指标", "数量指标", "植树株数", "≥400株", "其他标准")
    good_example = HEAD + indicator_row("产出指标", "数量指标", "植树株数", "≥400株", "行业标准")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        choices_of: dict[str, tuple[str, ...]] = {}
        for indicator in filled(form, context):
            table = indicator.row.table
            choices = choices_of.get(table)
            if choices is None:
                choices = choices_of[table] = _choices(indicator, context)
            if not indicator.standard or not choices:
                continue
            known = indicator.standard in choices
            unspecified = known and indicator.standard.startswith(_OTHER)
            # 其他标准（省厅通知） gives the details, although it is not in the list.
            if unspecified or not (known or indicator.standard.startswith(_OTHER)):
                details = {"seen": indicator.standard, "choices": listed(choices)}
                message = "other" if unspecified else "unknown"
                yield Violation(form, indicator.at(Role.STANDARD), message=message, details=details)
            elif "last-year" not in context.tables and _lacks_base_value(
                indicator, context.words.get("growth", {})
            ):
                details = {
                    "seen": indicator.standard,
                    "name": indicator.name,
                    "target": indicator.target.text,
                }
                details["choices"] = listed(choices)
                yield Violation(
                    form, indicator.at(Role.STANDARD), message="history", details=details
                )


def _lacks_base_value(indicator: Indicator, growth: Mapping[str, str]) -> bool:
    """Return True if a percentage is compared with history but no earlier value is given.

    A change (下降率, 较上年增长) is relative to last year by its name; a count of existing things
    (社区数量) is its own record.
    """
    text = f"{indicator.name}{indicator.target.text}"
    return (
        (indicator.standard or "").startswith(_HISTORY)
        and indicator.target.unit == "%"
        and not any(word in text for word in (*growth, *_EARLIER))
    )


def _choices(indicator: Indicator, context: RuleContext) -> tuple[str, ...]:
    columns = context.templates[indicator.form.template].tables[indicator.table].columns
    return columns["standard"].declaration.choice if "standard" in columns else ()


@register
class HistoryUnmet(Rule):
    """A target under 历史标准 has no value of last year, or is worse than it."""

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
    bad_example = HEAD + indicator_row("产出指标", "数量指标", "植树株数", "≥300株", "历史标准")
    good_example = HEAD + indicator_row("产出指标", "数量指标", "植树株数", "≥400株", "历史标准")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        historical = [
            indicator
            for indicator in filled(form, context)
            if (indicator.standard or "").startswith(_HISTORY)
        ]
        if historical:
            yield from _compare(historical, _last_year(context))


def _last_year(context: RuleContext) -> dict[str, Target]:
    return {
        fold(row.get("indicator", "")): parse_target(row.get("target", ""))
        for row in context.tables["last-year"]
    }


def _compare(historical: list[Indicator], last_year: dict[str, Target]) -> Iterator[Violation]:
    for indicator in historical:
        path = indicator.at(Role.STANDARD)
        last = last_year.get(fold(indicator.name))
        if last is None:
            yield Violation(
                indicator.form, path, message="missing", details={"name": indicator.name}
            )
        elif _lags(indicator.target, last):
            details = {"name": indicator.name, "seen": indicator.target.text, "last": last.text}
            yield Violation(indicator.form, path, message="behind", details=details)


def _lags(target: Target, last: Target) -> bool:
    if target.value is None or last.value is None or target.unit != last.unit:
        return False
    if target.comparator in ("<=", "<"):
        return target.value > last.value
    return target.value < last.value
