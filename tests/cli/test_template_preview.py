"""``xlform template preview``: every cell coloured by what it was read as, nothing else changed."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from command import Completed, run

from xlform.grid.model import Grid
from xlform.report.preview import PART_COLOURS
from xlform.submission.cell_parts import parts_of_file

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TEMPLATES = ROOT / "templates"
EVALUATION = TEMPLATES / "national-2020" / "self-evaluation"


def preview(*arguments: str | Path) -> Completed:
    return run("template", "preview", *arguments)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_each_cell_of_a_sample_has_its_part(sample: Path) -> None:
    parts, grid = parts_of_file(sample, TEMPLATES)
    assert isinstance(grid, Grid)
    filled = {(s.name, at) for s in grid.sheets for at, cell in s.cells.items() if cell.text}
    seen = {(part.sheet, part.cell) for part in parts}
    assert len(seen) >= len(filled)
    assert not [part for part in parts if part.part == "unread"]


def test_the_copy_shows_labels_values_and_cells_not_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "项目支出绩效自评表.xlsx")
    sheet = book.worksheets[0]
    sheet["K4"] = "另附材料"
    source, output = tmp_path / "自评.xlsx", tmp_path / "对照.xlsx"
    book.save(source)
    done = preview(EVALUATION, source, "-o", output)
    assert done.returncode == 1
    assert re.search(r"没有读取 1 格", done.stderr)
    copy = openpyxl.load_workbook(output)
    marked = copy.worksheets[0]
    expected = {
        "A1": ("title", "表名"), "A3": ("label", "name"), "C3": ("field", "name · 文字"),
        "D6": ("field", "initial_budget · 金额（万元）"), "B13": ("stub", "indicators[0].level1"),
        "E13": ("column", "indicators[0].target · 指标值"), "G31": ("total", "weight_total"),
        "G7": ("ignored", "说明"), "K4": ("unread", "未读"),
    }  # fmt: skip
    for cell, (part, words) in expected.items():
        assert marked[cell].fill.fgColor.rgb[-6:] == PART_COLOURS[part]  # type: ignore[index]
        assert words in marked[cell].comment.text
        assert marked[cell].value == sheet[cell].value
    rows = [[cell.value for cell in row] for row in copy["读取对照"].iter_rows()]
    assert ["未读", "1 格"] in [row[:2] for row in rows]
    assert any(row[4] == "score" and row[5] == "数字" for row in rows)


def test_what_can_not_be_previewed_is_told_in_a_sentence(tmp_path: Path) -> None:
    sample = SAMPLES / "云田镇.xlsx"
    assert preview(tmp_path, sample, "-o", tmp_path / "a.xlsx").returncode == 3
    assert "没有模板" in preview(tmp_path, sample, "-o", tmp_path / "a.xlsx").stderr
    assert preview(EVALUATION, tmp_path / "无.xlsx", "-o", tmp_path / "a.xlsx").returncode == 3
    assert preview(EVALUATION, sample, "-o", tmp_path / "a.txt").returncode == 2
    assert preview(EVALUATION, sample, "-o", sample).returncode == 2
