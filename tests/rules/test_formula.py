"""G-01 … G-14: each kind of broken formula has its finding and its edit, and near misses none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from rule_checks import (
    DISTRICT,
    SAMPLE,
    SAMPLES,
    TEMPLATES,
    findings_in,
    findings_in_file,
    run_rules,
)

from xlform.checking.runner import check
from xlform.formats.source import read_file
from xlform.grid.address import Range
from xlform.grid.model import Cell, Grid, Sheet
from xlform.grid.notation import parse
from xlform.model.findings import Edit, Finding
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.template.form import FormTemplate

HEAD = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
"""


def details(
    total: str, rows: tuple[str, ...] = ("90.00", "36.00", "12.00"), beside: str = ""
) -> str:
    """A direction with a line for each amount from D3 on, and the total below them."""
    lines = "".join(f"| ^ | 经费 | 明细{n} | {amount} |  |\n" for n, amount in enumerate(rows))
    return f"{HEAD}{lines}| ^ | 合计 | < | {total} | {beside} |\n"


def formulas(text: str) -> list[Finding]:
    return findings_in(text, "G-")


def only(text: str) -> Finding:
    """The one finding on formulas in a grid."""
    found = formulas(text)
    assert len(found) == 1, [(one.code, one.cell, one.message) for one in found]
    return found[0]


def told(one: Finding) -> tuple[str, str, str, str]:
    """Code, cell, safety and the formula put in by a finding of one edit."""
    assert one.fix is not None, one.message
    (edit,) = one.fix.edits
    assert (edit.sheet, edit.cell, edit.kind) == (one.sheet, one.cell, "formula")
    return one.code, one.cell, one.fix.safety, edit.new


RIGHT = "=SUM(D3:D5)"


@pytest.mark.parametrize(
    ("code", "safety", "total"),
    [
        ("G-01", "safe", "138.00"),
        ("G-01", "safe", "'１３８．００万元"),
        ("G-01", "unsafe", "128.00"),
        ("G-01", "unsafe", "138.004"),
        ("G-01", "unsafe", "'约138万元"),
        ("G-02", "safe", "=SUM(D4:D5) → 48.00"),
        ("G-02", "safe", "=SUM(D3:D4) → 126.00"),
        ("G-02", "safe", "=SUM(D3,D5) → 102.00"),
        ("G-02", "safe", "=D3+D4 → 126.00"),
        ("G-02", "safe", "=$D$3+D5 → 102.00"),
        ("G-03", "safe", "=SUM(D3:D5)+D20 → 145.00"),
        ("G-03", "safe", "=SUM(D3:D5,D20) → 145.00"),
        ("G-04", "safe", "=SUM(D3:D5)+D5 → 150.00"),
        ("G-04", "safe", "=SUM(D3:D5)*2 → 276.00"),
        ("G-05", "safe", "=SUM(D3:D6) → 0"),
        ("G-05", "safe", "=SUM(D:D) → 0"),
        ("G-05", "safe", "=D3+D4+D5+D6 → 276.00"),
        ("G-07", "safe", "=SUM(#REF!) → #REF!"),
        ("G-07", "safe", "=D3+#REF!+D5 → 102.00"),
        ("G-07", "safe", "=SUMM(D3:D5) → #NAME?"),
        ("G-07", "safe", "=EVALUATE(D3) → ?"),
        ("G-07", "safe", "=SUM(D3:D5)/D19 → #DIV/0!"),
        ("G-07", "safe", "=B3+D4+D5 → #VALUE!"),
        ("G-07", "safe", '=SUM(D3:D5)&"万元" → 138万元'),
        ("G-08", "safe", "=[1]汇总!C5 → 138.00"),
        ("G-08", "unsafe", "='D:\\\\[科室汇总.xlsx]表'!C5 → 100.00"),
        ("G-08", "safe", "=[1]汇总!C5 → #REF!"),
        ("G-10", "safe", "=SUM(E3:E5) → 0"),
        ("G-10", "safe", "=D3+D4+D20 → 133.00"),
        ("G-10", "safe", "=SUM(别处!D3:D5) → 15.00"),
        ("G-12", "safe", "=SUM(D3:D5)/10000 → 0.0138"),
        ("G-12", "safe", "=SUM(D3:D5)*10000 → 1380000"),
        ("G-12", "safe", "=D3+D4/10000+D5 → 102.0036"),
        ("G-14", "unsafe", "=SUM(D3:D5)+5 → 143.00"),
        ("G-14", "unsafe", "=ROUND(SUM(D3:D5)*1.05,2) → 144.90"),
        ("G-14", "unsafe", '=SUMIF(B3:B4,"经费",D3:D4) → 126.00'),
        ("G-14", "unsafe", "=100+30 → 130.00"),
    ],
)
def test_a_broken_total_is_told_with_its_mending(code: str, safety: str, total: str) -> None:
    besides = "@at D20\n| 7.00 |\n@sheet 别处\n@at D3\n| 5.00 |\n| 5.00 |\n| 5.00 |\n"
    assert told(only(details(total) + besides)) == (code, "D6", safety, RIGHT)


