"""Relations asked of forms: pass, fail, not applicable, or undetermined for want of an operand.

All is computed anew in ``Decimal`` and 万元. A missing operand is never 0, and the sum of no rows
is undetermined.
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
from xlform.values.amount import POWER_TO_WAN

Verdict = Literal["pass", "fail", "not-applicable", "undetermined"]
# More addends than these tell a reader nothing.
_SHOWN_AT_MOST = 8


class Spot(msgspec.Struct, frozen=True):
    """A value of a form: ``path`` leads to its cell, ``label`` is what the form calls it."""

    form: Form | None
    path: str
    label: str
    value: Decimal | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What came of asking a relation of one subject.

    ``at`` is the first value of the left side, where a breach is told, ``other`` the first of the
    right. ``actual`` and ``expected`` are both sides in 万元, ``parts`` the right side in words
    and numbers. ``missing`` holds what could not be had. ``subject`` is what the parts share, such
    as the name of a fund; ``sheets`` are those of the forms that belong to it.
    """

    verdict: Verdict
    at: Spot | None = None
    other: Spot | None = None
    comparison: Comparison = "="
    actual: Decimal = Decimal()
    expected: Decimal = Decimal()
    parts: str = ""
    missing: tuple[Spot, ...] = ()
    subject: str = ""
    sheets: str = ""


class Subject(msgspec.Struct, frozen=True):
    """What a relation is asked of: the forms behind each name, and the row at hand."""

    forms: Mapping[str, tuple[Form, ...]]
    row: int = 0
    words: str = ""
    sheets: str = ""


def ask_form(relation: Relation, form: Form, context: RuleContext) -> Iterator[Outcome]:
    """The outcomes of a relation within one form; none where no row fits it."""
    yield from _ask(relation, {OWN: (form,)}, context)


def ask_forms(
    relation: Relation, forms: tuple[Form, ...], context: RuleContext
) -> Iterator[Outcome]:
    """The outcomes of a relation between the forms of one set; none where no form fits it."""
    yield from _ask(relation, by_kind(forms), context)


def by_kind(forms: tuple[Form, ...]) -> dict[str, tuple[Form, ...]]:
    """Forms by their kinds, each kind's in their order."""
    kinds: dict[str, tuple[Form, ...]] = {}
    for form in forms:
        kinds[form.kind] = (*kinds.get(form.kind, ()), form)
    return kinds


def _ask(
    relation: Relation, forms: Mapping[str, tuple[Form, ...]], context: RuleContext
) -> Iterator[Outcome]:
    for subject in subjects(relation, forms):
        yield _Judge(relation, subject, context).outcome()


def subjects(relation: Relation, forms: Mapping[str, tuple[Form, ...]]) -> Iterator[Subject]:
    """What the relation is asked of one by one, with forms for all its names; may be nothing."""
    sources = relation.sources
    for subject in _candidates(relation, forms):
        if all(map(subject.forms.get, sources)):
            yield subject


def _candidates(relation: Relation, forms: Mapping[str, tuple[Form, ...]]) -> Iterator[Subject]:
    """What the relation could be asked of, with the partners of each."""
    each = relation.each
    if each is None:
        yield Subject(forms)
        return
    for form in forms.get(OWN if each.source == OWN else each.kind, ()):
        bound = {**forms, each.source: (form,)}
        for row in _rows_meant(relation, each, form):
            one = _matched(relation, Subject(bound, row))
            if one is not None:
                yield one


def _rows_meant(relation: Relation, each: RelationScope, form: Form) -> Iterable[int]:
    """The rows that may be meant: of a table those that say the words ``where`` asks of them."""
    if not each.table:
        return range(1)
    entries = form.tables.get(each.table, ())
    rows: Iterable[int] = range(len(entries))
    for match in relation.matches:
        place = relation.paths[match.left]
        if isinstance(match.right, str) and place.row and place.source == each.source:
            wanted, column = fold(match.right), place.column
            rows = [n for n in rows if fold(_text(entries[n].get(column))) == wanted]
    return rows


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _matched(relation: Relation, subject: Subject) -> Subject | None:
    """The subject with the partners that belong to it; ``None`` if it is not meant at all."""
    if not relation.partner:
        met = all(_agrees(relation, number, subject) for number in range(len(relation.matches)))
        return subject if met else None
    partners = tuple(
        form
        for form in subject.forms.get(relation.partner, ())
        if all(_agrees(relation, number, subject, form) for number in range(len(relation.matches)))
    )
    if not partners:
        return None
    words = next((_words(relation, match.right, subject) for match in relation.matches), "")
    bound = _with(subject, relation.partner, partners)
    sheets = "、".join(dict.fromkeys(form.sheet for form in partners))
    return Subject(bound.forms, subject.row, words, sheets)


def _with(subject: Subject, name: str, forms: tuple[Form, ...]) -> Subject:
    return Subject({**subject.forms, name: forms}, subject.row)


def _agrees(relation: Relation, number: int, subject: Subject, partner: Form | None = None) -> bool:
    match = relation.matches[number]
    left = fold(_words(relation, match.left, subject, partner))
    return bool(left) and left == fold(_words(relation, match.right, subject, partner))


