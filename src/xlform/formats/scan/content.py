"""What the reading process finds on the pages, as it hands it on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from xlform.model.page_place import PagePlace, Point

PAGES_AT_MOST = 400
# An A2 page at 400 dpi; decoding takes three bytes a pixel.
PIXELS_AT_MOST = 64_000_000
# Limits of the reading process: CPU seconds for a page, bytes of data.
SECONDS_A_PAGE_AT_MOST = 12.0
MEMORY_AT_MOST = 1 << 30


class ScanError(Exception):
    """Fault of a whole file; ``code`` is that of a :class:`~xlform.errors.FileProblem`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DensePageError(Exception):
    """A page has more text than any form has."""


class Box(msgspec.Struct, frozen=True, array_like=True):
    """Rectangle in pixels of the straightened page; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """Return the smallest box around others, of which there is one at least."""
        found = list(boxes)
        return cls(
            min(box.left for box in found),
            min(box.top for box in found),
            max(box.right for box in found),
            max(box.bottom for box in found),
        )

    @property
    def width(self) -> int:
        """Number of columns of pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Number of rows of pixels."""
        return self.bottom - self.top

    def frames(self, other: Box) -> bool:
        """Return whether it is around another box, and larger."""
        return (
            self != other
            and self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def holds(self, across: float, down: float) -> bool:
        """Return whether a point is inside."""
        return self.left <= across < self.right and self.top <= down < self.bottom


class Character(msgspec.Struct, frozen=True, array_like=True):
    """Recognised character: probability, and the others that are possible, likeliest first.

    ``place`` is its middle in the line, as a part of the line's width.
    """

    text: str
    probability: float
    place: float
    others: tuple[tuple[str, float], ...] = ()


class TextLine(msgspec.Struct, frozen=True, array_like=True):
    """Line of text on the page; ``second`` is what a figure was read as the second time.

    A figure is whole if its characters explain all that is written.
    """

    box: Box
    characters: tuple[Character, ...]
    second: str | None = None
    is_whole: bool = True

    @property
    def text(self) -> str:
        """The likeliest text."""
        return "".join(character.text for character in self.characters)


class ScannedCell(msgspec.Struct, frozen=True, array_like=True):
    """Cell of a ruled table: rows and columns from 0, last ones included, and its lines."""

    top: int
    left: int
    bottom: int
    right: int
    box: Box
    lines: tuple[TextLine, ...] = ()


class ScannedTable(msgspec.Struct, frozen=True, array_like=True):
    """Ruled table; ``columns`` and ``rows`` are the positions of its lines on the page."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[ScannedCell, ...]


class ScannedPage(msgspec.Struct, frozen=True, array_like=True):
    """Page: tables from the top down, the lines outside them in reading order, and seals.

    ``to_file`` is the projective transformation, row by row, of its pixels to parts of the width
    and height of the page as it is in the file.
    ``colourless``: every pixel of it is grey, as on a photocopy.
    """

    width: int
    height: int
    tables: tuple[ScannedTable, ...] = ()
    lines: tuple[TextLine, ...] = ()
    seals: tuple[Box, ...] = ()
    to_file: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    colourless: bool = False

    def place(self, number: int, box: Box) -> PagePlace:
        """Return where a box is on the page as it is in the file; ``number`` is the page's."""
        corners = (
            self._in_file(box.left, box.top),
            self._in_file(box.right, box.top),
            self._in_file(box.right, box.bottom),
            self._in_file(box.left, box.bottom),
        )
        return PagePlace(number, corners)

    def _in_file(self, across: float, down: float) -> Point:
        rows = zip(*[iter(self.to_file)] * 3, strict=True)
        x, y, scale = (a * across + b * down + c for a, b, c in rows)
        return round(x / scale, 5), round(y / scale, 5)


class ScanContent(msgspec.Struct, frozen=True):
    """Pages of a file; ``fault`` is the code of the problem of one that can't be read.

    ``numbers`` are those of the pages, by default from 1 on; ``dense`` those of pages that were not
    read since they are written all over.
    """

    pages: tuple[ScannedPage, ...] = ()
    fault: str = ""
    numbers: tuple[int, ...] = ()
    dense: tuple[int, ...] = ()

    @property
    def numbered(self) -> tuple[tuple[int, ScannedPage], ...]:
        """The pages with their numbers."""
        numbers = self.numbers or range(1, len(self.pages) + 1)
        return tuple(zip(numbers, self.pages, strict=True))
