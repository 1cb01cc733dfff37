"""Page setup of a printed form: one page if readable, else with title and header rows repeated."""

from __future__ import annotations

from typing import Final

from xlform.ooxml.fill.sheet_layout import SheetLayout
from xlform.ooxml.fill.text_height import points_wide
from xlform.writing.blank_layout import BlankLayout
from xlform.writing.page_breaks import page_breaks

# Paper sizes in points, portrait, by number (ECMA-376 part 1, 18.3.1.63).
_PAPERS: Final = {"8": (841.9, 1190.6), "9": (595.3, 841.9), "11": (419.5, 595.3)}
_A4: Final = "9"
_POINTS_PER_INCH: Final = 72.0
_MARGINS: Final = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75}
# Print scaled this much is still readable: 10.5 points become 7.5, which is 六号.
_MIN_SCALE: Final = 0.71
# Programs differ slightly in the height of a printed row.
_HEIGHT_TOLERANCE: Final = 1.02


def set_up_pages(sheet: SheetLayout, blank: BlankLayout) -> None:
    """Fit a form to the width of its paper, and to one page if that is readable.

    A longer form gets page breaks between its parts, with its title and everything above the body
    on each page; rows the blank itself repeats stay. The width is fitted anyway, since column
    widths depend on the machine's fonts; Excel then breaks pages on its own.
    """
    width, height = _printable_area(sheet)
    natural_width = points_wide(
        [sheet.source.width_of(column) for column in range(1, sheet.last_column + 1)]
    )
    scale = min(1.0, width / natural_width)
    heights = sheet.all_heights()
    pages = sum(heights) * scale * _HEIGHT_TOLERANCE / height
    if pages <= 1.0 or scale / pages >= _MIN_SCALE:
        sheet.parts["pageSetup"] = {"fitToWidth": "1", "fitToHeight": "1"}
        return
    sheet.parts["pageSetup"] = {"fitToWidth": "1", "fitToHeight": "0"}
    rows = _title_rows(sheet, blank)
    if rows:
        sheet.repeated = rows
    title_height = sum(heights[rows[0] - 1 : rows[1]]) if rows else 0.0
    sheet.breaks = page_breaks(sheet, blank, height / scale / _HEIGHT_TOLERANCE, title_height)


def _title_rows(sheet: SheetLayout, blank: BlankLayout) -> tuple[int, int] | None:
    """Return the rows from the title to the body."""
    if not blank.title_cells:
        return None
    first = min(title_cell.position[0] for title_cell in blank.title_cells)
    return sheet.row_layout.rows(first, max(first, blank.body - 1))


def _printable_area(sheet: SheetLayout) -> tuple[float, float]:
    """Return the width and height of the paper within its margins, in points."""
    setup, margins = sheet.source.parts.get("pageSetup"), sheet.source.parts.get("pageMargins")
    paper = setup.get("paperSize", _A4) if setup is not None else _A4
    width, height = _PAPERS.get(paper, _PAPERS[_A4])
    if setup is not None and setup.get("orientation") == "landscape":
        width, height = height, width
    inches = dict(_MARGINS)
    if margins is not None:
        inches |= {side: float(margins.get(side, inch)) for side, inch in _MARGINS.items()}
    horizontal = (inches["left"] + inches["right"]) * _POINTS_PER_INCH
    vertical = (inches["top"] + inches["bottom"]) * _POINTS_PER_INCH
    return width - horizontal, height - vertical
