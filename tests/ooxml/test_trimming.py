"""Large worksheet parts are read without what no form reaches, and say what was left out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.errors import FileProblem
from xlform.formats.source import read_file
from xlform.grid.address import Range
from xlform.grid.model import Sheet
from xlform.ooxml.read import package, trimming
from xlform.ooxml.read.trimming import NotTrimmableError, Trimmed, trimmed

Build = Callable[..., Path]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REACH = 5
COLUMNS = 256


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    low(monkeypatch)


def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part counts as large, and a form reaches five rows."""
    monkeypatch.setattr(package, "AT_ONCE", 0)
    monkeypatch.setattr(trimming, "ROWS_BELOW_TEXT_AT_MOST", REACH)


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def number(place: str, value: int = 1, kind: str = "") -> str:
    return f'<c r="{place}"{kind}><v>{value}</v></c>'


def text(place: str) -> str:
    return f'<c r="{place}" t="s"><v>0</v></c>'


def sheet(build: Build, rows: str, head: str = "", tail: str = "") -> Sheet:
    parts = {
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}"><cols>'
        f'<col min="3" max="3" hidden="1"/></cols><sheetData>{rows}</sheetData>'
        f'<mergeCells><mergeCell ref="A1:B1"/></mergeCells>{tail}</worksheet>'
    }
    return read_file(build(parts=parts))[1].sheets[0]


FIGURES = "".join(row(at, number(f"A{at}"), number(f"B{at}", kind=' t="n"')) for at in range(3, 40))
EMPTY = "".join(row(at, f'<c r="A{at}" s="0"/>', f'<c r="B{at}" t="s"/>') for at in range(40, 60))


def test_figures_far_below_the_last_text_are_left_out(build: Build) -> None:
    read = sheet(build, row(1, text("A1")) + FIGURES)
    assert sorted(read.cells) == [
        (1, 1),
        *((at, column) for at in range(3, 7) for column in (1, 2)),
    ]
    assert read.skipped == (Range(7, 1, 39, 16_384),)
    assert read.hidden_columns == {3}
    assert read.merges == (Range(1, 1, 1, 2),)


def test_a_text_or_a_formula_further_down_is_read_with_what_follows(build: Build) -> None:
    formula = '<c r="C30"><f>A30*2</f><v>2</v></c>'
    rows = FIGURES.replace(row(30, *(number("A30"), number("B30", kind=' t="n"'))),
                           row(30, number("A30"), formula))  # fmt: skip
    read = sheet(build, row(1, text("A1")) + rows + EMPTY + row(61, text("B61"), number("C61", 7)))
    assert {at for at, _ in read.cells} == {1, *range(3, 7), *range(30, 36), 61}
    assert read.skipped == (Range(7, 1, 29, 16_384), Range(36, 1, 39, 16_384))
    assert read.cells[61, 3].value == Decimal(7)


def test_empty_cells_are_left_out_in_silence(build: Build) -> None:
    assert sheet(build, row(1, text("A1")) + EMPTY).skipped == ()


def test_far_columns_are_left_out(build: Build) -> None:
    read = sheet(build, row(1, text("A1"), number("IV1"), number("IW1"), number("XFD1")) + row(2))
    assert sorted(read.cells) == [(1, 1), (1, COLUMNS)]
    assert read.skipped == (Range(1, COLUMNS + 1, 1, 16_384),)


def test_as_many_cells_are_read_as_one_sheet_may_take(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trimming, "CELLS_READ_AT_MOST", 7)
    monkeypatch.setattr(package, "_CELLS_OF_EACH", 0)
    rows = "".join(row(at, text(f"A{at}"), number(f"B{at}")) for at in range(1, 9))
    read = sheet(build, rows)
    assert len(read.cells) == 6
    assert read.skipped == (Range(4, 1, 8, 16_384),)


