"""Sums of a 测算 text: its items, what is added, taken off and shared, and the totals stated."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, product

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.lexicon import basis_words
from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Item, Operand, Summation
from xlform.basis.tokens import Tokens
from xlform.basis.word_equations import Part, claimed, equation_of

_NEAR = Decimal("0.005")
_HALF = Decimal("0.5")
_PAIR = 2
_MOST, _MOST_SUMS = 4, 256
_YUAN = -4


class Ledger:
    """Items of a text and the equations that sums in words make.

    ``doubts`` are the fragments whose meaning is open, ``supposed`` those that a total which adds
    up makes clear, ``used`` where the figures begin that became part of an equation, ``bases`` the
    sums that others are computed from, ``factors`` the percentages that were passed over since the
    last of them, ``rest_of_share`` what the last share leaves of its sum.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.items: list[Item] = []
        self.bases: list[Item] = []
        self.parts: list[Item] = []
        self.total: Decimal | None = None
        self.equations: list[Equation] = []
        self.doubts: list[str] = []
        self.guesses: list[str] = []
        self.supposed: list[str] = []
        self._supposed: list[tuple[Decimal, Operand | None]] = []
        self.used: set[int] = set()
        self.more = Decimal(0)
        self.again: Decimal | None = None
        self.rest_of_share: Decimal | None = None
        self.factors: list[Decimal] = []
        self.claimable = self.loose = False
        self.unclaimed = self._summed = 0
        self._tokens, self._words = tokens, basis_words()
        self.totalled: Figure | None = None
        self._taken_off = self._paid = False

    @property
    def summation(self) -> Summation:
        """Sums read so far."""
        return Summation(
            tuple(self.items), self.total, tuple(self.parts),
            (*self.doubts, *self.supposed), tuple(self.guesses), self.more, self.again,
        )  # fmt: skip

    @property
    def sum(self) -> Decimal:
        """Sum of the items in 万元."""
        return self.summation.sum

    def add(self, item: Item) -> None:
        """Add a sum that comes on top of those before."""
        self.items.append(item)
        self.claimable = False

    def add_equation(self, one: Equation, *, minus: bool) -> None:
        """Add the result of an equation."""
        self.totalled = None
        if one.money and one.base_value is not None:
            value = -one.base_value if minus else one.base_value
            right = None if value < 0 else one.computed
            self.items.append(Item(value, one.start, one.end, computed=True, right=right))
            self.claimable = one.claimed is None
            return
        self.claimable = False
        parted = one.operands[0] if one.operands else None
        if one.money is False and parted and parted.unit and parted.unit.is_money:  # 12万元÷40人
            value = parted.base_value or Decimal(0)
            self.items.append(Item(value, one.start, one.end, computed=True))
        elif one.base_value is None:
            self.doubts.append(one.text)
        elif one.money is None:
            self.guesses.append(one.text)
            self.items.append(
                Item(
                    one.base_value, one.start, one.end, computed=True, bare=True,
                    others=(one.base_value.scaleb(_YUAN),),
                )
            )  # fmt: skip
            self.claimable = one.claimed is None

    def is_last(self, value: Decimal) -> bool:
        """Return whether a sum is what was computed last."""
        last = self.items[-1] if self.items else None
        return last is not None and last.computed and is_near(last.value, value)

    def drop_summed(self, value: Decimal) -> None:
        """Remove sums that a price adds up: 早餐15元、中餐35元、晚餐30元，每天80元."""
        total = Decimal(0)
        for count, item in enumerate(reversed(self.items), 1):
            if item.computed or total > value:
                return
            total += item.value
            if count > 1 and total == value:
                del self.items[-count:]
                return

    def drop_computed_from(self, places: set[int]) -> None:
        """Remove what was computed from figures that begin at some places."""
        gone = [
            one
            for one in self.equations
            if any(operand.start in places for operand in one.operands)
        ]
        spans = {(one.start, one.end) for one in gone}
        self.items = [one for one in self.items if (one.start, one.end) not in spans]
        self.equations = [one for one in self.equations if one not in gone]

    def drop_restated(self, equation: Equation) -> None:
        """Remove the items before an equation that is made of the same numbers."""
        numbers = {one.value for one in equation.operands}
        while self.items:
            item = self.items[-1]
            said = self.equations[-1] if self.equations else None
            if said is not None and said.end == item.end and said.in_words:
                values = {one.value for one in said.operands}
                restated = bool(values) and values <= numbers
            else:
                said = None
                wan = self._tokens.source[item.start : item.end]
                in_yuan = item.value.scaleb(4)
                restated = not item.computed and bool(wan) and bool({item.value, in_yuan} & numbers)
            if not restated or len(equation.operands) <= _PAIR:
                return
            self.items.pop()
            if said is not None:
                self.equations.pop()

    def restates(self, one: Figure) -> bool:
        """Read a sum that says the one before it again: ＝81600元，即8.16万元."""
        if not self.items or not self._words.is_restating(one.lead):
            return False
        item = self.items[-1]
        value = item.value if self.totalled is None else self.totalled.value
        last = item.end if self.totalled is None else self.totalled.operand.end
        between = self._tokens.source[last : one.operand.start].removesuffix(one.lead)
        if between.strip("，,（( ="):
            return False
        if not is_near(value, one.value):
            part = Part(self._tokens, item.start, last)
            self.equations.append(equation_of(part, value, result=one, total=True))
        self.used.add(one.operand.start)
        return True

    def adds_up(self, one: Figure, last: Decimal | None = None) -> bool:
        """Return whether a sum is the total of all items, and of one that is still to be added."""
        if not self.items:
            return False
        every = self.unclaimed == len(self.items) or last is None
        if one.kind == "total" and (every or self._words.sums_up(one.lead)):
            return True
        computed = sum((item.value for item in self.items if item.computed), Decimal(0))
        more = last or Decimal(0)
        return is_near(self.sum + more, one.value) or (
            last is not None and computed > 0 and is_near(computed + more, one.value)
        )

    def claim_last(self, one: Figure) -> bool:
        """Take a sum as the result of the equation before it that has none."""
        last, item = (self.equations[-1] if self.equations else None), self.items[-1]
        readings = (item.value, *item.others)
        readings += tuple(EXACT.multiply(item.value, factor) for factor in self.factors)
        if self.rest_of_share is not None:  # 自筹10%，财政124.2万元
            readings += (self.rest_of_share,)
        value = next((value for value in readings if is_near(value, one.value)), None)
        if last is None or last.end != item.end:
            unsure = self.doubts or self.guesses or self.loose or len(self.items) > 1
            if value is None and (unsure or not item.computed):
                return False
            if value is None:
                self.equations.append(self._sum_equation(item.start, one, item.value))
                self.items[-1] = structs.replace(item, value=one.value, right=item.value)
            self.used.add(one.operand.start)
            return True
        several = one.kind == "total" and len(self.items) > 1
        if (self.doubts or self.supposed or self.loose or several) and value is None:
            return False
        right = item.value if value is None else value
        self.equations[-1] = claimed(structs.replace(last, computed=right), one, self._tokens)
        self.items[-1] = structs.replace(item, value=one.value, end=one.operand.end, right=right)
        self.used.add(one.operand.start)
        self.claimable = False
        return True

    def add_up(self, one: Figure) -> None:
        """Compare a total with what it sums up: all items, or those since the total before."""
        earlier = sum((base.value for base in self.bases), Decimal(0))
        since = sum((item.value for item in self.items[self._summed :]), Decimal(0))
        readings = (self.sum, since, self.sum + self.more, self.sum + earlier)
        near = any(is_near(found, one.value) for found in readings)
        near = near or self.take_others(one.value)
        if near or (not self.doubts and self._is_off(one.value)):
            self.supposed.clear()
        if not near and (self.loose or self.doubts or self.supposed):
            self.doubts.append(one.lead + one.operand.text)
            return
        if not near:
            first = self.items[0]
            self.equations.append(self._sum_equation(first.start, one, self.sum))
        self.total, self._summed = one.value, len(self.items)
        self.totalled = one
        self.used.add(one.operand.start)

    def take_others(self, value: Decimal) -> bool:
        """Take the items as a total that adds them up has them; return whether it can."""
        if self._drop_notes(value) or self._take_for_yuan(value):
            return True
        options = [(one.value, *one.others[:_MOST]) for one in self.items]
        if all(len(one) == 1 for one in options) or len(options) > 2 * _MOST:
            return False
        for values in islice(product(*options), _MOST_SUMS):
            if is_near(sum(values, Decimal(0)), value):
                self.items = [
                    structs.replace(item, value=one, right=None, others=())
                    for item, one in zip(self.items, values, strict=True)
                ]
                return True
        return False

    def _drop_notes(self, value: Decimal) -> bool:
        """Remove sums that are only notes where what is computed makes a total: 保额3万元."""
        computed = [one for one in self.items if one.computed]
        if not computed or not is_near(sum((one.value for one in computed), Decimal(0)), value):
            return False
        self.items = computed
        return True

    def _take_for_yuan(self, value: Decimal) -> bool:
        """Take results without a unit for 元 where a total in 元 adds them up."""
        items = [
            structs.replace(one, value=one.value.scaleb(_YUAN), right=None) if one.bare else one
            for one in self.items
        ]
        if not is_near(sum((one.value for one in items), Decimal(0)), value):
            return False
        self.items = items
        return True

    def rest_of_years(self, one: Figure) -> bool:
        """Read what is left of a whole that earlier years paid parts of: 2023年剩余800万元."""
        if not self.bases or not self._words.is_rest(one.lead):
            return False
        paid = sum((base.value for base in self.bases), Decimal(0))
        whole = sum((item.value for item in self.items), Decimal(0))
        if not is_near(whole - paid, one.value):
            self.doubts.append(one.lead + one.operand.text)
        self.items = [Item(one.value, one.operand.start, one.operand.end, computed=True)]
        return True

    def spread(self, price: Figure, years: Decimal) -> bool:
        """Compare a sum for each year with the sum for all of them before it."""
        if not self.items or self.items[-1].computed:
            return False
        whole, value = self.items[-1], EXACT.multiply(price.value, years)
        part = Part(self._tokens, price.start, price.operand.end)
        self.equations.append(structs.replace(equation_of(part, value), claimed=whole.value))
        self.items[-1] = structs.replace(whole, computed=True, right=value, others=(price.value,))
        return True

    def is_paid_in_parts(self, value: Decimal, prices: list[Figure]) -> bool:
        """Read a sum for each quarter that the sum before is paid in: 年费96万元，每季度24万元."""
        if not self.items or self.items[-1].computed or not is_near(self.items[-1].value, value):
            return False
        self.items[-1] = structs.replace(self.items[-1], computed=True)
        self.used |= {one.operand.start for one in prices}
        return True

    def suppose(self, text: str, rate: Decimal, times: Operand | None) -> None:
        """Note an item that rests on months or quarters the text does not name."""
        self.supposed.append(text)
        self._supposed.append((rate, times))

    def _is_off(self, value: Decimal) -> bool:
        """Return whether no part of a year makes a total of items that are all for a month."""
        rates, times = [rate for rate, _ in self._supposed], {one for _, one in self._supposed}
        of_all = len(rates) == len(self.items) and len(times) == 1
        return of_all and is_off(value, sum(rates, Decimal(0)), times.pop())

    def take_off(self, item: Item, *, paid: bool) -> None:
        """Subtract a sum from those before it: 扣除, 已支付."""
        self.items = [structs.replace(one, whole=False) for one in self.items]
        self.items.append(item)
        self._taken_off, self._paid, self.claimable = True, paid, False

    def rest(self, one: Figure) -> bool:
        """Read a sum behind one that was taken off: 合同价400万元，已付280万元，剩余120万元."""
        if not self._taken_off:
            return False
        near, words = is_near(self.sum, one.value), self._words
        self._taken_off = False
        if not near and not words.is_rest(one.lead):
            if not self._paid:
                if words.without_claims(one.lead) and not words.is_payer(one.lead):
                    return False
            else:  # a further instalment
                self.items = [Item(one.value, one.operand.start, one.operand.end)]
                self.doubts.append(one.lead + one.operand.text)
                return True
        self.add_up(one)
        return True

    def change(self, one: Figure, item: Item, change: str) -> None:
        """Read 较上年80万元增加10万元: the sum of both."""
        base = self.bases[-1] if self.bases else self.items.pop()
        value = base.value + (item.value if change == "+" else -item.value)
        self.items.append(Item(value, base.start, item.end, computed=True))
        self.used.add(one.operand.start)
        part = Part(self._tokens, base.start, item.end)
        self.equations.append(equation_of(part, value))
        self.claimable = True

    def _sum_equation(self, start: int, one: Figure, computed: Decimal) -> Equation:
        last = self.items[-1].end if self.items else one.operand.start
        left = Part(self._tokens, start, max(last, start))
        return equation_of(left, computed, result=one, total=True)


def is_off(value: Decimal, rate: Decimal, times: Operand | None) -> bool:
    """Return whether no part of a year makes a sum at so much for a month."""
    if not times or not times.value or not rate:
        return False
    halves = (value / rate / _HALF).to_integral_value()
    whole = is_near(halves * _HALF * rate, value)
    return not (whole and 1 <= halves <= times.value / _HALF)


def is_near(one: Decimal, other: Decimal) -> bool:
    """Return whether two sums are one to the second place."""
    return abs(one - other) <= _NEAR
