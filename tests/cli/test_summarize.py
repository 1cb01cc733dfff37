"""``xlform summarize``: its files, its output, its exit codes."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from opening import streamed

from xlform.__main__ import main
from xlform.messages import set_language

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = SAMPLES / "云田镇.xlsx"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))[:3]
ROSTER = "单位名称,科室\n株洲市石峰区云田镇人民政府,预算股\n株洲市石峰区水利局,农业股\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "全区").mkdir()
    for path in (TOWN, *DISTRICT):
        shutil.copy(path, tmp_path / "全区")
    return tmp_path


def run(*arguments: str | Path) -> int:
    try:
        return main(["summarize", "--no-cache", "--jobs", "1", *map(str, arguments)])
    finally:
        set_language("")


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    with streamed(path, data_only=True) as book:
        return list(book[sheet].iter_rows(min_row=5, values_only=True))


def test_a_folder_becomes_a_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("全区", "-o", "汇总.xlsx", "--fail-on", "never") == 0
    told = capsys.readouterr()
    assert "4 个单位，计入 4 份文件（读不了 0 份）" in told.out
    assert told.err == ""
    assert len(rows(folder / "汇总.xlsx", "报送情况")) == 4


def test_findings_decide_the_exit_code(folder: Path) -> None:
    assert run(TOWN, "-o", "汇总.xlsx") == 1
    assert run(TOWN, "-o", "汇总.xlsx", "--fail-on", "never") == 0
    assert len(list(folder.glob("*.xlsx"))) == 1


def test_what_cannot_be_read_costs_itself_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "全区" / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "全区" / "说明.txt").write_text("无", encoding="utf-8")
    assert run("全区", "-o", "汇总.xlsx") == 3
    told = capsys.readouterr()
    assert [("坏.xlsx" in line) for line in told.err.splitlines()].count(True) == 1
    listed = rows(folder / "汇总.xlsx", "来源")
    states = {str(row[2]): row[6] for row in listed}
    assert states["坏.xlsx"] == "读不了"
    assert states["说明.txt"] == "不是填报表"
    assert states["云田镇.xlsx"] == "已读取"
    assert len(rows(folder / "汇总.xlsx", "报送情况")) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_name_in_another_encoding_is_told_as_far_as_it_goes(folder: Path) -> None:
    shutil.copy(DISTRICT[0], os.fsdecode(os.fsencode(folder / "全区") + b"/\xb1\xed.xlsx"))
    (folder / "全区" / "坏\udcff.xlsx").write_bytes(b"no")
    assert run("全区", "-o", "汇总.xlsx") == 3
    states = [(row[2], row[6]) for row in rows(folder / "汇总.xlsx", "来源")]
    assert ("表.xlsx", "不计入") in states or ("表.xlsx", "已读取") in states
    assert ("坏<FF>.xlsx", "读不了") in states


def test_last_times_summary_is_no_submission(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder / "全区" / "汇总.xlsx"
    assert run("全区", "-o", place, "--fail-on", "never") == 0
    first = place.read_bytes()
    assert run("全区", "-o", place, "--fail-on", "never") == 0
    assert place.read_bytes() == first
    assert capsys.readouterr().err == ""


def test_any_number_of_processes_writes_the_same(folder: Path) -> None:
    assert run("全区", "-o", "一.xlsx", "--fail-on", "never") == 0
    assert run("全区", "-o", "二.xlsx", "--fail-on", "never", "--jobs", "2") == 0
    assert (folder / "一.xlsx").read_bytes() == (folder / "二.xlsx").read_bytes()


def test_a_roster_tells_who_is_absent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("名单.csv").write_text(ROSTER, encoding="utf-8")
    arguments = ("全区", "-o", "汇总.xlsx", "--roster", "名单.csv", "--by", "responsible")
    assert run(*arguments, "--fail-on", "never") == 0
    assert "未报 1" in capsys.readouterr().out
    states = {row[1]: row[2:4] for row in rows(folder / "汇总.xlsx", "报送情况")}
    assert states["株洲市石峰区水利局"] == ("未报", "农业股")
    assert states["株洲市石峰区云田镇人民政府"][1] == "预算股"
    assert list(states.values()).count(("名单外", None)) == 3
    overview = openpyxl.load_workbook(folder / "汇总.xlsx", data_only=True)["总览"]
    assert any("水利局" in str(cell.value) for cell in overview["A"])
    divisions = [
        row[1] for row in rows(folder / "汇总.xlsx", "专项资金（按科室）") if row[0] != "小计"
    ]
    assert divisions == sorted(map(str, divisions))
    assert {"预算股", "（未注明）"} == set(divisions)


def test_members_of_an_archive_are_told_without_links(folder: Path) -> None:
    with zipfile.ZipFile("全区.zip", "w") as archive:
        archive.write(TOWN, "甲/云田镇.xlsx")
    assert run("全区.zip", "-o", "汇总.xlsx", "--fail-on", "never") == 0
    formulas = openpyxl.load_workbook(folder / "汇总.xlsx")["支出明细"]
    cells = [cell for row in formulas.iter_rows(min_row=5) for cell in row]
    assert not any("HYPERLINK" in str(cell.value) for cell in cells)
    assert any(str(cell.value).startswith("附表3-1!D2") for cell in cells)


def test_other_years_are_set_aside(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(folder / "全区" / TOWN.name)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("2023", "2022")
    book.save(folder / "全区" / TOWN.name)
    assert run("全区", "-o", "汇总.xlsx", "--year", "2022", "--fail-on", "never") == 0
    assert "不计入" in capsys.readouterr().out
    states = {(row[2], row[6]) for row in rows(folder / "汇总.xlsx", "来源")}
    assert (TOWN.name, "已读取") in states
    others = {state for name, state in states if name != TOWN.name}
    assert others <= {"不计入", "未读内容"}


def test_the_english_workbook_is_english(folder: Path) -> None:
    assert run(TOWN, "-o", "s.xlsx", "--lang", "en", "--fail-on", "never") == 0
    book = openpyxl.load_workbook(folder / "s.xlsx")
    assert book.sheetnames[:3] == ["overview", "units", "department"]
    assert [cell.value for cell in book["expenses"][3]][:4] == ["no.", "unit", "fund", "direction"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["全区"], "-o"),
        (["全区", "-o", "汇总.csv"], "汇总.csv"),
        (["全区/云田镇.xlsx", "-o", "全区/云田镇.xlsx"], "全区/云田镇.xlsx"),
        (["全区", "-o", "x.xlsx", "--by", "responsible"], "--roster"),
        (["全区", "-o", "x.xlsx", "--roster", "没有.csv"], "没有.csv"),
    ],
)
def test_wrong_use_is_told(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert sorted(folder.rglob("*")) == before


def test_nothing_half_written_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("全区", "-o", folder / "没有这个文件夹" / "汇总.xlsx") == 3
    assert "汇总.xlsx" in capsys.readouterr().err
    assert not list(folder.glob("**/.*"))
