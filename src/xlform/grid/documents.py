"""A document to a grid: its paragraphs a sheet of one column, each of its tables a sheet."""

from __future__ import annotations

from xlform.errors import FileProblem
from xlform.grid.model import Cell, Grid, Sheet
from xlform.grid.text_encoding import decoded
from xlform.ooxml.address import ROWS_AT_MOST

# What the sheet of paragraphs is called.
PROSE = "正文"


def read_text(data: bytes, name: str) -> Grid:
    """The lines of a plain text, each in the row of its number; blank ones are no cells.

    Raises :class:`~xlform.errors.FileProblem` for what is no text.
    """
    text = decoded(data)
    if text is None:
        raise FileProblem("not-text", path=name)
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > ROWS_AT_MOST:
        raise FileProblem("too-many-cells", path=name, limit=ROWS_AT_MOST)
    cells = {(row, 1): Cell(line) for row, line in enumerate(lines, 1) if line.strip(" \t\f")}
    return Grid((Sheet(PROSE, cells),))
