"""One page: straightened, its tables found, its text recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import cv2
import msgspec
import numpy as np

from xlform.formats.scan.blue_seals import with_red_seals
from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.cleaning import (
    character_size,
    even_grey,
    ink_mask,
    seals,
    without_remains,
    without_specks,
)
from xlform.formats.scan.content import (
    Box,
    Character,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.creases import without_creases
from xlform.formats.scan.density import require_readable
from xlform.formats.scan.figure_ink import FigureLine, is_like_a_sign
from xlform.formats.scan.images import Image
from xlform.formats.scan.ink_shapes import (
    STROKES,
    as_ordinal,
    is_ordinal,
    is_speck,
    lone_stroke,
    with_doubtful_metres,
    with_numeral_zeros,
    with_ring,
)
from xlform.formats.scan.line_masks import line_masks
from xlform.formats.scan.noise import with_dashes, without_noise
from xlform.formats.scan.ruling import Ruling, ruled_tables
from xlform.formats.scan.single_characters import (
    beside_figure,
    figure_beside,
    is_doubtful,
    is_single,
    is_unsure,
    surer,
)
from xlform.formats.scan.straightening import Matrix, straightened
from xlform.formats.scan.text_lines import lines_in, lines_outside

# Quarter turns that are tried on a page whose characters are less sure than this on the whole. So
# many lines are recognised to find out, and each has so many characters at least, on average.
_TURNS, _UPRIGHT = (2, 1, 3), 0.85
_SAMPLE, _CHARACTERS_A_LINE = 16, 2.0
# A mark nearer to the edge of a page than this, in parts of it, reaches beyond it.
_EDGE = 0.006
# A figure has so many characters at most that are no digits; room for its second reading, as a part
# of its height.
_WORDS_OF_A_FIGURE, _ROOM = 6, 4
# A line of so many characters at most may be one that is told by its shape.
_SHORT = 2
# Room around a single character, as a part of its height.
_ROOM_ALONE = 3
# ‰ may be recognised as % and another character.
_LAST_RING = re.compile(r"%[0oO。°]?$|\s")


class _Layout(NamedTuple):
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
        return with_numeral_zeros(with_dashes(without_noise(found, self.red_of(box))))

    def red_of(self, box: Box) -> Image:
        """Return where red ink was on a line."""
        return self.red[box.top : box.bottom, box.left : box.right]

    def beside(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return what was recognised on one of several lines: a stroke on red is none of them."""
        is_stroke = len(found) == 1 and found[0].text in STROKES
        return () if is_stroke and self.red_of(box).any() else found

    def shaped(self, box: Box, found: tuple[Character, ...]) -> tuple[Character, ...]:
        """Return what was recognised on a line in a cell with what its ink alone can tell."""
        if len(found) > _SHORT:
            return with_doubtful_metres(found)
        ink = self.written[box.top : box.bottom, box.left : box.right]
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

    def figure(self, box: Box, characters: tuple[Character, ...]) -> FigureLine:
        """Return a line with a figure."""
        written = self.written[box.top : box.bottom, box.left : box.right]
        return FigureLine(characters, self.picture(box), written, self.character)


def read_page(colour: Image, recogniser: Recogniser) -> ScannedPage:
    """Return the content of a page given in colour, whichever side of it is up.

    Raises :class:`DensePageError` for a page with more text than any form has.
    """
    layout, turns = _upright_layout(with_red_seals(colour), recogniser)
    read = _with_single_characters(layout, _read(layout, layout.lines(), recogniser), recogniser)
    in_cells = list(layout.shaped_cells(read))
    readings = [*in_cells, *read[len(in_cells) :]]
    to_file = _turned_back(turns) @ _in_parts(colour, turns) @ np.linalg.inv(layout.matrix)
    page = _page(layout, _confirmed(layout, readings, recogniser))
    colourless = bool((colour == colour[:, :, :1]).all())
    placed = msgspec.structs.replace(
        page, to_file=tuple(to_file.ravel().tolist()), colourless=colourless
    )
    return msgspec.structs.replace(placed, seals=_seals_on_paper(placed))


