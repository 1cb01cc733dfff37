"""X-15, X-16: expenses without an indicator, and indicators without an expense.

Both compare the bigrams of names and 测算, generic words removed. That is a hint for the reader,
not a proof.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.crossform.similarity import bigrams, normalize
from xlform.rules.expense_lines import expense_lines
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import Indicator, IndicatorRow, indicators_where
from xlform.rules.text_tests import Words
from xlform.template.roles import Role

# Words in the names of levels: 产出指标 and 成本指标 measure paid work, 时效指标 dates.
_OUTPUT, _COST, _TIMELINESS = "产出", "成本", "时效"
# A longer name is a sentence: some bigram of it would match by chance, or none.
_NAME_AT_MOST = 10


def _is_output(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return True for a named indicator of output or cost (产出, 成本)."""
    level = indicator.level1
    return bool(indicator.name) and (_OUTPUT in level or _COST in level)


def _outputs(form: Form, context: RuleContext) -> list[Indicator]:
    """Return the indicators of output and cost of the year that are filled in."""
    return [one for one in indicators_where(form, context, _is_output) if one.is_annual]


def _own_bigrams(text: str, words: Words) -> frozenset[str]:
    return bigrams(text, words.get("generic-nouns", {}))


def _work_bigrams(text: str, words: Words) -> frozenset[str]:
    """Return the bigrams of a text, and of the work of the branches that it names."""
    work = " ".join(
        work for branch, work in words.get("work-of-branch", {}).items() if branch in text
    )
    return bigrams(f"{text} {work}", words.get("generic-nouns", {}))


