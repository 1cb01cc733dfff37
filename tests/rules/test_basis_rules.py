"""A-07 to A-11, A-18, A-19, X-13, X-14, X-17, X-18: what they find and what they leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from xlform.checking.runner import CheckResult, check
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.grid.notation import parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
MINE = {
    "A-07", "A-08", "A-09", "A-10", "A-11", "A-18", "A-19", "X-13", "X-14", "X-17", "X-18",
}  # fmt: skip
RULES = [rule for rule in all_rules() if rule.code in MINE]
SOURCE = Source("example.xlsx", "xlsx", "0" * 64)


def checked(grid: Grid, source: Source = SOURCE) -> CheckResult:
    named = {template.name: template for template in TEMPLATES}
    context = RuleContext(named, grid, words=WORDS)
    found = check(read_grid(grid, source, TEMPLATES), context, RULES, {})
    assert [one for one in found.not_asked if one.reason == "crashed"] == []
    return found


def of_file(path: Path) -> CheckResult:
    source, grid = read_file(path)
    return checked(grid, source)


def form(
    expenses: Iterable[str],
    indicators: Iterable[str] = (),
    *,
    amount: str = "10",
    fund: str = "社区经费",
    sheet: str = "附表3",
) -> str:
    """One 附表3 with these indicator rows (二级 三级 指标值) and expense rows."""
    rows = [
        f"@sheet {sheet}",
        f"| 支出方向（子项） | 方向 | < | 所属专项 | 名称 | {fund} |",
        f"| 项目金额 | {amount} | < | ^ | 金额 | {amount} |",
        "| 项目实施期 | 2023年 | < | < | < | < |",
        "| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |",
        *(f"| ^ | 产出指标 | {row} | 计划标准 |" for row in indicators),
        "| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 | < |",
        *(f"| ^ | {row} | < |" for row in expenses),
        f"| ^ | 合计 | < | {amount} |  | < |",
    ]
    return "\n".join(rows)


def found(*forms: str) -> list[Finding]:
    return list(checked(parse("\n".join(forms))).findings)


def told(*forms: str) -> list[str]:
    return [f"{one.code} {one.severity} {one.cell}" for one in found(*forms)]


def basis(text: str, amount: str = "10") -> list[str]:
    """What is told of one 测算 beside its amount; its cell is E6, that of the amount D6."""
    return told(form([f"宣传 | 宣传费 | {amount} | {text}"], amount=amount))


# The sample, and the clean files.

SAMPLE = """
附表3-1 E10 X-14 warning 指标“人居环境宣传”计划≥10次，E25测算按20次安排资金，两处数量不一致。
附表3-1 E24 X-17 warning “整治清理”1万元/次在不同专项中重复出现
附表3-1 E25 X-18 info “宣传”的单价不一
附表3-2 E20 A-07 info 算式“9*10（万元/社区）=90万元”中的“9”没有写单位。
附表3-2 E21 A-07 info 算式“约30万元*12月=360万元”用估计数“约30万元”计算，请列明依据。
附表3-3 E10 X-13 error 指标“无偿献血营养补贴”填报500元/人，E24测算用0.03万元/人（300元/人）
附表3-3 E21 A-18 info “其他相关维护妇女儿童权益费用1万元”没有列明测算依据。
附表3-3 E21 A-19 info 单价“0.2万元一次”与算式中的写法不统一，宜写为“0.2万元/次”。
附表3-3 E25 A-07 warning “6次*（万元/次）=3.6万元”：算式缺少单价，推算为0.6万元/次
附表3-4 E13 A-10 error 成本指标“安置小区卫生死角清理”填报5万，支出明细“安置小区卫生死角清理”小计
附表3-4 E13 A-11 warning 成本指标合计10万元，只占“项目金额”30万元的33%，20万元的支出没有成本指标
附表3-4 E14 A-10 error 成本指标“砍伐枯树”填报5万，支出明细“砍伐枯树”小计10万元（6+4），差额5万元。
"""


def test_the_sample_has_just_these() -> None:
    expected = SAMPLE.strip().splitlines()
    seen = [
        f"{one.sheet} {one.cell} {one.code} {one.severity} {one.message}"
        for one in of_file(SAMPLES / "云田镇.xlsx").findings
    ]
    assert len(seen) == len(expected)
    for line, begin in zip(seen, expected, strict=True):
        assert line.startswith(begin)


def test_the_sample_s_messages_lead_to_the_other_side() -> None:
    messages = {one.code: one.message for one in of_file(SAMPLES / "云田镇.xlsx").findings}
    for place in ("附表3-3!E23", "附表3-4!E22、E23“卫生清理”"):
        assert place in messages["X-17"]
    for price in ("附表3-3!E20 0.6万元/次", "附表3-3!E21 0.2万元/次", "附表3-3!E25 0.6万元/次"):
        assert price in messages["X-18"]
    assert "“路面破损修复”" in messages["A-11"]


def test_a_number_not_restated_for_want_of_an_operand_is_undetermined() -> None:
    not_asked = of_file(SAMPLES / "云田镇.xlsx").not_asked
    places = [(one.code, one.sheet, one.cell) for one in not_asked if one.reason == "undetermined"]
    assert places == [("A-09", "附表3-3", "E25")]


CLEAN = [*sorted((SAMPLES / "district").glob("*.xlsx")), SAMPLES / "项目支出绩效目标申报表.xlsx"]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_file_stays_clean(path: Path) -> None:
    assert [f"{one.code} {one.cell} {one.message}" for one in of_file(path).findings] == []


#


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("10次*2.5（万元/次）=24万元", "24", ["A-07 error E6"]),
        ("10次*2.5（万元/次）=25万元", "25", []),
        ("7次*500元/次=3540元", "0.354", ["A-07 error E6"]),
        ("3人*33.33元/人=100元", "0.01", []),
        ("3次*3.3333万元/次=10万元", "10", []),
        ("6次*（万元/次）=3.6万元", "3.6", ["A-07 warning E6"]),
        ("6次*（万元/次）=万元", "3.6", ["A-07 warning E6"]),
        ("20次*0.5万元/次=", "10", ["A-07 warning E6"]),
        ("20次*0.5万元/次", "10", []),
        ("20场*0.5万元/次=10万元", "10", ["A-07 warning E6"]),
        ("20*0.5万元/次=10万元", "10", ["A-07 info E6"]),
        ("20*0.5万元/次=11万元", "11", ["A-07 error E6", "A-07 info E6"]),
        ("约20次*0.5万元/次=10万元", "10", ["A-07 info E6"]),
        ("预计20次*0.5万元/次=10万元", "10", []),
        ("5人*12月=61人月，61人月*1万元=61万元", "61", ["A-07 error E6"]),
        ("修复20次20次*0.5（万元/次）=10万元", "10", []),
        ("据实列支", "10", []),
    ],
)
def test_equations(text: str, amount: str, expected: list[str]) -> None:
    assert sorted(one for one in basis(text, amount) if "A-07" in one) == expected


def test_a_wrong_result_names_its_numbers() -> None:
    (one,) = found(form(["清洁 | 拆建费 | 24 | 10次*2.5（万元/次）=24万元"], amount="24"))
    assert one.message == "算式“10次*2.5（万元/次）”应为25万元，填报24万元，差额1万元。"
    assert (one.expected, one.actual) == ("25万元", "24万元")


def test_a_wrong_result_in_yuan_is_told_in_yuan() -> None:
    (one,) = found(form(["清洁 | 拆建费 | 0.354 | 7次*500元/次=3540元"], amount="0.354"))
    assert one.message == "算式“7次*500元/次”应为3500元，填报3540元，差额40元。"


#


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("3次*1万元/次=3万元；2次*1万元/次=2万元", "5", []),
        ("3次*1万元/次=3万元；2次*1万元/次=2万元", "6", ["A-08 error D6"]),
        ("3次*1万元/次=3万元；其他费用1万元", "4", []),
        ("3次*1万元/次=3万元；其他费用1万元", "5", ["A-08 error D6"]),
        ("宣传费3万元：3次*1万元/次=3万元", "3", []),
        ("3次*1万元/次=3万元；2次*1万元/次=2万元；合计3+2=5万元", "5", []),
        ("3次*1万元/次=3万元；2次*1万元/次=2万元；合计5万元", "5", []),
        ("5次*1万元/次=5万元，扣除结余1万元，共4万元", "4", []),
        ("3次*1万元/次+2次*1万元/次=3+2=5万元", "5", []),
        ("3次*10000元/次=30000元", "3", []),
        ("3次*10000元/次=30000元", "30000", ["A-08 error D6"]),
        ("100人*12月=1200人月，1200人月*0.01万元=12万元", "12", []),
        ("9*10=90", "90", []),
        ("20次*0.5万元/次", "10", []),
        ("20次*0.5万元/次", "11", ["A-08 error D6"]),
        ("宣传费1万元；培训费2万元", "3", []),
        ("宣传费1万元；培训费2万元", "4", ["A-08 error D6"]),
        ("项目总投资500万元，区级配套100万元", "100", []),
        ("每人500元，200人", "10", []),
        ("每人500元，200人", "12", ["A-08 error D6"]),
        ("据实列支", "10", []),
    ],
)
def test_sums(text: str, amount: str, expected: list[str]) -> None:
    assert [one for one in basis(text, amount) if "A-08" in one] == expected


def test_a_sum_without_an_amount_is_undetermined() -> None:
    grid = parse(form(["宣传 | 宣传费 |  | 3次*1万元/次=3万元"], amount="3"))
    reasons = [(one.code, one.reason) for one in checked(grid).not_asked]
    assert ("A-08", "undetermined") in reasons


#


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("宣传费0.5万元/次，宣传20次。20次*0.5（万元/次）=10万元", []),
        ("宣传费0.6万元/次，宣传20次。20次*0.5（万元/次）=10万元", ["A-09 error E6"]),
        ("宣传费0.5万元/次，宣传10次。20次*0.5（万元/次）=10万元", ["A-09 error E6"]),
        ("宣传费5000元/次，宣传20次。20次*0.5（万元/次）=10万元", []),
        ("宣传每次0.5万元，宣传20次。20次*0.5（万元/次）=10万元", []),
        ("宣传每次0.6万元，宣传20次。20次*0.5（万元/次）=10万元", ["A-09 error E6"]),
        ("宣传费0.6万元/场，20次*0.5（万元/次）=10万元", []),
        ("上半年8次，下半年12次，20次*0.5（万元/次）=10万元", []),
        ("全年10个月，每月2次，20次*0.5（万元/次）=10万元", []),
        ("较上年增加5次，20次*0.5（万元/次）=10万元", []),
        ("6月底前完成，1万元*10月=10万元", []),
        ("2个社区经费1*10（万元/社区）=10万元", ["A-09 error E6"]),
        ("1个社区经费1*10（万元/社区）=10万元", []),
        ("20次*0.5（万元/次）=10万元，比上年多4次", []),
    ],
)
def test_restated_numbers(text: str, expected: list[str]) -> None:
    assert [one for one in basis(text) if "A-09" in one] == expected


#


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("成本指标 | 砍伐枯树 | 5万", ["A-10 error E5"]),
        ("成本指标 | 砍伐枯树 | 10万元", []),
        ("成本指标 | 砍伐枯树 | ≤10万元", []),
        ("成本指标 | 砍伐枯树 | ≤100000元", []),
        ("成本指标 | 砍伐枯树 | ≤9万元", ["A-10 error E5"]),
        ("成本指标 | 砍伐枯树成本 | 5万元", ["A-10 error E5"]),
        ("成本指标 | 机械作业成本 | 4万元", []),
        ("成本指标 | 机械作业成本 | 5万元", ["A-10 error E5"]),
        ("成本指标 | 单次砍伐成本 | ≤0.5万元/次", []),
        ("成本指标 | 砍伐枯树单次成本 | ≤3000元", []),
        ("成本指标 | 砍伐枯树补助标准 | ≤300元", []),
        ("成本指标 | 砍伐枯树 | ≤3000元", []),  # the price in its calculation
        ("成本指标 | 砍伐枯树 | ≤4000元", ["A-10 error E5"]),
        ("成本指标 | 砍伐枯树总成本 | ≤9万元", []),
        ("成本指标 | 控制在预算内 | 较好", []),
        ("经济效益指标 | 砍伐枯树 | 5万元", []),
    ],
)
def test_cost_against_its_expenses(indicator: str, expected: list[str]) -> None:
    lines = [
        "砍伐枯树 | 砍伐枯树费 | 6 | 20次*0.3万元/次=6万元",
        "^ | 机械作业费 | 4 | 20次*0.2万元/次=4万元",
    ]
    assert [one for one in told(form(lines, [indicator])) if "A-10" in one] == expected


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        (["成本指标 | 甲项 | ≤10万元"], []),
        (["成本指标 | 甲项 | ≤8万元"], []),
        (["成本指标 | 甲项 | ≤7.9万元"], ["A-11 warning E5"]),
        (["成本指标 | 甲项 | ≤6万元", "成本指标 | 乙项 | ≤5万元"], ["A-11 warning E5"]),
        (["成本指标 | 甲项 | ≤6万元", "成本指标 | 乙项单价 | ≤0.1万元/次"], []),
        (["成本指标 | 项目总成本 | ≤10万元", "成本指标 | 甲项 | ≤6万元"], []),
        (["成本指标 | 项目总成本 | ≤12万元", "成本指标 | 甲项 | ≤6万元"], ["A-11 warning E5"]),
        (["成本指标 | 项目总成本 | ≤10万元", "成本指标 | 单场成本 | ≤2000元"], []),
        (["成本指标 | 运转保障成本 | ≤10万元", "成本指标 | 人均成本 | ≤300元"], []),
        (["成本指标 | 甲项 | ≤6万元", "成本指标 | 单场成本 | ≤2000元"], []),
        (["成本指标 | 项目总成本 | ≤10万元", "成本指标 | 甲项 | ≤11万元"], ["A-11 warning E6"]),
        (["成本指标 | 成本控制 | 较好"], []),
        (["数量指标 | 甲项 | ≥3次"], []),
    ],
)
def test_costs_against_the_amount(indicators: list[str], expected: list[str]) -> None:
    lines = ["其他 | 运转费 | 10 | 据实列支"]
    assert [one for one in told(form(lines, indicators)) if "A-11" in one] == expected


#


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18次*0.5万元/次=9万元；其他相关费用1万元", ["A-18 info E6"]),
        ("宣传费10万元：20次*0.5万元/次=10万元", []),
        ("20次*0.5万元/次=10万元，带动投资200万元", []),
        ("宣传费0.5万元一次，20次*0.5（万元/次）=10万元", ["A-19 info E6"]),
        ("20次*0.5万元一次=10万元", ["A-19 info E6"]),
        ("一次宣传0.5万元，20次*0.5（万元/次）=10万元", []),
    ],
)
def test_style(text: str, expected: list[str]) -> None:
    assert [one for one in basis(text) if "A-18" in one or "A-19" in one] == expected


#


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("数量指标 | 无偿献血营养补贴 | 500元/人", ["X-13 error E5"]),
        ("数量指标 | 无偿献血营养补贴 | 300元/人", []),
        ("数量指标 | 无偿献血营养补贴 | 0.03万元/人", []),
        ("成本指标 | 无偿献血补贴 | ≤500元/人", []),
        ("成本指标 | 无偿献血补贴 | ≤200元/人", ["X-13 error E5"]),
        ("数量指标 | 无偿献血营养补贴 | 500元/次", []),
        ("数量指标 | 体检补贴 | 500元/人", []),
        ("经济效益指标 | 无偿献血节省费用 | ≥500元/人", []),
        ("数量指标 | 无偿献血人数 | ≥200人", []),
        ("数量指标 | 无偿献血人数 | ≥100人", ["X-14 warning E5"]),
        ("数量指标 | 无偿献血次数 | ≥100次", []),
        ("数量指标 | 应征青年人数 | ≥100人", []),
        ("社会效益指标 | 无偿献血受益人数 | ≥900人", []),
    ],
)
def test_targets_against_the_calculation(indicator: str, expected: list[str]) -> None:
    line = "卫健 | 献血补贴 | 6 | 无偿献血0.03万元/人，200人。200人*0.03（万元/人）=6万元"
    mine = [one for one in told(form([line], [indicator], amount="6")) if one[0] == "X"]
    assert mine == expected


def test_a_count_may_be_the_sum_of_several_lines() -> None:
    lines = [
        "危房改造 | 新建补助 | 120 | 新建改造40户，40户*3（万元/户）=120万元",
        "^ | 加固补助 | 36 | 维修加固20户，20户*1.8（万元/户）=36万元",
    ]
    for target, expected in (("≥60户", []), ("≥40户", []), ("≥50户", ["X-14 warning E5"])):
        indicator = f"数量指标 | 农村危房改造户数 | {target}"
        assert told(form(lines, [indicator], amount="156")) == expected


HOUSES = ("90户×0.43万元/户=38.7万元", "改造30户，每户3000元")


@pytest.mark.parametrize(
    ("indicator", "bases", "expected"),
    [
        ("数量指标 | 改造户数 | 120户", HOUSES, []),
        ("数量指标 | 改造户数 | 140户", HOUSES, ["X-14 warning E5"]),
        ("数量指标 | 改造演练次数 | 4次", ("其余3次×1.4万元/次=4.2万元",), []),
        ("数量指标 | 改造演练次数 | 4次", ("3次×1.4万元/次=4.2万元",), ["X-14 warning E5"]),
        ("数量指标 | 改造巡查次数 | ≥432次", ("9支×48次×400元/次=17.28万元",), []),
        ("数量指标 | 改造巡查次数 | ≥400次", ("9支×48次×400元/次=17.28万元",), ["X-14 warning E5"]),
        ("数量指标 | 改造培训期数 | 6期", ("培训6期，其中市级1期×3万元/期=3万元",), []),
        ("成本指标 | 户均改造成本 | ≤4000元/户", HOUSES, []),
        ("成本指标 | 户均改造成本 | ≤4000元/户", HOUSES[:1], ["X-13 error E5"]),
    ],
)
def test_a_count_or_price_of_a_part_is_no_contradiction(
    indicator: str, bases: tuple[str, ...], expected: list[str]
) -> None:
    lines = [f"改造 | 改造费{n} | 1 | {text}" for n, text in enumerate(bases)]
    mine = [one for one in told(form(lines, [indicator], amount="1")) if one[:2] == "X-"]
    assert mine == expected


#


def two(first: str, second: str, funds: tuple[str, str] = ("甲专项", "乙专项")) -> list[str]:
    return told(
        form([f"城管 | {first}"], fund=funds[0], sheet="附表3-1"),
        form([f"环卫 | {second}"], fund=funds[1], sheet="附表3-2"),
    )


CLEANING = "环境整治费 | 10 | 整治清理费10次*1万元/次=10万元"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("环境整治费 | 10 | 整治清理费5次*2万元/次=10万元", ["X-18 info E6"]),
        ("环境整治费 | 10 | 10次*1万元/次=10万元", ["X-17 warning E6"]),
        ("整治费 | 10 | 整治清理费10次*1万元/次=10万元", ["X-17 warning E6"]),
        ("环境整治费 | 10 | 整治清理费10处*1万元/处=10万元", []),
        ("宣传费 | 10 | 宣传10次*1万元/次=10万元", []),
        ("卫生费 | 10 | 卫生清理10次*1万元/次=10万元", []),
    ],
)
def test_two_funds(second: str, expected: list[str]) -> None:
    assert two(CLEANING, second) == expected


def test_one_fund_may_name_a_content_twice() -> None:
    assert two(CLEANING, CLEANING, ("甲专项", "甲专项")) == []


def test_parts_of_one_activity_are_no_uneven_prices() -> None:
    lines = [
        "砍伐枯树 | 砍伐费 | 6 | 砍伐枯树20次*0.3万元/次=6万元",
        "^ | 机械费 | 4 | 砍伐枯树20次*0.2万元/次=4万元",
    ]
    assert told(form(lines)) == []