@pytest.mark.parametrize(
    ("text", "new", "safety"),
    [
        ("'=SUM(D3:D5)", RIGHT, "safe"),
        ("'\\s=sum(D3:D5)", "=sum(D3:D5)", "safe"),
        ("'=D3+D4+D5", "=D3+D4+D5", "safe"),
        ("'＝SUM（D3：D5）", RIGHT, "safe"),
        ("'=SUM(D3:D4)", RIGHT, "safe"),
        ("'=SUM(D3:D6)", RIGHT, "safe"),
        ("'=SUM(D3:D4)+5", RIGHT, "unsafe"),
        ("'=合计", RIGHT, "unsafe"),
        ("SUM(D3:D5)", RIGHT, "safe"),
        ("'SUM(D3:D4)", RIGHT, "safe"),
        ("ＳＵＭ（D3：D5）", RIGHT, "safe"),
        ("'=SUM(D3;D5)", RIGHT, "safe"),
        ("'=SUM(D3:D5", RIGHT, "safe"),
        ("D3+D4+D5", "=D3+D4+D5", "safe"),
    ],
)
def test_a_formula_as_text_becomes_one(text: str, new: str, safety: str) -> None:
    assert told(only(details(text))) == ("G-09", "D6", safety, new)


@pytest.mark.parametrize(
    "total",
    [
        "=SUM(D3:D5) → 138.00",
        "=SUM($D$3:$D$5) → 138.00",
        "=sum(d3:d5) → 138.00",
        "=D3+D4+D5 → 138.00",
        "=SUM(D3:D4)+D5 → 138.00",
        "=SUM(D3,D4,D5) → 138.00",
        "=(D3+D4)+(D5) → 138.00",
        "=SUM(D2:D5) → 138.00",
        "=SUM(C3:E5) → 138.00",
        "=ROUND(SUM(D3:D5),2) → 138.00",
        "=SUM(Sheet1!D3:D5) → 138.00",
        '=SUMIF(B3:B5,"经费",D3:D5) → 138.00',
        "=SUMPRODUCT(D3:D5*1) → 138.00",
        "=SUBTOTAL(9,D3:D5) → 138.00",
        "=SUM(D3:D5)+0 → 138.00",
        "=SUM(D3:D5)-D20+D20 → 138.00",
    ],
)
def test_the_right_result_in_another_way_is_not_broken(total: str) -> None:
    assert formulas(details(total) + "@at D20\n| 7.00 |\n") == []


def test_a_range_over_a_blank_row_or_words_is_not_broken() -> None:
    longer = details("=SUM(D2:D6) → 138.00", ("90.00", "36.00", "12.00", ""))
    assert formulas(longer) == []


def test_a_row_without_money_may_be_left_out() -> None:
    assert formulas(details("=SUM(D3:D4) → 126.00", ("90.00", "36.00", "0.00"))) == []
    assert formulas(details("=SUM(D3:D4) → 126.00", ("90.00", "36.00", ""))) == []


def test_what_is_rounded_on_show_only_is_not_broken() -> None:
    shown = details("=SUM(D3:D5) → 137.996", ("89.996", "36.00", "12.00"))
    assert formulas(shown) == []


@pytest.mark.parametrize("places", ["0", "1", "-1"])
def test_a_rounding_that_hides_a_cent_is_told(places: str) -> None:
    text = details(f"=ROUND(SUM(D3:D5),{places}) → 138", ("89.97", "36.00", "12.00"))
    assert told(only(text)) == ("G-13", "D6", "safe", RIGHT)


