"""The sheets of a summary that show what was handed in, in the order of the workbook."""

from __future__ import annotations

from typing import Final

from xlform.messages import translate
from xlform.summary.layout import Heading, Layout
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.contents import Contents
from xlform.summary.workbook.detail import Detail, Laid, Shown

DEPARTMENT: Final = "department"
FUND_SUMMARY: Final = "fund-summary"
DIRECTION: Final = "fund-direction"
FUNDS: Final = "funds"
EXPENSES: Final = "expenses"
INDICATORS: Final = "indicators"
# What names a form among those of its kind.
_NAMES: Final = ("fund", "direction", "name")
# Who signs a form and how to reach them is nobody's business in a summary; the unit is told anyway.
_LEFT_OUT: Final = frozenset({"unit", "filer", "money_unit", "signatory", "preparer", "phone"})
# An amount that every 支出方向 of one 专项 repeats adds up to nothing.
_REPEATED: Final = frozenset({"fund_amount"})
# Kinds of form with sheets of their own, and the list of all forms, which has the same columns.
_KNOWN: Final = (DEPARTMENT, FUND_SUMMARY, DIRECTION, "forms")


def forms(contents: Contents, kind: str, name: str, *, grouped: bool = False) -> Detail:
    """A row a form of this kind: what names it, its money, the rest of its fields."""
    layout = contents.layouts[kind]
    fields = [one for one in layout.columns if one.part == "text" and one.field not in _LEFT_OUT]
    names = [_words(one) for key in _NAMES for one in fields if one.field == key]
    money = [(one.name, _money(one)) for one in fields if one.type == "amount"]
    rest = [_words(one) for one in fields if one.type != "amount" and one.field not in _NAMES]
    shown = [*names, ("year", columns.year()), *money, *rest]
    return Laid(contents, kind, name, shown, grouped=grouped)


def expenses(contents: Contents) -> Detail:
    """A row an entry of 支出明细, added up by unit."""
    layout = contents.layouts[EXPENSES]
    wanted = ("fund", "direction", "category", "item", "amount", "basis")
    shown = _wanted(layout, wanted)
    return Laid(contents, EXPENSES, translate("summary.expenses"), shown, grouped=True)


def indicators(contents: Contents) -> Detail:
    """The indicator library: a row an indicator, its target as written and in its parts."""
    layout = contents.layouts[INDICATORS]
    wanted = ("fund", "direction", "level1", "level2", "level3", "target")
    parts = ("target_comparator", "target_value", "target_unit", "standard")
    further = ("target_low", "target_high", "target_date", "target_type", "year")
    shown = _wanted(layout, (*wanted, *parts))
    kept = [(key, columns.unprinted(column)) for key, column in _wanted(layout, further)]
    return Laid(contents, INDICATORS, translate("summary.indicators"), shown, kept)


def other_forms(contents: Contents) -> dict[str, Detail]:
    """Sheets for forms of further kinds, where any were handed in."""
    return {
        kind: forms(contents, kind, layout.title or kind)
        for kind, layout in contents.layouts.items()
        if "template" in layout.names and kind not in _KNOWN and contents.count(kind)
    }


def _wanted(layout: Layout, keys: tuple[str, ...]) -> list[Shown]:
    """These columns of a table, as far as it has them."""
    headings = {heading.name: heading for heading in layout.columns}
    return [_column(headings[key]) for key in keys if key in headings]


def _column(heading: Heading) -> Shown:
    if heading.type == "amount":
        return heading.name, _money(heading)
    return _words(heading)


def _money(heading: Heading) -> Column:
    return columns.money_of(heading, summed=heading.field not in _REPEATED)


def _words(heading: Heading) -> Shown:
    return heading.name, columns.column_of(heading)
