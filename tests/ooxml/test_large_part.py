"""Large worksheet parts are changed in place: what is far from any form stays byte for byte."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import Grid
from xlform.ooxml.edit.cells import CellContent, edit_package, edit_workbook
from xlform.ooxml.edit.large_part import LargePart
from xlform.ooxml.edit.splice import Splice
from xlform.ooxml.read import package, trimming
from xlform.ooxml.read.trimming import Cut, Trimmed

Build = Callable[..., Path]
PART = "xl/worksheets/sheet1.xml"
FIGURES = "".join(
    f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(6, 400) if at % 50
)
FORM = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><f>SUM(A2:A3)</f><v>3</v></c>'
    '<c r="IW1"><v>9</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>9</v></c></row>'
    '<row r="3"><c r="A3"><v>2</v></c></row>'
)


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "AT_ONCE", 0)
    monkeypatch.setattr(trimming, "ROWS_BELOW_TEXT_AT_MOST", 5)
    monkeypatch.setattr(package, "UNPACKED_CHUNK", 600)


def changed(path: Path, edits: Mapping[tuple[int, int], CellContent]) -> tuple[str, str, Grid]:
    """The part before and after some edits of the sheet, and the grid read back."""
    before = path.read_bytes()
    after = edit_workbook(before, "表.xlsx", {"附表1": edits}, {})
    path.write_bytes(after)
    texts = []
    for data in (before, after):
        copy = path.with_name("x.xlsx")
        copy.write_bytes(data)
        with zipfile.ZipFile(copy) as archive:
            assert archive.testzip() is None
            texts.append(archive.read(PART).decode())
    return texts[0], texts[1], read_xlsx(after, "表.xlsx")


NEW = CellContent("number", "5")


@pytest.mark.parametrize(
    ("at", "old", "new"),
    [
        ((3, 1), "<v>2</v></c></row>", "<v>5</v></c></row>"),
        ((2, 2), '<c r="XFD2">', '<c r="B2"><v>5</v></c><c r="XFD2">'),
        ((4, 1), '<row r="6">', '<row r="4"><c r="A4"><v>5</v></c></row><row r="6">'),
        ((150, 1), '<row r="151">', '<row r="150"><c r="A150"><v>5</v></c></row><row r="151">'),
        ((399, 1), "<v>399</v>", "<v>5</v>"),
        ((500, 1), "</sheetData>", '<row r="500"><c r="A500"><v>5</v></c></row></sheetData>'),
    ],
    ids=["there", "before far columns", "near", "between figures", "last", "below all"],
)
def test_one_cell_is_changed_and_nothing_else(
    build: Build, at: tuple[int, int], old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The whole is read back, to see that the cell is where it belongs.
    path = build(FORM + FIGURES)
    monkeypatch.setattr("xlform.ooxml.edit.cells.verify_sheet", lambda *_: None)
    before, after, _ = changed(path, {at: NEW})
    assert before.count(old) == 1
    assert after == before.replace(old, new)
    monkeypatch.setattr(package, "AT_ONCE", 1 << 20)
    assert read_xlsx(path.read_bytes(), "表.xlsx").sheets[0].cells[at].value == Decimal(5)


def test_a_changed_sheet_is_read_back(build: Build) -> None:
    before, after, grid = changed(build(FORM + FIGURES), {(3, 1): NEW, (1, 3): NEW})
    assert len(before) - len(after) == len("<f>SUM(A2:A3)</f>")
    assert grid.sheets[0].cells[3, 1].value == Decimal(5)
    assert grid.sheets[0].skipped


def test_formulas_that_were_not_read_are_calculated_on_opening(build: Build) -> None:
    far = '<row r="600"><c r="A600" t="s"><v>0</v></c><c r="IW600"><f>A3</f><v>2</v></c></row>'
    path = build(FORM + FIGURES + far)
    source = package.Package(path.read_bytes(), "表.xlsx")
    read_xlsx(source, "表.xlsx")
    assert source.unread_formulas == {PART}
    result = edit_package(source, "表.xlsx", {"附表1": {(3, 1): NEW}}, {})
    assert b'fullCalcOnLoad="1"' in result.read("xl/workbook.xml")


def test_an_edit_across_what_is_left_out_is_refused() -> None:
    part = Trimmed(b"ab", (b"cd",), b"ef", (Cut(3, 2),), ())
    large = LargePart(part, lambda: [b"abc", b"XX", b"def"])
    assert b"".join(large) == b"abcXXdef"
    with pytest.raises(ValueError, match="across"):
        large.change([Splice(2, 4, b"")])
    large.change([Splice(3, 3, b"!"), Splice(0, 1, b"")])
    assert b"".join(large) == b"bcXX!def"
