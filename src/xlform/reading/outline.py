"""Where a form told in prose has its headings and labels, and how far each part reaches."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.grid.model import Cell, Sheet
from xlform.reading.index import LABEL_AT_MOST, Labels, SheetIndex, Spot
from xlform.reading.near import nearest
from xlform.reading.regions import is_title
from xlform.reading.values import stripped
from xlform.template.form import FormTemplate
from xlform.template.labels import fold, unnumbered

# Paragraphs are the rows of a sheet with this one column.
COLUMN = 1


class Outline:
    """The paragraphs of a sheet, and which of them are headings and labels of a template.

    The form ends where the title of one of the ``others`` stands, as in a text that lost the
    tables of a document.
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
        self._spots = SheetIndex(Sheet(sheet.name, cells), Labels(known, frozenset())).spots
        self.near: dict[str, str] = {}
        for label in template.fingerprint:
            if label not in self._spots:
                self._take_near(label)
        self.headings = {
            label: self._spots[label][0].row
            for label in template.fingerprint
            if label in self._spots
        }
        self.lesser = {self._spots[one][0].row for one in template.headings if one in self._spots}
        self._stop = self._title_of(others)
        self._numbered = bool(self.chapters & set(self.headings.values()))

    def _title_of(self, others: tuple[FormTemplate, ...]) -> int:
        """The first row below a heading that holds another form's title, else that of the end."""
        first = min(self.headings.values(), default=0)
        for row, text in self.lines.items():
            if row > first and len(text) <= LABEL_AT_MOST:
                folded = fold(text)
                if any(is_title(other, folded) for other in others):
                    return row
        return max(self.lines, default=0) + 1

    def _take_near(self, label: str) -> None:
        """Take a short paragraph written almost like a heading for it."""
        taken = {spot.row for spots in self._spots.values() for spot in spots}
        texts = {
            fold(text): row
            for row, text in self.lines.items()
            if len(text) <= LABEL_AT_MOST and row not in taken
        }
        if text := nearest(label, list(texts)):
            row = texts[text]
            self._spots[label] = [Spot(row, COLUMN, row, COLUMN)]
            self.near[label] = stripped(self.lines[row])

    def spot(self, labels: tuple[str, ...]) -> Spot | None:
        """Where the first of ``labels`` stands."""
        return next((self._spots[label][0] for label in labels if label in self._spots), None)

    def section(self, heading: str) -> range | None:
        """The rows below a heading, as far as the next one."""
        row = self.headings.get(heading)
        return None if row is None else range(row + 1, self._end(row, self.headings.values()))

    def rows_of(self, spot: Spot) -> range:
        """The rows of a text that begins with a label, as far as the next label."""
        labelled = {other.row for spots in self._spots.values() for other in spots}
        return range(spot.row, self._end(spot.row, labelled))

    def _end(self, row: int, others: Iterable[int]) -> int:
        stops = {self._stop, *others, *(self.chapters if self._numbered else ())}
        return min((stop for stop in stops if stop > row), default=self._stop)
