"""Ruled lines of drawn pages: cells, merges, marks that are no lines, and pages at an angle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import pytest

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.cleaning import (
    character_size,
    even_grey,
    ink_mask,
    seals,
    without_specks,
)
from xlform.formats.scan.content import Box, Character, TextLine
from xlform.formats.scan.creases import without_creases
from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import line_masks
from xlform.formats.scan.merged_cells import RuledCell
from xlform.formats.scan.page import read_page
from xlform.formats.scan.readings import recognition
from xlform.formats.scan.ruling import ruled_tables
from xlform.formats.scan.sheets import joined_lines
from xlform.formats.scan.straightening import straightened, straightening

CHARACTER = 30
COLUMNS, ROWS = (100, 300, 600, 1000), (200, 260, 320, 400)
# The first two cells of the first column are merged, and the last two of the last row.
CELLS = [
    RuledCell(0, 0, 1, 0), RuledCell(0, 1, 0, 1), RuledCell(0, 2, 0, 2), RuledCell(1, 1, 1, 1),
    RuledCell(1, 2, 1, 2), RuledCell(2, 0, 2, 0), RuledCell(2, 1, 2, 2),
]  # fmt: skip


def ruled_page() -> Image:
    page = np.full((1400, 1100, 3), 255, np.uint8)
    for cell in CELLS:
        corner = (COLUMNS[cell.left], ROWS[cell.top])
        opposite = (COLUMNS[cell.right + 1], ROWS[cell.bottom + 1])
        cv2.rectangle(page, corner, opposite, (0, 0, 0), 2)
    return page


def cells_of(page: Image) -> list[RuledCell]:
    grey, (red,), _ = straightened(*even_grey(page))
    grey = without_creases(grey, ink_mask(grey))
    (table,) = ruled_tables(line_masks(ink_mask(grey), CHARACTER, red), CHARACTER, grey)
    return list(table.cells)


def test_cells_and_merges() -> None:
    assert cells_of(ruled_page()) == CELLS


def test_marks_are_no_lines() -> None:
    """A ring in black, a stroke of a pen and an underlined word make no cell."""
    page = ruled_page()
    cv2.circle(page, (700, 300), 150, (0, 0, 0), 4)
    cv2.line(page, (150, 600), (420, 250), (0, 0, 0), 3)
    cv2.line(page, (330, 250), (420, 250), (0, 0, 0), 2)
    assert cells_of(page) == CELLS


def test_gaps_in_lines() -> None:
    page = ruled_page()
    page[255:265, 420:438] = 255
    page[330:342, 295:305] = 255
    assert cells_of(page) == CELLS


def test_no_line_at_the_edges() -> None:
    """Cells go on to where the lines that cross the open edge end."""
    page = ruled_page()
    for edge in (COLUMNS[0], COLUMNS[-1]):
        page[:, edge - 3 : edge + 4] = 255
    assert cells_of(page) == CELLS


def test_strokes_of_a_title_and_a_signature_are_no_rows() -> None:
    """They are near the table, longer than a character, and at one height."""
    page = ruled_page()
    for left in range(230, 830, 120):
        cv2.rectangle(page, (left, 140), (left + 50, 190), (0, 0, 0), 3)
    for place in ((150, 425), (700, 430)):
        cv2.line(page, place, (place[0] + 70, place[1] + 2), (0, 0, 0), 3)
        cv2.line(page, place, (place[0] + 2, place[1] + 60), (0, 0, 0), 3)
    assert cells_of(page) == CELLS


def test_lines_of_dots() -> None:
    page = ruled_page()
    rows, columns = np.indices(page.shape[:2])
    page[(rows + columns) % 4 > 1] = 255
    cv2.rectangle(page, (COLUMNS[0], ROWS[0]), (COLUMNS[-1], ROWS[-1]), (0, 0, 0), 3)
    assert cells_of(page) == CELLS


def test_a_faint_line() -> None:
    """A line of which the scanner left a trace parts cells; text across a merge does not."""
    page = ruled_page()
    page[ROWS[1] - 2 : ROWS[1] + 3, 610:990] = 255
    page[ROWS[1], 610:990] = 225
    cv2.putText(page, "HEH HEH", (110, 270), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    assert cells_of(page) == CELLS


def test_lines_of_dots_with_text_up_to_them() -> None:
    page = ruled_page()
    page[ROWS[2] + 2 : ROWS[3] - 1, COLUMNS[1] - 3 : COLUMNS[1] + 4] = 255
    for dot in range(ROWS[2], ROWS[3], 4):
        page[dot : dot + 2, COLUMNS[1] - 1 : COLUMNS[1] + 1] = 0
    for row in (ROWS[2] + 32, ROWS[2] + 68):
        for left in (COLUMNS[1] - 87, COLUMNS[1] + 2):
            cv2.putText(page, "HEHE", (left, row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    assert cells_of(page) == CELLS


def test_dashes_and_numerals_are_no_lines() -> None:
    """—— and 十一 have strokes as long as two characters, which stay print."""
    page = ruled_page()
    cv2.line(page, (700, 230), (775, 230), (0, 0, 0), 2)
    grey = even_grey(page)[0]
    lines = line_masks(ink_mask(grey), CHARACTER)
    assert not lines.level[225:236, 690:785].any()
    assert lines.level[ROWS[0] - 3 : ROWS[0] + 4, 690:785].any()
    assert cells_of(page) == CELLS


def test_folds_are_no_lines() -> None:
    """The shadow of one has an edge that crosses the page and the merged cells of the table."""
    page = ruled_page().astype(np.float64)
    shadow = np.linspace(0.6, 1.0, 60)
    page[285:345] *= shadow[:, None, None]
    page[:, 700:760] *= shadow[None, :, None]
    askew = cv2.getRotationMatrix2D((550, 700), 1.5, 1)
    folded = cv2.warpAffine(page, askew, (1100, 1400), borderValue=(255, 255, 255))
    assert cells_of(np.asarray(folded, np.uint8)) == CELLS


@pytest.mark.parametrize("slope", [-0.06, -0.03, 0.03, 0.06])
def test_a_dark_fold_askew_is_taken_out(slope: float) -> None:
    """It crosses lines and figures of a page that lies straight."""
    page = ruled_page().astype(np.float64)
    down, across = np.mgrid[: page.shape[0], : page.shape[1]]
    fold = 320 + slope * (across - page.shape[1] / 2)
    page *= (1 - 0.6 * np.exp(-(((down - fold) / 7) ** 2)))[:, :, None]
    assert cells_of(np.asarray(page, np.uint8)) == CELLS


def test_lines_of_the_other_side_of_the_paper_shine_through() -> None:
    page = ruled_page()
    back = np.full_like(page, 255)
    cv2.rectangle(back, (180, 190), (800, 360), (231, 231, 231), 3)
    for row in (262, 318):
        cv2.line(back, (40, row), (1060, row), (231, 231, 231), 3)
    assert cells_of(np.minimum(page, back)) == CELLS


def test_the_size_of_characters_that_touch() -> None:
    """In small print those of a word are one mark; its height is that of a character."""
    mask = np.zeros((400, 400), np.uint8)
    for number in range(8):
        left = 20 + 45 * number
        mask[20:36, left : left + 32] = mask[60:76, left : left + 16] = 255
    assert character_size(mask) == 16


def test_a_line_that_text_hides_goes_on() -> None:
    """It is seen on both sides of the text, and in part under it."""
    page = ruled_page()
    page[ROWS[2] - 3 : ROWS[2] + 4, 365:590] = 255
    for left in range(375, 580, 20):
        cv2.line(page, (left, ROWS[2] - 14), (left + 4, ROWS[2] + 14), (0, 0, 0), 2)
    assert cells_of(page) == CELLS


def test_a_thin_line_under_a_seal() -> None:
    page = ruled_page()
    mask = np.zeros((1400, 1100), np.uint8)
    cv2.circle(mask, (800, 320), 90, 255, -1)
    page[mask > 0] = (215, 30, 40)
    assert cells_of(page) == CELLS


def test_a_seal_over_a_merged_cell_parts_it_nowhere() -> None:
    """The upright lines over and under the cell end where it does."""
    page = ruled_page()
    cv2.rectangle(page, (COLUMNS[2], ROWS[3]), (COLUMNS[3], 460), (0, 0, 0), 2)
    below = [RuledCell(3, 2, 3, 2)]
    mask = np.zeros((1400, 1100), np.uint8)
    cv2.circle(mask, (600, 360), 60, 255, -1)
    page[mask > 0] = np.minimum(page[mask > 0], (215, 30, 40))
    assert [cell for cell in cells_of(page) if cell.top == 2] == CELLS[-2:]
    assert below[0] in cells_of(page)


def test_the_glass_of_a_scanner_does_not_tilt_the_page() -> None:
    """A page laid askew: the black edge around it, a fold and a frame lead elsewhere."""
    turn = cv2.getRotationMatrix2D((550, 700), 2.6, 1)
    page = cv2.warpAffine(ruled_page(), turn, (1100, 1400), borderValue=(255, 255, 255))
    page[:14], page[:, :22], page[598:602] = 10, 10, 150
    cv2.rectangle(page, (700, 40), (1000, 110), (190, 60, 40), 4)
    scanned = np.ascontiguousarray(page, np.uint8)
    matrix = straightening(even_grey(scanned)[0])
    assert matrix is not None
    corners = np.array([[[0, 0], [1100, 0], [1100, 1400], [0, 1400]]], np.float64)
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    across, down, back, up = np.roll(moved, -1, axis=0) - moved
    angles = [np.degrees(np.arctan2(*side[::-1])) for side in (across, down, -back, -up)]
    assert angles == pytest.approx([2.6, 92.6, 2.6, 92.6], abs=0.15)
    assert cells_of(scanned) == CELLS


def test_grains_are_left_out_and_lines_of_dots_are_kept() -> None:
    page = ruled_page()
    page[300, 100:1000:3] = 0
    dotted = even_grey(page)[0]
    assert dotted[300, 100:1000:3].max() < 50
    grains = np.random.default_rng(0).random(page.shape[:2]) < 0.01
    page[grains] = 0
    grey = even_grey(page)[0]
    assert np.count_nonzero(grey[800:] < 150) < 0.1 * np.count_nonzero(grains[800:])
    assert grey[ROWS[0], 150:950].max() < 100


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 2.5])
def test_skewed_page(degrees: float) -> None:
    page = ruled_page()
    turn = cv2.getRotationMatrix2D((550, 700), degrees, 1)
    skewed = cv2.warpAffine(page, turn, (1100, 1400), borderValue=(255, 255, 255))
    assert cells_of(np.asarray(skewed, np.uint8)) == CELLS


def test_page_seen_at_an_angle() -> None:
    corners = np.array([[0, 0], [1100, 0], [1100, 1400], [0, 1400]], np.float32)
    seen = np.array([[90, 60], [1020, 20], [1090, 1380], [10, 1320]], np.float32)
    way = cv2.getPerspectiveTransform(corners, seen)
    page = cv2.warpPerspective(ruled_page(), way, (1100, 1400), borderValue=(255, 255, 255))
    assert cells_of(np.asarray(page, np.uint8)) == CELLS


def test_red_ink_is_taken_out_and_black_under_it_is_kept() -> None:
    page = np.full((1400, 1100, 3), 250, np.uint8)
    cv2.line(page, (100, 700), (900, 700), (20, 20, 20), 6)
    cv2.circle(page, (500, 700), 120, (215, 40, 40), -1)
    cv2.line(page, (380, 700), (620, 700), (25, 5, 5), 6)
    grey, red = even_grey(page)
    assert grey[620:690, 420:580].min() > 200
    assert grey[699:702, 420:580].max() < 80
    (seal,) = seals(red)
    assert seal.holds(500, 700)
    assert abs(seal.width - 240) < 12


def test_thin_print_under_a_seal_is_kept() -> None:
    """Strokes of a pixel or two, grey as a scanner gives them, under red ink and compression."""
    written = np.full((1400, 1100), 250, np.uint8)
    for left in range(300, 700, 24):
        cv2.putText(
            written, "H", (left, 708), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 110, 1, cv2.LINE_AA
        )  # fmt: skip
    page = cv2.cvtColor(written, cv2.COLOR_GRAY2RGB).astype(np.float64)
    seal = np.full(page.shape, 255.0)
    for radius in (150, 90, 40):
        cv2.circle(seal, (500, 700), radius, (205, 25, 45), 6, cv2.LINE_AA)
    stamped = np.clip(page * seal / 255, 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", stamped[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    scanned = np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[:, :, ::-1])
    grey, red = even_grey(scanned)
    ink, _ = without_specks(ink_mask(grey), grey, red, 16)
    printed = ink_mask(written)
    assert np.count_nonzero(ink[printed > 0]) > 0.87 * np.count_nonzero(printed)
    beside = cv2.dilate(printed, np.ones((5, 5), np.uint8)) == 0
    assert np.count_nonzero(ink[beside]) < 0.1 * np.count_nonzero(printed)


def test_a_sign_by_itself_is_read_beside_a_figure() -> None:
    page = ruled_page()
    for text, place in (
        ("12", (330, 242)), ("445.40", (630, 242)), ("/", (340, 302)), ("=", (640, 302)),
    ):  # fmt: skip
        cv2.putText(page, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2, cv2.LINE_AA)
    (table,) = read_page(page, Recogniser()).tables
    texts = [line.text for cell in table.cells for line in cell.lines]
    assert texts == ["12", "445.40", "/", "="]


def test_strokes_of_a_pen_outside_the_table_are_no_text() -> None:
    page = ruled_page()
    cv2.putText(
        page, "445.40", (330, 242), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2, cv2.LINE_AA
    )
    cv2.line(page, (800, 700), (840, 704), (0, 0, 0), 4)
    cv2.polylines(
        page, [np.array([(300, 700), (320, 740), (345, 690)], np.int32)],
        isClosed=False, color=(0, 0, 0), thickness=4,
    )  # fmt: skip
    assert [line.text for line in read_page(page, Recogniser()).lines if line.text] == []


def test_figures_are_read() -> None:
    page = ruled_page()
    cv2.putText(
        page, "445.40", (330, 242), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2, cv2.LINE_AA
    )
    cv2.putText(page, "2023", (330, 302), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2, cv2.LINE_AA)
    (table,) = read_page(page, Recogniser()).tables
    texts = {
        (cell.top, cell.left): "".join(line.text for line in cell.lines) for cell in table.cells
    }
    assert texts[0, 1] == "445.40"
    assert texts[1, 1] == "2023"
    assert [text for text in texts.values() if text] == ["445.40", "2023"]


def test_a_page_on_its_side() -> None:
    page = ruled_page()
    for row, text in zip(
        (242, 302, 372), ("445.40 HOURS", "2023 TARGET", "98.60 PERCENT"), strict=True
    ):
        cv2.putText(
            page, text, (330, row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2, cv2.LINE_AA
        )
    read = read_page(np.ascontiguousarray(np.rot90(page)), Recogniser())
    assert "2023 TARGET" in {line.text for cell in read.tables[0].cells for line in cell.lines}


def line(text: str, width: int, *others: tuple[int, str, float]) -> TextLine:
    characters = [Character(one, 0.99, 0.5) for one in text]
    for place, other, chance in others:
        characters[place] = Character(text[place], 1 - chance, 0.5, ((other, chance),))
    return TextLine(Box(0, 0, width, 30), tuple(characters))


def test_a_full_line_continues_in_the_next() -> None:
    cell = Box(0, 0, 300, 90)
    assert joined_lines([line("甲乙丙", 290), line("丁", 30)], cell) == "甲乙丙丁"
    assert joined_lines([line("甲乙", 200), line("丁", 30)], cell) == "甲乙\n丁"


def test_other_texts_are_the_likeliest_first() -> None:
    read = line("95.00", 90, (1, "6", 0.2), (0, "9", 0.0001), (3, "8", 0.01))
    found = recognition([read], "95.00", 2, read.box)
    assert found.confidence == 0.8
    assert found.others[:2] == ("96.00", "95.80")
    assert found.page == 2


def test_a_second_reading_that_differs_is_a_doubt() -> None:
    first = line("95.00", 90)
    same, other = (TextLine(first.box, first.characters, text) for text in ("95.00", "95.09"))
    assert recognition([same], "95.00", 1, first.box).confidence == 0.99
    assert recognition([other], "95.00", 1, first.box).confidence <= 0.5
    assert recognition([other], "95.00", 1, first.box).others[0] == "95.09"


def test_the_width_of_a_bracket_is_no_doubt() -> None:
    read = line("（万元）", 90, (0, "(", 0.6), (3, ")", 0.4))
    found = recognition([read], "（万元）", 1, read.box)
    assert found.confidence == 0.99
    assert found.others == ()


def test_an_unclear_word_is_no_unclear_figure() -> None:
    read = line("宣传3次", 90, (1, "传", 0.3))
    found = recognition([read], "宣传3次", 1, read.box)
    assert (found.confidence, found.in_figures) == (0.99, 0.99)
    unclear = line("宣专3次", 90, (1, "传", 0.3))
    found = recognition([unclear], "宣专3次", 1, unclear.box)
    assert (found.confidence, found.in_figures) == (0.7, 0.99)


class _Blind:
    """Recogniser that reads nothing."""

    def read(self, lines: Sequence[Image]) -> list[tuple[Character, ...]]:
        return [() for _ in lines]


@pytest.mark.parametrize("has_seal", [False, True])
def test_a_reddish_desk_is_no_seal(has_seal: bool) -> None:  # noqa: FBT001  (a case)
    desk = np.full((1700, 1500, 3), (150, 70, 50), np.uint8)
    desk[150:1550, 200:1300] = ruled_page()
    if has_seal:
        cv2.circle(desk, (800, 1000), 120, (215, 30, 40), 12)
    found = read_page(desk, cast("Recogniser", _Blind())).seals
    assert [box.holds(box.left + 120, box.top + 120) for box in found] == [True] * has_seal


def test_a_page_without_colour_does_not_tell_a_seal() -> None:
    grey = read_page(ruled_page(), cast("Recogniser", _Blind()))
    assert grey.colourless
    yellow = ruled_page()
    yellow[:, :, 2] //= 2
    assert not read_page(yellow, cast("Recogniser", _Blind())).colourless
