"""What a blank says beside its cells, and what it refuses, as LibreOffice understands it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from handing import KNOWN, SET, blank, blank_form, opened, sheet_of, template, worksheets
from office import recomputed
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlform.grid.address import Range
from xlform.messages import set_language
from xlform.ooxml.fill.validation import Validation
from xlform.template.form import FormTemplate
from xlform.template.store import load_template

each_template = pytest.mark.parametrize(
    "form_template", KNOWN, ids=lambda form_template: form_template.name
)


def validation(sheet: Worksheet, cell: str) -> DataValidation:
    """The one validation a cell has."""
    found: list[DataValidation] = [
        validation for validation in sheet.data_validations.dataValidation if cell in validation
    ]
    assert len(found) == 1, cell
    return found[0]


@each_template
def test_each_slot_says_what_it_is_for(form_template: FormTemplate) -> None:
    sheet = sheet_of(blank(form_template))
    for input_field in blank_form(form_template).input_fields:
        for box in input_field.cells:
            found = validation(sheet, str(Range(box.top, box.left, box.top, box.left)))
            assert found.promptTitle
            assert found.prompt
            assert len(found.promptTitle) <= 32
            assert max(len(found.prompt), len(found.error or ""), len(found.formula1 or "")) <= 255
            assert found.errorStyle in ("stop", "warning", None)


@pytest.mark.parametrize(
    ("cell", "kind", "formula", "words"),
    [
        ("B5", "decimal", "0", "按万元填数字，如 95.00；不写单位，也不写“无”“/”。必填。"),
        ("F5", "decimal", "0", "按万元填数字，如 95.00；不写单位，也不写“无”“/”。必填。"),
        ("F10", "list", '"计划标准,历史标准,行业标准,其他标准"',
         "从下拉列表里选一个。没有的空着。"),
        ("B4", None, None, "填写“支出方向(子项)”。必填。"),
        ("D32", None, None, "自动计算，不用填。"),
        ("B6", "custom", 'AND(LEFT(B6,4)="2024",ISNUMBER(FIND("2024",B6,5)))',
         "写起止日期，如 2024.01.01-2024.12.31。必填。"),
        ("A34", "custom", 'LEFT(A34,4)="填表人："', "接在“填表人：”后面填，前面这几个字不要删。"),
    ],
)  # fmt: skip
def test_hints_of_a_direction(cell: str, kind: str | None, formula: str | None, words: str) -> None:
    found = validation(sheet_of(blank(template("附表3"))), cell)
    assert (found.type, found.formula1, found.prompt) == (kind, formula, words)
    if kind:
        assert found.showErrorMessage
        assert found.error


def test_the_money_unit_is_the_one_the_form_prints(tmp_path: Path) -> None:
    folder = tmp_path / "套" / "表"
    shutil.copytree(template("附表3").folder, folder)
    book = openpyxl.load_workbook(folder / "blank.xlsx")
    worksheets(book)[0]["E3"] = "金额单位：元"
    book.save(folder / "blank.xlsx")
    prompt = validation(sheet_of(blank(load_template(folder, "套/表"))), "B5").prompt
    assert prompt == "按元填数字，如 95.00；不写单位，也不写“无”“/”。必填。"


def test_a_period_may_yet_be_another_and_without_a_year_it_is_not_asked() -> None:
    assert validation(sheet_of(blank(template("附表3"))), "B6").errorStyle == "warning"
    assert validation(sheet_of(blank(template("附表3"), year=None)), "B6").type is None


def test_a_name_that_is_filled_in_already_asks_for_nothing() -> None:
    sheet = sheet_of(blank(template("附表3"), unit="甲镇"))
    assert not [v for v in sheet.data_validations.dataValidation if "A3" in v]
    assert validation(sheet_of(blank(template("附表3"))), "A3").prompt


def test_english_hints() -> None:
    set_language("en")
    try:
        sheet = sheet_of(blank(template("附表3")))
    finally:
        set_language("")
    prompts = [found.prompt or "" for found in sheet.data_validations.dataValidation]
    assert "A number in 万元, such as 95.00, without the unit. Required." in prompts
    assert sheet["A5"].value == "项目金额", "the form itself stays Chinese"


def test_validations_of_the_official_blank_give_way_on_the_same_cells() -> None:
    for form_template in KNOWN:
        seen: set[str] = set()
        for found in sheet_of(blank(form_template)).data_validations.dataValidation:
            cells = {str(area) for area in found.sqref.ranges}
            assert not cells & seen
            seen |= cells


FORMULAS = [
    # what is typed, where, and whether it is accepted
    ("A3", "填报单位：（盖章）甲镇", True),
    ("A3", "填报单位：甲镇", True),
    ("A3", "甲镇", False),
    ("B5", "资金总额：", True),
    ("B5", "资金总额：1056.40", True),
    ("B5", "资金总额： 1056.40", True),
    ("B5", "资金总额：一千万", False),
    ("B5", "资金总额：1056.40万元", False),
    ("B5", "资金总额：-5", False),
    ("B5", "1056.40", False),
]
PERIODS = [
    ("2024.01.01-2024.12.31", True),
    ("2024年1月至2024年12月", True),
    ("2024-01-01至2024-12-31", True),
    ("2023.01.01-2023.12.31", False),
    ("2023.01.01-2024.12.31", False),
    ("全年", False),
]


def test_formulas_accept_what_they_should(tmp_path: Path) -> None:
    """Each formula beside the text it is asked about, computed by LibreOffice."""
    department, direction = (sheet_of(blank(template(name))) for name in ("附表1", "附表3"))
    book = openpyxl.Workbook()
    [asked] = worksheets(book)
    cases = [(validation(department, cell), cell, text, ok) for cell, text, ok in FORMULAS]
    cases += [(validation(direction, "B6"), "B6", text, ok) for text, ok in PERIODS]
    for row, (found, cell, text, _) in enumerate(cases, 1):
        asked.cell(row, 1).value = text
        asked.cell(row, 2).value = "=" + re.sub(rf"\b{cell}\b", f"A{row}", str(found.formula1))
    book.save(tmp_path / "问.xlsx")
    [answered] = recomputed([tmp_path / "问.xlsx"], tmp_path / "office")
    answers = openpyxl.load_workbook(answered, data_only=True).active
    assert isinstance(answers, Worksheet)
    got = [(cell, text, bool(answers.cell(row, 2).value)) for row, (_, cell, text, _) in
           enumerate(cases, 1)]  # fmt: skip
    assert got == [(cell, text, ok) for _, cell, text, ok in cases]


def test_long_words_are_cut_and_quotes_escaped() -> None:
    area = (Range(1, 1, 2, 1),)
    validation = Validation(area, "custom", 'A1<>"<"', "题" * 40, "话" * 300, "错\x00" * 300)
    markup = validation.markup()
    assert f'promptTitle="{"题" * 32}"' in markup
    assert f'prompt="{"话" * 255}"' in markup
    assert "\x00" not in markup
    assert "A1&lt;&gt;" in markup
    assert 'sqref="A1:A2"' in markup


def test_the_set_is_one_book_with_one_validation_a_cell() -> None:
    for sheet in worksheets(opened(blank(*SET))):
        for row in sheet.iter_rows():
            for cell in row:
                found = [v for v in sheet.data_validations.dataValidation if cell.coordinate in v]
                assert len(found) <= 1, cell.coordinate
