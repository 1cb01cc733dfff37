"""Hostile compound files, BIFF records and .xlsb; other kinds of file under a workbook's name."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from compound_file import compound_file
from hostile_case import Case
from hostile_packages import packed, repacked

from xlform.formats.compound import Compound

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT / "tests" / "formats" / "data"
_BOOK, _SHEET = 5, 0x10
_END: Final = struct.pack("<HH", 0x0A, 0)


def binary_cases() -> Iterator[Case]:
    """Yield the files."""
    yield from _containers()
    yield from _records()
    yield from _changed_workbook()
    yield from _xlsb()
    yield from _other_kinds()


def _containers() -> Iterator[Case]:
    whole = compound_file({"Workbook": _bof(_BOOK) + _END})
    for label, at, values in (
        ("chain-circle", 512 + 4 * 3, (1,)), ("chain-outside", 512 + 4 * 3, (0x00FFFFF0,)),
        ("first-sector", 48, (0x00FFFFF0,)), ("difat-circle", 68, (0, 0xFFFFFFFF)),
        ("difat-outside", 68, (0x00FFFFF0, 9)), ("sector-size", 30, (0xFFFFFFFF,)),
        ("fat-count", 44, (0xFFFFFFFF,)), ("fat-place", 76, (0x00FFFFF0,)),
        ("small-chain", 60, (0, 0xFFFFFFFF)), ("small-limit", 56, (0xFFFFFFFF,)),
    ):  # fmt: skip
        changed = bytearray(whole)
        struct.pack_into(f"<{len(values)}I", changed, at, *values)
        yield Case(f"compound-{label}.xls", bytes(changed))
    two = bytearray(compound_file({"Workbook": b"x", "Book": b"y"}))
    at = two.index("Book".encode("utf-16-le") + bytes(8))
    struct.pack_into("<II", two, at + 68, 1, 1)
    yield Case("compound-directory-circle.xls", bytes(two))
    struct.pack_into("<Q", two, at + 120, 1 << 60)
    yield Case("compound-stream-size.xls", bytes(two))
    yield Case("compound-empty.xls", compound_file({}))
    yield Case("compound-cut.xls", whole[:700])
    yield Case("compound-mark-alone.xls", whole[:8])
    yield Case(
        "password.xlsx", compound_file({"EncryptedPackage": b"x" * 99, "EncryptionInfo": b"y"})
    )
    info = (
        struct.pack("<HHI", 4, 4, 0x40)
        + b"<encryption><keyData spinCount='99999999'/></encryption>"
    )
    yield Case(
        "password-rounds.xlsx",
        compound_file({"EncryptedPackage": bytes(99), "EncryptionInfo": info}),
    )
    yield Case("message.xls", compound_file({"__properties_version1.0": b"x"}))
    yield Case("document.doc", compound_file({"WordDocument": b"\xec\xa5" + bytes(600)}))


def small_workbook() -> bytes:
    """Return the records of a workbook with a sheet of a few cells."""
    number = struct.pack("<HHHd", 0, 0, 0, 1.5)
    strings = _record(0xFC, struct.pack("<IIHB", 1, 1, 2, 0) + b"ab")
    formula = (
        number[:2] + struct.pack("<HHdHIH", 1, 0, 3.0, 0, 0, 8) + b"\x44\0\0\0\xc0\x1e\2\0\x05"
    )
    styles = _record(0x41E, struct.pack("<HHB", 164, 5, 0) + b"0.00%") + _record(0xE0, bytes(20))
    cells = (
        _record(0x203, number) + _record(0xFD, struct.pack("<HHHI", 1, 0, 0, 0))
        + _record(6, formula) + _record(0xE5, struct.pack("<HHHHH", 1, 2, 3, 0, 1))
        + _record(0x27E, struct.pack("<HHHI", 2, 1, 0, 6)) + _record(0x201, bytes(6))
    )  # fmt: skip
    return Compound(_book(cells, styles + strings)).stream("Workbook")


def _bof(kind: int) -> bytes:
    return struct.pack("<HHHHHHI", 0x809, 16, 0x600, kind, 0, 0, 0) + bytes(4)


def _record(kind: int, content: bytes, size: int | None = None) -> bytes:
    return struct.pack("<HH", kind, len(content) if size is None else size) + content


def _book(cells: bytes, globals_: bytes = b"", count: int = 1) -> bytes:
    """Return a workbook of BIFF8 whose sheets all hold these records."""
    name = struct.pack("<HBB", 0, 2, 0) + b"ab"
    size = len(_bof(_BOOK)) + len(globals_) + count * (8 + len(name)) + len(_END)
    listed = b"".join(_record(0x85, struct.pack("<I", size) + name) for _ in range(count))
    stream = _bof(_BOOK) + globals_ + listed + _END + _bof(_SHEET) + cells + _END
    return compound_file({"Workbook": stream})


def _records() -> Iterator[Case]:
    number = struct.pack("<HHHd", 0, 0, 0, 1.5)
    strings = struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF)
    for label, cells, globals_ in (
        ("size-too-large", _record(0x203, number, 0xFFF0), b""),
        ("cut", _record(0x203, number)[:9], b""),
        ("strings-count", _record(0x203, number), _record(0xFC, strings)),
        ("strings-length", b"", _record(0xFC, struct.pack("<IIHB", 1, 1, 0xFFFF, 0))),
        ("strings-rich", b"", _record(0xFC, struct.pack("<IIHBHI", 1, 1, 1, 12, 0xFFFF, 1 << 30))),
        ("string-index", _record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0x7FFFFFFF)), b""),
        ("style-index", _record(0x203, struct.pack("<HHHd", 0, 0, 0xFFFF, 1.5)), b""),
        ("not-a-number", _record(0x203, struct.pack("<HHHd", 0, 0, 0, float("nan"))), b""),
        ("columns-of-run", _record(0xBE, struct.pack("<HHHH", 0, 0xFFFF, 0, 0)), b""),
        ("merges", _record(0xE5, struct.pack("<HHHHH", 0xFFFF, 9, 0, 9, 0)), b""),
        ("formula-tokens", _record(6, number + struct.pack("<HIH", 0, 0, 0xFFFF) + b"\x44"), b""),
        ("formula-garbage", _record(6, number + struct.pack("<HIH", 0, 0, 9) + b"\xff" * 9), b""),
        ("formula-deep", _record(6, number + struct.pack("<HIH", 0, 0, 900) + b"\x15" * 900), b""),
        ("format", b"", _record(0x41E, struct.pack("<HHB", 164, 0xFFFF, 1))),
        ("codepage", b"", _record(0x42, b"\xff\xff")),
        ("password", b"", _record(0x2F, bytes(6))),
        ("unknown", _record(0xEEEE, bytes(900)) * 50, b""),
        ("continue", _record(0x3C, bytes(8_000)) * 6, _record(0x3C, b"")),
        ("name", b"", _record(0x18, struct.pack("<HBBHHHI", 0, 0, 255, 0xFFFF, 0, 0, 0))),
    ):  # fmt: skip
        yield Case(f"biff-{label}.xls", _book(cells, globals_))
    yield Case("biff-sheets-of-one-place.xls", _book(_record(0x203, number) * 300, count=900))
    yield Case("biff-nested-sheets.xls", _book((_bof(_SHEET)) * 900 + _END * 900))
    place = _record(0x85, struct.pack("<IHBB", 0x7FFFFFFF, 0, 2, 0) + b"ab")
    outside = compound_file({"Workbook": _bof(_BOOK) + place + _END})
    yield Case("biff-sheet-outside.xls", outside)
    for version, mark in (
        (2, b"\x09\x00\x04\x00"),
        (3, b"\x09\x02\x06\x00"),
        (4, b"\x09\x04\x06\x00"),
    ):
        yield Case(f"biff{version}-cut.xls", mark + bytes(3))


def _changed_workbook() -> Iterator[Case]:
    """Yield the records of a workbook without their container, as old programs wrote them."""
    whole = (DATA / "云田镇.xls").read_bytes()
    stream = bytearray(Compound(whole).stream("Workbook"))
    for share in (2, 5, 8):
        cut = bytes(stream[: len(stream) * share // 10])
        yield Case(f"workbook-cut-{share}.xls", cut)
    for step in (97, 1_009):
        changed = bytearray(stream)
        changed[600::step] = b"\xff" * len(changed[600::step])
        yield Case(f"workbook-every-{step}.xls", bytes(changed))


def _xlsb() -> Iterator[Case]:
    whole = (DATA / "云田镇.xlsb").read_bytes()
    part = "xl/worksheets/sheet1.bin"
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        sheet = opened.read(part)
    for label, content in (
        ("cut", sheet[: len(sheet) // 2]), ("empty", b""),
        ("lengths", b"\x00\xff\xff\xff\xff" * 900),
        ("kinds", b"\xff\xff\xff\xff" * 9_000), ("garbage", bytes(range(256)) * 400),
        ("blanks", b"\x94\x01\x00" * 300_000), ("xml", b"<worksheet/>"),
    ):  # fmt: skip
        yield Case(f"binary-{label}.xlsb", repacked(whole, {part: content}))
    yield Case(
        "binary-strings.xlsb",
        repacked(whole, {"xl/sharedStrings.bin": b"\x13\x04\xff\xff\xff\x7f"}),
    )
    yield Case("binary-styles.xlsb", repacked(whole, {"xl/styles.bin": b"\xe6\x04\xff\x7f\xff"}))
    yield Case("binary-alone.xlsb", packed({"xl/workbook.bin": b"\x83\x01\x00"}))


def _other_kinds() -> Iterator[Case]:
    for name, content in (
        ("nothing.xlsx", b""), ("one-byte.xls", b"\0"), ("zeros.xlsx", bytes(70_000)),
        ("program.xlsx", b"MZ" + bytes(500)), ("elf.xls", b"\x7fELF" + bytes(500)),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(300)),
        ("photo.xls", b"\xff\xd8\xff\xe0" + bytes(300)),
        ("gif.docx", b"GIF89a" + bytes(300)), ("rar.xlsx", b"Rar!\x1a\x07\x00" + bytes(300)),
        ("seven.xlsx", b"7z\xbc\xaf\x27\x1c" + bytes(300)),
        ("gzip.xlsx", b"\x1f\x8b\x08" + bytes(300)),
        ("ofd.xlsx", packed({"OFD.xml": "<ofd:OFD/>"})), ("letter.xls", b"{\\rtf1 " + b"{" * 9_000),
        ("mail.xls", b"From: a@b.invalid\nMIME-Version: 1.0\n\nx"),
        ("json.xlsx", b'{"a": [' * 3_000),
        ("shell.csv", b"#!/bin/sh\nexit 1\n"), ("page.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * 3_000),
        ("cut.pdf", b"%PDF-1.4\n%%EOF"), ("sqlite.xls", b"SQLite format 3\0" + bytes(300)),
        ("font.xlsx", b"\0\1\0\0" + bytes(300)),
        ("random.xls", bytes((n * n * 31 + n) % 251 for n in range(9_999))),
    ):  # fmt: skip
        yield Case(name, content)
