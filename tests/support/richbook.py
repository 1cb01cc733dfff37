"""Workbooks rich in what editors lose, and packages taken apart to compare."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

import openpyxl
import xlsxwriter

# One pixel, as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8"
    "ffff3f0005fe02fea7d6059b0000000049454e44ae426082"
)
CUSTOM = {
    "customXml/item1.xml": '<?xml version="1.0"?><note xmlns="urn:x">盖章</note>'.encode(),
    "customXml/_rels/item1.xml.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.'
    b'openxmlformats.org/package/2006/relationships"/>',
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
}


def rich_workbook(
    *, macro: bool = False, more: Callable[[xlsxwriter.Workbook], None] | None = None
) -> bytes:
    """Two sheets: 表一 with everything but comments, 表二 with comments; ``more`` adds others."""
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    if macro:
        book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0 macro " * 64), is_stream=True)
    _first(book)
    second = book.add_worksheet("表二")
    second.write("A1", "已有批注")
    second.write_comment("A1", "请核对", {"author": "原填表人"})
    second.write_comment("C3", "第二条")
    second.merge_range("B5:D7", "")
    second.set_row(8, 20, book.add_format({"bg_color": "#00FF00"}))
    second.set_column("G:G", 20, book.add_format({"num_format": "0.00%"}))
    if more:
        more(book)
    book.close()
    return with_members(into.getvalue(), CUSTOM)


def _first(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("表一")
    money = book.add_format({"num_format": "0.00", "bold": True, "border": 1, "locked": False})
    sheet.write_row("A1", ["名称", "金额", "=文字", "日期"])
    for row, amount in enumerate((95, 450.5, 36, 30), 1):
        sheet.write(row, 0, f"专项{row}")
        sheet.write_number(row, 1, amount, money)
    sheet.write_formula("B6", "=SUM(B2:B5)", money, 611.5)
    sheet.write_array_formula("C2:C5", "{=B2:B5*2}", None, 190)
    sheet.write_rich_string("A8", "富", book.add_format({"bold": True}), "文本", "  尾")
    sheet.merge_range("A10:C12", "合并", money)
    sheet.write_url("A14", "https://example.org/", string="链接")
    sheet.write_url("A15", "internal:'表二'!A1", string="表内")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表一!$B$2:$B$5"})
    sheet.insert_chart("F2", chart)
    sheet.insert_image("F20", "p.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.insert_textbox("J2", "文本框里的话")
    sheet.insert_button("J10", {"macro": "按钮", "caption": "核对"})
    sheet.data_validation("D2:D5", {"validate": "list", "source": ["计划标准", "历史标准"]})
    sheet.conditional_format("B2:B5", {"type": "data_bar", "data_bar_2010": True})
    red = book.add_format({"bg_color": "#FF0000"})
    above = {"type": "cell", "criteria": ">", "value": 100, "format": red}
    sheet.conditional_format("B2:B5", above)
    sheet.add_sparkline("E2", {"range": "表一!B2:B5"})
    sheet.add_table("L1:M3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    sheet.repeat_rows(0)
    sheet.protect("secret", {"format_cells": True})
    book.define_name("总额", "=表一!$B$6")


def plain_workbook(name: str, *cells: str) -> bytes:
    """A workbook of one sheet, as openpyxl writes it; each cell holds its own name."""
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    sheet.title = name
    for cell in cells:
        sheet[cell] = cell
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The unpacked members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(data: bytes, new: Mapping[str, bytes]) -> bytes:
    """A package with members added or replaced."""
    return package({**members(data), **new})


def package(parts: Mapping[str, bytes]) -> bytes:
    """A package of such members."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def shape(element: ET.Element) -> object:
    """An element as a nested value: names, attributes, texts."""
    children = [shape(child) for child in element]
    return element.tag, sorted(element.items()), element.text, element.tail, children