def test_which_row_is_missing_is_said() -> None:
    first, last = only(details("=SUM(D4:D5) → 48.00")), only(details("=SUM(D3:D4) → 126.00"))
    assert "漏加了第一行 D3，结果 48.00，应为 138.00" in first.message
    assert "漏加了最后一行 D5，结果 126.00，应为 138.00" in last.message
    assert "漏加了 D4" in only(details("=D3+D5 → 102.00")).message


def test_a_constant_that_is_right_is_for_information() -> None:
    assert only(details("138.00")).severity == "info"
    assert only(details("128.00")).severity == "warning"


def test_a_total_of_blanks_is_not_made_up() -> None:
    """Something is wanting, and it may be the row rather than the total."""
    assert formulas(details("138.00", ("90.00", "", "12.00"))) == []
    assert formulas(details("", ("90.00", "36.00", "12.00"))) == []


def test_a_number_where_the_blank_has_no_formula_is_left_alone() -> None:
    form = """
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 50.00    | ^        | 金额 | 60.00    |
"""
    assert formulas(form) == []


# Text among the amounts


def test_text_amounts_starve_a_sum_and_are_mended_themselves() -> None:
    text = details("=SUM(D3:D5) → 48.00", ("'９０．００", "36.00", "12.00"))
    assert formulas(text) == []
    (found,) = findings_in(text, "F-02")
    assert found.fix is not None
    assert found.fix.safety == "safe"
    assert found.fix.edits == (Edit("Sheet1", "D3", "９０．００", "90.00", "number"),)


def test_a_chain_over_a_text_amount_is_mended_by_its_amount() -> None:
    text = details("=D3+D4+D5 → #VALUE!", ("'90万元", "36.00", "12.00"))
    assert formulas(text) == []
    assert [one.fix is not None for one in findings_in(text, "F-02")] == [True]


def test_a_chain_over_words_becomes_a_sum_if_the_filer_agrees() -> None:
    words = details("=D3+D4+D5 → #VALUE!", ("无", "36.00", "12.00"))
    blank = details("=D3+D4+D5 → #VALUE!", ("'\\s", "36.00", "12.00"))
    assert told(only(words)) == ("G-07", "D6", "unsafe", RIGHT)
    assert told(only(blank)) == ("G-07", "D6", "safe", RIGHT)


@pytest.mark.parametrize(
    ("raw", "new", "safety"),
    [
        ("'10万元", "10", "safe"),
        ("'２０", "20", "safe"),
        ("'1，056.40", "1056.40", "safe"),
        ("'95.00\\u00a0", "95.00", "safe"),
        ("'（3.5）", "-3.5", "safe"),
        ("'约30", "30", "unsafe"),
        ("'叁拾万元整", "30", "unsafe"),
    ],
)
def test_an_amount_as_text_becomes_the_number_it_says(raw: str, new: str, safety: str) -> None:
    (found,) = findings_in(details("=SUM(D3:D4) → 5.00", (raw, "5.00")), "F-02")
    assert found.fix is not None
    (edit,) = found.fix.edits
    assert (edit.cell, edit.new, edit.kind, found.fix.safety) == ("D3", new, "number", safety)


def test_an_amount_in_another_unit_is_converted_only_if_asked() -> None:
    (found,) = findings_in(details("=SUM(D3:D4) → 5.00", ("'125000元", "5.00")), "F-04")
    assert found.fix is not None
    assert found.fix.safety == "unsafe"
    assert found.fix.edits == (Edit("Sheet1", "D3", "125000元", "12.5", "number"),)


def test_a_form_in_yuan_counts_its_text_amounts_in_yuan() -> None:
    form = "| 填报单位：甲镇 |  |  | 金额单位：元 |  |\n" + details(
        "=SUM(D4:D5) → 900000", ("'360，000元", "900000")
    )
    (found,) = findings_in(form, "F-02")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == ("safe", "360000")
    assert formulas(form) == []


def test_a_constant_over_an_uncertain_row_is_not_safely_replaced() -> None:
    """A sum would pass the text over and show less than was typed."""
    one = only(details("102.5", ("'125000元", "90.00")))
    assert told(one) == ("G-01", "D5", "unsafe", "=SUM(D3:D4)")


def test_a_text_total_gets_its_formula_and_no_number() -> None:
    text = details("'138.00万元")
    assert told(only(text)) == ("G-01", "D6", "safe", RIGHT)
    assert [one.fix for one in findings_in(text, "F-02")] == [None]


# Subtotals


