"""Data styles of an OpenDocument, written as the format codes of a workbook.

Source: ODF 1.3 part 3, 16.29; a style of several sections refers to the others by maps (16.3).
"""

from __future__ import annotations

from xlform.formats.xml_stream import Attributes

_STYLES = frozenset(
    f"datastyle:{kind}-style" for kind in ("number", "currency", "percentage", "date", "text")
)
_LITERALS = frozenset({"datastyle:text", "datastyle:currency-symbol", "datastyle:embedded-text"})
_DATES = {"datastyle:year": "yyyy", "datastyle:month": "m", "datastyle:day": "d"}
_ZEROS_AT_MOST = 30
_SECTIONS_AT_MOST = 4
_UNCONDITIONAL = (["value()>=0"], ["value()>0", "value()<0"])


class FormatCodes:
    """Sections of the data styles read so far, by the name of the style."""

    def __init__(self) -> None:
        self._sections: dict[str, str] = {}
        self._maps: dict[str, list[tuple[str, str]]] = {}
        self._style = self._literal = ""
        self._text: list[str] = []
        self._digits: list[str] = []
        self._position = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        get = attributes.get
        if name in _STYLES:
            self._style = get("style:name", "")
            self._sections[self._style] = ""
        elif not self._style:
            return
        elif name in _LITERALS:
            self._literal, self._text = name, []
            self._position = _count(get("datastyle:position", ""))
        elif name == "datastyle:number":
            self._digits = _pattern(attributes)
        elif name in _DATES:
            self._add(_DATES[name])
        elif name == "datastyle:text-content":
            self._add("@")
        elif name == "style:map":
            condition = get("style:condition", "").replace(" ", "")
            self._maps.setdefault(self._style, []).append(
                (condition, get("style:apply-style-name", ""))
            )

    def words(self, text: str) -> None:
        """Take a piece of text."""
        if self._literal:
            self._text.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == self._literal:
            self._literal = ""
            self._end_literal(name, "".join(self._text))
        elif name == "datastyle:number" and self._style:
            self._add("".join(self._digits))
        elif name in _STYLES:
            self._style = ""

    def code(self, style: str) -> str:
        """Return the format code of a data style, with a section for each of its maps."""
        maps = self._maps.get(style, [])[: _SECTIONS_AT_MOST - 1]
        own = self._sections.get(style, "")
        usual = [condition for condition, _ in maps] in _UNCONDITIONAL
        if maps and "@" in own:
            usual = True
        parts = [
            ("" if usual else f"[{condition.removeprefix('value()')}]")
            + self._sections.get(applied, "")
            for condition, applied in maps
        ]
        return ";".join((*parts, own))

    def _end_literal(self, name: str, text: str) -> None:
        if name == "datastyle:embedded-text":
            place = max(_last_integer_digit(self._digits) + 1 - self._position, 0)
            self._digits.insert(place, _quoted(text))
        elif text.strip() == "%":
            self._add("%")
        else:
            self._add(_quoted(text))

    def _add(self, written: str) -> None:
        self._sections[self._style] += written


def _pattern(attributes: Attributes) -> list[str]:
    """Return the digits of a number as the tokens of a code, one by one."""
    get = attributes.get
    least = max(_count(get("datastyle:min-integer-digits", "1")), 1)
    digits = ["0"] * least
    if get("datastyle:grouping") == "true":
        digits = ["#", ",", *["#"] * max(3 - least, 0), *digits]
    places = _count(get("loext:min-decimal-places", get("datastyle:decimal-places", "0")))
    if places:
        digits += [".", *["0"] * places]
    factor = get("datastyle:display-factor", "1")
    return [*digits, *[","] * (factor.count("0") // 3)]


def _last_integer_digit(digits: list[str]) -> int:
    point = digits.index(".") if "." in digits else len(digits)
    places = [place for place, token in enumerate(digits[:point]) if token in ("0", "#")]
    return places[-1] if places else -1


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), "")}"' if text else ""


def _count(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) <= len(str(_ZEROS_AT_MOST))
    return min(int(text), _ZEROS_AT_MOST) if known else 0
