"""Evaluation of relations on forms: pass, fail, not applicable, or undetermined.

All values are recomputed as ``Decimal`` in 万元. A missing operand is never 0: the relation is
undetermined, as is a sum of no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.model.submission import Form, Target, Value
from xlform.rules.context import RuleContext
from xlform.template.equation import (
    Comparison,
    Equation,
    Expression,
    Number,
    Operand,
    Operator,
)
from xlform.template.labels import fold
from xlform.template.relation import OWN, OperandPath, Relation, RelationScope
from xlform.values import Amount, in_wan
from xlform.values.money import unit_powers

Verdict = Literal["pass", "fail", "not-applicable", "undetermined"]
# With more addends than this, messages show the label of the sum only.
_ADDENDS_AT_MOST = 8


class OperandValue(msgspec.Struct, frozen=True):
    """Value of an operand in a form: path, printed label, number in 万元."""

    form: Form | None
    path: str
    label: str
    value: Decimal | None = None


class RelationResult(msgspec.Struct, frozen=True):
    """Result of a relation on one subject.

    ``left`` is the first value of the left side, where a violation is reported, ``right`` the
    first of the right side. ``actual`` and ``expected`` are both sides in 万元, ``parts`` the right
    side written out with labels and numbers. ``missing`` holds the operands without a value.
    ``subject`` is the text the parts share, such as the name of a fund; ``sheets`` are the sheets
    of its forms.
    """

    verdict: Verdict
    left: OperandValue | None = None
    right: OperandValue | None = None
    comparison: Comparison = "="
    actual: Decimal = Decimal()
    expected: Decimal = Decimal()
    parts: str = ""
    missing: tuple[OperandValue, ...] = ()
    subject: str = ""
    sheets: str = ""


class Subject(msgspec.Struct, frozen=True):
    """Subject of a relation: the forms bound to each of its names, and the current row."""

    forms: Mapping[str, tuple[Form, ...]]
    row: int = 0
    words: str = ""
    sheets: str = ""


def evaluate_in_form(
    relation: Relation, form: Form, context: RuleContext
) -> Iterator[RelationResult]:
    """Yield the results of a relation within one form; none if no row matches it."""
    yield from _evaluate(relation, {OWN: (form,)}, context)


def evaluate_between_forms(
    relation: Relation, forms: tuple[Form, ...], context: RuleContext
) -> Iterator[RelationResult]:
    """Yield the results of a relation between the forms of a set; none if no form matches."""
    yield from _evaluate(relation, by_kind(forms), context)


def by_kind(forms: tuple[Form, ...]) -> dict[str, tuple[Form, ...]]:
    """Return the forms by kind, in their order."""
    kinds: dict[str, tuple[Form, ...]] = {}
    for form in forms:
        kinds[form.kind] = (*kinds.get(form.kind, ()), form)
    return kinds


def _evaluate(
    relation: Relation, forms: Mapping[str, tuple[Form, ...]], context: RuleContext
) -> Iterator[RelationResult]:
    for subject in subjects(relation, forms):
        yield _Evaluator(relation, subject, context).result()


def subjects(relation: Relation, forms: Mapping[str, tuple[Form, ...]]) -> Iterator[Subject]:
    """Yield the subjects of a relation that have forms for all of its names; may be none."""
    sources = relation.sources
    for subject in _candidates(relation, forms):
        if all(map(subject.forms.get, sources)):
            yield subject


def _candidates(relation: Relation, forms: Mapping[str, tuple[Form, ...]]) -> Iterator[Subject]:
    """Yield the possible subjects of a relation with their partner forms."""
    each = relation.each
    if each is None:
        yield Subject(forms)
        return
    for form in forms.get(OWN if each.source == OWN else each.kind, ()):
        forms_bound = {**forms, each.source: (form,)}
        for row in _matching_rows(relation, each, form):
            matched = _with_partners(relation, Subject(forms_bound, row))
            if matched is not None:
                yield matched


def _matching_rows(relation: Relation, each: RelationScope, form: Form) -> Iterable[int]:
    """Return the candidate rows: of a table, those with the text that ``where`` requires."""
    if not each.table:
        return range(1)
    entries = form.tables.get(each.table, ())
    rows: Iterable[int] = range(len(entries))
    for match in relation.matches:
        operand_path = relation.paths[match.left]
        if isinstance(match.right, str) and operand_path.row and operand_path.source == each.source:
            expected_text, column = fold(match.right), operand_path.column
            rows = [n for n in rows if fold(_text(entries[n].get(column))) == expected_text]
    return rows


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _with_partners(relation: Relation, subject: Subject) -> Subject | None:
    """Return the subject with its partner forms; None if the relation does not cover it."""
    if not relation.partner:
        matches = all(_agrees(relation, number, subject) for number in range(len(relation.matches)))
        return subject if matches else None
    partners = tuple(
        form
        for form in subject.forms.get(relation.partner, ())
        if all(_agrees(relation, number, subject, form) for number in range(len(relation.matches)))
    )
    if not partners:
        return None
    words = next((_text_at(relation, match.right, subject) for match in relation.matches), "")
    bound = _bind(subject, relation.partner, partners)
    sheets = "、".join(dict.fromkeys(form.sheet for form in partners))
    return Subject(bound.forms, subject.row, words, sheets)


def _bind(subject: Subject, name: str, forms: tuple[Form, ...]) -> Subject:
    return Subject({**subject.forms, name: forms}, subject.row)


def _agrees(relation: Relation, number: int, subject: Subject, partner: Form | None = None) -> bool:
    match = relation.matches[number]
    left = fold(_text_at(relation, match.left, subject, partner))
    return bool(left) and left == fold(_text_at(relation, match.right, subject, partner))


def _text_at(
    relation: Relation, side: Operand | str, subject: Subject, partner: Form | None = None
) -> str:
    """Return the text on one side of a match; ``partner`` is the candidate for the partner form."""
    if isinstance(side, str):
        return side
    operand_path = relation.paths[side]
    is_of_partner = partner is not None and operand_path.source == relation.partner
    form = partner if partner and is_of_partner else subject.forms[operand_path.source][0]
    row = form.tables[operand_path.table][subject.row] if operand_path.row else form.fields
    return _text(row.get(operand_path.column))


class _Evaluator:
    """Evaluator of one relation on one subject."""

    def __init__(self, relation: Relation, subject: Subject, context: RuleContext) -> None:
        self._relation = relation
        self._subject = subject
        self._context = context
        self._within: Decimal = getattr(context.settings, relation.within)

    def result(self) -> RelationResult:
        """Return a pass if one of the equations holds, else the result of the first that fails."""
        results = []
        for equation in self._relation.equations:
            result = self._evaluate(equation)
            if result.verdict == "pass":
                return result
            results.append(result)
        return next((result for result in results if result.verdict == "fail"), results[0])

    def _evaluate(self, equation: Equation) -> RelationResult:
        values = {operand: self._values(operand) for operand in equation.operands}
        missing = tuple(
            operand_value
            for operand_values in values.values()
            for operand_value in operand_values
            if operand_value.value is None
        )
        left = right = None
        if not missing:
            left, right = (
                _evaluate_expression(equation.left, values),
                _evaluate_expression(equation.right, values),
            )
        if left is None or right is None:
            return RelationResult("undetermined", missing=missing, subject=self._subject.words)
        holds = _holds(left, equation.comparison, right, self._within)
        first = next(iter(equation.operands))
        others = [operand for operand in equation.operands if operand is not first]
        return RelationResult(
            verdict="pass" if holds else "fail",
            left=values[first][0],
            right=values[others[0]][0] if others else None,
            comparison=equation.comparison,
            actual=left,
            expected=right,
            parts="" if holds else _written_out(equation.right, values),
            subject=self._subject.words,
            sheets=self._subject.sheets,
        )

    def _values(self, operand: Operand) -> list[OperandValue]:
        """Return the values of an operand: one, or all that are summed; never an empty list."""
        operand_path = self._relation.paths[operand]
        forms = self._subject.forms[operand_path.source]
        if operand_path.row:
            path = f"{operand_path.table}[{self._subject.row}].{operand_path.column}"
            number = forms[0].tables[operand_path.table][self._subject.row].get(operand_path.column)
            return [
                OperandValue(forms[0], path, self._label(forms[0], operand_path), _money(number))
            ]
        if not operand_path.table:
            values = [
                OperandValue(
                    form, operand_path.column, self._label(form, operand_path), _money(number)
                )
                for form in forms
                for number in (form.fields.get(operand_path.column),)
            ]
            return (
                values if operand_path.summed or _all_equal(values) else [_without_value(values[0])]
            )
        return [
            OperandValue(
                form,
                f"{operand_path.table}[{number}].{operand_path.column}",
                label,
                _money(row[operand_path.column]),
            )
            for form in forms
            for label in (self._label(form, operand_path),)
            for number, row in enumerate(form.tables.get(operand_path.table, ()))
        ] or [OperandValue(forms[0], "", self._label(forms[0], operand_path))]

    def _label(self, form: Form, operand_path: OperandPath) -> str:
        return self._context.label(form, operand_path.column, operand_path.table)


def _all_equal(values: list[OperandValue]) -> bool:
    return len({value.value for value in values}) == 1


def _without_value(value: OperandValue) -> OperandValue:
    """Return the operand without a value: several forms give different ones."""
    return OperandValue(value.form, value.path, value.label)


def _money(value: Value) -> Decimal | None:
    """Return a value as money in 万元; a target only if it has a unit of money."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Target) and value.value is not None and value.unit in unit_powers():
        return in_wan(Amount(value.value, value.unit), value.unit)
    return None


