"""The base of rules whose arithmetic is declared in templates: they ask it and tell what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.evaluation import Outcome, Spot, ask_form, ask_forms
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
from xlform.template.labels import fold
from xlform.template.relation import Relation

_NO_NUMBER = Text("{what}没有可用的数，无法核对。", "Not compared: {what} holds no usable number.")
_NO_FORMS = Text(
    "报送件中没有要互相核对的表或行。", "The submission holds no forms or rows to be compared."
)


class RelationRule(Rule):
    """A rule that asks the relations declared for its code, within each form or between forms.

    Its messages may name ``what`` and ``other`` (labels of the value told and of the one it is
    compared with), ``form`` and ``other_form`` (their titles), ``place`` (where the other stands),
    ``actual``, ``expected`` and ``difference`` in 万元, ``comparison``, ``parts``, ``subject`` and
    ``sheets``.
    """

    severity = "error"

    def fits(self, form: Form, context: RuleContext) -> bool:
        """Whether the form's template declares a relation for this rule."""
        return bool(self.relations(context.templates[form.template].relations))

    def relations(self, declared: tuple[Relation, ...]) -> Sequence[Relation]:
        """Those of the declared relations that serve this rule."""
        return by_rule(declared).get(self.code, ())

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for relation in self.relations(context.templates[form.template].relations):
            yield from self._told(ask_form(relation, form, context), context)

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        asked = False
        for declared, forms in sets_of(submission, context):
            for relation in self.relations(declared):
                outcomes = list(ask_forms(relation, forms, context))
                asked = asked or bool(outcomes)
                yield from self._told(outcomes, context)
        if not asked:
            yield NotApplicable(None, _NO_FORMS)

    def _told(self, outcomes: Iterable[Outcome], context: RuleContext) -> RuleOutput:
        """Each disagreement once, though every form that shares it would show it."""
        told: set[tuple[object, ...]] = set()
        for outcome in outcomes:
            if outcome.verdict == "undetermined":
                yield _undetermined(outcome)
            elif outcome.verdict == "fail" and outcome.at:
                same = (fold(outcome.subject), outcome.actual, outcome.expected)
                if not outcome.subject or same not in told:
                    yield _hit(outcome, outcome.at, context)
                told.add(same)


class DeclaredRule(RelationRule):
    """A rule that asks the relations no other rule has a page for."""

    owners: ClassVar[dict[str, Rule]] = REGISTRY

    def relations(self, declared: tuple[Relation, ...]) -> Sequence[Relation]:
        """Those that name no rule, or one without a page."""
        owners = self.owners
        ownless = {
            rule for rule in by_rule(declared) if not isinstance(owners.get(rule), RelationRule)
        }
        return [relation for relation in declared if relation.rule in ownless] if ownless else ()


@memoize
def by_rule(declared: tuple[Relation, ...]) -> dict[str, list[Relation]]:
    """Declared relations by the code of the rule they serve."""
    found: dict[str, list[Relation]] = {}
    for relation in declared:
        found.setdefault(relation.rule, []).append(relation)
    return found


def sets_of(
    submission: Submission, context: RuleContext
) -> Iterator[tuple[tuple[Relation, ...], tuple[Form, ...]]]:
    """The forms of each set with the relations between them."""
    sets: dict[str, list[Form]] = {}
    for form in submission.forms:
        sets.setdefault(form.template.partition("/")[0], []).append(form)
    for forms in sets.values():
        yield context.templates[forms[0].template].set_relations, tuple(forms)


def _hit(outcome: Outcome, at: Spot, context: RuleContext) -> Violation:
    other = outcome.other
    sign = outcome.comparison.replace("<=", "≤").replace(">=", "≥")
    details = {
        "what": at.label,
        "other": other.label if other else "",
        "form": context.title(at.form) if at.form else "",
        "other_form": context.title(other.form) if other and other.form else "",
        "place": location_of(other.form, other.path) if other and other.form else "",
        "actual": f"{outcome.actual:f}",
        "expected": f"{outcome.expected:f}",
        "difference": f"{outcome.actual - outcome.expected:+f}",
        "comparison": sign,
        "parts": outcome.parts,
        "subject": outcome.subject,
        "sheets": outcome.sheets,
    }
    expected = f"{sign.removeprefix('=')}{outcome.expected:f}"
    return Violation(
        at.form, at.path, details=details, expected=expected, actual=f"{outcome.actual:f}"
    )


def _undetermined(outcome: Outcome) -> Undetermined:
    labels = dict.fromkeys(f"“{spot.label}”" for spot in outcome.missing)
    what = "、".join(labels).replace("{", "{{").replace("}", "}}")
    first = outcome.missing[0] if outcome.missing else Spot(None, "", "")
    because = Text(_NO_NUMBER.zh.format(what=what), _NO_NUMBER.en.format(what=what))
    return Undetermined(first.form, because, first.path)
