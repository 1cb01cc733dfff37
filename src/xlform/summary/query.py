"""SQL over a data folder, by DuckDB inside this process: one SELECT, nothing else to be reached.

What a statement can name are the tables of the folder: no other file, no network, no extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.extras import require_data_extra
from xlform.summary.data import MARK, Mark

if TYPE_CHECKING:
    import duckdb

_FETCHED: Final = 1000
# How DuckDB begins the line of columns it thinks were meant.
_PROPOSED: Final = "Candidate bindings"
_MEMORY: Final = "1GB"
_SETTINGS: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "memory_limit": _MEMORY,
    "temp_directory": "",
}


class QueryProblem(XlformError):
    """A statement that can't be answered; one sentence says why."""


class Answer(msgspec.Struct, frozen=True):
    """The names of the columns, and the rows as they come: Decimal, date, int, str, ``None`` …"""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


def find_data(folder: Path) -> Path:
    """The data folder meant by a folder: itself, or the only one in it."""
    if (folder / MARK).is_file():
        return folder
    inside = sorted(mark.parent for mark in folder.glob(f"*/{MARK}")) if folder.is_dir() else []
    if len(inside) != 1:
        names = "、".join(place.name for place in inside)
        code = "several-data-folders" if inside else "no-data-folder"
        raise FileProblem(code, path=str(folder), found=names)
    return inside[0]


def tables_of(folder: Path) -> dict[str, int]:
    """The tables of a data folder by their names in SQL, and how many rows each has."""
    try:
        mark = msgspec.json.decode((folder / MARK).read_bytes(), type=Mark)
    except (OSError, msgspec.MsgspecError) as fault:
        raise FileProblem("no-data-folder", path=str(folder), found="") from fault
    return {_sql_name(name): count for name, count in mark.tables.items()}


def ask(folder: Path, statement: str) -> Answer:
    """The answer to one SELECT over the tables of a data folder.

    ``fund-direction`` is called ``fund_direction``; ``year`` is the partition's. Raises
    :class:`QueryProblem` for a statement that is no SELECT or can't be answered,
    :class:`~xlform.errors.FileProblem` for a folder without data.
    """
    require_data_extra()
    import duckdb  # noqa: PLC0415  (takes an eighth of a second to load)

    tables = tables_of(folder)
    db = duckdb.connect(":memory:", config=dict(_SETTINGS))
    try:
        _see_that_it_reads(db, statement)
        for name in tables:
            _show(db, folder, name)
        _lock(db, folder)
        found = db.execute(statement)
        return Answer([column[0] for column in found.description or ()], _rows(found, tables))
    except duckdb.Error as fault:
        db.close()
        raise _problem(fault, tables) from fault
    except BaseException:
        db.close()
        raise


def _show(db: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Make a table of the folder known under its name."""
    place = folder / _folder_name(folder, name)
    files = sorted(str(path) for path in place.rglob("*.parquet"))
    if files:
        db.read_parquet(files, hive_partitioning=True, union_by_name=True).create_view(name)


def _lock(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """From here on only the folder can be read, and none of this be undone."""
    place = str(folder.resolve()).replace("'", "''")
    db.execute(f"SET allowed_directories = ['{place}']")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")


def _see_that_it_reads(db: duckdb.DuckDBPyConnection, statement: str) -> None:
    import duckdb  # noqa: PLC0415  (loaded by now)

    found = db.extract_statements(statement)
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryProblem("query-no-select")


def _rows(found: duckdb.DuckDBPyConnection, tables: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    import duckdb  # noqa: PLC0415  (loaded by now)

    try:
        while rows := found.fetchmany(_FETCHED):
            yield from rows
    except duckdb.Error as fault:
        raise _problem(fault, tables) from fault
    finally:
        found.close()


def _problem(fault: Exception, tables: dict[str, int]) -> QueryProblem:
    """What DuckDB says, on one line, with what it proposes; of an unknown table, the known ones."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    told = lines[0] if lines else type(fault).__name__
    if type(fault).__name__ == "CatalogException":
        return QueryProblem("query-unknown", fault=told, known="、".join(tables))
    if type(fault).__name__ == "PermissionException":
        return QueryProblem("query-forbidden")
    proposed = " ".join(line for line in lines[1:] if line.startswith(_PROPOSED))
    return QueryProblem("query", fault=f"{told} {proposed}".strip())


def _sql_name(name: str) -> str:
    return name.replace("-", "_")


def _folder_name(folder: Path, name: str) -> str:
    """The folder of a table: kinds of form are written with hyphens there."""
    named = (place.name for place in sorted(folder.iterdir()) if place.is_dir())
    return next((one for one in named if _sql_name(one) == name), name)
