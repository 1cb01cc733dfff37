"""Raised digits as characters: 10⁴ and m², where joining the words would give 104 and m2."""

from __future__ import annotations

from typing import Final

_SMALL: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ"
_RAISED: Final = str.maketrans("0123456789+-−()n", _SMALL)


def raised_text(text: str, before: str) -> str:
    """Return superscript text that stands behind the text ``before``.

    Digits behind a digit, a Latin letter or a raised sign become the raised characters. A figure
    that is raised as a whole stays as it is.
    """
    last = before[-1:]
    behind = bool(last) and (last in _SMALL or (last.isascii() and last.isalnum()))
    return text.translate(_RAISED) if behind else text


def power(exponent: str) -> str:
    """Return an exponent in raised characters, ``^(…)`` for one that has no such characters."""
    small = exponent.translate(_RAISED)
    return f"^({exponent})" if set(small) - set(_SMALL) else small
