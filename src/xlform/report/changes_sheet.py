"""The changes to files as a workbook: 修改记录, a row for each cell, kept with the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.errors import FileProblem
from xlform.export.table import Plain
from xlform.export.xlsx_look import Looks, heights, set_page
from xlform.files.output import atomic_path
from xlform.fixing.changes import CellChange, FixResult
from xlform.messages import translate

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_COLUMNS: Final = (
    ("file", 20), ("unit", 20), ("place", 14), ("what", 10), ("old", 24), ("new", 24),
    ("old-value", 14), ("new-value", 14), ("rule", 8), ("why", 40), ("output", 20),
)  # fmt: skip
_OPTIONS: Final = {
    "constant_memory": True,
    # A formula is told here, not computed.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_Row = tuple[str, ...]


def write_changes(path: Path, mended: Iterable[tuple[FixResult, str]]) -> None:
    """Write the changes of files, each with where it was written; a file of that name is replaced.

    What stands as before is listed too, since it waits for a person. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    import xlsxwriter  # noqa: PLC0415  (only this file needs it)
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415  (as above)

    rows = [row for fixed_file, output in mended for row in _rows(fixed_file, output)]
    with atomic_path(path) as unfinished:
        try:
            with xlsxwriter.Workbook(unfinished, _OPTIONS) as workbook:
                _write(workbook, rows)
        except XlsxWriterException as fault:
            raise FileProblem("unwritable", path=path, reason=fault) from fault


def _write(workbook: Workbook, rows: list[_Row]) -> None:
    looks = Looks(workbook)
    sheet = workbook.add_worksheet(translate("changes.sheet"))
    heads = [translate(f"changes.{name}") for name, _ in _COLUMNS]
    widths = [width for _, width in _COLUMNS]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, looks.place_head)
    shown = rows or [(translate("changes.none"), *[""] * (len(heads) - 1))]
    columns: list[list[Plain]] = [[row[column] for row in shown] for column in range(len(heads))]
    for number, (height, row) in enumerate(zip(heights(columns, widths), shown, strict=True), 1):
        sheet.set_row(number, height)
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, looks.words)
    set_page(sheet, len(shown), len(heads))


def _rows(fixed_file: FixResult, output: str) -> Iterator[_Row]:
    name, unit = fixed_file.submission.source.name, fixed_file.submission.unit
    for one in fixed_file.changes:
        yield (
            name, unit, _place(one.sheet, one.cell),
            translate("changes.changed"), _old(one), one.new,
            one.old_value, one.new_value, one.code, one.message, output,
        )  # fmt: skip
    for result in fixed_file.results:
        yield (
            name, unit, _place(result.sheet, result.cell), translate("changes.recomputed"),
            result.formula, result.formula, result.old_value, result.new_value, "",
            translate("changes.depends"), output,
        )  # fmt: skip
    for left in fixed_file.declined:
        finding, why = left.finding, translate(f"declined.{left.because}", by=left.by)
        yield (
            name, unit, _place(finding.sheet, finding.cell),
            translate("changes.left"), finding.actual,
            "", "", "", finding.code, f"{finding.message}\n{why}", output,
        )  # fmt: skip


def _old(change: CellChange) -> str:
    """What stood there; text that becomes a number or a formula with the mark of text before it."""
    was_text = change.old == change.old_value and change.kind in ("number", "formula")
    becomes_itself = change.old == change.new or change.kind == "number"
    return f"'{change.old}" if was_text and becomes_itself else change.old


def _place(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if cell else sheet
