"""Which forms a sheet holds and where each begins and ends.

A form is told by its fingerprint of labels, in whatever order; the title only helps to see where
it begins. Forms may be stacked without a blank row between them or stand side by side.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from xlform.ooxml.address import Range
from xlform.reading.editions import Fit, fit, labels_found, year_told
from xlform.reading.index import SheetIndex, Spot
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# Blank rows that may part a form's title from its first label.
_BLANK_ROWS_AT_MOST = 3


class Region(msgspec.Struct, frozen=True):
    """The rectangle of a sheet that one form of one template occupies."""

    template: FormTemplate
    area: Range


class _Seed(msgspec.Struct, frozen=True):
    """A form's fingerprint where it was found: the rectangle of its labels."""

    template: FormTemplate
    box: Range


def find_regions(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> list[Region]:
    """The forms of a sheet from the top, each in its own rectangle."""
    seeds = [
        _Seed(template, box) for template in templates for box in _fingerprints(index, template)
    ]
    seeds.sort(key=lambda seed: (seed.box.top, seed.box.left))
    seeds = _one_edition_each(seeds, index)
    columns = [_columns(seed, seeds, index) for seed in seeds]
    tops = [
        _top(seed, _floor(seed, left, right, seeds), left, right, index)
        for seed, (left, right) in zip(seeds, columns, strict=True)
    ]
    begins = [
        (seed, top, left, right)
        for seed, top, (left, right) in zip(seeds, tops, columns, strict=True)
        if not _is_repeated_head(seed, top, seeds)
    ]
    return [
        Region(seed.template, Range(top, left, _bottom(top, left, right, begins, index), right))
        for seed, top, left, right in begins
    ]


def _one_edition_each(seeds: list[_Seed], index: SheetIndex) -> list[_Seed]:
    """Of the editions of one kind of form that are found in one place, the one that fits best."""
    kept: list[_Seed] = []
    for seed in seeds:
        rival = next((n for n, other in enumerate(kept) if _is_rival(seed, other)), None)
        if rival is None:
            kept.append(seed)
        else:
            kept[rival] = max(kept[rival], seed, key=lambda one: _fit(one, index))
    return kept


def _is_rival(one: _Seed, other: _Seed) -> bool:
    """Whether two templates of one kind claim the same labels."""
    return (
        one.template is not other.template
        and one.template.kind == other.template.kind
        and _beside(one.box, other.box)
        and one.box.left <= other.box.right
        and other.box.left <= one.box.right
    )


def _fit(seed: _Seed, index: SheetIndex) -> tuple[int, Fit]:
    above = (
        cell.value
        for (row, _), cell in index.cells.items()
        if row <= seed.box.top and isinstance(cell.value, str)
    )
    return labels_found(index, seed.template), fit(seed.template, year_told(above, seed.template))


def _is_repeated_head(seed: _Seed, top: int, seeds: list[_Seed]) -> bool:
    """Whether a head row is only the one above printed again: nothing opens a form over it."""
    return (
        seed.template.declaration.recognise.same_row
        and top == seed.box.top
        and any(other.template is seed.template and other.box.top < top for other in seeds)
    )


def _bottom(
    top: int, left: int, right: int, begins: list[tuple[_Seed, int, int, int]], index: SheetIndex
) -> int:
    """The last row before the next form below in any of these columns."""
    below = [
        other_top - 1
        for _, other_top, other_left, other_right in begins
        if other_top > top and other_left <= right and left <= other_right
    ]
    return min(below, default=index.bottom)


def _fingerprints(index: SheetIndex, template: FormTemplate) -> list[Range]:
    recognise = template.declaration.recognise
    present = [index.spots[label] for label in template.fingerprint if label in index.spots]
    if len(present) < recognise.least:
        return []
    violations = [[spot for spot in spots if spot.rest is None] for spots in present]
    if not recognise.same_row:
        return _boxes(violations, recognise.least)
    by_row: dict[int, list[list[Spot]]] = {}
    for spots in violations:
        for row in dict.fromkeys(spot.row for spot in spots):
            by_row.setdefault(row, []).append([spot for spot in spots if spot.row == row])
    boxes: list[Range] = []
    for row in sorted(row for row, found in by_row.items() if len(found) >= recognise.least):
        if not _excluded(index, template, row):
            boxes += _boxes(by_row[row], recognise.least)
    return boxes


def _excluded(index: SheetIndex, template: FormTemplate, row: int) -> bool:
    return any(spot.row == row for label in template.without for spot in index.spots.get(label, ()))


def _boxes(violations: list[list[Spot]], least: int) -> list[Range]:
    """One rectangle for each form: as many as ``least`` labels occur in."""
    count = sorted(map(len, violations), reverse=True)[least - 1]
    if count == 0:
        return []
    if count == 1:
        return [_box([spots[0] for spots in violations if spots])]
    telling = [spots for spots in violations if len(spots) == count]
    down = [_box([spots[n] for spots in telling]) for n in range(count)]
    if _apart(down):
        return down
    across = [sorted(spots, key=lambda spot: (spot.column, spot.row)) for spots in telling]
    return [_box([spots[n] for spots in across]) for n in range(count)]


def _box(spots: list[Spot]) -> Range:
    return Range(
        min(spot.row for spot in spots),
        min(spot.column for spot in spots),
        max(spot.bottom for spot in spots),
        max(spot.right for spot in spots),
    )


def _apart(boxes: list[Range]) -> bool:
    """Whether the rectangles follow each other downwards or to the right."""
    return all(
        one.bottom < two.top or one.right < two.left or two.right < one.left
        for one, two in pairwise(boxes)
    )


def _beside(one: Range, two: Range) -> bool:
    return one.top <= two.bottom and two.top <= one.bottom


def _columns(seed: _Seed, seeds: list[_Seed], index: SheetIndex) -> tuple[int, int]:
    """The columns of a form: the whole width unless others stand beside it."""
    lefts = [
        other.box.left
        for other in seeds
        if _beside(seed.box, other.box) and other.box.left > seed.box.left
    ]
    stands_right = any(
        _beside(seed.box, other.box) and other.box.left < seed.box.left for other in seeds
    )
    left = seed.box.left if stands_right else 1
    return left, min(lefts, default=index.right + 1) - 1


def _floor(seed: _Seed, left: int, right: int, seeds: list[_Seed]) -> int:
    """The last row above that belongs to the labels of another form in these columns."""
    return max(
        (
            other.box.bottom
            for other in seeds
            if other.box.bottom < seed.box.top
            and other.box.left <= right
            and left <= other.box.right
        ),
        default=0,
    )


def _top(seed: _Seed, floor: int, left: int, right: int, index: SheetIndex) -> int:
    """The form's first row, reached upwards over its opening labels and its title."""
    top = row = seed.box.top
    area = Range(1, left, seed.box.top, right)
    blanks = 0
    while row - 1 > floor and blanks <= _BLANK_ROWS_AT_MOST:
        row -= 1
        columns = index.columns(row, area)
        if not columns:
            blanks += 1
        elif any(opens(index, seed.template, row, column) for column in columns):
            top, blanks = row, 0
        else:
            break
    return top


def opens(index: SheetIndex, template: FormTemplate, row: int, column: int) -> bool:
    """Whether the cell belongs above a form's body: an opening label, its title, its number."""
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
    """Whether folded text is a title of this template."""
    return any(pattern.search(folded) for pattern in template.titles)


def is_year(template: FormTemplate, folded: str) -> bool:
    """Whether folded text is the line under the title that names the year."""
    return any(pattern.search(folded) for pattern in template.years)
