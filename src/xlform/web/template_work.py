"""Work of the page of a template, done in a worker process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.formats.source import read_data
from xlform.grid.address import Range
from xlform.grid.model import Sheet, origin
from xlform.learning.blanks import BLANK_NAME, LearntBlank, blank_workbook, learn_blank_sheet
from xlform.learning.corrections import NO_CORRECTIONS, Corrections
from xlform.learning.doubts import money_doubt
from xlform.learning.proposal import LearntForm
from xlform.learning.writing import template_files
from xlform.messages import translate
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.template.declaration import ValueKind
from xlform.template.roles import TABLE_ROLES, Role, role_faults
from xlform.web.template_faults import template_faults
from xlform.web.template_parts import LearntParts
from xlform.web.template_sheet import DrawnSheet, Marks, draw_sheets
from xlform.web.template_view import BlankSheets, Choice, Choices, ShownForm, TemplateView

if TYPE_CHECKING:
    from xlform.template.form import FormTemplate
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()
_SHEETS_AT_MOST: Final = 30
_CELLS_AT_MOST: Final = 6_000
# Empty rows and columns shown beside a blank, to be pointed at.
_MARGIN: Final = 1


def prepare(_desk: Desk, file: InputFile) -> bytes:
    """Return the :class:`.BlankSheets` of an uploaded blank, encoded."""
    name = file.info.path
    data = input_bytes(file)
    workbook = blank_workbook(data, name)
    _, grid = read_data(workbook, Path(name).with_suffix(".xlsx"))
    sheets = [sheet.name for sheet in grid.sheets if sheet.state == "visible" and sheet.cells]
    if not sheets:
        raise FileProblem("no-labels", path=name)
    return _encoder.encode(BlankSheets(tuple(sheets[:_SHEETS_AT_MOST]), workbook))


def show(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.TemplateView` of a blank, encoded.

    The arguments are the name of its sheet, the corrections, encoded, and its name as a template.
    """
    sheet_name, name = str(arguments[0]), str(arguments[2])
    data, corrections = input_bytes(file), corrections_of(arguments[1])
    try:
        learnt = learnt_blank(desk, data, sheet_name, corrections, name)
        return _encoder.encode(_view(learnt, corrections, name))
    except XlformError as problem:
        no_labels = problem.code == "no-labels"
        if corrections != NO_CORRECTIONS and not no_labels:
            raise
        said = "" if no_labels else str(problem)
        return _encoder.encode(_view_without_form(data, sheet_name, said))


def corrections_of(argument: object) -> Corrections:
    """Return the corrections in the argument of a task."""
    data = argument if isinstance(argument, bytes) else b""
    return msgspec.msgpack.decode(data, type=Corrections)


def others(desk: Desk, name: str) -> tuple[FormTemplate, ...]:
    """Return the templates in force but the one of a name."""
    return tuple(one for one in desk.templates.values() if one.name != name)


def learnt_blank(
    desk: Desk, data: bytes, sheet: str, corrections: Corrections, name: str
) -> LearntBlank:
    """Return the corrected form of a sheet; raises for a declaration that is inconsistent."""
    learnt = learn_blank_sheet(data, sheet, others(desk, name), corrections, name)
    for fault in role_faults(learnt.template.declaration):
        raise fault
    return learnt


def _drawn(data: bytes, sheet: Sheet) -> DrawnSheet:
    rows = [row for row, _ in sheet.cells] + [merge.bottom for merge in sheet.merges]
    columns = [column for _, column in sheet.cells] + [merge.right for merge in sheet.merges]
    area = Range(1, 1, max(rows) + _MARGIN, max(columns) + _MARGIN)
    return draw_sheets(data, BLANK_NAME, [(sheet, [area], ())], "t", _CELLS_AT_MOST)[0]


def _view(learnt: LearntBlank, corrections: Corrections, name: str) -> TemplateView:
    form, styles = learnt.form, StyleSheet()
    drawn = _drawn(learnt.workbook, learnt.sheet)
    found = LearntParts(learnt, drawn)
    parts = tuple(found.shown())
    table = drawn.html(found.marks, styles)
    texts = learnt.trial.unread
    return TemplateView(
        sheet=form.sheet,
        table=table,
        styles=styles.text(),
        version=styles.version,
        form=ShownForm(form.title, form.kind, form.money, form.repeat, bool(form.keys)),
        parts=parts,
        doubts=(*money_doubt(form), *_unreached(form, corrections)),
        unread=tuple(Choice(part.cell, part.value) for part in texts),
        cleared=tuple(map(origin, sorted(form.cleared))),
        reader=learnt.trial.reader,
        recognised=bool(learnt.trial.parts),
        faults=template_faults(template_files(learnt, ""), name),
        choices=_choices(),
    )


def _unreached(form: LearntForm, corrections: Corrections) -> Iterator[str]:
    """Yield a sentence for each cell that was marked as a value and belongs to no label."""
    values = {field.value for field in form.fields}
    for row, column in corrections.value_cells():
        below = any(
            table.first_row <= row <= table.last_row
            and any(one.head.column <= column <= one.head.right for one in table.columns)
            for table in form.tables
        )
        if (row, column) not in values and not below:
            yield translate("template.unreached", cell=origin((row, column)))


def _view_without_form(data: bytes, sheet_name: str, problem: str) -> TemplateView:
    """Return the page of a sheet on which no label was found: all is to be pointed at."""
    _, grid = read_data(data, Path(BLANK_NAME))
    sheet = next(one for one in grid.sheets if one.name == sheet_name)
    styles = StyleSheet()
    table = _drawn(data, sheet).html(Marks(), styles)
    return TemplateView(
        sheet_name, table, styles.text(), styles.version, problem=problem, choices=_choices()
    )


def _choices() -> Choices:
    kinds = [Choice(kind, translate(f"value-kind.{kind}")) for kind in get_args(ValueKind)]
    roles = [Choice(role.value, role.official) for role in Role]
    return Choices(
        tuple(kinds),
        tuple(one for one in roles if one.value not in TABLE_ROLES),
        tuple(one for one in roles if one.value in TABLE_ROLES),
    )
