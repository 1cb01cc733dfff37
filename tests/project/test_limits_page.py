"""docs/limits.md says what the constants say, and names every one of them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "limits.md"
MAKER = runpy.run_path(str(ROOT / "docs" / "make_limits.py"))


def test_the_page_of_limits_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == MAKER["page"](text), "run python docs/make_limits.py"


@pytest.mark.parametrize(
    ("old", "new"),
    [("| 5,000 个 |", "| 5,001 个 |"), ("| 64 MiB |", "| 65 MiB |"), ("| 8 层 |", "| 9 层 |")],
)
def test_a_wrong_figure_is_put_right(old: str, new: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert old in text
    assert MAKER["page"](text.replace(old, new)) == text


def test_a_limit_that_is_no_more_is_an_error() -> None:
    text = PAGE.read_text(encoding="utf-8")
    with pytest.raises(KeyError, match="NO_LONGER_AT_MOST"):
        MAKER["page"](text.replace("package.MEMBERS_AT_MOST", "package.NO_LONGER_AT_MOST"))


def test_every_limit_has_a_reason() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    tables = [[cell.strip() for cell in row[1:-1]] for row in rows if len(row) > 4]
    assert len(tables) > 60
    assert [row for row in tables if not row[0] or not (row[1] and row[2])] == []
