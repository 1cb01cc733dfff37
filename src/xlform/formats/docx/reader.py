"""Document to a grid: its paragraphs are one sheet of one column, each table is a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from xlform.errors import FileProblem
from xlform.formats.docx.tables import table_sheets
from xlform.formats.text_encoding import decoded
from xlform.grid.address import ROWS_AT_MOST
from xlform.grid.model import PROSE, Cell, Grid, Position, Sheet
from xlform.ooxml.read.own_comments import OWN_AUTHORS
from xlform.ooxml.read.package import Package, open_package
from xlform.ooxml.read.relationships import Relationship, relationships
from xlform.ooxml.word.document import Document, Paragraph, Table
from xlform.ooxml.word.names import NAMESPACES
from xlform.ooxml.word.numbering import ListNumbering
from xlform.ooxml.word.scan import read_document

_MAIN = "word/document.xml"
_COMMENT = frozenset(f"{{{namespace}}}comment" for namespace in NAMESPACES)
# Text of a page number: such a header or footer has no content of the form.
_PAGE_NUMBER = re.compile(r"[\s0-9第页共,，/\-—–·.]*")
# Parts around the pages: relationship type, and root element.
_AROUND = {"header": "hdr", "footer": "ftr"}


def read_docx(source: bytes | Package, name: str) -> Grid:
    """Return the grid of a Word document, its bytes or its open package.

    ``name`` is the file's name in messages. Blank paragraphs are not counted; each other one is a
    row. Raises :class:`~xlform.errors.FileProblem`.
    """
    package = open_package(source, name)
    document, parts = _read(package)
    beside = {*document.beside, *_around(package, parts)}
    if "comments" in beside and _are_own(package, _target(parts, "comments")):
        beside.remove("comments")
    grid = _grid(document, tuple(sorted(beside)))
    if "picture" in beside:
        from xlform.formats.scan.pasted import grid_with_scans, pasted_in  # noqa: PLC0415  (few have)

        return grid_with_scans(grid, pasted_in(package), name) or grid
    return grid


def _are_own(package: Package, comments: str) -> bool:
    """Return whether all comments were left by an earlier check."""
    if comments not in package:
        return False
    try:
        found = [
            comment.get(f"{{{comment.tag[1:].partition('}')[0]}}}author", "")
            for comment in package.elements(comments, _COMMENT)
        ]
    except FileProblem:
        return False
    return OWN_AUTHORS.issuperset(found)


def paragraph_ordinals(source: bytes | Package, name: str) -> dict[tuple[str, Position], int]:
    """Return the paragraph at each sheet and position of :func:`read_docx`, blank cells included.

    Paragraphs are counted from 1, as elements of the main part; a cell has its first.
    """
    document, _ = _read(open_package(source, name))
    blocks = [_numbered(block) for block in document.blocks]
    sheets = _grid(Document(blocks, ()), ()).sheets
    return {
        (sheet.name, position): int(cell.text)
        for sheet in sheets
        for position, cell in sheet.cells.items()
    }


def _read(package: Package) -> tuple[Document, Mapping[str, Relationship]]:
    """Return the content of the main part, and its relationships."""
    main = _target(relationships(package, ""), "officeDocument") or _MAIN
    parts = relationships(package, main)
    numbering = ListNumbering(package, _target(parts, "numbering"), _target(parts, "styles"))
    return read_document(package, main, numbering), parts


def _numbered(block: Paragraph | Table) -> Paragraph | Table:
    """Return a block with the ordinals of its paragraphs as texts; blank paragraphs stay blank."""
    if isinstance(block, Paragraph):
        filled = block.text.strip() or block.struck.strip()
        return Paragraph(str(block.ordinal) if filled else "")
    for row in block.rows:
        for cell in row.cells:
            cell.lines = [str(cell.ordinal)] if cell.ordinal else []
            cell.struck = []
            for table in cell.tables:
                _numbered(table)
    return block


def read_text(data: bytes, name: str) -> Grid:
    """Return the grid of a plain text: each line in the row of its number, without blank lines.

    Raises :class:`~xlform.errors.FileProblem` for binary data.
    """
    text = decoded(data)
    if text is None:
        raise FileProblem("not-text", path=name)
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > ROWS_AT_MOST:
        raise FileProblem("too-many-cells", path=name, limit=ROWS_AT_MOST)
    cells = {(row, 1): Cell(line) for row, line in enumerate(lines, 1) if line}
    return Grid((Sheet(PROSE, cells),))


def _grid(document: Document, beside: tuple[str, ...]) -> Grid:
    paragraphs: dict[Position, Cell] = {}
    tables: list[Sheet] = []
    count = 0
    filled = (
        block
        for block in document.blocks
        if isinstance(block, Table) or block.text.strip() or block.struck.strip()
    )
    for kind, blocks in groupby(filled, type):
        if kind is Table:
            together = [block for block in blocks if isinstance(block, Table)]
            tables += table_sheets(count + 1, together, len(paragraphs))
            count += len(together)
        else:
            for block in blocks:
                if isinstance(block, Paragraph):
                    text = block.text if block.text.strip() else block.struck
                    paragraphs[len(paragraphs) + 1, 1] = Cell(text, struck=block.struck)
    prose = Sheet(PROSE, paragraphs, beside_cells=beside)
    return Grid((prose, *tables))


def _target(parts: Mapping[str, Relationship], kind: str) -> str:
    """Return the target of a document's relationship of that ``kind``; "" where it has none."""
    found = (link.target for link in parts.values() if link.kind == kind and not link.external)
    return next(found, "")


def _around(package: Package, parts: Mapping[str, Relationship]) -> Iterator[str]:
    """Yield headers and footers with more than a page number."""
    for link in parts.values():
        if link.kind in _AROUND and not link.external and link.target in package:
            content = read_document(
                package, link.target, ListNumbering(package), root=_AROUND[link.kind]
            )
            if not all(_PAGE_NUMBER.fullmatch(text) for text in _texts(content)):
                yield link.kind


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (line for row in block.rows for cell in row.cells for line in cell.lines)
