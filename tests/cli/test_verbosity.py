"""Case 21: -q says problems only, -v names the files, --log keeps what was said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import run

TOWN = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
QUICK = ("--no-cache", "--jobs", "1")


@pytest.mark.parametrize("command", ["import", "check", "fix", "write", "convert"])
def test_21_quiet_says_problems_only(command: str, tmp_path: Path) -> None:
    output = [] if command in ("import", "check", "fix") else ["-o", str(tmp_path / "出.xlsx")]
    said, quiet = run(command, TOWN, *output), run(command, TOWN, *output, "-q")
    assert quiet.returncode == said.returncode
    assert quiet.stderr == ""
    assert "共 1 个文件" in said.stdout + said.stderr
    assert "共 1 个文件" not in quiet.stdout
    missing = run(command, tmp_path / "没有.xlsx", *output, "--quiet")
    assert missing.returncode == 3
    assert missing.stderr.count("没有.xlsx") == 1


@pytest.mark.parametrize("command", ["import", "check", "fix"])
def test_21_verbose_names_each_file(command: str, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        shutil.copy(TOWN, tmp_path / name)
    assert "正在读取" not in run(command, tmp_path).stderr
    told = run(command, tmp_path, "-v").stderr
    assert [line for line in told.splitlines() if line.startswith("正在读取")] == [
        f"正在读取 {tmp_path / name}" for name in ("一.xlsx", "二.xlsx")
    ]


@pytest.mark.parametrize("command", ["import", "check", "summarize"])
def test_21_the_log_keeps_what_was_said(command: str, tmp_path: Path) -> None:
    log, missing = tmp_path / "记录.txt", tmp_path / "没有.xlsx"
    more = [*QUICK, "-o", str(tmp_path / "汇总.xlsx")] if command == "summarize" else []
    run(command, TOWN, missing, *more, "--log", log, "-q")
    first = log.read_text(encoding="utf-8")
    assert "问题 找不到文件" in first
    assert "说明 " in first
    run(command, TOWN, *more, "--log", log)
    assert log.read_text(encoding="utf-8").startswith(first)
    assert len(log.read_text(encoding="utf-8")) > len(first)


@pytest.mark.parametrize("name", ["云田镇.xlsx", "通知.txt", "夹"])
def test_21_the_log_is_never_added_to_another_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "夹":
        path.mkdir()
    else:
        path.write_text("请各单位按时报送。", encoding="utf-8")
    done = run("import", TOWN, "--log", path)
    assert done.returncode == 3
    assert str(path) in done.stderr
    assert path.is_dir() or path.read_text(encoding="utf-8") == "请各单位按时报送。"
