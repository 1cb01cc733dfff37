"""The narrative's rules beyond their pages: near misses, both ways, and what stays silent."""

from __future__ import annotations

import time

import pytest
from asking import found_in, places

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


def department(**told: str) -> str:
    """附表1 with the amounts of the narrative, or others."""
    amounts = {"total": "545.00", "general": "545.00", "fund": "0", "other": "0"}
    amounts |= {"basic": "400.00", "project": "145.00", "duties": DUTIES} | told
    return """
@sheet 附表1
| 年度预算申请（万元） | 资金总额：{total} | < | < | < |
| ^ | 按收入性质分 | < | 按支出性质分 | < |
| ^ | 一般公共预算拨款 | {general} | 基本支出 | {basic} |
| ^ | 政府性基金拨款 | {fund} | 项目支出 | {project} |
| ^ | 其他资金 | {other} | | |
| 部门职责概述 | {duties} | < | < | < |
""".format(**amounts)


def told(text: str, *codes: str) -> list[Finding]:
    found = [one for code in codes for one in found_in(text, code)]
    return [one for one in found if one.code in codes]


# D-01: the amounts of the forms


def test_equal_amounts_are_silent() -> None:
    assert told(narrative() + department() + listed(*FUNDS), "D-01", "A-21", "C-12", "D-11") == []


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
def test_another_amount_in_the_departments_form_is_told_with_both_places(
    changed: dict[str, str], cell: str, other: str, difference: str
) -> None:
    found = told(narrative() + department(**changed), "D-01")
    assert {f"{one.sheet}!{one.cell}" for one in found} == {f"正文!{cell}"}
    assert all(other in one.message and f"{difference} 万元" in one.message for one in found)
    assert {one.severity for one in found} == {"error"}


def test_a_project_may_agree_with_any_form_that_states_its_fund() -> None:
    """Where 附表2 and 附表3 differ, X-02 tells it: the narrative is right by one of them."""
    forms = listed(("城乡绿化专项", "59.00"), FUNDS[1]) + detailed("城乡绿化专项")
    forms = forms.replace("| 支出明细", "| 项目金额 | 95.00 | ^ | 金额 | 95.00 |\n| 支出明细")
    assert told(narrative() + forms, "D-01") == []


def test_a_project_under_a_near_name_is_compared_and_its_name_told() -> None:
    forms = listed(("城乡绿化", "59.00"), ("社区工作经费", "50.00"))
    found = told(narrative() + forms, "D-01", "C-12")
    assert [(one.code, one.cell) for one in found] == [
        ("D-01", "A12"), ("C-12", "A11"), ("C-12", "A13"),
    ]  # fmt: skip
    assert found[1].expected == "城乡绿化"


def test_a_missing_amount_is_no_zero() -> None:
    text = narrative(("城乡绿化专项", GREENING.replace("95.00万元", "若干"))) + listed(FUNDS[0])
    assert told(text, "D-01") == []


# the narrative's own sums


@pytest.mark.parametrize(
    ("changed", "cell"),
    [
        ({"income": INCOME.replace("其他资金来源0", "其他资金来源5")}, "A5"),
        ({"spent": SPENT.replace("400.00", "401")}, "A6"),
    ],
)
def test_a_total_that_is_not_its_parts_is_told(changed: dict[str, str], cell: str) -> None:
    found = told(narrative(**changed), "A-21")
    assert [f"{one.code} {one.cell}" for one in found] == [f"A-21 {cell}"]


def test_projects_that_do_not_come_to_the_project_expenditure_are_told_once() -> None:
    found = told(narrative(PROJECTS[0], ("社区经费", COMMUNITY.replace("50", "40"))), "A-21")
    assert [one.expected for one in found] == ["135.00"]


def test_what_differs_from_the_forms_is_not_told_again_as_a_sum() -> None:
    text = narrative(spent=SPENT.replace("400.00", "401.00")) + department()
    found = told(text, "D-01")
    assert [one.cell for one in found] == ["A6"]
    both = [one for one in found_in(text, "") if one.code in ("D-01", "A-21")]
    assert [one.code for one in both] == ["D-01"]


# C-12: projects and funds


def test_a_fund_without_a_paragraph_and_a_project_without_a_fund() -> None:
    text = narrative() + listed(FUNDS[0], ("困难群众救助", "50.00"))
    found = told(text, "C-12")
    assert sorted(one.message for one in found) == [
        "附表2 B3 的专项“困难群众救助”（共 1 个）在编报说明中没有说明。",
        "附表中没有编报说明所写的项目“社区经费”。",
    ]


def test_a_project_without_its_purpose_is_told() -> None:
    [found] = told(narrative(("城乡绿化专项", "项目支出95.00万元。")), "C-12")
    assert "主要用于" in found.message
    assert "项目实施及绩效情况" in found.message


# D-02: purposes and details


LINES = (("城市绿化", "行道树补植费", "60"), ("城市管理", "广告牌整治费", "35"))


def paragraph(purpose: str) -> tuple[str, str]:
    ending = "项目实施及绩效情况如下：按期完成。"
    return "城乡绿化专项", f"项目支出95.00万元，主要用于{purpose}。{ending}"


