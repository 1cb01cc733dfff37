"""The shape in which a hurried clerk hands in a form: everything is there, little is in its place.

The table is moved down and to the right, its merges are undone, labels are padded with wide
spaces, amounts are typed as text in full width, and a blank row has slipped in.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Final, TypeVar

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

T = TypeVar("T")
_DOWN: Final = 2
_RIGHT: Final = 1
_PADDED: Final = re.compile(
    r"[\u4e00-\u9fff]{2,4}指标|得分|总分|合计|备注|权重|分值|年度目标|年度金额："
)
_WIDE: Final = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ABOVE: Final = "附件2"


def make_messy(book: Workbook) -> Workbook:
    """Return the workbook with its first sheet put into disorder."""
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    title = sheet.title
    sheet.title = "原表"
    messy = book.create_sheet(title, 0)
    blank = _row_before_the_last(sheet)
    computed = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    for number, row in enumerate(sheet.iter_rows(), 1):
        for column, cell in enumerate(row, 1):
            if cell.value is not None or cell.has_style:
                lower = _DOWN + (number > blank)
                written = messy.cell(number + lower, column + _RIGHT)
                written.value = _written(cell.value, as_text=number % 2 > 0 and not computed)
                if cell.data_type == "f":
                    origin = Translator(str(cell.value), cell.coordinate)
                    written.value = origin.translate_formula(written.coordinate)
                written.font, written.alignment = copy(cell.font), copy(cell.alignment)
                written.border = copy(cell.border)
    for letter, dimension in sheet.column_dimensions.items():
        shifted = get_column_letter(column_index_from_string(letter) + _RIGHT)
        messy.column_dimensions[shifted].width = dimension.width
    messy.cell(1, 1).value = _ABOVE
    book.remove(sheet)
    return book


def _row_before_the_last(sheet: Worksheet) -> int:
    """Return the last row of the table; the lines below it follow after a blank row."""
    return sheet.max_row - 1


def _written(value: T, *, as_text: bool) -> T | str:
    """Return a value as typed: a label padded; a number ``as_text``, where no formula adds it."""
    if isinstance(value, str) and _PADDED.fullmatch(value):
        return "　".join(value)
    if isinstance(value, int | float) and as_text:
        return f"{value:.2f} ".translate(_WIDE)
    return value
