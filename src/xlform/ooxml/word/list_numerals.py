"""Numeral systems of Word's lists (ECMA-376 part 1, 17.18.59), as Chinese forms use them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_BANKERS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def _chinese(number: int) -> str:
    """``12`` → ``十二``, ``108`` → ``一百〇八``."""
    written, zero = "", False
    for unit, char in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("〇" if zero else "") + _DIGITS[digit] + char
            zero = False
        else:
            zero = bool(written)
    written = written.removeprefix("一") if written.startswith("一十") else written
    return written or _DIGITS[0]


def _letters(number: int) -> str:
    """``1`` → ``A``, ``27`` → ``AA``, as Word goes on."""
    again, letter = divmod(max(number, 1) - 1, 26)
    return chr(ord("A") + letter) * (again + 1)


def _roman(number: int) -> str:
    symbols = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    written = ""
    for value, char in symbols:
        times, number = divmod(number, value)
        written += char * times
    return written


def _enclosed(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)  # noqa: PLR2004  (① to ⑳)


# By the name of ST_NumberFormat; what is not here is written in figures.
NUMERALS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(d)] for d in str(number)),
    "chineseLegalSimplified": lambda number: "".join(_BANKERS[int(d)] for d in str(number)),
    "ideographTraditional": lambda n: _STEMS[n - 1] if 1 <= n <= len(_STEMS) else str(n),
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "decimalFullWidth": lambda number: "".join(chr(0xFF10 + int(d)) for d in str(number)),
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
