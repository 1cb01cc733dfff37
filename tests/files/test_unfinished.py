"""Unfinished outputs: named so that no run reads them, removed once their run has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xlform.files import unfinished
from xlform.files.inputs import expand_inputs
from xlform.files.output import atomic_path
from xlform.files.unfinished import exchange, is_unfinished, unfinished_path

posix = pytest.mark.skipif(os.name != "posix", reason="processes are looked up on posix only")


@pytest.fixture(autouse=True)
def nothing_cleaned_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "_cleaned", set())


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@posix
def test_what_a_dead_run_left_goes_and_what_a_live_one_writes_stays(tmp_path: Path) -> None:
    own = unfinished_path(tmp_path / "汇总.xlsx")
    own.write_bytes(b"of a live run")
    dead = own.with_name(own.name.replace(f"-{os.getpid()}-", f"-{dead_process()}-"))
    dead.write_bytes(b"of a dead run")
    folder = dead.with_name(dead.name + "-data")
    (folder / "new").mkdir(parents=True)
    foreign = tmp_path / ".xlform-notes.txt"
    foreign.write_bytes(b"somebody's")
    unfinished._cleaned.clear()  # noqa: SLF001  (as the next process)
    with atomic_path(tmp_path / "另一份.xlsx") as path:
        path.write_bytes(b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [own.name, foreign.name, "另一份.xlsx"]
    )


def test_no_run_reads_them(tmp_path: Path) -> None:
    path = unfinished_path(tmp_path / "云田镇.xlsx")
    assert is_unfinished(path.name)
    path.write_bytes(b"PK\x03\x04")
    (tmp_path / "._云田镇.xlsx").write_bytes(b"\0\5\x16\7")
    (tmp_path / ".隐藏").mkdir()
    (tmp_path / ".隐藏" / "表.xlsx").write_bytes(b"PK\x03\x04")
    files = list(expand_inputs([tmp_path]))
    assert len(files) == 2
    assert all(file.skipped for file in files)
    assert any("中断" in file.problem for file in files)


def test_a_hidden_file_named_by_its_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / ".表.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert [file.skipped for file in expand_inputs([path])] == [False]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is Linux's")
def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("旧", "新"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if not exchange(tmp_path / "新", tmp_path / "旧"):
        pytest.skip("this file system can't exchange")
    assert (tmp_path / "旧" / "新").exists()
    assert (tmp_path / "新" / "旧").exists()
