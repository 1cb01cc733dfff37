"""Lists of counts and lists of prices that go with each other, 分别 and 各."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlform.basis.outline import Node
from xlform.basis.periods import Period
from xlform.basis.products import BUDGET_YEAR
from xlform.basis.prose import Figure
from xlform.basis.tokens import Tokens
from xlform.basis.units import fits

_FEWEST, _MOST = 2, 12
_NAME = 2
_RESPECTIVELY, _EACH = "分别", "各"


class Pairs(NamedTuple):
    """Counts and prices that go together, and how many nodes they take."""

    pairs: tuple[tuple[Figure, Figure], ...]
    length: int

    @property
    def times(self) -> tuple[str, ...]:
        """Times that the prices are for and no count counts: 月工资分别为."""
        counted = {name for count, _ in self.pairs for name in count.unit.over}
        under = self.pairs[0][1].unit.under
        return tuple(
            name
            for name in under
            if Period.is_time(name) and name not in counted and name != BUDGET_YEAR
        )


def pairs_at(tokens: Tokens, nodes: Sequence[Node], start: int) -> Pairs | None:
    """Return the pairs of 20台、6台，单价分别为4500元、6000元; ``None`` where none begin.

    Counts before prices go with them if that is said. Prices before as many counts always do
    (县道1万元/公里、乡道0.5万元/公里，县道20公里、乡道60公里). A lone count goes with all prices if
    it is said of each: 各10台.
    """
    first = list(_run(nodes, start))
    if not first:
        return None
    second = list(_run(nodes, start + len(first)))
    length = len(first) + len(second)
    if not second or length < _FEWEST + 1:
        return None
    said = _RESPECTIVELY in tokens.source[first[-1].operand.end : second[0].operand.start]
    prices_first = _is_price(first[0])
    counts, prices = (second, first) if prices_first else (first, second)
    if counts[0].kind != "count" or not _is_price(prices[0]):
        return None
    if len(counts) == 1 and counts[0].lead.endswith(_EACH) and (said or prices_first):
        return Pairs(tuple((counts[0], price) for price in prices), length)
    pairs = tuple(zip(counts, prices, strict=False))
    said = said or all(map(_are_named_alike, pairs))
    if len(counts) != len(prices):
        return None
    return (
        Pairs(pairs, length) if said or (prices_first and all(map(_go_together, pairs))) else None
    )


def _is_price(one: Figure) -> bool:
    return one.kind == "price" or (one.kind == "money" and _RESPECTIVELY in one.lead)


def _are_named_alike(pair: tuple[Figure, Figure]) -> bool:
    """Return whether a count and a price have one name: 在职86人 and 在职每人500元."""
    name = pair[0].lead[-_NAME:]
    return len(name) == _NAME and name in pair[1].lead


def _go_together(pair: tuple[Figure, Figure]) -> bool:
    count, price = pair
    return any(fits(over, under) for over in count.unit.over for under in price.unit.under)


def _run(nodes: Sequence[Node], start: int) -> Iterator[Figure]:
    """Yield figures of one kind and unit that follow each other."""
    first: Figure | None = None
    for place in range(start, min(start + _MOST, len(nodes))):
        one = nodes[place].entry
        if not isinstance(one, Figure) or nodes[place].parts or one.ranged:
            return
        if first is not None:
            same = (one.kind, one.unit.over) == (first.kind, first.unit.over)
            # 分别为4500元、6000元
            bare = one.kind == "money" and not one.lead and _is_price(first)
            if not same and not bare:
                return
        else:
            first = one
        yield one
