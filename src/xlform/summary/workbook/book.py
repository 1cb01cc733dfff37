"""The summary workbook, from a spool of submissions to a file that is whole or not there."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.output import atomic_path
from xlform.messages import translate
from xlform.ooxml.address import cell_name
from xlform.summary.district import District
from xlform.summary.layout import Layout
from xlform.summary.spool import Spool
from xlform.summary.workbook import lists, sheets
from xlform.summary.workbook.contents import Contents
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.differences import Differences
from xlform.summary.workbook.funds import GROUPINGS, By, Funds
from xlform.summary.workbook.looks import Looks
from xlform.summary.workbook.overview import Overview
from xlform.summary.workbook.pages import write_page
from xlform.summary.workbook.paging import FIRST, ROWS_AT_MOST, Line, paged
from xlform.summary.workbook.pouring import pour, style_numbers
from xlform.summary.workbook.rows import RowText
from xlform.summary.workbook.survey import Extent, Survey, extents, survey
from xlform.summary.workbook.units import Units

# Any moment will do, the same every time: the same submissions make the same bytes.
_CREATED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (a workbook knows no zones)
_OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    # What a filer typed is text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Names of absent units on 总览; 报送情况 has them all.
_NAMED_AT_MOST: Final = 20


class Written(msgspec.Struct, frozen=True):
    """What a summary came to: ``units``, ``forms`` and so on are what 总览 shows.

    ``continued`` are the sheets on which rows beyond a sheet's limit went on.
    """

    survey: Survey
    continued: tuple[str, ...]


def write_summary(  # noqa: PLR0913  (from where, to where, and three things to choose)
    path: Path,
    spool: Spool,
    layouts: Mapping[str, Layout],
    district: District,
    *,
    by: By = "fund",
    linked: bool = True,
    rows_at_most: int = ROWS_AT_MOST,
) -> Written:
    """Write the summary of what is in the spool; a file of that name is replaced.

    Money in 万元, a missing figure a blank cell. Rows that a sheet can't hold go on in the next,
    named ``…(2)``. Not ``linked``, places are text: for a file that will not lie at ``path``.
    Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    with Contents(spool, layouts, path if linked else None, district) as contents:
        units = Units(contents)
        found = extents(_details(contents, units, by), rows_at_most)
        told = survey(contents, found, units.largest)
        continued = tuple(name for extent in found.values() for name in extent.names[1:])
        with atomic_path(path) as unfinished:
            try:
                _write(unfinished, told, continued, rows_at_most)
            except (zipfile.LargeZipFile, RuntimeError) as fault:
                raise FileProblem("unwritable", path=str(path), reason=fault) from fault
    return Written(told, continued)


def _details(contents: Contents, units: Units, by: By) -> dict[str, Detail]:
    """The sheets behind 总览, in their order."""
    groupings = [by, *(one for one in GROUPINGS if one not in (by, "responsible"))]
    return {
        "units": units,
        "department": sheets.forms(contents, sheets.DEPARTMENT, translate("summary.department")),
        **{one: Funds(contents, one) for one in groupings},
        "directions": sheets.forms(
            contents, sheets.DIRECTION, translate("summary.directions"), grouped=True
        ),
        "expenses": sheets.expenses(contents),
        "indicators": sheets.indicators(contents),
        **sheets.other_forms(contents),
        "differences": Differences(contents),
        "findings": lists.Findings(contents),
        "sources": lists.Sources(contents),
    }


def _write(path: Path, told: Survey, continued: tuple[str, ...], rows_at_most: int) -> None:
    skeleton = BytesIO()
    _write_skeleton(skeleton, told, continued)
    with zipfile.ZipFile(skeleton) as archive:
        # The first sheet is 总览.
        styles = style_numbers(archive, 2)
    rows: dict[int, Iterator[str]] = {}
    areas: dict[int, str] = {}
    for extent in told.extents.values():
        streams = _page_rows(extent, RowText(extent.detail, styles), rows_at_most)
        for page, stream in zip(extent.pages, streams, strict=True):
            sheet = len(rows) + 2
            rows[sheet] = stream
            areas[sheet] = f"A1:{cell_name(max(page.last, FIRST), len(extent.detail.columns))}"
    pour(skeleton, path, rows, areas)


def _write_skeleton(into: BytesIO, told: Survey, continued: tuple[str, ...]) -> None:
    """Everything but the entries."""
    import xlsxwriter  # noqa: PLC0415  (only this file needs it)

    with xlsxwriter.Workbook(into, _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED, "title": _title(told)})
        looks = Looks(workbook)
        scope = _scope(told)
        notes = [translate("summary.how"), *_notes(told, continued)]
        Overview(workbook, looks, told).write(_title(told), scope, notes)
        for extent in told.extents.values():
            for name, page in zip(extent.names, extent.pages, strict=True):
                write_page(workbook, looks, extent.detail, page, (name, scope))


def _page_rows(extent: Extent, text: RowText, rows_at_most: int) -> Iterator[Iterator[str]]:
    """The rows of each sheet of a detail, to be taken one sheet after the other."""
    detail = extent.detail
    lines = paged(detail.entries(), detail.summed, grouped=detail.grouped, rows=rows_at_most)
    pages = groupby(lines, itemgetter(0))
    return (_next_rows(pages, text) for _ in extent.pages)


def _next_rows(pages: Iterator[tuple[int, Iterator[Line]]], text: RowText) -> Iterator[str]:
    for _, lines in pages:
        yield from map(text.row, lines)
        return


def _title(told: Survey) -> str:
    year = translate("summary.year", year=told.years[0]) if len(told.years) == 1 else ""
    return year + translate("summary.title")


def _scope(told: Survey) -> str:
    files = told.extents["units"].total("files")
    return translate("summary.scope", units=told.came, files=files, failed=told.failed)


def _notes(told: Survey, continued: tuple[str, ...]) -> Iterator[str]:
    """What the reader of 总览 has to know besides: who is absent, several years, further sheets."""
    standings = told.district.attendance.standings
    absent = [one.name for one in standings if one.state == "absent"]
    if told.district.listed and absent:
        names = "、".join(absent[:_NAMED_AT_MOST])
        key = "summary.absent" if len(absent) <= _NAMED_AT_MOST else "summary.absent-many"
        yield translate(key, count=len(absent), names=names)
    years, year = told.district.attendance.years, told.district.attendance.year
    others = [
        translate("summary.of-year", year=one, count=n) for one, n in years.items() if one != year
    ]
    if others:
        yield translate("summary.other-years", years="、".join(others))
    if continued:
        yield translate("summary.continued", sheets="、".join(continued))
