"""The process in which engines compute: one request a line in, one reply a line out."""

from __future__ import annotations

import sys
import time

import msgspec

from xlform.formula.engines import cellrune
from xlform.formula.engines.request import EngineReply, EngineRequest, EngineResult
from xlform.isolation.own_process import limit_memory, start_timer, stop_timer


def computed(request: EngineRequest) -> list[EngineResult]:
    """Return the results of the engine the request names."""
    if request.engine == "betteroffice":
        # Loaded when first used: most files never need it.
        from xlform.formula.engines import betteroffice  # noqa: PLC0415

        return betteroffice.computed(request)
    return cellrune.computed(request)


def serve() -> None:
    """Answer requests until there are no more; one that breaks an engine gets no results.

    The process ends where a request takes more CPU time than it may.
    """
    limit_memory()
    for line in sys.stdin.buffer:
        request = msgspec.json.decode(line, type=EngineRequest)
        start_timer(request.seconds)
        try:
            results = computed(request)
        except BaseException as panic:  # a native panic is no Exception
            if isinstance(panic, (KeyboardInterrupt, SystemExit)):
                raise
            results = []
        stop_timer()
        reply = EngineReply(results, time.process_time())
        sys.stdout.buffer.write(msgspec.json.encode(reply) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