def _words(
    relation: Relation, side: Operand | str, subject: Subject, partner: Form | None = None
) -> str:
    """What a side says; of a form that may be a ``partner`` where it speaks of these."""
    if isinstance(side, str):
        return side
    place = relation.paths[side]
    partnered = partner is not None and place.source == relation.partner
    form = partner if partner and partnered else subject.forms[place.source][0]
    row = form.tables[place.table][subject.row] if place.row else form.fields
    return _text(row.get(place.column))


class _Judge:
    """Asks one relation of one subject."""

    def __init__(self, relation: Relation, subject: Subject, context: RuleContext) -> None:
        self._relation = relation
        self._subject = subject
        self._context = context
        self._within: Decimal = getattr(context.settings, relation.within)

    def outcome(self) -> Outcome:
        """Of several equations one has to hold; a breach is told by the first that fails."""
        outcomes = []
        for equation in self._relation.equations:
            outcome = self._ask(equation)
            if outcome.verdict == "pass":
                return outcome
            outcomes.append(outcome)
        return next((one for one in outcomes if one.verdict == "fail"), outcomes[0])

    def _ask(self, equation: Equation) -> Outcome:
        spots = {operand: self._spots(operand) for operand in equation.operands}
        missing = tuple(spot for found in spots.values() for spot in found if spot.value is None)
        left = right = None
        if not missing:
            left, right = _worth(equation.left, spots), _worth(equation.right, spots)
        if left is None or right is None:
            return Outcome("undetermined", missing=missing, subject=self._subject.words)
        holds = _holds(left, equation.comparison, right, self._within)
        first = next(iter(equation.operands))
        others = [one for one in equation.operands if one is not first]
        return Outcome(
            verdict="pass" if holds else "fail",
            at=spots[first][0],
            other=spots[others[0]][0] if others else None,
            comparison=equation.comparison,
            actual=left,
            expected=right,
            parts="" if holds else _shown(equation.right, spots),
            subject=self._subject.words,
            sheets=self._subject.sheets,
        )

    def _spots(self, operand: Operand) -> list[Spot]:
        """The values an operand stands for: one, or all that are summed; never none."""
        place = self._relation.paths[operand]
        forms = self._subject.forms[place.source]
        if place.row:
            path = f"{place.table}[{self._subject.row}].{place.column}"
            value = forms[0].tables[place.table][self._subject.row].get(place.column)
            return [Spot(forms[0], path, self._label(forms[0], place), _money(value))]
        if not place.table:
            spots = [
                Spot(form, place.column, self._label(form, place), _money(value))
                for form in forms
                for value in (form.fields.get(place.column),)
            ]
            return spots if place.summed or _all_alike(spots) else [_unsettled(spots[0])]
        return [
            Spot(form, f"{place.table}[{number}].{place.column}", label, _money(row[place.column]))
            for form in forms
            for label in (self._label(form, place),)
            for number, row in enumerate(form.tables.get(place.table, ()))
        ] or [Spot(forms[0], "", self._label(forms[0], place))]

    def _label(self, form: Form, place: OperandPath) -> str:
        return self._context.label(form, place.column, place.table)


def _all_alike(spots: list[Spot]) -> bool:
    return len({spot.value for spot in spots}) == 1


def _unsettled(spot: Spot) -> Spot:
    """A value that several forms give differently is none."""
    return Spot(spot.form, spot.path, spot.label)


def _money(value: Value) -> Decimal | None:
    """A value as money in 万元; a target only where it names a unit of money."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Target) and value.value is not None and value.unit in POWER_TO_WAN:
        return in_wan(Amount(value.value, value.unit), value.unit)
    return None


_Spots = Mapping[Operand, list[Spot]]


def _worth(part: Expression, spots: _Spots) -> Decimal | None:
    """What a part comes to; ``None`` for a division by zero."""
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Operand):
        return sum((spot.value for spot in spots[part] if spot.value is not None), Decimal())
    left, right = _worth(part.left, spots), _worth(part.right, spots)
    return None if left is None or right is None else _joined(left, part.operator, right)


def _joined(left: Decimal, operator: Operator, right: Decimal) -> Decimal | None:
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
    """Whether both sides keep the comparison, a difference of ``within`` overlooked."""
    over = left - right
    match comparison:
        case "=":
            return abs(over) <= within
        case "<=":
            return over <= within
        case ">=":
            return over >= -within
        case "<":
            return over < 0
        case ">":
            return over > 0


def _shown(part: Expression, spots: _Spots) -> str:
    """A part with the labels of its values and what each holds: ``财政拨款 5.00 + …``."""
    if isinstance(part, Number):
        return str(part.value)
    if isinstance(part, Operand):
        values = [f"{spot.value:f}" for spot in spots[part] if spot.value is not None]
        if not part.summed:
            return f"{spots[part][0].label} {values[0]}"
        return "+".join(values) if len(values) <= _SHOWN_AT_MOST else f"Σ {spots[part][0].label}"
    sign = {"*": "×", "/": "÷"}.get(part.operator, part.operator)
    return f"{_shown(part.left, spots)} {sign} {_shown(part.right, spots)}"
