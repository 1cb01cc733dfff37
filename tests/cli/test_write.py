"""``xlform write`` as a person or a script meets it: output, files, exit codes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import command
import openpyxl
import pytest
from command import Completed

import xlform

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
PROJECT = ROOT / "samples" / "项目支出绩效目标申报表.xlsx"
DISTRICT = ROOT / "samples" / "district"
WRONG = ROOT / "samples" / "broken" / "合计填成了错数.xlsx"
HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "pyarrow", "docx", "lxml", "asyncio")


def run(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] = MappingProxyType({})
) -> Completed:
    return command.run("write", *arguments, cwd=cwd or ROOT / "samples", env=env)


def test_the_sample_becomes_a_clean_workbook(tmp_path: Path) -> None:
    before = SAMPLE.read_bytes()
    done = command.start("write", SAMPLE, "-o", tmp_path / "规范.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("共 1 个文件：写出 1 个，未能读写 0 个，0 处请核对。\n")
    assert openpyxl.load_workbook(tmp_path / "规范.xlsx").sheetnames[:3] == [
        "附表1", "附表2", "附表3 城乡环境连片整治专项",
    ]  # fmt: skip
    assert SAMPLE.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["规范.xlsx"]


def test_a_total_that_does_not_add_up_is_kept_and_told(tmp_path: Path) -> None:
    done = run(WRONG, "-o", tmp_path / "x.xlsx")
    assert done.returncode == 1
    assert "附表3 农村人居环境整治 D25：合计与明细不符（填报 28.00，明细合计 30）" in done.stdout


def test_many_go_to_a_folder_and_a_bad_one_alone_is_lost(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    done = run(DISTRICT / "教育局.xlsx", bad, DISTRICT / "民政局.xlsx", "-o", tmp_path / "规范件")
    assert done.returncode == 3
    assert "坏.xlsx" in done.stderr
    written = {path.name for path in (tmp_path / "规范件").iterdir()}
    assert written == {"教育局.xlsx", "民政局.xlsx"}


def test_two_submissions_of_one_name_are_both_written(tmp_path: Path) -> None:
    for number, name in enumerate(("教育局", "民政局")):
        (tmp_path / str(number)).mkdir()
        shutil.copy(DISTRICT / f"{name}.xlsx", tmp_path / str(number) / "报送.xlsx")
    done = run(tmp_path / "0" / "报送.xlsx", tmp_path / "1" / "报送.xlsx", "-o", tmp_path / "出")
    assert done.returncode == 0
    units = {xlform.read(path).unit for path in (tmp_path / "出").iterdir()}
    assert len(units) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((SAMPLE,), "-o"),
        ((SAMPLE, "-o", "规范.xls"), "扩展名应为 .xlsx"),
        ((SAMPLE, "-o", SAMPLE), "不会覆盖原件"),
        ((SAMPLE, "-o", SAMPLE.parent), "不会覆盖原件"),
        ((SAMPLE, WRONG, "-o", "x.xlsx"), "文件夹"),
        ((SAMPLE, "--to", "1899", "-o", "x.xlsx"), "--to"),
    ],
)
def test_wrong_usage_is_told_and_nothing_written(
    arguments: tuple[str | Path, ...], told: str, tmp_path: Path
) -> None:
    before = SAMPLE.read_bytes()
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert SAMPLE.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_a_set_without_the_form_is_named_with_those_at_hand(tmp_path: Path) -> None:
    done = run(SAMPLE, "--template", "national-2015", "-o", tmp_path / "x.xlsx")
    assert done.returncode == 3
    assert "“national-2015”中没有“部门整体支出绩效目标表”的空白表" in done.stderr
    assert "shifeng-2023" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_set_lists_what_it_has_no_place_for(tmp_path: Path) -> None:
    """An edition of the national form that asks for one thing less, by other labels."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    newer = folder / "national-2025" / "project"
    shutil.copytree(folder / "national-2015" / "project", newer)
    text = (newer / "form.toml").read_text(encoding="utf-8")
    text = re.sub("attribute .*\n", "", text).replace("主管部门及代码", "主管单位")
    text = re.sub(
        r"labels = \[.*\]\nleast  = 3", 'labels = ["项目类别", "主管单位"]\nleast = 2', text
    )
    (newer / "form.toml").write_text(text, encoding="utf-8")
    book = openpyxl.load_workbook(newer / "blank.xlsx")
    book.worksheets[0]["A4"], book.worksheets[0]["A5"] = "主管单位", "项目类别"
    book.save(newer / "blank.xlsx")
    env = {"XLFORM_TEMPLATES": str(folder)}
    done = run(PROJECT, "--template", "national-2025", "-o", tmp_path / "x.xlsx", env=env)
    assert done.returncode == 1, done.stderr
    assert "项目属性：所选的空白表中没有这一项，没有写入：新增项目" in done.stdout
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert (sheet["A5"].value, sheet["B5"].value) == ("项目类别", None)
    assert sheet["B4"].value == "株洲市石峰区农业农村局（501）"


def test_next_year_and_publication_list_each_change(tmp_path: Path) -> None:
    done = run(SAMPLE, "--to", "2024", "--redact", "-o", tmp_path / "x.xlsx")
    assert done.returncode == 0
    assert "附表1　年度：2023 改为 2024" in done.stdout
    assert (
        "附表3 社区经费　项目实施期：2023.01.01-2023.12.31 改为 2024.01.01-2024.12.31"
        in done.stdout
    )
    assert "附表1　填表人：隐去后为 田＊＊" in done.stdout
    assert "田小禾" not in done.stdout
    found = xlform.read(tmp_path / "x.xlsx")
    assert found.year == 2024
    assert found.forms[0].fields["preparer"] == "田＊＊"


def test_english_has_its_own_words(tmp_path: Path) -> None:
    done = run(WRONG, "--lang", "en", "-o", tmp_path / "x.xlsx")
    assert "filed as 28.00, its parts add up to 30; written as filed" in done.stdout


def test_writing_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from xlform.cli.program import program\n"
        f"program.main(['write', {str(SAMPLE)!r}, '-o', {str(tmp_path / 'x.xlsx')!r}],"
        " standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
