"""Pool of processes that read files, so that a crash or hang costs only the file that caused it.

Each process is given files in chunks and returns results file by file, so the file it works on is
always known. One that dies is replaced: its file is tried once more, alone, in a fresh process, and
reported if it dies again. A file that takes more CPU time or memory than it may, or whose process
does nothing for long, ends the process and is reported.
Results are passed on as they come and at most two chunks wait at a process, so that memory does not
grow with the number of files.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from xlform.errors import FileProblem
from xlform.files.input_file import FileInfo
from xlform.isolation.failures import (
    death_problem,
    is_time_limit,
    memory_problem,
    time_problem,
    waiting_problem,
)
from xlform.isolation.heartbeat import heartbeat
from xlform.isolation.limits import Limits, limits
from xlform.isolation.own_process import MEMORY_EXIT, limit_memory, start_timer, stop_timer

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

CHUNK: Final = 24
# Files a process at least, since starting one takes as long as reading some ten files.
_FILES_EACH: Final = 12
_POLL: Final = 1.0
# In place of a result: the file being read makes progress.
_PROGRESS: Final = b"\0progress"
# Bytes of a temporary folder in which a socket can still have a path (sockaddr_un: 108 in all).
_FOLDER_AT_MOST: Final = 70
# Chunks are shorter near the end, so that no process is left alone with a whole one.
_SHARES: Final = 4
# After so many processes in a row that die before they are ready, none ever will be.
_FAILED_STARTS_AT_MOST: Final = 3


def methods() -> list[str]:
    """Return the ways this system can start a process, the preferred one first.

    A process with threads is not forked: locks that they hold would stay locked in the child. The
    server that forks in its place listens at a path in the temporary folder, which may be too long.
    """
    known = multiprocessing.get_all_start_methods()
    by_preference = ["fork", "forkserver", "spawn"]
    if threading.active_count() > 1:
        by_preference = ["forkserver", "spawn", "fork"]
        if len(os.fsencode(tempfile.gettempdir())) > _FOLDER_AT_MOST:
            by_preference = ["spawn", "forkserver", "fork"]
    return sorted(known, key=by_preference.index)


class Task(Protocol):
    """Task of a process: an input file, or anything else with a name for messages."""

    @property
    def info(self) -> FileInfo:
        """Return the name and path that messages use."""
        ...


TaskType = TypeVar("TaskType", bound=Task)
Task_contra = TypeVar("Task_contra", bound=Task, contravariant=True)


class Worker(Protocol[Task_contra]):
    """Work of a process on its tasks; made once in each process."""

    def __init__(self, setup: Any, /) -> None: ...  # noqa: ANN401  (each has settings of its own)

    def record(self, file: Task_contra, /) -> bytes:
        """Return the result of a task, encoded; never raises for a fault of a file.

        ``MemoryError`` alone is left to the process, which ends.
        """
        ...

    @staticmethod
    def failed(problem: str) -> bytes:
        """Return the result of a task whose process died or was too slow."""
        ...


class Pool(AbstractContextManager["Pool[Any]"], Generic[TaskType]):
    """Processes that turn tasks into encoded results, in the order in which they are done.

    ``limit`` is what a task may cost, by default :func:`~xlform.isolation.limits.limits`;
    ``worker`` the class that does the work, made with ``setup``; ``tasks_each`` the number of tasks
    that are worth a process of their own.
    """

    def __init__(
        self,
        setup: object,
        jobs: int,
        *,
        limit: Limits | None = None,
        method: str = "",
        worker: type[Worker[TaskType]],
        tasks_each: int = _FILES_EACH,
    ) -> None:
        self._context = multiprocessing.get_context(method or methods()[0])
        self._jobs = max(1, jobs)
        self._worker = worker
        self._limit = limit or limits()
        self._child_arguments = (setup, worker, self._limit.seconds)
        self._tasks_each = tasks_each
        self._processes: list[_Process[TaskType]] = []
        self._retries: deque[TaskType] = deque()
        self._tried: set[TaskType] = set()
        self._failed_starts = 0
        self._closed = False

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; the files they work on are lost, and no other is started.

        May be called from another thread than that which takes the results.
        """
        self._closed = True
        self._end_processes()

    def _end_processes(self) -> None:
        for process in list(self._processes):
            process.end()
        self._processes.clear()

    def records(self, inputs: Collection[TaskType]) -> Generator[tuple[TaskType, bytes]]:
        """Yield each task with its result, as they are done; the processes then wait for more.

        A pool that is closed meanwhile yields no more.
        """
        pending = _Pending(inputs)
        jobs = min(self._jobs, max(1, len(pending) // self._tasks_each))
        try:
            while not self._closed and (pending or self._retries or self._busy()):
                self._start_processes(jobs, pending)
                self._assign(pending)
                yield from self._results()
        finally:
            if self._busy():  # the caller stopped
                self._end_processes()
                self._retries.clear()

    def _busy(self) -> bool:
        return any(process.files for process in self._processes)

    def _start_processes(self, jobs: int, pending: _Pending[TaskType]) -> None:
        wanted = min(jobs, len(self._processes) + len(pending) + len(self._retries))
        while len(self._processes) < wanted:
            self._processes.append(_Process(self._context, self._child_arguments, self._processes))

    def _assign(self, pending: _Pending[TaskType]) -> None:
        for process in self._processes:
            if self._retries and not process.files:
                process.send([self._retries.popleft()])
            elif pending and len(process.files) <= 1 and not self._retries:
                share = len(pending) // (_SHARES * len(self._processes)) + 1
                process.send(pending.next(min(CHUNK, share)))

    def _results(self) -> Iterator[tuple[TaskType, bytes]]:
        """Yield the results that have come or come soon; end processes that are too slow."""
        busy = {process.pipe: process for process in self._processes if process.files}
        for pipe in wait(list(busy), self._wait_seconds()):
            process = busy[pipe]  # type: ignore[index]  # wait() is given pipes only
            try:
                result = process.receive()
            except (EOFError, OSError):
                yield from self._handle_death(process)
                continue
            self._failed_starts = 0
            if result:
                yield result
        for process in [late for late in self._processes if late.is_late(self._limit.waiting)]:
            yield self._failed(process, waiting_problem, self._limit.waiting)

    def _wait_seconds(self) -> float:
        """Return how long to wait: no longer than until the first file is late."""
        now = time.monotonic()
        busy = (process for process in self._processes if process.files)
        return max(
            0.0, min([_POLL, *(process.since + self._limit.waiting - now for process in busy)])
        )

    def _handle_death(self, process: _Process[TaskType]) -> Iterator[tuple[TaskType, bytes]]:
        """Retry the file of a process that died; the first death may be due to earlier files."""
        if self._closed:
            return
        first = process.files[0]
        exit_code = process.end()
        if not process.ready:
            self._failed_starts += 1
            if self._failed_starts > _FAILED_STARTS_AT_MOST:
                raise FileProblem("no-process", path=first.info.path)
            self._discard(process)
        elif is_time_limit(exit_code):
            yield self._failed(process, time_problem, self._limit.seconds)
        elif exit_code == MEMORY_EXIT:
            yield self._failed(process, memory_problem)
        elif first in self._tried:
            yield self._failed(process, death_problem)
        else:
            self._tried.add(first)
            self._discard(process)

    def _failed(
        self, process: _Process[TaskType], problem: Callable[..., FileProblem], *details: float
    ) -> tuple[TaskType, bytes]:
        """Return the file a process is at, with the problem it is given up for."""
        first = process.files.popleft()
        self._discard(process)
        return first, self._worker.failed(str(problem(first.info.path, *details)))

    def _discard(self, process: _Process[TaskType]) -> None:
        """End a process; its files are assigned again one by one."""
        self._retries += process.files
        self._processes.remove(process)
        process.end()


class _Pending(Generic[TaskType]):
    """The tasks that no process has been given yet, taken in their order as they are needed."""

    def __init__(self, tasks: Collection[TaskType]) -> None:
        self._tasks = iter(tasks)
        self._left = len(tasks)

    def __len__(self) -> int:
        return self._left

    def next(self, count: int) -> list[TaskType]:
        """Return the next tasks, at most so many."""
        taken = list(islice(self._tasks, count))
        self._left -= len(taken)
        return taken


class _Process(Generic[TaskType]):
    """One child process, and the files it has been given and not answered, in order."""

    def __init__(
        self,
        context: BaseContext,
        start: tuple[object, type[Worker[TaskType]], float],
        others: list[_Process[TaskType]],
    ) -> None:
        self.pipe: Connection[Any, Any]
        self.pipe, child_end = context.Pipe()
        forked = context.get_start_method() == "fork"
        # A forked process inherits our ends of all pipes, and would never see them closed.
        parent_ends = [self.pipe, *(other.pipe for other in others)] if forked else []
        self.files: deque[TaskType] = deque()
        self.ready = False
        self.since = time.monotonic()
        self._child: BaseProcess = context.Process(  # type: ignore[attr-defined]  # every context has it
            target=_serve, args=(child_end, start, parent_ends, _environment(context)), daemon=True
        )
        self._child.start()
        child_end.close()

    def send(self, files: list[TaskType]) -> None:
        if not self.files:
            self.since = time.monotonic()
        self.files += files
        with suppress(OSError):  # a dead process is noticed when its result is awaited
            self.pipe.send(files)

    def receive(self) -> tuple[TaskType, bytes] | None:
        """Return the next result; ``None`` where the process is only ready, or goes on."""
        record = self.pipe.recv_bytes()
        self.since = time.monotonic()
        if not self.ready:
            self.ready = True
            return None
        if record == _PROGRESS:
            return None
        return self.files.popleft(), record

    def is_late(self, seconds: float) -> bool:
        """Return whether it takes too long; false where its result is waiting to be read."""
        over = bool(self.files) and time.monotonic() - self.since > seconds
        return over and not self.pipe.poll()

    def end(self) -> int | None:
        """End the process; return its exit code, of a signal negative."""
        self.pipe.close()
        self._child.kill()
        self._child.join()
        return self._child.exitcode


def _environment(context: BaseContext) -> dict[str, str]:
    """Return the environment for a process that does not inherit ours, {} for one that does.

    The server that forks processes has the environment of its own start, with other templates.
    """
    return dict(os.environ) if context.get_start_method() == "forkserver" else {}


def _serve(
    pipe: Connection[Any, Any],
    start: tuple[object, type[Worker[Any]], float],
    parent_ends: list[Connection[Any, Any]],
    environment: dict[str, str],
) -> None:
    """Make records in the child process until the pipe is closed."""
    for end in parent_ends:
        end.close()
    if environment:
        os.environ.clear()
        os.environ.update(environment)
    # Ctrl-C reaches every process of the terminal; the parent process ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    setup, worker_class, seconds = start
    worker = worker_class(setup)
    gc.collect()
    gc.freeze()
    pipe.send_bytes(b"")
    heartbeat.send = partial(pipe.send_bytes, _PROGRESS)
    # Reading a file leaves hardly any reference cycles: new objects are collected once a chunk.
    gc.disable()
    with suppress(EOFError, OSError):
        while True:
            for file in pipe.recv():
                start_timer(seconds)
                pipe.send_bytes(_record(worker, file))
            stop_timer()
            gc.collect(0)


def _record(worker: Worker[Any], file: Task) -> bytes:
    """Return the result of a task; end the process where it takes more memory than there is."""
    try:
        return worker.record(file)
    except MemoryError:
        # Parts of its memory may stay taken: the next file has to find all of it free.
        os._exit(MEMORY_EXIT)
