"""C-01: the forms that make up a submission."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.similar_names import misspelt_as
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import Role


@register
class FormMissing(Rule):
    """A form of the set is missing, or a fund and its directions have no counterpart."""

    code = "C-01"
    name = "form-missing"
    severity = "error"
    scope = "submission"
    summary = Text("报送的表不齐", "A form of the set is missing")
    rationale = Text(
        "附表2的每个专项都要有附表3说明钱怎么花；缺表的专项没有绩效目标，不能安排预算。",
        "Each fund of 附表2 needs its 附表3; money without goals can't be budgeted.",
    )
    help = Text("请补报所缺的表，或核对专项名称。", "Hand in what is missing, or check the names.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）；"
        "区级表样：附表1、附表2各一张，附表3一个支出方向一张"
    )
    messages: ClassVar[dict[str, Text]] = {
        "kind": Text("没有{appendix}“{form}”。", "There is no {appendix} ({form})."),
        "fund": Text("“{fund}”没有对应的{form}。", "{fund} has no {form}."),
        "orphan": Text("{form}没有列出所属专项“{fund}”。", "{form} does not list the fund {fund}."),
        "misspelt": Text(
            "“{fund}”与{form}的“{other}”只差一个字，疑为同一专项。",
            "{fund} differs from {other} of {form} in one character: probably one fund.",
        ),
    }
    bad_example = """
@sheet 附表2
| 序号 | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一   | 绿化 | 10   | 植树           | 植树         |
| 二   | 保洁 | 20   | 清扫           | 清扫         |
@sheet 附表3
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 10   | ^        | 金额 | 10   |
"""
    good_example = """
@sheet 附表1
| 2023年部门整体支出绩效目标表 |              |
| 部门名称                     | 甲镇         |
| 年度预算申请                 | 资金总额：10 |
| 部门职责概述                 | 管理         |
@sheet 附表2
| 序号 | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一   | 绿化 | 10   | 植树           | 植树         |
@sheet 附表3
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 10   | ^        | 金额 | 10   |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        named = tuple([form.template for form in submission.forms])
        for template in _expected_by(context.templates)(named):
            if not any(form.kind == template.kind for form in submission.forms):
                declared = template.declaration
                details = {"appendix": declared.appendix, "form": declared.name}
                yield Violation(None, message="kind", details=details)
        summaries = context.forms_with(submission, (Role.FUNDS, Role.FUND))
        kinds = _kinds_beside(summaries, context)
        detailed = context.forms_with(submission, Role.FUND, Role.PROJECT)
        directions = [values for values in detailed if values.form.kind in kinds]
        if summaries and directions:
            planned = {
                fold(row.text(Role.TASK))
                for form in context.forms_with(submission, Role.WORK_PLAN)
                for row in form.rows(Role.WORK_PLAN)
            }
            yield from _unmatched(summaries, directions, context, planned)


@memoize
def _expected_by(
    templates: Mapping[str, FormTemplate],
) -> Callable[[tuple[str, ...]], tuple[FormTemplate, ...]]:
    """Return a function that returns the forms expected beside those with these templates.

    They are the numbered forms of the same sets (folders of templates). A narrative (编报说明) in a
    file of its own requires none of them.
    """

    @lru_cache(maxsize=64)
    def expected(named: tuple[str, ...]) -> tuple[FormTemplate, ...]:
        numbered = [name for name in named if templates[name].declaration.appendix]
        sets = {name.rpartition("/")[0] for name in numbered}
        return tuple(
            template
            for name, template in templates.items()
            if template.declaration.appendix and name.rpartition("/")[0] in sets
        )

    return expected


def _kinds_beside(summaries: list[FormValues], context: RuleContext) -> frozenset[str]:
    listing = frozenset([values.form.kind for values in summaries])
    return _kinds_by(context.templates)(listing)


@memoize
def _kinds_by(
    templates: Mapping[str, FormTemplate],
) -> Callable[[frozenset[str]], frozenset[str]]:
    """Return a function that returns the kinds of the sets that have a form of these kinds."""

    @lru_cache(maxsize=64)
    def kinds(listing: frozenset[str]) -> frozenset[str]:
        named = templates.items()
        sets = {name.rpartition("/")[0] for name, each in named if each.kind in listing}
        return frozenset(each.kind for name, each in named if name.rpartition("/")[0] in sets)

    return kinds


def _unmatched(
    summaries: list[FormValues],
    directions: list[FormValues],
    context: RuleContext,
    planned: set[str],
) -> Iterator[Violation]:
    in_summaries = [
        _Named(values.form, row.path_of(Role.FUND), row.text(Role.FUND))
        for values in summaries
        for row in values.rows(Role.FUNDS)
    ]
    in_directions = [
        _Named(values.form, values.path_of(Role.FUND), values.text(Role.FUND))
        for values in directions
    ]
    funds, orphans = _missing(in_summaries, in_directions), _missing(in_directions, in_summaries)
    names = {one.name for one in funds}
    telling = context.words.get("telling-characters", {})
    others = {one.name: misspelt_as(one.name, names, telling) for one in orphans} if funds else {}
    for one in funds:
        if one.name not in others.values():
            title = context.title(directions[0].form)
            yield one.violation("fund", title, searched=in_directions)
    for one in orphans:
        fund = next((each for each in funds if each.name == others.get(one.name)), None)
        if fund is None:
            title = context.title(summaries[0].form)
            yield one.violation("orphan", title, searched=in_summaries)
        # The name that the work plan has is the right one.
        elif fold(one.name) in planned and fold(fund.name) not in planned:
            yield fund.violation("misspelt", context.title(one.form), one.name)
        else:
            yield one.violation("misspelt", context.title(fund.form), fund.name)


class _Named(NamedTuple):
    """A fund's name in a form."""

    form: Form
    path: str
    name: str

    def violation(
        self, message: str, title: str, other: str = "", searched: Sequence[_Named] = ()
    ) -> Violation:
        """Return the violation of a name without a counterpart in the form of that title.

        ``searched`` are the names it is not among.
        """
        details = {"fund": self.name, "form": title, "other": other}
        return Violation(
            self.form,
            self.path,
            message=message,
            details=details,
            actual=self.name,
            expected=other,
            operands=tuple((one.form, one.path) for one in searched),
        )


def _missing(named: list[_Named], others: list[_Named]) -> list[_Named]:
    """Return the names that none of ``others`` has; C-02 reports blank names."""
    known = {fold(one.name) for one in others}
    return [one for one in named if one.name and fold(one.name) not in known]
