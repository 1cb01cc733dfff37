"""Keys of what rules between files compare, made when a file is summarized.

Of most files a rule between files has to know no more than that nothing in them is like anything in
another file: it compares the keys, and looks at the forms only where two files meet.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from xlform.model.memoize import by_text, memoize
from xlform.rules.crossform.similarity import normalize
from xlform.template.labels import folded
from xlform.template.roles import Role

if TYPE_CHECKING:
    from xlform.rules.fingerprints import TextFingerprint
    from xlform.rules.town_names import TownMention
    from xlform.rules.unit_names import Words
    from xlform.rules.unit_prices import UnitPrice
    from xlform.template.form import FormTemplate

# Texts are compared if one of their longest clauses is the same.
_CLAUSES_COMPARED = 3
_KEY_BYTES = 8
# A key, and the index of the form and of its part that has it.
_KEYED = struct.Struct("<qI")
# No form has more than two dozen prices, or nine texts, that are compared.
_PART_BITS = 8
# Word list of words that say nothing of a project: 项目, 经费.
_FILLERS = "name-fillers"

# A key, the index of a form, the index of a part of it.
Keyed = tuple[int, int, int]


class FormKey(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Kind, template and year of a form."""

    kind: str
    template: str
    year: int | None


class ComparedKeys(msgspec.Struct, frozen=True, array_like=True):
    """Keys of one file.

    ``claims`` are projects by name, amount and year, ``clauses`` the longest of each long text,
    ``prices`` unit prices by name, counter and year, all of them packed; ``values`` are those of
    the prices. ``towns`` are the ends of the names of other towns that its texts mention.
    ``totals`` are the forms with a total that a unit applies for, by index, with the total in 万元.
    """

    forms: tuple[FormKey, ...] = ()
    claims: bytes = b""
    clauses: bytes = b""
    prices: bytes = b""
    values: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    totals: tuple[tuple[int, Decimal | None], ...] = ()


class NamedForm(Protocol):
    """Summary of a form: what it is, its names, its amounts in 万元."""

    @property
    def kind(self) -> str:
        """Return the kind of the form."""
        ...

    @property
    def template(self) -> str:
        """Return the name of its template."""
        ...

    @property
    def year(self) -> int | None:
        """Return the year that the form itself names."""
        ...

    @property
    def names(self) -> dict[str, str]:
        """Return what names the form, by field."""
        ...

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Return its amounts in 万元, by field."""
        ...


class ComparedParts(NamedTuple):
    """Form with the parts of it that are compared."""

    form: NamedForm
    texts: Sequence[TextFingerprint]
    prices: Sequence[UnitPrice]
    towns: Sequence[TownMention]


def compared_keys(
    parts: Sequence[ComparedParts],
    year: int | None,
    words: Words,
    templates: Mapping[str, FormTemplate],
) -> ComparedKeys:
    """Return the keys of a file of that year; a form may name another."""
    prices = [*_prices(parts, year)]
    return ComparedKeys(
        tuple(FormKey(form.kind, form.template, form.year or year) for form, *_ in parts),
        _packed(_claims(parts, year, tuple(words.get(_FILLERS, {})), templates)),
        _packed(_clauses(parts)),
        _packed(keyed for keyed, _ in prices),
        tuple(value for _, value in prices),
        tuple(dict.fromkeys(town.name for each in parts for town in each.towns)),
        tuple(_totals(parts, templates)),
    )


def unpacked(keys: bytes) -> Iterator[tuple[int, int]]:
    """Yield each packed key with a number for its form and part: see :func:`form_and_part`."""
    return _KEYED.iter_unpack(keys)


def form_and_part(number: int) -> tuple[int, int]:
    """Return the indices of a form and its part from their number."""
    return number >> _PART_BITS, number & ((1 << _PART_BITS) - 1)


@memoize
def total_field(template: FormTemplate) -> str:
    """Return the field with the total that a unit applies for; "" if the form has none."""
    roles = template.roles
    if template.prose or roles.has(Role.PROJECT):
        return ""
    return roles.field(Role.BUDGET) or (roles.has(Role.FUNDS) and roles.field(Role.TOTAL)) or ""


def _packed(keys: Iterable[Keyed]) -> bytes:
    return b"".join(_KEYED.pack(key, form << _PART_BITS | part) for key, form, part in keys)


def _claims(
    parts: Sequence[ComparedParts],
    year: int | None,
    fillers: tuple[str, ...],
    templates: Mapping[str, FormTemplate],
) -> Iterator[Keyed]:
    """Yield the claims of a file; one without name or amount is reported by C-02."""
    for number, (form, *_) in enumerate(parts):
        roles = templates[form.template].roles
        name = form.names.get(roles.field(Role.PROJECT))
        amount = form.amounts.get(roles.field(Role.AMOUNT))
        if name and amount:
            compared = _compared_name(name, fillers)
            yield _number(f"{compared}\n{amount.normalize()}\n{form.year or year}"), number, 0


def _clauses(parts: Sequence[ComparedParts]) -> Iterator[Keyed]:
    """Yield the longest clauses of each long text."""
    seen: set[bytes] = set()
    for number, (_, texts, *_) in enumerate(parts):
        for part, text in enumerate(texts):
            if text.packed not in seen:
                seen.add(text.packed)
                for clause in text.clauses[:_CLAUSES_COMPARED]:
                    yield clause, number, part


def _prices(parts: Sequence[ComparedParts], year: int | None) -> Iterator[tuple[Keyed, str]]:
    """Yield the unit prices of a file with their values."""
    for number, (form, _, prices, _) in enumerate(parts):
        for part, price in enumerate(prices):
            key = _price_number(f"{price.name}\n{price.each}\n{form.year or year}")
            yield (key, number, part), str(price.value)


def _totals(
    parts: Sequence[ComparedParts], templates: Mapping[str, FormTemplate]
) -> Iterator[tuple[int, Decimal | None]]:
    for number, (form, *_) in enumerate(parts):
        if field := total_field(templates[form.template]):
            yield number, form.amounts.get(field)


def _compared_name(name: str, fillers: tuple[str, ...]) -> str:
    """Return a name without brackets, spaces, punctuation and filler words, for comparison."""
    plain = normalize(folded(name))
    return _any_of(fillers).sub("", plain) or plain


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first; without words it never matches."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


def _number(key: str) -> int:
    """Return a number of 64 bits for a key, the same in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=_KEY_BYTES).digest(), signed=True)


# What is paid for recurs from file to file.
_price_number = by_text(_number)
