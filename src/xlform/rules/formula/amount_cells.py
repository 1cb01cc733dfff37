"""Cells that hold the amounts of a submission, with their units and their text amounts."""

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
from xlform.rules.formula.formula_workbook import CellRef
from xlform.rules.formula.text_formulas import formula_in_text
from xlform.template.form import FormTemplate
from xlform.values import Amount, in_wan, parse_amount
from xlform.values.money import WAN, unit_names, unit_of_heading, unit_powers
from xlform.values.numerals import fold, shift

# An amount of a number only: replacing it by the number loses no words.
_BARE = re.compile(r"[-+]?¥?\(?[0-9][0-9,]*(?:\.[0-9]+)?\)?(?:万元?|元)?")

# Power of ten from 万元 to 万元.
_IN_WAN = 0


class AmountCell(msgspec.Struct, frozen=True, gc=False):
    """Cell for an amount, with its form, the path of its value and the unit.

    ``power`` is the power of ten that converts the cell's unit to 万元.
    """

    form: Form
    path: str
    table: str
    column: str
    ref: CellRef
    power: int

    @property
    def unit(self) -> str:
        """Unit of money of the cell, such as 万元."""
        return unit_names()[self.power]


class AmountCells:
    """Amounts of all forms that have cells of their own, by form and path and by cell."""

    def __init__(self, submission: Submission, context: RuleContext) -> None:
        self._context = context
        self._by_path: dict[tuple[int, str], AmountCell] = {}
        self.by_ref: dict[CellRef, AmountCell] = {}
        # Further amounts of a cell that holds several.
        self._shared: dict[CellRef, list[AmountCell]] = {}
        columns: dict[tuple[int, str, str], dict[CellRef, AmountCell]] = {}
        for form in submission.forms:
            for amount_cell in self._of(form):
                ref = amount_cell.ref
                self._by_path[id(form), amount_cell.path] = amount_cell
                if self.by_ref.setdefault(ref, amount_cell) is not amount_cell:
                    self._shared.setdefault(ref, []).append(amount_cell)
                if amount_cell.table:
                    column = id(form), amount_cell.table, amount_cell.column
                    columns.setdefault(column, {})[ref] = amount_cell
        self._columns = {column: tuple(cells.values()) for column, cells in columns.items()}

    def at(self, form: Form, path: str) -> AmountCell | None:
        """Return the cell of a value; ``None`` if the form lacks it or it shares a label's cell."""
        return self._by_path.get((id(form), path))

    def all_at(self, ref: CellRef) -> tuple[AmountCell, ...]:
        """Return the amounts of a cell, most often one."""
        first = self.by_ref.get(ref)
        return (first, *self._shared.get(ref, ())) if first else ()

    def column(self, form: Form, table: str, column: str) -> tuple[AmountCell, ...]:
        """Return the cells of a column in the order of the rows, each once."""
        return self._columns.get((id(form), table, column), ())

    def label(self, amount_cell: AmountCell) -> str:
        """Return the label of the value on the official form."""
        return self._context.label(amount_cell.form, amount_cell.column, amount_cell.table)

    @cached_property
    def text_numbers(self) -> dict[CellRef, Decimal]:
        """Numbers of the amounts entered as text, in the unit of their cell."""
        found: dict[CellRef, Decimal] = {}
        for ref, amount_cell in self.by_ref.items():
            cell = self._cell(ref)
            if cell is None or cell.formula or not isinstance(cell.value, str):
                continue
            if (amount := parse_amount(cell.value)) is not None:
                found[ref] = _in_cell_unit(amount, amount_cell.power)
        return found

    def is_bare(self, ref: CellRef) -> bool:
        """Return whether a text amount is its number only: no 约, no unit but the cell's."""
        amount_cell, cell = self.by_ref.get(ref), self._cell(ref)
        if amount_cell is None or cell is None or not isinstance(cell.value, str):
            return False
        amount = parse_amount(cell.value)
        own = amount is not None and amount.unit in ("", amount_cell.unit)
        return own and bool(_BARE.fullmatch(fold(cell.value)))

    def _cell(self, ref: CellRef) -> Cell | None:
        sheet = self._context.sheet_named(ref[0])
        return sheet.cells.get(ref[1]) if sheet else None

    def _of(self, form: Form) -> Iterator[AmountCell]:
        noted = {note.meant for note in form.notes if note.code.startswith("amount-")}
        found: list[tuple[str, str, str, CellRef]] = []
        powers: dict[str, int] = {}
        columns: dict[tuple[str, str], int] = {}
        origins, name = form.origins, form.sheet
        sheet = self._context.sheet(form)
        cells = sheet.cells if sheet else {}
        for path, table, column in self._paths(form):
            origin = origins.get(path)
            if not origin:
                continue
            if "!" in origin:
                ref = cell_ref_at(form, origin)
                cell = self._cell(ref)
            else:
                ref = name, parse_cell(origin)
                cell = cells.get(ref[1])
            if cell and isinstance(cell.value, Decimal):
                written = origins.get(f"{path}.text")
                powers[path] = columns[table, column] = _power_of(written) if written else _IN_WAN
            elif path not in noted and _is_label(cell):
                continue
            found.append((path, table, column, ref))
        # Without a number of known unit: that of the column, of the form, or as printed.
        usual = next(iter(powers.values()), None)
        if usual is None:
            usual = self._printed_power(form)
        for path, table, column, ref in found:
            power = powers.get(path, columns.get((table, column), usual))
            yield AmountCell(form, path, table, column, ref, power)

    def _paths(self, form: Form) -> list[tuple[str, str, str]]:
        """Return path, table and name of each amount of a form; table "" for a field."""
        tables = form.tables
        found: list[tuple[str, str, str]] = []
        for table, name in _amount_names(self._context.templates[form.template]):
            if table:
                rows = range(len(tables.get(table, ())))
                found += [(f"{table}[{number}].{name}", table, name) for number in rows]
            else:
                found.append((name, "", name))
        return found

    def _printed_power(self, form: Form) -> int:
        """Return the power of the unit printed on the form, else declared by its template."""
        template = self._context.templates[form.template]
        printed = form.fields.get(template.money_unit)
        declared = template.declaration.money
        return _power_of(printed if isinstance(printed, str) else "", declared)


