"""Evaluation of relations on forms: pass, fail, not applicable, or undetermined.

Amounts are recomputed as ``Decimal`` in 万元. A missing operand is never 0: the relation is
undetermined, as is a sum of no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.messages import listed
from xlform.model.submission import Form, Value
from xlform.rules.arithmetic.absent_parts import without_absent_parts
from xlform.rules.arithmetic.conditions import Conditions
from xlform.rules.arithmetic.expressions import OperandValue, evaluate, holds, written_out
from xlform.rules.arithmetic.operand_values import Subject
from xlform.rules.context import RuleContext
from xlform.template.equation import Comparison, Equation, Operand, operands
from xlform.template.labels import fold
from xlform.template.relation import OWN, Relation, RelationScope

Verdict = Literal["pass", "fail", "not-applicable", "undetermined"]


class RelationResult(msgspec.Struct, frozen=True):
    """Result of a relation on one subject.

    ``left`` is the first value of the left side, where a violation is reported, ``right`` the
    first of the right side. ``actual`` and ``expected`` are both sides in 万元, ``parts`` the right
    side written out with labels and numbers. ``missing`` holds the operands without a value.
    ``subject`` is the text the parts share, such as the name of a fund; ``sheets`` are the sheets
    of its forms. ``money`` is False if the numbers are no amounts. ``used`` holds all values of
    both sides.
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
    money: bool = True
    used: tuple[OperandValue, ...] = ()


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
        yield evaluate_on(relation, subject, context)


def evaluate_on(relation: Relation, subject: Subject, context: RuleContext) -> RelationResult:
    """Return the result of a relation on one subject."""
    return _Evaluator(relation, subject, context).result()


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
    numbers = range(len(relation.matches))
    if not relation.partner:
        return subject if all(agrees(relation, number, subject) for number in numbers) else None
    partners = list(subject.forms.get(relation.partner, ()))
    for number in numbers:
        partners = _agreeing(relation, number, subject, partners)
    if not partners:
        return None
    words = next((_text_at(relation, match.right, subject) for match in relation.matches), "")
    forms = {**subject.forms, relation.partner: tuple(partners)}
    sheets = listed(dict.fromkeys([form.sheet for form in partners]))
    return Subject(forms, subject.row, words, sheets)


def _agreeing(
    relation: Relation, number: int, subject: Subject, partners: list[Form]
) -> list[Form]:
    """Return those of the candidates for the partner form that a match of a relation holds for."""
    match = relation.matches[number]
    for side, other in ((match.left, match.right), (match.right, match.left)):
        path = None if isinstance(side, str) else relation.paths[side]
        fixed = isinstance(other, str) or relation.paths[other].source != relation.partner
        if path and fixed and path.source == relation.partner and not path.row:
            # The text of the subject is the same for all candidates.
            wanted, column = fold(_text_at(relation, other, subject)), path.column
            if not wanted:
                return []
            return [form for form in partners if fold(_text(form.fields.get(column))) == wanted]
    return [form for form in partners if agrees(relation, number, subject, form)]


def agrees(relation: Relation, number: int, subject: Subject, partner: Form | None = None) -> bool:
    """Return whether a match of a relation holds for a subject, with a candidate as its partner."""
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
        self._conditions = Conditions(relation, subject, context)
        own = getattr(context.settings, relation.within, None)
        self._within: Decimal = Decimal(relation.within) if own is None else own

    def result(self) -> RelationResult:
        """Return a pass if one of the equations holds, else the result of the first that fails."""
        when = self._relation.when
        if when:
            applies = self._conditions.holds(when)
            if not applies:
                missing = tuple(self._conditions.missing(when))
                return self._not_evaluated(
                    missing, "undetermined" if applies is None else "not-applicable"
                )
        results = []
        for equation in self._relation.equations:
            result = self._evaluate(equation)
            if result.verdict == "pass":
                return result
            results.append(result)
        return next((result for result in results if result.verdict == "fail"), results[0])

    def _not_evaluated(
        self, missing: tuple[OperandValue, ...], verdict: Verdict = "undetermined"
    ) -> RelationResult:
        return RelationResult(verdict, missing=missing, subject=self._subject.words)

    def _evaluate(self, equation: Equation) -> RelationResult:
        left_part = self._conditions.decided(equation.left)
        right_part = self._conditions.decided(equation.right)
        if left_part is None or right_part is None:
            return self._not_evaluated(tuple(self._conditions.missing_of(equation)))
        used = (*operands(left_part), *operands(right_part))
        own = [operand for operand in used if operand.aggregate != "term"]
        money = self._conditions.is_money(equation.operands)
        values = {operand: self._conditions.of(operand, money=money) for operand in used}
        missing = tuple(one for found in values.values() for one in found if one.value is None)
        if missing and (present := without_absent_parts(equation, values, self._context)):
            right_part, missing = present, ()
            used = (*operands(left_part), *operands(right_part))
            own = list(used)
        left = None if missing else evaluate(left_part, values)
        right = None if missing else evaluate(right_part, values)
        if left is None or right is None:
            return self._not_evaluated(missing)
        fits = holds(left, equation.comparison, right, self._within)
        first, *others = own or equation.operands
        return RelationResult(
            verdict="pass" if fits else "fail",
            left=values[first][0] if own else self._conditions.of(first, money=money)[0],
            right=values[others[0]][0] if own and others else None,
            comparison=equation.comparison,
            actual=left,
            expected=right,
            parts="" if fits else written_out(right_part, values),
            subject=self._subject.words,
            sheets=self._subject.sheets,
            money=money,
            used=() if fits else tuple(one for found in values.values() for one in found),
        )
