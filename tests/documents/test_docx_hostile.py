"""Word documents that are damaged or made to do harm: one problem each, soon, and nothing else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hostile import watched
from wordfile import cell, document, packed, paragraph, row, table

from xlform.errors import FileProblem, XlformError
from xlform.formats.docx.reader import read_docx, read_text
from xlform.formats.docx.tables import NESTED_AT_MOST
from xlform.ooxml.read import package
from xlform.ooxml.word import scan
from xlform.submission.read import read_workbook

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.docx"


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    with watched():
        yield


def problem(data: bytes) -> str:
    with pytest.raises(FileProblem) as caught:
        read_docx(data, "说明.docx")
    assert "说明.docx" in str(caught.value)
    return caught.value.code


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


@pytest.mark.parametrize(
    ("main", "code"),
    [
        ('<!DOCTYPE w [<!ENTITY a "aa">]><w/>', "doctype"),
        (document(paragraph("甲"))[:-9], "damaged-part"),
        (document("", name="ftr"), "damaged-part"),
        ("<html/>", "damaged-part"),
        (document(table(row(cell("甲", span=16_385)))), "part-too-large"),
        ("", "damaged-part"),
        ('<?xml version="1.0" encoding="nonsense"?><w/>', "damaged-part"),
    ],
)
def test_parts_no_office_program_writes(main: str, code: str) -> None:
    assert problem(packed(main)) == code


def test_an_archive_without_the_document() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("word/styles.xml", "<w/>")
    assert problem(raw.getvalue()) == "missing-part"


def test_more_than_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(document("<w:p/>" * 900))
    assert read_docx(data, "x").sheets
    monkeypatch.setattr(package, "PART_AT_MOST", 5_000)
    assert problem(data) == "part-too-large"


def test_more_paragraphs_than_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(document(paragraph("甲") * 600))
    assert read_docx(data, "x").sheets
    monkeypatch.setattr(scan, "KEPT_AT_MOST", 500)
    assert problem(data) == "part-too-large"


def test_tables_in_tables_in_tables() -> None:
    grid = read_docx(packed(document(nested(40))), "x")
    assert len(grid.sheets) == NESTED_AT_MOST + 2


@pytest.mark.parametrize(
    "body",
    [
        "<w:tr><w:tc><w:p/></w:tc></w:tr>",
        "<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p/></w:tc>",
        "<w:tbl><w:tr/></w:tbl><w:tbl/>",
        "<w:t>无主</w:t><w:r><w:tab/></w:r><w:gridCol w:w='1'/><w:gridBefore w:val='2'/>",
        "<w:p><w:r><w:fldChar w:fldCharType='end'/><w:fldChar/></w:r></w:p>",
        "<w:sdtContent><w:showingPlcHdr/></w:sdtContent>",
        "<w:p><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:p>",
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='-3'/></w:trPr><w:tc/></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='0'/></w:tcPr></w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tblGrid><w:gridCol w:w='x'/></w:tblGrid><w:tr><w:tc/><w:tc/></w:tr></w:tbl>",
        "<w:tbl><w:tblGrid><w:gridCol w:w='-9'/></w:tblGrid><w:tr><w:tc/><w:tc/></w:tr></w:tbl>",
        "<w:trPr><w:del/></w:trPr>",
    ],
)
def test_elements_out_of_place_harm_nothing(body: str) -> None:
    assert read_docx(packed(document(body)), "x").sheets


def test_numbering_that_leads_nowhere() -> None:
    own = "<w:pPr><w:pStyle w:val='a'/><w:numPr><w:numId w:val='7'/></w:numPr></w:pPr>"
    word = document("<w:num w:numId='7'/>", name="numbering")
    loop = "<w:style w:styleId='a'><w:basedOn w:val='a'/><w:pPr><w:numPr/></w:pPr></w:style>"
    styles = document(loop, name="styles")
    parts = {"word/n.xml": word, "word/s.xml": styles}
    data = packed(document(paragraph("甲", own)), parts, {"numbering": "n.xml", "styles": "s.xml"})
    assert read_docx(data, "x").sheets[0].cells[1, 1].text == "甲"


def test_a_sample_with_bytes_changed_is_read_or_refused_with_a_sentence() -> None:
    """Byte for byte into the archive, then into the document within it."""
    whole = SAMPLE.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        main = archive.read("word/document.xml").decode()
    chance = random.Random(7)  # noqa: S311  (the same bytes in every run)
    for _ in range(80):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(XlformError):
            read_workbook(bytes(data), Path("x.docx"))
    for _ in range(25):
        start = chance.randrange(len(main))
        cut = main[:start] + main[start + chance.randint(1, 400) :]
        with suppress(XlformError):
            read_workbook(packed(cut), Path("x.docx"))


def test_more_tables_than_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "TABLES_AT_MOST", 20)
    assert problem(packed(document(table(row("甲")) * 21))) == "part-too-large"
    assert len(read_docx(packed(document(table(row("甲")) * 20)), "x").sheets) == 21


@pytest.mark.parametrize("line", ["甲\n", "甲\n\n", "\n", "\t\n", "附表2\n", "\t合计\n\n"])
def test_thousands_of_lines(line: str) -> None:
    with suppress(XlformError):
        read_workbook(("\t序号\n" + line * 20_000).encode(), Path("x.txt"))


def test_a_narrative_without_end() -> None:
    text = "一、基本信息\n二、年度重点工作计划\n" + "植树，" * 1_000_000
    with pytest.raises(FileProblem):
        read_workbook(text.encode(), Path("x.txt"))


def test_a_text_of_nothing_but_tabs() -> None:
    data = ("\t" * 50_000 + "\n\n \t附表2\n").encode()
    with pytest.raises(FileProblem):
        read_workbook(data, Path("x.txt"))


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(FileProblem):
        read_text(bytes(range(256)) * 9, "x.txt")