SUBTOTAL = """
| ^ | 运转 | 办公费 | 90.00 |  |
| ^ | 运转 | 电费   | 36.00 |  |
| ^ | 小计 | < | =SUM(D3:D4) → 126.00 |  |
| ^ | 维修 | 维修费 | 12.00 |  |
"""


@pytest.mark.parametrize(
    "total", ["=SUM(D5:D6) → 138.00", "=D5+D6 → 138.00", "=SUM(D3:D4)+D6 → 138.00"]
)
def test_a_total_may_add_subtotals(total: str) -> None:
    assert formulas(f"{HEAD}{SUBTOTAL}| ^ | 合计 | < | {total} | |\n") == []


@pytest.mark.parametrize("subtotal", ["=SUM(D3:D4) → 126.00", "126.00"])
def test_a_subtotal_is_not_counted_twice(subtotal: str) -> None:
    rows = SUBTOTAL.replace("=SUM(D3:D4) → 126.00", subtotal)
    found = only(f"{HEAD}{rows}| ^ | 合计 | < | =SUM(D3:D6) → 264.00 | |\n")
    assert told(found) == ("G-04", "D7", "safe", "=SUM(D3:D4,D6)")


# Totals of the rows shown, and totals joined to their label


@pytest.mark.parametrize(
    "total",
    ["=SUBTOTAL(109,D3:D5) → 102", "=SUBTOTAL(109,D3:D4)+D5 → 102", "=+SUBTOTAL(109,D3:D5) → 102"],
)
def test_a_total_of_the_rows_shown_is_told_and_not_changed(total: str) -> None:
    grid = f"@hidden rows 4\n{details(total).strip()}"
    found = only(grid)
    assert (found.code, found.severity, found.fix) == ("G-14", "info", None)
    assert "隐藏" in found.message


def test_a_total_of_the_rows_shown_that_hides_none_is_judged() -> None:
    assert told(only(details("=SUBTOTAL(109,D3:D4) → 126")))[0] == "G-02"
    assert formulas(details("=SUBTOTAL(109,D3:D5) → 138")) == []


@pytest.mark.parametrize(
    "total",
    [
        '="合计："&TEXT(SUM(D3:D5),"0.00") → 合计：138.00',
        '="合计："&SUM(D3:D5)&"万元" → 合计：138万元',
        '="金额: "&D3+D4+D5 → 金额: 138',
    ],
)
def test_an_amount_joined_to_its_label_is_no_failing_formula(total: str) -> None:
    assert formulas(details(total)) == []


@pytest.mark.parametrize(
    "total",
    ['="合计："&D9 → 合计：', '="约"&SUM(D3:D5) → 约138', '="合计："&E3 → 合计：待定'],
)
def test_a_label_without_an_amount_is(total: str) -> None:
    assert only(details(total)).code == "G-07"


# Between forms


def funds(second: str = "='附表2'!C4 → 36.00", total: str = "=SUM(C3:C4) → 126.00") -> str:
    return f"""
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分   | <                  |
| ^                    |              |   | 其中：基本支出 | 10.00              |
| ^                    |              |   | 项目支出       | ='附表2'!C2 → 126.00 |
@sheet 附表2
| 序号 | 名称         | 金额    | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | {total} |                |              |
| 一   | 环境整治专项 | 90.00   | 环境改善       | 环境改善     |
| 二   | 社区经费     | 36.00   | 社区运转       | 社区运转     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项        |
| 项目金额         | 90.00    | ^        | 金额 | ='附表2'!C3 → 90.00 |
| 项目实施期       | 2023年   | <        | <    | <                   |
@sheet 附表3-2
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 36.00    | ^        | 金额 | {second} |
| 项目实施期       | 2023年   | <        | <    | <        |
"""


@pytest.mark.parametrize(
    ("code", "safety", "second"),
    [
        ("G-10", "safe", "='附表2'!C3 → 90.00"),
        ("G-10", "safe", "='附表2'!C2 → 126.00"),
        ("G-10", "safe", "='附表3-1'!B2 → 90.00"),
        ("G-07", "safe", "='附表2'!#REF! → #REF!"),
        ("G-08", "safe", "='[1]附表2'!C4 → 36.00"),
        ("G-12", "safe", "='附表2'!C4/10000 → 0.0036"),
    ],
)
def test_an_amount_follows_its_fund_in_the_summary(code: str, safety: str, second: str) -> None:
    found = only(funds(second))
    assert (found.sheet, *told(found)) == ("附表3-2", code, "E2", safety, "='附表2'!C4")


