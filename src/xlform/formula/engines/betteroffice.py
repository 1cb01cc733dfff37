"""betteroffice-xlsx, the second engine, given the same workbook as the first.

It takes whole files only, so the cells go into a plain workbook of their own. Why this engine:
docs/decisions/0011-results.md.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator

from betteroffice_xlsx import CellError, Workbook, XlsxError

from xlform.formula.engines.request import (
    NO_RESULT,
    EngineRequest,
    EngineResult,
    EngineSheet,
    unanswered,
)
from xlform.grid.address import cell_name

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
# XML has no place for these; a formula or text that holds one is not told.
_CONTROLS = {number: None for number in range(32) if number not in (9, 10, 13)}


def computed(request: EngineRequest) -> list[EngineResult]:
    """Return the results of the targets in one workbook."""
    workbook = Workbook.open_recalculated(_workbook(request))
    if workbook.last_calculation().limited:
        # Beyond its limits it writes #NUM!, which other formulas then take for a result.
        return unanswered(request.targets)
    return [
        _result(workbook, sheet, cell_name(row, column)) for sheet, row, column in request.targets
    ]


def _result(workbook: Workbook, sheet: int, address: str) -> EngineResult:
    try:
        value = workbook.value(sheet, address)
    except XlsxError:
        return NO_RESULT
    if isinstance(value, bool):
        return EngineResult("b", "1" if value else "0")
    if isinstance(value, float):
        return EngineResult("n", format(value, ".15g"))
    if isinstance(value, CellError):
        return EngineResult("e", value.code)
    return NO_RESULT if value is None else EngineResult("s", value)


def _workbook(request: EngineRequest) -> bytes:
    """A workbook of nothing but cells; what it holds is escaped, and stored without packing."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, text in _parts(request):
            package.writestr(name, text)
    return file.getvalue()


def _parts(request: EngineRequest) -> Iterator[tuple[str, str]]:
    numbers = range(len(request.sheets))
    types = "".join(
        f'<Override PartName="/xl/s{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    content = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{types}</Types>"
    )
    yield "[Content_Types].xml", content
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations([("worksheet", f"s{number}.xml") for number in numbers]),
    )
    yield "xl/workbook.xml", _outline(request)
    for number, sheet in enumerate(request.sheets):
        yield f"xl/s{number}.xml", _sheet(sheet)


def _relations(targets: list[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _outline(request: EngineRequest) -> str:
    sheets = "".join(
        f'<sheet name={_quoted(_clean(sheet.name))} sheetId="{number + 1}" r:id="r{number}"/>'
        for number, sheet in enumerate(request.sheets)
    )
    numbers = {sheet.name: number for number, sheet in enumerate(request.sheets)}
    names = "".join(
        f"<definedName name={_quoted(_clean(name))}{_scope(numbers.get(sheet))}>"
        f"{_escaped(_clean(meaning))}</definedName>"
        for sheet, name, meaning in request.names
    )
    names = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>{names}</workbook>'
    )


def _scope(number: int | None) -> str:
    """The attribute of a name of one sheet."""
    return "" if number is None else f' localSheetId="{number}"'


def _sheet(sheet: EngineSheet) -> str:
    rows: dict[int, list[str]] = {}
    for row, column, kind, text in sorted(sheet.cells):
        rows.setdefault(row, []).append(_cell(cell_name(row, column), kind, _escaped(_clean(text))))
    lines = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(address: str, kind: str, text: str) -> str:
    if kind == "f":
        return f'<c r="{address}"><f>{text}</f></c>'
    if kind == "s":
        inline = f'<is><t xml:space="preserve">{text}</t></is>'
        return f'<c r="{address}" t="inlineStr">{inline}</c>'
    return f'<c r="{address}" t="{kind}"><v>{text}</v></c>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _quoted(text: str) -> str:
    """An attribute's value with its quotation marks; line breaks by number, or they are blanks."""
    text = html.escape(text).replace("\n", "&#10;").replace("\r", "&#13;")
    return '"' + text.replace("\t", "&#9;") + '"'


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
