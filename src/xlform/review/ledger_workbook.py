"""The ledger 台账 as a workbook for people: units, files, and what is left to answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xlform.export.xlsx_formats import line_count
from xlform.files.new_workbook import new_workbook
from xlform.messages import clauses, translate
from xlform.review.ledger import UNIT_STATES, Ledger, ReviewedFile, ReviewedUnit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_BASE: Final[dict[str, Any]] = {
    "font_name": "宋体",
    "font_size": 10.5,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#BFBFBF",
    "text_wrap": True,
}
_A4: Final = 9
_HEAD_ROW: Final = 2
_LINE: Final = 15.0
_PADDING: Final = 6.0
_NANOSECONDS: Final = 1_000_000_000
_HASH_SHOWN: Final = 12
# Colours of the states: what is returned stands out, what is passed does not.
_FILLS: Final = {
    "returned": "#FCE4D6",
    "unreadable": "#F8CBAD",
    "absent": "#EDEDED",
    "passed": "#E2EFDA",
}
# The columns of both sheets: key of the heading, width in characters.
_UNIT_COLUMNS: Final = (
    ("number", 6), ("unit", 32), ("code", 10), ("responsible", 12), ("state", 10), ("round", 6),
    ("must", 8), ("explain", 8), ("errors", 8), ("warnings", 8), ("before", 8), ("fixed", 8),
    ("open", 8), ("new", 8),
    ("because", 36), ("files", 30), ("papers", 10),
)  # fmt: skip
_FILE_COLUMNS: Final = (
    ("number", 6), ("unit", 32), ("file", 44), ("file-state", 12), ("because", 40),
    ("modified", 17), ("size", 10), ("hash", 16),
)  # fmt: skip
_FIRST_COUNTS: Final = ("must", "explain", "errors", "warnings")
_COUNTS: Final = (*_FIRST_COUNTS, "before", "fixed", "open", "new")
# Columns that are there though nothing is in them.
_ALWAYS: Final = frozenset({"number", "unit", "state", "round", "because", "files", "papers"})


def write_ledger_workbook(path: Path, ledger: Ledger, *, force: bool = False) -> None:
    """Write the workbook in place of an earlier one.

    Another file of that name, and one that somebody has edited, is replaced only with ``force``.
    Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    with new_workbook(path, "ledger", force=force, by_rows=False) as workbook:
        writer = _LedgerWriter(workbook)
        writer.write_units(ledger)
        writer.write_files(ledger)


