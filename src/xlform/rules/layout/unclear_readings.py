"""Readings of a scan that are not certain, as violations of F-05: what each is, and may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.model.submission import Form, Note
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation

UNCLEAR: Final = ("figure-doubtful", "word-doubtful", "place-doubtful")
# A longer text is quoted around the place that is not clear.
_QUOTED_AT_MOST: Final = 40
_BEFORE: Final = 12

SCAN_SUMMARY: Final = Text("扫描件上看不清", "Not clear on the scan")
SCAN_MESSAGES: Final = {
    "scan-amount": Text(
        "扫描件上{label}“{seen}”看不清，没有合计可以印证，没有采用。",
        "{label} on the scan, {seen}, is not clear and no sum confirms it; it was not taken.",
    ),
    "scan-amount-others": Text(
        "扫描件上{label}“{seen}”看不清，也可能是“{others}”，没有合计可以印证，没有采用。",
        "{label} on the scan, {seen}, is not clear and may be {others}; no sum confirms it and it "
        "was not taken.",
    ),
    "scan-text": Text(
        "扫描件上{label}“{seen}”看不清，暂照认出的读。",
        "{label} on the scan, {seen}, is not clear; it was read as recognised.",
    ),
    "scan-text-others": Text(
        "扫描件上{label}“{seen}”看不清，也可能是“{others}”，暂照认出的读。",
        "{label} on the scan, {seen}, is not clear and may be {others}; it was read as recognised.",
    ),
    "scan-word": Text(
        "扫描件上{label}“{seen}”看不清，认作“{others}”。",
        "{label} on the scan, {seen}, is not clear and was taken for {others}.",
    ),
    "scan-empty": Text(
        "扫描件上{label}看不清：这一格压着印章，没有认出字，不一定是空白。",
        "{label} on the scan is not clear: a seal is on its cell and nothing was recognised, which "
        "does not mean that it is blank.",
    ),
    "scan-help": Text(
        "请看原件核对；原件清楚的，重新扫描，或交工作簿。",
        "Compare it with the paper; where that is clear, scan it again or hand in the workbook.",
    ),
}


def unclear_readings(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield a violation for each reading of a scan that may be another."""
    for note in form.notes:
        if note.code in UNCLEAR:
            yield _violation(form, note, context)


def _violation(form: Form, note: Note, context: RuleContext) -> Violation:
    path = next((one for one in form.doubtful if form.origins.get(one) == note.cell), "")
    seen, others = _quoted(note)
    details = {"label": _label(form, path, context), "seen": seen, "others": others}
    message = "scan-amount" if f"{path}.text" in form.origins else "scan-text"
    if note.code == "word-doubtful":
        message = "scan-word"
    elif note.code == "place-doubtful":
        message = "scan-empty"
    elif others:
        message += "-others"
    return Violation(
        form, cell=note.cell, message=message, details=details, actual=note.seen,
        severity="warning", help="scan-help",
    )  # fmt: skip


def _label(form: Form, path: str, context: RuleContext) -> str:
    """Return the printed label of the value at a path."""
    table, is_row, rest = path.partition("[")
    return (
        context.label(form, rest.partition("].")[2], table)
        if is_row
        else (context.label(form, path) if path else "")
    )


def _quoted(note: Note) -> tuple[str, str]:
    """Return what was read and what it may be, long texts around where they begin to differ."""
    seen, others = note.seen, note.meant
    if len(seen) <= _QUOTED_AT_MOST:
        return seen, others
    other = others.split("、")[0]
    start = next((n for n, (a, b) in enumerate(zip(seen, other, strict=False)) if a != b), None)
    first = max(0, (start or 0) - _BEFORE)
    return _cut(seen, first), "" if start is None else _cut(other, first)


def _cut(text: str, first: int) -> str:
    end = first + _QUOTED_AT_MOST
    return ("…" if first else "") + text[first:end] + ("…" if end < len(text) else "")
