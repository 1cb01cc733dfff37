"""``xlform fix`` as a person or a script meets it: output, files, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import command
import openpyxl
import pytest
from command import Completed

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
BROKEN = ROOT / "samples" / "broken"
SHORT = BROKEN / "合计漏了末行.xlsx"
WRONG = BROKEN / "合计填成了错数.xlsx"
CLEAN = BROKEN / "没有毛病.xlsx"
HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "pyarrow", "docx", "lxml", "lark", "asyncio")


def run(*arguments: str | Path, cwd: Path | None = None) -> Completed:
    return command.run("fix", *arguments, cwd=cwd or ROOT / "samples")


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A file of one's own whose total misses a row."""
    path = tmp_path / "青禾镇.xlsx"
    shutil.copy(SHORT, path)
    return path


def total(path: Path) -> object:
    return openpyxl.load_workbook(path)["附表3-1"]["D25"].value


# A preview


def test_a_preview_tells_cell_reason_and_numbers_and_writes_nothing(short: Path) -> None:
    before = short.read_bytes()
    done = command.start("fix", short)
    assert done.returncode == 1, done.stderr
    for words in (
        "青禾镇.xlsx\n株洲市石峰区青禾镇人民政府 · 2023年 · 5 张表\n",
        "附表3-1  区级专项资金支出方向绩效目标表  村庄清洁行动\n  D25 G-",
        "    公式：=SUM(D22:D23) → =SUM(D22:D24)\n    结果：18.00 → 30.00\n",
        "\n共 1 个文件：可改 1 个文件、1 处。\n这是预览，没有写入文件；要写入请加 -o",
    ):
        assert words in done.stdout
    assert done.stderr == ""
    assert short.read_bytes() == before
    assert list(short.parent.iterdir()) == [short]


def test_a_clean_file_is_left_alone(tmp_path: Path) -> None:
    for file in (CLEAN, SAMPLE):
        done = run(file, "-o", tmp_path / "改好.xlsx")
        assert done.returncode == 0
        assert "  无需修改。\n" in done.stdout
        assert "共 1 个文件：1 个文件没有改动。" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_rows_are_compared_as_a_diff_does() -> None:
    done = run(SHORT, "--diff")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:3] == [f"--- {SHORT}", f"+++ {SHORT}", "@@ 附表3-1!D25 @@"]
    assert [line for line in lines[3:] if line[0] != " "] == [
        "-| ^ | 合  计 | < | =SUM(D22:D23) → 18.00 |  | < |",
        "+| ^ | 合  计 | < | =SUM(D22:D24) → 30.00 |  | < |",
    ]
    assert "共 1 个文件" in done.stderr


def test_english() -> None:
    done = run(SHORT, "--lang", "en")
    assert "    formula: =SUM(D22:D23) → =SUM(D22:D24)\n    result: 18.00 → 30.00\n" in done.stdout
    assert "A preview; nothing was written." in done.stdout


# A file, a folder, the file itself


def test_the_mended_file_is_written_where_it_is_wanted(short: Path, tmp_path: Path) -> None:
    out = tmp_path / "改好.xlsx"
    done = run(short, "-o", out)
    assert done.returncode == 0, done.stdout
    assert f"已写入“{out}”。" in done.stdout
    assert "共 1 个文件：改了 1 个文件、1 处。\n" in done.stdout
    assert (total(short), total(out)) == ("=SUM(D22:D23)", "=SUM(D22:D24)")
    again = run(out, "-o", tmp_path / "再改.xlsx")
    assert again.returncode == 0
    assert "无需修改。" in again.stdout
    assert not (tmp_path / "再改.xlsx").exists()


def test_several_files_go_into_a_folder_under_their_names(short: Path, tmp_path: Path) -> None:
    other = tmp_path / "另" / "青禾镇.xlsx"
    other.parent.mkdir()
    shutil.copy(BROKEN / "合计漏了首行.xlsx", other)
    out = tmp_path / "改好"
    done = run(short, other, CLEAN, "-o", out)
    assert done.returncode == 0, done.stdout
    assert sorted(path.name for path in out.iterdir()) == ["青禾镇.xlsx", "青禾镇2.xlsx"]
    assert {total(path) for path in out.iterdir()} == {"=SUM(D22:D24)"}


def test_a_name_without_an_ending_is_a_folder_even_for_one_file(
    short: Path, tmp_path: Path
) -> None:
    done = run(short, "-o", tmp_path / "已改")
    assert done.returncode == 0, done.stderr
    assert total(tmp_path / "已改" / "青禾镇.xlsx") == "=SUM(D22:D24)"
    blocked = tmp_path / "占用"
    blocked.touch()
    assert run(short, "-o", blocked).returncode == 2


def test_in_place_keeps_what_was_and_never_replaces_a_backup(short: Path) -> None:
    before = short.read_bytes()
    short.chmod(0o640)
    backup = short.with_name("青禾镇.xlsx.bak")
    backup.write_text("上次的", encoding="utf-8")
    done = run(short, "--in-place")
    assert done.returncode == 0, done.stderr
    assert total(short) == "=SUM(D22:D24)"
    assert backup.read_text(encoding="utf-8") == "上次的"
    assert short.with_name("青禾镇.xlsx.bak2").read_bytes() == before
    assert stat.S_IMODE(short.stat().st_mode) == 0o640
    mended = short.read_bytes()
    assert run(short, "--in-place").returncode == 0
    assert short.read_bytes() == mended
    assert len(list(short.parent.iterdir())) == 3


# What is left


