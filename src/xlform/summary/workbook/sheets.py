"""The sheets of a summary that show the submitted forms, in the order of the workbook."""

from __future__ import annotations

from typing import Final

from xlform.messages import translate
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet, Shown, TableSheet
from xlform.summary.workbook.summary_rows import SummaryRows

DEPARTMENT: Final = "department"
FUND_SUMMARY: Final = "fund-summary"
DIRECTION: Final = "fund-direction"
FUNDS: Final = "funds"
EXPENSES: Final = "expenses"
INDICATORS: Final = "indicators"
# Fields that tell a form from others of its kind.
_NAMES: Final = ("fund", "direction", "name")
# Signatures and contacts don't belong in a summary; the unit has a column of its own.
_OMITTED: Final = frozenset({"unit", "filer", "money_unit", "signatory", "preparer", "phone"})
# An amount that every 支出方向 of one 专项 repeats must not be added up.
_REPEATED: Final = frozenset({"fund_amount"})
# Kinds of form with sheets of their own, and the list of all forms, which has the same columns.
_KNOWN: Final = (DEPARTMENT, FUND_SUMMARY, DIRECTION, "forms")


def forms(summary_rows: SummaryRows, kind: str, name: str, *, grouped: bool = False) -> DetailSheet:
    """Return a sheet with a row for each form of a kind: its names, its money, its other fields."""
    layout = summary_rows.layouts[kind]
    fields = [
        column
        for column in layout.columns
        if column.part == "text" and column.field not in _OMITTED
    ]
    names = [_text(field) for key in _NAMES for field in fields if field.field == key]
    money = [(field.name, _money(field)) for field in fields if field.type == "amount"]
    rest = [
        _text(field) for field in fields if field.type != "amount" and field.field not in _NAMES
    ]
    shown = [*names, ("year", columns.year()), *money, *rest]
    return TableSheet(summary_rows, kind, name, shown, grouped=grouped)


def expenses(summary_rows: SummaryRows) -> DetailSheet:
    """Return the sheet with a row for each entry of 支出明细, with subtotals by unit."""
    layout = summary_rows.layouts[EXPENSES]
    keys = ("fund", "direction", "category", "item", "amount", "basis")
    shown = _columns_of(layout, keys)
    return TableSheet(summary_rows, EXPENSES, translate("summary.expenses"), shown, grouped=True)


def indicators(summary_rows: SummaryRows) -> DetailSheet:
    """Return the indicator library: a row an indicator, its target as written and in parts."""
    layout = summary_rows.layouts[INDICATORS]
    keys = ("fund", "direction", "level1", "level2", "level3", "target")
    parts = ("target_comparator", "target_value", "target_unit", "standard")
    further = ("target_low", "target_high", "target_date", "target_type", "year")
    shown = _columns_of(layout, (*keys, *parts))
    kept = [(key, columns.unprinted(column)) for key, column in _columns_of(layout, further)]
    return TableSheet(summary_rows, INDICATORS, translate("summary.indicators"), shown, kept)


def other_forms(summary_rows: SummaryRows) -> dict[str, DetailSheet]:
    """Return the sheets for forms of further kinds, where any were submitted."""
    return {
        kind: forms(summary_rows, kind, layout.title or kind)
        for kind, layout in summary_rows.layouts.items()
        if "template" in layout.names and kind not in _KNOWN and summary_rows.count(kind)
    }


def _columns_of(layout: Layout, keys: tuple[str, ...]) -> list[Shown]:
    """Return these columns of a table, as far as it has them."""
    headings = {heading.name: heading for heading in layout.columns}
    return [_column(headings[key]) for key in keys if key in headings]


def _column(column: TableColumn) -> Shown:
    if column.type == "amount":
        return column.name, _money(column)
    return _text(column)


def _money(column: TableColumn) -> Column:
    return columns.money_column(column, summed=column.field not in _REPEATED)


def _text(column: TableColumn) -> Shown:
    return column.name, columns.table_column(column)
