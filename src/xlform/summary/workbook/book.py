"""The summary workbook, from a spool of submissions to a file that is whole or not there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.new_workbook import workbook_in_memory
from xlform.files.output import atomic_path
from xlform.grid.address import cell_name
from xlform.grid.model import plain
from xlform.messages import listed, translate
from xlform.model.regular_file import FileMark, file_mark
from xlform.summary.amounts import form_amounts
from xlform.summary.district import District
from xlform.summary.layout import Layout
from xlform.summary.spool import Spool
from xlform.summary.workbook import lists
from xlform.summary.workbook.cell_formats import CellFormats
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.differences import Differences
from xlform.summary.workbook.named_entries import By
from xlform.summary.workbook.overview import Overview
from xlform.summary.workbook.pagination import FIRST, ROWS_AT_MOST, PartSum, paginate, sum_of
from xlform.summary.workbook.row_stream import SheetRows, stream_rows, style_numbers
from xlform.summary.workbook.rows import RowText, Styles
from xlform.summary.workbook.sheet_frame import write_frame
from xlform.summary.workbook.sheet_packing import Packing
from xlform.summary.workbook.sheets import FormSheets
from xlform.summary.workbook.stats import (
    DetailPages,
    SummaryStats,
    collect_stats,
    paginate_details,
)
from xlform.summary.workbook.summary_rows import SummaryRows
from xlform.summary.workbook.units import Units

# Names of absent units on 总览; 报送情况 has all of them.
_NAMED_AT_MOST: Final = 20


class WorkbookResult(msgspec.Struct, frozen=True):
    """The figures of a summary workbook.

    ``continued`` are the sheets that hold rows beyond the limit of another sheet; ``file`` is the
    mark of the file that was written.
    """

    stats: SummaryStats
    continued: tuple[str, ...]
    file: FileMark


def write_summary(  # noqa: PLR0913  (from where, to where, and three things to choose)
    path: Path,
    spool: Spool,
    layouts: Mapping[str, Layout],
    district: District,
    *,
    by: By = "fund",
    linked: bool = True,
    rows_at_most: int = ROWS_AT_MOST,
    force: bool = False,
    jobs: int = 1,
) -> WorkbookResult:
    """Write the summary of the submissions in the spool, in place of an earlier one.

    Another file of that name is replaced only with ``force``.

    Money in 万元, a missing figure a blank cell. Rows beyond the limit of a sheet continue in the
    next, named ``…(2)``. Without ``linked`` sources are text: for a file whose final path is not
    ``path``. ``jobs`` processes make the sheets. Raises :class:`~xlform.errors.FileProblem` for a
    path that can't be written.
    """
    with SummaryRows(spool, layouts, path if linked else None, district) as summary_rows:
        amounts = form_amounts(district.kinds.values())
        units = Units(summary_rows, amounts)
        forms = FormSheets(summary_rows, by)
        details = paginate_details(_details(summary_rows, units, forms), rows_at_most)
        stats = collect_stats(summary_rows, details, units.largest, amounts, forms)
        continued = tuple(name for pages in details.values() for name in pages.names[1:])
        sheets = (pages.detail for pages in details.values())
        packing = Packing(jobs, spool.folder, partial(_reopen, tuple(sheets)))
        with atomic_path(path, force=force) as unfinished:
            try:
                _write(unfinished, stats, continued, rows_at_most, packing)
            except (zipfile.LargeZipFile, RuntimeError) as error:
                raise FileProblem("unwritable", path=str(path), reason=error) from error
            file = file_mark(unfinished.stat())
    return WorkbookResult(stats, continued, file)


def _reopen(details: Iterable[DetailSheet]) -> None:
    """Open the databases on disk anew, for a process that was forked from the one that has them."""
    for detail in details:
        detail.reopen()


def _details(summary_rows: SummaryRows, units: Units, forms: FormSheets) -> dict[str, DetailSheet]:
    """Return the sheets behind 总览, in their order."""
    differences = {"differences": Differences(summary_rows)}
    return {
        "units": units,
        **forms.sheets,
        **(differences if summary_rows.district.sums.sources else {}),
        "findings": lists.Findings(summary_rows),
        "sources": lists.Sources(summary_rows),
    }


def _write(
    path: Path,
    stats: SummaryStats,
    continued: tuple[str, ...],
    rows_at_most: int,
    packing: Packing,
) -> None:
    skeleton = BytesIO()
    names = _write_skeleton(skeleton, stats, continued)
    with zipfile.ZipFile(skeleton) as archive:
        # The first sheet is 总览.
        styles = style_numbers(archive, 2, names)
        sheets: list[SheetRows] = []
        first = 2
        for each in stats.details.values():
            columns = len(each.detail.columns)
            ranges = {
                first + n: f"A1:{cell_name(max(page.last, FIRST), columns)}"
                for n, page in enumerate(each.pages)
            }
            rows = partial(_page_rows, each, styles, rows_at_most)
            sheets.append(SheetRows(ranges, each.entries * columns, rows))
            first += len(ranges)
        stream_rows(archive, path, sheets, packing)


def _write_skeleton(
    into: BytesIO, stats: SummaryStats, continued: tuple[str, ...]
) -> tuple[str, ...]:
    """Write the workbook without the entries; return the names of their formats."""
    with workbook_in_memory(into, "summary", _title(stats)) as workbook:
        columns = (column for each in stats.details.values() for column in each.detail.columns)
        percent = any(column.kind == "percent" for column in columns)
        formats = CellFormats(workbook, percent=percent)
        scope = _scope(stats)
        notes = [translate("summary.how"), *_notes(stats, continued)]
        Overview(workbook, formats, stats).write(_title(stats), scope, notes)
        for detail_pages in stats.details.values():
            for name, page in zip(detail_pages.names, detail_pages.pages, strict=True):
                write_frame(workbook, formats, detail_pages.detail, page, (name, scope))
        return tuple(formats.detail)


def _page_rows(
    detail_pages: DetailPages, styles: Styles, rows_at_most: int
) -> Iterator[Iterator[bytes]]:
    """Yield the rows of each page of a detail, to be read one page after the other."""
    detail = detail_pages.detail
    text = RowText(detail, styles)
    made: Iterator[tuple[int, bytes]]
    if detail.grouped and len(detail_pages.pages) == 1:
        made = ((0, rows) for rows in _groups(detail, text))
    elif detail.grouped:
        lines = paginate(
            detail.entries(),
            detail.summed,
            grouped=True,
            rows=rows_at_most,
            required=detail.required,
        )
        made = ((line.page, text.row(line)) for line in lines)
    else:
        made = _blocks(detail, text, rows_at_most)
    pages = groupby(made, itemgetter(0))
    return (_next_rows(pages) for _ in detail_pages.pages)


def _groups(detail: DetailSheet, text: RowText) -> Iterator[bytes]:
    """Yield the rows of a sheet of one page by group, those of several entries with their 小计."""
    row, number = FIRST, 1
    for name, blocks in detail.groups():
        first, sums = row, list[PartSum]([None] * len(detail.summed))
        for columns in blocks:
            count = len(columns[0])
            yield text.block(columns, row, number, int(row > first or count > 1))
            row, number = row + count, number + count
            sums = [
                sum_of(columns[index], total, is_required=index in detail.required)
                for index, total in zip(detail.summed, sums, strict=True)
            ]
        if row - first > 1:
            yield text.subtotal(row, (name, first, row - 1, *sums))
            row += 1


def _blocks(detail: DetailSheet, text: RowText, rows_at_most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of a sheet without groups in blocks, each after its page."""
    room, done = rows_at_most - FIRST + 1, 0
    for block in detail.blocks():
        columns = block
        while count := len(columns[0]):
            page, at = divmod(done, room)
            here = min(count, room - at)
            yield page, text.block([column[:here] for column in columns], FIRST + at, done + 1)
            columns = [column[here:] for column in columns]
            done += here


