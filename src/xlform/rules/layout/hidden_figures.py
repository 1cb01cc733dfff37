"""F-17: numbers that nobody sees and a sum or a form counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import compress
from operator import attrgetter
from typing import ClassVar

from xlform.formula.references import Area, references
from xlform.grid.address import Range, cell_name, parse_range
from xlform.grid.model import Position, Sheet, plain
from xlform.grid.sheet_rows import cells_near
from xlform.messages import listed
from xlform.model.memoize import memoize
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

_SHOWN_AT_MOST = 5
_FORMAT = attrgetter("format")


@register
class HiddenFigure(Rule):
    """A number in a hidden column, in white, or under a format such as ``;;;`` is counted.

    It is in the range of a formula, or read as an amount of the form. Hidden rows of tables are
    reported when they are read.
    """

    code = "F-17"
    name = "figure-hidden"
    severity = "warning"
    scope = "submission"
    summary = Text("有看不见的数计入了合计", "Sums count numbers that nobody sees")
    rationale = Text(
        "隐藏列、白字、不显示的格式里的数，看表的人看不到，合计和汇总却算了进去。",
        "Numbers in hidden columns, in white or under ;;; are counted, though nobody sees them.",
    )
    help = Text("请取消隐藏核对，不要的数删去。", "Show them, and delete what is not meant.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "看不见的数{count}处计入了合计或表中：{places}。",
            "{count} numbers that nobody sees are counted: {places}.",
        ),
    }
    bad_example = """
@sheet 附表2
@hidden columns D
| 序号 | 名称 | 金额 | 去年 | 实施期绩效目标 | 年度绩效目标 |
|      | 合计 | =SUM(C3:D4) → 135 | | | |
| 一   | 绿化 | 95 | 40 | 好 | 好 |
"""
    good_example = """
@sheet 附表2
@hidden columns D
| 序号 | 名称 | 金额 | 去年 | 实施期绩效目标 | 年度绩效目标 |
|      | 合计 | =SUM(C3:C4) → 95 | | | |
| 一   | 绿化 | 95 | 40 | 好 | 好 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form in submission.forms:
            sheet = context.sheet(form)
            hidden = _hidden_numbers(sheet) if sheet else {}
            if sheet is None or not hidden:
                continue
            area = parse_range(form.range)
            summed = [summed for summed in _summed(sheet, area) if summed.area > 1]
            read = {origin for path, origin in form.origins.items() if not path.endswith(".text")}
            counted = [
                (at, number)
                for at, number in hidden.items()
                if (area.covers(*at) and cell_name(*at) in read)
                or any(one.covers(*at) for one in summed)
            ]
            if counted:
                shown = [f"{cell_name(*at)}（{plain(number)}）" for at, number in counted]
                more = "……" if len(shown) > _SHOWN_AT_MOST else ""
                details = {
                    "count": str(len(counted)),
                    "places": listed(shown[:_SHOWN_AT_MOST]) + more,
                }
                yield Violation(form, cell=cell_name(*counted[0][0]), details=details)


@memoize
def _hidden_numbers(sheet: Sheet) -> dict[Position, Decimal]:
    """Return the numbers other than 0 that the sheet does not show, by position."""
    columns, unseen = sheet.hidden_columns, sheet.unseen
    if columns or unseen:
        hidden = {
            position: cell.value
            for position, cell in sheet.cells.items()
            if position[1] in columns or position in unseen or cell.displayed == ""
        }
    else:
        formatted = compress(sheet.cells.items(), map(_FORMAT, sheet.cells.values()))
        hidden = {at: cell.value for at, cell in formatted if cell.displayed == ""}
    return {at: value for at, value in hidden.items() if isinstance(value, Decimal) and value}


def _summed(sheet: Sheet, area: Range) -> Iterator[Range]:
    """Yield the ranges that the form's visible formulas refer to on their own sheet."""
    for position, cell in cells_near(sheet, area):
        if cell.formula and area.covers(*position) and position[1] not in sheet.hidden_columns:
            for reference in references(cell.formula, sheet.name):
                if isinstance(reference, Area) and reference.sheet == sheet.name:
                    yield reference.range
