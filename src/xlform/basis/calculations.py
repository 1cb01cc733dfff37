"""Reading of a 测算 text as a whole: what it multiplies, shares and adds up in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.factors import Factors
from xlform.basis.ledger import Ledger, is_near
from xlform.basis.lexicon import basis_words
from xlform.basis.outline import Node
from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Item, Operand, Unit
from xlform.basis.tokens import Tokens
from xlform.basis.word_equations import Part, equation_of

if TYPE_CHECKING:
    from xlform.basis.pairs import Pairs
    from xlform.basis.shares import Shares

    FindPairs = Callable[[Tokens, Sequence[Node], int], Pairs | None]

_CENT = Decimal("0.01")
_MOST_PARTS = 12


class Reader:
    """Reads nodes from left to right into the items, totals and equations of a ledger."""

    def __init__(self, tokens: Tokens, year: int | None) -> None:
        self.ledger = Ledger(tokens)
        self._factors = Factors(self.ledger, tokens)
        self._percentages: Shares | None = None
        self._named, self._paid = 0, list[Item]()
        self._tokens, self._year, self._words = tokens, year, basis_words()

    def read(self, nodes: Sequence[Node]) -> None:
        """Read all nodes of a text, or those of a part of it."""
        skipped = 0
        find_pairs = self._find_pairs(nodes)
        for place, node in enumerate(nodes):
            if place < skipped:
                continue
            pairs = find_pairs(self._tokens, nodes, place) if find_pairs else None
            if pairs:
                self._pairs(pairs)
                skipped = place + pairs.length
            else:
                self._node(node)
        self._factors.close()
        ledger, source = self.ledger, self._tokens.source
        if self._has_rates():
            self._shares.apply_rates(None)
        if self._lacks_a_payer():
            ledger.doubts.append(source)
        in_parts = self._factors.in_instalments or any(
            word in source for word in self._words.instalments
        )
        if (in_parts and not self._factors.is_yearly) or self._words.has_ratio(source):
            ledger.doubts.append(source)
        ledger.again = self._sum_of_each_sentence()
        if not ledger.items and ledger.bases:
            base = ledger.bases[-1]
            ledger.items.append(base)
            if not any(word in source for word in self._words.arranging):
                ledger.doubts.append(source[base.start : base.end])

    def _sum_of_each_sentence(self) -> Decimal | None:
        """Return what the sums of each sentence add up to, where that is one: 收入…；支出…."""
        sums: list[Decimal] = []
        last = 0
        for item in self.ledger.items:
            between = self._tokens.source[last : item.start]
            if not sums or any(mark in between for mark in "；;。\n"):
                sums.append(Decimal(0))
            sums[-1] += item.value
            last = item.end
        same = len(sums) > 1 and all(is_near(one, sums[0]) for one in sums)
        return sums[0] if same else None

    def _node(self, node: Node) -> None:
        if isinstance(node.entry, Equation):
            self._equation(node.entry)
        else:
            self._figure(node.entry)
        explained = self._factors.is_explained() and not any(one.is_sum for one in node.parts)
        if node.parts and explained and not node.by_colon:
            for one in node.parts:
                self._node(one)
        elif node.parts:
            self._parts(node)

    @property
    def _shares(self) -> Shares:
        if self._percentages is None:
            from xlform.basis.shares import Shares  # noqa: PLC0415  (many texts have none)

            self._percentages = Shares(self.ledger, self._tokens)
        return self._percentages

    def _has_rates(self) -> bool:
        return self._percentages is not None and self._percentages.has_rates()

    def _find_pairs(self, nodes: Sequence[Node]) -> FindPairs | None:
        """Return what finds pairs, where a text may hold a list of counts and one of prices."""
        kinds = [one.entry.kind if isinstance(one.entry, Figure) else "" for one in nodes]
        beside = ("price", "price") in pairwise(kinds)
        if not beside and "分别" not in self._tokens.source:
            return None
        from xlform.basis.pairs import pairs_at  # noqa: PLC0415  (many texts have none)

        return pairs_at

    def _pairs(self, pairs: Pairs) -> None:
        """Read prices that go with as many counts as the sum of their products."""
        self._factors.close()
        value = Decimal(0)
        operands: dict[int, Operand] = {}
        for count, price in pairs.pairs:
            value = EXACT.add(value, EXACT.multiply(count.value, price.value))
            operands |= {one.operand.start: one.operand for one in (count, price)}
        written = tuple(operands[start] for start in sorted(operands))
        price = pairs.pairs[0][1]
        if pairs.times:  # 月工资分别为2500元、3000元: what a month costs
            together = _together(price, written, value, pairs.times)
            self._factors.product.add_price(together)
            self.ledger.used |= operands.keys()
            return
        start, end = written[0].start, written[-1].end
        ledger = self.ledger
        ledger.equations.append(equation_of(Part(self._tokens, start, end), value, written))
        ledger.used |= operands.keys()
        ledger.add(Item(value, start, end, computed=True, right=value))
        ledger.claimable = True
        ledger.unclaimed += 1

    def _equation(self, one: Equation) -> None:
        if self._factors.product.figures and self._factors.product.restates(one):
            self._factors.drop()
        self._factors.close()
        if one.final and not one.total:
            self.ledger.drop_restated(one)
            self.ledger.add_equation(one, minus=self._is_minus(self._lead_at(one.start)))

    def _figure(self, one: Figure) -> None:
        if one.kind != "percent":
            self.ledger.totalled = None
        if one.kind == "percent":
            self._factors.close()
            self._shares.percent(one)
        elif one.kind in ("count", "rate"):
            self._factors.add_count(one)
        elif one.kind == "price":
            self._factors.add_price(one)
        else:
            self._money(one)

    def _money(self, one: Figure) -> None:
        words, ledger, factors = self._words, self.ledger, self._factors
        claims = not words.without_claims(one.lead)
        if words.is_of_each(one.lead) and factors.product.counts:
            factors.add_price(one)  # 三个村各10万元
            return
        if words.is_changed_to(one.lead) and factors.replace_price(one):
            return
        if one.kind == "money" and factors.product.restate_price(one):
            return
        if factors.product.price:
            claims = claims or words.is_of_year(one.lead)
            if factors.claim(one, claims=claims) or (
                one.kind == "money" and factors.add_extra(one)
            ):
                return
            factors.close()
            if factors.is_of_year(one):
                return
            if ledger.items and one.kind == "money":
                factors.take_each()
        elif self._claims_before(one, claims=claims):
            return
        self._add_money(one, claims=claims)

    def _claims_before(self, one: Figure, *, claims: bool) -> bool:
        """Take a sum as the result of the rate or share before it, or as that said again."""
        if self._has_rates() and self._shares.apply_rates(one):
            return True
        if self._percentages is not None and self._percentages.apply_paid(one):
            return True
        may_claim = (
            claims
            or one.kind == "total"
            or self._words.is_payer(one.lead)
            or self._is_joined(one)
            or self.ledger.is_last(one.value)
        )
        if self.ledger.claimable and may_claim and self.ledger.claim_last(one):
            return True
        return self.ledger.restates(one)

    def _add_money(self, one: Figure, *, claims: bool) -> None:
        """Add a sum that no calculation before it makes."""
        words, lead, ledger = self._words, one.lead, self.ledger
        before, item = self._factors.drop(), self._item(one)
        change, paid = words.change_at_end(lead), words.is_paid(lead) and item.value > 0
        if ledger.items and (ledger.rest(one) or ledger.rest_of_years(one)):
            return
        if self._is_old(one) and not (ledger.items and (paid or item.value < 0)):
            ledger.bases.append(item)
        elif change and (ledger.bases or ledger.items):
            ledger.change(one, item, change)
        elif ledger.items and (paid or item.value < 0):
            ledger.take_off(structs.replace(item, value=-abs(item.value)), paid=paid)
        elif ledger.items and self._is_total(one, claims=claims):
            ledger.add_up(one)
        else:
            ledger.add(item)
            self._named += bool(lead)
            if words.is_payer(lead):
                self._paid.append(item)
            self._factors.wait_for(one, before)
            if one.ranged or words.is_limit(lead, self._behind(one)):
                ledger.doubts.append(lead + one.operand.text)

    def _is_joined(self, one: Figure) -> bool:
        """Return whether no mark stands between a sum and the share before it: 5%质保金25万元."""
        start = self.ledger.items[-1].end if self.ledger.items else 0
        between = self._tokens.source[start : one.operand.start]
        return "%" in self._tokens.source[start - 1 : start] and between.isalpha()

    def _is_total(self, one: Figure, *, claims: bool) -> bool:
        """Return whether a sum is the total of the items before it."""
        if one.kind == "total":
            return True
        several = len(self.ledger.items) > 1
        earlier = sum((base.value for base in self.ledger.bases), Decimal(0))
        if earlier and is_near(self.ledger.sum + earlier, one.value):
            return True
        if several and (self._words.is_whole_total(one.lead) or self._is_nameless(one)):
            return True
        listed = claims or one.lead.endswith("项")  # 两项36万元
        ends = one.lead or not self._tokens.source[one.operand.end :].strip(" 。；;")
        if several and claims and ends and all(item.computed for item in self.ledger.items):
            return True
        near = is_near(self.ledger.sum, one.value)
        return several and listed and (near or self.ledger.take_others(one.value))

    def _is_nameless(self, one: Figure) -> bool:
        """Return whether a sum at the end has no name where each before it has one."""
        if one.lead or self._named <= 1:
            return False
        source, last = self._tokens.source, self.ledger.items[-1].end
        bare = source[last : one.operand.start].strip() in ("，", ",", "。", "；", ";", "：")
        if not bare or source[one.operand.end :].strip(" 。；;"):
            return False
        return not any(item.computed for item in self.ledger.items)

    def _item(self, one: Figure) -> Item:
        value = -one.value if self._is_minus(one.lead) else one.value
        whole = any(word in one.lead for word in self._words.whole)
        return Item(value, one.operand.start, one.operand.end, whole=whole)

    def _parts(self, node: Node) -> None:
        """Compare a sum with its parts."""
        inner = self._read_parts(node.parts)
        if node.by_colon and not is_near(inner.ledger.sum, node.value):
            fewer = self._parts_of_sentence(node)
            if fewer:
                inner, rest = fewer
                node.parts = node.parts[: len(node.parts) - len(rest)]
                self._compare_parts(node, inner)
                for one in rest:
                    self._node(one)
                return
        self._compare_parts(node, inner)

    def _read_parts(self, nodes: Sequence[Node]) -> Reader:
        inner = Reader(self._tokens, self._year)
        inner.read(nodes)
        return inner

    def _parts_of_sentence(self, node: Node) -> tuple[Reader, list[Node]] | None:
        """Return the parts up to an end of a sentence that add up to their sum, and the rest."""
        for place in range(1, min(len(node.parts), _MOST_PARTS)):
            between = self._tokens.source[_end(node.parts[place - 1]) : _start(node.parts[place])]
            if any(mark in between for mark in "。；;\n"):
                inner = self._read_parts(node.parts[:place])
                if is_near(inner.ledger.sum, node.value):
                    return inner, node.parts[place:]
        return None

    def _compare_parts(self, node: Node, inner: Reader) -> None:
        ledger = self.ledger
        within = inner.ledger
        ledger.equations += within.equations
        ledger.used |= within.used
        if within.doubts or within.supposed or not within.items or not ledger.items:
            ledger.doubts += within.doubts + within.supposed
            return
        ledger.parts += within.items
        ledger.used.add(ledger.items[-1].start)
        head = node.value
        if len(within.items) > 1 and self._are_paid(node) and within.sum < head - _CENT:
            ledger.doubts.append(self._tokens.source[ledger.items[-1].start : within.items[-1].end])
        found = within.sum if within.total is None else within.total
        closed = node.closed and (
            len(within.items) > 1 or within.items[0].computed or node.by_colon
        )
        others = within.items[0].others if len(within.items) == 1 else ()
        if any(is_near(head, one) for one in (found, *others)) or (found < head and not closed):
            return
        start, end = within.items[0].start, within.items[-1].end
        equation = equation_of(Part(self._tokens, start, end), found, total=True)
        ledger.equations.append(structs.replace(equation, claimed=head))

    def _lacks_a_payer(self) -> bool:
        """Return whether those who pay make less or more than the whole: 总费用99万元，市…区…."""
        items = self.ledger.items
        return (
            len(self._paid) > 1
            and items[1:] == self._paid
            and not items[0].computed
            and not is_near(sum((one.value for one in self._paid), Decimal(0)), items[0].value)
        )

    def _are_paid(self, node: Node) -> bool:
        """Return whether the parts of a sum are told by who pays them."""
        leads = [one.entry.lead for one in node.parts if isinstance(one.entry, Figure)]
        return bool(leads) and all(self._words.is_payer(lead) for lead in leads)

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


def _together(
    price: Figure, operands: tuple[Operand, ...], value: Decimal, times: tuple[str, ...]
) -> Figure:
    """Return the price for a time of all that a list counts; ``value`` in 万元."""
    unit = Unit(f"万元/{times[0]}", 0, 0, (), times, "每")
    operand = Operand("", value, unit, operands[0].start, operands[-1].end)
    return price._replace(kind="price", operand=operand, lead="", start=operand.start)


def _start(node: Node) -> int:
    return node.entry.start


def _end(node: Node) -> int:
    if node.parts:
        return _end(node.parts[-1])
    return node.entry.end if isinstance(node.entry, Equation) else node.entry.operand.end
