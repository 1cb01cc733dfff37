"""Files that office programs open without a word, though they are not as the standard has them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import run
from compound_file import compound_file
from encrypted_stream import with_crypto_api, with_rc4, with_xor
from msoffcrypto.format.ooxml import OOXMLFile
from office import needs_office

from xlform.errors import FileProblem
from xlform.formats.compound import MARK as COMPOUND
from xlform.formats.compound import Compound
from xlform.formats.default_password import without_default_password
from xlform.formats.recognition import kind_of
from xlform.formats.source import read_data
from xlform.formats.xls.records import font_encoding, hidden_columns, is_complete
from xlform.grid.model import Grid

SAMPLES = Path(__file__).parents[2] / "samples"
EXCELS_OWN = "VelvetSweatshop"
_FONT, _CODE_PAGE, _COLUMNS, _BOF, _EOF = 0x31, 0x42, 0x7D, 0x809, 0x0A


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def encrypted(password: str, name: str = "云田镇.xlsx") -> bytes:
    made = io.BytesIO()
    office = OOXMLFile(io.BytesIO((SAMPLES / name).read_bytes()))
    office.encrypt(password, made)
    return made.getvalue()


def test_the_default_password_opens() -> None:
    """Excel and WPS ask nobody for it, so the unit does not know of it."""
    data = encrypted(EXCELS_OWN)
    source, grid = read_data(data, Path("云田镇.xlsx"))
    plain = (SAMPLES / "云田镇.xlsx").read_bytes()
    assert source.format == "xlsx"
    assert source.sha256 != read_data(plain, Path("云田镇.xlsx"))[0].sha256
    assert grid == read_data(plain, Path("云田镇.xlsx"))[1]


@pytest.mark.parametrize("encrypt", [with_rc4, with_crypto_api, with_xor])
def test_the_default_password_opens_old_workbooks(encrypt: Callable[[bytes, str], bytes]) -> None:
    path = Path(__file__).parent / "data" / "云田镇.xls"
    stream = Compound(path.read_bytes()).stream("Workbook")

    def read(password: str) -> Grid:
        data = compound_file({"Workbook": encrypt(stream, password)})
        return read_data(data, path)[1]

    assert read(EXCELS_OWN) == read_data(path.read_bytes(), path)[1]
    with pytest.raises(FileProblem) as problem:
        read("another")
    assert problem.value.code == "encrypted"


def test_what_excel_encrypted_is_fixed_elsewhere(tmp_path: Path) -> None:
    """The fixed file has no password, so it does not take the place of the submitted one."""
    path = tmp_path / "云田镇.xlsx"
    path.write_bytes(encrypted(EXCELS_OWN, "broken/合计漏了末行.xlsx"))
    done = run("fix", path, "--in-place")
    assert done.returncode == 3
    assert "-o" in done.stderr
    assert path.read_bytes().startswith(COMPOUND)
    run("fix", path, "-o", tmp_path / "修复.xlsx")
    assert (tmp_path / "修复.xlsx").read_bytes().startswith(b"PK")


def test_another_password_does_not_open() -> None:
    with pytest.raises(FileProblem) as problem:
        read_data(encrypted("another"), Path("云田镇.xlsx"))
    assert problem.value.code == "encrypted"


def test_a_password_that_takes_hours_to_try_is_not_tried() -> None:
    """The file names the rounds of hashing; Excel writes 100,000."""
    about = b'\4\0\4\0\x40\0\0\0<encryption><keyData spinCount="9000000"/></encryption>'
    data = compound_file({"EncryptionInfo": about, "EncryptedPackage": b"\0" * 64})
    assert without_default_password(data) is None
    assert kind_of(data, "甲.xlsx") == "encrypted"


@pytest.mark.parametrize("main", ["word/document2.xml", "word/main.xml"])
def test_a_document_whose_main_part_has_another_name(main: str) -> None:
    """Word for the web saves ``document2.xml`` (ECMA-376 part 1, 11.3.10: any name)."""
    path = SAMPLES / "云田镇.docx"
    made = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(made, "w") as archive:
        for name in given.namelist():
            data = given.read(name)
            if name in ("[Content_Types].xml", "_rels/.rels"):
                data = data.replace(b"word/document.xml", main.encode())
            archive.writestr(
                name.replace("word/document.xml", main).replace(
                    "word/_rels/document.xml.rels", f"word/_rels/{main.partition('/')[2]}.rels"
                ),
                data,
            )
    source, grid = read_data(made.getvalue(), Path("云田镇.docx"))
    assert source.format == "docx"
    assert grid == read_data(path.read_bytes(), path)[1]


@pytest.mark.parametrize(
    ("main", "target"),
    [
        ("xl/workbook2.xml", "/xl/"),
        ("book/main.xml", "../xl/"),
        ("xl/工作簿.xml", "./"),
        ("xl/%E5%B7%A5.xml", " "),
        ("工作簿 1.xml", "xl\\"),
    ],
)
def test_a_workbook_whose_parts_have_other_names(main: str, target: str) -> None:
    """Part names are URIs, and parts are found by relationships (ECMA-376 part 2, 6.2 and 6.5)."""
    path = SAMPLES / "云田镇.xlsx"
    folder, _, name = main.rpartition("/")
    made = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(made, "w") as archive:
        for part in given.namelist():
            data = given.read(part)
            if part in ("[Content_Types].xml", "_rels/.rels"):
                data = data.replace(b"xl/workbook.xml", main.encode())
            if part == "xl/_rels/workbook.xml.rels":
                data = re.sub(rb'Target="/?(xl/)?', lambda _: f'Target="{target}'.encode(), data)
            renamed = {
                "xl/workbook.xml": main,
                "xl/_rels/workbook.xml.rels": f"{folder}/_rels/{name}.rels".lstrip("/"),
            }
            archive.writestr(renamed.get(part, part), data)
        archive.writestr("word/document.xml", "<left/>")
    source, grid = read_data(made.getvalue(), path)
    assert source.format == "xlsx"
    assert grid == read_data(path.read_bytes(), path)[1]


@needs_office
def test_a_column_beyond_those_of_an_old_workbook() -> None:
    """xlrd asserts on it; LibreOffice reads it."""
    path = Path(__file__).parent / "data" / "云田镇.xls"
    stream = Compound(path.read_bytes()).stream("Workbook")
    start = stream.index(b"\xfd\0\x0a\0")  # the first cell with a text
    far = stream[: start + 6] + struct.pack("<H", 300) + stream[start + 8 :]
    [row] = struct.unpack_from("<H", stream, start + 4)
    sheet = read_data(compound_file({"Workbook": far}), path)[1].sheets[0]
    assert sheet.cells[row + 1, 301].text == "2023年部门整体支出绩效目标表"


def test_a_cut_off_workbook_is_not_whole() -> None:
    start = record(_BOF, struct.pack("<HH", 0x600, 5))
    whole = start + record(_EOF)
    assert is_complete(whole)
    assert not is_complete(start)
    assert not is_complete(whole[:-4] + record(0x85, struct.pack("<I", 400)) + record(_EOF))


@pytest.mark.parametrize(
    ("charsets", "code_page", "encoding"),
    [
        ((134,), None, "gb18030"),
        ((0, 134, 134), None, "gb18030"),
        ((136,), None, "cp950"),
        ((0,), None, None),
        ((134, 128), None, None),  # two languages: nobody knows
        ((134,), 1252, None),  # the workbook says so itself
    ],
)
def test_old_texts_without_a_code_page_are_in_the_fonts_script(
    charsets: tuple[int, ...], code_page: int | None, encoding: str | None
) -> None:
    stream = record(_BOF, struct.pack("<HH", 0x500, 5))
    stream += record(_CODE_PAGE, struct.pack("<H", code_page)) if code_page else b""
    for charset in charsets:
        stream += record(_FONT, struct.pack("<5H4B", 220, 0, 8, 400, 0, 0, 0, charset, 0) + b"\0")
    assert font_encoding(stream + record(_EOF)) == encoding


def test_hidden_columns_to_the_end_of_the_sheet() -> None:
    """WPS hides all columns behind the form, beyond the 256 that an .xls has."""
    columns = struct.pack("<6H", 250, 16_383, 2_048, 15, 1, 0)
    seen = struct.pack("<6H", 0, 3, 2_048, 15, 0, 0)
    stream = record(_BOF, struct.pack("<HH", 0x600, 16))
    stream += record(_COLUMNS, columns) + record(_COLUMNS, seen) + record(_EOF)
    assert hidden_columns(stream, 0) == frozenset(range(251, 257))
