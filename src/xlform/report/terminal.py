"""Report on a terminal: by cause, what must be corrected first, or by form and cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.report.checked_file import (
    CheckedBatch,
    CheckedFile,
    Order,
    cell_or_sheet,
    finding_location,
    form_title,
    shown_findings,
)
from xlform.report.excerpt import Excerpts
from xlform.report.grouping import FormFindings, group_by_form
from xlform.report.terminal_groups import GroupReport
from xlform.report.terminal_writer import INDENT, Paint, TerminalWriter, draw_excerpt
from xlform.terminal.tree import unpainted
from xlform.terminal.width import clipped


def checked_file_lines(
    checked_file: CheckedFile,
    *,
    columns: int,
    paint: Paint = unpainted,
    order: Order = "cause",
    only_errors: bool = False,
) -> Iterator[str]:
    """Return the lines on one file, within ``columns``; in the ``order`` of cells all findings."""
    report = GroupReport if order == "cause" else _CellReport
    return report(checked_file, columns, paint, only_errors=only_errors).lines()


def checked_batch_lines(
    checked_batch: CheckedBatch,
    *,
    columns: int,
    paint: Paint = unpainted,
    only_errors: bool = False,
) -> Iterator[str]:
    """Return the lines on the findings between the files of a batch, within ``columns``."""
    return _BatchReport(checked_batch, columns, paint, only_errors=only_errors).lines()


class _BatchReport(TerminalWriter):
    """Report between files, whose cells are not available."""

    def __init__(
        self, checked_batch: CheckedBatch, columns: int, paint: Paint, *, only_errors: bool
    ) -> None:
        super().__init__(columns, paint)
        self._checked_batch = checked_batch
        self._only_errors = only_errors

    def lines(self) -> Iterator[str]:
        batch = self._checked_batch.batch
        yield self._heading_line(translate("batch.heading"), batch.findings)
        findings = shown_findings(batch.findings, only_errors=self._only_errors)
        for finding in findings:
            yield from self._finding(
                finding, finding_location(finding), self._checked_batch.state(finding)
            )
        if batch.findings:
            yield from self._nothing_or_rest(batch.findings, findings)
        else:
            yield INDENT + translate("check.nothing-found")
        yield from self._changed(self._checked_batch.changes)
        yield from self._skipped(batch.not_asked)


class _CellReport(TerminalWriter):
    """Report on one file."""

    def __init__(
        self, checked_file: CheckedFile, columns: int, paint: Paint, *, only_errors: bool
    ) -> None:
        super().__init__(columns, paint)
        self._checked_file = checked_file
        self._excerpts = Excerpts(checked_file.context.grid)
        self._only_errors = only_errors

    def lines(self) -> Iterator[str]:
        checked_file = self._checked_file
        yield self._paint(clipped(checked_file.submission.source.name, self._columns), "file")
        yield self._paint(clipped(checked_file.headline, self._columns), "unit")
        findings = shown_findings(checked_file.checked.findings, only_errors=self._only_errors)
        for group in group_by_form(checked_file.submission, findings):
            yield ""
            yield self._heading(group)
            for _, same in groupby(
                group.findings, key=lambda finding: (finding.sheet, finding.cell)
            ):
                yield from self._cell_findings(group, list(same))
        yield from self._nothing_or_rest(checked_file.checked.findings, findings)
        yield from self._changed(checked_file.changes)
        yield from self._unread(checked_file)
        yield from self._skipped(checked_file.checked.not_asked)

    def _heading(self, group: FormFindings) -> str:
        form = group.form
        location = group.sheet or translate("check.whole-file")
        title = form_title(self._checked_file, form) if form else ""
        return self._heading_line(f"{location}  {title}".rstrip(), group.findings)

    def _cell_findings(self, group: FormFindings, findings: list[Finding]) -> Iterator[str]:
        """Yield the findings of one cell, then its excerpt."""
        for finding in findings:
            yield from self._finding(
                finding, cell_or_sheet(finding), self._checked_file.state(finding)
            )
        first = findings[0]
        if excerpt := self._excerpts.around(first.sheet, first.cell, group.form):
            yield from draw_excerpt(excerpt, first.actual, self._columns, self._paint)
