"""Unit prices of a form: in its 测算, and as targets such as ≤0.3万元/座."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.basis import core_name
from xlform.basis.prices import price_of
from xlform.basis.units import read_unit
from xlform.grid.model import plain
from xlform.rules.expense_lines import expense_lines
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

_AT_MOST = 24
_NAME_AT_LEAST = 2
_EACH = "、"


class UnitPrice(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Price in 万元 of one ``each`` of what ``name`` says; ``text`` as the form writes it.

    ``cell`` is "" if the price has none.
    """

    cell: str
    name: str
    each: str
    value: Decimal
    text: str


def unit_prices(values: FormValues) -> Iterator[UnitPrice]:
    """Yield the unit prices of a form, each name and price once."""
    seen: set[tuple[str, str, Decimal]] = set()
    for price in (*_expense_prices(values), *_indicator_prices(values)):
        key = price.name, price.each, price.value
        if key not in seen and price.value > 0 and len(price.name) >= _NAME_AT_LEAST:
            seen.add(key)
            yield price
        if len(seen) == _AT_MOST:
            return


def _expense_prices(values: FormValues) -> Iterator[UnitPrice]:
    """Yield prices by what is paid for, and by the line's name where that says it too.

    Parts priced separately (人工费, 材料费) go by their lines alone.
    """
    found = [
        (line, core_name(equation.noun) or core_name(line.item), price)
        for line in expense_lines(values)
        for equation in line.basis.equations
        if (price := price_of(equation))
    ]
    known: dict[tuple[str, tuple[str, ...]], set[Decimal]] = {}
    for _, noun, price in found:
        known.setdefault((noun, price.each), set()).add(price.base_value)
    for line, noun, price in found:
        parts = len(known[noun, price.each]) > 1
        item = core_name(line.item) or noun
        cell = values.form.origins.get(line.at(Role.BASIS), "")
        for name in (item,) if parts else _names(noun, item):
            yield UnitPrice(cell, name, _EACH.join(price.each), price.base_value, price.text)


def _names(noun: str, item: str) -> tuple[str, ...]:
    """Return both names of what is paid for if they share a word: 台式电脑, 办公电脑购置."""
    pairs = {noun[at : at + 2] for at in range(len(noun) - 1)}
    shared = any(item[at : at + 2] in pairs for at in range(len(item) - 1))
    return (noun, item) if shared and noun != item else (noun,)


def _indicator_prices(values: FormValues) -> Iterator[UnitPrice]:
    for row in values.rows(Role.INDICATORS):
        target, name = row.target(), row.text(Role.LEVEL3)
        if target is None or target.value is None or "/" not in target.unit:
            continue
        unit = read_unit(target.unit)
        if unit and unit.is_price:
            value = target.value.scaleb(unit.scale)
            each = _EACH.join(unit.under)
            cell = values.form.origins.get(row.path_of(Role.TARGET), "")
            yield UnitPrice(cell, core_name(name), each, value, plain(target.value) + target.unit)
