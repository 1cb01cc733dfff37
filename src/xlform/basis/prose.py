"""What the prose of a 测算 text says in numbers, outside its equations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xlform.basis.lexicon import basis_words
from xlform.basis.records import Equation, Said, Statement, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.units import price_each, read_unit, unit_at_start

_WORD = 24
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_EACH = re.compile("每一?([^每]{1,4}?)(?:费用|标准|补助|补贴|约)?$")


class _Read(NamedTuple):
    unit: Unit
    end: int


def statements(tokens: Tokens, equations: list[Equation]) -> Iterator[Statement]:
    """Each number of the prose that has a unit, from left to right."""
    begins = [one.start for one in equations]
    before = 0
    for place, kind in enumerate(tokens.kinds):
        if kind != "NUM" or tokens.used[place]:
            continue
        read = _unit_behind(tokens, place)
        if read is None:
            continue
        while before < len(begins) and begins[before] < tokens.starts[place]:
            before += 1
        yield _statement(tokens, place, read, before)


def _unit_behind(tokens: Tokens, place: int) -> _Read | None:
    after = place + 1
    if tokens.kind(after) == "LB" and tokens.match[after] > 0:
        close = tokens.match[after]
        unit = read_unit("".join(tokens.texts[after + 1 : close])[: _WORD + 1])
        return _Read(unit, tokens.ends[close]) if unit else None
    if tokens.kind(after) != "WORD" or tokens.used[after]:
        return None
    word = tokens.texts[after][:_WORD]
    if word[0] == "年" and _YEAR.fullmatch(tokens.texts[place]):
        return None
    if tokens.is_op(after + 1, "/") and tokens.kind(after + 2) == "WORD":
        price = unit_at_start(f"{word}/{tokens.texts[after + 2][:_WORD]}")
        if price and price.under:
            return _Read(price, tokens.ends[after + 2])
    unit = unit_at_start(word)
    if unit is None:
        return None
    if unit.coin is None and len(word) <= _WORD // 2:  # 9个社区 counts 社区 as well as 个
        unit = read_unit(word) or unit
    return _Read(unit, tokens.end_of(after, len(unit.text)))


def _statement(tokens: Tokens, place: int, read: _Read, before: int) -> Statement:
    lead = _lead(tokens, place)
    each = _EACH.search(lead)
    unit, said = read.unit, _said(read.unit, lead)
    if each:
        lead = lead[: each.start()]
        price = price_each(unit, each[1]) if said == "money" else None
        unit, said = (price, "price") if price else (unit, "rate" if said == "count" else said)
    noun = basis_words().without_leads(lead)
    start = tokens.starts[place]
    return Statement(
        said=said,
        noun=noun,
        value=Decimal(tokens.texts[place].replace(",", "")),
        unit=unit,
        text=tokens.source[start : read.end],
        start=start,
        end=read.end,
        before=before,
        firm=basis_words().restates(noun) and tokens.kind(place - 1) not in ("OP", "EQ"),
    )


def _said(unit: Unit, lead: str) -> Said:
    if unit.is_price:
        return "price"
    if not unit.is_money:
        return "count"
    words = basis_words()
    bare = words.without_leads(lead)
    total = words.totals.before(bare)
    return "total" if total and not bare[: -len(total)].endswith("不") else "money"


def _lead(tokens: Tokens, place: int) -> str:
    """The words right before a number, also across a colon: 宣传费：0.5万元/次."""
    before = place - 1
    if tokens.kind(before) == "COMMA" and tokens.texts[before] == ":":
        before -= 1
    if tokens.kind(before) == "LB":
        before -= 1
    if before < 0 or tokens.kind(before) != "WORD" or tokens.used[before]:
        return ""
    return tokens.texts[before][-_WORD:]
