"""Parts of a file's cells as one template, a set, or a folder of templates reads them."""

from __future__ import annotations

from pathlib import Path

from xlform.errors import DeclarationProblem, UnknownForm
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.model.regular_file import is_file, real_path
from xlform.reading.cell_parts import CellPart, PartsTrace
from xlform.reading.documents import arrange_document
from xlform.reading.submission import read_grid
from xlform.template.form import FormTemplate
from xlform.template.store import FORM_FILE, load_template, load_templates, template_folders


def templates_in(folder: Path) -> tuple[FormTemplate, ...]:
    """Return the templates in a folder: that of a form, of a set, or one of sets.

    Raises :class:`DeclarationProblem` for a folder without any, and for an invalid declaration.
    """
    folder = real_path(folder)
    if is_file(folder / FORM_FILE):
        return (load_template(folder, f"{folder.parent.name}/{folder.name}"),)
    if any(folder.glob(f"*/{FORM_FILE}")):
        known = load_templates(template_folders(folder.parent))
        return tuple(t for t in known if t.folder.parent == folder)
    if not any(folder.glob(f"*/*/{FORM_FILE}")):
        raise DeclarationProblem("no-template", folder=folder)
    return tuple(t for t in load_templates(template_folders(folder)) if folder in t.folder.parents)


def parts_of_file(path: Path, folder: Path) -> tuple[list[CellPart], Grid]:
    """Return the parts of a file's cells, and the cells.

    The templates in ``folder`` read it first; sheets on which they find no form are read by all
    templates. Raises :class:`~xlform.errors.FileProblem` for a file that can't be read,
    :class:`UnknownForm` for one without a form.
    """
    own = templates_in(folder)
    source, grid = read_file(path)
    grid = arrange_document(grid, own)
    first, others = PartsTrace(), PartsTrace()
    problem: UnknownForm | None = None
    try:
        read_grid(grid, source, own, str(path), first)
    except UnknownForm as error:
        problem = error
    known = load_templates(template_folders())
    try:
        read_grid(grid, source, known, str(path), others)
    except UnknownForm:
        if problem:
            raise problem from None
    sheets = {part.sheet for part in first.parts}
    parts = [*first.parts, *(part for part in others.parts if part.sheet not in sheets)]
    order = {sheet.name: number for number, sheet in enumerate(grid.sheets)}
    return sorted(parts, key=lambda part: order[part.sheet]), grid