@pytest.mark.parametrize("second", ["=B2 → 36.00", "='附表2'!$C$4 → 36.00", "36.00", "35.00"])
def test_what_a_fund_may_be_besides(second: str) -> None:
    assert formulas(funds(second)) == []


def test_another_fund_of_the_same_amount_is_still_another() -> None:
    """The number is right by chance, so mending it changes none and weighs less."""
    text = funds("='附表2'!C3 → 36.00").replace("90.00", "36.00").replace("126.00", "72.00")
    found = only(text)
    assert (found.severity, *told(found)) == ("warning", "G-10", "E2", "safe", "='附表2'!C4")


def test_only_the_root_is_told_where_others_follow_it() -> None:
    found = only(funds(total="=SUM(C3:#REF!) → #REF!").replace("C2 → 126.00", "C2 → #REF!"))
    assert (found.sheet, *told(found)) == ("附表2", "G-07", "C2", "safe", "=SUM(C3:C4)")


def test_a_fund_of_several_directions_is_their_sum() -> None:
    text = funds().replace("| 36.00   | 社区运转", "| ='附表3-2'!#REF! → #REF! | 社区运转")
    text = text.replace("='附表2'!C4 → 36.00", "='附表2'!C4 → #REF!")
    more = text[text.index("@sheet 附表3-2") :].replace("附表3-2", "附表3-3", 1)
    found = formulas(text + more)
    assert [(one.sheet, *told(one)) for one in found] == [
        ("附表2", "G-07", "C4", "safe", "='附表3-2'!B2+'附表3-3'!B2")
    ]


def test_a_result_vouched_for_elsewhere_is_changed_only_if_asked() -> None:
    form = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | 90.00        | ^        | 金额 | 90.00                  |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   |                        |
| ^                  | 人员经费     | 社保     | 36   |                        |
| ^                  | 合计         | <        | =SUM(D4:D4) → 90 |            |
"""
    assert told(only(form)) == ("G-02", "D6", "unsafe", "=SUM(D4:D5)")
    agreed = form.replace("90.00", "126.00")
    assert told(only(agreed)) == ("G-02", "D6", "safe", "=SUM(D4:D5)")


def test_units_differ_between_forms_and_formulas_convert() -> None:
    """A summary in 元 over directions in 万元: the factor belongs there."""
    text = funds().replace("@sheet 附表2\n", "@sheet 附表2\n| 单位：元 | | | | |\n")
    text = text.replace("90.00   | 环境改善", "900000 | 环境改善")
    text = text.replace("36.00   | 社区运转", "360000 | 社区运转")
    text = text.replace("=SUM(C3:C4) → 126.00", "=SUM(C4:C5) → 1260000")
    text = text.replace("='附表2'!C3 → 90.00", "='附表2'!C4/10000 → 90.00")
    text = text.replace("='附表2'!C2 → 126.00", "='附表2'!C3/10000 → 126.00")
    assert formulas(text.replace("='附表2'!C4 → 36.00", "='附表2'!C5/10000 → 36.00")) == []
    found = only(text.replace("='附表2'!C4 → 36.00", "='附表2'!C5 → 360000"))
    assert told(found) == ("G-12", "E2", "safe", "='附表2'!C5/10000")


# Circles


def test_two_totals_that_equal_each_other() -> None:
    form = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | =D6 → 0      | ^        | 金额 | 90.00                  |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   |                        |
| ^                  | 人员经费     | 社保     | 36   |                        |
| ^                  | 合计         | <        | =B2 → 0 |                     |
"""
    assert told(only(form)) == ("G-06", "D6", "safe", "=SUM(D4:D5)")


def test_a_circle_between_forms_has_a_way_out() -> None:
    text = funds("='附表2'!C4 → 0").replace(
        "| 36.00   | 社区运转", "| ='附表3-2'!E2 → 0 | 社区运转"
    )
    found = only(text)
    assert (found.sheet, *told(found)) == ("附表2", "G-06", "C4", "unsafe", "='附表3-2'!B2")


def test_a_circle_nobody_can_mend_is_told_once() -> None:
    form = """
| 支出方向（子项） | 社区办公    | 所属专项 | 名称 | 社区经费    |
| 项目金额         | =E2+1 → 0   | ^        | 金额 | =B2+1 → 0   |
"""
    found = only(form)
    assert (found.code, found.cell, found.fix) == ("G-06", "B2", None)


# Stale results


