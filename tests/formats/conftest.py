"""The sample submission, and a workbook of one of each kind of cell, in every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from office import CSV, OFFICE, saved_as
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"

Converted = Mapping[str, list[Path]]


@pytest.fixture(scope="session")
def odd_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a cell of each kind, and all that can be hidden."""
    book = openpyxl.Workbook()
    values = book.worksheets[0]
    values.title = "各样 值"
    _fill(values)
    elsewhere = book.create_sheet("附表2")
    elsewhere["C5"] = 611
    elsewhere["C6"] = "=SUM('各样 值'!B1:B2)*2+$C$5-C5^2"
    elsewhere["C7"] = '=IF(AND(C5>=1,C5<>2),"够"&"了","")'
    elsewhere["C8"] = "=ROUND(C5/3,2)+MAX($D:D,5%)"
    hidden = book.create_sheet("去年")
    hidden["A1"] = "旧"
    hidden.sheet_state = "hidden"
    path = tmp_path_factory.mktemp("odd") / "各样.xlsx"
    book.save(path)
    return path


def _fill(sheet: Worksheet) -> None:
    rows: list[tuple[float | str | dt.date, str]] = [
        (95, "0.00"), (0.98, "0.0%"), (1056.4, "#,##0.00"), (dt.date(2023, 12, 31), "yyyy-mm-dd"),
        ("66", "@"), ("甲\n乙　丙  丁", "General"),
        (0.1 + 0.2, "General"), (-3, "0.000;[Red]-0.0"), ("=1=1", "General"), ("=1/0", "0.00"),
    ]  # fmt: skip
    for row, (value, look) in enumerate(rows, 1):
        sheet.cell(row, 1, f"第{row}项")
        cell = sheet.cell(row, 2, value)
        cell.number_format = look
    sheet["D1"] = "并"
    sheet.merge_cells("D1:F2")
    sheet["D3"] = "竖"
    sheet.merge_cells("D3:D5")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A1"].comment = Comment("请核对", "绩效股")


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory, odd_workbook: Path) -> Converted:
    """The two workbooks by format, as LibreOffice saves them."""
    if not OFFICE:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("saved")
    # Saved once as .xlsx, so that every formula has its result.
    [odd] = saved_as("xlsx", [odd_workbook], folder)
    wanted = ("xls", "ods", "fods", "html", "pdf", CSV)
    made = {one.partition(":")[0]: saved_as(one, [SAMPLE, odd], folder) for one in wanted}
    return {**made, "xlsx": [SAMPLE, odd]}
