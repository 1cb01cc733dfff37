"""An .xlsx opened as a zip archive of parts, distrusted until checked.

Every limit is on what is really unpacked, not on what the archive says of itself.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from xlform.errors import FileProblem

MEMBERS_AT_MOST = 5_000
PART_AT_MOST = 256 * 1024 * 1024
ALL_PARTS_AT_MOST = 1024 * 1024 * 1024
# Honest sheets, rows of like cells among them, shrink to a fiftieth; bombs to a thousandth.
RATIO_AT_MOST = 400
RATIO_COUNTS_FROM = 16 * 1024 * 1024
ENCRYPTED_FLAG = 0x1
CHUNK = 1 << 16

Attributes = dict[str, str]
StartHandler = Callable[[str, Attributes], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Package:
    """The parts of one workbook, by name without regard to case.

    Raises :class:`~xlform.errors.FileProblem` for whatever is no zip archive, is damaged,
    encrypted, or larger than a form can honestly be.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as damage:
            raise FileProblem("damaged", path=name) from damage
        members = self._zip.infolist()
        self._check(members)
        self._members = {member.filename.lower().lstrip("/"): member for member in members}

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MEMBERS_AT_MOST:
            raise FileProblem("too-many-parts", path=self.name, limit=MEMBERS_AT_MOST)
        total = 0
        for member in members:
            if member.flag_bits & ENCRYPTED_FLAG:
                raise FileProblem("encrypted", path=self.name)
            if ".." in member.filename.split("/"):
                raise FileProblem("part-outside", path=self.name, part=member.filename)
            total += member.file_size
        if total > ALL_PARTS_AT_MOST:
            raise FileProblem("too-large-inside", path=self.name, limit=ALL_PARTS_AT_MOST >> 20)

    def __contains__(self, part: str) -> bool:
        return part.lower().lstrip("/") in self._members

    def parse(self, part: str, start: StartHandler, end: EndHandler, text: TextHandler) -> None:
        """Read one part's XML in one streaming pass; names arrive as ``namespace}local``."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._feed(part, parser)

    def _refuse_doctype(self, *_: object) -> None:
        # No office program writes one; it is the door of every entity bomb.
        raise FileProblem("doctype", path=self.name)

    def _feed(self, part: str, parser: expat.XMLParserType) -> None:
        member = self._member(part)
        read = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    read += len(chunk)
                    self._check_size(member, read)
                    parser.Parse(chunk, False)  # noqa: FBT003  (expat takes it by position only)
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as damage:
            raise FileProblem("damaged-part", path=self.name, part=member.filename) from damage
        except _DAMAGE as damage:
            raise FileProblem("damaged", path=self.name) from damage

    def _check_size(self, member: zipfile.ZipInfo, read: int) -> None:
        bomb = read > RATIO_COUNTS_FROM and read > member.compress_size * RATIO_AT_MOST
        if bomb or read > PART_AT_MOST:
            raise FileProblem("part-too-large", path=self.name, part=member.filename)

    def _member(self, part: str) -> zipfile.ZipInfo:
        try:
            return self._members[part.lower().lstrip("/")]
        except KeyError:
            raise FileProblem("missing-part", path=self.name, part=part) from None


class Relationship:
    """One line of a .rels part: ``kind`` is its type's last word, ``target`` a part's name."""

    __slots__ = ("external", "kind", "target")

    def __init__(self, kind: str, target: str, *, external: bool) -> None:
        self.kind = kind
        self.target = target
        self.external = external


def relationships(package: Package, part: str) -> dict[str, Relationship]:
    """The relationships of ``part`` ("" for the package itself) by id; none without a .rels.

    Only the last word of a type is kept, since transitional and strict files share it.
    """
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relationship] = {}
    if rels not in package:
        return found

    def start(name: str, attributes: Attributes) -> None:
        if name.endswith("}Relationship"):
            found[attributes.get("Id", "")] = Relationship(
                attributes.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))[1:],
                external=attributes.get("TargetMode", "") == "External",
            )

    package.parse(rels, start, _nothing, _nothing)
    return found


def _nothing(_: str) -> None:
    """Take no notice."""
