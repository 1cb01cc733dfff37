"""Reading of a 测算 text as a whole: what it multiplies, shares and adds up in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.lexicon import basis_words
from xlform.basis.outline import Node
from xlform.basis.products import Product, is_factor
from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Item, Operand, Summation, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.word_equations import Part, claimed, equation_of

_ONE = Decimal(1)
_NEAR = Decimal("0.005")
_WAN = Unit("万元", 0)


class Reader:
    """Reads nodes from left to right into items, totals and equations in words.

    ``doubts`` are the fragments whose meaning is open, ``used`` where the figures begin that
    became part of an equation.
    """

    def __init__(self, tokens: Tokens, year: int | None) -> None:
        self.items: list[Item] = []
        self.parts: list[Item] = []
        self.total: Decimal | None = None
        self.equations: list[Equation] = []
        self.doubts: list[str] = []
        self.used: set[int] = set()
        self._tokens, self._year, self._words = tokens, year, basis_words()
        self._product = Product()
        self._bases: list[Item] = []
        self._claimable = False
        self._loose = False
        self._unclaimed = 0
        self._totalled: Figure | None = None
        self._counts: list[Figure] = []
        # 每个建设费30万元、图书购置费5万元: a sum behind a price may be for each as well.
        self._counted = self._times = self._more = Decimal(0)

    def read(self, nodes: Sequence[Node]) -> None:
        """Read all nodes of a text, or those of a part of it."""
        for node in nodes:
            if isinstance(node.entry, Equation):
                self._equation(node.entry)
            else:
                self._figure(node.entry)
            if node.parts:
                self._parts(node)
        self._close()
        if any(word in self._tokens.source for word in self._words.instalments):
            self.doubts.append(self._tokens.source)
        if not self.items and self._bases:
            base = self._bases[-1]
            self.items.append(base)
            if not any(word in self._tokens.source for word in self._words.arranging):
                self.doubts.append(self._tokens.source[base.start : base.end])

    @property
    def summation(self) -> Summation:
        """Sums read so far."""
        return Summation(
            tuple(self.items), self.total, tuple(self.parts), tuple(self.doubts), self._more
        )

    @property
    def sum(self) -> Decimal:
        """Sum of the items in 万元."""
        return self.summation.sum

    def _equation(self, one: Equation) -> None:
        if self._product.figures and self._product.restates(one):
            self._product = Product()
        self._close()
        if one.final and not one.total:
            self._claimable, self._totalled = False, None
            if one.money and one.base_value is not None:
                value = (
                    -one.base_value if self._is_minus(self._lead_at(one.start)) else one.base_value
                )
                right = None if value < 0 else one.computed
                self.items.append(Item(value, one.start, one.end, computed=True, right=right))
                self._claimable = one.claimed is None
            elif one.money is None or one.base_value is None:
                self.doubts.append(one.text)
                if one.base_value is not None:
                    self.items.append(Item(one.base_value, one.start, one.end, computed=True))

    def _figure(self, one: Figure) -> None:
        if one.kind != "percent":
            self._totalled = None
        if one.kind == "percent":
            self._percent(one)
        elif one.kind in ("count", "rate"):
            self._count(one)
        elif one.kind == "price":
            self._price(one)
        else:
            self._money(one)

    def _count(self, one: Figure) -> None:
        if one.kind == "count" and not is_factor(one):
            return
        if one.ranged:
            self.doubts.append(one.lead + one.operand.text)
            return
        product = self._product
        if product.price and product.is_complete():
            self._close()
        if any(one.operand.text == other.operand.text for other in self._product.counts):
            return
        self._product.counts.append(one)
        self._loose, self._times = True, Decimal(0)

    def _price(self, one: Figure) -> None:
        if self._product.price:
            self._close()
        if one.ranged:
            self.doubts.append(one.lead + one.operand.text)
        else:
            self._product.price = one

    def _money(self, one: Figure) -> None:
        words, lead = self._words, one.lead
        if "各" in lead and self._shared_out(one):
            return
        claims = not words.without_claims(lead)
        if self._product.price:
            if self._claim_product(one, claims=claims):
                return
            self._close()
            if self.items and one.kind == "money":
                self._times = self._counted
        elif self._claimable and (claims or one.kind == "total") and self._claim_last(one):
            return
        self._product = Product()
        item = self._item(one)
        change = words.change_at_end(lead)
        if self._is_old(one):
            self._bases.append(item)
        elif change and (self._bases or self.items):
            self._change_by_sum(one, item, change)
        elif one.kind == "total" and self.items:
            self._add_up(one)
        else:
            self.items.append(item)
            self._claimable = False
            self._more += item.value * (self._times - 1) if self._times else 0
            if one.ranged or words.is_limit(lead, self._behind(one)):
                self.doubts.append(lead + one.operand.text)

    def _item(self, one: Figure) -> Item:
        value = -one.value if self._is_minus(one.lead) else one.value
        whole = any(word in one.lead for word in self._words.whole)
        return Item(value, one.operand.start, one.operand.end, whole=whole)

    def _shared_out(self, one: Figure) -> bool:
        """Read 三个村各10万元: a price for each of what is counted before."""
        head = one.lead[: one.lead.rindex("各")]
        counted = self._words.numerals_in(head)
        if not counted and not self._product.counts:
            return False
        self._product.price = one
        if counted and not self._product.counts:
            value, unit = counted
            start = one.operand.start - len(one.lead)
            operand = Operand(head, value, unit, start, start + len(head))
            self._product.counts.append(one._replace(kind="count", operand=operand, lead=""))
        return True

    def _claim_product(self, one: Figure, *, claims: bool) -> bool:
        """Take a sum as the result of the product before it, if it is one."""
        self._borrow_counts()
        months = self._product.rest_of_year()
        if months and not self._words.is_of_year(one.lead):
            months = None
        if not self._product.is_complete(*([months] if months else [])):
            return False
        found = self._product.quantity(*([months] if months else []))
        if found is None or one.ranged:
            return False
        if _is_near(found.base_value, one.value):
            self._close(one, months)
        elif self._is_grand_total(one, found.base_value):
            self._close()
            self._add_up(one)
        elif not claims and (self.items or one.kind != "total"):
            return False
        elif self._product.is_sure() and not self.doubts:
            self._close(one, months)
        else:
            self.doubts.append(one.lead + one.operand.text)
            self._product = Product()
            self.items.append(self._item(one))
        return True

    def _borrow_counts(self) -> None:
        """Take the counts before for a price without its own: 30人，保险费…；服装费800元/人."""
        product = self._product
        price = product.price
        if product.counts or not price or not price.unit.under:
            return
        if any(
            price.value == operand.base_value for one in self.equations for operand in one.operands
        ):
            return  # said twice
        product.counts = list(self._counts)
        if not product.is_complete():
            product.counts = []

    def _is_grand_total(self, one: Figure, last: Decimal) -> bool:
        """Return whether a sum behind a product is the total of all items, that one included."""
        if not self.items:
            return False
        summed = one.kind == "total" and (
            self._words.sums_up(one.lead) or self._unclaimed == len(self.items)
        )
        return summed or _is_near(self.sum + last, one.value)

    def _claim_last(self, one: Figure) -> bool:
        """Take a sum as the result of the equation before it that has none."""
        last, item = (self.equations[-1] if self.equations else None), self.items[-1]
        if last is None or last.end != item.end:
            if not _is_near(item.value, one.value):
                return False
            self.used.add(one.operand.start)
            return True
        open_ends = self.doubts or self._loose or (one.kind == "total" and len(self.items) > 1)
        if open_ends and not _is_near(item.value, one.value):
            return False
        self.equations[-1] = claimed(last, one, self._tokens)
        right = item.value
        self.items[-1] = structs.replace(item, value=one.value, end=one.operand.end, right=right)
        self.used.add(one.operand.start)
        self._claimable = False
        return True

    def _add_up(self, one: Figure) -> None:
        """Compare a total with what it sums up: all items, or those since the total before."""
        earlier = sum((base.value for base in self._bases), Decimal(0))
        readings = (self.sum, self.sum + self._more, self.sum + earlier)
        near = any(_is_near(found, one.value) for found in readings)
        if not near and (self._loose or self.doubts):
            self.doubts.append(one.lead + one.operand.text)
            return
        if not near:
            first = self.items[0]
            self.equations.append(self._sum_equation(first.start, one, self.sum))
        self.total = one.value
        self._totalled = one
        self.used.add(one.operand.start)

    def _sum_equation(self, start: int, one: Figure, computed: Decimal) -> Equation:
        last = self.items[-1].end if self.items else one.operand.start
        left = Part(self._tokens, start, max(last, start))
        return equation_of(left, computed, result=one, total=True)

    def _percent(self, one: Figure) -> None:
        words, lead = self._words, one.lead
        if words.is_rate(lead):
            return
        change = words.change_in(lead)
        share = not change and words.is_share(lead)
        if self._product.price:
            self._close()
        base = self.items[-1] if self.items and not (change and self._bases) else None
        base = base or (self._bases[-1] if self._bases else None)
        total = self._totalled if share and not words.is_fee(lead) else None
        if total:  # 合计80万元，区级承担20%
            base = Item(total.value, total.operand.start, total.operand.end)
            self.items, self.total = [base], None
        if base is None or not (change or share):
            self.doubts.append(lead + one.operand.text)
            return
        factor = one.value if share else EXACT.add(_ONE, one.value * (1 if change == "+" else -1))
        value = EXACT.multiply(base.value, factor)
        span = (base.start, one.operand.end)
        money = Operand(self._tokens.source[base.start : base.end], base.value, _WAN, *span)
        self.used.add(base.start)
        left = Part(self._tokens, *span)
        equation = equation_of(left, value, (money, one.operand))
        self.equations.append(equation)
        self.used.add(one.operand.start)
        # 安装调试费按5%计 comes on top; 其中区级承担50% takes its place.
        if self.items and self.items[-1] is base and not (share and words.is_fee(lead)):
            self.items.pop()
        self.items.append(Item(value, *span, computed=True))
        self._claimable = True

    def _change_by_sum(self, one: Figure, item: Item, change: str) -> None:
        """Read 较上年80万元增加10万元: the sum of both."""
        base = self._bases[-1] if self._bases else self.items.pop()
        value = base.value + (item.value if change == "+" else -item.value)
        self.items.append(Item(value, base.start, item.end, computed=True))
        self.used.add(one.operand.start)
        self._claimable = False

    def _close(self, result: Figure | None = None, months: Operand | None = None) -> None:
        """End the product: an equation if its units make money, else a doubt."""
        self._borrow_counts()
        product, self._product = self._product, Product()
        price = product.price
        if price is None:
            return
        more = [months] if months else []
        if product.is_complete(*more):
            found = product.quantity(*more)
            operands = tuple(one.operand for one in product.figures)
            start = product.figures[0].start
            if found is None:
                raise AssertionError(operands)
            left = Part(self._tokens, start, operands[-1].end)
            equation = equation_of(left, found.base_value, operands, result)
            if any(set(operands) <= set(one.operands) for one in self.equations):
                return
            nouns = (self._words.without_leads(one.lead) for one in product.figures)
            noun = next((noun for noun in nouns if noun), "")
            self.equations.append(structs.replace(equation, noun=noun))
            self.used |= {one.operand.start for one in product.figures}
            self.used |= {result.operand.start} if result else set()
            value = found.base_value if result is None else result.value
            each = bool(price.unit.under) and result is None and price.value != 0
            self._counted = found.base_value / price.value if each else Decimal(0)
            self.items.append(
                Item(value, start, equation.end, computed=True, right=found.base_value)
            )
            self._claimable, self._loose = result is None, False
            self._unclaimed += result is None
            self._counts = product.counts
        elif not product.counts and set(price.unit.under) <= {"年"} and price.unit.under:
            self.items.append(
                Item(price.value, price.operand.start, price.operand.end, yearly=True)
            )
        else:
            self.doubts.append(price.lead + price.operand.text)

    def _parts(self, node: Node) -> None:
        """Compare a sum with its parts."""
        inner = Reader(self._tokens, self._year)
        inner.read(node.parts)
        self.equations += inner.equations
        self.used |= inner.used
        if inner.doubts or not inner.items or not self.items:
            return
        self.parts += inner.items
        self.used.add(self.items[-1].start)
        head, found = node.value, inner.sum if inner.total is None else inner.total
        closed = node.closed and (len(inner.items) > 1 or inner.items[0].computed or node.by_colon)
        if _is_near(head, found) or (found < head and not closed):
            return
        start, end = inner.items[0].start, inner.items[-1].end
        equation = equation_of(Part(self._tokens, start, end), found, total=True)
        self.equations.append(structs.replace(equation, claimed=head))

    def _is_old(self, one: Figure) -> bool:
        """Return whether a sum is that of an earlier year."""
        if one.year and self._year:
            return one.year < self._year
        return any(word in one.lead for word in self._words.earlier)

    def _is_minus(self, lead: str) -> bool:
        return any(word in lead for word in self._words.minus)

    def _lead_at(self, start: int) -> str:
        return self._tokens.source[max(start - 8, 0) : start]

    def _behind(self, one: Figure) -> str:
        return self._tokens.source[one.operand.end : one.operand.end + 2]


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEAR
