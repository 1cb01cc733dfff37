"""Cells that a pivot table, a query or a table's own part fills: an edit of one is refused."""

from __future__ import annotations

import pytest
from patching import BOOK, LINKS, MAIN, book, links, number, patch, rows_of

from xlform.errors import CellNotEditable
from xlform.messages import translate

ROWS = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, 10))
NAMES = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
    '<sheet name="附表1" sheetId="7" r:id="r1"/></sheets><definedNames>'
    '<definedName name="外部_数据" localSheetId="0">附表1!$B$4:$C$6</definedName>'
    "</definedNames></workbook>"
)
PIVOT = '<pivotTableDefinition xmlns="{}" name="p"><location ref="A4:C6"{}/></pivotTableDefinition>'
TABLE = '<table xmlns="{}" id="1" name="t" displayName="t" ref="A3:C7"{}/>'
QUERY = '<queryTable xmlns="{}" name="外部 数据" connectionId="1"{}/>'


@pytest.mark.parametrize(
    ("kind", "content", "more", "kept", "free"),
    [
        ("pivotTable", PIVOT, "", {"B4", "B6", "C5"}, {"B3", "B7", "D5"}),
        ("pivotTable", PIVOT, ' rowPageCount="2"', {"B1", "B3", "B6"}, {"B7"}),
        ("table", TABLE, "", {"B3"}, {"B2", "B4", "B7"}),
        ("table", TABLE, ' headerRowCount="0"', set(), {"B3", "B7"}),
        ("table", TABLE, ' tableType="queryTable"', {"B3", "B4", "B7"}, {"B2", "B8"}),
        ("table", TABLE, ' tableType="queryTable" totalsRowCount="1"', {"B4", "B6"}, {"B7"}),
        ("queryTable", QUERY, "", {"B4", "B6"}, {"B3", "B7"}),
    ],
)
def test_what_a_refresh_overwrites_is_not_edited(
    kind: str, content: str, more: str, kept: set[str], free: set[str]
) -> None:
    parts = {
        BOOK: NAMES,
        "xl/worksheets/_rels/sheet1.xml.rels": links(("r1", kind, "../data/one.xml")),
        "xl/data/one.xml": content.format(MAIN, more),
    }
    data = book(ROWS, parts=parts)
    for cell in kept:
        with pytest.raises(CellNotEditable) as problem:
            patch(data, {cell: number("2")})
        assert problem.value.details["cell"] == cell
    for cell in free:
        assert f'<c r="{cell}"><v>2</v></c>' in rows_of(patch(data, {cell: number("2")}))


def test_it_is_said_why() -> None:
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": links(("r1", "pivotTable", "../p.xml")),
        "xl/p.xml": PIVOT.format(MAIN, ""),
    }
    with pytest.raises(CellNotEditable) as problem:
        patch(book(ROWS, parts=parts), {"B5": number("2")})
    because = translate("unedited.pivot", sheet="附表1", cell="B5", area="A4:C6")
    assert because in str(problem.value)