@register
class UncoveredMoney(Rule):
    """A line of the details has no output indicator of the same matter."""

    code = "X-15"
    name = "expense-without-indicator"
    severity = "info"
    roles = ((Role.EXPENSES, Role.AMOUNT), (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_output,)
    summary = Text("支出明细没有对应的产出指标", "A line of the details has no output indicator")
    rationale = Text(
        "花钱的事项没有产出指标，钱用了也无从考核。",
        "Money spent on what no indicator counts can’t be judged.",
    )
    help = Text(
        "请为“{item}”补一条产出指标；已有指标的，写明是哪一项工作。",
        "Add an output indicator for {item}, or name the work in the one that is meant.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性；"
        "三、适当性审核·资金匹配性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{item}”{amount} 万元似无对应的产出指标"
            "（本表 {total} 万元中共有 {uncovered} 万元如此）。",
            "{item}, {amount} 万元, seems to have no output indicator "
            "({uncovered} of {total} 万元 here have none).",
        )
    }
    bad_example = """
| 支出方向（子项）   | 环境整治     | 所属专项 | 名称         | 环境整治专项 |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标 | 人居环境宣传 | ≥10次        | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额         | 支出测算依据及过程说明 | < |
| ^                  | 城市管理     | 宣传费   | 10           | 20次*0.5（万元/次）=10万元 | < |
| ^                  | 城市绿化     | 补植费   | 30           | 3次*10（万元/次）=30万元   | < |
"""
    good_example = """
| 支出方向（子项）   | 环境整治     | 所属专项 | 名称         | 环境整治专项 |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标 | 人居环境宣传 | ≥10次        | 计划标准 |
| ^                  | ^            | ^        | 绿化补植面积 | ≥300平方米   | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额         | 支出测算依据及过程说明 | < |
| ^                  | 城市管理     | 宣传费   | 10           | 20次*0.5（万元/次）=10万元 | < |
| ^                  | 城市绿化     | 补植费   | 30           | 3次*10（万元/次）=30万元   | < |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        outputs = _outputs(form, context)
        if not outputs:
            return
        own_bigrams, work_bigrams = context.of_text(_own_bigrams), context.of_text(_work_bigrams)
        covered = set[str]().union(*[own_bigrams(one.name) for one in outputs])
        lines = [
            (line, line.amount)
            for line in expense_lines(context.values(form))
            if line.amount is not None
        ]
        uncovered_lines = [
            (line, amount)
            for line, amount in lines
            if all(covered.isdisjoint(work_bigrams(text)) for text in line.texts)
        ]
        total = sum((amount for _, amount in lines), Decimal())
        uncovered = sum((amount for _, amount in uncovered_lines), Decimal())
        if total <= 0 or uncovered < total * context.settings.uncovered_share:
            return
        # Matched by words: some lines are covered in other words, hardly most of the money.
        severity: Severity | None = "warning" if uncovered * 2 > total else None
        for line, amount in uncovered_lines:
            item = line.item or line.category
            details = {"item": item, "amount": f"{amount:f}"}
            details |= {"total": f"{total:f}", "uncovered": f"{uncovered:f}"}
            path = line.row.path_of(Role.ITEM) or line.row.path_of(Role.AMOUNT)
            yield Violation(
                form, path, details=details, actual=item, severity=severity, amount=amount
            )


def _has_cost(indicator: IndicatorRow) -> bool:
    """Return True if the output of an indicator must cost money.

    A date or a rate measures another output, a cost is money itself, and a sentence can't be
    matched.
    """
    level, name, target = indicator.level2, indicator.name, indicator.target
    is_measure = target.type == "date" or target.unit in ("%", "‰")
    is_short = len(name) <= _NAME_AT_MOST and normalize(name) == name
    return is_short and not is_measure and _TIMELINESS not in level and _COST not in level


def _is_paid_output(indicator: IndicatorRow, context: RuleContext) -> bool:
    return _is_output(indicator, context) and _has_cost(indicator)


@register
class UnpaidIndicator(Rule):
    """An output indicator has no line in the details."""

    code = "X-16"
    name = "indicator-without-expense"
    severity = "info"
    roles = ((Role.EXPENSES, Role.AMOUNT), (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_paid_output,)
    summary = Text(
        "产出指标没有对应的支出明细", "An output indicator has no line in the expense details"
    )
    rationale = Text(
        "指标要花钱才能完成，明细里却没有这项支出，要么漏列支出，要么指标与本项目无关。",
        "An output costs money; without a line, either the line is missing or the indicator "
        "belongs elsewhere.",
    )
    help = Text(
        "请说明“{indicator}”由哪一项支出保障，或补列明细，或改换指标。",
        "Say which line pays for {indicator}, add one, or choose another indicator.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”（{seen}）似无对应的支出明细。",
            "{indicator} ({seen}) seems to have no line in the expense details.",
        )
    }
    bad_example = """
| 支出方向（子项）   | 环境整治     | 所属专项 | 名称         | 环境整治专项 |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标 | 人居环境宣传 | ≥10次        | 计划标准 |
| ^                  | ^            | ^        | 配置环卫工人 | 66个         | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额         | 支出测算依据及过程说明 | < |
| ^                  | 城市管理     | 宣传费   | 10           | 20次*0.5（万元/次）=10万元 | < |
"""
    good_example = """
| 支出方向（子项）   | 环境整治     | 所属专项 | 名称         | 环境整治专项 |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标 | 人居环境宣传 | ≥10次        | 计划标准 |
| ^                  | ^            | ^        | 配置环卫工人 | 66人         | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额         | 支出测算依据及过程说明 | < |
| ^                  | 城市管理     | 宣传费   | 10           | 20次*0.5（万元/次）=10万元 | < |
| ^                  | 城市管理     | 环卫工资 | 66           | 66人*1（万元/人）=66万元   | < |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        outputs = [one for one in indicators_where(form, context, _is_paid_output) if one.is_annual]
        if not outputs:
            return
        own_bigrams, lines = context.of_text(_own_bigrams), expense_lines(context.values(form))
        paid = set[str]().union(*[own_bigrams(text) for line in lines for text in line.texts])
        for one in outputs if paid else ():
            own = own_bigrams(one.name)
            if own and paid.isdisjoint(own):
                details = {"indicator": one.name, "seen": one.target.text.strip()}
                yield Violation(form, one.at(Role.LEVEL3), details=details, actual=one.name)
