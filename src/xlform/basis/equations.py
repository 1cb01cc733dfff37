"""Equations of a text: each ``=`` with the expressions before and behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from msgspec import structs

from xlform.basis.expressions import EXACT, Expression, Quantity
from xlform.basis.operands import expression_before
from xlform.basis.products import BUDGET_YEAR
from xlform.basis.records import Equation, Operand
from xlform.basis.tokens import Tokens
from xlform.basis.units import fits, read_unit, unit_at_start
from xlform.values.money import unit_names

_LONGEST_LABEL = 6
_LONGEST_NOUN = 30
_WORD = 24  # no unit is longer; a text may be
_CENT = Decimal("0.005")
_WAN = Decimal(10_000)
_YUAN = -4
_TIMES = frozenset(("年", "月", "日"))
_STOPS = ("SEP", "COMMA", "EQ", "")


class _Side(NamedTuple):
    """One side of a ``=``; ``first`` and ``last`` are token indexes."""

    expression: Expression
    first: int
    last: int


def equations(tokens: Tokens) -> list[Equation]:
    """Return every equation from left to right; text not read whole is left to the prose."""
    found: list[Equation] = []
    floor = 0
    before: _Side | None = None
    for place, kind in enumerate(tokens.kinds):
        if kind != "EQ" or place < floor:
            continue
        left = _left(tokens, place, floor, before)
        right = _right(tokens, place) if left else None
        turned = before is None and left and right and _turned(tokens, left, right)
        before = None
        if turned and right:
            found.append(turned)
            tokens.used[place - 1 : right.last + 1] = [True] * (right.last + 2 - place)
            floor = right.last + 1
            continue
        if left is None or not _is_equation(tokens, left, place, right):
            floor = place + 1
            continue
        last = right.last if right else place
        chained = right is not None and tokens.kind(last + 1) == "EQ"
        found.append(_equation(tokens, left, right, tokens.ends[place], final=not chained))
        tokens.used[left.first : last + 1] = [True] * (last + 1 - left.first)
        if right:
            _leave_rest(tokens, right)
        floor, before = (last + 1, right) if chained else (last + 1, None)
    found += _without_result(tokens)
    found.sort(key=lambda one: one.start)
    return list(_totals(found))


def _turned(tokens: Tokens, left: _Side, right: _Side) -> Equation | None:
    """Read a result before its sum: 300=40+55+160+45."""
    several = len(right.expression.operands()) > 1 == len(left.expression.operands())
    if not several or tokens.kind(right.last + 1) == "EQ" or left.first != left.last:
        return None
    found = _equation(tokens, right, left, right.expression.end, final=True)
    start, end = left.expression.start, right.expression.end
    text = tokens.source[right.expression.start : end]
    return structs.replace(
        found, text=tokens.source[start:end], left=text, start=start, end=end, result=None
    )


def _left(tokens: Tokens, place: int, floor: int, before: _Side | None) -> _Side | None:
    """Return the side before a ``=``; in a chain, the right side of the one before."""
    if before is not None:
        return before
    if place - 1 < floor:
        return None
    found = expression_before(tokens, place - 1, floor)
    return _Side(found[0], found[1], place - 1) if found else None


def _right(tokens: Tokens, place: int) -> _Side | None:
    """Return the side behind a ``=``: a number with its unit, or a whole expression."""
    first = place + 1
    if (
        tokens.kind(first) == "WORD"
        and tokens.kind(first + 1) == "NUM"
        and len(tokens.texts[first]) <= _LONGEST_LABEL
    ):
        first += 1
    if tokens.kind(first) not in ("NUM", "LB"):
        return None
    stop = first
    while tokens.kind(stop) not in _STOPS:
        stop += 1
    if tokens.kind(stop) == "EQ" or _has_sign(tokens, first, stop):
        whole = expression_before(tokens, stop - 1, first)
        if whole and whole[1] == first:
            return _Side(whole[0], first, stop - 1)
    return _number(tokens, first) if tokens.kind(first) == "NUM" else None


def _has_sign(tokens: Tokens, first: int, stop: int) -> bool:
    return any(
        tokens.kind(place) == "OP" and tokens.kind(place + 1) in ("NUM", "LB")
        for place in range(first, stop)
    )


def _number(tokens: Tokens, first: int) -> _Side:
    """Return a lone number with its unit, if one follows."""
    last, unit = first, None
    after = first + 1
    if tokens.kind(after) == "LB" and tokens.match[after] > 0:
        unit = read_unit("".join(tokens.texts[after + 1 : tokens.match[after]])[:_WORD])
        last = tokens.match[after] if unit else first
    elif tokens.kind(after) == "WORD":
        unit = unit_at_start(tokens.texts[after][:_WORD])
        last = after if unit else first
        if unit and tokens.is_op(after + 1, "/") and tokens.kind(after + 2) == "WORD":
            price = unit_at_start(f"{tokens.texts[after]}/{tokens.texts[after + 2]}"[:_WORD])
            if price and price.under:
                unit, last = price, after + 2
    value = Decimal(tokens.texts[first].replace(",", ""))
    word = unit is not None and last == after and tokens.kind(after) == "WORD"
    end = tokens.end_of(after, len(unit.text)) if unit and word else tokens.ends[last]
    start = tokens.starts[first]
    operand = Operand(tokens.source[start:end], value, unit, start, end)
    return _Side(Expression((("", operand),), start, end), first, last)


def _leave_rest(tokens: Tokens, right: _Side) -> None:
    """Give the prose back what follows the unit in the same word: 1万元|其他费用."""
    unit = right.expression.operands()[-1].unit
    last = right.last
    if unit and tokens.kind(last) == "WORD" and right.expression.end < tokens.ends[last]:
        tokens.cut_word(last, len(unit.text))
        tokens.used[last] = False


def _is_equation(tokens: Tokens, left: _Side, place: int, right: _Side | None) -> bool:
    """``单价=0.5万元`` and ``宣传费用10万元=A`` calculate nothing."""
    if right is None and tokens.kind(place + 1) not in ("SEP", "", "WORD", "LB"):
        return False
    several = len(left.expression.operands()) > 1
    known = any(one.value is not None for one in left.expression.operands())
    return known and (several or (right is not None and tokens.used[left.first]))


def _without_result(tokens: Tokens) -> Iterator[Equation]:
    """Products of prices and counts that no ``=`` follows, one to a clause."""
    signs = [place for place, text in enumerate(tokens.texts) if text == "*"]
    if all(tokens.used[place] for place in signs):
        return
    first = 0
    for place in range(len(tokens) + 1):
        if tokens.kind(place) not in _STOPS and not tokens.used[place]:
            continue
        last = _product_end(tokens, first, place)
        found = expression_before(tokens, last, first) if last > first else None
        first = place + 1
        if not found or any(one.value is None for one in found[0].operands()):
            continue
        side = _Side(found[0], found[1], last)
        if _is_note(tokens, side):
            tokens.used[side.first : last + 1] = [True] * (last + 1 - side.first)
            continue
        equation = _equation(tokens, side, None, found[0].end, final=True)
        if equation.money and not equation.leftover:
            tokens.used[side.first : last + 1] = [True] * (last + 1 - side.first)
            yield equation


def _is_note(tokens: Tokens, side: _Side) -> bool:
    """Return whether a product in brackets only explains the count before: 20名（10个村×2名）."""
    opened = side.first - 1
    if tokens.kind(opened) != "LB" or tokens.match[opened] != side.last + 1:
        return False
    count = opened - 2 if tokens.kind(opened - 1) == "WORD" else opened - 1
    quantity = side.expression.quantity()
    return (
        tokens.kind(count) == "NUM"
        and quantity is not None
        and not quantity.money
        and quantity.base_value == Decimal(tokens.texts[count].replace(",", ""))
    )


def _product_end(tokens: Tokens, first: int, stop: int) -> int:
    """Return the last token of the operand behind the last ``*`` of a clause; -1 for none."""
    last = -1
    for place in range(first, stop - 1):
        if not tokens.is_op(place, "*") or tokens.kind(place + 1) != "NUM":
            continue
        last = place + 1
        if tokens.kind(last + 1) in ("WORD", "PCT"):
            last += 1
            while tokens.is_op(last + 1, "/") and tokens.kind(last + 2) == "WORD":
                last += 2
        elif tokens.kind(last + 1) == "LB" and tokens.match[last + 1] > 0:
            last = tokens.match[last + 1]
    return last if last < stop else -1


def _equation(
    tokens: Tokens, left: _Side, right: _Side | None, end: int, *, final: bool
) -> Equation:
    operands = tuple(left.expression.operands())
    missing = [one for one in operands if one.value is None]
    result = right.expression.operands()[0] if right and len(right.expression.items) == 1 else None
    claimed = right.expression.quantity() if right else None
    quantity = left.expression.quantity(Decimal(1) if missing else None)
    money_power = _money_power(result, operands)
    claim = _claim(claimed, quantity, money_power)
    computed = None if missing or not quantity else _scaled(quantity, claimed, money_power)
    if computed is not None and claim is not None and _converts(left.expression):
        in_wan = EXACT.multiply(computed, _WAN)
        computed = in_wan if abs(in_wan - claim) <= _CENT else computed
    start, end = left.expression.start, right.expression.end if right else end
    return Equation(
        text=tokens.source[start:end],
        left=tokens.source[start : left.expression.end],
        start=start,
        end=end,
        noun=_noun(tokens, left.first),
        operands=operands,
        computed=computed,
        claimed=claim,
        unit=_unit_text(quantity, money_power),
        money_power=money_power,
        money=_is_money(claimed, quantity),
        result=result,
        missing=missing[0] if len(missing) == 1 else None,
        inferred=_inferred(left.expression, missing, claim),
        leftover=_leftover(quantity, claimed, operands),
        product=left.expression.is_product(),
        final=final,
    )


def _converts(expression: Expression) -> bool:
    """Return whether the last operand is the 10000 that makes 元 万元: 50台×1200元/台÷10000."""
    sign, last = expression.items[-1]
    return sign in ("÷", "/") and isinstance(last, Operand) and last.value == _WAN and not last.unit


def _money_power(result: Operand | None, operands: tuple[Operand, ...]) -> int:
    """Return the power of the equation's money: that of its result, else of its first price."""
    for one in (result, *operands):
        if one and one.unit and one.unit.money_power is not None:
            return one.unit.money_power
    return 0


