"""The normalized rows of a spool as Parquet: a folder for each table, in it one for each year.

``indicators/year=2023/data.parquet`` and so on, as DuckDB, Spark and pandas read partitions; rows
whose form names no year lie in ``year=__HIVE_DEFAULT_PARTITION__``. What has no year of its own
(``files``, ``findings``, ``notes``, ``unread``) is one file, with the year of the submission in it.
Every row begins with the file it came from: ``file``, ``path``, ``submitter``. Columns are those of
:mod:`xlform.summary.layout`.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from xlform._version import __version__
from xlform.errors import FileProblem
from xlform.summary.layout import FINDINGS, Heading, Layout
from xlform.summary.record import Row
from xlform.summary.spool import Filed, Spool

if TYPE_CHECKING:
    import pyarrow as pa

MARK: Final = "xlform.json"
DATA_FILE: Final = "data.parquet"
NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"
FILES: Final = "files"
_SCHEMA: Final = "xlform.data/1"
_ROWS_IN_GROUP: Final = 20_000
_DIGITS: Final = 38
# 万元 to the hundredth of a 分, so that most folders agree on their types.
_PLACES: Final = 6
_SOURCE: Final = (
    Heading("file", "text"),
    Heading("path", "text"),
    Heading("submitter", "text"),
)
_YEAR: Final = Heading("year", "whole")
_FILE_COLUMNS: Final = (
    Heading("sha256", "text"),
    Heading("size", "whole"),
    Heading("forms", "whole"),
    Heading("errors", "whole"),
    Heading("warnings", "whole"),
    Heading("infos", "whole"),
    Heading("problem", "text"),
    Heading("skipped", "whole"),
)


class Mark(msgspec.Struct, frozen=True):
    """What the folder says of itself, so that nothing else is ever taken for one and replaced."""

    schema: str
    xlform: str
    tables: dict[str, int]


def write_data(folder: Path, spool: Spool, layouts: dict[str, Layout]) -> dict[str, int]:
    """Write the rows of these tables, and the files, into ``folder``; how many rows each has.

    Money and figures are decimal128, exact; a column that does not fit is text. Whole or nothing: a
    folder of an earlier run is replaced at the end. Raises :class:`~xlform.errors.FileProblem` for
    a folder that holds something else, or can't be written.
    """
    see_that_it_is_ours(folder)
    try:
        with _instead_of(folder) as unfinished:
            counts = {FILES: _write_files(unfinished, spool)}
            for name, layout in layouts.items():
                counts[name] = _write_table(unfinished, spool, layout)
            mark = Mark(_SCHEMA, __version__, counts)
            data = msgspec.json.format(msgspec.json.encode(mark), indent=2)
            (unfinished / MARK).write_bytes(data)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise FileProblem("unwritable", path=str(folder), reason=reason) from fault
    return counts


def see_that_it_is_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but the data of an earlier run."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FileProblem("not-a-data-folder", path=str(folder), mark=MARK)
    if folder.is_file():
        raise FileProblem("not-a-data-folder", path=str(folder), mark=MARK)


@contextmanager
def _instead_of(folder: Path) -> Iterator[Path]:
    """A folder to fill that takes the place of another once all is in it."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as made:
        new, old = Path(made) / "new", Path(made) / "old"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _write_files(folder: Path, spool: Spool) -> int:
    names = [one.name for one in _FILE_COLUMNS]
    rows = (
        (None, (*_source(one), one.year, *(getattr(one, name) for name in names)))
        for one in spool.files()
    )
    columns = [*_SOURCE, _YEAR, *_FILE_COLUMNS]
    return _write(folder / FILES, columns, {}, rows, by_year=False)


def _write_table(folder: Path, spool: Spool, layout: Layout) -> int:
    by_year = _YEAR.name in layout.names
    own = [heading for heading in layout.columns if heading.name != _YEAR.name]
    columns = [*_SOURCE, *([] if by_year else [_YEAR]), *map(_apart, own)]
    rows = _parted(spool, layout) if by_year else _whole(spool, layout)
    return _write(folder / layout.name, columns, _decimals(spool, layout), rows, by_year=by_year)


