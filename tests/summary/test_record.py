"""A file as a record: every value of the submission in a row, with the cell it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from spooling import SAMPLES, known

from xlform.checking.check import Checker
from xlform.model.submission import Period, Submission, Target, Value
from xlform.submission.read import read_with_grid
from xlform.summary.file_rows import decoded_rows
from xlform.summary.layout import layouts, table_names
from xlform.summary.record import (
    Record,
    RecordBuilder,
    decoded,
    encoded,
    failed_record,
)
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())
FILES = [*sorted(SAMPLES.glob("*.xlsx")), *sorted((SAMPLES / "district").glob("*.xlsx"))]
Rows = list[dict[str, object]]


def recorded(path: Path) -> tuple[Submission, Record]:
    checker = Checker()
    submission, grid = read_with_grid(path)
    recorder = RecordBuilder(TEMPLATES, layouts(TEMPLATES), checker.context.words)
    record = recorder.record(submission, checker.findings(submission, grid))
    return submission, decoded(encoded(record))


def rows_of(record: Record, table: str) -> Rows:
    names = known()[table].names
    found = (part for part in record.parts if part.table == table)
    return [
        dict(zip(names, row, strict=True))
        for part in found
        for row in decoded_rows(part.columns, part.count)
    ]


def told(value: Value) -> dict[str, object]:
    """Return the expected columns of a value, by the suffix of the column's name."""
    if isinstance(value, Target):
        numbers = {"value": value.value, "low": value.low, "high": value.high}
        parts = {key: None if one is None else f"{one:f}" for key, one in numbers.items()}
        parts |= {"comparator": value.comparator, "unit": value.unit, "type": value.type}
        return {"": value.text, **{f"_{key}": one for key, one in parts.items()}} | day(value.date)
    if isinstance(value, Period):
        return {"": value.text, **day(value.start, "_start"), **day(value.end, "_end")}
    return {"": f"{value:f}" if isinstance(value, Decimal) else value}


def day(one: dt.date | None, name: str = "_date") -> dict[str, object]:
    return {name: one.isoformat() if one else None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_stands_in_its_row_with_its_cell(path: Path) -> None:
    submission, record = recorded(path)
    names = table_names(TEMPLATES)
    for number, form in enumerate(submission.forms, 1):
        (own,) = [row for row in rows_of(record, form.kind) if row["form"] == number]
        check(own, dict(form.fields), form.origins, "")
        for table, entries in form.tables.items():
            name = names.of_table(form.kind, table)
            rows = [
                r for r in rows_of(record, name) if (r["form"], r["kind"]) == (number, form.kind)
            ]
            assert [row["row"] for row in rows] == list(range(1, len(entries) + 1))
            for n, (row, entry) in enumerate(zip(rows, entries, strict=True)):
                check(row, dict(entry), form.origins, f"{table}[{n}].")


def check(row: dict[str, object], values: dict[str, Value], origins: object, path: str) -> None:
    places = dict(origins)  # type: ignore[call-overload]  # a mapping
    for name, value in values.items():
        for part, expected in told(value).items():
            assert row[name + part] == expected, (name, part)
        if isinstance(value, Decimal | Target):
            assert row[f"{name}_cell"] == places.get(path + name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_and_counts_are_those_of_a_check(path: Path) -> None:
    report = Checker().check(path, single_file=False)
    _, record = recorded(path)
    found = rows_of(record, "findings")
    assert [(row["code"], row["message"], row["id"]) for row in found] == [
        (one.code, one.message, one.id) for one in report.findings
    ]
    assert sum(record.counts.values()) == len(found)
    assert record.unit == report.submission.unit


def test_a_record_does_not_say_where_the_file_lay(tmp_path: Path) -> None:
    copy = tmp_path / "另一个名字.xlsx"
    copy.write_bytes((SAMPLES / "district" / "青禾镇.xlsx").read_bytes())
    _, here = recorded(SAMPLES / "district" / "青禾镇.xlsx")
    _, there = recorded(copy)
    # What a file is called is no part of it; a rule on its name may speak of it.
    assert [part for part in here.parts if part.table != "findings"] == [
        part for part in there.parts if part.table != "findings"
    ]
    assert here.entry == there.entry


def test_what_could_not_be_read_keeps_its_sentence() -> None:
    record = decoded(encoded(failed_record("读不了。", "ab" * 32)))
    assert (record.problem, record.sha256, record.parts) == ("读不了。", "ab" * 32, ())


def test_other_bytes_are_no_record() -> None:
    for data in broken(encoded(failed_record("x"))):
        with pytest.raises(msgspec.MsgspecError):
            decoded(data)


def broken(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[:-1]
    yield b"\x80"


def test_a_total_told_by_its_row_is_a_column_of_the_form() -> None:
    assert "total" in known()["fund-summary"].names
    assert "expense_total_cell" in known()["fund-direction"].names
