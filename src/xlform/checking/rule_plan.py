"""Order of the rules, and the forms that each runs on, found once for submissions of like forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from xlform.rules.kernel import Rule
from xlform.template.form import FormTemplate
from xlform.template.roles import RolePath


class Step(msgspec.Struct, frozen=True):
    """Rule over forms or submissions, and the numbers of the forms that it runs on.

    ``is_unfit`` if it runs on nothing: no form has its roles, of which ``lacking`` are in none.
    """

    rule: Rule
    forms: tuple[int, ...]
    is_unfit: bool
    lacking: tuple[RolePath, ...]


def ordered_by_requirements(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules by code, each after those it requires; raises ValueError on a cycle."""
    return _ordered(tuple(rules))


@lru_cache(maxsize=16)
def _ordered(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    waiting = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
    ordered: list[Rule] = []
    while waiting:
        ready = [rule for rule in waiting.values() if not set(rule.requires) & set(waiting)]
        if not ready:
            raise ValueError(f"these rules require each other: {', '.join(waiting)}")
        ordered += [waiting.pop(rule.code) for rule in ready]
    return tuple(ordered)


@lru_cache(maxsize=32)
def steps(rules: tuple[Rule, ...], templates: tuple[FormTemplate, ...]) -> tuple[Step, ...]:
    """Return the steps of a check in the order of ``rules``, batch rules left out.

    ``templates`` are those of the submission's forms, in the order of the forms.
    """
    return tuple(_step(rule, templates) for rule in rules if rule.scope != "batch")


def _step(rule: Rule, templates: tuple[FormTemplate, ...]) -> Step:
    if rule.scope == "form":
        forms = tuple(n for n, template in enumerate(templates) if fits(rule, template))
        lacking = () if forms else rule.lacks(dict.fromkeys(templates))
        return Step(rule, forms, not forms, lacking)
    lacking = rule.lacks(dict.fromkeys(templates))
    return Step(rule, (), bool(lacking), lacking)


@lru_cache(maxsize=8192)
def fits(rule: Rule, template: FormTemplate) -> bool:
    """Return True if a rule runs on forms of a template; decided once for each of them."""
    return rule.fits(template)
