"""What a file is, by its content; its name is never asked."""

from __future__ import annotations

import re

from xlform.errors import FileProblem
from xlform.grid.compound import MARK as COMPOUND
from xlform.grid.compound import compound_kind
from xlform.grid.text_encoding import decoded
from xlform.ooxml.package import Package

_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
# A header may stand before a PDF's own first bytes (ISO 32000, annex H.3.4.1).
_PDF_WITHIN = 1_024
_LOOKED_AT = 65_536
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06")
# The records that open a workbook without a container: BIFF 2, 3, 4, and 5 or 8.
_BARE_WORKBOOK = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", re.DOTALL)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_WEB_PAGE = re.compile(r"<(?:html|table|!doctype\s+html|head|body|div|meta)\b", re.IGNORECASE)
_MAIL = re.compile(r"(?:MIME-Version|Content-Type|From|X-[\w-]+): ", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> str:
    """What is in the file.

    A format that has a reader (``xlsx``, ``xls``, ``csv``, …); another that a person can be told
    of (``image``, ``archive``, ``encrypted``, …); ``nothing`` for what nobody knows. Raises
    :class:`~xlform.errors.FileProblem` for a zip archive that can't be opened.
    """
    if data.startswith(_ZIP):
        return _packed_kind(Package(data, name))
    if data.startswith(COMPOUND):
        return compound_kind(data)
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_PICTURES):
        return "image"
    if data.startswith(_ARCHIVES):
        return "archive"
    if _BARE_WORKBOOK.match(data):
        return "xls"
    text = decoded(data)
    return "nothing" if text is None else _text_kind(text)


def _packed_kind(package: Package) -> str:
    if "xl/workbook.xml" in package:
        return "xlsx"
    if "xl/workbook.bin" in package:
        return "xlsb"
    if "word/document.xml" in package:
        return "docx"
    if "mimetype" in package:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind.startswith(_FLAT_SPREADSHEET):
            return "ods"
        return "odt" if kind.startswith(_OPEN_DOCUMENT) else "archive"
    # Parts may go by any name: their reader follows the relationships, or says what is missing.
    return "xlsx"


def _text_kind(text: str) -> str:
    head = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")
    if head.startswith("<?xml") or head.startswith("<?mso-application"):
        return _xml_kind(head)
    if head.startswith("<"):
        return "html" if _WEB_PAGE.search(head) else _xml_kind(head)
    if _MAIL.match(head):
        return "mail"
    return "html" if _WEB_PAGE.match(head) else _words_kind(text)


def _xml_kind(head: str) -> str:
    if _SPREADSHEET_2003 in head and "<html" not in head[:512].lower():
        return "xml"
    if _FLAT_SPREADSHEET in head:
        return "fods"
    return "html" if "<html" in head.lower() else "other-xml"


def _words_kind(text: str) -> str:
    """Lines of one table, or words."""
    from xlform.grid.delimited import delimiter_of  # noqa: PLC0415  (plain texts only)

    return "csv" if delimiter_of(text) else "txt"
