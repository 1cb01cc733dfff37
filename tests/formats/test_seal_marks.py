"""Blue seals are found as red ones are; letters of a seal are no text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from xlform.formats.scan.blue_seals import blue_seals, with_red_seals
from xlform.formats.scan.cleaning import even_grey, seals
from xlform.formats.scan.content import (
    Box,
    Character,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.images import Image
from xlform.formats.scan.seal_letters import without_seal_letters

MIDDLE, RADIUS = (800, 1100), 130
BLUE, VIOLET, RED, BLACK = (40, 60, 200), (120, 60, 180), (210, 40, 40), (20, 20, 20)
Colour = tuple[int, int, int]


@lru_cache(maxsize=1)
def noise() -> npt.NDArray[np.int16]:
    return np.random.default_rng(20).normal(0, 6, (1754, 1240, 3)).astype(np.int16)


def scanned(page: Image, quality: int = 60) -> Image:
    """Return a page with the noise and compression of a scanner."""
    noisy = np.clip(page + noise(), 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1].copy()


def paper() -> Image:
    page = np.full((1754, 1240, 3), 250, np.uint8)
    for down in range(100, 1700, 60):
        cv2.line(page, (80, down), (1160, down), BLACK, 2)
    return page


def round_seal(page: Image, colour: Colour) -> None:
    cv2.circle(page, MIDDLE, RADIUS, colour, 6)
    cv2.putText(page, "OFFICE", (715, 1060), cv2.FONT_HERSHEY_SIMPLEX, 1.3, colour, 5)
    cv2.circle(page, MIDDLE, 34, colour, -1)
    cv2.putText(page, "123456", (735, 1190), cv2.FONT_HERSHEY_SIMPLEX, 1.0, colour, 4)


def oval_seal(page: Image, colour: Colour) -> None:
    cv2.ellipse(page, MIDDLE, (160, 110), 0, 0, 360, colour, 6)
    cv2.putText(page, "FINANCE", (700, 1115), cv2.FONT_HERSHEY_SIMPLEX, 1.4, colour, 6)


def signature(page: Image, colour: Colour) -> None:
    points = [
        (640, 1180),
        (700, 990),
        (760, 1220),
        (820, 980),
        (900, 1210),
        (990, 1000),
        (660, 1090),
    ]
    cv2.polylines(page, [np.array(points, np.int32)], False, colour, 6)  # noqa: FBT003  (of OpenCV)


def loop(page: Image, colour: Colour) -> None:
    cv2.circle(page, MIDDLE, RADIUS, colour, 6)


def box(page: Image, colour: Colour) -> None:
    cv2.rectangle(page, (680, 980), (920, 1220), colour, 6)
    cv2.putText(page, "PAID", (720, 1120), cv2.FONT_HERSHEY_SIMPLEX, 2.0, colour, 7)


def words(page: Image, colour: Colour) -> None:
    for line in range(6):
        cv2.putText(page, "printed in blue", (560, 950 + 40 * line), 0, 1.2, colour, 3)


def table(page: Image, colour: Colour) -> None:
    for step in range(0, 1000, 90):
        cv2.line(page, (100, 400 + step), (1100, 400 + step), colour, 3)
        cv2.line(page, (100 + step, 400), (100 + step, 1300), colour, 3)


@pytest.mark.parametrize("draw", [round_seal, oval_seal])
@pytest.mark.parametrize("colour", [BLUE, VIOLET])
def test_a_blue_or_violet_seal_is_found(
    draw: Callable[[Image, Colour], None], colour: Colour
) -> None:
    page = paper()
    draw(page, colour)
    (found,) = blue_seals(scanned(page))
    assert found.holds(*MIDDLE)
    assert abs(found.height - (260 if draw is round_seal else 220)) < 30


@pytest.mark.parametrize("draw", [signature, loop, box, words, table])
def test_other_blue_marks_are_no_seals(draw: Callable[[Image, Colour], None]) -> None:
    page = paper()
    draw(page, BLUE)
    assert blue_seals(scanned(page)) == ()


@pytest.mark.parametrize("colour", [BLUE, VIOLET])
def test_a_blue_seal_is_taken_out_as_a_red_one_is(colour: Colour) -> None:
    """What is black under it stays, and the seal is found among the red ones."""
    page = paper()
    cv2.putText(page, "12.50", (740, 1010), cv2.FONT_HERSHEY_SIMPLEX, 1.5, BLACK, 5)
    window = np.s_[960:1240, 660:940]
    bare = even_grey(scanned(page))[0][window]
    round_seal(page, colour)
    read = scanned(page)
    assert (even_grey(read)[0][window] < 160).sum() > 2 * (bare < 160).sum()
    grey, red = even_grey(with_red_seals(read))
    assert 0.7 * (bare < 110).sum() < (grey[window] < 160).sum() < 1.1 * (bare < 160).sum()
    (found,) = seals(red)
    assert found.holds(*MIDDLE)
    plain = scanned(paper())
    assert with_red_seals(plain) is plain


@pytest.mark.parametrize("colour", [RED, BLACK])
def test_a_seal_of_another_colour_is_not_blue(colour: Colour) -> None:
    page = paper()
    round_seal(page, colour)
    assert blue_seals(scanned(page)) == ()


def line(text: str, chances: list[float], box: Box) -> TextLine:
    places = [(number + 0.5) / len(text) for number in range(len(text))]
    return TextLine(box, tuple(map(Character, text, chances, places)))


PRINT, SEAL = [0.98] * 4, [0.5, 0.2, 0.1, 0.3]


@pytest.mark.parametrize(
    ("text", "chances", "kept"),
    [
        ("反映渠道一实版上", [*PRINT, *SEAL], "反映渠道"),
        ("一实版上反映渠道", [*SEAL, *PRINT], "反映渠道"),
        ("反映渠道实", [*PRINT, 0.3], "反映渠道实"),  # one character may be print
        ("反一实版上渠道道", [0.98, *SEAL, 0.98, 0.98, 0.98], "反一实版上渠道道"),  # in the middle
        ("1056元版上", [0.98, 0.4, 0.3, 0.2, 0.1, 0.1, 0.1], "1056元版上"),  # sums may tell it
        ("一实版上", SEAL, ""),
    ],
)
def test_letters_of_a_seal_are_no_text(text: str, chances: list[float], kept: str) -> None:
    box = Box(100, 100, 420, 130)
    cell = ScannedCell(0, 0, 0, 0, Box(90, 90, 450, 140), (line(text, chances, box),))
    page = ScannedPage(
        1000, 1400, (ScannedTable((90, 450), (90, 140), (cell,)),), (line(text, chances, box),)
    )
    sealed = ScannedPage(1000, 1400, page.tables, page.lines, (Box(80, 60, 430, 300),))
    for read, expected in (
        (without_seal_letters(sealed), kept),
        (without_seal_letters(page), text),
    ):
        in_cell = read.tables[0].cells[0].lines[0]
        assert in_cell.text == read.lines[0].text == expected
        assert in_cell.is_whole is (expected == text)
    elsewhere = ScannedPage(1000, 1400, page.tables, page.lines, (Box(80, 600, 430, 900),))
    assert without_seal_letters(elsewhere).lines == page.lines


@pytest.mark.parametrize(
    ("stray", "chances", "clear", "left"),
    [
        ("89", [0.64, 0.73], 1.0, ["≥93%"]),  # a piece of the ring
        ("89", [0.64, 0.95], 1.0, ["89", "≥93%"]),  # one is likely
        ("1989", [0.5] * 4, 1.0, ["1989", "≥93%"]),  # a word
        ("89", [0.64, 0.73], 0.7, ["89", "≥93%"]),  # neither is clear
    ],
)
def test_a_line_of_a_seal_beside_a_clear_one_is_no_text(
    stray: str, chances: list[float], clear: float, left: list[str]
) -> None:
    lines = (
        line(stray, chances, Box(110, 96, 150, 114)),
        line("≥93%", [clear] * 4, Box(110, 116, 190, 138)),
    )
    cell = ScannedCell(0, 0, 0, 0, Box(90, 90, 450, 140), lines)
    seal = Box(80, 60, 430, 300)
    page = ScannedPage(1000, 1400, (ScannedTable((90, 450), (90, 140), (cell,)),), (), (seal,))
    found = without_seal_letters(page).tables[0].cells[0].lines
    assert [one.text for one in found] == left
    assert all(one.is_whole for one in found) is (len(left) == 2)


@pytest.mark.parametrize(
    ("digits", "whole", "beside", "left"),
    [
        ("30204007", False, "", ""),  # alone in its row
        ("30204007", False, "10", "30204007"),  # an entry
        ("30204007", True, "", "30204007"),  # print
        ("30204", False, "", "30204"),
        ("302040.7", False, "", "302040.7"),
        ("—", True, "", ""),  # a piece of the ring
        ("—", True, "10", "—"),
        ("√", True, "10", "√"),
    ],
)
def test_the_number_of_a_seal_is_no_row(
    digits: str, *, whole: bool, beside: str, left: str
) -> None:
    seal = Box(100, 60, 400, 360)
    number = line(digits, [0.9] * len(digits), Box(200, 290, 300, 306))
    lines = (msgspec.structs.replace(number, is_whole=whole),)
    other = (line(beside, [0.99] * len(beside), Box(410, 290, 430, 306)),) if beside else ()
    cells = (
        ScannedCell(0, 0, 0, 0, Box(100, 280, 400, 320), lines),
        ScannedCell(0, 1, 0, 1, Box(400, 280, 500, 320), other),
    )
    table = ScannedTable((100, 400, 500), (280, 320), cells)
    page = ScannedPage(1000, 1400, (table,), (), (seal,))
    (cell, _) = without_seal_letters(page).tables[0].cells
    assert "".join(one.text for one in cell.lines) == left


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1反映渠道", False), ("反映渠道1", False), ("12反映渠道", False),
        ("6个", True), ("100", True), ("2024年度预算", True),
    ],
)  # fmt: skip
def test_a_digit_of_the_rim_before_a_text_is_doubtful(text: str, *, whole: bool) -> None:
    read = line(text, [0.99] * len(text), Box(100, 100, 420, 130))
    page = ScannedPage(1000, 1400, (), (read,), (Box(80, 60, 430, 300),))
    (found,) = without_seal_letters(page).lines
    assert (found.text, found.is_whole) == (text, whole)
    assert without_seal_letters(msgspec.structs.replace(page, seals=())).lines == (read,)
