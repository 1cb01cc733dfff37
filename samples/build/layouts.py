"""The ways units lay out the same official forms, one oddness each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from content import Submission
from forms import all_forms, summary_form
from grid import Cell, Form, Formula, Placement, Sheet
from reshape import (
    add_cells,
    drop_cells,
    insert_rows,
    move_columns,
    move_row,
    set_value,
    unmerge,
    widen,
)

Layout = Callable[[Submission], list[Sheet]]

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_DIRECTION_HEAD = 8
_SUMMARY_HEAD = 3


def sheet_names(count: int) -> list[str]:
    """Return the usual sheet names for that many directions."""
    if count == 1:
        return ["附表1", "附表2", "附表3"]
    return ["附表1", "附表2", *(f"附表3-{number}" for number in range(1, count + 1))]


def official(unit: Submission) -> list[Sheet]:
    """Put one form on each sheet, as handed out."""
    return _one_each(unit, all_forms(unit))


def stacked(unit: Submission) -> list[Sheet]:
    """Put all forms below each other on one sheet, no blank row between."""
    spots: list[Placement] = []
    top = 0
    for form in all_forms(unit):
        spots.append(Placement(widen(form, 6), row=top))
        top += form.height
    return [Sheet("绩效目标表", tuple(spots))]


def shifted(unit: Submission) -> list[Sheet]:
    """Leave a blank column A and two blank rows on top."""
    return [
        replace(sheet, placements=tuple(replace(s, row=2, col=1) for s in sheet.placements))
        for sheet in official(unit)
    ]


def unmerged(unit: Submission) -> list[Sheet]:
    """Undo every merge, the value in the first cell only."""
    return _one_each(unit, [unmerge(form, repeat=False) for form in all_forms(unit)])


def filled_down(unit: Submission) -> list[Sheet]:
    """Undo every merge, the value repeated in each cell of the former merge."""
    return _one_each(unit, [unmerge(form, repeat=True) for form in all_forms(unit)])


def renamed(unit: Submission) -> list[Sheet]:
    """Rename and shuffle the sheets, hide last year's 附表2, an instruction sheet in front."""
    department, summary, *directions = all_forms(unit)
    names = [f"Sheet{number}" for number in range(3, 3 + len(directions))]
    pages = [Sheet(name, (Placement(form),)) for name, form in zip(names, directions, strict=True)]
    notes = (
        "填表说明",
        "1.本套表由附表1、附表2、附表3组成，金额单位为万元，保留两位小数。",
        "2.附表2中的专项名称应与附表3“所属专项”一致。",
        "3.绩效标准从计划标准、历史标准、行业标准、其他标准中选择。",
        "4.示例：产出指标—数量指标—道路养护里程—≥10公里—计划标准。",
    )
    past = summary_form(_year_before(unit), key="summary.before")
    return [
        Sheet("填表说明", (), notes=notes, widths=(90.0,)),
        pages[-1],
        Sheet("汇总表 ", (Placement(summary),)),
        Sheet("2022", (Placement(past),), hidden=True),
        *pages[:-1],
        Sheet("整体", (Placement(department),)),
    ]


def with_helpers(unit: Submission) -> list[Sheet]:
    """Add checking columns right of the tables and a 备注 column inside the indicator table."""
    department, summary, *directions = all_forms(unit)
    forms = [department, _checked_summary(unit, summary)]
    for form, direction in zip(directions, unit.directions, strict=True):
        rows = len(direction.indicators)
        costs = [row.amount or 0 for row in direction.expenses]
        forms.append(_checked_direction(form, rows, costs))
    return _one_each(unit, forms)


def as_text(unit: Submission) -> list[Sheet]:
    """Type amounts as text in the forms people type them."""
    return _one_each(unit, [_typed(form) for form in all_forms(unit)])


def interrupted(unit: Submission) -> list[Sheet]:
    """Put blank rows and repeated headers inside the tables, a subtotal beside the total."""
    department, summary, *directions = all_forms(unit)
    forms = [department, _interrupted_summary(unit, summary)]
    for form, direction in zip(directions, unit.directions, strict=True):
        levels = [row.level1 for row in direction.indicators]
        kinds = [row.level2 for row in direction.indicators]
        broken = _interrupted_indicators(form, levels.index("效益指标"), kinds.index("时效指标"))
        same = sum(
            1 for row in direction.expenses if row.category == direction.expenses[0].category
        )
        if 1 < same < len(direction.expenses):
            broken = _subtotal(broken, same, len(direction.expenses))
        forms.append(broken)
    return _one_each(unit, forms)


def side_by_side(unit: Submission) -> list[Sheet]:
    """Put the direction forms next to each other on one sheet."""
    department, summary, *directions = all_forms(unit)
    step = len(directions[0].widths) + 1
    spots = tuple(Placement(form, col=step * index) for index, form in enumerate(directions))
    return [
        Sheet("附表1", (Placement(department),)),
        Sheet("附表2", (Placement(summary),)),
        Sheet("附表3", spots),
    ]


def unsigned(unit: Submission) -> list[Sheet]:
    """Leave out signature and contact; give 附表2 another column order and the total last."""
    forms = [
        drop_cells(form, lambda cell: cell.style in {"sign", "contact"}) for form in all_forms(unit)
    ]
    count = len(unit.funds)
    summary = move_row(forms[1], _SUMMARY_HEAD + 1, _SUMMARY_HEAD + 1 + count)
    rows = range(_SUMMARY_HEAD, _SUMMARY_HEAD + 2 + count)
    forms[1] = move_columns(summary, rows, (0, 1, 4, 3, 2))
    return _one_each(unit, forms)


