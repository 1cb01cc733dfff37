"""Candidates for the forms of a sheet, and the choice of one template for each form.

Editions of one kind are compared by the labels they account for, then by title and year. Of two
kinds the better one by labels and title reads the form; the other is kept as its rival.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Any

import msgspec

from xlform.grid.address import Range
from xlform.reading.editions import edition_fit, printed_year
from xlform.reading.index import MAX_LABEL_LENGTH, SheetIndex
from xlform.template.form import ColumnTemplate, FieldTemplate, FormTemplate
from xlform.template.labels import fold

Templates = tuple[FormTemplate, ...]
_FOUND, _MISSING = 2, 1
# Between kinds, a printed title is worth as much as four labels.
_TITLE = 8


class Candidate(msgspec.Struct, frozen=True):
    """Template that claims a form: the bounding box of its fingerprint labels."""

    template: FormTemplate
    box: Range


class Winner(msgspec.Struct, frozen=True):
    """Candidate that reads a form, and the candidates that claimed the same labels."""

    candidate: Candidate
    rivals: tuple[Candidate, ...] = ()


class Fit(msgspec.Struct, frozen=True):
    """Fit of a template to a form: labels found and missing, title, year printed."""

    template: FormTemplate
    found: int
    missing: int
    title: str
    year: int | None

    @property
    def label_score(self) -> int:
        """Return the points for labels: 2 for one found, -1 for one missing."""
        return _FOUND * self.found - _MISSING * self.missing

    @property
    def score(self) -> int:
        """Return the points for labels and title, by which kinds are compared."""
        return self.label_score + (_TITLE if self.title else 0)

    @property
    def edition_rank(self) -> tuple[Any, ...]:
        """Return the rank among editions of a kind: labels, title, year."""
        return self.label_score, bool(self.title), edition_fit(self.template, self.year)

    @property
    def kind_rank(self) -> tuple[Any, ...]:
        """Return the rank among kinds: score, then as among editions."""
        return self.score, self.edition_rank


class SheetTitles:
    """Titles on a sheet by any template; the rows from one to the next belong to one form."""

    def __init__(self, index: SheetIndex, templates: Templates) -> None:
        self._index = index
        self._templates = templates

    @cached_property
    def _titles(self) -> list[tuple[int, int, str]]:
        patterns = [pattern for template in self._templates for pattern in template.titles]
        return [
            (row, column, folded)
            for (row, column), cell in self._index.cells.items()
            if isinstance(cell.value, str)
            and len(cell.value) <= MAX_LABEL_LENGTH
            and (folded := fold(cell.value))
            and any(pattern.search(folded) for pattern in patterns)
        ]

    def fit(self, template: FormTemplate, box: Range, columns: tuple[int, int]) -> Fit:
        """Return how well a template fits the form around a box, within its columns."""
        left, right = columns
        titles = [title for title in self._titles if left <= title[1] <= right]
        above = [title for title in titles if title[0] <= box.top]
        below = [row for row, _, _ in titles if row > box.bottom]
        top = max((row for row, _, _ in above), default=1)
        area = Range(top, left, min(below, default=self._index.bottom + 1) - 1, right)
        printed = [folded for row, _, folded in above if row == top]
        title = next((t for t in printed if any(p.search(t) for p in template.titles)), "")
        found, declared = count_labels(self._index, template, area)
        year = printed_year(self._texts(top, box.top, left, right), self._templates)
        return Fit(template, found, declared - found, title, year)

    def _texts(self, top: int, bottom: int, left: int, right: int) -> Iterator[str]:
        area = Range(top, left, bottom, right)
        for row in range(top, bottom + 1):
            for column in self._index.columns(row, area):
                cell = self._index.cells[row, column]
                if isinstance(cell.value, str):
                    yield cell.value


def count_labels(index: SheetIndex, template: FormTemplate, area: Range) -> tuple[int, int]:
    """Return how many of a form's labels are in an area, and how many it declares.

    Alternative labels count once, a label that a form has twice counts twice, an optional one
    where it is printed.
    """
    cells = {
        labels: [
            label_cell
            for label in dict.fromkeys(labels)
            for label_cell in index.label_cells.get(label, ())
            if area.covers(label_cell.row, label_cell.column)
        ]
        for labels in label_groups(template)
    }
    again = _repeated_labels(template)
    found = sum(map(bool, cells.values()))
    found += sum(len(cells.get(labels, ())) >= nth for labels, nth in again)
    optional = sum(not cells[labels] for labels in _optional_groups(template))
    return found, len(cells) + len(again) - optional


def _repeated_labels(template: FormTemplate) -> set[tuple[tuple[str, ...], int]]:
    """Return the labels that a form has more than once: 指标值 and 其他资金 of term and of year."""
    parts: list[FieldTemplate | ColumnTemplate] = [*template.fields.values()]
    parts += [c for table in template.tables.values() for c in table.columns.values()]
    return {
        (part.labels, part.nth) for part in parts if part.nth > 1 and not part.declaration.optional
    }


def label_groups(template: FormTemplate) -> set[tuple[str, ...]]:
    """Return the labels of fields, columns, sections and totals; alternatives are one group."""
    groups = {field.labels for field in template.fields.values()}
    for table in template.tables.values():
        groups |= {column.labels for column in table.columns.values()}
        groups |= {table.under, table.totals}
    return groups - {()}


def _optional_groups(template: FormTemplate) -> set[tuple[str, ...]]:
    """Return the groups of labels that are on some forms only."""
    needed: set[tuple[str, ...]] = set()
    optional: set[tuple[str, ...]] = set()
    for field in template.fields.values():
        (optional if field.declaration.optional else needed).add(field.labels)
    for table in template.tables.values():
        whole = optional if table.declaration.optional else needed
        whole.update((table.under, table.totals))
        for column in table.columns.values():
            (optional if column.declaration.optional else whole).add(column.labels)
    return optional - needed - {()}


def best_candidates(
    candidates: list[Candidate], index: SheetIndex, templates: Templates
) -> list[Winner]:
    """Return one candidate for each form, in the order given, with its rivals."""
    pairs = combinations(range(len(candidates)), 2)
    rivals = {(n, m) for n, m in pairs if _are_rivals(candidates[n], candidates[m], index)}
    if not rivals:
        return [Winner(candidate) for candidate in candidates]
    return _Contest(candidates, rivals, index, templates).winners()


class _Contest:
    """Contest of candidates, each known by its number."""

    def __init__(
        self,
        candidates: list[Candidate],
        rivals: set[tuple[int, int]],
        index: SheetIndex,
        templates: Templates,
    ) -> None:
        titles = SheetTitles(index, templates)
        self._candidates = candidates
        self._rivals = rivals | {(second, first) for first, second in rivals}
        self._fits = [
            titles.fit(candidate.template, candidate.box, columns_of(candidate, candidates, index))
            for candidate in candidates
        ]
        self._displaced: dict[int, list[int]] = {}

    def winners(self) -> list[Winner]:
        """Return the best editions of each kind, then the best kinds, in the order given."""
        kinds = dict.fromkeys(candidate.template.kind for candidate in self._candidates)
        editions = [
            number
            for kind in kinds
            for number in self._best(
                [n for n, c in enumerate(self._candidates) if c.template.kind == kind],
                [fit.edition_rank for fit in self._fits],
            )
        ]
        best = self._best(editions, [fit.kind_rank for fit in self._fits])
        return [
            Winner(
                self._candidates[number],
                tuple(self._candidates[n] for n in self._displaced.get(number, ())),
            )
            for number in sorted(best)
        ]

    def _best(self, numbers: list[int], ranks: list[tuple[Any, ...]]) -> list[int]:
        """Return the numbers that have no better rival; note those that each displaces."""
        best: list[int] = []
        for number in sorted(numbers, key=lambda n: ranks[n], reverse=True):
            better = next((n for n in best if (n, number) in self._rivals), None)
            if better is None:
                best.append(number)
            else:
                displaced = self._displaced.setdefault(better, [])
                displaced += [number, *self._displaced.pop(number, ())]
        return best


def _are_rivals(first: Candidate, second: Candidate, index: SheetIndex) -> bool:
    """Return True if two templates claim the same form: overlapping boxes, or one form's parts."""
    if first.template is second.template:
        return False
    if not (first.box.left <= second.box.right and second.box.left <= first.box.right):
        return False
    if share_rows(first.box, second.box):
        return True
    if first.template.kind == second.template.kind:
        return False
    upper, lower = (first, second) if first.box.top < second.box.top else (second, first)
    # A list is complete in its header row, and no part of the form below it.
    is_list = upper.template.declaration.recognise.same_row
    is_part = claimed_labels(lower.template, lower.box, index) <= upper.template.labels or (
        not is_list and claimed_labels(upper.template, upper.box, index) <= lower.template.labels
    )
    return is_part and not _starts_between(upper, lower, index)


