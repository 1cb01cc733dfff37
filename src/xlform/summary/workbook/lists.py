"""The sheets about the submissions themselves: what was found, and what was read of each file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.messages import translate
from xlform.model.findings import SEVERITIES
from xlform.rules import all_rules
from xlform.summary.record import Row
from xlform.summary.spool import Filed
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.contents import Contents, beside, unit_of
from xlform.summary.workbook.detail import Detail, picker
from xlform.summary.workbook.links import Leads
from xlform.summary.workbook.paging import Entry, Page, Values, pages_for
from xlform.summary.workbook.units import form_name

# What became of a file, or of a part of one.
STATES: Final = ("read", "unread", "replaced", "failed", "skipped")
_TONES: Final = {
    "read": "middle",
    "unread": "warning",
    "replaced": "info",
    "failed": "error",
    "skipped": "middle",
}


class Findings(Detail):
    """问题清单: every finding, those between files last where they are about no single one."""

    def __init__(self, contents: Contents) -> None:
        severities: dict[str, str] = {one: translate(f"severity.{one}") for one in SEVERITIES}
        tones: dict[str, str] = {one: one for one in SEVERITIES}
        cols = (
            columns.unit(),
            Column(
                "severity", translate("marked.severity"), "toned", 7, told=severities, tones=tones
            ),
            Column("code", translate("summary.code"), "middle", 7),
            Column("rule", translate("marked.rule"), "words", 22),
            columns.place(),
            Column("problem", translate("marked.problem"), "words", 44),
            Column("expected", translate("marked.expected"), "words", 16),
            Column("actual", translate("marked.actual"), "words", 18),
            Column("advice", translate("marked.advice"), "words", 34),
            Column("id", translate("marked.id"), "words", 13, printed=False),
            columns.file(),
        )
        super().__init__(translate("marked.sheet"), translate("summary.findings-title"), cols)
        layout = contents.layouts["findings"]
        self._contents = contents
        self._titles = {rule.code: rule.summary.translate() for rule in all_rules()}
        self._first = picker(layout, ("severity", "code", "name", "sheet", "cell"))
        self._told = picker(layout, ("message", "expected", "actual", "advice", "id"))

    def entries(self) -> Iterator[Entry]:
        for filed, rows in self._contents.rows("findings"):
            unit, leads = unit_of(filed), self._contents.leads(filed)
            for row in rows:
                yield unit, self._values(row, unit, leads, filed.name)
        between = translate("summary.between")
        for row in self._contents.spool.told():
            yield between, self._values(row, between, Leads(""), "")

    def pages(self, rows: int) -> list[Page]:
        told = len(self._contents.spool.told())
        return pages_for(self._contents.count("findings") + told, rows)

    def _values(self, row: Row, unit: str, leads: Leads, file: str) -> Values:
        severity, code, name, sheet, cell = map(str, self._first(row))
        title = self._titles.get(code, name)
        place = leads.to(sheet, cell) or translate("marked.file")
        return (unit, severity, code, title, place, *self._told(row), file)


class Sources(Detail):
    """来源: a row a form read, a part left unread, a file that could not be read, and why."""

    def __init__(self, contents: Contents) -> None:
        states = {state: translate(f"summary.{state}") for state in STATES}
        cols = (
            columns.unit(),
            Column("file", translate("column.file"), "link", 26),
            Column("sheet", translate("column.sheet"), "link", 15),
            Column("range", translate("column.range"), "words", 11),
            Column("form", translate("summary.form"), "words", 34),
            Column("state", translate("summary.state"), "toned", 10, told=states, tones=_TONES),
            Column("because", translate("summary.because"), "words", 44),
            Column("hash", translate("summary.hash"), "words", 66, printed=False),
        )
        super().__init__(translate("summary.sources"), translate("summary.sources-title"), cols)
        self._contents = contents
        layouts = contents.layouts
        self._form = picker(layouts["forms"], ("form", "sheet", "range", "title", "kind"))
        self._unread = picker(layouts["unread"], ("sheet", "range", "because"))

    def entries(self) -> Iterator[Entry]:
        spool = self._contents.spool
        streams = [spool.rows("forms"), spool.rows("unread")]
        for filed, (forms, unread) in beside(self._contents.files(), streams):
            unit = unit_of(filed)
            leads = self._contents.leads(filed)
            file = leads.to_file(filed.name)
            for values in self._of_file(filed, leads, forms, unread):
                yield unit, (unit, file, *values, filed.sha256)

    def pages(self, rows: int) -> list[Page]:
        spool = self._contents.spool
        failed = sum(1 for filed in self._contents.files() if filed.problem)
        return pages_for(spool.count("forms") + spool.count("unread") + failed, rows)

    def _of_file(
        self, filed: Filed, leads: Leads, forms: list[Row], unread: list[Row]
    ) -> Iterator[Values]:
        if filed.problem:
            yield "", "", "", "skipped" if filed.skipped else "failed", filed.problem
        for row in forms:
            number, sheet, area, title, kind = self._form(row)
            sheet, area, title, kind = str(sheet), str(area), str(title), str(kind)
            because = self._contents.because(filed, int(number or 0))
            name = title or form_name(self._contents, kind)
            state = "replaced" if because else "read"
            yield leads.to(sheet, area.partition(":")[0]), area, name, state, because
        for row in unread:
            sheet, area, reason = map(str, self._unread(row))
            yield leads.to(sheet, area.partition(":")[0]), area, "", "unread", reason
