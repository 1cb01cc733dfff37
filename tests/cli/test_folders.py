"""Cases 20 and 21: folders as inputs, files without anything to fix, the system's own words."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from unittest import mock

import pytest
from command import run

import xlform
from xlform.errors import FileProblem, system_reason
from xlform.files.own_output import output_kind

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = SAMPLES / "云田镇.xlsx"
BROKEN = SAMPLES / "broken" / "合计漏了末行.xlsx"
SOUND = SAMPLES / "broken" / "没有毛病.xlsx"


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """Return a folder of submissions in folders, beside what is none."""
    folder = tmp_path / "报送"
    (folder / "乡镇").mkdir(parents=True)
    shutil.copy(SOUND, folder / "乡镇")
    shutil.copy(BROKEN, folder)
    (folder / "说明.txt").write_text("请各单位按时报送。", encoding="utf-8")
    (folder / "~$合计漏了末行.xlsx").write_bytes(b"lock")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8")
    assert run("check", folder / BROKEN.name, "-o", folder / "核对.xlsx").returncode == 1
    return folder


@pytest.mark.parametrize(
    "command",
    [["import"], ["check", "--fail-on", "never"], ["fix"], ["write"], ["convert"]],
    ids=lambda command: command[0],
)
def test_21_every_command_that_takes_files_takes_folders(
    command: list[str], filed: Path, tmp_path: Path
) -> None:
    output: list[str | Path] = ["-o", tmp_path / "出"] if command[0] in ("write", "convert") else []
    done = run(*command, filed, *output)
    assert done.returncode in (0, 1)
    assert "共 2 个文件" in done.stdout + done.stderr
    for passed in ("说明.txt", "~$合计漏了末行.xlsx", "照片.jpg", "核对.xlsx"):
        assert done.stderr.count(passed) >= 1
    assert "核对标注件" in done.stderr


def test_21_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    done = run("import", tmp_path / "空")
    assert done.returncode == 3
    assert str(tmp_path / "空") in done.stderr


def test_21_a_roster_may_be_a_workbook(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  (this test only)

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["单位名称"], ["株洲市石峰区云田镇人民政府"], ["株洲市石峰区水利局"]):
        sheet.append(row)
    book.save(tmp_path / "名单.xlsx")
    roster, summary = tmp_path / "名单.xlsx", tmp_path / "汇总.xlsx"
    done = run("summarize", "--no-cache", "--jobs", "1", TOWN, "--roster", roster, "-o", summary)
    assert "已报齐 1" in done.stdout
    assert "未报 1" in done.stdout
    assert run("blank", "shifeng-2023", "--roster", roster, "-o", tmp_path / "下发").returncode == 0
    assert len(list((tmp_path / "下发").iterdir())) == 2


def test_a_sum_no_form_has_a_figure_for_is_unknown_and_never_zero(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  (this test only)

    book = openpyxl.load_workbook(TOWN)
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    book.worksheets[0]["E8"] = 611
    book.save(tmp_path / "附表1.xlsx")
    done = run(
        "summarize",
        "--no-cache",
        "--jobs",
        "1",
        tmp_path / "附表1.xlsx",
        "-o",
        tmp_path / "汇总.xlsx",
    )
    assert "资金总额 1056.40 万元；" in done.stdout
    assert " 0 万元" not in done.stdout
    assert "0.00 万元" not in done.stdout


@pytest.mark.parametrize("number", sorted({*errno.errorcode} - {0}))
def test_21_no_english_of_the_system_is_in_a_chinese_sentence(number: int) -> None:
    sentence = system_reason(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in sentence
    assert not any("a" <= char.lower() <= "z" for char in sentence)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENAMETOOLONG])
def test_21_an_output_that_fails_says_why_in_chinese(code: int, tmp_path: Path) -> None:
    with mock.patch("pathlib.Path.touch", side_effect=OSError(code, os.strerror(code))):
        done = run("write", TOWN, "-o", tmp_path / "出.xlsx")
    assert done.returncode == 3
    assert system_reason(OSError(code, "")) in done.stderr
    assert os.strerror(code) not in done.stderr


@pytest.mark.parametrize("command", ["", "import", "check", "fix", "write", "summarize", "query"])
def test_21_h_is_help(command: str) -> None:
    words = [command] if command else []
    short = run(*words, "-h")
    assert short.returncode == 0
    assert short.stdout == run(*words, "--help").stdout


def test_20_files_without_anything_to_fix_are_told(filed: Path, tmp_path: Path) -> None:
    done = run("fix", filed, "-o", tmp_path / "已改", "--fail-on", "error")
    assert done.returncode == 0
    assert "没有要改的 1 个文件没有写到输出处；要一并照抄请加 --all。" in done.stdout
    assert [path.name for path in (tmp_path / "已改").iterdir()] == [BROKEN.name]


def test_20_all_copies_them_to_the_byte(filed: Path, tmp_path: Path) -> None:
    output = tmp_path / "已改"
    for _ in range(2):  # the second time they are the same
        done = run("fix", filed, "-o", output, "--all", "--fail-on", "error")
        assert done.returncode == 0
        assert f"已照抄到 {output / SOUND.name}" in done.stdout
        assert sorted(path.name for path in output.iterdir()) == [BROKEN.name, SOUND.name]
        assert (output / SOUND.name).read_bytes() == SOUND.read_bytes()
        assert output_kind(output / BROKEN.name) == "fixed"
    assert run("fix", filed, "--all").returncode == 2


def test_20_all_copies_other_formats_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "云田镇.csv"
    source.write_text("单位：甲镇\n", encoding="utf-8")
    (tmp_path / "报送").mkdir()
    shutil.copy(SOUND, tmp_path / "报送" / "一.xlsx")
    shutil.copy(SOUND, tmp_path / "报送" / "二.xlsm")
    run("fix", tmp_path / "报送", "-o", tmp_path / "改", "--all")
    copied = {path.name: path.read_bytes() for path in (tmp_path / "改").iterdir()}
    assert copied["一.xlsx"] == SOUND.read_bytes()
    assert set(copied) <= {"一.xlsx", "二.xlsm"}


@pytest.mark.parametrize("step", ["fsync", "write", "replace"])
def test_20_a_full_disk_leaves_the_original_and_no_torn_backup(step: str, tmp_path: Path) -> None:
    path = tmp_path / "报送.xlsx"
    shutil.copy(BROKEN, path)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    failing = {
        "fsync": mock.patch("os.fsync", side_effect=full),
        "write": mock.patch("pathlib.Path.write_bytes", side_effect=full),
        "replace": mock.patch("pathlib.Path.replace", side_effect=full),
    }
    with failing[step]:
        done = run("fix", path, "--in-place")
    assert done.returncode == 3
    assert "磁盘已满" in done.stderr
    assert path.read_bytes() == BROKEN.read_bytes()
    assert [*tmp_path.iterdir()] == [path]


def test_20_in_place_keeps_the_whole_original_beside_the_fixed_file(tmp_path: Path) -> None:
    path = tmp_path / "报送.xlsx"
    for number in ("", "2", "3"):
        shutil.copy(BROKEN, path)
        assert run("fix", path, "--in-place", "--fail-on", "error").returncode == 0
        assert (tmp_path / f"报送.xlsx.bak{number}").read_bytes() == BROKEN.read_bytes()
        # It is the submission still, so no mark makes later commands pass it over.
        assert output_kind(path) == ""
        assert path.read_bytes() != BROKEN.read_bytes()


def test_21_the_interface_tells_folders_as_before() -> None:
    with pytest.raises(FileProblem, match="是文件夹"):
        xlform.read(SAMPLES)


def test_21_a_folder_gives_a_json_object_a_line(filed: Path) -> None:
    done = run("import", filed, "--format", "jsonl")
    names = [json.loads(line)["source"]["name"] for line in done.stdout.splitlines()]
    assert sorted(names) == sorted([BROKEN.name, SOUND.name])
