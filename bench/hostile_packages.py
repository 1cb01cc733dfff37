"""Packages written part by part, as no program would write them: .xlsx, .docx, .ods."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET: Final = "xl/worksheets/sheet1.xml"
BOOK: Final = "xl/workbook.xml"
BOOK_LINKS: Final = "xl/_rels/workbook.xml.rels"
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
Parts = Mapping[str, str | bytes | None]


def packed(
    parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED, level: int = 6
) -> bytes:
    """Return an archive of parts by name."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def repacked(archive: bytes, more: Parts) -> bytes:
    """Return an archive with parts added, replaced, or left out (``None``)."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        parts: dict[str, str | bytes | None] = {
            name: opened.read(name) for name in opened.namelist()
        }
    parts.update(more)
    return packed({name: content for name, content in parts.items() if content is not None})


def relations(lines: Iterable[tuple[str, str, str]], *, mode: str = "") -> str:
    """Return a .rels part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"{mode}/>'
        for name, kind, target in lines
    )
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def worksheet(rows: str, beside: str = "") -> str:
    """Return a sheet's part; ``beside`` follows its cells."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{beside}</worksheet>'


def workbook_parts(rows: str = "", beside: str = "") -> dict[str, str | bytes | None]:
    """Return the parts of a workbook with one sheet."""
    kinds = {"worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_SPREADSHEET}.{kind}+xml"/>'
        for name, kind in {"workbook": "sheet.main", **kinds}.items()
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": relations([("r1", "officeDocument", BOOK)]),
        BOOK_LINKS: relations(
            (f"r{number}", kind, f"{name}.xml")
            for number, (name, kind) in enumerate(kinds.items(), 1)
        ),
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="附表1" sheetId="1" r:id="r1"/></sheets></workbook>',
        SHEET: worksheet(rows, beside),
        STRINGS: f'<sst xmlns="{MAIN}"><si><t>云田镇</t></si><si><r><t>乙</t></r></si></sst>',
        STYLES: f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="0.0&quot;万元&quot;"/></numFmts><fonts count="1"><font/></fonts><fills '
        'count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
        '<xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164"/></cellXfs></styleSheet>',
    }


def workbook(rows: str = "", beside: str = "", parts: Parts | None = None) -> bytes:
    """Return a workbook of one sheet, some of its parts replaced, added or left out."""
    whole = {**workbook_parts(rows, beside), **(parts or {})}
    return packed({name: text for name, text in whole.items() if text is not None})


def text_cell(place: str, text: str) -> str:
    """Return a cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def opendocument(rows: str) -> str:
    """Return a flat .fods of one sheet; its rows are in the namespaces ``table`` and ``text``."""
    return (
        f'<?xml version="1.0"?><office:document xmlns:office="{_ODF}:office:1.0" '
        f'xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0" '
        f'office:mimetype="{_ODS_TYPE}"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document>"
    )


def ods(rows: str, parts: Parts | None = None) -> bytes:
    """Return an .ods of one sheet."""
    content = opendocument(rows).replace("office:document ", "office:document-content ", 1)
    content = content.replace("</office:document>", "</office:document-content>")
    whole: dict[str, str | bytes | None] = {
        "mimetype": _ODS_TYPE, "content.xml": content, **(parts or {}),
    }  # fmt: skip
    return packed({name: text for name, text in whole.items() if text is not None})


def spreadsheetml(rows: str) -> str:
    """Return an XML spreadsheet of 2003 of one sheet."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="表"><Table>{rows}'
        "</Table></Worksheet></Workbook>"
    )
