"""Targets of a report against those approved: relaxed, tightened, changed, left out, put in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.rules.target_changes import PlannedTarget, project_key, target_changes

SAMPLES = Path(__file__).parents[2] / "samples"


def planned(*entries: str) -> list[PlannedTarget]:
    """``数量指标 植树面积 ≥800亩``: level, name, target."""
    parts = (entry.split(" ") for entry in entries)
    return [PlannedTarget(level, name, target, "", "") for level, name, target in parts]


CHANGES = [
    ("≥800亩", "≥800亩", ""),
    ("≥800亩", ">=800 亩".replace(" ", ""), ""),
    ("≥800亩", "800亩", ""),
    ("≥800亩", "不低于800亩", ""),
    ("≥800亩", "≥750亩", "relaxed"),
    ("≥800亩", "750亩", "relaxed"),
    ("≥800亩", "≥850亩", "tightened"),
    ("≥800亩", "≤800亩", "changed"),
    ("≥800亩", "≥800株", "changed"),
    ("≥800亩", "完成", "relaxed"),
    ("≤9万元", "≤90000元", ""),
    ("≤9万元", "≤10万元", "relaxed"),
    ("≤9万元", "≤8.5万元", "tightened"),
    ("100%", "≥95%", "relaxed"),
    ("≥90%", "≥0.9", ""),
    ("≥500人次", "≥5公里", "changed"),
    ("2023年11月30日前", "2023年12月底前", "relaxed"),
    ("2023年11月30日前", "2023年10月底前", "tightened"),
    ("2023年11月30日前", "2023年11月底", ""),
    ("明显提高", "≥90%", "tightened"),
    ("明显提高", "有所提高", "changed"),
    ("12口", "10口", "changed"),
]


@pytest.mark.parametrize(("plan", "report", "kind"), CHANGES)
def test_how_a_target_was_changed(plan: str, report: str, kind: str) -> None:
    found = target_changes(planned(f"数量指标 甲 {plan}"), planned(f"数量指标 甲 {report}"), 2023)
    assert [change.kind for change in found] == [kind] * bool(kind)


def test_indicators_are_paired_by_name_and_not_by_place() -> None:
    plan = planned(
        "数量指标 植树面积 ≥800亩", "数量指标 抚育面积 ≥300亩", "成本指标 亩均成本 ≤500元"
    )
    report = planned(
        "经济成本指标 亩均成本 ≤500元", "数量指标 造林面积 ≥800亩", "数量指标 管护人数 ≥3人"
    )
    found = [(one.kind, one.plan and one.plan.name) for one in target_changes(plan, report)]
    assert found == [("added", None), ("dropped", "抚育面积")], "one level moved, one renamed"


def test_a_project_is_known_with_its_code_and_without_filler_words() -> None:
    fillers = {"项目": "", "经费": ""}
    names = ["山塘清淤加固项目", "51092323T000000000001-山塘清淤加固", "山塘清淤加固（经费）"]
    assert {project_key(name, fillers) for name in names} == {"山塘清淤加固"}
    assert project_key("项目经费", fillers) == "项目经费"


# Indicators of the self-evaluation as the target form states them: 三级指标, sign, number, unit.
APPROVED: list[tuple[str | float, ...]] = [
    ("清淤加固山塘数量", "≥", 12, "口"),
    ("新增蓄水能力", "≥", 3.6, "万立方米"),
    ("工程验收合格率", "=", 100, "%"),
    ("单口山塘加固成本", "≤", 9, "万元"),
    ("带动增收", "≥", 15, "万元"),
    ("受益农户户数", "≥", 320, "户"),
    ("改善灌溉面积", "≥", 850, "亩"),
    ("管护责任人到位率", "=", 100, "%"),
    ("受益农户满意度", "≥", 90, "%"),
]
ALTERED = {"E13": "≥11口", "E19": "≤8.8万元", "D23": None, "E23": None, "D24": "新修道路"}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The target form of a project, in its own columns and order, and its altered evaluation."""
    plan = openpyxl.load_workbook(SAMPLES / "项目支出绩效目标申报表（2021年版）.xlsx")
    sheet = plan.worksheets[0]
    sheet["A2"], sheet["B3"], sheet["F4"] = "（2023年度）", "山塘清淤加固", "青禾镇"
    for row in range(14, 34):
        for column in "DEFGH":
            sheet[f"{column}{row}"] = None
    for row, values in enumerate(reversed(APPROVED), 20):
        for column, value in zip("DEFG", values, strict=True):
            sheet[f"{column}{row}"] = value
    report = openpyxl.load_workbook(SAMPLES / "项目支出绩效自评表.xlsx")
    for cell, text in ALTERED.items():
        report.worksheets[0][cell] = text
    report.worksheets[0]["E24"] = "≥2公里"
    paths = (tmp_path / "目标.xlsx", tmp_path / "自评.xlsx")
    for book, path in zip((plan, report), paths, strict=True):
        book.save(path)
    return paths


def test_a_report_is_compared_with_the_target_form_of_another_file(
    files: tuple[Path, Path],
) -> None:
    checker = Checker(Project(select=("B-09",)))
    reports = [checker.check(path, single_file=False) for path in files]
    found = checker.check_batch([one.summary for one in reports]).findings
    assert [(one.file, one.cell, one.severity) for one in found] == [
        ("自评.xlsx", "C3", "error"),
        ("自评.xlsx", "E13", "error"),
        ("自评.xlsx", "E17", "warning"),
        ("自评.xlsx", "E19", "warning"),
        ("自评.xlsx", "E24", "warning"),
    ]
    dropped, relaxed, *_ = found
    assert "受益农户户数" in dropped.message
    assert "“目标.xlsx”" in relaxed.message
    assert (relaxed.actual, relaxed.expected) == ("≥11口", "≥12口")


def test_forms_of_other_years_and_units_are_left_alone(files: tuple[Path, Path]) -> None:
    plan = openpyxl.load_workbook(files[0])
    plan.worksheets[0]["A2"] = "（2022年度）"
    plan.save(files[0])
    checker = Checker(Project(select=("B-09",)))
    reports = [checker.check(path, single_file=False) for path in files]
    assert checker.check_batch([one.summary for one in reports]).findings == ()
