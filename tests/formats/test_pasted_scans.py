"""Scans pasted into documents and workbooks."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import openpyxl
import PIL.Image
import pytest
from openpyxl.drawing.image import Image as SheetImage

from xlform.errors import FileProblem
from xlform.formats.scan import extra, pasted, place_pictures, reader
from xlform.formats.scan.content import (
    Box,
    Character,
    ScanContent,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.pasted import pasted_pictures
from xlform.formats.source import read_data
from xlform.grid.model import PROSE
from xlform.model.page_place import PagePlace


def picture(seed: int, side: int = 600, form: str = "PNG") -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (side, side), np.uint8)
    stream = io.BytesIO()
    PIL.Image.fromarray(noise).save(stream, form)
    return stream.getvalue()


FORM, PROSE_PAGE, LOGO, PHOTO = picture(1), picture(2, form="JPEG"), picture(3, 200), picture(4)


def line(words: str) -> TextLine:
    return TextLine(Box(10, 10, 90, 30), tuple(Character(one, 0.99, 0.5) for one in words))


TABLE = ScannedTable(
    (0, 100), (0, 40), (ScannedCell(0, 0, 0, 0, Box(0, 0, 100, 40), (line("金额"),)),)
)
ON_PAGES = {
    FORM: ScannedPage(100, 100, (TABLE,), seals=(Box(1, 1, 9, 9),)),
    PROSE_PAGE: ScannedPage(100, 100, (), (line("编报说明"),)),
}


@pytest.fixture(autouse=True)
def pages_by_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read these pictures, without recognising them."""

    def content(data: bytes, name: str) -> ScanContent:
        if data not in ON_PAGES:
            raise FileProblem("scan-no-text", path=name)
        return ScanContent((ON_PAGES[data],))

    monkeypatch.setattr(reader, "scan_content", content)


def document(*contents: bytes | str) -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    for content in contents:
        if isinstance(content, str):
            made.add_paragraph(content)
        else:
            made.add_picture(io.BytesIO(content))
    made.save(stream)
    return stream.getvalue()


def workbook(*contents: bytes | str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row, content in enumerate(contents, 1):
        if isinstance(content, str):
            sheet.cell(row, 1, content)
        else:
            sheet.add_image(SheetImage(io.BytesIO(content)), f"B{row}")
    book.save(stream)
    return stream.getvalue()


def sheets(data: bytes, name: str) -> dict[str, list[str]]:
    grid = read_data(data, Path(name))[1]
    return {sheet.name: [cell.text for cell in sheet.cells.values()] for sheet in grid.sheets}


@pytest.mark.parametrize(("made", "own"), [(document, PROSE), (workbook, "Sheet")])
def test_each_large_picture_is_a_page(made: Callable[..., bytes], own: str) -> None:
    data = made("见盖章扫描件", FORM, LOGO, PHOTO, FORM, PROSE_PAGE)
    found = sheets(data, "扫描件")
    own = "文字" if own == PROSE else own  # the paragraphs of the scan are those of the document
    assert found == {own: ["见盖章扫描件"], PROSE: ["编报说明"], "第1页": ["金额"]}
    grid = read_data(data, Path("扫描件"))[1]
    assert [len(seals or ()) for seals in grid.seals.values()] == [1, 0]
    assert pasted_pictures(data, "x") == (FORM, PHOTO, PROSE_PAGE)
    (beside,) = (sheet.beside_cells for sheet in grid.sheets if sheet.name == own)
    assert beside  # the logo and the photograph were not read


def test_a_document_with_its_own_words_has_only_tables_of_its_pictures() -> None:
    own = [f"第{number}段" for number in range(20)]
    assert sheets(document(*own, FORM, PROSE_PAGE), "a.docx") == {PROSE: own, "第1页": ["金额"]}
    assert sheets(document(*own, PROSE_PAGE), "a.docx") == {PROSE: own}
    assert sheets(workbook(*own, FORM), "a.xlsx") == {"Sheet": own}


@pytest.mark.parametrize("made", [document, workbook])
def test_without_the_extra(made: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (extra, pasted):
        monkeypatch.setattr(module, "has_scan_extra", lambda: False)
    own = [f"第{number}段" for number in range(20)]
    assert list(sheets(made(*own, FORM), "a")) == [PROSE if made is document else "Sheet"]
    with pytest.raises(FileProblem, match="scan"):
        sheets(made(FORM), "扫描件")


def test_nothing_but_a_photograph_is_told() -> None:
    for made in (document, workbook):
        with pytest.raises(FileProblem, match="没有认出文字"):
            sheets(made(PHOTO), "猫")


def test_places_are_cut_out_of_the_picture_they_are_on() -> None:
    colours = ("red", "lime", "blue")
    pages = [PIL.Image.new("RGB", (600, 600), colour) for colour in colours]
    files = []
    for page in pages:
        page.putpixel((0, 0), (1, 2, 3))
        stream = io.BytesIO()
        page.save(stream, "BMP")
        files.append(stream.getvalue())
    everything = [PagePlace.of_box(number, (0.2, 0.2, 0.8, 0.8)) for number in (3, 1)]
    found = place_pictures.place_pictures(document(*files), everything, "a.docx")
    seen = [PIL.Image.open(io.BytesIO(png)).convert("RGB").getpixel((99, 99)) for png in found]
    assert seen == [(0, 0, 255), (255, 0, 0)]
