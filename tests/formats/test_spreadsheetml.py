"""The one-part XML of Excel 2003, as platforms export it under the name of .xls."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from xlform.errors import FileProblem
from xlform.formats.source import read_data
from xlform.formula.r1c1 import plain_formula
from xlform.grid.model import Grid
from xlform.grid.notation import dump, parse

HEAD = """<?xml version="1.0"{encoding}?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">"""
STYLES = """<Styles>
<Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="0.00"/></Style>
<Style ss:ID="s2" ss:Parent="s1"><Font ss:Bold="1"/></Style>
<Style ss:ID="s3"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s4"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>
<Style ss:ID="s5" ss:Parent="s5"/></Styles>"""


def grid_of(sheets: str, *, before: str = "", encoding: str = "utf-8") -> Grid:
    said = "" if encoding == "utf-8" else f' encoding="{encoding}"'
    text = f"{HEAD.format(encoding=said)}{before}{STYLES}{sheets}</Workbook>"
    return read_data(text.encode(encoding), Path("导出.xls"))[1]


def sheet(rows: str, more: str = "", name: str = "Sheet1") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def cell(value: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def look(number: int) -> str:
    return f'ss:StyleID="s{number}"'


SPAN = 'ss:MergeAcross="2" ss:MergeDown="1"'
AT_C = 'ss:Index="3"'
TOTAL = 'ss:Formula="=SUM(R[1]C:R[2]C)"'


def test_values_of_every_type() -> None:
    grid = grid_of(
        sheet(
            f"<Row>{cell('95', 'Number', look(1))}"
            f"{cell('1056.4', 'Number', look(2))}"
            f"{cell('0.98', 'Number', look(3))}"
            f"{cell('44927', 'Number', look(4))}{cell('7', 'Number', look(5))}"
            f"</Row><Row ss:StyleID='s1'>{cell('2023-12-31T00:00:00.000', 'DateTime')}"
            f"{cell('1', 'Boolean')}{cell('#REF!', 'Error')}{cell('甲&#10;乙')}{cell('66')}</Row>"
        )
    )
    assert grid.sheets[0].serials == {(1, 4): Decimal(44927)}
    grid = Grid((msgspec.structs.replace(grid.sheets[0], serials={}),))
    assert grid == parse(
        """
        | 95.00      | 1056.40 | 98.00% | 2023年1月 | 7   |
        | 2023-12-31 | TRUE    | #REF!  | 甲\\n乙    | '66 |
        """
    ), dump(grid)


def test_places_are_counted_on() -> None:
    grid = grid_of(
        sheet(
            '<Column/><Column ss:Index="3" ss:Hidden="1" ss:Span="1" ss:StyleID="s1"/>'
            f"<Row>{cell('标题', more=SPAN)}{cell('右')}</Row>"
            '<Row ss:Index="3" ss:Hidden="1" ss:Span="1">'
            + cell("三")
            + "</Row>"
            + f"<Row>{cell('五')}{cell('5', 'Number', AT_C)}</Row>"
        )
    )
    assert grid == parse(
        """
        @hidden rows 3-4
        @hidden columns C-D
        | 标题 | < | < | 右 |
        | ^ | < | < | |
        | 三 | | | |
        @at A5
        | 五 | | 5.00 | |
        """
    ), dump(grid)


def test_formulas_comments_and_marked_up_texts() -> None:
    rich = (
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>体'
        "</ss:Data><Comment><ss:Data><B>绩效股：</B>请核对</ss:Data></Comment></Cell>"
    )
    grid = grid_of(
        sheet(
            f"<Row>{rich}{cell('30', 'Number', TOTAL)}</Row>"
            f"<Row>{cell('')}{cell('10', 'Number')}</Row>"
        )
    )
    assert grid == parse(
        """
        @beside comments
        | 粗体 | =SUM(B2:B3) → 30 |
        | | 10 |
        """
    ), dump(grid)


def test_hidden_sheets_names_and_the_other_calendar() -> None:
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>{}</Visible>'
    )
    grid = grid_of(
        sheet(f"<Row>{cell('0', 'Number', look(4))}</Row>")
        + sheet(
            "",
            options.format("SheetVeryHidden") + "</WorksheetOptions>"
            '<Names><NamedRange ss:Name="合计数" ss:RefersTo="=去年!R9C3"/></Names>',
            "去年",
        ),
        before='<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/>'
        '</ExcelWorkbook><Names><NamedRange ss:Name="合计数" ss:RefersTo="=附表2!R5C3"/></Names>',
    )
    assert [(one.name, one.state) for one in grid.sheets] == [
        ("Sheet1", "visible"), ("去年", "veryHidden"),
    ]  # fmt: skip
    assert grid.sheets[0].cells[1, 1].text == "1904年1月"
    assert grid.names == (("合计数", "附表2!$C$5"),)
    assert grid.local_names == (("去年", "合计数", "去年!$C$9"),)


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-16"):
        assert grid_of(sheet(f"<Row>{cell('云田镇')}</Row>"), encoding=encoding).sheets[0].cells


def test_a_workbook_without_sheets() -> None:
    with pytest.raises(FileProblem) as caught:
        grid_of("")
    assert caught.value.code == "not-a-workbook"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("=SUM(R[-3]C:R[-1]C)", "SUM(D22:D24)"),
        ("='附表2'!R5C3", "'附表2'!$C$5"),
        ("=附表2!RC[-1]", "附表2!C25"),
        ("=RC[-1]*R24C", "C25*D$24"),
        ("=SUM(C)+SUM(C[1]:C[2])+SUM(R)+SUM(R[1]:R[2])", "SUM(D:D)+SUM(E:F)+SUM(25:25)+SUM(26:27)"),
        ("=SUM(C4)", "SUM($D:$D)"),
        ("=R[-25]C", "#REF!"),
        ('=IF(RC[-1]="R1C1",ROUND(RC[-1],2),"")', 'IF(C25="R1C1",ROUND(C25,2),"")'),
        ("='R1C1'!RC", "'R1C1'!D25"),
        ("=[汇总.xls]表!R1C1", "[汇总.xls]表!$A$1"),
        ("=CONCATENATE(RC1,合计RC)", "CONCATENATE($A25,合计RC)"),
        ("=R[]C", "R[]C"),
        ("SUM", ""),
    ],
)
def test_relative_formulas_made_plain(written: str, plain: str) -> None:
    assert plain_formula(written, 25, 4) == plain
