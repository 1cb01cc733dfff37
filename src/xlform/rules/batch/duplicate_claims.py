"""B-02: two units claim money for the same project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.rules.batch.key_groups import KeyedPart, KeyGroups, Member
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import listed, money, undetermined, violation
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, without_forms
from xlform.rules.compared_keys import unpacked
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role

# Two units may be paid the same by mistake; three or more are usually paid by a norm.
_PAIR = 2
# Number of other claims named in a message.
_NAMED_AT_MOST = 3
_INFO: Severity = "info"
_OTHER = Text("“{file}”（{unit}）的“{name}”", "{name} of {unit} (“{file}”)")
_UNKNOWN = Text(
    "“{file}”没有写明填报单位，无法看出是否与别的单位重复申报。",
    "{file} names no unit: whether its projects are claimed twice can’t be seen.",
)


@register
class ClaimedTwice(Rule):
    """Two units claim the same amount for the same thing."""

    code = "B-02"
    name = "claimed-by-two-units"
    severity = "warning"
    scope = "batch"
    roles = (Role.PROJECT, Role.AMOUNT)
    summary = Text(
        "两个单位申报了名称和金额都相同的支出",
        "Two units claim the same amount under the same name",
    )
    rationale = Text(
        "名称和金额都一样，可能是同一项目由两个单位重复申报，也可能是照抄别人的表忘了改金额。",
        "Equal in name and amount, it is one project claimed twice, or a form copied unchanged.",
    )
    help = Text(
        "请核实“{name}”由哪个单位实施；确属各自的支出，请在名称中写明范围。",
        "Find out which unit carries out {name}; if each has its own, say so in the names.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”{amount} 万元，与{others}名称基本相同、金额一样，疑重复申报。",
            "{name}, {amount} 万元, has nearly the name and the very amount of {others}: "
            "claimed twice?",
        ),
        "norm": Text(
            "“{name}”{amount} 万元，与{others}名称基本相同、金额一样；"
            "按统一标准安排的，请注明标准。",
            "{name}, {amount} 万元, has nearly the name and the very amount of {others}; if paid "
            "by a common norm, name it.",
        ),
    }
    bad_example = """
@file 甲镇.xlsx
| 填报单位：甲镇   |                    |          |      |      |
| 支出方向（子项） | 樟河水环境整治项目 | 所属专项 | 名称 | 河道 |
| 项目金额         | 36.00              | ^        | 金额 | 80   |
@file 水利局.xlsx
| 填报单位：水利局 |                    |          |      |      |
| 支出方向（子项） | 樟河水环境整治     | 所属专项 | 名称 | 水利 |
| 项目金额         | 36                 | ^        | 金额 | 120  |
"""
    good_example = """
@file 甲镇.xlsx
| 填报单位：甲镇   |                          |          |      |      |
| 支出方向（子项） | 樟河甲镇段水环境整治项目 | 所属专项 | 名称 | 河道 |
| 项目金额         | 36.00                    | ^        | 金额 | 80   |
@file 水利局.xlsx
| 填报单位：水利局 |                          |          |      |      |
| 支出方向（子项） | 樟河干流水环境整治       | 所属专项 | 名称 | 水利 |
| 项目金额         | 36                       | ^        | 金额 | 120  |
"""

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        with KeyGroups() as keys:
            claims = partial(_claims, context=context)
            for summary in keys.add_all(without_forms(summaries), units, claims):
                yield undetermined(summary, _UNKNOWN)
            for members in keys.groups():
                yield from _violations(members, summaries, context)


def _claims(summary: SubmissionSummary, context: RuleContext) -> Iterator[KeyedPart]:
    for key, number in unpacked(context.keys(summary).claims):
        yield key, number, None


def _violations(
    members: list[Member], summaries: BatchIndex, context: RuleContext
) -> Iterator[Violation]:
    """Yield a violation on the second of two claims, or one in all on those of more units."""
    # Two equal claims of one unit are reported by B-01, or are right.
    first_of_unit = {member.unit: member for member in reversed(members)}
    claims = sorted(first_of_unit.values(), key=lambda member: member.submission)
    if len(claims) == _PAIR:
        first, second = claims
        yield _violation(second, _others([first], summaries, context), summaries, context)
    else:
        first, *others = claims
        named = _others(others[:_NAMED_AT_MOST], summaries, context)
        count = len(others)
        yield _violation(first, named, summaries, context, norm=count)


def _violation(
    member: Member,
    others: list[str],
    summaries: BatchIndex,
    context: RuleContext,
    *,
    norm: int = 0,
) -> Violation:
    """Return a violation on a claim; ``norm`` counts the others if they are several."""
    summary, form, name = _claim(member, summaries, context)
    amount_field = context.roles(form).field(Role.AMOUNT)
    amount = money(form.amounts[amount_field])
    details = {"name": name, "amount": amount, "others": listed(others, norm or 1)}
    message, severity = ("norm", _INFO) if norm else ("message", None)
    return violation(
        summary, form, amount_field, message=message, details=details, severity=severity
    )


def _others(claims: list[Member], summaries: BatchIndex, context: RuleContext) -> list[str]:
    named = (_claim(member, summaries, context) for member in claims)
    return [
        _OTHER.translate(file=summary.name, unit=summary.unit, name=name)
        for summary, _, name in named
    ]


def _claim(
    member: Member, summaries: BatchIndex, context: RuleContext
) -> tuple[SubmissionSummary, FormSummary, str]:
    """Return the file, the form and the name of a claim."""
    summary = summaries[member.submission]
    form = summary.forms[member.form]
    return summary, form, form.names[context.roles(form).field(Role.PROJECT)]
