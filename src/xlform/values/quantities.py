"""Numbers and ranges with their comparator and unit, with nothing else around but known words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.model.submission import Comparator, Target
from xlform.values.affixes import Affixes
from xlform.values.numerals import DIGITS, NUMERALS, WORDS, negated, number, scaled
from xlform.values.target_units import target_units
from xlform.values.words import Lexicon, Sign, lexicon

# A short dash before the second number divides, before the first it is a minus.
_UNSIGNED = (
    rf"{DIGITS}|[百千]分之(?:{DIGITS}|{WORDS}|百)|百分百"
    rf"|(?<!每)半(?=个?小时|个?月|天|年)|{WORDS}"
)
_PLAIN = re.compile(DIGITS)
# Without these a number is in figures. A scale alone (万元) begins none.
_WORDED = frozenset(NUMERALS[:-8]) | {"半"}
_SHARES = ("分之", "百分百")
_TO = frozenset("-~至到")
# 30分钟内响应: after a limit of time any short words say what is done by then.
_IN_TIME = r"(.{1,5}?)(以内|之内|内)([^\W\d_]{1,10})"
# 2023.6 may be June or a number.
_YEAR_AND_DIGIT = r"(?:19|20)[0-9]{2}\.[0-9]"
# 含 leaves ≥ what it is; 不含 makes it >.
_INCLUDED = r"(不?含)(?:本数|[0-9.]+[%‰]?)?"
_STRICT: dict[Comparator, Comparator] = {">=": ">", "<=": "<", ">": ">", "<": "<"}
_TOLERANCE = rf"(?P<head>.*?)(?:±|正负)(?P<number>{DIGITS})(?P<tail>.*)"
_HALF = Decimal("0.5")
_LONGEST_HEAD = 16


class _Head(msgspec.Struct, frozen=True):
    """Text before a number: strokes of 每 and 均, its sign, and whether ¥ is in it."""

    each: str = ""
    sign: Sign | None = None
    yielding: bool = False
    yuan: bool = False


class _Tail(msgspec.Struct, frozen=True):
    """Text behind a number: its unit, 以上 or the like, and a bracket."""

    unit: str
    limit: str
    bracket: str


class Quantities:
    """Words around a number, those in force."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.signs: dict[str, Sign] = words.signs | words.comparators
        self.sign = Affixes(self.signs)
        self.filler = Affixes(words.fillers)
        self.plan = Affixes(words.plans)
        self.each = Affixes((*words.each, *words.counters))
        self.limit = Affixes(words.limits)
        self.done = Affixes(words.tails)
        self.zero_things = frozenset(words.zero_things)

    def strokes(self, text: str, start: int) -> tuple[str, int]:
        """Return what 每月 or 人均 at a place adds to a unit, and where it ends; "" for neither."""
        if text[start : start + 1] == "每":
            start += 1 + text.startswith("一", start + 1)
            thing = self.each.at(text, start)
            if thing == "个":  # 每个社区
                thing = self.each.at(text, start + 1) or thing
                start += len(thing) > 1
            return (f"/{thing}", start + len(thing)) if thing else ("", start)
        thing = self.each.at(text, start)
        end = start + len(thing)
        return (f"/{thing}", end + 1) if thing and text.startswith("均", end) else ("", start)

    def head(self, text: str) -> _Head | None:
        """Read the text before a number; ``None`` where it holds anything else."""
        here, each, sign = 0, "", ""
        while here < len(text):
            stroke, end = ("", here) if sign else self.strokes(text, here)
            if stroke:
                each, here = each + stroke, end
                continue
            word = self.filler.at(text, here) or ("" if sign else self.plan.at(text, here))
            found = "" if sign else self.sign.at(text, here)
            if len(found) > len(word):
                sign = word = found
            elif text[here] == "¥" and here == len(text) - 1:
                return _Head(each, self.signs.get(sign), sign in self.words.yielding, yuan=True)
            if not word:
                return None
            here += len(word)
        return _Head(each, self.signs.get(sign), sign in self.words.yielding)

    def tail(self, text: str, *, zero: bool = False) -> _Tail | None:
        """Read the text behind a number; ``None`` where its brackets are no pair at its end."""
        if zero and text in self.zero_things:
            return _Tail("", "", "")
        bracket = ""
        if text.endswith(")") and not self.limit.before(text):
            begin = text.rfind("(")
            bracket, text = text[begin:], text[:begin]
            if begin < 0 or ")" in bracket[:-1]:
                return None
        in_time = re.fullmatch(_IN_TIME, text) if "内" in text[1:] else None
        if in_time and in_time[1] in target_units().time:
            return _Tail(in_time[1], in_time[2], bracket)
        text = self.done.stripped(text, at_most=4)
        limit = self.limit.before(text)
        return _Tail(text[: len(text) - len(limit)], limit, bracket)


@lru_cache(maxsize=1)
def quantities() -> Quantities:
    """Return the words in force."""
    return Quantities(lexicon())


@lru_cache(maxsize=1)
def _unsigned() -> re.Pattern[str]:
    """Return the pattern of a number without a sign."""
    return re.compile(_UNSIGNED)


def _pattern_of(folded: str) -> re.Pattern[str]:
    """Return the pattern of the numbers without a sign that a text may hold."""
    if _WORDED.isdisjoint(folded) and not any(share in folded for share in _SHARES):
        return _PLAIN
    return _unsigned()


