"""Pictures of places on a scan: the place that was read, upright, small, from a limited process."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import PIL.Image
import pytest

from xlform.errors import FileProblem
from xlform.formats.scan import place_pictures as pictures
from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import Character
from xlform.formats.scan.crops import crops
from xlform.formats.scan.images import Image
from xlform.formats.scan.page import read_page
from xlform.formats.scan.place_pictures import CropRequest, place_pictures
from xlform.model.page_place import PagePlace

EVERYTHING = PagePlace.of_box(1, (0, 0, 1, 1))


class Directions:
    """Recogniser that is sure of the lines of a page when it was turned left so often."""

    tried = (0, 2, 1, 3)

    def __init__(self, turns: int) -> None:
        self._sure = [turn == turns for turn in self.tried]

    def read(self, lines: Sequence[Image]) -> list[tuple[Character, ...]]:
        sure = self._sure.pop(0) if self._sure else True
        return [(Character("字", 0.99 if sure else 0.5, 0.5),) for _ in lines]


def page() -> Image:
    """Draw a table of four cells: a text, and in a blank one a red mark on the left, low."""
    drawn = np.full((1100, 1500, 3), 255, np.uint8)
    for left, right in ((200, 700), (700, 1300)):
        for top in (300, 400):
            cv2.rectangle(drawn, (left, top), (right, top + 100), (0, 0, 0), 3)
    cv2.putText(drawn, "445.40", (800, 370), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 3)
    cv2.rectangle(drawn, (300, 465), (340, 485), (220, 20, 30), -1)
    return drawn


def seen_at_an_angle(drawn: Image) -> Image:
    height, width = drawn.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([[80, 40], [-90, 10], [-20, -30], [30, -60]], np.float32)
    way = cv2.getPerspectiveTransform(corners, moved)
    return np.asarray(cv2.warpPerspective(drawn, way, (width, height), borderValue=(99, 99, 99)))


def file_of(*pages: Image) -> bytes:
    stream = io.BytesIO()
    first, *others = map(PIL.Image.fromarray, pages)
    first.save(stream, "TIFF", save_all=True, append_images=others)
    return stream.getvalue()


def decoded(png: bytes) -> Image:
    return np.asarray(PIL.Image.open(io.BytesIO(png)).convert("RGB"))


def test_a_place_is_shown_upright_however_its_page_lies() -> None:
    upright = seen_at_an_angle(page())
    given = [np.ascontiguousarray(np.rot90(upright, turns)) for turns in range(4)]
    places = []
    for number, picture in enumerate(given, 1):
        read = read_page(picture, cast("Recogniser", Directions((5 - number) % 4)))
        (table,) = read.tables
        (cell,) = (one for one in table.cells if (one.top, one.left) == (1, 0))
        places.append(read.place(number, cell.box))
    for png in place_pictures(file_of(*given), places, "scan.tif"):
        crop = decoded(png)
        marked = np.argwhere(crop[:, :, 0] > crop[:, :, 1].astype(int) + 100)
        down, across = marked.mean(axis=0) / crop.shape[:2]
        assert 0.2 < across < 0.3
        assert 0.6 < down < 0.8


def test_pictures_are_small_and_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES_AT_MOST", 2)
    outside = PagePlace.of_box(1, (-1e9, -1e9, 1e9, 1e9))
    data = file_of(page())
    found = place_pictures(data, [EVERYTHING, outside, EVERYTHING], "a.tif", width=200, height=90)
    assert [bool(png) for png in found] == [True, True, False]
    assert all(decoded(png).shape[0] <= 90 and decoded(png).shape[1] <= 200 for png in found[:2])


def test_a_page_that_is_not_there_has_no_picture() -> None:
    seventh = PagePlace.of_box(7, (0, 0, 1, 1))
    assert place_pictures(file_of(page()), [seventh], "a.tif") == [b""]
    assert crops(CropRequest((b"\x89PNG no picture",), (EVERYTHING,), 90, 90)) == [b""]


def test_what_ends_the_process_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CUTTER", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(FileProblem, match="章"):
        place_pictures(b"", [EVERYTHING], "章.pdf")
