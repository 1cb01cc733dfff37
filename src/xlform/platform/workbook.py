"""Writer of the import sheet: one header row, a row per indicator, every cell text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.export.xlsx_formats import column_width
from xlform.files.new_workbook import new_workbook
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST, printable
from xlform.platform.code_table import CodeTable
from xlform.platform.profile import Profile
from xlform.platform.rows import PlatformRow

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_TEXT: Final = {"num_format": "@", "valign": "top"}


def write_rows(
    path: Path,
    rows: Sequence[PlatformRow],
    profile: Profile,
    codes: CodeTable,
    *,
    force: bool = False,
) -> None:
    """Write the sheet to ``path`` atomically; a text longer than a cell allows is cut.

    A file that xlform did not write is replaced only with ``force``. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    with new_workbook(path, "platform", force=force) as workbook:
        _write(workbook, rows, profile, codes)


def _write(
    workbook: Workbook, rows: Sequence[PlatformRow], profile: Profile, codes: CodeTable
) -> None:
    sheet = workbook.add_worksheet(profile.sheet)
    text_format = workbook.add_format(_TEXT)
    # The platform's own sheets have the headers of required columns in red.
    headers = [
        workbook.add_format(_TEXT | {"bold": True, **({"font_color": "#FF0000"} if red else {})})
        for red in (False, True)
    ]
    written = list(_texts(rows, profile, codes))
    for index, column in enumerate(profile.column):
        column_room = column_width(
            column.label, [texts[index] for texts in written], identifying=False
        )
        sheet.set_column(index, index, column_room, text_format)
        sheet.write_string(0, index, column.label, headers[column.is_always_required])
    sheet.freeze_panes(1, 0)
    for number, texts in enumerate(written, 1):
        for index, text in enumerate(texts):
            if text:
                sheet.write_string(number, index, text, text_format)
            else:
                sheet.write_blank(number, index, None, text_format)


def _texts(
    rows: Iterable[PlatformRow], profile: Profile, codes: CodeTable
) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each row in the platform's order, with codes if known."""
    for row in rows:
        texts = ((column, row.texts.get(column.name, "")) for column in profile.column)
        yield tuple(
            printable(codes.of(column.label, text) or text if column.coded and text else text)[
                :CELL_TEXT_AT_MOST
            ]
            for column, text in texts
        )
