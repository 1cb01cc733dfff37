"""Numbers as people write them: folded to one spelling, then read to an exact ``Decimal``.

Amounts, targets and periods share this page, so that a figure reads the same in any cell.
Source: domain.md §2.5 and §3, items 57 to 60, 67 and 68.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import groupby

# NFKC would turn ① into 1, 10² into 102 and ㈠ into (一): figures the filer never wrote. These
# characters are left as they are, and a value that holds one where a figure is due is no number.
_RANGES = (
    (0xB2, 0xB3), (0xB9, 0xB9), (0xBC, 0xBE), (0x2070, 0x209F), (0x2150, 0x215F), (0x2189, 0x2189),
    (0x2460, 0x24FF), (0x3200, 0x33FF), (0x1F100, 0x1F10C),
)  # fmt: skip
_NOT_FOLDED = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))

# Invisible: zero-width and joining marks, marks of writing direction, soft hyphen, byte-order mark.
_HIDDEN = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF)
)  # fmt: skip

# A blank between two figures divides them: `10 20` are two numbers, never 1020.
_BLANKS = re.compile(r"((?<=[0-9,])\s+(?=[0-9]))|\s+")

# A short dash may be a minus; a long one or a wave only ever stands between two values.
_DASHES = str.maketrans(dict.fromkeys("−–‐‒", "-") | dict.fromkeys("—―─〜∼", "~"))


_COUNTED = "一二三四五六七八九"


def counted(count: int) -> str:
    """Return a count below a hundred in Chinese numerals, as in headings: 12 → 十二."""
    tens, ones = divmod(count, 10)
    left = "" if tens == 0 else "十" if tens == 1 else _COUNTED[tens - 1] + "十"
    return left + (_COUNTED[ones - 1] if ones else "")


def fold(text: str) -> str:
    """Bring text into the one spelling the grammars read.

    Full width becomes half width, blanks and invisible marks go (one space stays between two
    figures), short dashes become ``-``, long ones ``~``, and a final ``。`` or ``；`` is dropped.
    """
    if not text.isascii():
        text = text.translate(_HIDDEN)
        if _NOT_FOLDED.isdisjoint(text):
            text = unicodedata.normalize("NFKC", text)
        else:
            parts = groupby(text, _NOT_FOLDED.__contains__)
            text = "".join(
                "".join(part) if kept else unicodedata.normalize("NFKC", "".join(part))
                for kept, part in parts
            )
        text = text.translate(_DASHES)
    if not text.isalnum():
        text = _BLANKS.sub(_blank, text).replace("~~", "~").rstrip("。;")
    return text


def _blank(found: re.Match[str]) -> str:
    return " " if found[1] else ""


# A comma groups thousands or is no part of a number: 1,056.40 is read; 1,5 and 0,056 are not.
DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]{1,2})?"

# Everyday and banker's (大写) numerals in one spelling; 两 counts as 二.
_FIGURES = str.maketrans(
    "〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸拾佰仟萬億",
    "001223456789123456789236十百千万亿",
)
_LARGE_PLACE = {"万": "万", "萬": "万", "亿": "亿", "億": "亿"}
LARGE = frozenset(_LARGE_PLACE)
NUMERALS = "〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸十拾百佰千仟万萬亿億"
# 三百零二点六: the places after 点 are single figures.
_PLACES = "[〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸]+"
WORDS = f"[{NUMERALS[:-8]}][{NUMERALS}]*(?:点{_PLACES})?"

# Four places. A lone last figure follows 十 or 零: 三百二 is said for 320, so it is not read as 302
# and not guessed either; 五六 is said for "five or six".
# Compiled by `re` at its first use, as most numbers are in figures.
_FOUR = r"(?:([1-9])千)?(?:0?([1-9])百)?(?:0?([1-9]?)(十))?(?:(?:0|(?<=十)|^)([1-9]))?"


def number(text: str) -> Decimal | None:
    """Read folded figures (``1,056.40``, ``1.5E+2``) or numerals (``叁拾万``), exactly.

    As many places as the source gives; ``None`` for numerals that may be said of two values, and
    for a lone 一, which filers also type for a dash.
    """
    if text[0] in "0123456789.":
        value = Decimal(text.replace(",", ""))
        return value if "E" not in text.upper() else Decimal(f"{value:f}")
    text, point, places = text.partition("点")
    whole = None if text == "一" and not point else _whole(as_digits(text))
    if whole is None:
        return None
    return Decimal(f"{whole}.{as_digits(places)}") if point else Decimal(whole)


def as_digits(numerals: str) -> str:
    """Return numerals with figures for digits: 三百二十 → ``3百2十``, 二〇二三 → ``2023``."""
    return numerals.translate(_FIGURES)


def scaled(numerals: str) -> tuple[str, str]:
    """Split numerals from the 万 or 亿 they end in: ``叁拾万`` → ``叁拾``, ``万``.

    Read so, 叁拾万元 and 30万元 count the same unit. Numerals with a second 万 or 亿 stay whole.
    """
    if "点" in numerals:
        return numerals, ""
    head, last = numerals[:-1], _LARGE_PLACE.get(numerals[-1], "")
    return (head, last) if last and LARGE.isdisjoint(head) else (numerals, "")


def _whole(text: str) -> int | None:
    if text == "0":
        return 0
    high, yi, low = text.rpartition("亿")
    # 一亿三千 is said for 1.3亿: after 亿 a rest without 万 needs its 零.
    if text[0] == "0" or (yi and low and low[0] != "0" and "万" not in low):
        return None
    return _joined(_below_yi(high), _below_yi(low), 10**8) if yi else _below_yi(low)


def _below_yi(text: str) -> int | None:
    high, wan, low = text.rpartition("万")
    if wan and len(low) == 1:  # 一万五 is said for 15000
        return None
    return _joined(_four(high.removeprefix("0")), _four(low), 10**4) if wan else _four(low)


def _joined(high: int | None, low: int | None, scale: int) -> int | None:
    return None if not high or low is None else high * scale + low


def _four(text: str) -> int | None:
    found = re.fullmatch(_FOUR, text)
    if not found:
        return None
    thousands, hundreds, tens, ten, ones = found.groups()
    tens = (tens or "1") if ten else "0"
    return int(f"{thousands or 0}{hundreds or 0}{tens}{ones or 0}")


def shift(value: Decimal, power: int) -> Decimal:
    """Multiply by 10 ** ``power``, exact in any decimal context, without trailing zeros."""
    sign, digits, exponent = value.as_tuple()
    plain = f"{Decimal((sign, digits, int(exponent) + power)):f}"
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def negated(value: Decimal) -> Decimal:
    """Change the sign without rounding; nothing is never minus nothing."""
    return value.copy_negate() if value else value
