"""The normalized rows of a spool as Parquet: a folder for each table, in it one for each year.

``indicators/year=2023/data.parquet`` and so on, as DuckDB, Spark and pandas read partitions; rows
whose form names no year are in ``year=__HIVE_DEFAULT_PARTITION__``. Tables without a year
(``files``, ``findings``, ``notes``, ``unread``) are one file, with the year of the submission in
it. Every row begins with the file it came from: ``file``, ``path``, ``submitter``. The other
columns are those of :mod:`xlform.summary.layout`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from xlform._version import __version__
from xlform.errors import FileProblem, system_reason
from xlform.files.unfinished import exchange, unfinished_path, write_through
from xlform.model.regular_file import is_file, is_folder
from xlform.summary.layout import FINDINGS, Layout, TableColumn
from xlform.summary.record import Row
from xlform.summary.spool import Spool
from xlform.summary.spooled_file import SpooledFile

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST: Final = "xlform.json"
DATA_FILE: Final = "data.parquet"
NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"
FILES: Final = "files"
_SCHEMA: Final = "xlform.data/1"
# End of the name of a folder while it is being replaced, where the system can't exchange two.
_BEFORE: Final = ".xlform-before"
_ROWS_IN_GROUP: Final = 20_000
_DIGITS: Final = 38
# 万元 to the hundredth of a 分, so that most folders agree on their types.
_PLACES: Final = 6
_SOURCE: Final = (
    TableColumn("file", "text"),
    TableColumn("path", "text"),
    TableColumn("submitter", "text"),
)
_YEAR: Final = TableColumn("year", "whole")
_FILE_COLUMNS: Final = (
    TableColumn("sha256", "text"),
    TableColumn("size", "whole"),
    TableColumn("forms", "whole"),
    TableColumn("errors", "whole"),
    TableColumn("warnings", "whole"),
    TableColumn("infos", "whole"),
    TableColumn("problem", "text"),
    TableColumn("skipped", "whole"),
)


class DataManifest(msgspec.Struct, frozen=True):
    """Manifest of a data folder, without which a folder is never replaced."""

    schema: str
    xlform: str
    tables: dict[str, int]


def write_data(folder: Path, spool: Spool, layouts: dict[str, Layout]) -> dict[str, int]:
    """Write the rows of these tables, and the files, into ``folder``; return rows by table.

    Money and figures are decimal128, exact; a column that does not fit is text. Whole or nothing: a
    folder of an earlier run is replaced at the end. Raises :class:`~xlform.errors.FileProblem` for
    a folder with other content, or one that can't be written.
    """
    check_data_folder(folder)
    try:
        with _replacing(folder) as unfinished:
            counts = {FILES: _write_files(unfinished, spool)}
            for name, layout in layouts.items():
                counts[name] = _write_table(unfinished, spool, layout)
            manifest = DataManifest(_SCHEMA, __version__, counts)
            data = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
            (unfinished / MANIFEST).write_bytes(data)
    except OSError as error:
        reason = system_reason(error)
        raise FileProblem("unwritable", path=str(folder), reason=reason) from error
    return counts


def check_data_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but the data of an earlier run."""
    if is_folder(folder) and any(folder.iterdir()) and not is_file(folder / MANIFEST):
        raise FileProblem("not-a-data-folder", path=str(folder), mark=MANIFEST)
    if is_file(folder):
        raise FileProblem("not-a-data-folder", path=str(folder), mark=MANIFEST)


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Yield a folder to fill that replaces another once everything is in it."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _restore(folder)
    new, old = unfinished_path(folder), folder.with_name(f"{folder.name}{_BEFORE}")
    new.mkdir()
    try:
        yield new
        for path in new.rglob("*"):
            if is_file(path):
                write_through(path)
        if not folder.exists():
            new.rename(folder)
        elif not exchange(new, folder):
            # In between there is no folder of that name; the next run restores it.
            folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                old.rename(folder)
                raise
            new = old
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _restore(folder: Path) -> None:
    """Bring back the folder of an earlier run that was ended between two renames."""
    old = folder.with_name(f"{folder.name}{_BEFORE}")
    if not is_file(old / MANIFEST):
        return
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(folder)


def _write_files(folder: Path, spool: Spool) -> int:
    names = [column.name for column in _FILE_COLUMNS]
    rows = (
        (None, (*_source(file), file.year, *(getattr(file, name) for name in names)))
        for file in spool.files()
    )
    columns = [*_SOURCE, _YEAR, *_FILE_COLUMNS]
    return _write(folder / FILES, columns, {}, rows, by_year=False)


