"""What was handed in: files, folders, patterns and zip archives spelled out into single files.

Nothing is passed over in silence: what can hold no forms comes out with the reason. What a file is,
is told by what it holds: a workbook is an archive too. A file given twice comes out once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import has_magic, iglob
from pathlib import Path
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.summary.spool import Handed

_ZIP: Final = b"PK\x03\x04"
# The first members office programs write into a workbook.
_OPENS_WORKBOOK: Final = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"customXml/")
_NAME_AT: Final = 30
_HEAD: Final = 64
# What is read of a folder or an archive, where nobody chose it: workbooks, which have to be forms,
_WORKBOOKS: Final = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".et", ".xlt", ".xltx"}
)
# and what units hand in forms as, or send beside them.
_PAPERS: Final = frozenset(
    {
        *(".docx", ".docm", ".doc", ".wps", ".pdf", ".txt"),
        *(".csv", ".tsv", ".html", ".htm", ".xml"),
    }
)
_ARCHIVES: Final = frozenset({".zip"})


class Input(msgspec.Struct, frozen=True):
    """A file to read, or something that is none.

    ``file`` is where it lies on the disk, or a URL; ``members`` are the names in the archives it
    lies in, outermost first. ``problem`` says why it can't be read, ``skipped`` that nobody asked
    for it by name: it lay beside the submissions. ``perhaps`` is said of what nobody asked for and
    that may hold forms or not, a document or a text: without any it is skipped too. ``stamp`` tells
    one state of the file on the disk from another, "" where nothing does.
    """

    handed: Handed
    file: str
    members: tuple[str, ...] = ()
    problem: str = ""
    skipped: bool = False
    perhaps: bool = False
    stamp: str = ""


def spelled_out(names: Iterable[str | Path]) -> Iterator[Input]:
    """Every file meant by the names, in their order; each once."""
    seen: set[tuple[str, ...]] = set()
    for name in map(str, names):
        for one in _meant(name):
            place = (_same(one.file), *one.members)
            if place not in seen:
                seen.add(place)
                yield one


def _meant(name: str) -> Iterator[Input]:
    if "://" in name:
        from xlform.summary.remote import listed  # noqa: PLC0415  (fsspec is an extra)

        yield from listed(name)
    elif has_magic(name) and not Path(name).exists():
        found = sorted(iglob(name, recursive=True))  # noqa: PTH207  (Path.glob needs a root)
        if not found:
            problem = FileProblem("no-file-matches", path=name)
            yield Input(Handed(name, name), name, problem=str(problem))
        for path in found:
            yield from _of_path(path, chosen=False)
    else:
        yield from _of_path(name, chosen=True)


def _of_path(path: str, *, chosen: bool) -> Iterator[Input]:
    if os.path.isdir(path):  # noqa: PTH112  (asked of ten thousand files)
        yield from _of_folder(path)
    else:
        yield from of_file(path, chosen=chosen)


def _of_folder(folder: str) -> Iterator[Input]:
    found = False
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            found = True
            yield from of_file(os.path.join(place, name), chosen=False)  # noqa: PTH118  (asked of ten thousand files)
    if not found:
        problem = FileProblem("empty-folder", path=folder)
        yield Input(Handed(folder, Path(folder).name), folder, problem=str(problem))


def of_file(path: str, *, chosen: bool) -> Iterator[Input]:
    """The files in one file: itself, or the members of an archive.

    ``chosen`` is for a file somebody named: what it is, is for the reader to say.
    """
    name = os.path.basename(path)  # noqa: PTH119  (asked of ten thousand files)
    try:
        stat = os.stat(path)  # noqa: PTH116  (likewise)
        handed = Handed(path, name, stat.st_size, stat.st_mtime_ns)
        head = _head(path) if stat.st_size else b""
    except (OSError, ValueError):
        # The reader says what is wrong with it, in its own words.
        yield Input(Handed(path, name), path)
        return
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122  (likewise)
    if problem := _passed_over(path, name, ending, handed.size, chosen=chosen):
        yield Input(handed, path, problem=problem, skipped=not chosen)
    elif ending in _ARCHIVES or (head.startswith(_ZIP) and not _is_workbook(head)):
        from xlform.summary.archives import workbooks_in  # noqa: PLC0415  (few files are archives)

        yield from workbooks_in(path, handed)
    else:
        perhaps = not chosen and is_paper(ending)
        yield Input(handed, path, perhaps=perhaps, stamp=stamp_of(handed))


def is_paper(ending: str) -> bool:
    """Whether what ends so is a document or a text, as people send many that are no forms."""
    return ending in _PAPERS


def stamp_of(handed: Handed) -> str:
    """What changes when a file is written again."""
    return f"{handed.size} {handed.modified}"


def _head(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, _HEAD)
    finally:
        os.close(handle)


def _is_workbook(head: bytes) -> bool:
    return head[_NAME_AT:].startswith(_OPENS_WORKBOOK)


def _passed_over(path: str, name: str, ending: str, size: int, *, chosen: bool) -> str:
    """Why a file is no submission, as far as its name and size tell; "" if it may be one."""
    return passed_over(path, name, ending, size) if not chosen else ""


def passed_over(path: str, name: str, ending: str, size: int) -> str:
    """Why a file nobody named is no submission; "" if it may be one."""
    if name.startswith("~$"):
        return str(FileProblem("lock-file", path=path))
    if ending not in _WORKBOOKS and ending not in _ARCHIVES and not is_paper(ending):
        return translate("summary.no-workbook", path=path)
    return "" if size else str(FileProblem("empty-file", path=path))


def _same(path: str) -> str:
    """What tells one file from another however its path is written."""
    if "://" in path:
        return path
    return os.path.normcase(os.path.realpath(path))
