"""Base of the rules: a page of texts and one small function that yields violations.

A rule runs over a form, a submission or a batch; one of scope ``workbook`` over the cells of a
workbook of any form. No violation is a pass. A rule that can't decide
yields :class:`Undetermined` (an operand is missing) or :class:`NotApplicable`: neither is a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Literal

import msgspec

from xlform.messages import language, listed, translate
from xlform.model.findings import Finding, Fix, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.batch_index import BatchIndex
from xlform.rules.context import RuleContext
from xlform.rules.line_tests import LineTest
from xlform.rules.quality.indicators import IndicatorTest
from xlform.rules.text_tests import TextTest
from xlform.template.form import FormTemplate
from xlform.template.roles import Role, RolePath

Scope = Literal["form", "submission", "batch", "workbook"]


class Text(msgspec.Struct, frozen=True):
    """Text of a rule's page in both languages; braces are filled from a violation's details."""

    zh: str
    en: str

    def translate(self, **details: object) -> str:
        """Return the text in the current language, its braces filled in."""
        return self.filled(details)

    def filled(self, details: Mapping[str, object]) -> str:
        """Return the text in the current language, its braces filled in from the details."""
        text = self.zh if language() == "zh" else self.en
        return text.format_map(details) if "{" in text or "}" in text else text


class Violation(msgspec.Struct, frozen=True, gc=False):
    """One violation of a rule: form, value, message.

    ``path`` is a path of the form's origins (``expenses[0].amount``), or a cell address where
    ``cell`` is set instead. ``form`` is ``None`` only for a violation outside any form or in a
    batch; these give ``sheet``, and in a batch ``file``. ``message`` is a key of the rule's
    messages, ``details`` fill it in. ``severity`` overrides the rule's own for this violation.
    ``operands`` are the other values it was computed from, by form and path; a violation whose
    cause is in one of them stands under that cause. ``amount`` is the money at stake in 万元.
    ``help`` is a key of the rule's messages in place of its help.
    """

    form: Form | None
    path: str = ""
    cell: str = ""
    message: str = "message"
    details: dict[str, str] = {}
    expected: str = ""
    actual: str = ""
    fix: Fix | None = None
    sheet: str = ""
    severity: Severity | None = None
    file: str = ""
    operands: tuple[tuple[Form, str], ...] = ()
    amount: Decimal | None = None
    help: str = ""


class Undetermined(msgspec.Struct, frozen=True, gc=False):
    """Outcome of a rule where an operand is missing: neither pass nor fail.

    ``details`` fill in ``because``.
    """

    form: Form | None
    because: Text
    path: str = ""
    details: dict[str, str] = {}


class NotApplicable(msgspec.Struct, frozen=True, gc=False):
    """Outcome of a rule that has nothing to compare: no pass either.

    ``details`` fill in ``because``.
    """

    form: Form | None
    because: Text
    details: dict[str, str] = {}


RuleOutput = Iterator[Violation | Undetermined | NotApplicable]


class Rule:
    """Base of every rule; a subclass is the rule's page.

    ``code`` has a hyphen so that nobody reads it as a cell address. ``roles`` are what a form has
    to have for a rule over forms to run on it; for one over submissions some form has to have each.
    Of ``any_role``, one is enough. ``prose`` restricts it to forms in prose. ``requires`` are codes
    that must have passed on the same form first.
    A rule with ``text_tests``, ``indicator_tests``, ``line_tests`` or ``note_codes`` yields
    nothing, and is not run, on a form where no text, no indicator and no line of its expenses
    passes one of these tests and no note of the reader has one of these codes; one over
    submissions, where this holds for all forms.
    ``summaries`` are those of violations with another ``help``, by its key in the messages.
    ``needs`` are data tables (word lists aside) without which the rule is not run, ``uses`` those
    that it reads if they are given.
    ``bad_example`` and ``good_example`` are grids in the notation (see :mod:`xlform.grid.notation`)
    and run as tests: the rule must find a violation in the first and none in the second. Those of
    a batch rule have a line ``@file name`` before each file. ``example_data`` holds the rows of
    the tables it ``needs`` for these tests. ``engine_limits``: whether its page lists the formulas
    that formula engines cannot be asked for, in short or in full.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    scope: ClassVar[Scope] = "form"
    roles: ClassVar[tuple[RolePath, ...]] = ()
    any_role: ClassVar[tuple[RolePath, ...]] = ()
    prose: ClassVar[bool] = False
    requires: ClassVar[tuple[str, ...]] = ()
    text_tests: ClassVar[tuple[TextTest, ...]] = ()
    indicator_tests: ClassVar[tuple[IndicatorTest, ...]] = ()
    line_tests: ClassVar[tuple[LineTest, ...]] = ()
    note_codes: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()
    summary: ClassVar[Text]
    summaries: ClassVar[dict[str, Text]] = {}
    rationale: ClassVar[Text]
    help: ClassVar[Text]
    legal_basis: ClassVar[str]
    messages: ClassVar[dict[str, Text]]
    bad_example: ClassVar[str]
    good_example: ClassVar[str]
    example_data: ClassVar[dict[str, list[dict[str, str]]]] = {}
    engine_limits: ClassVar[Literal["none", "short", "full"]] = "none"

    def fits(self, template: FormTemplate) -> bool:
        """Return True if a rule over forms runs on forms of this template."""
        has = template.roles.has
        return (
            all(map(has, self.roles))
            and (not self.any_role or any(map(has, self.any_role)))
            and (template.prose or not self.prose)
        )

    def lacks(self, templates: Iterable[FormTemplate]) -> tuple[RolePath, ...]:
        """Return the roles that a rule over submissions needs and none of the templates has."""
        if not self.roles and not self.any_role:
            return ()
        known = tuple(templates)
        lacking = [role for role in self.roles if not any(t.roles.has(role) for t in known)]
        if self.any_role and not any(t.roles.has(role) for t in known for role in self.any_role):
            lacking += self.any_role
        return tuple(lacking)

    def unfit(self) -> str:
        """Return why no form fits the rule: none has the roles that it needs."""
        if self.prose:
            return translate("not-asked.no-prose")
        roles = (*self.roles, *self.any_role)
        return no_role(roles) if roles else translate("not-asked.no-part")

    def summary_of(self, finding: Finding) -> str:
        """Return what a finding of the rule is, in a few words, in the current language."""
        for key, summary in self.summaries.items():
            if self.messages[key].translate() == finding.help:
                return summary.translate()
        return self.summary.translate()

    def help_on(self, violation: Violation) -> Text:
        """Return what to do about a violation."""
        return self.messages[violation.help] if violation.help else self.help

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        """Yield the violations in one form."""
        raise NotImplementedError

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        """Yield the violations between the forms of one submission."""
        raise NotImplementedError

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        """Yield violations between submissions; the context holds no cells.

        The summaries may be many and on disk: iterate over them once, keep little of each, and
        fetch by index those a violation is reported on.
        """
        raise NotImplementedError


def no_role(roles: Iterable[RolePath]) -> str:
    """Return the sentence that no form has a field, column or table with the roles."""
    return _no_role(tuple(roles), language())


@lru_cache(maxsize=512)
def _no_role(roles: tuple[RolePath, ...], _: str) -> str:
    """Return the sentence in the current language, which the second argument names."""
    return translate("not-asked.no-role", roles=role_names(roles))


def role_names(roles: Iterable[RolePath]) -> str:
    """Return the names of roles in the current language, joined."""
    return listed(map(_role_name, roles))


def _role_name(role: RolePath) -> str:
    """Return the name of a role, of a column with that of its table."""
    return role.official if isinstance(role, Role) else "·".join(one.official for one in role)


REGISTRY: dict[str, Rule] = {}


def register(rule: type[Rule]) -> type[Rule]:
    """Add a rule to the registry; raises ValueError if its code is taken."""
    if rule.code in REGISTRY:
        raise ValueError(f"two rules are called {rule.code}")
    REGISTRY[rule.code] = rule()
    return rule
