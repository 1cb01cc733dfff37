"""Numbers as people write them: folded to one spelling, then read to an exact ``Decimal``.

Amounts, targets and periods share this page, so that a figure reads the same in any cell.
Source: domain.md §2.5 and §3, items 57 to 60, 67 and 68.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# NFKC would turn ① into 1, 10² into 102 and ㈠ into (一): figures the filer never wrote. These
# characters are left as they are, and a value that holds one where a figure is due is no number.
_NOT_FOLDED = re.compile(
    "([²³¹¼-¾\u2070-\u209f\u2150-\u215f\u2189\u2460-\u24ff\u3200-\u33ff\U0001f100-\U0001f10c]+)"
)

# Invisible: zero-width and joining marks, marks of writing direction, soft hyphen, byte-order mark.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")

# A blank between two figures divides them: `10 20` are two numbers, never 1020.
_BLANKS = re.compile(r"((?<=[0-9,])\s+(?=[0-9]))|\s+")

# A short dash may be a minus; a long one or a wave only ever stands between two values.
_DASHES = str.maketrans(dict.fromkeys("−–‐‒", "-") | dict.fromkeys("—―─〜∼", "~"))


def fold(text: str) -> str:
    """Text in the one spelling the grammars read.

    Full width becomes half width, blanks and invisible marks go (one space stays between two
    figures), short dashes become ``-``, long ones ``~``, and a final ``。`` or ``；`` is dropped.
    """
    if not text.isascii():
        text = _HIDDEN.sub("", text)
        if _NOT_FOLDED.search(text):
            parts = _NOT_FOLDED.split(text)
            parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
            text = "".join(parts)
        else:
            text = unicodedata.normalize("NFKC", text)
        text = text.translate(_DASHES)
    if not text.isalnum():
        text = _BLANKS.sub(_blank, text).rstrip("。;")
    return text


def _blank(found: re.Match[str]) -> str:
    return " " if found[1] else ""


# A comma groups thousands or is no part of a number: 1,056.40 is read; 1,5 and 0,056 are not.
DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]{1,2})?"

# Everyday and banker's (大写) numerals in one spelling; 两 counts as 二.
_FIGURES = str.maketrans(
    "〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸拾佰仟萬億",
    "00122345678912345678923" + "6十百千万亿",
)
NUMERALS = "〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸十拾百佰千仟万萬亿億"
WORDS = f"[{NUMERALS[:-8]}][{NUMERALS}]*"

# One group of four places. A lone last figure needs 十 or 零 before it: 三百二 is said for 320,
# so it is not read as 302 nor guessed.
_GROUP = (
    r"(?:(?P<{0}k>[1-9])千)?(?:0?(?P<{0}h>[1-9])百)?(?:0?(?P<{0}t>[1-9]?)(?P<{0}x>十))?"
    r"(?:(?:0|(?<=十)|(?<![0-9十百千万亿]))(?P<{0}o>[1-9]))?"
)
# After 亿 a rest without 万 needs its 零: 一亿三千 is said for 1.3亿.
_NUMERAL = re.compile(
    f"(?:(?P<yi>{_GROUP.format('y')})亿)?(?:0?(?P<wan>{_GROUP.format('w')})万)?"
    f"(?:(?<=亿)(?=0)|(?<!亿))(?P<rest>{_GROUP.format('r')})|0|(?P<even>.+)亿"
)


def number(text: str) -> Decimal | None:
    """The value of folded figures (``1,056.40``, ``1.5E+2``) or numerals (``叁拾万``), exactly.

    As many places as the source gives; ``None`` for numerals that can be said of two values.
    """
    if text[0] not in "0123456789":
        return _from_numerals(text.translate(_FIGURES))
    value = Decimal(text.replace(",", ""))
    return value if value.as_tuple().exponent <= 0 else shift(value, 0)  # type: ignore[operator]


def shift(value: Decimal, power: int) -> Decimal:
    """``value`` × 10 ** ``power``, exact whatever the decimal context, with no idle last zeros."""
    sign, digits, exponent = value.as_tuple()
    whole = Decimal((sign, digits, int(exponent) + power))
    plain = f"{whole:f}"
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def negated(value: Decimal) -> Decimal:
    """``-value`` without rounding; nothing is never minus nothing."""
    return value.copy_negate() if value else value
