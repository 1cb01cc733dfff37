"""Marked copy of the unit's own workbook: cells with findings highlighted, all else unchanged.

docs/decisions/0008-marked-workbook.md lists the bytes that change, and why.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from xlform.errors import FileProblem
from xlform.files.output import atomic_path
from xlform.files.own_output import mark_output
from xlform.formats.compound import ENCRYPTED_STREAM
from xlform.formats.compound import MARK as COMPOUND
from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.messages import translate
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.read.package import Package, open_package
from xlform.report.checked_file import CheckedFile
from xlform.report.marked_list import FindingList
from xlform.report.marked_sheets import MarkedContent, Marking
from xlform.report.note_text import note_runs
from xlform.report.numbered_findings import numbered_findings
from xlform.report.unmarking import lists_of_findings, without_marks

_ENCRYPTED: Final = ENCRYPTED_STREAM.encode("utf-16-le")
_ZIP: Final = b"PK"


def write_marked(
    path: Path, source: bytes | Package, checked_file: CheckedFile, *, force: bool = False
) -> None:
    """Write a copy of a workbook with its findings marked, as :func:`write_copy` does.

    ``source`` is the submitted workbook; marks that an earlier check left in it are taken out.
    Each cell with a finding gets a colour and a comment; a last sheet lists all findings in the
    order of the letter. After an earlier check both say what is new and what is still open.
    """
    name, submission, checked = checked_file.path, checked_file.submission, checked_file.checked
    changes = checked_file.changes
    clean = without_marks(source, name)
    lists = lists_of_findings(source, name)
    entries = numbered_findings(checked, submission, changes)
    numbered = tuple(entry for entry in entries if entry.finding.sheet not in lists)
    by_id = {entry.finding.id: entry for entry in numbered}
    content = MarkedContent(
        translate("marked.sheet"),
        tuple(entry.finding for entry in numbered),
        partial(note_runs, numbered=by_id),
        FindingList(
            submission, checked, numbered, changes, checked_file.context.settings_note
        ).sheet,
    )
    write_copy(path, clean, name, content, force=force)


def write_copy(
    path: Path, source: bytes | Package, name: str, content: MarkedContent, *, force: bool = False
) -> None:
    """Write a marked copy of a workbook, in place of an earlier one, after reading it back.

    Another file of that name is replaced only with ``force``.
    Raises :class:`~xlform.errors.FileProblem` for a workbook that can't be changed without damage,
    and for what can't be written.
    """
    if isinstance(source, bytes):
        _refuse_other_formats(source, name)
    package = open_package(source, name)
    before = read_xlsx(package, name)
    editor = PackageEditor(package, name)
    Marking(editor, before, content).mark()
    result = editor.written()
    _verify(result, before, editor)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(result, "marked", name))


def refuse_moved_cells(read: Grid, source: bytes | Package, name: str) -> None:
    """Refuse a converted workbook whose cells are not where they were read.

    ``source`` is the workbook, ``read`` the grid of the original file. Raises
    :class:`~xlform.errors.FileProblem`.
    """
    made = read_xlsx(source, name, compute=False)
    if [_places(sheet) for sheet in read.sheets] != [_places(sheet) for sheet in made.sheets]:
        raise FileProblem("not-marked", path=name, because=translate("unmarked.converted"))


def _places(sheet: Sheet) -> tuple[str, frozenset[Position]]:
    return sheet.name, frozenset(sheet.cells)


def _refuse_other_formats(source: bytes, name: str) -> None:
    if source.startswith(COMPOUND) and _ENCRYPTED in source:
        raise FileProblem("encrypted", path=name)
    if not source.startswith(_ZIP):
        raise FileProblem("not-marked", path=name, because=translate("unmarked.format"))


def _verify(result: bytes, before: Grid, editor: PackageEditor) -> None:
    """Read the copy back: every sheet has the same content, and one was added at the end."""
    after = read_xlsx(editor.verify(result), editor.file)
    same = len(after.sheets) == len(before.sheets) + 1 and all(
        _frozen(old) == _frozen(new)
        for old, new in zip(before.sheets, after.sheets[:-1], strict=True)
    )
    if not same:
        raise FileProblem("not-marked", path=editor.file, because=translate("unmarked.verify"))


def _frozen(sheet: Sheet) -> tuple[str, dict[Position, Cell], object]:
    return sheet.name, dict(sheet.cells), (sheet.merges, sheet.state, sheet.hidden_rows)
