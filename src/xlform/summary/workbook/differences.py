"""金额核对: where figures of one unit that stand for the same money are not equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.sums import measure_label
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.contents import Contents
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.paging import Entry

_TONES: Final = {"real": "warning", "rounding": "middle"}


class Differences(Detail):
    """A row a difference, as a formula of the two figures it is between; rounding told as such."""

    def __init__(self, contents: Contents) -> None:
        told = {one: translate(f"difference.{one}") for one in _TONES}
        cols = (
            columns.unit(),
            columns.year(),
            Column("measure", translate("summary.measure"), "words", 26),
            Column("amount", translate("summary.amount"), "money", 14),
            Column("against", translate("summary.against"), "words", 26),
            Column("other", translate("summary.amount"), "money", 14),
            Column("difference", translate("summary.difference"), "less", 14, summed=True),
            Column("nature", translate("summary.nature"), "toned", 9, told=told, tones=_TONES),
        )
        super().__init__(
            translate("summary.differences"), translate("summary.differences-title"), cols
        )
        self._sums = contents.district.sums

    def entries(self) -> Iterator[Entry]:
        for one in self._sums.differences:
            yield (
                one.unit,
                (
                    one.unit,
                    one.year,
                    measure_label(one.measure),
                    plain(one.amount),
                    measure_label(one.against),
                    plain(one.other),
                    plain(one.difference),
                    "rounding" if one.rounding else "real",
                ),
            )
