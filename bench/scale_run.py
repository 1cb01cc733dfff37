"""Summaries at scale: CPU, wall and peak memory of each stage, and the way over Dask.

``python bench/scale_run.py [COUNT …]`` summarizes so many made-up submissions (1,000 and 10,000)
with one process for each core, nothing remembered, and prints a line for each stage. Then it does
``--cluster-files`` of them through a scheduler and 2, 4 and 8 workers on this machine, beside one
process without a cluster. The files are made first (25 ms each) and kept in ``--files``.
"""

from __future__ import annotations

import argparse
import functools
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generated import write_batch
from measured import measured, xlform

_WARM_UP = 40
_MIB = 1024
_START, _END = 30.0, 10.0


# Stages of one summary, in a process of its own


def stages(folder: str, out: str, jobs: int) -> None:
    """Summarize a folder in this process and print what each stage took."""
    from xlform.summary import summary_run  # noqa: PLC0415  (all of these: only in the process that is measured)
    from xlform.summary.collect import ReadOptions  # noqa: PLC0415  (as said)
    from xlform.summary.options import SummaryOptions  # noqa: PLC0415  (as said)
    from xlform.summary.run import Summarizer  # noqa: PLC0415  (as said)
    from xlform.summary.workbook import book  # noqa: PLC0415  (as said)

    for module, name, what in (
        (summary_run, "read_files", "reading and checking"),
        (summary_run, "check_batch", "rules between files"),
        (summary_run, "evaluate_district", "units, versions, sums"),
        (book, "paginate_details", "pages and totals"),
        (book, "collect_stats", "statistics"),
        (book, "_write_skeleton", "frames by XlsxWriter"),
        (book, "stream_rows", "rows made and packed"),
    ):
        setattr(module, name, _watched(getattr(module, name), what))
    options = ReadOptions(jobs=jobs, cache=False)
    whole = _watched(Summarizer(options, SummaryOptions(force=True)).run, "whole run")
    whole([folder], out)


def _watched(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*given: object, **named: object) -> object:
        before = _used()
        result = function(*given, **named)
        wall, own, others = (now - then for now, then in zip(_used(), before, strict=True))
        peak = _peak(resource.RUSAGE_SELF), _peak(resource.RUSAGE_CHILDREN)
        print(
            f"  {what:<22} wall {wall:7.2f} s, CPU {own:7.2f} s here, {others:7.2f} s in others,"
            f" peak {peak[0]:.0f} MiB, largest other {peak[1]:.0f} MiB",
            flush=True,
        )
        return result

    return timed


def _used() -> tuple[float, float, float]:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time(), ended.ru_utime + ended.ru_stime


def _peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / _MIB


# The whole command through a cluster


@contextmanager
def cluster(workers: int, scratch: Path) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a scheduler with so many workers, and the numbers of the processes."""
    address = f"tcp://127.0.0.1:{_free_port()}"
    dask, place = [sys.executable, "-m", "dask"], ("--local-directory", str(scratch / "dask"))
    port = address.rpartition(":")[2]
    commands = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"],
        *(
            [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", *place]
            for _ in range(workers)
        ),
    ]
    started = [
        subprocess.Popen(each, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for each in commands
    ]
    try:
        _await_workers(address, workers)
        yield address, [process.pid for process in started]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            # A worker whose scheduler went first may wait for it without end.
            try:
                process.wait(_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_workers(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415  (an extra)

    with Client(address, timeout=_START) as client:
        client.wait_for_workers(workers, timeout=_START + 5 * workers)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _cpu(process: int) -> float:
    """CPU seconds of a process, of those it started and of those that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(map(int, fields[11:15]))
    # A worker starts its processes from a thread.
    threads = Path(f"/proc/{process}/task").iterdir()
    below = " ".join((each / "children").read_text() for each in threads)
    return ticks / os.sysconf("SC_CLK_TCK") + sum(_cpu(int(each)) for each in below.split())


def through_cluster(folder: Path, count: int, workers: int, scratch: Path) -> None:
    """Summarize a folder through a cluster and print what each side of it took."""
    few, out = folder_of(folder, _WARM_UP, scratch), str(scratch / "cluster.xlsx")
    options = ("-o", out, "--no-cache", "--force", "--fail-on", "never", "--scheduler")
    with cluster(workers, scratch) as (address, processes):
        measured(xlform("summarize", str(few), *options, address))
        before = [_cpu(each) for each in processes]
        taken = measured(
            xlform("summarize", str(folder_of(folder, count, scratch)), *options, address)
        )
        scheduler, *others = (
            now - then for now, then in zip(map(_cpu, processes), before, strict=True)
        )
    each = 1000 / count
    print(
        f"  {workers} workers: wall {taken.wall:7.2f} s; ms of CPU a file: command"
        f" {taken.cpu * each:.2f}, scheduler {scheduler * each:.2f}, workers"
        f" {sum(others) * each:.2f}; exit {taken.status}, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


# All of it


def folder_of(files: Path, count: int, scratch: Path) -> Path:
    """A folder of links to the first files."""
    folder = scratch / str(count)
    if not folder.exists():
        folder.mkdir()
        for path in write_batch(files, count):
            (folder / path.name).hardlink_to(path)
        os.sync()
    return folder


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[1000, 10_000])
    asked.add_argument("--files", type=Path, default=Path(tempfile.gettempdir()) / "xlform-made-up")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--workers", nargs="*", type=int, default=[2, 4, 8])
    asked.add_argument("--cluster-files", type=int, default=1000)
    asked.add_argument("--stages-of", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.stages_of:
        folder, out = given.stages_of
        stages(folder, out, given.jobs)
        return
    with tempfile.TemporaryDirectory(dir=given.files.parent) as place:
        scratch = Path(place)
        for count in (_WARM_UP, *sorted(given.counts)):
            made = folder_of(given.files, count, scratch)
            print(f"{count} files, {given.jobs} at work, load {os.getloadavg()[0]:.1f}", flush=True)
            out = str(scratch / f"{count}.xlsx")
            command = [sys.executable, __file__, "--jobs", str(given.jobs)]
            subprocess.run([*command, "--stages-of", str(made), out], check=True)
        count = given.cluster_files
        made = folder_of(given.files, count, scratch)
        out = str(scratch / "alone.xlsx")
        print(f"{count} files through a cluster on this machine")
        options = ("--no-cache", "--fail-on", "never", "--jobs", "1")
        alone = measured(xlform("summarize", str(made), "-o", out, *options))
        print(f"  alone, one process at work: wall {alone.wall:.2f} s,", end=" ")
        print(f"{1000 * alone.cpu / count:.2f} ms of CPU a file", flush=True)
        for workers in given.workers:
            through_cluster(given.files, count, workers, scratch)


if __name__ == "__main__":
    main()
