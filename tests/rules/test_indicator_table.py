"""Indicators of some ninety trades that are right, and others wrong in one way each.

``indicators.tsv`` has the kind of fault, blank where the indicator is right, the 二级指标, the name
and the target; a line of ``#`` names the trade of the right ones below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from rule_checks import findings_in, indicator_form

from xlform.rules.quality.kinds import kind_of

TABLE = Path(__file__).with_name("indicators.tsv")
HEAD_ROWS = 2
# Rules on one indicator alone; those on all of a form are left out.
CODES = ("Q-0", "Q-10", "Q-11", "Q-19", "Q-20", "A-13", "A-14", "C-07", "C-08")
OF_THE_FORM = "Q-04"
FAULTS = ("level", "sign", "unit", "unreadable", "filler", "negative", "vague")


@cache
def rows() -> dict[str, list[tuple[str, str, str]]]:
    """Return level, name and target by kind of fault."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            fault, level, name, target = line.split("\t")
            found[fault].append((level, name, target))
    return found


def reported(wanted: list[tuple[str, str, str]]) -> Counter[int]:
    """Return how often each of the indicators, all in one form, draws an error or a warning."""
    lines = indicator_form("数量指标", "", "").splitlines()[:-1]
    for level, name, target in wanted:
        shown = f"'{target}" if target[:1] in "=-" or target[:1].isdigit() else target
        lines.append(f"| ^ | 产出指标 | {level} | {name} | {shown} | 计划标准 |")
    found = [
        finding
        for code in CODES
        for finding in findings_in("\n".join(lines), code)
        if finding.severity != "info" and finding.code != OF_THE_FORM
    ]
    return Counter(int(finding.cell[1:]) - HEAD_ROWS - 1 for finding in found)


def test_right_indicators_draw_nothing() -> None:
    right = rows()[""]
    assert len(right) > 450
    assert [right[number] for number in reported(right)] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_indicators_are_found(fault: str) -> None:
    wrong = rows()[fault]
    found = reported(wrong)
    assert [row for number, row in enumerate(wrong) if not found[number]] == []


@pytest.mark.parametrize(
    ("name", "kind", "better"),
    [
        ("工程一次性验收合格率", "acceptance", "up"),
        ("产品不合格率", "harm", "down"),
        ("投诉办结率", "rate", "up"),
        ("投诉件数", "harm", "down"),
        ("投诉件数下降率", "fall", "up"),
        ("隐患整改率", "rate", "up"),
        ("应急演练场次", "count", "up"),
        ("突发事件处置数", "", ""),
        ("失泄密事件数", "harm", "down"),
        ("人均门诊费用增幅", "change", ""),
        ("集体收入增长率", "change", "up"),
        ("办事效率", "", ""),
        ("康复服务有效率", "quality-rate", "up"),
        ("工程竣工时间", "deadline", "down"),
        ("故障响应时间", "response", "down"),
        ("场馆开放时间", "duration", ""),
        ("设备使用年限", "duration", "up"),
        ("生活垃圾清运月数", "duration", ""),
        ("单场讲座成本", "unit-cost", "down"),
        ("节约办公成本", "gain", "up"),
        ("患者门诊次均费用", "money", ""),
        ("居民满意度（电话回访）", "satisfaction", "up"),
    ],
)
def test_the_shape_of_a_name_tells_its_kind(name: str, kind: str, better: str) -> None:
    found = kind_of(name)
    assert (found.name, found.better) == (kind, better)
