"""PDFs: tables drawn with lines, lines that wrap, and what can't be read as a table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from xlform.errors import FileProblem
from xlform.formats.pdf import reader as pages
from xlform.formats.pdf.process import read as read_pdf
from xlform.formats.scan import reader as scans
from xlform.formats.scan.content import (
    Box,
    Character,
    ScanContent,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.source import read_data
from xlform.grid.model import Grid
from xlform.grid.notation import dump, parse
from xlform.isolation.own_process import HAS_TIMER

pytest.importorskip("pdfplumber", reason="the extra for PDF is not installed")


PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F1 3 0 R>>>>"


def pdf(*contents: str) -> bytes:
    """A PDF of pages of drawing orders, in Courier: letters of 10 points are 6 wide."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        "<</Type/Catalog/PdfContent 2 0 R>>",
        f"<</Type/PdfContent/Count {len(contents)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    for number, content in enumerate(contents):
        objects += [
            f"{PAGE}/Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        ]
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    ).encode()


def text(left: int, down: int, words: str) -> str:
    return f"BT /F1 10 Tf {left} {400 - down} Td ({words}) Tj ET "


def boxes(*edges: tuple[int, int, int, int]) -> str:
    return "".join(
        f"{left} {400 - bottom} {right - left} {bottom - top} re S "
        for left, top, right, bottom in edges
    )


def refused(data: bytes) -> str:
    with pytest.raises(FileProblem) as caught:
        read_data(data, Path("扫描.pdf"))
    assert "扫描.pdf" in str(caught.value)
    return caught.value.code


GRID = boxes((20, 50, 120, 90), (120, 50, 220, 70), (220, 50, 320, 70), (120, 70, 320, 90))


def test_cells_that_span_others_and_words_beside_the_table() -> None:
    page = (
        text(100, 30, "Form 2023") + text(20, 45, "Unit: A") + text(200, 45, "10000")
        + GRID + text(24, 64, "first") + text(124, 64, "95.00") + text(224, 64, "x")
        + text(124, 84, "98%") + text(20, 110, "signed") + text(190, 390, "- 1 -")
    )  # fmt: skip
    grid = read_data(pdf(page), Path("x"))[1]
    assert grid == parse(
        """
        @sheet PDF
        | Form 2023 | | |
        | Unit: A | '10000 | |
        | first | 95.00 | x |
        | ^ | 98% | < |
        | signed | | |
        """
    ), dump(grid)


def test_pages_follow_one_another() -> None:
    grid = read_data(pdf(GRID + text(24, 64, "one"), GRID + text(24, 64, "two")), Path("x"))[1]
    assert {place: cell.text for place, cell in grid.sheets[0].cells.items()} == {
        (1, 1): "one", (3, 1): "two",
    }  # fmt: skip
    assert len(grid.sheets[0].merges) == 4


def test_lines_that_wrap_are_one_and_others_are_not() -> None:
    wrapped = text(24, 64, "aaaaaaaaaaaaaa") + text(24, 78, "bbbb")
    broken = text(124, 84, "c") + text(124, 88, "")
    grid = read_data(pdf(GRID + wrapped + broken), Path("x"))[1]
    assert grid.sheets[0].cells[1, 1].text == "aaaaaaaaaaaaaabbbb"
    short = read_data(pdf(GRID + text(24, 64, "aa") + text(24, 78, "bb")), Path("x"))[1]
    assert short.sheets[0].cells[1, 1].text == "aa\nbb"


def test_raised_characters_stay_on_their_line() -> None:
    raised = "/F1 6 Tf 4 Ts ({}) Tj /F1 10 Tf 0 Ts"
    cells = [
        ("300m", "2", ""), ("1.2x10", "-12", "t"), ("95", "", ""),
        # A raised word of its own is on the line, and no exponent.
        ("9 ", "5", ""),
    ]  # fmt: skip
    drawing = boxes(*((10, top, 190, top + 30) for top in range(10, 130, 30)))
    for row, (before, above, behind) in enumerate(cells):
        drawing += (
            f"BT /F1 10 Tf 15 {370 - 30 * row} Td ({before}) Tj {raised.format(above)} "
            f"({behind}) Tj ET "
        )
    cells_read = read_data(pdf(drawing), Path("报表.pdf"))[1].sheets[0].cells.values()
    assert [str(cell.value) for cell in cells_read] == ["300m²", "1.2x10⁻¹²t", "95", "9 5"]


