"""Expressions found in prose: read from right to left, from the ``=`` they stand before.

``修复20次20次*0.5（万元/次）=10万元`` can only be read so: from the left, the first 20次 looks like
an operand as well.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from xlform.basis.expressions import Expression
from xlform.basis.lexicon import basis_words
from xlform.basis.records import Operand, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.units import PERCENT, per, read_unit, unit_at_start

_DEEPEST = 8
_BETWEEN = frozenset("~至到")
_LONGEST_THING = 6
# Nothing that matters to an operand is longer; a text may be.
_WORD = 24


class _Found(NamedTuple):
    """Operand or bracket, and the place of its first token."""

    node: Operand | Expression
    place: int


def expression_before(
    tokens: Tokens, last: int, first: int, depth: int = 0
) -> tuple[Expression, int] | None:
    """Return the longest expression that ends with token ``last``, beginning at ``first`` or later.

    ``None`` where an operand can't be read: an equation is never made of half of one. Also given is
    the place of its first token.
    """
    items: list[tuple[str, Operand | Expression]] = []
    here, end, sign = last, tokens.ends[last], ""
    while True:
        found = _operand(tokens, here, first, sign, depth)
        if found is None:
            if sign in ("", "*", "÷", "/") or not items:
                return None
            break  # 项目-3次*0.6: the stroke belongs to the words before it
        if items:
            items[-1] = (sign, items[-1][1])
        node, place = found
        if _is_range(tokens, node, place):
            return None
        label = place - 1
        if label > first and tokens.kind(label) == "WORD" and tokens.kind(label - 1) == "OP":
            node = _labelled(node, tokens.texts[label])
            place = label
        items.append(("", node))
        before = place - 1
        if before <= first - 1 or tokens.kind(before) != "OP":
            break
        sign, here = tokens.texts[before], before - 1
        if here < first:
            break
    start = items[-1][1].start
    return Expression(tuple(reversed(items)), start, end), place


def _is_range(tokens: Tokens, node: Operand | Expression, place: int) -> bool:
    """``3-5次``, ``3～5次``, ``1至12月``: two ends and no number; ``10-2万元`` is a difference."""
    if tokens.kind(place - 2) != "NUM" or isinstance(node, Expression):
        return False
    between = tokens.texts[place - 1]
    counted = node.unit is not None and node.unit.money_power is None and bool(node.unit.over)
    return between in _BETWEEN or (between == "-" and counted)


def _operand(tokens: Tokens, last: int, first: int, right: str, depth: int) -> _Found | None:
    while last >= first and tokens.kind(last) == "RB":
        found = _bracket(tokens, last, first, depth)
        if found is not None:
            return found
        last = tokens.match[last] - 1  # a remark beside the operand
        if tokens.kind(last) == "OP":
            return None
    if last < first:
        return None
    kind = tokens.kind(last)
    if kind == "NUM":
        return _Found(_number(tokens, last, None, last), last)
    if kind == "OP":  # 20次*=10万元
        place = tokens.ends[last]
        return _Found(Operand("", None, None, place, place), last + 1)
    return _worded(tokens, last, first, right) if kind in ("WORD", "PCT") else None


def _bracket(tokens: Tokens, last: int, first: int, depth: int) -> _Found | None:
    """Read a bracket that is a unit or a part of the calculation; ``None`` for a remark."""
    begin = tokens.match[last]
    if begin < first:
        return None
    if tokens.figures[last] == tokens.figures[begin]:
        unit = read_unit(_short("".join(tokens.texts[begin + 1 : last])))
        return _with_bracketed_unit(tokens, begin, last, first, unit) if unit else None
    if depth == _DEEPEST or last - 1 == begin:
        return None
    inner = expression_before(tokens, last - 1, begin + 1, depth + 1)
    if not inner or not _is_whole(tokens, inner, begin) or _is_remark(tokens, begin, inner[0]):
        return None
    whole = inner[0]._replace(start=tokens.starts[begin], end=tokens.ends[last])
    return _Found(whole, begin)


def _is_whole(tokens: Tokens, inner: tuple[Expression, int], begin: int) -> bool:
    """Return whether an expression fills its bracket, but for a label: （房费340元＋餐费130元）."""
    label = inner[1] == begin + 2 and tokens.kind(begin + 1) == "WORD"
    return inner[1] == begin + 1 or (label and len(inner[0].items) > 1)


def _is_remark(tokens: Tokens, begin: int, inner: Expression) -> bool:
    """``20次（2天）*0.5``: one figure in brackets behind an operand only explains it."""
    return len(inner.items) == 1 and tokens.kind(begin - 2) == "NUM"


def _with_bracketed_unit(
    tokens: Tokens, begin: int, last: int, first: int, unit: Unit
) -> _Found | None:
    before, end = begin - 1, tokens.ends[last]
    if before >= first and tokens.kind(before) == "NUM":
        return _Found(_number(tokens, before, unit, last), before)
    if before < first or tokens.kind(before) in ("OP", "EQ", "SEP", "COMMA", "LB"):
        text = tokens.source[tokens.starts[begin] : end]
        return _Found(Operand(text, None, unit, tokens.starts[begin], end), begin)
    if tokens.kind(before) == "WORD" and tokens.kind(before - 1) == "OP":  # 6次*单价（万元/次）
        start = tokens.starts[before]
        return _Found(Operand(tokens.source[start:end], None, unit, start, end), before)
    if tokens.kind(before) == "WORD" and tokens.kind(before - 1) == "NUM":  # 10万（元）
        whole = read_unit(tokens.texts[before] + unit.text)
        if whole and before - 1 >= first:
            return _Found(_number(tokens, before - 1, whole, last), before - 1)
    return None


def _worded(tokens: Tokens, last: int, first: int, right: str) -> _Found | None:
    """Read a number and the words of its unit; words without a number are a missing operand."""
    begin = _unit_begin(tokens, last, first)
    written = "".join(tokens.texts[begin : last + 1])
    if begin - 1 >= first and tokens.kind(begin - 1) == "NUM":
        unit, estimate = _unit(written)
        operand = _number(tokens, begin - 1, unit, last)
        if estimate:
            operand = _estimated(operand, estimate)
        return _Found(operand, begin - 1)
    start, end = tokens.starts[begin], tokens.ends[last]
    counted = _counted_sum(tokens, begin, last, first)
    if counted:
        return counted
    if tokens.kind(begin - 1) == "RB" and tokens.figures[begin] > tokens.figures[first]:
        return None  # （3+2）次: no operand is read of half of one
    sign = tokens.texts[begin - 1] if begin > first and tokens.kind(begin - 1) == "OP" else ""
    if sign in ("*", "÷") or (not sign and right in ("*", "÷")):
        unit = read_unit(_short(written))
        unit = unit if unit and unit.money_power is not None else None
        return _Found(Operand(tokens.source[start:end], None, unit, start, end), begin)
    return None


def _counted_sum(tokens: Tokens, begin: int, last: int, first: int) -> _Found | None:
    """Read （20+30）人 and （340元+130元）/人·天: a sum in brackets with the unit behind it."""
    stroke = tokens.is_op(begin - 1, "/")
    close = begin - 1 - stroke
    opened = tokens.match[close] if close > first and tokens.kind(close) == "RB" else -1
    if opened < first:
        return None
    inner = expression_before(tokens, close - 1, opened + 1, _DEEPEST)
    quantity = inner[0].quantity() if inner and _is_whole(tokens, inner, opened) else None
    if quantity is None or quantity.over or quantity.under or quantity.mixed:
        return None
    if quantity.money != int(stroke) or not quantity.base_value.is_finite():
        return None
    unit = read_unit(_short("万元/" * stroke + "".join(tokens.texts[begin : last + 1])))
    start, end = tokens.starts[opened], tokens.ends[last]
    operand = Operand(tokens.source[start:end], quantity.base_value, unit, start, end)
    return _Found(operand, opened) if unit else None


def _unit_begin(tokens: Tokens, last: int, first: int) -> int:
    """Return the first of the tokens a unit is written in: 元 / 人 · 天, also 元 / 人 * 天."""
    begin = last
    while begin - 2 >= first and tokens.kind(begin - 2) == "WORD":
        joined = tokens.is_op(begin - 1, "/") or tokens.kind(begin - 1) == "DOT"
        more = (
            tokens.is_op(begin - 1, "*")
            and tokens.texts[begin] in basis_words().counted
            and tokens.is_op(begin - 3, "/")
        )
        if not joined and not more:
            break
        begin -= 2
    return begin


def _unit(written: str) -> tuple[Unit | None, str]:
    """Return the unit written behind a number, and the word that makes it an estimate."""
    if written in PERCENT:
        return PERCENT[written], ""
    written = _short(written)
    estimate = basis_words().estimates.before(written)
    unit = read_unit(written[: -len(estimate)]) if estimate else None
    if unit:
        return unit, estimate
    return read_unit(written) or unit_at_start(written), ""


def _number(tokens: Tokens, place: int, unit: Unit | None, last: int) -> Operand:
    start, end = tokens.starts[place], tokens.ends[last]
    value = Decimal(tokens.texts[place].replace(",", ""))
    operand = Operand(tokens.source[start:end], value, unit, start, end)
    before = tokens.texts[place - 1] if tokens.kind(place - 1) == "WORD" else ""
    found = basis_words().estimates.before(before)
    return _estimated(operand, found, before=len(found)) if found else operand


def _estimated(operand: Operand, word: str, before: int = 0) -> Operand:
    return Operand(
        word + operand.text if before else operand.text,
        operand.value,
        operand.unit,
        operand.start - before,
        operand.end,
        word,
    )


def _labelled(node: Operand | Expression, label: str) -> Operand | Expression:
    """Return an operand with the word before it: 每次0.5万元 is 0.5万元/次."""
    thing = label[-_LONGEST_THING - 1 :].partition("每")[2].removeprefix("一")
    if isinstance(node, Expression) or not thing or not node.unit:
        return node
    unit = per(node.unit, thing) if node.unit.money_power is not None else None
    if not unit:
        return node
    return Operand(label + node.text, node.value, unit, node.start, node.end, node.estimate)


def _short(written: str) -> str:
    return written[: _WORD + 1]
