"""OpenDocument spreadsheets: runs of cells alike, spans, texts in pieces, looks, formulas."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from xlform.formats.ods.formulas import plain_formula
from xlform.formats.source import read_data
from xlform.grid.model import Grid
from xlform.grid.notation import dump, parse

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for prefix, space in {
        "office": "office", "table": "table", "text": "text", "style": "style",
        "number": "datastyle", "draw": "drawing",
    }.items()
)  # fmt: skip
STYLES = """
<number:number-style style:name="N2"><number:number number:decimal-places="2"/>
 </number:number-style>
<number:number-style style:name="N3P0"><number:number loext:min-decimal-places="1"
 number:decimal-places="4" xmlns:loext="urn:org:x:loext:1.0"/></number:number-style>
<number:number-style style:name="N3"><number:number number:decimal-places="0"/>
 <style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:number-style>
<number:percentage-style style:name="N4"><number:number number:decimal-places="1"/>
 </number:percentage-style>
<number:date-style style:name="N5"><number:year/></number:date-style>
<number:date-style style:name="N6"><number:year/><number:text>年</number:text><number:month/>
</number:date-style>
<number:date-style style:name="N7"><number:year/><number:month/><number:day/></number:date-style>
<style:style style:name="money" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="bold" style:family="table-cell" style:parent-style-name="money"/>
<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>
<style:style style:name="parts" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="share" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N5"/>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N6"/>
<style:style style:name="whole" style:family="table-cell" style:data-style-name="N7"/>
<style:style style:name="up" style:family="text">
 <style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="raised" style:family="text">
 <style:text-properties style:text-position="33% 58%"/></style:style>
<style:style style:name="down" style:family="text">
 <style:text-properties style:text-position="sub 58%"/></style:style>
<style:style style:name="level" style:family="text">
 <style:text-properties style:text-position="0% 100%"/></style:style>
<style:style style:name="gone" style:family="table">
 <style:table-properties table:display="false"/></style:style>
