"""F-01 … F-14: amounts, units, labels and rows, and notes of the reader."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from rule_checks import (
    DISTRICT,
    SAMPLE,
    TEMPLATES,
    cells_of,
    findings_in,
    findings_in_file,
    indicator_form,
)

import xlform
from xlform.formats.source import read_file
from xlform.messages.catalog import CATALOG
from xlform.reading.submission import read_grid
from xlform.rules import all_rules

SOURCE = Path(xlform.__file__).parent

# Cells of the sample by rule: the defects of the submission it is made from, and no others.
EXPECTED: dict[str, str] = {
    "F-01": "附表1!E3",
    "F-03": "附表1!E22",
}


def test_the_sample_has_findings_at_these_cells_and_no_others() -> None:
    found = findings_in_file(SAMPLE, "F-")
    assert {finding.code for finding in found} == set(EXPECTED)
    for code, cells in EXPECTED.items():
        assert cells_of(found, code) == cells.split(), code


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_error(path: Path) -> None:
    errors = [finding for finding in findings_in_file(path, "F-") if finding.severity == "error"]
    assert errors == []


ODD: dict[str, set[str]] = {
    "住房和城乡建设局": {"F-11"},
    "卫生健康局": {"F-02"},
    "城市管理和综合执法局": {"F-14"},
    "应急管理局": {"F-04"},
    "文化旅游体育局": {"F-14"},
    "松塘镇": {"F-08"},
}


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_is_odd_where_its_readme_says_so(path: Path) -> None:
    reported = {finding.code for finding in findings_in_file(path, "F-")}
    # The official 附表1 itself prints 金额 where the others print 金额单位.
    assert reported == ODD.get(path.stem, set()) | {"F-01"}


def test_every_note_of_the_reader_is_reported() -> None:
    for path in DISTRICT:
        source, grid = read_file(path)
        forms = read_grid(grid, source, TEMPLATES).forms
        cells = {(form.sheet, note.cell) for form in forms for note in form.notes}
        reported = {(finding.sheet, finding.cell) for finding in findings_in_file(path, "F-")}
        # Amounts in 元 all over a form are told once at its money unit.
        converted = {
            (form.sheet, note.cell)
            for form in forms
            for note in form.notes
            if note.code == "amount-converted"
        }
        assert cells - converted <= reported, path.stem


def test_every_code_of_a_note_has_its_rule() -> None:
    codes = {key.removeprefix("note.") for key in CATALOG if key.startswith("note.")}
    pages = {key for rule in all_rules() if rule.code.startswith("F-") for key in rule.messages}
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (SOURCE / "rules" / "layout").glob("*.py")
    )
    # choice has no note yet: Q-12 asks for it.
    missing = {code for code in codes if f'"{code}"' not in sources and code not in pages}
    assert missing == {"choice"}


def test_full_width_amounts_are_fixed_safely() -> None:
    form = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | '１，２５６．４０万元 | ^ | 金额 | 1256.40 |
"""
    (found,) = findings_in(form, "F-02")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == ("safe", "1256.40")


def test_an_amount_with_a_unit_of_its_own_is_reported_at_its_cell() -> None:
    form = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | '125000元 | ^ | 金额 | 12.5 |
"""
    assert [(finding.cell, finding.severity) for finding in findings_in(form, "F-04")] == [
        ("B2", "warning")
    ]


def test_a_line_break_within_one_value_is_no_second_value() -> None:
    assert findings_in(indicator_form("时效指标", "植树\\n时限", "2023年\\n12月底前"), "F-03") == []


def test_two_values_with_two_names_are_reported_once() -> None:
    form = indicator_form("成本指标", "基本支出\\n项目支出", "≤8万元\\n≤4万元")
    (found,) = findings_in(form, "F-03")
    assert (found.cell, "D3" in found.message) == ("E3", True)


def test_one_unit_in_all_forms_is_even_whatever_it_is() -> None:
    form = """
| 填报单位：甲镇 | | | 金额单位：元 | |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
"""
    assert findings_in(form, "F-01") == []


def test_a_form_without_a_unit() -> None:
    form = """
| 2023年区级专项资金支出方向绩效目标表 | | | | |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
"""
    (found,) = findings_in(form, "F-01")
    assert (found.cell, found.expected or found.help) == (
        "A1",
        "请在每张表右上角统一注明“金额单位：万元”。",
    )


@pytest.mark.parametrize(
    ("cell", "seen", "printed"),
    [("B7", "其中：财政拔款", "其中：财政拨款"), ("F8", "其它资金", "其他资金")],
)
def test_a_misspelt_label_is_mended_to_what_the_form_prints(
    cell: str, seen: str, printed: str, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(SAMPLE.with_name("项目支出绩效目标申报表.xlsx"))
    book[book.sheetnames[0]][cell] = seen
    book.save(tmp_path / "申报表.xlsx")
    (finding,) = findings_in_file(tmp_path / "申报表.xlsx", "F-08")
    assert finding.fix is not None
    assert [(edit.cell, edit.new) for edit in finding.fix.edits] == [(cell, printed)]
