"""Processes: a crash or hang costs only the file that caused it, and the file is named."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from spooling import DISTRICT, Misbehaving, OfEnvironment, setup

from xlform.files.input_file import FileInfo, InputFile
from xlform.files.inputs import expand_inputs
from xlform.isolation.heartbeat import heartbeat
from xlform.isolation.limits import Limits
from xlform.messages import set_language
from xlform.model.resources import VARIABLE
from xlform.summary.file_worker import FileWorker
from xlform.summary.pool import Pool, methods
from xlform.summary.record import decoded, encoded, failed_record

SUPPORT = Path(__file__).parents[1] / "support"


def input_files(folder: Path, *names: str) -> list[InputFile]:
    for name in names:
        (folder / name).write_bytes(DISTRICT[0].read_bytes())
    return list(expand_inputs(folder / name for name in names))


def problems(pool: Pool[InputFile], inputs: list[InputFile]) -> dict[str, str]:
    """Return the problem of each file, "" where it was read."""
    with pool:
        found = {one.info.name: decoded(record).problem for one, record in pool.records(inputs)}
    assert multiprocessing.active_children() == []
    return found


@pytest.mark.parametrize("method", methods())
def test_every_way_of_starting_a_process_gives_the_same(method: str) -> None:
    inputs = list(expand_inputs(DISTRICT[:3]))
    work = FileWorker(setup())
    expected = {one.info.path: work.record(one) for one in inputs}
    with Pool(setup(), 1, method=method, worker=FileWorker) as pool:
        found = {one.info.path: record for one, record in pool.records(inputs)}
    assert found == expected


@pytest.mark.parametrize("method", methods())
def test_every_process_has_the_environment_of_its_start(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = input_files(tmp_path, "a.xlsx")
    for templates in ("甲", "乙"):
        monkeypatch.setenv(VARIABLE, templates)
        with Pool(setup(), 1, method=method, worker=OfEnvironment) as pool:
            assert [record.decode() for _, record in pool.records(inputs)] == [templates]


def test_a_process_with_threads_is_not_forked() -> None:
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert methods()[0] != "fork"
    finally:
        waiting.set()
        other.join()


def test_crashing_and_hanging_files_are_named_and_the_others_read(tmp_path: Path) -> None:
    good = [f"好{n}.xlsx" for n in range(30)]
    bad = ["segfault.xlsx", "exits.xlsx", "works.xlsx", "memory.xlsx"]
    inputs = input_files(
        tmp_path, *good[:9], bad[0], bad[1], *good[9:20], bad[2], bad[3], *good[20:]
    )
    found = problems(Pool(setup(), 2, limit=Limits(1, 60, 512), worker=Misbehaving), inputs)
    assert [name for name in good if found[name]] == []
    assert "意外退出" in found["segfault.xlsx"]
    assert "意外退出" in found["exits.xlsx"]
    assert "超过 1 秒处理器时间" in found["works.xlsx"]
    assert "内存超过 512 MB" in found["memory.xlsx"]
    assert len(found) == len(inputs)


def test_a_file_whose_process_does_nothing_is_given_up(tmp_path: Path) -> None:
    inputs = input_files(tmp_path, "好.xlsx", "hangs.xlsx")
    found = problems(Pool(setup(), 1, limit=Limits(60, 1.5, 512), worker=Misbehaving), inputs)
    assert found["好.xlsx"] == ""
    assert "等了 1.5 秒" in found["hangs.xlsx"]


def test_time_is_that_of_the_processor(tmp_path: Path) -> None:
    """A process that waits longer than its limit, as on a busy machine, is not ended."""
    found = problems(
        Pool(setup(), 1, limit=Limits(0.6, 60, 512), worker=Misbehaving),
        input_files(tmp_path, "waits.xlsx"),
    )
    assert found == {"waits.xlsx": ""}


def test_a_file_that_fails_once_is_tried_again_alone(tmp_path: Path) -> None:
    found = problems(
        Pool(setup(), 1, worker=Misbehaving), input_files(tmp_path, "once.xlsx", "好.xlsx")
    )
    assert found == {"once.xlsx": "", "好.xlsx": ""}


class Unready(FileWorker):
    def __init__(self, _: object) -> None:
        os._exit(3)


def test_processes_that_never_get_ready_are_given_up(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="无法启动"):
        problems(Pool(setup(), 1, worker=Unready), input_files(tmp_path, "好.xlsx"))
    assert multiprocessing.active_children() == []


def test_hostile_files_cost_themselves_only(tmp_path: Path) -> None:
    book = DISTRICT[0].read_bytes()
    hostile = {
        "空.xlsx": b"",
        "截断.xlsx": book[:3000],
        "文字.xlsx": b"a,b",
        "零.xlsx": bytes(9999),
    }
    for name, data in hostile.items():
        (tmp_path / name).write_bytes(data)
    good = input_files(tmp_path, "好.xlsx")
    inputs = [*expand_inputs(tmp_path / name for name in hostile), *good]
    found = problems(Pool(setup(), 2, worker=FileWorker), inputs)
    assert found.pop("好.xlsx") == ""
    assert all(name in problem for name, problem in found.items())


class Counting(FileWorker):
    """Answers at once: nothing but the way there and back is looked at."""

    def record(self, one: InputFile) -> bytes:
        return encoded(failed_record(f"{os.getpid()} {one.info.path}"))


def test_files_are_shared_out_and_each_answered_once() -> None:
    inputs = [InputFile(FileInfo(f"{n}.xlsx", f"{n}.xlsx"), f"{n}.xlsx") for n in range(500)]
    with Pool(setup(), 2, worker=Counting) as pool:
        told = [decoded(record).problem.split() for _, record in pool.records(inputs)]
        again = [decoded(record).problem.split() for _, record in pool.records(inputs[:30])]
    assert sorted(path for _, path in told) == sorted(one.info.path for one in inputs)
    assert len({process for process, _ in told}) == 2
    # The processes wait for more: none was started for the second round.
    assert {process for process, _ in again} <= {process for process, _ in told}


def test_who_stops_listening_leaves_no_process() -> None:
    inputs = list(expand_inputs(DISTRICT))
    with Pool(setup(), 2, worker=FileWorker) as pool:
        with closing(pool.records(inputs)) as answers:
            next(answers)
        assert multiprocessing.active_children() == []


def test_answers_that_wait_for_us_are_not_late() -> None:
    inputs = [InputFile(FileInfo(f"{n}.xlsx", f"{n}.xlsx"), f"{n}.xlsx") for n in range(3)]
    found = []
    with Pool(setup(), 1, limit=Limits(60, 2, 512), worker=Counting) as pool:
        for one, record in pool.records(inputs):
            found.append(decoded(record).problem.endswith(one.info.path))
            if one is inputs[0]:
                time.sleep(2.2)
    assert found == [True] * 3


class Plodding(FileWorker):
    """Takes longer than anyone waits, and shows five times a second that it goes on."""

    def record(self, one: InputFile) -> bytes:
        for _ in range(12):
            time.sleep(0.2 if one.info.path.startswith("pages") else 5)
            heartbeat.beat()
        return encoded(failed_record(one.info.path))


def test_who_shows_that_it_goes_on_is_not_late() -> None:
    names = ("pages.pdf", "silent.pdf")
    inputs = [InputFile(FileInfo(name, name), name) for name in names]
    with Pool(setup(), 1, limit=Limits(60, 2, 512), worker=Plodding) as pool:
        told = {one.info.path: decoded(record).problem for one, record in pool.records(inputs)}
    assert [told[name] == name for name in names] == [True, False]


_INTERRUPTED = """
import sys
from spooling import Misbehaving, setup
from xlform.files.inputs import expand_inputs
from xlform.summary.pool import Pool

