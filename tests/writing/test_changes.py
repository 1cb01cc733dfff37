"""Next year's form, and the form for publication: what changes, and that all of it is told."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

import xlform
from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.model.submission import Form, Submission, Target
from xlform.submission.json import plain_value
from xlform.submission.read import read_workbook
from xlform.template.store import load_templates, templates_folder
from xlform.values import parse_period, parse_target
from xlform.writing.form_values import form_values
from xlform.writing.next_year import next_year_submission
from xlform.writing.redaction import redact
from xlform.writing.workbook_draft import draft_workbook

ROOT = Path(__file__).parents[2]
TEMPLATES = load_templates(templates_folder())
KNOWN = {template.name: template for template in TEMPLATES}
SAMPLE = xlform.read(ROOT / "samples" / "云田镇.xlsx")
DISTRICT = [xlform.read(path) for path in sorted((ROOT / "samples" / "district").glob("*.xlsx"))]

# Shows nothing until there is an amount: a program that opens the file would store a 0 else.
WAITING = 'IF(COUNT(C6:C9)=0,"",SUM(C6:C9))'


def with_fields(**fields: object) -> Submission:
    form = SAMPLE.forms[2]
    changed = msgspec.structs.replace(form, fields={**form.fields, **fields})
    return msgspec.structs.replace(SAMPLE, forms=(changed,))


def test_next_years_form_has_no_amounts_and_all_indicators() -> None:
    for filed in (SAMPLE, *DISTRICT):
        new, _ = next_year_submission(filed, TEMPLATES, 2024)
        assert new.year == 2024
        for old_form, new_form in zip(filed.forms, new.forms, strict=True):
            assert new_form.year == 2024
            template = KNOWN[old_form.template]
            pairs = zip(
                form_values(old_form, template), form_values(new_form, template), strict=True
            )
            for was, now in pairs:
                if was.kind == "amount":
                    assert now.value is None
                elif was.kind == "text":
                    assert now.value == was.value


def test_every_change_is_listed_and_nothing_else() -> None:
    new, changes = next_year_submission(SAMPLE, TEMPLATES, 2024)
    different = [
        (was.path, now.value)
        for old_form, new_form in zip(SAMPLE.forms, new.forms, strict=True)
        for was, now in zip(form_values(old_form, KNOWN[old_form.template]),
                            form_values(new_form, KNOWN[old_form.template]), strict=True)
        if plain_value(was.value) != plain_value(now.value)
    ]  # fmt: skip
    listed = [change for change in changes if change.code == "change"]
    assert len(listed) == len(different) + len(SAMPLE.forms)  # a form's year is listed once


def test_the_title_and_dates_move_on_and_money_in_targets_goes() -> None:
    new, _ = next_year_submission(SAMPLE, TEMPLATES, 2024)
    data = draft_workbook(new, TEMPLATES, open_totals=True).data
    again = read_workbook(data, Path("again.xlsx"))[0]
    department, direction = again.forms[0], again.forms[2]
    assert department.title == "2024年部门整体支出绩效目标表"
    assert plain_value(direction.fields["period"]) == {
        "text": "2024.01.01-2024.12.31", "start": "2024-01-01", "end": "2024-12-31",
    }  # fmt: skip
    targets = {row["level3"]: row["target"] for row in department.tables["indicators"]}
    assert targets["基本支出"] == Target()
    dated = targets["社会秩序有效治理，全面贯彻党风廉政建设责任"]
    assert isinstance(dated, Target)
    assert (dated.text, str(dated.date)) == ("2024年年底之前", "2024-12-31")
    unit_price = again.forms[4].tables["indicators"][0]["target"]
    assert isinstance(unit_price, Target)
    assert unit_price.text == "500元/人"


def test_totals_of_a_form_to_be_filled_in_are_live_and_show_nothing() -> None:
    new, _ = next_year_submission(SAMPLE, TEMPLATES, 2024)
    data = draft_workbook(new, TEMPLATES, open_totals=True).data
    cells = read_xlsx(data, "x", compute=False).sheets[1].cells
    assert (cells[5, 3].formula, cells[5, 3].value) == (WAITING, None)
    closed = draft_workbook(new, TEMPLATES).data
    assert (5, 3) not in read_xlsx(closed, "x").sheets[1].cells


def test_a_period_over_years_and_a_year_in_prose_are_left_and_told() -> None:
    filed = with_fields(period=parse_period("2022-2025年"), annual_goal="2023年底前全部完成")
    new, changes = next_year_submission(filed, TEMPLATES, 2024)
    assert new.forms[0].fields["period"] == filed.forms[0].fields["period"]
    assert new.forms[0].fields["annual_goal"] == "2023年底前全部完成"
    assert {"period-left", "year-left"} <= {change.code for change in changes}


def test_an_amount_that_could_not_be_read_is_not_carried_into_next_year() -> None:
    form = SAMPLE.forms[2]
    broken = msgspec.structs.replace(
        form,
        fields={**form.fields, "amount": None},
        origins={**form.origins, "amount.text": "待定"},
    )
    filed = msgspec.structs.replace(SAMPLE, forms=(broken,))
    kept = read_workbook(draft_workbook(filed, TEMPLATES).data, Path("x.xlsx"))[0].forms[0]
    assert kept.origins["amount.text"] == "待定"
    new, changes = next_year_submission(filed, TEMPLATES, 2024)
    assert ("待定", "") in [(change.old, change.new) for change in changes]
    again = read_workbook(draft_workbook(new, TEMPLATES).data, Path("x.xlsx"))[0].forms[0]
    assert "amount.text" not in again.origins


# For publication


def texts(form: Form) -> str:
    values = (at.value for at in form_values(form, KNOWN[form.template]))
    return "\n".join(str(plain_value(value)) for value in values)


def test_the_preparer_and_the_telephone_are_masked_wherever_they_stand() -> None:
    filed = with_fields(
        preparer="田小禾 13800001234",
        phone="13800001234、0731-00000000",
        annual_goal="联系田小禾（电话13800001234），身份证430200190001010000",
        period_goal="金额1234567.89元，2023年完成12345678件",
    )
    new, changes = redact(filed, TEMPLATES)
    fields = new.forms[0].fields
    assert fields["preparer"] == "田＊＊ 138****1234"
    assert fields["phone"] == "138****1234、073*-****0000"
    assert fields["annual_goal"] == "联系田＊＊（电话138****1234），身份证430***********0000"
    assert fields["period_goal"] == filed.forms[0].fields["period_goal"]
    assert {change.what for change in changes} == {"填表人", "联系电话", "年度绩效目标"}
    assert not any("田小禾" in change.old + change.new for change in changes)


def test_nothing_of_a_person_is_left_in_any_part_of_the_file() -> None:
    for filed in (SAMPLE, *DISTRICT):
        names = {form.fields["preparer"] for form in filed.forms} - {""}
        phones = {form.fields["phone"] for form in filed.forms} - {""}
        new, _ = redact(filed, TEMPLATES)
        data = draft_workbook(new, TEMPLATES).data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            whole = "\n".join(archive.read(part).decode() for part in archive.namelist())
        for secret in names | phones:
            assert str(secret) not in whole


def test_a_submission_from_json_is_written_as_one_from_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "云田镇.json"
    path.write_text(SAMPLE.json(), encoding="utf-8")
    first = xlform.write(SAMPLE, tmp_path / "一.xlsx")
    second = xlform.write(xlform.read(path), tmp_path / "二.xlsx")
    assert first.data == second.data
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "一.xlsx", data_only=True)["附表2"]
    assert Decimal(str(sheet["C5"].value)) == 611


def test_what_no_cell_can_say_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    for text, told in (
        ("长" * 32_768, "最多 32767 个"),
        ("项目金额", "“年度绩效目标”应为“项目金额”"),
    ):
        filed = with_fields(annual_goal=text)
        with pytest.raises(FileProblem, match=told):
            xlform.write(filed, tmp_path / "x.xlsx")
        assert list(tmp_path.iterdir()) == []


def test_values_are_normalized_as_the_contract_says(tmp_path: Path) -> None:
    form = SAMPLE.forms[2]
    row = {
        **form.tables["indicators"][0],
        "level1": " 一、产出 指标（50分）",
        "level3": "　名称\r\n二\x01 ",
    }
    blank = {"category": "", "item": "", "amount": None, "basis": " "}
    filed = msgspec.structs.replace(
        form,
        fields={**form.fields, "direction": "\u3000方向 ", "money_unit": "元"},
        tables={"indicators": (row,), "expenses": (form.tables["expenses"][0], blank)},
    )
    xlform.write(msgspec.structs.replace(SAMPLE, forms=(filed,)), tmp_path / "x.xlsx")
    (found,) = xlform.read(tmp_path / "x.xlsx").forms
    assert (found.fields["direction"], found.fields["money_unit"]) == ("方向", "万元")
    (indicator,) = found.tables["indicators"]
    assert (indicator["level1"], indicator["level3"]) == ("产出指标", "名称\n二")
    assert len(found.tables["expenses"]) == 1


def test_a_form_of_no_known_year_gets_none() -> None:
    form = msgspec.structs.replace(SAMPLE.forms[0], year=None)
    data = draft_workbook(msgspec.structs.replace(SAMPLE, forms=(form,)), TEMPLATES).data
    (found,) = read_workbook(data, Path("x.xlsx"))[0].forms
    assert (found.title, found.year) == ("部门整体支出绩效目标表", None)


def test_texts_that_a_target_might_be_stay_words() -> None:
    form = SAMPLE.forms[2]
    first = {**form.tables["indicators"][0], "target": parse_target("=1+1", 2023), "level3": "+86"}
    rows = (first, *form.tables["indicators"][1:])
    filed = msgspec.structs.replace(form, tables={**form.tables, "indicators": rows})
    data = draft_workbook(msgspec.structs.replace(SAMPLE, forms=(filed,)), TEMPLATES).data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    for place, text in (("D10", "+86"), ("E10", "=1+1")):
        assert (sheet[place].value, sheet[place].data_type) == (text, "s")
        assert sheet[place].quotePrefix
