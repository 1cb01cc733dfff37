"""Editing of named cells of an .xlsx, and nothing else.

See docs/decisions/0010-patching.md for which bytes change, and why.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlform.errors import CellNotEditable, FileProblem
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, cell_name
from xlform.messages import translate
from xlform.ooxml.edit.cell_values import Value, result_text
from xlform.ooxml.edit.cell_xml import CellContent, Kind, Stored, stored, stored_result
from xlform.ooxml.edit.kept_cells import kept_cells
from xlform.ooxml.edit.package_editor import PackageEditor
from xlform.ooxml.edit.sheet_edits import SheetChanges, sheet_edits
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.ooxml.edit.verification import verify_sheet
from xlform.ooxml.edit.workbook_edits import remove_from_calc_chain, request_recalculation
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.workbook import WORKSHEET, read_workbook

__all__ = ["CellContent", "Kind", "Position", "Value", "edit_package", "edit_workbook"]

Position = tuple[int, int]
FORMULA_AT_MOST = 8_192
_ZIP = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_MARKED = "not-marked"


def edit_workbook(
    data: bytes,
    name: str,
    edits: Mapping[str, Mapping[Position, CellContent]],
    results: Mapping[str, Mapping[Position, Value]],
) -> bytes:
    """Return the workbook with new contents in named cells, after reading it back.

    ``name`` is the file's name in messages; cells are named by sheet and (row, column) from 1.
    ``results`` are new results of formulas that stay, or of those in ``edits``; an unknown one is
    ``None`` and makes programs calculate on opening. Where nothing changes, the same bytes are
    returned. Raises :class:`~xlform.errors.FileProblem` for a workbook or a cell that can't be
    changed without harm, ``ValueError`` for a position outside any sheet.
    """
    if not any(edits.values()) and not any(results.values()):
        return data
    _refuse_other_formats(data, name)
    return edit_package(data, name, edits, results).data


def edit_package(
    source: bytes | Package,
    name: str,
    edits: Mapping[str, Mapping[Position, CellContent]],
    results: Mapping[str, Mapping[Position, Value]],
) -> Package:
    """Return the changed workbook as the package that was opened to verify it.

    ``source`` may be a package that is open already; all else as for :func:`edit_workbook`.
    """
    try:
        book = _Book(source, name)
        book.edit(edits, results)
        return book.written()
    except FileProblem as problem:
        if problem.code != _NOT_MARKED:
            raise
        # A workbook that can't be marked can't be edited either, for the same reason.
        because = problem.details["because"]
        raise FileProblem("not-edited", path=name, because=because) from problem


def _refuse_other_formats(data: bytes, name: str) -> None:
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise FileProblem("encrypted", path=name)
    if not data.startswith(_ZIP):
        raise FileProblem("not-edited", path=name, because=translate("unedited.format"))


class _Book:
    """Workbook during an edit."""

    def __init__(self, source: bytes | Package, name: str) -> None:
        self._editor = PackageEditor(source, name, "unedited.signed")
        workbook = read_workbook(self._editor.package)
        self._since_1904 = workbook.date1904
        self._names = workbook.names
        self._parts = {
            sheet.name: sheet.part for sheet in workbook.sheets if sheet.kind == WORKSHEET
        }
        self._changes: dict[str, SheetChanges] = {}

    def edit(
        self,
        edits: Mapping[str, Mapping[Position, CellContent]],
        results: Mapping[str, Mapping[Position, Value]],
    ) -> None:
        """Make the edits in the parts they belong to."""
        unchained = {}
        for sheet in dict.fromkeys((*edits, *results)):
            contents, others = edits.get(sheet, {}), results.get(sheet, {})
            if contents or others:
                self._changes[sheet] = changes = self._stored(sheet, contents, others)
                unchained[sheet] = self._edit_sheet(changes)
        remove_from_calc_chain(self._editor, unchained)
        is_open = any(_is_open(changes) for changes in self._changes.values())
        # Formulas that were not read may depend on the changed cells.
        if is_open or self._editor.package.unread_formulas:
            request_recalculation(self._editor)

    def _edit_sheet(self, changes: SheetChanges) -> frozenset[Position]:
        file, part = self._editor.file, self._parts[changes.sheet]
        try:
            self._refuse_kept(changes)
            self._editor.open_rows(part, {row for row, _ in (*changes.contents, *changes.results)})
            found = sheet_edits(self._editor.text(part), (file, part), changes)
            self._editor.change(part, *found.edits)
        except ValueError as damage:
            raise FileProblem("damaged-part", path=file, part=part) from damage
        return found.unchained

    def _refuse_kept(self, changes: SheetChanges) -> None:
        """Refuse edits of cells that other parts of the sheet fill or repeat."""
        part = self._parts[changes.sheet]
        for kept in kept_cells(self._editor, part, changes.sheet, self._names):
            for at in sorted(changes.contents):
                if kept.range.covers(*at):
                    cell, area = cell_name(*at), str(kept.area)
                    because = translate(kept.because, sheet=changes.sheet, cell=cell, area=area)
                    raise self._cell_not_editable(changes.sheet, cell, because)

    def _cell_not_editable(self, sheet: str, cell: str, because: str) -> CellNotEditable:
        return CellNotEditable(
            "not-edited", path=self._editor.file, because=because, sheet=sheet, cell=cell
        )

    def _stored(
        self,
        sheet: str,
        edits: Mapping[Position, CellContent],
        results: Mapping[Position, Value],
    ) -> SheetChanges:
        if sheet not in self._parts:
            because = translate("unedited.sheet", sheet=sheet)
            raise FileProblem("not-edited", path=self._editor.file, because=because)
        new_results = {at: self._result(value) for at, value in results.items()}
        contents = {}
        for at, content in edits.items():
            new = self._content(sheet, at, content)
            if new.formula is not None and at in new_results:
                result = new_results[at]
                new = Stored(result.kind, result.value, new.formula)
            contents[at] = new
        rest = {at: new for at, new in new_results.items() if at not in contents}
        for row, column in (*contents, *rest):
            if not (1 <= row <= ROWS_AT_MOST and 1 <= column <= COLUMNS_AT_MOST):
                raise ValueError((row, column))
        return SheetChanges(sheet, contents, rest)

    def _result(self, value: Value) -> Stored:
        return stored_result(result_text(value, since_1904=self._since_1904), "")

    def _content(self, sheet: str, at: Position, content: CellContent) -> Stored:
        longest = FORMULA_AT_MOST if content.kind == "formula" else CELL_TEXT_AT_MOST
        key = "unedited.too-long" if len(content.text) > longest else ""
        if not key:
            try:
                return stored(content, since_1904=self._since_1904)
            except ValueError:
                key = "unedited.number" if content.kind == "number" else "unedited.formula"
        cell = cell_name(*at)
        raise self._cell_not_editable(sheet, cell, translate(key, sheet=sheet, cell=cell))

    def written(self) -> Package:
        """Return the workbook, reopened and compared with the original and the edits."""
        if self._editor.untouched:
            return self._editor.package
        after = self._editor.verify(self._editor.written())
        for sheet, changes in self._changes.items():
            verify_sheet(self._editor.package, after, self._parts[sheet], changes)
        return after


def _is_open(changes: SheetChanges) -> bool:
    """Return whether the result of some formula is unknown."""
    new = (*changes.contents.values(), *changes.results.values())
    return any(content.formula is not None and content.value is None for content in new)
