"""Every 测算 text of the sample 云田镇, and what it says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import xlform
from xlform.basis import Basis, Operand, parse_basis
from xlform.rules.batch_index import templates_by_name
from xlform.rules.expense_lines import expense_lines
from xlform.template.form_values import values_of
from xlform.template.roles import Role
from xlform.template.store import load_templates, templates_folder

TEMPLATES = templates_by_name(load_templates(templates_folder()))
SAMPLES = Path(__file__).parents[2] / "samples"

# sheet, cell of 测算: each equation as "operand operand = computed (unit of the operands' units)"
# with ? for a missing number, then prices, counts, sums of money said beside them.
SAMPLE = """
附表3-1 E22 | 20次 0.5万元/次 = 10 万元       | 垃圾清运费0.5万元/次 清运20次
附表3-1 E23 | 10次 2.5万元/次 = 25 万元       | 拆建费用2.5万元/次 拆除次数10次
附表3-1 E24 | 20次 1万元/次 = 20 万元         |
附表3-1 E25 | 20次 0.5万元/次 = 10 万元       | 宣传费0.5万元/次 宣传20次
附表3-1 E26 | 3次 10万元/次 = 30 万元         |
附表3-2 E20 | 9 10万元/社区 = 90 万元/社区    | 9个社区经费
附表3-2 E21 | 约30万元 12月 = 360 万元·月     | 9个社区
附表3-3 E20 | 3次 0.6万元/次 = 1.8 万元       | 宣传费0.6万元/次 宣传3次
            | 7次 0.5万元/次 = 3.5 万元       | 学习培训0.5万元/次 学习培训7次
            | 3次 0.9万元/次 = 2.7 万元       | 退休支部建设0.9万元/次 退休支部建设3次
附表3-3 E21 | 5次 0.2万元/次 = 1 万元 | 宣传费0.2万元一次 宣传5次 其他相关维护妇女儿童权益费用1万元
附表3-3 E22 | 10次 0.7万元/次 = 7 万元        |
附表3-3 E23 | 5次 1万元/次 = 5 万元           |
附表3-3 E24 | 200人 0.03万元/人 = 6 万元      | 无偿献血0.03万元/人 200人
附表3-3 E25 | 6次 ?万元/次 = ? 万元           | 宣传费0.6万元/次 宣传6次
            | 10次 0.44万元/次 = 4.4 万元     | 民办训练点验费0.44万元/次 训练10次
附表3-4 E21 | 20次 0.5万元/次 = 10 万元       | 路面破损修复0.5万元/次 修复20次
附表3-4 E22 | 10次 0.6万元/次 = 6 万元        |
附表3-4 E23 | 10次 0.4万元/次 = 4 万元        |
附表3-4 E24 | 20次 0.3万元/次 = 6 万元        |
附表3-4 E25 | 20次 0.2万元/次 = 4 万元        |
"""


def plain(value: Decimal | None) -> str:
    if value is None:
        return "?"
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def operand(one: Operand) -> str:
    return one.estimate + plain(one.value) + (one.unit.text if one.unit else "")


def lines(place: str, basis: Basis) -> list[str]:
    """What a text says, as the table above writes it, one line for each equation."""
    found = []
    for n, equation in enumerate(basis.equations):
        operands = " ".join(map(operand, equation.operands))
        last = n == len(basis.equations) - 1
        said = [
            one.noun + plain(one.value) + one.unit.text
            for one in basis.statements
            if one.before == n or (last and one.before > n)
        ]
        left = f"{operands} = {plain(equation.computed)} {equation.unit}"
        found.append(" | ".join((place if n == 0 else "", left, " ".join(said))))
    return found


def squeezed(text: str) -> list[str]:
    return [" | ".join(part.strip() for part in line.split("|")) for line in text.splitlines()]


@pytest.fixture(scope="module")
def bases() -> dict[str, Basis]:
    return {
        f"{form.sheet} {form.origins[line.at(Role.BASIS)]}": line.basis
        for form in xlform.read(SAMPLES / "云田镇.xlsx").forms
        for line in expense_lines(values_of(form, TEMPLATES[form.template]))
    }


def test_every_text_of_the_sample(bases: dict[str, Basis]) -> None:
    found = [line for place, basis in bases.items() for line in lines(place, basis)]
    assert squeezed("\n".join(found)) == squeezed(SAMPLE.strip())


def test_twenty_of_twenty_one_equations_hold(bases: dict[str, Basis]) -> None:
    equations = [one for basis in bases.values() for one in basis.equations]
    assert len(equations) == 21
    assert sum(one.computed == one.claimed for one in equations) == 20
    (incomplete,) = [one for one in equations if one.computed != one.claimed]
    assert incomplete.text == "6次*（万元/次）=3.6万元"
    assert incomplete.inferred == Decimal("0.6")
    assert incomplete.claimed == Decimal("3.6")


def test_an_inferred_number_is_not_written_back(bases: dict[str, Basis]) -> None:
    (incomplete,) = [o for b in bases.values() for o in b.equations if o.missing]
    assert incomplete.computed is None
    assert [one.value for one in incomplete.operands] == [Decimal(6), None]


def test_the_one_term_without_a_calculation(bases: dict[str, Basis]) -> None:
    terms = [(place, one) for place, basis in bases.items() for one in basis.terms]
    assert [(place, one.base_value) for place, one in terms] == [("附表3-3 E21", Decimal(1))]


def test_what_each_equation_pays_for(bases: dict[str, Basis]) -> None:
    nouns = [one.noun for one in bases["附表3-3 E20"].equations]
    assert nouns == ["宣传费", "学习培训", "退休支部建设"]
    assert bases["附表3-1 E24"].equations[0].noun == "预计整治清理费"


def test_spans_are_those_of_the_text(bases: dict[str, Basis]) -> None:
    for basis in bases.values():
        for one in basis.statements:
            assert basis.text[one.start : one.end] == one.text
        for equation in basis.equations:
            assert basis.text[equation.start : equation.end] == equation.text
            for factor in equation.operands:
                assert basis.text[factor.start : factor.end] == factor.text


@pytest.mark.parametrize(
    "path", sorted((SAMPLES / "district").glob("*.xlsx")), ids=lambda p: p.stem
)
def test_every_text_of_the_district_multiplies_out(path: Path) -> None:
    read = [
        line
        for form in xlform.read(path).forms
        for line in expense_lines(values_of(form, TEMPLATES[form.template]))
    ]
    assert read
    for line in read:
        (equation,) = line.basis.equations
        assert equation.computed == equation.claimed == line.amount, line.basis.text
        assert equation.unit in ("万元", "元")
        assert not equation.leftover
        assert not line.basis.terms


def test_the_cache_gives_the_same_record() -> None:
    assert parse_basis("3次*2万元=6万元") is parse_basis("3次*2万元=6万元")
