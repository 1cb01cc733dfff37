"""The sheets about the submissions: their findings, and what was read of each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xlform.messages import translate
from xlform.model.findings import SEVERITIES
from xlform.rules import all_rules
from xlform.summary.record import Plain, Row
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.workbook import columns
from xlform.summary.workbook.cells import Link
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet, column_getter
from xlform.summary.workbook.links import FileLinks
from xlform.summary.workbook.pagination import Columns, Entry, SheetPage, Values, pages_of_count
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name, zip_tables

# Results of reading a file, or a part of one.
STATES: Final = ("read", "unread", "replaced", "failed", "skipped")
_STYLES: Final = {
    "read": "centered",
    "unread": "warning",
    "replaced": "info",
    "failed": "error",
    "skipped": "centered",
}


class Findings(DetailSheet):
    """问题清单: every finding, those about no single file last."""

    def __init__(self, summary_rows: SummaryRows) -> None:
        severities: dict[str, str] = {
            severity: translate(f"severity.{severity}") for severity in SEVERITIES
        }
        styles: dict[str, str] = {severity: severity for severity in SEVERITIES}
        cols = (
            columns.unit(),
            Column(
                "severity",
                translate("marked.severity"),
                "status",
                7,
                labels=severities,
                styles=styles,
            ),
            Column("code", translate("summary.code"), "centered", 7),
            Column("rule", translate("marked.rule"), "text", 22),
            columns.source_link(),
            Column("problem", translate("marked.problem"), "text", 44),
            Column("expected", translate("marked.expected"), "text", 16),
            Column("actual", translate("marked.actual"), "text", 18),
            Column("advice", translate("marked.advice"), "text", 34),
            Column("id", translate("marked.id"), "text", 13, printed=False),
            columns.file(),
        )
        super().__init__(translate("marked.sheet"), translate("summary.findings-title"), cols)
        layout = summary_rows.layouts["findings"]
        self._summary_rows = summary_rows
        self._titles = {rule.code: rule.summary.translate() for rule in all_rules()}
        self._first = [*map(layout.index, ("severity", "code", "name"))]
        self._place = [*map(layout.index, ("sheet", "cell"))]
        self._texts = [*map(layout.index, ("message", "expected", "actual", "advice", "id"))]

    def entries(self) -> Iterator[Entry]:
        for block in self.blocks():
            for values in zip(*block, strict=True):
                yield str(values[0]), values

    def blocks(self) -> Iterator[Columns]:
        """Yield the findings on some files at a time, then those about none."""
        for block in self._summary_rows.blocks("findings"):
            sheets, cells = (self._texts_of(block.column(n)) for n in self._place)
            links: list[Link | str] = []
            for file, (start, end) in zip(block.files, block.ranges(), strict=True):
                to_all = self._summary_rows.file_links(file).to_all
                links += to_all(sheets[start:end], cells[start:end])
            units = block.of_files(map(unit_name, block.files))
            names = block.of_files(file.name for file in block.files)
            yield self._block(units, links, [*map(block.column, range(len(block)))], names)
        rows = self._summary_rows.spool.batch_findings()
        if rows:
            found = [*zip(*rows, strict=True)]
            links = FileLinks("").to_all(*(self._texts_of(found[n]) for n in self._place))
            between = [translate("summary.between")] * len(rows)
            yield self._block(between, links, found, [""] * len(rows))

    @staticmethod
    def _texts_of(values: Iterable[Plain]) -> list[str]:
        return [*map(str, values)]

    def pages(self, rows: int) -> list[SheetPage]:
        between_files = len(self._summary_rows.spool.batch_findings())
        return pages_of_count(self._summary_rows.count("findings") + between_files, rows)

    def _block(
        self,
        units: list[str],
        links: list[Link | str],
        found: Sequence[Sequence[Plain]],
        names: list[str],
    ) -> Columns:
        severity, codes, rules = (self._texts_of(found[n]) for n in self._first)
        titles, file = self._titles, translate("marked.file")
        return [
            units,
            severity,
            codes,
            [titles.get(code, name) for code, name in zip(codes, rules, strict=True)],
            [link or file for link in links],
            *(found[n] for n in self._texts),
            names,
        ]


class Sources(DetailSheet):
    """来源: a row for each form, for each part left unread, for each file that failed."""

    def __init__(self, summary_rows: SummaryRows) -> None:
        states = {state: translate(f"summary.{state}") for state in STATES}
        cols = (
            columns.unit(),
            Column("file", translate("column.file"), "link", 26),
            Column("sheet", translate("column.sheet"), "link", 15),
            Column("range", translate("column.range"), "text", 11),
            Column("form", translate("summary.form"), "text", 34),
            Column(
                "state", translate("summary.state"), "status", 10, labels=states, styles=_STYLES
            ),
            Column("because", translate("summary.because"), "text", 44),
            Column("hash", translate("summary.hash"), "text", 66, printed=False),
        )
        super().__init__(translate("summary.sources"), translate("summary.sources-title"), cols)
        self._summary_rows = summary_rows
        layouts = summary_rows.layouts
        self._form = column_getter(layouts["forms"], ("form", "sheet", "range", "title", "kind"))
        self._unread = column_getter(layouts["unread"], ("sheet", "range", "because"))

    def entries(self) -> Iterator[Entry]:
        spool = self._summary_rows.spool
        streams = [spool.tables("forms"), spool.tables("unread")]
        for file, found in zip_tables(self._summary_rows.files(), streams):
            forms, unread = (each.rows() if each else [] for each in found)
            unit = unit_name(file)
            links = self._summary_rows.file_links(file)
            link = links.to_file(file.name)
            for values in self._of_file(file, links, forms, unread):
                yield unit, (unit, link, *values, file.sha256)

    def pages(self, rows: int) -> list[SheetPage]:
        spool = self._summary_rows.spool
        failed = sum(1 for file in self._summary_rows.files() if file.problem)
        return pages_of_count(spool.count("forms") + spool.count("unread") + failed, rows)

    def _of_file(
        self, file: SpooledFile, links: FileLinks, forms: list[Row], unread: list[Row]
    ) -> Iterator[Values]:
        if file.problem:
            yield "", "", "", "skipped" if file.skipped else "failed", file.problem
        for row in forms:
            number, sheet, area, title, kind = self._form(row)
            sheet, area, title, kind = str(sheet), str(area), str(title), str(kind)
            because = self._summary_rows.exclusion_reason(file, int(number or 0))
            name = title or self._summary_rows.district.short_name(kind)
            state = "replaced" if because else "read"
            yield links.to(sheet, area.partition(":")[0]), area, name, state, because
        for row in unread:
            sheet, area, reason = map(str, self._unread(row))
            yield links.to(sheet, area.partition(":")[0]), area, "", "unread", reason
