"""Signs of figures that the ink shows and the recognition does not: ‰, ≥, and lost ones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from xlform.formats.scan.content import Box, Character, TextLine
from xlform.formats.scan.figure_ink import FigureLine
from xlform.formats.scan.images import Image
from xlform.formats.scan.readings import recognition

SIZE = 30


def drawn(*signs: str) -> tuple[Image, list[float]]:
    """Return signs drawn one after the other, and the middle of each as a part of the width."""
    page = np.full((44, 40 * len(signs) + 10, 3), 250, np.uint8)
    for number, sign in enumerate(signs):
        left = 10 + 40 * number
        if sign in "%‰":
            rings = [(left + 5, 14), (left + 19, 30), (left + 29, 30)][: 2 if sign == "%" else 3]
            for ring in rings:
                cv2.circle(page, ring, 4, (0, 0, 0), 1, cv2.LINE_AA)
            cv2.line(page, (left + 5, 34), (left + 19, 10), (0, 0, 0), 1, cv2.LINE_AA)
        elif sign in "≥>":
            chevron = np.array([(left, 10), (left + 20, 18), (left, 26)], np.int32)
            cv2.polylines(
                page, [chevron], isClosed=False, color=(0, 0, 0), thickness=2, lineType=cv2.LINE_AA
            )
            if sign == "≥":
                cv2.line(page, (left, 32), (left + 20, 24), (0, 0, 0), 2, cv2.LINE_AA)
        else:
            face = cv2.FONT_HERSHEY_SIMPLEX
            cv2.putText(page, sign, (left, 33), face, 0.9, (0, 0, 0), 2, cv2.LINE_AA)
    grey = np.asarray(page[:, :, 0])
    places = [(20 + 40 * number) / grey.shape[1] for number in range(len(signs))]
    return grey, places


def line(written: str, read: str) -> FigureLine:
    grey, places = drawn(*written)
    ink = np.where(grey < 150, np.uint8(255), np.uint8(0))
    characters = [
        Character(text, 0.999, place)
        for text, place in zip(read, places, strict=False)
        if text != " "
    ]
    return FigureLine(tuple(characters), grey, np.asarray(ink, np.uint8), SIZE)


def text(found: FigureLine) -> str:
    return "".join(character.text for character in found.characters)


@pytest.mark.parametrize(
    ("written", "read", "meant"),
    [
        ("3‰", "3%", "3‰"), ("3%", "3%", "3%"), ("3‰", "3%o", "3‰"), ("3‰", "3%0", "3‰"),
        ("‰", "%", "‰"), ("‰", "%o", "‰"), ("%", "%", "%"),
        ("≥3", ">3", "≥3"), (">3", ">3", ">3"), ("≥3‰", ">3%", "≥3‰"), ("≥3", "≥3", "≥3"),
    ],
)  # fmt: skip
def test_what_the_ink_shows(written: str, read: str, meant: str) -> None:
    assert text(line(written, read).checked()) == meant


@pytest.mark.parametrize("read", ["3%。", "3%o", "3%0"])
def test_a_full_stop_is_no_ring(read: str) -> None:
    """It stands apart from the %."""
    assert text(line("3%o", read).checked()) == read


def test_a_full_stop_that_touches_is_lower_than_a_ring() -> None:
    page = np.full((44, 90, 3), 250, np.uint8)
    page[:, :80] = drawn("3", "%")[0][:, :80, None]
    for ring, radius in (((69, 30), 5), ((77, 32), 3)):
        cv2.circle(page, ring, radius, (0, 0, 0), 2)
    cv2.line(page, (70, 34), (75, 34), (0, 0, 0), 2)
    grey = np.asarray(page[:, :, 0])
    ink = np.where(grey < 150, np.uint8(255), np.uint8(0))
    read = tuple(
        Character(sign, 0.99, place / 90) for sign, place in zip("3%。", (20, 60, 77), strict=True)
    )
    found = FigureLine(read, grey, np.asarray(ink, np.uint8), SIZE)
    assert text(found.with_per_mille()) == "3%。"


def test_a_per_mille_within_words() -> None:
    assert text(line("3‰A", "3%A").with_per_mille()) == "3‰A"
    read = tuple(
        Character(sign, 0.99, place)
        for sign, place in zip("3%0A", (0.1, 0.4, 0.55, 0.9), strict=True)
    )
    assert text(line("3‰A", "3")._replace(characters=read).with_per_mille()) == "3‰A"


@pytest.mark.parametrize(
    ("sign", "read", "meant"), [("≥", "V", "≥"), ("≥", "W", "≥"), (">", ">", ">")]
)
def test_a_lone_sign(sign: str, read: str, meant: str) -> None:
    assert text(line(sign, read).checked()) == meant


def with_per_cent(before: str) -> Image:
    """Return figures drawn with a % of usual form behind them: its corners are free."""
    grey = drawn(*before, "%")[0].copy() if before else drawn("%")[0].copy()
    left = 10 + 40 * len(before)
    grey[:, left:] = 250
    for ring in ((left + 6, 16), (left + 22, 28)):
        cv2.circle(grey, ring, 5, 0, 2, cv2.LINE_AA)
    cv2.line(grey, (left + 9, 34), (left + 19, 10), 0, 1, cv2.LINE_AA)
    return grey


def figure(grey: Image, read: str, *places: int) -> FigureLine:
    ink = np.where(grey < 150, np.uint8(255), np.uint8(0))
    characters = tuple(
        Character(one, 0.999, place / grey.shape[1])
        for one, place in zip(read, places, strict=True)
    )
    return FigureLine(characters, grey, np.asarray(ink, np.uint8), SIZE)


@pytest.mark.parametrize(
    ("before", "read", "places", "meant"),
    [
        ("", "96", (15, 30), "%"), ("", "%6", (15, 30), "%"), ("5", "5%6", (20, 60, 72), "5%"),
        ("5", "5%", (20, 64), "5%"),
    ],
)  # fmt: skip
def test_a_per_cent_is_told_from_figures(
    before: str, read: str, places: tuple[int, ...], meant: str
) -> None:
    assert text(figure(with_per_cent(before), read, *places).checked()) == meant


def test_figures_are_no_per_cent() -> None:
    grey = drawn(*"596")[0]
    assert text(figure(grey, "596", 20, 60, 100).checked()) == "596"
    assert not figure(grey, "5%", 20, 80).shows_per_cent("96")
    assert figure(with_per_cent("5"), "5%", 20, 64).shows_per_cent("96")


def test_digits_set_wide_are_one_figure() -> None:
    """A gap as wide as those between the digits is no space; a wider one is."""
    wide = line("12345", "1")
    places = [(20 + 40 * number) / wide.width for number in range(5)]
    digits = [Character(one, 0.999, place) for one, place in zip("12345", places, strict=True)]
    space = Character(" ", 0.6, (places[0] + places[1]) / 2)
    closed = wide._replace(characters=(digits[0], space, *digits[1:]))
    assert text(closed.checked()) == "12345"
    ink = wide.ink.copy()
    ink[:, 45:130] = 0
    apart = wide._replace(characters=(digits[0], space, *digits[3:]), ink=ink)
    assert text(apart.checked()) == "1 45"


def test_two_figures_in_a_cell_are_doubtful() -> None:
    """A line between two cells was lost, beside each other or one under the other."""
    apart = line("12345", "12345")
    assert not apart.is_parted()
    ink = apart.ink.copy()
    ink[:, 45:125] = 0
    characters = (*apart.characters[:1], *apart.characters[3:])
    assert apart._replace(ink=ink, characters=characters).is_parted()
    read = [
        TextLine(Box(0, 0, 60, 30), tuple(Character(one, 0.999, 0.5) for one in text))
        for text in ("90", "8.5", "万元")
    ]
    assert recognition(read[:2], "908.5", 1, read[0].box).in_figures < 0.5
    assert recognition([read[0], read[2]], "90万元", 1, read[0].box).in_figures > 0.9


def test_ink_without_a_character_is_lost() -> None:
    whole = line(">85", ">85")
    assert whole.lost() == []
    part = line(">85", " 85")
    ((start, end),) = part.lost()
    assert start < 20 < end
    assert part.sign_picture((start, end)).shape[0] > 16
    sign = Character(">", 0.95, 0.5)
    completed = part.with_sign((start, end), [sign])
    assert completed is not None
    assert text(completed) == ">85"
    assert part.with_sign((start, end), [Character("口", 0.95, 0.5)]) is None
    assert part.with_sign((start, end), [Character(">", 0.5, 0.5)]) is None


def test_a_figure_that_is_not_whole_is_doubtful() -> None:
    characters = tuple(Character(one, 0.999, 0.5) for one in "85")
    lines = [
        TextLine(Box(0, 0, 60, 30), characters, "85", is_whole=whole) for whole in (True, False)
    ]
    sure, unsure = (recognition([one], "85", 1, one.box) for one in lines)
    assert sure.in_figures > 0.99
    assert unsure.confidence == unsure.in_figures
    assert unsure.in_figures < 0.5


@pytest.mark.parametrize(
    ("strokes", "read", "meant", "sure"),
    [
        (((14, 12), (20, 12)), "二", "=", True),
        (((14, 12), (20, 12)), "=", "=", True),
        (((12, 16), (28, 22)), "二", "二", True),
        (((10, 18), (19, 14), (28, 24)), "三", "三", True),
        (((17, 12),), "二", "二", False),
        (((14, 12), (20, 12)), "三", "=", True),
        (((12, 16), (28, 22)), "三", "三", False),
    ],
)
def test_two_strokes_of_one_length_are_an_equal_sign(
    strokes: tuple[tuple[int, int], ...], read: str, meant: str, *, sure: bool
) -> None:
    grey = np.full((44, 50), 250, np.uint8)
    for top, length in strokes:
        left = 25 - length // 2
        grey[top : top + 2, left : left + length] = 60
        # What a scanner smears between the strokes is lighter than they are.
        grey[top + 2, left : left + length] = 170
    ink = np.where(grey < 200, np.uint8(255), np.uint8(0))
    found = FigureLine((Character(read, 0.99, 0.5),), grey, np.asarray(ink), SIZE).checked()
    assert text(found) == meant
    assert (found.characters[0].probability >= 0.8) is sure


def blurred(written: str) -> Image:
    """Return signs drawn and blurred, as on the copy of a copy."""
    return np.asarray(cv2.GaussianBlur(drawn(*written)[0], (0, 0), 4.0), np.uint8)


@pytest.mark.parametrize("written", ["3%", "3‰"])
def test_a_per_cent_whose_rings_are_not_clear_is_doubtful(written: str) -> None:
    grey = blurred(written)
    found = figure(grey, "3%", 20, 60).with_per_mille().characters[-1]
    assert (found.text, found.others[0][0]) == ("%", "‰")
    assert found.probability < 0.95


def test_a_clear_per_cent_is_certain() -> None:
    assert line("3%", "3%").with_per_mille().characters[-1].probability > 0.95


def test_a_ring_that_is_lost_leaves_doubt() -> None:
    """Two rings beside each other are those of ‰, whose first one touches the figure before it."""
    grey = drawn("3", "‰")[0].copy()
    grey[:24, 45:60] = 250
    assert figure(grey, "3%", 20, 60).with_per_mille().characters[-1].probability < 0.95


@pytest.mark.parametrize(("behind", "sure"), [("，", True), ("每", False)])
def test_a_full_stop_within_words_is_a_ring(behind: str, *, sure: bool) -> None:
    grey = drawn("3", "‰", "A")[0]
    read = figure(grey, f"3%。{behind}", 20, 60, 74, 100)
    found = read.with_per_mille().characters
    assert "".join(one.text for one in found) == f"3‰{behind}"
    assert (found[1].probability > 0.95) is sure


@pytest.mark.parametrize(
    ("gaps", "lacks"),
    [((2, 2), False), ((2, 9), True), ((9, 2), True), ((9, 9), False), ((9,), True), ((2,), False)],
)
def test_a_lost_point_leaves_room(gaps: tuple[int, ...], *, lacks: bool) -> None:
    """65.5 is read as 655; digits that are set wide are all as far apart."""
    ink = np.zeros((30, 140), np.uint8)
    left, places = 4, []
    for gap in (*gaps, 0):
        ink[5:26, left : left + 14] = 255
        places.append((left + 7) / 140)
        left += 14 + gap
    read = tuple(Character("5", 0.999, place) for place in places)
    grey = np.asarray(255 - ink, np.uint8)
    assert FigureLine(read, grey, ink, SIZE).lacks_a_point() is lacks
