"""Words of a scanned page are counted the right way up, not while it is tried on its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from xlform.formats.scan import page
from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import Box, Character, DensePageError
from xlform.formats.scan.images import Image
from xlform.formats.scan.page import _upright_layout

# More lines than a form has: a page of figures alone with so many is refused as a ledger.
LINES = 320


class Layout:
    """Layout of a page with many short lines; a line on its side is higher than wide."""

    def __init__(self, *, on_its_side: bool) -> None:
        width, height = (20, 60) if on_its_side else (60, 20)
        self._box, self._picture = Box(0, 0, width, height), np.zeros((height, width), np.uint8)

    def lines(self) -> list[Box]:
        return [self._box] * LINES

    def spacious_picture(self, _: Box) -> Image:
        return self._picture

    def print_in(self, _: Box, read: tuple[Character, ...]) -> tuple[Character, ...]:
        return read


class Reader:
    """Recogniser that reads a line the right way up as a text, and one on its side as figures."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, lines: Sequence[Image]) -> list[tuple[Character, ...]]:
        return [self._characters(*line.shape[:2]) for line in lines]

    def _characters(self, height: int, width: int) -> tuple[Character, ...]:
        text, sure = (self._text, 0.95) if width > height else ("1 11", 0.5)
        return tuple(Character(one, sure, 0.5) for one in text)


def turned(text: str, *, on_its_side: bool, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often a page with this text on its lines is turned left to be read."""
    monkeypatch.setattr(
        page,
        "page_layout",
        lambda picture: Layout(on_its_side=on_its_side == (picture.shape == (4, 3, 3))),
    )
    blank = np.zeros((4, 3, 3), np.uint8)
    _, turns = _upright_layout(blank, cast("Recogniser", Reader(text)))
    return turns


@pytest.mark.parametrize(("on_its_side", "turns"), [(False, 0), (True, 1)])
def test_a_page_with_words_is_read_whichever_side_is_up(
    monkeypatch: pytest.MonkeyPatch, *, on_its_side: bool, turns: int
) -> None:
    assert turned("水费", on_its_side=on_its_side, monkeypatch=monkeypatch) == turns


@pytest.mark.parametrize("on_its_side", [False, True])
def test_a_ledger_of_figures_is_refused_whichever_side_is_up(
    monkeypatch: pytest.MonkeyPatch, *, on_its_side: bool
) -> None:
    with pytest.raises(DensePageError):
        turned("1,056.40", on_its_side=on_its_side, monkeypatch=monkeypatch)
