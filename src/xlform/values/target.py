"""指标值: what an indicator has to reach, read from one cell of free text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from xlform.model.submission import Comparator, Target
from xlform.values import words
from xlform.values.days import read_span
from xlform.values.numerals import DIGITS, NUMERALS, WORDS, fold, negated, number, one_of, scaled

# The platform takes at most 150 characters; nothing half as long is a number and its unit.
_LONGEST = 80


_FILLER, _SIGN = one_of(*words.FILLERS), one_of(*words.SIGNS, *words.PREFIXES)
# A short dash before the second number divides, before the first it is a minus.
_UNSIGNED = rf"{DIGITS}|[百千]分之(?:{DIGITS}|{WORDS}|百)|百分百|{WORDS}"
_NUMBER = re.compile(f"-?(?:{_UNSIGNED})")
_HEAD = re.compile(
    rf"{_FILLER}{{0,3}}(?P<each>(?:每{one_of(*words.EACH)}){{0,2}}){_FILLER}{{0,2}}"
    rf"(?P<sign>{_SIGN})?{_FILLER}{{0,2}}"
)
_BETWEEN = re.compile(rf"(?P<unit>.*?)(?:(?P<to>[-~至到])|[且并和,;、]?(?P<sign>{_SIGN}))")
_TAIL = re.compile(rf"(?P<unit>.*?)(?P<suffix>{one_of(*words.SUFFIXES)})?{one_of(*words.TAILS)}?")
_KNOWN = frozenset(("%", "‰", "元", "万元", "亿元", *words.COUNTERS, *words.MEASURES))
_COUNTERS = frozenset(words.COUNTERS)
_NAME = re.compile(f"(?:(?![{words.NOT_COUNTED}]|{one_of(*words.NOT_COUNTED_WORDS)})[一-鿿])+")
# One character tells most qualitative values (提升, 较好完成) from all that have to be parsed.
_COUNTABLE = re.compile(f"[0-9年月季{NUMERALS}]")
_DATED = re.compile(
    r"(?<![/每个])[年月季]|(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]"
    r"|^(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}|\.[0-9]{2}|[01][0-9][0-3][0-9])$"
)
_DAY = re.compile(rf"{one_of(*words.DAY_FILLERS)}?(?P<day>.+?){one_of(*words.DAY_TAILS)}?")


@lru_cache(maxsize=1)
def _unsigned() -> re.Pattern[str]:
    """A number without a sign: asked for only where a target may hold two."""
    return re.compile(_UNSIGNED)


def parse_target(text: str, year: int | None = None) -> Target:
    """Read what a 指标值 asks for, with the text kept as given; never raises.

    A number has its comparator ("=" where none is written) and its unit as written, but 万 and
    亿 become 万元 and 亿元; ``90%`` is 90 of unit %. A range has ``low`` and ``high``. A date is
    the last day meant, comparator "<="; ``year`` stands in where the text names none. ``/`` and 无
    are empty. The rest is qualitative: a sentence is never searched for a number.
    Source: domain.md §2.5.
    """
    folded = fold(text)
    if not folded or folded in words.NONE:
        return Target(text)
    if len(folded) > _LONGEST or not _COUNTABLE.search(folded) or folded in words.ADVERBS:
        return Target(text, type="qualitative")
    return (
        (_day(text, folded, year) if _DATED.search(folded) else None)
        or _measured(text, folded)
        or Target(text, type="qualitative")
    )


def _day(text: str, folded: str, year: int | None) -> Target | None:
    span = read_span(folded, year)
    if not span:
        found = _DAY.fullmatch(folded)
        bare = found["day"] if found else folded
        span = read_span(bare, year) if bare != folded else None
    if not span or not span[1]:
        return None
    return Target(text, comparator="<=", type="date", date=span[1])


def _measured(text: str, folded: str) -> Target | None:
    """Read a number with nothing around it but known words; else it is prose."""
    first = _NUMBER.search(folded)
    head = _HEAD.fullmatch(folded, 0, first.start()) if first else None
    if not first or not head:
        return None
    second = _unsigned().search(folded, first.end())
    between = _BETWEEN.fullmatch(folded, first.end(), second.start()) if second else None
    last = second if second and between else first
    tail = _TAIL.fullmatch(folded, last.end())
    if not tail:
        return None
    sign, each = head["sign"], head["each"].replace("每", "/")
    if not second or not between:
        return _number(text, first[0], sign, (tail["unit"], each, tail["suffix"]))
    plain = sign in (None, words.YIELDING) and words.SUFFIXES.get(tail["suffix"] or "左右") == "="
    bounds = _of_sign(sign) == ">=" and _of_sign(between["sign"]) == "<=" and not tail["suffix"]
    if not (plain if between["to"] else bounds):
        return None
    return _range(text, (first[0], between["unit"]), (second[0], tail["unit"] + each))


def _number(
    text: str, written: str, sign: str | None, rest: tuple[str, str, str | None]
) -> Target | None:
    unit, each, suffix = rest
    comparator = _comparator(sign, suffix)
    value, full_unit = _quantity(written, unit, is_number=bool(sign))
    if comparator is None or value is None or suffix == "之间" or (each and not unit):
        return None
    # 四个意识: numerals open so many set phrases that only a sign lets a name follow them.
    if written[0] in NUMERALS and not (sign or suffix or not unit or unit in _KNOWN):
        return None
    return Target(text, comparator, value, full_unit + each, "number")


def _range(text: str, low: tuple[str, str], high: tuple[str, str]) -> Target | None:
    """Join two ends in one unit; the first may leave its unit to the second (``3-5万元``)."""
    least, first_unit = _quantity(*low)
    most, unit = _quantity(*high)
    unit = unit or first_unit
    if least is None or most is None or least > most or first_unit not in ("", unit):
        return None
    return Target(text, unit=unit, type="range", low=least, high=most)


def _of_sign(sign: str | None) -> Comparator:
    return words.SIGNS.get(sign) or words.PREFIXES[sign] if sign else ""


def _comparator(sign: str | None, suffix: str | None) -> Comparator | None:
    """Find the comparator that sign and suffix agree on; ``None`` for ``≥5%以下``."""
    after = words.SUFFIXES[suffix] if suffix else None
    if not sign or (after and sign == words.YIELDING):
        return after or "="
    before = _of_sign(sign)
    return before if after is None or before[0] == after[0] else None


def _quantity(written: str, unit: str, *, is_number: bool = False) -> tuple[Decimal | None, str]:
    """Read a number and its unit; the number may hold a part of its unit (三十万, 百分之五)."""
    if written[1:2] == "分":
        parts = "百" if written == "百分百" else written[3:]
        value = Decimal(100) if parts == "百" else number(parts)
        return (None if unit else value), "%" if written[0] == "百" else "‰"
    if written[0] in NUMERALS:
        written, scale = scaled(written)
        unit = scale + unit
    full_unit = _unit(unit, is_number=is_number)
    if full_unit is None:
        return None, ""
    if written[0] == "-":
        value = number(written[1:])
        return value and negated(value), full_unit
    return number(written), full_unit


def _unit(written: str, *, is_number: bool) -> str | None:
    """Read a unit without its bracket or stroke; ``None`` where the text is none.

    After a sign (``is_number``) any short name is a unit: ``≥3标段``.
    """
    if not written or written in _KNOWN:
        return written
    if written[0] == "(" and written[-1] == ")":
        written = written[1:-1]
    written = written.removeprefix("/").replace("/每", "/")
    if written in ("万", "亿"):
        return written + "元"
    counted, *per = written.replace("·", "/").split("/")
    known = _is_counted(counted) or (is_number and _is_name(counted, 6))
    return written if known and all(each in _KNOWN or _is_name(each) for each in per) else None


def _is_counted(written: str) -> bool:
    whole = written[1:] if written.startswith(("百", "千", "万", "亿")) else written
    return whole in _KNOWN or (whole[:1] in _COUNTERS and _is_name(whole[1:]))


def _is_name(written: str, longest: int = 4) -> bool:
    return 0 < len(written) <= longest and _NAME.fullmatch(written) is not None
