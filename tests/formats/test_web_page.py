"""Web pages dressed as workbooks: spans, what programs leave beside the text, several tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.errors import FileProblem
from xlform.formats.source import read_data
from xlform.grid.model import Grid
from xlform.grid.notation import dump, parse


def grid_of(page: str, encoding: str = "utf-8") -> Grid:
    return read_data(page.encode(encoding), Path("导出.xls"))[1]


def refused(page: str) -> str:
    with pytest.raises(FileProblem) as caught:
        grid_of(page)
    return caught.value.code


def test_spans_leave_places_free() -> None:
    grid = grid_of(
        """<html><body><table border=1>
        <tr><th rowspan=2>产出指标<th colspan="2">数量指标</tr>
        <tr><td>宣传</td><td> ≥10 <b>次</b></td></tr>
        <tr><td>合计<td rowspan=9>611.00<td>完</tr>
        </table>"""
    )
    assert grid == parse(
        """
        | 产出指标 | 数量指标 | < |
        | ^ | 宣传 | ≥10 次 |
        | 合计 | 611.00 | 完 |
        """
    ), dump(grid)


def test_spans_past_each_other() -> None:
    grid = grid_of(
        "<table><tr><td rowspan=3>甲<td>1<td rowspan=2>乙<td>2</tr>"
        "<tr><td>3<td>4</tr><tr><td colspan=3>5</tr></table>"
    )
    assert grid == parse(
        """
        | 甲 | 1 | 乙 | 2 |
        | ^  | 3 | ^  | 4 |
        | ^  | 5 | <  | < |
        """
    ), dump(grid)


def test_blanks_and_lines() -> None:
    grid = grid_of(
        "<table><tr><td>\n   年度\n   预算&nbsp;&nbsp;申请<br>（万元）<br/></td>"
        "<td><p>一</p><p>二</p></td><td>&nbsp;</td><td>&lt;5&gt;&amp;&#8805;6</td></tr></table>"
    )
    assert [cell.text for cell in grid.sheets[0].cells.values()] == [
        "年度 预算  申请\n（万元）", "一\n\n二", " ", "<5>&≥6",
    ]  # fmt: skip


def test_raised_digits_do_not_join_the_number_before_them() -> None:
    grid = grid_of(
        "<table><tr><td>1.2×10<sup>4</sup>元<td>300m<sup>2</sup><td>注<sup>1</sup></tr>"
        "<tr><td>10<td><sup>95</sup><td><sup>3<td>4</tr></table>"
    )
    assert grid == parse("| 1.2×10⁴元 | 300m² | 注1 |\n| 10 | 95 | 3 | 4 |"), dump(grid)


def test_what_is_text_and_what_is_a_number() -> None:
    grid = grid_of(
        "<table><tr><td>95.00<td>1,056.40<td>98%<td>-3<td>0731<td>430204199001011234<td>5万<td>"
        "#REF!<td>TRUE<td>1,23<td>2023-12-31</tr></table>"
    )
    assert grid == parse(
        "| 95.00 | 1056.40 | 98% | -3 | '0731 | '430204199001011234 | 5万 | #REF! | TRUE "
        "| '1,23 | '2023-12-31 |"
    ), dump(grid)


def test_what_excel_leaves_beside_the_text() -> None:
    grid = grid_of(
        r"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>
        <!--table {} .xl24, .xl25 {mso-number-format:"0\.00";} .xl26{mso-number-format:"\@"}
        .xl27 {color:red; mso-number-format:"yyyy\0022年\0022m\0022月\0022"} .xl28{
        mso-number-format:Percent}-->
        </style></head><table>
        <tr><td class="xl24" x:num="95">95.0</td>
        <td class=xl25 x:num='30' x:fmla="=SUM(A1:A2)">30</td>
        <td class=xl26>66</td><td x:str>67</td><td class=xl27 x:num="44927">2023年</td>
        <td class=xl28 x:num="0.98">98%</td><td style="mso-number-format:'0.0'" x:num=7>7</td></tr>
        </table></html>"""
    )
    assert grid == parse(
        "| 95.00 | =SUM(A1:A2) → 30.00 | '66 | '67 | 2023年1月 | 98.00% | 7.0 |"
    ), dump(grid)


