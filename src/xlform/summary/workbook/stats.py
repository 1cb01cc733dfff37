"""Statistics collected before a cell is written: the sheets' sizes, totals, the largest entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, groupby
from typing import Final

import msgspec

from xlform.export.names import MAX_SHEET_NAME, UniqueNames, sheet_title
from xlform.grid.address import column_letters
from xlform.summary.district import District
from xlform.summary.workbook.cells import summable
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.largest import TOP, Largest
from xlform.summary.workbook.pagination import FIRST, SheetPage
from xlform.summary.workbook.summary_rows import SummaryRows
from xlform.summary.workbook.unit_totals import UnitTotals

_ZERO: Final = Decimal(0)


class DetailPages(msgspec.Struct, frozen=True):
    """A detail sheet, the pages (worksheets) it fills, and their names."""

    detail: DetailSheet
    pages: list[SheetPage]
    names: list[str]

    @property
    def entries(self) -> int:
        """Return the number of entries on all pages."""
        return sum(page.entries for page in self.pages)

    def _nth(self, column: str) -> int:
        return self.detail.summed.index(self.detail.position(column) - 1)

    def total(self, column: str) -> Decimal:
        """Return the sum of the known figures of a column, given by its key."""
        nth = self._nth(column)
        return sum((page.sums[nth] for page in self.pages), _ZERO)

    def known(self, column: str) -> int:
        """Return the number of known figures of a column."""
        nth = self._nth(column)
        return sum(page.known[nth] for page in self.pages)

    def unknown(self, column: str) -> int:
        """Return the number of entries without the figure they have to have in a column."""
        nth = self._nth(column)
        return sum(page.unknown[nth] for page in self.pages)

    def is_known(self, column: str) -> bool:
        """Return whether there are figures in a column, and none is unknown."""
        return self.known(column) > 0 and not self.unknown(column)

    def ranges(self, column: str) -> Iterator[str]:
        """Yield the entries' cells in a column, as formulas name them, a range for each page."""
        letter = f"${column_letters(self.detail.position(column) + 1)}$"
        for name, page in zip(self.names, self.pages, strict=True):
            quoted = name.replace("'", "''")
            yield f"'{quoted}'!{letter}{FIRST}:{letter}{max(page.last, FIRST)}"


class SummaryStats(msgspec.Struct, frozen=True):
    """The details in their order, and the figures of 总览.

    ``funds`` are name and sum (万元, ``None`` if unknown) of the largest 专项, ``fund_count`` the
    number of all; ``rules`` the codes found most often with their counts. ``unit_count`` is the
    number of units that submitted a form, ``excluded_count`` that of forms that don't count,
    ``differing`` that of figures that are not equal.
    """

    details: dict[str, DetailPages]
    years: list[int]
    units: list[UnitTotals]
    funds: list[tuple[str, Decimal | None]]
    fund_count: int
    rules: list[tuple[str, int]]
    rule_count: int
    severities: Counter[str]
    forms: int
    failed: int
    unit_count: int
    excluded_count: int
    differing: int
    district: District


def paginate_details(details: dict[str, DetailSheet], rows: int) -> dict[str, DetailPages]:
    """Return the pages each detail fills at so many rows a sheet, under distinct names."""
    names = UniqueNames(MAX_SHEET_NAME)
    found: dict[str, DetailPages] = {}
    for key, detail in details.items():
        pages = detail.pages(rows)
        titles = [names.assign(sheet_title(detail.name)) for _ in pages]
        found[key] = DetailPages(detail, pages, titles)
    return found


def collect_stats(
    summary_rows: SummaryRows, details: dict[str, DetailPages], units: Largest[UnitTotals]
) -> SummaryStats:
    """Return the statistics; ``details`` holds the sheet ``fund``, of the 专项 in order."""
    funds: Largest[tuple[str, Decimal | None]] = Largest()
    for name, money in _group_sums(details["fund"].detail):
        funds.add((name, money), money)
    rules, severities = _findings(summary_rows)
    years, failed = _files(summary_rows)
    district = summary_rows.district
    return SummaryStats(
        details=details,
        years=years,
        units=units.found,
        funds=funds.found,
        fund_count=funds.count,
        rules=sorted(rules.items(), key=lambda item: (-item[1], item[0]))[:TOP],
        rule_count=len(rules),
        severities=severities,
        forms=summary_rows.count("forms"),
        failed=failed,
        unit_count=units.count,
        excluded_count=len(district.status.selection.excluded),
        differing=sum(not difference.rounding for difference in district.sums.differences),
        district=district,
    )


def _files(summary_rows: SummaryRows) -> tuple[list[int], int]:
    """Return the years of the files that count, and the number of files that failed."""
    years: set[int] = set()
    failed = 0
    for file in summary_rows.files():
        failed += bool(file.problem) and not file.skipped
        if file.year and summary_rows.counts(file):
            years.add(file.year)
    return sorted(years), failed


def _group_sums(detail: DetailSheet) -> Iterator[tuple[str, Decimal | None]]:
    """Yield each group of a sheet with the sum of its first summed column, ``None`` if unknown."""
    for key, entries in groupby(detail.sums(), lambda entry: entry[0]):
        figures = [summable(values[0]) for _, values in entries]
        known = [figure for figure in figures if figure is not None]
        yield key, sum(known, _ZERO) if len(known) == len(figures) else None


def _findings(summary_rows: SummaryRows) -> tuple[Counter[str], Counter[str]]:
    """Return the numbers of findings by code, and by severity."""
    layout = summary_rows.layouts["findings"]
    code, severity = layout.index("code"), layout.index("severity")
    rules: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    of_files = (rows for _, rows in summary_rows.rows("findings"))
    for rows in chain(of_files, [summary_rows.spool.batch_findings()]):
        rules.update(str(row[code]) for row in rows)
        severities.update(str(row[severity]) for row in rows)
    return rules, severities
