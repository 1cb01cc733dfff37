"""Lines of text on a page: where they are inside a cell, and outside the tables."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image
from xlform.formats.scan.runs import runs

# In sizes of a character: room at the border of a cell, height of a line, parts of one line.
_BORDER, _LINE_AT_LEAST, _LINE_AT_MOST = 0.12, 0.28, 1.4
_PART, _PART_GAP, _STROKE = 0.6, 0.45, 0.3
_TALL, _LINE_STEP, _VALLEY = 1.75, 1.25, 0.3
# A speck of this size is no part of a line that is further from it.
_SMALL_SPECK, _APART = 0.4, 1.0
# Words on a line further apart than this belong to different cells.
_WORD_GAP = 2.2
# Thin strokes are looked for so far beside a line, are so long, and so much darker than paper.
_THIN_STROKE, _STROKE_LENGTH, _STROKE_DARKNESS = 1.2, 0.5, 22
_PADDING, _USUAL_HEIGHT = 0.14, 0.9


def lines_in(ink: Image, cell: Box, character: int) -> list[Box]:
    """Return the lines of text in a cell from the top down."""
    inset = max(2, round(_BORDER * character))
    inner = Box(cell.left + inset, cell.top + inset, cell.right - inset, cell.bottom - inset)
    if inner.width <= 0 or inner.height <= 0:
        return []
    return _lines(ink, inner, character, limits=cell)


def with_thin_strokes(line: Box, cell: Box, grey: Image, red: Image, character: int) -> Box:
    """Return the line of text in a cell, wider where thin level strokes go on beside it.

    The strokes of 一 and 二 are so thin in small print that they are lighter than what counts as
    ink. ``grey`` is the page, and ``red`` where its red ink was: strokes there are remains of it.
    """
    inset, far = max(3, round(_BORDER * character)), round(_THIN_STROKE * character)
    left, right = max(cell.left + inset, line.left - far), min(cell.right - inset, line.right + far)
    paper = float(np.percentile(grey[line.top : line.bottom, line.left : line.right], 90))
    sides = ((left, line.left), (line.right, right))
    before, behind = (
        end - start
        if not red[line.top : line.bottom, start:end].any()
        and _has_thin_stroke(grey[line.top : line.bottom, start:end], paper, character)
        else 0
        for start, end in sides
    )
    return Box(line.left - before, line.top, line.right + behind, line.bottom)


def _has_thin_stroke(side: Image, paper: float, character: int) -> bool:
    """Return whether a level stroke is in what is beside a line, darker than paper and noise."""
    length = round(_STROKE_LENGTH * character)
    if not side.size or side.shape[1] < length:
        return False
    along = cv2.blur(side, (length, 1), borderType=cv2.BORDER_REPLICATE)[
        :, length // 2 : -(length // 2) or None
    ]
    return bool(along.size) and float(along.min()) < paper - _STROKE_DARKNESS


def lines_outside(ink: Image, tables: list[Box], character: int) -> list[Box]:
    """Return the lines of text outside tables in reading order; words far apart are separate."""
    rest = ink.copy()
    margin = max(2, round(_BORDER * character))
    for table in tables:
        rest[
            max(0, table.top - margin) : table.bottom + margin,
            max(0, table.left - margin) : table.right + margin,
        ] = 0
    joined = cv2.morphologyEx(
        rest,
        cv2.MORPH_CLOSE,
        np.ones((max(1, character // 6), round(_WORD_GAP * character)), np.uint8),
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Box] = []
    page = Box(0, 0, ink.shape[1], ink.shape[0])
    for left, top, width, height, _ in stats[1:].tolist():
        if height >= _LINE_AT_LEAST * character and width >= _LINE_AT_LEAST * character:
            around = Box(left, top, left + width, top + height)
            found += _lines(rest, around, character, limits=page)
    return in_reading_order(found)


def in_reading_order(boxes: list[Box]) -> list[Box]:
    """Return boxes line by line; those whose middles are at one height are on one line."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.top + box.bottom):
        if rows and rows[-1][0].top < (box.top + box.bottom) / 2 < rows[-1][0].bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: box.left)]


