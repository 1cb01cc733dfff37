"""Work of the page of a submission, done in a worker process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.accepted import accepted_finding, accepted_toml
from xlform.errors import FileProblem
from xlform.files.input_file import InputFile
from xlform.fixing.changes import CellChange
from xlform.fixing.fix import Fixed
from xlform.formats.registry import format_of
from xlform.grid.address import parse_cell
from xlform.messages import listed, translate
from xlform.model.findings import NotAsked, Place
from xlform.report.checked_file import CheckedFile, cell_location, counts
from xlform.report.grouping import SkippedRule, skipped_rules
from xlform.report.sheets.edited_text import edited_text
from xlform.report.sheets.html import CellLink
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.web.current_file import CurrentFile, current_file, decided, unfixable
from xlform.web.shown_findings import ShownFindings, safe_fixes
from xlform.web.shown_sheets import MarkedPlace, SheetPages
from xlform.web.submission_view import (
    DownloadKind,
    ShownDeclined,
    ShownEdit,
    ShownFix,
    ShownNote,
    SubmissionView,
)

if TYPE_CHECKING:
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()


def show(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.SubmissionView` of a file, encoded.

    The arguments are the decisions, and a place (``附表1!B5``) to be marked, "" for none.
    """
    current = current_file(desk, file, decided(arguments[0]))
    return _encoder.encode(_view(current, _asked(str(arguments[1]))))


def _asked(at: str) -> list[Place]:
    """Return the place of ``附表1!B5``; none for what is no place of a cell."""
    sheet, _, cell = at.rpartition("!")
    try:
        parse_cell(cell)
    except ValueError:
        return []
    return [Place(sheet, cell)]


def accept(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the lines of a project file by which a finding is accepted.

    The arguments are the decisions so far, the finding's id and the reason.
    """
    current = current_file(desk, file, decided(arguments[0]))
    report = current.report
    finding = next((one for one in report.findings if one.id == arguments[1]), None)
    if finding is None:
        raise FileProblem("no-such-finding", path=file.info.path)
    grid, reason = report.context.grid, str(arguments[2])
    return accepted_toml(accepted_finding(finding, report.submission, grid, reason)).encode()


def _view(current: CurrentFile, asked: list[Place]) -> SubmissionView:
    checked_file, report = current.checked_file, current.report
    fixed = current.fixed if current.fixed and current.fixed.changes else None
    changed = [Place(one.sheet, one.cell) for one in fixed.changes] if fixed else []
    places = [finding.place for finding in report.findings]
    pages = SheetPages(report.context.grid, report.submission.forms, [*places, *changed, *asked])
    pages.lay_out(current.data, str(current.path))
    found, styles = ShownFindings(checked_file, pages), StyleSheet()
    marks = [*found.marks(), *(_change_marks(fixed) if fixed else ())]
    marks += [
        MarkedPlace(place, "marked asked", CellLink("#sheets", "◎", translate("submission.asked")))
        for place in asked
    ]
    not_asked = report.not_asked
    view = SubmissionView(
        headline=checked_file.headline,
        sections=found.sections(),
        counts={str(key): count for key, count in counts(report.findings).items()},
        fixable=unfixable(report.submission.source),
        safe=safe_fixes({finding.id: finding for finding in report.findings}),
        fixes=tuple(_fixes(fixed, pages)) if fixed else (),
        results=tuple(_results(fixed, pages)) if fixed else (),
        declined=tuple(_declined(current.fixed)) if current.fixed else (),
        accepted=tuple(_accepted(not_asked, pages)),
        unread=tuple(
            ShownNote(
                one.because, cell_location(one.sheet, one.range), pages.href(Place(one.sheet, ""))
            )
            for one in report.submission.unread
        ),
        not_asked=tuple(_notes([one for one in not_asked if one.reason != "accepted"], pages)),
        downloads=tuple(_downloads(checked_file, fixed)),
        problem=current.problem,
        asked=next((pages.href(place) for place in asked), ""),
        settings=report.context.settings_note,
    )
    sheets = pages.shown(marks, styles, report.findings)
    return msgspec.structs.replace(
        view, sheets=sheets, styles=styles.text(), version=styles.version
    )


def _fixes(fixed: Fixed, pages: SheetPages) -> Iterator[ShownFix]:
    by_finding: dict[str, list[CellChange]] = {}
    for change in fixed.changes:
        by_finding.setdefault(change.id, []).append(change)
    for number, (finding, changes) in enumerate(by_finding.items(), 1):
        edits = tuple(_edit(change, pages) for change in changes)
        yield ShownFix(finding, f"change-{number}", changes[0].message, edits)


def _edit(change: CellChange, pages: SheetPages) -> ShownEdit:
    recomputed = change.new_value not in (change.new, change.old_value)
    return ShownEdit(
        cell_location(change.sheet, change.cell),
        pages.href(_place(change)),
        edited_text(change.old, change.new),
        (change.old_value, change.new_value) if recomputed else ("", ""),
    )


def _change_marks(fixed: Fixed) -> Iterator[MarkedPlace]:
    numbers = dict.fromkeys(change.id for change in fixed.changes)
    anchors = {finding: f"#change-{number}" for number, finding in enumerate(numbers, 1)}
    for change in fixed.changes:
        text = translate("submission.changed")
        link = CellLink(anchors[change.id], text, f"{text} {change.message}")
        before = change.old_value if change.old_value != change.new_value else None
        yield MarkedPlace(_place(change), "changed", link, before)


def _place(change: CellChange) -> Place:
    return Place(change.sheet, change.cell)


def _results(fixed: Fixed, pages: SheetPages) -> Iterator[ShownNote]:
    """Yield the formulas that show another result since they depend on a changed cell."""
    for one in fixed.results:
        if one.old_value != one.new_value:
            text = f"{one.old_value} → {one.new_value}"
            place = Place(one.sheet, one.cell)
            yield ShownNote(text, cell_location(one.sheet, one.cell), pages.href(place))


def _declined(fixed: Fixed) -> Iterator[ShownDeclined]:
    for skipped in fixed.declined:
        finding = skipped.finding
        because = translate(f"declined.{skipped.because}", by=skipped.by, reason=skipped.reason)
        yield ShownDeclined(finding.id, cell_location(finding.sheet, finding.cell), because)


def _notes(not_asked: list[NotAsked], pages: SheetPages) -> Iterator[ShownNote]:
    for rule in skipped_rules(not_asked):
        yield ShownNote(f"{rule.code} {rule.because}", *_first_place(rule, pages))


def _accepted(not_asked: Iterable[NotAsked], pages: SheetPages) -> Iterator[ShownNote]:
    """Yield a line for each accepted finding: each is restored on its own."""
    for one in not_asked:
        if one.reason == "accepted":
            for note in _notes([one], pages):
                yield msgspec.structs.replace(note, rule=one.code)


def _first_place(rule: SkippedRule, pages: SheetPages) -> tuple[str, str]:
    if not rule.locations:
        return "", ""
    text = listed(cell_location(*location) for location in rule.locations)
    return text, pages.href(Place(*rule.locations[0]))


def _downloads(checked_file: CheckedFile, fixed: Fixed | None) -> Iterator[DownloadKind]:
    submission = checked_file.submission
    if fixed:
        yield "fixed"
    known = format_of(submission.source.format)
    if submission.source.format == "docx" or (known and not unfixable(submission.source)):
        yield "marked"
    yield "letter"
    templates = checked_file.context.templates
    if any(not templates[form.template].prose for form in submission.forms):
        yield "form"
    yield from ("submission", "findings")
