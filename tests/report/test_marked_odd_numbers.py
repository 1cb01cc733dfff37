"""Numbers of attributes that are none: the copy is marked all the same, or refused by name."""

from __future__ import annotations

import re

import pytest
from marking import finding, mark
from richbook import members, rich_workbook, with_members

from xlform.errors import FileProblem

LONG = "9" * 5_000
RICH = rich_workbook()
PLACES = [
    ("xl/workbook.xml", "sheetId", ["x", "1.5", LONG, ""]),
    ("xl/workbook.xml", "localSheetId", [LONG, "²", "x"]),
    ("xl/comments1.xml", "authorId", [LONG, "²", "-1"]),
    ("xl/styles.xml", "fillId", [LONG, "x", "99999999"]),
    ("xl/worksheets/sheet1.xml", "defaultRowHeight", [LONG, "inf", "nan", "x"]),
    ("xl/drawings/vmlDrawing1.vml", "data", ["1 2", LONG, ","]),
]


@pytest.mark.parametrize(
    ("part", "attribute", "spelled"),
    [(part, attribute, one) for part, attribute, spelled in PLACES for one in spelled],
)
def test_a_number_that_is_none_is_no_failure(part: str, attribute: str, spelled: str) -> None:
    text = members(RICH)[part].decode()
    changed = re.sub(f'\\b{attribute}="[^"]*"', f'{attribute}="{spelled}"', text)
    assert changed != text
    source = with_members(RICH, {part: changed.encode()})
    refused = "来件.xlsx"
    try:
        marked = mark(source, finding("表一", "B2"), finding("表二", "C3"))
    except FileProblem as problem:
        refused = str(problem)
    else:
        assert members(marked).keys() >= members(source).keys()
    assert "来件.xlsx" in refused
