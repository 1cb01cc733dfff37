"""Totals of each unit's submissions: a row a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

import msgspec

from xlform.rules.concerns import WRONG_MONEY_UNIT
from xlform.summary.amounts import FormAmount
from xlform.summary.file_rows import FileRows
from xlform.summary.workbook.cells import summable
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name, zip_tables


class UnitTotals(msgspec.Struct):
    """One unit: its files, its forms by kind, its findings by severity, its money in 万元.

    ``amounts`` are by the key of the amount; one that no form has is left out. ``unknown`` are
    those that can't be summed up because some form or row lacks its amount. ``misstated``: its
    amounts seem to be in another unit than the form says, so that every sum with them is wrong.
    """

    unit: str
    files: int = 0
    forms: Counter[str] = msgspec.field(default_factory=Counter)
    amounts: dict[str, Decimal] = {}
    findings: Counter[str] = msgspec.field(default_factory=Counter)
    unknown: set[str] = msgspec.field(default_factory=set)
    misstated: bool = False

    def known(self, key: str) -> Decimal | None:
        """Return an amount, ``None`` where it is missing or unknown."""
        return None if key in self.unknown else self.amounts.get(key)


class _Source(msgspec.Struct, frozen=True):
    """Table, and in its rows the amount, and the kind of form if rows of others are among them."""

    key: str
    table: str
    index: int
    kind_index: int | None
    kind: str


def unit_totals(summary_rows: SummaryRows, amounts: tuple[FormAmount, ...]) -> Iterator[UnitTotals]:
    """Yield the totals of each unit with a file that counts, in order."""
    kind = summary_rows.layouts["forms"].index("kind")
    sources = [_source(summary_rows, amount) for amount in amounts]
    tables = list(dict.fromkeys(source.table for source in sources))
    counting = (file for file in summary_rows.files() if summary_rows.counts(file))
    code = summary_rows.layouts["findings"].index("code")
    read = [summary_rows.tables(name) for name in ("forms", "findings", *tables)]
    zipped = zip_tables(counting, read)
    for unit, files in groupby(zipped, lambda entry: unit_name(entry[0])):
        totals = UnitTotals(unit)
        for file, (forms, findings, *rows) in files:
            totals.files += 1
            totals.forms.update(map(str, forms.column(kind) if forms else ()))
            totals.findings += Counter(error=file.errors, warning=file.warnings, info=file.infos)
            if file.errors and findings:
                totals.misstated |= is_misstated(findings.column(code))
            by_table = dict(zip(tables, rows, strict=True))
            for source in sources:
                if found := by_table[source.table]:
                    _add(totals, source, found)
        yield totals


def is_misstated(codes: Iterable[object]) -> bool:
    """Return True if one of these findings says that amounts are in the wrong unit of money."""
    return any(code in WRONG_MONEY_UNIT for code in codes)


def _source(summary_rows: SummaryRows, amount: FormAmount) -> _Source:
    names = summary_rows.table_names
    of_table = names.of_table(amount.kind, amount.table) if amount.table else ""
    table = of_table or names.of_kind(amount.kind)
    layout = summary_rows.layouts[table]
    kind = layout.index("kind") if of_table else None
    return _Source(amount.key, table, layout.of_field(amount.column), kind, amount.kind)


def _add(totals: UnitTotals, source: _Source, found: FileRows) -> None:
    """Add the amounts of some rows to a total; note that it is unknown if one has none."""
    figures = found.column(source.index)
    if source.kind_index is not None:
        kinds = found.column(source.kind_index)
        figures = [each for each, kind in zip(figures, kinds, strict=True) if kind == source.kind]
    for text in figures:
        figure = summable(text)
        if figure is None:
            totals.unknown.add(source.key)
        else:
            totals.amounts[source.key] = totals.amounts.get(source.key, Decimal(0)) + figure