def _is_money(claimed: Quantity | None, computed: Quantity | None) -> bool | None:
    for one in (claimed, computed):
        if one and one.money:
            return one.money == 1 and (one is computed or not one.under)
        if one and (one.over or one.under):
            return None if one.bare else False
    return None


def _claim(claimed: Quantity | None, computed: Quantity | None, money_power: int) -> Decimal | None:
    """Return the claimed value; a result without a unit is in the money of the price."""
    if claimed is None or not claimed.base_value.is_finite():
        return None
    plain = claimed.bare and not (claimed.money or claimed.over or claimed.under)
    if plain and computed and computed.money:
        return claimed.base_value.scaleb(money_power, EXACT)
    return claimed.base_value


def _scaled(computed: Quantity, claimed: Quantity | None, money_power: int) -> Decimal | None:
    """Return the computed value; numbers without money are in the money that is claimed."""
    if not computed.base_value.is_finite():
        return None
    if computed.bare and not computed.money and claimed and claimed.money:
        in_yuan = computed.base_value.scaleb(_YUAN, EXACT)
        if abs(in_yuan - claimed.base_value) <= _CENT:  # 300亩*500=15万元
            return in_yuan
        return computed.base_value.scaleb(money_power, EXACT)
    return computed.base_value


def _inferred(
    expression: Expression, missing: list[Operand], claim: Decimal | None
) -> Decimal | None:
    """Return the missing number by the result: 6次*（万元/次）=3.6万元 → 0.6."""
    if len(missing) != 1 or claim is None:
        return None
    none, one = expression.quantity(Decimal(0)), expression.quantity(Decimal(1))
    if not none or not one:
        return None
    slope = EXACT.subtract(one.base_value, none.base_value)
    value = EXACT.divide(EXACT.subtract(claim, none.base_value), slope)
    return value if value.is_finite() and value > 0 else None


