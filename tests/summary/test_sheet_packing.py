"""Sheets packed side by side: the same bytes as one after the other, and none lost."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from summing import DISTRICT, checked, checker, known_layouts, spooled

from xlform.summary.district import evaluate_district
from xlform.summary.pool import methods
from xlform.summary.workbook import part_archive, sheet_packing
from xlform.summary.workbook.book import write_summary
from xlform.summary.workbook.named_entries import By
from xlform.summary.workbook.part_archive import PartArchive, pack
from xlform.summary.workbook.sheet_packing import Packing, SheetGroup, packed_sheets

needs_fork = pytest.mark.skipif(methods()[0] != "fork", reason="sheets are packed in one process")
PARTS = {
    "a.xml": [b"<a/>"],
    "xl/b.xml": [],
    "xl/worksheets/sheet2.xml": [os.urandom(40_000), b"<row/>" * 90_000],
}


def test_an_archive_is_what_zipfile_writes() -> None:
    expected, streamed, packed = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(expected, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as archive:
        for name, pieces in PARTS.items():
            with archive.open(name, "w") as part:
                part.writelines(pieces)
            archive.getinfo(name).create_system = 3  # on Windows 0
    one, other = PartArchive(streamed), PartArchive(packed)
    for name, pieces in PARTS.items():
        one.add(name, pieces)
        stream = io.BytesIO()
        other.add_packed(name, pack(pieces, stream), iter([stream.getvalue()]))
    one.close()
    other.close()
    assert streamed.getvalue() == packed.getvalue() == expected.getvalue()
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None


def test_more_than_an_archive_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_archive, "_FULL", 50)
    with pytest.raises(RuntimeError, match="more than"):
        PartArchive(io.BytesIO()).add("a.xml", [bytes(60)])
    archive = PartArchive(io.BytesIO())
    archive.add("a.xml", [b"<a/>"])
    with pytest.raises(RuntimeError, match="more than"):
        archive.close()


def group(number: int, *, failing: bool = False) -> SheetGroup:
    """Two sheets; a failing one ends any process but this one."""
    own = os.getpid()

    def pieces(sheet: int) -> Iterator[bytes]:
        yield f"<{sheet}>".encode() * 1000
        if failing and os.getpid() != own:
            os._exit(1)

    def sheets() -> Iterator[tuple[str, Iterator[bytes]]]:
        for sheet in (2 * number, 2 * number + 1):
            yield f"sheet{sheet}.xml", pieces(sheet)

    return SheetGroup(1_000_000 - number, sheets)


@needs_fork
def test_the_sheets_of_a_process_that_dies_are_left_to_this_one(tmp_path: Path) -> None:
    reopened = tmp_path / "reopened"

    def reopen() -> None:
        reopened.write_text(str(os.getpid()))

    packing = Packing(2, tmp_path, reopen)
    groups = [group(0), group(1), group(2)]
    found = packed_sheets(groups, packing)
    assert sorted(found) == [f"sheet{n}.xml" for n in range(6)]
    assert int(reopened.read_text()) != os.getpid()
    for each in groups:
        for name, pieces in each.sheets():
            stream = io.BytesIO()
            assert pack(pieces, stream) == found[name].part
            assert b"".join(found[name].pieces()) == stream.getvalue()
    others = {f"sheet{n}.xml" for n in (0, 1, 4, 5)}
    left = packed_sheets([group(0), group(1, failing=True), group(2)], packing)
    # This process may have taken the one that only fails elsewhere, or all of them.
    assert set(left) < others or others <= set(left)


@needs_fork
def test_no_process_waits_while_sheets_are_left(tmp_path: Path) -> None:
    """While one process is at the largest sheet another makes all others."""

    def sheets(number: int) -> Iterator[tuple[str, Iterator[bytes]]]:
        made = [tmp_path / f"made{n}" for n in range(1, 4)]
        end = time.monotonic() + 60
        while number == 0 and not all(map(Path.exists, made)):
            assert time.monotonic() < end, "nobody made the other sheets"
            time.sleep(0.01)
        (tmp_path / f"made{number}").touch()
        yield f"sheet{number}.xml", iter([b"<row/>"])

    groups = [SheetGroup(1_000_000 - n, partial(sheets, n)) for n in range(4)]
    found = packed_sheets(groups, Packing(2, tmp_path, lambda: None))
    assert sorted(found) == [f"sheet{n}.xml" for n in range(4)]


@needs_fork
def test_more_sheets_than_a_byte_numbers_are_all_made(tmp_path: Path) -> None:
    found = packed_sheets([group(n) for n in range(300)], Packing(2, tmp_path, lambda: None))
    assert len(found) == 600


@pytest.mark.parametrize("by", ["fund", "unit"])
@needs_fork
def test_a_summary_is_the_same_by_any_number_of_processes(
    by: By, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_packing, "_CELLS_EACH", 1)
    made = []
    path = tmp_path / "汇总.xlsx"
    for jobs in (1, 3):
        with spooled((file.name, checked(file)) for file in DISTRICT[:4]) as spool:
            district = evaluate_district(spool, checker().context)
            write_summary(path, spool, known_layouts(), district, by=by, jobs=jobs)
            made.append(path.read_bytes())
    assert made[0] == made[1]
