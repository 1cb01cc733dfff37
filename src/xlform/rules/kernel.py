"""What a rule is: one page of texts and one small function that finds what breaks it.

A rule is asked over a form, a submission or a batch. It answers with hits; none is a pass. Where
it can't answer it says so: :class:`Undetermined` for a missing operand. Not asked is not passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

import msgspec

from xlform.messages import language
from xlform.model.findings import Fix, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.batch_index import BatchIndex
from xlform.rules.context import RuleContext

Scope = Literal["form", "submission", "batch"]


class Text(msgspec.Struct, frozen=True):
    """A text of a rule's page in both languages; braces are filled in from the hit's details."""

    zh: str
    en: str

    def translate(self, **details: object) -> str:
        """The text in the language in force, filled in."""
        return (self.zh if language() == "zh" else self.en).format(**details)


class Violation(msgspec.Struct, frozen=True):
    """One breach of a rule: in which form, at which value, with what to say.

    ``path`` is a path of the form's origins (``expenses[0].amount``), or a cell address where
    ``cell`` is set instead. ``form`` is ``None`` only for what concerns no form, or one of a batch;
    ``sheet`` is for such, ``file`` for a batch. ``say`` picks among the rule's messages,
    ``details`` fill it in. ``severity`` replaces the page's where this breach weighs less or more
    than others of its rule.
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


class Undetermined(msgspec.Struct, frozen=True):
    """The rule's answer where an operand is missing: neither pass nor fail.

    ``details`` fill in ``because``.
    """

    form: Form | None
    because: Text
    path: str = ""
    details: dict[str, str] = {}


class NotApplicable(msgspec.Struct, frozen=True):
    """The rule's answer where there is nothing it could be asked about: no pass either.

    ``details`` fill in ``because``.
    """

    form: Form | None
    because: Text
    details: dict[str, str] = {}


Answer = Iterator[Violation | Undetermined | NotApplicable]


class Rule:
    """Base of every rule; a subclass is the rule's page.

    ``code`` holds a hyphen so that nobody takes it for a cell. ``kinds`` are the kinds of form a
    rule over forms is asked on. ``requires`` are codes that must have passed on the same form
    first. ``needs`` are data tables (word lists aside) without which the rule is not asked,
    ``uses`` such as it looks at where they are at hand.
    ``broken`` and ``mended`` are example grids in the notation; they are run as tests: ``broken``
    must be hit by this very rule, ``mended`` must not; those of a rule over batches hold a line
    ``@file name`` before each file. ``example_data`` are the rows of the tables
    it ``needs`` with which they are run.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    scope: ClassVar[Scope] = "form"
    kinds: ClassVar[tuple[str, ...]] = ()
    requires: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()
    summary: ClassVar[Text]
    rationale: ClassVar[Text]
    help: ClassVar[Text]
    legal_basis: ClassVar[str]
    messages: ClassVar[dict[str, Text]]
    bad_example: ClassVar[str]
    good_example: ClassVar[str]
    example_data: ClassVar[dict[str, list[dict[str, str]]]] = {}

    def fits(self, form: Form, context: RuleContext) -> bool:  # noqa: ARG002  (rules told by templates ask it)
        """Whether a rule over forms is asked of this one."""
        return not self.kinds or form.kind in self.kinds

    def over_form(self, form: Form, context: RuleContext) -> Answer:
        """What breaks the rule in one form."""
        raise NotImplementedError

    def over_submission(self, submission: Submission, context: RuleContext) -> Answer:
        """What breaks the rule between the forms of one submission."""
        raise NotImplementedError

    def over_batch(self, entries: BatchIndex, context: RuleContext) -> Answer:
        """Yield violations between submissions; the context holds no cells.

        The entries may be many and lie on disk: go through them once, keep little of each, and take
        up by their place in the ledger those there is something to tell of.
        """
        raise NotImplementedError


REGISTRY: dict[str, Rule] = {}


def register(rule: type[Rule]) -> type[Rule]:
    """Enter a rule's page into the registry; a code is given once."""
    if rule.code in REGISTRY:
        raise ValueError(f"two rules are called {rule.code}")
    REGISTRY[rule.code] = rule()
    return rule


Maker = Callable[[type[Rule]], type[Rule]]
