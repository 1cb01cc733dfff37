"""Reading of rounds in worker processes, fair between rounds, and work for pages beside it.

Each lane is a thread with one worker process, so that a file that hangs holds up only its lane.
Work for pages goes first; one lane does nothing else, so that a page is answered while all others
read. A process costs as much as reading some ten files: a lane starts one only where that pays.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import threading
import time
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from xlform.errors import XlformError
from xlform.files.input_file import FileInfo, InputFile
from xlform.isolation.cores import cores
from xlform.isolation.limits import Limits, limits
from xlform.messages import translate, translate_to
from xlform.web.open_rounds import Rounds
from xlform.web.round_file import ReadFile, RoundFile
from xlform.web.rounds import Round
from xlform.web.work import Argument, DeskWorker, Outcome, Task, WorkerSettings, outcome_of

if TYPE_CHECKING:
    from xlform.summary.pool import Pool

_READ: Final = "xlform.web.file_work:read_file"
_WARM_UP: Final = "xlform.web.file_work:warm_up"
# The name of the record of a file in its private folder.
RECORD: Final = "record"
_PRELOADED: Final = ["xlform.web.preloaded"]
# Waiting files that are worth a process more.
_FILES_EACH: Final = 12
# Seconds after which a file counts as one that holds up its lane.
_HELD_UP: Final = 1.0
_decoder: Final = msgspec.msgpack.Decoder(ReadFile)
_SECONDS_TO_END: Final = 0.5
# Seconds that a process may wait for the one that reads a scan of many pages; see there.
_WAITED: Final = 660.0
_log: Final = logging.getLogger("xlform.web")


class _FileJob(NamedTuple):
    """A file of a round to be read."""

    round: Round
    file: RoundFile


class _PageJob(NamedTuple):
    """Work for a page, and where its outcome is awaited."""

    task: Task
    future: Future[Outcome]


_Job = _FileJob | _PageJob


class Reading:
    """Reads the waiting files of all rounds, and does the work of pages."""

    def __init__(self, rounds: Rounds, settings: WorkerSettings) -> None:
        self._rounds = rounds
        self._settings = settings
        self._changed = threading.Condition()
        self._page_tasks: deque[_PageJob] = deque()
        self._turn: deque[Round] = deque()
        self._closed = False
        self._lanes: list[_Lane] = []
        # The number of times that templates were saved.
        self.templates = 0

    def wake(self) -> None:
        """Look for waiting files: some were added, or a round goes on."""
        with self._changed:
            self._start()
            self._changed.notify_all()

    def use_saved_templates(self) -> None:
        """Let every process load the templates anew, and read all files again.

        One that was read may be read in another way, by the template that was replaced.
        """
        with self._changed:
            self.templates += 1
        for round_ in self._rounds.all():
            archives = {file.container for file in round_.files()}
            for file in round_.files():
                if file.id not in archives:
                    round_.read_again(file.id, outdated=True)
        self.wake()

    def warm_up(self) -> None:
        """Start one process, so that the first file finds it ready."""
        with self._changed:
            if not self._lanes:
                task = Task(_WARM_UP, InputFile(FileInfo("", ""), ""), (), self._settings.language)
                self._page_tasks.append(_PageJob(task, Future()))
                self._start()

    async def run(
        self,
        function: str,
        file: InputFile,
        *arguments: Argument,
        language: str = "zh",
        scans: str = "",
    ) -> Outcome:
        """Return the outcome of a function on a file, done in a worker process.

        ``function`` is ``package.module:name`` of a function as in :mod:`xlform.web.work`;
        ``scans`` the folder in which the content of scans is kept.
        """
        future: Future[Outcome] = Future()
        with self._changed:
            self._start()
            task = Task(function, file, arguments, language, self.templates, scans)
            self._page_tasks.append(_PageJob(task, future))
            self._changed.notify_all()
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the worker processes; files that are being read stay unread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            lanes = list(self._lanes)
        for lane in lanes:
            lane.end()

    @property
    def is_closed(self) -> bool:
        """Return True once it is ending."""
        return self._closed

    def do(self, job: _Job, pool: Pool[Task]) -> None:
        """Do a job in a process of the pool, and hand on its outcome."""
        if isinstance(job, _FileJob):
            self._read(job.round, job.file, pool)
        elif job.future.set_running_or_notify_cancel():
            job.future.set_result(_done(pool, job.task))

    def _read(self, round_: Round, file: RoundFile, pool: Pool[Task]) -> None:
        target = str(round_.place_of(file) / RECORD)
        arguments = (target, file.chosen, round_.decisions.accepted_toml())
        task = Task(_READ, file.file, arguments, round_.language, self.templates, round_.scans)
        outcome = _done(pool, task)
        problem = ReadFile(problem=outcome.problem)
        found = problem if outcome.problem else _decoder.decode(outcome.data)
        round_.finish(file.id, msgspec.structs.replace(found, language=task.language))
        if task.templates != self.templates:  # some were saved while it was read
            round_.read_again(file.id, outdated=True)
        if round_.waiting:  # members, or files to be read in another language
            self.wake()

    def next_job(self, lane: _Lane) -> _Job | None:
        """Return what a lane is to do next, waiting for it; ``None`` at the end."""
        with self._changed:
            lane.since = None
            while not self._closed:
                if job := self._job(lane):
                    lane.since = time.monotonic()
                    lane.is_warm = True
                    return job
                # Other lanes may be held up from now on.
                undone = self._waiting() or self._page_tasks
                self._changed.wait(_HELD_UP if undone else None)
        return None

    def new_pool(self) -> Pool[Task]:
        """Return a pool of one process."""
        from xlform.summary.pool import Pool  # noqa: PLC0415  (where files are read)

        limit = limits()
        limit = Limits(limit.seconds, max(limit.waiting, _WAITED), limit.mebibytes)
        return Pool(self._settings, 1, limit=limit, worker=DeskWorker)

    def _start(self) -> None:
        if self._lanes or self._closed:
            return
        multiprocessing.set_forkserver_preload(_PRELOADED)
        readers = self._settings.jobs or cores()
        self._lanes = [_Lane(self, reads=number < readers) for number in range(readers + 1)]
        for lane in self._lanes:
            lane.start()

    def _job(self, lane: _Lane) -> _Job | None:
        if not self._pays(lane):
            return None
        if self._page_tasks:
            return self._page_tasks.popleft()
        return self._next_file() if lane.reads else None

    def _pays(self, lane: _Lane) -> bool:
        """Return True where a lane has a process, or where starting one is worth its cost."""
        warm = [each for each in self._lanes if each.is_warm]
        if lane.is_warm or not warm:
            return lane.is_warm or lane.reads
        if not lane.reads:
            return bool(self._page_tasks) and all(each.is_busy for each in warm)
        return self._waiting() >= _FILES_EACH or all(each.is_held_up for each in warm)

    def _waiting(self) -> int:
        return sum(round_.waiting for round_ in self._rounds.all())

    def _next_file(self) -> _FileJob | None:
        """Return the next file, taken from each round in turn."""
        rounds = list(self._rounds.all())
        known = set(self._turn)
        self._turn = deque([each for each in self._turn if each in rounds])
        self._turn += [each for each in rounds if each not in known]
        for _ in range(len(self._turn)):
            round_ = self._turn.popleft()
            self._turn.append(round_)
            if file := round_.take():
                return _FileJob(round_, file)
        return None


class _Lane:
    """A thread with one worker process; ``reads`` is false for the lane of pages alone."""

    def __init__(self, reading: Reading, *, reads: bool) -> None:
        self.reads = reads
        self.is_warm = False
        self.since: float | None = None
        self._reading = reading
        self._pool: Pool[Task] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def is_busy(self) -> bool:
        """Return True while it works."""
        return self.since is not None

    @property
    def is_held_up(self) -> bool:
        """Return True while it has worked on one thing for long."""
        return self.since is not None and time.monotonic() - self.since > _HELD_UP

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """End it, with the process where that is still at work."""
        self._thread.join(_SECONDS_TO_END)
        if self._thread.is_alive() and self._pool:
            self._pool.close()
            self._thread.join()

    def _run(self) -> None:
        while job := self._reading.next_job(self):
            try:
                self._pool = self._pool or self._reading.new_pool()
                self._reading.do(job, self._pool)
            except Exception as fault:  # noqa: BLE001  (the lane has to go on)
                if self._reading.is_closed:
                    return
                _log.error("a lane failed: %r", fault)
                _give_up(job, fault)
        if self._pool:
            self._pool.close()


def _give_up(job: _Job, fault: Exception) -> None:
    """Give the reason to whoever waits for a job that failed in this process."""
    if isinstance(job, _FileJob):
        reason = f"{type(fault).__name__}: {fault}"
        details = {"path": job.file.name, "reason": reason}
        problem = translate_to(job.round.language, "error.crashed", **details)
        job.round.finish(job.file.id, ReadFile(problem=problem, language=job.round.language))
    elif not job.future.done():
        job.future.set_exception(fault)


def _done(pool: Pool[Task], task: Task) -> Outcome:
    """Return the outcome of a task; of one for which no process could be started, the problem."""
    try:
        return next(outcome_of(data) for _, data in pool.records([task]))
    except StopIteration:  # closed meanwhile
        return Outcome(problem=translate("cli.interrupted"), code="interrupted")
    except XlformError as problem:
        return Outcome(problem=str(problem), code=problem.code)
