"""Structured references: the cells they name, and what depends on them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.worksheet.table import Table as SheetTable

from xlform.formats.source import read_file
from xlform.formula.parser import parse
from xlform.formula.recalculation import recalculate
from xlform.formula.tables import table_cells, without_tables
from xlform.formula.tree import Table
from xlform.grid.address import parse_range
from xlform.grid.model import Cell, NamedTable
from xlform.grid.notation import parse as grid_of

TABLE = NamedTable("明细", "附表", parse_range("B2:D6"), ("项目", "金额", "备注[1]"), 1, 1)
BARE = NamedTable("Bare", "附表", parse_range("G1:G3"), ("元",), 0, 0)
CELLS = """
@sheet 附表
@at A1
| 表 |
@at B2
| 项目 | 金额 | 备注 |
| 甲   | 10   |      |
| 乙   | 20   |      |
| 丙   | 30   |      |
| 合计 | =SUM(明细[金额]) → 60 | |
@at F4
| =明细[[#This Row],[金额]]*2 → 40 |
@at F7
| =SUM(F4:F4) → 40 |
"""


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("明细[金额]", "C3:C5"),
        ("明细[]", "B3:D5"),
        ("明细[[#This Row],[金额]]", "C4"),
        ("明细[@金额]", "C4"),
        ("明细[@]", "B4:D4"),
        ("明细[[#All],[金额]]", "C2:C6"),
        ("明细[#All]", "B2:D6"),
        ("明细[[#Totals],[金额]]", "C6"),
        ("明细[#Headers]", "B2:D2"),
        ("明细[[#Headers],[#Data],[金额]]", "C2:C5"),
        ("明细[[项目]:[金额]]", "B3:C5"),
        ("明细[备注'[1']]", "D3:D5"),
        ("BARE[元]", "G1:G3"),
        ("[@金额]", "C4"),
        ("明细[单价]", ""),
        ("别的[金额]", ""),
        ("明细[[#Other],[金额]]", ""),
        ("Bare[#Totals]", ""),
    ],
)
def test_the_cells_a_structured_reference_names(text: str, area: str) -> None:
    node = parse(text)
    assert isinstance(node, Table)
    cells = table_cells(node, (TABLE, BARE), "附表", (4, 3))
    assert (cells.range if cells else None) == (parse_range(area) if area else None)


def test_a_row_outside_the_table_has_no_row_of_it() -> None:
    node = parse("明细[@金额]")
    assert isinstance(node, Table)
    assert table_cells(node, (TABLE,), "附表", (9, 3)) is None
    assert table_cells(node, (TABLE,), "别的", (4, 3)) is None
    assert table_cells(node, (TABLE,), "附表", None) is None


def test_engines_are_given_addresses() -> None:
    formula = 'SUM(明细[金额])+[@金额]&"明细[金额]"+别的[金额]'
    assert without_tables(formula, (TABLE,), "附表", (4, 3)) == (
        "SUM('附表'!C3:C5)+'附表'!C4&\"明细[金额]\"+别的[金额]"
    )


def test_only_what_reads_the_table_depends_on_it() -> None:
    grid = msgspec.structs.replace(grid_of(CELLS), tables=(TABLE,))
    changed = recalculate(grid, {"附表": {(4, 3): Cell(Decimal(25))}}).changed
    assert changed == {"附表": {(6, 3): 65, (4, 6): 50, (7, 6): 50}}
    assert recalculate(grid, {"附表": {(1, 1): Cell("甲")}}).changed == {}


def test_tables_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["项目", "金额"], ["甲", 10], ["乙", 20]):
        sheet.append(row)
    sheet.add_table(SheetTable(displayName="明细", ref="A1:B3"))
    sheet["D1"] = "=SUM(明细[金额])"
    book.save(tmp_path / "表.xlsx")
    _, grid = read_file(tmp_path / "表.xlsx")
    assert grid.tables == (
        NamedTable("明细", "Sheet", parse_range("A1:B3"), ("项目", "金额"), 1, 0),
    )
    assert grid.sheets[0].cells[1, 4].value == 30
