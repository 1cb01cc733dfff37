"""Processes of our own that each work on files, so that what a file does to one costs that file.

Each process is given files by chunks and answers file by file; it is known at any moment which file
it works on. One that dies is replaced: its file is tried once more, alone, in a fresh process, and
named if it does so again. One that takes too long over a file is ended and the file named at once.
Answers are handed on as they come and at most two chunks wait at a process, so that memory does not
grow with the number of files.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final

from xlform.errors import FileProblem
from xlform.files.input_file import InputFile
from xlform.summary.record import encoded, refused
from xlform.summary.work import Setup, Work

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

CHUNK: Final = 24
SECONDS_AT_MOST: Final = 60.0
# Below it a process less costs nothing: starting one takes what some ten files take.
_FILES_EACH: Final = 12
# What a process may take before it is told "no more", where the system counts it.
_MEMORY_AT_MOST: Final = 4 << 30
_POLL: Final = 1.0
# Chunks are shorter near the end, so that no process is left alone with a whole one.
_SHARES: Final = 4
# So many in a row that die before they are ready: none ever will be.
_STILLBORN_AT_MOST: Final = 3

Answer = tuple[InputFile, bytes]


def methods() -> list[str]:
    """The ways this system can start a process, the one we take first.

    A process with threads is not forked: what they hold locked would stay so for ever.
    """
    known = multiprocessing.get_all_start_methods()
    ways = ["fork", "forkserver", "spawn"]
    if threading.active_count() > 1:
        ways = [*ways[1:], ways[0]]
    return sorted(known, key=ways.index)


class Pool(AbstractContextManager["Pool"]):
    """Processes that turn inputs into encoded records, in whatever order they are done.

    ``seconds`` is the time limit for a file. ``work`` is the class whose instances do the work.
    """

    def __init__(
        self,
        setup: Setup,
        jobs: int,
        *,
        seconds: float = SECONDS_AT_MOST,
        method: str = "",
        work: type[Work] = Work,
    ) -> None:
        self._context = multiprocessing.get_context(method or methods()[0])
        self._jobs = max(1, jobs)
        self._start = (setup, work)
        self._seconds = seconds
        self._workers: list[_Worker] = []
        self._again: deque[InputFile] = deque()
        self._tried: set[InputFile] = set()
        self._stillborn = 0

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they were at is lost."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def records(self, inputs: Sequence[InputFile]) -> Generator[Answer]:
        """Each input with its record, as they are done; the processes wait for more afterwards."""
        waiting = deque(inputs)
        jobs = min(self._jobs, max(1, len(waiting) // _FILES_EACH))
        try:
            while waiting or self._again or self._busy():
                self._hire(jobs, waiting)
                self._feed(waiting)
                yield from self._answers()
        finally:
            if self._busy():  # nobody wants the rest
                self.close()
                self._again.clear()

    def _busy(self) -> bool:
        return any(worker.files for worker in self._workers)

    def _hire(self, jobs: int, waiting: deque[InputFile]) -> None:
        wanted = min(jobs, len(self._workers) + len(waiting) + len(self._again))
        while len(self._workers) < wanted:
            self._workers.append(_Worker(self._context, self._start, self._workers))

    def _feed(self, waiting: deque[InputFile]) -> None:
        for worker in self._workers:
            if self._again and not worker.files:
                worker.give([self._again.popleft()])
            elif waiting and len(worker.files) <= 1 and not self._again:
                share = len(waiting) // (_SHARES * len(self._workers)) + 1
                worker.give([waiting.popleft() for _ in range(min(CHUNK, share))])

    def _answers(self) -> Iterator[Answer]:
        """What has come by now, or comes soon; who is dead or too slow is let go."""
        busy = {worker.pipe: worker for worker in self._workers if worker.files}
        for pipe in wait(list(busy), self._patience()):
            worker = busy[pipe]  # type: ignore[index]  # wait() is given pipes only
            try:
                answer = worker.take()
            except (EOFError, OSError):
                yield from self._dead(worker)
                continue
            self._stillborn = 0
            if answer:
                yield answer
        for worker in [one for one in self._workers if one.late(self._seconds)]:
            limit = f"{self._seconds:.0f}"
            yield from self._lost(worker, "took-too-long", seconds=limit)

    def _patience(self) -> float:
        """How long to wait: no longer than until the first file is late."""
        left = [w.since + self._seconds - time.monotonic() for w in self._workers if w.files]
        return max(0.0, min([_POLL, *left]))

    def _dead(self, worker: _Worker) -> Iterator[Answer]:
        """A process that died over a file: once may be what files before it left behind."""
        first = worker.files[0]
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > _STILLBORN_AT_MOST:
                raise FileProblem("no-process", path=first.info.path)
            self._let_go(worker)
        elif first in self._tried:
            yield from self._lost(worker, "process-died")
        else:
            self._tried.add(first)
            self._let_go(worker)

    def _lost(self, worker: _Worker, code: str, **details: str) -> Iterator[Answer]:
        first = worker.files.popleft()
        self._let_go(worker)
        problem = FileProblem(code, path=first.info.path, **details)
        yield first, encoded(refused(str(problem)))

    def _let_go(self, worker: _Worker) -> None:
        """End a process; its files are given out again one by one."""
        self._again += worker.files
        self._workers.remove(worker)
        worker.end()


class _Worker:
    """One process, seen from ours: the files it has been given and not answered, in order."""

    def __init__(
        self, context: BaseContext, start: tuple[Setup, type[Work]], others: list[_Worker]
    ) -> None:
        self.pipe: Connection[Any, Any]
        self.pipe, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        # A forked process holds our ends of all pipes too, and would never see them closed.
        ours = [self.pipe, *(other.pipe for other in others)] if forked else []
        self.files: deque[InputFile] = deque()
        self.ready = False
        self.since = time.monotonic()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]  # every context has it
            target=_serve, args=(theirs, start, ours), daemon=True
        )
        self._process.start()
        theirs.close()

    def give(self, files: list[InputFile]) -> None:
        if not self.files:
            self.since = time.monotonic()
        self.files += files
        with suppress(OSError):  # a dead one is found out when its answer is waited for
            self.pipe.send(files)

    def take(self) -> Answer | None:
        """The next answer; ``None`` where the process only says that it is ready."""
        record = self.pipe.recv_bytes()
        self.since = time.monotonic()
        if not self.ready:
            self.ready = True
            return None
        return self.files.popleft(), record

    def late(self, seconds: float) -> bool:
        """Whether it takes too long; not where its answer waits for us."""
        over = bool(self.files) and time.monotonic() - self.since > seconds
        return over and not self.pipe.poll()

    def end(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(
    pipe: Connection[Any, Any], start: tuple[Setup, type[Work]], ours: list[Connection[Any, Any]]
) -> None:
    """What a process does until nobody asks any more."""
    for end in ours:
        end.close()
    # Ctrl-C reaches every process of the terminal; ours ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    setup, work = start
    ready = work(setup)
    gc.collect()
    gc.freeze()
    pipe.send_bytes(b"")
    # Hardly anything a file leaves behind goes in circles: what is new is looked through by chunks.
    gc.disable()
    with suppress(EOFError, OSError):
        while True:
            for one in pipe.recv():
                pipe.send_bytes(ready.record(one))
            gc.collect(0)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_AT_MOST, _MEMORY_AT_MOST))
