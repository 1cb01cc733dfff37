"""Report as a self-contained HTML page: no network, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xlform.checking.baseline import Changes
from xlform.messages import language, listed, translate
from xlform.model.findings import SEVERITIES, Finding, NotAsked
from xlform.report.checked_file import (
    CheckedBatch,
    CheckedFile,
    Order,
    cell_location,
    cell_or_sheet,
    counts,
    expected_and_actual,
    finding_location,
    form_title,
    shown_findings,
)
from xlform.report.excerpt import Excerpt, Excerpts
from xlform.report.grouping import FormFindings, group_by_form, skipped_rules
from xlform.report.html_excerpt import excerpt_html
from xlform.report.html_groups import group_sections
from xlform.report.html_text import escape
from xlform.report.round_text import round_text

_STYLE = """
:root { color-scheme: light; --line: #d8dde3; --faint: #66707c; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; color: #1d2329;
  font: 15px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
  "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0; padding-top: 1rem; border-top: 2px solid #1d2329; }
.unit, .note { color: var(--faint); margin: 0 0 .5rem; }
.filter { position: sticky; top: 0; z-index: 1; display: flex; gap: .5rem 1.5rem; flex-wrap: wrap;
  padding: .6rem 0; background: #fff; border-bottom: 1px solid var(--line); }
.filter label { cursor: pointer; user-select: none; }
.tag { display: inline-block; padding: 0 .5em; border-radius: .25em; white-space: nowrap;
  font-size: .87em; }
.tag.error { background: #fbe3e1; color: #9c1c12; }
.tag.warning { background: #fdf0d0; color: #7a4d00; }
.tag.info { background: #e1edf9; color: #12508f; }
.tag.new { border: 1px solid #9c1c12; color: #9c1c12; }
.tag.kept { border: 1px solid var(--line); color: var(--faint); }
body:has(#show-error:not(:checked)) tr.error,
body:has(#show-warning:not(:checked)) tr.warning,
body:has(#show-info:not(:checked)) tr.info { display: none; }
summary { cursor: pointer; }
details.form { margin-top: 1.25rem; }
details.form > summary { font-weight: 600; padding: .25rem 0; }
details.form > summary .note { font-weight: 400; margin-left: .5em; }
table { border-collapse: collapse; width: 100%; }
.findings { table-layout: fixed; }
.findings > thead th { text-align: left; font-weight: 600; color: var(--faint);
  border-bottom: 1px solid #9aa4af; padding: .3rem .5rem; }
.findings > tbody > tr > td { vertical-align: top; border-bottom: 1px solid var(--line);
  padding: .5rem; overflow-wrap: anywhere; }
.place { width: 7rem; font-variant-numeric: tabular-nums; }
.grade { width: 9rem; }
td p { margin: 0; }
td p + p { margin-top: .2rem; }
.advice { color: #2c5a2e; }
.numbers { color: var(--faint); }
ul.each { margin: .2rem 0; padding-left: 1.2rem; }
.cells { margin-top: .4rem; color: var(--faint); font-size: .87em; }
.sheet { width: auto; max-width: 100%; margin-top: .3rem; background: #fff; color: #1d2329; }
.sheet th, .sheet td { border: 1px solid var(--line); padding: .1rem .4rem; }
.sheet th { background: #f1f3f5; color: var(--faint); font-weight: 400; white-space: nowrap; }
.sheet td { white-space: pre-wrap; overflow-wrap: break-word; min-width: 2.6em; }
.sheet td.merged { background: #f7f8f9; border-color: #eceff2; }
.sheet td.marked { background: #fff2a8; outline: 2px solid #c58a00; }
.none { padding: .75rem 0; color: #2c5a2e; }
.aside ul { margin: .3rem 0; padding-left: 1.4rem; }
footer { margin-top: 3rem; color: var(--faint); border-top: 1px solid var(--line);
  padding-top: .6rem; }
@media print { .filter { display: none; } body { max-width: none; padding: 0; }
  tr, summary { break-inside: avoid; } }
"""


def html_page(
    checked_files: Sequence[CheckedFile],
    problems: Iterable[str],
    summary: str,
    batch: CheckedBatch | None = None,
    *,
    order: Order = "cause",
    only_errors: bool = False,
) -> str:
    """Return the page: findings in each file and between them, and files that could not be read.

    By cause, what must be corrected is first and hints are folded; by cell, all are open.
    """
    findings = [
        finding for checked_file in checked_files for finding in checked_file.checked.findings
    ]
    title = translate("page.title")
    parts = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if language() == "zh" else "en"}">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="xlform" content="findings">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">{escape(summary)}</p>',
        *_settings(checked_files),
        *_filter([*findings, *(batch.batch.findings if batch else ())]),
        *(
            part
            for checked_file in checked_files
            for part in _checked_file(checked_file, order, only_errors=only_errors)
        ),
        *(_batch(batch, only_errors=only_errors) if batch else ()),
        *_list_section(translate("page.problems"), problems, is_open=True),
        f"<footer>{escape(translate('page.footer-note'))}</footer>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _settings(checked_files: Sequence[CheckedFile]) -> Iterator[str]:
    """Yield the sentence on the project file that applies to all files."""
    for told in {checked_file.context.settings_note for checked_file in checked_files} - {""}:
        yield f'<p class="note">{escape(told)}</p>'


def _filter(findings: Iterable[Finding]) -> Iterator[str]:
    counted = counts(findings)
    yield '<div class="filter">'
    for severity in SEVERITIES:
        name = f'<span class="tag {severity}">{escape(translate(f"severity.{severity}"))}</span>'
        box = f'<input type="checkbox" id="show-{severity}" autocomplete="off" checked>'
        yield f"<label>{box} {name} {counted[severity]}</label>"
    yield "</div>"


def _checked_file(checked_file: CheckedFile, order: Order, *, only_errors: bool) -> Iterator[str]:
    yield f"<section><h2>{escape(checked_file.submission.source.name)}</h2>"
    yield f'<p class="unit">{escape(checked_file.headline)}</p>'
    if order == "cause":
        yield from group_sections(checked_file, only_errors=only_errors)
    else:
        yield from _by_form(checked_file, only_errors=only_errors)
    if not checked_file.checked.findings:
        yield f'<p class="none">{escape(translate("check.nothing-found"))}</p>'
    yield from _changed(checked_file.changes)
    unread = checked_file.submission.unread
    entries = [f"{cell_location(entry.sheet, entry.range)}  {entry.because}" for entry in unread]
    yield from _list_section(translate("tree.unread", count=len(unread)), entries)
    yield from _skipped(checked_file.checked.not_asked)
    yield "</section>"


def _by_form(checked_file: CheckedFile, *, only_errors: bool) -> Iterator[str]:
    excerpts = Excerpts(checked_file.context.grid)
    findings = checked_file.checked.findings
    shown = shown_findings(findings, only_errors=only_errors)
    for group in group_by_form(checked_file.submission, shown):
        yield from _group(checked_file, group, excerpts)
    yield from _not_shown(len(findings) - len(shown))


def _not_shown(count: int) -> Iterator[str]:
    if count:
        yield f'<p class="note">{escape(translate("check.not-shown", count=count))}</p>'


def _batch(checked_batch: CheckedBatch, *, only_errors: bool) -> Iterator[str]:
    """Yield the findings between files, under the name of each file."""
    findings = shown_findings(checked_batch.batch.findings, only_errors=only_errors)
    yield f"<section><h2>{escape(translate('batch.heading'))}</h2>"
    for file, same in groupby(findings, key=lambda finding: finding.file):
        findings_of_file = list(same)
        yield from _table_head(file, findings_of_file)
        for finding in findings_of_file:
            location = cell_location(finding.sheet, finding.cell)
            yield from _row(finding, location, checked_batch.state(finding), None)
        yield "</tbody></table></details>"
    if not checked_batch.batch.findings:
        yield f'<p class="none">{escape(translate("check.nothing-found"))}</p>'
    yield from _not_shown(len(checked_batch.batch.findings) - len(findings))
    yield from _changed(checked_batch.changes)
    yield from _skipped(checked_batch.batch.not_asked)
    yield "</section>"


def _group(checked_file: CheckedFile, group: FormFindings, excerpts: Excerpts) -> Iterator[str]:
    form = group.form
    name = f"{group.sheet} {form_title(checked_file, form) if form else ''}".strip()
    yield from _table_head(name or translate("check.whole-file"), group.findings)
    for finding in group.findings:
        around = excerpts.around(finding.sheet, finding.cell, form)
        yield from _row(finding, cell_or_sheet(finding), checked_file.state(finding), around)
    yield "</tbody></table></details>"


def _table_head(heading: str, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the header of a table of findings and of the section that folds it."""
    counted = counts(findings)
    tags = " ".join(
        f'<span class="tag {severity}">{escape(translate(f"severity.{severity}"))} {count}</span>'
        for severity, count in counted.items()
        if count
    )
    yield f'<details class="form" open><summary>{escape(heading)} {tags}</summary>'
    headers = (("place", "page.place"), ("grade", "page.grade"), ("", "page.what"))
    cells = "".join(f'<th class="{css}">{escape(translate(key))}</th>' for css, key in headers)
    yield f'<table class="findings"><thead><tr>{cells}</tr></thead><tbody>'


def _row(finding: Finding, location: str, state: str, excerpt: Excerpt | None) -> Iterator[str]:
    severity = (
        f'<span class="tag {finding.severity}">{escape(translate(f"severity.{finding.severity}"))}'
    )
    mark = (
        f' <span class="tag {state}">{escape(translate(f"check.{state}"))}</span>' if state else ""
    )
    yield f'<tr class="{finding.severity}">'
    yield f"<td>{escape(location)}</td>"
    yield f"<td>{severity}</span> {escape(finding.code)}{mark}</td>"
    yield f"<td><p>{escape(finding.message)}</p>"
    for line in expected_and_actual(finding):
        yield f'<p class="numbers">{escape(line)}</p>'
    if finding.help:
        advice = translate("check.advice", advice=finding.help)
        yield f'<p class="advice">{escape(advice)}</p>'
    if excerpt:
        yield from excerpt_html(excerpt)
    yield "</td></tr>"


def _changed(changes: Changes | None) -> Iterator[str]:
    """Yield the findings that are gone since the earlier check."""
    if changes:
        if text := round_text(changes):
            yield f'<p class="note">{escape(text)}</p>'
        for name, resolved in (("fixed", changes.fixed), ("unasked", changes.unasked)):
            entries = [
                f"{finding_location(entry)} {entry.code} {entry.message}" for entry in resolved
            ]
            yield from _list_section(
                translate(f"check.{name}-list", count=len(resolved)), entries, is_open=True
            )


def _skipped(not_asked: Sequence[NotAsked]) -> Iterator[str]:
    entries = []
    for rule in skipped_rules(not_asked):
        locations = listed(cell_location(*location) for location in rule.locations)
        entries.append(f"{rule.code}  {rule.because} {locations}")
    yield from _list_section(translate("check.not-asked", count=len(not_asked)), entries)


def _list_section(title: str, items: Iterable[str], *, is_open: bool = False) -> Iterator[str]:
    entries = [f"<li>{escape(item.strip())}</li>" for item in items]
    if entries:
        shown = " open" if is_open else ""
        yield f'<details class="form aside"{shown}><summary>{escape(title)}</summary>'
        yield f"<ul>{''.join(entries)}</ul></details>"