def _write_table(folder: Path, spool: Spool, layout: Layout) -> int:
    by_year = _YEAR.name in layout.names
    own = [column for column in layout.columns if column.name != _YEAR.name]
    columns = [*_SOURCE, *([] if by_year else [_YEAR]), *map(_distinct, own)]
    rows = _rows_by_year(spool, layout) if by_year else _rows_with_file_year(spool, layout)
    return _write(folder / layout.name, columns, _decimals(spool, layout), rows, by_year=by_year)


def _rows_by_year(spool: Spool, layout: Layout) -> Iterator[tuple[Any, Row]]:
    """Yield the rows of a table with the year of each."""
    year = layout.index(_YEAR.name)
    for file, rows in spool.rows(layout.name):
        source = _source(file)
        for row in rows:
            yield row[year], (*source, *row[:year], *row[year + 1 :])


def _rows_with_file_year(spool: Spool, layout: Layout) -> Iterator[tuple[Any, Row]]:
    """Yield the rows of a table without years, with the year of the file in each."""
    for file, rows in spool.rows(layout.name):
        yield from ((None, (*_source(file), file.year, *row)) for row in rows)
    if layout.name == FINDINGS.name:
        yield from ((None, ("", "", "", None, *row)) for row in spool.batch_findings())


def _source(file: SpooledFile) -> Row:
    return file.name, file.path, file.unit


def _distinct(column: TableColumn) -> TableColumn:
    """Return a column under a name of its own beside those of the file."""
    if column.name in {source.name for source in _SOURCE}:
        return msgspec.structs.replace(column, name=f"form_{column.name}")
    return column


def _decimals(spool: Spool, layout: Layout) -> dict[str, int | None]:
    """Return the decimal places of each column of numbers; ``None`` where no decimal is exact."""
    numbers = [n for n, column in enumerate(layout.columns) if column.type in ("amount", "number")]
    digits, places = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, _PLACES)
    texts: set[int] = set()
    for _, rows in spool.rows(layout.name) if numbers else ():
        for row in rows:
            for n in numbers:
                if (text := row[n]) is None:
                    continue
                whole, point, fraction = str(text).lstrip("-").partition(".")
                if not whole.isdigit() or (point and not fraction.isdigit()):
                    texts.add(n)  # text where another edition has an amount
                digits[n] = max(digits[n], len(whole))
                places[n] = max(places[n], len(fraction))
    representable = {n: n not in texts and digits[n] + places[n] <= _DIGITS for n in numbers}
    return {layout.columns[n].name: places[n] if representable[n] else None for n in numbers}


def _write(
    folder: Path,
    columns: list[TableColumn],
    places: dict[str, int | None],
    rows: Iterable[tuple[Any, Row]],
    *,
    by_year: bool,
) -> int:
    """Write rows to a file for each year, or to one; return their number."""
    count = 0
    schema = _schema(columns, places)
    with ExitStack() as stack:
        files: dict[Any, _PartitionWriter] = {}
        for year, row in rows:
            if year not in files:
                place = folder / _partition(year) if by_year else folder
                files[year] = stack.enter_context(_PartitionWriter(place, schema))
            files[year].add(row)
            count += 1
        if not files:  # a table without rows still has its columns
            place = folder / _partition(None) if by_year else folder
            stack.enter_context(_PartitionWriter(place, schema))
    return count


def _partition(year: object) -> str:
    return f"year={NO_YEAR if year is None else year}"


def _schema(columns: list[TableColumn], places: dict[str, int | None]) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415  (takes a fifth of a second to load)

    types = {"text": pa.string(), "whole": pa.int64(), "date": pa.date32()}
    fields = []
    for column in columns:
        scale = places.get(column.name)
        column_type = types.get(column.type, pa.string())
        if scale is not None:
            column_type = pa.decimal128(_DIGITS, scale)
        metadata = {"unit": "万元"} if column.type == "amount" else None
        fields.append(pa.field(column.name, column_type, metadata=metadata))
    return pa.schema(fields)


class _PartitionWriter:
    """A file that rows are added to, group by group."""

    def __init__(self, place: Path, schema: pa.Schema) -> None:
        from pyarrow import parquet  # noqa: PLC0415  (see above)

        place.mkdir(parents=True)
        self._schema = schema
        self._rows: list[Row] = []
        self._writer = parquet.ParquetWriter(place / DATA_FILE, schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._flush()
        finally:
            self._writer.close()

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS_IN_GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415  (see above)

        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self._schema)
        arrays = [
            pa.array([_typed(value, field.type) for value in values], type=field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()


def _typed(value: Any, column_type: pa.DataType) -> Any:  # noqa: ANN401  (whatever the column holds)
    if value is None or not isinstance(value, str):
        return value
    name = str(column_type)
    if name.startswith("decimal"):
        return Decimal(value)
    return dt.date.fromisoformat(value) if name.startswith("date") else value
