"""Cells that are not there yet, and parts written as few programs write them."""

from __future__ import annotations

import pytest
from patching import (
    BLANK,
    BOOK,
    BOOK_LINKS,
    LINKS,
    MAIN,
    ONE,
    SHEET,
    STRICT,
    STRICT_LINKS,
    book,
    changed_parts,
    formula,
    links,
    number,
    part,
    patch,
    rows_of,
    text,
)
from richbook import members, with_members

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import Position
from xlform.ooxml.edit.cells import CellContent


def new(cell: str) -> str:
    return f'<c r="{cell}"><v>2</v></c>'


def values(data: bytes) -> dict[Position, object]:
    [sheet] = read_xlsx(data, "x").sheets
    return {at: cell.value for at, cell in sheet.cells.items()}


def twos(*cells: str) -> dict[str, CellContent]:
    return dict.fromkeys(cells, number("2"))


GAPS = '<row r="3"><c r="B3" s="1"/><c r="E3"><v>5</v></c></row><row r="6"/>'


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["A3"], GAPS.replace('<c r="B3"', f'{new("A3")}<c r="B3"')),
        (["C3", "D3"], GAPS.replace('<c r="E3"', f'{new("C3")}{new("D3")}<c r="E3"')),
        (["D3", "C3"], GAPS.replace('<c r="E3"', f'{new("C3")}{new("D3")}<c r="E3"')),
        (["AA3", "F3"], GAPS.replace("</c></row>", f"</c>{new('F3')}{new('AA3')}</row>")),
        (["B6"], GAPS.replace('<row r="6"/>', f'<row r="6">{new("B6")}</row>')),
        (["B1", "A1"], f'<row r="1">{new("A1")}{new("B1")}</row>{GAPS}'),
        (
            ["A5", "A4"],
            GAPS.replace(
                '<row r="6"', f'<row r="4">{new("A4")}</row><row r="5">{new("A5")}</row><row r="6"'
            ),
        ),
        (["A7", "C9"], f'{GAPS}<row r="7">{new("A7")}</row><row r="9">{new("C9")}</row>'),
        (["CV900"], f'{GAPS}<row r="900">{new("CV900")}</row>'),
    ],
)
def test_missing_cells_and_rows_come_in_their_order(cells: list[str], rows: str) -> None:
    before = book(GAPS)
    after = patch(before, twos(*cells))
    assert rows_of(after) == rows
    assert changed_parts(before, after) == {SHEET}


def test_an_empty_sheet_is_opened() -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    after = patch(book("", parts={SHEET: empty}), twos("B2"))
    assert rows_of(after) == f'<row r="2">{new("B2")}</row>'


def test_a_new_cell_looks_like_its_row_or_column() -> None:
    columns = '<cols><col min="2" max="3" style="4" width="9"/></cols>'
    rows = '<row r="1" s="6" customFormat="1"/><row r="2" s="7"/>'
    after = patch(book(rows, ahead=columns), twos("B1", "B2", "B3", "D3"))
    assert '<c r="B1" s="6">' in rows_of(after)
    assert '<c r="B2" s="4">' in rows_of(after)
    assert '<row r="3"><c r="B3" s="4"><v>2</v></c><c r="D3"><v>2</v>' in rows_of(after)


@pytest.mark.parametrize(
    ("cells", "dimension"),
    [
        (["C3"], "B3:E6"),
        (["A1"], "A1:E6"),
        (["C9", "G4"], "B3:G9"),
    ],
)
def test_the_range_a_sheet_fills_grows_with_it(cells: list[str], dimension: str) -> None:
    before = book(GAPS, ahead='<dimension ref="B3:E6"/>')
    after = patch(before, twos(*cells))
    assert f'<dimension ref="{dimension}"/>' in part(after)


