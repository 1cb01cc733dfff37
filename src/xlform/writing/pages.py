"""Pages of a printed form: one where it fits, else its title and head rows again on each."""

from __future__ import annotations

from typing import Final

from xlform.ooxml.fill.sheet_layout import LaidSheet
from xlform.ooxml.fill.text_height import points_wide
from xlform.writing.blank import Blank
from xlform.writing.breaks import page_ends

# Points of a sheet of paper upright, by its number (ECMA-376 part 1, 18.3.1.63).
_PAPERS: Final = {"8": (841.9, 1190.6), "9": (595.3, 841.9), "11": (419.5, 595.3)}
_A4: Final = "9"
_INCH: Final = 72.0
_MARGINS: Final = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75}
# Print this much smaller is still read: 10.5 points become 7.5, which is 六号.
_SMALLEST: Final = 0.71
# Programs differ by a little in how high they print a row.
_RESERVE: Final = 1.02


def set_pages(sheet: LaidSheet, blank: Blank) -> None:
    """Fit a form to the width of its paper, and to one page where that keeps it readable.

    A longer form goes on over pages that end between its parts, with its title and what stands
    above the body on each; what the blank itself repeats stays. Its width is fitted all the same,
    since columns are as wide as each machine's fonts; Excel then ends pages where it likes.
    """
    width, height = _room(sheet)
    wide = points_wide(
        [sheet.pattern.width_of(column) for column in range(1, sheet.last_column + 1)]
    )
    scale = min(1.0, width / wide)
    heights = sheet.all_heights()
    pages = sum(heights) * scale * _RESERVE / height
    if pages <= 1.0 or scale / pages >= _SMALLEST:
        sheet.parts["pageSetup"] = {"fitToWidth": "1", "fitToHeight": "1"}
        return
    sheet.parts["pageSetup"] = {"fitToWidth": "1", "fitToHeight": "0"}
    rows = _repeated(sheet, blank)
    if rows:
        sheet.repeated = rows
    head = sum(heights[rows[0] - 1 : rows[1]]) if rows else 0.0
    sheet.breaks = page_ends(sheet, blank, height / scale / _RESERVE, head)


def _repeated(sheet: LaidSheet, blank: Blank) -> tuple[int, int] | None:
    """The rows from the title to the body."""
    if not blank.tops:
        return None
    first = min(top.position[0] for top in blank.tops)
    return sheet.relaying.rows(first, max(first, blank.body - 1))


def _room(sheet: LaidSheet) -> tuple[float, float]:
    """The width and the height of the paper within its margins, in points."""
    setup, margins = sheet.pattern.parts.get("pageSetup"), sheet.pattern.parts.get("pageMargins")
    paper = setup.get("paperSize", _A4) if setup is not None else _A4
    width, height = _PAPERS.get(paper, _PAPERS[_A4])
    if setup is not None and setup.get("orientation") == "landscape":
        width, height = height, width
    inches = dict(_MARGINS)
    if margins is not None:
        inches |= {side: float(margins.get(side, inch)) for side, inch in _MARGINS.items()}
    across = (inches["left"] + inches["right"]) * _INCH
    down = (inches["top"] + inches["bottom"]) * _INCH
    return width - across, height - down
