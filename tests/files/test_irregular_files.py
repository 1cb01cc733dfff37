"""Inputs that are no regular files are refused at once; what stands beside them is read."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
from command import run, start

from xlform.files.inputs import expand_inputs
from xlform.model.file_names import readable_name
from xlform.model.regular_file import ChangedFile, regular_bytes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="made with the calls of POSIX")
SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = SAMPLES / "云田镇.xlsx"
# What is made under a name, and what a sentence on it says.
KINDS = {
    "管道.xlsx": "是管道，不是文件",
    "套接字.xlsx": "是套接字，不是文件",
    "设备.xlsx": "是设备，不是文件",
    "断链.xlsx": "找不到文件",
    "绕圈.xlsx": "链接绕成了圈",
    "文件夹.xlsx": "是文件夹|是空的|里没有",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one submission, and one entry of each kind that is none."""
    folder = tmp_path / "报送"
    (folder / "文件夹.xlsx").mkdir(parents=True)
    os.mkfifo(folder / "管道.xlsx")
    monkeypatch.chdir(folder)  # the path of a socket has at most 107 bytes
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("套接字.xlsx")
    (folder / "设备.xlsx").symlink_to("/dev/zero")
    (folder / "断链.xlsx").symlink_to("没有")
    (folder / "绕圈.xlsx").symlink_to("绕圈.xlsx")
    (folder / "上级").symlink_to("..")
    shutil.copy(TOWN, folder / "云田镇.xlsx")
    return folder


@pytest.mark.parametrize("name", KINDS)
def test_each_is_refused_by_every_command_with_one_sentence(
    name: str, folder: Path, tmp_path: Path
) -> None:
    path, out = folder / name, tmp_path / "出"
    out.mkdir()
    for command in (
        ("import", path), ("import", path, "--format", "json"),
        ("import", path, "-o", out / "a.json"), ("check", path, "-o", out / "a.txt"),
        ("check", path), ("check", path, "--format", "xlsx", "-o", out),
        ("fix", path, "--in-place"),
        ("write", path, "-o", out), ("convert", path, "-o", out), ("diff", TOWN, path),
        ("template", "learn", path, "-o", out),
        ("template", "preview", SAMPLES.parent / "templates/shifeng-2023/department", path, "-o",
         out / "b.xlsx"),
        ("summarize", "--no-cache", path, "-o", out / "c.xlsx"),
    ):  # fmt: skip
        done = run(*command)
        assert done.returncode == 3, command
        assert any(text in done.stderr for text in KINDS[name].split("|")), command
        assert list(out.iterdir()) == [], command


def test_settings_and_earlier_results_are_not_waited_for(folder: Path) -> None:
    for option in ("--config", "--since"):
        done = run("check", TOWN, option, folder / "管道.xlsx")
        assert done.returncode == 2
        assert "是管道，不是文件" in done.stderr


def test_a_folder_goes_on_with_the_rest_and_names_each(folder: Path) -> None:
    done = run("import", folder, "--format", "json")
    assert json.loads(done.stdout)["source"]["name"] == "云田镇.xlsx"
    assert done.returncode == 3
    for name in (*KINDS, "上级"):
        assert done.stderr.count(f"{name}”") == (0 if name == "文件夹.xlsx" else 1), name


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    read = os.read

    def grown(handle: int, size: int) -> bytes:
        data = read(handle, size)
        with path.open("ab") as stream:
            stream.write(b"new")
        return data

    monkeypatch.setattr(os, "read", grown)
    with pytest.raises(ChangedFile):
        regular_bytes(path)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="of Linux")
def test_a_file_the_system_makes_up_is_no_input() -> None:
    done = run("import", "/proc/self/maps")
    assert done.returncode == 3
    assert "虚拟文件" in done.stderr


def test_a_folder_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "表.csv").touch()
    scandir = os.scandir

    def refused(path: str) -> object:
        if Path(path).name == "甲镇":
            raise PermissionError(13, "denied", path)
        return scandir(path)

    (tmp_path / "甲镇").mkdir()
    monkeypatch.setattr(os, "scandir", refused)
    (told,) = (file for file in expand_inputs([tmp_path]) if not file.skipped)
    assert "打不开文件夹" in told.problem
    assert "甲镇" in told.problem


def test_names_in_gbk_are_read_and_shown(tmp_path: Path) -> None:
    name = os.fsdecode("云田镇.xlsx".encode("gb18030"))
    try:
        shutil.copy(TOWN, tmp_path / name)
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    assert readable_name(f"甲/{name}：") == "甲/云田镇.xlsx："
    assert readable_name(os.fsdecode(b"\xff.xlsx")) == "<FF>.xlsx"
    done = run("import", tmp_path, "--format", "json")
    assert json.loads(done.stdout)["source"]["name"] == "云田镇.xlsx"
    assert run("check", tmp_path / name, "--format", "json").returncode == 1
    shutil.copy(TOWN, tmp_path / "甲镇.xlsx")
    fix = ("fix", "--all", "-o", tmp_path / "修", "--force", "--log")
    for words in (
        ("check",), (*fix, tmp_path / "改.json"), (*fix, tmp_path / "改.xlsx"),
        ("write", "-o", tmp_path / "写"), ("import",),
    ):  # fmt: skip
        several = run(words[0], tmp_path / name, tmp_path / "甲镇.xlsx", *words[1:])
        assert several.returncode in (0, 1), several.stderr
        assert "内部出错" not in several.stderr
    output = tmp_path / "出"
    assert run("review", tmp_path, "-o", output, "--no-cache").returncode in (0, 1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full is Linux's")
@pytest.mark.parametrize(
    ("arguments", "shell", "reason"),
    [
        (("rules",), ">/dev/full", "磁盘已满"),
        (("rules",), ">&-", "已经关闭"),
        (("rules",), "<&- >&- 2>&-", ""),
        (("rules", "--format", "markdown", "-o", "规则"), ">&- 2>/dev/full", None),
    ],
)
def test_standard_output_that_is_lost(
    arguments: tuple[str, ...], shell: str, reason: str | None, tmp_path: Path
) -> None:
    done = start(*arguments, cwd=tmp_path, shell=shell)
    assert done.returncode == (0 if reason is None else 3)
    assert (reason or "") in done.stderr
    if reason is None:
        assert len(list((tmp_path / "规则").iterdir())) > 100
