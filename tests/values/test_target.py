"""Readings of 指标值: one table a kind, the text as filers write it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.model.submission import Target
from xlform.values import parse_target

# text | comparator | value | unit
NUMBERS = """
    ≧90%             | >= | 90      | %
    ⩾90              | >= | 90      |
    ＞＝90           | >= | 90      |
    =>90             | >= | 90      |
    <=5              | <= | 5       |
    ＜5％            | <  | 5       | %
    〉90%            | >  | 90      | %
    》90%            | >  | 90      | %
    ˂5%              | <  | 5       | %
    ⩽5%              | <= | 5       | %
    ≦5%              | <= | 5       | %
    =100.00(%)       | =  | 100.00  | %
    ＝100            | =  | 100     |
    ≥90.00（%）      | >= | 90.00   | %
    ≥ 90 %           | >= | 90      | %
    ≥１０次          | >= | 10      | 次
    ≥1，056.40元     | >= | 1056.40 | 元
    大于等于90%      | >= | 90      | %
    大于90%          | >  | 90      | %
    不低于95%        | >= | 95      | %
    不少于4次        | >= | 4       | 次
    至少3场          | >= | 3       | 场
    不超过2次        | <= | 2       | 次
    不高于5%         | <= | 5       | %
    小于5%           | <  | 5       | %
    控制在5%         | <= | 5       | %
    控制在5%以内     | <= | 5       | %
    控制在90%以上    | >= | 90      | %
    95%及以上        | >= | 95      | %
    95%（含）以上    | >= | 95      | %
    5个以上          | >= | 5       | 个
    100万元以上      | >= | 100     | 万元
    500元/人以上     | >= | 500     | 元/人
    0.5%以下         | <= | 0.5     | %
    3个工作日内      | <= | 3       | 个工作日
    3天内            | <= | 3       | 天
    3天内办结        | <= | 3       | 天
    宣传10次         | =  | 10      | 次
    ≥90%以上         | >= | 90      | %
    >90%以上         | >  | 90      | %
    约90%左右        | =  | 90      | %
    百分之九十五     | =  | 95      | %
    百分之95以上     | >= | 95      | %
    百分之百         | =  | 100     | %
    百分百           | =  | 100     | %
    千分之三以下     | <= | 3       | ‰
    三百二十户       | =  | 320     | 户
    十二             | =  | 12      |
    两次             | =  | 2       | 次
    三十万元         | =  | 30      | 万元
    不少于三个社区   | >= | 3       | 个社区
    9（个）          | =  | 9       | 个
    9个社区          | =  | 9       | 个社区
    5万人            | =  | 5       | 万人
    3亿              | =  | 3       | 亿元
    100㎡            | =  | 100     | ㎡
    100m²            | =  | 100     | m²
    2次/每年         | =  | 2       | 次/年
    每年2次          | =  | 2       | 次/年
    每日2次          | =  | 2       | 次/日
    每人每年500元    | =  | 500     | 元/人/年
    全年不少于4次    | >= | 4       | 次
    达到95%以上      | >= | 95      | %
    达95%            | =  | 95      | %
    约30万元         | =  | 30      | 万元
    100%完成         | =  | 100     | %
    完成率100%       | =  | 100     | %
    零投诉           | =  | 0       |
    ≥3标段           | >= | 3       | 标段
    ≥-5%             | >= | -5      | %
    2023             | =  | 2023    |
    3年              | =  | 3       | 年
    1.5E+2           | =  | 150     |
    ≥90%。           | >= | 90      | %
"""

# text | low | high | unit
RANGES = """
    1-2个            | 1    | 2   | 个
    ３－５次         | 3    | 5   | 次
    80%-90%          | 80   | 90  | %
    80-90%           | 80   | 90  | %
    80%~90%          | 80   | 90  | %
    80%～90%         | 80   | 90  | %
    80%至90%         | 80   | 90  | %
    80%—90%          | 80   | 90  | %
    80%——90%         | 80   | 90  | %
    80到90           | 80   | 90  |
    5万-10万元       | 5    | 10  | 万元
    0.50-1.25万元    | 0.50 | 1.25| 万元
    三至五次         | 3    | 5   | 次
    百分之八十至九十 | 80   | 90  | %
    每年2-3次        | 2    | 3   | 次/年
    控制在80%-90%之间| 80   | 90  | %
    ≥90%且≤95%       | 90   | 95  | %
    ≥90%，≤95%       | 90   | 95  | %
    不低于3次不超过5次 | 3  | 5   | 次
"""

# text | the last day meant | the year that the form supplies
DATES = """
    2023年               | 2023-12-31 |
    2023年底             | 2023-12-31 |
    2023年年底之前       | 2023-12-31 |
    2023年末             | 2023-12-31 |
    2023年12月31日前     | 2023-12-31 |
    2023.12.31           | 2023-12-31 |
    2023-12-31           | 2023-12-31 |
    2023/12/31           | 2023-12-31 |
    ２０２３．１２．３１ | 2023-12-31 |
    20231231             | 2023-12-31 |
    2023年6月            | 2023-06-30 |
    2023年6月底前        | 2023-06-30 |
    2023.06              | 2023-06-30 |
    2024年2月            | 2024-02-29 |
    2023年第三季度       | 2023-09-30 |
    2023年上半年         | 2023-06-30 |
    2023年11月上旬       | 2023-11-10 |
    2023年12月底前完成   | 2023-12-31 |
    截至2023年11月30日   | 2023-11-30 |
    ≤2023年12月31日      | 2023-12-31 |
    2023年1-11月         | 2023-11-30 |
    2023.01.01-2023.11.30| 2023-11-30 |
    二〇二三年十一月三十日 | 2023-11-30 |
    12月31日前           | 2023-12-31 | 2023
    11月底前完成         | 2023-11-30 | 2023
    年底前               | 2023-12-31 | 2023
    3月5日               | 2023-03-05 | 2023
    第三季度             | 2023-09-30 | 2023
    2022年底             | 2022-12-31 | 2023
