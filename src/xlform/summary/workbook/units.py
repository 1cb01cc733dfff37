"""报送情况: a row a unit, and with a roster a row for each unit that submitted nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from xlform.grid.model import plain
from xlform.messages import clauses, listed, translate
from xlform.model.findings import SEVERITIES
from xlform.summary.amounts import FormAmount
from xlform.summary.blob_file import RecordFile
from xlform.summary.unit_status import STATES, UnitStatus
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.largest import Largest
from xlform.summary.workbook.pagination import Entry, Values
from xlform.summary.workbook.print_width import fitted
from xlform.summary.workbook.summary_rows import SummaryRows
from xlform.summary.workbook.unit_totals import UnitTotals, unit_totals

# State of a unit that is not on the roster.
UNLISTED: Final = "unlisted"
_STYLES: Final = {
    "complete": "centered",
    "partial": "warning",
    "unreadable": "error",
    "absent": "error",
    UNLISTED: "info",
}
_FILE: Final = "units"


class _Kept(msgspec.Struct, array_like=True):
    """An entry on disk."""

    unit: str
    values: tuple[object, ...]


class Units(DetailSheet):
    """A row a unit: its state, its files, its forms of each kind, its money, its findings.

    ``largest`` are the units with most money, once all entries were read: by the first of the
    amounts that is no printed total, then by the next.
    """

    def __init__(self, summary_rows: SummaryRows, amounts: tuple[FormAmount, ...]) -> None:
        self._summary_rows = summary_rows
        self._amounts = amounts
        self._kinds = tuple(summary_rows.district.kinds)
        # The entries once they were made of all rows of all forms; on disk because they are many.
        self._made: RecordFile[_Kept] | None = None
        self.largest: Largest[UnitTotals] = Largest()
        status = summary_rows.district.status
        self._similar = {file.unit: file.similar for file in status.unlisted_files}
        states = {state: translate(f"state.{state}") for state in (*STATES, UNLISTED)}
        state = Column(
            "state", translate("summary.state"), "status", 9, labels=states, styles=_STYLES
        )
        responsible = [columns.responsible()] if summary_rows.district.listed else []
        short_name = summary_rows.district.short_name
        forms = [_count(f"form {kind}", short_name(kind)) for kind in self._kinds]
        money = [Column(each.key, each.head, "money", 13, summed=True) for each in amounts]
        findings = [_count(severity, translate(f"severity.{severity}")) for severity in SEVERITIES]
        remark = Column("remark", translate("summary.remark"), "text", 30)
        files = _count("files", translate("summary.files"))
        shown = [state, *responsible, files, *forms, *money, *findings, remark]
        importance = {each.key: n + 1 for n, each in enumerate(amounts)}
        printed, further = fitted([(each.key, each) for each in shown], importance, linked=False)
        self._order = [column.key for _, column in (*printed, *further)]
        cols = (columns.unit(), *(column for _, column in (*printed, *further)))
        super().__init__(translate("summary.units"), translate("summary.units-title"), cols)

    def entries(self) -> Iterator[Entry]:
        if self._made is None:
            self._made = self._kept()
        return ((each.unit, each.values) for each in self._made)

    def _kept(self) -> RecordFile[_Kept]:
        made = RecordFile(self._summary_rows.spool.folder / _FILE, _Kept)
        self._summary_rows.resources.callback(made.close)
        for unit, values in self._entries():
            made.add(_Kept(unit, values))
        return made

    def _entries(self) -> Iterator[Entry]:
        submitted: set[str] = set()
        self.largest = Largest()
        ranked = [amount.key for amount in self._amounts if not amount.printed][:2]
        for totals in unit_totals(self._summary_rows, self._amounts):
            submitted.add(totals.unit)
            self.largest.add(totals, *(totals.known(key) for key in ranked))
            yield totals.unit, self._values(totals, self._summary_rows.unit_status(totals.unit))
        for status in self._summary_rows.district.status.unit_statuses:
            if status.name not in submitted:
                yield status.name, self._values(UnitTotals(status.name), status)

    def _values(self, totals: UnitTotals, status: UnitStatus | None) -> Values:
        files = totals.files or None
        unknown = translate("summary.unknown")
        values: dict[str, object] = {
            "state": status.state if status else UNLISTED,
            "responsible": status.responsible if status else "",
            "files": files,
            "remark": self._with_unreadable(self._with_money_unit(totals, status), status),
        }
        values |= {f"form {kind}": totals.forms[kind] or None for kind in self._kinds}
        for amount in self._amounts:
            key = amount.key
            values[key] = unknown if key in totals.unknown else _text(totals.known(key))
        for severity in SEVERITIES:
            values[severity] = totals.findings[severity] if files else None
        return (totals.unit, *(values[key] for key in self._order))

    def _remark(self, unit: str, status: UnitStatus | None) -> str:
        """Return the missing forms and replaced files, for an unlisted unit similar names."""
        if status is None:
            names = listed(self._similar.get(unit, ()))
            return translate("summary.near", names=names) if names else ""
        incomplete = status.files and status.missing
        short_name = self._summary_rows.district.short_name
        missing = [short_name(kind) for kind in status.missing if incomplete]
        details = {"forms": listed(missing), "count": len(status.replaced)}
        if missing and status.replaced:
            return translate("summary.missing-aside", **details)
        if missing:
            return translate("summary.missing", **details)
        return translate("summary.aside", **details) if status.replaced else ""

    def _with_money_unit(self, totals: UnitTotals, status: UnitStatus | None) -> str:
        """Return the remark on a unit, first that its amounts seem to be in the wrong unit."""
        remark = self._remark(totals.unit, status)
        parts = (translate("summary.wrong-money-unit") if totals.misstated else "", remark)
        return clauses(filter(None, parts))

    def _with_unreadable(self, remark: str, status: UnitStatus | None) -> str:
        """Return a remark with the files of the unit that can't be read, each with the reason."""
        files = [
            translate("summary.unreadable-file", file=_file_name(file.path), reason=file.reason)
            for file in (status.unreadable if status else ())
        ]
        return clauses(filter(None, (remark, *files)))


def _file_name(path: str) -> str:
    return path.replace("\\", "/").replace("!", "/").rpartition("/")[2]


def _count(key: str, head: str) -> Column:
    return Column(key, head, "whole", 8, summed=True)


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)
