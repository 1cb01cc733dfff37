"""X-03, X-07: funds and directions with different names in different forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.crossform.fund_rows import Fund, direction_forms, directions_of, funds
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.similar_names import misspelt_as
from xlform.rules.text_tests import Words
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import Role

_NOTHING = Text(
    "报送件中没有要互相核对的表。", "The submission does not hold the forms to be compared."
)


@register
class WorkPlanOfFunds(Rule):
    """The work plan does not list the summary's funds in the same order."""

    code = "X-03"
    name = "work-plan-not-the-funds"
    severity = "warning"
    scope = "submission"
    roles = ((Role.WORK_PLAN, Role.TASK), (Role.FUNDS, Role.FUND))
    summary = Text(
        "年度重点工作计划的事项与汇总表的专项不对应",
        "The work plan’s items are not the summary’s funds in the same order",
    )
    rationale = Text(
        "重点工作由专项资金保障，两处的名称和次序一致，才看得出哪项工作用哪笔钱。",
        "Each item of work is paid from a fund; equal names in equal order show which.",
    )
    help = Text(
        "请统一两张表中“{item}”的名称和次序，缺少的补列。",
        "Give {item} the same name and place in both forms, and add what is missing.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·目标相关性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("《{other_form}》中没有“{item}”。", "{other_form} holds no {item}."),
        "misspelt": Text(
            "“{item}”与《{other_form}》的“{other}”只差一个字，疑为同一专项。",
            "{item} differs from {other} of {other_form} in one character: probably one fund.",
        ),
        "order": Text(
            "“{item}”的次序与《{other_form}》不同，那里这一位是“{other}”。",
            "{item} stands in another place than in {other_form}, where {other} stands here.",
        ),
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <        |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标 |
| ^                    | 环境整治专项 | 农办          | 环境改善 |
| ^                    | 社区工作经费 | 社区          | 社区运转 |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分  | 按支出性质分  | <        |
| 年度重点工作计划     | 事项          | 责任单位/科室 | 工作目标 |
| ^                    | 环境整治 专项 | 农办          | 环境改善 |
| ^                    | 社区经费      | 社区          | 社区运转 |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        departments = context.forms_with(submission, (Role.WORK_PLAN, Role.TASK))
        rows = funds(submission, context)
        if len(departments) != 1 or not rows or not departments[0].rows(Role.WORK_PLAN):
            yield NotApplicable(None, _NOTHING)
            return
        department = departments[0].form
        work_plan = _work_plan(departments[0])
        key_of = context.of_text(_without_end)
        names = {key_of(fund.name) for fund in rows}
        items = {key_of(item) for _, item in work_plan}
        if not names & items and _set_of(department) != _set_of(rows[0].form):
            yield NotApplicable(None, _NOTHING)
            return
        unplanned = [fund for fund in rows if key_of(fund.name) not in items]
        telling = context.words.get("telling-characters", {})
        misspelt: set[str] = set()
        for path, item in work_plan:
            if key_of(item) in names:
                continue
            other = (
                misspelt_as(item, {fund.name for fund in unplanned}, telling) if unplanned else ""
            )
            fund = next((one for one in unplanned if one.name == other), None)
            if fund is None:
                searched = [(fund.form, fund.row.path_of(Role.FUND)) for fund in rows]
                yield _missing(context, department, path, item, searched)
            else:
                misspelt.add(fund.name)
                yield _misspelt(
                    context, department, path, item, fund, directions_of(submission, context)
                )
        for fund in unplanned:
            if fund.name not in misspelt:
                searched = [
                    (department, row.path_of(Role.TASK))
                    for row in departments[0].rows(Role.WORK_PLAN)
                ]
                yield _missing(context, fund.form, fund.row.path_of(Role.FUND), fund.name, searched)
        yield from _out_of_order(context, department, work_plan, rows)


def _without_end(name: str, words: Words) -> str:
    """Return a name without the word that says that it is a fund: 公共文化服务专项."""
    folded = fold(name)
    ends = words.get("fund-name-ends", {})
    end = next((end for end in ends if folded.endswith(end) and folded != end), "")
    return folded.removesuffix(end)


def _set_of(form: Form) -> str:
    """Return the set of forms that a form is of.

    The tasks of one set (财预〔2015〕88号) need not be the funds of another.
    """
    return form.template.partition("/")[0]


def _work_plan(department: FormValues) -> list[tuple[str, str]]:
    """Return path and name of each item of the work plan."""
    return [
        (row.path_of(Role.TASK), item)
        for row in department.rows(Role.WORK_PLAN)
        if (item := row.text(Role.TASK))
    ]


def _missing(
    context: RuleContext, form: Form, path: str, item: str, searched: list[tuple[Form, str]]
) -> Violation:
    """Return the violation of a name that is not among those ``searched``."""
    details = {"item": item, "other": "", "other_form": context.title(searched[0][0])}
    return Violation(form, path, details=details, actual=item, operands=tuple(searched))


def _misspelt(
    context: RuleContext,
    department: Form,
    path: str,
    item: str,
    fund: Fund,
    directions: Mapping[str, object],
) -> Violation:
    """Return the violation at the odd one of two names; the one that a direction has is right."""
    if fold(item) in directions and fold(fund.name) not in directions:
        details = {"item": fund.name, "other": item, "other_form": context.title(department)}
        return Violation(
            fund.form, fund.row.path_of(Role.FUND), message="misspelt", details=details,
            expected=item, actual=fund.name,
        )  # fmt: skip
    details = {"item": item, "other": fund.name, "other_form": context.title(fund.form)}
    return Violation(
        department, path, message="misspelt", details=details, expected=fund.name, actual=item
    )


def _out_of_order(
    context: RuleContext, department: Form, work_plan: list[tuple[str, str]], rows: Sequence[Fund]
) -> RuleOutput:
    """Yield the first item out of order among those that both forms have."""
    key_of = context.of_text(_without_end)
    items = {key_of(item) for _, item in work_plan}
    shared = [fund.name for fund in rows if key_of(fund.name) in items]
    names = {key_of(name) for name in shared}
    common = [(path, item) for path, item in work_plan if key_of(item) in names]
    for (path, item), name in zip(common, shared, strict=False):
        if key_of(item) != key_of(name):
            details = {"item": item, "other": name, "other_form": context.title(rows[0].form)}
            yield Violation(
                department, path, message="order", details=details, expected=name, actual=item
            )
            return


@register
class OnlyDirection(Rule):
    """A fund has only one direction, and the two have different names."""

    code = "X-07"
    name = "only-direction-called-otherwise"
    severity = "info"
    scope = "submission"
    roles = (Role.FUND, Role.PROJECT)
    uses = ("direction-aliases",)
    summary = Text(
        "专项只有一个支出方向，而两者名称不同",
        "A fund’s only direction bears another name than the fund",
    )
    rationale = Text(
        "只有一个支出方向时，它通常就是专项本身；名称不同，要么漏报了其他支出方向，要么名称没有统一。",
        "An only direction usually is the fund; another name means a missing form or a slip.",
    )
    help = Text(
        "请确认“{fund}”是否还有其他支出方向；没有的，请统一名称或说明。"
        "已认可的名称可登记在 direction-aliases 数据表里。",
        "Are there other directions of {fund}? If not, use one name or explain. Names agreed on "
        "may be kept in the data table direction-aliases.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{fund}”只报了一个支出方向，名称却是“{direction}”。",
            "The only direction of {fund} is called {direction}.",
        )
    }
    bad_example = """
| 支出方向（子项） | 网格化应急事件处理 | 所属专项 | 名称 | 微民生网格事件办理 |
| 项目金额         | 30.00              | ^        | 金额 | 30.00              |
| 项目实施期       | 2023年             | <        | <    | <                  |
"""
    good_example = """
| 支出方向（子项） | 微民生网格事件办理 | 所属专项 | 名称 | 微民生网格事件办理 |
| 项目金额         | 30.00              | ^        | 金额 | 30.00              |
| 项目实施期       | 2023年             | <        | <    | <                  |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        known_aliases = {
            (fold(row.get("fund", "")), fold(row.get("direction", "")))
            for row in context.tables.get("direction-aliases", ())
        }
        forms = direction_forms(submission, context)
        fund_names = [fold(values.text(Role.FUND)) for values in forms]
        for values, name in zip(forms, fund_names, strict=True):
            direction = values.text(Role.PROJECT)
            pair = name, fold(direction)
            if (
                all(pair)
                and pair[0] != pair[1]
                and fund_names.count(name) == 1
                and pair not in known_aliases
            ):
                fund, path = values.text(Role.FUND), values.path_of(Role.PROJECT)
                details = {"fund": fund, "direction": direction}
                yield Violation(values.form, path, details=details, expected=fund, actual=direction)
