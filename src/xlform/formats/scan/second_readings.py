"""Lines of a page read a second time: single characters beside a figure, and figures.

A figure is read smaller and with more room, and its ink held against what was read.
"""

from __future__ import annotations

import re

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import Character, TextLine
from xlform.formats.scan.ends import without_ends
from xlform.formats.scan.figure_ink import FigureLine, is_like_a_sign
from xlform.formats.scan.layout import PageLayout
from xlform.formats.scan.single_characters import (
    beside_figure,
    figure_beside,
    is_doubtful,
    is_unsure,
    surer,
)

# A figure has so many characters at most that are no digits; room for its second reading, as a part
# of its height.
_WORDS_OF_A_FIGURE, _ROOM = 6, 4
# Points at the ends of a figure that are not read the second time are specks.
_POINTS = ".,"
# ‰ may be recognised as % and another character.
_LAST_RING = re.compile(r"%[0oO。°]?$|\s")


def with_single_characters(
    layout: PageLayout, readings: list[tuple[Character, ...]], recogniser: Recogniser
) -> list[tuple[Character, ...]]:
    """Return the readings of all lines, unsure single characters read again beside a figure.

    Outside the tables, such characters are strokes of a pen.
    """
    boxes, result = layout.lines(), list(readings)
    in_tables = len(boxes) - len(layout.outside)
    for number in range(in_tables, len(boxes)):
        if is_unsure(boxes[number], result[number]):
            result[number] = ()
    unsure = [
        number
        for number, (box, found) in enumerate(zip(boxes, readings, strict=True))
        if number < in_tables and is_unsure(box, found)
    ]
    chosen = figure_beside(boxes, readings, layout.character) if unsure else None
    if chosen is None:
        return result
    figure = layout.picture(boxes[chosen])
    for behind in (True, False):
        pairs = [
            beside_figure(layout.picture(boxes[number]), figure, readings[chosen], behind=behind)
            for number in unsure
        ]
        again = recogniser.read([pair.picture for pair in pairs])
        for number, pair, found in zip(unsure, pairs, again, strict=True):
            beside = layout.print_in(boxes[number], pair.own(found))
            result[number] = surer(result[number], beside)
        unsure = [number for number in unsure if is_doubtful(result[number])]
    return result


def confirmed_lines(
    layout: PageLayout, readings: list[tuple[Character, ...]], recogniser: Recogniser
) -> list[TextLine]:
    """Return the lines of a page, its figures confirmed.

    A figure is read a second time, smaller and with more room, and its ink held against what was
    read; lost signs are read by themselves. A lone sign is not read again without its neighbour.
    """
    boxes = layout.lines()
    in_tables = len(boxes) - len(layout.outside)
    lines = [
        TextLine(
            box,
            layout.doubtful(box, layout.signs(box, found)),
            is_whole=number >= in_tables or layout.is_whole(box, found),
        )
        for number, (box, found) in enumerate(zip(boxes, readings, strict=True))
    ]
    figures = {
        number: layout.figure(boxes[number], found).checked()
        for number, found in enumerate(readings)
        if _is_figure(found)
    }
    lost = [(number, columns) for number, line in figures.items() for columns in line.lost()]
    repeated = [number for number, line in figures.items() if not line.is_sign]
    again = recogniser.read(
        [
            *(layout.picture(boxes[number], boxes[number].height // _ROOM) for number in repeated),
            *(figures[number].sign_picture(columns) for number, columns in lost),
        ]
    )
    incomplete = {
        number
        for number, line in figures.items()
        if layout.has_unsure_ink(boxes[number]) or line.is_parted() or line.lacks_a_point()
    }
    for (number, columns), found in zip(lost, again[len(repeated) :], strict=True):
        completed = figures[number].with_sign(columns, found)
        if completed:
            figures[number] = completed
        else:
            incomplete.add(number)
    seconds = dict(zip(repeated, map(_text, again), strict=False))
    for number, line in figures.items():
        second = seconds.get(number)
        if second and _is_same_figure(line, second, _text(readings[number])):
            second = _text(line.characters)
        own = line.characters
        if second and second != _text(own) and second == _text(own).strip(_POINTS):
            own = tuple(without_ends(own, lambda one: one.text in _POINTS))
            incomplete.add(number)
        own = layout.doubtful(boxes[number], own)
        lines[number] = TextLine(boxes[number], own, second, is_whole=number not in incomplete)
    return lines


def _is_same_figure(line: FigureLine, second: str, first: str) -> bool:
    """Return whether a second reading is that of a line, but for what a % was taken for."""
    if _LAST_RING.sub("%", second) == _LAST_RING.sub("%", first):
        return True
    own = _text(line.characters)
    digits = own.removesuffix("%")
    rest = second.removeprefix(digits)
    return own.endswith("%") and second.startswith(digits) and line.shows_per_cent(rest)


def _text(characters: tuple[Character, ...]) -> str:
    return "".join(character.text for character in characters)


def _is_figure(characters: tuple[Character, ...]) -> bool:
    """Return whether a line is a figure and little else, such as an amount or a target.

    A lone sign, such as ≥ in a column of its own, is one too.
    """
    if len(characters) == 1 and not characters[0].text.isdecimal():
        return is_like_a_sign(characters[0].text)
    digits = sum(character.text.isdecimal() for character in characters)
    return digits > 0 and len(characters) - digits <= _WORDS_OF_A_FIGURE
