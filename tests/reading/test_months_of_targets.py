"""A month shown by a date format, or written as a span, asks for its last day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlform.model.submission import Period, Target
from xlform.submission.read import read

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
DAY = dt.date(2023, 12, 1)


def target_of(folder: Path, value: object, number_format: str = "General") -> Target:
    book = load_workbook(SAMPLE)
    cell = book["附表3-1"]["E14"]
    cell.value, cell.number_format = value, number_format
    book.save(folder / "报表.xlsx")
    forms = read(folder / "报表.xlsx").forms
    form = next(one for one in forms if one.sheet == "附表3-1")
    path = next(path for path, origin in form.origins.items() if origin == "E14")
    row = form.tables["indicators"][int(path.split("[")[1].split("]")[0])]
    assert isinstance(row["target"], Target)
    return row["target"]


@pytest.mark.parametrize(
    ("value", "number_format", "text", "last"),
    [
        ("2023.07-2024.01", "General", "2023.07-2024.01", dt.date(2024, 1, 31)),
        ("2023.7—2023.12", "General", "2023.7—2023.12", dt.date(2023, 12, 31)),
        ("2023/03-2024/02", "General", "2023/03-2024/02", dt.date(2024, 2, 29)),
        ("2023.03-11", "General", "2023.03-11", dt.date(2023, 11, 30)),
        (DAY, 'yyyy"年"m"月"', "2023年12月", dt.date(2023, 12, 31)),
        (DAY, "yyyy-mm", "2023年12月", dt.date(2023, 12, 31)),
        (DAY, "mmm-yy", "2023年12月", dt.date(2023, 12, 31)),
        (dt.date(2024, 2, 1), '[$-804]yyyy"年"m"月";@', "2024年2月", dt.date(2024, 2, 29)),
        (DAY, 'yyyy"年"m"月"d"日"', "2023-12-01", DAY),
        (DAY, "m/d/yy", "2023-12-01", DAY),
    ],
)
def test_the_last_day_of_the_month_counts(
    tmp_path: Path, value: object, number_format: str, text: str, last: dt.date
) -> None:
    found = target_of(tmp_path, value, number_format)
    assert found == Target(text, comparator="<=", type="date", date=last)


def test_a_period_of_a_month_has_its_first_and_last_day(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    cell = book["附表3-1"]["B6"]
    cell.value, cell.number_format = DAY, 'yyyy"年"m"月"'
    book.save(tmp_path / "报表.xlsx")
    forms = read(tmp_path / "报表.xlsx").forms
    form = next(one for one in forms if one.sheet == "附表3-1")
    assert form.fields["period"] == Period("2023年12月", DAY, dt.date(2023, 12, 31))
