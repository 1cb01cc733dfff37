"""Registry of the file formats that have a reader: one entry for each.

To add a format, write a module with a function ``read(content, name) -> Grid`` and enter it here;
the message ``seen.<name>`` is its label. Recognition, folder listing, conversion, links and the
rules on formulas use this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, Literal

import msgspec

Listing = Literal["workbook", "document"]
# ``Source.format`` of a submission read from JSON.
_DATA: Final = "json"


class Format(msgspec.Struct, frozen=True):
    """One file format.

    ``name`` is the value of ``Source.format``; ``reader`` is ``module:function`` below
    ``xlform.formats``, imported when a file needs it. ``extensions`` decide which files of a folder
    are read, never what a file is: that is decided by its content (see
    :mod:`xlform.formats.recognition`), of which each entry names at least one mark:

    * ``parts``: members of a zip archive, any of which is enough;
    * ``main_types``: types of its main part, where that has another name (ECMA-376 part 2, 10.1.2);
    * ``media_type``: the beginning of the member ``mimetype`` (ODF 1.3 part 2, 3.3);
    * ``streams``: streams of a compound file (MS-CFB), any of which is enough;
    * ``signature``: a pattern of the first bytes, in which a point is any byte;
    * ``namespace``: a string in the head of an XML text;
    * ``text_test``: ``module:function`` that is true of a text in this format.

    ``listed_as``: a ``workbook`` in a folder has to be a form, a ``document`` is skipped if it is
    none. ``has_sheets``: cells stand on named sheets and can hold formulas. ``editable`` are the
    extensions under which a file of this format can be changed in place; ``variants`` those that
    ``Source.format`` reports in place of the name. ``computes``: the reader itself computes
    formulas without a stored result.
    """

    name: str
    reader: str
    extensions: tuple[str, ...]
    listed_as: Listing
    has_sheets: bool = False
    parts: tuple[str, ...] = ()
    main_types: tuple[str, ...] = ()
    media_type: str = ""
    streams: tuple[str, ...] = ()
    signature: bytes = b""
    namespace: str = ""
    text_test: str = ""
    editable: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    computes: bool = False

    @property
    def label(self) -> str:
        """Key of the message that names the format to a person."""
        return f"seen.{self.name}"

    @property
    def convertible(self) -> bool:
        """True if LibreOffice makes an editable workbook of it with every cell in its place."""
        return self.has_sheets and not self.editable

    def load_reader(self) -> Callable[..., Any]:
        """Return the reader, which takes a file's content and the name that messages use."""
        return _load(self.reader)

    def matches_text(self, text: str) -> bool:
        """Return whether a text passes the format's own test."""
        return bool(self.text_test and _load(self.text_test)(text))


def _load(path: str) -> Callable[..., Any]:
    module, _, function = path.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(f"xlform.formats.{module}"), function)
    return loaded


# In each kind of container the first match counts.
_ALL: Final = (
    Format(
        "xlsx", "xlsx:read_xlsx", (".xlsx", ".xlsm", ".xltx"), "workbook",
        has_sheets=True,
        parts=("xl/workbook.xml",),
        main_types=(
            "spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml",
            "ms-excel.sheet.macroEnabled.main+xml", "ms-excel.template.macroEnabled.main+xml",
        ),
        editable=(".xlsx", ".xlsm"),
        variants=("xlsm",),
        computes=True,
    ),
    Format(
        "xlsb", "xlsb.reader:read_xlsb", (".xlsb",), "workbook",
        has_sheets=True,
        parts=("xl/workbook.bin",),
        main_types=("ms-excel.sheet.binary.macroEnabled.main",),
    ),
    Format("docx", "docx.reader:read_docx", (".docx", ".docm"), "document",
           parts=("word/document.xml",),
           main_types=(
               "wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
               "ms-word.document.macroEnabled.main+xml",
           )),
    Format(
        "ods", "ods.reader:read_opendocument", (".ods",), "workbook",
        has_sheets=True,
        media_type="application/vnd.oasis.opendocument.spreadsheet",
    ),
    # Other bytes may come before the header of a PDF (PDF Reference 1.7, appendix H.3, note 13).
    Format("pdf", "pdf.reader:read_pages", (".pdf",), "document",
           signature=rb".{0,1024}?%PDF-"),
    Format("image", "scan.reader:read_scan",
           (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"), "document",
           signature=(
               rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0\0\0\0|RIFF.{4}WEBP"
           )),
    Format(
        "xls", "xls.reader:read_xls", (".xls", ".et", ".xlt"), "workbook",
        has_sheets=True,
        streams=("Workbook", "Book"),
        # A workbook without a container begins with BOF of BIFF 2, 3, 4 or 5 to 8 (MS-XLS 2.4.21).
        signature=rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00",
    ),
    Format("doc", "conversion:read_old_document", (".doc", ".wps"), "document",
           streams=("WordDocument",)),
    Format(
        "xml", "spreadsheetml:read_spreadsheetml", (".xml",), "document",
        has_sheets=True,
        namespace="urn:schemas-microsoft-com:office:spreadsheet",
    ),
    Format(
        "fods", "ods.reader:read_flat_opendocument", (".fods",), "workbook",
        has_sheets=True,
        namespace="application/vnd.oasis.opendocument.spreadsheet",
    ),
    Format("html", "html.reader:read_web_page", (".html", ".htm"), "document",
           text_test="recognition:is_web_page"),
    Format("csv", "csv:read_delimited", (".csv", ".tsv"), "document",
           text_test="csv:delimiter_of"),
    # Any text is a text: this entry stays last.
    Format("txt", "docx.reader:read_text", (".txt",), "document", text_test="recognition:is_text"),
)  # fmt: skip
FORMATS: Final[Mapping[str, Format]] = {entry.name: entry for entry in _ALL}
WORKBOOK_EXTENSIONS: Final = frozenset(
    extension for entry in _ALL if entry.listed_as == "workbook" for extension in entry.extensions
)
DOCUMENT_EXTENSIONS: Final = frozenset(
    extension for entry in _ALL if entry.listed_as == "document" for extension in entry.extensions
)
EDITABLE_EXTENSIONS: Final = tuple(extension for entry in _ALL for extension in entry.editable)


def format_of(name: str) -> Format | None:
    """Return the format that ``Source.format`` names, ``None`` for data and unknown names."""
    return FORMATS.get(name) or next((entry for entry in _ALL if name in entry.variants), None)


def has_sheets(name: str) -> bool:
    """Return whether files of a format hold cells on named sheets, and formulas in them.

    JSON has none; a format that is not known is taken to have them.
    """
    known = format_of(name)
    return known.has_sheets if known else name != _DATA
