"""Prices and counts of a text, multiplied as its sums and its end demand."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.ledger import Ledger, is_near
from xlform.basis.lexicon import basis_words
from xlform.basis.periods import Period
from xlform.basis.products import BUDGET_YEAR, SUPPOSED, Product, Reading, is_factor
from xlform.basis.prose import Figure, is_attribute, unread_numbers
from xlform.basis.records import Item
from xlform.basis.tokens import Tokens
from xlform.basis.units import per
from xlform.basis.word_equations import Part, equation_of

_BRACKETS = ("（", "(", "[", "【")
_EXACT = Decimal("0.0000001")
_FEWEST = 2
_LONGEST_NAME = 10
_ENDS = "；;。\n"


class Late(NamedTuple):
    """Sum that stands before a figure it is computed from, and the figures before it."""

    product: Product
    sum: Figure


class Factors:
    """Product that is being read, and those before it as far as later ones need them.

    ``times`` is how many of the things there are that the last price was for each of, 0 where a sum
    can't be for each of them.
    """

    def __init__(self, ledger: Ledger, tokens: Tokens) -> None:
        self.product = Product(Period(tokens.source))
        self.is_yearly = self.in_instalments = False
        self.times = Decimal(0)
        self._ledger, self._tokens, self._words = ledger, tokens, basis_words()
        self._period = Period(tokens.source)
        self._counts: list[Figure] = []
        self._counted, self._years, self._yearly = Decimal(0), Decimal(0), Decimal(0)
        self._late: Late | None = None
        self._lone: tuple[Figure, Figure] | None = None
        self._priced: list[Figure] = []
        self._open = self.product

    def drop(self) -> Product:
        """Return the product that is being read, and begin another."""
        product, self.product = self.product, Product(self._period)
        return product

    def add_count(self, one: Figure) -> None:
        """Add a count or a rate to the product."""
        if one.kind == "count" and (not is_factor(one) or self._counts_items(one)):
            return
        if one.ranged:
            self._ledger.doubts.append(one.lead + one.operand.text)
            return
        if one.kind == "count" and self._words.is_cut(one.lead):  # 共10场，取消2场
            minus = structs.replace(one.operand, value=-(one.operand.value or Decimal(0)))
            one = one._replace(operand=minus)
        same = any(
            one.operand.text == other.operand.text and one.lead in ("", other.lead)
            for other in self.product.counts
        )
        if same and not self.product.price:
            return
        if self._lone and self._is_price_of_one(one):
            return
        if one.unit.over[:1] == (BUDGET_YEAR,):
            self._years = one.value
            self.in_instalments = one.lead.endswith("分")  # 分5年发放
        if self.explains(one) or self._is_converted(one) or self._is_note(one):
            return
        figures = self.product.figures
        between = self._tokens.source[figures[-1].operand.end : one.start] if figures else ""
        apart = any(mark in between for mark in _ENDS)
        self.product.add_count(self._for_each(one), apart=apart)
        self._ledger.loose, self.times = True, Decimal(0)

    def add_price(self, one: Figure) -> None:
        """Add a price: to the product, or to the next one."""
        if self._words.is_quoted(one.lead) or self.explains(one):
            return
        if self._is_sum_of_prices(one) or self.product.restate_price(one):
            return
        self._ledger.drop_summed(one.value)
        product = self.product
        claims = not self._words.without_claims(one.lead)
        of_year = set(one.unit.under) == {BUDGET_YEAR} and one.unit.style == "/"
        if of_year and product.price and claims and self.claim(one, claims=claims):
            return
        if product.price and not self._is_further(one):
            left = product.without_tail()
            self.close()
            product = self.product
            for count in left:
                product.add_count(count)
        if one.ranged:
            self._ledger.doubts.append(one.lead + one.operand.text)
        else:
            product.add_price(one)

    def replace_price(self, one: Figure) -> bool:
        """Read 由每人每年1万元提高到1.2万元: another price in place of the one before."""
        product = self.product
        if not product.prices or product.figures[-1] is not product.prices[-1]:
            return False
        unit = product.prices[-1].unit
        scale = one.unit.scale - (unit.scale - (unit.money_power or 0))
        power = one.unit.money_power
        meant = structs.replace(unit, money_power=power, scale=scale)
        operand = structs.replace(one.operand, unit=meant)
        product.prices[-1] = one._replace(kind="price", operand=operand)
        return True

    def is_of_year(self, one: Figure) -> bool:
        """Return whether a sum says again what is due in each year: 每年96万元，本年预算96万元."""
        return self.is_yearly and is_near(self._yearly, one.value)

    def add_extra(self, one: Figure) -> bool:
        """Add a sum that a price goes on with: 每场讲师费0.1万元、资料费0.5万元."""
        product = self.product
        figures = product.figures
        if not product.price or not product.price.unit.under or not product.counts:
            return False
        last = product.extras[-1] if product.extras else figures[-1]
        between = self._tokens.source[last.operand.end : one.start]
        if last.kind == "count" or between.lstrip()[:1] not in ("、", "和", "及", "+"):
            return False
        product.add_extra(one)
        return True

    def claim(self, one: Figure, *, claims: bool) -> bool:
        """Take a sum as the result of the product before it, if it is one."""
        self._borrow_counts()
        product, ledger = self.product, self._ledger
        readings = product.readings()
        if not readings or one.ranged:
            return False
        match = product.reading_of(one.value)
        if match:
            self.close(one, match)
            return True
        if ledger.adds_up(one, readings[0].value):
            self.close()
            ledger.add_up(one)
            return True
        claims = claims or self._words.is_whole_total(one.lead)
        claims = claims or self._words.is_claim_of(one.lead, self._text_of(product))
        named = not claims and (bool(ledger.items) or one.kind != "total")
        if named or is_attribute(self._tokens, one):
            return False
        meant = (
            None
            if ledger.doubts
            else product.nearest(one.value, unread_numbers(self._tokens, product.figures, one))
        )
        if meant:
            self.close(one, meant)
            return True
        ledger.doubts.append(one.lead + one.operand.text)
        self.drop()
        ledger.items.append(Item(one.value, one.operand.start, one.operand.end))
        return True

    def close(self, result: Figure | None = None, reading: Reading | None = None) -> None:
        """End the product: an equation if its units make money, else a doubt."""
        self._borrow_counts()
        product = self.drop()
        price = product.price
        if price is None:
            return
        found = product.readings()
        if found and price.unit.style == "一" and not product.counts:
            found = []
        reading = reading or (found[0] if found else None)
        if reading:
            years = set(price.unit.under) == {BUDGET_YEAR} and result is None
            if years and self._is_of_years(price, reading.value / price.value):
                return
            in_parts = result is None and reading.times and not product.counts
            if not (in_parts and self._ledger.is_paid_in_parts(reading.value, product.prices)):
                self._add_product(product, price, reading, result)
        elif not product.counts and set(price.unit.under) == {BUDGET_YEAR}:
            if not self._is_of_years(price, self._years):
                item = Item(price.value, price.operand.start, price.operand.end, yearly=True)
                self._ledger.items.append(item)
        elif not product.counts and price.unit.style == "一":
            self._ledger.add(Item(price.value, price.operand.start, price.operand.end))
        else:
            self._ledger.doubts.append(price.lead + price.operand.text)
            self._open = product

    def wait_for(self, one: Figure, before: Product) -> None:
        """Note a sum that a bracket behind it may explain."""
        self._late = Late(before if before.counts else self._open, one)
        self._priced.clear()
        last = before.counts[-1] if before.counts else None
        joined = last is not None and last.operand.end == one.start
        self._lone = (last, one) if last and joined and last.value == 1 else None
        if last and joined and last.value > 1:  # 二等奖3个0.5万元: for one, or for all
            item = self._ledger.items[-1]
            others = (*item.others, EXACT.multiply(item.value, last.value))
            self._ledger.items[-1] = structs.replace(item, others=others)
        self._ledger.more += one.value * (self.times - 1) if self.times else 0

    def is_explained(self) -> bool:
        """Return whether the last figure was a sum that a bracket behind it may explain."""
        return self._late is not None

    def take_each(self) -> None:
        """Let sums behind a price be for each as well: 每个建设费30万元、图书购置费5万元."""
        self.times = self._counted

    def explains(self, one: Figure) -> bool:
        """Read a count or price in a bracket behind its sum: 10台5万元（5000元/台）."""
        late, self._late, ledger = self._late, None, self._ledger
        if late is None or one.ranged or not ledger.items:
            return False
        between = self._tokens.source[late.sum.operand.end : one.start]
        if not between.startswith(_BRACKETS):
            return False
        product = Product(self._period)
        for price in (*late.product.prices, *([one] if one.kind == "price" else [])):
            product.add_price(price)
        for count in (*late.product.counts, *([] if one.kind == "price" else [one])):
            product.add_count(count)
        reading = product.reading_of(late.sum.value) or product.nearest(late.sum.value)
        if reading is None or not product.price:
            return False
        del ledger.items[-1]
        said = {price.lead + price.operand.text for price in late.product.prices}
        ledger.doubts = [doubt for doubt in ledger.doubts if doubt not in said]
        self._add_product(product, product.price, reading, late.sum)
        return True

    def _text_of(self, product: Product) -> str:
        figures = product.figures
        start = figures[0].operand.start - len(figures[0].lead)
        return self._tokens.source[max(start, 0) : figures[-1].operand.end]

    def _counts_items(self, one: Figure) -> bool:
        """Return whether a count is that of the items a total adds up: 三项合计."""
        start = one.operand.start
        several = not one.digits and not self.product.price
        if several and self._words.is_sum_of_items(self._tokens.source[one.operand.end :][:4]):
            return not self._ledger.claimable and bool(self._ledger.items)
        written = "".join(self._tokens.source[start : one.operand.end + 4].split())
        counter = written.find("项")
        return counter > 0 and self._words.is_sum_of_items(written[counter + 1 :])

    def _is_converted(self, one: Figure) -> bool:
        """Read a count in brackets that says the one before in another unit: 22公里（22000米）."""
        counts = self.product.counts
        last = counts[-1] if counts else None
        if last is None or last.unit.over != one.unit.over or one.lead not in last.unit.text:
            return False
        between = self._tokens.source[last.operand.end : one.operand.start].strip()
        if between not in _BRACKETS or last.unit.scale == one.unit.scale:
            return False
        if last.value != one.value:
            part = Part(self._tokens, last.operand.start, last.operand.end)
            equation = equation_of(part, last.value, (last.operand,))
            self._ledger.equations.append(
                structs.replace(
                    equation, claimed=one.value, result=one.operand, money=False,
                    text=self._tokens.source[last.operand.start : one.operand.end],
                    end=one.operand.end,
                )
            )  # fmt: skip
        return True

    def _is_note(self, one: Figure) -> bool:
        """Return whether a count only notes what the sum before it buys: 9万元共1套."""
        items = self._ledger.items
        between = self._tokens.source[items[-1].end : one.operand.start] if items else "，"
        return between in ("共", "计", "合计", "/") and not self.product.price

    def _is_price_of_one(self, one: Figure) -> bool:
        """Read 1个项目25万元，共3个项目: what one costs, and how many there are."""
        lone, self._lone = self._lone, None
        if lone is None or lone[0].unit.over != one.unit.over or "共" not in one.lead:
            return False
        del self._ledger.items[-1]
        count, cost = lone
        unit = per(cost.unit, count.unit.over[0]) if count.unit.over else None
        price = cost._replace(kind="price", operand=structs.replace(cost.operand, unit=unit))
        self.product.add_price(price)
        self.product.add_count(one)
        return True

    def _is_sum_of_prices(self, one: Figure) -> bool:
        """Read 租金30元/㎡，物业费3元/㎡，合计33元/㎡: a price that is the sum of those before."""
        if not self._words.totals.before(one.lead):
            return False
        before = [*self._priced, *self.product.prices]
        same = [price for price in before if price.unit.under == one.unit.under]
        total = sum((price.value for price in same), Decimal(0))
        if len(same) < _FEWEST or abs(total - one.value) > _EXACT:
            return False
        counts, ledger = self.product.counts or self._counts, self._ledger
        places = {price.operand.start for price in same}
        ledger.drop_computed_from(places)
        self.drop()
        for count in counts:
            self.product.add_count(count)
        self.product.add_price(one)
        return True

    def _for_each(self, one: Figure) -> Figure:
        """Return a count said of each thing counted before as a rate: 10个村各2名."""
        counts = self.product.counts
        thing = counts[-1].unit.over[0] if counts and counts[-1].unit.over else ""
        each = self._words.is_of_each(one.lead, _LONGEST_NAME)
        unit = per(one.unit, thing) if thing and each else None
        operand = structs.replace(one.operand, unit=unit)
        return one._replace(kind="rate", operand=operand) if unit else one

    def _is_further(self, one: Figure) -> bool:
        """Return whether a price goes with the one before: 水费400元/月，电费2600元/月，12个月."""
        product = self.product
        last = product.figures[-1]
        same = last.kind == "price" and last.unit.under == one.unit.under
        return same and not set(one.unit.under) <= {BUDGET_YEAR} and not product.is_complete()

    def _borrow_counts(self) -> None:
        """Take the counts before for a price without its own: 30人，保险费…；服装费800元/人."""
        product = self.product
        price = product.price
        if product.counts or not price or not price.unit.under or product.readings():
            return
        if any(
            price.value == operand.base_value
            for one in self._ledger.equations
            for operand in one.operands
        ):
            return  # said twice
        lent = Product(self._period)
        for one in product.prices:
            lent.add_price(one)
        for one in self._counts:
            lent.add_count(one)
        if lent.readings():
            self.product = lent

    def _is_of_years(self, price: Figure, years: Decimal) -> bool:
        """Read a sum for each of the years that the sum before is for: 三年共90万元，每年30万元."""
        if not years or not self._ledger.spread(price, years):
            return False
        self.is_yearly, self._yearly = True, price.value
        return True

    def _add_product(
        self, product: Product, price: Figure, reading: Reading, result: Figure | None
    ) -> None:
        ledger = self._ledger
        operands = reading.operands
        written = [one for one in operands if one is not reading.times]
        first = [one.start for one in product.figures if one.operand.start == written[0].start]
        start, end = min(first), max(one.end for one in written)
        if any(set(operands) <= set(one.operands) for one in ledger.equations):
            return
        equation = equation_of(Part(self._tokens, start, end), reading.value, operands, result)
        nouns = (self._words.without_leads(one.lead) for one in product.figures)
        noun = next((noun for noun in nouns if noun), "")
        ledger.equations.append(structs.replace(equation, noun=noun))
        ledger.used |= {one.operand.start for one in (*product.figures, *product.extras)}
        ledger.used |= {result.operand.start} if result else set()
        value = reading.value if result is None else result.value
        others: tuple[Decimal, ...] = ()
        if result is None:
            others = tuple(one.value for one in product.readings() if one is not reading)
            if reading.grade == SUPPOSED:
                ledger.suppose(self._tokens.source[start:end], reading.rate, reading.times)
        each = bool(price.unit.under) and result is None and price.value != 0
        self._counted = reading.value / price.value if each else Decimal(0)
        ledger.items.append(
            Item(value, start, equation.end, computed=True, right=reading.value, others=others)
        )
        ledger.claimable, ledger.loose = result is None, False
        ledger.unclaimed += result is None
        self._counts = product.counts
        self._priced = [*self._priced, *product.prices] if result is None else []
