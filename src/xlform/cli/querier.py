"""The work of ``xlform query`` once its arguments are known."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import sys
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import click

from xlform.export.csv_files import harmless
from xlform.files.output import atomic_file
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.query import Answer, ask, find_data, tables_of
from xlform.terminal.width import clipped, padded, width

_FILE_COLUMNS = 160
# Column widths are taken from so many rows: the rest may be millions.
_LOOKED_AT = 200
_WIDEST = 40
_NARROWEST = 4
_GAP = "  "
# What a spreadsheet needs to see that a CSV file is UTF-8.
_MARK = "\ufeff"


class Querier:
    """Asks the data folder and writes the answer as it comes."""

    def __init__(self, data: str, output: str | None, form: str) -> None:
        self._folder = find_data(Path(data))
        self._output = output
        self._form = form

    def answer(self, statement: str | None) -> None:
        """Answer a statement; without one, list the tables."""
        answer = ask(self._folder, statement) if statement else self._tables()
        if self._output:
            with atomic_file(Path(self._output)) as stream:
                if self._form == "csv":
                    stream.write(_MARK)
                self._write(answer, stream, _FILE_COLUMNS)
            return
        columns = shutil.get_terminal_size((_FILE_COLUMNS, 0)).columns
        self._write(answer, sys.stdout, columns)

    def _tables(self) -> Answer:
        heads = [translate("query.table"), translate("query.rows")]
        return Answer(heads, iter(tables_of(self._folder).items()))

    def _write(self, answer: Answer, stream: TextIO, columns: int) -> None:
        if self._form == "csv":
            _write_csv(answer, stream)
        elif self._form == "json":
            _write_json(answer, stream)
        else:
            count = _write_table(answer, stream, columns)
            click.echo(translate("query.count", count=count), err=True)


def _write_csv(answer: Answer, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\r\n" if stream is not sys.stdout else "\n")
    writer.writerow(map(harmless, answer.columns))
    writer.writerows([_told(value) for value in row] for row in answer.rows)


def _told(value: Any) -> str:  # noqa: ANN401  (whatever SQL makes)
    """A value as CSV tells it: numbers as they are, text that is no formula."""
    return harmless(value) if isinstance(value, str) else shown(value)


def _write_json(answer: Answer, stream: TextIO) -> None:
    """One array, a row a line; money and other decimals are texts, exact."""
    stream.write("[")
    for number, row in enumerate(answer.rows):
        plain_row = dict(zip(answer.columns, map(_plain, row), strict=True))
        stream.write(",\n " if number else "\n ")
        stream.write(json.dumps(plain_row, ensure_ascii=False))
    stream.write("\n]\n")


def _plain(value: Any) -> Any:  # noqa: ANN401  (as above)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)  # noqa: PLR0124  (NaN)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return shown(value)


def _write_table(answer: Answer, stream: TextIO, columns: int) -> int:
    """Columns under their heads, as wide as the terminal has room; how many rows there were."""
    rows = (tuple(shown(value) for value in row) for row in answer.rows)
    first = list(islice(rows, _LOOKED_AT))
    rooms = _rooms([tuple(answer.columns), *first], columns)
    stream.write(_line(tuple(answer.columns), rooms) + "\n")
    stream.write(_GAP.join("─" * room for room in rooms) + "\n")
    count = 0
    for row in chain(first, rows):
        stream.write(_line(row, rooms) + "\n")
        count += 1
    return count


def _rooms(rows: list[tuple[str, ...]], columns: int) -> list[int]:
    """How wide each column is: what it holds, the widest cut down until all have room."""
    rooms = [max(min(width(row[n]), _WIDEST) for row in rows) for n in range(len(rows[0]))]
    while sum(rooms) + len(_GAP) * (len(rooms) - 1) > columns:
        widest = max(range(len(rooms)), key=rooms.__getitem__)
        if rooms[widest] <= _NARROWEST:
            break
        rooms[widest] -= 1
    return rooms


def _line(row: tuple[str, ...], rooms: list[int]) -> str:
    cells = (padded(clipped(text, room), room) for text, room in zip(row, rooms, strict=True))
    return _GAP.join(cells).rstrip()


def shown(value: Any) -> str:  # noqa: ANN401  (as above)
    """A value as people read it; "" for a missing one."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value.normalize()) if value.is_finite() else str(value)
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else _clean(str(value))


def _clean(text: str) -> str:
    """Text without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)
