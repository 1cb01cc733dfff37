"""Rewriting of a zip archive; unchanged members are copied byte for byte.

:mod:`zipfile` would compress them anew, set new times and drop extra fields it does not know.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from functools import lru_cache

import msgspec

from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.ooxml.edit.large_part import LargePart
from xlform.ooxml.read.package import AT_ONCE, Package

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_EXTRA = struct.Struct("<HH")
_ZIP64_EXTRA = 0x0001
_FOLLOWED_BY_SIZES = 0x0008
_UTF8_NAME = 0x0800
_FULL = 0xFFFFFFFF
_MEMBERS_FULL = 0xFFFF
_VERSION = 20
# Level at which large parts are compressed: a quarter of the time for a third more bytes.
_QUICKLY = 1
# First date that zip can store (APPNOTE 4.4.6), so that the same input gives the same bytes.
_FIRST_DAY = 0x0021
# Permissions that zipfile gives to a member (APPNOTE 4.4.15, in the upper half as on Unix).
_READABLE_BY_OWNER = 0o600 << 16


class _Central(msgspec.Struct):
    """Record of the central directory as written (APPNOTE 4.3.12)."""

    mark: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    checksum: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int
    name: bytes = b""
    extra: bytes = b""
    comment: bytes = b""

    def written(self) -> bytes:
        numbers = (
            self.mark, self.made_by, self.needed, self.flags, self.method, self.time, self.date,
            self.checksum, self.packed, self.size, len(self.name), len(self.extra),
            len(self.comment), self.disk, self.internal, self.external, self.offset,
        )  # fmt: skip
        return _CENTRAL.pack(*numbers) + self.name + self.extra + self.comment

    @property
    def text_name(self) -> str:
        return self.name.decode("utf-8" if self.flags & _UTF8_NAME else "cp437")


class Archive:
    """Members of a zip archive with their bytes as stored.

    Raises :class:`FileProblem` for an archive that is damaged or in the 64-bit layout (zip64).
    """

    def __init__(self, package: Package) -> None:
        self._file = package.name
        self._data = package.data
        self._comment = package.comment
        try:
            self._read_directory(package)
        except (struct.error, UnicodeError, ValueError) as damage:
            raise FileProblem("damaged", path=self._file) from damage

    def _read_directory(self, package: Package) -> None:
        self._records: list[_Central] = []
        at = package.directory
        for offset in package.offsets:
            record, at = self._record(at)
            if _FULL in (record.packed, record.size, record.offset):
                because = translate("unmarked.zip64")
                raise FileProblem("not-marked", path=self._file, because=because)
            record.offset = offset
            self._records.append(record)
        self._measure(package.directory)

    def _record(self, at: int) -> tuple[_Central, int]:
        record = _Central(*_CENTRAL.unpack_from(self._data, at))
        if record.mark != _CENTRAL_MARK:
            raise ValueError(at)
        name = at + _CENTRAL.size
        extra = name + record.name_length
        comment = extra + record.extra_length
        end = comment + record.comment_length
        record.name = self._data[name:extra]
        record.extra = self._data[extra:comment]
        record.comment = self._data[comment:end]
        return record, end

    def _measure(self, directory: int) -> None:
        """Note where each member ends: at the start of the next one, or of the directory."""
        self._ends: dict[int, int] = {}
        ordered = sorted(record.offset for record in self._records)
        for start, end in zip(ordered, [*ordered[1:], directory], strict=True):
            self._ends[start] = end
        self._lead = self._data[: min(ordered, default=directory)]
        for record in self._records:
            if self._content(record) + record.packed > self._ends[record.offset]:
                raise ValueError(record.offset)

    def _content(self, record: _Central) -> int:
        """Return the offset of a member's packed bytes."""
        header = _LOCAL.unpack_from(self._data, record.offset)
        if header[0] != _LOCAL_MARK:
            raise ValueError(record.offset)
        return record.offset + _LOCAL.size + int(header[9]) + int(header[10])

    def members(self) -> dict[str, memoryview]:
        """Return each member's stored bytes by name, its local header included."""
        return {record.text_name: self._raw(record) for record in self._records}

    def _raw(self, record: _Central) -> memoryview:
        return memoryview(self._data)[record.offset : self._ends[record.offset]]

    def rewritten(
        self,
        changed: Mapping[str, bytes | LargePart],
        added: Mapping[str, bytes],
        dropped: Collection[str] = (),
    ) -> bytes:
        """Return the archive with new contents for some members, and added members at its end."""
        pieces: list[bytes | memoryview] = [self._lead]
        length = len(self._lead)
        kept = [record for record in self._records if record.text_name not in dropped]
        records = {id(record): msgspec.structs.replace(record) for record in kept}
        for record in sorted(kept, key=lambda record: record.offset):
            new = records[id(record)]
            content = changed.get(record.text_name)
            piece = self._raw(record) if content is None else _packed(new, content)
            new.offset = length
            pieces.append(piece)
            length += len(piece)
        directory = [records[id(record)] for record in kept]
        for name, content in added.items():
            new = _new_record(name, length)
            piece = _packed(new, content)
            directory.append(new)
            pieces.append(piece)
            length += len(piece)
        return b"".join((*pieces, _directory(directory, length, self._file, self._comment)))


