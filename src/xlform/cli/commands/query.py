"""``xlform query``: SQL over the data folder of a summary."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import click

from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import force_option, lang_option
from xlform.cli.screen import terminal_columns
from xlform.export.csv_files import escape_formula
from xlform.files.output import atomic_file
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.query import QueryResult, find_data, run_query, tables_of
from xlform.terminal.visible import escaped_json, visible
from xlform.terminal.width import clipped, padded, width

FORMATS = ("table", "csv", "json")
_BY_SUFFIX = {".csv": "csv", ".json": "json", ".txt": "table"}
_FILE_COLUMNS = 160
# Column widths are taken from so many rows: there may be millions.
_SAMPLED_ROWS = 200
_WIDEST = 40
_NARROWEST = 4
_GAP = "  "
# The byte order mark by which a spreadsheet program knows a CSV file as UTF-8.
_BOM = "\ufeff"


@click.command(cls=Command, help="query.help", epilog="query.examples")
@click.argument("statement", cls=Argument, required=False, metavar="query.statement")
@click.option("--data", cls=Option, metavar="query.folder", help="query.data")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="query.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="query.format")
@force_option
@lang_option
def query(
    statement: str | None,
    data: str | None,
    output: str | None,
    form: str | None,
    *,
    force: bool,
) -> None:
    """Run one SELECT, or list the tables where none is given."""
    form = form or _format_of(output)
    if not form:
        raise click.UsageError(translate("query.no-format", output=output))
    folder = find_data(Path(data or "."))
    result = run_query(folder, statement) if statement else _tables(folder)
    if output:
        heading = _csv_heading(result) if form == "csv" else b""
        with atomic_file(Path(output), force=force, heading=heading) as stream:
            if form == "csv":
                stream.write(_BOM)
            _write(result, form, stream, _FILE_COLUMNS)
        return
    _write(result, form, sys.stdout, terminal_columns(_FILE_COLUMNS))


def _format_of(output: str | None) -> str:
    """Return the format by the output's suffix; a table where there is no output."""
    if not output:
        return "table"
    name = output.lower()
    return next((form for suffix, form in _BY_SUFFIX.items() if name.endswith(suffix)), "")


def _tables(folder: Path) -> QueryResult:
    headings = [translate("query.table"), translate("query.rows")]
    return QueryResult(headings, iter(tables_of(folder).items()))


def _write(result: QueryResult, form: str, stream: TextIO, columns: int) -> None:
    if form == "csv":
        _write_csv(result, stream)
    elif form == "json":
        _write_json(result, stream)
    else:
        count = _write_table(result, stream, columns)
        click.echo(translate("query.count", count=count), err=True)


def _csv_heading(result: QueryResult) -> bytes:
    """Return the first line of a CSV file of the result."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(map(escape_formula, result.columns))
    return f"{_BOM}{line.getvalue()}".encode()


def _write_csv(result: QueryResult, stream: TextIO) -> None:
    printed = stream is sys.stdout
    shown = visible if printed else str  # a file keeps the data, a terminal would carry it out
    writer = csv.writer(stream, lineterminator="\n" if printed else "\r\n")
    writer.writerow([shown(escape_formula(name)) for name in result.columns])
    writer.writerows([shown(_csv_text(value)) for value in row] for row in result.rows)


def _csv_text(value: Any) -> str:  # noqa: ANN401  (any type of SQL)
    """Return a value as CSV text: numbers as they are, text that no program reads as a formula."""
    return escape_formula(value) if isinstance(value, str) else _text(value)


def _write_json(result: QueryResult, stream: TextIO) -> None:
    """Write one array, a row a line; money and other decimals are texts, exact."""
    stream.write("[")
    for number, row in enumerate(result.rows):
        json_row = dict(zip(result.columns, map(_json_value, row), strict=True))
        stream.write(",\n " if number else "\n ")
        stream.write(escaped_json(json.dumps(json_row, ensure_ascii=False)))
    stream.write("\n]\n")


def _json_value(value: Any) -> Any:  # noqa: ANN401  (as above)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)  # noqa: PLR0124  (NaN)
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json_value(item) for key, item in value.items()}
    return _text(value)


def _write_table(result: QueryResult, stream: TextIO, columns: int) -> int:
    """Write columns below their names, within ``columns``; return the number of rows."""
    rows = (tuple(_text(value) for value in row) for row in result.rows)
    first = list(islice(rows, _SAMPLED_ROWS))
    widths = _widths([tuple(result.columns), *first], columns)
    stream.write(visible(_line(tuple(result.columns), widths)) + "\n")
    stream.write(_GAP.join("─" * column for column in widths) + "\n")
    count = 0
    for row in chain(first, rows):
        stream.write(visible(_line(row, widths)) + "\n")
        count += 1
    return count


def _widths(rows: list[tuple[str, ...]], columns: int) -> list[int]:
    """Return the width of each column: of its content, the widest reduced until all fit."""
    widths = [max(min(width(row[n]), _WIDEST) for row in rows) for n in range(len(rows[0]))]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > columns:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (padded(clipped(text, most), most) for text, most in zip(row, widths, strict=True))
    return _GAP.join(cells).rstrip()


def _text(value: Any) -> str:  # noqa: ANN401  (as above)
    """Return a value as text; "" for a missing one."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value.normalize()) if value.is_finite() else str(value)
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else _printable(str(value))


def _printable(text: str) -> str:
    """Return text without control characters, which could steer a terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)
