"""A unit that fills in 元 under 万元 is named wherever its amounts are added up."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from rule_checks import DISTRICT

import xlform


def in_yuan(path: Path, folder: Path) -> Path:
    """Return a copy of a file with every amount in 元, formulas left as they are."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.value = cell.value * 10_000
    book.save(folder / path.name)
    return folder / path.name


def test_sums_with_amounts_in_yuan_are_marked(tmp_path: Path) -> None:
    (town,) = [path for path in DISTRICT if path.stem == "青禾镇"]
    (other,) = [path for path in DISTRICT if path.stem == "枫坪镇"]
    out = tmp_path / "汇总.xlsx"
    xlform.summarize([in_yuan(town, tmp_path), other], out)
    book = openpyxl.load_workbook(out)
    overview = [str(cell.value) for row in book["总览"].iter_rows() for cell in row]
    (marked,) = [text for text in overview if "疑用错单位" in text]
    assert "青禾镇" in marked
    assert "枫坪镇" not in marked
    rows = [[str(cell.value) for cell in row] for row in book["报送情况"].iter_rows()]
    (wrong,) = [row for row in rows if "金额单位疑有误，金额未折算" in row]
    assert any("青禾镇" in text for text in wrong)


def test_right_units_draw_no_mark(tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    xlform.summarize(DISTRICT[:2], out)
    book = openpyxl.load_workbook(out)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [text for text in texts if "疑用错单位" in text or "金额单位疑有误" in text]
