"""Zip archive of parts, checked before any part is used.

All limits apply to what is actually unpacked, not to the sizes that the archive declares.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem

if TYPE_CHECKING:
    from xlform.ooxml.read.trimming import Trimmed

MEMBERS_AT_MOST = 5_000
PART_AT_MOST = 64 * 1024 * 1024
PARSED_AT_MOST = 128 * 1024 * 1024
ALL_PARTS_AT_MOST = 1024 * 1024 * 1024
# Honest sheets, rows of like cells among them, shrink to a fiftieth; bombs to a thousandth.
RATIO_AT_MOST = 400
RATIO_COUNTS_FROM = 16 * 1024 * 1024
# Filled cells of all sheets that are read; of each sheet beyond these so many are.
CELLS_TOGETHER_AT_MOST = 400_000
_CELLS_OF_EACH = 1_000
# Bytes of the shortest spelling of a filled cell.
_CELL_SIZE = 32
ELEMENTS_AT_MOST = 6_000_000
# Elements between two wanted ones: a row has 16,384 cells, a stylesheet 65,000 styles.
ELEMENTS_BETWEEN = 500_000
ENCRYPTED_FLAG = 0x1
# A part up to this size is parsed as one tree, which is fastest; a larger one row by row.
AT_ONCE = 1 << 20
CHUNK = 1 << 16
UNPACKED_CHUNK = 1 << 18

# The two namespaces in which the same elements come: transitional, as nearly all files, and strict.
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
_DOCTYPE = b"<!DOCTYPE"
_DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, struct.error, EOFError, RuntimeError, OSError, ValueError, OverflowError,
)  # fmt: skip
_DAMAGED_XML = (ET.ParseError, ValueError, LookupError)


def qualified(*names: str) -> frozenset[str]:
    """Return names of SpreadsheetML elements as the parser gives them."""
    return frozenset(f"{{{namespace}}}{name}" for namespace in NAMESPACES for name in names)


class Package:
    """Parts of one package by name, without regard to case (ECMA-376 part 2, part names).

    Raises :class:`~xlform.errors.FileProblem` for a file that is no zip archive, is damaged,
    encrypted, or larger than any real form.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.data = data
        # Parts of which some formulas were left out by a reading.
        self.unread_formulas: set[str] = set()
        self.restart()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
                self.comment = archive.comment
                self.directory = archive.start_dir
        except _DAMAGED_ARCHIVE as damage:
            raise FileProblem("damaged", path=name) from damage
        self._check(members)
        self._members = {_key(member.filename): member for member in members}
        self.offsets = tuple(member.header_offset for member in members)
        if len(self._members) < len(members):
            # Programs differ in which of two parts of one name they use.
            raise FileProblem("damaged", path=name)

    def restart(self) -> None:
        """Count the work of a reading from 0 again."""
        self._parsed = self._streamed_bytes = 0
        self._cells_left = CELLS_TOGETHER_AT_MOST

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MEMBERS_AT_MOST:
            raise FileProblem("too-many-parts", path=self.name, limit=MEMBERS_AT_MOST)
        total = 0
        for member in members:
            if member.flag_bits & ENCRYPTED_FLAG:
                raise FileProblem("encrypted", path=self.name)
            if ".." in member.filename and ".." in _key(member.filename).split("/"):
                raise FileProblem("part-outside", path=self.name, part=member.filename)
            total += member.file_size
        if total > ALL_PARTS_AT_MOST:
            raise FileProblem("too-large-inside", path=self.name, limit=ALL_PARTS_AT_MOST >> 20)

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._members

    def read(self, part: str) -> bytes:
        """Return one part unpacked; its length and checksum must be those of the archive."""
        member = self._member(part)
        self._check_size(member)
        packed = self._packed(member)
        try:
            data = _unpacked(packed, member)
        except zlib.error as damage:
            raise FileProblem("damaged", path=self.name) from damage
        if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
            raise FileProblem("damaged", path=self.name)
        return data

    def size(self, part: str) -> int:
        """Return the size of a part when it is unpacked, as the archive declares it."""
        return self._member(part).file_size

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield one part unpacked, piece by piece, for a reader that keeps little of it.

        Its length and checksum must be those of the archive; they are known at its end. The limit
        is that of all parts together.
        """
        member = self._member(part)
        self._check_ratio(member)
        self._streamed_bytes += member.file_size
        if self._streamed_bytes > ALL_PARTS_AT_MOST:
            raise self.too_large(part)
        size = checksum = 0
        try:
            for chunk in _unpacked_chunks(self._packed(member), member):
                size += len(chunk)
                checksum = zlib.crc32(chunk, checksum)
                yield chunk
        except zlib.error as damage:
            raise FileProblem("damaged", path=self.name) from damage
        if size != member.file_size or checksum != member.CRC:
            raise FileProblem("damaged", path=self.name)

    def trimmed(self, part: str) -> Trimmed | None:
        """Return a worksheet part without what is out of reach, ``None`` for one to read whole.

        Small parts are read whole, until so many cells are read that the rest of the workbook is
        only looked through.
        """
        size = self.size(part)
        if size <= AT_ONCE and self._cells_left > 0:
            self._cells_left -= size // _CELL_SIZE
            return None
        from xlform.ooxml.read.trimming import (  # noqa: PLC0415  (few parts are so large)
            CELLS_READ_AT_MOST,
            NotTrimmableError,
            trimmed,
        )

        share = max(min(self._cells_left, CELLS_READ_AT_MOST), _CELLS_OF_EACH)
        key = self._trimmed_key(part, share)
        known = _TRIMMED.get(key)
        if known is None:
            try:
                known = trimmed(self.chunks(part), cells=share)
            except NotTrimmableError:
                return None
            _remember(key, known)
        self._cells_left -= known.cells
        if known.has_formulas:
            self.unread_formulas.add(part)
        self._parsed += sum(map(len, known.rows))
        return known

    def trimmed_for(self, part: str, rows: Iterable[int]) -> Trimmed | None:
        """Return what changes of some rows need of a worksheet part; ``None`` for a small one."""
        if self.size(part) <= AT_ONCE:
            return None
        from xlform.ooxml.read.trimming import (  # noqa: PLC0415  (as above)
            CELLS_READ_AT_MOST,
            NotTrimmableError,
            trimmed,
        )

        rows = set(rows)
        key = self._trimmed_key(part, CELLS_READ_AT_MOST)
        known = _TRIMMED.get(key)
        if known is not None and known.holds_around(rows):
            return known
        try:
            return trimmed(self.chunks(part), rows)
        except NotTrimmableError:
            return None

    def _trimmed_key(self, part: str, share: int) -> tuple[int, ...]:
        """Return what a trimmed part is known by; another checksum declared is another part."""
        packed, *declared = self.packed(part)
        return hash(packed), *declared, share

    def markup(self, part: str, data: bytes | None = None) -> bytes:
        """Return a part that may be parsed as XML; ``data`` is its content if already read."""
        data = self.read(part) if data is None else data
        self._parsed += len(data)
        if self._parsed > PARSED_AT_MOST:
            raise self.too_large(part)
        # No office program writes a DOCTYPE; it is the door of every entity bomb.
        if _DOCTYPE in data or (b"\0" in data and _DOCTYPE in data.replace(b"\0", b"")):
            raise FileProblem("doctype", path=self.name)
        return data

    def elements(
        self,
        part: str,
        wanted: frozenset[str],
        root: frozenset[str] = frozenset(),
        data: bytes | None = None,
    ) -> Iterator[ET.Element]:
        """Yield each wanted element of a part, complete, in file order.

        It is cleared when the next one is requested, so that a large part is never held as a whole.
        ``root`` names the required root element; ``data`` is the part where it was read already.
        """
        data = self.markup(part, data)
        try:
            if len(data) <= AT_ONCE:
                tree = ET.fromstring(data)  # noqa: S314  (DOCTYPE refused, size bounded)
                name = tree.tag
                yield from _emptied_after(tree.iter(), wanted)
            else:
                name = yield from self._streamed(part, data, wanted)
        except _DAMAGED_XML as damage:
            raise FileProblem("damaged-part", path=self.name, part=part) from damage
        if root and name not in root:
            raise FileProblem("damaged-part", path=self.name, part=part)

    def _streamed(
        self, part: str, data: bytes, wanted: frozenset[str]
    ) -> Generator[ET.Element, None, str]:
        """Yield as :meth:`elements` does; the root, which ends last, gives its name."""
        parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("end",))
        seen = between = 0
        name = ""
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            # Asked for ends only, the parser reports nothing but elements.
            for _, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
                between += 1
                name = element.tag
                if name in wanted:
                    yield element
                    element.clear()
                    seen += between
                    between = 0
            if between > ELEMENTS_BETWEEN or seen > ELEMENTS_AT_MOST:
                raise self.too_large(part)
        parser.close()
        return name

    def packed(self, part: str) -> tuple[bytes, int, int, int]:
        """Return a part as it is packed, with its method, size and checksum as declared."""
        member = self._member(part)
        return self._packed(member), member.compress_type, member.file_size, member.CRC

    def count_parsed(self, size: int) -> int:
        """Add to the bytes parsed in this reading; return how many there are."""
        self._parsed += size
        return self._parsed

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        header = self.data[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL_MARK):
            raise FileProblem("damaged", path=self.name)
        _, name, extra = _LOCAL_HEADER.unpack(header)
        start = member.header_offset + _LOCAL_HEADER.size + name + extra
        return self.data[start : start + member.compress_size]

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        self._check_ratio(member)
        if member.file_size > PART_AT_MOST:
            raise self.too_large(member.filename)

    def _check_ratio(self, member: zipfile.ZipInfo) -> None:
        size = member.file_size
        if size > RATIO_COUNTS_FROM and size > member.compress_size * RATIO_AT_MOST:
            raise self.too_large(member.filename)

    def too_large(self, part: str) -> FileProblem:
        """Return the problem of a part larger than any real form has."""
        return FileProblem("part-too-large", path=self.name, part=part)

    def _member(self, part: str) -> zipfile.ZipInfo:
        try:
            return self._members[_key(part)]
        except KeyError:
            raise FileProblem("missing-part", path=self.name, part=part) from None


# Large parts as they were last read, by their packed bytes: a file is read again before and after
# it is changed.
_TRIMMED: dict[tuple[int, ...], Trimmed] = {}
_REMEMBERED_AT_MOST = 4


def _remember(key: tuple[int, ...], part: Trimmed) -> None:
    if sum(map(len, (part.head, *part.rows, part.tail))) > AT_ONCE:
        return
    _TRIMMED[key] = part
    for old in list(_TRIMMED)[:-_REMEMBERED_AT_MOST]:
        _TRIMMED.pop(old, None)


def _key(name: str) -> str:
    """Return a part name as it is compared: letter case and percent-encoding mean nothing."""
    if "%" in name:
        from urllib.parse import unquote  # noqa: PLC0415  (few packages need it)

        name = unquote(name)
    return name.replace("\\", "/").lstrip("/").lower()


def _unpacked(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    """Return the unpacked part, at most one byte more than the archive declares."""
    if member.compress_type == zipfile.ZIP_STORED:
        return packed
    if member.compress_type != zipfile.ZIP_DEFLATED:
        # A package allows no other compression (ECMA-376 part 2, annex B).
        raise zlib.error
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)


def _unpacked_chunks(packed: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked part, at most one byte more than the archive declares."""
    left = member.file_size + 1
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), UNPACKED_CHUNK):
            yield packed[at : at + UNPACKED_CHUNK]
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zlib.error
    inflater, view = zlib.decompressobj(-zlib.MAX_WBITS), memoryview(packed)
    for at in range(0, len(packed), CHUNK):
        waiting: bytes | memoryview = view[at : at + CHUNK]
        while waiting and left > 0:
            chunk = inflater.decompress(waiting, min(UNPACKED_CHUNK, left))
            left -= len(chunk)
            waiting = inflater.unconsumed_tail
            if chunk:
                yield chunk
    if left > 0 and (rest := inflater.flush()):
        yield rest


def _emptied_after(elements: Iterable[ET.Element], wanted: frozenset[str]) -> Iterator[ET.Element]:
    for element in elements:
        if element.tag in wanted:
            yield element
            element.clear()


def open_package(source: bytes | Package, name: str) -> Package:
    """Return the package of a workbook's bytes, or a fresh view of one that is open already.

    Each view counts what it parses by itself, so that the limit holds for one reading. Raises
    :class:`~xlform.errors.FileProblem` as :class:`Package` does.
    """
    if isinstance(source, bytes):
        return Package(source, name)
    from copy import copy  # noqa: PLC0415  (a reading by itself opens the file once)

    view = copy(source)
    view.restart()
    return view
