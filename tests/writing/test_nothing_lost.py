"""What is on the source form and not in the written one is listed, cell by cell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command import run
from declaring import add_form, shipped_copy, without_line

import xlform

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


def changed(tmp_path: Path, *changes: tuple[str, str, str | int]) -> Path:
    """The sample with some cells changed: sheet, cell, new content."""
    book = openpyxl.load_workbook(SAMPLE)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    path = tmp_path / "一份.xlsx"
    book.save(path)
    return path


def cell_with(sheet: str, text: str) -> str:
    book = openpyxl.load_workbook(SAMPLE)
    return next(c.coordinate for row in book[sheet] for c in row if c.value == text)


def written(path: Path, *options: str, env: dict[str, str] | None = None) -> tuple[int, list[str]]:
    done = run("write", path, "-o", path.parent / "写出.xlsx", *options, env=env or {})
    lines = [line.strip() for line in done.stdout.splitlines()]
    return done.returncode, [line for line in lines if line.startswith("原表 ")]


def test_a_form_that_was_read_whole_has_nothing_to_tell(tmp_path: Path) -> None:
    assert written(changed(tmp_path)) == (0, [])


@pytest.mark.parametrize(
    ("sheet", "header", "column"),
    [
        ("附表3-1", "支出测算依据及过程说明", "basis"),
        ("附表3-1", "支出内容简介", "category"),
        ("附表3-1", "绩效标准", "standard"),
        ("附表1", "责任单位/科室", "responsible"),
        ("附表2", "年度绩效目标", "annual_goal"),
    ],
)
def test_a_column_with_a_renamed_header_is_listed_cell_by_cell(
    sheet: str, header: str, column: str, tmp_path: Path
) -> None:
    path = changed(tmp_path, (sheet, cell_with(sheet, header), "另外一种说法"))
    code, lines = written(path)
    form = next(form for form in xlform.read(SAMPLE).forms if form.sheet == sheet)
    texts = {
        str(row[column])
        for rows in form.tables.values()
        for row in rows
        if row.get(column) and isinstance(row[column], str)
    }
    assert code == 1
    assert any("另外一种说法" in line for line in lines)
    assert all(line.startswith(f"原表 {sheet}!") for line in lines)
    for text in texts:
        start = " ".join(text.split())[:40]
        assert any(start in line for line in lines), text
    assert len(lines) > len(texts)


@pytest.mark.parametrize(
    ("cell", "value", "shown"),
    [("H8", "去年数 12", "去年数 12"), ("A60", "注：另附文件", "注：另附文件"), ("I9", 611, "611")],
)
def test_cells_beside_and_below_a_form_are_listed(
    cell: str, value: str | int, shown: str, tmp_path: Path
) -> None:
    """The number 611 is written elsewhere: that is another cell's value."""
    code, lines = written(changed(tmp_path, ("附表2", cell, value)))
    assert code == 1
    assert lines == [f"原表 附表2!{cell} 的“{shown}”没有读取，写出的表里没有，请核对"]


def test_words_that_the_blank_prints_are_not_lost(tmp_path: Path) -> None:
    path = changed(tmp_path, ("附表2", "H1", "填报单位（盖章）："), ("附表2", "H3", "附表2"))
    assert written(path) == (0, [])


def test_row_labels_that_no_column_reads_are_listed(tmp_path: Path) -> None:
    """The blank prints them in the rows of its table, which are filled anew."""
    folder = shipped_copy(tmp_path / "templates")

    def own(text: str) -> str:
        return without_line("level2")(text)

    shutil.rmtree(folder / "shifeng-2023" / "department")
    add_form(folder, "shifeng-2023/department", "department", own)
    set_file = folder / "shifeng-2023" / "set.toml"
    set_file.write_text("year = 2023\n", encoding="utf-8")
    code, lines = written(changed(tmp_path), env={"XLFORM_TEMPLATES": str(folder)})
    assert code == 1
    for label in ("数量指标", "质量指标", "经济效益指标"):
        assert any(f"的“{label}”没有读取" in line for line in lines), label


def test_a_subtotal_row_is_listed(tmp_path: Path) -> None:
    path = SAMPLE.parent / "district" / "住房和城乡建设局.xlsx"
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert written(copy) == (1, ["原表 附表3-1!C26 的“小计”没有读取，写出的表里没有，请核对"])


def test_for_publication_the_words_are_not_shown(tmp_path: Path) -> None:
    code, lines = written(changed(tmp_path, ("附表2", "H8", "田小禾 13800001234")), "--redact")
    assert code == 1
    assert len(lines) == 1
    assert "附表2!H8" in lines[0]
    assert "田小禾" not in lines[0]
    assert "13800001234" not in lines[0]


def test_of_a_submission_from_json_the_parts_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "一份.json"
    read = xlform.read(changed(tmp_path, ("附表2", "H8", "去年数 12")))
    path.write_text(json.dumps(json.loads(read.json())), encoding="utf-8")
    code, lines = written(path)
    assert code == 1
    assert [line.startswith("原表 附表2!H8 没有读取") for line in lines] == [True]


def test_thousands_of_cells_are_counted(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    for row in range(100, 400):
        book["附表2"].cell(row, 9, f"第{row}行")
    path = tmp_path / "一份.xlsx"
    book.save(path)
    done = run("write", path, "-o", tmp_path / "写出.xlsx")
    assert done.returncode == 1
    assert "还有 100 格没有读取" in done.stdout
    assert "300 处请核对" in done.stdout
