"""The data folder: every row of the spool, money exact, years apart, whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet
from spooling import DISTRICT, SAMPLES, filled, known

from xlform.errors import FileProblem
from xlform.files.input_file import FileInfo
from xlform.summary import data_folder
from xlform.summary.data_folder import DATA_FILE, MANIFEST, NO_YEAR, write_data
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.record import Record, Row, encoded_rows, failed_record
from xlform.summary.spool import Spool

MONEY = Layout("money", (TableColumn("year", "whole"), TableColumn("amount", "amount")))


@pytest.fixture(scope="module")
def spool() -> Iterator[Spool]:
    with Spool() as made:
        project = SAMPLES / "项目支出绩效目标申报表.xlsx"
        yield filled(made, *DISTRICT[:5], project, "没有.xlsx")


def spool_of(*rows: Row) -> Spool:
    made = Spool()
    part = encoded_rows("money", list(rows))
    made.add(FileInfo("甲.xlsx", "甲.xlsx"), Record(unit="甲镇", year=2023, parts=(part,)))
    made.arrange()
    return made


def test_pandas_reads_back_every_row(spool: Spool, tmp_path: Path) -> None:
    counts = write_data(tmp_path / "data", spool, known())
    for name, layout in known().items():
        expected = [
            (filed.name, filed.unit, *row) for filed, rows in spool.rows(name) for row in rows
        ]
        assert counts[name] == len(expected)
        frame = pd.read_parquet(tmp_path / "data" / name) if expected else pd.DataFrame()
        assert len(frame) == len(expected)
        for n, column in enumerate(layout.names, 2):
            if column not in frame or column == "year":
                continue
            found = [None if one is None or pd.isna(one) else one for one in frame[column]]
            assert sorted(map(told, found)) == sorted(told(row[n]) for row in expected), column


def told(value: object) -> str:
    """A value as text; decimals without the places they were padded with."""
    if isinstance(value, Decimal) or (isinstance(value, str) and value.replace(".", "").isdigit()):
        return f"{Decimal(value).normalize():f}"
    if isinstance(value, float):
        return str(int(value))  # a whole number beside missing ones
    return str(value)


def test_years_lie_apart(tmp_path: Path) -> None:
    with spool_of((2022, "1.00"), (None, "2"), (2023, "3.00"), (2022, "4")) as made:
        write_data(tmp_path / "data", made, {"money": MONEY})
    place = tmp_path / "data" / "money"
    amounts = {
        one.parent.name: [str(value) for value in pd.read_parquet(one)["amount"]]
        for one in place.rglob(DATA_FILE)
    }
    assert amounts == {
        "year=2022": ["1.000000", "4.000000"],
        f"year={NO_YEAR}": ["2.000000"],
        "year=2023": ["3.000000"],
    }


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["95.00", "-0.000001", None], "decimal128(38, 6)"),
        (["0.1234567891"], "decimal128(38, 10)"),
        (["9" * 33 + ".12"], "string"),
        (["10", "约10万元"], "string"),
    ],
)
def test_decimals_are_exact_where_they_fit_and_else_text(
    tmp_path: Path, texts: list[str | None], kind: str
) -> None:
    with spool_of(*((2023, text) for text in texts)) as made:
        write_data(tmp_path / "data", made, {"money": MONEY})
    table = parquet.read_table(tmp_path / "data" / "money" / "year=2023" / DATA_FILE)
    assert str(table.schema.field("amount").type) == kind
    assert [None if one is None else told(one) for one in table["amount"].to_pylist()] == [
        None if text is None else told(text) for text in texts
    ]
    assert table.schema.field("amount").metadata == {b"unit": "万元".encode()}


def test_rows_go_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_folder, "_ROWS_IN_GROUP", 10)
    with spool_of(*((2023, str(n)) for n in range(25))) as made:
        write_data(tmp_path / "data", made, {"money": MONEY})
    file = parquet.ParquetFile(tmp_path / "data" / "money" / "year=2023" / DATA_FILE)
    assert [file.metadata.row_group(n).num_rows for n in range(3)] == [10, 10, 5]
    file.close()


def test_a_folder_of_an_earlier_run_is_replaced_and_no_other(tmp_path: Path) -> None:
    place = tmp_path / "data"
    with spool_of((2022, "1")) as made:
        write_data(place, made, {"money": MONEY})
    with spool_of((2023, "2")) as made:
        write_data(place, made, {"money": MONEY})
    assert [one.name for one in (place / "money").iterdir()] == ["year=2023"]
    other = tmp_path / "照片"
    other.mkdir()
    (other / "a.png").touch()
    with spool_of((2023, "2")) as made, pytest.raises(FileProblem, match="别的内容"):
        write_data(other, made, {"money": MONEY})
    assert [one.name for one in other.iterdir()] == ["a.png"]


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "data"
    with spool_of((2022, "1")) as made:
        write_data(place, made, {"money": MONEY})
        before = sorted(place.rglob("*"))

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(data_folder, "_write_table", full)
        with pytest.raises(FileProblem, match="磁盘已满"):
            write_data(place, made, {"money": MONEY})
    assert sorted(place.rglob("*")) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data"]


def test_files_that_were_not_read_are_in_it_with_the_reason(spool: Spool, tmp_path: Path) -> None:
    write_data(tmp_path / "data", spool, {})
    frame = pd.read_parquet(tmp_path / "data" / "files")
    (row,) = frame[frame["problem"] != ""].to_dict("records")
    assert row["path"] == "没有.xlsx"
    assert "找不到" in row["problem"]
    assert (tmp_path / "data" / MANIFEST).is_file()


def test_a_spool_of_nothing_has_its_columns(tmp_path: Path) -> None:
    with Spool() as made:
        made.add(FileInfo("x.xlsx", "x.xlsx"), failed_record("读不了。"))
        made.arrange()
        counts = write_data(tmp_path / "data", made, known())
    assert counts["funds"] == 0
    (file,) = (tmp_path / "data" / "funds").rglob(DATA_FILE)
    assert "amount" in parquet.read_schema(file).names
