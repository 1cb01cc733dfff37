"""Number formats that say more than a number: what a cell displays, with every decimal it holds.

Source: ECMA-376 part 1, 18.8.31. Chinese Excel writes ``!`` for the backslash: ``0!.0,``.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

import msgspec

# Longest code that is parsed; no program writes a longer one.
_CODE_AT_MOST = 1_024
_CACHED = 512
_EXACT = Context(prec=400)
_LITERAL, _DIGIT, _POINT, _COMMA, _PERCENT, _TEXT, _GENERAL, _DATE, _OTHER = range(9)
_PIECE = (
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?:.|$)|\*(?:.|$)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<point>\.)"
    r"|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<date>[yYmMdDeEgGhHsSaAbB]+[+-]?)"
    r"|(?P<plain>.)"
)
_KINDS = {
    "quoted": _LITERAL, "escaped": _LITERAL, "currency": _LITERAL, "plain": _LITERAL,
    "general": _GENERAL, "digit": _DIGIT, "point": _POINT, "comma": _COMMA, "percent": _PERCENT,
    "text": _TEXT, "date": _DATE,
}  # fmt: skip
# Compiled by `re` at their first use: most formats show a number as it is.
_SECTION_END = r'(?s)"[^"]*"?|[\\!].|[_*].|\[[^\]]*\]|(?P<end>;)|.'
_CONDITION = r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)"
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_WHITE = frozenset({"white", "白色", "color2"})
# Characters that say nothing of a number's unit or of how it compares.
_SILENT = frozenset(" \u00a0\u3000()（）+-－—_¥￥$€£'/")
_DATE_SILENT = _SILENT | frozenset("年月日号/.:,")
# Codes of these alone need no parsing: 0.00_ and the like.
_PLAIN = frozenset("0#?.%_-() @")
_DAY_PARTS = frozenset({"year", "month", "day"})
_DATE_SIGNS = {"y": "year", "e": "year", "m": "month", "d": "day"}

Token = tuple[int, str]


class Section(msgspec.Struct, frozen=True):
    """Section of a code: its tokens, its condition, and whether it prints in white."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    white: bool = False

    def has(self, kind: int) -> bool:
        """Return whether a token of this kind is in the section."""
        return any(token[0] == kind for token in self.tokens)

    @property
    def literals(self) -> str:
        """The literal text, a point between digits included."""
        return "".join(text for kind, text in self.tokens if kind == _LITERAL)

    @property
    def scale(self) -> int:
        """The power of ten by which the number shown is less than the one stored."""
        return 3 * _scaling_commas(self.tokens) - 2 * self._count(_PERCENT)

    def _count(self, kind: int) -> int:
        return sum(token[0] == kind for token in self.tokens)


@lru_cache(maxsize=_CACHED)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code, at most four."""
    found, start = [], 0
    code = code[:_CODE_AT_MOST]
    for piece in re.finditer(_SECTION_END, code):
        if piece["end"]:
            found.append(code[start : piece.start()])
            start = piece.end()
    return tuple(_section(written) for written in (*found, code[start:])[:4])


def _section(written: str) -> Section:
    tokens: list[Token] = []
    condition, white = None, False
    for match in re.finditer(_PIECE, written, re.DOTALL | re.IGNORECASE):
        name = match.lastgroup
        if name == "bracket":
            stated = re.fullmatch(_CONDITION, match["bracket"].strip())
            if stated:
                condition = stated[1], Decimal(stated[2])
            white |= match["bracket"].strip().lower() in _WHITE
        elif name:
            tokens.append((_KINDS[name], match[name]))
    return Section(tuple(tokens), condition, white)


def speaks(code: str) -> bool:
    """Return whether a code scales a number, adds a sign or unit to it, or hides it."""
    if _PLAIN.issuperset(code.replace("#,##0", "0")):
        return False
    parts = sections(code)
    numbers = [part for part in parts[:3] if not part.has(_TEXT) or len(parts) == 1]
    if any(_says(part) for part in parts):
        return True
    hides = any(not part.tokens or part.white for part in numbers[:2])
    return hides and (len(parts) > 1 or numbers[0].white)


def _says(part: Section) -> bool:
    if part.has(_DATE) and part.has(_DIGIT):  # 0.00E+00, or fractions of a second
        return False
    if part.has(_DATE):
        parts, literals = _date_parts(part), set(part.literals)
        # A bare 2023 or 12 may be a number; 2023年 and 12月 are not.
        alone = (parts == {"year"} and "年" in literals) or (
            parts == {"month"} and "月" in literals
        )
        return parts <= _DAY_PARTS and (alone or bool(literals - _DATE_SILENT))
    if not part.has(_DIGIT) and not part.has(_GENERAL) and not part.has(_TEXT):
        return bool(set(part.literals) - _SILENT)
    return _scaling_commas(part.tokens) > 0 or bool(set(part.literals) - _SILENT)


def displayed(code: str, value: Decimal | str | dt.date) -> str | None:
    """Return what a cell shows, "" where its format hides it; ``None`` where that is not known.

    A number keeps all its decimals, also those beyond the places of the format. Dates are shown by
    year, month and day only.
    """
    parts = sections(code)
    if isinstance(value, str):
        return _text(parts, value)
    part, negative = _chosen(parts, value if isinstance(value, Decimal) else Decimal(1))
    if part is None or part.white:
        return ""
    if isinstance(value, dt.date):
        return _day(part, value)
    if part.has(_DATE):
        return None
    try:
        return ("-" if negative else "") + _number(part, value)
    except InvalidOperation:
        return None


def _text(parts: tuple[Section, ...], text: str) -> str | None:
    part = next((part for part in parts if part.has(_TEXT)), None)
    if part is None:
        return "" if len(parts) == 4 else None  # noqa: PLR2004  (the fourth section is for text)
    if part.white:
        return ""
    return "".join(text if kind == _TEXT else own for kind, own in part.tokens)


def _chosen(parts: tuple[Section, ...], value: Decimal) -> tuple[Section | None, bool]:
    """Return the section for a number, and whether it is printed with a minus sign."""
    numbers = tuple(part for part in parts[:3] if not part.has(_TEXT)) or parts
    if any(part.condition for part in numbers):
        for part in numbers:
            if part.condition is None or _COMPARE[part.condition[0]](value, part.condition[1]):
                return _or_hidden(part), value < 0 and not _negative_only(part)
        return None, False
    if value < 0 and len(numbers) > 1:
        return _or_hidden(numbers[1]), False
    if value == 0 and len(numbers) > 2:  # noqa: PLR2004  (the third section is for zero)
        return _or_hidden(numbers[2]), False
    return _or_hidden(numbers[0], alone=len(parts) == 1), value < 0


def _or_hidden(part: Section, *, alone: bool = False) -> Section | None:
    return part if part.tokens or alone else None


def _negative_only(part: Section) -> bool:
    return (
        part.condition is not None and part.condition[0] in ("<", "<=") and (part.condition[1] <= 0)
    )


def _number(part: Section, value: Decimal) -> str:
    """Return the absolute number in the section's pattern."""
    number = abs(value).scaleb(-part.scale, context=_EXACT)
    kinds = [kind for kind, _ in part.tokens]
    if _DIGIT not in kinds:
        shown = format(number, "f")
        return "".join(
            shown if kind in (_GENERAL, _TEXT) else text
            for kind, text in part.tokens
            if kind in (_GENERAL, _TEXT, _LITERAL, _PERCENT)
        )
    first = kinds.index(_DIGIT)
    last = len(kinds) - 1 - kinds[::-1].index(_DIGIT)
    head = "".join(text for kind, text in part.tokens[:first] if kind in (_LITERAL, _PERCENT))
    tail = "".join(text for kind, text in part.tokens[last + 1 :] if kind in (_LITERAL, _PERCENT))
    return head + _digits(part.tokens[first : last + 1], number) + tail