def test_text_printed_over_itself_to_look_bold_is_there_once() -> None:
    once = text(24, 64, "1056.40") + text(124, 64, "8")
    # Printed again to the right, below, and twice; equal digits beside each other stay.
    again = "1 0 0 1 {} {} cm "
    bold = [
        once + again.format(shift, 0) + text(24, 64, "1056.40") + again.format(0, -shift)
        + text(24, 64, "1056.40") + text(124, 64, "8") + text(124, 84, "100..11")
        for shift in (0, 0.3, 0.9)
    ]  # fmt: skip
    for drawing in bold:
        read = read_data(pdf(GRID + drawing), Path("x"))[1].sheets[0].cells.values()
        assert [cell.text for cell in read] == ["1056.40", "8", "100..11"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        # Pages without text are read as scans, whose reader needs a cross-reference table.
        (pdf(""), "scan-damaged"),
        (pdf(GRID), "scan-damaged"),
        (pdf(text(20, 20, "words alone")), "pdf-no-table"),
        (pdf(*[""] * 401), "pdf-too-long"),
        (b"%PDF-1.7\n", "pdf-damaged"),
        (b"%PDF-1.7\n" + b"\xff" * 3_000, "pdf-damaged"),
        (pdf(GRID + text(24, 64, "one"))[:300], "pdf-damaged"),
    ],
)
def test_what_can_not_be_read(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_without_the_extra_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "find_spec", lambda _: None)
    assert refused(pdf("")) == "pdf-extra"


@pytest.mark.parametrize(
    "reader",
    [
        ("sleep", "5"),
        ("sh", "-c", "kill -SEGV $$"),
        ("true",),
        ("echo", "[]"),
        ("nothing-of-that-name",),
    ],
    ids=["slow", "crash", "silent", "nonsense", "missing"],
)
def test_a_reader_that_is_lost_costs_this_file_alone(
    monkeypatch: pytest.MonkeyPatch, reader: Sequence[str]
) -> None:
    monkeypatch.setattr(pages, "READER", reader)
    monkeypatch.setattr(pages, "SECONDS_AT_MOST", 0.5)
    expected = "waited-too-long" if reader[0] == "sleep" else "pdf-damaged"
    assert refused(pdf("")) == expected


@pytest.mark.skipif(not HAS_TIMER, reason="no timer of CPU time")
def test_a_reader_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from xlform.isolation.own_process import start_timer; start_timer(0.1)"
    monkeypatch.setattr(pages, "READER", (sys.executable, "-c", f"{program}\nwhile True: pass"))
    assert refused(pdf("")) == "took-too-long"


def test_the_reader_says_what_it_found_on_its_own() -> None:
    done = subprocess.run(pages.READER, input=pdf(""), capture_output=True, check=True)
    assert b"pdf-scanned" in done.stdout


# A page that is one picture; words behind it are those that a scanner recognised.
SCAN = "q 400 0 0 400 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q "
TEXT = boxes((20, 50, 120, 90), (120, 50, 220, 90)) + text(24, 64, "first")
STAMP = "q 90 0 0 90 200 20 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q "


@pytest.mark.parametrize(
    ("contents", "scanned", "fault"),
    [
        ((TEXT, SCAN, TEXT + STAMP, SCAN + text(20, 50, "read")), [2, 4], ""),
        ((SCAN + text(20, 50, "read"),), [], "pdf-scanned"),
        ((text(20, 50, "Cover"), SCAN), [2], ""),
        ((TEXT, ""), [], ""),
        ((SCAN + TEXT,), [], ""),  # a form printed over a background
    ],
)
def test_pages_that_are_one_picture(
    contents: tuple[str, ...], scanned: list[int], fault: str
) -> None:
    found = read_pdf(pdf(*contents))
    assert (found.scanned, found.fault) == (scanned, fault)


def test_the_scanned_pages_of_a_pdf_are_read_under_their_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = TextLine(Box(9, 1, 60, 9), (Character("x", 1, 0.5),))
    cell = ScannedCell(0, 0, 0, 0, Box(0, 0, 100, 40), (line,))
    page = ScannedPage(100, 100, (ScannedTable((0, 100), (0, 40), (cell,)),))

    def content(_data: bytes, _name: str, wanted: Sequence[int] = ()) -> ScanContent:
        return ScanContent((page,) * len(wanted), numbers=tuple(wanted))

    def grid() -> Grid:
        return read_data(pdf(TEXT, SCAN, text(20, 50, "Words"), SCAN), Path("混合.pdf"))[1]

    monkeypatch.setattr(scans, "scan_content", content)
    assert [sheet.name for sheet in grid().sheets] == ["PDF", "第2页"]
    assert {place.page for place in grid().sheets[1].places.values()} == {2, 4}
    assert set(grid().seals) == {2, 4}

    def unreadable(_data: bytes, name: str, _pages: Sequence[int] = ()) -> ScanContent:
        raise FileProblem("scan-extra", path=name)

    monkeypatch.setattr(scans, "scan_content", unreadable)
    (sheet,) = grid().sheets
    assert sheet.beside_cells == ("scannedPages",)
    with pytest.raises(FileProblem, match="scan"):
        read_data(pdf(text(20, 50, "Cover"), SCAN), Path("扫描.pdf"))