def test_a_stale_result_is_computed_again() -> None:
    found = only(details("=SUM(D3:D5) → 126.00"))
    assert told(found) == ("G-11", "D6", "safe", RIGHT)
    assert (found.expected, found.actual, found.severity) == ("138.00", "126.00", "warning")


def test_a_stored_nought_is_for_information() -> None:
    found = only(details("=SUM(D3:D5) → 138.00 @stored 0"))
    assert (found.code, found.severity) == ("G-11", "info")


def test_a_formula_without_a_result_is_not_stale() -> None:
    assert formulas(details("=SUM(D3:D5) → ?")) == []


# Units row by row


@pytest.mark.parametrize(
    ("rows", "besides", "new"),
    [
        # One row converts, one does not, one converts otherwise.
        (("=G3 → 5", "=G4 → 6", "=G5/10000 → 0.0007", "=G6 → 8"), (5, 6, 7, 8), "safe =G5"),
        (
            ("=G3/10000 → 5", "=G4/10000 → 6", "=G5 → 70000", "=G6/10000 → 8"),
            (50000, 60000, 70000, 80000),
            "safe =G5/10000",
        ),
        (
            ("=ROUND(G3/10,2) → 5", "=ROUND(G4/10,2) → 6", "=G5*10 → 700", "=ROUND(G6/10,2) → 8"),
            (50, 60, 70, 80),
            "",
        ),
        (
            ("=G3/10000 → 5", "=G4/10000 → 6", "=G5/1000 → 70", "=G6/10000 → 8"),
            (50000, 60000, 70000, 80000),
            "unsafe =G5/10000",
        ),
        # The source of one row counts in another unit than those of the others.
        (
            ("=G3/10000 → 5", "=G4/10000 → 6", "=G5 → 7", "=G6/10000 → 8"),
            (50000, 60000, 7, 80000),
            "",
        ),
        (("=G3 → 5", "=G4 → 6", "=G5/10000 → 7", "=G6 → 8"), (5, 6, 70000, 8), ""),
        # A habit.
        (("=G3/10000 → 0.0005", "=G4 → 6", "=G5/10000 → 0.0007", "=G6 → 8"), (5, 6, 7, 8), ""),
    ],
)  # fmt: skip
def test_one_row_alone_converts(rows: tuple[str, ...], besides: tuple[int, ...], new: str) -> None:
    total = sum(Decimal(row.partition(" → ")[2]) for row in rows)
    text = details(f"=SUM(D3:D6) → {total}", rows)
    text += "@at G3\n" + "".join(f"| {amount} |\n" for amount in besides)
    found = [told(one) for one in formulas(text)]
    assert [(code, cell, f"{safety} {text}") for code, cell, safety, text in found] == (
        [("G-12", "D5", new)] if new else []
    )


@pytest.mark.parametrize(
    ("rows", "new"),
    [
        (("=G3/10 → 90.00", "=G4/10 → 36.00", "12.00"), "safe =G5/10"),
        (("=G3/10 → 90.00", "=G4/10 → 36.00", "13.00"), "unsafe =G5/10"),
        # Formulas that are no copies of one, too few of them, and another number typed.
        (("=G3/10 → 90.00", "=G4*0.1 → 36.00", "12.00"), ""),
        (("=G3/10 → 90.00", "36.00", "12.00"), ""),
    ],
)
def test_a_number_typed_where_all_other_rows_have_formulas(rows: tuple[str, ...], new: str) -> None:
    total = sum(Decimal(row.partition(" → ")[2] or row) for row in rows)
    text = details(f"=SUM(D3:D5) → {total}", rows) + "@at G3\n| 900 |\n| 360 |\n| 120 |\n"
    found = [told(one) for one in formulas(text)]
    assert [(code, cell, f"{safety} {text}") for code, cell, safety, text in found] == (
        [("G-01", "D5", new)] if new else []
    )


