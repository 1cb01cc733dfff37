"""Products in words: 每社区10万元，9个社区 is 10万元/社区 × 9个社区."""

from __future__ import annotations

from decimal import Decimal

from xlform.basis.expressions import Expression, Quantity
from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Operand, Unit

# A budget is made for a year: 2万元/人·年×20人 is 40万元.
BUDGET_YEAR = "年"
# A year has as many of these.
_OF_A_YEAR = {
    "月": Operand("12个月", Decimal(12), Unit("个月", over=("月",)), 0, 0),
    "季度": Operand("4个季度", Decimal(4), Unit("个季度", over=("季度",)), 0, 0),
}
# Counts by these are ages, grades and parts of dates, never factors.
_NO_FACTORS = frozenset(
    ("岁", "周岁", "级", "号", "时", "点", "分", "秒", "倍", "成", "里", "度", "个百分点")
)


_AGES = ("岁", "周岁")


class Product:
    """Price with the counts and rates around it, until its units make money."""

    def __init__(self) -> None:
        self.price: Figure | None = None
        self.counts: list[Figure] = []

    @property
    def figures(self) -> list[Figure]:
        """Figures from left to right."""
        found = [*self.counts, *([self.price] if self.price else [])]
        return sorted(found, key=lambda one: one.first)

    def quantity(self, *more: Operand) -> Quantity | None:
        """Return the product of all figures; ``None`` without a price."""
        if self.price is None:
            return None
        operands = [one.operand for one in self.figures] + list(more)
        items = tuple(("*" if n else "", operand) for n, operand in enumerate(operands))
        return Expression(items, operands[0].start, operands[-1].end).quantity()

    def is_complete(self, *more: Operand) -> bool:
        """Return whether its units make money for a year, or nothing but money and a count."""
        found = self.quantity(*more)
        if found is None or found.money != 1 or not (self.counts or more):
            return False
        if not self.price or not self.price.unit.under:
            return not found.under and len(found.over) <= 1
        return not found.over and set(found.under) <= {BUDGET_YEAR}

    def rest_of_year(self) -> Operand | None:
        """Return the months or quarters of a year where only they are missing."""
        found = self.quantity()
        if found is None or self.is_complete():
            return None
        missing = set(found.under) - {BUDGET_YEAR}
        more = _OF_A_YEAR.get(missing.pop()) if len(missing) == 1 else None
        return more if more and self.is_complete(more) else None

    def is_sure(self) -> bool:
        """Return whether no figure is one end of a range, and no count might be none of its own."""
        plain = not any(one.ranged for one in self.figures)
        return plain and (len(self.counts) <= 1 or bool(self.price and self.price.unit.under))

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


def is_factor(one: Figure) -> bool:
    """Return whether a count may be multiplied with a price: dates, ages and grades are not."""
    over = one.unit.over
    if not over or set(over) & _NO_FACTORS or any(name.startswith(_AGES) for name in over):
        return False
    calendar = one.operand.text.rstrip()
    return not calendar.endswith(("月", "日", "年")) or calendar.endswith("个月")
