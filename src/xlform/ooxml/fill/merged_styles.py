"""The styles of several workbooks as one: like ones once, every number led to its new one."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import msgspec

from xlform.ooxml.fill.canonical import (
    DECLARATION,
    MAIN,
    canonical,
    local_name,
    own_attributes,
    tag,
)
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.styles import format_meaning

_WHOLE: Final = qualified("styleSheet")
# Numbers from here on are a workbook's own formats (ECMA-376 part 1, 18.8.30).
_OWN_FORMATS: Final = 164
_BY_PLACES: Final = {0: 1, 2: 2}
_BUILT_IN_CODES: Final = {"1": "0", "2": "0.00", "9": "0%", "10": "0.00%", "49": "@"}
_PARTS: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_DEFAULT_SIZE: Final = 11.0
_COUNTED: Final = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_FIRST: Final = {
    "fonts": '<font><sz val="11"/><name val="宋体"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>',
}


class Style(msgspec.Struct, frozen=True):
    """Cell style: attributes of its ``xf``, and its children as markup.

    ``code`` is its number format code, "" for one known by number only; ``size`` the font size in
    points; ``wrapped``: long text continues on the next line.
    """

    attributes: tuple[tuple[str, str], ...]
    alignment: str = ""
    protection: str = ""
    code: str = ""
    size: float = _DEFAULT_SIZE
    bold: bool = False
    wrapped: bool = False


class Stylesheet(msgspec.Struct, frozen=True):
    """Styles part of one workbook; sections hold markup in order."""

    sections: dict[str, tuple[str, ...]]
    formats: dict[str, str]
    styles: tuple[Style, ...]
    named: tuple[dict[str, str], ...]
    tail: str


def read_stylesheet(package: Package, part: str) -> Stylesheet:
    """Return the styles of a workbook; :class:`~xlform.errors.FileProblem` for a damaged part."""
    root = next(package.elements(part, _WHOLE, _WHOLE))
    found = {name: child for child in root if (name := local_name(child))}
    formats = {
        item.get("numFmtId", ""): item.get("formatCode", "") for item in found.get("numFmts", ())
    }
    sections = {
        name: tuple(canonical(item) for item in found.get(name, ()) if local_name(item))
        for name in ("fonts", "fills", "borders", "dxfs", "cellStyles")
    }
    fonts = list(found.get("fonts", ()))
    styles = tuple(_style(xf, formats, fonts) for xf in found.get("cellXfs", ()))
    named = tuple(own_attributes(xf) for xf in found.get("cellStyleXfs", ()))
    tail = canonical(found["colors"]) if "colors" in found else ""
    return Stylesheet(sections, formats, styles, named, tail)


def _style(xf: ET.Element, formats: dict[str, str], fonts: list[ET.Element]) -> Style:
    attributes = own_attributes(xf)
    children = {local_name(child): child for child in xf}
    alignment, protection = children.get("alignment"), children.get("protection")
    number = attributes.get("numFmtId", "0")
    font = int(attributes.get("fontId", "0"))
    font_parts = {local_name(item): item for item in fonts[font]} if font < len(fonts) else {}
    size = font_parts["sz"].get("val", "11") if "sz" in font_parts else "11"
    wrapped = alignment is not None and alignment.get("wrapText", "") in ("1", "true")
    return Style(
        tuple(attributes.items()),
        "" if alignment is None else canonical(alignment),
        "" if protection is None else canonical(protection),
        formats.get(number, _BUILT_IN_CODES.get(number, "")),
        float(size),
        bold="b" in font_parts,
        wrapped=wrapped,
    )


class StylesheetBuilder:
    """Styles part of a new workbook, merged from others, with variants of their styles."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, int]] = {
            name: {} for name in ("fonts", "fills", "borders", "cellStyleXfs", "dxfs", "cellStyles")
        }
        self._formats: dict[str, int] = {}
        self._xfs: dict[str, int] = {}
        self._styles: list[Style] = []
        self._variants: dict[tuple[int, int | None, bool, bool, bool | None], int] = {}
        self._tail = ""

    def take(self, sheet: Stylesheet) -> tuple[list[int], list[int]]:
        """Return the new numbers of a workbook's cell styles and ``dxf``s, in order."""
        self._tail = self._tail or sheet.tail
        moved = {
            section: [self._kept(section, item) for item in sheet.sections[section]]
            for section in (*_PARTS.values(), "dxfs")
        }
        based = [self._based(item, sheet, moved) for item in sheet.named] or [0]
        for item in sheet.sections["cellStyles"][:1]:
            if not self._sections["cellStyles"]:
                self._kept("cellStyles", item)
        styles = []
        for style in sheet.styles:
            attributes = self._moved(dict(style.attributes), sheet, moved)
            base = int(attributes.get("xfId", "0"))
            attributes["xfId"] = str(based[base] if base < len(based) else 0)
            styles.append(self._add(msgspec.structs.replace(style, attributes=_fixed(attributes))))
        return styles, moved["dxfs"]

    def style(self, number: int) -> Style:
        """Return the style of that number in the new workbook."""
        return self._styles[number]

    def variant(
        self,
        number: int,
        *,
        places: int | None = None,
        shown: bool = False,
        literal: bool = False,
        locked: bool | None = None,
    ) -> int:
        """Return the number of a style equal to another except for decimals, quote mark or lock.

        ``places`` are the printed decimals; ``literal`` keeps a text that begins with = a text when
        the cell is edited; ``shown`` asks for a format that does not hide a zero.
        """
        key = number, places, shown, literal, locked
        if key not in self._variants:
            self._variants[key] = self._variant(
                number, places=places, shown=shown, literal=literal, locked=locked
            )
        return self._variants[key]

    def _variant(
        self, number: int, *, places: int | None, shown: bool, literal: bool, locked: bool | None
    ) -> int:
        style = self._styles[number]
        attributes = dict(style.attributes)
        changes: dict[str, object] = {}
        if places is not None:
            meaning = format_meaning(style.code) if style.code else None
            other = meaning is None or meaning.kind != "number" or meaning.places != places
            if other or (shown and ";" in style.code):
                code = "0." + "0" * places if places else "0"
                attributes |= {"numFmtId": str(self._format(code)), "applyNumberFormat": "1"}
                changes["code"] = code
        if literal:
            attributes["quotePrefix"] = "1"
        if locked is not None:
            attributes["applyProtection"] = "1"
            changes["protection"] = tag("protection", {"locked": str(int(locked))})
        changes["attributes"] = _fixed(attributes)
        return self._add(msgspec.structs.replace(style, **changes))

    def part(self) -> bytes:
        """Return the styles part."""
        formats = [
            tag("numFmt", {"numFmtId": str(number), "formatCode": code})
            for code, number in self._formats.items()
            if number >= _OWN_FORMATS
        ]
        written = [_section("numFmts", formats)] if formats else []
        for name in _COUNTED:
            items = list(self._xfs) if name == "cellXfs" else list(self._sections[name])
            if not items and name in _FIRST:
                items = [_FIRST[name]]
            written.append(_section(name, items))
        content = "".join(written) + '<tableStyles count="0"/>' + self._tail
        return (DECLARATION + tag("styleSheet", {"xmlns": MAIN}, content)).encode()

    def _based(
        self, attributes: dict[str, str], sheet: Stylesheet, moved: dict[str, list[int]]
    ) -> int:
        return self._kept("cellStyleXfs", tag("xf", self._moved(dict(attributes), sheet, moved)))

    def _moved(
        self, attributes: dict[str, str], sheet: Stylesheet, moved: dict[str, list[int]]
    ) -> dict[str, str]:
        for key, section in _PARTS.items():
            number = int(attributes.get(key, "0"))
            numbers = moved[section]
            attributes[key] = str(numbers[number] if number < len(numbers) else 0)
        number = int(attributes.get("numFmtId", "0"))
        if str(number) in sheet.formats:
            number = self._format(sheet.formats[str(number)])
        attributes["numFmtId"] = str(number)
        return attributes

    def _kept(self, section: str, markup: str) -> int:
        known = self._sections[section]
        return known.setdefault(markup, len(known))

    def _format(self, code: str) -> int:
        for places, number in _BY_PLACES.items():
            if code == ("0." + "0" * places if places else "0"):
                return number
        return self._formats.setdefault(code, _OWN_FORMATS + len(self._formats))

    def _add(self, style: Style) -> int:
        markup = tag("xf", dict(style.attributes), style.alignment + style.protection)
        if markup not in self._xfs:
            self._xfs[markup] = len(self._xfs)
            self._styles.append(style)
        return self._xfs[markup]


def _fixed(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(attributes.items())


def _section(name: str, items: list[str]) -> str:
    return tag(name, {"count": str(len(items))}, "".join(items))
