"""Marked copy of the unit's own Word document: comments at its findings, all else unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xlform.errors import FileProblem
from xlform.files.output import atomic_path
from xlform.files.own_output import mark_output
from xlform.formats.docx.reader import paragraph_ordinals, read_docx
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Position
from xlform.messages import translate
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.read.own_comments import OWN_AUTHORS
from xlform.ooxml.read.package import Package
from xlform.ooxml.word.comments import DocumentComments
from xlform.report.checked_file import CheckedFile
from xlform.report.note_text import Runs, note_runs
from xlform.report.numbered_findings import NumberedFinding, numbered_findings

_DOCX = b"PK"
# The number of each paragraph by its sheet and position.
Ordinals = dict[tuple[str, Position], int]


def write_marked_document(
    path: Path, source: bytes | Package, checked_file: CheckedFile, *, force: bool = False
) -> None:
    """Write a copy of a .docx with a comment at each place with findings, in place of an earlier.

    ``source`` is the submitted document; comments that an earlier check left in it are taken out.
    Another file of that name is replaced only with ``force``.
    Raises :class:`~xlform.errors.FileProblem` for a document that can't be changed without damage,
    and for what can't be written.
    """
    name = checked_file.path
    if isinstance(source, bytes) and not source.startswith(_DOCX):
        raise FileProblem("not-marked", path=name, because=translate("unmarked.document"))
    editor = PackageEditor(source, name)
    before = read_docx(editor.package, name)
    ordinals = paragraph_ordinals(editor.package, name)
    entries = numbered_findings(checked_file.checked, checked_file.submission, checked_file.changes)
    by_paragraph: dict[int, list[NumberedFinding]] = {}
    for entry in entries:
        place = _paragraph(entry.finding.sheet, entry.finding.cell, ordinals)
        by_paragraph.setdefault(place, []).append(entry)
    notes = {ordinal: _runs(found) for ordinal, found in by_paragraph.items()}
    for ordinal, runs in _beside_findings(checked_file, ordinals):
        before_it = notes.get(ordinal)
        notes[ordinal] = (*before_it, ("\n", False), *runs) if before_it else runs
    comments = DocumentComments(editor)
    comments.remove(OWN_AUTHORS)
    comments.add(
        {ordinal: runs for ordinal, runs in notes.items() if ordinal}, translate("marked.author")
    )
    result = editor.written()
    _verify(result, before, editor)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(result, "marked", name))


def _beside_findings(checked_file: CheckedFile, ordinals: Ordinals) -> Iterator[tuple[int, Runs]]:
    """Yield what else is said, each with its paragraph: findings accepted, settings that apply."""
    for one in checked_file.checked.not_asked:
        if one.reason == "accepted":
            place = _paragraph(one.sheet, one.cell, ordinals)
            yield place, _labelled("marked.accepted", f"{one.code} {one.because}")
    if settings := checked_file.context.settings_note:
        yield _paragraph("", "", ordinals), _labelled("marked.settings", settings)


def _labelled(key: str, text: str) -> Runs:
    return (f"[{translate(key)}]", True), (f" {text}", False)


def _paragraph(sheet: str, cell: str, ordinals: Ordinals) -> int:
    """Return the paragraph of a place: that of its cell, else the first of its table or file."""
    if cell and (own := ordinals.get((sheet, parse_cell(cell)))):
        return own
    of_sheet = [number for (name, _), number in ordinals.items() if name == sheet]
    return min(of_sheet or ordinals.values(), default=0)


def _runs(entries: Iterable[NumberedFinding]) -> Runs:
    numbered = {entry.finding.id: entry for entry in entries}
    return note_runs((entry.finding for entry in numbered.values()), numbered)


def _verify(result: bytes, before: Grid, editor: PackageEditor) -> None:
    """Read the copy back: every paragraph and table has the same content."""
    after = read_docx(editor.verify(result), editor.file)
    kept = [(sheet.name, dict(sheet.cells), sheet.merges) for sheet in before.sheets]
    if kept != [(sheet.name, dict(sheet.cells), sheet.merges) for sheet in after.sheets]:
        raise FileProblem("not-marked", path=editor.file, because=translate("unmarked.verify"))
