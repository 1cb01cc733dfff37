"""The samples read as what was written into them, whatever their layout.

The content files the samples are drawn from are the oracle: they hold what a unit filled in, not
where it stands.
"""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import xlform.grid.address
import xlform.model.submission
from xlform.model.submission import Form, Target
from xlform.values import parse_target

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "samples" / "build"))
import content  # noqa: E402  (the samples' own loader, found only now)

CONTENT = ROOT / "samples" / "build" / "content"
DISTRICT = sorted(path.stem for path in (ROOT / "samples" / "district").glob("*.xlsx"))
BLANKS = " \u3000\n\t\u00a0"
# 市场监督管理局 hands in without signature and contact, 卫生健康局 types digits full width.
NO_CONTACT = {"市场监督管理局"}
# Kept as they stand, those that only join two words in one cell are read as two rows.
TWO_IN_ONE = ("基本支出\n项目支出", "445.40万元\n611.00万元")


def tidy(text: str) -> str:
    return text.strip(BLANKS)


def money(written: content.Submission, amount: Decimal | int | None) -> Decimal | None:
    """The amount in 万元; 应急管理局 hands all its forms in in 元."""
    if amount is None:
        return None
    return Decimal(amount) / (10_000 if written.money_unit == "元" else 1)


def target(value: content.Target, year: int) -> Target:
    """A target as a person would type what the content file says."""
    if isinstance(value, Decimal):
        return parse_target(f"{(value * 100).normalize():f}%", year)
    if isinstance(value, dt.date):
        return parse_target(value.isoformat(), year)
    return parse_target(tidy(str(value)), year)


def without_width(found: Target) -> Target:
    return parse_target(unicodedata.normalize("NFKC", found.text).replace("≥", "≥"), 2023)


def indicators(
    rows: Iterable[content.Indicator], year: int, *, standard: bool
) -> list[dict[str, Any]]:
    expected = []
    for row in rows:
        pairs: list[tuple[str, content.Target]] = [(row.level3, row.target)]
        if (row.level3, row.target) == TWO_IN_ONE:
            pairs = list(zip(*(text.split("\n") for text in TWO_IN_ONE), strict=True))
        for level3, value in pairs:
            entry = {
                "level1": row.level1,
                "level2": "".join(row.level2.split()),
                "level3": tidy(level3),
                "target": target(value, year),
            }
            expected.append(entry | ({"standard": tidy(row.standard)} if standard else {}))
    return expected


def fields(form: Form, *names: str) -> list[Any]:
    return [form.fields[name] for name in names]


def table(form: Form, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in form.tables[name]]


def of_kind(submission: xlform.Submission, kind: str) -> list[Form]:
    return [form for form in submission.forms if form.kind == kind]


def path_of(name: str) -> Path:
    folder = ROOT / "samples"
    return folder / "云田镇.xlsx" if name == "云田镇" else folder / "district" / f"{name}.xlsx"


@pytest.fixture(params=["云田镇", *DISTRICT])
def sample(request: pytest.FixtureRequest) -> tuple[str, content.Submission, xlform.Submission]:
    name = request.param
    return name, content.load(CONTENT / f"{name}.toml"), xlform.read(path_of(name))


Sample = tuple[str, content.Submission, xlform.Submission]


def test_unit_year_and_number_of_forms(sample: Sample) -> None:
    _, written, read = sample
    assert (read.unit, read.year) == (written.unit, written.year)
    assert len(of_kind(read, "department")) == 1
    assert len(of_kind(read, "fund-summary")) == 1
    assert len(of_kind(read, "fund-direction")) == len(written.directions)
    assert len(read.forms) == 2 + len(written.directions)


def test_department(sample: Sample) -> None:
    name, written, read = sample
    (form,) = of_kind(read, "department")
    income = [money(written, part) for part in written.department.income]
    assert fields(form, "general_public_budget", "government_fund_budget", "other_funds") == income
    assert fields(form, "budget_total", "basic_expenditure", "project_expenditure") == [
        sum(part for part in income if part is not None),
        money(written, written.department.basic),
        money(written, written.total),
    ]
    assert form.fields["duties"] == tidy(written.department.duties)
    assert form.fields["unit"] == written.unit
    assert form.fields["filer"] == ("" if "department" in written.blank_unit else written.unit)
    assert table(form, "work_plan") == [
        {
            "item": tidy(fund.name),
            "responsible": tidy(fund.responsible),
            "goal": tidy(fund.plan_goal),
        }
        for fund in written.funds
    ]
    expected = indicators(written.department.indicators, written.year, standard=False)
    assert _same_targets(name, table(form, "indicators")) == _same_targets(name, expected)


