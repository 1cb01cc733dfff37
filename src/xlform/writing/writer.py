"""The public verb ``write``: a submission to a clean official workbook."""

from __future__ import annotations

from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.output import atomic_path, check_not_source, check_replaceable
from xlform.files.own_output import PROPERTY, OutputKind
from xlform.formats.source import read_data
from xlform.model.resources import forget_changed
from xlform.model.submission import Submission
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, template_folders
from xlform.writing.display_names import display_name
from xlform.writing.doubtful import without_doubtful_amounts
from xlform.writing.round_trip import Difference, differences
from xlform.writing.workbook_draft import WorkbookDraft, draft_workbook

_MAX_SHOWN = 80
_KIND: OutputKind = "written"
_MARK = PROPERTY, _KIND


def write(
    submission: Submission,
    path: str | Path,
    *,
    template: str = "",
    templates: Path | None = None,
    open_totals: bool = False,
    force: bool = False,
) -> WorkbookDraft:
    """Write a submission into the official blanks, as a workbook at ``path``.

    ``template`` names a set to write into instead of the forms' own; ``templates`` is a folder of
    templates that go before the bundled ones. With ``open_totals``, totals without a filed amount
    get their formula and the workbook has no mark: it is a form still to be filled in. A file that
    xlform did not write is replaced only with ``force``, the one the submission was read from
    never. An amount of a scan that is doubtful stays blank. The workbook is read back first. Raises
    :class:`~xlform.errors.FileProblem` if it can't be written, if the set has no blank for a kind
    of form, and if the workbook reads back differently.
    """
    forget_changed(templates)
    path = Path(path)
    check_not_source(path, submission.source.sha256)
    check_replaceable(path, force=force)
    known = load_templates(template_folders(templates))
    submission = without_doubtful_amounts(submission)
    mark = None if open_totals else _MARK  # a form to hand out comes back as a submission
    draft = draft_workbook(
        submission, known, template, str(path), open_totals=open_totals, mark=mark
    )
    verify(draft, draft.data, path)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(draft.data)
    return draft


def verify(draft: WorkbookDraft, data: bytes, path: Path) -> None:
    """Read a workbook's bytes back and compare them with its forms, value by value.

    Only the templates it was written by are tried, since editions of a form may look alike. Raises
    :class:`~xlform.errors.FileProblem`.
    """
    source, grid = read_data(data, path)
    reread = read_grid(grid, source, draft.templates, str(path))
    unfiled_totals = draft.unfiled_totals
    for difference in differences(draft.forms, reread):
        if (difference.sheet, difference.path) not in unfiled_totals:
            raise _mismatch_problem(draft, difference, path)


def _mismatch_problem(draft: WorkbookDraft, difference: Difference, path: Path) -> FileProblem:
    """Return the error for a workbook that reads back differently."""
    sheet_templates = (
        form.blank.template for form in draft.drafts if form.sheet.name == difference.sheet
    )
    template = next(sheet_templates, None)
    what = display_name(template, difference.path) if template else difference.path
    if len(difference.expected) > CELL_TEXT_AT_MOST:
        limit, length = CELL_TEXT_AT_MOST, len(difference.expected)
        return FileProblem(
            "text-too-long",
            path=str(path),
            sheet=difference.sheet,
            what=what,
            length=length,
            limit=limit,
        )
    expected, actual = difference.expected[:_MAX_SHOWN], difference.actual[:_MAX_SHOWN]
    return FileProblem(
        "written-differs",
        path=str(path),
        sheet=difference.sheet,
        what=what,
        wanted=expected,
        found=actual,
    )
