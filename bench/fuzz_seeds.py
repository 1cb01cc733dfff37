"""Seeds of fuzzing: small files with something of everything, formulas, equations, formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

import binary_book as binary
import wordfile as word
from hostile_packages import opendocument, spreadsheetml, workbook


@lru_cache
def workbook_seed() -> bytes:
    """Return a small .xlsx: shared and own strings, a format, formulas, a merge."""
    return workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>12.5</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>乙</t></is></c><c r="B2"><f>B1*2</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:B3" si="0">SUM(B1:B2)</f><v>37.5</v></c>'
        '<c r="B3"><f t="shared" si="0"/></c></row>',
        '<mergeCells count="1"><mergeCell ref="A4:B5"/></mergeCells>',
    )


@lru_cache
def document_seed() -> bytes:
    """Return a small document: text, a list, a table with merges, a field, marks of changes."""
    listed = (
        "<w:pPr><w:pStyle w:val='a'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
        "</w:pPr>"
    )
    field = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText>"
        "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>3</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:ins><w:r><w:rPr><w:strike/></w:rPr>"
        "<w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r>"
        "<w:sym w:char='F0B3'/><w:tab/><w:br/></w:r></w:p>"
    )
    body = word.paragraph("一、基本信息") + word.paragraph("共95.00万元。", listed) + field
    body += word.table(
        word.row("一级", word.cell("二级", span=2, merge="restart")),
        word.row("产出", word.cell("", merge="continue"), "≥90%"),
        widths=(900, 900, 900),
    )
    styles = "<w:style w:styleId='a'><w:basedOn w:val='b'/><w:pPr/></w:style>"
    numbering = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='2'/><w:numFmt "
        "w:val='chineseCounting'/><w:lvlText w:val='（%1）'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    parts = {
        "word/s.xml": word.document(styles, name="styles"),
        "word/n.xml": word.document(numbering, name="numbering"),
    }
    links = {"styles": "s.xml", "numbering": "n.xml"}
    return word.packed(word.document(body), parts, links)


@lru_cache
def binary_seed() -> bytes:
    """Return a small .xlsb: a formula, a shared one, a hidden row, a merge, a name."""
    shared = binary.shared_formula(3, 2, 4, 2, binary.near(-1, 0))
    rows = [
        binary.row(1, binary.said(1, "甲"), binary.real(2, 12.5, binary.MONEY)),
        binary.row(2, binary.formula(2, 25.0, binary.ref(1, 2) + binary.whole(2) + binary.TIMES)),
        binary.row(3, binary.shared(2, 1.0, 3, 2), shared, hidden=True),
    ]
    sheet = binary.sheet(rows, [binary.merge(5, 1, 6, 2)], binary.hidden_columns(4, 5))
    return binary.book({"表": sheet}, names=[binary.defined_name("额", binary.ref(1, 2, 0))])


ODS_ROWS: Final = (
    '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" '
    'office:value="12.5" table:formula="of:=[.A1]*2" table:number-columns-spanned="2"><text:p>12.5'
    '</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>'
    '<table:table-cell office:value-type="date" office:date-value="2023-01-31"/></table:table-row>'
)
_XML_ROWS: Final = (
    '<Row ss:Index="2" ss:Hidden="1"><Cell ss:MergeAcross="1" ss:MergeDown="2"><Data '
    'ss:Type="String">甲</Data></Cell><Cell ss:Index="5" ss:Formula="=R[-1]C*2"><Data '
    'ss:Type="Number">12.5</Data></Cell></Row>'
)
_PAGE: Final = (
    '<html><head><meta charset="gbk"><style>.a{mso-number-format:"0.00"} .b{display:none}</style>'
    '</head><body>甲<table><tr class=b><td rowspan=2 colspan=3>1&#20013;<br>2</td><td x:num="1" '
    "x:fmla='=A1*2'>98%</td></tr><tr><th>乙<table><tr><td>丙</table></table></body></html>"
)


def markup_seeds() -> Sequence[bytes]:
    """Return a .fods, an XML spreadsheet of 2003, and a web page in two encodings."""
    flat, old = opendocument(ODS_ROWS), spreadsheetml(_XML_ROWS)
    return [flat.encode(), old.encode(), _PAGE.encode(), _PAGE.encode("utf-16")]


FORMULAS: Final = (
    'SUM(A1:B2)+IF(A1>0,1,"x")', 'SUMIF(A:A,">1",B:B)', 'ROUND(A1/3,2)&"元"',
    "VLOOKUP(A1,A1:B2,2,0)", "'表'!A1*10%", "SUBTOTAL(109,A1:A2)", "{1,2;3,4}",
    'TEXT(A1,"0.00")', "INDEX(A1:B2,MATCH(1,A1:A2,0),1)", "SUMPRODUCT((A1:A2>0)*B1:B2)",
    "IFERROR(1/0,OFFSET(A1,1,1))", "表1[[#This Row],[金额]]", "-A1^2%", "R1C1+R[-1]C[2]",
    "DATE(2023,1,31)", 'INDIRECT("A"&1)', 'LEFT(C1,1)&REPT("a",3)', "SUM(A1:A2 B1:B2)",
)  # fmt: skip
EQUATIONS: Final = (
    "amount = sum(expenses.amount)", "fund-summary.total = sum(funds.amount)",
    'total = sum(expenses.amount where category = "设备") + round(other * 1.1, 2)',
    "round(a / b, 2) >= 0.5", "if(a > 0, a, b) = max(c, d)", 'grade = "优" and score >= 90',
    "count(expenses) - term(most) <= 0", "fund = fund-summary.funds.fund",
)  # fmt: skip
FORMATS: Final = (
    "0.00_);[红色]\\(0.00\\)", '#,##0.00;-#,##0.00;"-"', "yyyy年m月d日", '0!.0,"万元"', "@",
    '"≥"0%', "[>=10000]0.00,;0", "[DBNum2]General", "h:mm:ss.00", "0.0E+00", "# ??/??",
)  # fmt: skip
