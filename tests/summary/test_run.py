"""The whole of a summary from Python: the same whatever the order, whole or not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from spooling import DISTRICT

import xlform
from xlform.errors import FileProblem
from xlform.summary.data_folder import MANIFEST
from xlform.summary.query import run_query


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_order_processes_and_memory_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLFORM_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "汇总.xlsx"
    made = []
    for files, jobs, cache in (
        (DISTRICT, 1, False),
        (DISTRICT[::-1], 2, True),
        (DISTRICT[7:] + DISTRICT[:7], 2, True),
    ):
        xlform.summarize(files, out, jobs=jobs, cache=cache)
        made.append(out.read_bytes())
    assert made[0] == made[1] == made[2]


def test_the_data_holds_what_the_summary_counts(tmp_path: Path) -> None:
    data = tmp_path / "数据"
    told: list[tuple[int, int]] = []
    made = xlform.summarize(
        DISTRICT, tmp_path / "汇总.xlsx", data=data, cache=False, watch=lambda *at: told.append(at)
    )
    assert told == [(n, len(DISTRICT)) for n in range(1, len(DISTRICT) + 1)]
    (row,) = run_query(data, "select count(*) from findings").rows
    assert row == (sum(made.written.severities.values()),)
    assert made.data == str(data)
    assert len(pd.read_parquet(data / "files")) == len(DISTRICT)


def test_a_file_that_cannot_be_read_is_told_and_costs_itself(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 no")
    made = xlform.summarize([DISTRICT[0], bad], tmp_path / "汇总.xlsx", cache=False)
    assert len(made.problems) == 1
    assert "坏.xlsx" in made.problems[0]
    assert made.written.failed == 1


def test_an_output_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        xlform.summarize(DISTRICT[0], tmp_path / "没有" / "汇总.xlsx", cache=False)
    other = tmp_path / "照片"
    other.mkdir()
    (other / "a.png").touch()
    with pytest.raises(FileProblem, match="别的内容"):
        xlform.summarize(DISTRICT[0], tmp_path / "汇总.xlsx", data=other, cache=False)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["照片"]


def test_what_is_written_behind_a_url_is_the_same(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="the extra xlform[cluster] is not installed")
    folder = tmp_path / "共享"
    for _ in range(2):  # the second time in place of the first
        xlform.summarize(
            DISTRICT[:2],
            f"file://{folder}/出/汇总.xlsx",
            data=f"file://{folder}/数据",
            cache=False,
        )
    xlform.summarize(DISTRICT[:2], tmp_path / "汇总.xlsx", data=tmp_path / "数据", cache=False)
    there, here = parts(folder / "出" / "汇总.xlsx"), parts(tmp_path / "汇总.xlsx")
    assert there.keys() == here.keys()
    names = {one.relative_to(tmp_path / "数据") for one in (tmp_path / "数据").rglob("*")}
    assert {one.relative_to(folder / "数据") for one in (folder / "数据").rglob("*")} == names
    assert (folder / "数据" / MANIFEST).read_bytes() == (tmp_path / "数据" / MANIFEST).read_bytes()
    (folder / "数据" / MANIFEST).unlink()
    with pytest.raises(FileProblem, match="别的内容"):
        xlform.summarize(
            DISTRICT[0], tmp_path / "汇总.xlsx", data=f"file://{folder}/数据", cache=False
        )
