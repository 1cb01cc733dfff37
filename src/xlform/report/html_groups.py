"""Findings of a file by cause, as part of an HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlform.messages import translate
from xlform.model.findings import Finding, Group
from xlform.report.checked_file import CheckedFile, cell_location, expected_and_actual
from xlform.report.excerpt import Excerpts
from xlform.report.group_text import TOLD, by_section, places_text, state_of
from xlform.report.grouping import form_of
from xlform.report.html_excerpt import excerpt_html
from xlform.report.html_text import escape
from xlform.rules.concerns import SECTIONS


def group_sections(checked_file: CheckedFile, *, only_errors: bool) -> Iterator[str]:
    """Yield the sections of a file: what must be corrected first, format and hints folded."""
    sections = by_section(checked_file.groups)
    rows = _Rows(checked_file)
    for section in SECTIONS:
        groups = sections.get(section, [])
        if not groups:
            continue
        title = escape(translate(f"section.{section}", count=len(groups)))
        if only_errors and section != "must":
            yield f'<p class="note">{title}</p>'
            continue
        is_open = " open" if section in TOLD else ""
        yield f'<details class="form"{is_open}><summary>{title}</summary>'
        yield from rows.table(groups)
        yield "</details>"


class _Rows:
    """Rows of the tables of one file."""

    def __init__(self, checked_file: CheckedFile) -> None:
        self._checked_file = checked_file
        self._excerpts = Excerpts(checked_file.context.grid)
        self._findings: Mapping[str, Finding] = {
            finding.id: finding for finding in checked_file.checked.findings
        }

    def table(self, groups: Sequence[Group]) -> Iterator[str]:
        headers = (("place", "page.place"), ("grade", "page.grade"), ("", "page.what"))
        cells = "".join(f'<th class="{css}">{escape(translate(key))}</th>' for css, key in headers)
        yield f'<table class="findings"><thead><tr>{cells}</tr></thead><tbody>'
        for group in groups:
            yield from self._row(group)
        yield "</tbody></table>"

    def _row(self, group: Group) -> Iterator[str]:
        first = self._findings[group.findings[0]]
        yield f'<tr class="{group.severity}"><td>{escape(places_text(group.places))}</td>'
        yield f"<td>{self._grade(group)}</td>"
        yield f"<td><p>{escape(group.message)}</p>"
        if len(group.findings) > 1:
            yield from self._each(group.findings)
        else:
            yield from (f'<p class="numbers">{escape(t)}</p>' for t in expected_and_actual(first))
        if group.effects:
            title = translate("group.effects-count", count=len(group.effects))
            yield f'<details class="cells"><summary>{escape(title)}</summary>'
            yield from self._each(group.effects)
            yield "</details>"
        if first.help:
            advice = translate("check.advice", advice=first.help)
            yield f'<p class="advice">{escape(advice)}</p>'
        form = form_of(self._checked_file.submission.forms, first)
        if around := self._excerpts.around(first.sheet, first.cell, form):
            yield from excerpt_html(around)
        yield "</td></tr>"

    def _grade(self, group: Group) -> str:
        severity = escape(translate(f"severity.{group.severity}"))
        parts = [f'<span class="tag {group.severity}">{severity}</span>', escape(group.code)]
        state, text = state_of(group, self._checked_file, self._findings)
        if state:
            parts.append(f'<span class="tag {state}">{escape(text)}</span>')
        if group.amount is not None:
            parts.append(f"<br>{escape(translate('group.amount', amount=f'{group.amount:f}'))}")
        return " ".join(parts)

    def _each(self, ids: Sequence[str]) -> Iterator[str]:
        """Yield a list of findings, each with its place and its own words."""
        items = (
            f"<li>{escape(cell_location(one.sheet, one.cell))} {escape(one.code)}"
            f" {escape(one.message)}</li>"
            for one in (self._findings[identifier] for identifier in ids)
        )
        yield f'<ul class="each">{"".join(items)}</ul>'
