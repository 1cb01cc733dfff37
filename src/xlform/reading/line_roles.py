"""Roles of a document's lines: title, label, line below a form, heading, or none."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from xlform.reading.index import MAX_LABEL_LENGTH, labels_in
from xlform.reading.regions import is_title, is_year
from xlform.template.form import FormTemplate
from xlform.template.labels import fold, unnumbered

# title: first lines of a form (title, appendix number, year); heading: of a form in prose.
Role = Literal["", "title", "label", "total", "closing", "heading"]


class LineClassifier:
    """Classifier of lines by the printed labels of templates."""

    def __init__(self, templates: tuple[FormTemplate, ...]) -> None:
        self._cell_templates = tuple(template for template in templates if not template.prose)
        prose = [template for template in templates if template.prose]
        self._headings = {
            label for template in prose for label in (*template.fingerprint, *template.headings)
        }
        self._prose_templates = prose
        self._labels = frozenset(
            label for template in self._cell_templates for label in template.labels
        )
        self._closing = self._labels.difference(
            *(template.opening_labels for template in self._cell_templates)
        )
        self._totals = {
            label
            for template in self._cell_templates
            for table in template.tables.values()
            for label in (*table.totals, *table.subtotals)
        }
        # Most cells of a text table are empty or repeat others.
        self.role = lru_cache(maxsize=4096)(self._role)
        self._appendices = tuple(
            template.appendix for template in self._cell_templates if template.appendix
        )

    def _role(self, text: str) -> Role:
        """Return the role of a line or cell, by its text alone."""
        folded = fold(text)
        if folded and len(folded) <= MAX_LABEL_LENGTH:
            if self._is_title(folded):
                return "title"
            if self._is_heading(text, folded):
                return "heading"
            if folded in self._totals:
                return "total"
        labels = {folded} & self._labels or labels_in(text, self._labels)
        if not labels:
            return ""
        return "closing" if labels <= self._closing else "label"

    def is_bare_label(self, text: str) -> bool:
        """Return True if a cell holds a label and nothing else."""
        return fold(text) in self._labels

    def _is_title(self, folded: str) -> bool:
        if folded.startswith(self._appendices):
            return True
        return any(
            is_title(template, folded) or is_year(template, folded)
            for template in self._cell_templates
        )

    def _is_heading(self, text: str, folded: str) -> bool:
        rest, _ = unnumbered(text.strip())
        if rest != text.strip() and fold(rest) in self._headings:
            return True
        return any(is_title(template, folded) for template in self._prose_templates)


@lru_cache(maxsize=8)
def line_classifier(templates: tuple[FormTemplate, ...]) -> LineClassifier:
    """Return the classifier for these templates, built once."""
    return LineClassifier(templates)