def test_a_range_that_was_wrong_before_is_left_alone() -> None:
    before = book(GAPS, ahead='<dimension ref="A1"/>')
    assert '<dimension ref="A1"/>' in part(patch(before, twos("E3")))


def test_spans_go_only_where_they_would_be_wrong() -> None:
    rows = (
        '<row r="1" spans="1:3" ht="9"><c r="A1"/></row>'
        '<row r="2" spans="1:2 5:6"><c r="A2"/></row>'
        '<row r="3" spans="1:1"/>'
    )
    after = rows_of(patch(book(rows), twos("C1", "D2", "A3")))
    assert '<row r="1" spans="1:3" ht="9">' in after
    assert '<row r="2"><c r="A2"/><c r="D2">' in after
    assert '<row r="3" spans="1:1"><c r="A3">' in after


def test_merges_are_written_at_their_first_cell_only() -> None:
    merges = (
        '<mergeCells><mergeCell ref="D9:C8"/><mergeCell ref="A1:CV1"/>'
        '<mergeCell ref="B3:B5"/></mergeCells>'
    )
    before = book(GAPS, merges)
    after = patch(before, twos("B3", "C8", "A1"))
    assert values(after) == {(1, 1): 2, (3, 2): 2, (3, 5): 5, (8, 3): 2}
    for cell in ("B4", "B5", "D8", "C9", "D9", "B1"):
        for content in (number("1"), BLANK, text("甲")):
            with pytest.raises(FileProblem, match=f"“附表1”{cell} 在合并单元格"):
                patch(before, {cell: content})


def test_a_hidden_result_within_a_merge_may_be_renewed() -> None:
    rows = '<row r="1"><c r="B1"><f>C1</f><v>1</v></c></row>'
    before = book(rows, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    assert "<f>C1</f><v>甲</v>" in rows_of(patch(before, results={"B1": "甲"}))


def test_rows_and_cells_without_addresses_are_counted() -> None:
    rows = (
        '<row><c><v>1</v></c><c/><c r="E1"/><c s="2"><v>6</v></c></row><row r="4"><c r="b4"/></row>'
        "<row><c/><c><v>52</v></c></row>"
    )
    before = book(rows)
    after = patch(before, twos("B1", "D1", "F1", "G1", "A3", "B4", "C4", "B5", "A6"))
    assert rows_of(after) == (
        f'<row><c><v>1</v></c><c><v>2</v></c>{new("D1")}<c r="E1"/><c s="2"><v>2</v></c>'
        f'{new("G1")}</row><row r="3">{new("A3")}</row>'
        f'<row r="4"><c r="b4"><v>2</v></c>{new("C4")}</row>'
        f'<row><c/><c><v>2</v></c></row><row r="6">{new("A6")}</row>'
    )


def test_rows_in_disorder_are_found() -> None:
    rows = (
        '<row r="5"><c r="C5"/><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    )
    after = patch(book(rows), twos("A2", "A5", "B2"))
    assert values(after) == {(2, 1): 2, (2, 2): 2, (5, 1): 2}


def test_a_cell_that_stands_there_twice_is_refused() -> None:
    rows = '<row r="1"><c r="A1"/><c r="B1"/></row><row r="1"><c r="A1"><v>1</v></c></row>'
    with pytest.raises(FileProblem, match="“附表1”A1 在文件中出现不止一次"):
        patch(book(rows), twos("A1"))
    assert values(patch(book(rows), twos("B1"))) == {(1, 1): 1, (1, 2): 2}


PREFIXED = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:y">'
    '<x:dimension ref="A1"/><x:sheetData><x:row r="1"><x:c r="A1" y:t="1"><x:f>B1</x:f>'
    '<x:v>1</x:v><x:extLst/></x:c><y:c r="B1"/></x:row></x:sheetData><y:sheetData><y:row>'
    '<y:c r="A1"/></y:row></y:sheetData><!-- 尾 --></x:worksheet>\n<?pi?>'
)


def test_elements_keep_their_prefix() -> None:
    before = book("", parts={SHEET: PREFIXED})
    after = patch(before, {"A1": text("甲"), "B1": number("2"), "A2": formula("A1", ONE)})
    assert part(after) == PREFIXED.replace(
        "<x:f>B1</x:f><x:v>1</x:v><x:extLst/>", "<x:is><x:t>甲</x:t></x:is><x:extLst/>"
    ).replace('y:t="1"', 'y:t="1" t="inlineStr"').replace('ref="A1"', 'ref="A1:B2"').replace(
        "</x:row></x:sheetData>",
        '<x:c r="B1"><x:v>2</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:f>A1</x:f><x:v>1</x:v>'
        "</x:c></x:row></x:sheetData>",
    )


def test_strict_files_stay_strict() -> None:
    made = {
        name: content.replace(MAIN.encode(), STRICT.encode()).replace(
            LINKS.encode(), STRICT_LINKS.encode()
        )
        for name, content in members(book(GAPS)).items()
    }
    before = with_members(book(GAPS), made)
    after = patch(before, {"B3": formula("E3")})
    assert '<c r="B3" s="1"><f>E3</f></c>' in rows_of(after)
    assert '</sheets><calcPr fullCalcOnLoad="1"/></workbook>' in part(after, BOOK)


@pytest.mark.parametrize(
    ("mark", "codec", "declared"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "UTF-16"),
        (b"\xfe\xff", "utf-16-be", "UTF-16"),
        (b"", "utf-16-le", "UTF-16LE"),
    ],
)
def test_parts_keep_their_encoding(mark: bytes, codec: str, declared: str) -> None:
    written = f'<?xml version="1.0" encoding="{declared}"?>{part(book(GAPS))}'
    before = book("", parts={SHEET: mark + written.encode(codec)})
    after = patch(before, {"B3": text("云田镇"), "A9": number("2")})
    result = members(after)[SHEET]
    assert result.startswith(mark)
    assert result[len(mark) :].decode(codec) == written.replace(
        '<c r="B3" s="1"/>', '<c r="B3" s="1" t="inlineStr"><is><t>云田镇</t></is></c>'
    ).replace('<row r="6"/>', f'<row r="6"/><row r="9">{new("A9")}</row>')


