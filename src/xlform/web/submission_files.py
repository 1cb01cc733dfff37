"""Files that the page of a submission offers, made in a worker process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.errors import FileProblem
from xlform.export.names import file_title
from xlform.files.input_file import InputFile
from xlform.messages import translate
from xlform.report.verdict import verdict_of
from xlform.terminal.visible import escaped_json
from xlform.web.current_file import CurrentFile, current_file, decided
from xlform.web.submission_view import Download, DownloadKind

if TYPE_CHECKING:
    from xlform.web.work import Desk

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MACROS: Final = "application/vnd.ms-excel.sheet.macroEnabled.12"
_DOCUMENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_JSON: Final = "application/json"
_TYPES: Final = {".xlsx": _WORKBOOK, ".xlsm": _MACROS, ".docx": _DOCUMENT, ".json": _JSON}
_encoder: Final = msgspec.msgpack.Encoder()


def make(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return a :class:`.Download`, encoded; the arguments are the decisions and its kind."""
    current = current_file(desk, file, decided(arguments[0]))
    kind: DownloadKind = arguments[1]  # type: ignore[assignment]  # one of those, see the handler
    return _encoder.encode(_MAKERS[kind](current, desk))


def _fixed(current: CurrentFile, _: Desk) -> Download:
    fixed = current.fixed
    if fixed is None or not fixed.changes:
        raise FileProblem("no-fix-chosen", path=str(current.path))
    suffix = ".xlsx" if fixed.converted else current.path.suffix.lower()
    return download(current, "submission.file-fixed", suffix, fixed.marked_data())


def _marked(current: CurrentFile, _: Desk) -> Download:
    from xlform.formats.conversion import as_workbook  # noqa: PLC0415  (as said below)
    from xlform.report.marked import refuse_moved_cells, write_marked  # noqa: PLC0415  (for this file only)
    from xlform.report.marked_document import write_marked_document  # noqa: PLC0415

    checked_file = current.checked_file
    if checked_file.submission.source.format == "docx":
        data = written(
            lambda path: write_marked_document(path, current.data, checked_file), ".docx"
        )
        return download(current, "check.marked", ".docx", data)
    source, converted = as_workbook(current.data, str(current.path))
    grid = checked_file.context.grid
    if converted and grid is not None:
        refuse_moved_cells(grid, source, str(current.path))
    data = written(lambda path: write_marked(path, source, checked_file))
    return download(current, "check.marked", ".xlsx", data)


def _letter(current: CurrentFile, desk: Desk) -> Download:
    from xlform.report.letter import write_letter  # noqa: PLC0415  (python-docx is slow to load)

    checked_file, settings = current.checked_file, desk.project.letter
    data = written(lambda path: write_letter(path, checked_file, settings), ".docx")
    verdict = verdict_of(checked_file.submission, checked_file.groups)
    return download(current, f"check.letter-{verdict}", ".docx", data)


def _form(current: CurrentFile, _: Desk) -> Download:
    from xlform.writing.writer import write  # noqa: PLC0415  (for this file only)

    submission = current.report.submission
    data = written(lambda path: write(submission, path))
    return download(current, "submission.file-form", ".xlsx", data)


def _submission(current: CurrentFile, _: Desk) -> Download:
    text = escaped_json(current.report.submission.json(indent=2))
    return download(current, "submission.file-submission", ".json", text.encode())


def _findings(current: CurrentFile, _: Desk) -> Download:
    text = escaped_json(current.report.json(indent=2))
    return download(current, "submission.file-findings", ".json", text.encode())


_MAKERS: Final[dict[DownloadKind, Callable[[CurrentFile, Desk], Download]]] = {
    "fixed": _fixed, "marked": _marked, "letter": _letter, "form": _form,
    "submission": _submission, "findings": _findings,
}  # fmt: skip


def written(write: Callable[[Path], object], suffix: str = ".xlsx") -> bytes:
    """Return what is written to a path."""
    with tempfile.TemporaryDirectory(prefix="xlform-") as folder:
        path = Path(folder) / f"written{suffix}"
        write(path)
        return path.read_bytes()


def download(current: CurrentFile, name: str, suffix: str, content: bytes) -> Download:
    """Return a file named after the submission; ``name`` is the key of its name."""
    stem = file_title(Path(current.report.submission.source.name).stem)
    title = translate(name, name=stem)
    return Download(f"{title}{suffix}", _TYPES[suffix], content)
