"""What a file is, by its content; its name is never asked."""

from __future__ import annotations

import re

from xlform.formats.compound import MARK as COMPOUND
from xlform.formats.compound import compound_kind
from xlform.formats.text_encoding import decoded
from xlform.ooxml.read.package import Package

_ZIP = b"PK\x03\x04"
_WORKBOOK = b"xl/workbook.xml"
_OTHER_PARTS = (b"word/document.xml", b"xl/workbook.bin", b"mimetype")
_LOOKED_AT = 65_536
# First bytes → what they tell. Others may stand before a PDF's own (ISO 32000, annex H.3.4.1); a
# workbook without a container opens with a record of BIFF 2, 3, 4, and 5 or 8.
_MARKS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb".{0,1024}?%PDF-", re.DOTALL), "pdf"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*"), "image"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "image"),
    (re.compile(rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|PK\x05\x06"), "archive"),
    (re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00"), "xls"),
)
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
        # Nearly every file: the parts' names stand in the archive as they are.
        plain = _WORKBOOK in data and not any(mark in data for mark in _OTHER_PARTS)
        return "xlsx" if plain else _packed_kind(Package(data, name))
    if data.startswith(COMPOUND):
        return compound_kind(data)
    if marked := next((kind for mark, kind in _MARKS if mark.match(data)), ""):
        return marked
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
    if head.startswith(("<?xml", "<?mso-application")):
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
    from xlform.formats.csv import delimiter_of  # noqa: PLC0415  (plain texts only)

    return "csv" if delimiter_of(text) else "txt"
