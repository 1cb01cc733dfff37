"""A submission as a Word document: the narrative first, then each form as a table on its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.output import atomic_path
from xlform.model.submission import Form, Submission
from xlform.submission.read import read_workbook
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder
from xlform.writing.book import Book, workbook_of
from xlform.writing.draft import Drafted
from xlform.writing.narrative import check_figures
from xlform.writing.normal import differences

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# Points: A4, and the margins of a sheet that names none, which the spreadsheet gives in inches.
_A4: Final = (595.3, 841.9)
_INCH: Final = 72.0
# What the lines of a table and the paragraph behind it take, besides its rows.
_ROOM: Final = 20.0
_MARGINS: Final = {"top": 0.75, "bottom": 0.75, "left": 0.7, "right": 0.7}


def write_document(submission: Submission, path: Path, templates: Path | None = None) -> None:
    """Write a submission as a Word document; a file of that name is replaced.

    The document is read again before it takes its place. Raises
    :class:`~xlform.errors.FileProblem` where it can't be written, where there is nothing in it to
    write, and where the document would not say the same.
    """
    known = load_templates(templates or templates_folder())
    book = workbook_of(submission, known)
    content = _drawn(submission, known, book)
    again, _ = read_workbook(content, path, templates)
    _verify(submission, book, again, path)
    with atomic_path(path) as unfinished:
        unfinished.write_bytes(content)


def document_of(submission: Submission, templates: tuple[FormTemplate, ...]) -> bytes:
    """The document, the same bytes for the same submission on any day.

    A value that is missing stays empty. Raises :class:`~xlform.errors.FileProblem` where there is
    nothing to write, or a form has no blank.
    """
    return _drawn(submission, templates, workbook_of(submission, templates))


def _verify(submission: Submission, book: Book, again: Submission, path: Path) -> None:
    """Compare what a document says with what it was made from."""
    cells = {form.template for form in book.forms}
    tables = tuple(form for form in again.forms if form.template in cells)
    for one in differences(book.forms, msgspec.structs.replace(again, forms=tables)):
        raise FileProblem(
            "written-differs", path=str(path), sheet=one.sheet, what=one.path,
            wanted=one.wanted[:80], found=one.found[:80],
        )  # fmt: skip
    told = [form for form in submission.forms if form.template not in cells]
    found = [form for form in again.forms if form.template not in cells]
    for form, other in zip(told, found, strict=True):
        check_figures(form, other, path)


def _drawn(submission: Submission, templates: tuple[FormTemplate, ...], book: Book) -> bytes:
    from xlform.ooxml.word.styles import written  # noqa: PLC0415  (python-docx loads lxml)

    known = {template.name: template for template in templates}
    prose = [form for form in submission.forms if known[form.template].prose]
    if not prose and not book.drafts:
        raise FileProblem("document-empty", path=submission.source.name)
    document = _begun(prose, known)
    for number, draft in enumerate(book.drafts):
        _add(document, draft, first=not prose and number == 0)
    if book.drafts:
        _flatten(document.add_paragraph())
    return written(document)


def _begun(prose: list[Form], known: dict[str, FormTemplate]) -> Document:
    """The document with what is told in paragraphs; an empty one where nothing is."""
    import docx  # noqa: PLC0415  (python-docx loads lxml)

    from xlform.ooxml.word.styles import set_properties  # noqa: PLC0415
    from xlform.writing.prose import Prose  # noqa: PLC0415

    if len(prose) > 1 or any(known[form.template].blank is None for form in prose):
        raise FileProblem("document-prose", path=prose[0].template)
    for form in prose:
        return Prose(form, known[form.template]).document()
    document = docx.Document()
    set_properties(document, "")
    return document


def _add(document: Document, draft: Drafted, *, first: bool) -> None:
    """A form in a section of its own, on pages as its blank has them."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415  (python-docx loads lxml)
    from docx.shared import Pt  # noqa: PLC0415

    from xlform.writing.drawn import DrawnTable  # noqa: PLC0415

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
    table = DrawnTable(draft, inner, height - margins["top"] - margins["bottom"] - _ROOM)
    body: Any = document.element.body
    body.sectPr.addprevious(table.element())


def _flatten(paragraph: Paragraph) -> None:
    """Make the paragraph that Word asks for behind a table take no room."""
    from docx.shared import Pt  # noqa: PLC0415  (python-docx loads lxml)

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)


def _landscape(draft: Drafted) -> bool:
    setup = draft.sheet.pattern.parts.get("pageSetup")
    return setup is not None and setup.get("orientation") == "landscape"


def _margins(draft: Drafted) -> dict[str, float]:
    """The margins of a sheet in points."""
    given = draft.sheet.pattern.parts.get("pageMargins")
    inches = _MARGINS | {
        side: float(value) for side in _MARGINS if given is not None and (value := given.get(side))
    }
    return {side: inch * _INCH for side, inch in inches.items()}
