"""Regions: the forms on a sheet and the rectangle of each.

A form is recognized by its fingerprint of labels in any order; its title only helps to find where
it starts. Forms may be stacked without an empty row between them, or be side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

import msgspec

from xlform.grid.address import Range
from xlform.model.memoize import sifted
from xlform.reading.candidates import Candidate, Winner, best_candidates, columns_of
from xlform.reading.editions import year_in
from xlform.reading.index import MAX_LABEL_LENGTH, LabelCell, SheetIndex
from xlform.reading.skeleton import by_skeleton
from xlform.template.fingerprint import fingerprint_groups, fingerprint_parts
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# Empty rows allowed between a form's title and its first label.
_MAX_EMPTY_ROWS = 3
# Labels a form is recognized by at least, if its title is printed.
_MIN_LABELS = 2
# Characters at the end of a form's name that its title has as well (说明).
_ENDING = 2
# Characters of a text above a form that is remembered.
_HEAD_AT_MOST = 200
# `re` compiles these at their first use: most texts above a form hold no year.
_YEAR_LINE = r"(?P<year>20[0-9]{2})年度?"
_UNIT_LAST = r"(.*表(?:20[0-9]{2}年?度?)?)(?:金额|货币|计量)?单位:?[万千百亿]?元"
_YEAR_LAST = r"(.*[^0-9])(20[0-9]{2})年?度?"
_CENTURY = "20"
# Characters that _YEAR_LAST ends with, at most.
_LAST = len("2023年度")


class Region(msgspec.Struct, frozen=True):
    """Rectangle of a sheet occupied by one form of one template.

    ``rivals`` are the templates that claimed the same labels and fit them less.
    """

    template: FormTemplate
    area: Range
    box: Range
    rivals: tuple[FormTemplate, ...] = ()


def find_regions(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> list[Region]:
    """Return the forms of a sheet from the top, each with its rectangle."""
    subject = "regions", templates
    return list(by_skeleton(index, subject, lambda sheet: _regions(sheet, templates)))


def _regions(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> tuple[Region, ...]:
    candidates = by_skeleton(index, templates, lambda sheet: _candidates(sheet, templates))
    if not candidates:
        return ()
    winners = best_candidates(candidates, index, templates)
    candidates = [winner.candidate for winner in winners]
    columns = [columns_of(candidate, candidates, index) for candidate in candidates]
    tops = [
        _top(candidate, _floor(candidate, left, right, candidates), left, right, index)
        for candidate, (left, right) in zip(candidates, columns, strict=True)
    ]
    starts = [
        (winner, top, left, right)
        for winner, top, (left, right) in zip(winners, tops, columns, strict=True)
        if not _is_repeated_header(winner.candidate, top, candidates)
    ]
    return tuple(
        Region(
            winner.candidate.template,
            Range(top, left, _bottom(top, left, right, starts, index), right),
            winner.candidate.box,
            tuple(dict.fromkeys(rival.template for rival in winner.rivals)),
        )
        for winner, top, left, right in starts
    )


def _candidates(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> list[Candidate]:
    """Return the templates that claim a form of a sheet by its labels, from the top."""
    candidates = [
        Candidate(template, box)
        for template in templates
        for box in _fingerprint_boxes(index, template)
    ]
    candidates.sort(key=lambda candidate: (candidate.box.top, candidate.box.left))
    return candidates


def _is_repeated_header(candidate: Candidate, top: int, candidates: list[Candidate]) -> bool:
    """Return True if a header row repeats the one above, as on each printed page.

    Nothing above it starts a form.
    """
    return (
        (candidate.template.declaration.recognise.same_row or candidate.template.is_list)
        and top == candidate.box.top
        and any(
            other.template is candidate.template and other.box.top < top for other in candidates
        )
    )


def _bottom(
    top: int,
    left: int,
    right: int,
    starts: list[tuple[Winner, int, int, int]],
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
    least = recognise.least
    if template.fingerprint_labels and len(template.fingerprint_labels & index.labels) < least - 1:
        present: list[list[LabelCell]] = []
    else:
        present = [
            index.label_cells[label] for label in template.fingerprint if label in index.label_cells
        ]
        if len(present) == least - 1 >= _MIN_LABELS and not recognise.same_row:
            least -= _has_title(index, template)
    if len(present) < least:
        present = _by_other_labels(index, template)
    if not present:
        return []
    occurrences = [
        [label_cell for label_cell in label_cells if label_cell.rest is None]
        for label_cells in present
    ]
    if not recognise.same_row:
        boxes = [] if _is_list(index, template) else _boxes(occurrences, least)
        return [box for box in boxes if not _excluded(index, template, box.top, box.bottom)]
    by_row: dict[int, list[list[LabelCell]]] = {}
    for label_cells in occurrences:
        for row in dict.fromkeys(label_cell.row for label_cell in label_cells):
            by_row.setdefault(row, []).append(
                [label_cell for label_cell in label_cells if label_cell.row == row]
            )
    boxes = []
    for row in sorted(row for row, found in by_row.items() if len(found) >= recognise.least):
        if not _excluded(index, template, row, row):
            boxes += _boxes(by_row[row], recognise.least)
    return boxes


def _by_other_labels(index: SheetIndex, template: FormTemplate) -> list[list[LabelCell]]:
    """Return the labels that another edition prints for those of the fingerprint, below its title.

    Empty if they are too few, and without the title: 完成值 and 预算数 are on many forms.
    """
    least = template.declaration.recognise.least
    groups = [group for group in fingerprint_groups(template) if not index.labels.isdisjoint(group)]
    if len(groups) < least or not template.is_block or not _has_title(index, template):
        return []
    cells = [
        [cell for label in dict.fromkeys(group) for cell in index.label_cells.get(label, ())]
        for group in groups
    ]
    return [sorted(found, key=lambda cell: cell.position) for found in cells]


def _is_list(index: SheetIndex, template: FormTemplate) -> bool:
    """Return True if the labels of a block's fields are among the headers of its tables.

    A list of many forms has them in one row: 项目名称, 资金总额, 三级指标, 指标值.
    """
    names, headers = fingerprint_parts(template)
    fields = [rows for group in names if (rows := _rows_of(index, group))]
    if len(fields) < _MIN_LABELS or not template.is_block:
        return False
    return set[int]().union(*fields) <= _rows_of(index, headers)


def _rows_of(index: SheetIndex, labels: Iterable[str]) -> set[int]:
    return {cell.row for label in labels for cell in index.label_cells.get(label, ())}


def _has_title(index: SheetIndex, template: FormTemplate) -> bool:
    """Return True if a cell of the sheet is the form's title, which is worth one label."""
    return any(
        isinstance(cell.value, str)
        and len(cell.value) <= MAX_LABEL_LENGTH
        and is_title(template, fold(cell.value))
        for cell in index.cells.values()
    )


