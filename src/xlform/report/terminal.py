"""The report a person reads on a terminal: form by form, each finding with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import gt, sub

from xlform.checking.baseline import Changes
from xlform.messages import translate
from xlform.model.findings import Finding, NotAsked
from xlform.report.case import (
    BatchCase,
    Case,
    form_title,
    full_place,
    numbers,
    place_of,
    spot,
    tally,
)
from xlform.report.excerpt import Excerpt, ExcerptCell, Excerpts
from xlform.report.order import Group, Silence, by_form, silences
from xlform.terminal.tree import unpainted
from xlform.terminal.width import clipped, padded, width, wrapped

Paint = Callable[[str, str], str]
_INDENT = "  "
_MARK = "▶"
_PLACES_AT_MOST = 3
# What a column of an excerpt asks for at most, and how far it is shrunk, step by step, until the
# row fits; the column of the cell in question gives way last.
_WIDEST, _WIDEST_MARKED = 24, 56
_FLOORS = ((8, 40), (4, 16), (1, 3))
# How much of a long text stands before the words a finding is about.
_LEAD = 8


def case_lines(case: Case, *, columns: int, paint: Paint = unpainted) -> Iterator[str]:
    """The lines on one file, within ``columns``."""
    return _Report(case, columns, paint).lines()


def batch_case_lines(case: BatchCase, *, columns: int, paint: Paint = unpainted) -> Iterator[str]:
    """The lines on what stands between the files of a batch, within ``columns``."""
    return _BatchReport(case, columns, paint).lines()


class _Writer:
    """What the reports on a file and on a batch have in common: the lines, within the columns."""

    def __init__(self, columns: int, paint: Paint) -> None:
        self._columns = columns
        self._paint = paint

    def _finding(self, finding: Finding, place: str, state: str) -> Iterator[str]:
        severity = translate(f"severity.{finding.severity}")
        words = [(place, "place"), (severity, finding.severity), (finding.code, "code")]
        if state:
            words.append((translate(f"check.{state}"), state))
        yield _INDENT + " ".join(self._paint(text, colour) for text, colour in words if text)
        yield from self._indented(finding.message)
        for line in numbers(finding):
            yield from self._indented(line)
        if finding.help:
            yield from self._indented(translate("check.advice", advice=finding.help))

    def _indented(self, text: str) -> Iterator[str]:
        lines = wrapped(" ".join(text.split()), self._columns - 2 * len(_INDENT))
        return (_INDENT * 2 + line for line in lines)

    def _headed(self, heading: str, findings: Sequence[Finding]) -> str:
        """``附表3-1  区级专项资金支出方向绩效目标表  错误 2 · 警告 3``."""
        count = tally(findings)
        shown = clipped(heading, self._columns - width(count) - 2)
        return f"{self._paint(shown, 'form')}  {self._paint(count, 'faint')}".rstrip()

    def _changed(self, changes: Changes | None) -> Iterator[str]:
        if changes is None:
            return
        for name, gone in (("fixed", changes.fixed), ("unasked", changes.unasked)):
            if gone:
                yield ""
                yield self._paint(translate(f"check.{name}-list", count=len(gone)), "fixed")
            for one in gone:
                line = f"{full_place(one)} {one.code} {one.message}"
                yield _INDENT + clipped(line, self._columns - len(_INDENT))

    def _silent(self, not_asked: Sequence[NotAsked]) -> Iterator[str]:
        if not not_asked:
            return
        yield ""
        yield self._paint(translate("check.not-asked", count=len(not_asked)), "note")
        told = silences(not_asked)
        unselected = sum(silence.reason == "not-selected" for silence in told)
        for silence in told:
            if silence.reason != "not-selected":
                line = f"{silence.code}  {silence.because}{_places(silence)}"
                yield from self._hanging(line)
        if unselected:
            yield _INDENT + translate("check.unselected", count=unselected)

    def _hanging(self, text: str) -> Iterator[str]:
        first, *rest = wrapped(text, self._columns - 2 * len(_INDENT))
        yield _INDENT + first
        yield from (_INDENT * 2 + line for line in rest)


class _BatchReport(_Writer):
    """The report between files while it is written; their cells are no longer at hand."""

    def __init__(self, case: BatchCase, columns: int, paint: Paint) -> None:
        super().__init__(columns, paint)
        self._case = case

    def lines(self) -> Iterator[str]:
        batch = self._case.batch
        yield self._headed(translate("batch.heading"), batch.findings)
        for finding in batch.findings:
            yield from self._finding(finding, full_place(finding), self._case.state(finding))
        if not batch.findings:
            yield _INDENT + translate("check.nothing-found")
        yield from self._changed(self._case.changes)
        yield from self._silent(batch.not_asked)


class _Report(_Writer):
    """One file's report while it is written."""

    def __init__(self, case: Case, columns: int, paint: Paint) -> None:
        super().__init__(columns, paint)
        self._case = case
        self._excerpts = Excerpts(case.context.grid)

    def lines(self) -> Iterator[str]:
        case = self._case
        yield self._paint(clipped(case.submission.source.name, self._columns), "file")
        yield self._paint(clipped(case.headline, self._columns), "unit")
        for group in by_form(case.submission, case.checked.findings):
            yield ""
            yield self._heading(group)
            for _, same in groupby(group.findings, key=lambda one: (one.sheet, one.cell)):
                yield from self._told(group, list(same))
        if not case.checked.findings:
            yield ""
            yield _INDENT + translate("check.nothing-found")
        yield from self._changed(case.changes)
        yield from self._unread()
        yield from self._silent(case.checked.not_asked)

    def _heading(self, group: Group) -> str:
        form = group.form
        place = group.sheet or translate("check.whole-file")
        title = form_title(self._case, form) if form else ""
        return self._headed(f"{place}  {title}".rstrip(), group.findings)

    def _told(self, group: Group, findings: list[Finding]) -> Iterator[str]:
        """Findings of one cell, then the cell."""
        for finding in findings:
            yield from self._finding(finding, spot(finding), self._case.state(finding))
        place = findings[0]
        if excerpt := self._excerpts.around(place.sheet, place.cell, group.form):
            yield from _drawn(excerpt, place.actual, self._columns, self._paint)

    def _unread(self) -> Iterator[str]:
        unread = self._case.submission.unread
        if unread:
            yield ""
            yield self._paint(translate("tree.unread", count=len(unread)), "note")
        for one in unread:
            place = place_of(one.sheet, one.range)
            yield _INDENT + clipped(f"{place}  {one.because}", self._columns - len(_INDENT))


