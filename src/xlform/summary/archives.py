"""Zip archives of submissions: their members listed and read in memory, never unpacked to disk.

Every archive is hostile: members may be a bomb, names may lead outside, be in GBK, be encrypted.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.formats.source import FILE_AT_MOST
from xlform.messages import translate
from xlform.summary.inputs import Input, is_paper, passed_over, stamp_of
from xlform.summary.spool import Handed

MEMBERS_AT_MOST: Final = 20_000
# Of all members together, unpacked: three hundred submissions hardly reach a tenth.
UNPACKED_AT_MOST: Final = 4 << 30
_NESTED_AT_MOST: Final = 2
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
# What a member may unpack to for each byte it has packed; deflate itself can't go beyond 1032.
_RATIO_AT_MOST: Final = 200
_SMALL: Final = 1 << 20
_OPENS: Final = frozenset({"[Content_Types].xml", "mimetype"})
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def workbooks_in(file: str, handed: Handed) -> Iterator[Input]:
    """The members of an archive as inputs of their own; one that is a workbook is itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            if is_workbook(archive):
                yield Input(handed, file, stamp=stamp_of(handed))
                return
            for one in _members(archive, file, handed, ()):
                yield msgspec.structs.replace(one, stamp=stamp_of(handed))
    except FileProblem as problem:
        yield Input(handed, file, problem=str(problem))
    except _DAMAGE:
        yield Input(handed, file, problem=str(FileProblem("damaged", path=handed.path)))


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is itself a workbook or a document."""
    return not _OPENS.isdisjoint(archive.NameToInfo)


def _members(
    archive: zipfile.ZipFile, file: str, holder: Handed, above: tuple[str, ...]
) -> Iterator[Input]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MEMBERS_AT_MOST:
        raise FileProblem("too-many-members", path=holder.path, limit=MEMBERS_AT_MOST)
    if sum(info.file_size for info in infos) > UNPACKED_AT_MOST:
        limit = UNPACKED_AT_MOST >> 20
        raise FileProblem("too-large-inside", path=holder.path, limit=limit)
    names = sorted((told_name(info), info.filename) for info in infos)
    for told, written in names:
        yield from _member(archive, file, holder, above, (told, archive.getinfo(written)))
    if not names:
        yield Input(holder, file, above, str(FileProblem("empty-archive", path=holder.path)))


def _member(
    archive: zipfile.ZipFile,
    file: str,
    holder: Handed,
    above: tuple[str, ...],
    member: tuple[str, zipfile.ZipInfo],
) -> Iterator[Input]:
    told, info = member
    name = PurePosixPath(told).name
    handed = Handed(f"{holder.path}!{told}", name, info.file_size, _modified(info))
    one = Input(handed, file, (*above, info.filename))
    ending = PurePosixPath(told).suffix.lower()
    if problem := _refused(told, info, handed.path):
        yield _with(one, problem)
    elif problem := passed_over(handed.path, name, ending, info.file_size):
        yield _with(one, problem, skipped=True)
    elif ending == ".zip":
        yield from _nested(archive, one, info)
    else:
        yield msgspec.structs.replace(one, perhaps=is_paper(ending))


def _nested(archive: zipfile.ZipFile, one: Input, info: zipfile.ZipInfo) -> Iterator[Input]:
    """The members of an archive in an archive; no deeper."""
    if len(one.members) >= _NESTED_AT_MOST:
        yield _with(one, str(FileProblem("nested-archive", path=one.handed.path)))
        return
    try:
        data = unpacked(archive, info, one.handed.path)
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            if is_workbook(inner):
                yield one
            else:
                yield from _members(inner, one.file, one.handed, one.members)
    except FileProblem as problem:
        yield _with(one, str(problem))
    except _DAMAGE:
        yield _with(one, str(FileProblem("damaged", path=one.handed.path)))


def _with(one: Input, problem: str, *, skipped: bool = False) -> Input:
    return Input(one.handed, one.file, one.members, problem, skipped)


def _refused(told: str, info: zipfile.ZipInfo, path: str) -> str:
    parts = told.split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return str(FileProblem("part-outside", path=path, part=told))
    if info.flag_bits & _ENCRYPTED:
        return str(FileProblem("encrypted", path=path))
    if info.file_size > FILE_AT_MOST:
        limit, size = FILE_AT_MOST >> 20, info.file_size >> 20
        return str(FileProblem("too-large-file", path=path, size=size, limit=limit))
    if info.file_size > max(_SMALL, info.compress_size * _RATIO_AT_MOST):
        return translate("error.member-bomb", path=path)
    return ""


def told_name(info: zipfile.ZipInfo) -> str:
    """A member's name; Windows in China writes it in GBK without saying so."""
    # Not ``filename``: where the system writes folders with \, that has lost half a GBK character.
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        written = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    """A member's bytes; :class:`~xlform.errors.FileProblem` where it holds more than it says."""
    if info.file_size > FILE_AT_MOST:
        raise FileProblem("part-too-large", path=path, part=info.filename)
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except _DAMAGE as damage:
        raise FileProblem("damaged", path=path) from damage
    if len(data) > info.file_size:
        raise FileProblem("damaged", path=path)
    return data


def member_bytes(file: str, members: tuple[str, ...], path: str) -> bytes:
    """The bytes of a member of an archive, or of one in an archive in it."""
    try:
        archive = _opened(file, os.stat(file).st_mtime_ns)  # noqa: PTH116  (asked of each member)
        for holder in members[:-1]:
            archive = _opened_inside(archive, holder)
        return unpacked(archive, archive.getinfo(members[-1]), path)
    except (KeyError, *_DAMAGE) as damage:
        raise FileProblem("damaged", path=path) from damage


@lru_cache(maxsize=1)
def _opened(file: str, _changed: int) -> zipfile.ZipFile:
    """The archive read from last: its members come one after the other."""
    return zipfile.ZipFile(file)


@lru_cache(maxsize=1)
def _opened_inside(archive: zipfile.ZipFile, member: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(unpacked(archive, archive.getinfo(member), member)))


def _modified(info: zipfile.ZipInfo) -> int:
    """When a member was changed last, in nanoseconds since 1970; 0 for a time that is none."""
    try:
        return int(datetime(*info.date_time, tzinfo=UTC).timestamp()) * 10**9
    except ValueError:
        return 0
