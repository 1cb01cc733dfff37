"""Characters of a scan told by the shape of their ink: dashes, rings, and the m of ㎡."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import Box, Character, TextLine
from xlform.formats.scan.images import Image
from xlform.formats.scan.ink_shapes import (
    as_ordinal,
    is_ordinal,
    is_speck,
    lone_stroke,
    with_degrees,
    with_doubtful_metres,
    with_doubtful_signs,
    with_numeral_zeros,
    with_raised_figures,
    with_ring,
)
from xlform.formats.scan.readings import probability, recognition
from xlform.formats.scan.text_lines import lines_in

SIZE = 20


def characters(text: str) -> tuple[Character, ...]:
    return tuple(Character(one, 0.99, (place + 0.5) / len(text)) for place, one in enumerate(text))


def text(found: tuple[Character, ...]) -> str:
    return "".join(one.text for one in found)


def drawn(width: int, height: int) -> Image:
    ink = np.zeros((24, 40), np.uint8)
    ink[12 : 12 + height, 4 : 4 + width] = 255
    return ink


@pytest.mark.parametrize(
    ("width", "height", "meant"),
    [(18, 2, "—"), (16, 3, "—"), (7, 2, "-"), (2, 14, ""), (18, 9, ""), (3, 2, ""), (36, 3, "")],
)
def test_a_level_stroke_alone_is_a_dash(width: int, height: int, meant: str) -> None:
    found = lone_stroke(drawn(width, height), SIZE)
    assert (found.text if found else "") == meant


def test_a_speck_is_no_character() -> None:
    assert is_speck(drawn(3, 3), SIZE)
    assert not is_speck(drawn(7, 2), SIZE)
    assert not is_speck(drawn(2, 14), SIZE)


def test_a_dash_above_other_numerals_is_one() -> None:
    assert is_ordinal([characters("二")])
    assert not is_ordinal([characters("二级")])
    assert text(as_ordinal(characters("—"))) == "一"
    assert text(as_ordinal(characters("无"))) == "无"


@pytest.mark.parametrize(("wide", "meant"), [(9, "〇"), (5, "O")])
def test_a_ring_as_wide_as_high_is_no_letter(wide: int, meant: str) -> None:
    ink = np.zeros((24, 24), np.uint8)
    cv2.ellipse(ink, (12, 12), (wide, 9), 0, 0, 360, 255, 2)
    assert text(with_ring(characters("O"), ink, SIZE)) == meant


def test_a_ring_between_numerals_is_a_numeral() -> None:
    assert text(with_numeral_zeros(characters("二O二三年"))) == "二〇二三年"
    assert text(with_numeral_zeros(characters("第O号"))) == "第O号"


@pytest.mark.parametrize(
    ("read", "doubtful"),
    [
        ("≥120m", True), ("m", True), ("500m以上", True), ("80m²", False), ("5.5km", True),
        ("≤138元/m", True), ("1,460m，", True), ("120m/日", True), ("580ml", True),
        ("35.6kmi", True), ("DN300mm", False), ("3am", False), ("120mg", False), ("38m2", False),
    ],
)  # fmt: skip
def test_metres_are_doubtful(read: str, *, doubtful: bool) -> None:
    found = with_doubtful_metres(characters(read))
    line = TextLine(Box(0, 0, 100, 24), found)
    told = recognition([line], text(found), 1, line.box)
    assert text(found) == read
    assert (told.in_figures <= 0.5) is doubtful
    assert (read.replace("m", "m²") in told.others) is doubtful


def _figures(*tops: int) -> Image:
    """Return the ink of figures of 14 columns, from these rows down, 18 high or half of that."""
    ink = np.zeros((30, 14 * len(tops)), np.uint8)
    for place, top in enumerate(tops):
        ink[top : 24 if top == 6 else top + 9, place * 14 + 2 : place * 14 + 11] = 255
    return ink


@pytest.mark.parametrize(
    ("tops", "doubtful"),
    [((6, 6, 3), [2]), ((6, 6, 6), []), ((6, 3, 6), [1]), ((15, 15, 15), [])],
)
def test_raised_figures_are_doubtful(tops: tuple[int, ...], doubtful: list[int]) -> None:
    """10³ is read as 103, 25° as 250."""
    found = with_raised_figures(characters("103"), _figures(*tops), SIZE)
    assert [place for place, one in enumerate(found) if probability(one) <= 0.5] == doubtful


def test_a_raised_figure_is_no_other_width_of_it() -> None:
    assert probability(Character("4", 0.3, 0.5, (("⁴", 0.7),))) == 0.3
    assert probability(Character("4", 0.3, 0.5, (("４", 0.7),))) == 1.0


@pytest.mark.parametrize(("size", "doubtful"), [(11, "%—%"), (14, "")])
def test_signs_of_very_small_print_are_doubtful(size: int, doubtful: str) -> None:
    found = with_doubtful_signs(characters("3%—5%"), size)
    assert "".join(one.text for one in found if one.probability <= 0.5) == doubtful
    (alone,) = with_doubtful_signs(characters("s"), size)
    assert (alone.probability <= 0.5) is bool(doubtful)


def test_a_rare_character_is_never_taken_for_none() -> None:
    """The model's sign for no character is likelier than the usual one."""
    recogniser = Recogniser()
    recogniser.__dict__["_alphabet"] = ["", "門", "门", "口", "日", "目"]
    scores = np.array([[0.3, 0.5, 0.2, 0.0, 0.0, 0.0]], np.float32)
    (found,) = recogniser._decoded(scores, 1.0)  # noqa: SLF001  (the model is left out)
    assert found.text == "门"


def test_specks_far_from_print_are_no_part_of_a_line() -> None:
    """They would be read as points; a dash with a speck beside it is one all the same."""
    ink = np.zeros((60, 400), np.uint8)
    ink[20:38, 20:110] = 255
    ink[30:33, 300:303] = 255
    (line,) = lines_in(ink, Box(0, 0, 400, 60), SIZE)
    assert (line.left > 10, line.right < 130) == (True, True)
    ink[:] = 0
    ink[30:33, 200:218] = 255
    ink[30:33, 120:122] = 255
    (line,) = lines_in(ink, Box(0, 0, 400, 60), SIZE)
    assert line.left > 180


@pytest.mark.parametrize(
    ("read", "meant", "unsure"),
    [
        ("4°℃", "4℃", ""), ("4°C，", "4℃，", ""), ("4°°C", "4℃", ""), ("4℃", "4℃", ""),
        ("4C", "4C", "C"), ("4C，", "4C，", "C"), ("4°", "4°", "°"), ("C", "C", "C"),
        ("PC", "PC", ""), ("3CCC", "3CCC", ""), ("维C", "维C", ""),
    ],
)  # fmt: skip
def test_degrees(read: str, meant: str, unsure: str) -> None:
    """℃ is read as °℃; a C or a ° alone may be all that is left of it."""
    found = with_degrees(characters(read))
    assert text(found) == meant
    assert "".join(one.text for one in found if one.probability < 0.95) == unsure
    assert all(one.others[0][0] == "℃" for one in found if one.text in unsure)
