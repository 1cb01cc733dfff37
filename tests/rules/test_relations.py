"""Relations declared in templates: their language, errors in it, their four verdicts."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from xlform.checking.runner import CheckResult, check
from xlform.errors import DeclarationProblem
from xlform.grid.notation import parse
from xlform.messages import set_language
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.arithmetic.evaluation import RelationResult, evaluate_in_form
from xlform.rules.arithmetic.relation_rule import DeclaredRule, RelationRule
from xlform.rules.context import RuleContext, Settings
from xlform.template.equation import Calculation, Number, Operand, parse_equation, parse_match
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.relation import TOLERANCES
from xlform.template.store import load_template, load_templates, templates_folder

SHIPPED = templates_folder()
RULES = {rule.code: rule for rule in all_rules()}
DECLARATION = """
kind = "purse"
name = "钱包表"
title = ['钱包表$']

[recognise]
labels = ["钱包", "总额", "现金", "存款"]
least = 2

[field]
owner = { label = "钱包" }
whole = { label = "总额", kind = "amount" }
cash  = { label = "现金", kind = "amount" }
bank  = { label = "存款", kind = "amount" }

[table.coins]
title = "硬币"
total = { label = "合计", column = "worth", field = "coins_total" }
[table.coins.column]
coin  = { label = "币种" }
worth = { label = "币值", kind = "amount" }
aim   = { label = "目标", kind = "target" }
"""
PURSE = """
| 钱包 | 甲     |      |
| 总额 | {whole} |      |
| 现金 | {cash} |      |
| 存款 | {bank} |      |
| 币种 | 币值   | 目标 |
"""


def template(tmp_path: Path, relations: str) -> FormTemplate:
    folder = tmp_path / "home" / "purse"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.toml").write_text(DECLARATION + relations, encoding="utf-8")
    return load_template(folder, "home/purse")


def relation(check: str, more: str = "") -> str:
    return f"\n[[relation]]\ncheck = {check!r}\n{more}\n"


def outcomes(known: FormTemplate, grid: str) -> list[RelationResult]:
    found = read_grid(parse(grid), Source("purse.xlsx", "xlsx", ""), (known,))
    context = RuleContext({known.name: known})
    (form,) = found.forms
    return [result for each in known.relations for result in evaluate_in_form(each, form, context)]


def purse(whole: str = "10.00", cash: str = "4.00", bank: str = "6.00", *coins: str) -> str:
    return PURSE.format(whole=whole, cash=cash, bank=bank) + "\n".join(coins)


# The language


@pytest.mark.parametrize(
    "text",
    ["(" * 300 + "a" + ")" * 300 + " = b", "a = " + "- " * 300 + "b", "a = " + "b + " * 300 + "c",
     "a = " + "abs(" * 21 + "b" + ")" * 21, "a = " + "sum(b where " * 21],
)  # fmt: skip
def test_a_relation_too_long_or_too_deep_is_a_fault(text: str) -> None:
    with pytest.raises(DeclarationFault) as problem:
        parse_equation(text)
    assert problem.value.code == "relation-long"
    assert "400" in str(problem.value)


def test_a_relation_of_some_length_and_depth_is_read() -> None:
    assert len(parse_equation("a = " + " + ".join(["b"] * 150)).operands) == 151
    assert parse_equation("a = " + "abs(" * 15 + "b" + ")" * 15).operands


def test_a_sum_binds_looser_than_a_product() -> None:
    found = parse_equation("a + b * 2 = c - d - 1")
    a, b, two = Operand(("a",), position=1), Operand(("b",), position=5), Number(Decimal(2))
    assert found.left == Calculation("+", a, Calculation("*", b, two))
    assert isinstance(found.right, Calculation)
    assert found.right.right == Number(Decimal(1)), "a minus joins from the left"


def test_brackets_and_sums_and_hyphens_in_kinds() -> None:
    found = parse_equation("(a + b) / 2 <= sum(fund-direction.amount)")
    assert [str(item) for item in found.operands] == ["a", "b", "sum(fund-direction.amount)"]
    assert found.comparison == "<="


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("a = ", 5, "没有写完"),
        ("a b", 3, "“b”"),
        ("a == b", 4, "“==”"),
        ("= b", 1, "“=”"),
        ("a = b c", 7, "“c”"),
        ("a = sum(b", 10, "没有写完"),
        ("a = sum(3)", 9, "“3”"),
        ("a = __import__", 5, "“_”"),
        ("a = b; c", 6, "“; c”"),
        ("a. = b", 4, "“=”"),
        ("a = 总额", 5, "“总”"),
    ],
)
def test_a_fault_is_reported_with_its_place(text: str, position: int, said: str) -> None:
    with pytest.raises(DeclarationFault) as problem:
        parse_equation(text)
    assert problem.value.details["position"] == position
    assert said in str(problem.value)
    assert text in str(problem.value)
    set_language("en")
    try:
        assert f"character {position}" in str(problem.value)
    finally:
        set_language("")


def test_a_condition_compares_with_a_value_or_a_text() -> None:
    assert parse_match('coins.coin = "一元"').right == "一元"
    assert parse_match("funds.fund = b.fund").right == Operand(("b", "fund"), position=14)
    with pytest.raises(DeclarationFault):
        parse_match('funds.fund > "一元"')


# The names


@pytest.mark.parametrize(
    ("declared", "name", "known"),
    [
        (relation("whole = cash + bnak"), "bnak", "bank"),
        (relation("whole = sum(coin.worth)"), "coin", "coins"),
        (relation("whole = sum(coins.value)"), "value", "worth"),
        (relation("whole = coins.worth"), "coins.worth", "sum(coins.worth)"),
        (relation("whole = owner"), "owner", "coins_total"),
        (relation("whole = sum(coins.coin)"), "sum(coins.coin)", "worth"),
        (relation("whole = cash", 'within = "euro"'), "euro", "cent"),
        (relation("coins.worth = cash", 'each = "notes"'), "notes", "coins"),
        (relation("whole = cash", 'with = "purse"'), "purse", ""),
    ],
)
def test_an_unknown_name_is_reported_with_the_known_ones(
    tmp_path: Path, declared: str, name: str, known: str
) -> None:
    with pytest.raises(DeclarationProblem) as problem:
        template(tmp_path, declared)
    fault = problem.value.details["fault"]
    assert isinstance(fault, DeclarationFault)
    assert fault.details["name"] == name
    assert known in fault.known or not known
    assert "form.toml" in str(problem.value)


def test_an_unknown_key_names_the_known_keys(tmp_path: Path) -> None:
    with pytest.raises(DeclarationProblem, match="可用的：check、rule、each、with、where"):
        template(tmp_path, relation("whole = cash", 'wihtin = "cent"'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("relations = 1", "可用的：name、year、relation"),
        ('[[relation]]\ncheck = "a.b = c.d"', "“a”"),
        ('[[relation]]\neach = "purses"\ncheck = "purse.whole = 1"', "“purses”"),
        ('[[relation]]\neach = "purse.coin"\ncheck = "purse.whole = 1"', "“coin”"),
        ('[[relation]]\nwith = "box"\ncheck = "purse.whole = 1"', "“box”"),
        ('[[relation]]\ncheck = "whole = 1"', "“whole”"),
        ('[[relation]]\ncheck = "purse.whol = 1"', "“whol”"),
    ],
)
def test_a_faulty_set_is_reported(tmp_path: Path, text: str, said: str) -> None:
    template(tmp_path, "")
    (tmp_path / "home" / "set.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationProblem) as problem:
        load_templates(tmp_path)
    assert said in str(problem.value)
    assert "set.toml" in str(problem.value)


# The outcomes


def test_a_relation_that_holds_passes(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = cash + bank"))
    assert [result.verdict for result in outcomes(known, purse())] == ["pass"]


def test_half_a_cent_is_no_difference_and_more_is(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = cash + bank"))
    assert outcomes(known, purse("10.005"))[0].verdict == "pass"
    assert outcomes(known, purse("10.006"))[0].verdict == "fail"


def test_numbers_are_decimals_never_floats(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = cash + bank"))
    (result,) = outcomes(known, purse("0.4", "0.1", "0.2"))
    assert (result.verdict, result.actual, result.expected) == (
        "fail",
        Decimal("0.4"),
        Decimal("0.3"),
    )
    assert result.parts == "现金 0.1 + 存款 0.2"


def test_a_missing_operand_is_never_nothing(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = cash + bank"))
    (result,) = outcomes(known, purse("10.00", "10.00", ""))
    assert result.verdict == "undetermined"
    assert [(spot.path, spot.label) for spot in result.missing] == [("bank", "存款")]


def test_the_sum_of_no_rows_is_undetermined(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = sum(coins.worth)"))
    assert outcomes(known, purse("0.00"))[0].verdict == "undetermined"
    assert outcomes(known, purse("3.00", "", "", "| 一元 | 1 | |", "| 二元 | 2 | |"))[
        0
    ].verdict == ("pass")


def test_a_row_without_its_number_leaves_the_sum_open(tmp_path: Path) -> None:
    known = template(tmp_path, relation("whole = sum(coins.worth)"))
    (result,) = outcomes(known, purse("1.00", "", "", "| 一元 | 1 | |", "| 二元 | 待定 | |"))
    assert result.verdict == "undetermined"
    assert result.missing[0].path == "coins[1].worth"


def test_of_several_checks_one_has_to_hold(tmp_path: Path) -> None:
    declared = '\n[[relation]]\ncheck = ["whole = bank", "whole = cash"]\n'
    known = template(tmp_path, declared)
    assert outcomes(known, purse("4.00"))[0].verdict == "pass"
    assert outcomes(known, purse("4.00", "4.00", ""))[0].verdict == "pass"
    failed = outcomes(known, purse("5.00"))[0]
    assert (failed.verdict, failed.expected) == ("fail", Decimal("6.00"))


@pytest.mark.parametrize(
    ("sign", "verdicts"),
    [
        ("<=", ["pass", "pass", "fail"]),
        (">=", ["fail", "pass", "pass"]),
        ("<", ["pass", "fail", "fail"]),
        (">", ["fail", "fail", "pass"]),
    ],
)
def test_comparisons(tmp_path: Path, sign: str, verdicts: list[str]) -> None:
    known = template(tmp_path, relation(f"cash {sign} bank"))
    found = [outcomes(known, purse("0", cash, "6.00"))[0] for cash in ("5.00", "6.00", "7.00")]
    assert [finding.verdict for finding in found] == verdicts


def test_a_share_and_a_division_by_nothing(tmp_path: Path) -> None:
    known = template(tmp_path, relation("cash / whole = 0.4"))
    assert outcomes(known, purse())[0].verdict == "pass"
    assert outcomes(known, purse("0.00"))[0].verdict == "undetermined"


def test_each_matching_row_is_evaluated(tmp_path: Path) -> None:
    more = 'each = "coins"\nwhere = \'coins.coin = "一元"\''
    known = template(tmp_path, relation("coins.aim = coins.worth", more))
    rows = ("| 一 元 | 1 | 1万元 |", "| 二元 | 2 | 9万元 |", "| 一元 | 3 | 5万元 |")
    found = outcomes(known, purse("1", "", "", *rows))
    assert [finding.verdict for finding in found] == ["pass", "fail"]
    assert found[1].left is not None
    assert found[1].left.path == "coins[2].aim"
    assert outcomes(known, purse("1", "", "", "| 五元 | 1 | 2万元 |")) == [], "not applicable"


def test_a_target_that_is_no_money_is_no_operand(tmp_path: Path) -> None:
    known = template(tmp_path, relation("coins.aim = coins.worth", 'each = "coins"'))
    found = outcomes(known, purse("1", "", "", "| 一元 | 1 | 1个 |", "| 二元 | 2 | 提高 |"))
    assert [finding.verdict for finding in found] == ["undetermined", "undetermined"]
    converted = outcomes(known, purse("1", "", "", "| 一元 | 1 | ≤10000元 |"))
    assert converted[0].verdict == "pass"


def test_the_tolerances_are_settings() -> None:
    assert set(TOLERANCES) <= set(Settings.__struct_fields__)
    assert all(isinstance(getattr(Settings(), name), Decimal) for name in TOLERANCES)


# The shipped templates


def test_every_declared_rule_has_a_page_that_asks_relations() -> None:
    declared = {
        relation.rule
        for known in load_templates(SHIPPED)
        for relation in (*known.relations, *known.set_relations)
        if relation.rule
    }
    assert declared == {
        *("A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-12", "A-16", "A-17", "A-21"),
        *("D-01", "X-01", "X-02"),
    }
    assert all(isinstance(RULES[code], RelationRule) for code in declared)


def test_every_page_that_asks_relations_is_declared_somewhere() -> None:
    served = {
        relation.rule
        for known in load_templates(SHIPPED)
        for relation in (*known.relations, *known.set_relations)
    }
    pages = [rule for rule in RULES.values() if isinstance(rule, RelationRule)]
    assert {rule.code for rule in pages if not isinstance(rule, DeclaredRule)} <= served
    assert "" in served


NATIONAL = """
| 项目支出绩效目标申报表 | <                        | <      | <                | <     |
| （2024年度）           | <                        | <      | <                | <     |
| 主管部门及代码         | 农业农村局（501）        | <      | 实施单位         | 甲镇  |
| 项目资金（万元）       | 中期资金总额：           | {all}  | 年度资金总额：   | 70.00 |
| ^                      | 其中：财政拨款           | 180.00 | 其中：财政拨款   | 60.00 |
| ^                      | 其他资金                 | {rest} | 其他资金         | {own} |
| 总体目标               | 中期目标（2024年—2026年）| <      | 年度目标         | <     |
"""


def national(whole: str, rest: str, own: str = "10.00") -> str:
    return NATIONAL.format(all=whole, rest=rest, own=own)


def checked(grid: str, folder: Path = SHIPPED) -> CheckResult:
    known = load_templates(folder)
    table = parse(grid)
    found = read_grid(table, Source("甲.xlsx", "xlsx", ""), known)
    arithmetic = [rule for rule in RULES.values() if isinstance(rule, RelationRule)]
    return check(found, RuleContext({item.name: item for item in known}, table), arithmetic, {})


def test_the_national_form_is_checked_by_its_relations_alone() -> None:
    (found,) = checked(national("200.00", "30.00")).findings
    assert (found.code, found.cell) == ("A-01", "C4")
    assert (found.actual, found.expected) == ("200.00", "210.00")
    assert "差额 -10.00 万元" in found.message
    assert "财政拨款 180.00 + 中期其他资金 30.00" in found.message
    assert checked(national("210.00", "30.00")).findings == ()


def test_a_relation_without_a_rule_is_evaluated_all_the_same() -> None:
    found = checked(national("60.00", "-120.00")).findings
    assert [(finding.code, finding.cell, finding.expected) for finding in found] == [
        ("A-20", "E4", "≤60.00")
    ]


def test_a_blank_source_is_reported_as_not_run() -> None:
    found = checked(national("210.00", "30.00", ""))
    assert found.findings == ()
    open_ones = [skipped for skipped in found.not_asked if skipped.reason == "undetermined"]
    assert [(item.code, item.cell, item.because) for item in open_ones] == [
        ("A-01", "E6", "“年度其他资金”没有可用的数，无法核对。")
    ]


def test_a_district_adds_a_relation_without_touching_the_program(tmp_path: Path) -> None:
    """A copy of the templates with one more relation, of a rule that does not exist."""
    folder = tmp_path / "templates"
    shutil.copytree(SHIPPED, folder)
    path = folder / "national-2015" / "project" / "form.toml"
    text = path.read_text(encoding="utf-8")
    more = '\n[[relation]]\nrule = "L-01"\ncheck = "annual_other <= 5"\n'
    path.write_text(text + more, encoding="utf-8")
    (found,) = checked(national("210.00", "30.00"), folder).findings
    assert (found.code, found.cell, found.expected) == ("A-20", "E6", "≤5")
