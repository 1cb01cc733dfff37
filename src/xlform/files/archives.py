"""Zip archives of submissions: members are listed and read in memory, never unpacked to disk.

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
from xlform.files.own_output import output_kind
from xlform.model.regular_file import FILE_AT_MOST

MEMBERS_AT_MOST: Final = 20_000
# Of all members together, unpacked: three hundred submissions hardly reach a tenth.
UNPACKED_AT_MOST: Final = 4 << 30
_NESTED_AT_MOST: Final = 2
# Bits of the general purpose flag (APPNOTE.TXT, 4.4.4): encrypted, and name in UTF-8.
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
# Unpacked bytes for each packed byte of a member; deflate itself can't go beyond 1032.
_RATIO_AT_MOST: Final = 200
_SMALL: Final = 1 << 20
# Members only an OOXML or OpenDocument file has.
_OFFICE_MEMBERS: Final = frozenset({"[Content_Types].xml", "mimetype"})
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def archive_inputs(location: str, info: FileInfo, stamp: str) -> Iterator[InputFile]:
    """Yield the members of an archive as inputs of their own; a workbook is yielded itself.

    ``stamp`` is that of the archive.
    """
    try:
        with zipfile.ZipFile(location) as archive:
            if _is_workbook(archive):
                yield InputFile(info, location, stamp=stamp)
                return
            for member in _members(archive, InputFile(info, location)):
                yield msgspec.structs.replace(member, stamp=stamp)
    except FileProblem as problem:
        yield InputFile(info, location, problem=str(problem), code=problem.code)
    except _DAMAGE:
        damage = FileProblem("damaged", path=info.path)
        yield InputFile(info, location, problem=str(damage), code=damage.code)


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    """Return whether an archive is itself a workbook or a document."""
    return not _OFFICE_MEMBERS.isdisjoint(archive.NameToInfo)


def _members(archive: zipfile.ZipFile, holder: InputFile) -> Iterator[InputFile]:
    """Yield the members of the archive that ``holder`` is, sorted by their decoded names."""
    path = holder.info.path
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MEMBERS_AT_MOST:
        raise FileProblem("too-many-members", path=path, limit=MEMBERS_AT_MOST)
    if sum(member.file_size for member in members) > UNPACKED_AT_MOST:
        raise FileProblem("too-large-inside", path=path, limit=UNPACKED_AT_MOST >> 20)
    names = sorted((member_name(member), member.filename) for member in members)
    for name, raw_name in names:
        yield from _member(archive, holder, name, archive.getinfo(raw_name))
    if not names:
        yield _with_problem(holder, str(FileProblem("empty-archive", path=path)))


def _member(
    archive: zipfile.ZipFile, holder: InputFile, name: str, member: zipfile.ZipInfo
) -> Iterator[InputFile]:
    own_name = PurePosixPath(name).name
    path = f"{holder.info.path}!{name}"
    info = FileInfo(path, own_name, member.file_size, _modified(member))
    file = InputFile(info, holder.location, (*holder.members, member.filename))
    suffix = PurePosixPath(name).suffix.lower()
    if problem := _refusal(name, member, path):
        yield _with_problem(file, str(problem), code=problem.code)
    elif reason := skip_reason(path, own_name, member.file_size):
        code = skip_code(path, reason)
        skipped = not code or is_document(suffix)
        yield _with_problem(file, reason, skipped=skipped, code=code)
    elif suffix in ARCHIVES:
        yield from _nested(archive, file, member)
    elif suffix in MARKED and (kind := _own_kind(archive, member, path)):
        yield _with_problem(file, own_output_problem(path, kind), skipped=True, code=OWN_OUTPUT)
    else:
        yield msgspec.structs.replace(file, optional=is_document(suffix))


def _own_kind(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> str:
    """Return the kind of output a member is; "" for one that xlform did not write."""
    try:
        return output_kind(_unpack(archive, member, path))
    except FileProblem:
        return ""  # the reader says what is wrong with it


def _nested(
    archive: zipfile.ZipFile, file: InputFile, member: zipfile.ZipInfo
) -> Iterator[InputFile]:
    """Yield the members of an archive in an archive; no deeper."""
    path = file.info.path
    if len(file.members) >= _NESTED_AT_MOST:
        yield _with_problem(file, str(FileProblem("nested-archive", path=path)))
        return
    try:
        data = _unpack(archive, member, path)
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            if _is_workbook(inner):
                yield file
            else:
                yield from _members(inner, file)
    except FileProblem as problem:
        yield _with_problem(file, str(problem), code=problem.code)
    except _DAMAGE:
        damage = FileProblem("damaged", path=path)
        yield _with_problem(file, str(damage), code=damage.code)


def _with_problem(
    file: InputFile, problem: str, *, skipped: bool = False, code: str = ""
) -> InputFile:
    return msgspec.structs.replace(file, problem=problem, skipped=skipped, code=code)


def _refusal(name: str, member: zipfile.ZipInfo, path: str) -> FileProblem | None:
    """Return why a member is not read; ``None`` if it is."""
    parts = name.split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return FileProblem("part-outside", path=path, part=name)
    if member.flag_bits & _ENCRYPTED:
        return FileProblem("encrypted", path=path)
    if member.file_size > FILE_AT_MOST:
        limit, size = FILE_AT_MOST >> 20, member.file_size >> 20
        return FileProblem("too-large-file", path=path, size=size, limit=limit)
    if member.file_size > max(_SMALL, member.compress_size * _RATIO_AT_MOST):
        return FileProblem("member-bomb", path=path)
    return None


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes it in GBK without the flag that says so."""
    # Not ``filename``: where the system writes folders with \, that has lost half a GBK character.
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
    """Return a member's bytes.

    Raises :class:`~xlform.errors.FileProblem` where it holds more than its header says.
    """
    if member.file_size > FILE_AT_MOST:
        raise FileProblem("part-too-large", path=path, part=member.filename)
    try:
        with archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
    except _DAMAGE as damage:
        raise FileProblem("damaged", path=path) from damage
    if len(data) > member.file_size:
        raise FileProblem("damaged", path=path)
    return data


def member_bytes(location: str, members: tuple[str, ...], path: str) -> bytes:
    """Return the bytes of a member of an archive, or of one in an archive in it."""
    try:
        archive = _open(location, stamp_of(os.stat(location)))  # noqa: PTH116  (called for each member)
        for holder in members[:-1]:
            archive = _open_nested(archive, holder)
        return _unpack(archive, archive.getinfo(members[-1]), path)
    except (KeyError, *_DAMAGE) as damage:
        raise FileProblem("damaged", path=path) from damage


@lru_cache(maxsize=1)
def _open(location: str, _stamp: str) -> zipfile.ZipFile:
    """Return the archive read last while it is unchanged: its members are read in sequence."""
    return zipfile.ZipFile(location)


@lru_cache(maxsize=1)
def _open_nested(archive: zipfile.ZipFile, name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(_unpack(archive, archive.getinfo(name), name)))


def _modified(member: zipfile.ZipInfo) -> int:
    """Return when a member was last changed, in nanoseconds since 1970; 0 for an invalid time."""
    try:
        return int(datetime(*member.date_time, tzinfo=UTC).timestamp()) * 10**9
    except ValueError:
        return 0
