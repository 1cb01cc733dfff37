"""The work of a check grows with the length of a text, never with its square.

Work is counted in lines of Python run, the same on any machine. What regular expressions do within
a line is timed by ``bench/growth.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

import xlform
from xlform.checking.check import Checker
from xlform.grid.address import parse_cell
from xlform.ooxml.edit.cells import CellContent, edit_workbook

if TYPE_CHECKING:
    from _typeshed import TraceFunction

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
PACKAGE = str(Path(xlform.__file__).parent)
# Values of the sample by their paths, of the first form that has them.
PATHS = (
    "unit", "annual_goal", "duties", "period", "expenses[0].amount", "expenses[0].basis",
    "indicators[0].level3", "indicators[0].target", "funds[0].fund",
)  # fmt: skip
SIZE = 500
# A square grows fourfold where the text doubles.
_GROWTH_AT_MOST = 2.6
# Lines that are run once a text is long enough to be looked at as prose.
_ONCE = 4_000


@pytest.fixture(scope="module")
def checker() -> Checker:
    made = Checker()
    lines_run(made, "甲")  # what is loaded and kept once
    return made


@pytest.fixture(scope="module")
def base(checker: Checker) -> int:
    """Lines run for the rest of the file."""
    return lines_run(checker, "甲")


def workbook(text: str) -> bytes:
    """The sample with one text in all the cells."""
    edits: dict[str, dict[tuple[int, int], CellContent]] = {}
    for path in PATHS:
        form = next(one for one in xlform.read(SAMPLE).forms if path in one.origins)
        cell = parse_cell(form.origins[path].partition(":")[0])
        edits.setdefault(form.sheet or "", {})[cell] = CellContent("text", text)
    return edit_workbook(SAMPLE.read_bytes(), "云田镇.xlsx", edits, {})


def lines_run(checker: Checker, text: str) -> int:
    """Lines of the package run by a check."""
    data, count = workbook(text), 0

    def count_line(_: FrameType, event: str, __: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return count_line

    def enter(frame: FrameType, _: str, __: object) -> TraceFunction | None:
        return count_line if frame.f_code.co_filename.startswith(PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        checker.check_workbook(data, Path("云田镇.xlsx"))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "text",
    [
        lambda n: "清扫保洁垃圾收运，" * (n // 9),
        lambda n: "（《1.壹万" * (n // 6),
        lambda n: "5*" * (n // 2) + "1",
        lambda n: "1.清扫10元\n" * (n // 8),
        lambda n: "其中：每人500元*3人、≥90%、2023年，" * (n // 24),
    ],
)
def test_work_grows_with_the_text(checker: Checker, base: int, text: Callable[[int], str]) -> None:
    once, twice = (lines_run(checker, text(size)) for size in (SIZE, 2 * SIZE))
    assert twice - base < _GROWTH_AT_MOST * max(once - base, _ONCE)
