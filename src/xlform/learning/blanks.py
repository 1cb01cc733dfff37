"""Blank files: the forms on their sheets, learnt one by one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from xlform.errors import FileProblem
from xlform.formats.blank_workbook import SheetHints, blank_hints
from xlform.formats.conversion import as_workbook
from xlform.formats.source import file_bytes, read_data, read_file
from xlform.grid.model import Grid, Sheet
from xlform.learning.corrections import Corrections
from xlform.learning.declared import template_of
from xlform.learning.learn import learn_sheet
from xlform.learning.proposal import LearntForm
from xlform.learning.sample import sheet_of, value_cells
from xlform.learning.trial import Trial, improve, try_form
from xlform.template.form import FormTemplate

BLANK_NAME = "blank.xlsx"


class LearntBlank(msgspec.Struct, frozen=True):
    """Form learnt from a sheet of a blank, and how it reads the blank and the filled sample.

    ``workbook`` is the blank as .xlsx; ``is_alone`` if it has no other sheet.
    """

    form: LearntForm
    sheet: Sheet
    trial: Trial
    sample: Trial | None = None
    workbook: bytes = b""
    is_alone: bool = True

    @property
    def template(self) -> FormTemplate:
        """Return the template of the form."""
        return template_of(self.form, Path(), f"learnt/{self.form.kind}", relations=False)


class Surroundings(msgspec.Struct, frozen=True):
    """What a blank is learnt with: the templates in force, its own name, a filled sample."""

    known: tuple[FormTemplate, ...] = ()
    name: str = "learnt/form"
    sample: Grid | None = None


def learn_blank(
    path: Path,
    known: tuple[FormTemplate, ...],
    filled: Path | None = None,
    name: str = "learnt/form",
) -> list[LearntBlank]:
    """Return the form on each visible sheet of a blank file, corrected by a filled sample.

    ``known`` are the templates in force, beside which the form is to stand by ``name``. Raises
    :class:`~xlform.errors.FileProblem` for a file that can't be read, is no workbook, or has no
    labels, and for a sample of another form.
    """
    data = blank_workbook(file_bytes(path), str(path))
    _, grid = read_data(data, path.with_suffix(".xlsx"))
    hints = blank_hints(data)
    around = Surroundings(known, name, read_file(filled)[1] if filled else None)
    visible = [sheet for sheet in grid.sheets if sheet.state == "visible" and sheet.cells]
    found: list[LearntBlank] = []
    for sheet in visible:
        alone = len(visible) == 1 and sheet is grid.sheets[0]
        learnt = _learn(sheet, hints.get(sheet.name, SheetHints()), around)
        if learnt:
            found.append(msgspec.structs.replace(learnt, workbook=data, is_alone=alone))
            around = msgspec.structs.replace(around, known=(*around.known, learnt.template))
    if not found:
        raise FileProblem("no-labels", path=str(path))
    if filled and not any(learnt.sample for learnt in found):
        raise FileProblem("other-sample", path=str(filled), blank=path.name)
    return found


def learn_blank_sheet(
    data: bytes,
    sheet_name: str,
    known: tuple[FormTemplate, ...],
    corrections: Corrections,
    name: str,
) -> LearntBlank:
    """Return the form on one sheet of a blank (.xlsx), with what a person pointed at.

    ``known`` are the templates in force, beside which it is to stand by ``name``. Raises
    :class:`~xlform.errors.FileProblem` for a file that can't be read or a sheet without labels,
    :class:`~xlform.learning.corrections.PointingProblem` for corrections that can't be.
    """
    _, grid = read_data(data, Path(BLANK_NAME))
    sheet = next((sheet for sheet in grid.sheets if sheet.name == sheet_name), None)
    if sheet is None or not sheet.cells:
        raise FileProblem("no-labels", path=sheet_name)
    hints = blank_hints(data).get(sheet_name, SheetHints())
    form = learn_sheet(sheet, hints, known, corrections=corrections)
    trial = try_form(form, Grid((sheet,)), known, name)
    form.unread = [part.cell for part in trial.unread]
    visible = [one for one in grid.sheets if one.state == "visible" and one.cells]
    alone = visible == [sheet] and sheet is grid.sheets[0]
    return LearntBlank(form, sheet, trial, None, data, alone)


def blank_workbook(data: bytes, name: str) -> bytes:
    """Return a blank file as a workbook (.xlsx), converted if it is another kind of workbook.

    Raises :class:`~xlform.errors.FileProblem` for a file that can't be read or is no workbook.
    """
    try:
        source, _ = as_workbook(data, name)
    except FileProblem as error:
        if error.code == "no-cells":
            raise FileProblem("blank-format", path=name, seen=error.details["seen"]) from error
        raise
    return source if isinstance(source, bytes) else source.data


def _learn(sheet: Sheet, hints: SheetHints, around: Surroundings) -> LearntBlank | None:
    """Return the form on a sheet; ``None`` for one without labels."""
    filled = sheet_of(around.sample, sheet) if around.sample else None
    try:
        form = learn_sheet(
            sheet, hints, around.known, value_cells(sheet, filled) if filled else set()
        )
    except FileProblem:
        return None
    sample = None
    if filled:
        improve(form, Grid((filled,)))
        sample = try_form(form, Grid((filled,)), around.known, around.name)
    trial = try_form(form, Grid((sheet,)), around.known, around.name)
    form.unread = [part.cell for part in trial.unread]
    return LearntBlank(form, sheet, trial, sample)
