"""Tables of a summary belong to kinds of forms: those of other kinds are not added to them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from declaring import SHIPPED, add_form, shipped_copy, without_line, without_table

import xlform
from xlform.checking.check import Checker
from xlform.summary.collect import ReadOptions, collect
from xlform.summary.district import evaluate_district
from xlform.summary.query import run_query
from xlform.summary.spool import Spool

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
PLAN = """
kind = "street-plan"
name = "街道工程计划表"
title = ["街道工程计划表$"]
[recognise]
labels = ["工程名称", "工程投资"]
same_row = true
[field]
unit = {{ label = "建设单位" }}
[table.{table}.column]
fund   = {{ label = "工程名称" }}
amount = {{ label = "工程投资"{kind} }}
"""


def with_plan(tmp_path: Path) -> Path:
    """The sample with a form of a district's own kind: works for 19,200 万元."""
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book.create_sheet("工程")
    for row in (["街道工程计划表"], ["工程名称", "工程投资"], ["路", 10000], ["桥", 9200]):
        sheet.append(row)
    path = tmp_path / "一份.xlsx"
    book.save(path)
    return path


def totals(tmp_path: Path, path: Path) -> tuple[dict[str, Decimal], Path]:
    tmp_path.mkdir(exist_ok=True)
    data = tmp_path / "数据"
    xlform.summarize(path, tmp_path / "汇总.xlsx", data=data, cache=False, jobs=1)
    with Spool() as spool:
        collect([path], spool, ReadOptions(cache=False, jobs=1))
        sums = evaluate_district(spool, Checker().context).sums.sums
    return {one.measure: one.amount for one in sums}, data


@pytest.mark.parametrize("table", ["funds", "expenses", "indicators"])
@pytest.mark.parametrize("kind", [', kind = "amount"', ""])
def test_a_table_of_another_kind_adds_nothing(
    table: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shipped_copy(tmp_path / "templates")
    own = folder / "own" / "plan"
    own.mkdir(parents=True)
    (own / "form.toml").write_text(PLAN.format(table=table, kind=kind), encoding="utf-8")
    monkeypatch.setenv("XLFORM_TEMPLATES", str(folder))
    path = with_plan(tmp_path)
    assert [form.kind for form in xlform.read(path).forms][-1] == "street-plan"
    found, data = totals(tmp_path, path)
    assert {found["funds"], found["expenses"]} == {Decimal(611)}
    if table != "indicators":
        query = f"select count(*), sum(amount) from {table}"  # noqa: S608  (names of this test)
        (row,) = run_query(data, query).rows
        assert row[1] == Decimal(611)
        query = f"select count(*) from street_plan_{table}"  # noqa: S608  (as above)
        assert [*run_query(data, query).rows] == [(2,)]
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["专项资金（按专项）"]
    assert "桥" not in {cell.value for line in sheet for cell in line}


@pytest.mark.parametrize(
    ("kind", "edit"),
    [
        ("fund-summary", without_table("funds")),
        ("fund-summary", without_line("annual_goal")),
        ("fund-direction", without_table("expenses")),
        ("fund-direction", without_table("indicators")),
        ("department", without_line("budget_total")),
        ("department", without_table("indicators")),
    ],
)
def test_an_edition_without_a_table_or_column_is_summarized(
    kind: str, edit: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shipped_copy(tmp_path / "templates")
    add_form(folder, f"own-2023/{kind}", kind, edit, year=2023)  # type: ignore[arg-type]
    for path in (folder / SHIPPED / kind).iterdir():
        path.unlink()
    set_file = folder / SHIPPED / "set.toml"
    set_file.write_text("year = 2023\n", encoding="utf-8")
    monkeypatch.setenv("XLFORM_TEMPLATES", str(folder))
    found, _ = totals(tmp_path, SAMPLE)
    assert found["projects"] == found["directions"] == Decimal(611)
