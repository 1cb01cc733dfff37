"""Totals of a district against each other, and the units whose totals differ."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rostering import CONTEXT, filed, form

from xlform.checking.check import Checker
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import SubmissionSummary
from xlform.summary.measures import MEASURES, Measure
from xlform.summary.sums import Sums, add_up
from xlform.summary.versions import Selection
from xlform.template.form import FormTemplate

DISTRICT = sorted((Path(__file__).parents[2] / "samples" / "district").glob("*.xlsx"))


def of_unit(unit: str, total: str = "30", funds: str = "30", *directions: str) -> SubmissionSummary:
    held = [
        form("fund-direction", str(n), amount=amount, expenses=amount)
        for n, amount in enumerate(directions or ("10", "20"))
    ]
    return filed(
        f"{unit}.xlsx",
        unit,
        form("department", project_expenditure=total),
        form("fund-summary", total=total, funds=funds),
        *held,
    )


def added(files: list[SubmissionSummary], choice: Selection | None = None) -> Sums:
    units = TextsByName((one.path, one.unit) for one in files if one.unit)
    return add_up(tuple(files), units, choice or Selection(), CONTEXT.templates)


def amounts(found: Sums) -> dict[Measure, Decimal]:
    return {one.measure: one.amount for one in found.sums}


def test_what_adds_up_has_no_difference() -> None:
    found = added([of_unit("甲镇"), of_unit("乙镇", "40", "40", "40")])
    assert amounts(found) == dict.fromkeys(MEASURES, Decimal(70))
    assert found.differences == ()
    assert {one.units for one in found.sums} == {2}


def test_a_difference_is_told_with_its_unit_and_figures() -> None:
    found = added([of_unit("甲镇"), of_unit("乙镇", "31", "30")])
    told = [(one.unit, one.measure, one.against, one.difference) for one in found.differences]
    assert told == [
        ("乙镇", "total", "directions", Decimal(1)),
        ("乙镇", "total", "funds", Decimal(1)),
    ]
    assert {one.label for one in found.differences} == {"差额"}
    assert amounts(found)["total"] - amounts(found)["funds"] == 1


def test_what_rounding_makes_is_told_as_such() -> None:
    found = added([of_unit("甲镇", "30.01", "30.01", "10.00", "20.00")])
    assert {one.rounding for one in found.differences} == {True}
    assert {one.label for one in found.differences} == {"尾差"}
    far = added([of_unit("甲镇", "30.02", "30.02", "10.00", "20.00")])
    assert {one.rounding for one in far.differences} == {False}


def test_a_missing_figure_is_unknown_and_no_nought() -> None:
    odd = filed(
        "乙镇.xlsx", "乙镇", form("fund-summary", funds="30"), form("fund-direction", "保洁")
    )
    found = added([of_unit("甲镇"), odd])
    by_measure = {one.measure: one for one in found.sums}
    assert by_measure["total"].lacking == ("乙镇",)
    assert by_measure["projects"].lacking == ("乙镇",)
    assert (by_measure["funds"].amount, by_measure["funds"].units) == (Decimal(60), 2)
    assert found.differences == ()


def test_one_direction_without_an_amount_makes_their_sum_unknown() -> None:
    forms = [form("fund-direction", "a", amount="1"), form("fund-direction", "b")]
    found = added([filed("甲镇.xlsx", "甲镇", *forms)])
    assert {one.measure: one.units for one in found.sums}["directions"] == 0


def test_a_unit_s_files_are_taken_together() -> None:
    files = [
        filed("a.xlsx", "甲镇", form("fund-summary", total="30", funds="30")),
        filed("b.xlsx", "甲镇", form("fund-direction", "保洁", amount="10")),
        filed("c.xlsx", "甲镇", form("fund-direction", "绿化", amount="20")),
    ]
    assert added(files).differences == ()
    (one,) = added(files[:2]).differences
    assert (one.difference, one.paths) == (Decimal(20), ("a.xlsx", "b.xlsx"))


def test_what_does_not_count_is_not_added() -> None:
    files = [of_unit("甲镇"), of_unit("乙镇", "999")]
    choice = Selection(numbers={"乙镇.xlsx": frozenset({1, 2, 3, 4})})
    assert added(files, choice) == added(files[:1])


def test_figures_have_names() -> None:
    assert [added([of_unit("甲镇")]).label(one) for one in MEASURES] == [
        "附表1“项目支出”之和",
        "附表2“合计”之和",
        "附表2各专项金额之和",
        "附表3“项目金额”之和",
        "附表3支出明细之和",
    ]


def test_sets_without_a_kind_in_common_are_added_up_apart() -> None:
    kinds = ("department", "fund-summary", "fund-direction")
    shipped = {f"shifeng-2023/{kind}": CONTEXT.templates[f"shifeng-2023/{kind}"] for kind in kinds}
    other = {
        f"other/{kind}": renamed(template, f"other/{kind}", f"other-{kind}")
        for kind, template in zip(kinds, shipped.values(), strict=True)
    }
    one = of_unit("甲镇")
    forms = tuple(
        msgspec.structs.replace(
            each,
            kind=f"other-{each.kind}",
            template=each.template.replace("shifeng-2023", "other"),
            amounts={name: 2 * amount for name, amount in each.amounts.items()},
        )
        for each in one.forms
    )
    two = msgspec.structs.replace(one, path="乙镇.xlsx", name="乙镇.xlsx", unit="乙镇", forms=forms)
    units = TextsByName((each.path, each.unit) for each in (one, two))
    found = add_up((one, two), units, Selection(), shipped | other)
    assert {(each.measure, each.amount, each.units) for each in found.sums} >= {
        ("total1", Decimal(30), 1),
        ("total", Decimal(60), 1),
        ("directions", Decimal(60), 1),
    }
    assert {each.unit for each in found.differences} == {"乙镇"}
    assert found.label("total1") == found.label("total") == "附表2“合计”之和"


def renamed(template: FormTemplate, name: str, kind: str) -> FormTemplate:
    declared = msgspec.structs.replace(template.declaration, kind=kind, relation=())
    return FormTemplate.of(name, template.folder, declared)


AMOUNT = st.decimals(0, 1000, places=2).map(str)


@given(st.lists(st.tuples(AMOUNT, AMOUNT, st.lists(AMOUNT, min_size=1, max_size=3)), max_size=4))
def test_totals_are_the_sums_of_their_parts_in_any_order(
    made: list[tuple[str, str, list[str]]],
) -> None:
    files = [
        of_unit(f"第{n}镇", total, funds, *parts) for n, (total, funds, parts) in enumerate(made)
    ]
    found = added(files)
    total = amounts(found).get("total", Decimal(0))
    assert total == sum((Decimal(total) for total, _, _ in made), Decimal(0))
    gaps = sum((one.difference for one in found.differences if one.against == "funds"), Decimal(0))
    assert gaps == total - amounts(found).get("funds", Decimal(0))
    for order in list(permutations(files))[:8]:
        assert added(list(order)) == found


def test_the_sample_district_adds_up() -> None:
    checker = Checker()
    found = added([checker.check(path, single_file=False).summary for path in DISTRICT])
    assert found.differences == ()
    assert {one.units for one in found.sums} == {len(DISTRICT)}
    assert len(set(amounts(found).values())) == 1
