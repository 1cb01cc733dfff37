"""The figures of a summary that a command prints, without its rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.model.findings import SEVERITIES

if TYPE_CHECKING:
    from xlform.summary.workbook.book import WorkbookResult


class AmountFigure(msgspec.Struct, frozen=True, array_like=True):
    """Sum of an amount over all units, in 万元.

    ``amount`` is the sum of the ``known`` figures; ``unknown`` entries lack theirs.
    """

    head: str
    amount: Decimal
    known: int
    unknown: int


class SummaryFigures(msgspec.Struct, frozen=True, array_like=True):
    """Counts and sums of a summary workbook.

    ``severities`` counts the findings. With a roster ``states`` counts the units by state, and
    ``unlisted`` the files of units that are not on it; without one both are empty. ``excluded`` is
    the number of forms that don't count; ``continued`` are the sheets that hold rows beyond the
    limit of another sheet.
    """

    units: int
    files: int
    failed: int
    forms: int
    severities: dict[str, int]
    amounts: tuple[AmountFigure, ...]
    states: dict[str, int]
    unlisted: int
    excluded: int
    continued: tuple[str, ...]


def summary_figures(written: WorkbookResult) -> SummaryFigures:
    """Return the figures of a workbook that was written."""
    from xlform.summary.unit_status import STATES  # noqa: PLC0415  (only where one was written)

    stats = written.stats
    status, listed = stats.district.status, stats.district.listed
    amounts = []
    for each in (amount for amount in stats.amounts if not amount.printed):
        detail, column = stats.total(each)
        known, unknown = detail.known(column), detail.unknown(column)
        amounts.append(AmountFigure(each.head, detail.total(column), known, unknown))
    return SummaryFigures(
        units=stats.unit_count,
        files=int(stats.details["units"].total("files")),
        failed=stats.failed,
        forms=stats.forms,
        severities={severity: stats.severities[severity] for severity in SEVERITIES},
        amounts=tuple(amounts),
        states={state: status.count(state) for state in STATES} if listed else {},
        unlisted=len(status.unlisted_files) if listed else 0,
        excluded=len(status.selection.excluded),
        continued=written.continued,
    )
