"""Formats that say more than their number, in every file format that keeps number formats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from office import needs_office, saved_as
from openpyxl import Workbook

from xlform.formats.source import read_data, read_file
from xlform.grid.model import Cell

OPENDOCUMENT = """<?xml version="1.0"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>
<number:number-style style:name="N1"><number:text>≥</number:text>
<number:number number:decimal-places="0" number:min-integer-digits="1"/>
<number:text>次</number:text></number:number-style>
<number:percentage-style style:name="N2"><number:text>≥</number:text>
<number:number number:decimal-places="0" number:min-integer-digits="1"/>
<number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N3"><number:number number:decimal-places="0"
 number:min-integer-digits="2" number:display-factor="1000">
<number:embedded-text number:position="1">.</number:embedded-text></number:number>
</number:number-style>
<number:number-style style:name="N4P0"><number:number number:decimal-places="0"
 number:min-integer-digits="5"><number:embedded-text number:position="4">.</number:embedded-text>
</number:number><number:text>万元</number:text></number:number-style>
<number:number-style style:name="N4"><number:number number:decimal-places="0"
 number:min-integer-digits="1"/><number:text>元</number:text>
<style:map style:condition="value()&gt;=10000" style:apply-style-name="N4P0"/>
</number:number-style>
<style:style style:name="s1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="s2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="s3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="s4" style:family="table-cell" style:data-style-name="N4"/>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表">
<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>
</office:document>"""
CASES = [("s1", "10", "≥10次"), ("s2", "0.9", "≥90%"), ("s3", "6110000", "611.0"),
         ("s4", "6110000", "611.0000万元"), ("s4", "500", "500元")]  # fmt: skip


def cell_in(data: bytes, name: str, column: int = 1) -> Cell:
    _, grid = read_data(data, Path(name))
    return grid.sheets[0].cells[1, column]


@pytest.mark.parametrize(("style", "value", "text"), CASES)
def test_an_opendocument_shows(style: str, value: str, text: str) -> None:
    cell = (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" '
        f'office:value="{value}"><text:p>{text}</text:p></table:table-cell>'
    )
    assert cell_in(OPENDOCUMENT.format(cells=cell).encode(), "x.fods").text == text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("&quot;≥&quot;0&quot;次&quot;", "10", "≥10次"),
        ("0!.0,", "6110000", "611.0"),
        ("0&quot;.&quot;0000&quot;万元&quot;", "6110000", "611.0000万元"),
        ("\\≥0%", "0.9", "≥90%"),
    ],
)
def test_a_workbook_in_one_xml_shows(code: str, value: str, text: str) -> None:
    data = f"""<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="a">
<NumberFormat ss:Format="{code}"/></Style></Styles><Worksheet ss:Name="表"><Table><Row>
<Cell ss:StyleID="a"><Data ss:Type="Number">{value}</Data></Cell></Row></Table></Worksheet>
</Workbook>"""
    assert cell_in(data.encode(), "x.xls").text == text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        (r"\0022≥\00220\0022次\0022", "10", "≥10次"),
        (r"0\0022\.\00220000", "6110000", "611.0000"),
        (r"0\.00\0022元\0022", "5", "5.00元"),
    ],
)
def test_a_web_page_shows(code: str, value: str, text: str) -> None:
    data = f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><style>
.a {{mso-number-format:"{code}";}}</style><table><tr><td class=a x:num="{value}">x</td></tr>
</table></html>"""
    assert cell_in(data.encode(), "x.xls").text == text


@needs_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_saves_shows_the_same(tmp_path: Path, kind: str) -> None:
    written = [
        ('0"."0000', 6_110_000, "611.0000"), ('0\\.0,"万元"', 6_110_000, "611.0万元"),
        ('"≥"0"次"', 10, "≥10次"), ('"≥"0%', 0.9, "≥90%"), ('0"个"', 9, "9个"),
        ('[>=10000]0\\.0,"万元";0"元"', 500, "500元"), ('#,##0.00"元"', 5, "5.00元"),
    ]  # fmt: skip
    book = Workbook()
    for row, (code, value, _) in enumerate(written, 1):
        book.worksheets[0].cell(row, 1, value).number_format = code
    book.save(tmp_path / "表.xlsx")
    [path] = saved_as(kind, [tmp_path / "表.xlsx"], tmp_path)
    _, grid = read_file(path)
    shown = [cell.text for cell in grid.sheets[0].cells.values()]
    assert shown == [text for _, _, text in written]


def test_built_in_chinese_dates_of_old_workbooks() -> None:
    """Format 31 is yyyy年m月d日 without being spelled out; cells of other formats stay numbers."""
    data = bytearray((Path(__file__).parent / "data" / "云田镇.xls").read_bytes())
    header, two_decimals, chinese_date = b"\xe0\x00\x14\x00", b"\xa5\x00", b"\x1f\x00"
    at = data.find(header)
    while at >= 0:
        if data[at + 6 : at + 8] == two_decimals:
            data[at + 6 : at + 8] = chinese_date
        at = data.find(header, at + 1)
    grid = read_data(bytes(data), Path("旧.xls"))[1]
    kinds = {type(cell.value) for sheet in grid.sheets for cell in sheet.cells.values()}
    assert {dt.date, Decimal} <= kinds
