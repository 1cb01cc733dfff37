"""T-06: blanks and line breaks at the edges of a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext, TextAt
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.title_area import appendix_cell
from xlform.rules.text.mending import goal, mended

_BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"


@register
class EdgeBlank(Rule):
    """Blanks or line breaks stand at the edges of a cell."""

    code = "T-06"
    name = "blanks-at-the-edge"
    severity = "info"
    summary = Text("单元格首尾有空格或换行", "Blanks or line breaks at the edges of a cell")
    rationale = Text(
        "首尾的空格看不见，但查找、比对、导入时会被当成另一个值。",
        "Unseen, they make another value when texts are searched, compared or imported.",
    )
    help = Text("请删去首尾的空格和换行。", "Take them out.")
    legal_basis = "一体化平台录入校验（目标、指标文字的空格）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("{where}有{what}。", "There is {what} {where}."),
    }
    bad_example = goal("补植行道树400株\\s")
    good_example = goal("补植行道树 400 株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        noted = {note.cell for note in form.notes if note.code.startswith("amount-")}
        prose = context.templates[form.template].prose
        for at in _cells(form, context):
            # Blanks before a paragraph are the two signs it is set in by.
            bare = at.text.rstrip(_BLANKS) if prose else at.text.strip(_BLANKS)
            if not bare or bare == at.text:
                continue
            place = form.origins.get(at.path, at.path)
            if place in noted:
                continue
            fix = mended(form, context, at, bare, "safe")
            details = _told(at.text.lstrip(_BLANKS) if prose else at.text)
            yield Violation(form, cell=place, details=details, fix=fix)


def _cells(form: Form, context: RuleContext) -> Iterator[TextAt]:
    yield from context.texts(form)
    if label := appendix_cell(form, context):
        yield label


def _told(text: str) -> dict[str, str]:
    """Where the blanks stand and what they are, in words."""
    lead = text[: len(text) - len(text.lstrip(_BLANKS))]
    trail = text[len(text.rstrip(_BLANKS)) :]
    both = Text("首尾", "at both ends"), Text("开头", "at the start"), Text("末尾", "at the end")
    where = both[0] if lead and trail else both[1] if lead else both[2]
    kinds: list[Text] = []
    edges = lead + trail
    if "\n" in edges or "\r" in edges:
        kinds.append(Text("换行", "a line break"))
    if "\u3000" in edges:
        kinds.append(Text("全角空格", "a full-width blank"))
    if edges.strip("\r\n\u3000"):
        kinds.append(Text("空格", "a blank"))
    return {
        "where": where.translate(),
        "what": Text("、", ", ").translate().join(kind.translate() for kind in kinds),
    }
