"""Changing a part at byte offsets, so that what an edit does not name stays as it was written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

import msgspec

from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.ooxml.escaping import escape, quoteattr

_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(rb"<([^\s/>]+)")
# Byte order marks; none is a prefix of another.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Text that would be read as an escape (ECMA-376 part 1, 22.9.2.19).
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
CELL_TEXT_AT_MOST = 32_767


class Splice(msgspec.Struct, frozen=True, order=True):
    """The bytes from ``start`` up to ``end`` (exclusive) replaced; equal ends insert."""

    start: int
    end: int
    new: bytes


def apply_splices(data: bytes, edits: Iterable[Splice]) -> bytes:
    """Return the data with all splices applied; ``ValueError`` where two overlap."""
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError(f"two edits at byte {edit.start}")
        pieces += (data[done : edit.start], edit.new)
        done = edit.end
    return b"".join((*pieces, data[done:]))


class TextEncoding(msgspec.Struct, frozen=True):
    """Encoding of a part: a byte order mark, and a codec."""

    mark: bytes = b""
    name: str = "utf-8"

    def encoded(self, text: bytes) -> bytes:
        """Return a UTF-8 text in the part's own encoding."""
        plain = text if self.name == "utf-8" else text.decode().encode(self.name)
        return self.mark + plain


def decoded(data: bytes, file: str, part: str) -> tuple[bytes, TextEncoding]:
    """Return a part's text in UTF-8 without a mark, and its encoding.

    Raises :class:`FileProblem` for an encoding other than UTF-8 and UTF-16 (ECMA-376 part 2,
    8.1.5), and for bytes that are invalid in theirs.
    """
    encoding = _encoding(data)
    if encoding is None:
        raise FileProblem(
            "not-marked", path=file, because=translate("unmarked.encoding", part=part)
        )
    text = data[len(encoding.mark) :]
    if encoding.name == "utf-8":
        return text, encoding
    try:
        return text.decode(encoding.name).encode(), encoding
    except UnicodeError as damage:
        raise FileProblem("damaged-part", path=file, part=part) from damage


def _encoding(data: bytes) -> TextEncoding | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return TextEncoding(mark, name)
    for beginning, name in _UNMARKED:
        if data.startswith(beginning):
            return TextEncoding(b"", name)
    declared = _DECLARED.match(data)
    known = declared is None or declared[1].lower() in {b"utf-8", b"utf8"}
    return TextEncoding() if known else None


def tag_name(tag: bytes) -> bytes:
    """Return the name in a start tag, its prefix included."""
    match = _NAME.match(tag)
    if match is None:
        raise ValueError(tag)
    return match[1]


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag with an attribute set to a value."""
    written = quoteattr(value).encode()
    found = _attribute(tag, name)
    if found:
        return tag[: found.start(2)] + written + tag[found.end(2) :]
    head = len(tag_name(tag)) + 1
    return tag[:head] + b" " + name.encode() + b"=" + written + tag[head:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """Return a start tag without an attribute."""
    found = _attribute(tag, name)
    return tag[: found.start()] + tag[found.end() :] if found else tag


def _attribute(tag: bytes, name: str) -> re.Match[bytes] | None:
    found = _ATTRIBUTE.finditer(tag, len(tag_name(tag)) + 1)
    return next((match for match in found if match[1] == name.encode()), None)


def opened(tag: bytes) -> bytes:
    """Return a tag ``<x …/>`` as the start tag of a pair."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def closing(tag: bytes) -> bytes:
    """Return the end tag to a start tag."""
    return b"</" + tag_name(tag) + b">"


def xml_text(text: str) -> str:
    """Return a person's text as element content: nothing in it is markup or an escape.

    Characters that XML can't hold are dropped, and all that exceeds the length of a cell.
    """
    if text.isprintable() and "_x" not in text:  # most texts are
        return escape(text[:CELL_TEXT_AT_MOST])
    return escape(_LIKE_AN_ESCAPE.sub("_x005F_", printable(text)[:CELL_TEXT_AT_MOST]))


def printable(text: str) -> str:
    r"""Return a text without the characters that XML can't hold, its line breaks as ``\n``."""
    return _NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def xml_attribute(text: str) -> str:
    """Return a person's text as a quoted attribute value."""
    return quoteattr(printable(text))
