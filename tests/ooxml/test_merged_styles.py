"""Styles of several workbooks as one part: like ones once, variants of them, no number astray."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.styles import Alignment, Font

from xlform.ooxml.fill.merged_styles import StylesheetBuilder
from xlform.ooxml.fill.row_layout import RowLayout
from xlform.ooxml.fill.sheet_layout import SheetLayout
from xlform.ooxml.fill.workbook_builder import SourceWorkbook, new_workbook, read_source_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def blank(code: str, font: str, text: str) -> SourceWorkbook:
    """A workbook of one cell with a number format and a font of its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = text
    cell = sheet["A1"]
    cell.value, cell.number_format = text, code
    cell.font, cell.alignment = Font(name=font, sz=9), Alignment(wrap_text=True)
    data = io.BytesIO()
    book.save(data)
    return read_source_workbook(data.getvalue(), text)


ONE, TWO = blank("0.000", "仿宋", "甲"), blank('0.0"人"', "楷体", "乙")


def test_each_sheet_keeps_its_own_look_in_one_workbook() -> None:
    sheets = [
        (SheetLayout(book.sheet, RowLayout([1]), frozenset(), book.sheet.name), book)
        for book in (ONE, TWO)
    ]
    data = new_workbook(sheets, "题名")
    opened = openpyxl.load_workbook(io.BytesIO(data))
    for book, code, font in ((ONE, "0.000", "仿宋"), (TWO, '0.0"人"', "楷体")):
        cell = opened[book.sheet.name]["A1"]
        assert (cell.value, cell.number_format) == (book.sheet.name, code)
        assert (cell.font.name, cell.font.sz, cell.alignment.wrap_text) == (font, 9, True)
    assert opened.properties.title == "题名"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"creator" not in archive.read("docProps/core.xml")


def test_a_workbook_taken_twice_adds_nothing() -> None:
    book = StylesheetBuilder()
    first = book.take(ONE.styles)
    size = len(book.part())
    assert book.take(ONE.styles) == first
    assert len(book.part()) == size


def test_variants_are_made_once_and_only_where_they_differ() -> None:
    book = StylesheetBuilder()
    (styles, _) = book.take(ONE.styles)
    style = styles[-1]
    assert book.variant(style, places=3) == style
    two = book.variant(style, places=2)
    assert two == book.variant(style, places=2) != style
    literal = book.variant(style, literal=True)
    unlocked = book.variant(style, locked=False)
    xfs = list(ET.fromstring(book.part()).find(f"{MAIN}cellXfs") or ())  # noqa: S314  (our own)
    assert xfs[two].get("numFmtId") == "2"
    assert xfs[literal].get("quotePrefix") == "1"
    protection = xfs[unlocked].find(f"{MAIN}protection")
    assert protection is not None
    assert protection.get("locked") == "0"


def test_a_format_that_hides_a_nought_gives_way_where_one_is_filed() -> None:
    hiding = blank("0.00;-0.00;", "宋体", "丙")
    book = StylesheetBuilder()
    style = book.take(hiding.styles)[0][-1]
    assert book.variant(style, places=2) == style
    assert book.style(book.variant(style, places=2, shown=True)).code == "0.00"
