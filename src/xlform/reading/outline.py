"""Outline of a form in prose: its headings and labels, and the extent of each part."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.grid.model import Cell, Sheet
from xlform.reading.fuzzy_labels import closest_label
from xlform.reading.index import MAX_LABEL_LENGTH, LabelCell, Labels, SheetIndex
from xlform.reading.regions import is_title
from xlform.reading.values import strip_whitespace
from xlform.template.form import FormTemplate
from xlform.template.labels import fold, unnumbered

# Paragraphs are the rows of a sheet that has only this column.
COLUMN = 1


class Outline:
    """Paragraphs of a sheet, and those that are headings and labels of a template.

    The form ends at the title of one of the ``others``, as in a text that lost a document's tables.
    """

    def __init__(
        self, sheet: Sheet, template: FormTemplate, others: tuple[FormTemplate, ...]
    ) -> None:
        self.lines: dict[int, str] = {}
        self.chapters: set[int] = set()
        for (row, _), cell in sheet.cells.items():
            self.lines[row], chapter = unnumbered(cell.text)
            if chapter:
                self.chapters.add(row)
        labels = {label for field in template.fields.values() for label in field.labels}
        known = frozenset({*labels, *template.fingerprint, *template.headings})
        cells = {(row, COLUMN): Cell(text) for row, text in self.lines.items()}
        self._label_cells = SheetIndex(
            Sheet(sheet.name, cells), Labels(known, frozenset())
        ).label_cells
        self.misspelt: dict[str, str] = {}
        for label in template.fingerprint:
            if label not in self._label_cells:
                self._match_misspelt(label)
        self.headings = {
            label: self._label_cells[label][0].row
            for label in template.fingerprint
            if label in self._label_cells
        }
        self.subheading_rows = {
            self._label_cells[label][0].row
            for label in template.headings
            if label in self._label_cells
        }
        self._form_end = self._end_of_form(others)
        self._numbered = bool(self.chapters & set(self.headings.values()))

    def _end_of_form(self, others: tuple[FormTemplate, ...]) -> int:
        """Return the first row below a heading that has another form's title.

        Without one, it is the row after the last paragraph.
        """
        first = min(self.headings.values(), default=0)
        for row, text in self.lines.items():
            if row > first and len(text) <= MAX_LABEL_LENGTH:
                folded = fold(text)
                if any(is_title(other, folded) for other in others):
                    return row
        return max(self.lines, default=0) + 1

    def _match_misspelt(self, label: str) -> None:
        """Accept a short paragraph that nearly equals a heading."""
        used_rows = {
            label_cell.row
            for label_cells in self._label_cells.values()
            for label_cell in label_cells
        }
        texts = {
            fold(text): row
            for row, text in self.lines.items()
            if len(text) <= MAX_LABEL_LENGTH and row not in used_rows
        }
        if text := closest_label(label, list(texts)):
            row = texts[text]
            self._label_cells[label] = [LabelCell(row, COLUMN, row, COLUMN)]
            self.misspelt[label] = strip_whitespace(self.lines[row])

    def label_cell(self, labels: tuple[str, ...]) -> LabelCell | None:
        """Return the cell of the first of ``labels`` found."""
        return next(
            (self._label_cells[label][0] for label in labels if label in self._label_cells), None
        )

    def section(self, heading: str) -> range | None:
        """Return the rows below a heading, up to the next one."""
        row = self.headings.get(heading)
        return (
            None if row is None else range(row + 1, self._section_end(row, self.headings.values()))
        )

    def rows_of(self, label_cell: LabelCell) -> range:
        """Return the rows from a label up to the next label."""
        labelled = {
            other.row for label_cells in self._label_cells.values() for other in label_cells
        }
        return range(label_cell.row, self._section_end(label_cell.row, labelled))

    def _section_end(self, row: int, others: Iterable[int]) -> int:
        stops = {self._form_end, *others, *(self.chapters if self._numbered else ())}
        return min((stop for stop in stops if stop > row), default=self._form_end)