def test_every_table_is_a_sheet_named_where_somebody_names_it() -> None:
    grid = grid_of(
        "<html><!--[if gte mso 9]><xml><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>附表1</x:Name>"
        "</x:ExcelWorksheet><x:ExcelWorksheet><x:Name>附表2</x:Name></x:ExcelWorksheet></xml>"
        "<![endif]--><table><tr><td>一</table><table><tr><td>二</table>"
    )
    assert [sheet.name for sheet in grid.sheets] == ["附表1", "附表2"]
    plain = grid_of("<table></table><table><tr><td>一</table><table><tr><td>二</table>")
    assert [sheet.name for sheet in plain.sheets] == ["Sheet1", "Sheet2"]


def test_a_table_within_a_table_is_a_sheet_of_its_own() -> None:
    grid = grid_of("<table><tr><td>外<table><tr><td>里</td></tr></table>后</td><td>右</table>")
    assert [[cell.text for cell in sheet.cells.values()] for sheet in grid.sheets] == [
        ["外后", "右"], ["里"],
    ]  # fmt: skip


def test_words_around_a_table_stand_around_it() -> None:
    grid = grid_of(
        "<html><head><title>导出</title><script>if (a<b) document.write('<td>')</script></head>"
        "<h2>2023年汇总表</h2><p>单位：云田镇</p><table><tr><td>序号<td>金额</table><p>填表人</p>"
    )
    assert grid == parse("| 2023年汇总表 | |\n| 单位：云田镇 | |\n| 序号 | 金额 |\n| 填表人 | |"), (
        dump(grid)
    )


def test_hidden_rows_and_columns() -> None:
    grid = grid_of(
        "<table><col><col span=2 style='display: none'><tr style='DISPLAY:none'><td>一</tr>"
        "<tr><td>二</table>"
    )
    assert grid.sheets[0].hidden_rows == {1}
    assert grid.sheets[0].hidden_columns == {2, 3}


@pytest.mark.parametrize(
    ("said", "encoding"),
    [("gbk", "gb18030"), ("gb2312", "gb18030"), ("utf-8", "utf-8"), ("", "gb18030"),
     ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("没有", "utf-8"), ("", "utf-16")],
)  # fmt: skip
def test_encodings(said: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    grid = grid_of(f"<html><head>{meta}</head><table><tr><td>云田镇环竟</table>", encoding)
    assert grid.sheets[0].cells[1, 1].text == "云田镇环竟"


def test_a_byte_spoilt_is_seen_and_costs_no_more() -> None:
    page = "<html><table><tr><td>云田镇</td><td>95.00</td></tr></table>".encode()
    place = page.index("云".encode())
    spoilt = page[:place] + b"\xff" + page[place + 1 :]
    texts = [cell.text for cell in read_data(spoilt, Path("x"))[1].sheets[0].cells.values()]
    assert texts[1] == "95.00"
    assert "\ufffd" in texts[0]


def test_pages_that_hold_no_table() -> None:
    assert refused("<html><body><p>通知</p></body></html>") == "web-page"
    assert refused("<html><table><tr><td></td></tr></table></html>") == "web-page"
    assert refused(
        '<html><frameset rows="*,39"><frame src="a.files/sheet001.htm"></frameset></html>'
    ) == "web-page-frames"  # fmt: skip


def test_a_page_cut_off_keeps_what_came() -> None:
    grid = grid_of("<html><table><tr><td>一<td rowspan=3>二<tr><td>三")
    assert grid == parse("| 一 | 二 |\n| 三 | ^ |"), dump(grid)


def test_tags_written_badly() -> None:
    grid = grid_of(
        "<table><td>一<td>二</TR><TR><TD title=\"a>b\" colspan=x>三<td colspan='0'>四"
        "<!-- <td>没有 --><td>五 < 六<td nowrap>七</table"
    )
    assert grid == parse("| 一 | 二 | | |\n| 三 | 四 | 五 < 六 | 七 |"), dump(grid)
