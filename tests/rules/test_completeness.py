"""C-01 … C-11: gaps of the sample, and near misses."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import DISTRICT, HEAD, SAMPLE, cells_of, findings_in, findings_in_file

# Cells of the sample by rule: the defects of the submission it is made from, and no others.
EXPECTED: dict[str, str] = {
    "C-02": "附表1!A3 附表2!A3",
    "C-03": "附表1!A29 附表2!A10 附表3-1!A28 附表3-2!A23 附表3-3!A27 附表3-4!A27",
    "C-04": (
        "附表3-1!D15 附表3-1!D16 附表3-2!D13 附表3-2!D14 附表3-3!D13 附表3-3!D14 "
        "附表3-3!D16 附表3-4!D15 附表3-4!D17"
    ),
    "C-09": "附表1!C17",
    "C-11": "附表1!A2 附表3-1!A2 附表3-2!A2 附表3-3!A2",
}


def test_the_sample_has_findings_at_these_cells_and_no_others() -> None:
    found = findings_in_file(SAMPLE, "C-")
    assert {finding.code for finding in found} == set(EXPECTED)
    for code, cells in EXPECTED.items():
        assert cells_of(found, code) == cells.split(), code


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_error(path: Path) -> None:
    errors = [finding for finding in findings_in_file(path, "C-") if finding.severity == "error"]
    assert errors == []


def test_a_district_submission_lacks_nothing_but_signatures() -> None:
    for path in DISTRICT:
        reported = {finding.code for finding in findings_in_file(path, "C-")}
        assert reported <= {"C-03", "C-11"}, path.stem


def test_forms_out_of_order_are_reported_once() -> None:
    shuffled = next(path for path in DISTRICT if path.stem.startswith("城市管理"))
    assert [finding.cell for finding in findings_in_file(shuffled, "C-11")] == ["A2"]


def test_a_label_the_form_does_not_print_is_not_required() -> None:
    form = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 12   | ^        | 金额 | 12   |
"""
    assert findings_in(form, "C-02") == []
    assert findings_in(form, "C-03") == []


def test_a_zero_is_no_blank() -> None:
    form = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 0.00 | ^        | 金额 | 0.00 |
"""
    assert findings_in(form, "C-02") == []


def test_an_unreadable_amount_is_not_called_blank() -> None:
    form = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 待定 | ^        | 金额 | 12   |
"""
    assert findings_in(form, "C-02") == []
    assert [finding.cell for finding in findings_in(form, "F-05")] == ["B2"]


def test_a_spare_row_under_a_filled_one_is_no_gap() -> None:
    rows = """| ^ | 产出指标 | 数量指标 | 株数 | ≥400株 | 计划标准 |
| ^ | ^ | ^ | | | |
"""
    assert findings_in(HEAD + rows, "C-04") == []


@pytest.mark.parametrize("none", ["无", "不适用", "/", "——不涉及"])
def test_a_row_marked_as_not_applying_is_filled(none: str) -> None:
    rows = f"| ^ | 效益指标 | 经济效益指标 | {none} | / | |\n"
    assert findings_in(HEAD + rows, "C-04") == []


def test_cost_marked_none_is_reported_where_money_is_spent() -> None:
    rows = """| ^ | 产出指标 | 数量指标 | 株数 | ≥400株 | 计划标准 |
| ^ | ^ | 成本指标 | 不适用 | / | |
"""
    assert [finding.cell for finding in findings_in(HEAD + rows, "C-05")] == ["D4"]


def test_cost_as_a_level_of_its_own_is_cost() -> None:
    rows = """| ^ | 成本指标 | 经济成本指标 | 苗木成本 | ≤12万元 | 计划标准 |
| ^ | 产出指标 | 数量指标 | 株数 | ≥400株 | 计划标准 |
"""
    assert findings_in(HEAD + rows, "C-05") == []


def test_a_name_without_value_and_a_value_without_name() -> None:
    rows = """| ^ | 产出指标 | 数量指标 | 株数 | | 计划标准 |
| ^ | ^ | 质量指标 | | ≥92% | 计划标准 |
"""
    assert [finding.cell for finding in findings_in(HEAD + rows, "C-07")] == ["E3", "D4"]


def test_a_star_that_multiplies_is_no_placeholder() -> None:
    form = """
| 支出方向（子项）   | 植树         | 所属专项 | 名称 | 绿化                   |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 植树         | 苗木费   | 12   | 400株**0.03（万元/株）=12万元 |
"""
    assert findings_in(form, "C-08") == []


@pytest.mark.parametrize("left", ["目标1：", "……", "完成XX平方米", "（填写年度目标，100字以内）"])
def test_prompts_of_the_blank_form(left: str) -> None:
    form = f"""
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标     | {left} | | | |
"""
    assert [finding.cell for finding in findings_in(form, "C-08")] == ["B2"]


def test_a_total_left_blank_is_reported_as_a_field() -> None:
    form = """
| 支出方向（子项）   | 植树         | 所属专项 | 名称 | 绿化                   |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 植树         | 苗木费   | 12   | 400株*0.03（万元/株）=12万元 |
| ^                  | 合计         |          |      |                        |
"""
    assert [finding.cell for finding in findings_in(form, "C-02")] == ["D4"]


@pytest.mark.parametrize(
    ("level1", "level2", "lacking"),
    [
        ("效益指标", "偿债指标", set()),
        ("效益指标", "社会效益指标", set()),
        ("其他指标", "偿债指标", {"没有一条效益指标。"}),
        ("满意度指标", "群众满意度指标", {"没有一条效益指标。"}),
    ],
)
def test_a_second_level_of_the_forms_own_counts_for_its_first(
    level1: str, level2: str, lacking: set[str]
) -> None:
    form = f"""
| 支出方向（子项） | 植树       | 所属专项           | 名称   | 绿化         |          |
| 年度绩效指标     | 一级指标   | 二级指标           | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标   | 数量指标           | 株数   | ≥9株         | 计划标准 |
| ^                | ^          | 质量指标           | 成活率 | ≥98%         | 计划标准 |
| ^                | {level1}   | {level2}           | 覆盖率 | ≥90%         | 计划标准 |
| ^                | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90%         | 计划标准 |
"""
    assert {finding.message for finding in findings_in(form, "C-06")} == lacking
