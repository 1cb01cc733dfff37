"""The national forms: blanks and filled samples, each from one file of its layout.

A file in ``content/national`` holds the grid of the blank in the project's notation, the widths of
its columns, the heights of its higher rows, the cells of long texts, and what the sample fills in.
Of each sample there is a messy copy, with the same content as a hurried clerk hands it in.
"""

from __future__ import annotations

import io
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from messy import make_messy
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlform.grid.notation import parse

_THIN: Final = Side(style="thin")
_BOX: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ROW_HEIGHT: Final = 24
_A4: Final = 9
_TITLE_FONT: Final = "黑体"
_BODY_FONT: Final = "仿宋"
# The same bytes whenever it is written.
_TIMES: Final = re.compile(rb"(?<=W3CDTF\">)[^<]*")
_MERGES: Final = re.compile(rb"(<mergeCells[^>]*>).*?</mergeCells>", re.DOTALL)
_WRITTEN: Final = b"2026-11-30T00:00:00Z"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def write_national(content: Path, templates: Path, samples: Path) -> list[Path]:
    """Write blank, sample and messy sample of each national form; return their paths."""
    paths: list[Path] = []
    for path in sorted((content / "national").glob("*.toml")):
        layout = tomllib.loads(path.read_text(encoding="utf-8"))
        blank = templates / layout["template"] / "blank.xlsx"
        sample = samples / f"{layout['sample']}.xlsx"
        messy = samples / "messy" / sample.name
        for folder in (blank.parent, messy.parent):
            folder.mkdir(parents=True, exist_ok=True)
        _save(_workbook(layout, filled=False), blank)
        _save(_workbook(layout, filled=True), sample)
        _save(make_messy(_workbook(layout, filled=True)), messy)
        paths += [blank, sample, messy]
    return paths


def _save(book: Workbook, path: Path) -> None:
    """Write a workbook without the time of writing, which openpyxl puts in."""
    stream = io.BytesIO()
    book.save(stream)
    with ZipFile(stream) as given, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for part in given.namelist():
            text = given.read(part)
            if part == "docProps/core.xml":
                text = _TIMES.sub(_WRITTEN, text)
            if part.startswith("xl/worksheets/"):
                text = _MERGES.sub(_in_order, text)
            written.writestr(ZipInfo(part, _ZIP_TIME), text, ZIP_DEFLATED)


def _in_order(merges: re.Match[bytes]) -> bytes:
    """Return the merges of a sheet in order; openpyxl keeps them in a set."""
    cells = re.findall(rb"<mergeCell [^>]*/>", merges[0])
    return b"".join([merges[1], *sorted(cells), b"</mergeCells>"])


def _workbook(layout: dict[str, Any], *, filled: bool) -> Workbook:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.title = layout["sheet"]
    _put(sheet, layout["grid"])
    if filled and "entries" in layout:
        _put(sheet, layout["entries"], layout["start"])
    _style(sheet, layout)
    for cell_name, value in layout["filled"].items() if filled else ():
        sheet[cell_name] = value
    _set_up_page(sheet, layout)
    book.properties.creator = "xlform"
    return book


def _put(sheet: Worksheet, notation: str, first: int = 1) -> None:
    """Write a grid in the project's notation, from a row on."""
    grid, above = parse(notation).sheets[0], first - 1
    for (row, column), cell in grid.cells.items():
        written = cell.value if isinstance(cell.value, Decimal) else cell.text
        value = f"={cell.formula}" if cell.formula else written
        sheet.cell(row + above, column).value = value
        if isinstance(written, Decimal) and first == 1:
            sheet.cell(row, column).number_format = "0"
    for merge in grid.merges:
        sheet.merge_cells(
            start_row=merge.top + above, end_row=merge.bottom + above,
            start_column=merge.left, end_column=merge.right,
        )  # fmt: skip


def _style(sheet: Worksheet, layout: dict[str, Any]) -> None:
    """Format title and year above the box, the form in it, the lines below it."""
    below = max(sheet.max_row, len(layout["grid"].strip().splitlines()))
    title = layout.get("title_row", 1)
    heights = layout.get("heights", {})
    first, last = layout.get("boxed", [max(2, title) + 1, below - 1])
    last = last or below
    for row in range(1, below + 1):
        usual = layout.get("row_height", _ROW_HEIGHT)
        sheet.row_dimensions[row].height = heights.get(str(row), usual)
        for column in range(1, len(layout["widths"]) + 1):
            cell = sheet.cell(row, column)
            boxed = first <= row <= last
            heading = row == title
            cell.font = Font(
                name=_TITLE_FONT if heading else _BODY_FONT, size=18 if heading else 10.5
            )
            across = "left" if row > last or row < title or title < row < first - 1 else "center"
            cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=boxed)
            if boxed:
                cell.border = _BOX
    for long_text in layout.get("left", []):
        sheet[long_text].alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _set_up_page(sheet: Worksheet, layout: dict[str, Any]) -> None:
    widths = layout["widths"]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if layout.get("landscape") else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.6
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{sheet.max_row}"
