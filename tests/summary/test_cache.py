"""The second run: unchanged files are not read again, and no stale record is used."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from spooling import DISTRICT, content, setup

from xlform.checking.settings import Project
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.files.inputs import expand_inputs
from xlform.messages import set_language
from xlform.summary import cache
from xlform.summary.cache import Cache, cache_folder, cached_records
from xlform.summary.collect import ReadOptions, collect
from xlform.summary.file_worker import FileWorker
from xlform.summary.record import Record, encoded
from xlform.summary.setup import Setup, fingerprint, program_hash
from xlform.summary.spool import Spool


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"
    set_language("")  # the work is done in this process here, and speaks as its setup says


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "全区"
    made.mkdir()
    for path in DISTRICT[:3]:
        (made / path.name).write_bytes(path.read_bytes())
    return made


class StubWorker:
    """Makes records that hold the hash of a file alone."""

    def __init__(self, _: Setup) -> None: ...

    def record(self, file: InputFile) -> bytes:
        return encoded(Record(hashlib.sha256(input_bytes(file)).hexdigest()))


def read_again(
    folder: Path,
    agreed: Setup | None = None,
    worker: type[FileWorker | StubWorker] = FileWorker,
) -> list[str]:
    """The names of the files a run works on."""
    agreed = agreed or setup()
    worked: list[str] = []

    def work(inputs: Iterable[InputFile]) -> Iterator[tuple[InputFile, bytes]]:
        ready = worker(agreed)
        worked.extend(one.info.name for one in inputs)
        yield from ((one, ready.record(one)) for one in inputs)

    with Cache(agreed) as kept:
        found = dict(cached_records(kept, expand_inputs([folder]), work))
    assert len(found) == len(list(folder.iterdir()))
    return sorted(worked)


def test_a_second_run_reads_what_changed_and_nothing_else(folder: Path) -> None:
    names = sorted(path.name for path in folder.iterdir())
    assert read_again(folder) == names
    assert read_again(folder) == []
    os.utime(folder / names[1])  # looked at by somebody, and not changed
    assert read_again(folder) == []
    (folder / names[0]).write_bytes(DISTRICT[5].read_bytes())
    (folder / "新来.xlsx").write_bytes(DISTRICT[6].read_bytes())
    assert read_again(folder) == sorted([names[0], "新来.xlsx"])


@pytest.mark.parametrize("kind", ["workbook", "archive"])
def test_size_and_time_of_another_content_do_not_hide_it(folder: Path, kind: str) -> None:
    paths = list(folder.iterdir())
    forms = [path.read_bytes() for path in paths[:2]]
    length = max(map(len, forms))
    path = folder / ("全区.zip" if kind == "archive" else "石峰区丙镇.xlsx")
    states = []
    for form in forms:
        made = form.ljust(length, b"\0")  # one as long as the other
        if kind == "archive":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("甲.xlsx", made)
        else:
            path.write_bytes(made)
        os.utime(path, ns=(0, 10**18))
        states.append((path.stat().st_size, path.stat().st_mtime_ns))
        assert ("甲.xlsx" if kind == "archive" else path.name) in read_again(
            folder, worker=StubWorker
        )
    assert states[0] == states[1]


def test_a_state_that_tells_nothing_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the state of a file is its size and time."""
    monkeypatch.setattr(cache, "_STATE_TELLS", False)
    monkeypatch.setattr("xlform.files.inputs.stamp_of", lambda _: "the same")
    path = next(folder.iterdir())
    assert path.name in read_again(folder, worker=StubWorker)
    assert read_again(folder, worker=StubWorker) == []
    path.write_bytes(path.read_bytes()[::-1])
    assert read_again(folder, worker=StubWorker) == [path.name]


def test_a_folder_that_was_moved_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    names = read_again(folder)
    moved = folder.rename(tmp_path / "2024年")
    assert read_again(moved) == []
    assert read_again(moved) == []
    # A rule looks at the name of a file: under another one it is another file.
    renamed = (moved / names[0]).rename(moved / "石峰区丙镇.xlsx")
    assert read_again(moved) == [renamed.name]
    # As long as one that is known, and another.
    content = bytearray((moved / names[1]).read_bytes())
    content[-1] ^= 1
    (moved / names[1]).write_bytes(content)
    assert names[1] in read_again(moved)


def test_copies_under_two_names_have_a_record_each(folder: Path) -> None:
    path = next(folder.iterdir())
    (folder / "石峰区丙镇.xlsx").write_bytes(path.read_bytes())
    with Spool() as fresh, Spool() as first, Spool() as second:
        for spool, plan in (
            (fresh, ReadOptions(cache=False)),
            (first, ReadOptions()),
            (second, ReadOptions()),
        ):
            collect([folder], spool, plan)
        assert content(fresh) == content(first) == content(second)


def test_what_is_remembered_is_what_would_be_read(folder: Path) -> None:
    with Spool() as fresh, Spool() as first, Spool() as second:
        for spool, plan in (
            (fresh, ReadOptions(cache=False)),
            (first, ReadOptions()),
            (second, ReadOptions()),
        ):
            collect([folder], spool, plan)
        assert content(fresh) == content(first) == content(second)


def test_nothing_is_worked_out_where_all_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Spool() as spool:
        collect([folder], spool, ReadOptions())
    monkeypatch.setattr("xlform.summary.collect.cores", lambda: pytest.fail("a process is started"))
    with Spool() as spool:
        collect([folder], spool, ReadOptions())
        assert all(not one.problem for one in spool.files())


