"""Summary workbooks made for tests, and their content as another program reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from xlform.checking.check import Checker
from xlform.files.input_file import FileInfo
from xlform.model.findings import Finding
from xlform.model.submission import Submission
from xlform.summary.district import evaluate_district
from xlform.summary.layout import Layout, layouts
from xlform.summary.record import Record, RecordBuilder
from xlform.summary.spool import Spool
from xlform.summary.workbook.book import WorkbookResult, write_summary
from xlform.summary.workbook.named_entries import By
from xlform.summary.workbook.pagination import ROWS_AT_MOST
from xlform.template.store import load_templates, templates_folder

DISTRICT = sorted((Path(__file__).parents[2] / "samples" / "district").glob("*.xlsx"))


class Made(msgspec.Struct, frozen=True):
    """A summary and what it was said to come to."""

    path: Path
    written: WorkbookResult


@cache
def checker() -> Checker:
    return Checker()


@cache
def known_layouts() -> dict[str, Layout]:
    return layouts(load_templates(templates_folder()))


def record(submission: Submission, findings: Iterable[Finding] = ()) -> Record:
    templates = load_templates(templates_folder())
    recorder = RecordBuilder(templates, known_layouts(), checker().context.words)
    return recorder.record(submission, findings)


@cache
def checked(path: Path) -> Record:
    """The record of a sample, read and checked once."""
    report = checker().check(path, single_file=False)
    return record(report.submission, report.findings)


@contextmanager
def spooled(files: Iterable[tuple[str, Record]]) -> Iterator[Spool]:
    """A spool of records under these paths, arranged."""
    with Spool() as spool:
        for path, one in files:
            spool.add(FileInfo(path, Path(path).name), one)
        spool.arrange()
        yield spool


def summed(
    into: Path,
    files: Iterable[tuple[str, Record]],
    *,
    by: By = "fund",
    rows_at_most: int = ROWS_AT_MOST,
) -> Made:
    """The summary of these records, written to ``into``."""
    with spooled(files) as spool:
        district = evaluate_district(spool, checker().context)
        written = write_summary(
            into, spool, known_layouts(), district, by=by, rows_at_most=rows_at_most
        )
    return Made(into, written)


def figure(value: object) -> Decimal | None:
    """A cell's number as the decimal it was written as."""
    return Decimal(repr(value)) if isinstance(value, int | float) else None