class _LedgerWriter:
    """Writes the sheets of a ledger."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._title = workbook.add_format({"font_name": "宋体", "font_size": 16, "bold": True})
        self._note = workbook.add_format({"font_name": "宋体", "font_size": 10.5})

    def write_units(self, ledger: Ledger) -> None:
        """Write a row for each unit, with a link to its papers, and the totals above."""
        counts = {state: ledger.count(state) for state in UNIT_STATES}
        note = translate("ledger.counts", total=len(ledger.units), **counts)
        title = translate("ledger.title", round=ledger.round)
        rows = [_unit_cells(number, unit) for number, unit in enumerate(ledger.units, 1)]
        # Columns that nobody fills, such as those of later rounds, take no room on paper.
        columns = [
            (name, width)
            for name, width in _UNIT_COLUMNS
            if name in _ALWAYS or any(row[name] != "" for row in rows)
        ]
        sheet = self._sheet(translate("ledger.units"), columns, title, note)
        for row, (unit, cells) in enumerate(zip(ledger.units, rows, strict=True), _HEAD_ROW + 2):
            self._write_unit(sheet, row, unit, {name: cells[name] for name, _ in columns})
            self._set_height(sheet, row, [cells[name] for name, _ in columns], columns)
        self._write_totals(sheet, ledger, columns)
        self._finish(sheet, _HEAD_ROW + 1 + len(ledger.units), columns, _HEAD_ROW + 1)

    def _write_unit(
        self, sheet: Worksheet, row: int, unit: ReviewedUnit, cells: dict[str, str | int]
    ) -> None:
        fill = {"bg_color": _FILLS[unit.state]}
        for column, (name, value) in enumerate(cells.items()):
            if name == "papers" and value:
                link = self._format(font_color="#0563C1", underline=1, center=True)
                sheet.write_url(row, column, f"external:{unit.folder}", link, str(value))
                continue
            cell_format = self._format(
                center=name in ("number", "state", "round", *_COUNTS),
                **(fill if name == "state" else {}),
            )
            self._write_cell(sheet, row, column, value, cell_format)

    def _write_totals(
        self, sheet: Worksheet, ledger: Ledger, columns: Sequence[tuple[str, int]]
    ) -> None:
        """Write the sums of the visible rows below the headings, which change with filters."""
        row = _HEAD_ROW + 1
        first, last = row + 2, row + 1 + max(len(ledger.units), 1)
        total = self._format(center=True, bold=True, bg_color="#FFF2CC")
        for column, (name, _) in enumerate(columns):
            letter = chr(ord("A") + column)
            if name in _COUNTS:
                values = (self._value(unit, name) for unit in ledger.units)
                formula = f"=SUBTOTAL(9,{letter}{first}:{letter}{last})"
                sheet.write_formula(row, column, formula, total, sum(values))
            else:
                sheet.write_blank(row, column, None, total)
        sheet.write_string(row, 1, translate("summary.total"), total)

    @staticmethod
    def _value(unit: ReviewedUnit, name: str) -> int:
        if name in _FIRST_COUNTS:
            return int(getattr(unit, name)) if unit.round else 0
        if unit.round <= 1:
            return 0
        return unit.fixed + unit.open if name == "before" else int(getattr(unit, name))

    def write_files(self, ledger: Ledger) -> None:
        """Write a row for each file of each unit, with its hash."""
        title, note = translate("ledger.files-title"), translate("ledger.files-note")
        sheet = self._sheet(translate("ledger.files"), _FILE_COLUMNS, title, note)
        row = _HEAD_ROW
        for unit in ledger.units:
            for file in unit.files:
                row += 1
                texts: list[str | int] = [row - _HEAD_ROW, unit.unit, *_file_cells(file)]
                for column, (value, (name, _)) in enumerate(zip(texts, _FILE_COLUMNS, strict=True)):
                    center = name in ("number", "file-state", "modified")
                    self._write_cell(sheet, row, column, value, self._format(center=center))
                self._set_height(sheet, row, texts, _FILE_COLUMNS)
        self._finish(sheet, row, _FILE_COLUMNS)

    # Shared by both sheets

    def _sheet(
        self, name: str, columns: Sequence[tuple[str, int]], title: str, note: str
    ) -> Worksheet:
        sheet = self._workbook.add_worksheet(name)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, note, self._note)
        head = self._format(center=True, bold=True, bg_color="#DDEBF7")
        sheet.set_row(_HEAD_ROW, 2 * _LINE + _PADDING)
        for column, (key, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD_ROW, column, translate(f"ledger-column.{key}"), head)
        return sheet

    def _finish(
        self,
        sheet: Worksheet,
        last: int,
        columns: Sequence[tuple[str, int]],
        filtered: int = _HEAD_ROW,
    ) -> None:
        """Freeze, filter below the row ``filtered``, and set up the printed page."""
        sheet.freeze_panes(filtered + 1, 2)
        sheet.autofilter(filtered, 0, max(last, filtered + 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&A&C{translate('page.footer')}")

    def _write_cell(
        self, sheet: Worksheet, row: int, column: int, value: str | int, cell_format: Format
    ) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, cell_format)
        elif value:
            sheet.write_string(row, column, value, cell_format)
        else:
            sheet.write_blank(row, column, None, cell_format)

    def _set_height(
        self,
        sheet: Worksheet,
        row: int,
        values: list[str | int],
        columns: Sequence[tuple[str, int]],
    ) -> None:
        lines = max(
            line_count(value, width - 1) if isinstance(value, str) else 1
            for value, (_, width) in zip(values, columns, strict=True)
        )
        sheet.set_row(row, min(lines * _LINE + _PADDING, 409))

    def _format(self, *, center: bool = False, **further: object) -> Format:
        wanted = _BASE | further | ({"align": "center"} if center else {})
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(wanted)
        return self._formats[key]


def _unit_cells(number: int, unit: ReviewedUnit) -> dict[str, str | int]:
    """Return the cells of a unit by column; the counts of a round only from that round on."""
    state = translate(f"review-state.{unit.state}")
    files = (file for file in unit.files if file.state in ("counts", "unreadable"))
    cells: dict[str, str | int] = dict.fromkeys((name for name, _ in _UNIT_COLUMNS), "")
    cells |= {
        "number": number,
        "unit": unit.unit,
        "code": unit.code,
        "responsible": unit.responsible,
        "state": state + translate("ledger.late") if unit.late else state,
        "because": clauses(filter(None, (unit.because, *unit.problems))),
        "files": "\n".join(Path(file.path).name for file in files),
    }
    if unit.folder and unit.documents:
        cells["papers"] = translate("ledger.open")
    if unit.round:
        cells |= {name: getattr(unit, name) for name in ("round", *_FIRST_COUNTS)}
    if unit.round > 1:
        cells |= {name: getattr(unit, name) for name in ("fixed", "open", "new")}
        cells["before"] = unit.fixed + unit.open
    return cells


def _file_cells(file: ReviewedFile) -> tuple[str | int, ...]:
    state = translate(f"file-state.{file.state}") + (translate("ledger.late") if file.late else "")
    changed = ""
    if file.modified:
        moment = dt.datetime.fromtimestamp(file.modified / _NANOSECONDS)  # noqa: DTZ006  (as the office's own programs show it)
        changed = moment.strftime("%Y-%m-%d %H:%M")
    return (file.path, state, file.because, changed, file.size, file.sha256[:_HASH_SHOWN])
