"""What a unit filed stays as filed: no amount and no word is changed unasked, in any sample."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from mending import cells_of

import xlform
from xlform.grid.model import Cell
from xlform.values import parse_amount

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted(SAMPLES.rglob("*.xlsx"))
# The one unit that typed its amounts as text.
TYPED = "卫生健康局"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_amount_and_no_word_is_changed(path: Path, tmp_path: Path) -> None:
    fixed = xlform.fix(path)
    fixed.write(tmp_path / "改好.xlsx")
    before, after = cells_of(path), cells_of(tmp_path / "改好.xlsx")
    assert set(before) == set(after)
    edited = {(one.sheet, one.cell): one for one in fixed.changes}
    for place, cell in before.items():
        if cell.formula:
            continue
        if place in edited and not cell.text.startswith("="):
            assert edited[place].safety == "safe"
            assert amount(after[place]) == amount(cell)
        elif place not in edited:
            assert after[place] == cell


def amount(cell: Cell) -> Decimal | None:
    """The amount that a number says, or a text."""
    if isinstance(cell.value, Decimal):
        return cell.value
    read = parse_amount(cell.text)
    return read.value if read else None


@pytest.mark.parametrize(
    "path",
    # The messy samples hold amounts as text on purpose, as filers send them.
    [path for path in FILES if path.parent.name not in ("broken", "messy")],
    ids=lambda path: path.stem,
)
def test_samples_without_broken_formulas_are_left_alone(path: Path) -> None:
    fixed = xlform.fix(path)
    if path.stem == TYPED:
        assert {one.code for one in fixed.changes} == {"F-02", "G-01"}
        return
    assert fixed.changes == ()
    assert fixed.left == ()
    assert fixed.data == fixed.source
