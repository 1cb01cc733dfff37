"""Blank files: the forms on their sheets, learnt one by one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from xlform.errors import FileProblem
from xlform.formats.blank_hints import SheetHints, blank_hints
from xlform.formats.conversion import as_workbook
from xlform.formats.source import file_bytes, read_data
from xlform.grid.model import Sheet
from xlform.learning.learn import learn_sheet
from xlform.learning.proposal import LearntForm
from xlform.template.form import FormTemplate


class LearntBlank(msgspec.Struct, frozen=True):
    """Form learnt from a sheet of a blank file, and the workbook (.xlsx) with that sheet first."""

    form: LearntForm
    sheet: Sheet
    workbook: bytes


def learn_blank(path: Path, known: tuple[FormTemplate, ...]) -> list[LearntBlank]:
    """Return the form on each visible sheet of a blank file.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read, is no workbook, or has
    no labels.
    """
    source, _ = as_workbook(file_bytes(path), str(path))
    data = source if isinstance(source, bytes) else source.data
    _, grid = read_data(source, path.with_suffix(".xlsx"))
    hints = blank_hints(data)
    found: list[LearntBlank] = []
    for sheet in grid.sheets:
        if sheet.state != "visible" or not sheet.cells:
            continue
        try:
            form = learn_sheet(sheet, hints.get(sheet.name, SheetHints()), known)
        except FileProblem:
            continue
        found.append(LearntBlank(form, sheet, data))
    if not found:
        raise FileProblem("no-labels", path=str(path))
    return found
