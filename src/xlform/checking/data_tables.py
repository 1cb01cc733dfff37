"""Data tables a district keeps beside its forms: CSV files and workbooks."""

from __future__ import annotations

from collections import defaultdict
from io import StringIO
from pathlib import Path

from xlform.checking.settings import SettingsProblem
from xlform.errors import FileProblem, system_reason
from xlform.formats.registry import WORKBOOK_EXTENSIONS
from xlform.model.regular_file import regular_bytes

# Chinese Excel saves CSV as GB 18030.
_ENCODINGS = ("utf-8-sig", "gb18030")
# Excel separates by the list separator of the system, and by tabs in what it calls text.
_SEPARATORS = ",;\t"


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file or workbook as dictionaries; missing cells are "".

    Commas separate the cells of a CSV file, or if its first line has none, semicolons or tabs.
    Of a workbook the first sheet is read, from the row of its headings on.

    Raises :class:`~xlform.checking.settings.SettingsProblem` for a CSV file that can't be read,
    :class:`~xlform.errors.FileProblem` for a workbook.
    """
    if path.suffix.lower() in WORKBOOK_EXTENSIONS:
        return _workbook_table(path)
    import csv  # noqa: PLC0415  (few districts keep data)

    text = _text(path)
    first = text.partition("\n")[0]
    separator = next((one for one in _SEPARATORS if one in first), _SEPARATORS[0])
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=separator)
    try:
        return [
            {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            for row in rows
        ]
    except csv.Error as fault:  # a field above the csv module's size limit
        raise SettingsProblem("data", path=path, fault=fault) from fault


def read_named_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file named on the command line, as :func:`read_table` does.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read.
    """
    try:
        return read_table(path)
    except SettingsProblem as problem:
        if problem.code == "data-encoding":
            raise FileProblem("data-encoding", path=path) from problem
        raise FileProblem("unreadable", path=path, reason=problem.details["fault"]) from problem


def _workbook_table(path: Path) -> list[dict[str, str]]:
    from xlform.formats.source import read_file  # noqa: PLC0415  (most tables are CSV)

    _, grid = read_file(path)
    sheet = next((sheet for sheet in grid.sheets if sheet.cells), None)
    if sheet is None:
        return []
    titles = {area.top for area in sheet.merges if area.left < area.right}
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in sorted(sheet.cells.items()):
        if text := cell.text.strip():
            rows[row][column] = text
    # A title over the table is one cell, merged over its columns.
    filled = [row for row, texts in rows.items() if len(texts) > 1 or row not in titles]
    headings = rows[filled[0]] if filled else {}
    return [
        {heading: rows[row].get(column, "") for column, heading in headings.items()}
        for row in filled[1:]
    ]


def _text(path: Path) -> str:
    try:
        data = regular_bytes(path)
    except OSError as reason:
        fault = system_reason(reason)
        raise SettingsProblem("data", path=path, fault=fault) from reason
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SettingsProblem("data-encoding", path=path)
