"""Folded text with its clauses and the amounts of money in it.

Patterns are matched against the shape of the text, in which each character that matters is one
ASCII character: classes of Chinese characters are slow to compile.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from xlform.values.numerals import NUMERALS

# Numerals n, tens to thousands t, 万 and 亿 w, 元 y, 角 and 分 j, 整 z, 余 o, 点 p, separators ;.
_KINDS = {
    "n": NUMERALS[:-8].replace("十", "").replace("拾", ""), "t": "十拾百佰千仟", "w": "万萬亿億",
    "y": "元圆", "j": "角分", "z": "整正", "o": "余多", "p": "点", ";": "。;、", "$": "¥",
    "r": "人", "m": "民", "b": "币", "-": "负", "~": "至到～—", "?": "×□○＿",
}  # fmt: skip
_SHAPE: dict[int, str] = dict.fromkeys(map(ord, string.ascii_letters), "#")
_SHAPE |= {ord(char): kind for kind, chars in _KINDS.items() for char in chars}
_UNIT = "(?:t?wy?|t?y)"
_FIGURES = "(?:[0-9][0-9,.]*|[nt][ntwp]*)"
# An amount has a unit of money, or is a figure alone between separators.
_AMOUNT = re.compile(
    rf"(?:rmb:?|\$)*-?{_FIGURES}o?(?:\({_UNIT}\)|{_UNIT})(?:[n0-9]+j)*z?"
    r"|\$?(?<![0-9.])(?<![0-9],)(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|n(?<=n))"
    r"(?=[\n;)]|,(?![0-9])|$)"
)
_CLAUSE = re.compile(r"[\n;()]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
_RANGE = re.compile("[~-]+[0-9]")
# What is no amount but stands for one: 3O.5万元, 5-6万元, blanks to fill in.
_LIKE_MONEY = re.compile(r"[0-9]|.{0,12}[tw]y$|.{0,8}[0-9]y$|[#?_/-]+(?:w?y)?$")
_BLANK_MONEY = re.compile("(?:[0-9].*[wy]|[?_]+(?:w?y)?)$")
# A figure that counts things: 1个, 3大类.
_COUNT = re.compile("[0-9]+[\u4e00-\u9fff]{1,2}$")
_ZERO = frozenset("零〇")


class Clauses:
    """Folded text: where its clauses end, and its amounts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._shape = text.translate(_SHAPE)
        self._marks = [found.start() for found in _CLAUSE.finditer(self._shape)]
        self.amounts = tuple(self._amounts())
        """The span of each amount: with a unit of money, or alone between separators.

        One said again in brackets is left out.
        """

    def _amounts(self) -> Iterator[tuple[int, int]]:
        last = 0
        for found in _AMOUNT.finditer(self._shape):
            start, end = found.span()
            if last and self.text[last:start] == "(":  # said again: 50万元（伍拾万元整）
                continue
            last = end
            # Of numerals, only 零 is an amount without a unit.
            if end - start > 1 or self._shape[start] != "n" or self.text[start] in _ZERO:
                yield start, end

    def start(self, offset: int, first: int = 0) -> int:
        """Return where the clause around an offset starts, not before ``first``."""
        number = bisect_left(self._marks, offset)
        return max(first, self._marks[number - 1] + 1 if number else 0)

    def starts(self, first: int, offset: int) -> list[int]:
        """Return where the clauses between two offsets start, the first one included."""
        marks = self._marks[bisect_left(self._marks, first) : bisect_left(self._marks, offset)]
        return [first, *(mark + 1 for mark in marks)]

    def end(self, offset: int) -> int:
        """Return where the clause around an offset ends."""
        number = bisect_left(self._marks, offset)
        return self._marks[number] if number < len(self._marks) else len(self.text)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the span of each clause."""
        start = 0
        for mark in (*self._marks, len(self.text)):
            yield start, mark
            start = mark + 1

    def after(self, end: int) -> int:
        """Return the end of an amount with its repeat in brackets."""
        closing = self.text.find(")", end)
        is_repeated = self.text.startswith("(", end) and closing > 0
        return closing + 1 if is_repeated and _AMOUNT.match(self._shape, end + 1) else end

    def is_range(self, end: int) -> bool:
        """Return True if a second amount follows: 30万元至40万元."""
        return bool(_RANGE.match(self._shape, end))

    def is_like_money(self, start: int, end: int, *, strict: bool = False) -> bool:
        """Return True if a part of a clause looks like an amount but is none.

        With ``strict`` it begins with a figure and ends with a unit. A count (1个) is like none.
        """
        pattern = _BLANK_MONEY if strict else _LIKE_MONEY
        shape = self._shape[start:end]
        if _COUNT.match(shape):
            return False
        return bool(pattern.match(shape)) and not self._amount_at(start)

    def _amount_at(self, offset: int) -> bool:
        number = bisect_right(self.amounts, (offset, len(self.text))) - 1
        return number >= 0 and self.amounts[number][1] > offset


@lru_cache(maxsize=256)
def clauses(text: str) -> Clauses:
    """Return folded text with its clauses; paragraphs are asked for several times."""
    return Clauses(text)
