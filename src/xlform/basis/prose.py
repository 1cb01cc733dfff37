"""Figures of a 测算 text outside its equations: prices, counts, rates, sums, percentages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from xlform.basis.lexicon import NO_RATE, basis_words
from xlform.basis.records import Equation, Operand, Statement, Unit
from xlform.basis.tokens import LIST_COMMA, Tokens
from xlform.basis.units import PERCENT, per, read_unit, unit_at_start

FigureKind = Literal["price", "count", "rate", "money", "total", "percent"]

_WORD = 24
_YEAR = 4
_RATES = {"日": "日", "月": "月"}
# ¥1,250.00
_SIGNS = ("¥", "￥")
_YUAN = Unit("元", -4, -4)
# 数量：40 counts anything.
_PIECES = Unit("", over=("",))
_BETWEEN_MONTHS = frozenset(("月至", "月到", "至", "到", "-", "~"))
_MONTHS = 12
_DASHES = frozenset("-~")


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
    unread: list[tuple[int, int]] = []
    before = 0
    for place, kind in enumerate(tokens.kinds):
        if kind != "NUM" or tokens.used[place]:
            continue
        while before < len(begins) and begins[before] < tokens.starts[place]:
            before += 1
        read = _unit_behind(tokens, place)
        if read:
            found.append(_figure(tokens, place, before, read))
        elif tokens.kind(place + 1) == "WORD":
            unread.append((place, before))
    if unread and found:
        found += _counted_by_prices(tokens, found, unread)
        found.sort(key=lambda one: one.first)
    return found


def _counted_by_prices(
    tokens: Tokens, found: list[Figure], unread: list[tuple[int, int]]
) -> list[Figure]:
    """Return the counts of things that only a price names: 260路 beside 每路每月90元."""
    things = {name for one in found if one.kind == "price" for name in one.unit.under}
    more = []
    anything = "个" in things
    for place, before in unread:
        word = tokens.texts[place + 1]
        thing = next((name for name in things if word.startswith(name)), "")
        if not thing and anything:  # 7镇2街道，每个2万元
            thing = basis_words().place_at(word)
        if thing and not tokens.used[place + 1]:
            end = tokens.end_of(place + 1, len(thing))
            read = _Read(Unit(thing, over=(thing,)), place + 1, end)
            more.append(_figure(tokens, place, before, read))
    return more


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


def _figure(tokens: Tokens, place: int, before: int, read: _Read) -> Figure:
    start = tokens.starts[place]
    value = Decimal(tokens.texts[place].replace(",", ""))
    text = tokens.source[start : read.end]
    lead, year = _lead(tokens, place)
    kind, unit, rest = _kind(read.unit, lead)
    if kind == "count" and (group := _group_behind(tokens, place, read)):
        kind, unit = "rate", group
    operand = Operand(text, value, unit, start, read.end)
    begin = start
    if rest != lead and tokens.texts[place - 1] == lead:
        begin = tokens.end_of(place - 1, len(rest)) if rest else tokens.starts[place - 1]
    ranged = _is_end_of_range(tokens, place)
    months = _months(tokens, place) if unit.over == ("月",) else None
    if months:
        kind, operand, ranged = "count", months, False
    digits = tokens.source[start].isdigit()
    return Figure(kind, operand, rest, begin, place, read.last, before, year, ranged, digits)


def _months(tokens: Tokens, place: int) -> Operand | None:
    """Return the count of months that 1月至6月 and 1-6月 are; ``None`` for what is no such."""
    between = tokens.texts[place - 1] if place else ""
    first = place - 2
    if between not in _BETWEEN_MONTHS or tokens.kind(first) != "NUM":
        return None
    begin, end = tokens.texts[first], tokens.texts[place]
    if not (begin.isdigit() and end.isdigit() and 0 < int(begin) <= int(end) <= _MONTHS):
        return None
    start, stop = tokens.starts[first], tokens.ends[place]
    count = Decimal(int(end) - int(begin) + 1)
    return Operand(tokens.source[start:stop], count, Unit("个月", over=("月",)), start, stop)


def _is_end_of_range(tokens: Tokens, place: int) -> bool:
    """Return whether a number is the end of 3-5次 or 3至5次, or beside a sign left unread."""
    sign, kind = tokens.texts[place - 1] if place else "", tokens.kind(place - 1)
    times = sign in ("*", "/") and tokens.kind(place - 2) == "WORD"
    if times and tokens.kind(place - 3) == "NUM":  # 100人×100元/月，12个月
        return False
    if kind in ("OP", "EQ") or (kind == "OTHER" and sign in _DASHES):
        return True
    return sign in ("至", "到") and tokens.kind(place - 2) == "NUM"


def _kind(unit: Unit, lead: str) -> tuple[FigureKind, Unit, str]:
    """Return what a figure is by its unit and the words before it; 每人500元 has 元/人."""
    words = basis_words()
    if unit in PERCENT.values():
        return "percent", unit, lead
    each = words.each_of(lead)
    if each:
        for thing in each.things:
            further = per(unit, thing)
            if further and further.under[-1] not in unit.under:  # 生均650元/生·年
                unit = further
        lead = lead[: each.start]
        return ("rate" if unit.money_power is None else "price"), unit, lead
    timed = unit.money_power is None or any(words.is_time(name) for name in unit.under)
    time = "" if timed else words.paid_by(lead)
    unit = (per(unit, time) if time else None) or unit
    if unit.is_price or (unit.is_money and lead.endswith(words.price_labels)):
        return "price", unit, lead
    if not unit.is_money:
        if unit.under:  # 5天/期
            return "rate", unit, lead
        rate = _RATES.get(lead[:1]) if len(lead) > 1 and lead[1] not in NO_RATE else None
        by_time = per(unit, rate) if rate else None
        return ("rate", by_time, lead) if by_time else ("count", unit, lead)
    bare = words.without_leads(lead)
    total = words.totals.before(bare)
    return ("total" if total and not bare[: -len(total)].endswith("不") else "money"), unit, lead


def is_attribute(tokens: Tokens, one: Figure) -> bool:
    """Return whether a sum only describes what is counted: 五千万元楼宇4栋."""
    noun = tokens.ends[one.last] > one.operand.end and tokens.kind(one.last) == "WORD"
    return noun and tokens.kind(one.last + 1) == "NUM"


def unread_numbers(tokens: Tokens, read: list[Figure], before: Figure) -> list[Decimal]:
    """Return the numbers from the first of some figures to another one that are none of them.

    Of things each of which is counted (春秋装、冬装各1套) their number is one too.
    """
    places = {one.first for one in read}
    numbers = [
        Decimal(tokens.texts[place].replace(",", ""))
        for place in range(read[0].first, before.first)
        if tokens.kind(place) == "NUM" and place not in places
    ]
    text, each, _ = tokens.source[read[0].start : before.start].rpartition("各")
    clause = max(text.rfind(mark) for mark in "，,；;。")
    listed = text.count("、", clause + 1) + 1 if each else 0
    return [*numbers, Decimal(listed)] if listed > 1 else numbers


def _group_behind(tokens: Tokens, place: int, read: _Read) -> Unit | None:
    """Read 3人一组 as 3人/组."""
    if read.last != place + 1 or tokens.kind(read.last) != "WORD":
        return None
    word = tokens.texts[read.last]
    group = basis_words().group_in(word)
    return per(unit_at_start(word) or read.unit, group) if group else None


def _unit_behind(tokens: Tokens, place: int) -> _Read | None:
    read = _unit_written_behind(tokens, place)
    if read is None and tokens.kind(place + 1) in ("COMMA", "SEP") and _is_each(tokens, place):
        return _Read(_YUAN, place, tokens.ends[place])
    if read is None and tokens.source[tokens.starts[place] - 1 : tokens.starts[place]] in _SIGNS:
        return _Read(_YUAN, place, tokens.ends[place])
    if read is None and _lead(tokens, place)[0].endswith(basis_words().number_labels):
        return _Read(_PIECES, place, tokens.ends[place])
    return read


def _is_each(tokens: Tokens, place: int) -> bool:
    """Return whether a number without a unit is a price: 每人500，200人."""
    lead = _lead(tokens, place)[0]
    each = basis_words().each_of(lead) if "每" in lead else None
    return each is not None and not lead[each.start :].strip("每" + "".join(each.things))


def _unit_written_behind(tokens: Tokens, place: int) -> _Read | None:
    after = place + 1
    if tokens.kind(after) == "PCT":
        return _Read(PERCENT[tokens.texts[after]], after, tokens.ends[after])
    if tokens.kind(after) == "LB" and tokens.match[after] > 0:
        close = tokens.match[after]
        unit = read_unit("".join(tokens.texts[after + 1 : close])[: _WORD + 1])
        return _Read(unit, close, tokens.ends[close]) if unit else None
    if tokens.kind(after) != "WORD" or tokens.used[after]:
        return None
    word = tokens.texts[after][:_WORD]
    if word[0] == "年" and _is_year(tokens.texts[place]):
        return None
    return _price_behind(tokens, after, word) or _word_behind(tokens, after, word)


def _word_behind(tokens: Tokens, after: int, word: str) -> _Read | None:
    unit = unit_at_start(word)
    if unit is None:
        return None
    words = basis_words()
    if unit.text in words.counters:  # 9个社区 counts 社区 as well as 个
        unit = read_unit(words.name_at(word, len(unit.text))) or unit
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


def _is_year(figure: str) -> bool:
    return len(figure) == _YEAR and figure.isdigit() and figure.startswith(("19", "20"))


def _lead(tokens: Tokens, place: int) -> tuple[str, int]:
    """Return the words right before a number, also across a colon, and the year said with them."""
    before = place - 1
    if tokens.kind(before) == "COMMA" and tokens.texts[before] == ":":
        before -= 1
    if tokens.kind(before) == "LB":
        before -= 1
    elif tokens.kind(before) == "RB" and tokens.match[before] >= 0:
        begin = tokens.match[before]
        if tokens.figures[before] == tokens.figures[begin]:  # 每个村（社区）3万元
            before = begin - 1
    if before < 0 or tokens.kind(before) != "WORD" or tokens.used[before]:
        return "", 0
    lead = tokens.texts[before][-_WORD:]
    shared = tokens.texts[before - 2] if tokens.texts[before - 1 : before] == [LIST_COMMA] else ""
    if "每" in shared and tokens.kind(before - 3) != "NUM":  # 每次场租、宣传费约5万元
        lead = (shared + lead)[-_WORD:]
    figure = tokens.texts[before - 1] if tokens.kind(before - 1) == "NUM" else ""
    return lead, int(figure) if lead.startswith("年") and _is_year(figure) else 0
