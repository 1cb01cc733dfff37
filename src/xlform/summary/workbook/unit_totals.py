"""Totals of each unit's submissions: a row a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

import msgspec

from xlform.summary.record import Row
from xlform.summary.workbook.cells import summable
from xlform.summary.workbook.sheets import DEPARTMENT, EXPENSES, FUND_SUMMARY, FUNDS
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name, zip_tables

_BUDGET, _PRINTED, _AMOUNT = "budget_total", "total", "amount"


class UnitTotals(msgspec.Struct):
    """One unit: its files, its forms by kind, its money in 万元 (``None`` where no form has it).

    ``printed`` is the printed 合计 of its 附表2, ``funds`` the sum of their rows. Of the money
    ``unknown`` names what can't be summed up because some form or row lacks its amount.
    """

    unit: str
    files: int = 0
    forms: Counter[str] = msgspec.field(default_factory=Counter)
    budget: Decimal | None = None
    printed: Decimal | None = None
    funds: Decimal | None = None
    expenses: Decimal | None = None
    findings: Counter[str] = msgspec.field(default_factory=Counter)
    unknown: set[str] = msgspec.field(default_factory=set)


def unit_totals(summary_rows: SummaryRows) -> Iterator[UnitTotals]:
    """Yield the totals of each unit with a file that counts, in order."""
    layouts = summary_rows.layouts
    kind = layouts["forms"].index("kind")
    budget = layouts[DEPARTMENT].index(_BUDGET)
    printed = layouts[FUND_SUMMARY].index(_PRINTED)
    fund = layouts[FUNDS].index(_AMOUNT)
    expense = layouts[EXPENSES].index(_AMOUNT)
    names = ("forms", DEPARTMENT, FUND_SUMMARY, FUNDS, EXPENSES)
    counting = (file for file in summary_rows.files() if summary_rows.counts(file))
    zipped = zip_tables(counting, [summary_rows.rows(name) for name in names])
    for unit, files in groupby(zipped, lambda entry: unit_name(entry[0])):
        totals = UnitTotals(unit)
        for file, (forms, *money) in files:
            departments, summaries, funds, expenses = money
            totals.files += 1
            totals.forms.update(str(row[kind]) for row in forms)
            totals.findings += Counter(error=file.errors, warning=file.warnings, info=file.infos)
            _add(totals, "budget", departments, budget)
            _add(totals, "printed", summaries, printed)
            _add(totals, "funds", funds, fund)
            _add(totals, "expenses", expenses, expense)
        for name in totals.unknown:
            setattr(totals, name, None)
        yield totals


def _add(totals: UnitTotals, name: str, rows: list[Row], index: int) -> None:
    """Add the amounts of some rows to a total; note that it is unknown if one has none."""
    total = getattr(totals, name)
    for row in rows:
        figure = summable(row[index])
        if figure is None:
            totals.unknown.add(name)
        else:
            total = figure if total is None else total + figure
    setattr(totals, name, total)
