"""Colors of SpreadsheetML: by value, by index, or by theme with a tint.

Source: ECMA-376 part 1, 18.8.3 (color), 18.8.27 (indexedColors), 20.1.6.2 (clrScheme).
"""

from __future__ import annotations

import colorsys
import math
import re
from typing import Final
from xml.etree import ElementTree as ET

from xlform.ooxml.read.package import Package, qualified

_RGB: Final = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
# The palette that a file uses without spelling it out; its first eight colors come twice.
_BASIC: Final = "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff"
_PALETTE: Final = tuple(
    f"{_BASIC} {_BASIC} 800000 008000 000080 808000 800080 008080 c0c0c0 808080 9999ff 993366 "
    "ffffcc ccffff 660066 ff8080 0066cc ccccff 000080 ff00ff ffff00 00ffff 800080 800000 008080 "
    "0000ff 00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 3366ff 33cccc 99cc00 ffcc00 "
    "ff9900 ff6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333".split()
)
_DRAWING: Final = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_SCHEME: Final = frozenset(f"{{{namespace}}}clrScheme" for namespace in _DRAWING)
# The usual theme, in the order of the index: light and dark change places in pairs (18.8.3).
_OFFICE: Final = (
    "ffffff", "000000", "e7e6e6", "44546a", "4472c4", "ed7d31", "a5a5a5", "ffc000", "5b9bd5",
    "70ad47", "0563c1", "954f72",
)  # fmt: skip
_ORDER: Final = (1, 0, 3, 2, *range(4, 12))
_THEME_AT_MOST: Final = 1 << 20
_SPREAD: Final = 255
INDEXED: Final = qualified("indexedColors")


class Colors:
    """Colors that a workbook refers to by number."""

    def __init__(self, theme: tuple[str, ...] = _OFFICE) -> None:
        self._theme = theme
        self._palette = _PALETTE

    def take_palette(self, element: ET.Element) -> None:
        """Take the file's own palette (``indexedColors``)."""
        own = (_by_value(color.get("rgb", "")) for color in element)
        self._palette = tuple(own)[:64] or _PALETTE

    def of(self, element: ET.Element | None) -> str:
        """Return the color of an element as hexadecimal RGB; "" for none and for automatic."""
        if element is None:
            return ""
        get = element.get
        if value := _by_value(get("rgb", "")):
            return _tinted(value, get("tint", ""))
        if value := self._at(self._theme, get("theme", "")):
            return _tinted(value, get("tint", ""))
        return self._at(self._palette, get("indexed", ""))

    @staticmethod
    def _at(colors: tuple[str, ...], number: str) -> str:
        known = number.isascii() and number.isdigit() and len(number) <= len("100")
        return colors[int(number)] if known and int(number) < len(colors) else ""


def theme_colors(package: Package, part: str) -> tuple[str, ...]:
    """Return the twelve colors of a theme in the order of their index; the usual ones without."""
    if not part or part not in package or len(data := package.read(part)) > _THEME_AT_MOST:
        return _OFFICE
    for scheme in package.elements(part, _SCHEME, data=data):
        found = [
            _by_value(value.get("lastClr", "") or value.get("val", ""))
            for color in scheme
            for value in list(color)[:1]
        ]
        if len(found) >= len(_ORDER):
            return tuple(found[number] or _OFFICE[at] for at, number in enumerate(_ORDER))
    return _OFFICE


def _by_value(text: str) -> str:
    match = _RGB.fullmatch(text)
    return match[1].lower() if match else ""


def _tinted(color: str, tint: str) -> str:
    """Return a color made lighter (tint above 0) or darker, by its luminance (18.8.19)."""
    try:
        amount = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        return color
    if math.isnan(amount) or not amount:
        return color
    red, green, blue = (int(color[at : at + 2], 16) / _SPREAD for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + amount) if amount < 0 else light * (1 - amount) + amount
    return "".join(
        f"{round(one * _SPREAD):02x}" for one in colorsys.hls_to_rgb(hue, light, saturation)
    )
