"""What each unit handed in, counted and added up: a row a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

import msgspec

from xlform.summary.record import Row
from xlform.summary.workbook.cells import counted
from xlform.summary.workbook.contents import Contents, beside, unit_of
from xlform.summary.workbook.sheets import DEPARTMENT, EXPENSES, FUND_SUMMARY, FUNDS

_BUDGET, _PRINTED, _AMOUNT = "budget_total", "total", "amount"


class Tally(msgspec.Struct):
    """One unit: its files, its forms by kind, its money in 万元 (``None`` where none is told).

    ``printed`` is what its 附表2 prints as 合计, ``funds`` what their rows add up to.
    """

    unit: str
    files: int = 0
    forms: Counter[str] = msgspec.field(default_factory=Counter)
    budget: Decimal | None = None
    printed: Decimal | None = None
    funds: Decimal | None = None
    expenses: Decimal | None = None
    findings: Counter[str] = msgspec.field(default_factory=Counter)


def tallies(contents: Contents) -> Iterator[Tally]:
    """A tally for each unit that handed in something that counts, in order."""
    layouts = contents.layouts
    kind = layouts["forms"].index("kind")
    budget = layouts[DEPARTMENT].index(_BUDGET)
    printed = layouts[FUND_SUMMARY].index(_PRINTED)
    fund = layouts[FUNDS].index(_AMOUNT)
    expense = layouts[EXPENSES].index(_AMOUNT)
    tables = ("forms", DEPARTMENT, FUND_SUMMARY, FUNDS, EXPENSES)
    counting = (one for one in contents.files() if contents.counts(one))
    filed = beside(counting, [contents.rows(table) for table in tables])
    for unit, files in groupby(filed, lambda one: unit_of(one[0])):
        tally = Tally(unit)
        for one, (forms, *money) in files:
            departments, summaries, funds, expenses = money
            tally.files += 1
            tally.forms.update(str(row[kind]) for row in forms)
            tally.findings += Counter(error=one.errors, warning=one.warnings, info=one.infos)
            tally.budget = _sum(tally.budget, departments, budget)
            tally.printed = _sum(tally.printed, summaries, printed)
            tally.funds = _sum(tally.funds, funds, fund)
            tally.expenses = _sum(tally.expenses, expenses, expense)
        yield tally


def _sum(before: Decimal | None, rows: list[Row], index: int) -> Decimal | None:
    for row in rows:
        figure = counted(row[index])
        if figure is not None:
            before = figure if before is None else before + figure
    return before
