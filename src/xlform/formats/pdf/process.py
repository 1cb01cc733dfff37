"""The process that reads a PDF: its bytes on standard input, what was found on standard output."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from xlform.formats.pdf.reader import PAGES_AT_MOST, PdfBlock, PdfCell, PdfContent
from xlform.grid.raised import raised_text
from xlform.isolation.own_process import limit_memory, start_timer

if TYPE_CHECKING:
    from pdfplumber.page import Page

_SAME_LINE = 3.0
# Room of a cell's edges next to a line, in points; the gap between words, in widths of a character.
_EDGE, _GAP = 8.0, 1.2
# Characters that never begin a line (避头尾).
_NEVER_FIRST = frozenset("）〉》」』】〕，、。；：？！”’%％)]},;:?!")
# A raised character: its greatest size, its least rise and the greatest gap before it, each as a
# part of the size of the character before it.
_SMALL, _RISE, _BESIDE = 0.85, 0.15, 0.5
# The greatest distance of a character from itself printed again, as a part of its size.
_AGAIN = 0.1
# A page is a scan if pictures take up this part of it.
_PICTURE = 0.7
_PAGE_NUMBER = re.compile(r"[\s0-9第页共,，/\-—–·.]*")
_Edges = tuple[float, float, float, float]


def read(data: bytes) -> PdfContent:
    """Return the tables and lines of a PDF in order."""
    import pdfplumber  # noqa: PLC0415  (an extra, and this process alone)
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return _found(document.pages)
    except PdfminerException as reason:
        cause = type(reason.args[0]).__name__ if reason.args else ""
        return PdfContent(fault="encrypted" if "Password" in cause else "pdf-damaged")


def _found(pages: list[Page]) -> PdfContent:
    if len(pages) > PAGES_AT_MOST:
        return PdfContent(fault="pdf-too-long")
    pieces: list[PdfBlock] = []
    scanned: list[int] = []
    letters = 0
    for number, page in enumerate(pages, 1):
        found = list(_pieces(page))
        if _is_scanned(page, found):
            scanned.append(number)
        else:
            letters += len(page.chars)
            pieces += found
        page.close()
    if not letters:
        return PdfContent(fault="pdf-scanned")
    if not scanned and not any(piece.boxes for piece in pieces):
        return PdfContent(fault="pdf-no-table")
    return PdfContent(pieces, scanned)


def _is_scanned(page: Page, found: list[PdfBlock]) -> bool:
    """Return whether a page is one picture; words that a scanner put behind it do not count."""
    if any(piece.boxes for piece in found):
        return False
    whole = float(page.width) * float(page.height)
    areas = [(one["x1"] - one["x0"]) * (one["bottom"] - one["top"]) for one in page.images]
    return bool(sum(areas) >= _PICTURE * whole)


def _pieces(page: Page) -> Iterator[PdfBlock]:
    """Yield the tables of a page and the lines between them, from the top down."""
    letters = _with_raised(_printed_once(page.chars))
    placed: list[tuple[float, PdfBlock]] = []
    for table in page.find_tables():
        boxes = [_box(cell, letters) for cell in table.cells]
        letters = [letter for letter in letters if not _within(letter, table.bbox)]
        placed.append((table.bbox[1], PdfBlock(boxes)))
    placed += _between(letters)
    yield from (piece for _, piece in sorted(placed, key=lambda item: item[0]))


def _printed_once(letters: list[Any]) -> list[Any]:
    """Return the characters without those printed again over themselves to look bold."""
    found: list[Any] = []
    places: dict[tuple[str, int, int], tuple[float, float]] = {}
    for letter in letters:
        reach, left, top = _AGAIN * letter["size"], letter["x0"], letter["top"]
        if reach > 0:
            across, down = int(left // reach), int(top // reach)
            beside = (
                places.get((letter["text"], column, row))
                for column in range(across - 1, across + 2)
                for row in range(down - 1, down + 2)
            )
            if any(one and max(abs(one[0] - left), abs(one[1] - top)) <= reach for one in beside):
                continue
            places[letter["text"], across, down] = left, top
        found.append(letter)
    return found


def _with_raised(letters: list[Any]) -> list[Any]:
    """Return the characters with raised ones (10⁴, m²) on the line of the one before them."""
    found: list[Any] = []
    base: Any = None
    for letter in letters:
        if base is not None and _is_raised(letter, base, found[-1]["x1"]):
            text = raised_text(letter["text"], found[-1]["text"])
            found.append({**letter, "text": text, "bottom": base["bottom"]})
        else:
            found.append(letter)
            base = letter if letter["text"].strip() else base
    return found


def _is_raised(letter: Any, base: Any, edge: float) -> bool:  # noqa: ANN401  (pdfplumber's own)
    """Return whether a character stands smaller and higher than ``base``, right behind ``edge``."""
    size = base["size"]
    return bool(
        letter["size"] < _SMALL * size
        and base["top"] < letter["bottom"] < base["bottom"] - _RISE * size
        and base["x0"] < letter["x0"] < edge + _BESIDE * size
    )


def _box(cell: _Edges, letters: list[Any]) -> PdfCell:
    """Return a cell with its text; a line too full for the next word continues in the next line."""
    text, room = "", 0.0
    for line in _lines([letter for letter in letters if _within(letter, cell)]):
        if text:
            text += "" if room < _first_word(line) + _EDGE else "\n"
        text += "".join(letter["text"] for letter in line)
        room = cell[2] - cell[0] - (line[-1]["x1"] - line[0]["x0"])
    return PdfCell(*cell, text)


def _first_word(line: list[Any]) -> float:
    """Return the width of a line's unbreakable start: one character, or a run of Latin ones."""
    end = next(
        (place for place, letter in enumerate(line) if not letter["text"].isascii()), len(line)
    )
    end = max(end, 1)
    while end < len(line) and line[end]["text"] in _NEVER_FIRST:
        end += 1
    return float(line[end - 1]["x1"] - line[0]["x0"])