def _leftover(
    computed: Quantity | None, claimed: Quantity | None, operands: tuple[Operand, ...]
) -> tuple[str, ...]:
    """Return the units that keep a product from being money; 30万元*12月 counts as money."""
    if not computed or _is_money(claimed, computed) is False:
        return ()
    over, money = computed.over, computed.money
    # 2期×50人/期×5天/期: what two rates are for each of is counted once.
    under = tuple(name for name in computed.under if not _is_met(name, operands))
    # 12个断面×12个月×2500元/点次: each 点次 is one of what is counted.
    each = bool(over) and len(under) == 1 and len(under[0]) > 1 and under[0][-1] in "次天日月时"
    # A budget is made for a year: 2万元/人·年×20人.
    cancels = money == 1 and not over and under in ((), (BUDGET_YEAR,))
    # 19人×3.2万元/年: a pay for a time, if that is what makes the sum.
    paid = len(over) == 1 and bool(under) and set(under) <= _TIMES
    each = each or (paid and claimed is not None and _is_same(computed, claimed))
    counted = claimed and claimed.over and not claimed.money
    if cancels or counted or (each and claimed and claimed.money):
        return ()
    if computed.mixed or (under and (over or not computed.bare) and money == 1):
        return (*over, *under)
    if money > 1:
        return ("元", "元")
    if money == 0 and not computed.bare and claimed and claimed.money:
        return over or ("元",)
    return ()


