"""The public verb ``write``: a submission to a clean official workbook."""

from __future__ import annotations

from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.output import atomic_path
from xlform.formats.source import read_data
from xlform.model.submission import Submission
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder
from xlform.writing.book import Book, workbook_of
from xlform.writing.labels import label_of
from xlform.writing.normal import Difference, differences

_SHOWN_AT_MOST = 80


def write(
    submission: Submission,
    path: str | Path,
    *,
    template: str = "",
    templates: Path | None = None,
    open_totals: bool = False,
) -> Book:
    """Write a submission into the official blanks, as a workbook at ``path``.

    ``template`` names a set to write into in place of the forms' own; ``templates`` is a folder
    of templates in place of the shipped ones. ``open_totals`` gives totals nobody filed their
    formula all the same, for a form yet to be filled in. The workbook is read again before it
    takes its place. Raises :class:`~xlform.errors.FileProblem` where it can't be written, where the
    set has no blank of a form's kind, and where the workbook would not say the same.
    """
    path = Path(path)
    known = load_templates(templates or templates_folder())
    book = workbook_of(submission, known, template, str(path), open_totals=open_totals)
    verify(book, path)
    with atomic_path(path) as unfinished:
        unfinished.write_bytes(book.data)
    return book


def verify(book: Book, path: Path) -> None:
    """Read a workbook again: it has to say what it was made from, value by value.

    It is read by the templates it was written by: where two editions of a form look alike, it is
    no question which of them it is. Raises :class:`~xlform.errors.FileProblem`.
    """
    source, grid = read_data(book.data, path)
    again = read_grid(grid, source, book.templates, str(path))
    left_open = book.left_open
    for one in differences(book.forms, again):
        if (one.sheet, one.path) not in left_open:
            raise _refusal(book, one, path)


def _refusal(book: Book, one: Difference, path: Path) -> FileProblem:
    """Why a workbook that would say something else is not written."""
    of_sheet = (draft.blank.template for draft in book.drafts if draft.sheet.name == one.sheet)
    template = next(of_sheet, None)
    what = label_of(template, one.path) if template else one.path
    if len(one.wanted) > CELL_TEXT_AT_MOST:
        limit, length = CELL_TEXT_AT_MOST, len(one.wanted)
        return FileProblem(
            "text-too-long", path=str(path), sheet=one.sheet, what=what, length=length, limit=limit
        )
    wanted, found = one.wanted[:_SHOWN_AT_MOST], one.found[:_SHOWN_AT_MOST]
    return FileProblem(
        "written-differs", path=str(path), sheet=one.sheet, what=what, wanted=wanted, found=found
    )
