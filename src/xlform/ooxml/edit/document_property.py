"""Custom document property of an OOXML file (ECMA-376 part 1, 22.3): set, and read back."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from xlform.errors import FileProblem
from xlform.ooxml.edit.package_editor import DECLARATION, PackageEditor
from xlform.ooxml.edit.splice import Splice, printable, xml_attribute
from xlform.ooxml.escaping import escape, unescape
from xlform.ooxml.whole_number import whole_number

PROPERTY_PART: Final = "docProps/custom.xml"
_PARTS: Final = re.compile(r"docprops/custom\d*\.xml", re.IGNORECASE)
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_STRICT_PROPERTIES: Final = "http://purl.oclc.org/ooxml/officeDocument/customProperties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STRICT_VALUES: Final = "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
PROPERTY_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATED: Final = frozenset({"custom-properties", "customProperties"})
# The only format of user-defined properties, and the first id that is free for them (22.3.2.2).
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID: Final = 2
_PART_AT_MOST: Final = 1 << 20
_PROPERTY: Final = re.compile(
    rb"<(?:\w+:)?property\b[^>]*?\bname=[\"']([^\"']*)[\"'][^>]*>\s*"
    rb"<(?:\w+:)?lpwstr[^>]*>([^<]*)<"
)
# Parts that change when the property is set; the checksum of a file leaves them out.
_CHANGED: Final = frozenset({"[content_types].xml", "_rels/.rels"})


def with_property(data: bytes, file: str, name: str, value: str) -> bytes:
    """Return an OOXML file with a property of that name; every other part stays as it is.

    The result is opened again and compared. Raises :class:`~xlform.errors.FileProblem` for a file
    that can't be changed without damage.
    """
    editor = PackageEditor(data, file)
    existing = [link.target for link in editor.links("").values() if link.kind in _RELATED]
    part = next((target for target in existing if target in editor.package), "")
    if not (part and _extended(editor, part, name, value)):
        if part:
            editor.drop(part, "")
        _added(editor, name, value)
    result = editor.written()
    editor.verify(result)
    return result


def _extended(editor: PackageEditor, part: str, name: str, value: str) -> bool:
    """Set the property in the part there is; return whether that can hold one."""
    try:
        root = editor.outline(part)
    except FileProblem:
        return False
    if not root.namespace.endswith(("custom-properties", "customProperties")):
        return False
    numbers = [whole_number(line.attributes.get("pid", "")) or 0 for line in root.children]
    number = max([*numbers, _FIRST_ID - 1]) + 1
    line = _property(name, value, number, strict=editor.strict)
    same = [child for child in root.children if child.attributes.get("name") == name]
    if same:
        edits = [Splice(same[0].start, same[0].end, line)]
        edits += [Splice(child.start, child.end, b"") for child in same[1:]]
        editor.change(part, *edits)
    else:
        editor.change(part, *root.appended(editor.text(part), line))
    return True


def _added(editor: PackageEditor, name: str, value: str) -> None:
    """Add a part with the property alone."""
    content = property_part(name, value, strict=editor.strict)
    part = editor.add(PROPERTY_PART, content, PROPERTY_TYPE)
    editor.relate("", "customProperties" if editor.strict else "custom-properties", part)


def property_part(name: str, value: str, *, strict: bool = False) -> bytes:
    """Return a part with one property."""
    namespace = _STRICT_PROPERTIES if strict else _PROPERTIES
    line = _property(name, value, _FIRST_ID, strict=strict)
    return DECLARATION + f'<Properties xmlns="{namespace}">'.encode() + line + b"</Properties>"


def _property(name: str, value: str, number: int, *, strict: bool) -> bytes:
    namespace = _STRICT_PROPERTIES if strict else _PROPERTIES
    values = _STRICT_VALUES if strict else _VALUES
    return (
        f'<property xmlns="{namespace}" xmlns:vt="{values}" fmtid="{_FORMAT}" pid="{number}"'
        f" name={xml_attribute(name)}><vt:lpwstr>{escape(printable(value))}</vt:lpwstr></property>"
    ).encode()


def read_property(source: Path | bytes | IO[bytes], name: str) -> str:
    """Return the text of a custom property; "" where there is none, or the file is no archive."""
    return read_with_checksum(source, name)[0]


def read_with_checksum(source: Path | bytes | IO[bytes], name: str) -> tuple[str, str]:
    """Return the text of a custom property as :func:`read_property` does, and the checksum.

    That is over the parts of the archive; "" where there is no such property.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            for member in members:
                if _PARTS.fullmatch(member.filename) and member.file_size <= _PART_AT_MOST:
                    with archive.open(member) as part:
                        content = part.read(_PART_AT_MOST)
                    for found, value in _PROPERTY.findall(content):
                        if found == name.encode():
                            text = unescape(value.decode("utf-8", "replace"), {})
                            return text, _checksum(members)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError):
        pass
    return "", ""


def checksum(data: bytes) -> str:
    """Return a checksum over the parts of an archive, those that hold the properties left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _checksum(archive.infolist())


def _checksum(members: Iterable[zipfile.ZipInfo]) -> str:
    return checksum_of((member.filename, member.CRC) for member in members)


def checksum_of(parts: Iterable[tuple[str, int]]) -> str:
    """Return that checksum of the names of parts, each with its CRC-32."""
    text = "\n".join(
        f"{name} {crc:08x}"
        for name, crc in sorted(parts)
        if name.lower() not in _CHANGED and not _PARTS.fullmatch(name)
    )
    return f"{zlib.crc32(text.encode()):08x}"
