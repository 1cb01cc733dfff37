"""Rules on narratives beyond their pages: violations, near misses, texts without findings."""

from __future__ import annotations

import time

import pytest
from rule_checks import cells_of, findings_in

from xlform.model.findings import Finding
from xlform.rules.narrative.examples import (
    COMMUNITY,
    DUTIES,
    GREENING,
    INCOME,
    PROJECTS,
    SPENT,
    detailed,
    listed,
    narrative,
)

FUNDS = (("城乡绿化专项", "95.00"), ("社区经费", "50.00"))


def department(**reported: str) -> str:
    """附表1 with the amounts of the narrative, or others."""
    amounts = {"total": "545.00", "general": "545.00", "fund": "0", "other": "0"}
    amounts |= {"basic": "400.00", "project": "145.00", "duties": DUTIES} | reported
    return """
@sheet 附表1
| 年度预算申请（万元） | 资金总额：{total} | < | < | < |
| ^ | 按收入性质分 | < | 按支出性质分 | < |
| ^ | 一般公共预算拨款 | {general} | 基本支出 | {basic} |
| ^ | 政府性基金拨款 | {fund} | 项目支出 | {project} |
| ^ | 其他资金 | {other} | | |
| 部门职责概述 | {duties} | < | < | < |
""".format(**amounts)


def reported(text: str, *codes: str) -> list[Finding]:
    found = [finding for code in codes for finding in findings_in(text, code)]
    return [finding for finding in found if finding.code in codes]


# D-01: the amounts of the forms


def test_equal_amounts_are_silent() -> None:
    assert (
        reported(narrative() + department() + listed(*FUNDS), "D-01", "A-21", "C-12", "D-11") == []
    )


@pytest.mark.parametrize(
    ("changed", "cell", "other", "difference"),
    [
        ({"total": "550.00"}, "A5", "附表1 B1", "-5.00"),
        ({"general": "540.00"}, "A5", "附表1 C3", "+5.00"),
        ({"other": "5.00"}, "A5", "附表1 C5", "-5.00"),
        ({"basic": "399.99"}, "A6", "附表1 E3", "+0.01"),
        ({"project": "145.01"}, "A6", "附表1 E4", "-0.01"),
    ],
)
def test_another_amount_in_the_departments_form_is_reported_with_both_places(
    changed: dict[str, str], cell: str, other: str, difference: str
) -> None:
    found = reported(narrative() + department(**changed), "D-01")
    assert {f"{finding.sheet}!{finding.cell}" for finding in found} == {f"正文!{cell}"}
    assert all(
        other in finding.message and f"{difference} 万元" in finding.message for finding in found
    )
    assert {finding.severity for finding in found} == {"error"}


def test_a_project_may_agree_with_any_form_that_states_its_fund() -> None:
    """X-02 reports a difference of 附表2 and 附表3: the narrative may agree with either."""
    forms = listed(("城乡绿化专项", "59.00"), FUNDS[1]) + detailed("城乡绿化专项")
    forms = forms.replace("| 支出明细", "| 项目金额 | 95.00 | ^ | 金额 | 95.00 |\n| 支出明细")
    assert reported(narrative() + forms, "D-01") == []


def test_a_project_under_a_near_name_is_compared_and_its_name_reported() -> None:
    forms = listed(("城乡绿化", "59.00"), ("社区工作经费", "50.00"))
    found = reported(narrative() + forms, "D-01", "C-12")
    assert [(finding.code, finding.cell) for finding in found] == [
        ("D-01", "A12"), ("C-12", "A11"), ("C-12", "A13"),
    ]  # fmt: skip
    assert found[1].expected == "城乡绿化"


def test_a_missing_amount_is_no_zero() -> None:
    text = narrative(("城乡绿化专项", GREENING.replace("95.00万元", "若干"))) + listed(FUNDS[0])
    assert reported(text, "D-01") == []


# the narrative's own sums


@pytest.mark.parametrize(
    ("changed", "cell"),
    [
        ({"income": INCOME.replace("其他资金来源0", "其他资金来源5")}, "A5"),
        ({"spent": SPENT.replace("400.00", "401")}, "A6"),
    ],
)
def test_a_total_that_is_not_its_parts_is_reported(changed: dict[str, str], cell: str) -> None:
    found = reported(narrative(**changed), "A-21")
    assert [f"{finding.code} {finding.cell}" for finding in found] == [f"A-21 {cell}"]


