"""Input names expanded: files, folders, patterns, zip archives and URLs to single files.

Nothing is skipped in silence: a file that can hold no forms comes out with the reason. The content
says what a file is: a workbook is a zip archive too. A file given twice comes out once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from xlform.errors import FileProblem, system_reason, unreadable
from xlform.files.input_file import (
    ARCHIVES,
    MARKED,
    OWN_OUTPUT,
    FileInfo,
    InputFile,
    is_document,
    own_output_problem,
    skip_code,
    skip_reason,
    stamp_of,
)
from xlform.files.name_patterns import is_pattern, is_url, matches
from xlform.files.own_output import output_kind
from xlform.model.file_names import readable_name
from xlform.model.regular_file import is_folder, open_regular

_ZIP: Final = b"PK\x03\x04"
# The first members office programs write into a workbook.
_WORKBOOK_MEMBERS: Final = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"customXml/")
# The first member's name follows 30 bytes of local header (APPNOTE.TXT, 4.3.7).
_NAME_OFFSET: Final = 30
_HEAD: Final = 64


def expand_inputs(names: Iterable[str | Path]) -> Iterator[InputFile]:
    """Yield every file that the names mean, in their order, each once.

    Folders are walked, archives listed, patterns expanded, URLs resolved.
    """
    # The names in each folder, which take a third of the memory that paths would.
    seen: dict[str, set[bytes]] = {}
    folders: dict[str, str] = {}
    for name in map(str, names):
        for file in _expand(name):
            folder, own = _real_location(file.location, folders)
            key = "\0".join((own, *file.members)).encode("utf-8", "surrogatepass")
            known = seen.setdefault(folder, set())
            if key not in known:
                known.add(key)
                yield file


def _expand(name: str) -> Iterator[InputFile]:
    if is_url(name):
        from xlform.files.remote import remote_inputs  # noqa: PLC0415  (fsspec is an extra)

        yield from remote_inputs(name)
    elif is_pattern(name):
        paths = matches(name)
        if not paths:
            problem = FileProblem("no-file-matches", path=name)
            yield InputFile(FileInfo(name, name), name, problem=str(problem))
        for path in paths:
            yield from _expand_path(path, chosen=False)
    else:
        yield from _expand_path(name, chosen=True)


def _expand_path(path: str, *, chosen: bool) -> Iterator[InputFile]:
    if is_folder(path):
        yield from _expand_folder(path)
    else:
        yield from _expand_file(path, chosen=chosen)


def _expand_folder(folder: str) -> Iterator[InputFile]:
    found = False
    refused: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=refused.append):
        # A folder that a run left unfinished holds no submissions, and a hidden one none either.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if os.path.islink(_join(parent, name))]  # noqa: PTH114  (called for ten thousand files)
        for name in sorted([*names, *linked]):
            found = True
            path = _join(parent, name)
            yield from _linked_folder(path) if name in linked else _expand_file(path, chosen=False)
    for error in refused:
        path = os.fspath(error.filename or folder)
        unreadable_folder = FileProblem("unreadable-folder", path=path, reason=system_reason(error))
        yield InputFile(FileInfo(path, Path(path).name), path, problem=str(unreadable_folder))
    if not found and not refused:
        problem = FileProblem("empty-folder", path=folder)
        yield InputFile(FileInfo(folder, Path(folder).name), folder, problem=str(problem))


def _join(parent: str, name: str) -> str:
    return os.path.join(parent, name)  # noqa: PTH118  (called for ten thousand files)


def _linked_folder(path: str) -> Iterator[InputFile]:
    """Yield a link to a folder, which is not followed: it may lead back to where it is."""
    problem = FileProblem("linked-folder", path=path)
    yield InputFile(FileInfo(path, Path(path).name), path, problem=str(problem), skipped=True)


def _expand_file(path: str, *, chosen: bool) -> Iterator[InputFile]:
    """Yield the file itself, or the members of an archive."""
    name = os.path.basename(path)  # noqa: PTH119  (called for ten thousand files)
    try:
        head, stat = _head(path)
        info = FileInfo(readable_name(path), readable_name(name), stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError) as error:
        yield _unreadable(path, name, error, chosen=chosen)
        return
    yield from _stored_inputs(path, info, head, stamp_of(stat), chosen=chosen)


def stored_inputs(path: str, info: FileInfo, *, chosen: bool) -> Iterator[InputFile]:
    """Yield a file on the disk that people know by another name, or the members of an archive.

    ``chosen`` as below. Raises ``OSError`` where the file can't be opened.
    """
    head, stat = _head(path)
    yield from _stored_inputs(path, info, head, stamp_of(stat), chosen=chosen)


def _stored_inputs(
    path: str, info: FileInfo, head: bytes, stamp: str, *, chosen: bool
) -> Iterator[InputFile]:
    """Yield a file with these first bytes in this state, or the members of an archive.

    A file that somebody named (``chosen``) is left to the reader, whatever its name and size.
    """
    suffix = os.path.splitext(info.name)[1].lower()  # noqa: PTH122  (called for ten thousand files)
    problem = "" if chosen else skip_reason(info.path, info.name, info.size)
    own = "" if chosen or problem else _own_output(path, info.path, suffix)
    if problem:
        code = skip_code(info.path, problem)
        skipped = not code or is_document(suffix)  # an empty workbook is what is left of a form
        yield InputFile(info, path, problem=problem, skipped=skipped, code=code)
    elif own:
        yield InputFile(info, path, problem=own, skipped=True, code=OWN_OUTPUT)
    elif suffix in ARCHIVES or (head.startswith(_ZIP) and not _is_workbook(head)):
        from xlform.files.archives import archive_inputs  # noqa: PLC0415  (few files are archives)

        yield from archive_inputs(path, info, stamp)
    else:
        optional = not chosen and is_document(suffix)
        yield InputFile(info, path, optional=optional, stamp=stamp)


def _own_output(path: str, shown: str, suffix: str) -> str:
    """Return why a file in a folder is passed over if xlform wrote it; "" for any other."""
    kind = output_kind(path) if suffix in MARKED else ""
    return own_output_problem(shown, kind) if kind else ""


def _unreadable(path: str, name: str, error: Exception, *, chosen: bool) -> InputFile:
    """Return an entry for what can't be opened; one that could not be a form is passed over."""
    info = FileInfo(readable_name(path), readable_name(name))
    if not chosen and (reason := skip_reason(path, name, 1)):
        return InputFile(info, path, problem=reason, skipped=True)
    problem = unreadable(path, error)
    return InputFile(info, path, problem=str(problem), code=problem.code)


def _head(path: str) -> tuple[bytes, os.stat_result]:
    handle, state = open_regular(path)
    try:
        return os.read(handle, _HEAD), state
    finally:
        os.close(handle)


def _is_workbook(head: bytes) -> bool:
    return head[_NAME_OFFSET:].startswith(_WORKBOOK_MEMBERS)


def _real_location(location: str, folders: dict[str, str]) -> tuple[str, str]:
    """Return folder and name of a file, the same however its path is written.

    ``folders`` holds what the folders on the way to files are, without links.
    """
    if is_url(location):
        return "", location
    folder, name = os.path.split(location)
    if name in ("", os.curdir, os.pardir) or os.path.islink(location):  # noqa: PTH114  (called for ten thousand files)
        folder, name = os.path.split(os.path.realpath(location))
        return os.path.normcase(folder), os.path.normcase(name)
    if folder not in folders:
        folders[folder] = os.path.normcase(os.path.realpath(folder))
    return folders[folder], os.path.normcase(name)
