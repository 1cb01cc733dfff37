"""A file to read, and the rules by which a name says that a file holds no forms."""

from __future__ import annotations

import os
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.formats.registry import DOCUMENT_EXTENSIONS, WORKBOOK_EXTENSIONS
from xlform.messages import translate
from xlform.model.regular_file import is_lock_file

ARCHIVES: Final = frozenset({".zip"})
# Code of a file that xlform wrote, see :func:`own_output_problem`.
OWN_OUTPUT: Final = "own-output"
# Codes of problems under which a file may still hold forms.
MAY_HOLD_FORMS: Final = frozenset(
    {
        "crashed",
        "damaged",
        "damaged-workbook",
        "encrypted",
        "missing-file",
        "no-memory",
        "process-died",
        "several-units",
        "took-too-long",
        "took-too-much",
        "unreadable",
        "waited-too-long",
    }
)
# Suffixes of the files that may carry the mark of xlform's outputs.
MARKED: Final = frozenset({".xlsx", ".xlsm", ".docx"})


class FileInfo(msgspec.Struct, frozen=True):
    """Name, size and time of a file as it was received.

    ``path`` is the path shown to people (``全区.zip!甲镇/表.xlsx`` in an archive), ``name`` the
    file's own name, ``size`` in bytes, ``modified`` in nanoseconds since 1970 (0 where unknown).
    """

    path: str
    name: str
    size: int = 0
    modified: int = 0


class InputFile(msgspec.Struct, frozen=True):
    """A file to read, or an entry that can't be read with the reason.

    ``location`` is its path on the disk, or a URL; ``members`` are the names in the archives around
    it, outermost first. ``problem`` says why it can't be read, ``skipped`` that nobody named it: it
    was found beside the submissions. ``optional`` marks a document or text nobody named, which may
    hold forms or not: without any it is skipped too. ``stamp`` changes with the state of the file
    on the disk, "" where nothing shows that. ``code`` is that of the problem, for those that say
    something of the file itself: it is empty, damaged, locked.
    """

    info: FileInfo
    location: str
    members: tuple[str, ...] = ()
    problem: str = ""
    skipped: bool = False
    optional: bool = False
    stamp: str = ""
    code: str = ""


def is_document(suffix: str) -> bool:
    """Return whether the suffix is that of a document or text, many of which are no forms."""
    return suffix in DOCUMENT_EXTENSIONS


def stamp_of(state: os.stat_result) -> str:
    """Return a text that changes when the file is written again or another is put in its place.

    Size and time of change may be those of the file before: a copy keeps its time, and anybody may
    set it. Nobody sets the time at which the system changed the entry itself.
    """
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def own_output_problem(path: str, kind: str) -> str:
    """Return the sentence on a file of that kind that xlform wrote, found beside submissions."""
    from xlform.files.own_output import KINDS  # noqa: PLC0415  (found in folders)

    kind = kind if kind in KINDS else "other"
    return str(FileProblem(OWN_OUTPUT, path=path, kind=translate(f"output-kind.{kind}")))


def skip_code(path: str, problem: str) -> str:
    """Return the code of the problem of a file that is empty; "" for any other reason."""
    return "empty-file" if problem == str(FileProblem("empty-file", path=path)) else ""


def skip_reason(path: str, name: str, size: int) -> str:
    """Return why a file nobody named is no submission; "" if it may be one."""
    if is_lock_file(name):
        return str(FileProblem("lock-file", path=path))
    if name.startswith("."):
        from xlform.files.unfinished import is_unfinished  # noqa: PLC0415  (as above)

        kind = "unfinished-file" if is_unfinished(name) else "hidden-file"
        return str(FileProblem(kind, path=path))
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122  (called for ten thousand files)
    if suffix not in WORKBOOK_EXTENSIONS | DOCUMENT_EXTENSIONS | ARCHIVES:
        return translate("summary.no-workbook", path=path)
    return "" if size else str(FileProblem("empty-file", path=path))
