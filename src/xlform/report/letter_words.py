"""What the letter 退回意见 says: which field, on which basis, in official wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from xlform.findings import Finding
from xlform.messages import language, say
from xlform.model import Form, Submission
from xlform.ooxml.splice import printable
from xlform.report.order import form_of
from xlform.rules import all_rules
from xlform.rules.desk import Desk
from xlform.rules.kernel import Rule

# A path into a table, as origins have it: expenses[0].amount
_IN_TABLE: Final = re.compile(r"(\w+)\[\d+\]\.(\w+)")
_NUMERALS: Final = "一二三四五六七八九"


def title(submission: Submission) -> str:
    """The title; the year is left out where the submission has none."""
    year = say("tree.year", year=submission.year) if submission.year else ""
    return say("letter.title", year=year).strip()


def numbered(count: int) -> str:
    """The heading number of a section: 一、 二、 … 十一、; 1. in English."""
    if language() == "en":
        return f"{count}. "
    return f"{_numeral(count)}、"


def numbered_within(count: int) -> str:
    """The heading number within a section: （一）; (a) in English."""
    if language() == "en":
        return f"({chr(ord('a') + (count - 1) % 26)}) "
    return f"（{_numeral(count)}）"


def _numeral(count: int) -> str:
    tens, ones = divmod(count, 10)
    left = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return left + (_NUMERALS[ones - 1] if ones else "")


def place(finding: Finding, submission: Submission, desk: Desk) -> str:
    """Where a finding stands: sheet, cell and the field's name."""
    if not finding.sheet:
        return say("marked.file")
    where = say("letter.place", sheet=printable(finding.sheet), cell=finding.cell).strip()
    form = form_of(submission.forms, finding)
    field = _field(form, finding.cell, desk) if form and finding.cell else ""
    return say("letter.field", place=where, field=field) if field else where


def _field(form: Form, cell: str, desk: Desk) -> str:
    """What the official form prints for the value at a cell; "" for a cell without one."""
    path = next((key for key, at in form.origins.items() if at == cell and _is_value(key)), "")
    if not path:
        return ""
    inside = _IN_TABLE.fullmatch(path)
    try:
        return desk.label(form, inside[2], inside[1]) if inside else desk.label(form, path)
    except KeyError:
        return ""


def _is_value(path: str) -> bool:
    return not path.endswith(".text")


def told(finding: Finding) -> Iterator[str]:
    """The sentences behind a finding's message: what stands there, what should, on which basis."""
    rule = _rules().get(finding.code)
    parts = (
        ("actual", finding.actual),
        ("expected", finding.expected),
        ("advice", finding.advice),
        ("basis", rule.basis if rule else ""),
    )
    for what, text in parts:
        if text:
            yield say(f"letter.{what}", text=_unstopped(printable(text)))


def _unstopped(text: str) -> str:
    """A text without the stop at its end, since the sentence around it brings one."""
    return text.strip().rstrip("。.；;")


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}
