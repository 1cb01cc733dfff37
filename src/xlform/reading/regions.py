"""Regions: the forms on a sheet and the rectangle of each.

A form is recognized by its fingerprint of labels in any order; its title only helps to find where
it starts. Forms may be stacked without an empty row between them, or be side by side.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from xlform.grid.address import Range
from xlform.reading.editions import EditionFit, count_labels, edition_fit, title_year
from xlform.reading.index import LabelCell, SheetIndex
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# Empty rows allowed between a form's title and its first label.
_MAX_EMPTY_ROWS = 3


class Region(msgspec.Struct, frozen=True):
    """Rectangle of a sheet occupied by one form of one template."""

    template: FormTemplate
    area: Range


class _Candidate(msgspec.Struct, frozen=True):
    """Bounding box of a form's fingerprint labels."""

    template: FormTemplate
    box: Range


def find_regions(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> list[Region]:
    """Return the forms of a sheet from the top, each with its rectangle."""
    candidates = [
        _Candidate(template, box)
        for template in templates
        for box in _fingerprint_boxes(index, template)
    ]
    candidates.sort(key=lambda candidate: (candidate.box.top, candidate.box.left))
    candidates = _best_editions(candidates, index)
    columns = [_columns(candidate, candidates, index) for candidate in candidates]
    tops = [
        _top(candidate, _floor(candidate, left, right, candidates), left, right, index)
        for candidate, (left, right) in zip(candidates, columns, strict=True)
    ]
    starts = [
        (candidate, top, left, right)
        for candidate, top, (left, right) in zip(candidates, tops, columns, strict=True)
        if not _is_repeated_header(candidate, top, candidates)
    ]
    return [
        Region(
            candidate.template, Range(top, left, _bottom(top, left, right, starts, index), right)
        )
        for candidate, top, left, right in starts
    ]


def _best_editions(candidates: list[_Candidate], index: SheetIndex) -> list[_Candidate]:
    """Return the candidates, with only the best of editions that match the same labels."""
    best: list[_Candidate] = []
    for candidate in candidates:
        rival = next((n for n, other in enumerate(best) if _is_rival(candidate, other)), None)
        if rival is None:
            best.append(candidate)
        else:
            best[rival] = max(best[rival], candidate, key=lambda candidate: _fit(candidate, index))
    return best


def _is_rival(candidate: _Candidate, other: _Candidate) -> bool:
    """Return True if two templates of one kind claim the same labels."""
    return (
        candidate.template is not other.template
        and candidate.template.kind == other.template.kind
        and _share_rows(candidate.box, other.box)
        and candidate.box.left <= other.box.right
        and other.box.left <= candidate.box.right
    )


def _fit(candidate: _Candidate, index: SheetIndex) -> tuple[int, EditionFit]:
    above = (
        cell.value
        for (row, _), cell in index.cells.items()
        if row <= candidate.box.top and isinstance(cell.value, str)
    )
    return count_labels(index, candidate.template), edition_fit(
        candidate.template, title_year(above, candidate.template)
    )


def _is_repeated_header(candidate: _Candidate, top: int, candidates: list[_Candidate]) -> bool:
    """Return True if a header row repeats the one above, as on each printed page.

    Nothing above it starts a form.
    """
    return (
        candidate.template.declaration.recognise.same_row
        and top == candidate.box.top
        and any(
            other.template is candidate.template and other.box.top < top for other in candidates
        )
    )


def _bottom(
    top: int,
    left: int,
    right: int,
    starts: list[tuple[_Candidate, int, int, int]],
    index: SheetIndex,
) -> int:
    """Return the last row before the next form below in any of these columns."""
    below = [
        other_top - 1
        for _, other_top, other_left, other_right in starts
        if other_top > top and other_left <= right and left <= other_right
    ]
    return min(below, default=index.bottom)


def _fingerprint_boxes(index: SheetIndex, template: FormTemplate) -> list[Range]:
    recognise = template.declaration.recognise
    present = [
        index.label_cells[label] for label in template.fingerprint if label in index.label_cells
    ]
    if len(present) < recognise.least:
        return []
    occurrences = [
        [label_cell for label_cell in label_cells if label_cell.rest is None]
        for label_cells in present
    ]
    if not recognise.same_row:
        return _boxes(occurrences, recognise.least)
    by_row: dict[int, list[list[LabelCell]]] = {}
    for label_cells in occurrences:
        for row in dict.fromkeys(label_cell.row for label_cell in label_cells):
            by_row.setdefault(row, []).append(
                [label_cell for label_cell in label_cells if label_cell.row == row]
            )
    boxes: list[Range] = []
    for row in sorted(row for row, found in by_row.items() if len(found) >= recognise.least):
        if not _excluded(index, template, row):
            boxes += _boxes(by_row[row], recognise.least)
    return boxes


def _excluded(index: SheetIndex, template: FormTemplate, row: int) -> bool:
    return any(
        label_cell.row == row
        for label in template.without
        for label_cell in index.label_cells.get(label, ())
    )


def _boxes(occurrences: list[list[LabelCell]], least: int) -> list[Range]:
    """Return a rectangle for each form, as many as ``least`` of the labels occur."""
    count = sorted(map(len, occurrences), reverse=True)[least - 1]
    if count == 0:
        return []
    if count == 1:
        return [_box([label_cells[0] for label_cells in occurrences if label_cells])]
    complete = [label_cells for label_cells in occurrences if len(label_cells) == count]
    down = [_box([label_cells[n] for label_cells in complete]) for n in range(count)]
    if _are_separate(down):
        return down
    across = [
        sorted(label_cells, key=lambda label_cell: (label_cell.column, label_cell.row))
        for label_cells in complete
    ]
    return [_box([label_cells[n] for label_cells in across]) for n in range(count)]


def _box(label_cells: list[LabelCell]) -> Range:
    return Range(
        min(label_cell.row for label_cell in label_cells),
        min(label_cell.column for label_cell in label_cells),
        max(label_cell.bottom for label_cell in label_cells),
        max(label_cell.right for label_cell in label_cells),
    )


def _are_separate(boxes: list[Range]) -> bool:
    """Return True if the rectangles follow each other downwards or to the right."""
    return all(
        first.bottom < second.top or first.right < second.left or second.right < first.left
        for first, second in pairwise(boxes)
    )


def _share_rows(first: Range, second: Range) -> bool:
    return first.top <= second.bottom and second.top <= first.bottom


def _columns(
    candidate: _Candidate, candidates: list[_Candidate], index: SheetIndex
) -> tuple[int, int]:
    """Return the columns of a form: the full width unless others are beside it."""
    right_neighbours = [
        other.box.left
        for other in candidates
        if _share_rows(candidate.box, other.box) and other.box.left > candidate.box.left
    ]
    has_left_neighbour = any(
        _share_rows(candidate.box, other.box) and other.box.left < candidate.box.left
        for other in candidates
    )
    left = candidate.box.left if has_left_neighbour else 1
    return left, min(right_neighbours, default=index.right + 1) - 1


def _floor(candidate: _Candidate, left: int, right: int, candidates: list[_Candidate]) -> int:
    """Return the last row above that belongs to the labels of another form in these columns."""
    return max(
        (
            other.box.bottom
            for other in candidates
            if other.box.bottom < candidate.box.top
            and other.box.left <= right
            and left <= other.box.right
        ),
        default=0,
    )


def _top(candidate: _Candidate, floor: int, left: int, right: int, index: SheetIndex) -> int:
    """Return the form's first row, extended upwards over opening labels and the title."""
    top = row = candidate.box.top
    area = Range(1, left, candidate.box.top, right)
    empty_rows = 0
    while row - 1 > floor and empty_rows <= _MAX_EMPTY_ROWS:
        row -= 1
        columns = index.columns(row, area)
        if not columns:
            empty_rows += 1
        elif any(is_opening(index, candidate.template, row, column) for column in columns):
            top, empty_rows = row, 0
        else:
            break
    return top


def is_opening(index: SheetIndex, template: FormTemplate, row: int, column: int) -> bool:
    """Return True for a cell above a form's body: an opening label, its title, its number."""
    cell = index.cell(row, column)
    if cell is None or type(cell.value) is not str:
        return False
    folded = fold(cell.value)
    if folded in template.opening_labels or is_title(template, folded) or is_year(template, folded):
        return True
    if template.appendix and folded.startswith(template.appendix):
        return True
    return index.labelled.get((row, column)) in template.opening_labels


def is_title(template: FormTemplate, folded: str) -> bool:
    """Return True if folded text is a title of this template."""
    return any(pattern.search(folded) for pattern in template.titles)


def is_year(template: FormTemplate, folded: str) -> bool:
    """Return True if folded text is the line with the year under the title."""
    return any(pattern.search(folded) for pattern in template.years)
