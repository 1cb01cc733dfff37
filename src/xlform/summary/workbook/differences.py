"""金额核对: figures of one unit that stand for the same money and are not equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.pagination import Entry
from xlform.summary.workbook.summary_rows import SummaryRows

_STYLES: Final = {"real": "warning", "rounding": "centered"}


class Differences(DetailSheet):
    """A row a difference, as a formula of the two figures; rounding is marked as such."""

    def __init__(self, summary_rows: SummaryRows) -> None:
        labels = {nature: translate(f"difference.{nature}") for nature in _STYLES}
        cols = (
            columns.unit(),
            columns.year(),
            Column("measure", translate("summary.measure"), "text", 26),
            Column("amount", translate("summary.amount"), "money", 14),
            Column("against", translate("summary.against"), "text", 26),
            Column("other", translate("summary.amount"), "money", 14),
            Column("difference", translate("summary.difference"), "difference", 14, summed=True),
            Column(
                "nature", translate("summary.nature"), "status", 9, labels=labels, styles=_STYLES
            ),
        )
        super().__init__(
            translate("summary.differences"), translate("summary.differences-title"), cols
        )
        self._sums = summary_rows.district.sums

    def entries(self) -> Iterator[Entry]:
        for difference in self._sums.differences:
            yield (
                difference.unit,
                (
                    difference.unit,
                    difference.year,
                    self._sums.label(difference.measure),
                    plain(difference.amount),
                    self._sums.label(difference.against),
                    plain(difference.other),
                    plain(difference.difference),
                    "rounding" if difference.rounding else "real",
                ),
            )
