"""Readings of a scan that are doubtful by themselves: units of measure, words, commas."""

from __future__ import annotations

import pytest

from xlform.grid.model import Cell, Grid, Recognition, Sheet
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SOURCE = Source("盖章.pdf", "pdf", "0" * 64)
SURE, UNSURE = 0.999, 0.5
PROJECT = """
| 项目支出绩效目标申报表 | < | < | < | < | < | < |
| （2024年度） | < | < | < | < | < | < |
| 项目名称 | 温室大棚建设 | < | < | < | < | < |
| 主管部门 | 农业农村局 | < | 实施单位 | 樟溪镇人民政府 | < | < |
| 项目资金（万元） | 年度资金申请总额 | < | {amount} | < | < | < |
| 年度总体目标 | {goal} | < | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 计算符号 | 指标值 | 计量单位 |
| ^ | 产出指标 | 质量指标 | 验收合格率 | ≥ | 98 | % |
| ^ | ^ | 数量指标 | {name} | {sign} | 85 | {unit} |
"""
USUAL = {
    "amount": "120", "goal": "建成大棚2座", "name": "大棚面积", "sign": "≤", "unit": "亩",
}  # fmt: skip


def form_with(confidence: float = SURE, **changed: str) -> Form:
    """Return a form of a scan, some of whose texts were recognised with another confidence."""
    (parsed,) = parse(PROJECT.format(**{**USUAL, **changed})).sheets
    cells = {at: Cell(cell.value) for at, cell in parsed.cells.items()}
    known = {at: Recognition(1, (0, 0, 9, 9), SURE) for at in cells}
    for at, cell in cells.items():
        if cell.text in changed.values():
            known[at] = Recognition(1, (0, 0, 9, 9), confidence, (), confidence)
    sheet = Sheet("第1页", cells, parsed.merges, recognised=known)
    (form,) = read_grid(Grid((sheet,)), SOURCE, TEMPLATES).forms
    return form


def test_what_is_clear_is_not_doubtful() -> None:
    assert form_with().doubtful == ()


@pytest.mark.parametrize("unit", ["元/", "元/2", "96", "亩\\n%"])
def test_a_unit_that_is_none_is_doubtful_with_its_target(unit: str) -> None:
    """元/ is what is left of 元/㎡; two units in one cell are those of two rows."""
    row = "indicators[1]"
    assert set(form_with(unit=unit).doubtful) == {f"{row}.measure", f"{row}.target"}


@pytest.mark.parametrize("unit", ["m", "%"])
def test_a_unit_that_others_are_taken_for_stays_doubtful(unit: str) -> None:
    """The list of units knows m and %, which ㎡ and ‰ are read as."""
    assert "indicators[1].measure" in form_with(UNSURE, unit=unit).doubtful


def test_a_lost_sign_makes_its_target_doubtful() -> None:
    assert "indicators[1].target" in form_with(sign="").doubtful


@pytest.mark.parametrize(
    ("goal", "doubtful"),
    [("每亩补助85元/。", True), ("每平方米补助85元/㎡。", False), ("补助85元/，建成2座", True)],
)
def test_a_unit_lost_in_words_is_doubtful(goal: str, *, doubtful: bool) -> None:
    assert ("annual_goal" in form_with(goal=goal).doubtful) is doubtful


@pytest.mark.parametrize(("confidence", "doubtful"), [(0.5, True), (0.9, False)])
def test_words_as_often_wrong_as_right_are_doubtful(confidence: float, *, doubtful: bool) -> None:
    assert ("indicators[1].level3" in form_with(confidence, name="大棚面积").doubtful) is doubtful


@pytest.mark.parametrize(
    ("amount", "doubtful"),
    [("1.200", True), ("1 200", True), ("1,200", False), ("1.25", False), ("12.3456", False)],
)
def test_a_point_that_may_be_a_comma_makes_an_amount_doubtful(
    amount: str, *, doubtful: bool
) -> None:
    form = form_with(amount=amount)
    assert ("annual_total" in form.doubtful) is doubtful
    assert (form.fields["annual_total"] is None) is doubtful