def _one_each(unit: Submission, forms: list[Form]) -> list[Sheet]:
    names = sheet_names(len(unit.directions))
    return [Sheet(name, (Placement(form),)) for name, form in zip(names, forms, strict=True)]


def _year_before(unit: Submission) -> Submission:
    shares = (Decimal("0.9"), Decimal("0.85"), Decimal("0.95"))
    funds = tuple(
        replace(fund, amount=(fund.amount or 0) * shares[index % len(shares)])
        for index, fund in enumerate(unit.funds)
    )
    return replace(unit, year=unit.year - 1, funds=funds)


def _checked_summary(unit: Submission, form: Form) -> Form:
    first = _SUMMARY_HEAD + 2
    marks = [Cell(_SUMMARY_HEAD, 5, "校对", "aside"), Cell(_SUMMARY_HEAD, 6, "去年数", "aside")]
    for index, fund in enumerate(_year_before(unit).funds):
        marks += [
            Cell(first + index, 5, "√", "aside"),
            Cell(first + index, 6, fund.amount, "aside_money"),
        ]
    wide = replace(form, widths=(*form.widths, 7.0, 11.0), print_cols=5)
    return add_cells(wide, *marks)


def _checked_direction(form: Form, rows: int, costs: list[Decimal | int]) -> Form:
    block = range(_DIRECTION_HEAD, _DIRECTION_HEAD + 1 + rows)
    edge = len(form.widths)

    def stretch(cell: Cell) -> Cell:
        ends = cell.last_col == edge - 1 and cell.row not in block
        return replace(cell, cols=cell.cols + 1) if ends else cell

    cells = [Cell(_DIRECTION_HEAD, edge, "备注", "head")]
    for index in range(rows):
        remark = "较上年提高" if index == 0 else None
        cells.append(Cell(block[1 + index], edge, remark, "center"))
    top = block[-1] + 1
    cells += [Cell(top, edge + 1, "校对", "aside"), Cell(top, edge + 2, "去年数", "aside")]
    for index, cost in enumerate(costs, 1):
        cells += [
            Cell(top + index, edge + 1, "√", "aside"),
            Cell(top + index, edge + 2, cost * Decimal("0.9"), "aside_money"),
        ]
    wide = replace(form.mapped(stretch), widths=(*form.widths, 12.0, 7.0, 11.0))
    return add_cells(replace(wide, print_cols=edge + 1), *cells)


def _typed(form: Form) -> Form:
    turn = 0

    def retype(cell: Cell) -> Cell:
        nonlocal turn
        value = cell.value.value if isinstance(cell.value, Formula) else cell.value
        money = cell.check == "money" or cell.name == "total"
        if not money or not isinstance(value, (Decimal, int)):
            return cell
        turn += 1
        return replace(cell, value=_typed_amount(value, turn), style="as_text", check="")

    return form.mapped(retype)


def _typed_amount(value: Decimal | int, turn: int) -> str:
    plain = f"{value:.2f}" if isinstance(value, Decimal) else str(value)
    if value >= 1000:
        return f"{value:,.2f}".replace(",", "，")
    ways = (
        plain,
        plain.translate(_FULL_WIDTH),
        f"{plain}万元",
        f"{plain}\u00a0",
        f"{plain}\u3000",
        f" {plain}",
    )
    return ways[turn % len(ways)]


def _interrupted_summary(unit: Submission, form: Form) -> Form:
    head = [cell for cell in form.cells if cell.row == _SUMMARY_HEAD]
    last = _SUMMARY_HEAD + 1 + len(unit.funds)
    form = insert_rows(form, last)
    form = add_cells(form, *(replace(cell, row=last) for cell in head))
    blank = _SUMMARY_HEAD + 3
    form = insert_rows(form, blank)
    return add_cells(form, *(Cell(blank, col, None, "center") for col in range(5)))


def _interrupted_indicators(form: Form, benefits: int, deadline: int) -> Form:
    head = [cell for cell in form.cells if cell.row == _DIRECTION_HEAD and cell.col > 0]
    first = _DIRECTION_HEAD + 1
    form = insert_rows(form, first + benefits)
    form = add_cells(form, *(replace(cell, row=first + benefits) for cell in head))
    form = insert_rows(form, first + deadline)
    blanks = (Cell(first + deadline, col, None, "center") for col in range(2, 6))
    return add_cells(form, *blanks)


def _subtotal(form: Form, same: int, count: int) -> Form:
    costs = [form.named(f"cost.{index}") for index in range(count)]
    row = costs[same].row
    value = sum((_amount(cell) for cell in costs[:same]), start=Decimal(0))
    part = Formula(f"=SUM({{cost.0}}:{{cost.{same - 1}}})", value)
    whole = form.named("total").value
    total = whole.value if isinstance(whole, Formula) else 0
    rest = f"{{cost.{same}}}:{{cost.{count - 1}}}"
    text = f"=SUM({{cost.0}}:{{cost.{same - 1}}},{rest})"
    form = insert_rows(form, row)
    form = add_cells(
        form,
        Cell(row, 1, None, "center"),
        Cell(row, 2, "小计", "center"),
        Cell(row, 3, part, "total"),
        Cell(row, 4, None, "text", cols=2),
    )
    return set_value(form, "total", Formula(text, total))


def _amount(cell: Cell) -> Decimal | int:
    return cell.value if isinstance(cell.value, (Decimal, int)) else 0
