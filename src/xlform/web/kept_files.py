"""List of the files of a round that is kept: whose names they had outside."""

from __future__ import annotations

import csv
from pathlib import Path

from xlform.export.csv_files import escape_formula
from xlform.messages import translate
from xlform.web.rounds import Round

_COLUMNS = ("file", "unit", "year", "state")


def write_list(round_: Round) -> Path:
    """Write the list of a round's files into its folder as CSV, and return its path."""
    path = round_.folder / translate("web.kept-list")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        heads = (translate(f"web.column-{name}") for name in _COLUMNS)
        writer.writerow([translate("web.kept-id"), *heads])
        for file in round_.files():
            state = translate(f"file-result.{file.state}")
            texts = map(escape_formula, (file.name, file.read.unit))
            writer.writerow([file.id, *texts, file.read.year or "", state])
    return path