def title_row(index: SheetIndex, templates: tuple[FormTemplate, ...]) -> int:
    """Return the row whose first cell is the title of one of these templates, 0 if none is."""
    cells = index.cells
    texts = {text for at in index.firsts if type(text := cells[at].value) is str}
    titles = _titles_of(templates)(texts)
    return next((at[0] for at in index.firsts if cells[at].value in titles), 0) if titles else 0


@lru_cache(maxsize=8)
def _titles_of(templates: tuple[FormTemplate, ...]) -> Callable[[set[str]], set[str]]:
    """Return a function that returns the titles of these templates among some texts."""
    endings = [(template, template.declaration.name[-_ENDING:]) for template in templates]
    return sifted(
        lambda text: (
            len(text) <= MAX_LABEL_LENGTH
            and any(
                ending in text and is_title(template, fold(text)) for template, ending in endings
            )
        )
    )


def _excluded(index: SheetIndex, template: FormTemplate, top: int, bottom: int) -> bool:
    """Return True if a label that the form never has is printed in these rows."""
    return any(
        top <= label_cell.row <= bottom
        for label in template.without
        for label_cell in index.label_cells.get(label, ())
    )


def _boxes(occurrences: list[list[LabelCell]], least: int) -> list[Range]:
    """Return a rectangle for each form, as many as ``least`` of the labels occur."""
    count = sorted(map(len, occurrences), reverse=True)[least - 1]
    if count == 0:
        return []
    if count == 1:
        return [_nearest_box(occurrences)]
    complete = [label_cells for label_cells in occurrences if len(label_cells) == count]
    down = [_box([label_cells[n] for label_cells in complete]) for n in range(count)]
    if _are_separate(down):
        return down
    across = [
        sorted(label_cells, key=lambda label_cell: (label_cell.column, label_cell.row))
        for label_cells in complete
    ]
    return [_box([label_cells[n] for label_cells in across]) for n in range(count)]


def _nearest_box(occurrences: list[list[LabelCell]]) -> Range:
    """Return the rectangle of the labels that occur once, with the nearest of each other label."""
    single = _box([label_cells[0] for label_cells in occurrences if len(label_cells) == 1])
    nearest = [
        label_cells[0]
        if len(label_cells) == 1
        else min(label_cells, key=lambda label_cell: _distance(label_cell, single))
        for label_cells in occurrences
        if label_cells
    ]
    return _box(nearest)


