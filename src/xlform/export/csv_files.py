"""CSV for people: one file per table, which Excel on Windows opens correctly by a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from xlform.export import wording
from xlform.export.collect import collect
from xlform.export.names import file_titles
from xlform.export.staged_files import staged_files
from xlform.export.table import Plain, Table
from xlform.grid.model import plain
from xlform.messages import language
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

# First characters that make a spreadsheet read a CSV cell as a formula, in any width.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE_SIGNS: Final = ("＝", "＋", "－", "＠")


def write_csv(
    folder: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
    *,
    force: bool = False,
) -> list[Path]:
    """Write a CSV file per table into ``folder`` and return their paths.

    UTF-8 with a byte order mark, lines end with CR LF. Money in 万元 as plain decimal strings,
    ``""`` if missing; text that a spreadsheet would read as a formula starts with an apostrophe. A
    file of the same name is replaced if its first line is the same, any other only with ``force``.
    Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    folder = Path(folder)
    tables = collect(submissions, templates)
    titles = file_titles(tables, english=language() == "en")
    names = {f"{title}.csv": _heading(table) for title, table in zip(titles, tables, strict=True)}
    with staged_files(folder, names, force=force) as paths:
        for path, table in zip(paths, tables, strict=True):
            _write(path, table)
    return [folder / name for name in names]


def _write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(_headers(table))
        writer.writerows(_rows(table))


def _headers(table: Table) -> list[str]:
    return [escape_formula(header) for header in wording.headers(table)]


def _heading(table: Table) -> bytes:
    """Return the first line of a table's file."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(_headers(table))
    return line.getvalue().encode("utf-8-sig")


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    columns = [map(_cell, values) for values in wording.values(table)]
    return zip(*columns, strict=True)


def _cell(value: Plain) -> str:
    if isinstance(value, str):
        return escape_formula(value)
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


def escape_formula(text: str) -> str:
    """Return text that stays text; a single wide comparator is no formula and is unchanged."""
    wide = text.startswith(_WIDE_SIGNS) and len(text) > 1
    return f"'{text}" if wide or text.startswith(_FORMULA_SIGNS) else text