def test_projects_that_do_not_come_to_the_project_expenditure_are_reported_once() -> None:
    found = reported(narrative(PROJECTS[0], ("社区经费", COMMUNITY.replace("50", "40"))), "A-21")
    assert [finding.expected for finding in found] == ["135.00"]


def test_what_differs_from_the_forms_is_not_reported_again_as_a_sum() -> None:
    text = narrative(spent=SPENT.replace("400.00", "401.00")) + department()
    found = reported(text, "D-01")
    assert [finding.cell for finding in found] == ["A6"]
    both = [finding for finding in findings_in(text, "") if finding.code in ("D-01", "A-21")]
    assert [item.code for item in both] == ["D-01"]


# C-12: projects and funds


def test_a_fund_without_a_paragraph_and_a_project_without_a_fund() -> None:
    text = narrative() + listed(FUNDS[0], ("困难群众救助", "50.00"))
    found = reported(text, "C-12")
    assert sorted(finding.message for finding in found) == [
        "附表2 B3 的专项“困难群众救助”（共 1 个）在编报说明中没有说明。",
        "附表中没有编报说明所写的项目“社区经费”。",
    ]


def test_a_project_without_its_purpose_is_reported() -> None:
    [found] = reported(narrative(("城乡绿化专项", "项目支出95.00万元。")), "C-12")
    assert "主要用于" in found.message
    assert "项目实施及绩效情况" in found.message


# D-02: purposes and details


LINES = (("城市绿化", "行道树补植费", "60"), ("城市管理", "广告牌整治费", "35"))


def paragraph(purpose: str) -> tuple[str, str]:
    ending = "项目实施及绩效情况如下：按期完成。"
    return "城乡绿化专项", f"项目支出95.00万元，主要用于{purpose}。{ending}"


def test_work_that_no_line_pays_for_is_reported() -> None:
    text = narrative(paragraph("行道树补植、广告牌整治、志愿者培训")) + detailed(
        "城乡绿化专项", *LINES
    )
    [found] = reported(text, "D-02")
    assert "志愿者培训" in found.message
    assert found.severity == "info"


def test_a_large_part_left_out_is_reported_and_a_small_one_is_not() -> None:
    lines = detailed("城乡绿化专项", *LINES)
    [found] = reported(narrative(paragraph("行道树补植")) + lines, "D-02")
    assert "“广告牌整治费”共 35 万元" in found.message
    small = lines.replace("| 60 |", "| 140 |").replace("| 35 |", "| 5 |")
    assert reported(narrative(paragraph("行道树补植")) + small, "D-02") == []


def test_other_words_for_the_same_work_are_reported() -> None:
    lines = detailed("城乡绿化专项", ("管护", "苗木栽植费", "95"))
    assert reported(narrative(paragraph("道路绿化")) + lines, "D-02") == []


# D-03: results in a plan


@pytest.mark.parametrize(
    "result",
    [
        "项目资金使用率99.98%",
        "资金拨付率为100%",
        "产生了良好的社会效益",
        "工作经验获全市推介",
        "已完成绿化400株",
    ],
)
def test_a_result_is_reported_at_its_paragraph(result: str) -> None:
    text = narrative(("城乡绿化专项", f"{GREENING}{result}。"))
    assert cells_of(reported(text, "D-03"), "D-03") == ["正文!A12"]


@pytest.mark.parametrize(
    "planned",
    [
        "项目资金使用率达到98%以上",
        "资金拨付率不低于95%",
        "化解这块遗留了数十年之久的问题",
        "在上年完成了200株的基础上补植200株",
        "为了居民的幸福",
    ],
)
def test_a_plan_and_a_dated_result_are_silent(planned: str) -> None:
    assert reported(narrative(("城乡绿化专项", f"{GREENING}{planned}。")), "D-03") == []


# D-04: branches


@pytest.mark.parametrize(
    ("own", "theirs", "count"),
    [("计生", "卫健", 1), ("卫健", "计生", 1), ("卫健", "卫健", 0), ("计生和卫健", "卫健", 0),
     ("党建", "卫健", 0)],
)  # fmt: skip
def test_a_branch_of_two_names_is_reported(own: str, theirs: str, count: int) -> None:
    text = narrative(("业务性经费", f"项目支出36.00万元，主要用于{own}工作。"))
    forms = detailed("业务性经费", (theirs, f"{theirs}费用", "36"))
    assert len(reported(text + forms, "D-04")) == count


