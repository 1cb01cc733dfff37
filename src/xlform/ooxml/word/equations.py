"""Equations as a line of text: 1/2, 10⁴ (ECMA-376 part 1, 22.1).

Joined without a sign, the two terms of a fraction would be one number: 12.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from xlform.grid.raised import power
from xlform.ooxml.word.names import End, Start

# Terms of a fraction that need no brackets.
_SIMPLE: Final = re.compile(r"[\w.%]*")
_MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math}"


def fraction_term(term: str) -> str:
    """Return a term of a fraction, in brackets if it is more than one figure or word."""
    return term if _SIMPLE.fullmatch(term) else f"({term})"


def gap_before_figure(parts: Sequence[str]) -> str:
    """Return what parts a figure from the text before it: 3 and a fraction 1/2 are not 31/2."""
    return " " if parts and parts[-1][-1:].isdecimal() else ""


class Equations:
    """Handlers of fractions and powers; ``text`` returns the parts of the open paragraph."""

    def __init__(self, text: Callable[[], list[str] | None], write: Callable[[str], None]) -> None:
        self._text, self._write = text, write
        self._begun: list[int] = []
        self.starts: dict[str, Start] = {
            f"{_MATH}num": self._begin_numerator,
            f"{_MATH}den": self._begin_denominator,
            f"{_MATH}sup": self._begin,
        }
        self.ends: dict[str, End] = {
            f"{_MATH}num": self._end_term,
            f"{_MATH}den": self._end_term,
            f"{_MATH}sup": self._end_power,
        }

    def _begin(self, _: dict[str, str]) -> None:
        self._begun.append(len(self._text() or ()))

    def _begin_numerator(self, attributes: dict[str, str]) -> None:
        self._write(gap_before_figure(self._text() or ()))
        self._begin(attributes)

    def _begin_denominator(self, attributes: dict[str, str]) -> None:
        self._write("/")
        self._begin(attributes)

    def _end_term(self) -> None:
        self._replace(fraction_term)

    def _end_power(self) -> None:
        self._replace(power)

    def _replace(self, spelled: Callable[[str], str]) -> None:
        begun, parts = self._begun.pop(), self._text()
        if parts is not None and (term := "".join(parts[begun:])):
            parts[begun:] = [spelled(term)]
