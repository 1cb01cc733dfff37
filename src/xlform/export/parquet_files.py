"""Parquet for programs: one file per table under its English name, money exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.export.collect import collect
from xlform.export.names import file_titles
from xlform.export.staged_files import staged_files
from xlform.export.table import Column, Plain, Table
from xlform.files.extras import require_data_extra
from xlform.files.own_output import PARQUET_KEY
from xlform.grid.model import plain
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    import pyarrow as pa

# 万元 to the hundredth of a 分, so that most files have the same types.
_MIN_DECIMALS: Final = 6
_DIGITS: Final = 38
# Digits of Arrow's widest decimal; nearly all readers support only 38.
_MAX_DECIMALS: Final = 12
_WIDE_DIGITS: Final = 76


def write_parquet(
    folder: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
    *,
    force: bool = False,
) -> list[Path]:
    """Write ``<frame>.parquet`` per table into ``folder`` and return the paths.

    Columns as in :func:`.frames.frames`. Money (万元, noted in the column's metadata) and the
    figures of targets are decimal128 of 38 digits, 6 to 12 of them decimals as needed; a column too
    precise or too large is decimal256, and text if even that is not exact. Dates are date32,
    missing is null. A file that xlform did not write is replaced only with ``force``. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    require_data_extra()
    from pyarrow import parquet  # noqa: PLC0415  (takes a fifth of a second to load)

    folder = Path(folder)
    tables = collect(submissions, templates)
    names = {f"{title}.parquet": b"" for title in file_titles(tables, english=True)}
    with staged_files(folder, names, force=force) as paths:
        for path, table in zip(paths, tables, strict=True):
            parquet.write_table(_arrow(table), path, compression="zstd")
    return [folder / name for name in names]


def _arrow(table: Table) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  (see above)

    arrays, fields = [], []
    for column in table.columns:
        array = _array(column)
        metadata = {"unit": "万元"} if column.type == "amount" else None
        arrays.append(array)
        fields.append(pa.field(column.name, array.type, metadata=metadata))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, {PARQUET_KEY: "import"}))


def _array(column: Column) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415  (see above)

    if column.type in {"amount", "number"}:
        return _decimals(column.values)
    types = {"text": pa.string(), "whole": pa.int64(), "date": pa.date32()}
    return pa.array(column.values, type=types[column.type])


def _decimals(values: list[Plain]) -> pa.Array:
    """Return decimals in the narrowest of our types that holds each of them exactly."""
    import pyarrow as pa  # noqa: PLC0415  (see above)

    integer_digits, decimals = _max_digits(
        [value for value in values if isinstance(value, Decimal)]
    )
    scale = max(decimals, _MIN_DECIMALS)
    if scale <= _MAX_DECIMALS and integer_digits + scale <= _DIGITS:
        return pa.array(values, type=pa.decimal128(_DIGITS, scale))
    if integer_digits + scale <= _WIDE_DIGITS:
        return pa.array(values, type=pa.decimal256(_WIDE_DIGITS, scale))
    words = [plain(value) if isinstance(value, Decimal) else None for value in values]
    return pa.array(words, type=pa.string())


def _max_digits(numbers: list[Decimal]) -> tuple[int, int]:
    """Return the maximum number of digits before and after the decimal point."""
    integer_digits = decimals = 0
    for number in numbers:
        _, digits, exponent = number.as_tuple()
        if isinstance(exponent, str):  # NaN and infinity fit no decimal type
            return _WIDE_DIGITS + 1, 0
        integer_digits = max(integer_digits, len(digits) + exponent)
        decimals = max(decimals, -exponent)
    return integer_digits, decimals
