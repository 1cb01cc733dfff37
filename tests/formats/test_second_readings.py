"""Figures of a scan read a second time."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import Box, Character
from xlform.formats.scan.layout import PageLayout
from xlform.formats.scan.second_readings import confirmed_lines


def characters(text: str) -> tuple[Character, ...]:
    return tuple(Character(one, 0.99, (place + 0.5) / len(text)) for place, one in enumerate(text))


class _Again:
    """Recogniser that reads the same text each time."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, lines: list[object]) -> list[tuple[Character, ...]]:
        return [characters(self._text) for _ in lines]


@pytest.mark.parametrize(
    ("first", "second", "taken", "whole"),
    [
        (".475.50", "475.50", "475.50", False),
        ("475.50", "475.50", "475.50", True),
        ("475.50", "475.50.", "475.50", True),
        (".75", "0.75", ".75", True),
        ("", "", "", True),  # nothing was recognised
    ],
)
def test_points_read_once_at_an_end_are_specks(
    first: str, second: str, taken: str, *, whole: bool
) -> None:
    """They are left out, and the figure is not certain any more."""
    blank = np.zeros((60, 240), np.uint8)
    line = Box(20, 20, 20 + 12 * max(1, len(first)), 40)
    layout = PageLayout(blank + 245, blank, blank, blank, 20, (), (), (line,), np.eye(3))
    again = cast("Recogniser", _Again(second))
    (found,) = confirmed_lines(layout, [characters(first)], again)
    assert (found.text, found.is_whole) == (taken, whole)
