"""Base of the rules whose arithmetic is declared in templates: evaluate it, report failures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import ClassVar, Final

from xlform.messages import translate
from xlform.model.findings import Severity
from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.evaluation import (
    RelationResult,
    by_kind,
    evaluate_on,
    subjects,
)
from xlform.rules.arithmetic.expressions import OperandValue
from xlform.rules.arithmetic.plain_relations import plain_relations
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import (
    REGISTRY,
    NotApplicable,
    Rule,
    RuleOutput,
    Text,
    Undetermined,
    Violation,
)
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.relation import OWN, Relation

# Amounts have six places at most (元 and 分 in 万元). What has more, and more digits than a cell
# holds, was divided; what has more in few digits is a figure of the form, and stays as it is.
_PLACES: Final = 6
_DIGITS_OF_CELL: Final = 15
_FOUR_PLACES: Final = Decimal("0.0001")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_NO_NUMBER = Text("{what}没有可用的数，无法核对。", "Not compared: {what} holds no usable number.")
_NO_FORMS = Text(
    "报送件中没有要互相核对的表或行。", "The submission holds no forms or rows to be compared."
)


class RelationRule(Rule):
    """A rule that evaluates the relations declared for its code, within or between forms.

    Its messages may name ``what`` and ``other`` (labels of the value reported and of the one it is
    compared with), ``form`` and ``other_form`` (their titles), ``place`` (cell of the other value),
    ``actual``, ``expected`` and ``difference`` in 万元, ``stated`` (``actual`` as written),
    ``comparison``, ``parts``, ``subject``, ``sheets`` and ``note``.
    """

    severity: ClassVar[Severity] = "error"
    # Key of the message about numbers that are no amounts.
    number_message: ClassVar[str] = "message"

    def fits(self, template: FormTemplate) -> bool:
        """Return True if the template declares a relation for this rule."""
        return bool(self.relations(template.relations))

    def unfit(self) -> str:
        """Return that no template declares a relation for this rule."""
        return translate("not-asked.no-relation")

    def relations(self, declared: tuple[Relation, ...]) -> Sequence[Relation]:
        """Return the declared relations of this rule."""
        return by_rule(declared).get(self.code, ())

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        declared, forms = context.templates[form.template].relations, {OWN: (form,)}
        plain = plain_relations(declared)
        for relation in self.relations(declared):
            holds = plain[id(relation)].holds
            if relation.each is None and holds(forms, 0, context):
                continue
            results = [
                evaluate_on(relation, subject, context)
                for subject in subjects(relation, forms)
                if not holds(subject.forms, subject.row, context)
            ]
            yield from self._violations(relation, results, context)

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        is_evaluated = False
        for declared, forms in sets_of(submission, context):
            for relation in self.relations(declared):
                found = list(subjects(relation, forms))
                is_evaluated = is_evaluated or bool(found)
                holds = plain_relations(declared)[id(relation)].holds
                results = [
                    evaluate_on(relation, subject, context)
                    for subject in found
                    if not holds(subject.forms, subject.row, context)
                ]
                yield from self._violations(relation, results, context)
        if not is_evaluated:
            yield NotApplicable(None, _NO_FORMS)

    def _violations(
        self, relation: Relation, results: Iterable[RelationResult], context: RuleContext
    ) -> RuleOutput:
        """Yield each disagreement once, even if several forms share it."""
        reported: set[tuple[object, ...]] = set()
        for result in results:
            if result.verdict == "undetermined":
                yield _undetermined(result)
            elif result.verdict == "fail" and result.left:
                key = (fold(result.subject), result.actual, result.expected)
                if not result.subject or key not in reported:
                    message = "message" if result.money else self.number_message
                    details = {"note": relation.note}
                    yield _violation(result, result.left, context, message, details)
                reported.add(key)


class DeclaredRule(RelationRule):
    """A rule that evaluates the relations without a rule of their own."""

    owners: ClassVar[dict[str, Rule]] = REGISTRY
    number_message = "number"

    def relations(self, declared: tuple[Relation, ...]) -> Sequence[Relation]:
        """Return the relations that name no rule, or one that does not exist."""
        owners = self.owners
        unowned = {
            rule for rule in by_rule(declared) if not isinstance(owners.get(rule), RelationRule)
        }
        return [relation for relation in declared if relation.rule in unowned] if unowned else ()


@memoize
def by_rule(declared: tuple[Relation, ...]) -> dict[str, list[Relation]]:
    """Return declared relations by the code of their rule."""
    found: dict[str, list[Relation]] = {}
    for relation in declared:
        found.setdefault(relation.rule, []).append(relation)
    return found


def sets_of(
    submission: Submission, context: RuleContext
) -> tuple[tuple[tuple[Relation, ...], Mapping[str, tuple[Form, ...]]], ...]:
    """Return the relations of each set of templates with the forms of the set by kind."""
    return context.memoize(submission, _sets_of)


def _sets_of(
    submission: Submission, context: RuleContext
) -> tuple[tuple[tuple[Relation, ...], Mapping[str, tuple[Form, ...]]], ...]:
    sets: dict[str, list[Form]] = {}
    for form in submission.forms:
        sets.setdefault(form.template.partition("/")[0], []).append(form)
    return tuple(
        (context.templates[forms[0].template].set_relations, by_kind(tuple(forms)))
        for forms in sets.values()
    )


def _violation(
    result: RelationResult,
    left: OperandValue,
    context: RuleContext,
    message: str,
    further: dict[str, str],
) -> Violation:
    right = result.right
    comparison = _SIGNS.get(result.comparison, result.comparison)
    details = {
        "what": left.label,
        "other": right.label if right else result.parts,
        "form": context.title(left.form) if left.form else "",
        "other_form": context.title(right.form) if right and right.form else "",
        "place": location_of(right.form, right.path) if right and right.form else "",
        "actual": f"{result.actual:f}",
        "stated": stated(left, result.actual),
        "expected": f"{rounded(result.expected):f}",
        "difference": f"{rounded(result.actual - result.expected):+f}",
        "comparison": comparison,
        "parts": result.parts,
        "subject": result.subject,
        "sheets": result.sheets,
        **further,
    }
    expected = f"{comparison.removeprefix('=')}{rounded(result.expected):f}"
    return Violation(
        left.form,
        left.path,
        message=message,
        details=details,
        expected=expected,
        actual=f"{result.actual:f}",
        operands=tuple((one.form, one.path) for one in result.used if one.form),
        amount=abs(result.actual - result.expected) if result.money else None,
    )


def rounded(number: Decimal) -> Decimal:
    """Return a number as a person writes it: a quotient without end to four places."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= -_PLACES or len(digits) <= _DIGITS_OF_CELL:
        return number
    return number.quantize(_FOUR_PLACES, ROUND_HALF_UP, Context(prec=len(digits)))


def stated(operand: OperandValue, number: Decimal) -> str:
    """Return an amount with its unit; one written in another unit in its own words first."""
    words = operand.form.origins.get(f"{operand.path}.text", "") if operand.form else ""
    is_whole = words and operand.value == number
    return f"{words}（{number:f} 万元）" if is_whole else f"{number:f} 万元"


def _undetermined(result: RelationResult) -> Undetermined:
    labels = dict.fromkeys(f"“{operand.label}”" for operand in result.missing)
    what = "、".join(labels).replace("{", "{{").replace("}", "}}")
    missing = result.missing[0] if result.missing else OperandValue(None, "", "")
    because = Text(_NO_NUMBER.zh.format(what=what), _NO_NUMBER.en.format(what=what))
    return Undetermined(missing.form, because, missing.path)
