"""One page: made upright and straight, its tables found, its text recognised."""

from __future__ import annotations

from itertools import islice

import msgspec
import numpy as np

from xlform.formats.scan.blue_seals import with_red_seals
from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.cleaning import seals
from xlform.formats.scan.content import (
    Box,
    Character,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.density import require_readable, require_words
from xlform.formats.scan.images import Image
from xlform.formats.scan.layout import PageLayout, page_layout
from xlform.formats.scan.second_readings import confirmed_lines, with_single_characters
from xlform.formats.scan.straightening import Matrix

# Quarter turns that are tried, each upside down too, until the characters of a page are as sure as
# this on the whole. So many lines are recognised to find out, and each has so many characters at
# least, on average.
_TURNS, _HALF, _UPRIGHT = (0, 1), 2, 0.85
# A page whose characters are less sure in all directions is none, such as a photograph of grass.
_LEGIBLE = 0.35
_SAMPLE, _CHARACTERS_A_LINE = 16, 2.0
# A mark nearer to the edge of a page than this, in parts of it, reaches beyond it.
_EDGE = 0.006


def read_page(colour: Image, recogniser: Recogniser) -> ScannedPage:
    """Return the content of a page given in colour, whichever side of it is up.

    Raises :class:`DensePageError` for a page with more text than any form has.
    """
    layout, turns = _upright_layout(with_red_seals(colour), recogniser)
    first = _read(layout, layout.lines(), recogniser)
    require_words(len(first), first)
    read = with_single_characters(layout, first, recogniser)
    in_cells = list(layout.shaped_cells(read))
    readings = [*in_cells, *read[len(in_cells) :]]
    to_file = _turned_back(turns) @ _in_parts(colour, turns) @ np.linalg.inv(layout.matrix)
    page = _page(layout, confirmed_lines(layout, readings, recogniser))
    colourless = bool((colour == colour[:, :, :1]).all())
    placed = msgspec.structs.replace(
        page, to_file=tuple(to_file.ravel().tolist()), colourless=colourless
    )
    return msgspec.structs.replace(placed, seals=_seals_on_paper(placed))


def _upright_layout(colour: Image, recogniser: Recogniser) -> tuple[PageLayout, int]:
    """Return the layout of a page in the direction in which its lines are read best.

    Also how often the page was turned left for it.
    """
    best, layouts = {0: 0.0}, {}
    for turn in _TURNS:
        layouts[turn] = page_layout(np.ascontiguousarray(np.rot90(colour, turn)))
        for more in (0, _HALF):
            best[turn + more] = _legibility(layouts[turn], recogniser, more)
            if best[turn + more] >= _UPRIGHT:
                break
        if max(best.values()) >= _UPRIGHT:
            break
    turns = max(best, key=lambda turn: best[turn])
    turns = turns if best[turns] >= _LEGIBLE else 0
    if turns not in layouts:
        layouts[turns] = page_layout(np.ascontiguousarray(np.rot90(colour, turns)))
    return layouts[turns], turns


def _legibility(layout: PageLayout, recogniser: Recogniser, turns: int = 0) -> float:
    """Return the mean probability of the characters in some lines, 1 for a page without any.

    A page on its side has lines of one character; those are sometimes recognised as they lie. Lines
    are turned by so many quarters: upside down, they are where they are.
    """
    lines = layout.lines()
    require_readable(lines)
    if not lines:
        return 1.0
    sample = lines[:: max(1, len(lines) // _SAMPLE)]
    pictures = (layout.spacious_picture(box) for box in sample)
    read = recogniser.read([np.ascontiguousarray(np.rot90(one, turns)) for one in pictures])
    found = [layout.print_in(box, one) for box, one in zip(sample, read, strict=True)]
    sure = [character.probability for characters in found for character in characters]
    if not sure:
        return 0.0
    written = sum(map(bool, found))
    legible = sum(sure) / len(sure) * min(1.0, len(sure) / written / _CHARACTERS_A_LINE)
    if legible >= _UPRIGHT:  # on its side, the words of a page are recognised as figures
        require_words(len(lines), found)
    return legible


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


def _read(
    layout: PageLayout, lines: list[Box], recogniser: Recogniser
) -> list[tuple[Character, ...]]:
    found = recogniser.read([layout.spacious_picture(box) for box in lines])
    return [layout.print_in(box, one) for box, one in zip(lines, found, strict=True)]


def _page(layout: PageLayout, lines: list[TextLine]) -> ScannedPage:
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
