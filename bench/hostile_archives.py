"""Hostile and broken zip archives; what would be large is small, and its stated sizes are lies."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from hostile_case import Case
from hostile_packages import BOOK_LINKS, SHEET, STRINGS, packed, relations, workbook, worksheet

ROW: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# Offsets of the field within the local header and the central directory (APPNOTE 4.3.7, 4.3.12).
_SIZE: Final = (22, 24)
_PACKED_SIZE: Final = (18, 20)
_METHOD: Final = (8, 10)
_FLAGS: Final = (6, 8)


def archive_cases() -> Iterator[Case]:
    """Yield the archives."""
    yield from _sizes()
    yield from _names()
    yield from _structure()
    yield from _kinds_of_archives()


def _sizes() -> Iterator[Case]:
    blank = " " * (8 << 20)
    yield Case("blanks-8-mib.xlsx", workbook(parts={SHEET: worksheet(blank)}))
    yield Case("strings-of-blanks.xlsx", workbook(ROW, parts={STRINGS: blank}))
    yield Case("ratio.xlsx", workbook(ROW, parts={"xl/media/a.bin": bytes(16 << 20)}))
    sheets = {f"xl/worksheets/s{n}.xml": worksheet(" " * (2 << 20)) for n in range(8)}
    yield Case("many-large-parts.xlsx", workbook(ROW, parts=dict(sheets)))
    more = dict.fromkeys((f"xl/media/{number}.png" for number in range(6_000)), "")
    yield Case("six-thousand-parts.xlsx", workbook(ROW, parts=dict(more)))
    whole = workbook(ROW)
    size = _size_of(whole, SHEET)
    for label, lie in (("less", 10), ("more", size + 9), ("gigabytes", 0xFFFF_FFF0)):
        yield Case(f"size-says-{label}.xlsx", _field(whole, SHEET, _SIZE, struct.pack("<I", lie)))
        cut = _field(whole, SHEET, _PACKED_SIZE, struct.pack("<I", lie))
        yield Case(f"packed-size-says-{label}.xlsx", cut)
    checksum = struct.pack("<I", zlib.crc32(_member(whole, SHEET)))
    yield Case("checksum-wrong.xlsx", whole.replace(checksum, b"\0\1\2\3"))
    yield Case("zip64-lies.xlsx", _field(whole, SHEET, _SIZE, b"\xff\xff\xff\xff"))
    yield Case("document-of-blanks.docx", packed({"word/document.xml": blank}))


def _names() -> Iterator[Case]:
    for label, name in (
        ("parent", "../../../outside.xml"), ("absolute", "/tmp/outside.xml"),  # noqa: S108
        ("backslash", "xl\\..\\..\\outside.xml"), ("drive", "C:\\outside.xml"),
        ("nul", "xl/a\0b.xml"), ("long", f"xl/{'a' * 5_000}.xml"), ("device", "xl/NUL"),
        ("newline", "xl/a\nb\x1b[31m.xml"), ("empty", "xl//"),
    ):  # fmt: skip
        yield Case(f"name-{label}.xlsx", _renamed(workbook(ROW, parts={"xl/x.xml": "<x/>"}), name))
    for label, name in (("same", SHEET), ("case", SHEET.upper()), ("slash", f"/{SHEET}")):
        yield Case(f"twice-{label}.xlsx", _appended(workbook(ROW), name))


def _structure() -> Iterator[Case]:
    whole = workbook(ROW)
    for share in (1, 3, 5, 7, 9):
        yield Case(f"cut-at-{share}0-percent.xlsx", whole[: len(whole) * share // 10])
    yield Case("no-directory.xlsx", whole[: whole.index(_CENTRAL)])
    yield Case("only-directory.xlsx", whole[whole.index(_CENTRAL) :])
    yield Case("end-alone.xlsx", _END + bytes(18))
    yield Case("overlapping.xlsx", _overlapping(whole))
    end = whole.rindex(_END)
    counts = whole[:end] + whole[end : end + 8] + b"\xff\xff\xff\xff" + whole[end + 12 :]
    yield Case("counts-wrong.xlsx", counts)
    start = whole[: end + 16] + struct.pack("<I", 0x7FFFFFFF) + whole[end + 20 :]
    yield Case("directory-elsewhere.xlsx", start)
    for label, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield Case(f"packed-by-{label}.xlsx", packed({SHEET: worksheet(ROW)}, method=method))
    for label, value in (("deflate64", 9), ("unknown", 77)):
        changed = _field(whole, SHEET, _METHOD, struct.pack("<H", value))
        yield Case(f"packed-by-{label}.xlsx", changed)
    yield Case("encrypted-member.xlsx", _field(whole, SHEET, _FLAGS, b"\x01\0"))
    yield Case("strong-encryption.xlsx", _field(whole, SHEET, _FLAGS, b"\x41\0"))
    damaged = bytearray(whole)
    at = whole.index(SHEET.encode()) + len(SHEET) + 8
    damaged[at : at + 12] = b"\xff" * 12
    yield Case("stream-damaged.xlsx", bytes(damaged))
    links = relations([("r1", "worksheet", "worksheets/sheet1.xml")] * 30_000)
    yield Case("thirty-thousand-relations.xlsx", workbook(ROW, parts={BOOK_LINKS: links}))


def _kinds_of_archives() -> Iterator[Case]:
    inner = workbook(ROW)
    nested = inner
    for _ in range(6):
        nested = packed({"表.zip": nested})
    yield Case("nested.zip", nested)
    yield Case("slip.zip", packed({"../../../表.xlsx": inner, "/etc/表.xlsx": inner}))
    yield Case(
        "bad-inside.zip", packed({"甲.xlsx": b"PK\3\4", "乙.xls": b"\xd0\xcf", "丙.csv": b"\0"})
    )
    yield Case("empty.zip", _END + bytes(18))
    yield Case("zip-as-xlsx.xlsx", packed({"读我.txt": "没有表"}))
    yield Case("settings-inside.zip", packed({"xlform.toml": 'ignore = ["A"]', "表.xlsx": inner}))
    yield Case("presentation.xlsx", packed({"ppt/presentation.xml": "<p/>"}))


def _member(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def _size_of(archive: bytes, name: str) -> int:
    return len(_member(archive, name))


def _field(archive: bytes, name: str, at: tuple[int, int], value: bytes) -> bytes:
    """Return the archive with a field of one member overwritten, in both of its headers."""
    changed = bytearray(archive)
    for mark, offset, length in ((_LOCAL, at[0], 30), (_CENTRAL, at[1], 46)):
        place = -1
        while (place := archive.find(mark, place + 1)) >= 0:
            if archive[place + length :].startswith(name.encode()):
                changed[place + offset : place + offset + len(value)] = value
    return bytes(changed)


def _renamed(archive: bytes, name: str) -> bytes:
    """Return the archive with its part ``xl/x.xml`` under another name, whatever that is."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(into, "w") as new:
        for info in old.infolist():
            written = zipfile.ZipInfo("x")
            # Set afterwards: the constructor would mend it.
            written.filename = name if info.filename == "xl/x.xml" else info.filename
            new.writestr(written, old.read(info))
    return into.getvalue()


def _appended(archive: bytes, name: str) -> bytes:
    into = io.BytesIO(archive)
    with warnings.catch_warnings(), zipfile.ZipFile(into, "a") as opened:
        warnings.simplefilter("ignore")
        opened.writestr(zipfile.ZipInfo(name), "<x/>")
    return into.getvalue()


def _overlapping(archive: bytes) -> bytes:
    """Return the archive with all members of its directory at the place of the first."""
    changed = bytearray(archive)
    place = archive.index(_CENTRAL)
    while place >= 0:
        changed[place + 42 : place + 46] = bytes(4)
        place = archive.find(_CENTRAL, place + 1)
    return bytes(changed)
