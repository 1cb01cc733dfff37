"""Word document of a submission: first the narrative, then each form as a table on its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.output import atomic_path, check_not_source
from xlform.files.own_output import mark_output
from xlform.model.submission import Form, Submission
from xlform.submission.read import read_workbook
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, template_folders
from xlform.writing.doubtful import without_doubtful_amounts
from xlform.writing.form_draft import FormDraft
from xlform.writing.narrative import check_figures
from xlform.writing.round_trip import differences
from xlform.writing.workbook_draft import WorkbookDraft, draft_workbook

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# Points: A4, and the default margins of a sheet, which a spreadsheet has in inches.
_A4: Final = (595.3, 841.9)
_INCH: Final = 72.0
# Space for the borders of a table and for the paragraph after it.
_ROOM: Final = 20.0
_MARGINS: Final = {"top": 0.75, "bottom": 0.75, "left": 0.7, "right": 0.7}


def write_document(
    submission: Submission, path: Path, templates: Path | None = None, *, force: bool = False
) -> None:
    """Write a submission as a Word document, in place of an earlier one.

    Another file of that name is replaced only with ``force``, the one the submission was read from
    never. The document is read back first. Raises :class:`~xlform.errors.FileProblem` if it can't
    be written, if it would be empty, and if it reads back differently.
    """
    check_not_source(path, submission.source.sha256)
    known = load_templates(template_folders(templates))
    submission = without_doubtful_amounts(submission)
    draft = draft_workbook(submission, known)
    content = _draw_forms(submission, known, draft)
    reread, _ = read_workbook(content, path, templates)
    _verify(submission, draft, reread, path, known)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(content, "converted", str(path)))


def build_document(submission: Submission, templates: tuple[FormTemplate, ...]) -> bytes:
    """Return the document; its bytes are the same for the same submission on any day.

    A missing value stays empty. Raises :class:`~xlform.errors.FileProblem` if there is nothing to
    write, or a form has no blank.
    """
    return _draw_forms(submission, templates, draft_workbook(submission, templates))


def _verify(
    submission: Submission,
    draft: WorkbookDraft,
    reread: Submission,
    path: Path,
    templates: tuple[FormTemplate, ...],
) -> None:
    """Compare the document as read back with the submission."""
    cells = {form.template for form in draft.forms}
    tables = tuple(form for form in reread.forms if form.template in cells)
    for difference in differences(draft.forms, msgspec.structs.replace(reread, forms=tables)):
        raise FileProblem(
            "written-differs", path=str(path), sheet=difference.sheet, what=difference.path,
            wanted=difference.expected[:80], found=difference.actual[:80],
        )  # fmt: skip
    prose_forms = [form for form in submission.forms if form.template not in cells]
    reread_forms = [form for form in reread.forms if form.template not in cells]
    for expected, actual in zip(prose_forms, reread_forms, strict=True):
        template = next(one for one in templates if one.name == expected.template)
        check_figures(expected, actual, path, template)


def _draw_forms(
    submission: Submission, templates: tuple[FormTemplate, ...], workbook: WorkbookDraft
) -> bytes:
    from xlform.ooxml.word.styles import written  # noqa: PLC0415  (python-docx loads lxml)

    known = {template.name: template for template in templates}
    prose = [form for form in submission.forms if known[form.template].prose]
    if not prose and not workbook.drafts:
        raise FileProblem("document-empty", path=submission.source.name)
    document = _start_document(prose, known)
    for number, draft in enumerate(workbook.drafts):
        _add(document, draft, first=not prose and number == 0)
    if workbook.drafts:
        _flatten(document.add_paragraph())
    return written(document)


def _start_document(prose: list[Form], known: dict[str, FormTemplate]) -> Document:
    """Return the document with the form in prose, or an empty one."""
    import docx  # noqa: PLC0415  (python-docx loads lxml)

    from xlform.ooxml.word.styles import set_properties  # noqa: PLC0415
    from xlform.writing.prose_document import ProseDocument  # noqa: PLC0415

    if len(prose) > 1 or any(known[form.template].blank is None for form in prose):
        raise FileProblem("document-prose", path=prose[0].template)
    for form in prose:
        return ProseDocument(form, known[form.template]).document()
    document = docx.Document()
    set_properties(document, "")
    return document


def _add(document: Document, draft: FormDraft, *, first: bool) -> None:
    """Add a form as a section of its own, on pages like those of its blank."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415  (python-docx loads lxml)
    from docx.shared import Pt  # noqa: PLC0415

    from xlform.writing.word_table import WordTable  # noqa: PLC0415

    section = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    if not first:
        _flatten(document.paragraphs[-1])
    landscape = _landscape(draft)
    width, height = reversed(_A4) if landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    margins = _margins(draft)
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.left_margin, section.right_margin = Pt(margins["left"]), Pt(margins["right"])
    section.top_margin, section.bottom_margin = Pt(margins["top"]), Pt(margins["bottom"])
    inner = width - margins["left"] - margins["right"]
    table = WordTable(draft, inner, height - margins["top"] - margins["bottom"] - _ROOM)
    body: Any = document.element.body
    body.sectPr.addprevious(table.element())


def _flatten(paragraph: Paragraph) -> None:
    """Remove the height of the paragraph that Word requires after a table."""
    from docx.shared import Pt  # noqa: PLC0415  (python-docx loads lxml)

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)


def _landscape(draft: FormDraft) -> bool:
    setup = draft.sheet.source.parts.get("pageSetup")
    return setup is not None and setup.get("orientation") == "landscape"


def _margins(draft: FormDraft) -> dict[str, float]:
    """Return the margins of a sheet in points."""
    given = draft.sheet.source.parts.get("pageMargins")
    inches = _MARGINS | {
        side: float(value) for side in _MARGINS if given is not None and (value := given.get(side))
    }
    return {side: inch * _INCH for side, inch in inches.items()}
