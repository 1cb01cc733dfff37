"""What the tests of hostile files share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from xlform.errors import FileProblem
from xlform.formats.source import read_file
from xlform.grid.model import Cell

# No measure of speed: without the alarm a reader that hangs would hang the suite.
HANGING_AFTER = 120


@contextmanager
def watched() -> Iterator[None]:
    """Ends a test that would never end."""

    def hangs(_: int, __: FrameType | None) -> None:
        pytest.fail("reading does not end")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANGING_AFTER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def problem(path: Path) -> str:
    """The code of the problem that reading the file ends with; its sentence names the file."""
    with pytest.raises(FileProblem) as caught:
        read_file(path)
    assert path.name in str(caught.value)
    return caught.value.code


def cells(path: Path) -> list[Cell]:
    """The cells of the first sheet."""
    return list(read_file(path)[1].sheets[0].cells.values())
