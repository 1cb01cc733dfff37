"""Letters of a seal that were read into the text it is stamped on: they are taken out again.

At the end of a line where a seal is, a run of characters none of which is likely is no print, nor
is a line of a few such characters above or below another one. What is left is not whole: its text
stays doubtful. Figures are left as they are, for a sum may tell what they are, unless they stand in
a line of their own beside a clear one, or are the number of the seal: some digits in its lower
half, on a line of their own or alone in their row. So is a mark that is alone in its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from xlform.formats.scan.content import (
    Box,
    Character,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)

# Each character of such a run is less likely than this, all of them on average than that; it has so
# many characters at least.
_UNLIKELY, _ON_AVERAGE, _RUN = 0.6, 0.45, 2
# A line of a seal has so many characters at most, each less likely than this; those of the clear
# line beside it are likelier on average.
_FEW, _UNSURE, _CLEAR = 3, 0.8, 0.9
# The number of a seal has so many digits at least, and is lower than this part of the seal.
_DIGITS, _LOWER = 6, 0.55
# So many marks alone in a row are a piece of a seal.
_MARKS = 2
# So many digits before or behind a text may be strokes of the rim; a unit behind a figure has fewer
# characters than such a text.
_RIM, _WORDS = 2, 3


def without_seal_letters(page: ScannedPage) -> ScannedPage:
    """Return a page without the letters of its seals in its lines."""
    if not page.seals:
        return page
    tables = tuple(_table(table, page.seals) for table in page.tables)
    lines = tuple(_line(line, page.seals) for line in page.lines)
    return msgspec.structs.replace(page, tables=tables, lines=lines)


def _table(table: ScannedTable, seals: Sequence[Box]) -> ScannedTable:
    filled = Counter(cell.top for cell in table.cells if cell.top == cell.bottom and _text(cell))

    def lines(cell: ScannedCell) -> tuple[TextLine, ...]:
        is_alone = cell.top == cell.bottom and filled[cell.top] == 1
        written = [line for line in cell.lines if line.text]
        if is_alone and all(_is_number(line, seals) or _is_mark(line, seals) for line in written):
            return ()
        return _lines(cell.lines, seals)

    cells = tuple(
        msgspec.structs.replace(cell, lines=lines(cell)) if cell.lines else cell
        for cell in table.cells
    )
    return msgspec.structs.replace(table, cells=cells)


def _text(cell: ScannedCell) -> str:
    return "".join(line.text for line in cell.lines)


def _is_mark(line: TextLine, seals: Sequence[Box]) -> bool:
    """Return whether a line is a mark or two on a seal that are no characters, such as —."""
    few = len(line.text) <= _MARKS and not any(map(str.isalnum, line.text))
    return few and any(_touches(line.box, seal) for seal in seals)


def _is_number(line: TextLine, seals: Sequence[Box]) -> bool:
    """Return whether a line is the number of a seal: doubtful digits in its lower half."""
    across, down = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
    return (
        not line.is_whole
        and len(line.text) >= _DIGITS
        and line.text.isdecimal()
        and any(
            seal.holds(across, down) and down > seal.top + _LOWER * seal.height for seal in seals
        )
    )


def _lines(lines: tuple[TextLine, ...], seals: Sequence[Box]) -> tuple[TextLine, ...]:
    """Return the lines of a cell without those of a seal; the others are then not whole."""
    stray = {number for number, line in enumerate(lines) if _is_stray(line, seals)}
    rest = [_line(line, seals) for number, line in enumerate(lines) if number not in stray]
    if not stray or not any(_is_clear(line) for line in rest):
        return tuple(_line(line, seals) for line in lines)
    return tuple(msgspec.structs.replace(line, is_whole=False) for line in rest)


def _is_stray(line: TextLine, seals: Sequence[Box]) -> bool:
    if _is_number(line, seals):
        return True
    on_seal = any(_touches(line.box, seal) for seal in seals)
    few = 0 < len(line.characters) <= _FEW
    return on_seal and few and all(one.probability < _UNSURE for one in line.characters)


def _is_clear(line: TextLine) -> bool:
    chances = [one.probability for one in line.characters]
    return bool(chances) and sum(chances) > _CLEAR * len(chances)


def _line(line: TextLine, seals: Sequence[Box]) -> TextLine:
    on_seal = [seal for seal in seals if _touches(line.box, seal)]
    if not on_seal:
        return line
    if any(one.text.isdecimal() for one in line.characters):
        ends = (line.characters, line.characters[::-1])
        may_be_rim = any(_ends_in_rim(end, line.box, on_seal) for end in ends)
        return msgspec.structs.replace(line, is_whole=False) if may_be_rim else line
    kept = _without_end(line.characters, line.box, on_seal)
    kept = _without_end(kept[::-1], line.box, on_seal)[::-1]
    if len(kept) == len(line.characters):
        return line
    return msgspec.structs.replace(line, characters=kept, is_whole=False)


def _ends_in_rim(characters: tuple[Character, ...], box: Box, seals: Sequence[Box]) -> bool:
    """Return whether the first characters are a digit or two on a seal, and then words.

    A stroke of the rim is read as 1 before the text that it touches.
    """
    digits = next(
        (place for place, one in enumerate(characters) if not one.text.isdecimal()), len(characters)
    )
    words = [one.text for one in characters[digits : digits + _WORDS]]
    if not 0 < digits <= _RIM or len(words) < _WORDS or "".join(words).isascii():
        return False
    across = box.left + characters[0].place * box.width
    is_on = any(seal.left - box.height < across < seal.right + box.height for seal in seals)
    return is_on and all(map(str.isalpha, words))


def _touches(box: Box, seal: Box) -> bool:
    across = box.left < seal.right and seal.left < box.right
    return across and box.top < seal.bottom and seal.top < box.bottom


def _without_end(
    characters: tuple[Character, ...], box: Box, seals: Sequence[Box]
) -> tuple[Character, ...]:
    """Return the characters of a line without a run at their end that a seal left."""
    end = len(characters)
    while end and _may_be_seal(characters[end - 1], box, seals):
        end -= 1
    run = characters[end:]
    is_run = len(run) >= _RUN and sum(one.probability for one in run) < _ON_AVERAGE * len(run)
    return characters[:end] if is_run else characters


def _may_be_seal(character: Character, box: Box, seals: Sequence[Box]) -> bool:
    across = box.left + character.place * box.width
    room = box.height
    is_on = any(seal.left - room < across < seal.right + room for seal in seals)
    return is_on and character.probability < _UNLIKELY