def new_archive(
    parts: Mapping[str, bytes], added: Mapping[str, bytes], like: Collection[str] = ()
) -> bytes:
    """Return an archive of new parts, packed as :mod:`zipfile` packs them.

    ``added`` parts are recorded as :meth:`Archive.rewritten` records those. The parts named in
    ``like`` are often the same from one archive to the next; packed, they are remembered.
    """
    pieces: list[bytes] = []
    records: list[_Central] = []
    length = 0
    for name, content in (*parts.items(), *added.items()):
        record = _new_record(name, length)
        if name in parts:
            record.external = _READABLE_BY_OWNER
        body = _deflated_once(content) if name in like else _deflated(content)
        piece = _member(record, body, zlib.crc32(content), len(content))
        pieces.append(piece)
        records.append(record)
        length += len(piece)
    return b"".join((*pieces, _directory(records, length, "", b"")))


def _new_record(name: str, offset: int) -> _Central:
    return _Central(
        _CENTRAL_MARK, _VERSION, _VERSION, 0, zipfile.ZIP_DEFLATED, 0, _FIRST_DAY, 0, 0, 0,
        0, 0, 0, 0, 0, 0, offset, name.encode("ascii"),
    )  # fmt: skip


def _directory(records: list[_Central], start: int, file: str, comment: bytes) -> bytes:
    written = b"".join([record.written() for record in records])
    count = len(records)
    if count >= _MEMBERS_FULL or start + len(written) >= _FULL:
        raise FileProblem("not-marked", path=file, because=translate("unmarked.zip64"))
    end = _END.pack(_END_MARK, 0, 0, count, count, len(written), start, len(comment))
    return written + end + comment


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


_deflated_once = lru_cache(maxsize=64)(_deflated)


def _packed(record: _Central, content: bytes | LargePart) -> bytes:
    """Return a member with new content, and bring its record up to date."""
    if isinstance(content, LargePart):
        packer = zlib.compressobj(_QUICKLY, zlib.DEFLATED, -zlib.MAX_WBITS)
        record.method = zipfile.ZIP_DEFLATED
        body = b"".join([*map(packer.compress, content), packer.flush()])
        return _member(record, body, content.checksum, content.size)
    body = content if record.method == zipfile.ZIP_STORED else _deflated(content)
    return _member(record, body, zlib.crc32(content), len(content))


def _member(record: _Central, body: bytes, checksum: int, size: int) -> bytes:
    """Return a member with a packed body, and bring its record up to date."""
    record.flags &= ~_FOLLOWED_BY_SIZES
    record.checksum, record.packed, record.size = checksum, len(body), size
    record.extra = _without_zip64(record.extra)
    header = _LOCAL.pack(
        _LOCAL_MARK, record.needed, record.flags, record.method, record.time, record.date,
        record.checksum, record.packed, record.size, len(record.name), 0,
    )  # fmt: skip
    return header + record.name + body


def _without_zip64(extra: bytes) -> bytes:
    """Return a record's extra fields without its zip64 sizes, which no longer apply."""
    kept, at = b"", 0
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        end = at + _EXTRA.size + length
        if kind != _ZIP64_EXTRA:
            kept += extra[at:end]
        at = end
    return kept


def verify(
    after: Package,
    before: Archive,
    changed: Mapping[str, bytes | LargePart],
    dropped: Collection[str] = (),
) -> None:
    """Compare a rewritten archive with the one before: all else must be equal in bytes.

    ``changed`` holds the contents of changed and added members. These and the small ones are
    unpacked once more by :mod:`zipfile`, a reader independent of the writer; large sheets are by
    who reads them back. Raises :class:`FileProblem`.
    """
    raw = Archive(after).members()
    gone = {*changed, *dropped}
    untouched = {name: data for name, data in before.members().items() if name not in gone}
    good = all(raw.get(name) == data for name, data in untouched.items())
    good = good and set(raw) == set(untouched) | set(changed)
    with zipfile.ZipFile(io.BytesIO(after.data)) as archive:
        good = good and all(_is_whole(archive, member) for member in archive.infolist())
        good = good and all(_holds(archive, name, data) for name, data in changed.items())
    if not good:
        raise FileProblem("not-marked", path=after.name, because=translate("unmarked.verify"))


def _is_whole(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Return whether the bytes of a member have their checksum, as far as that is looked at."""
    if member.file_size > AT_ONCE:
        return True
    try:
        archive.read(member)
    except zipfile.BadZipFile:
        return False
    return True


def _holds(archive: zipfile.ZipFile, name: str, content: bytes | LargePart) -> bool:
    """Return whether a member has a content; its checksum has been compared with its bytes."""
    if isinstance(content, LargePart):
        member = archive.getinfo(name)
        return (member.CRC, member.file_size) == (content.checksum, content.size)
    return archive.read(name) == content
