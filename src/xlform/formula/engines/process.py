"""The process in which engines compute: one request a line in, one list of results out."""

from __future__ import annotations

import sys

import msgspec

from xlform.formula.engines import cellrune
from xlform.formula.engines.request import EngineRequest, EngineResult


def computed(request: EngineRequest) -> list[EngineResult]:
    """Return the results of the engine the request names."""
    if request.engine == "betteroffice":
        # Loaded when first used: most files never need it.
        from xlform.formula.engines import betteroffice  # noqa: PLC0415

        return betteroffice.computed(request)
    return cellrune.computed(request)


def serve() -> None:
    """Answer requests until there are no more; one that breaks an engine gets no results."""
    for line in sys.stdin.buffer:
        request = msgspec.json.decode(line, type=EngineRequest)
        try:
            results = computed(request)
        except BaseException as panic:  # a native panic is no Exception
            if isinstance(panic, (KeyboardInterrupt, SystemExit)):
                raise
            results = []
        sys.stdout.buffer.write(msgspec.json.encode(results) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
