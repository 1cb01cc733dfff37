"""What a look over everything tells before a cell is written: extents, totals, the largest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, groupby
from typing import Final

import msgspec

from xlform.export.names import MAX_SHEET_NAME, UniqueNames, sheet_title
from xlform.ooxml.address import column_letters
from xlform.summary.district import District
from xlform.summary.workbook.cells import counted
from xlform.summary.workbook.contents import Contents
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.largest import TOP, Largest
from xlform.summary.workbook.paging import FIRST, Page
from xlform.summary.workbook.tallies import Tally

_NOUGHT: Final = Decimal(0)


class Extent(msgspec.Struct, frozen=True):
    """A detail, the sheets it fills, and what these are called."""

    detail: Detail
    pages: list[Page]
    names: list[str]

    @property
    def entries(self) -> int:
        """How many entries it has on all its sheets."""
        return sum(page.entries for page in self.pages)

    def total(self, column: str) -> Decimal:
        """The sum of a column, told by its key."""
        nth = self.detail.summed.index(self.detail.at(column) - 1)
        return sum((page.sums[nth] for page in self.pages), _NOUGHT)

    def ranges(self, column: str) -> Iterator[str]:
        """The entries' cells in a column, as a formula names them, a range for each sheet."""
        letter = f"${column_letters(self.detail.at(column) + 1)}$"
        for name, page in zip(self.names, self.pages, strict=True):
            quoted = name.replace("'", "''")
            yield f"'{quoted}'!{letter}{FIRST}:{letter}{max(page.last, FIRST)}"


class Survey(msgspec.Struct, frozen=True):
    """All of it: the details in their order, and what 总览 shows of the largest.

    ``funds`` are name and sum of the largest 专项, with how many there are in all; ``rules`` the
    codes found most often with their counts. ``came`` is how many units handed in something,
    ``set_aside`` how many forms don't count, ``differing`` how many figures are not equal.
    """

    extents: dict[str, Extent]
    years: list[int]
    units: list[Tally]
    funds: list[tuple[str, Decimal]]
    fund_count: int
    rules: list[tuple[str, int]]
    rule_count: int
    severities: Counter[str]
    forms: int
    failed: int
    came: int
    set_aside: int
    differing: int
    district: District


def extents(details: dict[str, Detail], rows: int) -> dict[str, Extent]:
    """The sheets each detail fills, under names that no two share."""
    names = UniqueNames(MAX_SHEET_NAME)
    found: dict[str, Extent] = {}
    for key, detail in details.items():
        pages = detail.pages(rows)
        titles = [names.assign(sheet_title(detail.name)) for _ in pages]
        found[key] = Extent(detail, pages, titles)
    return found


def survey(contents: Contents, found: dict[str, Extent], units: Largest[Tally]) -> Survey:
    """Look over what is not known yet; ``found`` holds the sheet ``fund``, of the 专项 in order."""
    funds: Largest[tuple[str, Decimal]] = Largest()
    for name, money in _sums(found["fund"].detail):
        funds.take((name, money), money)
    rules, severities = _findings(contents)
    years, failed = _files(contents)
    attendance, sums = contents.district.attendance, contents.district.sums
    return Survey(
        extents=found,
        years=years,
        units=units.found,
        funds=funds.found,
        fund_count=funds.count,
        rules=sorted(rules.items(), key=lambda one: (-one[1], one[0]))[:TOP],
        rule_count=len(rules),
        severities=severities,
        forms=contents.count("forms"),
        failed=failed,
        came=units.count,
        set_aside=len(attendance.choice.left),
        differing=sum(not one.rounding for one in sums.differences),
        district=contents.district,
    )


def _files(contents: Contents) -> tuple[list[int], int]:
    """The years of the files that count, and how many could not be read."""
    years: set[int] = set()
    failed = 0
    for filed in contents.files():
        failed += bool(filed.problem) and not filed.skipped
        if filed.year and contents.counts(filed):
            years.add(filed.year)
    return sorted(years), failed


def _sums(detail: Detail) -> Iterator[tuple[str, Decimal]]:
    """Each group of a sheet with the sum of its first summed column."""
    for key, entries in groupby(detail.sums(), lambda entry: entry[0]):
        figures = (counted(values[0]) for _, values in entries)
        yield key, sum((figure for figure in figures if figure is not None), _NOUGHT)


def _findings(contents: Contents) -> tuple[Counter[str], Counter[str]]:
    layout = contents.layouts["findings"]
    code, severity = layout.index("code"), layout.index("severity")
    rules: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for rows in chain((rows for _, rows in contents.rows("findings")), [contents.spool.told()]):
        rules.update(str(row[code]) for row in rows)
        severities.update(str(row[severity]) for row in rows)
    return rules, severities
