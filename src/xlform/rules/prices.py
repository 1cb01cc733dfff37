"""The unit prices a form names: in its 测算, and as targets such as ≤0.3万元/座."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.basis import core
from xlform.basis.lines import expense_lines
from xlform.basis.prices import price_of
from xlform.basis.units import read_unit
from xlform.grid.model import plain
from xlform.model.submission import Form, Target

_AT_MOST = 24
_NAME_AT_LEAST = 2
_EACH = "、"


class UnitPrice(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one of ``each`` costs for what ``name`` says, in 万元; ``text`` as the form has it.

    ``cell`` is "" where it has none.
    """

    cell: str
    name: str
    each: str
    worth: Decimal
    text: str


def unit_prices(form: Form) -> Iterator[UnitPrice]:
    """The unit prices of a form, each name and price once."""
    told: set[tuple[str, str, Decimal]] = set()
    for one in (*_in_expenses(form), *_in_indicators(form)):
        key = one.name, one.each, one.worth
        if key not in told and one.worth > 0 and len(one.name) >= _NAME_AT_LEAST:
            told.add(key)
            yield one
        if len(told) == _AT_MOST:
            return


def _in_expenses(form: Form) -> Iterator[UnitPrice]:
    """By what is paid for; parts of it priced apart (人工费, 材料费) by their lines."""
    found = [
        (line, core(equation.noun) or core(line.item), price)
        for line in expense_lines(form)
        for equation in line.basis.equations
        if (price := price_of(equation))
    ]
    worths: dict[tuple[str, tuple[str, ...]], set[Decimal]] = {}
    for _, noun, price in found:
        worths.setdefault((noun, price.each), set()).add(price.worth)
    for line, noun, price in found:
        parts = len(worths[noun, price.each]) > 1
        name = core(line.item) or noun if parts else noun
        cell = form.origins.get(line.at("basis"), "")
        yield UnitPrice(cell, name, _EACH.join(price.each), price.worth, price.text)


def _in_indicators(form: Form) -> Iterator[UnitPrice]:
    for number, row in enumerate(form.tables.get("indicators", ())):
        target, name = row.get("target"), row.get("level3")
        if not isinstance(target, Target) or target.value is None or "/" not in target.unit:
            continue
        unit = read_unit(target.unit)
        if unit and unit.is_price and isinstance(name, str):
            worth = target.value.scaleb(unit.scale)
            each = _EACH.join(unit.under)
            cell = form.origins.get(f"indicators[{number}].target", "")
            yield UnitPrice(cell, core(name), each, worth, plain(target.value) + target.unit)