def test_an_amount_is_not_changed_unasked_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "改好.xlsx"
    done = run(WRONG, "-o", out)
    assert done.returncode == 1
    assert "还有 1 处没有改：" in done.stdout
    assert "没有改：改动会影响金额或文字，请先核实；确认后加 --unsafe。" in done.stdout
    assert "1 处要人工处理" in done.stdout
    assert not out.exists()
    done = run(WRONG, "-o", out, "--unsafe")
    assert done.returncode == 0, done.stdout
    assert "D25 G-" in done.stdout
    assert "会改金额或文字" in done.stdout
    assert "    内容：28.00 → =SUM(D22:D24)\n    结果：28.00 → 30.00\n" in done.stdout
    assert total(out) == "=SUM(D22:D24)"


def test_what_fails_the_run_can_be_set(tmp_path: Path) -> None:
    for grave, code in (("never", 0), ("error", 1), ("warning", 1), ("info", 1)):
        done = run(WRONG, "-o", tmp_path / "改好.xlsx", "--fail-on", grave)
        assert done.returncode == code


def test_other_rules_are_mended_when_named() -> None:
    done = run(SAMPLE, "--only", "T-06")
    assert done.returncode == 0, "blanks at the ends are hints, and all can be taken off"
    assert " T-06\n" in done.stdout
    assert "G-" not in done.stdout


# The record


def test_the_record_as_data(short: Path, tmp_path: Path) -> None:
    log, out = tmp_path / "记录.json", tmp_path / "改好.xlsx"
    run(short, "-o", out, "--log", log)
    plain = json.loads(log.read_text(encoding="utf-8"))
    assert plain["schema"] == "xlform.changes/1"
    [file] = plain["files"]
    assert file["source"]["name"] == "青禾镇.xlsx"
    assert file["output"] == str(out)
    assert file["unit"] == "株洲市石峰区青禾镇人民政府"
    [change] = file["changes"]
    assert (change["sheet"], change["cell"], change["kind"]) == ("附表3-1", "D25", "formula")
    assert (change["old"], change["new"]) == ("=SUM(D22:D23)", "=SUM(D22:D24)")
    assert (change["old_value"], change["new_value"]) == ("18.00", "30.00")
    assert change["code"].startswith("G-")
    assert file["left"] == file["unknown"] == file["copies"] == file["emerged"] == []


def test_the_record_as_a_sheet(short: Path, tmp_path: Path) -> None:
    log = tmp_path / "修改记录.xlsx"
    done = run(short, WRONG, "-o", tmp_path / "改好", "--log", log)
    assert done.returncode == 1
    [sheet] = openpyxl.load_workbook(log).worksheets
    assert sheet.title == "修改记录"
    head, first, second = sheet.iter_rows(values_only=True)
    assert head[:4] == ("文件", "单位", "单元格", "处理")
    assert first[2:8] == (
        "附表3-1!D25", "已改", "=SUM(D22:D23)", "=SUM(D22:D24)", "18.00", "30.00",
    )  # fmt: skip
    assert first[-1] == str(tmp_path / "改好" / "青禾镇.xlsx")
    assert second[3] == "未改"
    assert sheet["E2"].data_type == "s", "a formula is told, not computed"
    data = tmp_path / "数据.json"
    data.write_text("{}", encoding="utf-8")
    run(data, BROKEN / "明细存成了文本.xlsx", BROKEN / "公式成了文字.xlsx", "--log", log, "--force")
    rows = [*openpyxl.load_workbook(log).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [(row[3], "是数据" in str(row[9])) for row in rows][-1] == ("没有处理", True)
    assert [(row[4], row[5]) for row in rows if row[3] == "已改"] == [
        ("'6", "6"), ("'=SUM(D22:D24)", "=SUM(D22:D24)"),
    ]  # fmt: skip


# Files that can't be mended, and wrong use


def test_a_bad_file_costs_itself_only(short: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.touch()
    data = tmp_path / "数据.json"
    data.write_text("{}", encoding="utf-8")
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    log = tmp_path / "记录.json"
    done = run(empty, data, old, short, "-o", tmp_path / "改好", "--log", log)
    assert done.returncode == 3
    problems = json.loads(log.read_text(encoding="utf-8"))["problems"]
    assert problems == done.stderr.splitlines(), "the record says what was refused, and why"
    assert "是空文件" in done.stderr
    assert "是数据，没有单元格可改" in done.stderr
    assert "旧.xls" in done.stderr, "whether LibreOffice is there to try it or not"
    assert "改了 1 个文件、1 处，失败 3 个。" in done.stdout
    assert [path.name for path in (tmp_path / "改好").iterdir()] == ["青禾镇.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((SHORT, "-o", "改.xlsx", "--in-place"), "-o 和 --in-place 只能写一个"),
        ((SHORT, "-o", SHORT), "会盖掉要修复的原文件"),
        ((SHORT, "-o", BROKEN), "会盖掉要修复的原文件"),
        ((SHORT, WRONG, "-o", "改.xlsx"), "请写一个文件夹名"),
        ((SHORT, "-o", "改.xlsm"), "扩展名应与原文件相同（.xlsx）"),
        ((SHORT, "--log", "记录.txt"), "修改记录只能写成 .json 或 .xlsx"),
        ((SHORT, "--log", SHORT), "就是输入文件之一"),
        ((SHORT, "--only", "Z-99"), "没有规则“Z-99”"),
        ((), "文件"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(arguments: tuple[str | Path, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_nothing_heavy_is_loaded() -> None:
    program = (
        "import sys; from xlform.__main__ import main; main(sys.argv[1:]);"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "fix", str(CLEAN)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "xlform" in loaded
    assert loaded & set(HEAVY) == set()
