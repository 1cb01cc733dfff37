"""The forms 测算 is written in (domain.md §2.5), a text a row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.basis import Equation, Statement, parse_basis


def one(text: str) -> Equation:
    (equation,) = parse_basis(text).equations
    return equation


def said(text: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.noun, one.text) for one in parse_basis(text).statements]


# text | operands | base_value in 万元 or of the count
HOLDS = """
20次*0.5（万元/次）=10万元                | 20次 0.5（万元/次）           | 10
20次×0.5万元/次＝10万元                   | 20次 0.5万元/次               | 10
20次x0.5万元/次=10万元                    | 20次 0.5万元/次               | 10
20 次 X 0.5 万元 / 次 = 10 万元           | 20 次;0.5 万元 / 次           | 10
20次✕0.5万元/次=10万元                    | 20次 0.5万元/次               | 10
20次·0.5万元/次=10万元                    | 20次 0.5万元/次               | 10
２０次＊０.５（万元／次）＝１０万元       | ２０次 ０.５（万元／次）      | 10
20次*0.5【万元/次】=10万元                | 20次 0.5【万元/次】           | 10
20次*0.5[万元/次]=10万元                  | 20次 0.5[万元/次]             | 10
20次*0.5万元一次=10万元                   | 20次 0.5万元一次              | 10
20次*0.5万元每次=10万元                   | 20次 0.5万元每次              | 10
20次*每次0.5万元=10万元                   | 20次 每次0.5万元              | 10
20次*单价0.5万元/次=10万元                | 20次 0.5万元/次               | 10
（20次*0.5万元/次）=10万元                | 20次 0.5万元/次               | 10
20次（每次2天）*0.5万元/次=10万元         | 20次 0.5万元/次               | 10
20次*5000元/次=100000元                   | 20次 5000元/次                | 10
20次*5000元/次=10万元                     | 20次 5000元/次                | 10
20次*5000元/次=100，000元                 | 20次 5000元/次                | 10
1，200人*500元/人=60万元                  | 1，200人 500元/人             | 60
12000人次*0.02（万元/人次）=240万元       | 12000人次 0.02（万元/人次）   | 240
260万平方米*2（万元/万平方米）=520万元    | 260万平方米 2（万元/万平方米） | 520
8公里*5.25（万元/公里）=42万元            | 8公里 5.25（万元/公里）       | 42
8000米*5.25万元/公里=42万元               | 8000米 5.25万元/公里          | 42
12名*4万元/人=48万元                      | 12名 4万元/人                 | 48
9个社区*10万元/社区=90万元                | 9个社区 10万元/社区           | 90
5人*3天*200元/人·天=3000元                | 5人 3天 200元/人·天           | 0.3
5人*3天*200元/人/天=3000元                | 5人 3天 200元/人/天           | 0.3
5人*3天*200元/人*天=3000元                | 5人 3天 200元/人*天           | 0.3
100人*0.5万元/人*80%=40万元               | 100人 0.5万元/人 80%          | 40
3次*0.6万元/次+2次*0.5万元/次=2.8万元     | 3次 0.6万元/次 2次 0.5万元/次 | 2.8
（3+2）*0.5万元=2.5万元                   | 3 2 0.5万元                   | 2.5
10-2万元=8万元                            | 10 2万元                      | 8
村级9个×8万元+社区3个×6万元=90万元        | 9个 8万元 3个 6万元           | 90
150元*1200㎡=18万元                       | 150元 1200㎡                  | 18
20次*0.5万元/次-1万元=9万元               | 20次 0.5万元/次 1万元         | 9
60万元÷12个月=5万元/月                    | 60万元 12个月                 | 5
60万元/12个月=5万元/月                    | 60万元 12个月                 | 5
5万/次*2次=10万                           | 5万/次 2次                    | 10
0.01亿元*2次=200万元                      | 0.01亿元 2次                  | 200
9*10（万元/社区）=90万元                  | 9 10（万元/社区）             | 90
9*10=90万元                               | 9 10                          | 90
9*1000=9000元                             | 9 1000                        | 0.9
20次*0.5万元/次=10                        | 20次 0.5万元/次               | 10
20次*5000元/次=100000                     | 20次 5000元/次                | 10
约30万元*12月=360万元                     | 约30万元 12月                 | 360
12月*约30万元=360万元                     | 12月 约30万元                 | 360
12月*30万元左右=360万元                   | 12月 30万元左右               | 360
20次*0.5万元/次≈10万元                    | 20次 0.5万元/次               | 10
20次*0.5万元/次=约10万元                  | 20次 0.5万元/次               | 10
20次*0.5万元/次=共计10万元                | 20次 0.5万元/次               | 10
预计整治清理费20次*1万元/次=20万元        | 20次 1万元/次                 | 20
修复20次20次*0.5（万元/次）=10万元。      | 20次 0.5（万元/次）           | 10
宣传费：20次*0.5万元/次=10万元            | 20次 0.5万元/次               | 10
1、宣传费20次*0.5万元/次=10万元           | 20次 0.5万元/次               | 10
1.宣传费20次*0.5万元/次=10万元            | 20次 0.5万元/次               | 10
1.20次*0.5万元/次=10万元                  | 20次 0.5万元/次               | 10
（1）20次*0.5万元/次=10万元               | 20次 0.5万元/次               | 10
项目-20次*0.5万元/次=10万元               | 20次 0.5万元/次               | 10
*20次*0.5万元/次=10万元                   | 20次 0.5万元/次               | 10
两场*0.5万元/场=1万元                     | 两场 0.5万元/场               | 1
（3+2）次*0.5万元/次=2.5万元              | （3+2）次 0.5万元/次          | 2.5
5人*（340元+130元）/人=2350元             | 5人 （340元+130元）/人        | 0.235
5人*12月=60人月                           | 5人 12月                      | 60
"""
ROWS = [[part.strip() for part in row.split("|")] for row in HOLDS.strip().splitlines()]


@pytest.mark.parametrize(("text", "operands", "base_value"), ROWS, ids=[row[0] for row in ROWS])
def test_an_equation_that_holds(text: str, operands: str, base_value: str) -> None:
    equation = one(text)
    separator = ";" if ";" in operands else None
    assert [part.text for part in equation.operands] == [
        part.strip() for part in operands.split(separator)
    ]
    assert equation.computed == equation.claimed == Decimal(base_value)
    assert equation.leftover == ()


def test_a_line_broken_inside_an_equation() -> None:
    equation = one("20次\n*0.5\n（万元/次）\n=10万元")
    assert equation.computed == equation.claimed == 10


@pytest.mark.parametrize("mark", ["；", ";", "。", "\n", "，", " ", "", "、", "。\n"])
def test_several_equations_however_parted(mark: str) -> None:
    text = mark.join(["3次*0.6万元/次=1.8万元", "7次*0.5（万元/次）=3.5万元", "2人*1万元=2万元"])
    assert [str(one.claimed) for one in parse_basis(text).equations] == ["1.8", "3.5", "2"]


def test_words_between_glued_equations_name_the_second() -> None:
    first, second = parse_basis("3次*0.6万元/次=1.8万元培训费7次*0.5万元/次=3.5万元").equations
    assert (first.claimed, second.claimed) == (Decimal("1.8"), Decimal("3.5"))
    assert second.noun == "培训费"


def test_a_chain_is_a_step_and_a_result() -> None:
    step, last = parse_basis("3次*0.6万元/次+2次*0.5万元/次=1.8+1=2.8万元").equations
    assert (step.text, step.final) == ("3次*0.6万元/次+2次*0.5万元/次=1.8+1", False)
    assert (last.text, last.final) == ("1.8+1=2.8万元", True)
    assert step.computed == step.claimed == last.claimed == Decimal("2.8")


def test_a_sum_of_results_is_a_total() -> None:
    texts = "3次*0.6万元=1.8万元；7次*0.5万元=3.5万元；合计1.8+3.5=5.3万元"
    assert [one.total for one in parse_basis(texts).equations] == [False, False, True]
    other = "3次*0.6万元=1.8万元；1.8+1=2.8万元"
    assert [one.total for one in parse_basis(other).equations] == [False, False]


@pytest.mark.parametrize(
    ("text", "inferred", "unit"),
    [
        ("6次*（万元/次）=3.6万元", "0.6", "万元/次"),
        ("6次*万元/次=3.6万元", "0.6", "万元/次"),
        ("6次*单价（万元/次）=3.6万元", "0.6", "万元/次"),
        ("6次*（元/次）=3.6万元", "6000", "元/次"),
        ("6次*=3.6万元", "0.6", ""),
        ("人数*500元/人=6万元", "120", ""),
        ("（次）*0.5万元/次=3万元", "", ""),
        ("2人*（天）*100元/人·天=600元", "3", "天"),
    ],
)
def test_a_missing_number_is_inferred(text: str, inferred: str, unit: str) -> None:
    equations = parse_basis(text).equations
    if not inferred:
        assert all(one.computed is None or one.computed == one.claimed for one in equations)
        return
    (equation,) = equations
    assert equation.computed is None
    assert equation.inferred == Decimal(inferred)
    assert equation.missing is not None
    assert (equation.missing.unit.text if equation.missing.unit else "") == unit


def test_two_missing_numbers_are_not_guessed() -> None:
    equation = one("次数*2人*（万元/次）=3.6万元")
    assert equation.computed is None
    assert equation.inferred is None


@pytest.mark.parametrize(
    ("text", "leftover"),
    [
        ("20场*0.5万元/次=10万元", ("场", "次")),
        ("20人*0.5万元/次=10万元", ("人", "次")),
        ("20万元*3万元=60万元", ("元", "元")),
        ("20次*3场=60万元", ("次", "场")),
        ("12月*0.5万元/人/月=6万元", ("人",)),
        ("20次*0.5万元=10万元", ()),
        ("12月*30万元=360万元", ()),
        ("9*10万元/社区=90万元", ()),
        ("400人次*0.1万元/人=40万元", ()),
        ("20次*3人*0.01万元/人=0.6万元", ()),
    ],
)
def test_units_that_make_no_money(text: str, leftover: tuple[str, ...]) -> None:
    assert one(text).leftover == leftover


def test_a_wrong_result_keeps_both_numbers() -> None:
    equation = one("10次*2.5（万元/次）=24万元")
    assert equation.computed == 25
    assert equation.claimed == 24


def test_a_result_left_out() -> None:
    for text in ("20次*0.5万元/次=", "20次*0.5万元/次", "20次*0.5（万元/次）"):
        equation = one(text)
        assert equation.computed == 10
        assert equation.claimed is None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "据实列支", "参照上年决算数安排", "依据区委办〔2023〕12号文件", "单价=0.5万元",
        "2023年12月31日前完成", "每平方米造价按3×5米计", "=", "*", "==", "1", "20次", "（）",
        "一次性补助", "A=B*C", "****人", "≥90%", "电话0731-12345678", "宣传费+培训费=另计", "()()",
        "第3次修订", "http://a.b/c?d=1&e=2*3",
        "3-5次*0.5万元/次=2万元", "3～5次*0.5万元/次=2万元", "3至5次*0.5万元/次=2万元",
        "2023年1-12月*30万元=360万元",
    ],
)  # fmt: skip
def test_prose_without_arithmetic_has_no_equation(text: str) -> None:
    assert parse_basis(text).equations == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "宣传费0.6万元/次，宣传3次。",
            [("price", "宣传费", "0.6万元/次"), ("count", "宣传", "3次")],
        ),
        ("宣传费0.2万元一次", [("price", "宣传费", "0.2万元一次")]),
        ("宣传费0.2万元每次", [("price", "宣传费", "0.2万元每次")]),
        ("宣传费0.2（万元/次）", [("price", "宣传费", "0.2（万元/次）")]),
        ("宣传费：0.2万元/次", [("price", "宣传费", "0.2万元/次")]),
        ("宣传每次0.2万元", [("price", "宣传", "0.2万元")]),
        ("每人补助500元", [("price", "", "500元")]),
        ("每次3人", [("rate", "", "3人")]),
        ("其他费用1万元", [("money", "其他费用", "1万元")]),
        ("其他费用1，200元", [("money", "其他费用", "1，200元")]),
        ("共计10万元", [("total", "共计", "10万元")]),
        ("合计：10万元", [("total", "合计", "10万元")]),
        ("2023年安排", []),
    ],
)
def test_what_prose_says(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


def test_numbers_of_other_years_are_not_this_plan_s() -> None:
    firm = {one.text: one.is_planned for one in parse_basis("较上年增加5次，宣传20次").statements}
    assert firm == {"5次": False, "20次": True}


def test_what_prose_is_worth_in_wan() -> None:
    (price,) = parse_basis("补贴300元/人").statements
    assert isinstance(price, Statement)
    assert price.base_value == Decimal("0.03")