def _places(silence: Silence) -> str:
    """``（附表3-1!D5、附表3-2!D7 等 12 处）``."""
    if not silence.places:
        return ""
    shown = "、".join(place_of(*place) for place in silence.places[:_PLACES_AT_MOST])
    count = len(silence.places)
    key = "check.places" if count <= _PLACES_AT_MOST else "check.places-more"
    return translate(key, places=shown, count=count)


# Excerpts


def _drawn(excerpt: Excerpt, actual: str, columns: int, paint: Paint) -> Iterator[str]:
    """The rows of an excerpt between bars, the cell in question behind a mark."""
    gutter = len(_INDENT) * 2 + max(len(str(number)) for number, _ in excerpt.rows) + 1
    rooms = _rooms(excerpt, columns - gutter - 1)
    for number, cells in excerpt.rows:
        shown = (_shown(cell, room, actual, paint) for cell, room in zip(cells, rooms, strict=True))
        yield f"{paint(f'{number:>{gutter - 1}}', 'faint')} | {' | '.join(shown)} |"


def _shown(cell: ExcerptCell, room: int, actual: str, paint: Paint) -> str:
    if not cell.marked:
        return padded(clipped(cell.text, room), room)
    text = clipped(_MARK + _from_fault(cell.text, actual, room - width(_MARK)), room)
    return paint(text, "marked") + " " * (room - width(text))


def _from_fault(text: str, fault: str, room: int) -> str:
    """The text from shortly before the words in question, where they would be clipped off."""
    at = text.find(fault) if fault else -1
    start = max(0, at - _LEAD)
    end = at + len(fault)
    if not start or width(text) <= room or width(text[:end]) < room:
        return text
    while start < at and width(text[start:end]) > room - 2 * width("…"):
        start += 1
    return "…" + text[start:]


def _rooms(excerpt: Excerpt, columns: int) -> list[int]:
    """What each column gets: what it asks for, the widest shrunk in turn until the row fits."""
    rooms = [1] * len(excerpt.letters)
    marked: set[int] = set()
    for _, cells in excerpt.rows:
        for number, cell in enumerate(cells):
            most = _WIDEST_MARKED if cell.marked else _WIDEST
            # A long text need not be measured: no sign but a combining one is narrower than 1.
            text = cell.text[: 2 * most]
            asked = min(most, width(text) + cell.marked * width(_MARK))
            rooms[number] = max(rooms[number], asked)
            marked |= {number} if cell.marked else set()
    excess = sum(rooms) + 3 * len(rooms) - columns
    for least, least_marked in _FLOORS:
        floors = [least_marked if number in marked else least for number in range(len(rooms))]
        while excess > 0 and any(map(gt, rooms, floors)):
            spare = list(map(sub, rooms, floors))
            rooms[spare.index(max(spare))] -= 1
            excess -= 1
    return rooms