def _between(letters: list[Any]) -> list[tuple[float, PdfBlock]]:
    """Return the lines outside tables with their heights on the page, page numbers left out."""
    lines = ((line[0]["top"], _words(line)) for line in _lines(letters))
    return [
        (top, PdfBlock(words=words))
        for top, words in lines
        if not _PAGE_NUMBER.fullmatch("".join(words))
    ]


def _words(line: list[Any]) -> list[str]:
    """Return the words of a line, separated by its gaps."""
    words = [line[0]["text"]]
    for before, letter in pairwise(line):
        if letter["x0"] - before["x1"] > _GAP * _width(letter):
            words.append("")
        words[-1] += letter["text"]
    return words


def _lines(letters: list[Any]) -> list[list[Any]]:
    """Return the characters of each line from left to right, without blanks at its ends."""
    lines: list[list[Any]] = []
    for letter in sorted(letters, key=lambda letter: (letter["bottom"], letter["x0"])):
        if lines and letter["bottom"] - lines[-1][-1]["bottom"] <= _SAME_LINE:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    stripped = (_stripped(sorted(line, key=lambda letter: letter["x0"])) for line in lines)
    return [line for line in stripped if line]


def _stripped(line: list[Any]) -> list[Any]:
    seen = [place for place, letter in enumerate(line) if letter["text"].strip()]
    return line[seen[0] : seen[-1] + 1] if seen else []


def _width(letter: Any) -> float:  # noqa: ANN401  (pdfplumber's own records)
    return float(letter["x1"] - letter["x0"])


def _within(letter: Any, box: _Edges) -> bool:  # noqa: ANN401  (pdfplumber's own records)
    left, top, right, bottom = box
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def main() -> None:
    """Read a PDF from standard input and write the result to standard output.

    The one argument is the CPU time for it, in seconds.
    """
    limit_memory()
    for seconds in sys.argv[1:]:
        start_timer(float(seconds))
    sys.stdout.buffer.write(msgspec.json.encode(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
