"""Data tables a district keeps beside its forms, as CSV."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from xlform.checking.settings import SettingsProblem
from xlform.errors import FileProblem, system_reason

# Chinese Excel saves CSV as GB 18030.
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dictionaries; missing cells of a short row are "".

    Raises :class:`~xlform.checking.settings.SettingsProblem` for a file that can't be read.
    """
    import csv  # noqa: PLC0415  (few districts keep data)

    rows = csv.DictReader(StringIO(_text(path), newline=""))
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


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as reason:
        fault = system_reason(reason)
        raise SettingsProblem("data", path=path, fault=fault) from reason
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SettingsProblem("data-encoding", path=path)
