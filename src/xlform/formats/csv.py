"""Separated values (CSV, TSV) to a grid: no merges, no formulas, one sheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from xlform.errors import FileProblem
from xlform.formats.cell_collector import CellCollector
from xlform.formats.text_encoding import decoded
from xlform.formats.typed_text import typed_cell
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import Grid

FIRST_SHEET = "Sheet1"
_DELIMITERS = "\t,;|"
_RECORDS_LOOKED_AT = 200
_TEXT_LOOKED_AT = 200_000
# Excel's ``sep=`` line declares the delimiter.
_DECLARED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
# Fields of a record of figures, joined.
_FIGURES = re.compile(r"[0-9.,%+-]*+")
# Records of one length, of all that hold anything; and how many must hold two values.
_ALIKE, _FILLED = 0.8, 0.1


def read_delimited(data: bytes, name: str) -> Grid:
    """Return the grid of a file of separated values.

    Raises :class:`~xlform.errors.FileProblem` for one that is no text, or larger than a form.
    """
    text = decoded(data)
    if text is None:
        raise FileProblem("not-text", path=name)
    sheet = CellCollector(name)
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else delimiter_of(text) or ","
    body = io.StringIO(text[declared.end() if declared else 0 :].lstrip("\ufeff"), newline="")
    # The limit is the whole program's: it may be raised for this text, not lowered for the next.
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    try:
        for row, record in enumerate(csv.reader(body, delimiter=delimiter), 1):
            if row > ROWS_AT_MOST or len(record) > COLUMNS_AT_MOST:
                raise FileProblem("too-many-cells", path=name, limit=ROWS_AT_MOST)
            if sheet.is_far(row) and _FIGURES.fullmatch("".join(record)):
                sheet.skip(row, row)
                continue
            for column, field in enumerate(record, 1):
                if field:
                    sheet.put(row, column, typed_cell(field))
    except csv.Error as reason:
        raise FileProblem("damaged-text", path=name, reason=str(reason)) from reason
    return Grid((sheet.sheet(FIRST_SHEET),))


def delimiter_of(text: str) -> str:
    """Return the delimiter of a text that is one table; "" for any other text.

    Nearly all records of a table have the same length, and some hold at least two values: lines of
    prose with commas do not, nor do cells of a document each on its own line.
    """
    head = text[:_TEXT_LOOKED_AT].lstrip("\ufeff")
    if declared := _DECLARED.match(head):
        return declared[1]
    best = max(_DELIMITERS, key=lambda char: _likeness(head, char))
    return best if _likeness(head, best) else ""


def _likeness(text: str, delimiter: str) -> float:
    """Return the share of records of equal length, as a score; 0 for a text that is no table."""
    lengths: Counter[int] = Counter()
    filled = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            held = sum(bool(field.strip()) for field in record)
            if held or len(record) > 1:
                lengths[len(record)] += 1
                filled += held > 1
            if lengths.total() >= _RECORDS_LOOKED_AT:
                break
    except csv.Error:
        return 0
    total = lengths.total()
    length, most = max(lengths.items(), key=lambda item: item[1], default=(0, 0))
    alike = total > 1 and length > 1 and most >= _ALIKE * total and filled >= _FILLED * total
    return most / total + length / COLUMNS_AT_MOST if alike else 0
