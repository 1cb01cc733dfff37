"""Limits of what a file may cost: settings, and the system keeping them for a process."""

from __future__ import annotations

import mmap
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import inf

import pytest

from xlform.errors import XlformError
from xlform.isolation import own_process, thread_timer
from xlform.isolation.failures import crash_problem, is_time_limit
from xlform.isolation.limits import MEMORY, SECONDS, limits
from xlform.isolation.shared_memory import BEGUN, add_entry, reading_state, set_reading, touch


@pytest.fixture(autouse=True)
def _settings_read_anew() -> Iterator[None]:
    limits.cache_clear()
    yield
    limits.cache_clear()


@pytest.mark.parametrize(
    ("seconds", "memory", "expected"),
    [("", "", (4, 512)), ("9.5", " 1024 ", (9.5, 1024)), ("0", "0", (inf, inf))],
)
def test_settings_of_the_environment_set_the_limits(
    monkeypatch: pytest.MonkeyPatch, seconds: str, memory: str, expected: tuple[float, float]
) -> None:
    monkeypatch.setenv(SECONDS, seconds)
    monkeypatch.setenv(MEMORY, memory)
    found = limits()
    assert (found.seconds, found.mebibytes) == expected
    assert found.waiting >= 10 * found.seconds
    assert found.of_files(3).seconds == 3 * found.seconds


@pytest.mark.parametrize("text", ["many", "-1", "inf", "nan", "4s"])
def test_a_setting_that_is_no_number_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(SECONDS, text)
    with pytest.raises(XlformError, match=SECONDS) as refused:
        limits()
    assert text in str(refused.value)


def ended(program: str) -> int:
    """Return the exit code of a process that runs a program."""
    lines = f"from xlform.isolation import own_process, thread_timer\n{program}"
    return subprocess.run([sys.executable, "-c", lines], check=False, timeout=60).returncode


BUSY = "\nwhile True: pass"
RESTING = "\nimport time; time.sleep(0.5)"


@pytest.mark.skipif(not own_process.HAS_TIMER, reason="no timer of CPU time")
@pytest.mark.parametrize(
    ("program", "is_ended"),
    [
        (f"own_process.start_timer(0.1){BUSY}", True),
        (f"thread_timer.start(0.1){BUSY}", True),
        (f"own_process.start_timer(0.1){RESTING}", False),
        (f"thread_timer.start(0.1){RESTING}", False),
        (f"own_process.start_timer(9); own_process.charge(8.95){BUSY}", True),
        ("own_process.start_timer(1); own_process.stop_timer(); own_process.charge(9)", False),
    ],
)
def test_a_process_ends_when_its_cpu_time_runs_out(program: str, *, is_ended: bool) -> None:
    assert is_time_limit(ended(program)) is is_ended


def test_the_time_left_is_known() -> None:
    assert own_process.remaining_seconds() == inf
    assert thread_timer.remaining() == inf


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kept by Linux alone")
@pytest.mark.parametrize(
    ("program", "exit_code"),
    [
        ("own_process.limit_memory(); bytearray(600 << 20)", 1),
        ("own_process.limit_memory(); bytearray(300 << 20)", 0),
        ("held = bytearray(600 << 20); own_process.limit_memory(); bytearray(300 << 20)", 0),
        ("held = bytearray(600 << 20); own_process.limit_memory(); bytearray(600 << 20)", 1),
        ("own_process.limit_memory()\nwith own_process.unlimited_memory(): bytearray(600<<20)", 0),
        (
            "own_process.limit_memory()\nwith own_process.unlimited_memory(): 0\nbytearray(6<<28)",
            1,
        ),
    ],
)
def test_a_process_gets_no_more_memory_than_its_limit(program: str, exit_code: int) -> None:
    assert ended(f"import sys; sys.stderr = None\n{program}") == exit_code


def test_want_of_memory_is_told_by_the_limit_or_by_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert crash_problem("甲.xlsx", MemoryError()).code == "took-too-much"
    assert "512 MB" in str(crash_problem("甲.xlsx", MemoryError()))
    monkeypatch.setenv(MEMORY, "0")
    limits.cache_clear()
    assert crash_problem("甲.xlsx", MemoryError()).code == "no-memory"
    assert crash_problem("甲.xlsx", KeyError("a")).code == "crashed"


def test_a_sign_of_progress_changes_the_state_of_the_file_being_read() -> None:
    """Whoever watches ends a process whose state stays the same for long."""
    with mmap.mmap(-1, 4096) as memory:
        idle = reading_state(memory)
        touch(memory)
        assert reading_state(memory) == idle
        add_entry(memory, BEGUN, b"a.pdf")
        set_reading(memory, reading=True)
        seen = [reading_state(memory)]
        for _ in range(600):
            touch(memory)
            seen.append(reading_state(memory))
        assert all(state != before and state[1] for before, state in pairwise(seen))
        set_reading(memory, reading=False)
        assert reading_state(memory)[1] == 0