def test_work_that_no_line_pays_for_is_told() -> None:
    text = narrative(paragraph("行道树补植、广告牌整治、志愿者培训")) + detailed(
        "城乡绿化专项", *LINES
    )
    [found] = told(text, "D-02")
    assert "志愿者培训" in found.message
    assert found.severity == "info"


def test_a_good_part_left_out_is_told_and_a_small_one_is_not() -> None:
    lines = detailed("城乡绿化专项", *LINES)
    [found] = told(narrative(paragraph("行道树补植")) + lines, "D-02")
    assert "“广告牌整治费”共 35 万元" in found.message
    small = lines.replace("| 60 |", "| 140 |").replace("| 35 |", "| 5 |")
    assert told(narrative(paragraph("行道树补植")) + small, "D-02") == []


def test_other_words_for_the_same_work_are_told() -> None:
    lines = detailed("城乡绿化专项", ("管护", "苗木栽植费", "95"))
    assert told(narrative(paragraph("道路绿化")) + lines, "D-02") == []


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
def test_a_result_is_told_at_its_paragraph(result: str) -> None:
    text = narrative(("城乡绿化专项", f"{GREENING}{result}。"))
    assert places(told(text, "D-03"), "D-03") == ["正文!A12"]


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
    assert told(narrative(("城乡绿化专项", f"{GREENING}{planned}。")), "D-03") == []


# D-04: branches


@pytest.mark.parametrize(
    ("own", "theirs", "count"),
    [("计生", "卫健", 1), ("卫健", "计生", 1), ("卫健", "卫健", 0), ("计生和卫健", "卫健", 0),
     ("党建", "卫健", 0)],
)  # fmt: skip
def test_a_branch_of_two_names_is_told(own: str, theirs: str, count: int) -> None:
    text = narrative(("业务性经费", f"项目支出36.00万元，主要用于{own}工作。"))
    forms = detailed("业务性经费", (theirs, f"{theirs}费用", "36"))
    assert len(told(text + forms, "D-04")) == count


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
    found = told(narrative() + department(duties=theirs), "D-11")
    assert [message in one.message for one in found] == [True] * bool(message)


def test_a_narrative_may_tell_more_duties() -> None:
    more = f"{DUTIES}主要职责有："
    text = narrative(duties=more).replace("| 二、", "| （一）执行决议； |\n| 二、")
    assert told(text + department(), "D-11") == []


# D-10: pay of staff


@pytest.mark.parametrize(
    ("category", "item", "count"),
    [("人员经费", "工资及社保", 1), ("运转经费", "临聘人员工资", 1), ("人员补贴", "网格员补贴", 0)],
)
def test_pay_of_staff_is_told(category: str, item: str, count: int) -> None:
    assert len(told(detailed("社区经费", (category, item, "36")), "D-10")) == count


# T-14 and the texts: told at the paragraph


@pytest.mark.parametrize(
    ("text", "count"),
    [("选取数10户居民", 1), ("慰问了数100人", 1), ("绿化户数10户", 0), ("下辖社区数10个", 0),
     ("数10.5万元", 0)],
)  # fmt: skip
def test_about_so_many_is_told_from_how_many(text: str, count: int) -> None:
    assert len(told(narrative(plan=text), "T-14")) == count


def test_a_text_of_several_paragraphs_is_told_at_the_right_one() -> None:
    plan = "补植行道树。 |\n| 全年拔付资金两次。 |\n| 发挥了街道妇联的作用。"
    text = narrative(plan=plan)
    assert places(told(text, "T-01"), "T-01") == ["正文!A10"]
    assert places(told(text, "X-08"), "X-08") == ["正文!A11"]


def test_paragraphs_set_in_by_blanks_are_no_finding() -> None:
    text = narrative(plan="\\s\\s补植行道树。\\s\\s")
    assert [one.message for one in told(text, "T-06")] == ["末尾有空格。"]


def test_without_a_narrative_nothing_is_asked_of_it() -> None:
    assert told(department() + listed(*FUNDS), "D-01", "D-02", "D-04", "D-11", "C-12") == []


# the year


def test_figures_stated_for_another_year_are_told() -> None:
    found = told(narrative(spent=SPENT.replace("2023", "2022")), "X-09")
    assert [(one.cell, one.actual) for one in found] == [("A6", "2022")]
    assert told(narrative(plan="在2022年支出的基础上，2023年再补植200株。"), "X-09") == []


# Much of everything


def test_many_projects_and_long_texts_cost_little() -> None:
    """Names left over in great number are no slips; clauses are compared up to a bound."""
    many = tuple((f"专项{number}号工程", f"{GREENING}{number}") for number in range(400))
    funds = tuple((f"工程第{number}号经费", "95.00") for number in range(400, 800))
    forms = listed(*funds[:6]) + department(duties="；".join(f"第{n}类职责" for n in range(2000)))
    text = narrative(*many, duties="，".join(f"第{n}项" for n in range(2000))) + forms
    start = time.process_time()
    assert {one.code for one in [*found_in(text, "D"), *found_in(text, "C-12")]} >= {"C-12", "D-11"}
    assert time.process_time() - start < 5