def _next_rows(pages: Iterator[tuple[int, Iterator[tuple[int, bytes]]]]) -> Iterator[bytes]:
    for _, rows in pages:
        yield from (text for _, text in rows)
        return


def _title(stats: SummaryStats) -> str:
    year = translate("summary.year", year=stats.years[0]) if len(stats.years) == 1 else ""
    return year + _subject(stats.district)


def _subject(district: District) -> str:
    """Return what is summarized: the one form there is, the forms of a set, forms of many kinds."""
    kinds = [*district.kinds.values()]
    if len(kinds) == 1:
        return translate("summary.title-of", form=kinds[0].title)
    numbered = all(kind.first.appendix or kind.first.prose for kind in kinds)
    return translate("summary.title" if numbered else "summary.title-of-many")


def _scope(stats: SummaryStats) -> str:
    files = stats.details["units"].total("files")
    return translate("summary.scope", units=stats.unit_count, files=files, failed=stats.failed)


def _notes(stats: SummaryStats, continued: tuple[str, ...]) -> Iterator[str]:
    """Yield the notes of 总览: unknown sums, absent units, several years, continued sheets."""
    for each in (amount for amount in stats.amounts if not amount.printed):
        detail, column = stats.total(each)
        if detail.unknown(column):
            amount, known = plain(detail.total(column)), detail.known(column)
            count, what = detail.unknown(column), each.head
            key = "summary.sum-unknown"
            yield translate(key, what=what, count=count, known=known, amount=amount)
    statuses = stats.district.status.unit_statuses
    absent = [status.name for status in statuses if status.state == "absent"]
    if stats.district.listed and absent:
        names = listed(absent[:_NAMED_AT_MOST])
        key = "summary.absent" if len(absent) <= _NAMED_AT_MOST else "summary.absent-many"
        yield translate(key, count=len(absent), names=names)
    unreadable = [status for status in statuses if status.state == "unreadable"]
    if unreadable:
        names = listed(
            translate("summary.named", name=one.name, label=one.label)
            for one in unreadable[:_NAMED_AT_MOST]
        )
        yield translate("summary.unreadable-units", count=len(unreadable), names=names)
    years, year = stats.district.status.years, stats.district.status.year
    others = [
        translate("summary.of-year", year=other, count=count)
        for other, count in years.items()
        if other != year
    ]
    if others:
        yield translate("summary.other-years", years=listed(others))
    if stats.district.settings_note:
        yield stats.district.settings_note
    if continued:
        yield translate("summary.continued", sheets=listed(continued))