"""

QUALITATIVE = """
    及时 提升 持续提升 较好完成 长期 达到国家二级标准 优秀率较高
    12月31日前 年底前 3月5日 第三季度 2023年2月30日 2023年13月 2023年前
    增长5% 提高10个百分点 下降3% ±5% 10+5 1/2 3/5 10-5 1,5元 1，5元 0,056 1,0560元
    三百二 三五次 数10户 10余次
    完成3个方面工作并通过验收 24小时值班 2023年12月31日前完成率100%
    3次并整改 12345热线办结率 5A级景区 4G网络 110联动 7×24小时 1户一档 1次/2年 3年期
    一 一次性 一个不漏 四个意识 十分满意 十分 一起 一流 百分点 万无一失
    ≥5%以下 ≥90%左右 ≥1-2个 >90%且<95% 1000元-1万元 1年-2次 ≤90%且≥95%
    ①5个 10² ½ ≥ % 万 () (5) ** ≥**%
"""
EMPTY = ["", " ", "\u3000\n", "\u200b", "/", "-", "—", "——", "－", "无", "不适用", " / ", "无。"]


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(NUMBERS), ids=lambda row: row[0])
def test_number(row: list[str]) -> None:
    text, comparator, value, unit = row
    read = parse_target(text)
    assert [read.type, read.comparator, str(read.value), read.unit] == [
        "number",
        comparator,
        value,
        unit,
    ]
    assert read.text == text


@pytest.mark.parametrize("row", rows(RANGES), ids=lambda row: row[0])
def test_range(row: list[str]) -> None:
    text, low, high, unit = row
    assert parse_target(text) == Target(
        text, unit=unit, type="range", low=Decimal(low), high=Decimal(high)
    )


@pytest.mark.parametrize("row", rows(DATES), ids=lambda row: row[0])
def test_date(row: list[str]) -> None:
    text, day, year = row
    assert parse_target(text, int(year) if year else None) == Target(
        text, comparator="<=", type="date", date=dt.date.fromisoformat(day)
    )


@pytest.mark.parametrize("text", QUALITATIVE.split())
def test_qualitative(text: str) -> None:
    assert parse_target(text) == Target(text, type="qualitative")


@pytest.mark.parametrize("text", EMPTY)
def test_empty_keeps_the_word_for_none(text: str) -> None:
    assert parse_target(text) == Target(text, type="empty")


def test_a_recurring_day_is_no_deadline() -> None:
    assert parse_target("每月5日前", 2023).type == "qualitative"
    assert parse_target("每年12月底前", 2023).type == "qualitative"


def test_a_year_beyond_the_calendar_is_no_date() -> None:
    assert parse_target("12月31日前", 10**10).type == "qualitative"
    assert parse_target("年底前", 9999).date is None


NEAR = st.text(
    alphabet="0123456789.,-~/%()≥≤><=〉年月日底前季度上半至一三十百千万亿元个次人每内以上 约①",
    max_size=14,
)
YEARS = st.one_of(st.none(), st.integers())


@given(st.one_of(st.text(), NEAR), YEARS)
def test_any_text_is_kept_and_read_without_an_error(text: str, year: int | None) -> None:
    read = parse_target(text, year)
    assert read.text == text
    assert (read.value is not None) == (read.type == "number")
    assert (read.low is not None) == (read.high is not None) == (read.type == "range")
    assert (read.date is not None) == (read.type == "date")
    assert (read.comparator != "") == (read.type in ("number", "date"))


@given(NEAR)
def test_full_width_reads_like_half_width(text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})
    narrow, read = parse_target(text), parse_target(wide)
    assert read == Target(
        wide,
        narrow.comparator,
        narrow.value,
        narrow.unit,
        narrow.type,
        narrow.low,
        narrow.high,
        narrow.date,
    )


VALUES = st.decimals(min_value=0, max_value=10**9, places=2)
SIGNED = {"≥": ">=", "≤": "<=", "˃": ">", "＜": "<", "不低于": ">=", "不超过": "<=", "约": "="}
UNITS = {
    "%": "%",
    "％": "%",
    "万": "万元",
    "元/人": "元/人",
    "/个": "个",
    "（次）": "次",
    "个社区": "个社区",
}


@given(
    VALUES,
    st.sampled_from(sorted(SIGNED)),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["f", ",f"]),
)
def test_a_written_number_is_read_back(value: Decimal, sign: str, unit: str, form: str) -> None:
    read = parse_target(f"{sign}{value:{form}}{unit}")
    assert (read.comparator, str(read.value), read.unit) == (SIGNED[sign], str(value), UNITS[unit])


@given(VALUES, VALUES, st.sampled_from("-~—至～"), st.sampled_from(sorted(UNITS)))
def test_a_written_range_is_read_back(one: Decimal, other: Decimal, to: str, unit: str) -> None:
    low, high = sorted((one, other))
    read = parse_target(f"{low}{to}{high}{unit}")
    assert (read.low, read.high, read.unit) == (low, high, UNITS[unit])
