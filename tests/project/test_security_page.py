"""SECURITY.md has the figures that were noted last, and these are what it promises."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "SECURITY.md"
MAKER = runpy.run_path(str(ROOT / "docs" / "make_security.py"))
NOTED = dict(
    line.split("\t")
    for line in (ROOT / "bench" / "hostile_files.txt").read_text(encoding="utf-8").splitlines()
)


def test_the_page_has_the_figures_noted_last() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == MAKER["page"](text), "run python docs/make_security.py"
    assert MAKER["page"](text.replace(f"| {NOTED['files']} |", "| 1 |")) == text


@pytest.mark.parametrize(
    "fault",
    ["traceback", "internal error", "exit code", "sentence", "CPU", "memory", "neighbour",
     "refused", "control characters"],
)  # fmt: skip
def test_nothing_went_wrong_with_the_hostile_files(fault: str) -> None:
    assert NOTED[fault] == "0"


def test_the_hostile_files_are_many_and_kept_to_the_limits() -> None:
    assert int(NOTED["files"]) >= 120
    assert int(NOTED["runs"]) == 4 * int(NOTED["files"]) + 1
    assert float(NOTED["most CPU"]) <= 5
    assert float(NOTED["most memory"]) <= 512
