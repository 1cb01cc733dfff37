"""报送情况: a row a unit, and where there is a roster a row for those that handed in nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xlform.grid.model import plain
from xlform.messages import language, translate
from xlform.messages.catalog import CATALOG
from xlform.model.findings import SEVERITIES
from xlform.summary.standing import Standing
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.contents import Contents
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.largest import Largest
from xlform.summary.workbook.paging import Entry, Values
from xlform.summary.workbook.sheets import DEPARTMENT, DIRECTION, FUND_SUMMARY
from xlform.summary.workbook.tallies import Tally, tallies

KINDS: Final = (DEPARTMENT, FUND_SUMMARY, DIRECTION)
_MONEY: Final = ("budget", "printed", "funds", "expenses")
# What a unit's standing may be; a stranger is on no line of the roster.
STATES: Final = ("complete", "partial", "absent", "stranger")
_TONES: Final = {
    "complete": "middle",
    "partial": "warning",
    "absent": "error",
    "stranger": "info",
}


class Units(Detail):
    """A row a unit: its standing, its files, its forms of each kind, its money, what was found.

    ``largest`` are the units with most money, once all have gone by.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.largest: Largest[Tally] = Largest()
        attendance = contents.district.attendance
        self._near = {one.unit: one.near for one in attendance.strangers}
        states = {state: translate(f"state.{state}") for state in STATES}
        state = Column("state", translate("summary.state"), "toned", 9, told=states, tones=_TONES)
        responsible = [columns.responsible()] if contents.district.listed else []
        self._responsible = bool(responsible)
        forms = [_count(kind, form_name(contents, kind)) for kind in KINDS]
        money = [
            Column(one, translate(f"summary.{one}-total"), "money", 13, summed=True)
            for one in _MONEY
        ]
        found = [_count(severity, translate(f"severity.{severity}")) for severity in SEVERITIES]
        remark = Column("remark", translate("summary.remark"), "words", 30)
        files = _count("files", translate("summary.files"))
        cols = (columns.unit(), state, *responsible, files, *forms, *money, *found, remark)
        super().__init__(translate("summary.units"), translate("summary.units-title"), cols)

    def entries(self) -> Iterator[Entry]:
        came: set[str] = set()
        self.largest = Largest()
        for one in tallies(self._contents):
            came.add(one.unit)
            self.largest.take(one, one.budget, one.funds)
            yield one.unit, self._values(one, self._contents.standing(one.unit))
        for standing in self._contents.district.attendance.standings:
            if standing.name not in came:
                yield standing.name, self._values(Tally(standing.name), standing)

    def _values(self, one: Tally, standing: Standing | None) -> Values:
        files = one.files or None
        forms = (one.forms[kind] or None for kind in KINDS)
        money = (_text(figure) for figure in (one.budget, one.printed, one.funds, one.expenses))
        found = (one.findings[severity] if files else None for severity in SEVERITIES)
        state = standing.state if standing else "stranger"
        responsible = [standing.responsible if standing else ""] if self._responsible else []
        remark = self._remark(one.unit, standing)
        return (one.unit, state, *responsible, files, *forms, *money, *found, remark)

    def _remark(self, unit: str, standing: Standing | None) -> str:
        """What else there is to know: forms missing, files set aside, names like a stranger's."""
        if standing is None:
            near = "、".join(self._near.get(unit, ()))
            return translate("summary.near", names=near) if near else ""
        partly = standing.files and standing.missing
        missing = [form_name(self._contents, kind) for kind in standing.missing if partly]
        told = {"forms": "、".join(missing), "count": len(standing.replaced)}
        if missing and standing.replaced:
            return translate("summary.missing-aside", **told)
        if missing:
            return translate("summary.missing", **told)
        return translate("summary.aside", **told) if standing.replaced else ""


def form_name(contents: Contents, kind: str) -> str:
    """What people call a kind of form, in a word or two."""
    if language() == "en":
        return kind
    return translate(key) if (key := f"summary.{kind}") in CATALOG else contents.layouts[kind].title


def _count(key: str, head: str) -> Column:
    return Column(key, head, "whole", 8, summed=True)


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)
