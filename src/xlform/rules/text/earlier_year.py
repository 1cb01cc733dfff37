"""T-16: a goal of an earlier year than the form's."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import excerpt
from xlform.rules.text_tests import Words
from xlform.template.roles import GOALS, Role

_PLANS = frozenset((*GOALS, Role.DUTIES))
# A year a clause starts with, or that is named as the ground or the term of a plan; not one that
# is compared with, carried over from, or begins a span.
_YEAR = re.compile(
    "(?:^|[，,。；;：:\n])(?:截至|截止|根据|按照|依据|到|至|于|在|力争|确保)?(20[0-9]{2})年"
    "(?!度?(?:结转|结余|决算|实际|基数|水平|标准|合同|价格|同期|以来|起|开始|批复|印发|文件|欠|未|遗留"
    "|尾款|续建|启动|立项|开工|已|考核|审计|评价|普查|末未|下达|[-—–~～至到、])"
    "|[^，,。；;]{0,8}(?:[-—–~～至到]20|以来|基础上|结转|遗留))"
)
_NO_YEAR = Text("报送件没有写明年度。", "The submission names no year.")


@register
class EarlierYear(Rule):
    """A goal tells what is done in a year before the form's."""

    code = "T-16"
    name = "earlier-year-in-goal"
    severity = "warning"
    scope = "submission"
    summary = Text("目标里写的是往年的年份", "A goal is of an earlier year")
    rationale = Text(
        "本年的目标写着上年的年份，多半是沿用旧稿没有改，数字也可能是旧的。",
        "Last year in this year’s goal mostly means an old draft, perhaps with old figures.",
    )
    help = Text(
        "请核对年份和数字，应为{year}年的目标。", "Check year and figures: goals are of {year}."
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这是{year}年的表，这里写的却是{seen}年（……{about}……）。",
            "The form is of {year}, but this is of {seen} (…{about}…).",
        ),
    }
    bad_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标     | 2022年补植行道树400株 | | | |
"""
    good_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标     | 补植行道树400株，比2022年多30株，2022年结转的50株年内完成 | | | |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        first = min(
            (year for form in submission.forms if (year := _first_year(form, context))),
            default=None,
        )
        for form in submission.forms:
            year = form.year or submission.year
            if year is None:
                yield NotApplicable(form, _NO_YEAR)
                continue
            if context.templates[form.template].prose:
                continue
            for located in context.texts_where(form, _has_year):
                found = _YEAR.search(located.text) if located.role in _PLANS else None
                if found and int(found[1]) < min(year, first or year):
                    about = excerpt(located.text, found.start(1), found.end())
                    details = {"year": str(year), "seen": found[1], "about": about}
                    yield Violation(
                        form, located.path, details=details, expected=str(year), actual=found[1]
                    )


def _has_year(text: str, _: Words) -> bool:
    """Return True for a text with a year that something is done in."""
    return "年" in text and bool(_YEAR.search(text))


def _first_year(form: Form, context: RuleContext) -> int | None:
    """Return the year in which the term of a form begins."""
    start = context.values(form).period().start
    return start.year if start else None
