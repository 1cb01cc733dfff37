"""D-08: a plan or a deadline of another year in a narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import narrative
from xlform.rules.narrative.paragraphs import Paragraphs, paragraphs_of
from xlform.rules.narrative.project_funds import narratives
from xlform.values.numerals import as_digits

_YEAR = "(?<![0-9])(?P<year>20[0-9]{2})"
# The year a sentence or a heading begins with: 2022年,我镇将; 二、2022年度重点工作计划.
_LEADING = (
    r"(?:(?<=[。;\n:])|^)(?:[一二三四五六七八九十0-9]{1,3}[、.)]|[(][一二三四五六七八九十0-9]{1,3}[)]|第[一二三四五]部分)?"
    r"(?:[我本全][^,;:。、\n0-9]{1,4}|[^,;:。、\n0-9]{2,20}(?:镇|乡|街道|局|委|办事处|中心|院|校|政府))?,?"
    rf"{_YEAR}年(?P<rest>(?!以来|以前|之前|起|初的)[^。;\n]*)"
)
_DEADLINE = (
    rf"{_YEAR}年(?:底|末|年底|年末|(?:1[0-2]|0?[1-9])月(?:[0-3]?[0-9][日号])?(?:底|末|中旬|上旬|下旬|初)?)"
    "(?:之?前|以前)?[^,。;\n]{0,16}?(?:前|完成|完工|竣工|建成|交付|验收|投入使用|到位|支付|拨付|达到|实现|结束)"
)
_PERIOD = (
    rf"{_YEAR}年?[.年/-]?(?:1[0-2]|0?[1-9])(?:月|[./-][0-3]?[0-9])?[日号]?(?:至|到|[-~—])"
    r"(?:(?P<last>20[0-9]{2})[年./-])?(?:1[0-2]|0?[1-9])"
)
# Words of a sentence about what was, or about several years.
_EARLIER = re.compile(
    "了|已|上年|去年|以来|基础上|遗留|结转|欠|建成的|获|起至|印发|出台|规划|成果|期间"
)
_SPAN = re.compile("^[-~—至到]|^年?[-~—至到]20|五年|三年行动")
_SENTENCE_AT_MOST = 200
# The sums of X-09: 2023年收入1056.40万元.
_STATED = re.compile("年度?(?:预算|项目)?(?:收入|支出)")

# The year of a cover ((2023年度), 二〇二三年一月), or of a sum.
_TOP_OR_SUM = re.compile(
    r"(?:^|\n)[(]?(20[0-9]{2})年度?(?:[0-9十]{1,3}月)?(?:[0-9十]{1,3}日)?[)]?(?=\n)"
    r"|(?<![0-9])(20[0-9]{2})年度?(?:全年|本?单位|本?部门)?(?:预算|项目)?总?(?:收入|支出)"
)


@register
class PlanOfAnotherYear(Rule):
    """A sentence of the plan, a heading or a deadline is of another year."""

    code = "D-08"
    name = "narrative-of-another-year"
    severity = "error"
    scope = "submission"
    prose = True
    summary = Text(
        "编报说明的计划、标题或时限是别的年度", "A plan or a deadline is of another year"
    )
    rationale = Text(
        "沿用上年的说明容易漏改年度；计划和时限是别的年度，就不能作为本年的依据。",
        "Last year’s narrative keeps its years; a plan of another year is no plan for this one.",
    )
    help = Text("请核对年度，应为 {year} 年。", "Check the year; it should be {year}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这里说的是 {seen} 年，本说明是 {year} 年的（{about}……）。",
            "This is about {seen}, the narrative is for {year} ({about}…).",
        ),
        "deadline": Text("时限“{about}”不在 {year} 年。", "The deadline {about} is not in {year}."),
        "period": Text(
            "起止时间“{about}”不包含 {year} 年。", "The period {about} does not include {year}."
        ),
    }
    bad_example = narrative(plan="2022年，我镇将补植行道树，保障社区运转。")
    good_example = narrative(plan="2023年，我镇将补植行道树，保障社区运转。")

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        forms = narratives(submission, context)
        if not forms:
            yield NotApplicable(None, NO_NARRATIVE)
        for form in forms:
            paragraphs = paragraphs_of(form, context)
            year = form.year or submission.year or _year_written(paragraphs)
            if year is not None:
                yield from _other_years(paragraphs, year)


def _year_written(paragraphs: Paragraphs) -> int | None:
    """Return the year above the first section or of the unit's sums, if the title has none."""
    found = _TOP_OR_SUM.search(as_digits(paragraphs.text))
    return int(found[1] or found[2]) if found else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of years by the message for each; only narratives need them."""
    return (
        ("message", re.compile(_LEADING)),
        ("deadline", re.compile(_DEADLINE)),
        ("period", re.compile(_PERIOD)),
    )


def _other_years(paragraphs: Paragraphs, year: int) -> Iterator[Violation]:
    """Yield one violation a cell: a leading year, a deadline or a period of another year."""
    reported: set[str] = set()
    for message, pattern in _patterns():
        for found in pattern.finditer(paragraphs.text):
            cell = paragraphs.at(found.start("year")).cell
            if cell in reported or paragraphs.is_title(found.start("year")):
                continue
            if not _is_other(found, message, paragraphs.text, year):
                continue
            reported.add(cell)
            about = found[0].strip("。;\n:")[:20]
            seen = found["year"]
            details = {"seen": seen, "year": str(year), "about": about}
            yield paragraphs.violation(found.start("year"), message, details, str(year), seen)


def _is_other(found: re.Match[str], message: str, text: str, year: int) -> bool:
    """Return True if a year found is not the form's, and is no part of the past or of a span."""
    seen = int(found["year"])
    if message == "period":
        last = int(found["last"] or seen)
        return not seen <= year <= last
    if seen == year or _is_span(text, found.start("year"), found.end("year")):
        return False
    if message == "deadline":
        return not _EARLIER.search(_sentence_before(text, found.start("year")) + found[0])
    rest = found["rest"]
    return not (_EARLIER.search(rest) or _STATED.match("年" + rest))


def _is_span(text: str, start: int, end: int) -> bool:
    """Return True for a year of a span (2021-2025年) or one that a span ends in (至2025年)."""
    return bool(_SPAN.search(text[end : end + 4])) or text[max(0, start - 1) : start] in tuple(
        "-~—至到"
    )


def _sentence_before(text: str, offset: int) -> str:
    return re.split("[。;\n]", text[max(0, offset - _SENTENCE_AT_MOST) : offset])[-1]
