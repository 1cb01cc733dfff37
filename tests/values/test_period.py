"""项目实施期 in the notations that filers use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.model.submission import Period
from xlform.values import parse_period
from xlform.values.period import period_fault

# text | first day | last day
PERIODS = """
    2023.01.01-2023.12.31         | 2023-01-01 | 2023-12-31
    2023.1.1-2023.12.31           | 2023-01-01 | 2023-12-31
    2023年1月1日至2023年12月31日  | 2023-01-01 | 2023-12-31
    自2023年1月1日起至2023年12月31日止 | 2023-01-01 | 2023-12-31
    2023年1月1日-12月31日         | 2023-01-01 | 2023-12-31
    2023.01.01-12.31              | 2023-01-01 | 2023-12-31
    2023年3月1日-15日             | 2023-03-01 | 2023-03-15
    2023/1/1～2023/12/31          | 2023-01-01 | 2023-12-31
    2023-01-01至2023-12-31        | 2023-01-01 | 2023-12-31
    2023-01-01-2023-12-31         | 2023-01-01 | 2023-12-31
    2023.01.01——2023.12.31        | 2023-01-01 | 2023-12-31
    2023.01.01--2023.12.31        | 2023-01-01 | 2023-12-31
    20230101-20231231             | 2023-01-01 | 2023-12-31
    ２０２３．０１．０１－２０２３．１２．３１ | 2023-01-01 | 2023-12-31
    2023. 1. 1 - 2023. 12. 31     | 2023-01-01 | 2023-12-31
    2023-01-01 00:00:00           | 2023-01-01 | 2023-01-01
    2023年1-12月                  | 2023-01-01 | 2023-12-31
    2023年1月-12月                | 2023-01-01 | 2023-12-31
    2023 年 1 月至 12 月          | 2023-01-01 | 2023-12-31
    2023.01-2023.12               | 2023-01-01 | 2023-12-31
    2023-06-2023-12               | 2023-06-01 | 2023-12-31
    2023年1月—2024年6月           | 2023-01-01 | 2024-06-30
    2023年                        | 2023-01-01 | 2023-12-31
    2023年度                      | 2023-01-01 | 2023-12-31
    2023                          | 2023-01-01 | 2023-12-31
    2023-2025年                   | 2023-01-01 | 2025-12-31
    2024年—2026年                 | 2024-01-01 | 2026-12-31
    2023年2月                     | 2023-02-01 | 2023-02-28
    2023年第一季度                | 2023-01-01 | 2023-03-31
    2023年第一季度至第三季度      | 2023-01-01 | 2023-09-30
    2023年下半年                  | 2023-07-01 | 2023-12-31
    二〇二三年一月至十二月        | 2023-01-01 | 2023-12-31
    2023年底前                    |            | 2023-12-31
    2023年1月1日起                | 2023-01-01 |
"""
NO_DAYS = """
    3年 一年 长期 1-12月 12月31日 2023.02.30 2023.01.01-2023.02.30 2023年13月 2023年4月31日
    2024-2023年 2023年12月31日-2023年1月1日 2023年前 2023年1月- -2023年 2023年3-5日
    2023年12日 12月至2024年3月
    2023、2024年 2023年1月至2月至3月 / 无 底 年底 1999999 2023年1月1日前至2023年5月
