"""Lines of a report on a terminal: findings, headings, what was not checked, excerpts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import gt, sub

from xlform.checking.baseline import Changes
from xlform.messages import listed, translate
from xlform.model.findings import Finding, NotAsked
from xlform.report.checked_file import (
    CheckedFile,
    cell_location,
    counts_text,
    expected_and_actual,
    finding_location,
)
from xlform.report.excerpt import Excerpt, ExcerptCell
from xlform.report.grouping import SkippedRule, skipped_rules
from xlform.terminal.width import clipped, padded, width, wrapped

Paint = Callable[[str, str], str]
INDENT = "  "
_MARK = "▶"
_MAX_LOCATIONS = 3
# Widths of a column in an excerpt: the most it gets, and the minimums to which it is shrunk
# step by step until the row fits; the marked cell's column is shrunk last.
_MAX_WIDTH, _MAX_WIDTH_MARKED = 24, 56
_MIN_WIDTHS = ((8, 40), (4, 16), (1, 3))
# Characters shown before the fragment a finding is about.
_CONTEXT = 8


class TerminalWriter:
    """Base of the reports on a file and on a batch; lines are at most ``columns`` wide."""

    def __init__(self, columns: int, paint: Paint) -> None:
        self._columns = columns
        self._paint = paint

    def _finding(self, finding: Finding, location: str, state: str) -> Iterator[str]:
        severity = translate(f"severity.{finding.severity}")
        words = [(location, "place"), (severity, finding.severity), (finding.code, "code")]
        if state:
            words.append((translate(f"check.{state}"), state))
        yield INDENT + " ".join(self._paint(text, colour) for text, colour in words if text)
        yield from self._indented(finding.message)
        for line in expected_and_actual(finding):
            yield from self._indented(line)
        if finding.help:
            yield from self._indented(translate("check.advice", advice=finding.help))

    def _indented(self, text: str) -> Iterator[str]:
        lines = wrapped(" ".join(text.split()), self._columns - 2 * len(INDENT))
        return (INDENT * 2 + line for line in lines)

    def _heading_line(self, heading: str, findings: Sequence[Finding]) -> str:
        """Return ``附表3-1  区级专项资金支出方向绩效目标表  错误 2 · 警告 3``."""
        count = counts_text(findings)
        shown = clipped(heading, self._columns - width(count) - 2)
        return f"{self._paint(shown, 'form')}  {self._paint(count, 'faint')}".rstrip()

    def _nothing_or_rest(
        self, findings: Sequence[Finding], shown: Sequence[Finding]
    ) -> Iterator[str]:
        """Yield that nothing was found, or how many findings are not shown."""
        if not findings:
            yield ""
            yield INDENT + translate("check.nothing-found")
        elif len(shown) < len(findings):
            yield ""
            count = len(findings) - len(shown)
            yield INDENT + translate("check.not-shown", count=count)

    def _changed(self, changes: Changes | None) -> Iterator[str]:
        if changes is None:
            return
        for name, resolved in (("fixed", changes.fixed), ("unasked", changes.unasked)):
            if resolved:
                yield ""
                yield self._paint(translate(f"check.{name}-list", count=len(resolved)), "fixed")
            for entry in resolved:
                line = f"{finding_location(entry)} {entry.code} {entry.message}"
                yield INDENT + clipped(line, self._columns - len(INDENT))

    def _skipped(self, not_asked: Sequence[NotAsked]) -> Iterator[str]:
        if not not_asked:
            return
        yield ""
        yield self._paint(translate("check.not-asked", count=len(not_asked)), "note")
        rules = skipped_rules(not_asked)
        unselected = sum(skipped_rule.reason == "not-selected" for skipped_rule in rules)
        for skipped_rule in rules:
            if skipped_rule.reason != "not-selected":
                line = f"{skipped_rule.code}  {skipped_rule.because}{_locations(skipped_rule)}"
                yield from self._hanging(line)
        if unselected:
            yield INDENT + translate("check.unselected", count=unselected)

    def _hanging(self, text: str) -> Iterator[str]:
        first, *rest = wrapped(text, self._columns - 2 * len(INDENT))
        yield INDENT + first
        yield from (INDENT * 2 + line for line in rest)

    def _unread(self, checked_file: CheckedFile) -> Iterator[str]:
        unread = checked_file.submission.unread
        if unread:
            yield ""
            yield self._paint(translate("tree.unread", count=len(unread)), "note")
        for entry in unread:
            location = cell_location(entry.sheet, entry.range)
            yield INDENT + clipped(f"{location}  {entry.because}", self._columns - len(INDENT))


def _locations(skipped_rule: SkippedRule) -> str:
    """Return ``（附表3-1!D5、附表3-2!D7 等 12 处）``."""
    if not skipped_rule.locations:
        return ""
    shown = listed(cell_location(*location) for location in skipped_rule.locations[:_MAX_LOCATIONS])
    count = len(skipped_rule.locations)
    key = "check.places" if count <= _MAX_LOCATIONS else "check.places-more"
    return translate(key, places=shown, count=count)


# Excerpts


def draw_excerpt(excerpt: Excerpt, actual: str, columns: int, paint: Paint) -> Iterator[str]:
    """Yield the rows of an excerpt between bars, with a mark before the cell of the finding."""
    gutter = len(INDENT) * 2 + max(len(str(number)) for number, _ in excerpt.rows) + 1
    widths = _column_widths(excerpt, columns - gutter - 1)
    for number, cells in excerpt.rows:
        shown = (
            _shown(cell, available, actual, paint)
            for cell, available in zip(cells, widths, strict=True)
        )
        yield f"{paint(f'{number:>{gutter - 1}}', 'faint')} | {' | '.join(shown)} |"


def _shown(cell: ExcerptCell, available: int, actual: str, paint: Paint) -> str:
    if not cell.marked:
        return padded(clipped(cell.text, available), available)
    text = clipped(_MARK + _scroll_to(cell.text, actual, available - width(_MARK)), available)
    return paint(text, "marked") + " " * (available - width(text))


def _scroll_to(text: str, fragment: str, available: int) -> str:
    """Return the text from shortly before the fragment if the fragment would be clipped."""
    position = text.find(fragment) if fragment else -1
    start = max(0, position - _CONTEXT)
    end = position + len(fragment)
    if not start or width(text) <= available or width(text[:end]) < available:
        return text
    while start < position and width(text[start:end]) > available - 2 * width("…"):
        start += 1
    return "…" + text[start:]


def _column_widths(excerpt: Excerpt, columns: int) -> list[int]:
    """Return the width of each column; the widest are shrunk in turn until the row fits."""
    widths = [1] * len(excerpt.letters)
    marked: set[int] = set()
    for _, cells in excerpt.rows:
        for number, cell in enumerate(cells):
            max_width = _MAX_WIDTH_MARKED if cell.marked else _MAX_WIDTH
            # No need to measure a long text: only combining characters are narrower than 1.
            text = cell.text[: 2 * max_width]
            requested = min(max_width, width(text) + cell.marked * width(_MARK))
            widths[number] = max(widths[number], requested)
            marked |= {number} if cell.marked else set()
    excess = sum(widths) + 3 * len(widths) - columns
    for min_width, min_width_marked in _MIN_WIDTHS:
        min_widths = [
            min_width_marked if number in marked else min_width for number in range(len(widths))
        ]
        while excess > 0 and any(map(gt, widths, min_widths)):
            spare = list(map(sub, widths, min_widths))
            widths[spare.index(max(spare))] -= 1
            excess -= 1
    return widths
