"""SQL over a data folder, by DuckDB within this process: one SELECT and nothing else.

A statement can name the tables of the folder: no other file, no network, no extension.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.extras import require_data_extra
from xlform.messages import listed
from xlform.model.regular_file import is_file, is_folder, real_path, regular_bytes
from xlform.summary.data_folder import MANIFEST, DataManifest
from xlform.summary.query_errors import QueryProblem, query_problem
from xlform.summary.query_watch import QueryWatch

if TYPE_CHECKING:
    import duckdb

_ROWS_AT_ONCE: Final = 1000
# 万元 to the hundredth of a 分, within the digits that a binary number keeps.
_STEP: Final = Decimal("0.000001")
_DIGITS: Final = 15
_SMALL: Final = Decimal("0.001")
_SMALL_DIGITS: Final = 6
_MEMORY: Final = "1GB"
_SETTINGS: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "memory_limit": _MEMORY,
    "temp_directory": "",
}


class QueryResult(msgspec.Struct, frozen=True):
    """Names of the columns, and the rows as they come: Decimal, date, int, str, ``None`` …"""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


def find_data(folder: Path) -> Path:
    """Return the data folder meant by a folder: itself, or the only one in it."""
    if is_file(folder / MANIFEST):
        return folder
    inside = (
        sorted(manifest.parent for manifest in folder.glob(f"*/{MANIFEST}"))
        if is_folder(folder)
        else []
    )
    if len(inside) != 1:
        names = listed(path.name for path in inside)
        code = "several-data-folders" if inside else "no-data-folder"
        raise FileProblem(code, path=str(folder), found=names)
    return inside[0]


def tables_of(folder: Path) -> dict[str, int]:
    """Return the tables of a data folder by their names in SQL, with their numbers of rows."""
    try:
        manifest = msgspec.json.decode(regular_bytes(folder / MANIFEST), type=DataManifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileProblem("no-data-folder", path=str(folder), found="") from error
    return {_sql_name(name): count for name, count in manifest.tables.items()}


def run_query(folder: Path, statement: str) -> QueryResult:
    """Return the result of one SELECT over the tables of a data folder.

    ``fund-direction`` is called ``fund_direction``; ``year`` is the partition's. Raises
    :class:`QueryProblem` for a statement that is no SELECT, can't be run or takes too long,
    :class:`~xlform.errors.FileProblem` for a folder without data.
    """
    require_data_extra()
    import duckdb  # noqa: PLC0415  (takes an eighth of a second to load)

    tables = tables_of(folder)
    db = duckdb.connect(":memory:", config=dict(_SETTINGS))
    try:
        _check_is_select(db, statement)
        for name in tables:
            _create_view(db, folder, name)
        _restrict_access(db, folder)
        watch = QueryWatch(db)
        found = watch.run(db.execute, statement)
        return QueryResult(
            [column[0] for column in found.description or ()],
            _rows(found, watch, statement, tables),
        )
    except duckdb.Error as error:
        db.close()
        raise query_problem(error, statement, tables) from error
    except BaseException:
        db.close()
        raise


def _create_view(db: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Create a view of a table of the folder under its name."""
    path = folder / _folder_name(folder, name)
    files = sorted(str(file) for file in path.rglob("*.parquet"))
    if files:
        db.read_parquet(files, hive_partitioning=True, union_by_name=True).create_view(name)


def _restrict_access(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Allow only the folder to be read, and no change of that setting."""
    path = str(real_path(folder)).replace("'", "''")
    db.execute(f"SET allowed_directories = ['{path}']")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")


def _check_is_select(db: duckdb.DuckDBPyConnection, statement: str) -> None:
    import duckdb  # noqa: PLC0415  (loaded by now)

    found = db.extract_statements(statement)
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryProblem("query-no-select")


def _rows(
    found: duckdb.DuckDBPyConnection, watch: QueryWatch, statement: str, tables: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    import duckdb  # noqa: PLC0415  (loaded by now)

    try:
        while rows := watch.run(found.fetchmany, _ROWS_AT_ONCE):
            yield from (tuple(map(_exact, row)) for row in rows)
    except duckdb.Error as error:
        raise query_problem(error, statement, tables) from error
    finally:
        found.close()


def _exact(value: Any) -> Any:  # noqa: ANN401  (any type of SQL)
    """Return a binary number as the decimal it stands for.

    The data holds no binary numbers: one comes of dividing decimals, as in an average. It is
    rounded to 0.000001, or to six significant digits where it is smaller than a thousandth.
    """
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    exact = Decimal(repr(value))
    step = max(_STEP, Decimal(1).scaleb(exact.adjusted() - _DIGITS + 1))
    if abs(exact) < _SMALL:
        step = Decimal(1).scaleb(exact.adjusted() - _SMALL_DIGITS + 1)
    return exact.quantize(step).normalize() + 0


def _sql_name(name: str) -> str:
    return name.replace("-", "_")


def _folder_name(folder: Path, name: str) -> str:
    """Return the folder of a table: in kinds of form it has hyphens."""
    named = (path.name for path in sorted(folder.iterdir()) if is_folder(path))
    return next((candidate for candidate in named if _sql_name(candidate) == name), name)
