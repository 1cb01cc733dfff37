"""Workbook built from laid out sheets; the same sheets give the same bytes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from xlform.ooxml.edit.archive import new_archive
from xlform.ooxml.edit.document_property import (
    PROPERTY_PART,
    PROPERTY_TYPE,
    checksum_of,
    property_part,
)
from xlform.ooxml.edit.splice import printable
from xlform.ooxml.escaping import escape
from xlform.ooxml.fill.canonical import DECLARATION, MAIN, tag
from xlform.ooxml.fill.merged_styles import Stylesheet, StylesheetBuilder, read_stylesheet
from xlform.ooxml.fill.row_patterns import StyleNumbers, style_numbers
from xlform.ooxml.fill.sheet_layout import SheetLayout
from xlform.ooxml.fill.source_sheet import SourceSheet, read_source_sheet
from xlform.ooxml.fill.worksheet_writer import SharedStrings, sheet_part
from xlform.ooxml.read.package import Package, open_package
from xlform.ooxml.read.relationships import relationships

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = f"{_PACKAGE}/relationships/metadata/core-properties"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
# The order of the parts, before and after the worksheets.
_FIRST_PARTS: Final = (
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)  # fmt: skip
_LAST_PARTS: Final = ("xl/theme/theme1.xml", "xl/styles.xml", "xl/sharedStrings.xml")


class SourceWorkbook(msgspec.Struct, frozen=True):
    """Blank workbook of one sheet: the source sheet, its styles, its theme."""

    sheet: SourceSheet
    styles: Stylesheet
    theme: bytes


def read_source_workbook(source: bytes | Package, name: str) -> SourceWorkbook:
    """Return a workbook, its bytes or open package, as a source for new sheets.

    ``name`` is its name in messages. Raises :class:`~xlform.errors.FileProblem` for one that can't
    be read or copied.
    """
    package = open_package(source, name)
    sheet, workbook = read_source_sheet(package)
    main = next(r for r in relationships(package, "").values() if r.kind == "officeDocument")
    links = relationships(package, main.target).values()
    theme = next((link.target for link in links if link.kind == "theme"), "")
    styles = read_stylesheet(package, workbook.styles)
    return SourceWorkbook(sheet, styles, package.read(theme) if theme in package else b"")


def new_workbook(
    sheets: Sequence[tuple[SheetLayout, SourceWorkbook]],
    title: str,
    mark: tuple[str, str] | None = None,
) -> bytes:
    """Return the workbook of these sheets in order; ``title`` is the document's title.

    ``mark`` is the name of a custom property that the workbook gets, and the first word of its
    value; the second is the checksum of the other parts.
    """
    book, strings = StylesheetBuilder(), SharedStrings()
    numbers_by_source: dict[int, StyleNumbers] = {}
    parts: dict[str, bytes] = {}
    for number, (sheet, blank) in enumerate(sheets, 1):
        if id(blank) not in numbers_by_source:
            numbers_by_source[id(blank)] = style_numbers(blank.sheet, *book.take(blank.styles))
        numbers = numbers_by_source[id(blank)]
        content = sheet_part(sheet, numbers, book, strings, first=number == 1)
        parts[f"xl/worksheets/sheet{number}.xml"] = content
    theme = next((blank.theme for _, blank in sheets if blank.theme), b"")
    laid = [sheet for sheet, _ in sheets]
    marked = mark is not None
    frame = {
        "[Content_Types].xml": _types(len(laid), themed=bool(theme), marked=marked),
        "_rels/.rels": _package_links(marked=marked),
        "xl/_rels/workbook.xml.rels": _book_links(len(laid), themed=bool(theme)),
        **({"xl/theme/theme1.xml": theme} if theme else {}),
        "xl/styles.xml": book.part(),
    }
    own = {
        "docProps/core.xml": _core(title),
        "xl/workbook.xml": _workbook(laid),
        **parts,
        "xl/sharedStrings.xml": strings.part(),
    }
    contents = frame | own
    files = {
        name: contents[name] for name in (*_FIRST_PARTS, *parts, *_LAST_PARTS) if name in contents
    }
    return new_archive(files, _mark_part(files, *mark) if mark else {}, frame)


def _mark_part(files: Mapping[str, bytes], name: str, kind: str) -> dict[str, bytes]:
    checksum = checksum_of((file, zlib.crc32(content)) for file, content in files.items())
    return {PROPERTY_PART: property_part(name, f"{kind} {checksum}")}


def _part(text: str) -> bytes:
    return (DECLARATION + text).encode()


def _workbook(sheets: list[SheetLayout]) -> bytes:
    listed = "".join(
        tag("sheet", {"name": sheet.name, "sheetId": str(number), "r:id": f"rId{number}"})
        for number, sheet in enumerate(sheets, 1)
    )
    names = sorted(
        (name, index, tuple(attributes.items()), formula)
        for index, sheet in enumerate(sheets)
        for name, attributes, formula in sheet.defined_names()
    )
    written = "".join(
        tag(
            "definedName",
            {"name": name, "localSheetId": str(index), **dict(attributes)},
            escape(formula),
        )
        for name, index, attributes, formula in names
    )
    return _part(
        tag(
            "workbook",
            {"xmlns": MAIN, "xmlns:r": _OFFICE},
            '<workbookPr defaultThemeVersion="124226"/>'
            + tag("bookViews", {}, tag("workbookView", {"windowWidth": "24000"}))
            + tag("sheets", {}, listed)
            + (tag("definedNames", {}, written) if written else "")
            + '<calcPr calcId="124519"/>',
        )
    )


@lru_cache(maxsize=64)
def _types(sheets: int, *, themed: bool, marked: bool) -> bytes:
    overrides = {
        "/xl/workbook.xml": _SHEET_TYPE + "sheet.main+xml",
        **{
            f"/xl/worksheets/sheet{number}.xml": _SHEET_TYPE + "worksheet+xml"
            for number in range(1, sheets + 1)
        },
        "/xl/styles.xml": _SHEET_TYPE + "styles+xml",
        "/xl/sharedStrings.xml": _SHEET_TYPE + "sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    if themed:
        overrides["/xl/theme/theme1.xml"] = (
            "application/vnd.openxmlformats-officedocument.theme+xml"
        )
    if marked:
        overrides[f"/{PROPERTY_PART}"] = PROPERTY_TYPE
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    content = "".join(
        tag("Default", {"Extension": ending, "ContentType": kind})
        for ending, kind in defaults.items()
    ) + "".join(
        tag("Override", {"PartName": name, "ContentType": kind}) for name, kind in overrides.items()
    )
    return _part(tag("Types", {"xmlns": f"{_PACKAGE}/content-types"}, content))


@lru_cache(maxsize=2)
def _package_links(*, marked: bool) -> bytes:
    properties = [(f"{_OFFICE}/custom-properties", PROPERTY_PART)] if marked else []
    return _links(
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (_CORE, "docProps/core.xml"), *properties
    )


def _links(*targets: tuple[str, str]) -> bytes:
    content = "".join(
        tag("Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})
        for number, (kind, target) in enumerate(targets, 1)
    )
    return _part(tag("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, content))


@lru_cache(maxsize=64)
def _book_links(sheets: int, *, themed: bool) -> bytes:
    listed = [
        (f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)
    ]
    themes = [(f"{_OFFICE}/theme", "theme/theme1.xml")] if themed else []
    rest = [
        (f"{_OFFICE}/styles", "styles.xml"),
        (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
    ]
    return _links(*listed, *themes, *rest)


def _core(title: str) -> bytes:
    attributes = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    return _part(
        tag("cp:coreProperties", attributes, tag("dc:title", {}, escape(printable(title))))
    )
