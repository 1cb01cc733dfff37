"""Pages of a scan as sheets: continued tables, cells cut by the break, columns in common."""

from __future__ import annotations

import pytest

from xlform.formats.scan.content import (
    Box,
    Character,
    ScanContent,
    ScannedCell,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.address import Range

Cells = dict[tuple[int, int, int, int], str]


def words(text: str, left: int, top: int) -> TextLine:
    characters = tuple(Character(one, 0.99, 0.5) for one in text)
    return TextLine(Box(left, top, left + 20 * len(text), top + 20), characters)


def table(columns: tuple[int, ...], rows: tuple[int, ...], cells: Cells) -> ScannedTable:
    made = []
    for (top, left, bottom, right), text in cells.items():
        box = Box(columns[left], rows[top], columns[right + 1], rows[bottom + 1])
        lines = (words(text, box.left + 4, box.top + 4),) if text else ()
        made.append(ScannedCell(top, left, bottom, right, box, lines))
    return ScannedTable(columns, rows, tuple(made))


FIRST = table(
    (100, 400, 900), (100, 140, 180),
    {(0, 0, 0, 0): "部门名称", (0, 1, 0, 1): "甲镇", (1, 0, 1, 0): "", (1, 1, 1, 1): "数量指标"},
)  # fmt: skip
SECOND = table(
    (110, 410, 700, 910), (60, 100, 140),
    {(0, 0, 1, 0): "产出指标", (0, 1, 0, 1): "质量", (0, 2, 0, 2): "90", (1, 1, 1, 2): "时效"},
)  # fmt: skip


def sheets(*pages: ScannedPage) -> list[dict[str, str]]:
    found = scan_sheets(ScanContent(pages), "盖章.pdf")
    return [
        {f"{row},{column}": cell.text for (row, column), cell in one.cells.items()} for one in found
    ]


def test_a_page_continues_the_table_before_it() -> None:
    number = words("第1页", 480, 1900)
    (sheet,) = sheets(
        ScannedPage(1000, 2000, (FIRST,), (number,)), ScannedPage(1000, 2000, (SECOND,))
    )
    assert sheet == {
        "1,1": "部门名称", "1,2": "甲镇", "2,2": "数量指标",
        "2,1": "产出指标", "3,2": "质量", "3,3": "90", "4,2": "时效",
    }  # fmt: skip


def test_a_cell_cut_by_the_break_is_whole() -> None:
    (sheet,) = scan_sheets(
        ScanContent((ScannedPage(1000, 2000, (FIRST,)), ScannedPage(1000, 2000, (SECOND,)))), "x"
    )
    assert Range(2, 1, 4, 1) in sheet.merges
    assert Range(1, 2, 1, 3) in sheet.merges  # the columns of both pages are those of the sheet


def test_words_between_two_tables_part_them() -> None:
    titled = ScannedPage(1000, 2000, (SECOND,), (words("2023年项目支出绩效目标表", 300, 10),))
    assert len(sheets(ScannedPage(1000, 2000, (FIRST,)), titled)) == 2
    signed = ScannedPage(1000, 2000, (FIRST,), (words("填表人：甲", 100, 300),))
    assert len(sheets(signed, ScannedPage(1000, 2000, (SECOND,)))) == 2


def test_a_narrower_table_is_another() -> None:
    narrow = table((100, 300, 500), (60, 100), {(0, 0, 0, 0): "项目", (0, 1, 0, 1): "9"})
    assert len(sheets(ScannedPage(1000, 2000, (FIRST,)), ScannedPage(1000, 2000, (narrow,)))) == 2


@pytest.mark.parametrize(
    ("second", "paragraphs"),
    [
        ("99.98%，按时完成。", 1),
        ("100%。", 1),
        ("12.严格管理。", 2),
        ("按时完成。", 2),
    ],
)
def test_a_figure_that_did_not_fit_goes_on_with_the_paragraph(second: str, paragraphs: int) -> None:
    lines = ("编报说明" * 10 + "如下：", "资金使用率" * 8, second)
    page = tuple(words(text, 40, 20 + 40 * row) for row, text in enumerate(lines))
    assert len(sheets(ScannedPage(960, 400, (), page))[0]) == paragraphs


@pytest.mark.parametrize(("left", "texts"), [(400, 2), (100, 1)])
def test_a_text_after_a_table_is_another_if_it_has_a_title(left: int, texts: int) -> None:
    """The narratives of several units are in one file; one may go on after a page with a table."""
    body = words("各项工作按计划开展" * 4, 100, 200)
    first = ScannedPage(1000, 2000, lines=(words("甲镇编报说明", 400, 100), body))
    forms = ScannedPage(1000, 2000, (FIRST,))
    title = words("乙镇编报说明", left, 100)
    found = scan_sheets(
        ScanContent((first, forms, ScannedPage(1000, 2000, lines=(title, body)))), "a"
    )
    prose = [sheet for sheet in found if all(column == 1 for _, column in sheet.cells)]
    assert len(prose) == texts
    assert len({sheet.name for sheet in found}) == texts + 1
