"""A scan that is read again is not recognised again; the page being read is told meanwhile."""

from __future__ import annotations

import io
import re
import sys
import time
from pathlib import Path

import PIL.Image
import pytest

from xlform.errors import FileProblem
from xlform.formats.reading_process import ReadingProcess
from xlform.formats.scan import page, process
from xlform.formats.scan.content import (
    Box,
    DensePageError,
    ScanContent,
    ScannedPage,
    TextLine,
)
from xlform.formats.scan.images import Image
from xlform.formats.scan.kept_scans import ScanFolder, keeping_scans
from xlform.formats.scan.reader import scan_content
from xlform.formats.scan.sheets import scan_sheets
from xlform.isolation.heartbeat import heartbeat

CONTENT = ScanContent(
    (ScannedPage(100, 100, lines=(TextLine(Box(1, 1, 9, 9), ()),)),), numbers=(1,)
)


def pages(count: int) -> bytes:
    first, *others = [PIL.Image.new("RGB", (60, 60 + number), "white") for number in range(count)]
    made = io.BytesIO()
    first.save(made, "TIFF", save_all=True, append_images=others)
    return made.getvalue()


def test_a_file_is_recognised_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    def answer(self: ReadingProcess, *_: object) -> list[ScanContent]:
        commands.append(self.command)
        return [CONTENT]

    monkeypatch.setattr(ReadingProcess, "answers", answer)
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
    assert [one.numbers for one in process.read(pages(3), told)] == [(1,), (2,), (3,)]
    assert seen == ["1", "2", "3"]


def test_a_dense_page_among_others_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page that can't be read costs that page alone; alone it is the file's fault."""

    def read_page(image: Image, _: object) -> ScannedPage:
        if image.shape[0] == 61:
            raise DensePageError
        return CONTENT.pages[0]

    monkeypatch.setattr(page, "read_page", read_page)
    parts = list(process.read(pages(3)))
    assert [(one.numbers, one.dense, one.fault) for one in parts] == [
        ((1,), (), ""), ((), (2,), ""), ((3,), (), "")
    ]  # fmt: skip
    monkeypatch.setattr(ReadingProcess, "answers", lambda *_: parts)
    content = scan_content(b"1", "a.tif")
    assert (content.numbers, content.dense) == ((1, 3), (2,))
    (left_out,) = scan_sheets(content, "a.tif")
    assert (left_out.name, left_out.cells, left_out.beside_cells) == ("第2页", {}, ("dense-page",))
    assert [one.fault for one in process.read(pages(2), wanted={2})][-1] == "scan-too-dense"


def test_pages_are_passed_on_one_by_one_and_each_is_a_sign_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reading of many pages takes minutes, in which its own process uses no CPU time."""
    code = (
        "import sys,time; sys.stdin.read()\nfor n in '123': print(n, flush=True); time.sleep(0.1)"
    )
    beats: list[float] = []
    monkeypatch.setattr(heartbeat, "send", lambda: beats.append(time.monotonic()))
    reading = ReadingProcess((sys.executable, "-c", code), "scan-damaged", 10, 10)
    assert list(reading.answers(b"x" * 200_000, int, "a")) == [1, 2, 3]
    assert len(beats) == 3
    assert beats[-1] - beats[0] > 0.1
    silent = ReadingProcess((sys.executable, "-c", "import time; time.sleep(9)"), "", 0.3, 10)
    with pytest.raises(FileProblem, match=re.escape("0.3")):
        silent.answer(b"", int, "a")
    ended = ReadingProcess(
        (sys.executable, "-c", "print(1); raise SystemExit(3)"), "scan-damaged", 9, 9
    )
    answers = ended.answers(b"x" * 900_000, int, "a")  # more than it reads
    assert next(answers) == 1
    with pytest.raises(FileProblem, match="已损坏"):
        next(answers)
