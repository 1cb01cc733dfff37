"""Writes sheets with openpyxl: formulas without cached values, as scripts leave them."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

# openpyxl spells its parts otherwise where lxml is installed; the samples shall not depend on it.
os.environ["OPENPYXL_LXML"] = "False"

from grid import Cell, Formula, Names, Placement, Sheet, address
from heights import sheet_heights, sheet_widths
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet
from styles import BODY_SIZE, FONT, STYLES
from write import CREATED, plain

_STAMP = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def write_plain_book(path: Path, sheets: list[Sheet], *, title: str, author: str) -> None:
    """Write one workbook whose formulas have never been calculated."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = author
    book.properties.created = CREATED.replace(tzinfo=None)
    names = Names.of(sheets)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for col, width in enumerate(sheet_widths(sheet)):
            page.column_dimensions[address(0, col)[0]].width = width
        for row, height in sheet_heights(sheet).items():
            page.row_dimensions[row + 1].height = height
        for spot in sheet.placements:
            _draw(page, sheet, spot, names)
        page.page_setup.paperSize = 9
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
    buffer = io.BytesIO()
    book.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    _store(buffer, path)


def _draw(page: Worksheet, sheet: Sheet, spot: Placement, names: Names) -> None:
    for cell in spot.form.cells:
        row, col = cell.row + spot.row, cell.col + spot.col
        for below, right in cell.positions():
            _style(page, cell, address(below + spot.row, right + spot.col))
        value = cell.value
        target = page[address(row, col)]
        if isinstance(value, Formula):
            target.value = names.resolve(value, spot.form.key, sheet.name)
        elif isinstance(value, str) or value is None:
            target.value = value or None
            if value:
                target.data_type = "s"
        else:
            target.value = value if hasattr(value, "year") else plain(value)
        if cell.merged:
            corner = address(cell.last_row + spot.row, cell.last_col + spot.col)
            page.merge_cells(f"{address(row, col)}:{corner}")


def _style(page: Worksheet, cell: Cell, place: str) -> None:
    props = STYLES[cell.style]
    target = page[place]
    size = props.get("font_size", BODY_SIZE)
    target.font = Font(name=FONT, size=float(size), bold=bool(props.get("bold", False)))
    target.alignment = Alignment(
        horizontal=str(props.get("align", "left")),
        vertical="center",
        wrap_text=bool(props.get("text_wrap", False)),
    )
    if props.get("border"):
        line = Side(style="thin")
        target.border = Border(left=line, right=line, top=line, bottom=line)
    target.quotePrefix = bool(props.get("quote_prefix", False))
    if "num_format" in props:
        target.number_format = str(props["num_format"])


def _store(buffer: io.BytesIO, path: Path) -> None:
    """Copy the archive with fixed dates, so that every run gives the same bytes."""
    stamp = CREATED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(buffer) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as sink,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            sink.writestr(entry, data)
