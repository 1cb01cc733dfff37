"""Workbooks opened in less time are those that openpyxl opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opening
import pytest
from richbook import rich_workbook

ROOT = Path(__file__).parents[2]
BOOKS = [
    ROOT / "samples" / "云田镇.xlsx",
    ROOT / "samples" / "项目支出绩效目标申报表.xlsx",
    ROOT / "samples" / "district" / "桥东街道.xlsx",
    *sorted((ROOT / "templates").rglob("blank.xlsx")),
]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    opening.add_borders_once()


@pytest.mark.parametrize("source", [*BOOKS, rich_workbook()], ids=str.__name__ if 0 else None)
def test_every_cell_has_the_style_that_openpyxl_gives_it(source: Path | bytes) -> None:
    opening.use(opening.BY_OPENPYXL)
    theirs = styles(source)
    opening.add_borders_once()
    assert styles(source) == theirs


def styles(source: Path | bytes) -> list[object]:
    """Return each cell with the numbers of its style, and how many styles there are."""
    book: Any = opening.opened(source)
    cells = [
        (sheet.title, type(cell), at, list(cell._style or ()))  # noqa: SLF001  (the numbers)
        for sheet in book.worksheets
        for at, cell in sheet._cells.items()  # noqa: SLF001  (those there are, and no others)
    ]
    return [cells, len(book._borders), len(book._protections)]  # noqa: SLF001
