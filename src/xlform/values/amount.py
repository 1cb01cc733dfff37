"""Amounts of money as filers write them, and their exact value in 万元."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.values.affixes import Affixes
from xlform.values.money import unit_name, unit_powers
from xlform.values.numerals import (
    DIGITS,
    LARGE,
    NUMERALS,
    WORDS,
    as_digits,
    fold,
    negated,
    number,
    scaled,
    shift,
)
from xlform.values.words import lexicon


class Amount(msgspec.Struct, frozen=True):
    """Sum of money as written in the source.

    ``value`` has as many places as the source gives and counts ``unit``: one of
    :func:`~xlform.values.money.unit_powers`, or "" where the text names none. ``modifier`` is what
    makes the figure less than firm (``约``, ``以内``, ``约…左右``), else "".
    """

    value: Decimal
    unit: str = ""
    modifier: str = ""


_UNIT = "(?:[十百千]?[万亿][元圆]?|[百千]?[元圆])"
_FIGURE = "[1-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# The sign of an amount, not that of an exponent.
_SIGN = r"(?<![Ee])[-+]|负|¥"
# What an amount begins with; most text begins otherwise, and its pattern is never compiled.
_FIRST = frozenset(f"0123456789.-+¥:负人RC{NUMERALS}")
# Bookkeepers set a negative sum in brackets; its unit stands inside or behind.
_BRACKETED = rf"¥?\((?P<inner>[^()]+)\)(?P<unit>{_UNIT})?"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return the pattern of an amount: needed only where a cell holds more than figures."""
    return re.compile(
        rf"(?:人民币|RMB|CNY)?:?"
        rf"(?P<sign>-¥|¥-|负|[-+¥])?(?P<number>{DIGITS}|\.[0-9]+|{WORDS})(?P<over>[余多]?)"
        rf"(?:\((?P<apart>{_UNIT})\)|(?P<unit>{_UNIT}))?"
        rf"(?:(?P<tenths>{_FIGURE})角)?(?:零?(?P<cents>{_FIGURE})分)?[整正]?"
    )


@lru_cache(maxsize=1)
def _modifiers() -> tuple[Affixes, Affixes]:
    """Return the words that may stand before an amount, and those behind."""
    words = lexicon()
    before = (*words.amount_modifiers, *words.comparators, *words.signs)
    return Affixes(before), Affixes(words.limits)


def parse_amount(text: str) -> Amount | None:
    """Read the sum of money written in a cell; ``None`` where the text is not one number.

    Read are full width, thousands (``1，056.40``), ¥, units from 元 to 亿元 (``5万`` is 万元),
    negatives (``-3.5``, ``（3.5）``), scientific notation and numerals (``叁拾万元整``). Not read
    are ``待定``, ``/``, ``—``, ``无``, sums (``10+5``), ranges (``3-5``), two numbers, and a comma
    that groups no thousands (``1，5``): an amount is never guessed. Source: domain.md §2.5.
    """
    if _PLAIN.fullmatch(text):
        return Amount(Decimal(text))
    folded = fold(text)
    return _written(folded) or _bracketed(folded)


def _bracketed(folded: str) -> Amount | None:
    if not folded.startswith(("(", "¥(")):
        return None
    found = re.fullmatch(_BRACKETED, folded)
    amount = _written(found["inner"]) if found and not re.search(_SIGN, found["inner"]) else None
    if not found or not amount or amount.modifier or (amount.unit and found["unit"]):
        return None
    return Amount(negated(amount.value), amount.unit or _unit(found["unit"]))


def _written(folded: str) -> Amount | None:
    before, behind = _modifiers()
    start = len(before.at(folded))
    start += len(before.at(folded, start))
    if folded[start : start + 1] not in _FIRST:
        return None
    limit = behind.before(folded)
    found = _pattern().fullmatch(folded, start, len(folded) - len(limit))
    if not found:
        return None
    figures, unit = found["number"], _unit(found["unit"] or found["apart"])
    if figures[0] not in "0123456789.":
        figures, unit = _in_words(figures, unit)
    value = number(figures)
    if value is not None and (found["tenths"] or found["cents"]):
        value = _with_cents(value, found["tenths"], found["cents"]) if unit == "元" else None
    if value is None:
        return None
    if found["sign"] and found["sign"].strip("¥+"):
        value = negated(value)
    first, last = folded[:start], found["over"] + limit
    return Amount(value, unit, f"{first}…{last}" if first and last else first or last)


def _in_words(numerals: str, unit: str) -> tuple[str, str]:
    """Numerals and what they count: 叁拾万(元) counts 万元; 一万二千 can only be meant in 元."""
    figures, scale = scaled(numerals)
    if scale and unit in ("", "元"):
        return figures, scale + "元"
    return numerals, unit or ("" if LARGE.isdisjoint(numerals) else "元")


def _with_cents(value: Decimal, tenths: str | None, cents: str | None) -> Decimal | None:
    if value.as_tuple().exponent != 0:  # 5.5元3角 says its tenths twice
        return None
    return Decimal(f"{value}.{as_digits(tenths or '0')}{as_digits(cents or '')}")


def _unit(written: str | None) -> str:
    return unit_name(written) if written else ""


def in_wan(amount: Amount, default_unit: str) -> Decimal:
    """Express an amount in 万元, exactly; ``default_unit`` is the form's, for a bare number.

    What already is 万元 keeps its places (``95.00``); what is converted has as many as it needs
    (950000元 → ``95``, 10564元 → ``1.0564``). Raises ``ValueError`` for an unknown unit.
    """
    unit = _unit(amount.unit or default_unit)
    power = unit_powers().get(unit)
    if power is None:
        raise ValueError(f"no unit of money: {unit!r}")
    return shift(amount.value, power) if power else amount.value