def test_sheets_go_by_their_names_wherever_their_parts_lie() -> None:
    main = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Sheet" sheetId="1" '
        'r:id="r2"/><sheet name="sheet1" sheetId="2" r:id="r1"/></sheets></workbook>'
    )
    related = links(("r1", "worksheet", "/XL/other/Form.XML"), ("r2", "chartsheet", "c.xml"))
    parts = {BOOK: main, BOOK_LINKS: related, "xl/other/form.xml": part(book(GAPS))}
    before = book("", parts={**parts, "xl/c.xml": "<c/>"})
    after = patch(before, twos("B3"), sheet="sheet1")
    assert changed_parts(before, after) == {"xl/other/form.xml"}
    for name in ("Sheet1", "Sheet", "附表1"):
        with pytest.raises(FileProblem, match=f"没有工作表“{name}”"):
            patch(before, twos("B3"), sheet=name)


@pytest.mark.parametrize(
    "damage",
    [
        ("<sheetData>", "<sheetData><row r='x'/>"),
        ("<sheetData>", "<sheetData><row r='1'><c r='1A'/></row>"),
        ("</sheetData>", ""),
        ('r="3"', 'r="3" spans="a:b"'),
        ("<sheetData>", "<!DOCTYPE x><sheetData>"),
        ("worksheet", "chartsheet"),
    ],
)
def test_damaged_sheets_are_refused(damage: tuple[str, str]) -> None:
    broken = part(book(GAPS)).replace(*damage)
    with pytest.raises(FileProblem, match=r"填报表\.xlsx"):
        patch(book("", parts={SHEET: broken}), twos("A3"))
