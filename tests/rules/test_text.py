"""T-01 … T-11: misspellings of the sample, and correct texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import (
    DISTRICT,
    SAMPLE,
    cells_of,
    findings_in,
    findings_in_file,
    goal_form,
    indicator_form,
)

# Cells of the sample by rule: the defects of the submission it is made from, and no others.
EXPECTED: dict[str, str] = {
    "T-01": "附表1!D15 附表2!D8 附表3-2!B7 附表3-2!B8 附表3-3!E25",
    "T-02": "附表1!D20 附表3-2!D15",
    "T-03": "附表1!D13 附表1!D14 附表2!D7 附表2!E7 附表2!E8 附表3-1!B8 附表3-2!B8",
    "T-04": "附表2!D6 附表3-4!B7",
    "T-05": "附表3-4!E11 附表3-4!E19",
    "T-06": (
        "附表1!E3 附表1!D30 附表2!A1 附表2!E7 附表2!D11 附表3-1!E3 附表3-1!B22 "
        "附表3-1!E29 附表3-2!E3 附表3-2!F18 附表3-2!E24 附表3-3!E3 附表3-3!E10 "
        "附表3-3!E11 附表3-3!E12 附表3-3!E15 附表3-3!E17 附表3-3!E18 附表3-3!F18 "
        "附表3-3!E28 附表3-4!E3 附表3-4!E10 附表3-4!E12 附表3-4!E19 附表3-4!E28"
    ),
    "T-07": "附表1!A11 附表3-1!A4 附表3-2!A4 附表3-3!A4 附表3-4!A4",
    "T-08": "附表1!D14 附表2!E8",
    "T-09": "附表1!D30 附表2!D11 附表3-1!E29 附表3-2!E24 附表3-3!E28 附表3-4!E28",
    "T-10": "附表2!D7 附表2!E7 附表3-4!E21",
    "T-11": "附表1!D14",
    "T-12": "附表1!D14",
    "T-13": "附表3-1!E22",
}


def test_the_sample_has_findings_at_these_cells_and_no_others() -> None:
    found = findings_in_file(SAMPLE, "T-")
    assert {finding.code for finding in found} == set(EXPECTED)
    for code, cells in EXPECTED.items():
        assert cells_of(found, code) == cells.split(), code


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_error(path: Path) -> None:
    errors = [finding for finding in findings_in_file(path, "T-") if finding.severity == "error"]
    assert errors == []


def test_the_district_is_well_written() -> None:
    for path in DISTRICT:
        reported = [
            finding.code for finding in findings_in_file(path, "T-") if finding.severity != "info"
        ]
        assert reported == [], path.stem


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("拔付资金", "拨付资金"), ("开设帐户", "开设账户"), ("周密布署", "周密部署"),
        ("既使下雨", "即使下雨"),
        ("按装路灯", "安装路灯"), ("居民述求", "居民诉求"), ("民办训练点验", "民兵训练点验"),
    ],
)  # fmt: skip
def test_typos(wrong: str, right: str) -> None:
    (found,) = findings_in(goal_form(f"全年{wrong}400次"), "T-01")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == ("unsafe", f"全年{right}400次")


@pytest.mark.parametrize(
    "text",
    [
        "确保进度达到95%", "环保进社区活动12场", "为上述求助家庭发放补贴", "向受灾户发放帐篷80顶",
        "按装修合同支付", "职工俱乐部开放300天", "给予最大限度的支持", "全部份额按期缴清",
        "消防讯息发布60条", "按排放标准治理",
        "毕竟争取到试点资格", "资金来自已整合的渠道", "交通迅速恢复",
        "面对严峻工作形势", "禁止破坏境内山林",
        "公布署名信访件", "选派干部署理村务",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_typo(text: str) -> None:
    assert findings_in(goal_form(text), "T-01") == []


@pytest.mark.parametrize(
    "text", ["设计生产线2条", "统计生活垃圾3000吨", "按扶贫办法执行", "实施计划生育奖扶"]
)
def test_what_only_looks_obsolete(text: str) -> None:
    assert findings_in(goal_form(text), "T-08") == []


@pytest.mark.parametrize(
    "text",
    [
        "一个一个排查",
        "土木工程工程师12人",
        "高高兴兴，方方面面",
        "宣传20次，每次20次20次",
        "各村村委会",
    ],
)
def test_what_is_rightly_repeated(text: str) -> None:
    assert findings_in(goal_form(text), "T-02") == []


@pytest.mark.parametrize(
    "text",
    [
        "补植（含灌木）400株", "执行《条例》“四不两直”要求",
        "建设党建、维稳，做好城管、妇联、计划等工作",
        "抓好水、电，改善路、桥、灯条件",
    ],
)  # fmt: skip
def test_punctuation_that_is_right(text: str) -> None:
    assert findings_in(goal_form(text), "T-03") == []


@pytest.mark.parametrize(
    "text", ["补植（含灌木400株", "执行《条例规定", "补植行道树，", "修剪）绿篱"]
)
def test_punctuation_that_is_cut_off(text: str) -> None:
    assert [finding.cell for finding in findings_in(goal_form(text), "T-03")] == ["B2"]


@pytest.mark.parametrize("text", ["维修1,256米", "达到0.5%", "宣传A.B两类", "官网www.gov.cn发布"])
def test_ascii_marks_in_their_place(text: str) -> None:
    assert findings_in(goal_form(text), "T-04") == []


def test_ascii_marks_are_fixed_at_once() -> None:
    (found,) = findings_in(goal_form("植树,修枝;施肥."), "T-04")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == ("safe", "植树，修枝；施肥。")


def test_full_width_figures_in_a_target() -> None:
    (found,) = findings_in(indicator_form("数量指标", "株数", "≥１，２００株"), "T-05")
    assert found.severity == "info"
    assert found.fix is not None
    assert found.fix.edits[0].new == "≥1,200株"


def test_an_invisible_sign() -> None:
    (found,) = findings_in(goal_form("植树\\u200b400株"), "T-05")
    assert found.fix is not None
    assert found.fix.edits[0].new == "植树400株"


def test_a_blank_inside_is_left_alone() -> None:
    assert findings_in(goal_form("植树 400 株"), "T-06") == []


def test_the_edges_are_fixed_and_nothing_else() -> None:
    (found,) = findings_in(goal_form("\\n植树 400 株\u3000"), "T-06")
    assert found.fix is not None
    assert (found.fix.safety, found.fix.edits[0].new) == ("safe", "植树 400 株")


def test_padded_labels_are_reported_once_for_a_form() -> None:
    assert len(findings_in_file(SAMPLE, "T-07")) == 5
    assert {
        len(finding.fix.edits) for finding in findings_in_file(SAMPLE, "T-07") if finding.fix
    } == {1, 3}


def test_numbers_that_are_no_telephone() -> None:
    assert findings_in(goal_form("项目编码202300000012345，受益13000人"), "T-09") == []


@pytest.mark.parametrize("number", ["13800000000", "0731-00000000", "430203199001010011"])
def test_numbers_of_a_person(number: str) -> None:
    assert [finding.cell for finding in findings_in(goal_form(f"联系 {number}"), "T-09")] == ["B2"]


def test_clauses_with_their_comma_and_preposition() -> None:
    text = "为社区提供资金保障，确保各项工作有序开展，争取提供经费支持"
    assert findings_in(goal_form(text), "T-10") == []
    assert findings_in(goal_form(text), "T-11") == []


@pytest.mark.parametrize(
    "text", ["宣传20次，20次×0.5万元", "第20次20人次×0.5万元", "宣传120次20次×0.5万元", "20次20次"]
)
def test_counts_that_do_not_run_into_a_calculation(text: str) -> None:
    assert findings_in(goal_form(text), "T-10") == []


def test_a_count_that_runs_into_its_calculation() -> None:
    (found,) = findings_in(goal_form("修复20次20次*0.5（万元/次）=10万元"), "T-10")
    assert found.fix is not None
    assert found.fix.edits[0].new == "修复20次，20次*0.5（万元/次）=10万元"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        # The whole item stands in both; the neighbours differ; two items are no list.
        ("统筹网格党建、综治、妇联等", "统筹网格党建、综治、妇联等"),
        ("统筹网格党建、应急、妇联等", "统筹网格、党建、综治、妇联等"),
        ("统筹网格党建、综治", "统筹网格、党建、综治"),
    ],
)
def test_lists_that_are_not_one(text: str, other: str) -> None:
    assert findings_in(_goals(text, other), "T-12") == []


def test_a_list_that_lacks_a_mark_elsewhere() -> None:
    (found,) = findings_in(_goals("统筹网格党建、综治、妇联", "统筹网格、党建、综治、妇联"), "T-12")
    assert (found.cell, found.fix and found.fix.edits[0].new) == (
        "B2",
        "统筹网格、党建、综治、妇联",
    )


def _goals(text: str, other: str) -> str:
    head = "\n| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |\n"
    return f"{head}| 实施期绩效目标 | {text} | | | |\n| 年度绩效目标 | {other} | | | |\n"


@pytest.mark.parametrize("text", ["优秀率**", "满意率≥*%", "*为必填项", "A*注", "20次×0.5万元"])
def test_asterisks_that_are_no_product(text: str) -> None:
    assert findings_in(goal_form(text), "T-13") == []


def test_products_are_fixed_at_once() -> None:
    (found,) = findings_in(_goals("20次*0.5万元，6次 * （万元/次）", "3人*2次"), "T-13")
    assert found.fix is not None
    assert found.fix.safety == "safe"
    assert [edit.new for edit in found.fix.edits] == ["20次×0.5万元，6次×（万元/次）", "3人×2次"]


GARBLED = [
    "锟斤拷",
    "烫烫烫",
    "屯屯屯",
    "â€œ",
    "ï¼Œ",
    "Ã©",
    "�",
    "&nbsp;",
    "<br/>",
    "_x000D_",
    "null",
    "#REF!",
    "{{单位}}",
]
DOUBLED = [
    "提升服务的的质量",
    "完善了了制度",
    "资金用在在实处",
    "加强对对资金的监管",
    "完善制度和和流程",
]
RIGHT = [
    "天天有保洁，人人参与，常常回访",
    "以便民为目的的活动",
    "为了了解需求开展调查",
    "由专人参与与监督并重的检查",
    "现在在建的项目按月巡查，积极参加并网改造",
    "购置设备A&B两套，长度<5米的护栏",
    "比2022年多30株，2022年结转的50株年内完成",
    "按2022年标准执行，自2021年起连续实施",
    "力争得到群众一致好评，确保已建成公园正常开放",
    "累计培训人数不少于500人次",
    "会同区教育局开展宣传，社区居委会协助，各镇党委配合",
    "较上年增长5%以上，完成率较上年提高2个百分点以上",
]


@pytest.mark.parametrize(("code", "texts"), [("T-15", GARBLED), ("T-02", DOUBLED)])
def test_garbled_and_doubled_texts_are_found(code: str, texts: list[str]) -> None:
    for text in texts:
        found = findings_in(goal_form(f"补植行道树400株，{text}"), code)
        assert [finding.severity for finding in found] == ["warning"], text


def test_a_clause_said_twice_is_found_once() -> None:
    text = "补植行道树400株，修剪绿篱两段，补植行道树400株"
    assert len(findings_in(goal_form(text), "T-02")) == 1


@pytest.mark.parametrize("text", RIGHT)
def test_right_prose_is_silent(text: str) -> None:
    codes = ("T-01", "T-02", "T-15", "T-16", "X-20", "D-03", "Q-14")
    assert not [code for code in codes if findings_in(goal_form(f"补植行道树400株，{text}"), code)]


RESULTS = [
    "取得了显著成效",
    "得到群众一致好评",
    "已完成改造36处",
    "圆满完成了年初任务",
    "资金执行率达99.6%",
    "累计发放补贴42.6万元，群众反映良好",
    "较去年同期增长了12.6%",
    "目前已全部完工并通过验收",
    "有效解决了群众反映的问题",
    "荣获市级表彰",
]


def test_past_results_are_found_in_any_form() -> None:
    for text in RESULTS:
        assert findings_in(goal_form(f"补植行道树400株，{text}"), "D-03"), text