@pytest.mark.parametrize(
    ("third", "found"),
    [
        ("=#REF!/10 → #REF!", ["G-07 safe =G5/10"]),
        ("=RUOND(G5/10,2) → #NAME?", ["G-07 safe =G5/10"]),
        ("=G5/H5 → #DIV/0!", ["G-07 safe =G5/10"]),
        ("=G4/10 → 36.00", ["G-10 safe =G5/10"]),
        ("=G6/10 → 50.00", ["G-10 safe =G5/10"]),
        # What no other row reads is this row's own source.
        ("=G20/10 → 7.00", []),
        ("=H5*2 → 0", []),
    ],
)
def test_one_row_unlike_all_others(third: str, found: list[str]) -> None:
    rows = ("=G3/10 → 90.00", "=G4/10 → 36.00", third, "=G6/10 → 50.00")
    shown = [row.partition(" → ")[2] for row in rows]
    total = shown[2] if shown[2].startswith("#") else sum(map(Decimal, shown))
    besides = "@at G3\n| 900 |\n| 360 |\n| 120 |\n| 500 |\n@at G20\n| 70 |\n"
    told_of = [told(one) for one in formulas(details(f"=SUM(D3:D6) → {total}", rows) + besides)]
    assert [f"{code} {safety} {new}" for code, _, safety, new in told_of] == found


def test_a_row_whose_copy_would_fail_too_is_left_to_its_source() -> None:
    rows = ("=G3/10 → 90.00", "=G4/10 → 36.00", "=#REF!/10 → #REF!", "=G6/10 → 50.00")
    besides = "@at G3\n| 900 |\n| 360 |\n| #N/A |\n| 500 |\n"
    assert formulas(details("=SUM(D3:D6) → #REF!", rows) + besides) == []


# Sums through other functions than SUM


@pytest.mark.parametrize(
    ("code", "total"),
    [
        ("G-02", "=IFERROR(SUM(D3:D4),0) → 126.00"),
        ("G-02", '=IF(SUM(D3:D4)=0,"",SUM(D3:D4)) → 126.00'),
        ("G-02", "=IF(ISERROR(SUM(D3:D4)),0,SUM(D3:D4)) → 126.00"),
        ("G-02", "=SUBTOTAL(9,D3:D4) → 126.00"),
        ("G-02", "=AGGREGATE(9,6,D3:D4) → 126.00"),
        ("G-02", "=SUMPRODUCT(D3:D4*1) → 126.00"),
        ("G-02", '=SUMIF(D3:D4,">0") → 126.00'),
        ("G-02", "=MAX(0,SUM(D4:D5)) → 48.00"),
        ("G-02", "=SUM(D3:OFFSET(D6,-2,0)) → 126.00"),
        ("G-02", "=SUM(D3:INDEX(D:D,4)) → 126.00"),
        ("G-04", "=SUBTOTAL(9,D3:D5)+D5 → 150.00"),
        ("G-03", "=IFERROR(SUM(D3:D5)+D20,0) → 145.00"),
        ("G-12", "=IFERROR(SUM(D3:D5)/10000,0) → 0.0138"),
        ("G-10", "=SUMPRODUCT(E3:E5) → 0"),
    ],
)
def test_a_sum_through_another_function_is_mended_as_safely(code: str, total: str) -> None:
    found = only(details(total) + "@at D20\n| 7.00 |\n")
    assert told(found) == (code, "D6", "safe", RIGHT)


@pytest.mark.parametrize(
    "total",
    [
        '=SUMIF(B3:B5,"<>社保",D3:D5) → 48.00',  # rows chosen by words
        '=SUMIF(D3:D5,">20") → 126.00',  # and by amount
        "=SUMPRODUCT(D3:D5)-38 → 100.00",
        "=LARGE(D3:D5,1) → 90.00",
        "=AVERAGE(D3:D5) → 46.00",
    ],
)
def test_a_formula_that_chooses_is_no_sum(total: str) -> None:
    text = details(total)
    found = [one for one in formulas(text) if one.severity != "info"]
    assert all(told(one)[2] == "unsafe" for one in found), found


def test_a_name_that_is_short() -> None:
    text = "@name 金额区 Sheet1!$D$3:$D$4\n" + details("=SUM(金额区) → 126.00")
    assert told(only(text)) == ("G-02", "D6", "safe", RIGHT)


# Wherever the form stands


def test_stacked_forms_have_their_own_totals() -> None:
    first = details("=SUM(D3:D4) → 126.00").replace("社区办公", "甲")
    second = details("=SUM(D3:D4) → 126.00").replace("社区办公", "乙")
    found = formulas(first + second)
    assert [told(one)[1:] for one in found] == [
        ("D6", "safe", "=SUM(D3:D5)"),
        ("D12", "safe", "=SUM(D9:D11)"),
    ]


def test_a_shifted_form_is_mended_where_it_stands() -> None:
    assert told(only("@at H21" + details("=SUM(K23:K24) → 126.00"))) == (
        "G-02", "K26", "safe", "=SUM(K23:K25)",
    )  # fmt: skip