"""


@pytest.mark.parametrize(
    "row",
    [[part.strip() for part in line.split("|")] for line in PERIODS.strip().splitlines()],
    ids=lambda row: row[0],
)
def test_period(row: list[str]) -> None:
    text, start, end = row
    read = parse_period(text)
    assert read.text == text
    assert [str(read.start or ""), str(read.end or "")] == [start, end]


@pytest.mark.parametrize("text", ["", "2023 2024年", *NO_DAYS.split()])
def test_a_text_that_names_no_day(text: str) -> None:
    assert parse_period(text) == Period(text, None, None)


@given(st.one_of(st.text(), st.text(alphabet="0123年月日.-/~至底前起季度上半 一二", max_size=18)))
def test_any_text_is_kept_and_read_without_an_error(text: str) -> None:
    read = parse_period(text)
    assert read.text == text
    assert read.start is None or read.end is None or read.start <= read.end


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
NOTATIONS = [
    "{0:%Y.%m.%d}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0:%Y年%m月%d日}",
    "{0.year}.{0.month}.{0.day}", "{0.year}/{0.month}/{0.day}", "{0.year}-{0.month}-{0.day}",
    "{0.year}年{0.month}月{0.day}日", "{0.year}年{0.month}月{0.day}号",
]  # fmt: skip


@given(
    DAYS, DAYS, st.sampled_from(NOTATIONS), st.sampled_from(NOTATIONS), st.sampled_from("-—至～到")
)
def test_two_written_days_are_read_back(
    one: dt.date, other: dt.date, left: str, right: str, to: str
) -> None:
    start, end = sorted((one, other))
    text = left.format(start) + to + right.format(end)
    assert parse_period(text) == Period(text, start, end)
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert parse_period(wide) == Period(wide, start, end)


@given(DAYS, st.sampled_from(NOTATIONS))
def test_one_written_day_is_read_back(day: dt.date, notation: str) -> None:
    text = notation.format(day)
    assert parse_period(text) == Period(text, day, day)


# Beside days stands how long they last; 一 is typed for the dash.
WITH_DURATION = """
    3年（2023-2025）               | 2023-01-01 | 2025-12-31
    3年（2023年-2025年）           | 2023-01-01 | 2025-12-31
    三年（2023年1月-2025年12月）   | 2023-01-01 | 2025-12-31
    1年（2023.01.01-2023.12.31）   | 2023-01-01 | 2023-12-31
    一年（2023年）                 | 2023-01-01 | 2023-12-31
    12个月（2023年1月-12月）       | 2023-01-01 | 2023-12-31
    2023年1月-12月（1年）          | 2023-01-01 | 2023-12-31
    2023-2025年，共3年             | 2023-01-01 | 2025-12-31
    2023年度（1-12月）             | 2023-01-01 | 2023-12-31
    2023年（全年）                 | 2023-01-01 | 2023-12-31
    2023.01.01一2023.12.31         | 2023-01-01 | 2023-12-31
    2023年1月一12月                | 2023-01-01 | 2023-12-31
    2023年1月1日一12月31日         | 2023-01-01 | 2023-12-31
    2023.1.1日-2023.12.31日        | 2023-01-01 | 2023-12-31
    2年（2023-2025）               |            |
    3年（2023-2024）               |            |
    6个月（2023年1月-12月）        |            |
"""


@pytest.mark.parametrize(
    "row",
    [[part.strip() for part in line.split("|")] for line in WITH_DURATION.strip().splitlines()],
    ids=lambda row: row[0],
)
def test_a_period_beside_its_duration(row: list[str]) -> None:
    read = parse_period(row[0])
    assert [str(read.start or ""), str(read.end or "")] == row[1:]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2023.01.01-2023.12.31", ""),
        ("2023年", ""),
        ("3年（2023-2025）", ""),
        ("", ""),
        ("2023.01.01一2023.12.31", "look-alike"),
        ("2023年1月一12月", "look-alike"),
        ("2023年1月1日一2023年12月31日", "look-alike"),
        ("2023年9月31日-2023年12月31日", "impossible"),
        ("2023.02.30", "impossible"),
        ("2023.01.01-2023.13.31", "impossible"),
        ("2023年1月1日-11月31日", "impossible"),
        ("2023.12.31-2023.01.01", "reversed"),
        ("2024年1月-2023年12月", "reversed"),
        ("2025-2023年", "reversed"),
        ("2023年12月-1月", "reversed"),
        ("1年", "duration"),
        ("一年", "duration"),
        ("3年", "duration"),
        ("24个月", "duration"),
        ("2023年底前", "open"),
        ("2023年1月1日起", "open"),
        ("自2023年1月开始", "open"),
        ("长期", "unreadable"),
        ("常年", "unreadable"),
        ("2023年1月-", "unreadable"),
        ("3年（2023-2024）", "unreadable"),
        ("按合同", "unreadable"),
    ],
)
def test_what_a_reviewer_has_to_ask_about_a_period(text: str, fault: str) -> None:
    assert period_fault(parse_period(text)) == fault
