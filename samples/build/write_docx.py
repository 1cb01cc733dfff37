"""Writes a submission to a .docx with python-docx, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from word import Block, Paragraph, WordCell, WordTable
from write import CREATED

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_FONT = "宋体"
_BODY, _TITLE = Pt(12), Pt(18)
# Blank paragraphs made as low as it takes for the next form to begin a page.
_BLANK = Pt(2)
_LEFT = frozenset({"text", "sign", "unit", "tag"})
_RIGHT = frozenset({"money_unit"})
_BOLD = frozenset({"head", "total", "title"})


def write_docx(path: Path, blocks: list[Block], *, title: str, author: str) -> None:
    """Write one document."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.created = properties.modified = CREATED.replace(tzinfo=None)
    _set_page(document)
    for block in blocks:
        _write(document, block)
    raw = io.BytesIO()
    document.save(raw)
    _write_same(path, raw)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)


def _write(document: Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        _write_paragraph(document, block)
    elif isinstance(block, WordTable):
        body = document.element.body
        body.insert(len(body) - 1, parse_xml(_table_xml(block)))
    elif block.blanks:
        for _ in range(block.blanks):
            document.add_paragraph().paragraph_format.line_spacing = _BLANK
    else:
        _end_page(document)


def _end_page(document: Document) -> None:
    """A page break at the end of the last paragraph, in one of its own behind a table."""
    last = document.element.body[-2]
    after_table = last.tag == qn("w:tbl")
    paragraph = document.add_paragraph() if after_table else document.paragraphs[-1]
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def _write_paragraph(document: Document, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(block.text)
    paragraph.paragraph_format.line_spacing = 1.4
    if block.style == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.font.size, run.bold = _TITLE, True
    elif block.style == "heading":
        run.bold = True
    else:
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _table_xml(table: WordTable) -> str:
    edges = table.edges
    widths = (right - left for left, right in pairwise(edges))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row_xml(row, edges) for row in table.rows)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row_xml(row: tuple[WordCell, ...], edges: list[int]) -> str:
    cells = "".join(_cell_xml(cell, edges) for cell in row)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell_xml(cell: WordCell, edges: list[int]) -> str:
    span = edges.index(cell.right) - edges.index(cell.left)
    properties = f'<w:tcW w:w="{cell.right - cell.left}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.tall:
        properties += "<w:vMerge/>" if cell.above else '<w:vMerge w:val="restart"/>'
    properties += _no_lines(cell)
    lines = "".join(_line_xml(line, cell.style) for line in cell.text.split("\n"))
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


def _no_lines(cell: WordCell) -> str:
    """Rows above the body are table rows too, but nobody sees their lines."""
    if cell.style not in ("tag", "title", "unit", "money_unit"):
        return ""
    sides = ["top", "left", "right", *(["bottom"] if cell.style in ("tag", "title") else [])]
    lines = "".join(f'<w:{side} w:val="nil"/>' for side in sides)
    return f"<w:tcBorders>{lines}</w:tcBorders>"


def _line_xml(line: str, style: str) -> str:
    side = "left" if style in _LEFT else "right" if style in _RIGHT else "center"
    size = 36 if style == "title" else 21
    bold = "<w:b/>" if style in _BOLD else ""
    font = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}"/>'
    run = f'<w:r><w:rPr>{font}{bold}<w:sz w:val="{size}"/></w:rPr>'
    text = f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else ""
    return f'<w:p><w:pPr><w:jc w:val="{side}"/></w:pPr>{run}{text}</w:r></w:p>'


def _write_same(path: Path, raw: io.BytesIO) -> None:
    """The archive with the same time in every member, whenever it is written."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _FIRST_DAY), old.read(name), zipfile.ZIP_DEFLATED)