def claimed_labels(template: FormTemplate, box: Range, index: SheetIndex) -> set[str]:
    """Return a template's fingerprint labels in a box."""
    return {
        label
        for label in template.fingerprint
        for label_cell in index.label_cells.get(label, ())
        if box.covers(*label_cell.position)
    }


def _starts_between(upper: Candidate, lower: Candidate, index: SheetIndex) -> bool:
    """Return True if a title or 附表 number of the lower form is between two boxes."""
    template = lower.template
    for row in range(upper.box.bottom + 1, lower.box.top):
        for column in index.rows.get(row, ()):
            text = index.cells[row, column].value
            if isinstance(text, str) and len(text) <= MAX_LABEL_LENGTH:
                folded = fold(text)
                numbered = bool(template.appendix) and folded.startswith(template.appendix)
                if numbered or any(pattern.search(folded) for pattern in template.titles):
                    return True
    return False


def share_rows(first: Range, second: Range) -> bool:
    """Return True if two rectangles have a row in common."""
    return first.top <= second.bottom and second.top <= first.bottom


def columns_of(
    candidate: Candidate, candidates: list[Candidate], index: SheetIndex
) -> tuple[int, int]:
    """Return the columns of a form: the full width unless other forms are beside it."""
    beside = [other.box for other in candidates if share_rows(candidate.box, other.box)]
    right = [box.left for box in beside if box.left > candidate.box.right]
    left = any(box.right < candidate.box.left for box in beside)
    return candidate.box.left if left else 1, min(right, default=index.right + 1) - 1
