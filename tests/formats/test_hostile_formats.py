"""No file of any format brings a traceback, takes the memory or never ends: one sentence each."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from compound_file import compound_file
from hostile import watched
from hypothesis import given, settings
from hypothesis import strategies as st

from xlform.errors import FileProblem
from xlform.formats import cell_collector, csv, spreadsheetml
from xlform.formats import xml_stream as markup
from xlform.formats.compound import Compound
from xlform.formats.html import reader as page
from xlform.formats.html import table as page_table
from xlform.formats.ods import reader as opendocument
from xlform.formats.source import read_data
from xlform.formats.xlsb import reader as binary_workbook
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import Grid

DATA = Path(__file__).parent / "data"
XLS, XLSB = ((DATA / f"云田镇.{ending}").read_bytes() for ending in ("xls", "xlsb"))
STREAM = Compound(XLS).stream("Workbook")
FODS = """<?xml version="1.0"?><office:document
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
<table:table table:name="表">{rows}</table:table>
</office:spreadsheet></office:body></office:document>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook
 xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{sheets}</Workbook>"""
SHEET = '<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet>'
MARKS = {
    "compound": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "biff8": b"\x09\x08\x10\x00\x00\x06\x05\x00",
    "biff4": b"\x09\x04\x06\x00",
    "biff2": b"\x09\x00\x04\x00",
    "zip": b"PK\x03\x04",
    "pdf": b"%PDF-1.7\n",
    "html": b"<html><table><tr><td>",
    "fods": FODS[: FODS.index("{rows}")].encode(),
    "xml": XML[: XML.index("{sheets}")].encode(),
    "utf-16": b"\xff\xfe",
    "utf-8": b"\xef\xbb\xbf",
    "csv": b"a,b\n1,2\n",
    "nothing": b"",
}


def read(data: bytes) -> Grid | str:
    """The grid, or the code of the problem; anything else that is raised fails the test."""
    with watched():
        try:
            return check_sound(read_data(data, Path("来件.xls"))[1])
        except FileProblem as problem:
            return problem.code if "来件.xls" in str(problem) else f"nameless {problem.code}"


def check_sound(grid: Grid) -> Grid:
    for sheet in grid.sheets:
        assert list(sheet.cells) == sorted(sheet.cells)
        for row, column in sheet.cells:
            assert 1 <= row <= ROWS_AT_MOST
            assert 1 <= column <= COLUMNS_AT_MOST
        for merge in sheet.merges:
            assert 1 <= merge.top <= merge.bottom <= ROWS_AT_MOST
            assert 1 <= merge.left <= merge.right <= COLUMNS_AT_MOST
    return grid


@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark != "pdf"])
@settings(max_examples=60)
@given(rest=st.binary(max_size=300))
def test_anything_behind_the_first_bytes(mark: str, rest: bytes) -> None:
    read(MARKS[mark] + rest)


@settings(max_examples=60)
@given(rest=st.binary(max_size=600))
def test_anything_in_the_streams_of_a_workbook(rest: bytes) -> None:
    read(compound_file({"Workbook": MARKS["biff8"] + rest}))


@pytest.mark.parametrize("whole", [XLS, STREAM, XLSB], ids=["xls", "biff", "xlsb"])
@settings(max_examples=40)
@given(data=st.data())
def test_workbooks_cut_off_or_bent(whole: bytes, data: st.DataObject) -> None:
    read(whole[: data.draw(st.integers(0, len(whole)))])
    read(bent(whole, data))


@settings(max_examples=40)
@given(data=st.data())
def test_records_bent_within_a_sound_archive(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(["xl/workbook.bin", "xl/worksheets/sheet1.bin",
                                      "xl/sharedStrings.bin", "xl/styles.bin"]))  # fmt: skip
    read(rezipped(XLSB, part, bent(zipfile.ZipFile(io.BytesIO(XLSB)).read(part), data)))


@settings(max_examples=40)
@given(data=st.data())
def test_streams_bent_within_a_sound_container(data: st.DataObject) -> None:
    read(compound_file({"Workbook": bent(STREAM, data)}))


def bent(whole: bytes, data: st.DataObject) -> bytes:
    changed = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        changed[place] = data.draw(st.integers(0, 255))
    return bytes(changed)


def rezipped(archive: bytes, part: str, content: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return into.getvalue()


WORDS = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=3>", "<td colspan='4'>",
         '<td x:num="9">', "</td>", "<br>", "95.00", "甲", "<!--", "-->", "<style>", "<", ">",
         '"', "'", "&nbsp;", "&#0;", "<td colspan=99 rowspan=99>", "<col>"]  # fmt: skip


@settings(max_examples=80)
@given(words=st.lists(st.sampled_from(WORDS), max_size=60))
def test_pages_written_anyhow(words: list[str]) -> None:
    read(("<html>" + "".join(words)).encode())


@settings(max_examples=60)
@given(
    elements=st.lists(
        st.tuples(
            st.sampled_from(["table-row", "table-cell", "covered-table-cell", "table-column"]),
            st.sampled_from(["number-columns-repeated", "number-rows-repeated", "formula",
                             "number-rows-spanned", "number-columns-spanned"]),
            st.sampled_from(["0", "-1", "1", "3", "16385", "99999999999", "x", "of:=[.A1", "²"]),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_documents_written_anyhow(elements: list[tuple[str, str, str]]) -> None:
    rows = "".join(
        f'<table:{name} table:{key}="{value}"><text:p>1</text:p></table:{name}>'
        for name, key, value in elements
    )
    read(FODS.format(rows=rows).encode())


# Files made to be too much


def repeated(rows: str, columns: str = "1", text: str = "1") -> bytes:
    return FODS.format(
        rows=f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
    ).encode()


def xml(rows: str, more: str = "") -> bytes:
    return XML.format(sheets=SHEET.format(rows=rows) + more).encode()


SPREAD = (
    "<table:table-row>"
    + '<table:table-cell table:number-columns-spanned="2"/>' * 5
    + ("</table:table-row>")
)
TOO_MUCH = {
    "ods cells": (repeated("30", "20"), "too-many-cells"),
    "ods sheets": (FODS.replace("<table:table ", "<table:table/>" * 11 + "<table:table ")
                   .format(rows="").encode(), "too-many-parts"),
    "xml sheets": (XML.format(sheets=SHEET.format(rows="") * 11).encode(), "too-many-parts"),
    "html columns": (b"<html><table>" + b"<tr><td rowspan=90 colspan=20>x" * 12, "too-many-cells"),
    "html spans": (b"<html><table>" + b"<tr><td rowspan=2 colspan=2>x" * 60, "too-many-merges"),
    "html tables": (b"<html>" + b"<table></table>" * 11, "too-many-parts"),
    "html depth": (b"<html>" + b"<table><tr><td>" * 9, "too-many-parts"),
    "csv columns": ((b",".join([b"1"] * 201) + b"\n") * 2, "too-many-cells"),
    "xml doctype": ((b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Workbook xmlns='
                     b'"urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'), "doctype"),
    "fods doctype": (b"<?xml version='1.0'?><!DOCTYPE a>" + FODS[21:].encode(), "doctype"),
    "fods depth": (FODS.format(rows="<a>" * 20 + "</a>" * 20).encode(), "part-too-large"),
}  # fmt: skip
# The limits under which these small files are too much.
LOW: dict[ModuleType, dict[str, int]] = {
    cell_collector: {"CELLS_AT_MOST": 500, "MERGES_AT_MOST": 50, "SHEETS_AT_MOST": 10},
    markup: {"DEPTH_AT_MOST": 15},
    page: {"SHEETS_AT_MOST": 10, "DEPTH_AT_MOST": 8},
    opendocument: {"SHEETS_AT_MOST": 10},
    spreadsheetml: {"SHEETS_AT_MOST": 10},
    page_table: {"MERGES_AT_MOST": 50, "COLUMNS_AT_MOST": 200},
    csv: {"COLUMNS_AT_MOST": 200},
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_for_a_form(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module, limits in LOW.items():
        for limit, value in limits.items():
            monkeypatch.setattr(module, limit, value)
    data, code = TOO_MUCH[name]
    assert read(data) == code


@pytest.mark.parametrize(("limit", "module"), [("CELLS_AT_MOST", cell_collector),
                                               ("MERGES_AT_MOST", cell_collector),
                                               ("ELEMENTS_AT_MOST", markup)])  # fmt: skip
def test_limits_on_a_sheet(monkeypatch: pytest.MonkeyPatch, limit: str, module: object) -> None:
    monkeypatch.setattr(module, limit, 3)
    assert read(FODS.format(rows=SPREAD.replace("/>", "><text:p>1</text:p></table:table-cell>"))
                .encode()) in ("too-many-cells", "too-many-merges", "part-too-large")  # fmt: skip


def test_blank_rows_to_the_end_of_the_sheet_are_nothing() -> None:
    grid = read(repeated("1048576", "16384", ""))
    assert isinstance(grid, Grid)
    assert not grid.sheets[0].cells


SLOW = {
    "html quotes": b"<html><table>" + b"<a '" * 30_000,
    "html comments": b"<html><table>" + b"<!--" * 30_000,
    "html brackets": b"<html><table>" + b"<" * 30_000,
    "html styles": b"<html><table>" + b"<style>" * 30_000,
    "html attributes": b"<html><table><td " + b"a=" * 30_000 + b">",
    "html blanks": b"<html><table><tr><td>" + b" " * 30_000 + b"x",
    "fods blanks": FODS.format(
        rows="<table:table-row><table:table-cell><text:p>" + " " * 30_000
        + "x\n</text:p></table:table-cell></table:table-row>").encode(),
    "csv quotes": b'a,b\n"' + b"x,\n" * 30_000,
    "formula": xml('<Row><Cell ss:Formula="=' + "R[1]C+'" * 20_000 + '"/></Row>'),
    "formula of brackets": repeated("1").replace(
        b"<table:table-cell ", b'<table:table-cell table:formula="of:=' + b"[" * 30_000 + b'" '),
    "formula of names": repeated("1").replace(
        b"<table:table-cell ",
        b'<table:table-cell table:formula="of:=[' + b"'" * 20_000 + b'.A1]" '),
    "mso format": b"<html><table><tr><td style='mso-number-format:\"" + b"\\" * 30_000 + b"'>1",
    "css": b"<html><style>" + b".a" * 30_000 + b"</style><table><tr><td>1",
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_what_is_made_to_be_slow(name: str) -> None:
    read(SLOW[name])


@pytest.mark.parametrize("digits", ["9" * 5_000, "0" * 5_000 + "9", "99999999"])
@pytest.mark.parametrize("place", ["<td>甲&#{};乙", "<td title='甲&#{}乙'>丙"])
def test_a_character_of_thousands_of_digits_is_none(digits: str, place: str) -> None:
    grid = read(("<html><table><tr>" + place.format(digits)).encode())
    assert isinstance(grid, Grid)
    [cell] = grid.sheets[0].cells.values()
    assert cell.text in {"甲\ufffd乙", "丙"}


def looped() -> Iterator[tuple[str, bytes]]:
    """Containers whose tables bite their tails."""
    whole = bytearray(compound_file({"Workbook": b"x" * 6_000}))
    struct.pack_into("<I", whole, 512 + 4 * 3, 1)
    yield "chain", bytes(whole)
    whole = bytearray(compound_file({"Workbook": b"x", "Book": b"y"}))
    at = whole.index("Book".encode("utf-16-le") + b"\0" * 8)
    struct.pack_into("<II", whole, at + 68, 1, 1)
    yield "directory", bytes(whole)
    whole = bytearray(compound_file({"Workbook": b"x"}))
    struct.pack_into("<II", whole, 68, 0, 0xFFFFFFFF)
    yield "list of tables", bytes(whole)


@pytest.mark.parametrize(("name", "data"), list(looped()))
def test_containers_that_go_in_circles(name: str, data: bytes) -> None:
    assert isinstance(read(data), str), name


def test_a_workbook_that_needs_a_password() -> None:
    bof = struct.pack("<HHHHHHI", 0x809, 16, 0x600, 5, 0, 0, 0) + bytes(4)
    file_pass = struct.pack("<HH", 0x2F, 6) + bytes(6)
    assert read(compound_file({"Workbook": bof + file_pass + bof})) == "encrypted"


def test_an_opendocument_that_needs_a_password() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        archive.writestr("content.xml", b"\x01\x02")
    assert read(into.getvalue()) == "encrypted"


def nested_sheets(count: int) -> bytes:
    """A workbook whose sheets begin one within the other and end together."""
    bof = struct.pack("<HHHHHHI", 0x809, 16, 0x600, 5, 0, 0, 0) + bytes(4)
    inner = struct.pack("<HHHHHHI", 0x809, 16, 0x600, 0x10, 0, 0, 0) + bytes(4)
    end = struct.pack("<HH", 0x0A, 0)
    name = struct.pack("<HBB", 0, 2, 0) + b"ab"
    size = len(bof) + count * (4 + 4 + len(name)) + len(end)
    listed = b"".join(
        struct.pack("<HHI", 0x85, 4 + len(name), size + number * len(inner)) + name
        for number in range(count)
    )
    return compound_file({"Workbook": bof + listed + end + inner * count + end * count})


def test_sheets_within_one_another() -> None:
    assert read(nested_sheets(900)) == "damaged-workbook"
    assert read(nested_sheets(1_001)) == "too-many-parts"


def test_more_cells_than_any_form() -> None:
    bof = struct.pack("<HHHHHHI", 0x809, 16, 0x600, 0x10, 0, 0, 0) + bytes(4)
    run = struct.pack("<HHHH", 0xBE, 6 + 2 * 4_000, 0, 0) + bytes(2 * 4_000 + 2)
    assert read(compound_file({"Workbook": (bof + run * 1_300)[:50_000]})) != "too-many-cells"
    assert read(bof + run * 1_300) == "too-many-cells"


def test_many_sheets_of_one_large_part(monkeypatch: pytest.MonkeyPatch) -> None:
    part = "xl/_rels/workbook.bin.rels"
    links = zipfile.ZipFile(io.BytesIO(XLSB)).read(part).decode()
    for number in range(2, 7):
        links = links.replace(f"sheet{number}.bin", "sheet1.bin")
    blank = b"\x94\x01\x00" * 100_000
    data = rezipped(rezipped(XLSB, part, links.encode()), "xl/worksheets/sheet1.bin", blank)
    assert isinstance(read(data), Grid)
    monkeypatch.setattr(binary_workbook, "RECORDS_AT_MOST", 300_000)
    assert read(data) == "part-too-large"
