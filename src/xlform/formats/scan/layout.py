"""A page made even and straight: its tables, its lines of text, and what their ink tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import cv2
import numpy as np

from xlform.formats.scan.boundaries import reach_of
from xlform.formats.scan.cleaning import (
    character_size,
    even_grey,
    ink_mask,
    without_remains,
    without_specks,
)
from xlform.formats.scan.content import Box, Character
from xlform.formats.scan.creases import without_creases
from xlform.formats.scan.figure_ink import FigureLine
from xlform.formats.scan.images import Image
from xlform.formats.scan.ink_shapes import (
    STROKES,
    as_ordinal,
    is_ordinal,
    is_speck,
    lone_stroke,
    with_degrees,
    with_doubtful_metres,
    with_doubtful_signs,
    with_numeral_zeros,
    with_raised_figures,
    with_ring,
)
from xlform.formats.scan.line_masks import Lines, bare_lines, is_small, line_masks
from xlform.formats.scan.noise import with_dashes, without_noise
from xlform.formats.scan.per_mille import widest_gap
from xlform.formats.scan.ruling import Ruling, ruled_tables
from xlform.formats.scan.single_characters import is_single
from xlform.formats.scan.straightening import Matrix, straightened
from xlform.formats.scan.text_lines import lines_in, lines_outside, with_thin_strokes

# A line of so many characters at most may be one that is told by its shape.
_SHORT = 2
# Words in one cell are no further apart than this, in sizes of a character.
_APART, _OF_A_DAY = 1.6, frozenset("年月日")
# In so few words, ink of this part of a character's square is a character.
_FEW, _INK = 8, 0.06
# Room around a single character, as a part of its height.
_ROOM_ALONE = 3


class PageLayout(NamedTuple):
    """Page made even and straight: its tables, and where its lines of text are.

    ``matrix`` is the transformation of the pixels of the page as it was given.
    """

    grey: Image
    red: Image
    written: Image
    unsure: Image
    character: int
    tables: tuple[Ruling, ...]
    cells: tuple[tuple[Box, ...], ...]
    outside: tuple[Box, ...]
    matrix: Matrix

    def lines(self) -> list[Box]:
        """Return the lines in the cells, table by table, and then those outside."""
        return [box for boxes in (*self.cells, self.outside) for box in boxes]

    def picture(self, box: Box, room: int = 0) -> Image:
        """Return a line in grey, with some room around it."""
        return self.grey[
            max(0, box.top - room) : box.bottom + room, max(0, box.left - room) : box.right + room
        ]

    def spacious_picture(self, box: Box) -> Image:
        """Return a line in grey; one of a single character has paper around it.

        The model knows few signs by themselves: = that fills its picture is recognised as 三.
        """
        picture = self.picture(box)
        if not is_single(box):
            return picture
        room, paper = box.height // _ROOM_ALONE, float(np.percentile(picture, 90))
        sides = (room, room, room, room)
        framed = cv2.copyMakeBorder(picture, *sides, cv2.BORDER_CONSTANT, value=(paper,))
        return np.asarray(framed, np.uint8)

    def print_in(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return what was recognised on a line without noise and the remains of a seal."""
        return with_degrees(with_numeral_zeros(with_dashes(without_noise(found, self.red_of(box)))))

    def red_of(self, box: Box) -> Image:
        """Return where red ink was on a line."""
        return self.red[box.top : box.bottom, box.left : box.right]

    def ink_of(self, box: Box) -> Image:
        """Return what is written on a line, without the lines of the table."""
        return self.written[box.top : box.bottom, box.left : box.right]

    def beside(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return what was recognised on one of several lines: a stroke on red is none of them."""
        is_stroke = len(found) == 1 and found[0].text in STROKES
        return () if is_stroke and self.red_of(box).any() else with_doubtful_metres(found)

    def shaped(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return what was recognised on a line in a cell with what its ink alone can tell."""
        if len(found) > _SHORT:
            return with_doubtful_metres(found)
        ink = self.ink_of(box)
        if is_speck(ink, self.character):
            return ()
        stroke = lone_stroke(ink, self.character)
        # A short stroke on red ink is a remainder of it.
        if stroke and not (stroke.text == "-" and self.red_of(box).any()):
            return (stroke,)
        return with_doubtful_metres(with_ring(found, ink, self.character))

    def shaped_cells(
        self, readings: list[tuple[Character, ...]]
    ) -> Iterator[tuple[Character, ...]]:
        """Yield the readings of the lines in cells with what their ink alone can tell.

        A lone stroke is a dash, but in the first column of a table, or above 二 and 三, it is 一.
        """
        rest = iter(readings)
        cells = iter(self.cells)
        for table in self.tables:
            found = [
                (cell.left, [(box, next(rest)) for box in boxes])
                for cell, boxes in zip(table.cells, islice(cells, len(table.cells)), strict=True)
            ]
            ordinals = {0, *(left for left, lines in found if is_ordinal(one for _, one in lines))}
            for left, lines in found:
                for box, one in lines:
                    shaped = self.shaped(box, one) if len(lines) == 1 else self.beside(box, one)
                    yield as_ordinal(shaped) if left in ordinals else shaped

    def is_whole(self, box: Box, found: tuple[Character, ...]) -> bool:
        """Return whether words in a cell are all that is written there, and of one cell.

        Words far apart are of cells whose line was lost; a day that is to be filled in has room
        before 月 and 日. In a few words, such as a unit, ink that no character explains is a lost
        one.
        """
        are_apart = any(
            widest_gap(self.ink_of(box), before.place, after.place) > _APART * self.character
            for before, after in pairwise(one for one in found if not one.text.isspace())
            if before.text.isalnum() and after.text.isalnum()
            if not _OF_A_DAY.intersection((before.text, after.text))
        )
        return not are_apart and not (0 < len(found) <= _FEW and self._has_lost_ink(box, found))

    def _has_lost_ink(self, box: Box, found: tuple[Character, ...]) -> bool:
        ink = self.ink_of(box)
        least = _INK * self.character * self.character
        lost = self.figure(box, found).lost()
        return any(np.count_nonzero(ink[:, start:end]) >= least for start, end in lost)

    def has_unsure_ink(self, box: Box) -> bool:
        """Return whether something near a line may be written on it, or a part of a seal."""
        beside = self.character
        near = self.unsure[box.top : box.bottom, max(0, box.left - beside) : box.right + beside]
        return bool(near.any())

    def signs(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return a line of words with the ‰ that its ink shows."""
        if not any(one.text == "%" for one in found):
            return found
        return self.figure(box, found).with_per_mille().characters

    def doubtful(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return a line with doubt in the figures and signs that may be others by their ink."""
        if any(one.text.isdecimal() for one in found):
            found = with_raised_figures(found, self.ink_of(box), self.character)
        elif len(found) != 1:
            return found
        return with_doubtful_signs(found, self.character)

    def figure(self, box: Box, characters: tuple[Character, ...]) -> FigureLine:
        """Return a line with a figure."""
        return FigureLine(characters, self.picture(box), self.ink_of(box), self.character)


def page_layout(colour: Image) -> PageLayout:
    """Return the layout of a page given in colour, as it is up."""
    grey, (red,), matrix = straightened(*even_grey(colour))
    ink = ink_mask(grey)
    flat = without_creases(grey, ink)
    if flat is not grey:
        grey, ink = flat, ink_mask(flat)
    specks = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(red)), np.uint8)
    character = character_size(specks) or character_size(ink)
    if not character:
        return PageLayout(grey, red, ink, ink, 1, (), (), (), matrix)
    ink, unsure = without_specks(ink, grey, red, character)
    lines = line_masks(ink, character, red, specks)
    tables = tuple(ruled_tables(lines, character, grey))
    grey = without_remains(grey, np.maximum(ink, unsure), red, character)
    written = np.asarray(cv2.subtract(ink, _ruled(lines, tables, character)), np.uint8)
    cells = tuple(
        tuple(
            line if is_single(line) else with_thin_strokes(line, box, grey, red, character)
            for line in lines_in(written, box, character)
        )
        for table in tables
        for box in map(table.cell_box, table.cells)
    )
    outside = lines_outside(written, [table.box for table in tables], character)
    return PageLayout(grey, red, written, unsure, character, tables, cells, tuple(outside), matrix)


def _ruled(lines: Lines, tables: Sequence[Ruling], character: int) -> Image:
    """Return the mask of the lines on a page; of small print, inside tables those between cells.

    What looks like a line within a cell is a stroke of text, unless there is paper on both sides.
    """
    found = np.asarray(cv2.bitwise_or(lines.level, lines.upright), np.uint8)
    if not is_small(character):
        return _thicker(found)
    edges = np.full_like(found, 255)
    width = 2 * reach_of(character) + 1
    for table in tables:
        box = table.box
        edges[box.top : box.bottom, box.left : box.right] = 0
        for cell in map(table.cell_box, table.cells):
            cv2.rectangle(edges, (cell.left, cell.top), (cell.right, cell.bottom), 255, width)
    ruled = cv2.bitwise_or(cv2.bitwise_and(found, edges), bare_lines(lines, character))
    return _thicker(np.asarray(ruled, np.uint8))


def _thicker(mask: Image) -> Image:
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8)
