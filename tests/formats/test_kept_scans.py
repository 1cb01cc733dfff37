"""A scan that is read again is not recognised again; the page being read is told meanwhile."""

from __future__ import annotations

import io
from pathlib import Path

import PIL.Image
import pytest

from xlform.errors import FileProblem
from xlform.formats.reading_process import ReadingProcess
from xlform.formats.scan import page, process
from xlform.formats.scan.content import Box, ScanContent, ScannedPage, TextLine
from xlform.formats.scan.kept_scans import ScanFolder, keeping_scans
from xlform.formats.scan.reader import scan_content

CONTENT = ScanContent((ScannedPage(100, 100, lines=(TextLine(Box(1, 1, 9, 9), ()),)),))


def pages(count: int) -> bytes:
    first, *others = [PIL.Image.new("RGB", (60, 60 + number), "white") for number in range(count)]
    made = io.BytesIO()
    first.save(made, "TIFF", save_all=True, append_images=others)
    return made.getvalue()


def test_a_file_is_recognised_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    def answer(self: ReadingProcess, *_: object) -> ScanContent:
        commands.append(self.command)
        return CONTENT

    monkeypatch.setattr(ReadingProcess, "answer", answer)
    folder = ScanFolder(tmp_path / "scans", page=tmp_path / "page")
    with keeping_scans(folder):
        assert [scan_content(b"1", "a.png"), scan_content(b"1", "b.png")] == [CONTENT] * 2
        assert len(commands) == 1
        assert commands[0][-1] == str(tmp_path / "page")
        scan_content(b"2", "a.png")
        for kept in folder.folder.iterdir():
            kept.write_bytes(b"\xc1")
        scan_content(b"1", "a.png")
    scan_content(b"1", "a.png")
    assert len(commands) == 4


def test_a_fault_is_kept_too(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path / "scans")
    folder.put(b"1", ScanContent(fault="scan-no-text"))
    with keeping_scans(folder), pytest.raises(FileProblem, match="空白"):
        scan_content(b"1", "空白.png")


def test_what_can_not_be_kept_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "scans").write_bytes(b"")  # no folder
    folder = ScanFolder(tmp_path / "scans")
    folder.put(b"1", CONTENT)
    assert folder.get(b"1") is None


def test_the_page_being_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, seen = tmp_path / "page", []

    def read_page(*_: object) -> ScannedPage:
        seen.append(told.read_text())
        return CONTENT.pages[0]

    monkeypatch.setattr(page, "read_page", read_page)
    monkeypatch.setattr(process, "start_timer", lambda _: None)
    assert len(process.read(pages(3), told).pages) == 3
    assert seen == ["1", "2", "3"]
