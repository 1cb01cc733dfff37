"""The numbers that Word sets in front of paragraphs by itself (一、（一） 1.), made text.

A rule or a pattern reads 一、基本信息 as a person does, though the file holds but the name of a
list (ECMA-376 part 1, §17.9).
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import msgspec

from xlform.ooxml.read.package import Package
from xlform.ooxml.word.list_numerals import NUMERALS

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_LEVELS_AT_MOST = 9
_STYLES_DEEP = 20
_HIGHEST = 9_999
_PLACE = re.compile(r"%([1-9])")


class Level(msgspec.Struct, frozen=True):
    """Level of a list: its first number, its numeral system, its text pattern."""

    start: int = 1
    numerals: str = "decimal"
    text: str = ""


class ListNumbering:
    """The lists of a document, counted on from paragraph to paragraph."""

    def __init__(self, package: Package, numbering: str = "", styles: str = "") -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._shared: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int | None, str]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._package = package
        self._numbering = numbering if numbering in package else ""
        self._unread_styles = styles if self._numbering and styles in package else ""

    def number(self, style: str, list_name: str, level: int | None) -> str:
        """Return the number in front of the next paragraph, "" unless it is in a list.

        ``style`` is the paragraph's, whose list counts where the paragraph itself names none.
        """
        if not self._numbering or not (style or list_name):
            return ""
        own, depth = self._of_style(style) if not list_name or level is None else ("", None)
        if not (list_name or own):
            return ""
        if not self._levels:
            self._read_lists(self._package, self._numbering)
        name = list_name or own
        at = min(max(level if level is not None else depth or 0, 0), _LEVELS_AT_MOST - 1)
        levels = self._levels.get(name)
        if not levels or at not in levels:
            return ""
        counts = self._counts.setdefault(self._shared[name], [None] * _LEVELS_AT_MOST)
        for upper in range(at):
            if counts[upper] is None:
                counts[upper] = levels.get(upper, Level()).start
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS_AT_MOST - at - 1)
        return _PLACE.sub(
            lambda place: _numeral(levels, counts, int(place[1]) - 1), levels[at].text
        )

    def _of_style(self, style: str) -> tuple[str, int | None]:
        """Return the list of a style or of its base style, and the level."""
        if self._unread_styles:
            self._read_styles(self._package, self._unread_styles)
            self._unread_styles = ""
        level: int | None = None
        for _ in range(_STYLES_DEEP):
            name, own, base = self._styles.get(style, ("", None, ""))
            level = own if level is None else level
            if name or not base:
                return name, level
            style = base
        return "", level

    def _read_lists(self, package: Package, part: str) -> None:
        wanted = _names("abstractNum", "num")
        shapes: dict[str, dict[int, Level]] = {}
        for element in package.elements(part, wanted):
            if element.tag.endswith("}abstractNum"):
                name = _value(element, "abstractNumId")
                shapes[name] = dict(map(_level, _children(element, "lvl")))
            else:
                self._read_list(element, shapes)

    def _read_list(self, element: ET.Element, shapes: dict[str, dict[int, Level]]) -> None:
        name = _value(element, "numId")
        shape = next((_value(child) for child in _children(element, "abstractNumId")), "")
        levels = dict(shapes.get(shape, {}))
        own = False
        for override in _children(element, "lvlOverride"):
            at = _whole(_value(override, "ilvl"))
            for lvl in _children(override, "lvl"):
                levels[at] = _level(lvl)[1]
            for start in _children(override, "startOverride"):
                own = True
                levels[at] = msgspec.structs.replace(
                    levels.get(at, Level()), start=_whole(_value(start))
                )
        self._levels[name] = levels
        # Lists of one abstract definition continue each other unless one of them restarts
        # (17.9.26).
        self._shared[name] = f"list {name}" if own else f"shape {shape}"

    def _read_styles(self, package: Package, part: str) -> None:
        data = package.read(part)
        if b"numPr" not in data:  # as in most documents, where the quickest way is none
            return
        for element in package.elements(part, _names("style"), data=data):
            base = next((_value(child) for child in _children(element, "basedOn")), "")
            name, level = "", None
            for properties in _children(element, "pPr"):
                for numbered in _children(properties, "numPr"):
                    name = next((_value(child) for child in _children(numbered, "numId")), "")
                    level = next(
                        (_whole(_value(child)) for child in _children(numbered, "ilvl")), None
                    )
            self._styles[_value(element, "styleId")] = (name, level, base)


def _names(*names: str) -> frozenset[str]:
    return frozenset(namespace + name for namespace in _WORD for name in names)


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    names = _names(name)
    return [child for child in element if child.tag in names]


def _value(element: ET.Element, name: str = "val") -> str:
    return next((v for space in _WORD if (v := element.get(space + name)) is not None), "")


def _whole(text: str) -> int:
    return min(int(text), _HIGHEST) if text.isdecimal() and len(text) <= _LEVELS_AT_MOST else 0


def _level(element: ET.Element) -> tuple[int, Level]:
    found = dict.fromkeys(("start", "numFmt", "lvlText"), "")
    for name in found:
        found[name] = next((_value(child) for child in _children(element, name)), "")
    start = _whole(found["start"]) if found["start"] else 1
    return _whole(_value(element, "ilvl")), Level(
        start, found["numFmt"] or "decimal", "" if found["numFmt"] == "bullet" else found["lvlText"]
    )


def _numeral(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    count = counts[at]
    if count is None or at not in levels:
        return ""
    return NUMERALS.get(levels[at].numerals, str)(min(count, _HIGHEST))
