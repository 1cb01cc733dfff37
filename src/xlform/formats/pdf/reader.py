"""PDF with ruled tables to a grid: one sheet, page under page.

Reading is done by pdfplumber, an extra (``xlform[pdf]``), in a separate process: a page made to be
slow, or to fill the memory, costs that file and nothing else.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from importlib.util import find_spec

import msgspec

from xlform.errors import FileProblem
from xlform.formats.cell_collector import CellCollector
from xlform.formats.reading_process import ReadingProcess
from xlform.formats.typed_text import typed_cell
from xlform.grid.model import Cell, Grid
from xlform.isolation.own_process import charge, remaining_seconds

SECONDS_AT_MOST = 120
PAGES_AT_MOST = 400
SHEET = "PDF"
# Share of the CPU time left for a file that its pages may take; the rest is for its forms.
_SHARE = 0.8
READER = (sys.executable, "-m", "xlform.formats.pdf.process")
# Lines nearer to each other than this, in points, are one line drawn twice.
_SAME_LINE = 2.0


class PdfCell(msgspec.Struct, frozen=True):
    """Cell on the page, in points from its top left corner, with its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class PdfBlock(msgspec.Struct, frozen=True):
    """Cells of a table, or a line of words outside tables, separated by gaps."""

    boxes: list[PdfCell] = []
    words: list[str] = []


class PdfContent(msgspec.Struct, frozen=True):
    """Content in order, or in ``fault`` the code of a problem.

    ``scanned`` are the numbers of the pages that are pictures, where others have text.
    """

    pieces: list[PdfBlock] = []
    scanned: list[int] = []
    fault: str = ""


def read_pages(data: bytes, name: str) -> Grid:
    """Return the grid of a PDF given as bytes; ``name`` is what messages call it.

    Raises :class:`~xlform.errors.FileProblem` for one that is scanned, has no table, needs a
    password, or can't be read for want of the extra.
    """
    if find_spec("pdfplumber") is None:
        raise FileProblem("pdf-extra", path=name)
    pages = _run_reader(data, name)
    if pages.fault == "pdf-scanned":
        from xlform.formats.scan.reader import read_scan  # noqa: PLC0415  (few PDFs need it)

        return read_scan(data, name)
    if pages.fault:
        raise FileProblem(pages.fault, path=name, limit=PAGES_AT_MOST)
    sheet = CellCollector(name)
    row = 1
    for piece in pages.pieces:
        if piece.boxes:
            row += _lay_out(piece.boxes, sheet, row)
        else:
            for column, words in enumerate(piece.words, 1):
                sheet.put(row, column, Cell(words))
            row += 1
    if pages.scanned:
        return _with_scanned(sheet, pages, data, name)
    return Grid((sheet.sheet(SHEET),))


def _with_scanned(sheet: CellCollector, pages: PdfContent, data: bytes, name: str) -> Grid:
    """Return the grid of a PDF some of whose pages are scans.

    What could not be read of them is noted beside the sheet of the other pages.
    """
    from xlform.formats.scan.reader import read_scan  # noqa: PLC0415  (few PDFs need it)

    has_table = any(piece.boxes for piece in pages.pieces)
    try:
        scans = read_scan(data, name, pages.scanned)
    except FileProblem:
        if not has_table:
            raise
        sheet.beside_cells.add("scannedPages")
        return Grid((sheet.sheet(SHEET),))
    return msgspec.structs.replace(scans, sheets=(sheet.sheet(SHEET), *scans.sheets))


def _run_reader(data: bytes, name: str) -> PdfContent:
    granted, before = remaining_seconds() * _SHARE, os.times()
    try:
        command = (*READER, f"{granted:g}")
        process = ReadingProcess(command, "pdf-damaged", SECONDS_AT_MOST, granted)
        return process.answer(data, PdfContent, name)
    finally:
        after = os.times()
        used = after.children_user + after.children_system
        charge(used - before.children_user - before.children_system)


def _lay_out(boxes: list[PdfCell], sheet: CellCollector, row: int) -> int:
    """Put a table's cells on the sheet from that row on; how many rows it takes."""
    across = _lines([edge for box in boxes for edge in (box.left, box.right)])
    down = _lines([edge for box in boxes for edge in (box.top, box.bottom)])
    for box in boxes:
        left, right = _nearest(across, box.left), _nearest(across, box.right)
        top, bottom = _nearest(down, box.top), _nearest(down, box.bottom)
        sheet.put(row + top, left + 1, typed_cell(box.text))
        sheet.merge(row + top, left + 1, bottom - top, right - left)
    return len(down) - 1


def _lines(edges: list[float]) -> list[float]:
    """Return the positions of lines; a line drawn twice counts once."""
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > _SAME_LINE:
            lines.append(edge)
    return lines


def _nearest(lines: list[float], edge: float) -> int:
    place = bisect_left(lines, edge)
    around = range(max(place - 1, 0), min(place + 1, len(lines)))
    return min(around, key=lambda number: abs(lines[number] - edge))
