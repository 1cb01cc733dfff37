"""Log of changes to files as a workbook: 修改记录, a row for each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.export.table import Plain
from xlform.export.xlsx_formats import CellFormats, row_heights, set_up_page
from xlform.files.new_workbook import new_workbook
from xlform.fixing.changes import CellChange, FixResult
from xlform.messages import translate

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_COLUMNS: Final = (
    ("file", 20), ("unit", 20), ("place", 14), ("what", 10), ("old", 24), ("new", 24),
    ("old-value", 14), ("new-value", 14), ("rule", 8), ("why", 40), ("output", 20),
)  # fmt: skip
_Row = tuple[str, ...]


def write_changes(
    path: Path,
    mended: Iterable[tuple[FixResult, str]],
    *,
    force: bool = False,
    problems: Iterable[str] = (),
) -> None:
    """Write the changes of files and their output paths, in place of an earlier log.

    Findings not fixed are listed too, for a person to decide, and ``problems``, sentences on files
    that could not be read, changed or written. Another file of that name is
    replaced only with ``force``. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    rows = [row for fix_result, output in mended for row in _rows(fix_result, output)]
    rows += [_problem(sentence) for sentence in problems]
    with new_workbook(path, "changes", force=force) as workbook:
        _write(workbook, rows)


def _write(workbook: Workbook, rows: list[_Row]) -> None:
    formats = CellFormats(workbook)
    sheet = workbook.add_worksheet(translate("changes.sheet"))
    headers = [translate(f"changes.{name}") for name, _ in _COLUMNS]
    widths = [width for _, width in _COLUMNS]
    for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, formats.id_header)
    shown = rows or [(translate("changes.none"), *[""] * (len(headers) - 1))]
    columns: list[list[Plain]] = [[row[column] for row in shown] for column in range(len(headers))]
    for number, (height, row) in enumerate(
        zip(row_heights(columns, widths), shown, strict=True), 1
    ):
        sheet.set_row(number, height)
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, formats.text)
    set_up_page(sheet, len(shown), len(headers))


def _rows(fix_result: FixResult, output: str) -> Iterator[_Row]:
    name, unit = fix_result.submission.source.name, fix_result.submission.unit
    for change in fix_result.changes:
        yield (
            name, unit, _place(change.sheet, change.cell),
            translate("changes.changed"), _old(change), change.new,
            change.old_value, change.new_value, change.code, change.message, output,
        )  # fmt: skip
    for result in fix_result.results:
        yield (
            name, unit, _place(result.sheet, result.cell), translate("changes.recomputed"),
            result.formula, result.formula, result.old_value, result.new_value, "",
            translate("changes.depends"), output,
        )  # fmt: skip
    for declined in fix_result.declined:
        finding = declined.finding
        why = translate(f"declined.{declined.because}", by=declined.by, reason=declined.reason)
        yield (
            name, unit, _place(finding.sheet, finding.cell),
            translate("changes.left"), finding.actual,
            "", "", "", finding.code, f"{finding.message}\n{why}", output,
        )  # fmt: skip


def _problem(sentence: str) -> _Row:
    cells = {"what": translate("changes.failed"), "why": sentence}
    return tuple(cells.get(name, "") for name, _ in _COLUMNS)


def _old(change: CellChange) -> str:
    """Return the old content; with an apostrophe if text becomes a number or formula."""
    was_text = change.old == change.old_value and change.kind in ("number", "formula")
    becomes_itself = change.old == change.new or change.kind == "number"
    return f"'{change.old}" if was_text and becomes_itself else change.old


def _place(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if cell else sheet