@lru_cache(maxsize=64)
def _amount_names(template: FormTemplate) -> tuple[tuple[str, str], ...]:
    """Return table and name of each amount a template declares; table "" for a field."""
    return tuple(
        (table, name)
        for table in ("", *template.tables)
        for name in template.names(table)
        if template.kind_of(name, table) == "amount"
    )


def _power_of(text: str, declared: str = WAN) -> int:
    """Return the power of ten from the unit a text names to 万元, else that of ``declared``."""
    return unit_powers().get(unit_of_heading(text), unit_powers()[declared])


def _in_cell_unit(amount: Amount, power: int) -> Decimal:
    """Return an amount in a cell's unit, with its decimals as written if the unit is its own."""
    unit = unit_names()[power]
    if amount.unit in ("", unit):
        return amount.value
    return shift(in_wan(amount, unit), -power)


def cell_ref_at(form: Form, origin: str) -> CellRef:
    """Return the cell of an origin; ``续表!B5`` is on a later sheet of the form."""
    sheet, _, cell = origin.rpartition("!")
    return sheet or form.sheet, parse_cell(cell)


def _is_label(cell: Cell | None) -> bool:
    """Return whether a cell holds words that are neither an amount nor a formula as text."""
    if cell is None or cell.formula or not isinstance(cell.value, str):
        return False
    text = cell.value.strip()
    is_words = bool(text) and not text.startswith(("=", "＝")) and parse_amount(text) is None
    return is_words and not formula_in_text(text)
