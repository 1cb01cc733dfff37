"""Text of the letter 退回意见: fields, legal bases, official wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from xlform.messages import language, translate
from xlform.model.findings import Finding
from xlform.model.submission import Form, Submission
from xlform.ooxml.edit.splice import printable
from xlform.report.grouping import form_of
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule
from xlform.values.numerals import counted

# Path into a table as in origins: expenses[0].amount
_IN_TABLE: Final = re.compile(r"(\w+)\[\d+\]\.(\w+)")
# Longer texts are cut; the form itself has them in full.
_MAX_QUOTE: Final = 60


# Patterns to join parts, by language: punctuation only.
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


def pattern(key: str, /, **details: object) -> str:
    """Return parts joined with the punctuation of the current language."""
    chinese, english = _PATTERNS[key]
    return (english if language() == "en" else chinese).format(**details)


def title(submission: Submission) -> str:
    """Return the title; without the year if the submission has none."""
    year = translate("tree.year", year=submission.year) if submission.year else ""
    return translate("letter.title", year=year).strip()


def numbered(count: int) -> str:
    """Return the number of a section's heading: 一、 二、 … 十一、; 1. in English."""
    if language() == "en":
        return f"{count}. "
    return f"{counted(count)}、"


def numbered_within(count: int) -> str:
    """Return the number of a subsection's heading: （一）; (a) in English."""
    if language() == "en":
        return f"({chr(ord('a') + (count - 1) % 26)}) "
    return f"（{counted(count)}）"


def field_location(
    finding: Finding, submission: Submission, context: RuleContext, *, short: bool = False
) -> str:
    """Return the location of a finding: sheet, cell and field; ``short`` omits the sheet."""
    if not finding.sheet:
        return translate("marked.file")
    sheet = "" if short else printable(finding.sheet)
    cell_text = pattern("place", sheet=sheet, cell=finding.cell).strip()
    form = form_of(submission.forms, finding)
    field = _field(form, finding.cell, context) if form and finding.cell else ""
    return pattern("field", place=cell_text, field=field) if field else cell_text


def _field(form: Form, cell: str, context: RuleContext) -> str:
    """Return the form's printed label for the value in a cell; "" for a cell without one."""
    values = (path for path, origin in form.origins.items() if origin == cell and _is_value(path))
    path = next(values, "")
    in_table = _IN_TABLE.fullmatch(path)
    table, name = (in_table[1], in_table[2]) if in_table else ("", path)
    try:
        label = context.label(form, name, table)
    except KeyError:
        return ""
    # A value without a printed label, such as the title, is labelled with its name.
    return "" if label == name else label


def _is_value(path: str) -> bool:
    return not path.endswith(".text")


def group_alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of a form, grouped if they say the same about several cells."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message, finding.help), []).append(finding)
    return list(groups.values())


def finding_text(findings: list[Finding]) -> str:
    """Return the sentences after the location: problem, actual and expected value, rule.

    Text already in the message is not repeated.
    """
    first = findings[0]
    message = printable(first.message).strip()
    parts = [message]
    alone = len(findings) == 1
    values = (("actual", first.actual), ("expected", first.expected)) if alone else ()
    for part, text in (*values, ("advice", first.help)):
        is_repeated = text in message or (part == "expected" and text in first.help)
        if text and not is_repeated:
            parts.append(
                translate(f"letter.{part}", text=_shortened(_strip_full_stop(printable(text))))
            )
    return pattern("join").join((*parts, pattern("rule", code=first.code)))


def legal_bases(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Return code, summary and legal basis of each rule with findings, by code."""
    codes = sorted({finding.code for finding in findings} & set(_rules()))
    return [
        (code, _rules()[code].summary.translate(), _rules()[code].legal_basis) for code in codes
    ]


def summary(finding: Finding) -> str:
    """Return a short description of the problem."""
    rule = _rules().get(finding.code)
    return rule.summary.translate() if rule else printable(finding.message)


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_QUOTE else f"{text[:_MAX_QUOTE]}……"


def _strip_full_stop(text: str) -> str:
    """Return a text without the punctuation at its end, which the sentence around it supplies."""
    return text.strip().rstrip("。.；;")


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}
