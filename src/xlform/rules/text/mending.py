"""Edits that put a cell's text right, and the examples' common line."""

from __future__ import annotations

from xlform.model.findings import Edit, Fix, Safety
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, TextAt

HEAD = "\n| 支出方向（子项） | 植树绿化 | 所属专项 | 名称 | 绿化 |\n"


def goal(text: str) -> str:
    """A form in the grid notation with one goal."""
    return f"{HEAD}| 年度绩效目标 | {text} |  |  |  |\n"


def mended(form: Form, context: RuleContext, at: TextAt, new: str, safety: Safety) -> Fix | None:
    """The cell's whole text replaced; ``None`` where no cell is at hand or nothing changes."""
    if context.sheet(form) is None or new == at.text:
        return None
    return Fix(safety, (Edit(form.sheet, form.origins.get(at.path, at.path), at.text, new),))


def excerpt(text: str, start: int, end: int, around: int = 6) -> str:
    """A stretch of a text with a little of what stands about it, on one line."""
    piece = text[max(0, start - around) : end + around]
    return " ".join(piece.split())
