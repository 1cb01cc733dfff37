"""T-06: spaces and line breaks at the start or end of a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.title_area import appendix_cell
from xlform.rules.text.text_fixes import goal_example, text_fix
from xlform.rules.text_tests import Words, of_wording

_SPACES = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"


@register
class EdgeBlank(Rule):
    """A cell starts or ends with spaces or line breaks."""

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
    bad_example = goal_example("补植行道树400株\\s")
    good_example = goal_example("补植行道树 400 株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        noted = {note.cell for note in form.notes if note.code.startswith("amount-")}
        prose = context.templates[form.template].prose
        for located in _cells(form, context):
            # Spaces before a paragraph are its indent of two characters.
            trimmed = located.text.rstrip(_SPACES) if prose else located.text.strip(_SPACES)
            if not trimmed or trimmed == located.text:
                continue
            cell = form.origins.get(located.path, located.path)
            if cell in noted:
                continue
            fix = text_fix(form, context, located, trimmed, "safe")
            details = _details(located.text.lstrip(_SPACES) if prose else located.text)
            yield Violation(form, cell=cell, details=details, fix=fix)


def _cells(form: Form, context: RuleContext) -> Iterator[LocatedText]:
    yield from context.texts_where(form, _has_edges)
    if label := appendix_cell(form, context):
        yield label


@of_wording()
def _has_edges(text: str, _: Words) -> bool:
    """Return True for a text with blanks at one of its ends."""
    return text.strip(_SPACES) != text


def _details(text: str) -> dict[str, str]:
    """Return position and kind of the spaces, in words."""
    leading = text[: len(text) - len(text.lstrip(_SPACES))]
    trailing = text[len(text.rstrip(_SPACES)) :]
    both = Text("首尾", "at both ends"), Text("开头", "at the start"), Text("末尾", "at the end")
    where = both[0] if leading and trailing else both[1] if leading else both[2]
    kinds: list[Text] = []
    edges = leading + trailing
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
