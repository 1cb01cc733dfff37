"""Marks of an earlier check taken out of a workbook, so that it is not marked twice.

Units correct their forms in the marked copy and hand that in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xlform.files.own_output import output_kind
from xlform.formats.xlsx import read_xlsx
from xlform.grid.address import parse_cell
from xlform.grid.model import Position, Sheet
from xlform.messages.catalog import CATALOG
from xlform.ooxml.edit.cell_styles import Styles
from xlform.ooxml.edit.comment_shapes import without_boxes
from xlform.ooxml.edit.comments import Comments
from xlform.ooxml.edit.outline import outline
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.edit.removed_sheet import remove_sheet
from xlform.ooxml.edit.restyling import mark_cells
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.workbook import WORKSHEET, read_workbook
from xlform.report.note_text import COLOURS

_COLOURS: Final = frozenset(COLOURS.values())
# The first columns of the list; lists of former versions begin with the id of a finding.
_HEADERS: Final = frozenset(
    tuple(CATALOG[f"marked.{name}"][n] for name in (first, "severity", "place"))
    for first in ("number", "id")
    for n in (0, 1)
)


def without_marks(source: bytes | Package, name: str) -> bytes | Package:
    """Return a workbook without our comments, colours and list; as it is if it has none.

    ``name`` is its name in messages. Raises :class:`~xlform.errors.FileProblem` for a workbook
    that can't be changed without damage.
    """
    data = source if isinstance(source, bytes) else source.data
    if output_kind(data) != "marked":
        return source
    editor = PackageEditor(source, name)
    cleaner = _Cleaner(editor)
    cleaner.clean()
    if editor.untouched:
        return source
    result = editor.written()
    return editor.verify(result)


def lists_of_findings(source: bytes | Package, name: str) -> list[str]:
    """Return the names of the sheets that list findings of an earlier check, the last first."""
    data = source if isinstance(source, bytes) else source.data
    if output_kind(data) != "marked":
        return []
    grid = read_xlsx(source, name, compute=False)
    return [sheet.name for sheet in reversed(grid.sheets) if _header(sheet) in _HEADERS]


class _Cleaner:
    """Takes the marks out of the parts of one workbook."""

    def __init__(self, editor: PackageEditor) -> None:
        self._editor = editor
        book = read_workbook(editor.package)
        self._parts = {sheet.name: sheet.part for sheet in book.sheets if sheet.kind == WORKSHEET}
        self._styles_part = book.styles if book.styles in editor.package else ""

    def clean(self) -> None:
        """Take out the comments with their boxes, the colours of their cells, and the list."""
        cells = {part: self._uncomment(part) for part in self._parts.values()}
        self._uncolour({part: positions for part, positions in cells.items() if positions})
        for name in lists_of_findings(self._editor.package, self._editor.file):
            if name in self._parts and len(self._parts) > 1:
                remove_sheet(self._editor, name, self._parts[name])

    def _uncomment(self, part: str) -> set[Position]:
        """Take out the comments of a sheet; return their cells."""
        editor = self._editor
        comments = self._editor.linked(part, "comments")
        if comments not in editor.package:
            return set()
        text = editor.text(comments)
        there = Comments(text, outline(text, editor.file, comments))
        whole, appended = there.own()
        editor.change(comments, *there.removals())
        drawing = self._editor.linked(part, "vmlDrawing")
        if whole and drawing in editor.package:
            boxes = [parse_cell(cell) for cell in whole]
            editor.change(drawing, *without_boxes(editor.text(drawing), boxes))
        return {parse_cell(cell) for cell in (*whole, *appended)}

    def _uncolour(self, cells: dict[str, set[Position]]) -> None:
        editor = self._editor
        if not self._styles_part or not cells:
            return
        text = editor.text(self._styles_part)
        styles = Styles(text, outline(text, editor.file, self._styles_part))
        for part, positions in cells.items():
            editor.open_rows(part, {row for row, _ in positions})
            marks = mark_cells(
                editor.text(part),
                (editor.file, part),
                positions,
                lambda _, style: styles.cleared(style, _COLOURS),
            )
            editor.change(part, *marks.edits)
        editor.change(self._styles_part, *styles.edits())


def _header(sheet: Sheet) -> tuple[str, ...]:
    cells: Iterable[Position] = ((1, column) for column in (1, 2, 3))
    return tuple(sheet.cells[cell].text if cell in sheet.cells else "" for cell in cells)
