"""The same work on other machines: batches of files to the workers of a Dask cluster, an extra.

A worker does with a file just what a process of this machine does, in a process of its own where it
may start one, so that what comes back is the same bytes. A batch whose worker died is done again by
another; one that keeps failing is tried file by file, and the file that fails alone is named.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from xlform._version import __version__
from xlform.errors import FileProblem, XlformError
from xlform.files.input_file import InputFile
from xlform.messages import set_language
from xlform.summary.pool import Pool
from xlform.summary.record import encoded, refused
from xlform.summary.work import Setup, Work, fingerprint

if TYPE_CHECKING:
    from distributed import Client, Future

BATCH: Final = 25
_SECONDS_TO_CONNECT: Final = 15
# How long a cluster may be without a worker before it is given up.
_SECONDS_WITHOUT_WORKERS: Final = 60.0
_POLL: Final = 2
# So many batches for each thread are on their way, so that none waits and memory stays bounded.
_AHEAD: Final = 3
_RETRIES: Final = 2
Answer = tuple[InputFile, bytes]


class Cluster:
    """A connection to a scheduler (``tcp://host:8786``) whose workers have been found fit.

    Raises :class:`~xlform.errors.FileProblem`, one sentence: the extra is not installed, nobody
    answers, there are no workers, or they have another xlform or other templates.
    """

    def __init__(self, scheduler: str, setup: Setup) -> None:
        self._scheduler = scheduler
        self._setup = setup
        self._mark = fingerprint(setup)
        self._client: Client

    def __enter__(self) -> Self:
        try:
            from distributed import Client  # noqa: PLC0415  (an extra)
        except ImportError:
            raise FileProblem("no-cluster-extra", path=self._scheduler) from None
        # What goes wrong is told in a sentence of ours, not in pages of the library's.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self._scheduler, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError, ImportError) as fault:
            reason = str(fault) or type(fault).__name__
            raise FileProblem("no-scheduler", path=self._scheduler, reason=reason) from fault
        try:
            self._compare()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def _compare(self) -> None:
        """See that every worker would do the same work."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except TimeoutError:
            raise FileProblem("no-workers", path=self._scheduler) from None
        for address, mark in self._client.run(_mark, self._setup, on_error="return").items():
            if isinstance(mark, BaseException):
                reason = f"{type(mark).__name__}: {mark}"
                raise FileProblem("worker-unfit", path=address, reason=reason) from mark
            if mark != (__version__, self._mark):
                raise FileProblem("worker-differs", path=address, theirs=mark[0], own=__version__)

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def records(self, inputs: Sequence[InputFile]) -> Iterator[Answer]:
        """Each input with its encoded record, in whatever order they are done."""
        waiting = deque(
            tuple(inputs[start : start + BATCH]) for start in range(0, len(inputs), BATCH)
        )
        running: dict[Future, tuple[InputFile, ...]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < _AHEAD * max(1, self._threads()):
                    batch = waiting.popleft()
                    running[self._submit(batch)] = batch
                for future in self._done(running):
                    batch = running.pop(future)
                    answers = self._answers(future, batch, waiting)
                    future.release()
                    yield from answers
        finally:
            self._client.cancel(list(running))

    def _submit(self, batch: tuple[InputFile, ...]) -> Future:
        return self._client.submit(
            work_on, self._setup, self._mark, batch, pure=False, retries=_RETRIES
        )

    def _done(self, running: dict[Future, tuple[InputFile, ...]]) -> list[Future]:
        """Those that are done, once one is."""
        from distributed import wait  # noqa: PLC0415  (an extra)

        alone = None
        while True:
            try:
                done = wait(list(running), timeout=_POLL, return_when="FIRST_COMPLETED").done
                return list(done)
            except TimeoutError:
                # Long work is no reason to give up; nobody left to do it is.
                alone = None if self._threads() else alone or time.monotonic()
                if alone and time.monotonic() - alone > _SECONDS_WITHOUT_WORKERS:
                    raise FileProblem("no-workers", path=self._scheduler) from None

    def _answers(
        self, future: Future, batch: tuple[InputFile, ...], waiting: deque[tuple[InputFile, ...]]
    ) -> list[Answer]:
        if future.status == "finished":
            records: list[bytes] = future.result()
            return list(zip(batch, records, strict=True))
        fault: Any = future.exception() if future.status == "error" else None
        if fault is None:
            raise FileProblem("cluster-lost", path=self._scheduler)
        if isinstance(fault, XlformError):
            raise fault
        if len(batch) > 1:
            waiting.extend((one,) for one in batch)
            return []
        problem = FileProblem("process-died", path=batch[0].info.path)
        return [(batch[0], encoded(refused(str(problem))))]


# What runs on a worker

_local = threading.local()


def _mark(setup: Setup) -> tuple[str, str]:
    """What a worker's work depends on beside the files."""
    return __version__, fingerprint(setup)


def work_on(setup: Setup, mark: str, batch: Sequence[InputFile]) -> list[bytes]:
    """The records of a batch, in its order; on a worker that came later than the others too."""
    set_language(setup.language)
    if _mark(setup) != (__version__, mark):
        from distributed import get_worker  # noqa: PLC0415  (an extra)

        address = get_worker().address
        raise FileProblem("worker-differs", path=address, theirs=__version__, own=__version__)
    if multiprocessing.current_process().daemon:  # under a nanny it may start no process
        return list(map(_work(setup, mark).record, batch))
    found = dict(_pool(setup, mark).records(batch))
    return [found[one] for one in batch]


def _work(setup: Setup, mark: str) -> Work:
    if getattr(_local, "mark", None) != mark:
        _local.mark, _local.work = mark, Work(setup)
    made: Work = _local.work
    return made


def _pool(setup: Setup, mark: str) -> Pool:
    """The process of one thread, kept from batch to batch."""
    if getattr(_local, "mark", None) != mark:
        if old := getattr(_local, "pool", None):
            old.close()
        # A worker has threads, so its processes are not forked.
        known = multiprocessing.get_all_start_methods()
        method = "forkserver" if "forkserver" in known else "spawn"
        _local.mark, _local.pool = mark, Pool(setup, 1, method=method)
    made: Pool = _local.pool
    return made
