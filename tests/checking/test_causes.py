"""One planted defect is one group, told by its cause; two defects are two."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "samples" / "build"))
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from defects import Defect
from planted_defects import Planted, filled_units, together
from planting import all_defects

from xlform.model.findings import SEVERITIES, Group

# kind of defect | rule of the cause | rules of what follows from it
CAUSES = """
全套用元                     | A-27 | A-08
单位.附表3写元               | A-15 | A-08 A-11
公式.汇总改成常数            | G-01 | A-02 A-03
公式.合计漏末行              | G-02 | A-04 A-06
公式.合计重复加              | G-04 | A-04
公式.合计含自身              | G-05 | F-06
公式.合计引用失效            | G-07 | F-07
公式.合计公式成文本          | G-09 | F-05
公式.专项金额错行            | G-10 | A-06
公式.合计结果陈旧            | G-11 | A-04
公式.合计除一万              | G-12 | A-04 A-14
公式.合计多加常数            | G-14 | A-04
公式.文本金额漏加            | F-02 | A-04
金额.带元                    | F-04 | A-04
金额.字母O                   | F-05 | A-06
金额.项目金额加十            | A-05 | A-06
金额.明细尾差                | A-08 | A-05
金额.变成日期                | A-08 | A-04 G-01
勾稽.项目支出                | A-02 | X-01
勾稽.金额互换                | A-06 | A-06
重表.附表3                   | Q-13 | A-06 X-02
空白.明细金额                | C-10 | A-05
空白.汇总合计                | C-02 | A-02 X-01
空白.专项名称                | C-13 | C-01 X-03
空白.所属专项                | C-02 | C-01
代填.…….年度目标             | C-08 | C-02 Q-14 X-04
代填.…….三级指标             | C-08 | C-06 C-07
专项.附表2无此项             | C-01 | X-03
专项名.附表2错字             | T-01 | C-01 X-03
单位名.附表3错字             | T-01 | X-08
实施期.上一年                | X-09 | X-10
测算.等式.算式               | A-07 | X-14
二级.次数在成本              | Q-08 | Q-10
指标单位.时限元              | Q-08 | Q-19 X-11
指标错配.死亡容忍            | Q-20 | Q-10
名称.值互换                  | Q-07 | Q-03
指标值.错误值                | T-15 | Q-01
"""
ROWS = [[part.strip() for part in line.split("|")] for line in CAUSES.strip().splitlines()]


@lru_cache(maxsize=1)
def planted() -> dict[str, list[Defect]]:
    found: dict[str, list[Defect]] = {}
    for defect in all_defects(filled_units("A")):
        found.setdefault(defect.kind, []).append(defect)
    return found


@lru_cache(maxsize=1)
def units() -> Planted:
    return Planted("A")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_follows_from_a_defect_stands_under_its_cause(row: list[str]) -> None:
    """Not every unit has something for each effect; one of those with the defect has them all."""
    kind, code, wanted = row
    effects: set[str] = set()
    for defect in planted()[kind]:
        (group,) = units().told(defect)
        assert group.code == code
        severities = {one.id: SEVERITIES.index(one.severity) for one in units().report.findings}
        assert SEVERITIES.index(group.severity) <= min(
            (severities[one] for one in group.effects), default=len(SEVERITIES)
        )
        effects |= {one.split("/")[0] for one in group.effects}
        if effects >= set(wanted.split()):
            return
    assert effects >= set(wanted.split())


# Two defects in one file, each told as one group, and nothing in common.
PAIRS = (
    ("公式.汇总改成常数", "专项名.附表2错字"),
    ("金额.明细尾差", "勾稽.项目支出"),
    ("资金总额.换位", "金额.字母O"),
    ("公式.合计漏末行", "测算.等式.算式"),
    ("空白.汇总合计", "空白.明细金额"),
)


@pytest.mark.parametrize("kinds", PAIRS, ids=" ".join)
def test_two_defects_are_two_groups(kinds: tuple[str, str]) -> None:
    first, second = together("A", *kinds)
    causes = [group.code for one in (first, second) for group in units().told(one)]
    told: tuple[Group, ...] = units().told(first.with_edits(second.edits))
    assert sorted(group.code for group in told) == sorted(causes)
