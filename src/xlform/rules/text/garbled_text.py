"""T-15: text garbled by a wrong encoding or left by a program."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import goal_example
from xlform.rules.text_tests import Words, of_wording

# Characters one of which every garbled text holds.
_SUSPECT = frozenset("锟烫屯\ufffdÃÂâåæçèéäïð&<_\\#{$nuN鐨涓鍥鏄鍙鏈")
_GARBLED = re.compile(
    "锟斤拷|锟斤|烫{3,}|屯{3,}|\ufffd+"
    # UTF-8 read as Latin-1 or GBK.
    "|[ÃÂâåæçèéäïð][\u0080-\u00bf€™œŒžŸ‚„…†‡ˆ‰Š‹•–—˜š›“”‘’¢£¤¥¦§¨©ª«¬®¯]{1,2}"
    "|(?:[鐨涓鍥鏄鍙鏈鍜鎴鐢浜绠闂][一-鿿]?){3,}"
    # Marks of web pages, workbooks and programs.
    r"|&(?:nbsp|amp|lt|gt|quot|#x?[0-9a-fA-F]+);"
    r"|</?(?:br|p|div|span|td|tr|font|b|strong)\b[^<>]*/?>"
    r"|_x[0-9a-fA-F]{4}_|\\[nrt](?![A-Za-z])"
    r"|(?<![A-Za-z])(?:null|undefined|NaN)(?![A-Za-z])"
    r"|#(?:REF!|VALUE!|NAME\?|N/A|DIV/0!|NUM!|NULL!)|\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}"
)


@of_wording()
def _garbled(text: str, _: Words) -> str:
    """Return the first garbled part of a text, "" if there is none."""
    found = None if _SUSPECT.isdisjoint(text) else _GARBLED.search(text)
    return found[0] if found else ""


@register
class GarbledText(Rule):
    """A text holds characters garbled by a wrong encoding, or what a program left in it."""

    code = "T-15"
    name = "garbled-text"
    severity = "warning"
    text_tests = (_garbled,)
    summary = Text("文字里有乱码或程序留下的记号", "Text is garbled or holds marks of a program")
    rationale = Text(
        "“锟斤拷”“â€œ”是编码转换出错留下的，“&nbsp;”“null”是从网页、系统里带来的，原来的字已经丢了或多了。",
        "Such characters come from a wrong encoding or a program: words are lost or superfluous.",
    )
    help = Text("请对照原稿改正，删去“{seen}”。", "Correct it by the draft, without {seen}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("有乱码或程序留下的记号“{seen}”。", "It holds {seen}, garbled or a mark."),
    }
    bad_example = goal_example("补植行道树400株，锟斤拷修剪绿篱两段")
    good_example = goal_example("补植行道树400株，修剪绿篱A&B两段，Unit 3号地块_东侧")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for located in context.texts_where(form, _garbled):
            seen = _garbled(located.text, context.words)
            yield Violation(form, located.path, details={"seen": seen}, actual=seen)
