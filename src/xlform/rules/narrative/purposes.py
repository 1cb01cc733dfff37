"""D-02: the purpose of a fund in the narrative and the details it is spent on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

from xlform.messages import listed
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, sheet_of
from xlform.rules.crossform.similarity import bigrams
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import detailed, narrative
from xlform.rules.narrative.project_funds import FormFund, Project, match_funds, narratives
from xlform.template.form_values import RoleRow
from xlform.template.roles import Role

_PUNCTUATION = re.compile("[，。；：、！？\n]")
_GREEN = "项目支出95.00万元，主要用于{}。项目实施及绩效情况如下：补植行道树400株。"
_LINES = (("城市绿化", "行道树补植费", "35"), ("城市管理", "违章建筑拆除费", "60"))


@register
class PurposeNotDetails(Rule):
    """The narrative names work that no line pays for, or omits much of the paid work."""

    code = "D-02"
    name = "purpose-not-the-details"
    severity = "info"
    scope = "submission"
    prose = True
    summary = Text(
        "编报说明写的用途与支出明细不对应",
        "The purpose in the narrative is not what the details spend on",
    )
    rationale = Text(
        "说明里写了而明细里没有，钱从哪里来；明细里有而说明里没写，为什么要花，都说不清。",
        "What is told but not paid for, or paid for but not told, can’t be judged.",
    )
    help = Text(
        "请核对“{project}”的用途：“{items}”是否列支、是否写明。",
        "Check what {project} is for: is {items} paid for, and told?",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性；"
        "词表 templates/words/narrative.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "unpaid": Text(
            "“{project}”的用途写了“{items}”，支出明细（{sheets}）似没有这项支出。",
            "{project} is for {items}, which no line of the details ({sheets}) seems to pay for.",
        ),
        "untold": Text(
            "“{project}”的支出明细（{sheets}）中“{items}”共 {amount} 万元，编报说明似没有提到"
            "（本项目 {total} 万元）。",
            "{items} in the details of {project} ({sheets}), {amount} of {total} 万元, seem not to "
            "be told here.",
        ),
    }
    bad_example = narrative(("城乡绿化专项", _GREEN.format("行道树补植、爱绿护绿宣传"))) + detailed(
        "城乡绿化专项", *_LINES
    )
    good_example = narrative(
        ("城乡绿化专项", _GREEN.format("行道树补植和违章建筑拆除"))
    ) + detailed("城乡绿化专项", *_LINES)

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if not narratives(submission, context):
            yield NotApplicable(None, NO_NARRATIVE)
            return
        for project, fund in context.memoize(submission, match_funds).matched:
            lines = list(_lines(fund))
            if lines:
                yield from _unpaid(project, lines, context)
                yield from _undescribed(project, lines, context)


class _Line:
    """One line of the details of a fund; ``amount`` in 万元, None if missing."""

    def __init__(self, form: Form, row: RoleRow) -> None:
        texts = [row.text(role) for role in (Role.CATEGORY, Role.ITEM, Role.BASIS)]
        self.sheet = sheet_of(form, row.path_of(Role.ITEM) or row.path_of(Role.AMOUNT))
        self.name = row.text(Role.ITEM) or row.text(Role.CATEGORY)
        self.words = " ".join(texts)
        self.amount = row.amount()


def _lines(fund: FormFund) -> Iterator[_Line]:
    for values in fund.directions:
        for row in values.rows(Role.EXPENSES):
            yield _Line(values.form, row)


def _sheets(lines: list[_Line]) -> str:
    return listed(dict.fromkeys(line.sheet for line in lines))


def _unpaid(project: Project, lines: list[_Line], context: RuleContext) -> Iterator[Violation]:
    """Yield work that always costs money, named in the purpose but in no line."""
    purpose = project.row.text(Role.PURPOSE)
    paid_words = " ".join(line.words for line in lines)
    items = [
        piece
        for activity, synonyms in context.words.get("paid-work", {}).items()
        if activity in purpose
        and not any(word in paid_words for word in (activity, *synonyms.split()))
        for piece in _PUNCTUATION.split(purpose)
        if activity in piece
    ]
    if items:
        quoted = "”“".join(dict.fromkeys(items))
        details = {"project": project.name, "items": quoted, "sheets": _sheets(lines)}
        yield Violation(project.form, project.at(Role.PURPOSE), message="unpaid", details=details)


def _undescribed(project: Project, lines: list[_Line], context: RuleContext) -> Iterator[Violation]:
    """Yield lines the narrative does not mention, if they are a large share of the amount."""
    priced = [line for line in lines if line.amount is not None]
    if len(priced) < len(lines):
        return
    words = context.words
    parts = (Role.PROJECT, Role.PURPOSE, Role.PERFORMANCE)
    described = " ".join(project.row.text(role) for role in parts)
    covered = bigrams(_with_synonyms(described, words), words.get("generic-nouns", {}))
    undescribed = [line for line in lines if not _is_described(line, covered, words)]
    total = sum((line.amount or Decimal() for line in lines), Decimal())
    undescribed_amount = sum((line.amount or Decimal() for line in undescribed), Decimal())
    if total <= 0 or undescribed_amount < total * context.settings.uncovered_share:
        return
    details = {
        "project": project.name,
        "items": "”“".join(dict.fromkeys(line.name for line in undescribed)),
        "sheets": _sheets(undescribed),
        "amount": f"{undescribed_amount:f}",
        "total": f"{total:f}",
    }
    yield Violation(project.form, project.at(Role.PURPOSE), message="untold", details=details)


def _is_described(
    line: _Line, covered: frozenset[str], words: Mapping[str, Mapping[str, str]]
) -> bool:
    """Return True if the narrative mentions a line; one of generic words alone always passes."""
    line_pieces = bigrams(_with_synonyms(line.words, words), words.get("generic-nouns", {}))
    return not line_pieces or bool(line_pieces & covered)


def _with_synonyms(text: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return a text with synonyms for the work it names."""
    lists = (words.get("work-of-branch", {}), words.get("paid-work", {}), words.get("kindred", {}))
    synonyms_found = [
        synonyms
        for words_of_list in lists
        for word, synonyms in words_of_list.items()
        if word in text
    ]
    return " ".join((text, *synonyms_found))
