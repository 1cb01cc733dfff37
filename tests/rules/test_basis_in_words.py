"""A-07 and A-08 on calculations told in words: right ones pass, their wrong twins are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import run_rules

from xlform.checking.runner import CheckResult
from xlform.grid.notation import parse
from xlform.model.submission import Source

# Kind, text, its amount, and a wrong text for the same amount.
TABLE = Path(__file__).with_name("basis_in_words.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


def checked(text: str, amount: str) -> CheckResult:
    form = f"""
| 支出方向（子项）   | 方向 | 所属专项 | 名称 | 专项 |
| 项目金额           | {amount} | ^ | 金额 | {amount} |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 内容 | 明细 | {amount} | {text} |
| ^                  | 合计 | < | {amount} | |
"""
    return run_rules(parse(form), Source("x.xlsx", "xlsx", ""), "A-0")


def errors(text: str, amount: str) -> list[str]:
    found = checked(text, amount).findings
    return [one.code for one in found if one.severity != "info"]


@pytest.mark.parametrize("row", ROWS, ids=[row[1] for row in ROWS])
def test_a_right_calculation_passes_and_is_computed(row: list[str]) -> None:
    found = checked(row[1], row[2])
    assert [one.message for one in found.findings if one.severity != "info"] == []
    assert [one.because for one in found.not_asked if one.reason == "undetermined"] == []


@pytest.mark.parametrize("row", ROWS, ids=[row[3] for row in ROWS])
def test_its_wrong_twin_is_told(row: list[str]) -> None:
    assert errors(row[3], row[2]) in (["A-07"], ["A-08"])


def test_each_kind_has_three_siblings() -> None:
    kinds = [row[0] for row in ROWS]
    assert min(map(kinds.count, kinds)) >= 4


@pytest.mark.parametrize(
    "text",
    [
        "据实列支",
        "参照上年决算数安排",
        "每人每月500元，30人",
        "参照上年度标准上浮5%",
        "按上级补助的30%配套",
        "不超过10万元",
        "预计3-5次，每次2万元",
        "项目总投资500万元，资金分批拨付",
        "9个社区",
    ],
)
def test_what_cannot_be_computed_is_told_with_its_words(text: str) -> None:
    found = checked(text, "18")
    assert [one.code for one in found.findings if one.severity == "error"] == []
    (told,) = [one for one in found.not_asked if one.reason == "undetermined"]
    assert told.code == "A-08"
    assert "没有核算" in told.because
    assert text in told.because


def test_a_wrong_product_names_both_its_numbers() -> None:
    told = checked("每社区10万元，8个社区，共90万元", "90").findings
    (found,) = [one for one in told if one.code == "A-07"]
    assert found.message == "算式“每社区10万元，8个社区”应为80万元，填报90万元，差额10万元。"
