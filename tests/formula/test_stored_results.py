"""Stored results that stand, because nobody can compute a better one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from xlform.formula.engines import client
from xlform.formula.missing_results import compute_missing_results
from xlform.grid.model import CellValue
from xlform.grid.notation import parse


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    client._process.stop()  # noqa: SLF001  (its process is what is tested)


def results(text: str, *, recalculated: bool = True) -> list[CellValue]:
    """The values of the formulas, as read from a file to be recalculated or not."""
    grid = compute_missing_results(parse(text), distrust_all=recalculated)
    return [cell.value for sheet in grid.sheets for cell in sheet.cells.values() if cell.formula]


@pytest.mark.parametrize("recalculated", [True, False])
@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        # tables
        ("SUM(表1[金额])", "450"),
        ("元表[[#This Row],[元]]/10000", "95"),
        ("SUBTOTAL(109,表1[金额])", "36"),
        ("MEDIAN(表1[金额])", "30"),
        # spilled ranges and implicit intersection
        ("SUM(_xlfn.ANCHORARRAY(K21))", "95"),
        ("_xlfn.ANCHORARRAY(K21)", "95"),
        ("SUM(K21#)", "95"),
        ("_xlfn.SINGLE(A1:B1)*2", "7"),
        # other files, unknown names and functions, the clock
        ("[1]汇总!A1*2", "12"),
        ("SUM(没有的名称)", "12"),
        ("MEDIAN(没有的名称,1)", "12"),
        ("没有的函数(A1)", "12"),
        ("EVALUATE(A1)", "12"),
        ("MEDIAN(TODAY(),1)", "12"),
        # locales
        ("CHAR(228)", "ﾤ"),
        ('TEXT(A1,"[$-804]aaaa")', "星期日"),
        ('MEDIAN(VALUE("￥3"),1)', "2"),
    ],
)
def test_stored_result_stands(formula: str, stored: str, *, recalculated: bool) -> None:
    expected = Decimal(stored) if stored.isdigit() else stored
    found = results(
        f"| 1 | 2 | ={formula} → {stored} | =C1 → {stored} |", recalculated=recalculated
    )
    assert found == [expected, expected]


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(表1[金额])",
        "_xlfn.ANCHORARRAY(A1)",
        "_xlfn.SINGLE(A1:B1)",
        "MEDIAN(没有的名称,1)",
        "CHAR(200)",
        "[1]汇总!A1",
    ],
)
def test_without_a_stored_result_it_is_unknown_and_what_reads_it_too(formula: str) -> None:
    assert results(f"| 1 | 2 | ={formula} | =SUM(A1:C1) | =MEDIAN(C1:D1) |") == [None, None, None]
    assert results(f"| 1 | 2 | ={formula} → 0 | =C1+1 |") == [None, None]


def test_sum_of_stored_results_is_computed() -> None:
    text = """
        | =元表[[#This Row],[元]]/10000 → 10 | =元表[[#This Row],[元]]/10000 → 25 |
        | =SUM(A1:B1) → 34 | =A2*2 → 0 |
        """
    assert results(text) == [Decimal(10), Decimal(25), Decimal(35), Decimal(70)]


def test_stored_results_are_believed_one_after_the_other() -> None:
    text = "| =没有(1) → 5 | =A1+没有的名称 → 7 | =B1*2 → 1 | =MEDIAN(C1,C1) → 0 |"
    assert results(text) == [Decimal(5), Decimal(7), Decimal(14), Decimal(14)]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('YEAR("2023年12月31日")', Decimal(2023)),
        ('MONTH("2023年2月1日")', Decimal(2)),
        ('DAYS("2023年12月31日","2023年1月1日")', Decimal(364)),
        ('445.4+YEAR("2023年12月31日")-2023', Decimal("445.4")),
        ('YEAR("2023年2月30日")', None),
        ('YEAR("2023年1月31号")', None),
        ('"2023年2月1日"-"2023年1月31日"', None),
        ('YEAR("2023年12月")', None),
        ('YEAR("二〇二三年")', None),
        ('MEDIAN(YEAR("2023年"),1)', None),
        ('IFERROR(YEAR("2023年12月"),0)', None),
    ],
)
def test_chinese_dates_as_text_are_days_or_unknown_and_no_error(
    formula: str, value: CellValue
) -> None:
    assert results(f"| ={formula} |") == [value]


@pytest.mark.parametrize(
    ("formula", "value"), [("CHAR(65)", "A"), ('"共"&CHAR(49)', "共1"), ("CHAR(126)", "~")]
)
def test_characters_of_every_code_page_are_computed(formula: str, value: str) -> None:
    assert results(f"| ={formula} |") == [value]


@pytest.mark.parametrize("formula", ["A1+1", "MAX(A1:A1)", "A1*1", "MEDIAN(A1,A1)"])
def test_days_counted_as_numbers_are_unknown(formula: str) -> None:
    assert results(f"| 2023-12-31 | ={formula} → 0 |") == [None]
