"""Values of a relation's operands in the forms it is evaluated on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from xlform.model.submission import Form, Target, Value
from xlform.rules.arithmetic.expressions import OperandValue
from xlform.rules.context import RuleContext
from xlform.template.equation import Condition, Operand
from xlform.template.relation import OperandPath, Relation
from xlform.template.value_kinds import NUMERIC
from xlform.values import Amount, in_wan
from xlform.values.money import unit_powers


class Subject(msgspec.Struct, frozen=True):
    """Subject of a relation: the forms bound to each of its names, and the current row."""

    forms: Mapping[str, tuple[Form, ...]]
    row: int = 0
    words: str = ""
    sheets: str = ""


class SelectedRow(msgspec.Struct, frozen=True):
    """Row of a table that the condition of a sum is evaluated on."""

    form: Form
    number: int


class OperandValues:
    """Values of operands; a subclass decides whether a row meets the condition of a sum."""

    def __init__(self, relation: Relation, subject: Subject, context: RuleContext) -> None:
        self._relation = relation
        self._subject = subject
        self._context = context

    def holds(self, condition: Condition, row: SelectedRow | None = None) -> bool | None:
        """Return True if a condition holds, in a row of a sum's table or for the subject."""
        raise NotImplementedError

    def is_money(self, used: Sequence[Operand]) -> bool:
        """Return True if the operands are amounts, or targets that have a unit of money."""
        kinds = [self._relation.paths[operand].kind for operand in used]
        if "amount" in kinds:
            return True
        return "target" in kinds and all(
            isinstance(value, Target) and value.unit in unit_powers()
            for operand in used
            if self._relation.paths[operand].kind == "target"
            for _, _, value in self._entries(operand, None)
        )

    def of(
        self, operand: Operand, row: SelectedRow | None = None, *, money: bool
    ) -> list[OperandValue]:
        """Return the values of an operand: one, or all that are summed; never an empty list.

        ``row`` is the row of the operand's sum that a condition looks at. With ``money`` a target
        counts only in a unit of money, in 万元.
        """
        path = self._relation.paths[operand]
        if path.term is not None:
            number = self._context.settings.term(path.column, path.term)
            return [OperandValue(None, "", "", number)]
        form = self._subject.forms[path.source][0]
        if path.aggregate == "count":
            return [self._count(operand, path)]
        entries = self._selected(operand, path, row)
        if entries is None:
            return [OperandValue(form, "", self._label(form, path))]
        values = [
            OperandValue(one, at, self._label(one, path), number_of(value, money=money))
            for one, at, value in entries
        ]
        if not values:
            rows = any(one.tables.get(path.table) for one in self._subject.forms[path.source])
            nothing = Decimal() if operand.where and rows else None
            return [OperandValue(form, "", self._label(form, path), nothing)]
        single = not path.table and not path.aggregate
        return [_without_value(values[0])] if single and not _all_equal(values) else values

    def text(self, operand: Operand, row: SelectedRow | None) -> str:
        """Return an operand's own text; "" if it has none."""
        value = next((value for _, _, value in self._entries(operand, row)), None)
        if isinstance(value, Target):
            return value.text
        return value if isinstance(value, str) else "" if value is None else str(value)

    def is_text(self, operand: Operand) -> bool:
        """Return True for an operand that holds no number."""
        path = self._relation.paths[operand]
        return not path.aggregate and path.kind not in NUMERIC

    def _selected(
        self, operand: Operand, path: OperandPath, row: SelectedRow | None
    ) -> list[tuple[Form, str, Value]] | None:
        """Return the entries of an operand that meet its condition; ``None`` if undetermined."""
        entries = list(self._entries(operand, row))
        if operand.where is None:
            return entries
        found = []
        for form, number in self._rows(path):
            meets = self.holds(operand.where, SelectedRow(form, number))
            if meets is None:
                return None
            if meets:
                value = form.tables[path.table][number].get(path.column)
                found.append((form, f"{path.table}[{number}].{path.column}", value))
        return found

    def _entries(
        self, operand: Operand, row: SelectedRow | None
    ) -> Iterator[tuple[Form, str, Value]]:
        path = self._relation.paths[operand]
        forms = self._subject.forms[path.source]
        if path.selected and row:
            yield self._entry(row.form, path, row.number)
        elif path.row:
            yield self._entry(forms[0], path, self._subject.row)
        elif not path.table:
            for form in forms:
                yield form, path.column, form.fields.get(path.column)
        else:
            for form, number in self._rows(path):
                entry = self._entry(form, path, number)
                # A number merged over several rows belongs to the first: the others have no cell.
                if entry[2] is not None or entry[1] in form.origins or not form.origins:
                    yield entry

    def _entry(self, form: Form, path: OperandPath, number: int) -> tuple[Form, str, Value]:
        value = form.tables[path.table][number].get(path.column)
        return form, f"{path.table}[{number}].{path.column}", value

    def _rows(self, path: OperandPath) -> Iterator[tuple[Form, int]]:
        for form in self._subject.forms[path.source]:
            for number in range(len(form.tables.get(path.table, ()))):
                yield form, number

    def _count(self, operand: Operand, path: OperandPath) -> OperandValue:
        forms = self._subject.forms[path.source]
        if not path.table:
            return OperandValue(forms[0], "", self._context.title(forms[0]), Decimal(len(forms)))
        label = self._context.templates[forms[0].template].tables[path.table].official
        met = [
            self._is_filled(form, path, number)
            and (operand.where is None or self.holds(operand.where, SelectedRow(form, number)))
            for form, number in self._rows(path)
        ]
        count = None if None in met else Decimal(met.count(True))
        return OperandValue(forms[0], "", label, count)

    def _is_filled(self, form: Form, path: OperandPath, number: int) -> bool:
        """Return True for a row with the counted column, or any but the printed ones, filled."""
        row = form.tables[path.table][number]
        if path.column:
            return row.get(path.column) not in (None, "", Target())
        return self._context.templates[form.template].tables[path.table].is_filled(row)

    def _label(self, form: Form, path: OperandPath) -> str:
        return self._context.label(form, path.column, path.table)


def _all_equal(values: list[OperandValue]) -> bool:
    return len({value.value for value in values}) == 1


def _without_value(value: OperandValue) -> OperandValue:
    """Return the operand without a value: several forms give different ones."""
    return OperandValue(value.form, value.path, value.label)


def number_of(value: Value, *, money: bool) -> Decimal | None:
    """Return a value as a number; with ``money`` a target only in a unit of money, in 万元."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, Target) or value.value is None:
        return None
    if not money:
        return value.value
    return (
        in_wan(Amount(value.value, value.unit), value.unit) if value.unit in unit_powers() else None
    )
