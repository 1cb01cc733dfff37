"""Recognition of a file's format by its content; its name plays no part."""

from __future__ import annotations

import re

from xlform.formats.registry import FORMATS
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.relationships import relationships

_ZIP = b"PK\x03\x04"
# First bytes of a compound file (MS-CFB 2.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA_TYPE = "mimetype"
_CONTENT_TYPES = "[Content_Types].xml"
_COMMONEST = FORMATS["xlsx"]
_LOOKED_AT = 65_536
# First bytes of formats that have a reader, and of others that a message can name; compiled by
# `re` at their first use.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    *((entry.signature, entry.name) for entry in FORMATS.values() if entry.signature),
    # Pictures in a container of ISO/IEC 14496-12, as telephones take them (HEIF, AVIF).
    (rb".{4}ftyp(?:hei[cxfms]|hev[cxms]|mif1|msf1|avi[fs])", "heif"),
    (rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|PK\x05\x06", "archive"),
)
# Names that stand uncompressed in a zip archive (APPNOTE 4.3.7).
_COMMONEST_PART = _COMMONEST.parts[0].encode()
_OTHER_PARTS = (
    _MEDIA_TYPE.encode(),
    *(
        part.encode()
        for entry in FORMATS.values()
        if entry is not _COMMONEST
        for part in entry.parts
    ),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# Compiled by `re` at their first use: no zip archive is looked at so.
_WEB_PAGE = r"(?i)<(?:html|table|!doctype\s+html|head|body|div|meta)\b"
_MAIL = r"(?i)(?:MIME-Version|Content-Type|From|X-[\w-]+): "


def kind_of(source: bytes | Package, name: str) -> str:
    """Return the kind of a file, its bytes or its open package, as :func:`recognised` does."""
    return recognised(source, name)[0]


def recognised(source: bytes | Package, name: str) -> tuple[str, bytes | Package]:
    """Return the kind of a file, and its package if recognition opened it, else what was given.

    The kind is the name of a format that has a reader (``xlsx``, ``xls``, ``csv``, …), of another
    that a message can name (``image``, ``archive``, ``encrypted``, …), or ``nothing``. Raises
    :class:`~xlform.errors.FileProblem` for a zip archive that can't be opened.
    """
    if isinstance(source, Package):
        return _packed_kind(source), source
    if source.startswith(_ZIP):
        # Nearly every file: the names in the bytes tell it without opening the archive.
        if _COMMONEST_PART in source and not any(part in source for part in _OTHER_PARTS):
            return _COMMONEST.name, source
        package = Package(source, name)
        return _packed_kind(package), package
    if source.startswith(_COMPOUND):
        from xlform.formats.compound import compound_kind  # noqa: PLC0415  (rare by now)

        kind = compound_kind(source)
        return _opened(source, name) if kind == "encrypted" else (kind, source)
    if signed := next(
        (kind for mark, kind in _SIGNATURES if re.match(mark, source, re.DOTALL)), ""
    ):
        return signed, source
    from xlform.formats.text_encoding import decoded  # noqa: PLC0415  (no workbook needs it)

    text = decoded(source)
    return ("nothing" if text is None else _text_kind(text)), source


def _opened(source: bytes, name: str) -> tuple[str, bytes | Package]:
    """Return an encrypted file as recognised, opened if it needs no password of the reader."""
    from xlform.formats.default_password import without_default_password  # noqa: PLC0415  (rare)

    content = without_default_password(source)
    if content is None or not content.startswith(_ZIP):
        return "encrypted", source
    package = Package(content, name)
    return _packed_kind(package), package


def is_web_page(text: str) -> bool:
    """Return whether a text begins as a web page does."""
    return bool(re.match(_WEB_PAGE, _head(text)))


def is_text(_: str) -> bool:
    """Return that any text is a text."""
    return True


def _packed_kind(package: Package) -> str:
    # Parts may have any name (ECMA-376 part 2, part names), and one may be left over from another
    # file: the package's relationship tells its main part, as the reader finds it.
    links = relationships(package, "").values()
    mains = {link.target.lower() for link in links if link.kind == "officeDocument"}
    known = [e for e in FORMATS.values() if any(part in package for part in e.parts)]
    if found := next((entry for entry in known if mains & {*entry.parts}), None):
        return found.name
    if mains and (typed := _typed_kind(package)):
        return typed
    if known:
        return known[0].name
    if _MEDIA_TYPE in package:
        media_type = package.read(_MEDIA_TYPE).decode("ascii", "replace").strip()
        for entry in FORMATS.values():
            if entry.media_type and media_type.startswith(entry.media_type):
                return entry.name
        return "odt" if media_type.startswith(_OPEN_DOCUMENT) else "archive"
    return _typed_kind(package) or _COMMONEST.name


def _typed_kind(package: Package) -> str:
    """Return the format whose main part is among the package's content types, else ""."""
    if _CONTENT_TYPES not in package:
        return ""
    types = package.read(_CONTENT_TYPES)
    return next(
        (
            entry.name
            for entry in FORMATS.values()
            if any(main.encode() in types for main in entry.main_types)
        ),
        "",
    )


def _text_kind(text: str) -> str:
    head = _head(text)
    if head.startswith(("<?xml", "<?mso-application")):
        return _xml_kind(head)
    if head.startswith("<"):
        return FORMATS["html"].name if re.search(_WEB_PAGE, head) else _xml_kind(head)
    if re.match(_MAIL, head):
        return "mail"
    return next(entry.name for entry in FORMATS.values() if entry.matches_text(text))


def _head(text: str) -> str:
    return text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")


def _xml_kind(head: str) -> str:
    # A page saved by an office program declares the namespaces of its workbook too.
    if "<html" not in head[:512].lower():
        for entry in FORMATS.values():
            if entry.namespace and entry.namespace in head:
                return entry.name
    return FORMATS["html"].name if "<html" in head.lower() else "other-xml"
