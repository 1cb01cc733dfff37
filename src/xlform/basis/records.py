"""Records of a 测算 text: its equations, the statements of its prose, and what it adds up to.

A base value is money in 万元, or a count in its base (万平方米 → 平方米); ``value`` is always the
number as written.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

StatementKind = Literal["price", "count", "rate", "money", "total"]
UnitStyle = Literal["", "/", "每", "一"]


class Unit(msgspec.Struct, frozen=True):
    """Unit as written and its parts: 元/人·日 is money over 人 and 日.

    ``money_power`` is the power of ten from its money to 万元, ``None`` where it names no money;
    ``scale`` is the power of ten of the whole unit. ``over`` and ``under`` are the things counted
    above and below the stroke, ``style`` how the stroke is written (``0.2万元一次``).
    """

    text: str
    money_power: int | None = None
    scale: int = 0
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    style: UnitStyle = ""

    @property
    def is_money(self) -> bool:
        """True for money and nothing else."""
        return self.money_power is not None and not self.under

    @property
    def is_price(self) -> bool:
        """True for money for each of something."""
        return self.money_power is not None and bool(self.under)


class Operand(msgspec.Struct, frozen=True):
    """Number of an equation; ``value`` is ``None`` where the number is missing.

    ``unit`` is ``None`` where none is written. ``estimate`` is the word (约) that makes the number
    one. ``start`` and ``end`` are the span in the text.
    """

    text: str
    value: Decimal | None
    unit: Unit | None
    start: int
    end: int
    estimate: str = ""

    @property
    def base_value(self) -> Decimal | None:
        """Number in 万元 (for each, if a price) or in the base of the things counted."""
        if self.value is None or self.unit is None or not self.unit.scale:
            return self.value
        return self.value.scaleb(self.unit.scale)


class Equation(msgspec.Struct, frozen=True):
    """Calculation with its result: ``20次*0.5（万元/次）=10万元``.

    ``left`` is the text before the ``=``. ``computed`` and ``claimed`` are base values;
    ``computed`` is ``None`` where an operand is missing or nothing can be computed, ``claimed``
    where no result is written. ``inferred`` is the missing operand's number in its own unit.
    ``unit`` is what the units of the operands make, ``leftover`` what keeps them from making money.
    ``final`` is false for a step of a chain (``a=b=c``), ``total`` true where results of other
    equations are added up, ``in_words`` for an equation without a ``=``. ``noun`` is what is paid
    for, "" where the text does not say. ``money`` is ``None`` where no unit says whether it is.
    """

    text: str
    left: str
    start: int
    end: int
    noun: str
    operands: tuple[Operand, ...]
    computed: Decimal | None
    claimed: Decimal | None
    unit: str
    money_power: int
    money: bool | None
    result: Operand | None = None
    missing: Operand | None = None
    inferred: Decimal | None = None
    leftover: tuple[str, ...] = ()
    product: bool = True
    final: bool = True
    total: bool = False
    in_words: bool = False

    @property
    def base_value(self) -> Decimal | None:
        """Value that counts in a sum: the result claimed, else the one computed."""
        return self.computed if self.claimed is None else self.claimed

    @property
    def price(self) -> Operand | None:
        """Operand that is money for each of something; ``None`` unless there is just one."""
        found = [one for one in self.operands if one.unit and one.unit.is_price]
        return found[0] if len(found) == 1 else None

    @property
    def counts(self) -> tuple[Operand, ...]:
        """Operands that count something other than money."""
        return tuple(
            one
            for one in self.operands
            if one.unit and one.unit.over and one.unit.money_power is None
        )


class Statement(msgspec.Struct, frozen=True):
    """Number in the prose: a price, a count, a rate (每次3人), a sum of money or a total.

    ``before`` is how many equations begin before it, -1 for one that is part of an equation
    in words. ``is_planned`` is false where the words around say
    that it is not this plan's number (较上年增加5次).
    """

    kind: StatementKind
    noun: str
    value: Decimal
    unit: Unit
    text: str
    start: int
    end: int
    before: int
    is_planned: bool = True

    @property
    def base_value(self) -> Decimal:
        """Number in 万元 (for each, if a price) or in the base of the things counted."""
        return self.value.scaleb(self.unit.scale)


class Item(msgspec.Struct, frozen=True):
    """Sum of money in a text, in 万元, one of those that are added up.

    ``computed`` tells that the text says how it comes about, ``whole`` that it is the cost of a
    whole project, of which this budget may pay a part, ``yearly`` that it is said of each year.
    ``right`` is the result computed where another one is given as ``value``, ``others`` what else
    the text may be read to make. ``bare`` tells a result without a unit, which may be in 元.
    """

    value: Decimal
    start: int
    end: int
    computed: bool = False
    whole: bool = False
    yearly: bool = False
    right: Decimal | None = None
    others: tuple[Decimal, ...] = ()
    bare: bool = False


class Summation(msgspec.Struct, frozen=True):
    """Sums of a text: its items, the total it states, and what is open in it.

    ``parts`` are the sums that items consist of (其中). ``doubts`` are the fragments that cannot be
    computed, ``guesses`` those that are only if the amount agrees; with any, a sum that differs is
    no mistake. ``more`` is what comes on top if sums
    behind a price are for each as well, ``again`` what each of several sentences adds up to.
    """

    items: tuple[Item, ...] = ()
    total: Decimal | None = None
    parts: tuple[Item, ...] = ()
    doubts: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    more: Decimal = Decimal(0)
    again: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """Total stated, else the sum of the items, in 万元."""
        return self.sum if self.total is None else self.total

    @property
    def sum(self) -> Decimal:
        """Sum of the items; of a whole project and shares of it, that of the shares."""
        return sum((one.value for one in self._counted), Decimal(0))

    @property
    def right(self) -> Decimal:
        """Sum of the items with each result as computed, not as given."""
        values = (one.value if one.right is None else one.right for one in self._counted)
        return sum(values, Decimal(0))

    @property
    def _counted(self) -> list[Item]:
        return [one for one in self.items if not one.whole] or list(self.items)


class Basis(msgspec.Struct, frozen=True):
    """测算 text as read; empty where it holds no arithmetic."""

    text: str
    equations: tuple[Equation, ...] = ()
    statements: tuple[Statement, ...] = ()
    summation: Summation = Summation()

    @property
    def terms(self) -> tuple[Statement, ...]:
        """Sums of money without a calculation."""
        return tuple(one for one in self.statements if one.kind == "money" and one.before >= 0)