_Values = Mapping[Operand, list[OperandValue]]


def _evaluate_expression(part: Expression, values: _Values) -> Decimal | None:
    """Return the value of an expression; None for a division by zero."""
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Operand):
        return sum(
            (
                operand_value.value
                for operand_value in values[part]
                if operand_value.value is not None
            ),
            Decimal(),
        )
    left, right = _evaluate_expression(part.left, values), _evaluate_expression(part.right, values)
    return None if left is None or right is None else _apply(left, part.operator, right)


def _apply(left: Decimal, operator: Operator, right: Decimal) -> Decimal | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right else None


def _holds(left: Decimal, comparison: Comparison, right: Decimal, within: Decimal) -> bool:
    """Return True if the comparison holds with a tolerance of ``within`` (万元)."""
    difference = left - right
    match comparison:
        case "=":
            return abs(difference) <= within
        case "<=":
            return difference <= within
        case ">=":
            return difference >= -within
        case "<":
            return difference < 0
        case ">":
            return difference > 0


def _written_out(part: Expression, values: _Values) -> str:
    """Return an expression with labels and numbers: ``财政拨款 5.00 + …``."""
    if isinstance(part, Number):
        return str(part.value)
    if isinstance(part, Operand):
        numbers = [
            f"{operand_value.value:f}"
            for operand_value in values[part]
            if operand_value.value is not None
        ]
        if not part.summed:
            return f"{values[part][0].label} {numbers[0]}"
        return (
            "+".join(numbers) if len(numbers) <= _ADDENDS_AT_MOST else f"Σ {values[part][0].label}"
        )
    symbol = {"*": "×", "/": "÷"}.get(part.operator, part.operator)
    return f"{_written_out(part.left, values)} {symbol} {_written_out(part.right, values)}"
