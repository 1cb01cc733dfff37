"""Statistics collected before a cell is written: the sheets' sizes, totals, the largest entries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

import msgspec

from xlform.export.names import MAX_SHEET_NAME, UniqueNames, sheet_title
from xlform.grid.address import column_letters
from xlform.summary.amounts import FormAmount
from xlform.summary.district import District
from xlform.summary.workbook.cells import summable
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.largest import TOP, Largest
from xlform.summary.workbook.pagination import FIRST, SheetPage
from xlform.summary.workbook.sheets import FormSheets, Place
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name
from xlform.summary.workbook.unit_totals import UnitTotals, is_misstated

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


class Ranking(msgspec.Struct, frozen=True):
    """The largest entries of a sheet by name: the names in one of its columns, sums of another.

    ``named`` is what the names are of: 专项, 项目. ``largest`` are name and sum (万元, ``None`` if
    unknown), ``count`` is the number of all names.
    """

    detail: DetailPages
    names: str
    amounts: str
    named: str
    largest: list[tuple[str, Decimal | None]]
    count: int


class SummaryStats(msgspec.Struct, frozen=True):
    """The details in their order, and the figures of 总览.

    ``amounts`` are those added up for each unit, ``places`` the detail and the column of each by
    its key, ``measures`` those of the figures for the same money. ``ranking`` is that of funds or
    projects, ``None`` where no form has both names and amounts; ``rules`` the codes found most
    often with their counts. ``misstated`` are the units whose amounts seem to be in another unit
    of money than their forms say. ``unit_count`` is the number of units that submitted a form,
    ``excluded_count`` that of forms that don't count, ``differing`` that of figures that are not
    equal.
    """

    details: dict[str, DetailPages]
    years: list[int]
    units: list[UnitTotals]
    amounts: tuple[FormAmount, ...]
    places: dict[str, Place]
    measures: dict[str, tuple[Place, ...]]
    ranking: Ranking | None
    rules: list[tuple[str, int]]
    rule_count: int
    severities: Counter[str]
    misstated: tuple[str, ...]
    forms: int
    failed: int
    unit_count: int
    excluded_count: int
    differing: int
    district: District

    def total(self, amount: FormAmount) -> tuple[DetailPages, str]:
        """Return the detail and the column that an amount is added up in."""
        detail, column = self.places[amount.key]
        return self.details[detail], column


def paginate_details(details: dict[str, DetailSheet], rows: int) -> dict[str, DetailPages]:
    """Return the pages each detail fills at so many rows a sheet, under distinct names.

    Sheets of one name have that of their form before it.
    """
    names = UniqueNames(MAX_SHEET_NAME)
    shared = Counter(detail.name for detail in details.values())
    found: dict[str, DetailPages] = {}
    for key, detail in details.items():
        pages = detail.pages(rows)
        name = detail.name
        if detail.prefix and shared[name] > 1:
            name, detail.title = f"{detail.prefix}·{name}", f"{detail.prefix}·{detail.title}"
        titles = [names.assign(sheet_title(name)) for _ in pages]
        found[key] = DetailPages(detail, pages, titles)
    return found


def collect_stats(
    summary_rows: SummaryRows,
    details: dict[str, DetailPages],
    units: Largest[UnitTotals],
    amounts: tuple[FormAmount, ...],
    forms: FormSheets,
) -> SummaryStats:
    """Return the statistics; ``amounts`` are those added up for each unit."""
    rules, severities, misstated = _findings(summary_rows)
    years, failed = _files(summary_rows)
    district = summary_rows.district
    return SummaryStats(
        details=details,
        years=years,
        units=units.found,
        amounts=amounts,
        places=forms.places_of(amounts),
        measures=forms.measures(),
        ranking=_ranking(details),
        rules=sorted(rules.items(), key=lambda item: (-item[1], item[0]))[:TOP],
        rule_count=len(rules),
        severities=severities,
        misstated=tuple(sorted(misstated)),
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


def _ranking(details: dict[str, DetailPages]) -> Ranking | None:
    """Return the largest names of the first sheet whose rows have names and amounts."""
    found = next((each for each in details.values() if each.detail.ranked), None)
    if found is None or found.detail.ranked is None:
        return None
    names, amounts, named = found.detail.ranked
    largest: Largest[tuple[str, Decimal | None]] = Largest()
    for name, money in _sums_by_name(found.detail, names, amounts):
        largest.add((name, money), money)
    return Ranking(found, names, amounts, named, largest.found, largest.count)


def _sums_by_name(
    detail: DetailSheet, names: str, amounts: str
) -> Iterator[tuple[str, Decimal | None]]:
    """Yield each name with the sum of its amounts, ``None`` if one of them is unknown."""
    at, of = detail.position(names) - 1, detail.position(amounts) - 1
    nth = detail.summed.index(of)
    if detail.grouped and at == 0:  # the names are those of the groups
        for key, entries in groupby(detail.sums(), lambda entry: entry[0]):
            yield key, _sum(values[nth] for _, values in entries)
        return
    by_name: dict[str, list[object]] = defaultdict(list)
    for _, values in detail.entries():
        by_name[str(values[at] or "")].append(values[of])
    for name, found in by_name.items():
        yield name, _sum(found)


def _sum(values: Iterable[object]) -> Decimal | None:
    figures = [summable(value) for value in values]
    known = [figure for figure in figures if figure is not None]
    return sum(known, _ZERO) if len(known) == len(figures) else None


def _findings(summary_rows: SummaryRows) -> tuple[Counter[str], Counter[str], set[str]]:
    """Return the numbers of findings by code and by severity, and the units misstated in money."""
    layout = summary_rows.layouts["findings"]
    code, severity = layout.index("code"), layout.index("severity")
    rules: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    misstated: set[str] = set()
    for block in summary_rows.blocks("findings"):
        codes = block.column(code)
        rules.update(map(str, codes))
        severities.update(map(str, block.column(severity)))
        if is_misstated(codes):
            misstated |= {
                unit_name(found.file)
                for found in block.by_file()
                if found.file.errors and is_misstated(found.column(code))
            }
    for row in summary_rows.spool.batch_findings():
        rules[str(row[code])] += 1
        severities[str(row[severity])] += 1
    return rules, severities, misstated