def test_a_damaged_part_is_damaged_though_a_like_one_was_read(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "AT_ONCE", len(FIGURES) - 1)  # what is left of it is kept
    markup = f'<worksheet xmlns="{MAIN}"><sheetData>{FIGURES}</sheetData></worksheet>'
    path = build(parts={"xl/worksheets/sheet1.xml": markup})
    read_file(path)
    with zipfile.ZipFile(path) as archive:
        checksum = archive.getinfo("xl/worksheets/sheet1.xml").CRC
    # The same packed bytes, and another checksum declared for them.
    path.write_bytes(path.read_bytes().replace(checksum.to_bytes(4, "little"), b"\0\0\0\0"))
    with pytest.raises(FileProblem) as told:
        read_file(path)
    assert told.value.code == "damaged"


def test_a_formula_over_what_was_left_out_keeps_its_stored_result(build: Build) -> None:
    total = '<c r="C1"><f>SUM(A3:A39)</f><v>0</v></c>'
    far = '<c r="D1"><f>A39+1</f><v>5</v></c>'
    near = '<c r="E1"><f>SUM(A3:A6)</f></c>'
    read = sheet(build, row(1, text("A1"), total, far, near) + FIGURES)
    values = [read.cells[1, column].value for column in (3, 4, 5)]
    assert values == [None, Decimal(5), Decimal(4)]


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>",
        '<row r="1"><c r="A1" t=\'s\'><v>0</v></c></row>',
        '<row r="1"><!-- <row r="9"> --><c r="A1"><v>1</v></c></row>',
    ],
    ids=["unnumbered", "quotes", "comment"],
)
def test_other_spellings_are_read_whole(build: Build, rows: str) -> None:
    with pytest.raises(NotTrimmableError):
        trimmed([f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()])
    assert sheet(build, rows).cells[1, 1]


def test_a_prefix_is_no_other_spelling() -> None:
    body = "".join(
        f'<x:row r="{at}"><x:c r="A{at}"><x:v>1</x:v></x:c></x:row>' for at in range(1, 9)
    )
    part = trimmed([f"<x:worksheet><x:sheetData>{body}</x:sheetData></x:worksheet>".encode()])
    assert part.skipped == (Range(6, 1, 8, 16_384),)


CELLS = st.sampled_from(["", "number", "text", "formula", "styled", "far"])


def written(kinds: list[str]) -> str:
    contents = {
        "number": '<c r="A{0}"><v>1</v></c>',
        "text": '<c r="A{0}" t="s"><v>0</v></c>',
        "formula": '<c r="A{0}"><f>1+1</f><v>2</v></c>',
        "styled": '<c r="A{0}" s="1"/>',
        "far": '<c r="A{0}" t="s"><v>0</v></c><c r="IW{0}"><v>3</v></c>',
        "": "",
    }
    return "".join(row(at, contents[kind].format(at)) for at, kind in enumerate(kinds, 1))


def whole(part: Trimmed, original: bytes) -> bytes:
    """The part with what was left out put back."""
    data, pieces, done, lost = part.data, [], 0, 0
    for cut in part.cuts:
        pieces += [data[done : cut.at], original[cut.at + lost : cut.at + lost + cut.length]]
        done, lost = cut.at, lost + cut.length
    return b"".join((*pieces, data[done:]))


@given(st.lists(CELLS, min_size=1, max_size=40), st.integers(7, 400), st.integers(0, 9))
def test_the_same_is_kept_however_the_part_comes(kinds: list[str], size: int, cells: int) -> None:
    data = f"<worksheet><sheetData>{written(kinds)}</sheetData></worksheet>".encode()
    with pytest.MonkeyPatch.context() as patch:
        low(patch)
        once = trimmed([data], cells=cells)
        often = trimmed((data[at : at + size] for at in range(0, len(data), size)), cells=cells)
    assert (once.data, once.cuts, once.skipped) == (often.data, often.cuts, often.skipped)
    assert whole(once, data) == data
    assert once.data.count(b"<v>") <= cells
