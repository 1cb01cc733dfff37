"""Parquet read back by pyarrow: types as promised, money exact."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from xlform.export import parquet_files, write_parquet
from xlform.model import submission as model
from xlform.submission.frames import frames

WithFunds = Callable[[Iterable[Decimal | None]], model.Submission]


def amounts_in(folder: str | Path) -> pa.ChunkedArray:
    return parquet.read_table(Path(folder) / "funds.parquet")["amount"]


def test_a_file_per_frame(town: model.Submission, tmp_path: Path) -> None:
    written = {path.stem for path in write_parquet(tmp_path, [town])}
    assert written == set(frames([town]))
    assert {path.stem for path in tmp_path.glob("*.parquet")} == written


def test_types(town: model.Submission, tmp_path: Path) -> None:
    write_parquet(tmp_path, [town])
    schema = parquet.read_schema(tmp_path / "fund-direction.parquet")
    assert schema.field("amount").type == pa.decimal128(38, 6)
    assert schema.field("amount").metadata == {b"unit": "万元".encode()}
    assert schema.field("period_end").type == pa.date32()
    assert schema.field("direction").type == pa.string()
    assert schema.field("year").type == pa.int64()


def test_values_are_those_of_the_frames(
    town: model.Submission, project: model.Submission, tmp_path: Path
) -> None:
    write_parquet(tmp_path, [town, project])
    for name, frame in frames([town, project]).items():
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.column_names == list(frame.columns)
        for column in table.column_names:
            values = frame[column].astype(object)
            assert table[column].to_pylist() == values.where(values.notna(), None).to_list()


def test_a_column_with_no_amount_is_still_money(with_funds: WithFunds, tmp_path: Path) -> None:
    write_parquet(tmp_path, [with_funds([None, None])])
    assert amounts_in(tmp_path).type == pa.decimal128(38, 6)
    assert amounts_in(tmp_path).null_count == 2


@pytest.mark.parametrize(
    ("amount", "type_"),
    [
        ("611.00", pa.decimal128(38, 6)),
        ("0.12345678", pa.decimal128(38, 8)),
        ("0.123456789012", pa.decimal128(38, 12)),
        ("0.1234567890123", pa.decimal256(76, 13)),
        ("1E+35", pa.decimal256(76, 6)),
        ("1E-80", pa.string()),
    ],
)
def test_the_type_grows_with_the_data(
    amount: str, type_: pa.DataType, with_funds: WithFunds, tmp_path: Path
) -> None:
    write_parquet(tmp_path, [with_funds([Decimal(amount), Decimal(1)])])
    assert amounts_in(tmp_path).type == type_
    assert [Decimal(one) for one in amounts_in(tmp_path).to_pylist()] == [Decimal(amount), 1]


@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False), max_size=9))
def test_any_amount_survives(with_funds: WithFunds, amounts: list[Decimal | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(folder, [with_funds(amounts)])
        read = [None if one is None else Decimal(one) for one in amounts_in(folder).to_pylist()]
    assert read == amounts


def test_a_name_from_outside_stays_inside(town: model.Submission, tmp_path: Path) -> None:
    form = msgspec.structs.replace(town.forms[1], kind="../../evil", template="elsewhere/form")
    written = write_parquet(tmp_path, [msgspec.structs.replace(town, forms=(form,))])
    assert {path.parent for path in written} == {tmp_path}
    assert all(path.is_file() for path in written)


def test_a_failure_leaves_the_folder_as_it_was(
    town: model.Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "department.parquet").write_text("old")

    def failing(_values: object) -> None:
        raise MemoryError

    monkeypatch.setattr(parquet_files, "_decimals", failing)
    with pytest.raises(MemoryError):
        write_parquet(tmp_path, [town], force=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
