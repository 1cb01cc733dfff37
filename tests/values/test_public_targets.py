"""Targets met in public forms that once were left to words, each with siblings of its kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from xlform.model.submission import Comparator, Target
from xlform.values import parse_target


def number(text: str, comparator: Comparator, value: str, unit: str) -> Target:
    return Target(text, comparator, Decimal(value), unit, "number")


def span(text: str, low: str, high: str, unit: str) -> Target:
    return Target(text, unit=unit, type="range", low=Decimal(low), high=Decimal(high))


KINDS: dict[str, list[Target]] = {
    "a name before the number": [
        number("资金到位率达100%", "=", "100", "%"),
        number("工程质量合格率达98%", "=", "98", "%"),
        number("培训人数≥200人", ">=", "200", "人"),
        number("5岁以下儿童死亡率≤5‰", "<=", "5", "‰"),
    ],
    "a name before a limit": [
        number("预算支出进度达到90%以上", ">=", "90", "%"),
        number("办结率达到95%及以上", ">=", "95", "%"),
        number("失业率控制在4.5%以内", "<=", "4.5", "%"),
        number("年巡查(访)2次完成率≥90%", ">=", "90", "%"),
    ],
    "what binds it before the number, a full stop behind": [
        number("按合同10.5万元。", "=", "10.5", "万元"),
        number("按中标价46.8万元。", "=", "46.8", "万元"),
        number("合同金额≤120万元；", "<=", "120", "万元"),
        number("依据协议3万元/年。", "=", "3", "万元/年"),
    ],
    "signs of ASCII and units with a star": [
        number(">=530元/人*月", ">=", "530", "元/人*月"),
        number("583元/人*月", "=", "583", "元/人*月"),
        number("<=2000元/台*年", "<=", "2000", "元/台*年"),
        number("=500元/人次", "=", "500", "元/人次"),
    ],
    "a tolerance": [
        span("±3%以内", "-3", "3", "%"),
        span("偏差率±5%以内", "-5", "5", "%"),
        span("控制在±10%", "-10", "10", "%"),
        span("±2mm以内", "-2", "2", "mm"),
    ],
    "万 for 万元 in a price": [
        number("≤620万/月", "<=", "620", "万元/月"),
        number("35万/年", "=", "35", "万元/年"),
        number("≤1.2亿/年", "<=", "1.2", "亿元/年"),
        number("超13万元/年", ">", "13", "万元/年"),
    ],
    "及其以下": [
        number("15%及其以下", "<=", "15", "%"),
        number("5%及其以下", "<=", "5", "%"),
        number("90分及其以上", ">=", "90", "分"),
        number("3次及其以上", ">=", "3", "次"),
    ],
    "two counters in one unit": [
        number("≥5台（套）", ">=", "5", "台(套)"),
        number("20篇（条）", "=", "20", "篇(条)"),
        number("发放器具≥150件（套）", ">=", "150", "件(套)"),
        number("12个村（社区）", "=", "12", "个村(社区)"),
    ],
    "units of trades": [
        number("13969.56标箱", "=", "13969.56", "标箱"),
        number("≥100Mbps", ">=", "100", "Mbps"),
        number("≤35μg/m³", "<=", "35", "μg/m³"),
        number("≥80M", ">=", "80", "M"),
        number("10/10万", "=", "10", "/10万"),
    ],
    "a unit in brackets": [
        number("≥90.00(%)", ">=", "90.00", "%"),
        number("=100.00(%)", "=", "100.00", "%"),
        number("≥100百分比", ">=", "100", "%"),
        number("500元（每人每月）", "=", "500", "元/人/月"),
    ],
    "a note behind": [
        number("≥62%(2022年:61%)", ">=", "62", "%"),
        number("≥60%(新增)", ">=", "60", "%"),
        number("100%（1.0）", "=", "100", "%"),
        number("12次（每月1次）", "=", "12", "次"),
    ],
    "quotes and numbering around": [
        number("“≥95%”", ">=", "95", "%"),
        number('"100%"', "=", "100", "%"),
        number("1.≥95%", ">=", "95", "%"),
        number("①≥95%", ">=", "95", "%"),
        number("指标值：≥95%", ">=", "95", "%"),
    ],
    "a limit of time with what is done": [
        number("30分钟内响应", "<=", "30", "分钟"),
        number("4小时内解决", "<=", "4", "小时"),
        number("接报后30分钟内", "<=", "30", "分钟"),
        number("5个工作日内办结", "<=", "5", "个工作日"),
    ],
    "a span of months": [
        Target("2023.07-2024.01", "<=", type="date", date=dt.date(2024, 1, 31)),
        Target("2023.7-2023.12", "<=", type="date", date=dt.date(2023, 12, 31)),
        Target("2023/03-2024/02", "<=", type="date", date=dt.date(2024, 2, 29)),
        Target("工期2023.03-2023.11", "<=", type="date", date=dt.date(2023, 11, 30)),
    ],
}
CASES = [(kind, target) for kind, targets in KINDS.items() for target in targets]


@pytest.mark.parametrize(
    ("kind", "target"), CASES, ids=[f"{kind}: {target.text}" for kind, target in CASES]
)
def test_a_value_of_a_public_form(kind: str, target: Target) -> None:
    assert parse_target(target.text, 2023) == target, kind


def test_each_kind_has_three_siblings() -> None:
    assert min(map(len, KINDS.values())) >= 4


@pytest.mark.parametrize(
    "text",
    [
        "增长5%", "较上年提高2个百分点", "减少20人", "超过计划5次", "排名前10%", "第3名", "近5年",
        "由80%提高到90%", "宣传5次、培训3次", "培训3次，每次50人", "≥90%，力争95%", "5A级景区",
        "12345热线", "24小时值班", "7×24小时", "1户1档", "一站式服务", "最多跑一次", "三级甲等",
        "±5%", "≥9O%", "≥93%以下", "≥90%%", "2023.6", "12月前", "2022年61%",
        "按国发〔2021〕5号执行",
    ],
)  # fmt: skip
def test_what_names_another_number_stays_in_words(text: str) -> None:
    assert parse_target(text, 2023) == Target(text, type="qualitative")
