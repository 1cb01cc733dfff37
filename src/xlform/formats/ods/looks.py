"""Formatting properties of the styles of an OpenDocument. Source: ODF 1.3 part 3, chapter 20."""

from __future__ import annotations

import re
from typing import Final

from xlform.formats.xml_stream import Attributes
from xlform.grid.appearance import BorderLine, CellAppearance, Direction, Horizontal, Vertical

_LENGTH: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,9})?)(pt|cm|mm|in|pc|px)")
_POINTS: Final = {"pt": 1.0, "cm": 28.3465, "mm": 2.83465, "in": 72.0, "pc": 12.0, "px": 0.75}
# Points of a character's width in the default font.
_CHARACTER: Final = 5.4
_COLOR: Final = re.compile(r"#([0-9a-fA-F]{6})")
_HORIZONTAL: Final[dict[str, Horizontal]] = {
    "start": "left", "left": "left", "center": "center", "end": "right", "right": "right",
    "justify": "justify",
}  # fmt: skip
_VERTICAL: Final[dict[str, Vertical]] = {"top": "top", "middle": "center", "bottom": "bottom"}
_LINES: Final[dict[str, BorderLine]] = {
    "solid": "thin", "double": "double", "dashed": "dashed", "dotted": "dotted",
}  # fmt: skip
_SIDES: Final = ("top", "right", "bottom", "left")
_MEDIUM_FROM, _THICK_FROM = 1.5, 2.2
_PARENTS_AT_MOST: Final = 20
_PROPERTIES: Final = frozenset({
    "style:text-properties", "style:paragraph-properties", "style:table-cell-properties",
    "style:table-column-properties", "style:table-row-properties",
})  # fmt: skip


class Looks:
    """Styles read so far, with their properties."""

    def __init__(self) -> None:
        self._style = ""
        self._parents: dict[str, str] = {}
        self._properties: dict[str, Attributes] = {}
        self._known: dict[str, CellAppearance] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element of the styles."""
        if name in ("style:style", "style:default-style"):
            family = attributes.get("style:family", "")
            self._style = f"{family}/{attributes.get('style:name', '')}"
            parent = attributes.get("style:parent-style-name", "")
            self._parents[self._style] = f"{family}/{parent}" if self._style[-1:] != "/" else ""
            self._properties[self._style] = {}
        elif name in _PROPERTIES and self._style:
            self._properties[self._style].update(attributes)

    def end(self, name: str) -> None:
        """Take the end of an element of the styles."""
        if name in ("style:style", "style:default-style"):
            self._style = ""

    def width(self, style: str) -> float:
        """Return the width of a column style in characters; 0 where it states none."""
        known = self._properties.get(f"table-column/{style}", {})
        return _length(known.get("style:column-width", "")) / _CHARACTER

    def height(self, style: str) -> float:
        """Return the height of a row style in points; 0 where it states none."""
        known = self._properties.get(f"table-row/{style}", {})
        return _length(known.get("style:row-height", ""))

    def cell(self, style: str) -> CellAppearance | None:
        """Return the appearance of a cell style with what its parents say."""
        if style not in self._known:
            self._known[style] = _appearance(self._inherited(f"table-cell/{style}"))
        return self._known[style]

    def _inherited(self, style: str) -> Attributes:
        chain: list[Attributes] = []
        for _ in range(_PARENTS_AT_MOST):
            if not style:
                break
            chain.append(self._properties.get(style, {}))
            style = self._parents.get(style, "")
        merged: Attributes = {}
        for properties in reversed(chain):
            merged |= properties
        return merged


def _appearance(properties: Attributes) -> CellAppearance:
    get = properties.get
    top, right, bottom, left = (
        _line(get(f"xsl-fo-compatible:border-{side}", get("xsl-fo-compatible:border", "")))
        for side in _SIDES
    )
    return CellAppearance(
        size=_length(get("xsl-fo-compatible:font-size", "")),
        bold=get("xsl-fo-compatible:font-weight", "") in ("bold", "600", "700", "800", "900"),
        italic=get("xsl-fo-compatible:font-style", "") in ("italic", "oblique"),
        underlined=get("style:text-underline-style", "none") != "none",
        struck=get("style:text-line-through-style", "none") != "none",
        serif=get("style:font-family-generic", "") == "roman",
        color=_color(get("xsl-fo-compatible:color", "")),
        fill=_color(get("xsl-fo-compatible:background-color", "")),
        horizontal=_HORIZONTAL.get(get("xsl-fo-compatible:text-align", ""), ""),
        vertical=_VERTICAL.get(get("style:vertical-align", ""), "bottom"),
        wrap=get("xsl-fo-compatible:wrap-option", "") == "wrap",
        direction=_direction(properties),
        borders=(top, right, bottom, left),
    )


def _direction(properties: Attributes) -> Direction:
    if properties.get("style:direction") == "ttb":
        return "stacked"
    turned: dict[str, Direction] = {"90": "up", "270": "down"}
    return turned.get(properties.get("style:rotation-angle", ""), "")


def _length(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _POINTS[match[2]] if match else 0


def _color(text: str) -> str:
    match = _COLOR.fullmatch(text)
    return match[1].lower() if match else ""


def _line(text: str) -> BorderLine:
    """Return the line of a border such as ``0.74pt solid #000000``."""
    words = text.split()
    known: list[BorderLine] = [_LINES[word] for word in words if word in _LINES]
    kind = known[0] if known else ""
    width = max(map(_length, words), default=0)
    if kind == "thin" and width >= _MEDIUM_FROM:
        return "thick" if width >= _THICK_FROM else "medium"
    return kind
