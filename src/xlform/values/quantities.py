"""Numbers and ranges with their comparator and unit, with nothing else around but known words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlform.model.submission import Comparator, Target
from xlform.values.numerals import DIGITS, NUMERALS, WORDS, negated, number, one_of, scaled
from xlform.values.target_units import TargetUnits, target_units
from xlform.values.words import Lexicon, lexicon

# A short dash before the second number divides, before the first it is a minus.
_UNSIGNED = (
    rf"{DIGITS}|[百千]分之(?:{DIGITS}|{WORDS}|百)|百分百|(?<!每)半(?=个?小时|个?月|天|年)|{WORDS}"
)
_NUMBER = re.compile(f"-?(?:{_UNSIGNED})")
_BRACKET = r"\([^()]*\)"
# 2023.6 may be June or a number.
_YEAR_AND_DIGIT = re.compile(r"(?:19|20)[0-9]{2}\.[0-9]")
# 含 leaves ≥ what it is; 不含 makes it >.
_INCLUDED = re.compile(r"(不?含)(?:本数|[0-9.]+[%‰]?)?")
_HALF = Decimal("0.5")


class _Tail(NamedTuple):
    """What stands behind a number: its unit, 以上 or the like, and a bracket."""

    unit: str
    limit: str
    bracket: str


class Quantities:
    """The patterns by the words in force."""

    def __init__(self, words: Lexicon, units: TargetUnits) -> None:
        self.words, self.units = words, units
        filler, before = one_of(*words.fillers), one_of(*words.fillers, *words.plans)
        sign = one_of(*words.signs, *words.comparators)
        limit = one_of(*words.limits)
        done = one_of(*words.tails)
        each = one_of(*words.each)
        self.each = re.compile(f"每一?个?({each})|({each})均")
        self.head = re.compile(
            rf"{before}{{0,3}}(?P<each>(?:每一?个?{each}){{1,3}}|{each}均|){before}{{0,2}}"
            rf"(?P<sign>{sign})?{filler}{{0,2}}(?P<yuan>¥?)"
        )
        self.between = re.compile(
            rf"(?P<unit>.*?)(?:(?P<to>[-~至到])(?P<minus>-|\+)?|[且并和,;、]?(?P<sign>{sign}))"
        )
        self.tail = re.compile(
            rf"(?P<unit>.*?)(?P<limit>{limit})?(?:{done}){{0,4}}(?P<bracket>{_BRACKET})?"
        )
        # 30分钟内响应: after a limit of time any short words say what is done by then.
        self.in_time = re.compile(
            rf"(?P<unit>{one_of(*units.time)})(?P<limit>以内|之内|内)[一-鿿]{{1,10}}"
            rf"(?P<bracket>{_BRACKET})?"
        )
        self.zero = re.compile(f"(?P<unit>){one_of(*words.zero_things)}(?P<limit>)(?P<bracket>)")
        self.tolerance = re.compile(
            rf"{filler}{{0,2}}(?P<sign>{sign})?(?:±|正负)(?P<number>{DIGITS})(?P<unit>.*?)"
            rf"(?P<limit>范围内|以内|之内|内)?(?P<bracket>{_BRACKET})?"
        )


@lru_cache(maxsize=1)
def quantities() -> Quantities:
    """Return the patterns of the words in force."""
    return Quantities(lexicon(), target_units())


@lru_cache(maxsize=1)
def _unsigned() -> re.Pattern[str]:
    """Return the pattern of a number without a sign: needed only where a target may hold two."""
    return re.compile(_UNSIGNED)


def read_quantity(text: str, folded: str) -> Target | None:
    """Read a number or a range with nothing around it but known words; else it is prose."""
    grammar = quantities()
    if "±" in folded or folded.startswith("正负"):
        return _tolerance(text, folded, grammar)
    first = _NUMBER.search(folded)
    head = grammar.head.fullmatch(folded, 0, first.start()) if first else None
    if not first or not head:
        return None
    second = _unsigned().search(folded, first.end())
    between = grammar.between.fullmatch(folded, first.end(), second.start()) if second else None
    if second and between:
        found = _range(text, (first[0], head), between, (second[0], folded[second.end() :]))
        if found:
            return found
    tail = _tail(folded, first.end(), grammar, zero=_is_zero(first[0]))
    return _number(text, first[0], head, tail) if tail else None


def _is_zero(written: str) -> bool:
    return written in ("0", "零", "〇")


def _tail(folded: str, start: int, grammar: Quantities, *, zero: bool = False) -> _Tail | None:
    found = grammar.zero.fullmatch(folded, start) if zero else None
    found = found or grammar.in_time.fullmatch(folded, start)
    found = found or grammar.tail.fullmatch(folded, start)
    return _Tail(found["unit"], found["limit"] or "", found["bracket"] or "") if found else None


def _each(head: re.Match[str], grammar: Quantities) -> str:
    found = grammar.each.findall(head["each"]) if head["each"] else ()
    return "".join(f"/{every or average}" for every, average in found)


def _number(text: str, written: str, head: re.Match[str], tail: _Tail) -> Target | None:
    grammar, sign, limit = quantities(), head["sign"], tail.limit
    comparator = _comparator(sign, limit, grammar.words)
    value, unit = _value(written, tail.unit, after_sign=bool(sign))
    each = _each(head, grammar)
    if comparator is None or value is None or limit == "之间" or (each and not tail.unit):
        return None
    # 四个意识: numerals open so many set phrases that only a sign lets a name follow them.
    if written[0] in NUMERALS and not (
        sign or limit or not tail.unit or tail.unit in grammar.units.known
    ):
        return None
    if not tail.unit and not tail.bracket and _YEAR_AND_DIGIT.fullmatch(written):
        return None
    if tail.bracket:
        included = _included(tail.bracket, comparator)
        whole = unit if included else grammar.units.with_bracket(unit, tail.bracket)
        if whole is None or included is None:
            return None
        unit, comparator = whole, included or comparator
    if head["yuan"] and not unit:
        unit = "元"
    return Target(text, comparator, value, unit + each, "number")


def _included(bracket: str, comparator: Comparator) -> Comparator | None:
    """Return the comparator a bracket 含 or 不含 leaves; "" for any other, ``None`` at odds."""
    found = _INCLUDED.fullmatch(bracket[1:-1])
    if not found:
        return ""
    if found[1] == "含":
        return comparator if comparator in (">=", "<=") else None
    return {">=": ">", "<=": "<", ">": ">", "<": "<"}.get(comparator)  # type: ignore[return-value]


def _range(
    text: str, low: tuple[str, re.Match[str]], between: re.Match[str], high: tuple[str, str]
) -> Target | None:
    """Read two ends in one unit; the first may leave its unit to the second (``3-5万元``)."""
    grammar, (written, head) = quantities(), low
    tail = _tail(high[1], 0, grammar)
    if not tail:
        return None
    sign, words = head["sign"], grammar.words
    plain = sign is None or sign in words.yielding
    plain = plain and words.limits.get(tail.limit or "左右") == "="
    bounds = _of_sign(sign, words) == ">=" and _of_sign(between["sign"], words) == "<="
    if not (plain if between["to"] else bounds and not tail.limit):
        return None
    minus = "-" if between["minus"] == "-" else ""
    least, first_unit = _value(written, between["unit"])
    most, unit = _value(minus + high[0], tail.unit)
    if tail.bracket:
        whole = grammar.units.with_bracket(unit, tail.bracket)
        if whole is None:
            return None
        unit = whole
    unit = unit or first_unit
    if least is None or most is None or least > most or first_unit not in ("", unit):
        return None
    unit += _each(head, grammar)
    return Target(text, unit=unit, type="range", low=least, high=most)


def _tolerance(text: str, folded: str, grammar: Quantities) -> Target | None:
    """Read ``±3%以内``: from -3 to 3; ``±5%`` alone leaves open whether it is a limit."""
    found = grammar.tolerance.fullmatch(folded)
    if not found or not (found["limit"] or _of_sign(found["sign"], grammar.words) == "<="):
        return None
    most, unit = _value(found["number"], found["unit"])
    if most is None or (found["sign"] and _of_sign(found["sign"], grammar.words) != "<="):
        return None
    return Target(text, unit=unit, type="range", low=negated(most), high=most)


def _of_sign(sign: str | None, words: Lexicon) -> Comparator:
    return words.signs.get(sign) or words.comparators[sign] if sign else ""


def _comparator(sign: str | None, limit: str, words: Lexicon) -> Comparator | None:
    """Return the comparator that sign and limit agree on; ``None`` for ``≥5%以下``."""
    after: Comparator = words.limits[limit] if limit else ""
    if not sign or (after and sign in words.yielding):
        return after or "="
    before = _of_sign(sign, words)
    return before if not after or before[0] == after[0] else None


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
