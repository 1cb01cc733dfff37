"""Percentages of a 测算 text: shares, instalments, fees, changes and rates of a sum."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.ledger import Ledger, is_near
from xlform.basis.lexicon import basis_words
from xlform.basis.prose import Figure
from xlform.basis.records import Item, Operand, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.word_equations import Part, equation_of

_ONE = Decimal(1)
_PAIR = 2
_BRACKETS = ("（", "(", "[", "【")
_WAN = Unit("万元", 0)


class Paid(NamedTuple):
    """Sum of which a percentage was paid, and what is left of it, in 万元."""

    base: Item
    rest: Decimal
    percent: Figure


class Shares:
    """Percentages of the sums of a ledger."""

    def __init__(self, ledger: Ledger, tokens: Tokens) -> None:
        self._ledger, self._tokens, self._words = ledger, tokens, basis_words()
        self._rates: list[Figure] = []
        # Shares that stand beside each other, and the sum all of them are shares of.
        self._beside: list[Item] = []
        self._shared: Item | None = None
        self._charged: Item | None = None
        self._paid: Paid | None = None

    def has_rates(self) -> bool:
        """Return whether a rate waits for the sum it makes."""
        return bool(self._rates)

    def percent(self, one: Figure) -> None:
        """Read a share, a fee, a change or a rate of the sum before it."""
        words, lead, behind = self._words, one.lead, self._behind(one)
        if self._is_note(one):
            self._check_note(one)
            return
        if words.is_rate(lead):
            if words.is_money_rate(lead) and (self._ledger.items or self._ledger.bases):
                self._rates.append(one)
            else:
                self._ledger.factors.append(one.value)
            return
        change = words.change_in(lead) or words.change_behind(behind)
        beside = words.is_beside(lead + behind)
        fee = not beside and (words.is_fee(lead) or lead.endswith("加"))
        paid = words.is_share(lead) or words.is_payer(lead) or words.is_share_behind(behind)
        share = not change and (fee or paid)
        if share and words.is_paid(lead):
            self._note_paid(one)
            return
        beside = beside and share
        base = self._shared if beside and self._beside else self._base(change, share=share, fee=fee)
        if base is None or not (change or share):
            self._ledger.doubts.append(lead + one.operand.text)
            return
        factor = one.value if share else EXACT.add(_ONE, one.value * (1 if change == "+" else -1))
        value = EXACT.multiply(base.value, factor)
        if beside and self._beside:
            self._add_beside(one, base, value)
            return
        # 安装调试费按5%计 comes on top; 其中区级承担50% takes its place.
        items = self._ledger.items
        if items and items[-1] is base and not fee:
            items.pop()
        if share and not fee and self._is_told_before(one, base, value):
            return
        self._add(one, base, value)
        self._charged = base if fee else None
        self._beside, self._shared = ([items[-1]] if beside else []), base

    def apply_rates(self, one: Figure | None) -> bool:
        """Read 贷款3000万元，年利率4%，利息120万元: whether a sum is what rates before it make."""
        rates, self._rates = self._rates, []
        ledger = self._ledger
        base = ledger.items[-1] if ledger.items else ledger.bases[-1] if ledger.bases else None
        if not rates or base is None:
            return False
        part = base.value
        for rate in rates:
            part = EXACT.multiply(part, rate.value)
        whole = EXACT.add(base.value, part)
        taxes = self._words.is_tax(rates[-1].lead)
        if one is not None:
            fits = is_near(part, one.value) or is_near(whole, one.value)
            if not fits and not self._words.is_of_rate(one.lead):
                return False
        with_base = one is not None and (
            is_near(whole, one.value)
            or (self._words.is_taxed(one.lead) and not is_near(part, one.value))
        )
        if ledger.items and ledger.items[-1] is base and (with_base or not taxes):
            ledger.items.pop()
        self._add(rates[-1], base, whole if with_base else part)
        return ledger.claim_last(one) if one is not None else True

    def _note_paid(self, one: Figure) -> None:
        """Note what was paid of a sum: 已付30%."""
        items = self._ledger.items
        if items:
            rest = EXACT.multiply(items[-1].value, EXACT.subtract(_ONE, one.value))
            items[-1] = structs.replace(items[-1], others=(*items[-1].others, rest))
            self._paid = Paid(items[-1], rest, one)

    def apply_paid(self, one: Figure) -> bool:
        """Read 已付30%，剩余33.6万元: whether a sum is what is left of the one before."""
        paid, self._paid = self._paid, None
        ledger = self._ledger
        if paid is None or not ledger.items or ledger.items[-1] is not paid.base:
            return False
        if not is_near(paid.rest, one.value) and not self._words.is_rest(one.lead):
            return False
        ledger.items.pop()
        self._add(paid.percent, paid.base, paid.rest)
        return ledger.claim_last(one)

    def _behind(self, one: Figure) -> str:
        """Return the words right behind a percentage."""
        after = one.last + 1
        return self._tokens.texts[after][:_LONGEST] if self._tokens.kind(after) == "WORD" else ""

    def _is_note(self, one: Figure) -> bool:
        """Return whether a percentage only stands behind a share: 40.95万元（30%）."""
        items = self._ledger.items
        if len(items) < _PAIR:
            return False
        between = self._tokens.source[items[-1].end : one.operand.start]
        return between[:1] in _BRACKETS and self._words.is_share_note(between[1:])

    def _check_note(self, one: Figure) -> None:
        """Compare a share with the percentage behind it."""
        ledger = self._ledger
        share, base = ledger.items[-1], ledger.items[-2]
        value = EXACT.multiply(base.value, one.value)
        if not is_near(value, share.value):
            ledger.guesses.append(self._tokens.source[base.start : one.operand.end])
            return
        ledger.items[-2:] = [structs.replace(share, computed=True)]
        ledger.used |= {base.start, share.start, one.operand.start}

    def _is_told_before(self, one: Figure, base: Item, value: Decimal) -> bool:
        """Read 质保金25万元，为合同价500万元的5%: a share whose sum stands before it."""
        ledger = self._ledger
        if not ledger.items:
            return False
        told = ledger.items[-1]
        between = self._tokens.source[told.end : base.start].lstrip("，,、 ")
        if told.computed or not between.startswith(("为", "是", "即", "占", "按", *_BRACKETS)):
            return False
        if not is_near(told.value, value) and between.startswith("按"):
            return False
        part = Part(self._tokens, base.start, one.operand.end)
        equation = equation_of(part, value)
        ledger.equations.append(structs.replace(equation, claimed=told.value))
        ledger.items[-1] = structs.replace(told, computed=True, right=value)
        ledger.used |= {told.start, base.start, one.operand.start}
        return True

    def _base(self, change: str, *, share: bool, fee: bool) -> Item | None:
        if self._rates:
            self.apply_rates(None)
        ledger = self._ledger
        total = ledger.totalled if share and not fee else None
        if total:  # 合计80万元，区级承担20%
            base = Item(total.value, total.operand.start, total.operand.end)
            ledger.items, ledger.total = [base], None
            return base
        if ledger.items and not (change and ledger.bases):
            # 设计费按3%计9.6万元，监理费按2%计6.4万元: both of the same sum.
            same = fee and any(one is self._charged for one in ledger.items)
            return self._charged if same else ledger.items[-1]
        return ledger.bases[-1] if ledger.bases else None

    def _add_beside(self, one: Figure, base: Item, value: Decimal) -> None:
        """Add a share beside those before; the amount may be any of them, or all."""
        self._add(one, base, value)
        items = self._ledger.items
        self._beside.append(items[-1])
        rest = self._ledger.sum - value
        others = tuple(share.value - rest for share in self._beside)
        items[-1] = structs.replace(items[-1], others=others)

    def _add(self, one: Figure, base: Item, value: Decimal) -> None:
        ledger = self._ledger
        span = (base.start, one.operand.end)
        money = Operand(self._tokens.source[base.start : base.end], base.value, _WAN, *span)
        ledger.used |= {base.start, one.operand.start}
        left = Part(self._tokens, *span)
        ledger.equations.append(equation_of(left, value, (money, one.operand)))
        ledger.items.append(Item(value, *span, computed=True))
        ledger.claimable, ledger.rest_of_share = True, base.value - value


_LONGEST = 12
