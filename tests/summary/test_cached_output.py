"""A run that is given what an earlier one was given writes a copy of its workbook."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from spooling import DISTRICT

from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.messages import set_language
from xlform.model.regular_file import file_mark
from xlform.summary import cached_output
from xlform.summary.cache import Cache
from xlform.summary.cached_output import CachedOutputs, KeptOutput
from xlform.summary.collect import ReadOptions, Watch
from xlform.summary.options import Summary, SummaryOptions
from xlform.summary.record import Record, encoded
from xlform.summary.run import Summarizer
from xlform.summary.summary_figures import SummaryFigures
from xlform.summary.workbook.named_entries import By

FIGURES = SummaryFigures(1, 2, 0, 3, {"error": 4}, (), {}, 0, 0, ())
LISTED = SummaryOptions(roster="名单.csv")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two submissions and their roster in the current folder; the cache is empty."""
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "全区"
    made.mkdir()
    for name in ("甲镇.xlsx", "乙镇.xlsx"):
        (made / name).write_text(name)
    Path("名单.csv").write_text("单位名称\n云田镇\n", encoding="utf-8")
    yield made
    set_language("")


class StubRun:
    """A run that reads no form: it stores a record of each file and writes a few bytes."""

    made: ClassVar[list[str]] = []

    def __init__(
        self,
        _read: ReadOptions,
        _options: SummaryOptions,
        _by: By,
        files: list[InputFile],
        cache: Cache,
    ) -> None:
        self._files, self._cache = files, cache

    def write(self, output: str, _data: str, _watch: Watch | None) -> Summary:
        for file in self._files:
            content = Path(file.location).read_bytes()
            broken = "damaged" if content.startswith(b"bad") else ""
            record = Record(hashlib.sha256(content).hexdigest(), problem=broken)
            self._cache.store(file, encoded(record))
        self.made.append(output)
        Path(output).write_bytes(b"PK" * 5000)
        self.file = file_mark(Path(output).stat())
        return Summary(FIGURES, ("a problem",))


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The workbooks that are made and not copied, by stub runs."""
    monkeypatch.setattr("xlform.summary.summary_run.SummaryRun", StubRun)
    monkeypatch.setattr(StubRun, "made", [])
    return StubRun.made


def run(
    options: SummaryOptions | None = None,
    *,
    by: By = "fund",
    project: Project | None = None,
    output: str = "汇总.xlsx",
    cache: bool = True,
) -> tuple[Summary, bytes]:
    read = ReadOptions(project or Project(), jobs=1, cache=cache)
    # What the stub writes is no workbook of xlform's.
    options = msgspec.structs.replace(options or SummaryOptions(), force=True)
    made = Summarizer(read, options, by).run(["全区"], output)
    return made, Path(output).read_bytes()


def test_what_is_copied_is_what_would_be_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, form in zip(folder.iterdir(), DISTRICT[:2], strict=True):
        path.write_bytes(form.read_bytes())
    (folder / "~$甲.xlsx").touch()
    first, anew = run(LISTED), run(LISTED, cache=False)
    monkeypatch.setattr("xlform.summary.summary_run.SummaryRun", pytest.fail)
    assert first == run(LISTED) == anew
    assert first[0].problems
    assert first[0].written.states


def change_file(folder: Path) -> None:
    (folder / "甲镇.xlsx").write_text("另一份表")


def add_file(folder: Path) -> None:
    (folder / "新.xlsx").write_text("新的表")


def remove_file(folder: Path) -> None:
    (folder / "甲镇.xlsx").unlink()


def add_unreadable(folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"bad")


def change_roster(_: Path) -> None:
    Path("名单.csv").write_text("单位名称\n云田镇\n学林街道\n", encoding="utf-8")


CHANGES: dict[str, tuple[Callable[[Path], None] | None, Callable[[], object]]] = {
    "a file": (change_file, lambda: run(LISTED)),
    "one more": (add_file, lambda: run(LISTED)),
    "one less": (remove_file, lambda: run(LISTED)),
    "unreadable": (add_unreadable, lambda: run(LISTED)),
    "roster": (change_roster, lambda: run(LISTED)),
    "no roster": (None, run),
    "year": (None, lambda: run(SummaryOptions(roster="名单.csv", year=2023))),
    "latest": (None, lambda: run(SummaryOptions(roster="名单.csv", latest="time"))),
    "grouping": (None, lambda: run(LISTED, by="unit")),
    "settings": (None, lambda: run(LISTED, project=Project(select=("A",)))),
    "note": (None, lambda: run(LISTED, project=Project(note="另有设置"))),
    "language": (lambda _: set_language("en"), lambda: run(LISTED)),
    "place": (lambda _: Path("年报").mkdir(), lambda: run(LISTED, output="年报/汇总.xlsx")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_anything_makes_it_anew(folder: Path, writes: list[str], what: str) -> None:
    change, again = CHANGES[what]
    run(LISTED)
    run(LISTED)
    assert len(writes) == 1
    if change:
        change(folder)
    again()
    assert len(writes) == 2


def test_times_matter_where_they_are_compared(folder: Path, writes: list[str]) -> None:
    path = next(folder.iterdir())
    latest = SummaryOptions(latest="time")
    for options in (SummaryOptions(), latest):
        run(options)
        os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
        run(options)
    assert len(writes) == 3


@pytest.mark.parametrize("at", [0, 9, 60, -1])
def test_a_damaged_copy_is_made_anew(
    folder: Path, tmp_path: Path, writes: list[str], at: int
) -> None:
    del folder
    first = run()
    (kept,) = (tmp_path / "cache" / "summaries").iterdir()
    data = bytearray(kept.read_bytes())
    data[at] ^= 0x40
    kept.write_bytes(data)
    assert run() == first
    kept.write_bytes(kept.read_bytes()[:-9])
    assert run() == first
    assert run() == first
    assert len(writes) == 3
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0


def test_the_workbook_of_another_run_is_not_taken_for_it(
    folder: Path, tmp_path: Path, writes: list[str]
) -> None:
    del folder
    kept = tmp_path / "cache" / "summaries"
    run()
    (own,) = kept.iterdir()
    run(by="unit")
    (other,) = set(kept.iterdir()) - {own}
    own.write_bytes(other.read_bytes())
    run()
    assert len(writes) == 3
    if hasattr(os, "mkfifo"):  # nobody writes to it
        own.unlink()
        os.mkfifo(own)
        run()
        assert len(writes) == 4


def test_the_workbook_of_a_run_beside_it_is_not_kept(folder: Path) -> None:
    del folder
    output, kept = Path("汇总.xlsx"), CachedOutputs()
    output.write_bytes(b"of this run")
    mark = file_mark(output.stat())
    for name, written in (("first", b""), ("second", b"of that run")):
        if written:  # as long, and put in its place
            Path("其他.xlsx").write_bytes(written)
            Path("其他.xlsx").replace(output)
        kept.keep(name, output, mark, KeptOutput(FIGURES, (), 0))
    assert kept.copy("first", output, force=True)
    assert not kept.copy("second", output, force=True)
    assert output.read_bytes() == b"of this run"


def test_the_last_ones_are_kept(
    folder: Path, tmp_path: Path, writes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del folder
    _, data = run()
    monkeypatch.setattr(cached_output, "SUMMARIES_AT_MOST", len(data) * 3 // 2)
    run(by="unit")
    assert len(list((tmp_path / "cache" / "summaries").iterdir())) == 1
    run(by="unit")
    assert len(writes) == 2
    run()
    assert len(writes) == 3