# D-11: duties


@pytest.mark.parametrize(
    ("theirs", "message"),
    [
        (DUTIES, ""),
        (DUTIES.replace("，", ",").removesuffix("。"), ""),
        (DUTIES.replace("发展经济、", "发展镇村经济、"), "编报说明写“发展经济、文化和社会事业”"),
        (DUTIES.replace("维护社会稳定", "保护耕地"), "写有“保护耕地”"),
        ("组织征兵，保护耕地，防治污染。", "两段不同的文字"),
    ],
)
def test_duties_are_compared_clause_by_clause(theirs: str, message: str) -> None:
    found = reported(narrative() + department(duties=theirs), "D-11")
    assert [message in finding.message for finding in found] == [True] * bool(message)


def test_a_narrative_may_tell_more_duties() -> None:
    more = f"{DUTIES}主要职责有："
    text = narrative(duties=more).replace("| 二、", "| （一）执行决议； |\n| 二、")
    assert reported(text + department(), "D-11") == []


# D-10: pay of staff


@pytest.mark.parametrize(
    ("category", "item", "count"),
    [("人员经费", "工资及社保", 1), ("运转经费", "临聘人员工资", 1), ("人员补贴", "网格员补贴", 0)],
)
def test_pay_of_staff_is_reported(category: str, item: str, count: int) -> None:
    assert len(reported(detailed("社区经费", (category, item, "36")), "D-10")) == count


# T-14 and the texts: told at the paragraph


@pytest.mark.parametrize(
    ("text", "count"),
    [("选取数10户居民", 1), ("慰问了数100人", 1), ("绿化户数10户", 0), ("下辖社区数10个", 0),
     ("数10.5万元", 0)],
)  # fmt: skip
def test_an_approximate_number_is_distinguished_from_a_count(text: str, count: int) -> None:
    assert len(reported(narrative(plan=text), "T-14")) == count


def test_a_text_of_several_paragraphs_is_reported_at_the_right_one() -> None:
    plan = "补植行道树。 |\n| 全年拔付资金两次。 |\n| 发挥了街道妇联的作用。"
    text = narrative(plan=plan)
    assert cells_of(reported(text, "T-01"), "T-01") == ["正文!A10"]
    assert cells_of(reported(text, "X-08"), "X-08") == ["正文!A11"]


def test_paragraphs_set_in_by_blanks_are_no_finding() -> None:
    text = narrative(plan="\\s\\s补植行道树。\\s\\s")
    assert [finding.message for finding in reported(text, "T-06")] == ["末尾有空格。"]


def test_without_a_narrative_no_rule_runs_on_it() -> None:
    assert reported(department() + listed(*FUNDS), "D-01", "D-02", "D-04", "D-11", "C-12") == []


# the year


def test_figures_stated_for_another_year_are_reported() -> None:
    found = reported(narrative(spent=SPENT.replace("2023", "2022")), "X-09")
    assert [(finding.cell, finding.actual) for finding in found] == [("A6", "2022")]
    assert reported(narrative(plan="在2022年支出的基础上，2023年再补植200株。"), "X-09") == []


# Much of everything


def test_many_projects_and_long_texts_cost_little() -> None:
    """Many unmatched names are no misspellings; clauses are compared up to a limit."""
    many = tuple((f"专项{number}号工程", f"{GREENING}{number}") for number in range(400))
    funds = tuple((f"工程第{number}号经费", "95.00") for number in range(400, 800))
    forms = listed(*funds[:6]) + department(duties="；".join(f"第{n}类职责" for n in range(2000)))
    text = narrative(*many, duties="，".join(f"第{n}项" for n in range(2000))) + forms
    start = time.process_time()
    assert {finding.code for finding in [*findings_in(text, "D"), *findings_in(text, "C-12")]} >= {
        "C-12",
        "D-11",
    }
    assert time.process_time() - start < 5


def test_an_amount_in_another_unit_is_quoted_as_written() -> None:
    text = narrative(income=INCOME.replace("收入545.00万元，其中", "收入545.00元，其中"))
    [found] = reported(text, "A-21")
    assert "“收入合计”545.00元（0.0545 万元），分项" in found.message