def test_other_settings_and_another_language_are_not_answered_from_it(folder: Path) -> None:
    read_again(folder)
    assert read_again(folder, Setup(Project(select=("A",)), None, "zh")) != []
    assert read_again(folder, Setup(Project(), None, "en")) != []
    assert read_again(folder) == []


def test_the_mark_of_the_work_follows_templates_words_and_data(tmp_path: Path) -> None:
    words = tmp_path / "用语.toml"
    words.write_text('[typos]\n"拔付" = "拨付"\n', encoding="utf-8")
    agreed = Setup(Project(words=(words,)), None, "zh")
    before = fingerprint(agreed)
    assert before != fingerprint(setup())
    assert before == fingerprint(agreed)
    words.write_text('[typos]\n"拔款" = "拨款"\n', encoding="utf-8")
    assert before != fingerprint(agreed)


def test_the_mark_of_the_work_follows_links_and_tells_tables_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    own.mkdir()
    elsewhere.mkdir()
    (own / "words").symlink_to(elsewhere, target_is_directory=True)
    (own / "back").symlink_to(own, target_is_directory=True)
    (elsewhere / os.fsdecode("词".encode("gb18030"))).touch()
    (elsewhere / "用语.toml").write_text('[typos]\n"拔付" = "拨付"\n', encoding="utf-8")
    monkeypatch.setenv("XLFORM_TEMPLATES", str(own))
    marks = [fingerprint(setup())]
    (elsewhere / "用语.toml").write_text('[typos]\n"拔款" = "拨款"\n', encoding="utf-8")
    marks.append(fingerprint(setup()))
    one, other = tmp_path / "一.csv", tmp_path / "二.csv"
    one.write_text("1")
    other.write_text("2")
    for data in ({"a": one, "b": other}, {"b": one, "a": other}, {"a": one, "b": tmp_path / "无"}):
        marks += [fingerprint(Setup(Project(data=data), None, "zh"))]
    for texts in (("ab", "c"), ("a", "bc")):
        one.write_text(texts[0])
        other.write_text(texts[1])
        marks.append(fingerprint(Setup(Project(words=(one, other)), None, "zh")))
    assert len(set(marks)) == len(marks) == 7


def test_the_mark_of_the_program_follows_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = program_hash()
    monkeypatch.setattr("xlform.summary.setup.find_spec", lambda _: None)
    assert program_hash() != before


def test_members_of_an_archive_are_remembered_with_it(tmp_path: Path, folder: Path) -> None:
    single_file = tmp_path / "包"
    single_file.mkdir()
    with zipfile.ZipFile(single_file / "全区.zip", "w") as archive:
        archive.write(next(folder.iterdir()), "甲.xlsx")
    assert read_again(single_file) == ["甲.xlsx"]
    assert read_again(single_file) == []


def test_what_could_not_be_read_is_tried_again(folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"not a workbook")
    read_again(folder)
    assert read_again(folder) == ["坏.xlsx"]


# What a damaged or forged table may hold, down to the record of another file in place of one's own.
FORGED = {
    "flipped": "UPDATE records SET record = CAST(substr(record, 2) AS BLOB)",
    "text": "UPDATE records SET record = 'text'",
    "nothing": "UPDATE records SET record = NULL",
    "no record": "UPDATE records SET record = x'', sum = 0",
    "of another": "CREATE TABLE before AS SELECT * FROM records; UPDATE records SET (record, sum) ="
    " (SELECT record, sum FROM before WHERE before.id = records.id % 3 + 1)",
    "run": "UPDATE runs SET number = 'text'",
    "last run": "UPDATE runs SET number = 9223372036854775807",
    "other schema": "PRAGMA user_version = 99",
}


@pytest.mark.parametrize("damage", ["garbage", "truncated", *FORGED])
def test_a_damaged_cache_is_read_anew(folder: Path, place: Path, damage: str) -> None:
    names = read_again(folder, worker=StubWorker)
    path = place / "records.sqlite"
    data = bytearray(path.read_bytes())
    if damage == "garbage":
        path.write_bytes(b"garbage" * 999)
    elif damage == "truncated":
        path.write_bytes(data[: len(data) // 2])
    else:
        with sqlite3.connect(path) as db:
            db.executescript(FORGED[damage])
        db.close()
    assert read_again(folder, worker=StubWorker) == names
    assert read_again(folder, worker=StubWorker) == []


def test_it_does_without_a_folder_it_may_write_to(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "file"))
    assert read_again(folder) == read_again(folder) != []


def test_it_waits_for_nobody(folder: Path, place: Path) -> None:
    names = read_again(folder)
    with sqlite3.connect(place / "records.sqlite") as other:
        other.execute("BEGIN EXCLUSIVE")
        assert read_again(folder) == names
    other.close()
    assert read_again(folder) == []


def test_its_size_is_bounded(folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_again(folder)
    monkeypatch.setattr(cache, "SIZE_AT_MOST", 10_000)
    read_again(folder)
    with sqlite3.connect(place / "records.sqlite") as db:
        held = db.execute("SELECT sum(length(record)) FROM records").fetchone()[0] or 0
    db.close()
    assert held <= 10_000


def test_only_its_owner_may_look_into_it(folder: Path, place: Path) -> None:
    read_again(folder)
    if os.name == "posix":
        assert place.stat().st_mode & 0o077 == 0
        assert (place / "records.sqlite").stat().st_mode & 0o077 == 0


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XLFORM_CACHE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "xlform"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache_folder() == tmp_path / "xlform" / "cache"
