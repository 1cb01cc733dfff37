"""Reading of rounds in worker processes, fair between rounds, and work for pages beside it.

Each lane is a thread with one worker process, so that a file that hangs holds up only its lane.
Lanes for pages are apart from those that read, so that a page is answered while files are read.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections import deque
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.errors import XlformError
from xlform.files.input_file import InputFile
from xlform.web.round_file import ReadFile, RoundFile
from xlform.web.rounds import Round, Rounds
from xlform.web.work import Argument, Outcome, Task, outcome_of

if TYPE_CHECKING:
    from xlform.summary.pool import Pool

_READ: Final = "xlform.web.file_work:read_file"
_RECORD: Final = "record"
_PAGE_LANES: Final = 1
# Loaded once and shared by all worker processes where the system forks them from a server process.
_PRELOADED: Final = ["xlform.web.file_work"]
_decoder: Final = msgspec.msgpack.Decoder(ReadFile)


class WorkerSettings(msgspec.Struct, frozen=True):
    """Settings of the worker processes: their number, the settings file, the language at first.

    ``jobs`` is the number of processes that read, 0 for one a core.
    """

    jobs: int = 0
    config: Path | None = None
    language: str = "zh"


class Reading:
    """Reads the waiting files of all rounds, and does the work of pages."""

    def __init__(self, rounds: Rounds, settings: WorkerSettings) -> None:
        self._rounds = rounds
        self._settings = settings
        self._changed = threading.Condition()
        self._page_tasks: deque[tuple[Task, Future[Outcome]]] = deque()
        self._turn: deque[Round] = deque()
        self._closed = False
        self._lanes: list[threading.Thread] = []

    def wake(self) -> None:
        """Look for waiting files: some were added, or a round goes on."""
        with self._changed:
            self._start()
            self._changed.notify_all()

    async def run(
        self, function: str, file: InputFile, *arguments: Argument, language: str = "zh"
    ) -> Outcome:
        """Return the outcome of a function on a file, done in a worker process.

        ``function`` is ``package.module:name`` of a function as in :mod:`xlform.web.work`.
        """
        future: Future[Outcome] = Future()
        with self._changed:
            self._start()
            self._page_tasks.append((Task(function, file, arguments, language), future))
            self._changed.notify_all()
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the worker processes; files that are being read stay unread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for lane in self._lanes:
            lane.join()

    def _start(self) -> None:
        if self._lanes or self._closed:
            return
        from xlform.summary.collect import cores  # noqa: PLC0415  (where files are read)

        multiprocessing.set_forkserver_preload(_PRELOADED)
        readers = [self._read_files] * (self._settings.jobs or cores())
        for work in (*readers, *[self._do_page_tasks] * _PAGE_LANES):
            lane = threading.Thread(target=work, daemon=True)
            self._lanes.append(lane)
            lane.start()

    def _pool(self) -> Pool[Task]:
        from xlform.checking.settings import Project, load_project  # noqa: PLC0415  (as above)
        from xlform.summary.file_worker import Setup  # noqa: PLC0415
        from xlform.summary.pool import Pool  # noqa: PLC0415
        from xlform.web.work import DeskWorker  # noqa: PLC0415

        config = self._settings.config
        project = load_project(config) if config else Project()
        setup = Setup(project, None, self._settings.language)
        return Pool(setup, 1, worker=DeskWorker)

    def _read_files(self) -> None:
        with self._pool() as pool:
            while True:
                with self._changed:
                    taken = self._take()
                    while taken is None:
                        if self._closed:
                            return
                        self._changed.wait()
                        taken = self._take()
                round_, file = taken
                target = str(round_.place_of(file) / _RECORD)
                arguments = (target, file.chosen)
                task = Task(_READ, file.file, arguments, self._settings.language)
                round_.finish(file.id, _read_result(_done(pool, task)))
                if round_.has_waiting():
                    self.wake()

    def _take(self) -> tuple[Round, RoundFile] | None:
        """Return the next file: of each round in turn."""
        if self._closed:
            return None
        known = set(self._turn)
        self._turn += [each for each in self._rounds.all() if each not in known]
        for _ in range(len(self._turn)):
            round_ = self._turn.popleft()
            self._turn.append(round_)
            if file := round_.take():
                return round_, file
        return None

    def _do_page_tasks(self) -> None:
        with self._pool() as pool:
            while True:
                with self._changed:
                    while not self._page_tasks:
                        if self._closed:
                            return
                        self._changed.wait()
                    task, future = self._page_tasks.popleft()
                if future.set_running_or_notify_cancel():
                    future.set_result(_done(pool, task))


def _done(pool: Pool[Task], task: Task) -> Outcome:
    """Return the outcome of a task; of one for which no process could be started, the problem."""
    try:
        return next(outcome_of(data) for _, data in pool.records([task]))
    except XlformError as problem:
        return Outcome(problem=str(problem), code=problem.code)


def _read_result(outcome: Outcome) -> ReadFile:
    return ReadFile(problem=outcome.problem) if outcome.problem else _decoder.decode(outcome.data)
