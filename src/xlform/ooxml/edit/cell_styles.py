"""Cell styles added to a styles part: the cell's own with a fill over it, and new ones."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import msgspec

from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.splice import Splice, closing, with_attribute
from xlform.ooxml.whole_number import whole_number

# Children of a styles part in the order of the schema (ECMA-376 part 1, 18.8.39).
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
# First entries of a missing section: cells refer to them by the number 0.
_FIRST: Final = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="宋体"/></{0}font>',),
    "fills": (
        '<{0}fill><{0}patternFill patternType="none"/></{0}fill>',
        '<{0}fill><{0}patternFill patternType="gray125"/></{0}fill>',
    ),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/></{0}border>",),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
_SIDE: Final = '<{{0}}{side} style="thin"><{{0}}color rgb="FFBFBFBF"/></{{0}}{side}>'
_FRAME: Final = "".join(_SIDE.format(side=side) for side in ("left", "right", "top", "bottom"))


class CellStyle(msgspec.Struct, frozen=True):
    """New cell style; colours as ``RRGGBB``, "" for none.

    ``literal`` keeps text that begins with = a text when the cell is edited.
    """

    fill: str = ""
    ink: str = ""
    bold: bool = False
    underlined: bool = False
    centred: bool = False
    literal: bool = False


class Styles:
    """The styles of a workbook, with what is added to them so far.

    ``root`` is the outline of the part's text ``data``. Styles are named by number, as ``s`` of a
    cell names them.
    """

    def __init__(self, data: bytes, root: Element) -> None:
        self._data = data
        self._root = root
        self._prefix = root.prefix
        self._sections = {child.local: child for child in root.children}
        self._new: dict[str, list[bytes]] = {name: [] for name in _FIRST}
        self._known: dict[object, int] = {}
        xfs = self._sections.get("cellXfs")
        self._styles = list(xfs.each("xf")) if xfs else []

    def with_fill(self, style: int, colour: str) -> int:
        """Return the number of a style equal to another except for its fill."""
        key = (style, colour)
        if key not in self._known:
            fill = self._fill(colour)
            self._known[key] = self._add("cellXfs", self._with_fill(style, fill))
        return self._known[key]

    def cleared(self, style: int, colours: Container[str]) -> int:
        """Return the number of a style without a fill of one of the colours.

        It is one equal but for its fill, where there is one with no fill or only one such fill.
        """
        if style >= len(self._styles) or self._colour(self._styles[style]) not in colours:
            return style
        own = self._styles[style]
        alike = {
            other.attributes.get("fillId", "0"): number
            for number, other in reversed(list(enumerate(self._styles)))
            if self._colour(other) not in colours and self._looks(other) == self._looks(own)
        }
        if "0" in alike or len(alike) == 1:
            return alike["0"] if "0" in alike else next(iter(alike.values()))
        key = (style, "")
        if key not in self._known:
            self._known[key] = self._add("cellXfs", self._with_fill(style, 0))
        return self._known[key]

    def _colour(self, style: Element) -> str:
        """Return the colour of a style's solid fill as ``RRGGBB``; "" for any other fill."""
        section = self._sections.get("fills")
        number = whole_number(style.attributes.get("fillId", "0"))
        fills = section.children if section else []
        if number is None or number >= len(fills):
            return ""
        pattern = fills[number].child("patternFill")
        front = pattern.child("fgColor") if pattern else None
        return front.attributes.get("rgb", "")[-6:] if front else ""

    def _looks(self, style: Element) -> tuple[object, ...]:
        """Return all of a style but its fill."""
        fill = ("fillId", "applyFill")
        kept = sorted(item for item in style.attributes.items() if item[0] not in fill)
        return (*kept, self._data[style.inner : style.inner_end])

    def style_of(self, style: CellStyle) -> int:
        """Return the number of a new cell style: framed, wrapped, centred in the row's height."""
        if style not in self._known:
            self._known[style] = self._add("cellXfs", self._xf(style))
        return self._known[style]

    def edits(self) -> list[Splice]:
        """Return the splices that add all new styles."""
        absent: dict[int, bytes] = {}
        edits: list[Splice] = []
        for name in (name for name in _ORDER if self._new.get(name)):
            section = self._sections.get(name)
            content = b"".join(self._new[name])
            if section:
                count = str(len(section.children) + len(self._new[name]))
                tag = with_attribute(section.tag(self._data), "count", count)
                edits += section.appended(self._data, content, tag)
            else:
                tag = f'<{self._prefix}{name} count="{len(self._new[name])}">'.encode()
                place = self._place(name)
                absent[place] = absent.get(place, b"") + tag + content + closing(tag)
        if self._root.empty:
            return [*self._root.appended(self._data, b"".join(absent.values()))]
        return edits + [Splice(place, place, content) for place, content in absent.items()]

    def _place(self, name: str) -> int:
        """Return the offset of a missing section: after the last one that precedes it."""
        before = set(_ORDER[: _ORDER.index(name)])
        ends = [child.end for child in self._root.children if child.local in before]
        return max(ends, default=self._root.inner)

    def _add(self, section: str, item: bytes) -> int:
        there = self._sections.get(section)
        count = len(there.children) if there else 0
        new = self._new[section]
        if not count and not new:
            new += [first.format(self._prefix).encode() for first in _FIRST[section]]
        new.append(item)
        return count + len(new) - 1

    def _once(self, section: str, text: str) -> int:
        if (section, text) not in self._known:
            item = text.format(self._prefix).encode()
            self._known[section, text] = self._add(section, item)
        return self._known[section, text]

    def _fill(self, colour: str) -> int:
        solid = f'<{{0}}fgColor rgb="FF{colour}"/><{{0}}bgColor indexed="64"/>'
        pattern = f'<{{0}}patternFill patternType="solid">{solid}</{{0}}patternFill>'
        return self._once("fills", f"<{{0}}fill>{pattern}</{{0}}fill>")

    def _font(self, style: CellStyle) -> int:
        bold = "<{0}b/>" if style.bold else ""
        line = "<{0}u/>" if style.underlined else ""
        ink = f'<{{0}}color rgb="FF{style.ink}"/>' if style.ink else ""
        size, name = '<{0}sz val="10"/>', '<{0}name val="宋体"/>'
        # The schema's order, which some readers insist on.
        return self._once("fonts", f"<{{0}}font>{bold}{line}{size}{ink}{name}</{{0}}font>")

    def _with_fill(self, style: int, fill: int) -> bytes:
        if style >= len(self._styles):
            # Excel shows a number without a style as the first style; without any styles, as plain.
            style = 0
        if not self._styles:
            return self._plain(f'fillId="{fill}" applyFill="1"').encode()
        xf = self._styles[style]
        tag = with_attribute(xf.tag(self._data), "applyFill", "1")
        return with_attribute(tag, "fillId", str(fill)) + self._data[xf.inner : xf.end]

    def _plain(self, attributes: str) -> str:
        return f'<{self._prefix}xf numFmtId="0" fontId="0" borderId="0" {attributes}/>'

    def _xf(self, style: CellStyle) -> bytes:
        fill = self._fill(style.fill) if style.fill else 0
        border = self._once("borders", f"<{{0}}border>{_FRAME}</{{0}}border>")
        across = ' horizontal="center"' if style.centred else ""
        literal = ' quotePrefix="1"' if style.literal else ""
        tag = (
            f'<{self._prefix}xf numFmtId="49" fontId="{self._font(style)}" fillId="{fill}" '
            f'borderId="{border}"{literal} '
            'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" '
            'applyAlignment="1">'
        ).encode()
        alignment = f'<{self._prefix}alignment{across} vertical="center" wrapText="1"/>'.encode()
        return tag + alignment + closing(tag)


def empty_styles(namespace: str) -> bytes:
    """Return the text of a styles part without any."""
    return f'<styleSheet xmlns="{namespace}"></styleSheet>'.encode()
