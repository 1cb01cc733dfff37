"""The sheet itself: one row of names, a row an indicator, every cell a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.errors import FileProblem
from xlform.export.xlsx_look import width
from xlform.files.output import atomic_path
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST, printable
from xlform.platform.codes import Codes
from xlform.platform.profile import Profile
from xlform.platform.rows import PlatformRow

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TEXT: Final = {"num_format": "@", "valign": "top"}
# The day zip archives begin with: the same rows give the same bytes.
_CREATED: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001  (a workbook's time has no zone)


def write_rows(path: Path, rows: Sequence[PlatformRow], profile: Profile, codes: Codes) -> None:
    """Write the sheet to ``path``, whole or not at all; a longer text than a cell holds is cut.

    Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    import xlsxwriter  # noqa: PLC0415  (only this file needs it)
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415  (as above)

    with atomic_path(path) as unfinished:
        try:
            with xlsxwriter.Workbook(unfinished, _OPTIONS) as workbook:
                workbook.set_properties({"created": _CREATED})
                _write(workbook, rows, profile, codes)
        except XlsxWriterException as fault:
            raise FileProblem("unwritable", path=path, reason=fault) from fault


def _write(workbook: Workbook, rows: Sequence[PlatformRow], profile: Profile, codes: Codes) -> None:
    sheet = workbook.add_worksheet(profile.sheet)
    words = workbook.add_format(_TEXT)
    # The platform's own sheets print the names of columns that have to be filled in red.
    heads = [
        workbook.add_format(_TEXT | {"bold": True, **({"font_color": "#FF0000"} if red else {})})
        for red in (False, True)
    ]
    written = list(_texts(rows, profile, codes))
    for place, column in enumerate(profile.column):
        room = width(column.label, [texts[place] for texts in written], place=False)
        sheet.set_column(place, place, room, words)
        sheet.write_string(0, place, column.label, heads[column.always])
    sheet.freeze_panes(1, 0)
    for number, texts in enumerate(written, 1):
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(number, place, text, words)
            else:
                sheet.write_blank(number, place, None, words)


def _texts(
    rows: Iterable[PlatformRow], profile: Profile, codes: Codes
) -> Iterator[tuple[str, ...]]:
    """The texts of each row in the platform's order, with codes where they are known."""
    for row in rows:
        texts = ((column, row.texts.get(column.name, "")) for column in profile.column)
        yield tuple(
            printable(codes.of(column.label, text) or text if column.coded and text else text)[
                :CELL_TEXT_AT_MOST
            ]
            for column, text in texts
        )
