"""The second opinion on formulas: betteroffice-xlsx, fed the same workbook as the first engine.

It takes whole files only, so the cells asked about go into a plain workbook of their own. It runs
in the engine's process and is loaded when it is first asked. Why this engine:
docs/decisions/0011-results.md.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from betteroffice_xlsx import CellError, Workbook, XlsxError

from xlform.formula.calculation import Answer, Question, SheetQuestion
from xlform.ooxml.address import cell_name
from xlform.ooxml.escaping import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
# XML has no place for these; a formula or text that holds one is not told.
_CONTROLS = {number: None for number in range(32) if number not in (9, 10, 13)}


def answer(question: Question) -> list[Answer]:
    """Compute the asked cells of one workbook; ``?`` for each that can't be told."""
    workbook = Workbook.open_recalculated(_workbook(question))
    if workbook.last_calculation().limited:
        # Beyond its limits it writes #NUM!, which other formulas then take for a result.
        return [Answer("?")] * len(question.asked)
    return [
        _answer(workbook, sheet, cell_name(row, column)) for sheet, row, column in question.asked
    ]


def _answer(workbook: Workbook, sheet: int, address: str) -> Answer:
    try:
        value = workbook.value(sheet, address)
    except XlsxError:
        return Answer("?")
    if isinstance(value, bool):
        return Answer("b", "1" if value else "0")
    if isinstance(value, float):
        return Answer("n", format(value, ".15g"))
    if isinstance(value, CellError):
        return Answer("e", value.code)
    return Answer("?") if value is None else Answer("s", value)


def _workbook(question: Question) -> bytes:
    """A workbook of nothing but cells; what it holds is escaped, and stored without packing."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, text in _parts(question):
            package.writestr(name, text)
    return file.getvalue()


def _parts(question: Question) -> Iterator[tuple[str, str]]:
    numbers = range(len(question.sheets))
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
    yield "xl/workbook.xml", _outline(question)
    for number, sheet in enumerate(question.sheets):
        yield f"xl/s{number}.xml", _sheet(sheet)


def _relations(targets: list[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _outline(question: Question) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(_clean(sheet.name))} sheetId="{number + 1}" r:id="r{number}"/>'
        for number, sheet in enumerate(question.sheets)
    )
    names = "".join(
        f"<definedName name={quoteattr(_clean(name))}>{escape(_clean(meaning))}</definedName>"
        for name, meaning in question.names
    )
    names = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>{names}</workbook>'
    )


def _sheet(sheet: SheetQuestion) -> str:
    rows: dict[int, list[str]] = {}
    for row, column, kind, text in sorted(sheet.cells):
        rows.setdefault(row, []).append(_cell(cell_name(row, column), kind, escape(_clean(text))))
    lines = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(address: str, kind: str, text: str) -> str:
    if kind == "f":
        return f'<c r="{address}"><f>{text}</f></c>'
    if kind == "s":
        inline = f'<is><t xml:space="preserve">{text}</t></is>'
        return f'<c r="{address}" t="inlineStr">{inline}</c>'
    return f'<c r="{address}" t="{kind}"><v>{text}</v></c>'


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
