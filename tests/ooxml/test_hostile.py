"""Files that are damaged or made to do harm: one problem each, soon, and nothing else."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hostile import cells, problem, watched

from xlform.errors import FileProblem, XlformError
from xlform.formats.source import read_file
from xlform.grid.model import Cell, Grid
from xlform.ooxml.read import package
from xlform.ooxml.read.package import Package

Build = Callable[..., Path]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    with watched():
        yield


def sheet_of(text: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{text}</sheetData></worksheet>'


# The archive


def test_bomb_of_blanks(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    path = build(parts={SHEET: sheet_of(" " * (1 << 20))})
    assert path.stat().st_size < 1 << 14
    assert not cells(path)
    monkeypatch.setattr(package, "RATIO_COUNTS_FROM", 1 << 16)
    assert problem(path) == "part-too-large"


def test_part_larger_than_any_form(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "PART_AT_MOST", 1 << 16)
    assert problem(build(parts={SHEET: sheet_of(" " * (1 << 16))})) == "part-too-large"


def test_many_parts_that_are_large_together(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "PARSED_AT_MOST", 8 << 16)
    blanks = sheet_of(" " * (1 << 16))
    names = [f"xl/worksheets/s{number}.xml" for number in range(10)]
    rels = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="/{name}"/>'
        for n, name in enumerate(names)
    )
    listed = "".join(f'<sheet name="s{n}" r:id="r{n}"/>' for n in range(10))
    path = build(
        parts={
            **dict.fromkeys(names, blanks),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
            f"{rels}</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
            f"<sheets>{listed}</sheets></workbook>",
        }
    )
    assert problem(path) == "part-too-large"


def test_elements_that_nobody_asked_for(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "AT_ONCE", 1_000)
    monkeypatch.setattr(package, "ELEMENTS_BETWEEN", 1_000)
    noise = "".join(f"<a{number % 97}/>" for number in range(1_100))
    assert problem(build(beside=noise)) == "part-too-large"


def test_part_that_promises_less_than_it_unpacks_to(build: Build) -> None:
    path = build("<row><c><v>1</v></c></row>")
    data = bytearray(path.read_bytes())
    size = len(zipfile.ZipFile(path).read(SHEET))
    for at in (
        place for place in range(len(data)) if data.startswith(struct.pack("<I", size), place)
    ):
        struct.pack_into("<I", data, at, 10)
    path.write_bytes(data)
    assert problem(path) == "damaged"


def test_part_that_promises_more_than_any_package(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "ALL_PARTS_AT_MOST", 1 << 16)
    path = build("<row><c><v>1</v></c></row>")
    data = bytearray(path.read_bytes())
    size = len(zipfile.ZipFile(path).read(SHEET))
    for at in (
        place for place in range(len(data)) if data.startswith(struct.pack("<I", size), place)
    ):
        struct.pack_into("<I", data, at, 1 << 16)
    path.write_bytes(data)
    assert problem(path) == "too-large-inside"


def rezipped(
    path: Path, *more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, flag: int = 0
) -> Path:
    """The workbook with members added, another way of packing, or flags in its directory."""
    members = [
        (info.filename, zipfile.ZipFile(path).read(info))
        for info in zipfile.ZipFile(path).infolist()
    ]
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in [*members, *more]:
            archive.writestr(zipfile.ZipInfo(name), data, method)
        for info in archive.infolist():
            info.flag_bits |= flag
    return path


@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), f"/{SHEET}", SHEET.replace("/", "\\")])
@pytest.mark.filterwarnings("ignore:Duplicate name")  # the point of the test
def test_two_parts_of_one_name(build: Build, name: str) -> None:
    assert problem(rezipped(build(), (name, b"<x/>"))) == "damaged"


@pytest.mark.parametrize("name", ["../../etc/passwd", "xl/../../x.xml", "xl\\..\\..\\x.xml"])
def test_path_that_leads_outside(build: Build, name: str) -> None:
    assert problem(rezipped(build(), (name, b"x"))) == "part-outside"


def test_path_with_dots_in_a_name_is_none(build: Build) -> None:
    assert cells(rezipped(build("<row><c><v>1</v></c></row>"), ("xl/a..b.xml", b"x")))


def test_too_many_parts(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MEMBERS_AT_MOST", 10)
    more = [(f"xl/media/{number}.png", b"") for number in range(11)]
    assert problem(rezipped(build(), *more)) == "too-many-parts"


def test_encrypted_parts(build: Build) -> None:
    assert problem(rezipped(build(), flag=0x1)) == "encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_way_of_packing_that_no_package_may_use(build: Build, method: int) -> None:
    assert problem(rezipped(build(), method=method)) == "damaged"


def test_stored_parts_and_backslashes_are_read(build: Build) -> None:
    path = rezipped(build("<row><c><v>1</v></c></row>"), method=zipfile.ZIP_STORED)
    assert cells(path) == [Cell(Decimal(1))]
    names = [
        (info.filename.replace("/", "\\"), zipfile.ZipFile(path).read(info))
        for info in zipfile.ZipFile(path).infolist()
    ]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in names:
            archive.writestr(name, data)
    assert cells(path) == [Cell(Decimal(1))]


def test_file_cut_off_anywhere(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    path = tmp_path / "云田镇.xlsx"
    for end in range(4, len(data), 331):
        path.write_bytes(data[:end])
        assert problem(path) == "damaged"


def test_bytes_flipped_anywhere(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    path = tmp_path / "云田镇.xlsx"
    dice = random.Random(2023)  # noqa: S311  (the same flips on every run)
    for _ in range(400):
        flipped = bytearray(data)
        for _ in range(dice.choice([1, 1, 1, 8])):
            flipped[dice.randrange(4, len(data))] = dice.randrange(256)
        path.write_bytes(flipped)
        with suppress(XlformError):
            check_sound(read_file(path)[1])


def test_xml_scrambled_anywhere(build: Build) -> None:
    with zipfile.ZipFile(SAMPLE) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    readable = [name for name in parts if not name.startswith(("docProps", "xl/theme"))]
    dice = random.Random(2024)  # noqa: S311  (the same scrambling on every run)
    marks = [b"", b'"', b"<", b">", b"&#55296;", b"9" * 50, b"-", b"\0", b"<c>", b"\xff", b"xmlns="]
    for _ in range(150):
        name = dice.choice(readable)
        text = parts[name]
        at = dice.randrange(len(text))
        scrambled = text[:at] + dice.choice(marks) + text[at + dice.randrange(12) :]
        path = build(parts={**dict.fromkeys([STRINGS]), **parts, name: scrambled})
        with suppress(XlformError):
            check_sound(read_file(path)[1])


def check_sound(grid: Grid) -> None:
    """What was read in spite of all can be written out."""
    for sheet in grid.sheets:
        for cell in sheet.cells.values():
            assert len(cell.text.encode()) < 100_000


# The XML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "_rels/.rels"])
def test_entity_bomb(build: Build, part: str, encoding: str) -> None:
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 2}">' for n in range(1, 4)
    )
    bomb = f"<!-- {'x' * 70_000} --><!DOCTYPE x [{entities}]><x>&a3;</x>"
    assert problem(build(parts={part: bomb.encode(encoding)})) == "doctype"


def test_elements_nested_deeply(build: Build) -> None:
    # More than Python's own limit on recursion.
    deep = "<a>" * 1_200 + "</a>" * 1_200
    path = build(f"<row><c><v>1</v></c>{deep}</row>", deep)
    assert cells(path) == [Cell(Decimal(1))]
    deeper = sheet_of("<a>" * 3_000 + "</a>" * 3_000)
    with suppress(FileProblem):
        read_file(build(parts={SHEET: deeper}))


@pytest.mark.parametrize(
    "faulty",
    [
        "<row><c><v>\x01</v></c></row>",
        "<row><c><v>&#0;</v></c></row>",
        "<row><c><v>&#xD800;</v></c></row>",
        "<row><c><v>&unknown;</v></c></row>",
        "<row><c></row>",
        '<row r="1" r="2"/>',
        "<row>\ufffe</row>",
        "",
    ],
    ids=["control", "nul", "surrogate", "entity", "unclosed", "twice", "noncharacter", "nothing"],
)
def test_xml_that_is_none(build: Build, faulty: str) -> None:
    text = sheet_of(faulty) if faulty else ""
    assert problem(build(parts={SHEET: text})) == "damaged-part"


@pytest.mark.parametrize("encoding", ["gbk", "utf-7", "no-such-code", "zlib"])
def test_encoding_nobody_may_use(build: Build, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{sheet_of("<row/>")}'.encode()
    assert problem(build(parts={SHEET: text})) == "damaged-part"


def test_sheet_that_is_something_else(build: Build) -> None:
    assert problem(build(parts={SHEET: "<html/>"})) == "damaged-part"
    other = sheet_of("<row/>").replace(MAIN, "urn:other")
    assert problem(build(parts={SHEET: other})) == "damaged-part"


# Parts and relationships


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("_rels/.rels", "not-a-workbook"),
        ("xl/workbook.xml", "not-a-workbook"),
        ("xl/_rels/workbook.xml.rels", None),
        (SHEET, "missing-part"),
        (STRINGS, None),
    ],
)
def test_missing_part(build: Build, part: str, code: str | None) -> None:
    path = build("<row><c><v>1</v></c></row>", parts={part: None})
    if code:
        assert problem(path) == code
    else:
        read_file(path)


def test_sheets_that_share_a_part_are_refused(build: Build) -> None:
    listed = '<sheet name="甲" r:id="r1"/><sheet name="乙" r:id="r1"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>'
    assert problem(build(parts={"xl/workbook.xml": book})) == "damaged-workbook"


def test_relationships_in_a_circle(build: Build) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/worksheet" '
        f'Target="workbook.xml"/><Relationship Id="r2" Type="{LINKS}/officeDocument" '
        'Target="/_rels/.rels"/></Relationships>'
    )
    assert problem(build(parts={"xl/_rels/workbook.xml.rels": rels})) == "damaged-part"


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/../x", "http://example.org/a.xml", ""]
)
def test_relationship_that_leads_outside(build: Build, target: str) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/worksheet" '
        f'Target="{target}"/></Relationships>'
    )
    assert problem(build(parts={"xl/_rels/workbook.xml.rels": rels})) == "missing-part"


def test_checksum_is_held_to(build: Build) -> None:
    path = build("<row><c><v>1</v></c></row>")
    data = path.read_bytes()
    checksum = struct.pack("<I", zlib.crc32(zipfile.ZipFile(path).read(SHEET)))
    path.write_bytes(data.replace(checksum, b"\0\0\0\0"))
    assert problem(path) == "damaged"


def test_archive_with_something_before_it(build: Build) -> None:
    path = build("<row><c><v>1</v></c></row>")
    Package(b"#!/bin/sh\n" + path.read_bytes(), "x.xlsx").read(SHEET)


def test_archive_of_nothing() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(FileProblem):
        Package(empty.getvalue() + b"\0" * 20, "x.xlsx").read(SHEET)
