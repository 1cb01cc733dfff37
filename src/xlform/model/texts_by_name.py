"""Texts by the names they go with, as packed numbers: the unit of each of thousands of files."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

_ENCODING: Final = ("utf-8", "surrogatepass")


class NameIndex:
    """Positions of distinct names in their order, found by a hash of 64 bits: 12 bytes a name.

    The names themselves are not kept.
    """

    def __init__(self, names: Iterable[str]) -> None:
        hashes = array("q", map(hash, names))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        self._positions = array("I", order)

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, name: str) -> int | None:
        """Return the position of a name; ``None`` for a name that is not among them."""
        wanted = hash(name)
        at = bisect_left(self._hashes, wanted)
        if at < len(self._hashes) and self._hashes[at] == wanted:
            return self._positions[at]
        return None


class TextsByName:
    """A text for each of some distinct names; equal texts have one number, and are kept once."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        known: dict[str, int] = {}
        self._numbers = array("I")
        self._index = NameIndex(self._added(pairs, known))
        encoded = [text.encode(*_ENCODING) for text in known]
        self._texts = b"".join(encoded)
        self._ends = array("Q", [0])
        for text in encoded:
            self._ends.append(self._ends[-1] + len(text))

    def _added(self, pairs: Iterable[tuple[str, str]], known: dict[str, int]) -> Iterator[str]:
        for name, text in pairs:
            self._numbers.append(known.setdefault(text, len(known)))
            yield name

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, name: str) -> bool:
        return self._index.find(name) is not None

    def __getitem__(self, name: str) -> str:
        number = self.number(name)
        if number is None:
            raise KeyError(name)
        return self.text(number)

    def get(self, name: str, default: str = "") -> str:
        """Return the text of a name."""
        number = self.number(name)
        return default if number is None else self.text(number)

    def number(self, name: str) -> int | None:
        """Return the number of a name's text, from 0; ``None`` for a name that has none."""
        at = self._index.find(name)
        return None if at is None else self._numbers[at]

    def text(self, number: int) -> str:
        """Return the text of a number."""
        start, end = self._ends[number], self._ends[number + 1]
        return self._texts[start:end].decode(*_ENCODING)

    def texts(self) -> Iterator[str]:
        """Yield each text once, in the order of the numbers."""
        return (self._texts[start:end].decode(*_ENCODING) for start, end in pairwise(self._ends))
