"""Texts by the names they go with, as packed numbers: the unit of each of thousands of files."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
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
    """A text for each of some distinct names; equal texts have one number."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._texts = bytearray()
        self._ends = array("Q", [0])
        self._index = NameIndex(self._added(pairs))
        self._numbers = self._numbered()

    def _added(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Add the texts, and yield the names."""
        for name, text in pairs:
            self._append(text)
            yield name

    def _append(self, text: str) -> None:
        self._texts += text.encode(*_ENCODING)
        self._ends.append(len(self._texts))

    def _numbered(self) -> array[int]:
        """Return for each text the position of the first that is equal."""
        numbers = array("I", range(len(self._ends) - 1))
        hashes = array("q", (hash(bytes(self._encoded(at))) for at in numbers))
        first = 0
        for at in sorted(numbers, key=hashes.__getitem__):
            if hashes[at] != hashes[first] or self._encoded(at) != self._encoded(first):
                first = at
            numbers[at] = first
        return numbers

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
        """Return the number of a name's text; ``None`` for a name that has none."""
        at = self._index.find(name)
        return None if at is None else self._numbers[at]

    def text(self, number: int) -> str:
        """Return the text of a number."""
        return self._encoded(number).decode(*_ENCODING)

    def numbers(self) -> Iterator[int]:
        """Yield the number of each text once, in the order in which they were added."""
        return (number for at, number in enumerate(self._numbers) if at == number)

    def replace(self, change: Callable[[str], str]) -> None:
        """Put other texts in the place of these."""
        texts = [*map(self.text, range(len(self)))]
        self._texts, self._ends = bytearray(), array("Q", [0])
        for text in texts:
            self._append(change(text))
        self._numbers = self._numbered()

    def texts(self) -> Iterator[str]:
        """Yield each text once, in that order."""
        return map(self.text, self.numbers())

    def _encoded(self, at: int) -> bytearray:
        return self._texts[self._ends[at] : self._ends[at + 1]]
