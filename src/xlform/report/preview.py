"""Preview of a reading: a copy of a workbook that shows what each cell was read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from xlform.messages import language, translate
from xlform.model.findings import Finding
from xlform.ooxml.edit.added_sheet import TextCell, TextSheet
from xlform.ooxml.edit.cell_styles import CellStyle, Styles
from xlform.ooxml.read.package import Package
from xlform.reading.cell_parts import CellPart, Part
from xlform.report.marked import write_copy
from xlform.report.marked_list import location_cell, plain_cell, table_sheet
from xlform.report.marked_sheets import MarkedContent
from xlform.report.note_text import Runs

# In the order of the legend; light enough under black text, the unread cells the strongest.
PART_COLOURS: Final[dict[Part, str]] = {
    "title": "D9D9D9",
    "label": "EDEDED",
    "field": "C6E0B4",
    "stub": "DDEBF7",
    "column": "BDD7EE",
    "total": "FFE699",
    "ignored": "E4DFEC",
    "unread": "FF9999",
}
_COLUMNS: Final = (
    ("part", 10), ("place", 16), ("template", 24), ("label", 26), ("path", 26), ("kind", 10),
    ("value", 34),
)  # fmt: skip


def write_preview(
    path: Path,
    source: bytes | Package,
    name: str,
    parts: Sequence[CellPart],
    *,
    force: bool = False,
) -> None:
    """Write a copy of a workbook in which the cells are coloured by the part they were read as.

    ``source`` is the workbook, ``name`` its name in messages. Each cell has a comment with its
    field or column, kind and value; a last sheet holds the legend and the list of all. Raises
    :class:`~xlform.errors.FileProblem` as :func:`~xlform.report.marked.write_copy` does.
    """
    marks = tuple(map(_mark, parts))
    listed = partial(_list_sheet, tuple(zip(parts, marks, strict=True)))
    content = MarkedContent(translate("preview.sheet"), marks, _runs, listed, _colour)
    write_copy(path, source, name, content, force=force)


def _mark(part: CellPart) -> Finding:
    """Return a part as something to mark, its name as ``code``."""
    return Finding(
        code=part.part,
        name=translate(f"part.{part.part}"),
        severity="info",
        message=part.label,
        sheet=part.sheet,
        cell=part.cell,
        expected=_meaning(part),
        actual=part.value,
    )


def _meaning(part: CellPart) -> str:
    """Return the path of a value and its kind: ``expenses[0].amount · 金额``."""
    if not part.path:
        return ""
    return f"{part.path} · {_kind(part)}" if part.kind else part.path


def _kind(part: CellPart) -> str:
    return translate(f"value-kind.{part.kind}") if part.kind else ""


def _colour(findings: Iterable[Finding]) -> str:
    """Return the colour of a cell: that of the last part in the order of the legend."""
    codes = {finding.code for finding in findings}
    return next(colour for part, colour in reversed(PART_COLOURS.items()) if part in codes)


def _runs(findings: Iterable[Finding]) -> Runs:
    return tuple(run for n, finding in enumerate(findings) for run in _note(finding, first=n == 0))


def _note(finding: Finding, *, first: bool) -> Iterator[tuple[str, bool]]:
    gap = "" if first else "\n\n"
    yield f"{gap}[{finding.name}]", True
    lines = [f" {finding.message}", finding.expected]
    if finding.code in ("field", "stub", "column", "total"):
        colon = "：" if language() == "zh" else ": "
        value = finding.actual or translate("diff.nothing")
        lines.append(translate("preview.value") + colon + value)
    yield "\n".join(line for line in lines if line), False


def _list_sheet(
    marked: Sequence[tuple[CellPart, Finding]], sheets: frozenset[str], styles: Styles
) -> TextSheet:
    columns = [(translate(f"preview.{name}"), width) for name, width in _COLUMNS]
    counts = Counter(part.part for part, _ in marked)
    rows = [list(_legend_row(part, counts[part], styles)) for part in PART_COLOURS]
    rows += [list(_row(part, finding, sheets, styles)) for part, finding in _of_note(marked)]
    return table_sheet(
        columns, rows, styles, heading=translate("preview.sheet"), empty=translate("marked.none")
    )


def _of_note(
    marked: Sequence[tuple[CellPart, Finding]],
) -> Iterator[tuple[CellPart, Finding]]:
    """Yield the values and unread cells, those of one sheet together; labels explain themselves."""
    for _, of_sheet in groupby(marked, key=lambda pair: pair[0].sheet):
        yield from (pair for pair in of_sheet if pair[0].part not in ("title", "label"))


def _legend_row(part: Part, count: int, styles: Styles) -> Iterator[TextCell]:
    yield _part_cell(part, styles)
    yield plain_cell(translate("preview.count", count=count), styles)
    yield plain_cell(translate(f"part-help.{part}"), styles)
    yield from (plain_cell("", styles) for _ in range(len(_COLUMNS) - 3))


def _row(
    part: CellPart, finding: Finding, sheets: frozenset[str], styles: Styles
) -> Iterator[TextCell]:
    yield _part_cell(part.part, styles)
    yield location_cell(finding, sheets, styles)
    for text in (part.template, part.label, part.path, _kind(part), part.value):
        yield plain_cell(text, styles)


def _part_cell(part: Part, styles: Styles) -> TextCell:
    style = CellStyle(fill=PART_COLOURS[part], centred=True)
    return TextCell(translate(f"part.{part}"), styles.style_of(style))
