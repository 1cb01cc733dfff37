"""Settings of the whole suite."""

from __future__ import annotations

import gc
import math
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import office
import opening
import pytest
from hypothesis import settings

from xlform.isolation.own_process import remaining_seconds

# A slow machine is no failure; in CI the examples are the same from run to run.
settings.register_profile("xlform", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("xlform")
opening.add_borders_once()
# Programs that tests start keep their bytecode even where the tests' own process may not: compiling
# the package takes longer than most of what they do.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A suite that a shell started in the background ignores Ctrl-C, and what it starts would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Each has a LibreOffice of its own.
_PROCESSES_AT_MOST = 8


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return a process a core for whole folders; named files run in this process, at once."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if not cores or cores == 1 or not any(Path(name).is_dir() for name in config.args):
        return 0
    return min(cores, _PROCESSES_AT_MOST)


def pytest_collection_finish() -> None:
    """Take what was imported out of collections of garbage, here and in processes forked."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _office_stopped() -> Iterator[None]:
    yield
    office.stop()


@pytest.fixture(scope="module", autouse=True)
def _caches_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of what a file keeps for its own tests: a fork copies what is there."""
    yield
    for name in vars(request.module):
        function = getattr(request.module, name)
        if getattr(function, "__module__", "") == request.module.__name__:
            getattr(function, "cache_clear", int)()


@pytest.fixture(scope="module", autouse=True)
def _no_time_limit_left() -> Iterator[None]:
    """Find a limit of CPU time that a test has left: it would end this process much later."""
    yield
    assert remaining_seconds() == math.inf
