"""New last sheet of a workbook: a table of texts, ready to filter and to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from xlform.grid.address import cell_name, column_letters, place_of
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.package_editor import DECLARATION, PackageEditor
from xlform.ooxml.edit.splice import Splice, closing, xml_attribute, xml_text
from xlform.ooxml.escaping import escape
from xlform.ooxml.read.package import NAMESPACES
from xlform.ooxml.whole_number import whole_number

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
SHEET_NAME_AT_MOST: Final = 31
# Elements allowed between a workbook's sheets and its names (ECMA-376 part 1, 18.2.27).
_BEFORE_NAMES: Final = frozenset({"sheets", "functionGroups", "externalReferences"})
_HEADING_AT_MOST: Final = 200


class TextCell(msgspec.Struct, frozen=True):
    """Cell of the new sheet: its text, the number of its style, the target of its link.

    The text of a cell with ``is_number`` is a number in digits.
    """

    text: str
    style: int
    leads_to: str = ""
    is_number: bool = False


class TextSheet(msgspec.Struct, frozen=True):
    """Sheet of texts; the first row is the header.

    ``widths`` are in characters, ``heights`` in points, one for each row. ``heading`` and
    ``footer`` are printed on each page, the footer in the page codes of ECMA-376 part 1, 18.3.1.46.
    """

    rows: Sequence[Sequence[TextCell]]
    widths: Sequence[float]
    heights: Sequence[float]
    heading: str = ""
    footer: str = ""


def add_sheet(editor: PackageEditor, wanted: str, sheet: TextSheet) -> str:
    """Add a sheet after all others and return its name, made unique."""
    root = editor.outline(editor.main)
    listed = root.child("sheets")
    sheets = list(listed.each("sheet")) if listed else []
    name = _free_name(wanted, {entry.attributes.get("name", "").casefold() for entry in sheets})
    part = editor.beside_main("worksheets/sheet1.xml")
    content = DECLARATION + "".join(_written(sheet, editor.strict)).encode()
    part = editor.add(part, content, _SHEET_TYPE)
    link = editor.relate(editor.main, "worksheet", part)
    editor.change(editor.main, *_entries(editor, root, sheets, (name, link), sheet))
    return name


def _entries(
    editor: PackageEditor,
    root: Element,
    sheets: list[Element],
    new: tuple[str, str],
    sheet: TextSheet,
) -> Iterator[Splice]:
    """Yield the splices of workbook.xml: the sheet, and the names that print and filter it."""
    name, link = new
    data = editor.text(editor.main)
    last = sheets[-1]
    numbers = (whole_number(entry.attributes.get("sheetId", "")) or 0 for entry in sheets)
    number = max(numbers) + 1
    entry = f'<{last.prefix}sheet name={xml_attribute(name)} sheetId="{number}" '
    # The prefix is declared here, since each of the other sheets may do so for itself.
    entry += f'xmlns:r="{editor.types}" r:id="{link}"/>'
    yield Splice(last.end, last.end, entry.encode())
    names = "".join(_names(root.prefix, name, len(sheets), sheet)).encode()
    there = root.child("definedNames")
    if there:
        yield from there.appended(data, names)
        return
    tag = f"<{root.prefix}definedNames>".encode()
    place = max(c.end for c in root.children if c.local in _BEFORE_NAMES)
    yield Splice(place, place, tag + names + closing(tag))


def _names(prefix: str, name: str, index: int, sheet: TextSheet) -> Iterator[str]:
    table = f"$A$1:${column_letters(len(sheet.widths))}${len(sheet.rows)}"
    names = (("_FilterDatabase", ' hidden="1"', table), ("Print_Titles", "", "$1:$1"))
    for what, hidden, cells in names:
        yield f'<{prefix}definedName name="_xlnm.{what}" localSheetId="{index}"{hidden}>'
        yield f"{escape(place_of(name, cells))}</{prefix}definedName>"


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted[:SHEET_NAME_AT_MOST], 1
    while name.casefold() in taken:
        number += 1
        ending = f"({number})"
        name = wanted[: SHEET_NAME_AT_MOST - len(ending)] + ending
    return name


def _written(sheet: TextSheet, strict: bool) -> Iterator[str]:  # noqa: FBT001  (one caller)
    corner = cell_name(len(sheet.rows), len(sheet.widths))
    yield f'<worksheet xmlns="{NAMESPACES[strict]}"><sheetPr><tabColor rgb="FFC00000"/>'
    yield f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{corner}"/>'
    yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    yield 'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
    yield 'activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
    yield '<sheetFormatPr defaultRowHeight="15"/><cols>'
    for column, width in enumerate(sheet.widths, 1):
        yield f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for row, (cells, height) in enumerate(zip(sheet.rows, sheet.heights, strict=True), 1):
        yield f'<row r="{row}" ht="{height}" customHeight="1">'
        yield from (_cell(cell_name(row, column), c) for column, c in enumerate(cells, 1))
        yield "</row>"
    yield f'</sheetData><autoFilter ref="A1:{corner}"/>'
    yield from _links(sheet)
    yield '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>'
    yield '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    heading = xml_text(sheet.heading.replace("&", "&&")[:_HEADING_AT_MOST])
    yield f"<headerFooter><oddHeader>&amp;C{heading}</oddHeader>"
    yield f"<oddFooter>&amp;C{xml_text(sheet.footer)}</oddFooter></headerFooter></worksheet>"


def _cell(name: str, cell: TextCell) -> str:
    if not cell.text:
        return f'<c r="{name}" s="{cell.style}"/>'
    if cell.is_number:
        return f'<c r="{name}" s="{cell.style}"><v>{cell.text}</v></c>'
    text = f'<t xml:space="preserve">{xml_text(cell.text)}</t>'
    return f'<c r="{name}" s="{cell.style}" t="inlineStr"><is>{text}</is></c>'


def _links(sheet: TextSheet) -> Iterator[str]:
    links = [
        f'<hyperlink ref="{cell_name(row, column)}" location={xml_attribute(cell.leads_to)} '
        f"display={xml_attribute(cell.text)}/>"
        for row, cells in enumerate(sheet.rows, 1)
        for column, cell in enumerate(cells, 1)
        if cell.leads_to
    ]
    if links:
        yield f"<hyperlinks>{''.join(links)}</hyperlinks>"
