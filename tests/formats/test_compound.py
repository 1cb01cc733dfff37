"""Compound files: their streams whole, long or short, and what they say of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from compound_file import compound_file

from xlform.formats.compound import Compound, compound_kind

XLS = Path(__file__).parent / "data" / "云田镇.xls"


def test_streams_of_a_workbook() -> None:
    book = Compound(XLS.read_bytes())
    assert book.kind == "xls"
    stream = book.stream("Workbook", "Book")
    assert stream[:8] == b"\x09\x08\x10\x00\x00\x06\x05\x00"
    # A short stream lies among others within one sector.
    summary = book.stream("\x05SummaryInformation")
    assert summary[:2] == b"\xfe\xff"
    assert len(summary) == book.streams["\x05summaryinformation"].size < 4_096


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["Workbook"], "xls"),
        (["Book"], "xls"),
        (["WORKBOOK"], "xls"),
        (["WordDocument", "1Table"], "doc"),
        (["EncryptionInfo", "EncryptedPackage"], "encrypted"),
        (["PowerPoint Document"], "compound"),
        ([], "compound"),
    ],
)
def test_what_a_file_is(names: list[str], kind: str) -> None:
    assert compound_kind(compound_file({name: name.encode() for name in names})) == kind


def test_long_streams_are_whole() -> None:
    long = bytes(number % 251 for number in range(20_000))
    made = Compound(compound_file({"Workbook": long, "Other": b"x"}))
    assert made.stream("Workbook") == long
    with pytest.raises(ValueError, match="Book"):
        made.stream("Book")


@pytest.mark.parametrize("length", [0, 8, 100, 512, 600, 1_024])
def test_files_cut_off(length: int) -> None:
    assert compound_kind(compound_file({"Workbook": b"x"})[:length]) == "damaged"
