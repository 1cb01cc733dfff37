"""Small workbooks put together part by part, patched and taken apart again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from richbook import members, package

from xlform.grid.address import parse_cell
from xlform.grid.model import CellValue
from xlform.ooxml.edit.cells import CellContent, Value, edit_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
CHAIN, BOOK_LINKS = "xl/calcChain.xml", "xl/_rels/workbook.xml.rels"
Parts = Mapping[str, str | bytes]
_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?r=\"([A-Z]+[0-9]+)\".*?(?:/>|</(?:\w+:)?c>)", re.DOTALL)


def links(*lines: tuple[str, str, str]) -> str:
    """A .rels part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, kind, target in lines
    )
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def book(rows: str, beside: str = "", parts: Parts | None = None, ahead: str = "") -> bytes:
    """A workbook of the sheet 附表1 with these rows, what stands ahead of them and beside them."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    override = f'<Override PartName="/{{}}" ContentType="{kind}{{}}+xml"/>'
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f"{override.format(BOOK, 'sheet.main')}{override.format(SHEET, 'worksheet')}"
        f"{override.format('xl/strings.xml', 'sharedStrings')}"
        f"{override.format(CHAIN, 'calcChain')}</Types>",
        "_rels/.rels": links(("r1", "officeDocument", BOOK)),
        BOOK_LINKS: links(
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "strings.xml")
        ),
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="附表1" sheetId="7" r:id="r1"/></sheets></workbook>',
        SHEET: f'<worksheet xmlns="{MAIN}">{ahead}<sheetData>{rows}</sheetData>{beside}'
        "</worksheet>",
        "xl/strings.xml": f'<sst xmlns="{MAIN}"><si><t>云田镇</t></si></sst>',
    }
    made.update(parts or {})
    return package({n: t if isinstance(t, bytes) else t.encode() for n, t in made.items()})


def chained(rows: str, chain: str) -> bytes:
    """A workbook with an order of calculation of these entries."""
    related = links(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("r9", "calcChain", "calcChain.xml")
    )
    part = f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'
    return book(rows, parts={BOOK_LINKS: related, CHAIN: part})


def formula(text: str, result: CellValue = None) -> CellContent:
    """A formula and its result."""
    return CellContent("formula", text, result)


def text(words: str) -> CellContent:
    """A text."""
    return CellContent("text", words)


def number(written: str) -> CellContent:
    """A number."""
    return CellContent("number", written)


BLANK = CellContent("blank", "")
ONE = Decimal(1)


def patch(
    data: bytes,
    edits: Mapping[str, CellContent] | None = None,
    results: Mapping[str, Value] | None = None,
    sheet: str = "附表1",
) -> bytes:
    """The workbook with cells of a sheet changed; changing them once more changes nothing."""
    contents = {sheet: {parse_cell(at): new for at, new in (edits or {}).items()}}
    values = {sheet: {parse_cell(at): new for at, new in (results or {}).items()}}
    result = edit_workbook(data, "填报表.xlsx", contents, values)
    assert edit_workbook(result, "填报表.xlsx", contents, values) == result
    return result


def part(data: bytes, name: str = SHEET) -> str:
    """The text of a part."""
    return members(data)[name].decode()


def rows_of(data: bytes) -> str:
    """What stands in the sheetData of the first sheet."""
    _, _, rest = part(data).partition("<sheetData>")
    return rest.partition("</sheetData>")[0]


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The names of the members that differ, or that only one of two packages has."""
    old, new = members(before), members(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def cut(sheet: bytes, *cells: str) -> bytes:
    """A sheet's part without the elements of some cells."""
    named = {cell.encode() for cell in cells}
    return _CELL.sub(lambda found: b"" if found[1] in named else found[0], sheet)
