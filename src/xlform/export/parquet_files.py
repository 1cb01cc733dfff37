"""Parquet for programs: one file per table under its English name, money exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.export.collect import collect
from xlform.export.names import file_titles
from xlform.export.staging import staged
from xlform.export.table import Column, Plain, Table
from xlform.files.extras import require_data_extra
from xlform.grid.model import plain
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    import pyarrow as pa

# 万元 to the hundredth of a 分, so that most files agree on their types.
_PLACES: Final = 6
_DIGITS: Final = 38
# The widest decimal Arrow knows; nearly all readers stop at 38 digits.
_PLACES_AT_MOST: Final = 12
_WIDE_DIGITS: Final = 76


def write_parquet(
    folder: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
) -> list[Path]:
    """Write ``<frame>.parquet`` per table into ``folder`` and return the paths.

    Columns as in :func:`.frames.frames`. Money (万元, said in the column's metadata) and the
    figures of targets are decimal128 of 38 digits, 6 to 12 of them places as the data need; a
    column too fine or too large for that is decimal256, and text where even this can't hold it
    exactly. Dates are date32, missing is null. A file of the same name is replaced. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written and
    :class:`~xlform.errors.XlformError` without the extra ``[data]``.
    """
    require_data_extra()
    from pyarrow import parquet  # noqa: PLC0415  (takes a fifth of a second to load)

    folder = Path(folder)
    tables = collect(submissions, templates)
    names = [f"{title}.parquet" for title in file_titles(tables, own=True)]
    with staged(folder, names) as paths:
        for path, table in zip(paths, tables, strict=True):
            parquet.write_table(_arrow(table), path, compression="zstd")
    return [folder / name for name in names]


def _arrow(table: Table) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  (see above)

    arrays, fields = [], []
    for column in table.columns:
        array = _array(column)
        told = {"unit": "万元"} if column.type == "amount" else None
        arrays.append(array)
        fields.append(pa.field(column.name, array.type, metadata=told))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _array(column: Column) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415  (see above)

    if column.type in {"amount", "number"}:
        return _decimals(column.values)
    types = {"text": pa.string(), "whole": pa.int64(), "date": pa.date32()}
    return pa.array(column.values, type=types[column.type])


def _decimals(values: list[Plain]) -> pa.Array:
    """Decimals in the narrowest type of ours that holds every one of them exactly."""
    import pyarrow as pa  # noqa: PLC0415  (see above)

    before, places = _extent([value for value in values if isinstance(value, Decimal)])
    scale = max(places, _PLACES)
    if scale <= _PLACES_AT_MOST and before + scale <= _DIGITS:
        return pa.array(values, type=pa.decimal128(_DIGITS, scale))
    if before + scale <= _WIDE_DIGITS:
        return pa.array(values, type=pa.decimal256(_WIDE_DIGITS, scale))
    words = [plain(value) if isinstance(value, Decimal) else None for value in values]
    return pa.array(words, type=pa.string())


def _extent(numbers: list[Decimal]) -> tuple[int, int]:
    """How many digits stand before the point and how many behind it, at most."""
    before = places = 0
    for number in numbers:
        _, digits, exponent = number.as_tuple()
        if isinstance(exponent, str):  # NaN and infinity fit no decimal type
            return _WIDE_DIGITS + 1, 0
        before = max(before, len(digits) + exponent)
        places = max(places, -exponent)
    return before, places