def _digits(pattern: tuple[Token, ...], number: Decimal) -> str:
    kinds = [kind for kind, _ in pattern]
    point = kinds.index(_POINT) if _POINT in kinds else len(pattern)
    whole, places = pattern[:point], pattern[point + 1 :]
    digits, _, fraction = format(number, "f").partition(".")
    least = sum(kind == _DIGIT and text == "0" for kind, text in places)
    fraction = fraction.rstrip("0").ljust(least, "0")
    shown = _whole(whole, digits)
    if not fraction:
        return shown
    literal_point = any(kind == _LITERAL and text == "." for kind, text in whole)
    return shown + ("" if literal_point and point == len(pattern) else ".") + fraction


def _whole(pattern: tuple[Token, ...], digits: str) -> str:
    """Return the integer digits in their pattern, filled from the right."""
    slots = sum(kind == _DIGIT for kind, _ in pattern)
    least = sum(kind == _DIGIT and text == "0" for kind, text in pattern)
    digits = digits.lstrip("0").rjust(least, "0")
    literal = any(kind == _LITERAL for kind, _ in pattern)
    if not literal:
        grouped = any(kind == _COMMA for kind, _ in pattern)
        return f"{int(digits or 0):,}".rjust(len(digits), "0") if grouped else digits
    split = max(len(digits) - slots, 0)
    waiting = list(digits[split:].rjust(slots, " "))
    shown = digits[:split]
    for kind, text in pattern:
        if kind == _DIGIT:
            shown += waiting.pop(0)
        elif kind == _LITERAL:
            shown += text
    return shown.strip()


def _scaling_commas(tokens: tuple[Token, ...]) -> int:
    """Return how many commas divide by a thousand: those behind the last digit before the point."""
    kinds = [kind for kind, _ in tokens if kind in (_DIGIT, _COMMA, _POINT)]
    if _DIGIT not in kinds:
        return 0
    count = 0
    for end in {kinds.index(_POINT) if _POINT in kinds else len(kinds), len(kinds)}:
        place = end - 1
        while place >= 0 and kinds[place] == _COMMA:
            count += 1
            place -= 1
    return count


def _date_parts(part: Section) -> set[str]:
    signs = {text[0].lower() for kind, text in part.tokens if kind == _DATE}
    return {_DATE_SIGNS.get(sign, sign) for sign in signs}


def _day(part: Section, day: dt.date) -> str | None:
    parts: dict[str, Callable[[int], str]] = {
        "y": lambda size: f"{day.year:04}" if size > 2 else f"{day.year % 100:02}",  # noqa: PLR2004
        "e": lambda _: str(day.year),
        "m": lambda size: f"{day.month:0{min(size, 2)}}",
        "d": lambda size: f"{day.day:0{min(size, 2)}}",
    }
    shown = []
    for kind, text in part.tokens:
        sign = text[0].lower() if text else ""
        if kind == _DATE:
            if sign not in parts or len(set(text.lower())) > 1 or (sign in "md" and len(text) > 2):  # noqa: PLR2004
                return None
            shown.append(parts[sign](len(text)))
        elif kind != _TEXT:
            shown.append(text)
    return "".join(shown)
