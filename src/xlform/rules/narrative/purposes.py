"""D-02: what the narrative says a fund is for, and what the details spend it on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form, Row, Submission
from xlform.rules.context import RuleContext, sheet_of
from xlform.rules.crossform.likeness import pieces
from xlform.rules.crossform.pairing import of_kind, text_of
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import detailed, narrative
from xlform.rules.narrative.pairing import NARRATIVE, Funded, Project, paired

_SIGNS = re.compile("[，。；：、！？\n]")
_GREEN = "项目支出95.00万元，主要用于{}。项目实施及绩效情况如下：补植行道树400株。"
_LINES = (("城市绿化", "行道树补植费", "35"), ("城市管理", "违章建筑拆除费", "60"))


@register
class PurposeNotDetails(Rule):
    """The narrative names work no line pays for, or leaves out much of what is paid for."""

    code = "D-02"
    name = "purpose-not-the-details"
    severity = "info"
    scope = "submission"
    kinds = (NARRATIVE, "fund-direction")
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
        if not of_kind(submission, NARRATIVE):
            yield NotApplicable(None, NO_NARRATIVE)
            return
        for project, fund in context.memoize(submission, paired).matched:
            lines = list(_lines(fund))
            if lines:
                yield from _unpaid(project, lines, context)
                yield from _untold(project, lines, context)


class _Line:
    """One line of the details of a fund."""

    def __init__(self, form: Form, number: int, row: Row) -> None:
        amount = row.get("amount")
        self.sheet = sheet_of(form, f"expenses[{number}].item")
        self.name = text_of(row, "item") or text_of(row, "category")
        self.words = " ".join(text_of(row, name) for name in ("category", "item", "basis"))
        self.amount = amount if isinstance(amount, Decimal) else None


def _lines(fund: Funded) -> Iterator[_Line]:
    for form in fund.directions:
        for number, row in enumerate(form.tables.get("expenses", ())):
            yield _Line(form, number, row)


def _sheets(lines: list[_Line]) -> str:
    return "、".join(dict.fromkeys(line.sheet for line in lines))


def _unpaid(project: Project, lines: list[_Line], context: RuleContext) -> Iterator[Violation]:
    """Kinds of work, of those that always cost money, named in the purpose and in no line."""
    purpose = text_of(project.row, "purpose")
    paid = " ".join(line.words for line in lines)
    items = [
        piece
        for activity, kindred in context.words.get("paid-work", {}).items()
        if activity in purpose and not any(word in paid for word in (activity, *kindred.split()))
        for piece in _SIGNS.split(purpose)
        if activity in piece
    ]
    if items:
        told = "”“".join(dict.fromkeys(items))
        details = {"project": project.name, "items": told, "sheets": _sheets(lines)}
        yield Violation(project.form, f"{project.path}.purpose", message="unpaid", details=details)


def _untold(project: Project, lines: list[_Line], context: RuleContext) -> Iterator[Violation]:
    """Lines of which the narrative says no word, where they make a good part of the amount."""
    known = [line for line in lines if line.amount is not None]
    if len(known) < len(lines):
        return
    words = context.words
    told = " ".join(text_of(project.row, name) for name in ("name", "purpose", "performance"))
    covered = pieces(_with_kindred(told, words), words.get("generic-nouns", {}))
    bare = [line for line in lines if not _said(line, covered, words)]
    total = sum((line.amount or Decimal() for line in lines), Decimal())
    untold = sum((line.amount or Decimal() for line in bare), Decimal())
    if total <= 0 or untold < total * context.settings.uncovered_share:
        return
    details = {
        "project": project.name,
        "items": "”“".join(dict.fromkeys(line.name for line in bare)),
        "sheets": _sheets(bare),
        "amount": f"{untold:f}",
        "total": f"{total:f}",
    }
    yield Violation(project.form, f"{project.path}.purpose", message="untold", details=details)


def _said(line: _Line, covered: frozenset[str], words: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether some word of a line is told; one of generic words alone can't be missed."""
    own = pieces(_with_kindred(line.words, words), words.get("generic-nouns", {}))
    return not own or bool(own & covered)


def _with_kindred(text: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """A text and other words for the work it names."""
    lists = (words.get("work-of-branch", {}), words.get("paid-work", {}), words.get("kindred", {}))
    more = [kindred for known in lists for word, kindred in known.items() if word in text]
    return " ".join((text, *more))
