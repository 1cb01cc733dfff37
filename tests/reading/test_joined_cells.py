"""Cells of a scan joined for want of the line between them: what both hold is doubtful."""

from __future__ import annotations

from xlform.grid.address import Range
from xlform.grid.model import Cell, Grid, Recognition, Sheet
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SOURCE = Source("盖章.pdf", "pdf", "0" * 64)
PROJECT = """
| 项目支出绩效目标申报表 | < | < | < | < | < |
| （2024年度） | < | < | < | < | < |
| 项目名称 | 温室大棚建设 | < | < | < | < |
| 主管部门 | 农业农村局 | < | 实施单位 | 樟溪镇人民政府 | < |
| 项目资金（万元） | 年度资金申请总额 | 120 | 其中：财政拨款 | 80 | < |
| 年度总体目标 | 建成大棚2座 | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < |
| ^ | 产出指标 | 数量指标 | 大棚座数 | ≥2座 | < |
| ^ | ^ | ^ | 大棚面积 | ≥85亩 | < |
"""


def read(*joined: Range) -> Form:
    """Read the form as a scan on which some cells were joined."""
    (parsed,) = parse(PROJECT).sheets
    inside = [at for area in joined for at in area.positions() if at != (area.top, area.left)]
    cells = {at: Cell(cell.value) for at, cell in parsed.cells.items() if at not in inside}
    merges = (*parsed.merges, *joined)
    known = {at: Recognition(1, (0, 0, 9, 9), 0.999) for at in cells}
    sheet = Sheet("第1页", cells, merges, recognised=known)
    (form,) = read_grid(Grid((sheet,)), SOURCE, TEMPLATES).forms
    return form


def test_cells_by_themselves_are_certain() -> None:
    assert read().doubtful == ()


def test_a_name_of_two_rows_is_doubtful() -> None:
    form = read(Range(8, 4, 9, 4))
    names = [path for path in form.doubtful if path.endswith(".level3")]
    assert names == ["indicators[0].level3", "indicators[1].level3"]
    assert [note.cell for note in form.notes if note.code == "joined-doubtful"] == ["D8"]


def test_a_target_of_two_rows_is_doubtful() -> None:
    form = read(Range(8, 5, 9, 6))
    assert {"indicators[0].target", "indicators[1].target"} <= set(form.doubtful)
