"""Commands that read files of others: a file past its limits costs itself alone, by name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"
DISTRICT = sorted((Path(__file__).parents[2] / "samples" / "district").glob("*.xlsx"))
BROKEN = Path(__file__).parents[2] / "samples" / "broken" / "合计漏了末行.xlsx"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def command(*words: str | Path) -> list[str]:
    return [sys.executable, str(SUPPORT / "misbehaving.py"), *map(str, words)]


def completed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Return how the command ended; a file named "busy" ends with its time, and so on."""
    env = {**os.environ, "XLFORM_SECONDS": "1.5", "PYTHONUTF8": "1", "XLFORM_LANG": "zh"}
    return subprocess.run(
        command(*words), capture_output=True, text=True, env=env, check=False, timeout=300
    )


def batch(folder: Path, *names: str, source: Path = DISTRICT[1]) -> list[Path]:
    paths = [folder / f"{number}-{name}.xlsx" for number, name in enumerate(names)]
    for path in paths:
        path.write_bytes(source.read_bytes())
    return paths


REASONS = {
    "busy": "超过 1.5 秒处理器时间",
    "memory": "内存超过 512 MB",
    "abort": "意外退出",
    "killed": "意外退出",
    "exits": "意外退出",
}


def test_files_that_break_their_process_are_named_and_the_others_come_out_whole(
    tmp_path: Path,
) -> None:
    good = batch(tmp_path, "a", "b", "c")
    alone = completed("check", *good[:3], "--format", "line")
    for name in REASONS:
        (tmp_path / f"1-{name}.xlsx").write_bytes(good[0].read_bytes())
    (tmp_path / "1-memory-once.xlsx").write_bytes(good[0].read_bytes())
    bad = [tmp_path / f"1-{name}.xlsx" for name in REASONS]
    once = tmp_path / "1-memory-once.xlsx"
    found = completed(
        "check", good[0], *bad[:3], good[1], once, *bad[3:], good[2], "--format", "line"
    )
    assert found.returncode == 3
    assert "Traceback" not in found.stderr
    for path, reason in zip(bad, REASONS.values(), strict=True):
        (told,) = [line for line in found.stderr.splitlines() if path.name in line]
        assert reason in told
    lines = [line for line in found.stdout.splitlines() if once.name not in line]
    # Rules between files see one file more.
    assert {line for line in alone.stdout.splitlines() if " B-" not in line} <= set(lines)
    assert "核对 4 个" in found.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("import", set()),
        ("import --format jsonl", set()),
        ("import -o out.xlsx", {"out.xlsx"}),
        ("check -o out.html", {"out.html"}),
        ("fix --in-place --log out.json", {"out.json", "0-a.xlsx.bak", "2-b.xlsx.bak"}),
        ("write -o out", {"out/0-a.xlsx", "out/2-b.xlsx"}),
        ("convert -o out", {"out/0-a.xlsx", "out/2-b.xlsx"}),
    ],
)
def test_every_command_goes_on_with_the_files_that_are_left(
    tmp_path: Path, words: str, expected: set[str]
) -> None:
    inputs = batch(tmp_path, "a", "abort", "b", source=BROKEN)
    name, *options = words.split()
    options = [str(tmp_path / word) if word.startswith("out") else word for word in options]
    found = completed(name, *inputs, *options)
    assert found.returncode == 3, found.stderr
    assert found.stderr.count("意外退出") == 1
    assert "1-abort.xlsx" in found.stderr
    assert "Traceback" not in found.stderr
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert files - {path.name for path in inputs} == expected
    told = found.stdout + "".join(
        (tmp_path / file).read_text(encoding="utf-8")
        for file in expected
        if file.endswith((".json", ".html"))
    )
    if not options or options[0] != "-o" or name == "check":
        # What was done before the file that broke the process is there, once.
        assert [told.count(path.name) > 0 for path in inputs[::2]] == [True, True]
    if words == "import":
        assert told.count("0-a.xlsx\n") == 1


def test_a_single_file_and_a_comparison_are_named(tmp_path: Path) -> None:
    good, busy = batch(tmp_path, "a", "busy")
    for words in (("import", busy), ("diff", good, busy)):
        found = completed(*words)
        assert found.returncode == 3
        assert found.stderr.count("处理器时间") == 1
        assert busy.name in found.stderr


def test_a_wrong_setting_is_wrong_usage() -> None:
    env = {**os.environ, "XLFORM_SECONDS": "many", "PYTHONUTF8": "1"}
    found = subprocess.run(
        command("import", DISTRICT[0]), capture_output=True, text=True, env=env, check=False
    )
    assert found.returncode == 2
    assert found.stderr.count("XLFORM_SECONDS") == 1


@pytest.mark.parametrize("name", ["busy", "waits", "deaf"])
def test_ctrl_c_ends_the_command_at_once(tmp_path: Path, name: str) -> None:
    paths = batch(tmp_path, "a", name)
    running = subprocess.Popen(
        command("import", *paths),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "XLFORM_SECONDS": "60", "XLFORM_LANG": "en"},
    )
    assert running.stdout
    running.stdout.readline()
    time.sleep(0.2)
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert time.monotonic() - began < 10
    assert running.returncode == 130
    assert told.decode().count("Interrupted") == 1
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


LOADING = """
import sys
from xlform import __main__ as program
def interrupted(arguments):
    raise KeyboardInterrupt
program._run = interrupted
sys.exit(program.main())
"""


@pytest.mark.parametrize("words", ["import a.xlsx", "rules"])
def test_ctrl_c_while_the_program_is_loading_is_one_sentence(words: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADING, *words.split()],
        capture_output=True, env={**os.environ, "XLFORM_LANG": "en"}, check=False, timeout=60,
    )  # fmt: skip
    assert found.returncode == 130
    assert found.stderr.decode().strip() == "Interrupted."


def test_no_process_outlives_one_that_is_killed(tmp_path: Path) -> None:
    paths = batch(tmp_path, "a", "waits")
    with subprocess.Popen(
        command("import", *paths), stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout
        running.stdout.readline()
        os.kill(running.pid, signal.SIGKILL)
        began = time.monotonic()
        running.stdout.read()  # until nobody holds its other end
    assert time.monotonic() - began < 60
