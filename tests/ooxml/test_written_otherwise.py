"""Parts that are right but written as few programs write them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from xlform.formats.source import read_file
from xlform.grid.address import Range
from xlform.grid.model import Cell, CellError, Sheet

Build = Callable[..., Path]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def only(path: Path) -> Sheet:
    (sheet,) = read_file(path)[1].sheets
    return sheet


def values(path: Path) -> dict[tuple[int, int], object]:
    return {at: cell.value for at, cell in only(path).cells.items()}


def shown(path: Path) -> list[object]:
    return list(values(path).values())


def test_rows_and_cells_without_addresses_are_counted(build: Build) -> None:
    path = build(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="D5"/><c><v>5</v></c></row><row><c r="b6"><v>6</v></c></row>'
    )
    assert values(path) == {(1, 1): 1, (1, 3): 3, (5, 5): 5, (6, 2): 6}


def test_rows_out_of_order_are_put_in_reading_order(build: Build) -> None:
    path = build(
        '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        '<mergeCells><mergeCell ref="A4:B4"/><mergeCell ref="B3:A3"/></mergeCells>',
    )
    sheet = only(path)
    assert list(sheet.cells) == [(1, 1), (2, 1), (2, 2)]
    assert sheet.merges == (Range(3, 1, 3, 2), Range(4, 1, 4, 2))


def test_strings_within_cells(build: Build) -> None:
    path = build(
        '<row><c t="inlineStr"><is><t>甲</t></is></c>'
        '<c t="inlineStr"><is><r><t>年</t></r><r><rPr/><t xml:space="preserve"> 度</t></r>'
        "<rPh sb='0' eb='1'><t>ねん</t></rPh></is></c>"
        '<c t="str"><f>"a"</f><v>乙</v></c><c t="inlineStr"><is/></c></row>'
    )
    assert shown(path) == ["甲", "年 度", "乙"]


def test_shared_strings_with_runs_reading_aids_and_escapes(build: Build) -> None:
    items = [
        "<si><r><t>绩</t></r><r><t>效</t></r><phoneticPr fontId='1'/></si>",
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>",
        "<si><t>金额_x000D_\n万元</t></si>",
        "<si><t>_x005F_x000D_</t></si>",
        "<si><t>_xD83D__xDE00_ _xD800_</t></si>",
        "<si><t>金额&#13;&#10;万元</t></si>",
        "<si><t><![CDATA[<甲>]]>&amp;<!-- 注 -->乙</t></si>",
        "<si/>",
    ]
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(len(items)))
    strings = f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'
    found = shown(build(f"<row>{cells}</row>", parts={STRINGS: strings}))
    assert found == [
        "绩效", "東京", "金额\n万元", "_x000D_", "\U0001f600 \ufffd", "金额\n万元", "<甲>&乙",
    ]  # fmt: skip
    "".join(map(str, found)).encode()


def test_values_of_every_type(build: Build) -> None:
    path = build(
        '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c>'
        '<c t="d"><v>2023-12-31T00:00:00Z</v></c><c t="n"><v>95.40</v></c>'
        "<c><v>1056.4000000000001</v></c><c><v>430204199001011234</v></c>"
        "<c><v>4.30204199001011E+17</v></c><c><v/></c><c/></row>"
    )
    assert [repr(value) for value in shown(path)] == [
        "True", "False", repr(CellError("#N/A")), "datetime.date(2023, 12, 31)",
        "Decimal('95.40')", "Decimal('1056.4')", "Decimal('430204199001011234')",
        "Decimal('430204199001011000')",
    ]  # fmt: skip


def test_shared_formula_is_spelled_out_for_each_cell(build: Build) -> None:
    master = "SUM($A1:A$1)+'甲 A1'!B2&amp;\"A1\"+LOG10(C1)+$D$1+乙!A1"
    path = build(
        f'<row r="1"><c r="E1"><f t="shared" ref="E1:F2" si="0">{master}</f><v>1</v></c>'
        '<c r="F1"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="2"><c r="E2"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="F2"><f t="shared" si="7"/><v>1</v></c></row>'
    )
    assert [cell.formula for cell in only(path).cells.values()] == [
        "SUM($A1:A$1)+'甲 A1'!B2&\"A1\"+LOG10(C1)+$D$1+乙!A1",
        "SUM($A1:B$1)+'甲 A1'!C2&\"A1\"+LOG10(D1)+$D$1+乙!B1",
        "SUM($A2:A$1)+'甲 A1'!B3&\"A1\"+LOG10(C2)+$D$1+乙!A2",
        "",
    ]


def test_result_stored_for_a_formula_is_kept_and_0_is_asked_again(build: Build) -> None:
    path = build(
        "<row><c><v>2</v></c><c><f>A1+1</f><v>7</v></c><c><f>A1+2</f><v>0</v></c>"
        "<c><f>A1+3</f><v></v></c><c><f>A1+4</f></c></row>"
    )
    assert list(only(path).cells.values())[1:] == [
        Cell(Decimal(7), "A1+1"),
        Cell(Decimal(4), "A1+2", cached=Decimal(0)),
        Cell(Decimal(5), "A1+3"),
        Cell(Decimal(6), "A1+4"),
    ]


@pytest.mark.parametrize("setting", ['calcMode="manual"', 'fullCalcOnLoad="1"'])
def test_file_that_distrusts_its_own_results_is_computed_afresh(build: Build, setting: str) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="甲" r:id="r1"/></sheets>'
        f"<calcPr {setting}/></workbook>"
    )
    path = build("<row><c><f>1+1</f><v>7</v></c></row>", parts={"xl/workbook.xml": workbook})
    assert only(path).cells[1, 1] == Cell(Decimal(2), "1+1", cached=Decimal(7))


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_prefixed_elements_in_either_namespace(build: Build, namespace: str) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{namespace}">'
        '<x:cols><x:col min="2" max="3" hidden="true"/></x:cols>'
        '<x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    strings = (
        f'<x:sst xmlns:x="{namespace}"><x:si><x:t>甲</x:t></x:si><x:si><x:t>乙</x:t></x:si></x:sst>'
    )
    workbook = (
        f'<x:workbook xmlns:x="{namespace}" xmlns:q="{LINKS}"><x:sheets>'
        '<x:sheet name="附表1" q:id="r1"/></x:sheets></x:workbook>'
    )
    read = only(build(parts={SHEET: sheet, STRINGS: strings, "xl/workbook.xml": workbook}))
    assert read.cells == {(1, 1): Cell("乙")}
    assert read.merges == (Range(1, 1, 1, 2),)
    assert sorted(read.hidden_rows) == [1]
    assert sorted(read.hidden_columns) == [2, 3]


def test_elements_of_an_extension_list_are_no_cells(build: Build) -> None:
    extension = (
        '<extLst><ext xmlns:y="urn:y"><y:row><y:c r="A9"><y:v>9</y:v></y:c></y:row></ext></extLst>'
    )
    path = build("<row><c><v>1</v><extLst><ext><c><v>8</v></c></ext></extLst></c></row>", extension)
    assert values(path) == {(1, 1): 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_parts_in_other_encodings(build: Build, encoding: str) -> None:
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    declared = '<?xml version="1.0" encoding="UTF-16"?>' if "16" in encoding else ""
    strings = f'{mark}{declared}<sst xmlns="{MAIN}"><si><t>云田镇</t></si></sst>'.encode(encoding)
    path = build('<row><c t="s"><v>0</v></c></row>', parts={STRINGS: strings})
    assert shown(path) == ["云田镇"]


@pytest.mark.parametrize(
    "target", ["/xl/Blätter/Erstes.xml", "Blätter/erstes.XML", "./x/../Blätter/erstes.xml"]
)
def test_parts_are_found_by_relationship_whatever_their_name(build: Build, target: str) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/worksheet" '
        f'Target="{target}"/></Relationships>'
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'
    )
    parts = {"xl/_rels/workbook.xml.rels": rels, SHEET: None, "xl/Blätter/erstes.xml": sheet}
    assert values(build(parts=parts)) == {(1, 1): 1}


def test_sheets_of_other_kinds_are_skipped(build: Build) -> None:
    kinds = ["chartsheet", "dialogsheet", "xlMacrosheet", "worksheet"]
    rels = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="worksheets/sheet1.xml"/>'
        for n, kind in enumerate(kinds)
    )
    listed = "".join(f'<sheet name="{kind}" r:id="r{n}"/>' for n, kind in enumerate(kinds))
    parts = {
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{rels}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"<sheets>{listed}</sheets></workbook>",
    }
    assert only(build("<row><c><v>1</v></c></row>", parts=parts)).name == "worksheet"


def test_large_part_is_read_as_a_small_one(build: Build) -> None:
    row = "<row>" + '<c t="s"><v>1</v></c>' * 10 + "</row>"
    path = build(row * 6_000, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    sheet = only(path)
    assert len(sheet.cells) == 60_000
    assert sheet.cells[6_000, 10] == Cell("乙")
    assert sheet.merges == (Range(1, 1, 1, 2),)


def test_an_escaped_escape_of_an_inline_string_is_undone_once(build: Build) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c></row>'
    assert [cell.value for cell in read_file(build(rows))[1].sheets[0].cells.values()] == [
        "_x0041_"
    ]