"""


def grid_of(tables: str) -> Grid:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} office:mimetype='
        '"application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>'
        f"{STYLES}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document>"
    )
    return read_data(text.encode(), Path("表.xls"))[1]


def rows(*lines: str) -> str:
    joined = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f'<table:table table:name="Sheet1">{joined}</table:table>'


def cell(text: str = "", **attributes: str) -> str:
    names = {"value_type": "office:value-type", "value": "office:value", "day": "office:date-value",
             "truth": "office:boolean-value", "style": "table:style-name",
             "formula": "table:formula", "times": "table:number-columns-repeated",
             "down": "table:number-rows-spanned",
             "across": "table:number-columns-spanned"}  # fmt: skip
    spelled = "".join(f' {names[key]}="{value}"' for key, value in attributes.items())
    body = text if text.startswith("<") or not text else f"<text:p>{text}</text:p>"
    return f"<table:table-cell{spelled}>{body}</table:table-cell>"


def number(value: str, style: str = "", kind: str = "float", formula: str = "") -> str:
    more = {"style": style} if style else {}
    return cell(
        "看到的", value_type=kind, value=value, **more, **({"formula": formula} if formula else {})
    )


def test_values_and_looks() -> None:
    grid = grid_of(
        rows(
            number("95", "money")
            + number("1056.4", "bold")
            + number("0.98", "share", "percentage"),
            number("3", "parts") + number("7", "loop") + number("0.5", "", "percentage"),
            cell("二〇二三", value_type="date", day="2023-12-31T00:00:00", style="day")
            + cell("真", value_type="boolean", truth="true")
            + number("12.5", "money", "currency"),
            number("0.30000000000000004") + cell("甲", value_type="string") + cell("#N/A"),
            cell("2023年12月", value_type="date", day="2023-12-01", style="month")
            + cell("2023年12月1日", value_type="date", day="2023-12-01", style="whole"),
        )
    )
    assert grid.sheets[0].serials == {(5, 1): Decimal(45261)}
    grid = Grid((msgspec.structs.replace(grid.sheets[0], serials={}),))
    assert grid == parse(
        """
        | 95.00      | 1056.40 | 98.0%  |
        | 3.0        | 7       | 50%    |
        | 2023-12-31 | TRUE    | 12.50  |
        | 0.3        | 甲      | '#N/A  |
        | 2023年12月 | 2023-12-01 |    |
        """
    ), dump(grid)


def test_formula_without_type_or_text_is_kept() -> None:
    formulas = [cell(formula="of:=&quot;&quot;"), cell(formula="of:=[.A1]", times="2")]
    grid = grid_of(
        rows(cell("甲"), *formulas, cell(formula="of:=COUNTIF([.A1:.A3];&quot;*&quot;)"))
    )
    shown = [one.value for one in grid.sheets[0].cells.values()]
    assert shown == ["甲", "", "甲", "甲", Decimal(3)]


def test_runs_of_rows_and_columns_alike() -> None:
    grid = grid_of(
        '<table:table table:name="Sheet1">'
        '<table:table-column table:default-cell-style-name="money"/>'
        '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="16381"/>'
        f"<table:table-row>{number('1')}{cell(times='2')}{cell('甲', times='2')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-header-rows><table:table-row table:number-rows-repeated="2" '
        f'table:visibility="filter">{cell("乙")}</table:table-row></table:table-header-rows>'
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    assert grid == parse(
        """
        @hidden rows 5-6
        @hidden columns B-C
        | 1.00 | | | 甲 | 甲 |
        @at A5
        | 乙 |
        | 乙 |
        """
    ), dump(grid)


def test_spans_are_merges_and_covered_cells_keep_what_they_hold() -> None:
    covered = "<table:covered-table-cell><text:p>被盖</text:p></table:covered-table-cell>"
    grid = grid_of(
        rows(
            cell("标题", across="2", down="2") + covered + cell("右"),
            "<table:covered-table-cell/>" * 2 + cell("下"),
        )
    )
    assert [str(merge) for merge in grid.sheets[0].merges] == ["A1:B2"]
    assert {place: one.text for place, one in grid.sheets[0].cells.items()} == {
        (1, 1): "标题", (1, 2): "被盖", (1, 3): "右", (2, 3): "下",
    }  # fmt: skip


def test_texts_come_in_pieces() -> None:
    grid = grid_of(
        rows(
            cell(
                "<text:p>甲<text:s text:c='3'/>乙<text:span>丙</text:span></text:p>"
                "<text:p>丁</text:p>"
            )
            + cell("<text:p>一<text:line-break/>二<text:tab/>三 </text:p>")
            + cell("<text:p>\n   折\n   行\n </text:p>")
            + cell("<text:p>四  空格</text:p>")
            + cell(
                "<office:annotation><text:p>批注</text:p></office:annotation><text:p>值</text:p>"
            )
            + cell("<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>")
        )
    )
    assert [one.text for one in grid.sheets[0].cells.values()] == [
        "甲   乙丙\n丁", "一\n二\t三 ", "折 行", "四  空格", "值",
    ]  # fmt: skip
    assert grid.sheets[0].beside_cells == ("comments", "drawing")


def test_sheets_hidden_and_names() -> None:
    grid = grid_of(
        '<table:table table:name="附表2" table:style-name="gone"><table:table-row/>'
        '<table:named-expressions><table:named-range table:name="合计数" '
        'table:cell-range-address="$附表2.$C$9"/></table:named-expressions></table:table>'
        + rows(cell("值"))
        + '<table:named-expressions><table:named-range table:name="合计数" '
        'table:cell-range-address="$附表2.$C$5"/><table:named-range table:name="坏" '
        'table:cell-range-address="??"/></table:named-expressions>'
    )  # fmt: skip
    assert [(sheet.name, sheet.state) for sheet in grid.sheets] == [
        ("附表2", "hidden"), ("Sheet1", "visible"),
    ]  # fmt: skip
    assert grid.names == (("合计数", "附表2!$C$5"),)
    assert grid.local_names == (("附表2", "合计数", "附表2!$C$9"),)


@pytest.mark.parametrize(
    ("style", "seen"), [("up", "10⁴元"), ("raised", "10⁴元"), ("down", "104元"), ("level", "104元")]
)
def test_raised_digits_do_not_join_the_number_before_them(style: str, seen: str) -> None:
    span = f'<text:span text:style-name="{style}">4</text:span>'
    words = f"<text:p>10{span}元</text:p>"
    held = f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
    assert grid_of(rows(held)).sheets[0].cells[1, 1].value == seen


def test_cells_kept_of_another_file_are_no_sheet() -> None:
    own = f"<table:table-row>{number('10')}</table:table-row>"
    kept = f'<table:table-source table:mode="copy-results-only"/>{own}'
    grid = grid_of(
        f"<table:table table:name=\"'文件:表'#$\">{own}</table:table>"
        f"<table:table table:name=\"'file:///d/去年.ods'#$附表\">{kept}</table:table>"
        f'<table:table table:name="附表">{own}</table:table>'
    )
    assert [sheet.name for sheet in grid.sheets] == ["'文件:表'#$", "附表"]


def test_a_table_within_a_cell_is_no_sheet() -> None:
    inner = rows(cell("里"))
    grid = grid_of(rows(cell(f"<text:p>外</text:p>{inner}") + cell("右")))
    assert len(grid.sheets) == 1
    assert [one.text for one in grid.sheets[0].cells.values()] == ["外", "右"]


def test_formulas_and_errors() -> None:
    grid = grid_of(
        rows(
            number("3", "money", formula="of:=SUM([.A2:.A3])")
            + cell("#REF!", value_type="string", formula="of:=[.#REF!]").replace(
                "<table:table-cell", '<table:table-cell calcext:value-type="error" '
                'xmlns:calcext="urn:org:x:calcext:1.0"')
            + cell("TRUE", value_type="float", value="1", formula="of:=1=1"),
            number("1"),
            number("2"),
        )
    )  # fmt: skip
    assert grid == parse(
        """
        | =SUM(A2:A3) → 3.00 | =#REF! → #REF! | =1=1 → TRUE |
        | 1 | | |
        | 2 | | |
        """
    ), dump(grid)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("of:=SUM([.D22:.D24];[$附表2.C5])", "SUM(D22:D24,附表2!C5)"),
        ("of:=[$'附表3-1'.$C$5]*2%", "'附表3-1'!$C$5*2%"),
        ("of:=[$'a''b'.C5]", "'a''b'!C5"),
        ('of:=IF([.A1]>0;"a;b[.C1]";"")', 'IF(A1>0,"a;b[.C1]","")'),
        ("of:=SUM([.$D:.D])+SUM([.1:.3])", "SUM($D:D)+SUM(1:3)"),
        ("of:=SUM([表1.A1:表3.B2])", "SUM('表1:表3'!A1:B2)"),
        ("of:=['file:///D:/%E6%B1%87%E6%80%BB.xlsx'#$表.D25]", "'[汇总.xlsx]表'!D25"),
        ("of:=[.#REF!]+[#REF!.A1]+#REF!+#DIV/0!", "#REF!+#REF!+#REF!+#DIV/0!"),
        ("of:=SUM([.A1:.A3]![.A2:.B2])+SUM(([.A1]~[.A3]))", "SUM(A1:A3 A2:B2)+SUM((A1,A3))"),
        ("of:={1;2|3;4}", "{1,2;3,4}"),
        ("of:=COM.MICROSOFT.CONCAT([.A1];合计数)", "CONCAT(A1,合计数)"),
        ("of:=附表2!C5", "附表2!C5"),
        ("msoxl:=SUM(A1:A2)", "SUM(A1:A2)"),
        ("=A1+1", "A1+1"),
        ("of:=[坏", "[坏"),
        ("of:=[??]", ""),
        ("pocket:=A1", ""),
        ("", ""),
    ],
)
def test_formulas_in_plain_words(written: str, plain: str) -> None:
    assert plain_formula(written) == plain
