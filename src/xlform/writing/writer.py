"""The public verb ``write``: a submission to a clean official workbook."""

from __future__ import annotations

from pathlib import Path

from xlform.errors import FileProblem
from xlform.grid.source import read_data
from xlform.model import Submission
from xlform.output import whole_path
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder
from xlform.writing.book import Book, workbook_of
from xlform.writing.normal import differences


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
    with whole_path(path) as unfinished:
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
        if (one.sheet, one.path) in left_open:
            continue
        raise FileProblem(
            "written-differs", path=str(path), sheet=one.sheet, what=one.path,
            wanted=one.wanted[:80], found=one.found[:80],
        )  # fmt: skip
