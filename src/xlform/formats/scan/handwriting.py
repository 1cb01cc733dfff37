"""Handwriting on a scan: whether there is some, never what it says."""

from __future__ import annotations

from statistics import median

from xlform.formats.scan.content import ScannedPage, TextLine

# A line is this much higher than usual where something is written by hand on it.
_TALL = 1.4
# Ink behind the last character that was recognised, in heights of a line: half a character and
# the room at the end belong to print.
_BEHIND = 1.6
# Ink of no character is written by hand if it is so large, in usual heights of a line.
_WIDE, _HIGH = 1.2, 0.6
# Characters of print are surer than this on the whole.
_PRINTED = 0.6


def usual_height(page: ScannedPage) -> float:
    """Return the usual height of the lines of a page in pixels; 0 for a page without any."""
    cells = (cell for table in page.tables for cell in table.cells)
    lines = [*page.lines, *(line for cell in cells for line in cell.lines)]
    heights = [line.box.height for line in lines if line.characters]
    return median(heights) if heights else 0.0


def is_handwritten(line: TextLine, usual: float) -> bool:
    """Return whether something on a line is no print; ``usual`` is the height of lines around."""
    box, characters = line.box, line.characters
    if not characters:
        return box.width >= _WIDE * usual and box.height >= _HIGH * usual
    if usual and box.height > _TALL * usual:
        return True
    height = min(box.height, usual or box.height)
    if box.width * (1 - max(one.place for one in characters)) > _BEHIND * height:
        return True
    return sum(one.probability for one in characters) / len(characters) < _PRINTED