if __name__ == "__main__":
    with Pool(setup(), 2, worker=Misbehaving) as pool:
        for one, _ in pool.records(list(expand_inputs(sys.argv[1:]))):
            print(one.info.name, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_leaves_no_process(tmp_path: Path) -> None:
    files = input_files(tmp_path, "好.xlsx", "hangs.xlsx")
    script = tmp_path / "script.py"
    script.write_text(_INTERRUPTED, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, str(script), *(one.location for one in files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(SUPPORT)},
    )
    with running:
        assert running.stdout
        running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        running.stdout.read()
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_a_pool_that_is_closed_does_not_take_up_its_file_again(tmp_path: Path) -> None:
    pool: Pool[InputFile] = Pool(setup(), 1, worker=Misbehaving)
    results = pool.records(input_files(tmp_path, "好.xlsx", "hangs.xlsx"))
    next(results)
    thread = threading.Thread(target=list, args=(results,), daemon=True)
    thread.start()
    pool.close()
    thread.join(60)
    assert not thread.is_alive()
    assert multiprocessing.active_children() == []


def test_a_process_speaks_the_language_of_its_setup(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").touch()
    set_language("en")
    try:
        found = problems(
            Pool(setup(), 1, worker=FileWorker), list(expand_inputs([tmp_path / "空.xlsx"]))
        )
    finally:
        set_language("")
    assert "is empty" in found["空.xlsx"]