def _upright_layout(colour: Image, recogniser: Recogniser) -> tuple[_Layout, int]:
    """Return the layout of a page in the direction in which its lines are read best.

    Also how often the page was turned left for it.
    """
    layout, turns = _layout(colour), 0
    best = _legibility(layout, recogniser)
    for turn in _TURNS:
        if best >= _UPRIGHT:
            break
        turned = _layout(np.ascontiguousarray(np.rot90(colour, turn)))
        legibility = _legibility(turned, recogniser)
        if legibility > best:
            layout, turns, best = turned, turn, legibility
    return layout, turns


def _legibility(layout: _Layout, recogniser: Recogniser) -> float:
    """Return the mean probability of the characters in some lines, 1 for a page without any.

    A page on its side has lines of one character; those are sometimes recognised as they lie.
    """
    lines = layout.lines()
    require_readable(lines)
    if not lines:
        return 1.0
    sample = lines[:: max(1, len(lines) // _SAMPLE)]
    found = _read(layout, sample, recogniser)
    sure = [character.probability for characters in found for character in characters]
    if not sure:
        return 0.0
    written = sum(map(bool, found))
    return sum(sure) / len(sure) * min(1.0, len(sure) / written / _CHARACTERS_A_LINE)


def _seals_on_paper(page: ScannedPage) -> tuple[Box, ...]:
    """Return the seals of a page that are inside it: a reddish desk reaches its edge."""
    edges = ((box, page.place(1, box).box) for box in page.seals)
    return tuple(box for box, parts in edges if min(parts) > _EDGE and max(parts) < 1 - _EDGE)


def _in_parts(colour: Image, turns: int) -> Matrix:
    """Return the transformation of pixels of a turned page to parts of its width and height."""
    height, width = colour.shape[:2] if turns % 2 == 0 else colour.shape[1::-1]
    return np.diag([1 / width, 1 / height, 1.0])


def _turned_back(turns: int) -> Matrix:
    """Return the transformation of places on a page turned left so often to those on the page."""
    right = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(np.linalg.matrix_power(right, turns), np.float64)


def _layout(colour: Image) -> _Layout:
    grey, (red,), matrix = straightened(*even_grey(colour))
    ink = ink_mask(grey)
    flat = without_creases(grey, ink)
    if flat is not grey:
        grey, ink = flat, ink_mask(flat)
    specks = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(red)), np.uint8)
    character = character_size(specks) or character_size(ink)
    if not character:
        return _Layout(grey, red, ink, ink, 1, (), (), (), matrix)
    ink, unsure = without_specks(ink, grey, red, character)
    lines = line_masks(ink, character, red, specks)
    tables = tuple(ruled_tables(lines, character, grey))
    grey = without_remains(grey, np.maximum(ink, unsure), red, character)
    ruled = cv2.dilate(cv2.bitwise_or(lines.level, lines.upright), np.ones((3, 3), np.uint8))
    written = np.asarray(cv2.subtract(ink, ruled), np.uint8)
    cells = tuple(
        tuple(lines_in(written, table.cell_box(cell), character))
        for table in tables
        for cell in table.cells
    )
    outside = lines_outside(written, [table.box for table in tables], character)
    return _Layout(grey, red, written, unsure, character, tables, cells, tuple(outside), matrix)


def _read(layout: _Layout, lines: list[Box], recogniser: Recogniser) -> list[tuple[Character, ...]]:
    found = recogniser.read([layout.spacious_picture(box) for box in lines])
    return [layout.print_in(box, one) for box, one in zip(lines, found, strict=True)]


