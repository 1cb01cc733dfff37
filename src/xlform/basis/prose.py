"""Figures of a 测算 text outside its equations: prices, counts, rates, sums, percentages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from xlform.basis.lexicon import NO_RATE, basis_words
from xlform.basis.records import Equation, Operand, Statement, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.units import per, read_unit, unit_at_start
from xlform.values.amount import parse_amount
from xlform.values.numerals import number

FigureKind = Literal["price", "count", "rate", "money", "total", "percent"]

_WORD = 24
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PERCENT = {"%": Unit("%", scale=-2), "‰": Unit("‰", scale=-3)}
_RATES = {"日": "日", "月": "月"}
_ONE = "一"
_DASHES = frozenset("-~—–")


class Figure(NamedTuple):
    """Number with its unit, the words before it and its place.

    ``lead`` are the words before the number without those that made it a price or a rate (每人),
    which begin at ``start`` of the text.
    ``first`` and ``last`` are its tokens, ``before`` how many equations begin before it. ``year``
    is the year said with it, 0 for none; ``ranged`` tells one end of a range (3-5次), ``digits``
    that it is written in digits.
    """

    kind: FigureKind
    operand: Operand
    lead: str
    start: int
    first: int
    last: int
    before: int
    year: int = 0
    ranged: bool = False
    digits: bool = True

    @property
    def value(self) -> Decimal:
        """Number in 万元 (for each, if a price) or in the base of the things counted."""
        return self.operand.base_value or Decimal(0)

    @property
    def unit(self) -> Unit:
        """Unit; every figure has one."""
        if self.operand.unit is None:
            raise AssertionError(self.operand)
        return self.operand.unit


class _Read(NamedTuple):
    unit: Unit
    last: int
    end: int


def figures(tokens: Tokens, equations: list[Equation]) -> list[Figure]:
    """Return each number of the prose that has a unit, from left to right."""
    begins = [one.start for one in equations]
    found: list[Figure] = []
    before = 0
    for place, kind in enumerate(tokens.kinds):
        if tokens.used[place]:
            continue
        while before < len(begins) and begins[before] < tokens.starts[place]:
            before += 1
        one = None
        if kind == "NUM":
            one = _in_digits(tokens, place, before)
        elif kind == "WORD" and not (found and found[-1].last >= place):
            one = _in_numerals(tokens, place, before)
        if one:
            found.append(one)
    return found


def statements(found: Iterable[Figure]) -> Iterator[Statement]:
    """Yield what the figures written in digits say, percentages left out."""
    words = basis_words()
    for one in found:
        if one.kind == "percent" or not one.digits:
            continue
        noun = words.without_leads(one.lead)
        yield Statement(
            kind=one.kind,
            noun=noun,
            value=one.operand.value or Decimal(0),
            unit=one.unit,
            text=one.operand.text,
            start=one.operand.start,
            end=one.operand.end,
            before=one.before,
            is_planned=not one.ranged and words.restates(noun),
        )


def _in_digits(tokens: Tokens, place: int, before: int) -> Figure | None:
    read = _unit_behind(tokens, place)
    if read is None:
        return None
    start = tokens.starts[place]
    value = Decimal(tokens.texts[place].replace(",", ""))
    text = tokens.source[start : read.end]
    lead, year = _lead(tokens, place)
    kind, unit, rest = _kind(read.unit, lead)
    operand = Operand(text, value, unit, start, read.end)
    begin = start
    if rest != lead and tokens.texts[place - 1] == lead:
        begin = tokens.end_of(place - 1, len(rest)) if rest else tokens.starts[place - 1]
    ranged = _is_end_of_range(tokens, place)
    return Figure(kind, operand, rest, begin, place, read.last, before, year, ranged)


def _is_end_of_range(tokens: Tokens, place: int) -> bool:
    """Return whether a number is the end of 3-5次 or 3至5次, or beside a sign left unread."""
    sign, kind = tokens.texts[place - 1] if place else "", tokens.kind(place - 1)
    if kind in ("OP", "EQ") or (kind == "OTHER" and sign in _DASHES):
        return True
    return sign in ("至", "到") and tokens.kind(place - 2) == "NUM"


def _in_numerals(tokens: Tokens, place: int, before: int) -> Figure | None:
    """Read a sum or a count in numerals at the end of a word: 每次五千元, 共二十次."""
    text = tokens.texts[place]
    if tokens.kind(place - 1) == "NUM" or tokens.kind(place + 1) in ("NUM", "OP", "EQ"):
        return None
    found = basis_words().numerals_before(text[-_WORD:])
    if not found or found[0] == _ONE:
        return None
    written = found[0] + found[1]
    lead = text[: -len(written)]
    value, read = _numerals(written, found)
    if value is None or read is None:
        return None
    start = tokens.end_of(place, len(lead)) if lead else tokens.starts[place]
    kind, unit, rest = _kind(read, lead)
    begin = start
    if rest != lead:
        begin = tokens.end_of(place, len(rest)) if rest else tokens.starts[place]
    end = tokens.ends[place]
    operand = Operand(tokens.source[start:end], value, unit, start, end)
    return Figure(kind, operand, rest, begin, place, place, before, digits=False)


def _numerals(written: str, found: tuple[str, str]) -> tuple[Decimal | None, Unit | None]:
    if not found[1].endswith("元"):
        return number(found[0]), read_unit(found[1])
    amount = parse_amount(written)
    return (amount.value, read_unit(amount.unit)) if amount else (None, None)


def _kind(unit: Unit, lead: str) -> tuple[FigureKind, Unit, str]:
    """Return what a figure is by its unit and the words before it; 每人500元 has 元/人."""
    words = basis_words()
    if unit.text in _PERCENT:
        return "percent", unit, lead
    each = words.each_of(lead)
    if each:
        for thing in each.things:
            unit = per(unit, thing) or unit
        lead = lead[: each.start]
        return ("rate" if unit.money_power is None else "price"), unit, lead
    if unit.is_price or (unit.is_money and lead.endswith(words.price_labels)):
        return "price", unit, lead
    if not unit.is_money:
        rate = _RATES.get(lead[:1]) if len(lead) > 1 and lead[1] not in NO_RATE else None
        by_time = per(unit, rate) if rate else None
        return ("rate", by_time, lead) if by_time else ("count", unit, lead)
    bare = words.without_leads(lead)
    total = words.totals.before(bare)
    return ("total" if total and not bare[: -len(total)].endswith("不") else "money"), unit, lead


def _unit_behind(tokens: Tokens, place: int) -> _Read | None:
    after = place + 1
    if tokens.kind(after) == "PCT":
        return _Read(_PERCENT[tokens.texts[after]], after, tokens.ends[after])
    if tokens.kind(after) == "LB" and tokens.match[after] > 0:
        close = tokens.match[after]
        unit = read_unit("".join(tokens.texts[after + 1 : close])[: _WORD + 1])
        return _Read(unit, close, tokens.ends[close]) if unit else None
    if tokens.kind(after) != "WORD" or tokens.used[after]:
        return None
    word = tokens.texts[after][:_WORD]
    if word[0] == "年" and _YEAR.fullmatch(tokens.texts[place]):
        return None
    return _price_behind(tokens, after, word) or _word_behind(tokens, after, word)


def _word_behind(tokens: Tokens, after: int, word: str) -> _Read | None:
    unit = unit_at_start(word)
    if unit is None:
        return None
    if unit.money_power is None and len(word) <= _WORD // 2:  # 9个社区 counts 社区 as well as 个
        unit = read_unit(word) or unit
    return _Read(unit, after, tokens.end_of(after, len(unit.text)))


def _price_behind(tokens: Tokens, after: int, word: str) -> _Read | None:
    """Read a price with its strokes: 元/人, 元/月·人, 元/人/天."""
    last, written, end = after, word, 0
    price: Unit | None = None
    while (tokens.is_op(last + 1, "/") or tokens.kind(last + 1) == "DOT") and tokens.kind(
        last + 2
    ) == "WORD":
        stroke = "·" if tokens.kind(last + 1) == "DOT" else "/"
        thing = tokens.texts[last + 2][:_WORD]
        thing = basis_words().counted_at(thing) or thing
        whole = read_unit(f"{written}{stroke}{thing}")
        if not whole or not whole.under:
            break
        last, written, price = last + 2, f"{written}{stroke}{thing}", whole
        end = tokens.end_of(last, len(thing))
    return _Read(price, last, end) if price else None


def _lead(tokens: Tokens, place: int) -> tuple[str, int]:
    """Return the words right before a number, also across a colon, and the year said with them."""
    before = place - 1
    if tokens.kind(before) == "COMMA" and tokens.texts[before] == ":":
        before -= 1
    if tokens.kind(before) == "LB":
        before -= 1
    if before < 0 or tokens.kind(before) != "WORD" or tokens.used[before]:
        return "", 0
    lead = tokens.texts[before][-_WORD:]
    figure = tokens.texts[before - 1] if tokens.kind(before - 1) == "NUM" else ""
    return lead, int(figure) if lead.startswith("年") and _YEAR.fullmatch(figure) else 0
