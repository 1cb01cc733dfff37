"""T-07: labels padded with spaces that the official form does not print."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.grid.address import cell_name, parse_range
from xlform.grid.model import Position, Sheet
from xlform.messages import listed
from xlform.model.findings import Edit, Fix
from xlform.model.memoize import memoize, sifted
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.labels import fold

_PADDED = re.compile("[ \t\u00a0\u3000]+")
_INSIDE = re.compile("(?<=[一-鿿）)])[ \t\u00a0\u3000]+(?=[一-鿿（(])")
# 名  称, 合  计: two characters set apart to fill their column, as the official form prints them.
_SPREAD = re.compile("[一-鿿][ \t\u00a0\u3000]+[一-鿿]")
_SHOWN_AT_MOST = 5


@register
class PaddedLabel(Rule):
    """Labels of a form are padded with spaces; reported once per form."""

    code = "T-07"
    name = "label-padded"
    severity = "info"
    summary = Text("栏目名称里有多余的空格", "Labels are padded with blanks")
    rationale = Text(
        "系统已按标准名称读取，不影响审核；但一体化平台和汇总公式按名称找栏目，会认不出来。",
        "They were read as the standard labels, yet other systems look for these to the letter.",
    )
    help = Text("换行请用自动换行，不要用空格对齐。", "Let the cell wrap instead of padding it.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "区级表样栏目名称"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("栏目名称里有多余的空格：{labels}。", "Padded labels: {labels}."),
    }
    bad_example = """
| 支出方向      （子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标           | 400株 |         |      |      |
"""
    good_example = """
| 支出方向\\n（子项） | 植树 | 所属专项 | 名  称 | 绿化 |
| 年度绩效目标        | 400株 |         |        |      |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        sheet = context.sheet(form)
        padded = _padded_cells(sheet) if sheet else ()
        if not padded:
            return
        area = parse_range(form.range)
        labels = context.templates[form.template].labels | _level_names(context)
        edits = [
            Edit(form.sheet, cell_name(*position), text, _INSIDE.sub("", text))
            for position, text in padded
            if area.covers(*position) and fold(text) in labels
        ]
        if edits:
            shown = listed(
                f"“{_PADDED.sub(' ', edit.old)}”（{edit.cell}）" for edit in edits[:_SHOWN_AT_MOST]
            )
            fix = Fix("safe", tuple(edits))
            yield Violation(form, cell=edits[0].cell, details={"labels": shown}, fix=fix)


@memoize
def _padded_cells(sheet: Sheet) -> tuple[tuple[Position, str], ...]:
    """Return the texts of a sheet that are padded, with their positions."""
    texts = {text for cell in sheet.cells.values() if type(text := cell.value) is str}
    padded = _padded(texts)
    if not padded:
        return ()
    return tuple(
        [
            (position, text)
            for position, cell in sheet.cells.items()
            if type(text := cell.value) is str and text in padded
        ]
    )


@sifted
def _padded(text: str) -> bool:
    """Return True for a text with blanks between Chinese characters, other than a spread word."""
    blank = " " in text or "\u3000" in text
    return blank and bool(_INSIDE.search(text)) and not _SPREAD.fullmatch(text.strip())


def _level_names(context: RuleContext) -> frozenset[str]:
    """Return the names of levels (数量指标 …), which the form prints like labels."""
    return frozenset(f"{name}指标" for name in context.words.get("levels", {}))
