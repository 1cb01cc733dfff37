"""Order of the rules, and the forms that each runs on, found once for submissions of like forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule
from xlform.rules.line_tests import LineTest, line_tests_passed
from xlform.rules.quality.indicators import IndicatorTest, indicator_tests_passed
from xlform.rules.text_tests import TextTest
from xlform.template.form import FormTemplate
from xlform.template.roles import RolePath

# A test that a text, an indicator or a line of expenses passes, or the code of a reader's note.
Mark = TextTest | IndicatorTest | LineTest | str


class Step(msgspec.Struct, frozen=True):
    """Rule over forms or submissions, and the numbers of the forms that it runs on.

    ``is_unfit`` if it runs on nothing: no form has its roles, of which ``lacking`` are in none.
    ``is_marked`` if it runs only where a form has one of its marks.
    """

    rule: Rule
    forms: tuple[int, ...]
    is_unfit: bool
    lacking: tuple[RolePath, ...]
    is_marked: bool


class Marks(msgspec.Struct, frozen=True):
    """What tells of a form that rules may have findings on it: the codes of these by mark."""

    text_tests: frozenset[TextTest]
    indicator_tests: frozenset[IndicatorTest]
    line_tests: frozenset[LineTest]
    codes: Mapping[Mark, tuple[str, ...]]

    def concerned(self, form: Form, context: RuleContext) -> set[str]:
        """Return the codes of the rules with a mark that a form has."""
        met: set[Mark] = {note.code for note in form.notes}
        met.update(context.tests_passed(form, self.text_tests))
        met.update(indicator_tests_passed(form, context, self.indicator_tests))
        met.update(line_tests_passed(form, context, self.line_tests))
        codes = self.codes
        return {code for mark in met for code in codes.get(mark, ())}


class RulePlan:
    """Rules in the order in which they are run, and what each runs on."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = _ordered(rules)
        self.marks = _marks(self.rules)
        self.steps = lru_cache(maxsize=32)(self._steps)

    def _steps(self, templates: tuple[FormTemplate, ...]) -> tuple[Step, ...]:
        """Return the steps of a check in the order of the rules, batch rules left out.

        ``templates`` are those of the submission's forms, in the order of the forms.
        """
        return tuple(_step(rule, templates) for rule in self.rules if rule.scope != "batch")


@lru_cache(maxsize=16)
def plan_of(rules: tuple[Rule, ...]) -> RulePlan:
    """Return the plan of rules, the same for the same rules."""
    return RulePlan(rules)


def ordered_by_requirements(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules by code, each after those it requires; raises ValueError on a cycle."""
    return plan_of(tuple(rules)).rules


def _ordered(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    waiting = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
    ordered: list[Rule] = []
    while waiting:
        ready = [rule for rule in waiting.values() if not set(rule.requires) & set(waiting)]
        if not ready:
            raise ValueError(f"these rules require each other: {', '.join(waiting)}")
        ordered += [waiting.pop(rule.code) for rule in ready]
    return tuple(ordered)


def _step(rule: Rule, templates: tuple[FormTemplate, ...]) -> Step:
    if rule.scope == "form":
        forms = tuple(n for n, template in enumerate(templates) if fits(rule, template))
        lacking = () if forms else rule.lacks(dict.fromkeys(templates))
        return Step(rule, forms, not forms, lacking, _is_marked(rule))
    lacking = rule.lacks(dict.fromkeys(templates))
    return Step(rule, (), bool(lacking), lacking, _is_marked(rule))


def _marks(rules: tuple[Rule, ...]) -> Marks:
    """Return the marks that concern some of the rules."""
    codes: dict[Mark, tuple[str, ...]] = {}
    marked = list(filter(_is_marked, rules))
    for rule in marked:
        for mark in _marks_of(rule):
            codes[mark] = (*codes.get(mark, ()), rule.code)
    return Marks(
        frozenset(test for rule in marked for test in rule.text_tests),
        frozenset(test for rule in marked for test in rule.indicator_tests),
        frozenset(test for rule in marked for test in rule.line_tests),
        codes,
    )


def _is_marked(rule: Rule) -> bool:
    """Return True for a rule with marks; one with requirements tells where these failed."""
    return bool(_marks_of(rule)) and not rule.requires


def _marks_of(rule: Rule) -> tuple[Mark, ...]:
    return (*rule.text_tests, *rule.indicator_tests, *rule.line_tests, *rule.note_codes)


@lru_cache(maxsize=8192)
def fits(rule: Rule, template: FormTemplate) -> bool:
    """Return True if a rule runs on forms of a template; decided once for each of them."""
    return rule.fits(template)