def _parted(spool: Spool, layout: Layout) -> Iterator[tuple[Any, Row]]:
    """The rows of a table with the year each has."""
    year = layout.index(_YEAR.name)
    for filed, rows in spool.rows(layout.name):
        source = _source(filed)
        for row in rows:
            yield row[year], (*source, *row[:year], *row[year + 1 :])


def _whole(spool: Spool, layout: Layout) -> Iterator[tuple[Any, Row]]:
    """The rows of a table that has no years, with that of the file in each."""
    for filed, rows in spool.rows(layout.name):
        yield from ((None, (*_source(filed), filed.year, *row)) for row in rows)
    if layout.name == FINDINGS.name:
        yield from ((None, ("", "", "", None, *row)) for row in spool.told())


def _source(filed: Filed) -> Row:
    return filed.name, filed.path, filed.unit


def _apart(heading: Heading) -> Heading:
    """A column under a name of its own beside those of the file."""
    if heading.name in {one.name for one in _SOURCE}:
        return msgspec.structs.replace(heading, name=f"form_{heading.name}")
    return heading


def _decimals(spool: Spool, layout: Layout) -> dict[str, int | None]:
    """The places each column of numbers needs; ``None`` for one that no decimal holds exactly."""
    numbers = [n for n, one in enumerate(layout.columns) if one.type in ("amount", "number")]
    before, places = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, _PLACES)
    unfit: set[int] = set()
    for _, rows in spool.rows(layout.name) if numbers else ():
        for row in rows:
            for n in numbers:
                if (text := row[n]) is None:
                    continue
                whole, point, fraction = str(text).lstrip("-").partition(".")
                if not whole.isdigit() or (point and not fraction.isdigit()):
                    unfit.add(n)  # words where another edition has an amount
                before[n] = max(before[n], len(whole))
                places[n] = max(places[n], len(fraction))
    fits = {n: n not in unfit and before[n] + places[n] <= _DIGITS for n in numbers}
    return {layout.columns[n].name: places[n] if fits[n] else None for n in numbers}


def _write(
    folder: Path,
    columns: list[Heading],
    places: dict[str, int | None],
    rows: Iterable[tuple[Any, Row]],
    *,
    by_year: bool,
) -> int:
    """Rows with their years to a file for each year, or to one; how many they were."""
    count = 0
    schema = _schema(columns, places)
    with ExitStack() as stack:
        files: dict[Any, _Growing] = {}
        for year, row in rows:
            if year not in files:
                place = folder / _partition(year) if by_year else folder
                files[year] = stack.enter_context(_Growing(place, schema))
            files[year].add(row)
            count += 1
        if not files:  # a table without rows has its columns all the same
            place = folder / _partition(None) if by_year else folder
            stack.enter_context(_Growing(place, schema))
    return count


def _partition(year: object) -> str:
    return f"year={NO_YEAR if year is None else year}"


def _schema(columns: list[Heading], places: dict[str, int | None]) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415  (takes a fifth of a second to load)

    types = {"text": pa.string(), "whole": pa.int64(), "date": pa.date32()}
    fields = []
    for one in columns:
        scale = places.get(one.name)
        kind = types.get(one.type, pa.string())
        if scale is not None:
            kind = pa.decimal128(_DIGITS, scale)
        told = {"unit": "万元"} if one.type == "amount" else None
        fields.append(pa.field(one.name, kind, metadata=told))
    return pa.schema(fields)


class _Growing:
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


def _typed(value: Any, kind: pa.DataType) -> Any:  # noqa: ANN401  (whatever the column holds)
    if value is None or not isinstance(value, str):
        return value
    name = str(kind)
    if name.startswith("decimal"):
        return Decimal(value)
    return dt.date.fromisoformat(value) if name.startswith("date") else value
