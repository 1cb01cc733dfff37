"""Style sheet of the sheets on a page: a class for each appearance, width and height in use.

A page has no inline styles. Every value written is a number, a color of six hexadecimal digits or
a keyword of ours, so that no text of a file gets into the style sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from xlform.grid.appearance import BorderLine, CellAppearance

# More appearances than any form has; further cells are shown without theirs.
APPEARANCES_AT_MOST: Final = 600
_POINTS: Final = 11  # size of the text around, in points
_SMALLEST, _LARGEST = 0.75, 2.5
# Width of a digit, in em.
_DIGIT: Final = 0.52
_ROW_HEAD: Final = 5
_SIDES: Final = ("top", "right", "bottom", "left")
_LINES: Final[dict[BorderLine, str]] = {
    "thin": "1px solid", "medium": "2px solid", "thick": "3px solid", "double": "3px double",
    "dashed": "1px dashed", "dotted": "1px dashed",
}  # fmt: skip
_VERTICAL: Final = {"top": "top", "center": "middle", "bottom": "bottom"}
_CONTRAST: Final = 4.5
_INK, _PAPER = "1a1a1a", "ffffff"
_HEIGHTS_AT_MOST: Final = 400


class StyleSheet:
    """Classes in use and their declarations."""

    def __init__(self) -> None:
        self._looks: dict[CellAppearance, str] = {}
        self._names: dict[str, str] = {}
        self._sizes: dict[str, str] = {}

    def appearance(self, look: CellAppearance) -> str:
        """Return the class of an appearance, "" for the default and beyond the limit."""
        known = self._looks.get(look)
        if known is None:
            declared = ";".join(_declarations(look))
            if declared and declared not in self._names:
                full = len(self._names) >= APPEARANCES_AT_MOST
                self._names[declared] = "" if full else f"k{len(self._names) + 1}"
            known = self._looks[look] = self._names[declared] if declared else ""
        return known

    def width(self, characters: float) -> str:
        """Return the class of a column of so many characters."""
        number = round(characters)
        return self._size(f"w{number}", f"width:{number * _DIGIT:.2f}em")

    def height(self, points: float) -> str:
        """Return the class of a row of so many points; "" for 0."""
        number = min(round(points), _HEIGHTS_AT_MOST)
        return self._size(f"h{number}", f"height:{number / _POINTS:.2f}em") if number else ""

    def table(self, widths: Iterator[float]) -> str:
        """Return the class of a table with columns of so many characters."""
        number = sum(map(round, widths)) + _ROW_HEAD
        return self._size(f"t{number}", f"width:{number * _DIGIT:.2f}em")

    def _size(self, name: str, declared: str) -> str:
        self._sizes[name] = declared
        return name

    def text(self) -> str:
        """Return the style sheet."""
        rules = [f".sheet td.{name}{{{text}}}" for text, name in self._names.items() if name]
        rules += [f".sheet .{name},.sheet.{name}{{{text}}}" for name, text in self._sizes.items()]
        return "\n".join(rules) + "\n"

    @property
    def version(self) -> str:
        """Return a word that changes with the text."""
        return hashlib.sha256(self.text().encode()).hexdigest()[:16]


def _declarations(look: CellAppearance) -> Iterator[str]:
    yield from _font(look)
    yield from _colors(look)
    if look.horizontal:
        yield f"text-align:{look.horizontal}"
    if look.vertical:
        yield f"vertical-align:{_VERTICAL[look.vertical]}"
    if look.indent:
        side = "right" if look.horizontal == "right" else "left"
        yield f"padding-{side}:{look.indent * 1.3:.1f}em"
    for side, line in zip(_SIDES, look.borders, strict=True):
        if line:
            yield f"border-{side}:{_LINES[line]} #333"


def _font(look: CellAppearance) -> Iterator[str]:
    if look.size and round(look.size) != _POINTS:
        yield f"font-size:{min(max(look.size / _POINTS, _SMALLEST), _LARGEST):.2f}em"
    if look.bold:
        yield "font-weight:700"
    if look.italic:
        yield "font-style:italic"
    lines = {"underline": look.underlined, "line-through": look.struck}
    if any(lines.values()):
        yield f"text-decoration:{' '.join(line for line, is_set in lines.items() if is_set)}"
    if look.serif:
        yield "font-family:var(--serif)"


def _colors(look: CellAppearance) -> Iterator[str]:
    """Yield the colors of a cell; a font that could not be read on its fill is black or white."""
    fill = look.fill or _PAPER
    ink = look.color or _INK
    if contrast(ink, fill) < _CONTRAST:
        ink = max(_INK, _PAPER, key=lambda one: contrast(one, fill))
    if look.fill and look.fill != _PAPER:
        yield f"background-color:#{look.fill}"
    if ink != _INK:
        yield f"color:#{ink}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors in hexadecimal RGB, 1 to 21 (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    low = 0.04045
    return part / 12.92 if part <= low else float(((part + 0.055) / 1.055) ** 2.4)
