"""What is no workbook is told apart, and the sentence says so in both languages."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from compound_file import compound_file

from xlform.errors import FileProblem
from xlform.formats import source
from xlform.formats.source import read_file
from xlform.messages import set_language, translate

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture(params=["zh", "en"], autouse=True)
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    set_language(request.param)
    yield
    set_language("")


def refused(path: Path, code: str) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_file(path)
    assert caught.value.code == code
    assert path.name in str(caught.value)
    return caught.value


def file_of(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def archive_of(folder: Path, name: str, *members: tuple[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members:
            archive.writestr(member, text)
    return path


def test_missing_file(tmp_path: Path) -> None:
    refused(tmp_path / "没有.xlsx", "missing-file")


def test_folder(tmp_path: Path) -> None:
    refused(tmp_path, "folder")


def test_file_within_a_file(tmp_path: Path) -> None:
    refused(file_of(tmp_path, "甲.xlsx", b"x") / "乙.xlsx", "unreadable")


def test_name_with_a_nul(tmp_path: Path) -> None:
    refused(tmp_path / "甲\0乙.xlsx", "unreadable")


def test_empty_file(tmp_path: Path) -> None:
    refused(file_of(tmp_path, "空.xlsx", b""), "empty-file")


@pytest.mark.parametrize("data", [b"", b"lock", SAMPLE.read_bytes()])
@pytest.mark.parametrize("name", ["~$云田镇.xlsx", ".~云田镇.xlsx", ".~lock.云田镇.xlsx#"])
def test_lock_file(tmp_path: Path, name: str, data: bytes) -> None:
    refused(file_of(tmp_path, name, data), "lock-file")


def test_file_beyond_any_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FILE_AT_MOST", 100)
    refused(file_of(tmp_path, "大.xlsx", b"PK\x03\x04" + b"x" * 200), "too-large-file")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_file_nobody_may_read(tmp_path: Path) -> None:
    path = file_of(tmp_path, "密.xlsx", b"PK\x03\x04")
    path.chmod(0)
    refused(path, "unreadable")


@pytest.mark.parametrize(
    ("name", "data", "seen"),
    [
        ("导出.xml", b'<?xml version="1.0"?><rss><channel/></rss>', "other-xml"),
        ("网页.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "mail"),
        ("文档.doc", b"PK\x05\x06" + bytes(18), "archive"),
        ("打包.rar", b"Rar!\x1a\x07\0", "archive"),
        ("打包.7z", b"7z\xbc\xaf\x27\x1c\0", "archive"),
        ("乱码.xlsx", b"\0\x01\x02\x03", "nothing"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, name: str, data: bytes, seen: str) -> None:
    found = refused(file_of(tmp_path, name, data), "not-a-spreadsheet")
    assert translate(f"seen.{seen}") in str(found)


def test_cut_off_old_excel(tmp_path: Path) -> None:
    refused(file_of(tmp_path, "旧表.xlsx", COMPOUND), "damaged-workbook")


def test_compound_file_of_another_program(tmp_path: Path) -> None:
    found = refused(
        file_of(tmp_path, "汇报.xls", compound_file({"PowerPoint Document": b"x"})),
        "not-a-spreadsheet",
    )
    assert translate("seen.compound") in str(found)


def test_workbook_with_a_password(tmp_path: Path) -> None:
    directory = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    refused(file_of(tmp_path, "加密.xlsx", COMPOUND + directory), "encrypted")


def test_whole_workbook_with_a_password(tmp_path: Path) -> None:
    data = compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"Workbook"})
    refused(file_of(tmp_path, "加密.xlsx", data), "encrypted")


@pytest.mark.parametrize(
    ("name", "member", "text", "code"),
    [
        ("表.ods", "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "missing-part"),
        ("文.odt", "mimetype", "application/vnd.oasis.opendocument.text", "not-a-spreadsheet"),
        ("书.epub", "mimetype", "application/epub+zip", "not-a-spreadsheet"),
        ("表.xlsb", "xl/workbook.bin", "x", "not-a-workbook"),
    ],
)
def test_other_office_files_that_hold_nothing(
    tmp_path: Path, name: str, member: str, text: str, code: str
) -> None:
    refused(archive_of(tmp_path, name, (member, text)), code)


def test_binary_workbook_with_its_relationships(tmp_path: Path) -> None:
    path = archive_of(
        tmp_path,
        "表.xlsx",
        (
            "_rels/.rels",
            (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.bin"/>'
                "</Relationships>"
            ),
        ),
        ("xl/workbook.bin", "x"),
    )
    refused(path, "damaged-workbook")


def test_plain_archive(tmp_path: Path) -> None:
    refused(archive_of(tmp_path, "打包.zip", ("说明.txt", "请填报")), "not-a-workbook")


@pytest.mark.parametrize(
    "name",
    [
        "云 田 镇.xlsx",
        "最终版(2)【改】.xlsx",
        "{path}%s😀'\".xlsx",
        "-rf.xlsx",
        "a\nb.xlsx",
        "表.XLSX",
    ],
)
def test_strange_names_are_no_obstacle(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(SAMPLE, path)
    record, grid = read_file(path)
    assert (record.name, record.format) == (name, "xlsx")
    assert record.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert len(grid.sheets) == 6
    refused(file_of(tmp_path, name, b"\0\0"), "not-a-spreadsheet")


def test_macro_workbook_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "云田镇.XLSM"
    shutil.copy(SAMPLE, path)
    assert read_file(path)[0].format == "xlsm"
