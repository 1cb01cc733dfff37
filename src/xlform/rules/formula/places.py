"""Where the amounts of a submission stand: the cell of each, its unit, and what its text says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

import msgspec

from xlform.grid.model import Cell
from xlform.model import Form, Submission
from xlform.ooxml.address import parse_cell
from xlform.rules.desk import Desk
from xlform.rules.formula.book import Spot
from xlform.values import in_wan, parse_amount
from xlform.values.numerals import shift

_WAN, _YUAN = "万元", "元"
POWERS = {_WAN: 0, _YUAN: -4}


class Place(msgspec.Struct, frozen=True):
    """A cell that is to hold an amount: of which form, under which path, in which unit.

    ``power`` is that of ten which leads from the cell's unit to 万元.
    """

    form: Form
    path: str
    table: str
    column: str
    spot: Spot
    power: int


class Places:
    """The amounts of all forms that stand in cells of their own, by form and path and by cell."""

    def __init__(self, submission: Submission, desk: Desk) -> None:
        self._desk = desk
        self._by_path: dict[tuple[int, str], Place] = {}
        self.by_spot: dict[Spot, Place] = {}
        for form in submission.forms:
            for place in self._of(form):
                self._by_path[id(form), place.path] = place
                self.by_spot.setdefault(place.spot, place)

    def at(self, form: Form, path: str) -> Place | None:
        """The place of a value; ``None`` where the form has none or it shares a label's cell."""
        return self._by_path.get((id(form), path))

    def column(self, form: Form, table: str, column: str) -> list[Place]:
        """The places of a column in the order of the rows, each cell once."""
        rows = range(len(form.tables.get(table, ())))
        found = [self.at(form, f"{table}[{number}].{column}") for number in rows]
        return list({place.spot: place for place in found if place}.values())

    def label(self, place: Place) -> str:
        """What the official form calls the value."""
        return self._desk.label(place.form, place.column, place.table)

    @cached_property
    def meant(self) -> dict[Spot, Decimal]:
        """What each amount given as text comes to in its cell's unit."""
        found: dict[Spot, Decimal] = {}
        for spot, place in self.by_spot.items():
            cell = self._cell(spot)
            if cell is None or cell.formula or not isinstance(cell.value, str):
                continue
            if (amount := parse_amount(cell.value)) is not None:
                unit = _WAN if place.power == 0 else _YUAN
                found[spot] = shift(in_wan(amount, unit), -place.power)
        return found

    def _cell(self, spot: Spot) -> Cell | None:
        sheet = self._desk.sheet_named(spot[0])
        return sheet.cells.get(spot[1]) if sheet else None

    def _of(self, form: Form) -> Iterator[Place]:
        noted = {note.meant for note in form.notes if note.code.startswith("amount-")}
        for path, table, column in self._paths(form):
            spot = spot_of(form, path)
            cell = self._cell(spot) if spot else None
            if spot and (path in noted or not _is_label(cell)):
                power = self._power(form, path, table, column)
                yield Place(form, path, table, column, spot, power)

    def _paths(self, form: Form) -> Iterator[tuple[str, str, str]]:
        """Every amount a form asks for: path, table, and name."""
        template = self._desk.templates[form.template]
        for name in template.names():
            if template.kind_of(name) == "amount":
                yield name, "", name
        for table in template.tables:
            for name in template.names(table):
                if template.kind_of(name, table) == "amount":
                    for number in range(len(form.tables.get(table, ()))):
                        yield f"{table}[{number}].{name}", table, name

    def _power(self, form: Form, path: str, table: str, column: str) -> int:
        """The power of the unit in force where the value stands: its own, its neighbours', …"""
        paths = [path]
        paths += [other for other, of, name in self._paths(form) if (of, name) == (table, column)]
        paths += [other for other, _, _ in self._paths(form)]
        for other in paths:
            spot = spot_of(form, other)
            cell = self._cell(spot) if spot else None
            if cell and isinstance(cell.value, Decimal):
                return _power_of(form.origins.get(f"{other}.text", _WAN))
        printed = form.fields.get("money_unit")
        declared = self._desk.templates[form.template].declaration.money
        return _power_of(printed if isinstance(printed, str) and _YUAN in printed else declared)


def _power_of(text: str) -> int:
    return POWERS[_WAN if _WAN in text or _YUAN not in text else _YUAN]


def spot_of(form: Form, path: str) -> Spot | None:
    """The cell of a value, on whatever sheet the form goes on."""
    origin = form.origins.get(path)
    return spot_at(form, origin) if origin else None


def spot_at(form: Form, origin: str) -> Spot:
    """An address among the form's origins as a cell; ``续表!B5`` is one on a later sheet."""
    sheet, _, cell = origin.rpartition("!")
    return sheet or form.sheet, parse_cell(cell)


def _is_label(cell: Cell | None) -> bool:
    """Whether a cell holds words that are neither an amount nor a formula typed as text."""
    if cell is None or cell.formula or not isinstance(cell.value, str):
        return False
    text = cell.value.strip()
    return bool(text) and not text.startswith(("=", "＝")) and parse_amount(text) is None
