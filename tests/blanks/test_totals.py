"""Totals that show nothing until there is something to add: no fault, and no cloak either."""

from __future__ import annotations

from pathlib import Path

import pytest
from handing import blank, opened, template

import xlform
from xlform.checking.settings import Project
from xlform.fixing.fix import Fixer
from xlform.rules.formula.sums import sum_tree

GUARDED = 'IF(COUNT(D26:D31)=0,"",SUM(D26:D31))'


def filled(folder: Path, cells: dict[str, float | str]) -> Path:
    book = opened(blank(template("附表3")))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(folder / "填好.xlsx")
    return folder / "填好.xlsx"


def formulas(path: Path) -> list[tuple[str, str | None]]:
    """The findings on formulas, each with the cell."""
    return [(one.code, one.cell) for one in xlform.check(path, select=["G"]).findings]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"D26": 10, "D31": 5.5}, []),
        ({"B5": 95}, []),  # the amount is known, its details not yet
        ({"D26": 10, "D32": GUARDED.replace("D31", "D30"), "D31": 5}, [("G-02", "D32")]),
        ({"D26": 10, "D32": 12}, [("G-01", "D32")]),
        ({"D26": 10, "D32": '=IF(B4="","",SUM(D26:D31))'}, [("G-07", "D32")]),
    ],
)
def test_what_is_said_of_them(
    tmp_path: Path, cells: dict[str, float | str], expected: list[tuple[str, str]]
) -> None:
    told = {cell: f"={v}" if v == GUARDED.replace("D31", "D30") else v for cell, v in cells.items()}
    assert formulas(filled(tmp_path, told)) == expected


def test_a_total_that_misses_a_row_is_mended(tmp_path: Path) -> None:
    short = GUARDED.replace("D31", "D30")
    path = filled(tmp_path, {"D26": 10, "D31": 5, "D32": f"={short}"})
    mended = Fixer(Project()).fix(str(path))
    assert [change.new for change in mended.changes] == ["=SUM(D26:D31)"]


def test_the_sum_behind_the_condition_is_what_is_judged() -> None:
    assert sum_tree(GUARDED) == sum_tree("SUM(D26:D31)")
    assert sum_tree('IF(COUNT(D7,D8)=0,"",D7+D8)') == sum_tree("D7+D8")
    for other in (
        'IF(COUNT(D7)=1,"",D7)',
        "IF(COUNT(D7)=0,0,D7)",
        'IF(COUNT(D7)=0,"",D7)+IF(COUNT(D8)=0,"",D8)',
    ):
        assert sum_tree(other) is None