def test_fund_summary(sample: Sample) -> None:
    _, written, read = sample
    (form,) = of_kind(read, "fund-summary")
    assert form.fields["total"] == money(written, written.total)
    assert [row["seq"] for row in form.tables["funds"]] == list("一二三四五六")[
        : len(written.funds)
    ]
    assert [{k: v for k, v in row.items() if k != "seq"} for row in table(form, "funds")] == [
        {
            "fund": tidy(fund.name),
            "amount": money(written, fund.amount),
            "period_goal": tidy(fund.period_goal),
            "annual_goal": tidy(fund.annual_goal),
        }
        for fund in written.funds
    ]


def test_fund_directions(sample: Sample) -> None:
    name, written, read = sample
    forms = {form.fields["direction"]: form for form in of_kind(read, "fund-direction")}
    assert set(forms) == {tidy(direction.name) for direction in written.directions}
    for direction in written.directions:
        form = forms[tidy(direction.name)]
        assert fields(form, "unit", "fund", "amount", "fund_amount", "expense_total") == [
            written.unit,
            tidy(direction.fund),
            money(written, direction.amount),
            money(written, direction.fund_amount),
            money(written, direction.amount),
        ]
        assert fields(form, "period_goal", "annual_goal") == [
            tidy(direction.period_goal),
            tidy(direction.annual_goal),
        ]
        period = form.fields["period"]
        assert isinstance(period, xlform.model.submission.Period)
        assert (period.start, period.end) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
        assert table(form, "expenses") == [
            {
                "category": tidy(row.category),
                "item": tidy(row.item),
                "amount": money(written, row.amount),
                "basis": tidy(row.basis),
            }
            for row in direction.expenses
        ]
        expected = indicators(direction.indicators, written.year, standard=True)
        assert _same_targets(name, table(form, "indicators")) == _same_targets(name, expected)


def test_contact(sample: Sample) -> None:
    name, written, read = sample
    for form in read.forms:
        expected = ["", ""] if name in NO_CONTACT else [written.preparer, written.phone]
        assert fields(form, "preparer", "phone") == [tidy(text) for text in expected]


def test_every_origin_is_a_cell_and_every_value_has_one(sample: Sample) -> None:
    _, _, read = sample
    for form in read.forms:
        for name, rows in form.tables.items():
            for number, row in enumerate(rows):
                for key in row:
                    assert f"{name}[{number}].{key}" in form.origins
        for path, place in form.origins.items():
            if not path.endswith(".text"):
                xlform.grid.address.parse_cell(place)


def _same_targets(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In 卫生健康局 some targets are typed full width: equal but for the width of their digits."""
    if name != "卫生健康局":
        return rows
    return [{**row, "target": without_width(row["target"])} for row in rows]


def test_what_nobody_declared_is_listed() -> None:
    read = xlform.read(path_of("文化旅游体育局"))
    seen = [(unread.sheet, unread.range, unread.because) for unread in read.unread]
    assert ("附表2", "F4:G4", "模板没有这一列：“校对、去年数”") in seen
    assert any(place == "附表3-1" and "备注" in because for place, _, because in seen)
    read = xlform.read(path_of("城市管理和综合执法局"))
    assert [(unread.sheet, unread.because) for unread in read.unread] == [
        ("填表说明", "没有认出任何已知表格"),
        ("2022", "工作表是隐藏的，没有读取（其中有：区级专项资金绩效目标汇总表）"),
    ]


def test_a_clean_sample_leaves_nothing_unread_and_needs_no_note() -> None:
    for name in ("云田镇", "青禾镇"):
        read = xlform.read(path_of(name))
        assert read.unread == ()
        assert [note for form in read.forms for note in form.notes] == []
