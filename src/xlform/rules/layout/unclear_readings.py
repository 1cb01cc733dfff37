"""Readings of a scan that are not certain, as violations of F-05: what each is, and may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.model.submission import Form, Note
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation

UNCLEAR: Final = (
    "figure-doubtful", "word-doubtful", "place-doubtful", "joined-doubtful", "page-doubtful",
)  # fmt: skip
# Messages on a value of which nothing was read.
_EMPTY: Final = {"place-doubtful": "scan-empty", "joined-doubtful": "scan-joined"}
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
    "scan-joined": Text(
        "扫描件上{label}看不清：它和旁边一格之间的线没有认出来，写的数可能读到了旁边。",
        "{label} on the scan is not clear: the line between its cell and the next was not "
        "recognised, and its figure may have been read there.",
    ),
    "scan-page": Text(
        "扫描件第{pages}页有表格线或栏目名称看不清，“{parts}”没有认出来，里面的内容没有读取。",
        "Lines or labels on page {pages} of the scan are not clear: {parts} could not be "
        "recognised and what is in it was not read.",
    ),
    "scan-page-help": Text(
        "请把这一页放平、按 200 dpi 以上重新扫描，或交工作簿；这张表读出的数请看原件核对。",
        "Scan this page again, flat and at 200 dpi or more, or hand in the workbook; compare what "
        "was read of this form with the paper.",
    ),
    "scan-help": Text(
        "请看原件核对；原件清楚的，重新扫描，或交工作簿。",
        "Compare it with the paper; where that is clear, scan it again or hand in the workbook.",
    ),
}


def unclear_readings(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield a violation for each reading of a scan that may be another."""
    for note in form.notes:
        if note.code == "page-doubtful":
            yield Violation(
                form, cell=note.cell, message="scan-page", severity="error", help="scan-page-help",
                details={"pages": note.seen, "parts": note.meant},
            )  # fmt: skip
        elif note.code in UNCLEAR:
            yield _violation(form, note, context)


def _violation(form: Form, note: Note, context: RuleContext) -> Violation:
    path = next((one for one in form.doubtful if form.origins.get(one) == note.cell), "")
    seen, others = _quoted(note)
    details = {"label": _label(form, path, context), "seen": seen, "others": others}
    message = "scan-amount" if f"{path}.text" in form.origins else "scan-text"
    if note.code == "word-doubtful":
        message = "scan-word"
    elif note.code in _EMPTY:
        message = _EMPTY[note.code]
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
