"""Sheet 问题清单: every finding in a row, linked to its cell, with space for the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xlform.export.table import Plain
from xlform.export.xlsx_formats import row_heights
from xlform.grid.address import place_of
from xlform.messages import translate
from xlform.model.findings import Finding
from xlform.model.submission import Submission
from xlform.ooxml.edit.added_sheet import TextCell, TextSheet
from xlform.ooxml.edit.cell_styles import CellStyle, Styles
from xlform.report.note_text import COLOURS, rule_title

# Widths that stay readable with all columns on the width of one page.
_COLUMNS: Final = (
    ("id", 12), ("severity", 7), ("place", 12), ("rule", 14), ("problem", 34),
    ("expected", 13), ("actual", 15), ("advice", 25), ("answer", 16),
)  # fmt: skip
# Text that a spreadsheet would read as a formula when the cell is edited.
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")
_LINK: Final = "0563C1"
_HEAD: Final = CellStyle(fill="D9D9D9", bold=True, centred=True)


def list_sheet(
    submission: Submission, findings: tuple[Finding, ...], sheets: frozenset[str], styles: Styles
) -> TextSheet:
    """Return the findings as a sheet; ``sheets`` are those of the workbook, for links."""
    columns = [(translate(f"marked.{name}"), width) for name, width in _COLUMNS]
    rows = [list(_row(finding, sheets, styles)) for finding in findings]
    year = translate("tree.year", year=submission.year) if submission.year else ""
    heading = " ".join(part for part in (submission.unit, year, translate("marked.sheet")) if part)
    return table_sheet(columns, rows, styles, heading=heading, empty=translate("marked.none"))


def table_sheet(
    columns: Sequence[tuple[str, int]],
    rows: list[list[TextCell]],
    styles: Styles,
    *,
    heading: str,
    empty: str,
) -> TextSheet:
    """Return rows below headers with their widths; without rows, the text ``empty`` in one."""
    head = [TextCell(name, styles.style_of(_HEAD)) for name, _ in columns]
    if not rows:
        rows = [[plain_cell(text, styles) for text in (empty, *[""] * (len(head) - 1))]]
    widths = [width for _, width in columns]
    texts: list[list[Plain]] = [[row[n].text for row in [head, *rows]] for n in range(len(widths))]
    return TextSheet(
        rows=[head, *rows],
        widths=widths,
        heights=row_heights(texts, widths),
        heading=heading,
        footer=translate("page.footer"),
    )


def _row(finding: Finding, sheets: frozenset[str], styles: Styles) -> Iterator[TextCell]:
    yield plain_cell(finding.id, styles)
    tone = styles.style_of(CellStyle(fill=COLOURS[finding.severity], centred=True))
    yield TextCell(translate(f"severity.{finding.severity}"), tone)
    yield location_cell(finding, sheets, styles)
    texts = (rule_title(finding), finding.message, finding.expected, finding.actual, finding.help)
    yield from (plain_cell(text, styles) for text in (*texts, ""))


def location_cell(finding: Finding, sheets: frozenset[str], styles: Styles) -> TextCell:
    """Return the place of a finding, as a link if it is on one of the ``sheets``."""
    if finding.sheet not in sheets:
        return plain_cell(finding.sheet or translate("marked.file"), styles)
    leads_to = place_of(finding.sheet, finding.cell or "A1")
    text = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
    return TextCell(text, styles.style_of(CellStyle(ink=_LINK, underlined=True)), leads_to)


def plain_cell(text: str, styles: Styles) -> TextCell:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return TextCell(text, styles.style_of(CellStyle(literal=text.startswith(_LIKE_A_FORMULA))))
