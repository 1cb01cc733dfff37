"""X-04, X-06: goals that differ between forms."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.crossform.fund_rows import directions_of, funds
from xlform.rules.crossform.similarity import normalize, similarity
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import GOALS, Role

# A direction's number in a list of goals (1.、（一）) is no part of the goal.
_CLAUSE: Final = re.compile(
    r"[，,。；;\n]|(?:^|(?<=[。；;\n]))\s*[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．]"
)


@register
class GoalsOfFund(Rule):
    """A goal in the summary is not the goal of the fund's direction."""

    code = "X-04"
    name = "goal-differs-between-forms"
    severity = "warning"
    scope = "submission"
    roles = (Role.FUND, Role.PROJECT)
    any_role = ((Role.FUNDS, Role.GOAL), (Role.FUNDS, Role.PERIOD_GOAL))
    summary = Text(
        "汇总表的绩效目标与支出方向表不一致",
        "A goal in the summary differs from the direction’s",
    )
    rationale = Text(
        "汇总表的目标应从支出方向表摘来；两处说法不同，批复、监控和评价时不知道以哪个为准。",
        "The summary repeats the goals; where they differ, nobody knows which one will be judged.",
    )
    help = Text(
        "请统一“{fund}”的{label}：以 {sheet} 为准照抄，或两处一并修改。",
        "Use one text for {label} of {fund}: copy that of {sheet} or change both.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·明确清晰性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{fund}”的{label}与 {sheet} 不一致，相似度 {likeness}%。",
            "{label} of {fund} differs from {sheet}; they are {likeness}% alike.",
        )
    }
    bad_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标         | 年度绩效目标       |
|      | 合计         | 95.00  |                        |                    |
| 一   | 环境整治专项 | 95.00  | 乡村设施进一步完善     | 维护社会稳定       |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运                   | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                      | ^        | 金额 | 95.00        |
| 实施期绩效目标   | 社区道路清扫保洁专业化运作 | <        | <    | <            |
| 年度绩效目标     | 维护社会稳定               | <        | <    | <            |
"""
    good_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标             | 年度绩效目标       |
|      | 合计         | 95.00  |                            |                    |
| 一   | 环境整治专项 | 95.00  | 社区道路清扫保洁专业化运作 | 维护社会稳定       |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运                   | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                      | ^        | 金额 | 95.00        |
| 实施期绩效目标   | 社区道路清扫保洁专业化运作 | <        | <    | <            |
| 年度绩效目标     | 维护社会稳定。             | <        | <    | <            |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for fund in funds(submission, context):
            # 实施期绩效目标 and 年度绩效目标, which 附表2 repeats from 附表3.
            for goal in GOALS:
                goal_text = fund.row.text(goal)
                others = _other_goals(goal_text, goal, fund.directions)
                if goal_text and others:
                    values, text, percent = _closest(goal_text, others)
                    details = {
                        "fund": fund.name,
                        "label": fund.values.column_label(Role.FUNDS, goal),
                        "sheet": values.form.sheet,
                        "likeness": str(percent),
                    }
                    yield Violation(
                        fund.form, fund.row.path_of(goal), details=details, expected=text,
                        actual=goal_text, operands=((values.form, values.path_of(goal)),),
                    )  # fmt: skip


def _other_goals(
    goal_text: str, goal: Role, forms: tuple[FormValues, ...]
) -> list[tuple[FormValues, str]]:
    """Return the directions with their goals; none if one has the same or none has any."""
    stated = [(values, text) for values in forms if (text := values.text(goal))]
    same = any(text == goal_text or normalize(text) == normalize(goal_text) for _, text in stated)
    if same or (len(stated) > 1 and _is_put_together(goal_text, [text for _, text in stated])):
        return []
    return stated


def _closest(goal_text: str, others: list[tuple[FormValues, str]]) -> tuple[FormValues, str, int]:
    """Return the direction with the most similar goal, and how similar that is."""
    compared = [(one, text, min(similarity(goal_text, text), 99)) for one, text in others]
    return max(compared, key=lambda candidate: candidate[2])


def _is_put_together(goal_text: str, parts: list[str]) -> bool:
    """Return True for a goal whose clauses are all in the goals of several directions."""
    known = [normalize(part) for part in parts]
    clauses = [found for one in _CLAUSE.split(goal_text) if (found := normalize(one))]
    return all(any(clause in part for part in known) for clause in clauses)


@register
class GoalOfWork(Rule):
    """The goal of an item of work is not one of its fund's goals."""

    code = "X-06"
    name = "work-goal-not-a-goal-of-its-fund"
    severity = "info"
    scope = "submission"
    roles = (Role.FUND, Role.PROJECT, (Role.WORK_PLAN, Role.GOAL))
    summary = Text(
        "年度重点工作的目标与支出方向表的目标都不一致",
        "The goal of an item of work is none of its fund’s goals",
    )
    rationale = Text(
        "重点工作由专项保障，工作目标应能在支出方向表中找到对应的绩效目标。",
        "An item of work is paid from a fund; its goal should be found among the fund’s goals.",
    )
    help = Text(
        "请核对“{item}”的{label}是否与 {sheet} 的绩效目标说的是同一件事，尽量统一表述。",
        "Does {label} of {item} say the same as the goals in {sheet}? Use one text if you can.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·目标相关性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{item}”的{label}与 {sheet} 的绩效目标都不一致，最接近的相似度 {likeness}%。",
            "{label} of {item} is none of the goals in {sheet}; the nearest is {likeness}% alike.",
        )
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <                    |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标             |
| ^                    | 环境整治专项 | 农办          | 保障社区工作有序开展 |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运                   | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                      | ^        | 金额 | 95.00        |
| 实施期绩效目标   | 社区道路清扫保洁专业化运作 | <        | <    | <            |
| 年度绩效目标     | 维护社会稳定。             | <        | <    | <            |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <            |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标     |
| ^                    | 环境整治专项 | 农办          | 维护社会稳定 |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运                   | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                      | ^        | 金额 | 95.00        |
| 实施期绩效目标   | 社区道路清扫保洁专业化运作 | <        | <    | <            |
| 年度绩效目标     | 维护社会稳定。             | <        | <    | <            |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        directions = directions_of(submission, context)
        for values in context.forms_with(submission, Role.WORK_PLAN):
            for row in values.rows(Role.WORK_PLAN):
                item, goal_text = row.text(Role.TASK), row.text(Role.GOAL)
                forms = directions.get(fold(item), ())
                others = [_other_goals(goal_text, goal, forms) for goal in GOALS] if forms else []
                if goal_text and others and all(others):
                    candidates = [_closest(goal_text, stated) for stated in others]
                    closest, text, percent = max(candidates, key=lambda candidate: candidate[2])
                    details = {
                        "item": item,
                        "label": values.column_label(Role.WORK_PLAN, Role.GOAL),
                        "sheet": closest.form.sheet,
                        "likeness": str(percent),
                    }
                    path = row.path_of(Role.GOAL)
                    yield Violation(
                        values.form, path, details=details, expected=text, actual=goal_text
                    )
