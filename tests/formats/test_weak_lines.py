"""Lines of a scanned table that are weaker than its print: dots under a seal, lost ones."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import line_masks
from xlform.formats.scan.merged_cells import RuledCell
from xlform.formats.scan.ruling import ruled_tables
from xlform.formats.scan.text_lines import with_thin_strokes

CHARACTER, PAPER = 12, 245
COLUMNS, ROWS = (40, 140, 280, 420, 560), (40, 64, 88, 112, 136, 160)
CELLS = [RuledCell(row, column, row, column) for row in range(5) for column in range(4)]


def dotted_page(darkness: int = 120) -> Image:
    """Return the grey of a page with a table of dots in small print."""
    grey = np.full((240, 640), PAPER, np.uint8)
    for row in ROWS:
        grey[row, COLUMNS[0] : COLUMNS[-1] + 1 : 2] = PAPER - darkness
    for column in COLUMNS:
        grey[ROWS[0] : ROWS[-1] + 1 : 2, column] = PAPER - darkness
    return grey


def cells_of(grey: Image, red: Image | None = None) -> Sequence[RuledCell]:
    ink = np.where(grey < PAPER - 30, np.uint8(255), np.uint8(0))
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    (table,) = ruled_tables(line_masks(ink, CHARACTER, red), CHARACTER, grey)
    return table.cells


def seal_over(grey: Image, across: int = 280) -> Image:
    """Take what a seal covers out of a page, as its red ink is; return the mask of its ink."""
    red = np.zeros_like(grey)
    cv2.circle(red, (across, 100), 34, 255, 5)
    cv2.circle(red, (across, 100), 20, 255, 12)
    grey[red > 0] = PAPER
    return red


def test_lines_of_dots_go_on_under_a_seal() -> None:
    grey = dotted_page(90)
    assert cells_of(grey, seal_over(grey)) == tuple(CELLS)


def test_text_across_a_cell_under_a_seal_keeps_it_merged() -> None:
    grey = dotted_page(90)
    grey[ROWS[2] - 9 : ROWS[2] + 10, COLUMNS[1] + 4 : COLUMNS[2] - 3] = PAPER
    red = seal_over(grey, 210)
    grey[ROWS[2] - 6 : ROWS[2] + 7, COLUMNS[1] + 40 : COLUMNS[2] - 40 : 3] = 20
    assert RuledCell(1, 1, 2, 1) in cells_of(grey, red)


def _without_uprights(grey: Image) -> None:
    grey[ROWS[2] + 2 : ROWS[3] - 1] = PAPER


def _without_ends(grey: Image) -> None:
    for row in ROWS[1:-1]:
        grey[row, COLUMNS[2] - 48 : COLUMNS[2] + 49] = PAPER
        grey[row, COLUMNS[2] - 28 : COLUMNS[2] + 29 : 2] = PAPER - 120
    for edge in (ROWS[0], ROWS[-1]):
        grey[edge - 1 : edge + 2] = PAPER
        grey[edge, COLUMNS[0] : COLUMNS[-1] + 1] = PAPER - 120
    for end in (slice(ROWS[0] + 1, ROWS[0] + 15), slice(ROWS[-1] - 14, ROWS[-1])):
        grey[end, COLUMNS[2] - 48 : COLUMNS[2] + 49] = PAPER


def test_a_row_without_upright_lines_belongs_to_its_table() -> None:
    """A fold took them: what is left are two tables as wide as each other, a row apart."""
    grey = dotted_page()
    _without_uprights(grey)
    assert cells_of(grey) == tuple(CELLS)


def test_lines_inside_a_table_that_reach_no_others_are_its_own() -> None:
    grey = dotted_page()
    _without_ends(grey)
    assert set(CELLS[4:16]) <= set(cells_of(grey))


def test_two_tables_of_other_widths_stay_two() -> None:
    grey = dotted_page()
    _without_uprights(grey)
    grey[ROWS[3] :, COLUMNS[3] + 2 :] = PAPER
    grey[ROWS[3] : ROWS[-1] + 1 : 2, COLUMNS[3]] = PAPER - 120
    ink = np.where(grey < PAPER - 30, np.uint8(255), np.uint8(0))
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    assert len(ruled_tables(line_masks(ink, CHARACTER), CHARACTER, grey)) == 2


def test_strokes_of_small_print_are_no_lines() -> None:
    """They touch each other; over and below those within a character are more."""
    ink = np.zeros((60, 300), np.uint8)
    for row in (20, 23, 27, 30):
        ink[row : row + 2, 40:120] = 255
    ink[20:32, 40:120:6] = 255
    assert not line_masks(ink, CHARACTER).level[23:29].any()
    ink[44:46, 40:260] = 255
    assert line_masks(ink, CHARACTER).level[44:46, 50:250].all()


@pytest.mark.parametrize(("darkness", "wider"), [(60, True), (12, False)])
def test_thin_strokes_belong_to_their_line(darkness: int, *, wider: bool) -> None:
    """The strokes of 二 are lighter than ink, but darker than noise."""
    cell, line = Box(20, 10, 200, 40), Box(60, 18, 110, 33)
    grey = np.full((50, 220), PAPER, np.uint8)
    grey[18:33, 60:110:4] = 30
    grey[21, 50:56] = grey[30, 48:58] = PAPER - darkness
    red = np.zeros_like(grey)
    found = with_thin_strokes(line, cell, grey, red, CHARACTER)
    assert (found.left < 50, found.right) == (wider, 110)
    red[30, 52] = 255
    assert with_thin_strokes(line, cell, grey, red, CHARACTER) == line
