"""Conditions of SUMIF, COUNTIF and the like: ``">0"``, ``"合计*"``, a value that is equal."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import msgspec

from xlform.formula.values import (
    SHOWN,
    Blank,
    Day,
    Scalar,
    is_ambiguous,
    refuse,
    written_number,
)
from xlform.grid.model import CellError

_WRITTEN = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)
_WILD = re.compile(r"~([*?~])|([*?])|(.)", re.DOTALL)
_CONSTANTS = frozenset({"TRUE", "FALSE"})
_SIZES: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


class Criterion(msgspec.Struct, frozen=True):
    """A condition on single values; ``takes_blanks`` is its answer for cells that hold nothing."""

    holds: Callable[[Scalar], bool]
    takes_blanks: bool


def criterion(written: Scalar) -> Criterion:
    """Return the condition an argument writes; refuses what programs read in different ways."""
    if isinstance(written, Day):
        refuse("dates")
    if isinstance(written, CellError | bool):
        return Criterion(
            lambda value: type(value) is type(written) and value == written, takes_blanks=False
        )
    if isinstance(written, str):
        return _written(written)
    return _of_number("=", Decimal(0) if isinstance(written, Blank) else written)


def _written(text: str) -> Criterion:
    found = _WRITTEN.fullmatch(text)
    operator, rest = (found[1] or "=", found[2]) if found else ("=", text)
    if not rest:
        return _of_nothing(operator, text)
    if "*" in rest or "?" in rest:
        return _of_text(operator, rest)
    number = written_number(rest)
    if number is not None:
        return _of_number(operator, number)
    if is_ambiguous(rest) or rest.upper() in _CONSTANTS or rest.startswith("#"):
        refuse("differs", rest)
    return _of_text(operator, rest)


def _of_number(operator: str, number: Decimal) -> Criterion:
    """Numbers compared; a text that is a number is taken for it by some programs only."""
    if len(number.as_tuple().digits) > SHOWN.prec:
        refuse("differs", str(number))
    is_kept = _SIZES[operator]

    def holds(value: Scalar) -> bool:
        if isinstance(value, Decimal):
            return is_kept(int(SHOWN.plus(value).compare(SHOWN.plus(number))))
        if isinstance(value, Day):
            refuse("dates")
        if isinstance(value, str) and operator in {"=", "<>"} and is_ambiguous(value):
            refuse("differs", value)
        return operator == "<>"

    return Criterion(holds, takes_blanks=operator == "<>")


def _of_nothing(operator: str, written: str) -> Criterion:
    """Return the condition of ``""``, ``"="`` or ``"<>"`` on cells being empty.

    A formula's ``""`` meets ``""`` and ``"<>"``, a blank cell ``""`` and ``"="``.
    """
    if operator not in {"=", "<>"}:
        refuse("differs", written)

    def holds(value: Scalar) -> bool:
        return operator == "<>" or (value == "" and not written)

    return Criterion(holds, takes_blanks=operator == "=")


def _of_text(operator: str, text: str) -> Criterion:
    """A text with ``*`` for any and ``?`` for one character, whatever the letters' case."""
    if operator not in {"=", "<>"}:
        # The order of texts is the locale's.
        refuse("differs", text)
    is_met = wildcard(text)

    def holds(value: Scalar) -> bool:
        return (isinstance(value, str) and is_met(value)) == (operator == "=")

    return Criterion(holds, takes_blanks=operator == "<>")


def wildcard(pattern: str) -> Callable[[str], bool]:
    """Return whether texts match a pattern, as a function that takes linear time.

    ``*`` stands for any text, ``?`` for one character, ``~`` before them takes them as they are.
    """
    # Between asterisks, a regular expression for each character.
    segments: list[list[str]] = [[]]
    for part in _WILD.finditer(pattern):
        if part[2] == "*":
            segments.append([])
        else:
            segments[-1].append("." if part[2] else re.escape(part[1] or part[3]))
    found = [re.compile("".join(one), re.DOTALL | re.IGNORECASE) for one in segments]
    if len(found) == 1:
        return lambda text: found[0].fullmatch(text) is not None
    tail = len(segments[-1])

    def is_met(text: str) -> bool:
        match = found[0].match(text)
        for segment in found[1:-1]:
            match = segment.search(text, match.end()) if match else None
        end = len(text) - tail
        return (
            match is not None and match.end() <= end and found[-1].fullmatch(text, end) is not None
        )

    return is_met
