"""Number formats that scale a number, or carry its sign or unit (figures 2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from rule_checks import SAMPLE, TEMPLATES, findings_in

from xlform.grid.notation import dump, parse
from xlform.grid.number_format import displayed, speaks
from xlform.model.submission import Form, Source, Target
from xlform.reading.submission import read_grid
from xlform.submission.read import read

FORM = """
| 填报单位：甲镇 | | | {unit} |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | {amount} @format {code} | | | |
"""


def form_of(text: str) -> Form:
    [form] = read_grid(parse(text), Source("x.xlsx", "xlsx", ""), TEMPLATES).forms
    return form


@pytest.mark.parametrize(
    ("unit", "amount", "code", "wan"),
    [
        ("单位：万元", "6110000", "0!.0,", "611.0"),
        ("单位：万元", "6110000", '0"."0000', "611.0000"),
        ("单位：万元", "6112345", "0!.0,", "611.2345"),
        ("单位：万元", "6110000", r"0\\.0,", "611.0"),
        ("单位：万元", "6110000", '0!.0000"万元"', "611.0000"),
        ("单位：元", "6110000", '0!.0000"万元"', "611.0000"),
        ("单位：万元", "6110000", '#,##0.00,,"百万"', "611"),
        ("单位：万元", "6110000", '[>=10000]0!.0,"万元";0"元"', "611.0"),
        ("单位：万元", "500", '[>=10000]0!.0,"万元";0"元"', "0.0500"),
        ("单位：万元", "611", '0.00"万元"', "611.00"),
        ("单位：元", "611", '0.00"万元"', "611.00"),
        ("单位：万元", "950000", '#,##0.00"元"', "95.000000"),
        ("单位：千元", "6110000", "0.00,", "611.000"),
        ("单位：百万元", "6110000", "0.00,,", "611"),
        ("单位：万元", "-6110000", "0!.0,", "-611.0"),
        ("单位：万元", "0", '0.00;-0.00;"无"', "0"),
        ("单位：万元", "611.00", '_ ¥* #,##0.00_ ;_ * \\\\-#,##0.00_ ;_ * "-"??_ ;_ @_', "611.00"),
    ],
)
def test_an_amount_is_read_as_it_is_displayed(unit: str, amount: str, code: str, wan: str) -> None:
    form = form_of(FORM.format(unit=unit, amount=amount, code=code))
    assert form.fields["amount"] == Decimal(wan)


@pytest.mark.parametrize(
    ("unit", "amount", "code"),
    [
        ("单位：万元", "6110000", "0.00,"),
        ("单位：元", "6110000", "0!.0,"),
        ("单位：元", "6110000", '0"."0000'),
        ("单位：万元", "6110000", "0.00,,"),
        ("单位：万元", "6110000", '0.00,"百万元"'),
        ("单位：万元", "-5", '0"万元";[Red]0"万元"'),
    ],
)
def test_where_display_and_number_disagree_both_are_told(unit: str, amount: str, code: str) -> None:
    text = FORM.format(unit=unit, amount=amount, code=code)
    form = form_of(text)
    assert form.fields["amount"] is None
    assert amount in form.origins["amount.text"]
    [found] = findings_in(text, "F-15")
    assert (found.cell, found.severity) == ("B3", "error")
    assert amount in found.message


@pytest.mark.parametrize("code", ['0"人"', '0"次"', '"第"0"批"'])
def test_a_number_of_something_else_is_no_amount(code: str) -> None:
    text = FORM.format(unit="单位：万元", amount="5", code=code)
    assert form_of(text).fields["amount"] is None
    assert [found.cell for found in findings_in(text, "F-05")] == ["B3"]


def test_a_scaled_amount_names_both_numbers() -> None:
    text = FORM.format(unit="单位：万元", amount="6110000", code="0!.0,")
    [found] = findings_in(text, "F-15")
    assert found.severity == "warning"
    for number in ("611.0", "6110000元"):
        assert number in found.message
    assert found.fix is None


VALUES: list[tuple[Any, str, str, str, str | None]] = [
    (10, '"≥"0"次"', "≥10次", ">=", "10"),
    (9, '0"个"', "9个", "=", "9"),
    (0.9, '"≥"0%', "≥90%", ">=", "90"),
    (0.9, "\\≥0%", "≥90%", ">=", "90"),
    (0.955, "\\≥0%", "≥95.5%", ">=", "95.5"),
    (95, '"≥"0"%"', "≥95%", ">=", "95"),
    (12, 'General"场次"', "12场次", "=", "12"),
    (500, '"≤"#,##0"元/人"', "≤500元/人", "<=", "500"),
    ("10", '"≥"@"次"', "≥10次", ">=", "10"),
    (3, "[<5]0次;0次", "3次", "=", "3"),
    (dt.date(2023, 12, 1), 'yyyy"年"m"月底前"', "2023年12月底前", "<=", None),
    (dt.date(2023, 1, 1), 'yyyy"年"', "2023年", "<=", None),
]


def target_in(path: Path) -> Target:
    forms = read(path).forms
    form = next(one for one in forms if one.sheet == "附表3-1")
    at = next(at for at, origin in form.origins.items() if origin == "E14")
    target = form.tables["indicators"][int(at.split("[")[1].split("]")[0])]["target"]
    assert isinstance(target, Target)
    return target


@pytest.mark.parametrize(("value", "code", "text", "comparator", "number"), VALUES)
def test_a_target_is_what_is_displayed(
    tmp_path: Path, value: object, code: str, text: str, comparator: str, number: str | None
) -> None:
    book = load_workbook(SAMPLE)
    cell = book["附表3-1"]["E14"]
    cell.value, cell.number_format = value, code
    book.save(tmp_path / "报表.xlsx")
    found = target_in(tmp_path / "报表.xlsx")
    assert (found.text, found.comparator) == (text, comparator)
    assert found.value == (Decimal(number) if number else None)
    if isinstance(value, dt.date):
        assert found.date == dt.date(2023, 12, 31)


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "0.00", "#,##0.00", "0%", "0.00%", "@", "0.00E+00", "# ?/?", "h:mm:ss",
        "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', '[$-804]yyyy"年"m"月"d"日";@', "m/d/yy", "0;-0;;@",
        "0.00_);[Red]\\(0.00\\)", "¥#,##0.00;¥-#,##0.00", "[$¥-804]#,##0.00", "#,##0.00_ ",
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "[DBNum1]General",
    ],
)  # fmt: skip
def test_ordinary_formats_cost_nothing(code: str) -> None:
    assert not speaks(code)


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        (";;;", "5", ""),
        ("[White]0", "5", ""),
        ("0;;", "-5", ""),
        ('0"次";"减"0"次"', "-5", "减5次"),
        ('"约"0', "5", "约5"),
        ("0次", "10", "10次"),
        ('0!.0000"万元"', "5", "0.0005万元"),
    ],
)
def test_what_a_format_displays(code: str, value: str, text: str) -> None:
    assert displayed(code, Decimal(value)) == text


def test_the_notation_keeps_a_format() -> None:
    text = '@sheet 表\n| 10 @format "≥"0"次" | =A1*2 → 20 @format 0\\|0 |\n'
    grid = parse(text)
    assert parse(dump(grid)) == grid
    assert grid.sheets[0].cells[1, 1].text == "≥10次"
    assert grid.sheets[0].cells[1, 2].format == "0|0"


def test_the_written_form_says_what_was_displayed(tmp_path: Path) -> None:
    from xlform.writing.writer import write  # noqa: PLC0415  (heavy)

    book: Workbook = load_workbook(SAMPLE)
    sheet = book["附表3-1"]
    sheet["E14"].value, sheet["E14"].number_format = 17, '"≥"0"次"'
    book.save(tmp_path / "报表.xlsx")
    submission = read(tmp_path / "报表.xlsx")
    write(submission, tmp_path / "规范.xlsx")
    written = load_workbook(tmp_path / "规范.xlsx")
    values = {cell.value for sheet in written for row in sheet.rows for cell in row}
    assert "≥17次" in values
    assert 17 not in values
