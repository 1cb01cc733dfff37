"""Paragraphs and tables of a Word document, with the text that a person sees."""

from __future__ import annotations

import msgspec


class Paragraph(msgspec.Struct):
    """Text of a paragraph, its automatic number in front, and the words deleted from it.

    ``ordinal`` counts the paragraph elements of the part up to it, from 1.
    """

    text: str
    struck: str = ""
    ordinal: int = 0


class TableCell(msgspec.Struct):
    """Table cell: its paragraphs, and the number of grid columns it spans.

    ``continues``: it is merged with the cell above (``vMerge``); ``beside``: with the one on its
    left (``hMerge``). ``tables`` are nested in it, ``struck`` are the words deleted from it.
    """

    lines: list[str] = []
    struck: list[str] = []
    tables: list[Table] = []
    span: int = 1
    continues: bool = False
    beside: bool = False
    ordinal: int = 0


class TableRow(msgspec.Struct):
    """Table row: its cells, and the grid columns skipped before the first."""

    cells: list[TableCell] = []
    before: int = 0
    gone: bool = False


class Table(msgspec.Struct):
    """Table: its rows, and the widths of its grid columns in twentieths of a point."""

    rows: list[TableRow] = []
    widths: list[int] = []


class Document(msgspec.Struct, frozen=True):
    """Paragraphs and tables in order, and kinds of other content, such as ``footnotes``."""

    blocks: list[Paragraph | Table]
    beside: tuple[str, ...]
