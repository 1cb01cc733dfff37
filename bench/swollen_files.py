"""Swollen workbooks (虚胖): the sample with rows, borders, figures and styles that say nothing.

Each kind is a function of its size; ``FULL`` has the size that office programs leave behind. Files
are made when they are measured and never kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "云田镇.xlsx"
_FIRST = "xl/worksheets/sheet1.xml"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROW = re.compile(r"(<row r=\"(\d+)\"[^>]*>)(.*?)</row>", re.DOTALL)

# Shared strings of the sample that are nobody's label: names of projects and funds.
_LEDGER = (112, 154, 196)

Parts = dict[str, bytes]


def _parts() -> Parts:
    with zipfile.ZipFile(SAMPLE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """Return a package of the parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def column(number: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


def _below(part: str, lines: Iterator[str]) -> Parts:
    """Return the sample with lines at the end of a sheet's rows."""
    parts = _parts()
    parts[part] = parts[part].replace(b"</sheetData>", "".join(lines).encode() + b"</sheetData>", 1)
    return parts


def _rows_below(rows: int, cells: Callable[[int], str], attributes: str = "") -> bytes:
    written = (f'<row r="{row}"{attributes}>{cells(row)}</row>' for row in range(40, 40 + rows))
    return packed(_below(_FIRST, written))


def _figures(row: int, letters: Iterable[str]) -> str:
    """Return the cells of a row, a figure in each of the columns."""
    return "".join(f'<c r="{one}{row}"><v>{row % 97}{at}</v></c>' for at, one in enumerate(letters))


def _ledger_row(row: int, letters: Iterable[str]) -> str:
    """Return the cells of a row of a ledger: a text in column A, then figures."""
    return f'<c r="A{row}" t="s"><v>{_LEDGER[row % 3]}</v></c>{_figures(row, letters)}'


def styled_rows(rows: int) -> bytes:
    """Rows with a style and a height, without cells."""
    attributes = ' spans="1:5" s="2" customFormat="1" ht="21" customHeight="1"'
    lines = (f'<row r="{row}"{attributes}/>' for row in range(40, 40 + rows))
    return packed(_below(_FIRST, lines))


def bordered(rows: int, across: int = 6) -> bytes:
    """Rows of empty cells with a border."""
    letters = [column(number) for number in range(1, across + 1)]
    attributes = ' spans="1:6" s="2" customFormat="1" ht="21" customHeight="1" thickBot="1"'
    return _rows_below(
        rows, lambda row: "".join(f'<c r="{one}{row}" s="2"/>' for one in letters), attributes
    )


def paired_empty(rows: int) -> bytes:
    """Rows of empty cells that are written as pairs of tags."""
    return _rows_below(
        rows, lambda row: "".join(f'<c r="{one}{row}" s="2"></c>' for one in "ABCDEF")
    )


def figures_below(rows: int, across: int = 10) -> bytes:
    """Rows of figures below the form."""
    letters = [column(number) for number in range(1, across + 1)]
    return _rows_below(rows, lambda row: _figures(row, letters))


def figures_beside(columns: int, rows: int = 0) -> bytes:
    """Figures in columns beside the form, in each of its rows and in rows below it."""
    parts = _parts()
    letters = [column(number) for number in range(20, 20 + columns)]

    def cells(row: int) -> str:
        return "".join(f'<c r="{one}{row}"><v>{row}</v></c>' for one in letters)

    text = parts[_FIRST].decode()
    text = _ROW.sub(lambda m: f"{m[1]}{m[3]}{cells(int(m[2]))}</row>", text)
    below = "".join(f'<row r="{row}">{cells(row)}</row>' for row in range(40, 40 + rows))
    parts[_FIRST] = text.replace("</sheetData>", below + "</sheetData>").encode()
    return packed(parts)


def texts_below(rows: int, across: int = 10) -> bytes:
    """Rows of a ledger below the form: a text, then figures."""
    letters = [column(number) for number in range(2, across + 1)]
    return _rows_below(rows, lambda row: _ledger_row(row, letters))


def titles_below(rows: int) -> bytes:
    """Rows that repeat the texts of the forms, titles and labels among them."""
    return _rows_below(
        rows,
        lambda row: "".join(
            f'<c r="{one}{row}" t="s"><v>{(row * 5 + at) % 60}</v></c>'
            for at, one in enumerate("ABCDE")
        ),
    )


def formulas_below(rows: int) -> bytes:
    """Rows of figures with a formula each, its result stored."""
    return _rows_below(
        rows,
        lambda row: (
            f'<c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>A{row}*2</f><v>{row * 2}</v></c>'
        ),
    )


def other_sheets(rows: int, sheets: int = 3, line: Callable[[int], str] | None = None) -> bytes:
    """Sheets of figures beside those with the forms."""
    parts = _parts()
    line = line or (lambda row: _figures(row, "ABCDEFGHIJ"))
    body = "".join(f'<row r="{row}">{line(row)}</row>' for row in range(1, rows + 1))
    content = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode()
    listed = links = types = ""
    for number in range(1, sheets + 1):
        parts[f"xl/worksheets/data{number}.xml"] = content
        listed += f'<sheet name="数据{number}" sheetId="{100 + number}" r:id="rIdD{number}"/>'
        links += (
            f'<Relationship Id="rIdD{number}" Type="{_RELATED}/worksheet" '
            f'Target="worksheets/data{number}.xml"/>'
        )
        types += f'<Override PartName="/xl/worksheets/data{number}.xml" ContentType="{_SHEET}"/>'
    _insert(parts, "xl/workbook.xml", "</sheets>", listed)
    _insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", links)
    _insert(parts, "[Content_Types].xml", "</Types>", types)
    return packed(parts)


def ledger_sheets(rows: int, sheets: int = 3) -> bytes:
    """Sheets of a ledger, text and figures, beside those with the forms."""
    return other_sheets(rows, sheets, lambda row: _ledger_row(row, "BCDEFGHIJ"))


def one_part(sheets: int) -> bytes:
    """Sheets that share one part."""
    parts = _parts()
    listed = "".join(
        f'<sheet name="同{number}" sheetId="{100 + number}" r:id="rId1"/>'
        for number in range(sheets)
    )
    _insert(parts, "xl/workbook.xml", "</sheets>", listed)
    return packed(parts)


def _insert(parts: Parts, part: str, before: str, text: str) -> None:
    parts[part] = parts[part].replace(before.encode(), text.encode() + before.encode(), 1)


def styled_columns(_: int) -> bytes:
    """Every column styled, with a width of its own."""
    parts = _parts()
    columns = "".join(
        f'<col min="{at}" max="{at}" width="9.{at % 90 + 10}" style="2" customWidth="1"/>'
        for at in range(6, 16_385)
    )
    _insert(parts, _FIRST, "</cols>", columns)
    return packed(parts)


def conditional_formats(count: int) -> bytes:
    """Conditional formats, pasted again and again."""
    parts = _parts()
    lines = "".join(
        f'<conditionalFormatting sqref="C{at}"><cfRule type="cellIs" dxfId="0" priority="{at}" '
        'operator="lessThan"><formula>0</formula></cfRule></conditionalFormatting>'
        for at in range(1, count + 1)
    )
    _insert(parts, _FIRST, "<dataValidations", lines)
    return packed(parts)


def merges(count: int) -> bytes:
    """Merges of empty cells below the form."""
    parts = _parts()
    lines = "".join(f'<mergeCell ref="A{at}:C{at}"/>' for at in range(50, 50 + count))
    _insert(parts, _FIRST, "</mergeCells>", lines)
    return packed(parts)


def validations(count: int) -> bytes:
    """Data validations, one for each cell."""
    parts = _parts()
    lines = "".join(
        f'<dataValidation type="list" allowBlank="1" sqref="B{at}"><formula1>"是,否"</formula1>'
        "</dataValidation>"
        for at in range(40, 40 + count)
    )
    _insert(parts, _FIRST, "</dataValidations>", lines)
    return packed(parts)


def defined_names(count: int) -> bytes:
    """Defined names left by copied sheets, most of them broken."""
    parts = _parts()
    lines = "".join(
        f'<definedName name="名称{at}" hidden="1">{"#REF!" if at % 2 else f"附表1!$A${at}"}'
        "</definedName>"
        for at in range(1, count + 1)
    )
    _insert(parts, "xl/workbook.xml", "</definedNames>", lines)
    return packed(parts)


def chained_names(count: int) -> bytes:
    """Defined names that point at each other."""
    parts = _parts()
    lines = "".join(
        f'<definedName name="链{at}">链{at + 1}+1</definedName>' for at in range(1, count + 1)
    )
    _insert(parts, "xl/workbook.xml", "</definedNames>", lines)
    return packed(parts)


def styles(count: int) -> bytes:
    """Cell styles and named styles that no cell has."""
    parts = _parts()
    lines = "".join(
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyFont="{at % 2}"/>'
        for at in range(count)
    )
    _insert(parts, "xl/styles.xml", "</cellXfs>", lines)
    named = "".join(
        f'<cellStyle name="样式 {at}" xfId="0" customBuiltin="1"/>' for at in range(count)
    )
    _insert(parts, "xl/styles.xml", "</cellStyles>", named)
    return packed(parts)


def unused_strings(count: int) -> bytes:
    """Shared strings that no cell has."""
    parts = _parts()
    lines = "".join(f"<si><t>没有单元格引用的文字{at}</t></si>" for at in range(count))
    _insert(parts, "xl/sharedStrings.xml", "</sst>", lines)
    return packed(parts)


def picture(mebibytes: int) -> bytes:
    """A picture that deflate can't shrink."""
    parts = _parts()
    state, block = 1, bytearray()
    for _ in range(1 << 16):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        block.append(state >> 16 & 255)
    parts["xl/media/image1.png"] = bytes(block) * (mebibytes * 16)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name.endswith("png") else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return data.getvalue()


def links_and_comments(count: int) -> bytes:
    """Hyperlinks of empty cells."""
    parts = _parts()
    lines = "".join(
        f'<hyperlink ref="C{at}" location="附表1!A1" display="返回"/>'
        for at in range(40, 40 + count)
    )
    _insert(parts, _FIRST, "<printOptions", f"<hyperlinks>{lines}</hyperlinks>")
    return packed(parts)


# Kinds with the sizes in which they come; the last is what an office program leaves at most.
FULL: dict[str, tuple[Callable[[int], bytes], int]] = {
    "styled rows": (styled_rows, 1_048_500),
    "bordered rows": (bordered, 1_048_500),
    "empty pairs": (paired_empty, 1_048_500),
    "figures below": (figures_below, 300_000),
    "figures below, narrow": (lambda n: figures_below(n, 3), 1_000_000),
    "figures beside": (figures_beside, 16_000),
    "figures beside and below": (lambda n: figures_beside(30, n), 100_000),
    "figures on other sheets": (other_sheets, 100_000),
    "ledger below": (texts_below, 300_000),
    "titles below": (titles_below, 5_000),
    "ledgers on other sheets": (ledger_sheets, 100_000),
    "formulas below": (formulas_below, 50_000),
    "sheets of one part": (one_part, 900),
    "styled columns": (styled_columns, 1),
    "conditional formats": (conditional_formats, 50_000),
    "merges": (merges, 50_000),
    "validations": (validations, 50_000),
    "defined names": (defined_names, 50_000),
    "chained names": (chained_names, 50_000),
    "styles": (styles, 20_000),
    "unused strings": (unused_strings, 60_000),
    "picture": (picture, 200),
    "links": (links_and_comments, 50_000),
}
