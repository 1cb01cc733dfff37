"""Where the amounts of a submission stand: the cell of each, its unit, and what its text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache

import msgspec

from xlform.grid.address import parse_cell
from xlform.grid.model import Cell
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.book import Spot
from xlform.template.form import FormTemplate
from xlform.values import Amount, in_wan, parse_amount
from xlform.values.money import WAN, unit_names, unit_of_heading, unit_powers
from xlform.values.numerals import fold, shift

# An amount without a word more than its number, so that nothing is lost with the words.
_BARE = re.compile(r"[-+]?¥?\(?[0-9][0-9,]*(?:\.[0-9]+)?\)?(?:万元?|元)?")


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

    @property
    def unit(self) -> str:
        """The unit of money in which the cell counts."""
        return unit_names()[self.power]


class Places:
    """The amounts of all forms that stand in cells of their own, by form and path and by cell."""

    def __init__(self, submission: Submission, context: RuleContext) -> None:
        self._context = context
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
        return self._context.label(place.form, place.column, place.table)

    @cached_property
    def meant(self) -> dict[Spot, Decimal]:
        """What each amount given as text comes to in its cell's unit."""
        found: dict[Spot, Decimal] = {}
        for spot, place in self.by_spot.items():
            cell = self._cell(spot)
            if cell is None or cell.formula or not isinstance(cell.value, str):
                continue
            if (amount := parse_amount(cell.value)) is not None:
                found[spot] = _counted(amount, place.power)
        return found

    def is_bare(self, spot: Spot) -> bool:
        """Whether a text amount says its number and nothing else: no 约, no unit but the cell's."""
        place, cell = self.by_spot.get(spot), self._cell(spot)
        if place is None or cell is None or not isinstance(cell.value, str):
            return False
        amount = parse_amount(cell.value)
        own = amount is not None and amount.unit in ("", place.unit)
        return own and bool(_BARE.fullmatch(fold(cell.value)))

    def _cell(self, spot: Spot) -> Cell | None:
        sheet = self._context.sheet_named(spot[0])
        return sheet.cells.get(spot[1]) if sheet else None

    def _of(self, form: Form) -> Iterator[Place]:
        noted = {note.meant for note in form.notes if note.code.startswith("amount-")}
        found: list[tuple[str, str, str, Spot]] = []
        powers: dict[str, int] = {}
        columns: dict[tuple[str, str], int] = {}
        for path, table, column in self._paths(form):
            spot = spot_of(form, path)
            if spot is None:
                continue
            cell = self._cell(spot)
            if cell and isinstance(cell.value, Decimal):
                power = _power_of(form.origins.get(f"{path}.text", ""))
                powers[path] = columns[table, column] = power
            elif path not in noted and _is_label(cell):
                continue
            found.append((path, table, column, spot))
        # Where no number shows the unit, it is that of the column, of the form, or as printed.
        usual = next(iter(powers.values()), None)
        if usual is None:
            usual = self._printed(form)
        for path, table, column, spot in found:
            power = powers.get(path, columns.get((table, column), usual))
            yield Place(form, path, table, column, spot, power)

    def _paths(self, form: Form) -> Iterator[tuple[str, str, str]]:
        """Every amount a form asks for: path, table, and name."""
        for table, name in _amounts(self._context.templates[form.template]):
            if not table:
                yield name, "", name
                continue
            for number in range(len(form.tables.get(table, ()))):
                yield f"{table}[{number}].{name}", table, name

    def _printed(self, form: Form) -> int:
        """The power of the unit that the form prints, or else of the one its template asks for."""
        printed = form.fields.get("money_unit")
        declared = self._context.templates[form.template].declaration.money
        return _power_of(printed if isinstance(printed, str) else "", declared)


@lru_cache(maxsize=64)
def _amounts(template: FormTemplate) -> tuple[tuple[str, str], ...]:
    """The table and name of every amount a template asks for; table "" for a field."""
    return tuple(
        (table, name)
        for table in ("", *template.tables)
        for name in template.names(table)
        if template.kind_of(name, table) == "amount"
    )


def _power_of(text: str, declared: str = WAN) -> int:
    """Return the power of ten from the unit a text names to 万元, else that of ``declared``."""
    return unit_powers().get(unit_of_heading(text), unit_powers()[declared])


def _counted(amount: Amount, power: int) -> Decimal:
    """An amount in a cell's unit, with the places it is written with where that is its own."""
    unit = unit_names()[power]
    if amount.unit in ("", unit):
        return amount.value
    return shift(in_wan(amount, unit), -power)


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
