"""Frames of the sample: shapes, types, sums, and what happens to odd submissions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pandas as pd
import pytest

import xlform
from xlform.model import submission as model
from xlform.submission.frames import frames

SAMPLES = Path(__file__).parents[2] / "samples"
PLACE = ["file", "unit", "year", "template", "sheet", "form"]


@pytest.fixture(scope="module")
def found(town: model.Submission) -> dict[str, pd.DataFrame]:
    return frames([town])


def total(column: pd.Series) -> Decimal:
    return sum((value for value in column if value is not None), Decimal())


def test_a_frame_per_kind_and_table(found: dict[str, pd.DataFrame]) -> None:
    assert {name: len(frame) for name, frame in found.items()} == {
        "department": 1,
        "fund-summary": 1,
        "fund-direction": 4,
        "work_plan": 4,
        "indicators": 52,
        "funds": 4,
        "expenses": 18,
        "unread": 0,
        "notes": 0,
    }


def test_rows_start_with_their_place(found: dict[str, pd.DataFrame]) -> None:
    assert list(found["department"].columns[:7]) == [*PLACE, "cell"]
    assert list(found["funds"].columns[:8]) == [*PLACE, "row", "cell"]
    assert list(found["expenses"].columns[:10]) == [*PLACE, "row", "fund", "direction", "cell"]


def test_fields_in_the_order_of_the_declaration(found: dict[str, pd.DataFrame]) -> None:
    assert list(found["fund-direction"].columns[7:]) == [
        *("form_unit", "money_unit", "direction", "fund", "amount", "fund_amount"),
        *("period", "period_start", "period_end", "period_goal", "annual_goal"),
        *("signatory", "preparer", "phone", "expense_total"),
    ]


def test_a_target_in_its_parts(found: dict[str, pd.DataFrame]) -> None:
    indicators = found["indicators"]
    shown = indicators[indicators["level3"] == "执法检查覆盖率"].iloc[0]
    assert [shown[f"target{part}"] for part in ("", "_comparator", "_value", "_unit", "_type")] == [
        *("≥90%", ">=", Decimal(90), "%", "number")
    ]
    dated = indicators[indicators["target_type"] == "date"].iloc[0]
    assert dated["target_date"] == dt.date(2023, 12, 31)
    assert dated["target_value"] is None


def test_money_is_decimal_and_days_are_days(found: dict[str, pd.DataFrame]) -> None:
    directions = found["fund-direction"]
    assert {type(amount) for amount in directions["amount"]} == {Decimal}
    assert directions["amount"].dtype == object
    assert directions["year"].dtype == "Int64"
    assert directions["direction"].dtype == "string"
    assert set(directions["period_end"]) == {dt.date(2023, 12, 31)}


def test_sums_are_exact(found: dict[str, pd.DataFrame]) -> None:
    assert str(total(found["funds"]["amount"])) == "611.00"
    sums = {
        (form, fund): total(rows["amount"])
        for (form, fund), rows in found["expenses"].groupby(["form", "fund"])
    }
    assert sorted(sums.values()) == [30, 36, 95, 450]
    assert sums[3, "城乡环境连片整治专项"] == 95


def test_the_cell_is_the_rows_own(found: dict[str, pd.DataFrame]) -> None:
    # The 一级指标 and the 支出内容简介 stand in merged cells that begin rows above.
    assert list(found["indicators"]["cell"][13:16]) == ["D10", "D11", "D12"]
    assert list(found["expenses"]["cell"][:3]) == ["C22", "C23", "C24"]


def test_pandas_adds_up_with_gaps(
    with_funds: Callable[[Iterable[Decimal | None]], model.Submission],
) -> None:
    amounts = frames([with_funds((None, Decimal("0.1"), Decimal("0.2"), None))])
    column = amounts["funds"]["amount"]
    assert column.isna().sum() == 2
    assert column.sum() == Decimal("0.3")


def test_equal_names_in_forms_of_two_kinds(
    town: model.Submission, project: model.Submission
) -> None:
    both = frames([town, project])
    assert both["project"]["form_unit"][0] == "株洲市石峰区青禾镇人民政府"
    assert both["fund-direction"]["form_unit"][0] == "株洲市石峰区云田镇人民政府"
    assert both["indicators"]["standard"].isna().sum() == 13
    assert all(frame.columns.is_unique for frame in both.values())
    assert {len(both["period_indicators"]), len(both["annual_indicators"])} == {13, 14}


def test_nothing_gives_nothing() -> None:
    assert frames([]) == {}


def test_a_table_without_rows_keeps_its_columns(town: model.Submission) -> None:
    form = msgspec.structs.replace(town.forms[1], tables={"funds": ()})
    funds = frames([msgspec.structs.replace(town, forms=(form,))])["funds"]
    assert len(funds) == 0
    assert list(funds.columns[8:]) == ["seq", "fund", "amount", "period_goal", "annual_goal"]


def test_a_form_of_an_unknown_template_is_kept_whole(town: model.Submission) -> None:
    strange = msgspec.structs.replace(
        town.forms[2],
        template="elsewhere/form",
        kind="unread",
        fields={"a": Decimal(1), "cell": ""},
    )
    both = frames([msgspec.structs.replace(town, forms=(strange, town.forms[2]))])
    assert list(both["unread_forms"].columns[7:]) == ["a", "form_cell"]
    assert len(both["expenses"]) == 10
    assert total(both["expenses"]["amount"]) == 190


def test_an_amount_in_one_form_and_words_in_another(town: model.Submission) -> None:
    words = msgspec.structs.replace(town.forms[1], fields={"total": "见附件"})
    both = frames([msgspec.structs.replace(town, forms=(town.forms[1], words))])
    assert list(both["fund-summary"]["total"]) == ["611.00", "见附件"]


def test_what_was_not_read_and_notes() -> None:
    found = frames([xlform.read(SAMPLES / "district" / "应急管理局.xlsx")])
    assert found["notes"].iloc[0][["cell", "code", "seen", "meant"]].to_list() == [
        *("B5", "amount-converted", "6380000.00元", "budget_total")
    ]
    city = frames([xlform.read(SAMPLES / "district" / "城市管理和综合执法局.xlsx")])
    assert set(city["unread"]["sheet"]) == {"填表说明", "2022"}
