"""Marked copy of the second submission: cells that differ highlighted, the list at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from xlform.comparison.model import Comparison, Difference
from xlform.comparison.text import excerpts
from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.ooxml.edit.added_sheet import TextCell, TextSheet
from xlform.ooxml.edit.cell_styles import CellStyle, Styles
from xlform.ooxml.read.package import Package
from xlform.report.marked import write_copy
from xlform.report.marked_list import location_cell, plain_cell, table_sheet
from xlform.report.marked_sheets import MarkedContent
from xlform.report.note_text import COLOURS, Runs

_COLUMNS: Final = (
    ("number", 6), ("kind", 8), ("form", 28), ("label", 30), ("left", 30), ("right", 30),
    ("place", 14),
)  # fmt: skip


def write_marked_diff(
    path: Path, source: bytes | Package, name: str, comparison: Comparison, *, force: bool = False
) -> None:
    """Write a copy of the right workbook with its differences from the left one marked.

    ``source`` is the right workbook, ``name`` its name in messages. What the left one has alone is
    only in the list. Raises :class:`~xlform.errors.FileProblem` as
    :func:`~xlform.report.marked.write_copy` does.
    """
    findings = tuple(map(_finding, comparison.differences))
    content = MarkedContent(
        translate("diff.sheet"), findings, _runs, partial(_list_sheet, comparison, findings)
    )
    write_copy(path, source, name, content, force=force)


def _finding(difference: Difference) -> Finding:
    """Return a difference as something to mark: at its cell on the right, with both texts."""
    left, right = excerpts(difference)
    return Finding(
        code="",
        name=translate(f"diff-kind.{difference.kind}"),
        severity="info" if difference.kind == "doubtful" else "warning",
        message=difference.label,
        sheet=difference.right.sheet if difference.right else "",
        cell=difference.right.cell if difference.right else "",
        expected=left,
        actual=right,
    )


def _runs(findings: Iterable[Finding]) -> Runs:
    return tuple(run for n, finding in enumerate(findings) for run in _note(finding, first=n == 0))


def _note(finding: Finding, *, first: bool) -> Iterator[tuple[str, bool]]:
    gap = "" if first else "\n\n"
    yield f"{gap}[{finding.name}]", True
    lines = [f" {finding.message}"]
    if finding.expected:
        lines.append(translate("diff.before", text=finding.expected))
    yield "\n".join(lines), False


def _list_sheet(
    comparison: Comparison,
    findings: tuple[Finding, ...],
    sheets: frozenset[str],
    styles: Styles,
) -> TextSheet:
    columns = [(translate(f"diff-list.{name}"), width) for name, width in _COLUMNS]
    pairs = zip(comparison.differences, findings, strict=True)
    rows = [
        list(_row(number, difference, finding, sheets, styles))
        for number, (difference, finding) in enumerate(pairs, start=1)
    ]
    heading = translate("diff.files", left=comparison.left.name, right=comparison.right.name)
    return table_sheet(columns, rows, styles, heading=heading, empty=translate("diff.equal"))


def _row(
    number: int,
    difference: Difference,
    finding: Finding,
    sheets: frozenset[str],
    styles: Styles,
) -> Iterator[TextCell]:
    yield plain_cell(str(number), styles)
    tone = CellStyle(fill=COLOURS[finding.severity], centred=True)
    yield TextCell(finding.name, styles.style_of(tone))
    for text in (difference.form, difference.label, finding.expected, finding.actual):
        yield plain_cell(text, styles)
    yield _place_cell(difference, finding, sheets, styles)


def _place_cell(
    difference: Difference, finding: Finding, sheets: frozenset[str], styles: Styles
) -> TextCell:
    """Return the place on the right; for what was removed that on the left, without a link."""
    if difference.right or not difference.left:
        return location_cell(finding, sheets, styles)
    left = difference.left
    place = f"{left.sheet}!{left.cell}" if left.cell else left.sheet
    return plain_cell(translate("diff.place-before", place=place), styles)
