"""Q-18: every period that can't be read is told, each kind by its own sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import DISTRICT, SAMPLE, findings_in, findings_in_file

FORM = """
| 支出方向（子项） | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 项目实施期       | {period} | < | < | < |
"""
NATIONAL = """
| 项目支出绩效目标申报表 | < | < | < | < |
| 项目名称 | 道路养护 | < | < | < |
| 主管部门及代码 | 交通运输局 | < | 实施单位 | 养护中心 |
| 项目属性 | 延续 | < | 项目期 | {period} |
| 项目资金（万元） | 中期资金总额： | 30 | 年度资金总额： | 10 |
| ^ | 其中：财政拨款 | 30 | 其中：财政拨款 | 10 |
| ^ | 其他资金 | 0 | 其他资金 | 0 |
| 总体目标 | 中期目标（2023年—2025年） | < | 年度目标 | < |
| ^ | 道路常年畅通 | < | 道路常年畅通 | < |
"""


def told(form: str, period: str) -> list[tuple[str, str]]:
    found = findings_in(form.format(period=period), "Q-18")
    return [(one.severity, one.message) for one in found]


@pytest.mark.parametrize(
    ("period", "severity", "said"),
    [
        ("2023.01.01一2023.12.31", "warning", "汉字“一”"),
        ("2023年1月一12月", "warning", "汉字“一”"),
        ("2023.1.1一12.31", "warning", "汉字“一”"),
        ("长期", "warning", "读不出起止日期"),
        ("按合同约定", "warning", "读不出起止日期"),
        ("2023年1月-", "warning", "读不出起止日期"),
        ("3年（2023-2024）", "warning", "读不出起止日期"),
        ("1年", "warning", "只有时间长短"),
        ("三年", "warning", "只有时间长短"),
        ("24个月", "warning", "只有时间长短"),
        ("2023年底前", "warning", "只有一头的日期"),
        ("2023年1月1日起", "warning", "只有一头的日期"),
        ("2023年1月开始", "warning", "只有一头的日期"),
        ("2023年9月31日-2023年12月31日", "error", "没有这一天"),
        ("2023.01.01-2023.13.31", "error", "没有这一天"),
        ("2023.02.30-2023.12.31", "error", "没有这一天"),
        ("2023.12.31-2023.01.01", "error", "早于开始日期"),
        ("2024年1月-2023年12月", "error", "早于开始日期"),
        ("2025-2023年", "error", "早于开始日期"),
    ],
)
def test_a_period_that_cannot_be_read(period: str, severity: str, said: str) -> None:
    ((told_severity, message),) = told(FORM, period)
    assert told_severity == severity
    assert said in message
    assert period in message


@pytest.mark.parametrize(
    "period",
    [
        "2023.01.01-2023.12.31", "2023年", "2023年度", "2023年1-12月", "3年（2023-2025）",
        "2023年1月1日至12月31日", "2023-2025年，共3年", "自2023年1月1日起至2023年12月31日止",
        "2023年上半年", "",
    ],
)  # fmt: skip
def test_a_period_with_both_its_days(period: str) -> None:
    assert told(FORM, period) == []


def test_a_number_of_years_is_an_answer_where_the_form_asks_for_one() -> None:
    assert told(NATIONAL, "3年") == []
    assert [severity for severity, _ in told(NATIONAL, "长期")] == ["warning"]
    assert [severity for severity, _ in told(NATIONAL, "2023.12.31-2023.01.01")] == ["error"]


@pytest.mark.parametrize("path", [SAMPLE, *DISTRICT], ids=lambda path: path.stem)
def test_the_samples_have_periods_that_can_be_read(path: Path) -> None:
    assert findings_in_file(path, "Q-18") == ()
