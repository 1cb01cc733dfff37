"""What the letter 退回意见 says: which field, on which basis, in official wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from xlform.messages import language, translate
from xlform.model.findings import Finding
from xlform.model.submission import Form, Submission
from xlform.ooxml.edit.splice import printable
from xlform.report.order import form_of
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule
from xlform.values.numerals import counted

# A path into a table, as origins have it: expenses[0].amount
_IN_TABLE: Final = re.compile(r"(\w+)\[\d+\]\.(\w+)")
# A long text is quoted by its beginning; the whole of it stands in the form itself.
_QUOTED_AT_MOST: Final = 60


# How parts are put together, by language: signs and no words.
_PATTERNS: Final = {
    "to": ("{unit}：", "To {unit}:"),
    "form": ("{sheet}　{name}", "{sheet}: {name}"),
    "form-about": ("{sheet}　{name}（{about}）", "{sheet}: {name} ({about})"),
    "item": ("{number}．{place}：", "{number}. {place}: "),
    "place": ("{sheet} {cell}", "{sheet} {cell}"),
    "field": ("{place}“{field}”", "{place} ({field})"),
    "rule": ("（{code}）", "({code})"),
    "join": ("", " "),
    "and": ("、", ", "),
}


def pattern(which: str, /, **details: object) -> str:
    """Parts put together with the signs of the language in force."""
    chinese, english = _PATTERNS[which]
    return (english if language() == "en" else chinese).format(**details)


def title(submission: Submission) -> str:
    """The title; the year is left out where the submission has none."""
    year = translate("tree.year", year=submission.year) if submission.year else ""
    return translate("letter.title", year=year).strip()


def numbered(count: int) -> str:
    """The heading number of a section: 一、 二、 … 十一、; 1. in English."""
    if language() == "en":
        return f"{count}. "
    return f"{counted(count)}、"


def numbered_within(count: int) -> str:
    """The heading number within a section: （一）; (a) in English."""
    if language() == "en":
        return f"({chr(ord('a') + (count - 1) % 26)}) "
    return f"（{counted(count)}）"


def place(
    finding: Finding, submission: Submission, context: RuleContext, *, short: bool = False
) -> str:
    """Where a finding stands: sheet, cell and the field's name; ``short`` leaves out the sheet."""
    if not finding.sheet:
        return translate("marked.file")
    sheet = "" if short else printable(finding.sheet)
    where = pattern("place", sheet=sheet, cell=finding.cell).strip()
    form = form_of(submission.forms, finding)
    field = _field(form, finding.cell, context) if form and finding.cell else ""
    return pattern("field", place=where, field=field) if field else where


def _field(form: Form, cell: str, context: RuleContext) -> str:
    """What the official form prints for the value at a cell; "" for a cell without one."""
    values = (path for path, at in form.origins.items() if at == cell and _is_value(path))
    path = next(values, "")
    inside = _IN_TABLE.fullmatch(path)
    table, name = (inside[1], inside[2]) if inside else ("", path)
    try:
        label = context.label(form, name, table)
    except KeyError:
        return ""
    # What the form prints no label for, its title for one, is called by its own name.
    return "" if label == name else label


def _is_value(path: str) -> bool:
    return not path.endswith(".text")


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of a form, those together that say the same of several cells."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message, finding.help), []).append(finding)
    return list(groups.values())


def told(findings: list[Finding]) -> str:
    """The sentences behind the place: what is wrong, what stands there, what should, by which rule.

    What the message says already is not said again.
    """
    first = findings[0]
    message = printable(first.message).strip()
    parts = [message]
    alone = len(findings) == 1
    values = (("actual", first.actual), ("expected", first.expected)) if alone else ()
    for what, text in (*values, ("advice", first.help)):
        known = text in message or (what == "expected" and text in first.help)
        if text and not known:
            parts.append(translate(f"letter.{what}", text=_shortened(_unstopped(printable(text)))))
    return pattern("join").join((*parts, pattern("rule", code=first.code)))


def bases(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Each rule that was broken, by code: the code, what is wrong, and the basis."""
    codes = sorted({finding.code for finding in findings} & set(_rules()))
    return [
        (code, _rules()[code].summary.translate(), _rules()[code].legal_basis) for code in codes
    ]


def summary(finding: Finding) -> str:
    """What is wrong in a few words."""
    rule = _rules().get(finding.code)
    return rule.summary.translate() if rule else printable(finding.message)


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED_AT_MOST else f"{text[:_QUOTED_AT_MOST]}……"


def _unstopped(text: str) -> str:
    """A text without the stop at its end, since the sentence around it brings one."""
    return text.strip().rstrip("。.；;")


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}
