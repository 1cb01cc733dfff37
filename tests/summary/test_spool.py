"""The spool: the same content whatever the order, in the same order every time, off the memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spooling import DISTRICT, content, filled, known

from xlform.files.input_file import FileInfo
from xlform.model.findings import Finding
from xlform.summary.record import Part, Record, encoded_rows, failed_record
from xlform.summary.spool import Spool

FILES = st.lists(
    st.tuples(st.sampled_from(["甲镇", "乙镇", ""]), st.sampled_from(["a/表.xlsx", "b/表.xlsx"])),
    max_size=8,
)


def record(unit: str, number: int) -> Record:
    rows: list[Part] = [encoded_rows("expenses", [(number, n) for n in range(number % 3)])]
    return Record(sha256=str(number), unit=unit, year=2023, forms=1, parts=tuple(rows))


@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_the_files_makes_no_difference(
    files: list[tuple[str, str]], order: random.Random
) -> None:
    made = [(f"{n}/{path}", record(unit, n)) for n, (unit, path) in enumerate(files)]
    shuffled = order.sample(made, len(made))
    assert spooled(made) == spooled(shuffled)


def spooled(files: list[tuple[str, Record]]) -> object:
    with Spool() as spool:
        for path, one in files:
            spool.add(FileInfo(path, path.rpartition("/")[2]), one)
        spool.arrange()
        return content(spool)


def test_files_come_by_unit_and_the_unread_last() -> None:
    with Spool() as spool:
        spool.add(FileInfo("z.xlsx", "z.xlsx"), failed_record("空文件。"))
        spool.add(FileInfo("说明.docx", "说明.docx"), failed_record("不是工作簿。"), skipped=True)
        spool.add(FileInfo("b.xlsx", "b.xlsx"), record("乙镇", 1))
        spool.add(FileInfo("a.xlsx", "a.xlsx"), record("丙镇", 2))
        spool.arrange()
        files = list(spool.files())
    assert [one.path for one in files] == ["a.xlsx", "b.xlsx", "z.xlsx", "说明.docx"]
    assert [one.place for one in files] == [1, 2, 3, 4]
    assert [one.skipped for one in files] == [0, 0, 0, 1]
    assert files[2].problem == "空文件。"


def test_files_of_one_name_are_told_apart_by_folders() -> None:
    with Spool() as spool:
        for path in (
            "全区/甲镇/表.xlsx",
            "全区/乙镇/表.xlsx",
            "全区/丙.xlsx",
            "包.zip!丁镇/表.xlsx",
        ):
            spool.add(FileInfo(path, path.rpartition("/")[2]), record("", 1))
        spool.arrange()
        names = {one.name for one in spool.files()}
    assert names == {"甲镇/表.xlsx", "乙镇/表.xlsx", "丙.xlsx", "丁镇/表.xlsx"}


def test_findings_between_files_come_behind_a_files_own() -> None:
    finding = Finding("B-01", "twice", "warning", "报了两份。", "附表1", "A1")
    with Spool() as spool:
        filled(spool, DISTRICT[0], DISTRICT[1])
        first = next(spool.files())
        before = spool.count("findings")
        spool.add_batch_findings([(first.name, [finding]), ("", [finding])])
        spool.add_batch_findings([(first.name, [finding])])
        with pytest.raises(ValueError, match="不在"):
            spool.add_batch_findings([("不在", [finding])])
        rows = next(rows for filed, rows in spool.rows("findings") if filed.path == first.path)
        assert [row[0] for row in rows[-2:]] == ["B-01", "B-01"]
        assert spool.count("findings") == before + 2
        assert [row[3] for row in spool.batch_findings()] == ["报了两份。"]


def test_entries_are_those_of_the_files_that_were_read() -> None:
    with Spool() as spool:
        filled(spool, DISTRICT[0], DISTRICT[1], "没有这个文件.xlsx")
        read = [one for one in spool.files() if not one.problem]
        entries = list(spool.batch_index())
    assert [(one.path, one.unit) for one in entries] == [(one.path, one.unit) for one in read]
    assert all(form.amounts for one in entries for form in one.forms)


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        filled(spool, DISTRICT[0])
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_counts_are_the_rows_there_are() -> None:
    with Spool() as spool:
        filled(spool, *DISTRICT[:4])
        for name in known():
            assert spool.count(name) == sum(len(rows) for _, rows in spool.rows(name))


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_number_of_processes_makes_no_difference(jobs: int) -> None:
    with Spool() as one, Spool() as other:
        expected = content(filled(one, *DISTRICT))
        assert content(filled(other, *reversed(DISTRICT), jobs=jobs)) == expected