def _is_same(computed: Quantity, claimed: Quantity) -> bool:
    return abs(computed.base_value - claimed.base_value) <= _CENT


def _is_met(name: str, operands: tuple[Operand, ...]) -> bool:
    units = [one.unit for one in operands if one.unit]
    rated = any(name in unit.under for unit in units if unit.money_power is None)
    return rated and any(fits(name, over) for unit in units for over in unit.over)


def _unit_text(quantity: Quantity | None, money_power: int) -> str:
    if not quantity:
        return ""
    names = [unit_names()[money_power]] * min(max(quantity.money, 0), 3) + list(quantity.over)
    return "/".join(part for part in ("·".join(names), *quantity.under) if part)


def _noun(tokens: Tokens, first: int) -> str:
    """Return the words right before an equation: 预计整治清理费|20次*1万元/次."""
    if tokens.kind(first - 1) == "COMMA" and tokens.texts[first - 1] == ":":
        first -= 1
    before = first - 1
    if before < 0 or tokens.kind(before) != "WORD" or tokens.used[before]:
        return ""
    of_number = tokens.kind(before - 1) == "NUM" and not tokens.used[before - 1]
    return "" if of_number else tokens.texts[before][-_LONGEST_NOUN:]


def _totals(found: list[Equation]) -> Iterator[Equation]:
    """Yield the equations, with those marked that only add up earlier results: 1.8+3.5=5.3万元."""
    if len(found) == 1:
        yield from found
        return
    results: Counter[Decimal | None] = Counter()
    for one in found:
        total = False
        if not one.product and len(one.operands) > 1:
            addends = Counter(_addend(operand, one.money_power) for operand in one.operands)
            total = None not in addends and addends <= results
        yield structs.replace(one, total=True) if total else one
        results[one.base_value] += one.final


def _addend(operand: Operand, money_power: int) -> Decimal | None:
    base_value = operand.base_value
    return (
        base_value if base_value is None or operand.unit else base_value.scaleb(money_power, EXACT)
    )
