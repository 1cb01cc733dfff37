"""A narrative against itself: figures, projects, unit, year, results."""

from __future__ import annotations

import pytest
from rule_checks import cells_of, findings_in

from xlform.model.findings import Finding
from xlform.rules.narrative.examples import COMMUNITY, GREENING, narrative


def reported(text: str, code: str) -> list[Finding]:
    return [finding for finding in findings_in(text, code) if finding.code == code]


def project(old: str, new: str) -> str:
    """The narrative with other words in its second project, which is A14."""
    assert old in COMMUNITY
    return narrative(("城乡绿化专项", GREENING), ("社区经费", COMMUNITY.replace(old, new)))


def result(words: str) -> str:
    return narrative(("城乡绿化专项", GREENING), ("社区经费", f"{COMMUNITY}{words}"))


FIGURES = [
    project("50.00万元，", "50.00万元，其中市级20万元、区级18万元，"),
    project("50.00万元，", "50.00万元（其中：上级补助伍拾陆万元），"),
    project("50.00万元，", "50.00万元。按资金来源分：财政资金40万元；自筹资金12万元。"),
    project("50.00万元，", "50.00万元（伍拾万元整），其中：区级20万元、市级18万元，"),
    project("50.00万元，", "50.00万元，包括办公费12万元、水电费20万元、活动费300000元，"),
]
RIGHT_FIGURES = [
    project("50.00万元，", "50.00万元，其中市级20万元、区级30万元，"),
    project("50.00万元，", "50.00万元（其中：上级补助贰拾万元），"),
    project("50.00万元，", "50.00万元，其中办公费12万元、水电费20万元等，"),
    project("50.00万元，", "50.00万元，其中购置电脑20台，每台0.5万元，"),
    project("50.00万元，", "50.00万元，其中区级资金30万元；另有20万元由社区自筹，"),
    narrative(plan="实施8个项目，其中新增3个；社区经费50.00万元。"),
]


@pytest.mark.parametrize("text", FIGURES)
def test_parts_unlike_their_whole_are_reported(text: str) -> None:
    assert cells_of(reported(text, "D-05"), "D-05") == ["正文!A14"]


@pytest.mark.parametrize("text", RIGHT_FIGURES)
def test_right_figures_are_silent(text: str) -> None:
    assert reported(text, "D-05") == []


@pytest.mark.parametrize(
    ("lead", "cells"),
    [
        ("我镇2023年共安排项目8个，如下：", ["正文!A11"]),
        ("我镇2023年安排项目支出145.00万元，涉及三个专项项目。", ["正文!A11"]),
        ("我镇2023年安排项目支出145.00万元，共2个项目。", []),
        ("我镇2023年安排项目支出145.00万元，其中新增项目1个。", []),
    ],
)
def test_the_count_of_projects_is_compared(lead: str, cells: list[str]) -> None:
    text = narrative().replace("| 三、年度绩效指标 |\n", f"| 三、年度绩效指标 |\n| {lead} |\n")
    assert cells_of(reported(text, "D-05"), "D-05") == cells


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        ("投入48万元实施社区经费项目。", 1),
        ("城乡绿化专项资金59万元，用于补植。", 1),
        ("我镇2023年项目支出154.00万元，重点抓好绿化。", 1),
        ("城乡绿化专项安排95.00万元，社区经费50.00万元。", 0),
        ("较上年项目支出154.00万元减少。", 0),
        ("2022年项目支出154.00万元。", 0),
    ],
)
def test_a_figure_told_twice_and_otherwise_is_reported(plan: str, count: int) -> None:
    assert len(reported(narrative(plan=plan), "D-05")) == count


def test_a_project_told_twice_and_a_purpose_of_two_are_reported() -> None:
    twice = narrative(("绿化专项", GREENING), ("社区经费", COMMUNITY), ("绿化专项", GREENING))
    assert cells_of(reported(twice, "D-06"), "D-06") == ["正文!A15"]
    purpose = "主要用于主干道行道树补植和修剪。"
    same = narrative(
        ("绿化专项", f"项目支出9万元，{purpose}"), ("道路专项", f"项目支出5万元，{purpose}")
    )
    assert cells_of(reported(same, "D-06"), "D-06") == ["正文!A14"]


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        ("我校将补植行道树。", 1),
        ("我局坚持绿色发展。", 1),
        ("枫溪镇2023年将补植行道树。", 1),
        ("松塘镇人民政府将补植行道树。", 1),
        ("我镇将补植行道树，云田镇将推进绿化。", 0),
        ("我委托第三方评估；配合枫溪镇人民政府开展整治。", 0),
        ("区林业局将派员指导。", 0),
    ],
)
def test_another_unit_and_another_kind_of_body_are_reported(plan: str, count: int) -> None:
    assert len(reported(narrative(plan=plan), "D-07")) == count


def test_another_unit_above_the_projects_is_reported() -> None:
    lead = "| 三、年度绩效指标 |\n| 枫溪镇人民政府2023年项目支出145.00万元。 |\n"
    text = narrative().replace("| 三、年度绩效指标 |\n", lead)
    assert cells_of(reported(text, "D-07"), "D-07") == ["正文!A11"]
    assert reported(text.replace("枫溪镇人民政府", "云田镇"), "D-07") == []


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        ("2022年，我镇将补植行道树。", 1),
        ("我镇2024年重点做好绿化。", 1),
        ("补植行道树，2022年12月底前完成。", 1),
        ("2024年6月30日前建成。", 1),
        ("实施期2022年1月-2022年12月。", 1),
        ("2023年，我镇将补植行道树，2023年11月底前完成。", 0),
        ("巩固2022年创建成果，落实2021-2025年规划。", 0),
        ("2022年我镇完成了绿化，本年继续推进。", 0),
        ("到2025年建成森林城镇。", 0),
        ("实施期2022年1月-2024年12月。", 0),
    ],
)
def test_a_plan_or_deadline_of_another_year_is_reported(plan: str, count: int) -> None:
    assert len(reported(narrative(plan=plan), "D-08")) == count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("受到了广大群众的一致好评。", 1),
        ("村容村貌焕然一新。", 1),
        ("预算执行率100%。", 1),
        ("投诉较去年同期下降15%。", 1),
        ("项目已于上月竣工。", 1),
        ("累计服务群众3000人次。", 1),
        ("有效改善了居住环境。", 1),
        ("截至目前完成补植300株。", 1),
        ("确保得到群众好评，使村容村貌焕然一新。", 0),
        ("预算执行率不低于95%。", 0),
        ("投诉较去年下降15%以上。", 0),
        ("对已建成的公园进行维护，已完工项目组织验收。", 0),
        ("全年累计服务群众3000人次。", 0),
        ("为了方便群众，组织了解民情活动。", 0),
    ],
)
def test_results_are_known_by_their_shape(words: str, count: int) -> None:
    assert len(reported(result(words), "D-03")) == count


def test_a_unit_without_projects_lists_none() -> None:
    spent = "2023年支出545.00万元，其中：基本支出545.00万元，项目支出0.00万元。"
    text = narrative(spent=spent).partition("| （1）")[0] + "| 2023年本单位无项目支出。 |\n"
    assert reported(text, "F-09") == []
    assert (
        len(
            reported(text.replace("545.00万元，项目支出0.00", "400.00万元，项目支出145.00"), "F-09")
        )
        == 1
    )
