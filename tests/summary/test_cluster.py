"""A real scheduler and two workers on this machine, one of them killed midway."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from spooling import DISTRICT, SAMPLES, content, filled, setup

from xlform.checking.settings import Project
from xlform.errors import FileProblem
from xlform.files.contents import input_bytes
from xlform.files.inputs import expand_inputs
from xlform.summary.cluster import Cluster
from xlform.summary.collect import ReadOptions, collect
from xlform.summary.record import decoded
from xlform.summary.setup import Setup
from xlform.summary.spool import Spool

pytest.importorskip("distributed", reason="the extra xlform[cluster] is not installed")
pytestmark = [
    # What the library itself warns of is not ours to mend.
    pytest.mark.filterwarnings("default::DeprecationWarning:distributed"),
    pytest.mark.filterwarnings("default::ResourceWarning"),
]
_SECONDS = 60


class Machines:
    """A scheduler and its workers as processes, on the loopback device alone."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.workers: list[subprocess.Popen[bytes]] = []
        self._stack = stack
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._run("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def worker(self) -> subprocess.Popen[bytes]:
        return self._run(
            "worker", self.address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(self._folder), "--death-timeout", "60",
        )  # fmt: skip

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        running = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )
        self._stack.callback(_end, running)
        return running


def _end(running: subprocess.Popen[bytes]) -> None:
    running.kill()
    running.wait(10)


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    with ExitStack() as stack:
        yield Machines(stack, folder)


@pytest.fixture(scope="module", autouse=True)
def _loops_ended() -> Iterator[None]:
    """End what a client that found no scheduler leaves: a process with threads is not forked."""
    yield
    from distributed.utils import LoopRunner  # noqa: PLC0415  (an extra)

    for _, runner in [*LoopRunner._all_loops.values()]:  # noqa: SLF001  (nothing else lists them)
        runner.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("cluster")) as made:
        made.workers = [made.worker(), made.worker()]
        yield made


def test_a_worker_killed_midway_changes_nothing(
    cluster: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlform.summary.cluster.BATCH", 4)
    second = cluster.workers[1]
    files = [tmp_path / f"{n}{path.name}" for n in range(4) for path in DISTRICT]
    for file in files:
        file.write_bytes((SAMPLES / "district" / file.name[1:]).read_bytes())
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")

    def watch(done: int, _: int) -> None:
        if done == 12:
            second.kill()

    with Spool() as there, Spool() as here:
        collect([tmp_path], there, ReadOptions(cache=False, scheduler=cluster.address), watch)
        filled(here, tmp_path, jobs=2)
        assert second.poll() is not None or second.wait(5)
        assert content(there) == content(here)
        assert sum(not one.problem for one in there.files()) == len(files)


def test_urls_are_read_by_the_workers(cluster: Machines, tmp_path: Path) -> None:
    folder = tmp_path / "共享"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(DISTRICT[0].read_bytes())
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    inputs = list(expand_inputs([f"file://{folder}"]))
    book, paper = sorted(inputs, key=lambda one: one.optional)
    assert (book.optional, paper.optional) == (False, True)
    assert input_bytes(book) == DISTRICT[0].read_bytes()
    with Cluster(cluster.address, setup()) as connected:
        found = {one: decoded(record) for one, record in connected.records([book, paper])}
    assert found[book].unit
    assert found[paper].no_forms


def test_workers_with_other_templates_or_settings_are_refused(
    cluster: Machines, tmp_path: Path
) -> None:
    words = tmp_path / "用语.toml"
    words.write_text('[typos]\n"拔付" = "拨付"\n', encoding="utf-8")
    agreed = Setup(Project(words=(words,)), None, "zh")
    with Cluster(cluster.address, agreed):
        pass
    mine = Cluster(cluster.address, agreed)
    words.write_text('[typos]\n"拔款" = "拨款"\n', encoding="utf-8")
    with pytest.raises(FileProblem, match="与本机"), mine:
        pass


def test_nobody_there_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlform.summary.cluster._SECONDS_TO_CONNECT", 1)
    with (
        pytest.raises(FileProblem, match="连不上调度器"),
        Cluster("tcp://127.0.0.1:1", setup()),
    ):
        pass


def test_a_scheduler_without_workers_is_said_to_have_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlform.summary.cluster._SECONDS_TO_CONNECT", 4)
    with machines(tmp_path) as single_file:
        began = time.monotonic()
        with (
            pytest.raises(FileProblem, match="没有工作进程"),
            Cluster(single_file.address, setup()),
        ):
            pass
        assert time.monotonic() - began < _SECONDS