def read_quantity(text: str, folded: str) -> Target | None:
    """Read a number or a range with nothing around it but known words; else it is prose."""
    if "±" in folded or "正负" in folded:
        return _tolerance(text, folded)
    pattern = _pattern_of(folded)
    first = pattern.search(folded)
    if not first or first.start() > _LONGEST_HEAD:
        return None
    before = folded[: first.start()]
    minus = "-" if before.endswith("-") else ""
    head = quantities().head(before.removesuffix("-"))
    if not head:
        return None
    written = minus + first[0]
    second = pattern.search(folded, first.end())
    if second:
        between = folded[first.end() : second.start()]
        found = _range(text, head, (written, between), (second[0], folded[second.end() :]))
        if found:
            return found
    tail = quantities().tail(folded[first.end() :], zero=first[0] in ("0", "零", "〇"))
    return _number(text, written, head, tail) if tail else None


def _number(text: str, written: str, head: _Head, tail: _Tail) -> Target | None:
    units, sign, limit = target_units(), head.sign, tail.limit
    comparator = _comparator(head, limit)
    value, unit = _value(written, tail.unit, after_sign=bool(sign))
    if comparator is None or value is None or limit == "之间" or (head.each and not tail.unit):
        return None
    # 四个意识: numerals open so many set phrases that only a sign lets a name follow them.
    if written[0] in NUMERALS and not (sign or limit or not tail.unit or tail.unit in units.known):
        return None
    if not tail.unit and not tail.bracket and _may_be_month(written):
        return None
    if tail.bracket:
        included = _included(tail.bracket, comparator)
        whole = unit if included else units.with_bracket(unit, tail.bracket)
        if whole is None or included is None:
            return None
        unit, comparator = whole, included or comparator
    if head.yuan and not unit:
        unit = "元"
    return Target(text, comparator, value, unit + head.each, "number")


def _may_be_month(written: str) -> bool:
    """Return whether a number is spelled as a month is: 2023.6."""
    return written[4:5] == "." and bool(re.fullmatch(_YEAR_AND_DIGIT, written))


def _included(bracket: str, comparator: Comparator) -> Comparator | None:
    """Return the comparator a bracket 含 or 不含 leaves; "" for any other, ``None`` at odds."""
    found = re.fullmatch(_INCLUDED, bracket[1:-1])
    if not found:
        return ""
    if found[1] == "含":
        return comparator if comparator in (">=", "<=") else None
    return _STRICT.get(comparator)


def _divided(text: str) -> tuple[str, str] | None:
    """Return what is before the sign of a range at the end of a text, and a minus behind it."""
    if text[-1:] in ("-", "+") and text[-2:-1] in _TO:
        return text[:-2], text[-1].strip("+")
    return (text[:-1], "") if text[-1:] in _TO else None


def _range(text: str, head: _Head, low: tuple[str, str], high: tuple[str, str]) -> Target | None:
    """Read two ends in one unit; the first may leave its unit to the second (``3-5万元``).

    ``low`` is the first number with all that stands before the second, ``high`` the second with
    all that follows.
    """
    words, tail = quantities(), quantities().tail(high[1])
    to = _divided(low[1])
    if not tail:
        return None
    if to:
        apart, minus = to
        plain = head.sign is None or head.yielding
        if not (plain and words.words.limits.get(tail.limit or "左右") == "="):
            return None
    else:
        sign, minus = words.sign.before(low[1]), ""
        apart = low[1][: len(low[1]) - len(sign)].rstrip("且并和,;、")
        if head.sign != ">=" or words.signs.get(sign) != "<=" or tail.limit:
            return None
    least, first_unit = _value(low[0], apart)
    most, unit = _value(minus + high[0], tail.unit)
    whole = target_units().with_bracket(unit, tail.bracket) if tail.bracket else unit
    if least is None or most is None or whole is None or least > most:
        return None
    whole = whole or first_unit
    if first_unit not in ("", whole):
        return None
    return Target(text, unit=whole + head.each, type="range", low=least, high=most)


def _tolerance(text: str, folded: str) -> Target | None:
    """Read ``±3%以内``: from -3 to 3; ``±5%`` alone leaves open whether it is a limit."""
    found = re.fullmatch(_TOLERANCE, folded)
    head = quantities().head(found["head"]) if found else None
    tail = quantities().tail(found["tail"].replace("范围内", "以内")) if found else None
    if not found or not head or not tail or head.sign not in (None, "<="):
        return None
    limit = quantities().words.limits.get(tail.limit)
    if (limit or head.sign) != "<=" or (limit and limit != "<="):
        return None
    most, unit = _value(found["number"], tail.unit)
    if most is None:
        return None
    return Target(text, unit=unit, type="range", low=negated(most), high=most)


def _comparator(head: _Head, limit: str) -> Comparator | None:
    """Return the comparator that sign and limit agree on; ``None`` for ``≥5%以下``."""
    after = quantities().words.limits[limit] if limit else None
    if not head.sign or (after and head.yielding):
        return after or "="
    return head.sign if not after or head.sign[0] == after[0] else None


def _value(written: str, unit: str, *, after_sign: bool = False) -> tuple[Decimal | None, str]:
    """Read a number and its unit; the number may hold a part of its unit (三十万, 百分之五)."""
    if written[1:2] == "分":
        parts = "百" if written == "百分百" else written[3:]
        value = Decimal(100) if parts == "百" else number(parts)
        return (None if unit else value), "%" if written[0] == "百" else "‰"
    if written == "半":
        return _HALF, unit.removeprefix("个")
    if written[0] in NUMERALS:
        written, scale = scaled(written)
        unit = scale + unit
    full_unit = target_units().read(unit, after_sign=after_sign)
    if full_unit is None:
        return None, ""
    if written[0] == "-":
        value = number(written[1:])
        return value and negated(value), full_unit
    return number(written), full_unit
