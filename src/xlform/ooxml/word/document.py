"""A Word document's paragraphs and tables as written, each as a reader of it sees it."""

from __future__ import annotations

import msgspec


class Paragraph(msgspec.Struct):
    """A paragraph's text, its automatic number in front."""

    text: str


class TableCell(msgspec.Struct):
    """A cell as written: its paragraphs, how many columns of the grid it takes.

    ``continues``: it goes on with the cell above. ``tables`` stand inside it.
    """

    lines: list[str] = []
    tables: list[Table] = []
    span: int = 1
    continues: bool = False
    beside: bool = False


class TableRow(msgspec.Struct):
    """A row: its cells, and the columns of the grid left out before the first."""

    cells: list[TableCell] = []
    before: int = 0
    gone: bool = False


class Table(msgspec.Struct):
    """A table: its rows, and the widths of its grid's columns in twentieths of a point."""

    rows: list[TableRow] = []
    widths: list[int] = []


class Document(msgspec.Struct, frozen=True):
    """Paragraphs and tables in order, and what else the document holds, such as ``footnotes``."""

    blocks: list[Paragraph | Table]
    beside: tuple[str, ...]
