"""``xlform convert``: any readable form written again, and everything left behind reported."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from command import Completed, run, start
from office import needs_office
from same_forms import of_tables, told

import xlform

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"
DATA = Path(__file__).parents[1] / "formats" / "data"


def convert(*arguments: str | Path) -> Completed:
    return run("convert", *arguments)


@pytest.mark.parametrize("name", ["云田镇.xls", "云田镇.xlsb"])
def test_old_workbooks_become_official_ones(tmp_path: Path, name: str) -> None:
    output = tmp_path / "干净.xlsx"
    done = convert(DATA / name, "-o", output)
    assert done.returncode == 0, done.stderr
    assert f"{output}（6 张表）" in done.stdout
    assert ("个公式没有照搬" in done.stdout) == name.endswith(".xls")
    assert told(output) == told(SAMPLE)
    assert openpyxl.load_workbook(output)["附表2"]["C5"].value == "=SUM(C6:C9)"


def test_tables_become_a_document(tmp_path: Path) -> None:
    output = tmp_path / "云田镇.docx"
    done = start("convert", DATA / "云田镇.xlsb", "-o", output)
    assert done.returncode == 0, done.stderr
    written = of_tables(xlform.read(output))
    assert [form[:4] for form in written] == [form[:4] for form in told(SAMPLE)]
    assert [form[5] for form in written] == [form[5] for form in told(SAMPLE)]


def test_several_files_go_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "干净"
    bad = tmp_path / "坏.xls"
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = convert(DATA / "云田镇.xls", bad, "-o", folder)
    assert done.returncode == 3
    assert "坏.xls" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["云田镇.xlsx"]
    done = convert(DATA / "云田镇.xlsb", "-o", folder, "--format", "docx")
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".xlsx"]


def test_what_is_left_behind_is_told(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "云田镇.xlsx")
    book.create_sheet("别的")["A1"] = "随手记的"
    given = tmp_path / "云田镇.xlsx"
    book.save(given)
    done = convert(given, "-o", tmp_path / "干净.xlsx")
    assert done.returncode == 1
    assert "没有带过去：别的" in done.stdout
    done = convert(SAMPLES / "云田镇.docx", "-o", tmp_path / "说明.xlsx")
    assert done.returncode == 1
    assert "编报说明是文字说明" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["甲.xls", "-o", "乙.pdf"], "只能写成 .xlsx 或 .docx"),
        (["甲.xls", "-o", "乙.xlsx", "--format", "docx"], "只能写成"),
        (["甲.xls", "乙.xls", "-o", "丙.xlsx"], "文件夹"),
        (["甲.xlsx", "-o", "甲.xlsx"], "不会覆盖原件"),
        (["夹/甲.xlsx", "-o", "夹"], "不会覆盖原件"),
        (["甲.xls"], "-o"),
    ],
)
def test_wrong_use(arguments: list[str], words: str) -> None:
    done = convert(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


@needs_office
def test_an_old_workbook_is_marked_in_a_copy(tmp_path: Path) -> None:
    output = tmp_path / "标注.xlsx"
    done = run("check", DATA / "云田镇.xls", "-o", output)
    assert "由 LibreOffice 转成的 .xlsx 副本" in done.stderr
    book = openpyxl.load_workbook(output)
    assert book.sheetnames[-1] == "问题清单"
    assert told(output) == told(SAMPLE)


def test_what_has_no_cells_is_not_marked(tmp_path: Path) -> None:
    given = tmp_path / "表.xls"
    given.write_text(
        "<table><tr><td>支出方向（子项）<td>某<td rowspan=2>所属专项</table>", encoding="utf-8"
    )
    done = run("check", given, "-o", tmp_path / "标注.xlsx")
    assert done.returncode == 3
    assert not (tmp_path / "标注.xlsx").exists()