def test_a_sheet_with_quotes_in_its_name() -> None:
    text = funds("='附表2'!C3 → 90.00").replace("'附表2'!", "'汇''总 1'!")
    found = only(text.replace("@sheet 附表2", '@sheet "汇\'总 1"'))
    assert told(found)[3] == "='汇''总 1'!C4"


# The blank's own formulas, and templates without any


def without_relations(template: FormTemplate) -> FormTemplate:
    declared = msgspec.structs.replace(template.declaration, relation=())
    return FormTemplate.of(template.name, template.folder, declared)


def test_the_blanks_formula_serves_where_no_relation_says_it() -> None:
    (template,) = (one for one in TEMPLATES if one.kind == "fund-direction")
    bare = without_relations(template)
    grid = parse(details("=SUM(D3:D4) → 126.00"))
    submission = read_grid(grid, Source("x.xlsx", "xlsx", ""), (bare,))
    rules = [rule for rule in all_rules() if rule.code.startswith("G-")]
    found = check(submission, RuleContext({bare.name: bare}, grid), rules, {}).findings
    assert [told(one) for one in found] == [("G-02", "D6", "safe", RIGHT)]


# The samples


def test_the_sample_has_no_broken_formula() -> None:
    assert findings_in_file(SAMPLE, "G-") == ()
    assert findings_in_file(SAMPLES / "项目支出绩效目标申报表.xlsx", "G-") == ()


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_broken_formula(path: Path) -> None:
    found = findings_in_file(path, "G-")
    constants = path.stem == "卫生健康局"
    assert {(one.code, one.severity) for one in found} == (
        {("G-01", "info")} if constants else set()
    )


def test_without_cells_nothing_is_judged() -> None:
    grid = parse(details("128.00"))
    source = Source("x.json", "json", "")
    submission = read_grid(grid, source, TEMPLATES)
    rules = [rule for rule in all_rules() if rule.code.startswith("G-")]
    checked = check(submission, RuleContext({one.name: one for one in TEMPLATES}), rules, {})
    assert checked.findings == ()
    assert {one.reason for one in checked.not_asked} == {"not-applicable"}


def test_one_edit_a_cell_whatever_is_broken() -> None:
    """Rules that look at the same cell never propose different things for it."""
    rows = ("'９０．００ ", "=G9/10000 → 1", "'12.00元", "无")
    for total in ("'１３８万元 ", "'=SUM(D3:D4) ", "=D3+D4 → #VALUE!", "=SUM(D3:D7) → 0"):
        found = run_rules(parse(details(total, rows)), Source("x.xlsx", "xlsx", ""), "").findings
        edits: dict[str, set[Edit]] = {}
        for one in found:
            for edit in one.fix.edits if one.fix else ():
                edits.setdefault(edit.cell, set()).add(edit)
        assert {cell: len(held) for cell, held in edits.items() if len(held) > 1} == {}, total


def test_a_form_that_goes_on_over_sheets_is_mended_where_it_goes_on() -> None:
    """附表3-1 torn after row 16 of its indicators; 续表 repeats their head."""
    whole = next(sheet for sheet in read_file(SAMPLE)[1].sheets if sheet.name == "附表3-1")
    head, torn = 9, 16
    first = {at: cell for at, cell in whole.cells.items() if at[0] <= torn}
    second = {(1, column): cell for (row, column), cell in whole.cells.items() if row == head}
    second |= {(row - torn + 1, c): cell for (row, c), cell in whole.cells.items() if row > torn}
    second[12, 4] = Cell(Decimal(85), "SUM(D7:D10)")
    merges = tuple(
        Range(m.top, m.left, min(m.bottom, torn), m.right) for m in whole.merges if m.top <= torn
    )
    below = tuple(
        Range(max(m.top - torn, 1) + 1, m.left, m.bottom - torn + 1, m.right)
        for m in whole.merges
        if m.top > torn
    )
    grid = Grid((Sheet("附表3-1", first, merges), Sheet("续表", second, below)))
    found = run_rules(grid, Source("x.xlsx", "xlsx", ""), "").findings
    (one,) = (one for one in found if one.code == "G-02")
    assert (one.sheet, *told(one)) == ("续表", "G-02", "D12", "safe", "=SUM(D7:D11)")
    assert ("A-04", "续表", "D12") in {(one.code, one.sheet, one.cell) for one in found}
