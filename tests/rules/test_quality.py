"""Q-01 … Q-17: vague targets of the sample, and targets that are precise enough."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import (
    DISTRICT,
    HEAD,
    SAMPLE,
    SAMPLES,
    cells_of,
    findings_in,
    findings_in_file,
    goal_form,
    indicator_form,
)

# Cells of the sample by rule: the defects of the submission it is made from, and no others.
EXPECTED: dict[str, str] = {
    "Q-02": "附表1!E18 附表3-3!E18",
    "Q-03": "附表3-4!E10",
    "Q-04": "附表1!A2 附表3-1!A2 附表3-2!A2 附表3-3!A2 附表3-4!A2",
    "Q-05": (
        "附表1!E23 附表1!E24 附表1!E25 附表1!E26 附表1!E27 附表3-1!E13 附表3-1!E17 "
        "附表3-1!E19 附表3-2!E11 附表3-2!E15 附表3-2!E16 附表3-2!E17 附表3-3!E11 "
        "附表3-3!E15 附表3-3!E17 附表3-4!E16 附表3-4!E18"
    ),
    "Q-06": "附表3-1!E18",
    "Q-07": (
        "附表1!D27 附表3-1!D13 附表3-2!D11 附表3-2!D15 附表3-3!D15 附表3-4!D11 "
        "附表3-4!D16 附表3-4!D18"
    ),
    "Q-08": "附表1!D17 附表1!D21 附表3-2!D16 附表3-3!D10",
    "Q-09": "附表1!E17 附表3-1!E11 附表3-1!E12 附表3-4!E13 附表3-4!E14",
    "Q-10": "附表3-4!E13 附表3-4!E14",
    "Q-11": "附表3-4!E19",
    "Q-12": "附表3-4!F10 附表3-4!F11",
    "Q-14": "附表3-2!B8 附表3-3!B7 附表3-3!B8 附表3-4!B7",
    "Q-15": "附表3-1!B8",
    "Q-16": "附表1!D28",
}


def test_the_sample_has_findings_at_these_cells_and_no_others() -> None:
    found = findings_in_file(SAMPLE, "Q-")
    assert {finding.code for finding in found} == set(EXPECTED)
    for code, cells in EXPECTED.items():
        assert cells_of(found, code) == cells.split(), code


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_error(path: Path) -> None:
    errors = [finding for finding in findings_in_file(path, "Q-") if finding.severity == "error"]
    assert errors == []


def test_the_district_is_precise() -> None:
    for path in DISTRICT:
        reported = [
            finding.code for finding in findings_in_file(path, "Q-") if finding.severity != "info"
        ]
        assert reported == [], path.stem


def test_more_than_half_in_words_is_an_error() -> None:
    severities = [(finding.sheet, finding.severity) for finding in findings_in_file(SAMPLE, "Q-04")]
    assert ("附表3-2", "error") in severities
    assert ("附表3-3", "warning") in severities  # just one half


@pytest.mark.parametrize(
    "target",
    [
        "每月10日前",
        "每季度末前",
        "≤2万元/万平方米",
        "增长5%",
        "提高10个百分点",
        "较上年下降3%",
        "2023年底",
    ],
)
def test_targets_a_person_can_measure(target: str) -> None:
    assert findings_in(indicator_form("质量指标", "完成情况", target), "Q-01") == []


def test_several_numbers_are_no_value() -> None:
    found = findings_in(indicator_form("数量指标", "植树", "约300到400，争取500株"), "Q-01")
    assert [finding.cell for finding in found] == ["E3"]


@pytest.mark.parametrize(
    "target", ["合格", "验收合格", "达到国家标准", "无投诉", "优秀", "已建立", "≥90%"]
)
def test_values_that_can_be_assessed(target: str) -> None:
    assert findings_in(indicator_form("质量指标", "验收结果", target), "Q-05") == []


@pytest.mark.parametrize("target", ["提升", "不断提升", "有所改善", "较强", "长期", "考核达标"])
def test_values_that_say_nothing(target: str) -> None:
    assert [
        finding.cell
        for finding in findings_in(indicator_form("质量指标", "验收结果", target), "Q-05")
    ] == ["E3"]


def test_a_verb_restated_is_reported_once() -> None:
    form = indicator_form("质量指标", "提升整洁度", "提升")
    assert [finding.code for finding in findings_in(form, "Q-05")] == []
    assert [finding.code for finding in findings_in(form, "Q-06")] == ["Q-06"]


@pytest.mark.parametrize(
    "name",
    [
        "带动农村劳动力就业", "减少灾害直接经济损失", "提升环境整洁度", "新建改建户厕数量",
        "服务行政村（社区）数量", "促进就业人数", "居民幸福指数",
    ],
)  # fmt: skip
def test_names_that_can_be_measured(name: str) -> None:
    assert findings_in(indicator_form("质量指标", name, "≥90%"), "Q-07") == []


def test_a_name_too_long_for_the_platform() -> None:
    found = findings_in(
        indicator_form("质量指标", "绿化覆盖面积和苗木成活情况综合评定" * 3 + "得分率", "≥90%"),
        "Q-07",
    )
    assert ["超过30字" in finding.message for finding in found] == [True]


def test_a_misplaced_slogan_is_reported_once() -> None:
    form = indicator_form("时效指标", "全面贯彻工作责任", "2023年底")
    assert [finding.code for finding in findings_in(form, "Q-07")] == []
    assert [finding.cell for finding in findings_in(form, "Q-08")] == ["D3"]


@pytest.mark.parametrize(
    ("level", "name", "target"),
    [
        ("时效指标", "做好补贴发放", "每月10日前"),
        ("数量指标", "涉及社区数量", "≥9个"),
        ("成本指标", "护林补贴标准", "≤500元/人"),
        ("生态效益指标", "维护湿地", "≥20亩"),
    ],
)
def test_indicators_that_fit(level: str, name: str, target: str) -> None:
    assert findings_in(indicator_form(level, name, target), "Q-08") == []


@pytest.mark.parametrize(
    ("name", "target", "expected", "safety"),
    [
        ("社区数量", "9/个", "9个", "safe"),
        ("苗木成本", "5万", "5万元", "safe"),
        ("护林人员", "66个", "66人", "unsafe"),
        ("每日巡查", "2次", "2次/日", "unsafe"),
    ],
)
def test_units_put_right(name: str, target: str, expected: str, safety: str) -> None:
    (found,) = findings_in(indicator_form("数量指标", name, target), "Q-09")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == (safety, expected)


@pytest.mark.parametrize(
    ("name", "target"),
    [("社区数量", "9个"), ("补助标准", "500元/人"), ("每日巡查", "每日2次"), ("就业岗位", "120个")],
)
def test_units_that_are_right(name: str, target: str) -> None:
    assert findings_in(indicator_form("数量指标", name, target), "Q-09") == []


def test_a_rate_in_words_has_its_sign() -> None:
    assert findings_in(indicator_form("质量指标", "覆盖率", "90%以上"), "Q-02") == []
    assert [
        finding.cell
        for finding in findings_in(indicator_form("质量指标", "覆盖率", "'90%"), "Q-02")
    ] == ["E3"]


def test_numeric_rates_are_reported_once_for_information() -> None:
    form = indicator_form("质量指标", "覆盖率", "98%") + "| ^ | ^ | ^ | 合格率 | 95% | 计划标准 |\n"
    assert [(finding.cell, finding.severity) for finding in findings_in(form, "Q-02")] == [
        ("E3", "info")
    ]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("重大事故起数", "=0起"), ("森林火灾受害率", "≤0.9‰"), ("事故隐患整改率", "≥98%"),
        ("事故应急演练次数", "≥4次"), ("投诉件数下降比例", "≥5%"),
    ],
)  # fmt: skip
def test_harms_that_are_bounded(name: str, target: str) -> None:
    assert findings_in(indicator_form("质量指标", name, target), "Q-10") == []


def test_a_harm_with_a_floor() -> None:
    assert [
        finding.cell
        for finding in findings_in(indicator_form("质量指标", "重大事故起数", "≥2起"), "Q-10")
    ] == ["E3"]


def test_a_standard_of_another_name() -> None:
    found = findings_in(indicator_form("数量指标", "株数", "≥400株", "省厅标准"), "Q-12")
    assert [finding.cell for finding in found] == ["F3"]
    named = indicator_form("数量指标", "株数", "≥400株", "其他标准（省厅通知）")
    assert findings_in(named, "Q-12") == []


def test_two_forms_with_one_set_of_indicators() -> None:
    rows = "".join(f"| ^ | 产出指标 | 数量指标 | 指标{n} | ≥{n}株 | 计划标准 |\n" for n in "567")
    both = f"@sheet 甲\n{HEAD}{rows}\n@sheet 乙\n{HEAD}{rows}"
    assert cells_of(findings_in(both, "Q-13"), "Q-13") == ["乙!D3"]


@pytest.mark.parametrize(
    "text",
    [
        "保障12个社区日间照料中心正常运营",
        "健全社区服务体系，壮大社区事业，回应社区居民多层次的服务需求",
        "普及健康知识，引导居民形成健康生活方式",
    ],
)
def test_goals_of_a_project_of_its_own(text: str) -> None:
    assert findings_in(goal_form(text), "Q-14") == []


def test_a_term_of_several_years_may_have_two_goals() -> None:
    form = """
| 支出方向（子项） | 植树                  | 所属专项 | 名称 | 绿化 |
| 项目实施期       | 2023.01.01-2025.12.31 |          |      |      |
| 实施期绩效目标   | 补植行道树1200株      |          |      |      |
| 年度绩效目标     | 补植行道树400株       |          |      |      |
"""
    assert findings_in(form, "Q-15") == []


def test_a_blank_national_form_is_not_vague() -> None:
    national = SAMPLES / "项目支出绩效目标申报表.xlsx"
    assert {finding.code for finding in findings_in_file(national, "Q-")} == {"Q-02", "Q-16"}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("刑事警情下降率", "≥3%"), ("培训成本较上年下降", "≥2%"), ("涉及社区数量", "9个"),
        ("巡查覆盖率", "≥90%（上年88%）"),
    ],
)  # fmt: skip
def test_history_that_is_reported_or_needs_none(name: str, target: str) -> None:
    assert findings_in(indicator_form("质量指标", name, target, "历史标准"), "Q-12") == []


def test_a_level_held_to_history_untold() -> None:
    (found,) = findings_in(indicator_form("质量指标", "巡查覆盖率", "≥90%", "历史标准"), "Q-12")
    assert "往年" in found.message
