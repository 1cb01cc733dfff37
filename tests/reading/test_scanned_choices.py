"""Readings of a scan weighed by the closed lists of the template."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from xlform.checking.check import Checker
from xlform.grid.model import Cell, Grid, Position, Recognition, Sheet
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.report.note_text import rule_summary
from xlform.submission.read import Submission, read_with_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SOURCE = Source("盖章.pdf", "pdf", "0" * 64)
SAMPLES = Path(__file__).parents[2] / "samples"
DIRECTION = "附表3-1"


@pytest.fixture(scope="module")
def direction() -> Sheet:
    grid = read_with_grid(SAMPLES / "云田镇.xlsx")[1]
    assert grid is not None
    return next(sheet for sheet in grid.sheets if sheet.name == DIRECTION)


def scanned(
    sheet: Sheet, at: Position, text: str, confidence: float = 0.6, others: tuple[str, ...] = ()
) -> Form:
    """Read a sheet as if it had been recognised, one of its cells as another text."""
    cells = {here: Cell(cell.value) for here, cell in sheet.cells.items()}
    recognised = {here: Recognition(1, (0, 0, 9, 9), 0.999) for here in cells}
    cells[at] = Cell(text)
    recognised[at] = Recognition(1, (0, 0, 9, 9), confidence, others, confidence)
    grid = Grid((Sheet(sheet.name, cells, sheet.merges, recognised=recognised),))
    return read_grid(grid, SOURCE, TEMPLATES).forms[0]


def place(sheet: Sheet, text: str) -> Position:
    return min(at for at, cell in sheet.cells.items() if cell.text.strip() == text)


@pytest.mark.parametrize(
    ("text", "confidence", "others", "read", "doubtful"),
    [
        ("计划标准", 0.6, (), "计划标准", False),  # the list confirms it
        ("计划标惟", 0.6, ("计划标准",), "计划标准", False),  # one of its other readings
        ("计戈标惟", 0.85, ("计戈标准", "汁划标准"), "计戈标惟", False),  # two wrong characters
        ("计划标惟", 0.6, (), "计划标准", True),  # nearly one of them
        ("W计划标准", 0.6, (), "计划标准", True),  # with stray ink
        ("计划标惟", 0.97, (), "计划标惟", False),  # certain: the paper may say so
        ("历史标惟", 0.6, ("历史标准", "行业标准"), "历史标准", True),  # two of the list
        ("另行商定", 0.85, (), "另行商定", False),  # near to none
    ],
)
def test_a_standard_is_one_of_its_list(
    direction: Sheet,
    text: str,
    confidence: float,
    others: tuple[str, ...],
    read: str,
    *,
    doubtful: bool,
) -> None:
    at = place(direction, "计划标准")
    form = scanned(direction, at, text, confidence, others)
    path = next(p for p, cell in form.origins.items() if cell == f"F{at[0]}" and "standard" in p)
    number = int(path.split("[")[1].split("]")[0])
    assert form.tables["indicators"][number]["standard"] == read
    assert (path in form.doubtful) is doubtful
    assert [note.meant for note in form.notes if note.code == "word-doubtful"] == (
        [read] if doubtful else []
    )


@pytest.mark.parametrize(
    ("text", "others", "doubtful"),
    [("W质量指标", (), True), ("质晕指标", ("质量指标",), False), ("质指标", (), True)],
)
def test_a_level_is_one_that_the_blank_prints(
    direction: Sheet, text: str, others: tuple[str, ...], *, doubtful: bool
) -> None:
    at = place(direction, "质量指标")
    form = scanned(direction, at, text, 0.6, others)
    levels = {str(row["level2"]) for row in form.tables["indicators"]}
    assert "质量指标" in levels
    assert text not in levels
    notes = [note for note in form.notes if note.code == "word-doubtful"]
    assert len(notes) == doubtful  # once, however many rows share it
    assert any("level2" in path for path in form.doubtful) is doubtful


PROJECT_FORM = """
| 项目支出绩效目标申报表 | < | < | < | < | < | < |
| （2024年度） | < | < | < | < | < | < |
| 项目名称 | 农田水利建设 | < | < | < | < | < |
| 主管部门 | 水务局 | < | 实施单位 | 樟溪镇人民政府 | < | < |
| 项目资金（元） | 年度资金申请总额 | < | 100000 | < | < | < |
| ^ | 其中：当年财政拨款 | < | 100000 | < | < | < |
| 年度总体目标 | 衬砌灌渠2口 | < | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 计算符号 | 指标值 | 计量单位 |
| ^ | 产出指标 | 质量指标 | 验收合格率 | ≥ | 98 | % |
| ^ | ^ | 数量指标 | 衬砌灌渠 | ≤ | 2 | 口 |
"""


@pytest.mark.parametrize(
    ("cell", "text", "others", "target", "doubtful"),
    [
        ((9, 5), "V", ("≥",), "≥98%", "comparator"),
        ((9, 5), "V", (), "98%", ""),
        ((9, 7), "96", ("9á",), "≥98%", "measure"),
        ((9, 7), "9", ("%",), "≥98%", ""),
        ((9, 7), "网", ("户", "尸"), "≥98户", ""),
        ((9, 6), "93", ("%", "98"), "≥93%", "number"),  # a figure is never changed by a list
    ],
)
def test_signs_and_units_make_the_target(
    cell: Position, text: str, others: tuple[str, ...], target: str, doubtful: str
) -> None:
    sheet = parse(PROJECT_FORM).sheets[0]
    form = scanned(sheet, cell, text, 0.6, others)
    assert form.kind == "project"
    row = form.tables["indicators"][0]
    assert str(getattr(row["target"], "text", "")).replace(" ", "") == target
    assert any(path.endswith(doubtful) for path in form.doubtful) if doubtful else True


@pytest.mark.parametrize(
    ("text", "confidence", "others", "unit", "total"),
    [
        ("金额单位：万元", 0.6, (), "万元", "611.00"),  # no other unit is possible
        ("金额单位：元", 0.99, (), "元", "0.0611"),
        ("金额单位：方元", 0.6, ("金额单位：万元",), "万元", "611.00"),
        ("金额单位：方元", 0.6, (), "万元?", "611.00"),  # guessed, and told
        ("金额单位：元", 0.6, ("金额单位：万元",), "元、万元", ""),  # no amount is known
        ("金额单位：亿元", 0.9, ("金额单位：万元",), "亿元、万元", ""),
    ],
)
def test_the_unit_of_money_is_one_of_a_few(
    text: str, confidence: float, others: tuple[str, ...], unit: str, total: str
) -> None:
    grid = read_with_grid(SAMPLES / "云田镇.xlsx")[1]
    assert grid is not None
    sheet = next(sheet for sheet in grid.sheets if sheet.name == "附表2")
    form = scanned(sheet, place(sheet, "金额单位：万元"), text, confidence, others)
    doubt = "?" if "money_unit" in form.doubtful else ""
    assert f"{form.fields['money_unit']}{doubt}" == unit
    amount = form.fields["total"]
    assert (format(amount, "f") if isinstance(amount, Decimal) else "") == total
    told = {note.code for note in form.notes} & {"money-unit-unknown", "word-doubtful"}
    assert bool(told) is (unit not in ("万元", "元"))


@pytest.mark.parametrize(
    ("text", "confidence", "is_label"),
    [
        ("指标值及单位\n-", 0.95, True),  # a dash below it, surely read
        ("·指标值及单位", 0.95, True),
        ("指标值及单位甲乙丙", 0.85, False),
    ],
)
def test_strokes_beside_a_label_are_no_part_of_it(
    direction: Sheet, text: str, confidence: float, *, is_label: bool
) -> None:
    form = scanned(direction, place(direction, "指标值及单位"), text, confidence)
    assert any("target" in path for path in form.origins) is is_label


def test_a_value_behind_a_colon_is_no_stray_ink(direction: Sheet) -> None:
    at = next(at for at, cell in direction.cells.items() if "填表人" in cell.text)
    assert scanned(direction, at, "填表人：李 ", 0.6).fields["preparer"] == "李"
    assert scanned(direction, at, "填表人：口", 0.6).fields["preparer"] == ""


def test_a_doubtful_word_is_told_by_its_label(direction: Sheet) -> None:
    form = scanned(direction, place(direction, "质量指标"), "W质量指标")
    report = Checker().check_submission(Submission(SOURCE, "", 2023, (form,)), None, "a.pdf")
    (finding,) = (one for one in report.findings if one.code == "F-05")
    assert finding.message == "扫描件上二级指标“W质量指标”看不清，认作“质量指标”。"
    assert "原件" in finding.help
    assert "万元" not in finding.help
    assert rule_summary(finding) == "扫描件上看不清"
    amount = msgspec.structs.replace(finding, help="请填一个以万元为单位的数字，没有就填0。")
    assert rule_summary(amount) == "金额读不出来"


@pytest.mark.parametrize(
    ("cell", "text", "label"),
    [
        ((11, 5), "66个", "指标值及单位"),  # a target is no amount
        ((5, 2), "9S.00", "项目金额"),
        ((6, 2), "2023.01.01-2023.12.31", "项目实施期"),
    ],
)
def test_what_is_not_clear_is_called_what_it_is(
    direction: Sheet, cell: Position, text: str, label: str
) -> None:
    form = scanned(direction, cell, text, 0.6, ("95.00",) if "S" in text else ())
    report = Checker().check_submission(Submission(SOURCE, "", 2023, (form,)), None, "a.pdf")
    messages = [
        one.message for one in report.findings if one.code == "F-05" and text in one.message
    ]
    assert [message.startswith(f"扫描件上{label}“{text}”") for message in messages] == [True]
    assert ("合计" in messages[0]) is (label == "项目金额")
