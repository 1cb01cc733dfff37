"""Report on a terminal by cause: what to correct, what to explain, and a count of the rest."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.messages import translate
from xlform.model.findings import Finding, Group, LetterSection
from xlform.report.checked_file import CheckedFile, expected_and_actual
from xlform.report.excerpt import Excerpts
from xlform.report.group_text import (
    TOLD,
    by_section,
    effects_text,
    places_text,
    rest_text,
    said_of_each,
    state_of,
)
from xlform.report.grouping import form_of
from xlform.report.terminal_writer import INDENT, Paint, TerminalWriter, draw_excerpt
from xlform.terminal.width import clipped


class GroupReport(TerminalWriter):
    """Report on one file by cause."""

    def __init__(
        self, checked_file: CheckedFile, columns: int, paint: Paint, *, only_errors: bool
    ) -> None:
        super().__init__(columns, paint)
        self._checked_file = checked_file
        self._excerpts = Excerpts(checked_file.context.grid)
        self._findings = {finding.id: finding for finding in checked_file.checked.findings}
        self._only_errors = only_errors

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        checked_file = self._checked_file
        yield self._paint(clipped(checked_file.submission.source.name, self._columns), "file")
        yield self._paint(clipped(checked_file.headline, self._columns), "unit")
        sections = by_section(checked_file.groups)
        for section in TOLD[:1] if self._only_errors else TOLD:
            yield from self._section(section, sections.get(section, []))
        if not sections:
            yield ""
            yield INDENT + translate("check.nothing-found")
        yield from self._rest(sections)
        yield from self._changed(checked_file.changes)
        yield from self._unread(checked_file)
        yield from self._skipped(checked_file.checked.not_asked)

    def _section(self, section: LetterSection, groups: list[Group]) -> Iterator[str]:
        if groups:
            yield ""
            yield self._paint(translate(f"section.{section}", count=len(groups)), "form")
        for number, group in enumerate(groups, 1):
            yield from self._group(number, group)

    def _rest(self, sections: dict[LetterSection, list[Group]]) -> Iterator[str]:
        explain = sections.get("explain", [])
        if self._only_errors and explain:
            yield ""
            yield translate("section.explain-rest", count=len(explain))
        rest = rest_text(sections)
        if rest:
            yield ""
            yield from self._hanging(rest)

    def _group(self, number: int, group: Group) -> Iterator[str]:
        checked_file, first = self._checked_file, self._findings[group.findings[0]]
        severity = translate(f"severity.{group.severity}")
        words = [(severity, group.severity), (group.code, "code")]
        if group.amount is not None:
            words.append((translate("group.amount", amount=f"{group.amount:f}"), "faint"))
        state, text = state_of(group, checked_file, self._findings)
        if state:
            words.append((text, state))
        lead = f"{number}. {places_text(group.places)}"
        tail = " ".join(self._paint(text, colour) for text, colour in words)
        yield f"{INDENT}{self._paint(lead, 'place')} {tail}"
        yield from self._said(group, first)
        form = form_of(checked_file.submission.forms, first)
        if excerpt := self._excerpts.around(first.sheet, first.cell, form):
            yield from draw_excerpt(excerpt, first.actual, self._columns, self._paint)

    def _said(self, group: Group, first: Finding) -> Iterator[str]:
        yield from self._indented(group.message)
        each, left_out = said_of_each(group, self._findings)
        for text in each:
            yield from self._indented(f"· {text}")
        if left_out:
            yield from self._indented(translate("group.left-out", count=left_out))
        if not each:
            for line in expected_and_actual(first):
                yield from self._indented(line)
        if effects := effects_text(group, self._findings):
            yield from self._indented(effects)
        if first.help:
            alike = len({self._findings[one].help for one in group.findings}) == 1
            key = "check.advice" if alike else "check.advice-first"
            yield from self._indented(translate(key, advice=first.help))
