"""Marking workbooks that other programs write in their own ways."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from marking import MAIN, RED, check_b2, finding, mark, raw
from opening import opened
from openpyxl.comments import Comment
from richbook import members, package, plain_workbook, rich_workbook, with_members

from xlform.formats.xlsx import read_xlsx


def _changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    text = members(data)[part].decode()
    new = change(text)
    assert new != text
    return with_members(data, {part: new.encode()})


SHEET = "xl/worksheets/sheet1.xml"


def _prefixed(text: str) -> str:
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
    return text.replace("xmlns=", "xmlns:x=", 1)


def test_elements_with_a_prefix() -> None:
    before = plain_workbook("表", "A1", "B2", "B4")
    for part in (SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                 "[Content_Types].xml"):  # fmt: skip
        before = _changed(before, part, _prefixed)
    after = mark(before, finding("表", "B2"), finding("表", "C3"))
    assert b"<x:legacyDrawing" in members(after)[SHEET]
    grid = read_xlsx(after, "x")
    assert [sheet.name for sheet in grid.sheets] == ["表", "问题清单"]
    sheet = ET.fromstring(members(after)[SHEET])  # noqa: S314
    rows = {row.get("r"): [cell.get("r") for cell in row] for row in sheet.iter(f"{MAIN}row")}
    assert rows == {"1": ["A1"], "2": ["B2"], "3": ["C3"], "4": ["B4"]}


def test_strict_workbooks() -> None:
    before = plain_workbook("表", "B2")

    def strict(text: str) -> str:
        return text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        before = _changed(before, part, strict)
    before = _changed(before, "xl/styles.xml", strict)
    new = members(mark(before, finding("表", "B2")))
    wrong = b"schemas.openxmlformats.org/officeDocument/2006/relationships/"
    assert wrong not in new["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in new["xl/comments1.xml"]
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in new["xl/worksheets/sheet2.xml"]
    assert wrong not in new["xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_other_encodings(codec: str) -> None:
    before = plain_workbook("表", "B2")
    text = members(before)[SHEET].decode()
    before = with_members(before, {SHEET: text.encode(codec)})
    after = mark(before, finding("表", "B2"))
    data = members(after)[SHEET]
    assert data[:2] == text.encode(codec)[:2]
    assert "legacyDrawing" in data.decode(codec)
    check_b2(after)


def test_no_styles_part() -> None:
    before = plain_workbook("表", "B2")
    for part in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        before = _changed(before, part, lambda text: re.sub(r"<[^<>]*styles[^<>]*>", "", text))
    left = {name: data for name, data in members(before).items() if name != "xl/styles.xml"}
    check_b2(mark(package(left), finding("表", "B2")))


@pytest.mark.parametrize(
    "styles",
    [
        "",
        '<fills count="0"/><cellXfs/><dxfs count="0"/>',
    ],
)
def test_styles_without_any(styles: str) -> None:
    text = f'<styleSheet xmlns="{MAIN[1:-1]}">{styles}</styleSheet>'
    if not styles:
        text = text.replace("></styleSheet>", "/>")
    before = with_members(plain_workbook("表", "B2"), {"xl/styles.xml": text.encode()})
    after = mark(before, finding("表", "B2"), finding("表", "B3"))
    root = ET.fromstring(members(after)["xl/styles.xml"])  # noqa: S314
    sections = [child.tag.removeprefix(MAIN) for child in root]
    assert [s for s in sections if s != "dxfs"] == ["fonts", "fills", "borders", "cellXfs"]
    for section in root:
        assert int(section.get("count", "")) == len(section)
    check_b2(after)


def test_cells_and_rows_without_addresses() -> None:
    def bare(text: str) -> str:
        return re.sub(r'<(row|c) r="[A-Z]*\d+"', r"<\1", text)

    before = _changed(plain_workbook("表", "A1", "B1", "A2", "B2"), SHEET, bare)
    after = mark(before, finding("表", "B2"), finding("表", "C1"), finding("表", "B3"))
    check_b2(after)
    check_b2(after, "C1")
    check_b2(after, "B3")


def test_an_empty_sheet() -> None:
    check_b2(mark(plain_workbook("表"), finding("表", "B2")))


def test_comments_that_another_program_wrote() -> None:
    book = opened(plain_workbook("表", "B2", "B3"))
    book["表"]["B3"].comment = Comment("旧批注", "某人")
    into = io.BytesIO()
    book.save(into)
    after = mark(into.getvalue(), finding("表", "B2"), finding("表", "B3"))
    check_b2(after)
    assert opened(after)["表"]["B3"].comment.text.startswith("旧批注\n")
    [drawing] = [name for name in members(after) if name.endswith(".vml")]
    ET.fromstring(members(after)[drawing])  # noqa: S314


def test_threaded_comments_are_left_alone() -> None:
    before = _changed(
        rich_workbook(), "xl/comments1.xml", lambda text: text.replace("原填表人", "tc={A-B}")
    )
    after = mark(before, finding("表二", "A1"))
    sheet = opened(after)["表二"]
    assert sheet["A1"].comment.text == "请核对"
    assert sheet["A1"].fill.fgColor.rgb == RED


def test_a_drawing_with_html_in_it() -> None:
    """Old programs wrote line breaks in text boxes that no XML parser accepts."""
    part = "xl/drawings/vmlDrawing2.vml"
    before = _changed(rich_workbook(), part, lambda text: text.replace("</div>", "<br></div>", 1))
    after = mark(before, finding("表二", "B2"))
    assert b"<br></div>" in members(after)[part]
    assert members(after)[part].count(b"<x:ClientData") == 3


def test_an_archive_written_to_a_stream() -> None:
    """Members whose sizes come behind them, and a comment of the archive's own."""
    into = _Unseekable()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(plain_workbook("表", "B2")).items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 5, 6, 7, 8, 10)), content)
        archive.comment = b"note"
    before = into.getvalue()
    after = mark(before, finding("表", "B2"))
    check_b2(after)
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.comment == b"note"
        assert archive.getinfo(SHEET).date_time[:3] == (2023, 5, 6)
        assert not archive.getinfo(SHEET).flag_bits & 8
    untouched = "docProps/core.xml"
    assert raw(after)[untouched] == raw(before)[untouched]


class _Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError
