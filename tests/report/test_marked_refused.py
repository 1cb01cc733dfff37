"""What is not marked, each with one sentence that says why and what to do."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from marking import case, finding
from richbook import members, plain_workbook, with_members

from xlform.errors import FileProblem
from xlform.report.marked import write_marked


def _refused(source: bytes, folder: Path) -> FileProblem:
    path = folder / "x.xlsx"
    with pytest.raises(FileProblem) as caught:
        write_marked(path, source, case(finding("表", "B2")))
    assert list(folder.iterdir()) == []
    assert "来件.xlsx" in str(caught.value)
    return caught.value


def test_signed_workbooks_are_refused(tmp_path: Path) -> None:
    signed = with_members(plain_workbook("表", "B2"), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert "数字签名" in str(_refused(signed, tmp_path))


def test_encrypted_workbooks_are_refused(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert _refused(data, tmp_path).code == "encrypted"


def test_other_formats_are_refused(tmp_path: Path) -> None:
    assert _refused(b'{"schema": "xlform.submission/1"}', tmp_path).code == "not-marked"


def test_foreign_encodings_are_refused(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    before = plain_workbook("表", "B2")
    text = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + members(before)[part]
    problem = _refused(with_members(before, {part: text}), tmp_path)
    assert part in str(problem)
    assert "UTF-8" in str(problem)


def test_64_bit_archives_are_refused(tmp_path: Path) -> None:
    data = bytearray(plain_workbook("表", "B2"))
    record = data.index(b"PK\x01\x02")
    name, extra = struct.unpack_from("<2H", data, record + 28)
    size = struct.unpack_from("<I", data, record + 24)[0]
    assert extra == 0
    data[record + 24 : record + 28] = b"\xff" * 4
    data[record + 30 : record + 32] = struct.pack("<H", 12)
    place = record + 46 + name
    data[place:place] = struct.pack("<HHQ", 1, 8, size)
    end = data.index(b"PK\x05\x06")
    length = struct.unpack_from("<I", data, end + 12)[0]
    struct.pack_into("<I", data, end + 12, length + 12)
    assert "64" in str(_refused(bytes(data), tmp_path))
