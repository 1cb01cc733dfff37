"""Trial of a corrected template on a filled file, in a worker process: what it reads where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.errors import UnknownForm
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.formats.source import read_data
from xlform.grid.address import parse_range
from xlform.grid.model import Grid, Position
from xlform.learning.pointing import parts_by_key
from xlform.learning.proposal import LearntForm, LearntTable
from xlform.messages import translate
from xlform.model.submission import Source
from xlform.reading.cell_parts import CellPart, PartsTrace
from xlform.reading.documents import arrange_document
from xlform.reading.submission import read_grid
from xlform.report.checked_file import cell_location
from xlform.report.sheets.html import CellLink
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.web.template_sheet import DrawnSheet, Marks, draw_sheets
from xlform.web.template_view import ReadValue, TrialSheet, TrialView
from xlform.web.template_work import corrections_of, learnt_blank, others

if TYPE_CHECKING:
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()
_SHEETS_AT_MOST: Final = 20
_CELLS_AT_MOST: Final = 12_000
_VALUES_AT_MOST: Final = 2_000
_TEXT_AT_MOST: Final = 300
# The number of a row in a path: expenses[0].amount.
_ROW: Final = re.compile(r"\[\d+\]")
_VALUES: Final = frozenset({"field", "stub", "column", "total"})


def show(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.TrialView` of a filled file, encoded.

    The arguments are the blank, encoded, the name of its sheet, the corrections, encoded, and its
    name as a template.
    """
    blank, sheet, name = arguments[0], str(arguments[1]), str(arguments[3])
    blank_file = msgspec.msgpack.decode(blank if isinstance(blank, bytes) else b"", type=InputFile)
    corrections = corrections_of(arguments[2])
    learnt = learnt_blank(desk, input_bytes(blank_file), sheet, corrections, name)
    own = learnt.template
    data, path = input_bytes(file), Path(file.info.path)
    source, grid = read_data(data, path)
    grid = arrange_document(grid, (own,))
    trace, problem = PartsTrace(), ""
    try:
        read_grid(grid, source, (own,), str(path), trace)
    except UnknownForm as unknown:
        problem = str(unknown)
    trial = _Trial(data, str(path), grid, trace, _keys(learnt.form))
    reader = "" if problem else _reader(grid, source, own, others(desk, name))
    return _encoder.encode(trial.view(problem, reader))


def _reader(grid: Grid, source: Source, own: FormTemplate, known: tuple[FormTemplate, ...]) -> str:
    """Return the name of another template that reads the file if ``own`` stands beside it."""
    found = read_grid(grid, source, (own, *known)).forms
    readers = Counter(form.template for form in found)
    return "" if own.name in readers or not readers else readers.most_common(1)[0][0]


def _keys(form: LearntForm) -> dict[str, str]:
    """Return the keys of fields and columns by their path without the number of a row."""
    found: dict[str, str] = {}
    for key, part in parts_by_key(form).items():
        if not isinstance(part, LearntTable):
            table = next((one for one in form.tables if any(part is c for c in one.columns)), None)
            found[f"{table.name}.{part.name}" if table else part.name] = key
    return found


class _Trial:
    """Sheets of the file that was tried, and what was read of them."""

    def __init__(
        self, data: bytes, name: str, grid: Grid, trace: PartsTrace, keys: Mapping[str, str]
    ) -> None:
        visible = [sheet for sheet in grid.sheets if sheet.state == "visible" and sheet.cells]
        read = {part.sheet for part in trace.parts}
        chosen = [sheet for sheet in visible if sheet.name in read] or visible
        self._trace = trace
        self._keys = keys
        self._sheets = own = {sheet.name: sheet for sheet in chosen[:_SHEETS_AT_MOST]}
        areas = {
            name: [parse_range(form.range) for form in trace.forms if form.sheet == name]
            for name in own
        }
        wanted = [(sheet, areas[name], ()) for name, sheet in own.items()]
        drawn = draw_sheets(data, name, wanted, "f", _CELLS_AT_MOST)
        self._drawn: dict[str, DrawnSheet] = dict(zip(own, drawn, strict=True))
        self._marks = {name: Marks() for name in own}

    def view(self, problem: str, reader: str) -> TrialView:
        values = tuple(self._values())
        unread = tuple(self._unread())
        styles = StyleSheet()
        sheets = tuple(
            TrialSheet(drawn.key, name, drawn.html(self._marks[name], styles))
            for name, drawn in self._drawn.items()
        )
        return TrialView(
            sheets=sheets,
            styles=styles.text(),
            version=styles.version,
            values=values[:_VALUES_AT_MOST],
            unread=unread[:_VALUES_AT_MOST],
            forms=len(self._trace.forms),
            problem=problem,
            reader=reader,
        )

    def _values(self) -> Iterator[ReadValue]:
        parts = [part for part in self._trace.parts if part.part in _VALUES]
        for number, part in enumerate(parts, 1):
            filled = self._is_filled(part)
            misread = filled and not part.value and part.kind != "text"
            classes = "learnt-unread" if misread else "learnt-read" if filled else "learnt-blank"
            text = translate("template-sign.unread") if misread else str(number)
            self._mark(
                part, f"marked {classes}", CellLink(f"#v{number}", text, f"{text} {part.label}")
            )
            yield self._read(part, misread=misread)

    def _unread(self) -> Iterator[ReadValue]:
        for part in self._trace.parts:
            if part.part == "unread":
                sign = translate("template-sign.unread")
                link = CellLink("#unread", sign, f"{sign} {part.value}"[:_TEXT_AT_MOST])
                self._mark(part, "marked learnt-unread", link)
                yield self._read(part, misread=False)

    def _read(self, part: CellPart, *, misread: bool) -> ReadValue:
        drawn = self._drawn.get(part.sheet)
        return ReadValue(
            label=part.label,
            part=self._keys.get(_ROW.sub("", part.path), ""),
            place=cell_location(part.sheet, part.cell),
            href=drawn.href(_first(part)) if drawn else "",
            kind=translate(f"value-kind.{part.kind}") if part.kind else "",
            value=(self._text(part) if misread else part.value)[:_TEXT_AT_MOST],
            misread=misread,
        )

    def _mark(self, part: CellPart, classes: str, link: CellLink) -> None:
        if part.sheet in self._marks:
            self._marks[part.sheet].add(_first(part), classes, link)

    def _is_filled(self, part: CellPart) -> bool:
        """Return True for a cell with a text beside that of its own label."""
        text = self._text(part)
        return bool(part.value) or (bool(text) and fold(part.label) not in fold(text))

    def _text(self, part: CellPart) -> str:
        """Return what a cell holds, "" for one that is empty."""
        sheet = self._sheets.get(part.sheet)
        cell = sheet.cells.get(_first(part)) if sheet else None
        return cell.text if cell else ""


def _first(part: CellPart) -> Position:
    area = parse_range(part.cell)
    return area.top, area.left
