"""Outline of a 测算 text: which sums are parts of which, by brackets, colons and 其中."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal

from xlform.basis.lexicon import basis_words
from xlform.basis.prose import Figure
from xlform.basis.records import Equation
from xlform.basis.tokens import Tokens

_DEEPEST = 2
_SENTENCE_ENDS = frozenset("。\n！？!?")


class Node:
    """Equation or figure with its tokens and the sums that are parts of it.

    ``closed`` tells that the parts are all there are, ``by_colon`` that they follow a colon.
    """

    def __init__(self, entry: Equation | Figure, first: int, last: int) -> None:
        self.entry = entry
        self.first, self.last = first, last
        self.parts: list[Node] = []
        self.closed = self.by_colon = False

    @property
    def value(self) -> Decimal:
        """Number in 万元."""
        if isinstance(self.entry, Equation):
            return self.entry.base_value or Decimal(0)
        return self.entry.value

    @property
    def is_sum(self) -> bool:
        """True for a sum of money, written or computed."""
        if isinstance(self.entry, Equation):
            return self.entry.money is True and self.entry.base_value is not None
        return self.entry.kind in ("money", "total")

    @property
    def is_money(self) -> bool:
        """True for a sum or a price."""
        return self.is_sum or (isinstance(self.entry, Figure) and self.entry.kind == "price")


def outline(tokens: Tokens, equations: Iterable[Equation], figures: Iterable[Figure]) -> list[Node]:
    """Return the nodes of a text from left to right, parts below their sums."""
    nodes = [Node(one, one.first, one.last) for one in figures]
    for one in equations:
        first = bisect_right(tokens.starts, one.start) - 1
        last = bisect_left(tokens.ends, one.end)
        nodes.append(Node(one, max(first, 0), min(last, len(tokens) - 1)))
    nodes.sort(key=lambda node: node.first)
    return _grouped(tokens, nodes, 0)


def _grouped(tokens: Tokens, nodes: list[Node], depth: int) -> list[Node]:
    found: list[Node] = []
    here = 0
    while here < len(nodes):
        node = nodes[here]
        found.append(node)
        here += 1
        if depth == _DEEPEST or not node.is_sum or here == len(nodes):
            continue
        end = _end_of_parts(tokens, node, nodes, here)
        inner = nodes[here:end]
        if any(one.is_money for one in inner):
            node.parts = _grouped(tokens, inner, depth + 1)
            here = end
    return found


def _end_of_parts(tokens: Tokens, node: Node, nodes: list[Node], here: int) -> int:
    """Return where the nodes end that are parts of one; ``here`` where none are."""
    after = node.last + 1
    words = basis_words()
    if tokens.kind(after) == "LB" and tokens.match[after] > 0:
        close = tokens.match[after]
        node.closed = not tokens.texts[after + 1].startswith(words.including_in_brackets)
        return _first_from(nodes, here, close)
    if tokens.kind(after) == "COMMA" and tokens.texts[after] == ":":
        node.closed = node.by_colon = True
        return len(nodes)
    between = "".join(tokens.texts[after : nodes[here].first])
    money = next((one.first for one in nodes[here:] if one.is_money), len(tokens))
    if _lists_all(tokens, after, money):
        node.closed = node.by_colon = True
        return len(nodes)
    listed = any(word in between for word in words.listing)
    included = any(word in between for word in words.including)
    if not (included or (listed and nodes[here].is_money)):
        return here
    entry = nodes[here].entry
    if isinstance(entry, Figure) and entry.kind == "percent":
        return here
    node.closed = listed and ":" not in between
    ends = (at for at in range(after, len(tokens)) if _ends_sentence(tokens, at))
    stop = len(tokens) if ":" in between else next(ends, len(tokens))
    return _first_from(nodes, here, stop)


def _lists_all(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether words and a colon announce all parts: 按3个村分配：."""
    colon = next((at for at in range(start, end) if tokens.texts[at] == ":"), -1)
    if colon < 0 or any(tokens.kind(at) == "SEP" for at in range(start, colon)):
        return False
    return tokens.texts[colon - 1].endswith(basis_words().announcing)


def _first_from(nodes: list[Node], here: int, place: int) -> int:
    while here < len(nodes) and nodes[here].first < place:
        here += 1
    return here


def _ends_sentence(tokens: Tokens, place: int) -> bool:
    return tokens.kind(place) == "SEP" and tokens.source[tokens.starts[place]] in _SENTENCE_ENDS
