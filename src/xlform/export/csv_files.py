"""CSV for people: one file per table, as Excel on Windows opens it right by a double click."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from xlform.export import wording
from xlform.export.collect import collect
from xlform.export.names import file_titles
from xlform.export.staging import staged
from xlform.export.table import Plain, Table
from xlform.grid.model import plain
from xlform.messages import language
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

# What makes a spreadsheet take a cell of a CSV file for a formula, in whatever width.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE_SIGNS: Final = ("＝", "＋", "－", "＠")


def write_csv(
    folder: str | Path,
    submissions: Iterable[Submission],
    templates: Iterable[FormTemplate] | None = None,
) -> list[Path]:
    """Write a CSV file per table into ``folder`` and return their paths.

    UTF-8 with a byte order mark, lines ended by CR LF. Money in 万元 as plain decimal strings,
    ``""`` where missing; text that a spreadsheet would take for a formula starts with an
    apostrophe. A file of the same name is replaced. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    folder = Path(folder)
    tables = collect(submissions, templates)
    names = [f"{title}.csv" for title in file_titles(tables, own=language() == "en")]
    with staged(folder, names) as paths:
        for path, table in zip(paths, tables, strict=True):
            _write(path, table)
    return [folder / name for name in names]


def _write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless(head) for head in wording.heads(table)])
        writer.writerows(_rows(table))


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    columns = [map(_cell, values) for values in wording.values(table)]
    return zip(*columns, strict=True)


def _cell(value: Plain) -> str:
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


def harmless(text: str) -> str:
    """Text that stays text; a wide sign alone, as a comparator is, computes nothing."""
    wide = text.startswith(_WIDE_SIGNS) and len(text) > 1
    return f"'{text}" if wide or text.startswith(_FORMULA_SIGNS) else text
