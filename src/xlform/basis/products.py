"""Products in words: 每社区10万元，9个社区 is 10万元/社区 × 9个社区."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlform.basis.expressions import EXACT, cancelled
from xlform.basis.ledger import is_near, is_off
from xlform.basis.lexicon import basis_words
from xlform.basis.period_prices import price_of_all_times
from xlform.basis.periods import Period
from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Operand, Unit
from xlform.basis.units import fits

# A budget is made for a year: 2万元/人·年×20人 is 40万元.
BUDGET_YEAR = "年"
# Counts by these are ages, grades and parts of dates, never factors.
_NO_FACTORS = frozenset(
    ("岁", "周岁", "级", "号", "时", "点", "分", "秒", "倍", "成", "里", "个百分点")
)
# Counts around one price; of more, those before are of something else.
_MOST = 6
# Any thing is counted so; 人 and 户 are two things.
_ANY = frozenset(("个", "处", "家", "项", "座", "所", "支", "件", ""))
_CENTURY = 100
_PAIR = 2
_POWERS = {"平方米": 2, "平方": 2, "立方米": 3}
_MOST_LENGTHS = 3
# Grades of a reading: its units cancel, one is left over, it rests on what is not written.
CANCELS, LEFT_OVER, SUPPOSED = range(3)


class Reading(NamedTuple):
    """Way to multiply the figures around a price: its value in 万元 and its operands.

    ``used`` counts the figures of the text in it, ``times`` are the months or quarters of a year
    that it supplies, ``rate`` the value for one of them; ``plain`` tells that it needs no such and
    no rate.
    """

    value: Decimal
    operands: tuple[Operand, ...]
    grade: int
    used: int
    times: Operand | None = None
    rate: Decimal = Decimal(0)
    plain: bool = False


class Product:
    """Price with the counts and rates around it.

    ``tail`` is how many counts came before nothing was missing any more: those behind may belong to
    the next price.
    """

    def __init__(self, period: Period) -> None:
        self.prices: list[Figure] = []
        self.counts: list[Figure] = []
        self.extras: list[Figure] = []
        self.tail: int | None = None
        self._period = period
        self._readings: list[Reading] | None = None

    @property
    def price(self) -> Figure | None:
        """First price; ``None`` where there is none yet."""
        return self.prices[0] if self.prices else None

    @property
    def figures(self) -> list[Figure]:
        """Figures from left to right."""
        return sorted([*self.counts, *self.prices], key=lambda one: one.first)

    def add_count(self, one: Figure, *, apart: bool = False) -> None:
        """Add a count or a rate; ``apart`` tells that another sentence begins before it."""
        if apart and self.tail is None and self.prices and self.readings():
            self.tail = len(self.counts)
        elif self.tail is None and self.prices:
            again = any(_counter(one) == _counter(other) for other in self.counts)
            if again or self.is_complete():
                self.tail = len(self.counts)
        elif len(self.counts) > _MOST:
            del self.counts[0]
        self.counts.append(one)
        self._readings = None

    def add_price(self, one: Figure) -> None:
        """Add a price."""
        self.prices.append(one)
        self._readings = None

    def restate_price(self, one: Figure) -> bool:
        """Read 每名每月500元，全年0.6万元: what one costs in all its months is the price then."""
        if not self.prices or one.ranged or self.reading_of(one.value):
            return False
        last = self.prices[-1]
        price = price_of_all_times(last, self.counts, self._period, one)
        if price is None:
            return False
        times = {name for name in last.unit.under if Period.is_time(name)}
        self.counts = [count for count in self.counts if times.isdisjoint(count.unit.over)]
        self.prices[-1] = price
        self.tail = self._readings = None
        return True

    def add_extra(self, one: Figure) -> None:
        """Add a sum that may be for each as well: 每场讲师费0.1万元、资料费0.5万元."""
        self.extras.append(one)
        self._readings = None

    def without_tail(self) -> list[Figure]:
        """Remove the counts behind a product that was complete, and return them."""
        if self.tail is None:
            return []
        left = self.counts[self.tail :]
        self.counts, self.tail, self._readings = self.counts[: self.tail], None, None
        return left

    def is_complete(self) -> bool:
        """Return whether the units of its figures make money."""
        return bool(self.counts) and any(one.grade == CANCELS for one in self.readings())

    def readings(self) -> list[Reading]:
        """Return every way to multiply its figures, the likeliest first."""
        if self._readings is None:
            found = list(self._found()) if self.prices else []
            found.sort(key=lambda one: (one.grade, -one.used))
            self._readings = found
        return self._readings

    def _found(self) -> Iterator[Reading]:
        found = [one for choice in self._choices() if (one := self._read(choice))]
        # Where counts alone cancel, what needs more than them is no reading.
        if any(one.grade == CANCELS and one.plain for one in found):
            found = [one for one in found if one.grade == CANCELS]
        extra = sum((one.value for one in self.extras), Decimal(0))
        price = sum((one.value for one in self.prices), Decimal(0))
        for one in found:
            if self.extras and price:
                operands = tuple(sorted(
                    (*one.operands, *(more.operand for more in self.extras)),
                    key=lambda operand: operand.start,
                ))  # fmt: skip
                each = EXACT.multiply(EXACT.divide(one.value, price), price + extra)
                yield one._replace(value=each, operands=operands, used=one.used + 1)
                yield one._replace(value=one.value + extra, operands=operands)
            else:
                yield one

    def reading_of(self, value: Decimal) -> Reading | None:
        """Return the reading that makes a sum; ``None`` where none does."""
        return next((one for one in self.readings() if is_near(one.value, value)), None)

    def nearest(self, value: Decimal, unread: Sequence[Decimal] = ()) -> Reading | None:
        """Return the reading a wrong sum was meant to be; ``None`` where that is open.

        ``unread`` are numbers beside the figures that may be factors too.
        """
        sure = [one for one in self.readings() if one.grade != SUPPOSED or self._is_off(one, value)]
        sure = [one for one in sure if one.value > 0]
        if any(
            one.grade == SUPPOSED and self._is_part_of_year(one, value) for one in self.readings()
        ):
            return None
        if not sure or value <= 0 or any(one.ranged for one in self.figures):
            return None
        several = len({one.value for one in sure}) > 1
        if several and self.price and not self.price.unit.under:
            return None
        best = min(sure, key=lambda one: max(one.value / value, value / one.value))
        return None if self._may_be(value, best, unread) else best

    def _may_be(self, value: Decimal, reading: Reading, unread: Sequence[Decimal]) -> bool:
        """Return whether a figure the reading leaves out, or a part of a year, explains a sum."""
        if self._is_part_of_year(reading, value):
            return True
        return any(
            is_near(EXACT.multiply(reading.value, factor), value)
            or is_near(EXACT.multiply(value, factor), reading.value)
            for factor in (*self._left_out(reading), *unread)
            if factor > 1
        )

    def _left_out(self, reading: Reading) -> list[Decimal]:
        """Return the counts a reading leaves out, and the products of two of them."""
        values = [
            one.value
            for one in self.counts
            if one.value > 1 and not _is_in(one.operand, reading.operands)
        ]
        pairs = [EXACT.multiply(*pair) for pair in itertools.combinations(values, 2)]
        return [*values, *pairs]

    def restates(self, equation: Equation) -> bool:
        """Return whether an equation is made of the figures that were said: 宣传3次。3次*0.6."""
        operands = {(one.value, one.base_value) for one in equation.operands}
        base_values = {
            base_value for pair in operands for base_value in pair if base_value is not None
        }
        said = {one.value for one in self.figures}
        said |= {one.operand.value for one in self.figures if one.operand.value is not None}
        price = equation.price
        same_price = bool(
            self.price and price and price.unit and price.unit.under == self.price.unit.under
        )
        return bool(base_values & said) or same_price

    def _is_part_of_year(self, reading: Reading, value: Decimal) -> bool:
        """Return whether some months make a sum, where the text does not say how many."""
        return bool(reading.times) and not self._period.said and not self._is_off(reading, value)

    def _is_off(self, reading: Reading, value: Decimal) -> bool:
        """Return whether no part of a year makes a sum of a price that is for a month."""
        return is_off(value, reading.rate, reading.times)

    def _lacks(self, time: str) -> bool:
        """Return whether no count says how many months or days there are."""
        return not any(time in one.unit.over for one in self.counts)

    def _choices(self) -> Iterator[tuple[Figure, ...]]:
        """Yield the counts to multiply: of those of one thing none, one or their sum."""
        groups: dict[object, list[Figure]] = {}
        anything = self.prices[0].unit.under == ("个",)
        for one in self.counts[-_MOST:]:
            key: object = one.first if one.kind == "rate" else _counter(one)
            if anything and one.kind == "count" and not Period.is_time(str(key)):
                key = ""
            groups.setdefault(key, []).append(one)
        self._measure_out(groups)
        options: list[list[tuple[Figure, ...]]] = []
        for key, group in groups.items():
            single: list[tuple[Figure, ...]] = [(one,) for one in reversed(group)]
            measured = isinstance(key, tuple)
            sums = (
                [(_added(group),)] if len(group) > 1 and not measured and _are_added(group) else []
            )
            options.append([*sums, *single, ()])
        for choice in itertools.product(*options):
            yield tuple(itertools.chain.from_iterable(choice))

    def _measure_out(self, groups: dict[object, list[Figure]]) -> None:
        """Multiply lengths for a price by area or volume: 长2公里、宽5米，150元/平方米."""
        under = self.prices[0].unit.under
        power = next((power for name, power in _POWERS.items() if name in under), 0)
        lengths = groups.get("米", [])
        if not power or len(lengths) < power or any(name in groups for name in under):
            return
        del groups["米"]
        for chosen in itertools.combinations(lengths[:_MOST_LENGTHS], power):
            groups.setdefault(under, []).append(_multiplied(chosen, under))

    def _read(self, counts: Sequence[Figure]) -> Reading | None:
        """Return the product of a price and some counts; ``None`` where it makes no money."""
        price = self.prices[0]
        above = [name for one in counts for name in one.unit.over]
        below = [*price.unit.under, *(name for one in counts for name in one.unit.under)]
        above_left, under = cancelled(list(above), list(below))
        # 每期60人，每期2天，4期: what is said of each 期 twice cancels once.
        left = [name for name in under if name != BUDGET_YEAR and not _is_met(name, above, counts)]
        over = list(above_left)
        _cancel_named(over, left, counts)
        times = self._period.times(left[0]) if len(left) == 1 and self._lacks(left[0]) else None
        if times:
            left = []
        grade = _grade(price, counts, over, left)
        if grade is None or not (counts or times):
            return None
        if times and not self._period.said:
            grade = SUPPOSED
        value = sum((one.value for one in self.prices), Decimal(0))
        for one in counts:
            value = EXACT.multiply(value, one.value)
        operands = sorted(
            [one.operand for one in (*counts, *self.prices)], key=lambda one: one.start
        )
        if not value.is_finite():
            return None
        if not times or times.value is None:
            plain = all(one.kind == "count" for one in counts)
            return Reading(value, tuple(operands), grade, len(counts), plain=plain)
        whole = EXACT.multiply(value, times.value)
        return Reading(whole, (*operands, times), grade, len(counts), times, value)


def _grade(price: Figure, counts: Sequence[Figure], over: list[str], left: list[str]) -> int | None:
    """Return how sure a product is of which these names are left; ``None`` where it is none."""
    if not price.unit.under and not left:
        times = [name for name in over if Period.is_time(name)]
        if len(over) <= 1:
            return CANCELS
        return LEFT_OVER if len(over) == len(times) + 1 == _PAIR else None
    if not over and not left:
        return CANCELS
    if len(over) != 1 or len(left) > 1:
        return None
    return _mismatch(over[0], left[0]) if left else _left_over(price, counts, over[0])


def _left_over(price: Figure, counts: Sequence[Figure], name: str) -> int | None:
    if all(Period.is_time(name) for name in price.unit.under):  # 20人，月工资4000元
        return CANCELS
    rated = any(one.kind == "rate" for one in counts)
    return LEFT_OVER if rated or Period.is_time(name) else None


def _mismatch(over: str, left: str) -> int | None:
    """Return how sure it is that two names are of one thing: 65个，每岗 …; 24人，每户 …."""
    if Period.is_time(over) or Period.is_time(left):
        return None
    return LEFT_OVER if {over, left} & _ANY else SUPPOSED


def _cancel_named(over: list[str], left: list[str], counts: Sequence[Figure]) -> None:
    """Cancel a thing with the count that it is named beside: 劝导站46个，每站 …."""
    for name in list(left):
        if Period.is_time(name):
            continue
        named = (one for one in counts if name in one.lead)
        thing = next((thing for one in named for thing in one.unit.over if thing in over), "")
        if thing and not Period.is_time(thing):
            over.remove(thing)
            left.remove(name)


def _is_met(name: str, above: list[str], counts: Sequence[Figure]) -> bool:
    """Return whether a name under a rate is counted elsewhere."""
    rated = any(name in one.unit.under for one in counts)
    return rated and any(fits(name, one) for one in above)


def _counter(one: Figure) -> str:
    over = one.unit.over[0] if one.unit.over else ""
    return over[:1] if over[:1] in _ANY else over


def _are_added(group: list[Figure]) -> bool:
    """Return whether counts of one thing are added: none is the sum of others or a part of them."""
    words = basis_words()
    if len({(one.lead, one.operand.text) for one in group}) < len(group):
        return False
    return not any(words.is_part(one.lead) for one in group[1:])


def _added(group: list[Figure]) -> Figure:
    """Return the sum of counts of one thing: 小学12所、初中5所."""
    first, last = group[0], group[-1]
    unit = last.unit if len({one.unit.over for one in group}) == 1 else first.unit
    value = sum((one.value for one in group), Decimal(0)).scaleb(-unit.scale, EXACT)
    operand = Operand("", value, unit, first.operand.start, last.operand.end)
    return last._replace(operand=operand, lead=" ".join(one.lead for one in group))


def _multiplied(lengths: Sequence[Figure], unit: tuple[str, ...]) -> Figure:
    """Return the area or volume of lengths."""
    value = Decimal(1)
    for one in lengths:
        value = EXACT.multiply(value, one.value)
    first, last = lengths[0].operand, lengths[-1].operand
    operand = Operand("", value, Unit(unit[0], over=unit), first.start, last.end)
    return lengths[-1]._replace(operand=operand)


def _is_in(operand: Operand, operands: tuple[Operand, ...]) -> bool:
    return any(one.start <= operand.start and operand.end <= one.end for one in operands)


def is_factor(one: Figure) -> bool:
    """Return whether a count may be multiplied with a price: dates, ages and grades are not."""
    over = one.unit.over
    if (not over and one.unit.text) or set(over) & _NO_FACTORS:
        return False
    if set(over) <= {"月", "日", "年"} and not one.operand.text.rstrip().endswith("天"):
        written = one.operand.text.rstrip()
        return (
            "个" in written
            or one.unit.text.startswith("个")
            or (written.endswith("年") and one.value < _CENTURY)
        )
    return True