def _lines(ink: Image, area: Box, character: int, limits: Box) -> list[Box]:
    window = ink[area.top : area.bottom, area.left : area.right] > 0
    amounts = np.count_nonzero(window, axis=1)
    parts = [
        part
        for run in _merged(runs(amounts > 0), character)
        for part in _parted(run, amounts, character)
    ]
    found = []
    for start, end in parts:
        if end - start < _LINE_AT_LEAST * character and not _is_dash(window[start:end], character):
            continue
        left, right = _without_specks_apart(window[start:end], character)
        room = max(2, round(_PADDING * character))
        # A stroke such as 一 keeps its place on a line of usual height.
        first, last = _at_least_a_character(start, end, character)
        found.append(
            Box(
                max(limits.left + 2, area.left + left - room),
                max(limits.top + 2, area.top + first - room),
                min(limits.right - 2, area.left + right + room),
                min(limits.bottom - 2, area.top + last + room),
            )
        )
    return [box for box in found if box.width > 2 and box.height > 2]  # noqa: PLR2004  (pixels)


def _at_least_a_character(start: int, end: int, character: int) -> tuple[int, int]:
    missing = max(0, round(_USUAL_HEIGHT * character) - (end - start))
    return start - missing // 2, end + (missing + 1) // 2


def _is_dash(window: npt.NDArray[np.bool_], character: int) -> bool:
    """Return whether a low line is a dash or 一, which is written across and full."""
    longest = max(end - start for start, end in runs(window.any(axis=0)))
    return longest >= _LINE_AT_LEAST * character


def _without_specks_apart(window: npt.NDArray[np.bool_], character: int) -> tuple[int, int]:
    """Return the columns of a line from and to, without specks that are far from all print."""
    written = runs(window.any(axis=0))
    first, last = 0, len(written) - 1

    def is_speck(run: tuple[int, int], gap: int) -> bool:
        start, end = run
        rows = np.flatnonzero(window[:, start:end].any(axis=1))
        size = max(end - start, int(rows[-1] + 1 - rows[0]))
        return gap > _APART * character and size < _SMALL_SPECK * character

    while first < last and is_speck(written[first], written[first + 1][0] - written[first][1]):
        first += 1
    while first < last and is_speck(written[last], written[last][0] - written[last - 1][1]):
        last -= 1
    return written[first][0], written[last][1]


def _merged(parts: list[tuple[int, int]], character: int) -> list[tuple[int, int]]:
    """Join the parts of one line of text, such as the strokes of 三 or the dots of 六."""
    merged: list[tuple[int, int]] = []
    for start, end in parts:
        if merged:
            before, last = merged[-1]
            heights = (last - before, end - start)
            low = min(heights) < _PART * character
            near = start - last <= _PART_GAP * character or max(heights) < _STROKE * character
            if low and near and end - before <= _LINE_AT_MOST * character:
                merged[-1] = (before, end)
                continue
        merged.append((start, end))
    return merged


def _parted(run: tuple[int, int], amounts: Image, character: int) -> list[tuple[int, int]]:
    """Part lines of text that touch each other where least is written between them."""
    start, end = run
    count = round((end - start) / (_LINE_STEP * character))
    if end - start < _TALL * character or count < 2:  # noqa: PLR2004  (lines)
        return [run]
    usual = float(np.median(amounts[start:end]))
    cuts, step = [start], (end - start) / count
    for number in range(1, count):
        middle, reach = start + number * step, step / 3
        first = int(middle - reach)
        window = amounts[first : int(middle + reach) + 1]
        if window.size == 0 or window.min() > _VALLEY * usual:
            return [run]
        cuts.append(first + int(window.argmin()))
    return list(zip(cuts, [*cuts[1:], end], strict=True))
