"""Groups of nodes of a graph that lead to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def components(starts: Iterable[int], leads: Callable[[int], Iterable[int]]) -> list[list[int]]:
    """Return the strongly connected components reached from ``starts``, what is led to first.

    Tarjan's algorithm without recursion, in time proportional to nodes and edges.
    """
    found: list[list[int]] = []
    ranks: dict[int, int] = {}
    lowest: dict[int, int] = {}
    held: dict[int, None] = {}
    for start in starts:
        if start in ranks:
            continue
        path = [(start, iter(leads(start)))]
        ranks[start] = lowest[start] = len(ranks)
        held[start] = None
        while path:
            node, others = path[-1]
            for other in others:
                if other not in ranks:
                    ranks[other] = lowest[other] = len(ranks)
                    held[other] = None
                    path.append((other, iter(leads(other))))
                    break
                if other in held:
                    lowest[node] = min(lowest[node], ranks[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == ranks[node]:
                    found.append(_taken_off(held, node))
    return found


def _taken_off(held: dict[int, None], until: int) -> list[int]:
    """Take the nodes on top of the pile down to one of them."""
    component: list[int] = []
    while not component or component[-1] != until:
        component.append(held.popitem()[0])
    return component
