"""Folder of a learnt template: the declaration and the blank."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from xlform.errors import FileProblem, system_reason
from xlform.files.output import atomic_path
from xlform.formats.blank_workbook import only_sheet
from xlform.learning.blanks import BLANK_NAME, LearntBlank
from xlform.learning.toml_text import toml_text
from xlform.model.file_names import readable_name
from xlform.model.regular_file import is_file, is_folder
from xlform.ooxml.edit.cells import CellContent, edit_workbook
from xlform.template.store import FORM_FILE


def check_folder_free(folder: Path, *, force: bool) -> None:
    """Refuse a file, and without ``force`` a folder that holds something.

    Raises :class:`~xlform.errors.FileProblem`.
    """
    if is_file(folder):
        raise FileProblem("folder-is-file", path=str(folder))
    if not force and is_folder(folder) and any(folder.iterdir()):
        raise FileProblem("folder-in-use", path=str(folder))


def write_templates(
    learnt: list[LearntBlank], folder: Path, source: str, *, force: bool
) -> list[Path]:
    """Write the templates of a blank file; return their folders.

    One form is written to the folder itself, several to a folder each below it, numbered where
    they are of one kind. Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    folders = [folder] if len(learnt) == 1 else [folder / name for name in _folder_names(learnt)]
    for one, place in zip(learnt, folders, strict=True):
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = system_reason(error)
            raise FileProblem("unwritable", path=str(place), reason=reason) from error
        files = template_files(one, source)
        for name in (BLANK_NAME, FORM_FILE):  # a folder without a declaration is no template yet
            with atomic_path(place / name, force=force) as unfinished:
                unfinished.write_bytes(files[name])
    return folders


def template_files(learnt: LearntBlank, source: str) -> dict[str, bytes]:
    """Return the files of a template's folder by name; ``source`` is the name of the blank."""
    text = toml_text(learnt.form, readable_name(source))
    return {FORM_FILE: text.encode(), BLANK_NAME: _blank(learnt)}


def _folder_names(learnt: list[LearntBlank]) -> list[str]:
    """Return the name of each form's folder: its kind, from the second of a kind on with a number.

    No name is also that of another kind.
    """
    kinds = [one.form.kind for one in learnt]
    names: list[str] = []
    for kind in kinds:
        taken = {*names, *kinds}
        numbered = (f"{kind}-{number}" for number in count(2))
        names.append(kind if kind not in names else next(n for n in numbered if n not in taken))
    return names


def _blank(learnt: LearntBlank) -> bytes:
    """Return the workbook of a form, which is on its first and only visible sheet."""
    data, name = learnt.workbook, learnt.sheet.name
    if not learnt.is_alone:
        data = only_sheet(data, name)
    edits = {
        position: CellContent("text" if text else "blank", text)
        for position, text in learnt.form.cleared.items()
    }
    return edit_workbook(data, BLANK_NAME, {name: edits}, {}) if edits else data
