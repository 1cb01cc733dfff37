"""Rows of many files together: the rows of each file, however they are put together."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from xlform.summary.file_rows import PackedRows, RowBlock, RowPacker, decoded_rows
from xlform.summary.record import Row, encoded_rows
from xlform.summary.spooled_file import SpooledFile

_values = st.one_of(st.none(), st.integers(-(2**63), 2**64 - 1), st.text(max_size=40))
_rows = st.tuples(_values, st.none(), st.sampled_from([None, "甲", "长" * 300]))
# The parts of the rows of each file: its own, those of rules between files.
_files = st.lists(
    st.lists(st.lists(_rows, min_size=1, max_size=20), min_size=1, max_size=3),
    min_size=1,
    max_size=6,
)


def _file(place: int) -> SpooledFile:
    return SpooledFile(place, f"{place}.xlsx", "", 0, 0, "", "", None, 1, 0, 0, 0, "")


def _block(files: list[list[list[Row]]]) -> RowBlock:
    packer = RowPacker()
    for place, parts in enumerate(files, 1):
        for rows in parts:
            part = encoded_rows("表", rows)
            packer.add(_file(place), part.count, part.columns)
    packed = packer.packed()
    assert packed is not None
    assert packer.packed() is None
    stored = msgspec.msgpack.encode(packed)
    return RowBlock(msgspec.msgpack.decode(stored, type=PackedRows))


def _by_place(block: RowBlock) -> dict[int, list[Row]]:
    found = {each.file.place: each.rows() for each in block.by_file()}
    assert sum(map(len, found.values())) == block.count
    return found


@given(_files)
def test_each_file_has_its_rows(files: list[list[list[Row]]]) -> None:
    whole = {place: [row for part in parts for row in part] for place, parts in enumerate(files, 1)}
    block = _block(files)
    assert _by_place(block) == whole
    assert block.of_files(file.place for file in block.files) == [
        place for place, rows in whole.items() for _ in rows
    ]
    for rows in whole.values():
        part = encoded_rows("表", rows)
        assert decoded_rows(part.columns, part.count) == rows


@given(_files, st.randoms(use_true_random=False))
def test_rows_may_be_left_out_again_and_again(
    files: list[list[list[Row]]], chance: random.Random
) -> None:
    draw = chance.random
    rows = [(place, row) for place, parts in enumerate(files, 1) for part in parts for row in part]
    first = [draw() < 0.7 for _ in rows]
    left = [row for row, kept in zip(rows, first, strict=True) if kept]
    second = [draw() < 0.5 for _ in left]
    expected: dict[int, list[Row]] = {}
    for (place, row), kept in zip(left, second, strict=True):
        if kept:
            expected.setdefault(place, []).append(row)
    block = _block(files).where(first).where(second)
    assert _by_place(block) == expected


def test_long_columns_are_joined_too() -> None:
    files: list[list[list[Row]]] = [[[(n,) for n in range(count)]] for count in (15, 16, 70_000)]
    assert {place: len(rows) for place, rows in _by_place(_block(files)).items()} == {
        1: 15,
        2: 16,
        3: 70_000,
    }