def _with_single_characters(
    layout: _Layout, readings: list[tuple[Character, ...]], recogniser: Recogniser
) -> list[tuple[Character, ...]]:
    """Return the readings of all lines, unsure single characters read again beside a figure.

    Outside the tables, such characters are strokes of a pen.
    """
    boxes, result = layout.lines(), list(readings)
    in_tables = len(boxes) - len(layout.outside)
    for number in range(in_tables, len(boxes)):
        if is_unsure(boxes[number], result[number]):
            result[number] = ()
    unsure = [
        number
        for number, (box, found) in enumerate(zip(boxes, readings, strict=True))
        if number < in_tables and is_unsure(box, found)
    ]
    chosen = figure_beside(boxes, readings, layout.character) if unsure else None
    if chosen is None:
        return result
    figure = layout.picture(boxes[chosen])
    for behind in (True, False):
        pairs = [
            beside_figure(layout.picture(boxes[number]), figure, readings[chosen], behind=behind)
            for number in unsure
        ]
        again = recogniser.read([pair.picture for pair in pairs])
        for number, pair, found in zip(unsure, pairs, again, strict=True):
            beside = layout.print_in(boxes[number], pair.own(found))
            result[number] = surer(result[number], beside)
        unsure = [number for number in unsure if is_doubtful(result[number])]
    return result


def _confirmed(
    layout: _Layout, readings: list[tuple[Character, ...]], recogniser: Recogniser
) -> list[TextLine]:
    """Return the lines of a page, its figures confirmed.

    A figure is read a second time, smaller and with more room, and its ink held against what was
    read; lost signs are read by themselves. A lone sign is not read again without its neighbour.
    """
    boxes = layout.lines()
    lines = [
        TextLine(box, layout.signs(box, found)) for box, found in zip(boxes, readings, strict=True)
    ]
    figures = {
        number: layout.figure(boxes[number], found).checked()
        for number, found in enumerate(readings)
        if _is_figure(found)
    }
    lost = [(number, columns) for number, line in figures.items() for columns in line.lost()]
    repeated = [number for number, line in figures.items() if not line.is_sign]
    again = recogniser.read(
        [
            *(layout.picture(boxes[number], boxes[number].height // _ROOM) for number in repeated),
            *(figures[number].sign_picture(columns) for number, columns in lost),
        ]
    )
    incomplete = {
        number
        for number, line in figures.items()
        if layout.has_unsure_ink(boxes[number]) or line.is_parted()
    }
    for (number, columns), found in zip(lost, again[len(repeated) :], strict=True):
        completed = figures[number].with_sign(columns, found)
        if completed:
            figures[number] = completed
        else:
            incomplete.add(number)
    seconds = dict(zip(repeated, map(_text, again), strict=False))
    for number, line in figures.items():
        second = seconds.get(number)
        if second and _is_same_figure(line, second, _text(readings[number])):
            second = _text(line.characters)
        lines[number] = TextLine(
            boxes[number], line.characters, second, is_whole=number not in incomplete
        )
    return lines


def _is_same_figure(line: FigureLine, second: str, first: str) -> bool:
    """Return whether a second reading is that of a line, but for what a % was taken for."""
    if _LAST_RING.sub("%", second) == _LAST_RING.sub("%", first):
        return True
    own = _text(line.characters)
    digits = own.removesuffix("%")
    rest = second.removeprefix(digits)
    return own.endswith("%") and second.startswith(digits) and line.shows_per_cent(rest)


def _text(characters: tuple[Character, ...]) -> str:
    return "".join(character.text for character in characters)


def _is_figure(characters: tuple[Character, ...]) -> bool:
    """Return whether a line is a figure and little else, such as an amount or a target.

    A lone sign, such as ≥ in a column of its own, is one too.
    """
    if len(characters) == 1 and not characters[0].text.isdecimal():
        return is_like_a_sign(characters[0].text)
    digits = sum(character.text.isdecimal() for character in characters)
    return digits > 0 and len(characters) - digits <= _WORDS_OF_A_FIGURE


def _page(layout: _Layout, lines: list[TextLine]) -> ScannedPage:
    rest = iter(lines)
    in_cells = iter(tuple(islice(rest, len(boxes))) for boxes in layout.cells)
    tables = tuple(
        ScannedTable(
            table.columns,
            table.rows,
            tuple(ScannedCell(*cell, table.cell_box(cell), next(in_cells)) for cell in table.cells),
        )
        for table in layout.tables
    )
    height, width = layout.grey.shape
    return ScannedPage(width, height, tables, tuple(rest), seals(layout.red))
