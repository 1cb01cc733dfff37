"""DuckDB at work in a thread, so that Ctrl-C and the time limit of a query stop it at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from xlform.isolation.limits import setting
from xlform.summary.query_errors import QueryProblem

if TYPE_CHECKING:
    import duckdb

SECONDS: Final = "XLFORM_QUERY_SECONDS"
_SECONDS_AT_MOST: Final = 60.0
_POLL: Final = 0.05
# Seconds that DuckDB takes to stop, at most; the process ends anyway.
_UNTIL_STOPPED: Final = 5.0
T = TypeVar("T")


class QueryWatch:
    """The steps of one query, which together may take the CPU seconds of XLFORM_QUERY_SECONDS."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        self._seconds = setting(SECONDS, _SECONDS_AT_MOST)
        self._until = time.process_time() + self._seconds
        self._thread = ThreadPoolExecutor(1)

    def run(self, step: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401  (of any step)
        """Return the result of a step; :class:`QueryProblem` where the time is over."""
        future = self._thread.submit(step, *arguments)
        try:
            while not wait([future], _POLL).done:
                if time.process_time() > self._until:
                    break
            else:
                return future.result()
        except KeyboardInterrupt:
            self._stop(future)
            raise
        self._stop(future)
        raise QueryProblem("query-too-long", seconds=f"{self._seconds:g}", setting=SECONDS)

    def _stop(self, future: Future[T]) -> None:
        self._db.interrupt()
        with suppress(Exception):
            future.result(_UNTIL_STOPPED)
        self._thread.shutdown(wait=False, cancel_futures=True)
