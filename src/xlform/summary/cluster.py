"""Files read by the workers of a Dask cluster, an extra, in batches.

A worker does with a file exactly what a process of this machine does, in a process of its own where
it may start one, so that the result is the same bytes. A batch whose worker died is done again by
another; one that keeps failing is tried file by file, and the file that fails alone is reported.
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
from xlform.summary.file_worker import FileWorker
from xlform.summary.pool import Pool
from xlform.summary.record import encoded, failed_record
from xlform.summary.setup import FileRecord, Setup, fingerprint

if TYPE_CHECKING:
    from distributed import Client, Future

BATCH: Final = 25
_SECONDS_TO_CONNECT: Final = 15
# After so long without a worker a cluster is abandoned.
_SECONDS_WITHOUT_WORKERS: Final = 60.0
_POLL: Final = 2
# Batches submitted for each thread, so that none is idle and memory stays bounded.
_AHEAD: Final = 3
_RETRIES: Final = 2


class Cluster:
    """Connection to a scheduler (``tcp://host:8786``) whose workers have been checked.

    Raises :class:`~xlform.errors.FileProblem`, one sentence: the extra is not installed, nothing
    answers, there are no workers, or they have another xlform or other templates.
    """

    def __init__(self, scheduler: str, setup: Setup) -> None:
        self._scheduler = scheduler
        self._setup = setup
        self._fingerprint = fingerprint(setup)
        self._client: Client

    def __enter__(self) -> Self:
        try:
            from distributed import Client  # noqa: PLC0415  (an extra)
        except ImportError:
            raise FileProblem("no-cluster-extra", path=self._scheduler) from None
        # Errors are reported in a sentence of ours, not in the library's log.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self._scheduler, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError, ImportError) as error:
            reason = str(error) or type(error).__name__
            raise FileProblem("no-scheduler", path=self._scheduler, reason=reason) from error
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
        """Check that every worker has the same version, templates and settings."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except TimeoutError:
            raise FileProblem("no-workers", path=self._scheduler) from None
        for address, version in self._client.run(_version, self._setup, on_error="return").items():
            if isinstance(version, BaseException):
                reason = f"{type(version).__name__}: {version}"
                raise FileProblem("worker-unfit", path=address, reason=reason) from version
            if version != (__version__, self._fingerprint):
                raise FileProblem(
                    "worker-differs", path=address, theirs=version[0], own=__version__
                )

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def records(self, inputs: Sequence[InputFile]) -> Iterator[FileRecord]:
        """Yield each input with its encoded record, in the order in which they are done."""
        pending = deque(
            tuple(inputs[start : start + BATCH]) for start in range(0, len(inputs), BATCH)
        )
        running: dict[Future, tuple[InputFile, ...]] = {}
        try:
            while pending or running:
                while pending and len(running) < _AHEAD * max(1, self._threads()):
                    batch = pending.popleft()
                    running[self._submit(batch)] = batch
                for future in self._done(running):
                    batch = running.pop(future)
                    results = self._results(future, batch, pending)
                    future.release()
                    yield from results
        finally:
            self._client.cancel(list(running))

    def _submit(self, batch: tuple[InputFile, ...]) -> Future:
        return self._client.submit(
            process_batch, self._setup, self._fingerprint, batch, pure=False, retries=_RETRIES
        )

    def _done(self, running: dict[Future, tuple[InputFile, ...]]) -> list[Future]:
        """Return the futures that are done, once one is."""
        from distributed import wait  # noqa: PLC0415  (an extra)

        idle_since = None
        while True:
            try:
                done = wait(list(running), timeout=_POLL, return_when="FIRST_COMPLETED").done
                return list(done)
            except TimeoutError:
                # Long work is no reason to stop; a cluster without workers is.
                idle_since = None if self._threads() else idle_since or time.monotonic()
                if idle_since and time.monotonic() - idle_since > _SECONDS_WITHOUT_WORKERS:
                    raise FileProblem("no-workers", path=self._scheduler) from None

    def _results(
        self, future: Future, batch: tuple[InputFile, ...], pending: deque[tuple[InputFile, ...]]
    ) -> list[FileRecord]:
        if future.status == "finished":
            records: list[bytes] = future.result()
            return list(zip(batch, records, strict=True))
        error: Any = future.exception() if future.status == "error" else None
        if error is None:
            raise FileProblem("cluster-lost", path=self._scheduler)
        if isinstance(error, XlformError):
            raise error
        if len(batch) > 1:
            pending.extend((file,) for file in batch)
            return []
        problem = FileProblem("process-died", path=batch[0].info.path)
        return [(batch[0], encoded(failed_record(str(problem))))]


# On a worker

_local = threading.local()


def _version(setup: Setup) -> tuple[str, str]:
    """Return what a worker's records depend on beside the files."""
    return __version__, fingerprint(setup)


def process_batch(setup: Setup, version: str, batch: Sequence[InputFile]) -> list[bytes]:
    """Return the records of a batch, in its order; checked again for workers that join later."""
    set_language(setup.language)
    if _version(setup) != (__version__, version):
        from distributed import get_worker  # noqa: PLC0415  (an extra)

        address = get_worker().address
        raise FileProblem("worker-differs", path=address, theirs=__version__, own=__version__)
    if multiprocessing.current_process().daemon:  # under a nanny it may start no process
        return list(map(_worker(setup, version).record, batch))
    found = dict(_pool(setup, version).records(batch))
    return [found[file] for file in batch]


def _worker(setup: Setup, version: str) -> FileWorker:
    if getattr(_local, "version", None) != version:
        _local.version, _local.worker = version, FileWorker(setup)
    found: FileWorker = _local.worker
    return found


def _pool(setup: Setup, version: str) -> Pool[InputFile]:
    """Return the process of one thread, kept from batch to batch."""
    if getattr(_local, "version", None) != version:
        if old := getattr(_local, "pool", None):
            old.close()
        # A worker has threads, so its processes are not forked.
        known = multiprocessing.get_all_start_methods()
        method = "forkserver" if "forkserver" in known else "spawn"
        _local.version, _local.pool = version, Pool(setup, 1, method=method, worker=FileWorker)
    found: Pool[InputFile] = _local.pool
    return found
