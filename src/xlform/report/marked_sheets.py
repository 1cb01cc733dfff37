"""Marks in the sheets of a workbook: colours, comments, and the list at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Merges, Position, Sheet
from xlform.messages import translate
from xlform.model.findings import SEVERITIES, Finding
from xlform.ooxml.edit.added_sheet import TextSheet, add_sheet
from xlform.ooxml.edit.cell_styles import Styles, empty_styles
from xlform.ooxml.edit.comment_shapes import (
    DRAWING_TYPE,
    blocks_for,
    blocks_of,
    drawing_edits,
    new_drawing,
)
from xlform.ooxml.edit.comments import COMMENTS_TYPE, Comments, Note, empty_comments
from xlform.ooxml.edit.outline import outline
from xlform.ooxml.edit.package_editor import DECLARATION, PackageEditor
from xlform.ooxml.edit.restyling import SheetMarks, mark_cells
from xlform.ooxml.edit.sizes import Sizes
from xlform.ooxml.edit.splice import Splice, apply_splices
from xlform.ooxml.read.package import NAMESPACES
from xlform.ooxml.read.workbook import WORKSHEET, read_workbook
from xlform.report.note_text import COLOURS, Runs

_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_GRAVITY: Final = {severity: order for order, severity in enumerate(SEVERITIES)}


def gravest_colour(findings: Iterable[Finding]) -> str:
    """Return the colour of the gravest of a cell's findings."""
    return COLOURS[min((f.severity for f in findings), key=_GRAVITY.__getitem__)]


class MarkedContent(msgspec.Struct, frozen=True):
    """Contents of the marks: findings to colour, the comment on a cell, the list at the end.

    ``listed`` gets the names of the workbook's sheets, which the list may link to. ``colour`` is
    that of a cell with these findings.
    """

    title: str
    findings: tuple[Finding, ...]
    runs: Callable[[Iterable[Finding]], Runs]
    listed: Callable[[frozenset[str], Styles], TextSheet]
    colour: Callable[[Iterable[Finding]], str] = gravest_colour


class Marking:
    """Marks one workbook; styles are collected over all sheets and written last."""

    def __init__(self, editor: PackageEditor, grid: Grid, content: MarkedContent) -> None:
        self._editor = editor
        self._content = content
        self._grids = {sheet.name: sheet for sheet in grid.sheets}
        book = read_workbook(editor.package)
        self._parts = {sheet.name: sheet.part for sheet in book.sheets if sheet.kind == WORKSHEET}
        self._namespace = NAMESPACES[editor.strict]
        self._styles_part = book.styles if book.styles in editor.package else ""
        self._styles_text = (
            editor.text(self._styles_part) if self._styles_part else empty_styles(self._namespace)
        )
        root = outline(self._styles_text, editor.file, self._styles_part)
        self._styles = Styles(self._styles_text, root)
        drawings = map(editor.package.read, editor.parts(".vml"))
        self._block = 1 + max((n for drawing in drawings for n in blocks_of(drawing)), default=0)

    def mark(self) -> None:
        """Mark every sheet with findings, and add the list of all."""
        for name, part in self._parts.items():
            cells = self._findings_by_cell(self._grids[name])
            if cells:
                self._mark_sheet(self._grids[name], part, cells)
        listed = self._content.listed(frozenset(self._parts), self._styles)
        add_sheet(self._editor, self._content.title, listed)
        self._write_styles()

    def _findings_by_cell(self, sheet: Sheet) -> dict[Position, list[Finding]]:
        """Return the findings of a sheet by cell; those within a merge at its top left cell."""
        merges = Merges(sheet.merges)
        cells: dict[Position, list[Finding]] = {}
        for finding in self._content.findings:
            if finding.sheet == sheet.name and finding.cell:
                position = parse_cell(finding.cell)
                merge = merges.at(*position)
                position = (merge.top, merge.left) if merge else position
                cells.setdefault(position, []).append(finding)
        return cells

    def _mark_sheet(self, sheet: Sheet, part: str, cells: dict[Position, list[Finding]]) -> None:
        def restyle(position: Position, style: int) -> int:
            return self._styles.with_fill(style, self._content.colour(cells[position]))

        editor = self._editor
        editor.open_rows(part, {row for row, _ in cells})
        marked = mark_cells(editor.text(part), (editor.file, part), cells, restyle)
        merges = Merges(sheet.merges)
        notes = [self._comment(place, merges, found) for place, found in sorted(cells.items())]
        boxed = self._note(part, notes)
        editor.change(part, *marked.edits, *self._draw(part, marked, boxed))

    def _note(self, part: str, notes: list[Note]) -> list[Note]:
        """Write the comments of a sheet; return those that still need a shape."""
        editor = self._editor
        there = self._editor.linked(part, "comments")
        text = editor.text(there) if there else empty_comments(self._namespace)
        try:
            comments = Comments(text, outline(text, editor.file, there))
            edits = comments.edits(notes, translate("marked.author"))
        except ValueError:
            raise FileProblem("damaged-part", path=editor.file, part=there) from None
        if there:
            editor.change(there, *edits)
        else:
            content = DECLARATION + apply_splices(text, edits)
            new = editor.add(editor.beside_main("comments1.xml"), content, COMMENTS_TYPE)
            editor.relate(part, "comments", new)
        return comments.unboxed(notes)

    def _comment(self, position: Position, merges: Merges, findings: list[Finding]) -> Note:
        merge = merges.at(*position)
        right = merge.right if merge else position[1]
        return Note(*position, right, self._content.runs(findings))

    def _draw(self, part: str, marked: SheetMarks, notes: list[Note]) -> Iterable[Splice]:
        """Draw the comment shapes; the sheet itself changes only if it had no such drawing."""
        if not notes:
            return
        editor = self._editor
        block, self._block = self._block, self._block + blocks_for(notes)
        link = editor.links(part).get(marked.drawing)
        if link:
            self._draw_into(link.target, notes, marked.sizes, block)
            return
        content = new_drawing(notes, marked.sizes, block)
        new = editor.add(editor.beside_main("drawings/vmlDrawing1.vml"), content, DRAWING_TYPE)
        identity = editor.relate(part, "vmlDrawing", new)
        tag = f'<{marked.prefix}legacyDrawing xmlns:r="{editor.types}" r:id="{identity}"/>'
        yield Splice(marked.drawing_place, marked.drawing_place, tag.encode())

    def _draw_into(self, drawing: str, notes: list[Note], sizes: Sizes, block: int) -> None:
        editor = self._editor
        try:
            editor.change(drawing, *drawing_edits(editor.text(drawing), notes, sizes, block))
        except ValueError:
            raise FileProblem("damaged-part", path=editor.file, part=drawing) from None

    def _write_styles(self) -> None:
        editor = self._editor
        if self._styles_part:
            editor.change(self._styles_part, *self._styles.edits())
            return
        content = DECLARATION + apply_splices(self._styles_text, self._styles.edits())
        new = editor.add(editor.beside_main("styles.xml"), content, _STYLES_TYPE)
        editor.relate(editor.main, "styles", new)
