"""Fixes of cell texts, and common parts of the examples."""

from __future__ import annotations

from xlform.model.findings import Edit, Fix, Safety
from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext

HEAD = "\n| 支出方向（子项） | 植树绿化 | 所属专项 | 名称 | 绿化 |\n"


def goal_example(text: str) -> str:
    """Return a form in the grid notation with one goal."""
    return f"{HEAD}| 年度绩效目标 | {text} |  |  |  |\n"


def text_fix(
    form: Form, context: RuleContext, located: LocatedText, new: str, safety: Safety
) -> Fix | None:
    """Return the fix that replaces a cell's text; None without cells or without a change."""
    if context.sheet(form) is None or new == located.text:
        return None
    return Fix(
        safety, (Edit(form.sheet, form.origins.get(located.path, located.path), located.text, new),)
    )


def excerpt(text: str, start: int, end: int, around: int = 6) -> str:
    """Return part of a text with a few characters before and after it, on one line."""
    stretch = text[max(0, start - around) : end + around]
    return " ".join(stretch.split())
