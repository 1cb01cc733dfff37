"""The work of ``xlform convert`` once its arguments are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlform.cli.writer import Wanted, Writer
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.submission.read import read_with_grid

_BESIDE = {"comments": "comments", "threadedComment": "comments"}


class Converter(Writer):
    """Writes each submission into the official blanks and tells what is left behind."""

    _formulas_told = "convert.formulas"

    def __init__(self, paths: list[str], wanted: Wanted) -> None:
        super().__init__(paths, wanted)
        self._grids: dict[str, Grid | None] = {}

    def _read(self, path: str) -> Submission:
        found, self._grids[path] = read_with_grid(path)
        return found

    def _write(self, path: str, found: Submission, place: Path) -> tuple[str, list[str]]:
        first, lines = super()._write(path, found, place)
        return first, [*lines, *self._left_behind(path, found)]

    def _left_out(self, found: Submission) -> Iterator[str]:
        """Forms told in paragraphs, for which a workbook has no place."""
        known = {template.name: template for template in self._templates}
        for form in found.forms:
            if known[form.template].prose:
                self._told += 1
                yield translate("convert.prose", form=known[form.template].declaration.name)

    def _left_behind(self, path: str, found: Submission) -> Iterator[str]:
        """What stands in the file and not in what is written."""
        for one in found.unread:
            self._told += 1
            where = f"{one.sheet}!{one.range}" if one.range else one.sheet
            yield translate("convert.unread", where=where, because=one.because)
        grid = self._grids.pop(path)
        if grid is not None:
            yield from _features(grid, self._formulas_told)


class DocumentConverter(Converter):
    """Writes each submission as a Word document."""

    suffix = ".docx"
    _formulas_told = "convert.formulas-values"

    def _write(self, path: str, found: Submission, place: Path) -> tuple[str, list[str]]:
        from xlform.writing.document import write_document  # noqa: PLC0415  (loads python-docx)

        write_document(found, place)
        first = translate("write.written", path=path, output=place, forms=len(found.forms))
        return first, list(self._left_behind(path, found))


def _features(grid: Grid, formulas_told: str) -> Iterator[str]:
    """What a grid has beside values: of no weight for the forms, but gone."""
    formulas = sum(bool(cell.formula) for sheet in grid.sheets for cell in sheet.cells.values())
    if formulas:
        yield translate(formulas_told, count=formulas)
    for sheet in grid.sheets:
        for kind in sorted({_BESIDE.get(kind, "drawing") for kind in sheet.beside_cells}):
            yield translate(f"convert.{kind}", sheet=sheet.name)