def _distance(label_cell: LabelCell, box: Range) -> tuple[int, int]:
    """Return the rows and columns between a label and a rectangle, 0 if they share one."""
    rows = max(box.top - label_cell.bottom, label_cell.row - box.bottom, 0)
    return rows, max(box.left - label_cell.right, label_cell.column - box.right, 0)


def _box(label_cells: list[LabelCell]) -> Range:
    return Range(
        min([label_cell.row for label_cell in label_cells]),
        min([label_cell.column for label_cell in label_cells]),
        max([label_cell.bottom for label_cell in label_cells]),
        max([label_cell.right for label_cell in label_cells]),
    )


def _are_separate(boxes: list[Range]) -> bool:
    """Return True if the rectangles follow each other downwards or to the right."""
    return all(
        first.bottom < second.top or first.right < second.left or second.right < first.left
        for first, second in pairwise(boxes)
    )


def _floor(candidate: Candidate, left: int, right: int, candidates: list[Candidate]) -> int:
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


def _top(candidate: Candidate, floor: int, left: int, right: int, index: SheetIndex) -> int:
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
        elif not _is_below_labels(index, candidate.template, row, area):
            break
    return top


def _is_below_labels(index: SheetIndex, template: FormTemplate, row: int, area: Range) -> bool:
    """Return True for a row of texts below the labels of fields whose values are there."""
    above = index.columns(row - 1, area)
    return any(index.labelled.get((row - 1, c)) in template.labels_above_values for c in above)


def is_opening(index: SheetIndex, template: FormTemplate, row: int, column: int) -> bool:
    """Return True for a cell above a form's body: an opening label, title, number, printed note."""
    cell = index.cell(row, column)
    if cell is None:
        return False
    if index.labelled.get((row, column)) in template.opening_labels:
        return True
    text = cell.value
    if type(text) is not str:
        return False
    folded = fold(text)
    if folded in template.opening_labels:
        return True
    head = head_text(template, folded)
    return head.is_title or head.is_year or head.is_number or template.is_ignored(text)


def is_title(template: FormTemplate, folded: str) -> bool:
    """Return True if folded text is a title of this template."""
    return head_text(template, folded).is_title


class HeadText(msgspec.Struct, frozen=True):
    """Folded text above a form's body: its title, 附表 number or year, and the year it names."""

    is_title: bool
    is_number: bool
    is_year: bool
    year: int | None


def head_text(template: FormTemplate, folded: str) -> HeadText:
    """Return what folded text is above the body of a form of this template."""
    if len(folded) <= _HEAD_AT_MOST:
        return _known_head_text(template, folded)
    return _head_text(template, folded)


def _head_text(template: FormTemplate, folded: str) -> HeadText:
    written = year_first(folded)
    title = any(pattern.search(one) for one in written for pattern in template.titles)
    number = bool(template.appendix) and folded.startswith(template.appendix)
    is_year = _is_year(template, folded)
    if not (title or number or is_year):
        return _NO_HEAD
    matches = (
        pattern.search(one) for pattern in (*template.titles, *template.years) for one in written
    )
    years = (year_in(match) for match in (*matches, _year_line(folded)) if match)
    return HeadText(title, number, is_year, next((y for y in years if y is not None), None))


# The same few texts are above the forms of a batch.
_known_head_text = lru_cache(maxsize=4096)(_head_text)
_NO_HEAD = HeadText(is_title=False, is_number=False, is_year=False, year=None)


def year_first(folded: str) -> tuple[str, ...]:
    """Return a folded title as written, and with a year at its end put first: 某表（2023年度）.

    A unit of money behind it is left out: 某表（单位：万元）.
    """
    if folded.endswith("元") and (unit := re.fullmatch(_UNIT_LAST, folded)):
        folded = unit[1]
    found = re.fullmatch(_YEAR_LAST, folded) if _CENTURY in folded[-_LAST:] else None
    return (folded, f"{found[2]}年{found[1]}") if found else (folded,)


def _year_line(folded: str) -> re.Match[str] | None:
    """Return the match of a folded text that is a year and nothing else."""
    return re.fullmatch(_YEAR_LINE, folded) if folded.startswith(_CENTURY) else None


def is_year(template: FormTemplate, folded: str) -> bool:
    """Return True if folded text is the line with the year under the title."""
    return head_text(template, folded).is_year


def _is_year(template: FormTemplate, folded: str) -> bool:
    """Return True if folded text is the line with the year under the title."""
    return bool(_year_line(folded)) or any(pattern.search(folded) for pattern in template.years)
