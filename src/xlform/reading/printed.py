"""What a line of a document is to the forms: a title, a label, a line below a form, or none."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from xlform.reading.index import LABEL_AT_MOST, labels_in
from xlform.reading.regions import is_title, is_year
from xlform.template.form import FormTemplate
from xlform.template.labels import fold, unnumbered

# title: what opens a form (its title, its number, its year); heading: of a form told in prose.
Role = Literal["", "title", "label", "total", "closing", "heading"]


class Printed:
    """The words that forms print, asked of one line after the other."""

    def __init__(self, templates: tuple[FormTemplate, ...]) -> None:
        self._cells = tuple(template for template in templates if not template.prose)
        prose = [template for template in templates if template.prose]
        self._headings = {label for one in prose for label in (*one.fingerprint, *one.headings)}
        self._prose = prose
        self._labels = frozenset(label for one in self._cells for label in one.labels)
        self._closing = self._labels.difference(*(one.opening_labels for one in self._cells))
        self._totals = {
            label
            for one in self._cells
            for table in one.tables.values()
            for label in (*table.totals, *table.subtotals)
        }
        # Most cells of a dump are blank or say what others say.
        self.role = lru_cache(maxsize=4096)(self._role)
        self._appendices = tuple(one.appendix for one in self._cells if one.appendix)

    def _role(self, text: str) -> Role:
        """What a line or a cell is, by its words alone."""
        folded = fold(text)
        if folded and len(folded) <= LABEL_AT_MOST:
            if self._opens(folded):
                return "title"
            if self._is_heading(text, folded):
                return "heading"
            if folded in self._totals:
                return "total"
        found = {folded} & self._labels or labels_in(text, self._labels)
        if not found:
            return ""
        return "closing" if found <= self._closing else "label"

    def is_bare_label(self, text: str) -> bool:
        """Whether a cell holds a label and nothing else."""
        return fold(text) in self._labels

    def _opens(self, folded: str) -> bool:
        if folded.startswith(self._appendices):
            return True
        return any(is_title(one, folded) or is_year(one, folded) for one in self._cells)

    def _is_heading(self, text: str, folded: str) -> bool:
        rest, _ = unnumbered(text.strip())
        if rest != text.strip() and fold(rest) in self._headings:
            return True
        return any(is_title(one, folded) for one in self._prose)


@lru_cache(maxsize=8)
def printed(templates: tuple[FormTemplate, ...]) -> Printed:
    """The printed words of templates, gathered once."""
    return Printed(templates)
