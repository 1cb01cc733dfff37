"""The batch index of a spool equals one in memory, one summary at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.checking.findings_by_file import FindingsByFile
from xlform.checking.settings import Project
from xlform.errors import FileProblem
from xlform.files.input_file import FileInfo
from xlform.files.temporary_folder import no_temporary_file
from xlform.rules.batch.key_groups import KeyGroups
from xlform.rules.batch_index import SubmissionSummary
from xlform.summary.layout import layouts
from xlform.summary.record import RecordBuilder, failed_record
from xlform.summary.spool import Spool
from xlform.template.store import load_templates, templates_folder

DISTRICT = sorted((Path(__file__).parents[2] / "samples" / "district").glob("*.xlsx"))[:5]
CHECKER = Checker(Project(select=("B",)))


@pytest.fixture(scope="module")
def spool() -> Iterator[Spool]:
    templates = load_templates(templates_folder())
    recorder = RecordBuilder(templates, layouts(templates), CHECKER.context.words)
    with Spool() as made:
        for path in reversed(DISTRICT):
            report = CHECKER.check(path, single_file=False)
            made.add(
                FileInfo(str(path), path.name), recorder.record(report.submission, report.findings)
            )
            again = FileInfo(f"{path.parent}/再报/{path.name}", path.name)
            made.add(again, recorder.record(report.submission, report.findings))
        made.add(FileInfo("坏.xlsx", "坏.xlsx"), failed_record("坏了。"))
        made.arrange()
        yield made


def test_it_holds_the_files_that_were_read_in_their_order(spool: Spool) -> None:
    batch_index = spool.batch_index()
    read = [one.path for one in spool.files() if not one.problem]
    assert [one.path for one in batch_index] == read
    assert len(batch_index) == len(read) == 10
    assert [batch_index[n] for n in range(10)] == list(batch_index)
    assert (batch_index[-1], batch_index[2:4]) == (batch_index[9], [batch_index[2], batch_index[3]])
    with pytest.raises(IndexError):
        batch_index[10]


def test_an_entry_is_that_of_the_report(spool: Spool) -> None:
    entry = next(one for one in spool.batch_index() if one.path == str(DISTRICT[0]))
    assert entry.forms == CHECKER.check(DISTRICT[0], single_file=False).summary.forms
    assert entry.forms[-1].comparables.prices


def test_names_are_told_apart(spool: Spool) -> None:
    names = [one.name for one in spool.batch_index()]
    assert len(set(names)) == len(names)


def test_rules_find_the_same_on_disk_as_in_memory(spool: Spool) -> None:
    held: list[SubmissionSummary] = list(spool.batch_index())
    on_disk = CHECKER.check_batch_index(spool.batch_index())
    assert on_disk == CHECKER.check_batch_index(held)
    assert on_disk.findings


def test_findings_by_file_are_those_of_the_batch(spool: Spool) -> None:
    batch_index = spool.batch_index()
    together = CHECKER.check_batch_index(batch_index).findings
    apart = list(CHECKER.batch_findings(batch_index))
    names = [one.name for one in batch_index]
    assert [names.index(name) for name, _ in apart] == sorted(
        names.index(name) for name, _ in apart
    )
    assert sorted((one.file, one.id, one.message) for one in together) == sorted(
        (name, one.id, one.message) for name, findings in apart for one in findings
    )


@pytest.mark.parametrize("place", [KeyGroups, FindingsByFile])
def test_a_full_disk_is_no_fault_of_a_rule(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, place: type[KeyGroups | FindingsByFile]
) -> None:
    def full(*_: object) -> None:
        raise no_temporary_file(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(place, "_flush", full)
    with pytest.raises(FileProblem) as problem:
        list(CHECKER.batch_findings(spool.batch_index()))
    assert problem.value.code == "no-temporary-file"
