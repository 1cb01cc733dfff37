"""Number formats of an OpenDocument: which cell style prints how. Source: ODF 1.3 part 3, 16.29."""

from __future__ import annotations

import msgspec

from xlform.formats.ods.format_codes import FormatCodes
from xlform.formats.xml_stream import Attributes
from xlform.grid.number_format import speaks
from xlform.ooxml.read.styles import GENERAL, FormatKind, NumberFormat

_KINDS: dict[str, FormatKind] = {
    "datastyle:number-style": "number",
    "datastyle:currency-style": "number",
    "datastyle:percentage-style": "percent",
    "datastyle:date-style": "date",
    "datastyle:text-style": "text",
    "datastyle:boolean-style": "general",
    "datastyle:time-style": "general",
}
# Parts of a date style; a year and a month alone show no day.
_MONTH = {"datastyle:year", "datastyle:month"}
_PARTS = _MONTH | {"datastyle:day", "datastyle:hours", "datastyle:minutes", "datastyle:seconds"}
_PLACES_AT_MOST = 30
_PARENTS_AT_MOST = 20


class Styles:
    """Styles read so far, element by element."""

    def __init__(self) -> None:
        self._formats: dict[str, NumberFormat] = {}
        self._positive: dict[str, str] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self._hidden_tables: set[str] = set()
        self._raised: set[str] = set()
        self._parts: set[str] = set()
        self._format = self._style = ""
        self._codes = FormatCodes()
        self._meanings: dict[str, NumberFormat] = {}
        self.words, self.end = self._codes.words, self._codes.end

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element of the styles."""
        get = attributes.get
        self._codes.start(name, attributes)
        if name in _KINDS:
            self._format = get("style:name", "")
            self._formats[self._format] = NumberFormat(_KINDS[name])
            self._parts.clear()
        elif name in _PARTS:
            self._parts.add(name)
            if self._formats.get(self._format, GENERAL).kind in ("date", "month"):
                shown: FormatKind = "month" if self._parts == _MONTH else "date"
                self._formats[self._format] = NumberFormat(shown)
        elif name in ("datastyle:number", "datastyle:scientific-number"):
            self._take_places(get("loext:min-decimal-places", get("datastyle:min-decimal-places")),
                              get("datastyle:decimal-places"))  # fmt: skip
        elif name == "style:map" and get("style:condition", "").startswith("value()>"):
            # Of a format with several sections the first counts; it is a style of its own (16.3).
            self._positive[self._format] = get("style:apply-style-name", "")
        elif name == "style:style":
            self._style = get("style:name", "")
            if get("style:family") == "table-cell":
                parent = get("style:parent-style-name", "")
                self._cells[self._style] = get("style:data-style-name", ""), parent
        elif name == "style:table-properties" and get("table:display") == "false":
            self._hidden_tables.add(self._style)
        elif name == "style:text-properties" and _is_raised(get("style:text-position", "")):
            self._raised.add(self._style)

    def hides(self, style: str) -> bool:
        """Return whether a sheet of that style is hidden."""
        return style in self._hidden_tables

    def raises(self, style: str) -> bool:
        """Return whether words of that style are superscript."""
        return style in self._raised

    def format_of(self, style: str) -> NumberFormat:
        """Return the number format of a cell style, or that of its parent style."""
        for _ in range(_PARENTS_AT_MOST):
            known, parent = self._cells.get(style, ("", ""))
            if known:
                return self._meaning(known)
            style = parent
        return GENERAL

    def _meaning(self, style: str) -> NumberFormat:
        """Return the number format of a data style, with its code if that says more."""
        if style not in self._meanings:
            meaning = self._formats.get(self._positive.get(style, style), GENERAL)
            code = self._codes.code(style)
            telling = speaks(code)
            self._meanings[style] = (
                msgspec.structs.replace(meaning, code=code) if telling else meaning
            )
        return self._meanings[style]

    def _take_places(self, least: str | None, most: str | None) -> None:
        text = most if least is None else least
        style = self._formats.get(self._format)
        if style is None or text is None or not (text.isascii() and text.isdigit()):
            return
        if len(text) <= len(str(_PLACES_AT_MOST)):
            places = min(int(text), _PLACES_AT_MOST)
            self._formats[self._format] = NumberFormat(style.kind, places)


def _is_raised(position: str) -> bool:
    """Return whether a ``style:text-position``, such as ``super 58%`` or ``33% 58%``, is above."""
    height = position.split(maxsplit=1)[0] if position.strip() else ""
    return height == "super" or (height[:1].isdigit() and height.rstrip("%") != "0")
