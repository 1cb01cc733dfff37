"""The sample as a Word document: what its narrative gets wrong is told, and nothing else.

Defects are named as in tests/rules/test_seed_defects.py, by number and line of the submission the
sample is made from. Its tables are those of the workbook, whose account stands there.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from rule_checks import SAMPLE

import xlform
from xlform.checking.check import Report
from xlform.formats.source import read_file
from xlform.model.findings import Finding

PROSE = "正文"
# defect | line | rule | paragraph | what is wrong | words the finding must say
EXPECTED = """
D28 | L40 | T-01 | A38 | 拔付 | 拨付
D28 | L42 | T-01 | A40 | 拔付 | 拨付
D33 | L38 | T-01 | A36 | 最大限度的 | 最大限度地
D34 | L38 | T-02 | A36 | 主要用于主要用于 | 主要用于
D37 | L8  | D-11 | A7  | 两处职责文字不同 | 组织编制并实施发展规划
D37 | L25 | T-14 | A23 | 数10户 | 数十户
D38 | L14 | T-08 | A13 | 示范区管委会 | 旧名称
D38 | L29 | T-08 | A27 | 卫计 | 卫健
D38 | L40 | T-08 | A38 | 计生 | 卫健
D39 | L38 | X-08 | A36 | 镇自称街道 | 街道
D39 | L40 | X-08 | A38 | 镇自称街道 | 街道
D40 | L36 | D-03 | A34 | 获全市典型推介 | 获全市
D40 | L40 | D-03 | A38 | 使用率99.98% | 99.98%
D40 | L42 | D-03 | A40 | 使用率100%，产生了良好的社会效益 | 产生了良好
D42 | L40 | T-04 | A38 | 半角逗号 | ,
D45 | L19 | T-06 | A17 | 末尾两个空格 | 末尾
D45 | L29 | T-06 | A27 | 末尾三个空格 | 末尾
D45 | L31 | T-06 | A29 | 末尾六个空格 | 末尾
D02 | L36 | D-02 | A34 | 明细里的拆建、绿化没有写 | 拆建费用”“宣传费”“城市绿化”共 65 万元
D02 | L42 | D-02 | A40 | 宣传没有支出 | 小区卫生宣传工作
D04 | L40 | D-04 | A38 | 说明写计生，附表写卫生健康 | 卫生健康
+   | L42 | D-01 | A40 | 样例故意写错的金额：33.00与30.00 | 差额 +3.00 万元
"""
# defect | line | rules that stay silent at the paragraph | the reason
NOT_REPORTED = """
D46 | L35 | T-06 T-07 | A33 | “（1） ”里的空格隔开编号和名称，读取时已去掉
D45 | L36 | T-06 | A34 | 段首的空格是首行缩进
D37 | L40 | T-02 | A38 | “街道办民办实事”在改写样例文字时没有留下
A21 | L6  | A-21 | A6  | 收入、支出等于各自的分项；项目合计差的3万元已由 D-01 说明
"""


class Row:
    """A line of a table."""

    def __init__(self, line: str) -> None:
        self.parts = [part.strip() for part in line.split("|")]
        self.code, self.cell = self.parts[2], self.parts[3]

    def __repr__(self) -> str:
        return " ".join(self.parts[:4])


DEFECTS = [Row(line) for line in EXPECTED.strip().splitlines()]
SILENT = [Row(line) for line in NOT_REPORTED.strip().splitlines()]


@lru_cache(maxsize=3)
def checked(suffix: str) -> Report:
    report = xlform.check(SAMPLE.with_suffix(suffix))
    assert not [skipped for skipped in report.not_asked if skipped.reason == "crashed"]
    return report


@lru_cache(maxsize=1)
def reported() -> dict[tuple[str, str], Finding]:
    """The findings in the paragraphs, by rule and place."""
    found = [finding for finding in checked(".docx").findings if finding.sheet == PROSE]
    keys = [(finding.code, finding.cell) for finding in found]
    assert len(keys) == len(set(keys)), "a rule reports one paragraph twice"
    return dict(zip(keys, found, strict=True))


@pytest.mark.parametrize("row", DEFECTS, ids=repr)
def test_the_defect_is_reported_at_its_paragraph(row: Row) -> None:
    found = reported().get((row.code, row.cell))
    assert found, f"{row}: told are {sorted(reported())}"
    assert row.parts[5] in found.message


@pytest.mark.parametrize("row", SILENT, ids=repr)
def test_what_is_no_finding_is_not_reported(row: Row) -> None:
    assert row.parts[4], "left out without a reason"
    assert [code for code in row.code.split() if (code, row.cell) in reported()] == []


def test_no_finding_in_the_paragraphs_is_unexplained() -> None:
    beyond = reported().keys() - {(row.code, row.cell) for row in DEFECTS}
    assert beyond == set(), [reported()[key].message for key in beyond]


def test_the_tables_are_judged_as_those_of_the_workbook() -> None:
    """But for places: a message that names one says another sheet."""
    tables = [finding for finding in checked(".docx").findings if finding.sheet != PROSE]
    assert Counter(table.code for table in tables) == Counter(
        finding.code for finding in checked(".xlsx").findings
    )


def test_the_text_dump_is_judged_as_the_document() -> None:
    """Hints on how labels are set aside: a dump has lost how its cells lay."""
    document, dump = (checked(suffix).findings for suffix in (".docx", ".txt"))
    grave = [Counter(finding.code for finding in found if finding.severity != "info")
             for found in (document, dump)]  # fmt: skip
    assert grave[0] == grave[1]
    prose = [Counter(finding.code for finding in found if finding.sheet == PROSE)
             for found in (document, dump)]  # fmt: skip
    assert prose[0] == prose[1]
    [figure] = [item.message for item in dump if item.code == "D-01"]
    assert "33.00 万元" in figure


def test_the_account_speaks_of_words_that_are_there() -> None:
    _, grid = read_file(Path(SAMPLE).with_suffix(".docx"))
    [paragraphs] = [sheet for sheet in grid.sheets if sheet.name == PROSE]
    texts = {f"A{row}": cell.text for (row, _), cell in paragraphs.cells.items()}
    for words, cell in (("数10户", "A23"), ("主要用于主要用于", "A36"), ("33.00万元", "A40")):
        assert words in texts[cell]
    assert not any("民办实事" in text for text in texts.values())
