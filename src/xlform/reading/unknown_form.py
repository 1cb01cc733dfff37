"""Refusal of a file without a known form: the nearest kind of form and what it lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from xlform.errors import UnknownForm
from xlform.grid.model import Grid, Sheet
from xlform.messages import listed
from xlform.reading.candidates import label_groups
from xlform.reading.index import MAX_LABEL_LENGTH, Labels, SheetIndex
from xlform.reading.regions import is_title
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# A title is among the first rows; so similar, it means the form (项目支出绩效目标表, …申报表).
_TITLE_ROWS = 6
_SIMILAR = 0.75
_YEAR = re.compile(r"^20\d\d年?度?")


class _Likeness(msgspec.Struct, frozen=True):
    """Likeness of a file to a form: similarity of its title, labels found, share of labels."""

    template: FormTemplate
    title: float
    labels: frozenset[str]
    share: float

    @property
    def rank(self) -> tuple[float, str]:
        """Return the rank; the name makes the order deterministic."""
        return self.title + self.share, self.template.name


def unknown_form(grid: Grid, name: str, templates: tuple[FormTemplate, ...]) -> UnknownForm:
    """Return the error for a file without a known form.

    It names the form nearest by title and labels, or says that no form is near: labels that
    several forms have in common mean none of them.
    """
    visible = [sheet for sheet in grid.sheets if sheet.state == "visible"]
    hidden = [sheet.name for sheet in grid.sheets if sheet.state != "visible" and sheet.cells]
    labels = Labels.of(templates)
    label_cells = [SheetIndex(sheet, labels).label_cells for sheet in visible]
    present = {label for found in label_cells for label in found}
    # A label with a value after its colon is no label of a fingerprint.
    bare = {
        label
        for found in label_cells
        for label, cells in found.items()
        if any(cell.rest is None for cell in cells)
    }
    titles = [text for sheet in visible for text in _first_texts(sheet)]
    nearest = max((_likeness(t, present, titles) for t in templates), key=lambda like: like.rank)
    if not nearest.title and not nearest.labels:
        if hidden:
            return UnknownForm("only-hidden", path=name, sheets=listed(hidden))
        return UnknownForm("no-form-at-all", path=name)
    if not nearest.title and _are_common(present, templates):
        return UnknownForm("no-form-near", path=name, found=_listed(present, templates))
    declaration = nearest.template.declaration
    missing = [label for label in declaration.recognise.labels if fold(label) not in bare]
    return UnknownForm(
        "no-form",
        path=name,
        nearest=f"{declaration.name}（{nearest.template.name}）",
        missing=listed(missing),
    )


def _likeness(template: FormTemplate, present: set[str], titles: Iterable[str]) -> _Likeness:
    groups = label_groups(template) | {(label,) for label in template.fingerprint}
    found = [group for group in groups if not present.isdisjoint(group)]
    labels = frozenset(label for group in found for label in group if label in present)
    # Dice's coefficient of the form's labels and those present.
    share = 2 * len(found) / (len(groups) + len(present)) if groups else 0.0
    return _Likeness(template, _title_likeness(template, titles), labels, share)


def _title_likeness(template: FormTemplate, titles: Iterable[str]) -> float:
    """Return how similar a title is to the form's, from 0.75 to 1; 0 if less."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415  (most files have a form)

    official = fold(template.declaration.name)
    best = 0.0
    for text in titles:
        if is_title(template, text):
            return 1.0
        best = max(best, Indel.normalized_similarity(_YEAR.sub("", text), official))
    return best if best >= _SIMILAR else 0.0


def _first_texts(sheet: Sheet) -> Iterator[str]:
    """Yield the folded short texts of a sheet's first rows."""
    rows = sorted({row for row, _ in sheet.cells})[:_TITLE_ROWS]
    for (row, _), cell in sheet.cells.items():
        if row in rows and isinstance(cell.value, str) and len(cell.value) <= MAX_LABEL_LENGTH:
            yield fold(cell.value)


def _are_common(present: set[str], templates: tuple[FormTemplate, ...]) -> bool:
    """Return True if every label present belongs to several kinds of form."""
    kinds: Counter[str] = Counter()
    for kind in {template.kind for template in templates}:
        of_kind = {label for t in templates if t.kind == kind for label in t.labels}
        kinds.update(of_kind & present)
    return all(count > 1 for count in kinds.values())


def _listed(present: set[str], templates: tuple[FormTemplate, ...]) -> str:
    """Return the labels present as the declarations print them."""
    official = [field.official for t in templates for field in t.fields.values()]
    tables = [table for template in templates for table in template.tables.values()]
    official += [column.official for table in tables for column in table.columns.values()]
    printed = {fold(label): label for label in official}
    return listed(sorted(printed.get(label, label) for label in present))
