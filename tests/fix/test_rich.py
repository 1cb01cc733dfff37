"""A workbook full of what editors lose: one total mended, everything else as it was."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter
from marking import MAIN, raw
from richbook import members, rich_workbook, shape

import xlform
from xlform.fixing.changes import changes_json

FORM = (
    ("2023年区级专项资金支出方向绩效目标表",),
    ("填报单位：（盖章）青禾镇人民政府", "", "", "", "金额单位：万元"),
    ("支出方向（子项）", "社区环境整治", "", "所属专项", "名称", "社区经费"),
    ("项目金额", 450, "", "", "金额", 450),
    ("项目实施期", "2023.01.01-2023.12.31"),
    ("实施期绩效目标", "办好民生实事，营造宜居环境，覆盖9个社区"),
    ("年度绩效目标", "办好民生实事，覆盖9个社区"),
    ("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"),
    ("", "产出指标", "数量指标", "涉及社区数量", "≥9个", "计划标准"),
    ("支出明细及测算说明", "支出内容简介", "支出明细", "金额", "支出测算依据及过程说明"),
    ("", "运转经费", "办公用房", 90, "9个社区*10万元/个=90万元"),
    ("", "人员经费", "工资", 300, "10月*30万元/月=300万元"),
    ("", "人员经费", "社保", 60, "12月*5万元/月=60万元"),
)


def book(*, macro: bool) -> bytes:
    """The rich workbook with a form whose total misses a row, and a chart of that total."""

    def more(into: xlsxwriter.Workbook) -> None:
        sheet = into.add_worksheet("附表 3")
        money = into.add_format({"num_format": "0.00", "border": 1})
        for row, values in enumerate(FORM):
            sheet.write_row(row, 0, values)
        sheet.write_row("B14", ["合计", ""])
        sheet.write_formula("D14", "=SUM(D11:D12)", money, 390)
        sheet.write_formula("H2", "=D14*2", money, 780)
        sheet.write_formula("H3", "=D11*2", money, 180)
        sheet.write_comment("D14", "请核对")
        chart = into.add_chart({"type": "pie"})
        chart.add_series({"values": "='附表 3'!$D$11:$D$14"})
        sheet.insert_chart("J2", chart)

    return rich_workbook(macro=macro, more=more)


@pytest.mark.parametrize("macro", [False, True])
def test_every_part_but_the_sheet_is_the_same_to_the_byte(tmp_path: Path, *, macro: bool) -> None:
    path = tmp_path / ("富.xlsm" if macro else "富.xlsx")
    path.write_bytes(book(macro=macro))
    fixed = xlform.fix(path)
    assert [(one.cell, one.new) for one in fixed.changes] == [("D14", "=SUM(D11:D13)")]
    assert [(one.cell, one.old_value, one.new_value) for one in fixed.results] == [
        ("H2", "780.00", "900.00")
    ]
    old, new = members(fixed.source), members(fixed.data)
    assert list(old) == list(new)
    part = "xl/worksheets/sheet3.xml"
    assert {name for name in old if old[name] != new[name]} == {part}
    before, after = raw(fixed.source), raw(fixed.data)
    assert all(after[name] == before[name] for name in set(before) - {part})
    assert ("xl/vbaProject.bin" in old) == macro
    assert differing(old[part], new[part]) == {"D14", "H2"}


def differing(old: bytes, new: bytes) -> set[str]:
    """The cells in which two sheets differ; all else must be the same."""
    was, now = ET.fromstring(old), ET.fromstring(new)  # noqa: S314  (our own)
    found = set()
    for one, other in zip(was.iter(f"{MAIN}c"), now.iter(f"{MAIN}c"), strict=True):
        assert one.get("r") == other.get("r")
        if shape(one) != shape(other):
            found.add(one.get("r", ""))
            assert one.get("s") == other.get("s")
            for cell in (one, other):
                cell.clear()
    assert shape(was) == shape(now)
    return found


def test_charts_that_show_a_changed_cell_are_named(tmp_path: Path) -> None:
    path = tmp_path / "富.xlsx"
    path.write_bytes(book(macro=False))
    fixed = xlform.fix(path)
    [copy] = fixed.copies
    assert (copy.kind, copy.sheet, copy.cells) == ("chart", "附表 3", ("D14",))
    assert copy.part in members(fixed.data)
    assert '"copies":[{"kind":"chart"' in changes_json([(fixed, "")])
