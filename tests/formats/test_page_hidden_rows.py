"""LibreOffice leaves hidden rows out of a page, and counts them in its spans (figures 9)."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import needs_office, saved_as
from openpyxl import load_workbook
from rule_checks import SAMPLE

from xlform.formats.html.reader import read_web_page
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.grid.notation import dump

HEAD = '<html><head><meta name="generator" content="LibreOffice 7.4"></head><body><table>'
PLAIN = "<html><body><table>"


def cell(text: str, across: int = 1, down: int = 1) -> str:
    return f'<td colspan="{across}" rowspan="{down}">{text}</td>'


def page(*rows: tuple[str, ...], head: str = HEAD) -> Grid:
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return read_web_page(f"{head}{body}</table></body></html>".encode(), "x.html")


def text_at(grid: Grid, row: int, column: int) -> str:
    found = grid.sheets[0].cells.get((row, column))
    return found.text if found else ""


def test_a_span_over_a_hidden_row_ends_where_the_next_row_is_whole() -> None:
    grid = page(
        (cell("城管", down=3), cell("清运"), cell("10")),
        (cell("拆建"), cell("25")),
        (cell("绿化"), cell("植树"), cell("30")),
    )
    assert [text_at(grid, 3, column) for column in (1, 2, 3)] == ["绿化", "植树", "30"]
    assert [str(merge) for merge in grid.sheets[0].merges] == ["A1:A2"]
    assert "hiddenRows" in grid.sheets[0].beside_cells


def test_the_inner_span_ends_before_the_outer_one() -> None:
    grid = page(
        (cell("明细", down=5), cell("城管", down=3), cell("清运"), cell("10")),
        (cell("拆建"), cell("25")),
        (cell("绿化"), cell("植树"), cell("30")),
        (cell("合计"), cell(""), cell("65")),
        (cell("签字"), cell(""), cell("甲"), cell("")),
    )
    assert text_at(grid, 3, 2) == "绿化"
    assert text_at(grid, 4, 4) == "65"
    assert text_at(grid, 5, 1) == "签字"
    assert {str(merge) for merge in grid.sheets[0].merges} == {"A1:A4", "B1:B2"}


def test_a_wide_span_ends_as_a_whole() -> None:
    grid = page(
        (cell("甲", across=2, down=4), cell("1")),
        (cell("2"),),
        (cell("乙"), cell("丙"), cell("3")),
    )
    assert [text_at(grid, 3, column) for column in (1, 2, 3)] == ["乙", "丙", "3"]


def test_right_spans_stay_as_they_are() -> None:
    rows = ((cell("城管", down=2), cell("10")), (cell("25"),), (cell("绿化"), cell("30")))
    grid = page(*rows)
    assert "hiddenRows" not in grid.sheets[0].beside_cells
    assert [str(merge) for merge in grid.sheets[0].merges] == ["A1:A2"]


def test_pages_of_other_programs_keep_their_spans() -> None:
    rows = ((cell("甲", down=3), cell("1")), (cell("2"),), (cell("乙"), cell("3")))
    assert text_at(page(*rows, head=PLAIN), 3, 2) == "乙"


@needs_office
@pytest.mark.parametrize("hidden", [(24,), (11, 24), (22, 23)])
def test_what_libreoffice_exports_reads_as_the_rows_shown(
    tmp_path: Path, hidden: tuple[int, ...]
) -> None:
    book = load_workbook(SAMPLE)
    for name in book.sheetnames:
        if name != "附表3-1":
            del book[name]
    sheet = book["附表3-1"]
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    book.save(tmp_path / "表.xlsx")
    [path] = saved_as("html", [tmp_path / "表.xlsx"], tmp_path)
    _, grid = read_file(path)
    total = next(at for at, one in grid.sheets[0].cells.items() if one.text == "合 计")
    assert total[1] == 2, dump(grid)
    assert text_at(grid, total[0], 4) == "95.00"
    assert text_at(grid, total[0] + 1, 1).startswith("单位负责人签字")
