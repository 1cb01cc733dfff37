"""Rules asked over forms, a submission, a batch: findings, and what could not be asked.

Every rule is asked on every subject it fits, in an order in which what it requires comes first; a
rule that crashes is told and costs its own answer only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeVar

import msgspec

from xlform.messages import language, translate
from xlform.model.findings import BatchFinding, Finding, Fix, NotAsked, Severity
from xlform.model.submission import Form, Submission
from xlform.ooxml.address import parse_cell
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, batch_index_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Answer, NotApplicable, Rule, Undetermined, Violation

Found = TypeVar("Found", bound=Finding)
Asked = TypeVar("Asked")


class RuleResult(msgspec.Struct, frozen=True):
    """What one rule said of one form."""

    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]


# By the rule's code and the form's identity.
RuleResults = Mapping[tuple[str, int], RuleResult]


class CheckResult(msgspec.Struct, frozen=True):
    """What checking found, in order of place, and which rules gave no answer on what.

    ``answers`` holds what rules over forms said, for another check of the same forms.
    """

    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]
    answers: RuleResults = {}


class BatchResult(msgspec.Struct, frozen=True):
    """What checking found between the files of a batch.

    ``paths`` are the files by the names that findings tell them by, in order of name.
    """

    paths: dict[str, str]
    findings: tuple[BatchFinding, ...]
    not_asked: tuple[NotAsked, ...]


def check(
    submission: Submission,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
    known: RuleResults | None = None,
) -> CheckResult:
    """Ask the rules over each form of a submission and over the submission as a whole.

    ``severities`` replaces those of the rules' pages, by code. ``known`` are answers on forms of
    this submission that are the same, with the same cells, as when they were given: a rule over
    forms looks at nothing else, so it is not asked again.
    """
    return CheckRunner(context, severities, known or {}).run(in_order(rules), submission)


def findings(
    submission: Submission,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> tuple[Finding, ...]:
    """What :func:`check` finds, for many files of which nothing else is wanted."""
    return _FindingsOnly(context, severities, {}).run(in_order(rules), submission).findings


def check_batch(
    entries: Iterable[SubmissionSummary],
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> BatchResult:
    """Ask the rules over a batch, whatever the order of its files."""
    return check_batch_index(batch_index_of(entries), context, rules, severities)


def check_batch_index(
    batch_index: BatchIndex,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> BatchResult:
    """Ask the rules over a batch whose files are in their order, each name one file's alone.

    The ledger is gone through a few times from its beginning; little of it is kept at once.
    """
    over_batch = in_order(rule for rule in rules if rule.scope == "batch")
    return CheckRunner(context, severities, {}).run_batch(over_batch, batch_index)


def lone(rules: Iterable[Rule]) -> tuple[NotAsked, ...]:
    """The answer of rules over a batch where there is but one file."""
    because = translate("asked.one-file")
    return tuple(
        NotAsked(rule.code, "not-applicable", because) for rule in rules if rule.scope == "batch"
    )


def in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules by code, each after those it requires; a circle of requirements is an error."""
    return _in_order(tuple(rules))


@lru_cache(maxsize=16)
def _in_order(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    waiting = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
    ordered: list[Rule] = []
    while waiting:
        ready = [rule for rule in waiting.values() if not set(rule.requires) & set(waiting)]
        if not ready:
            raise ValueError(f"these rules require each other: {', '.join(waiting)}")
        ordered += [waiting.pop(rule.code) for rule in ready]
    return tuple(ordered)


class CheckRunner:
    """One check: findings and failed rules so far."""

    def __init__(
        self, context: RuleContext, severities: dict[str, Severity], known: RuleResults
    ) -> None:
        self._context = context
        self._severities = severities
        self._known = known
        self._answers: dict[tuple[str, int], RuleResult] = {}
        self._told: list[Finding] = []
        self._not_asked: list[NotAsked] = []
        self._failed: set[tuple[str, int]] = set()

    def run(self, rules: Iterable[Rule], submission: Submission) -> CheckResult:
        """Run rules over the forms of a submission and over the submission as a whole."""
        for rule in rules:
            if rule.scope == "batch" or self._lacks_data(rule):
                continue
            if rule.scope == "form":
                self._ask_forms(rule, submission.forms)
            else:
                self._ask(rule, None, rule.over_submission, submission)
        return CheckResult(self._findings(submission), tuple(self._not_asked), self._answers)

    def run_batch(self, rules: Iterable[Rule], entries: BatchIndex) -> BatchResult:
        """Run batch rules over the summaries of all submissions."""
        paths = {entry.name: entry.path for entry in entries}
        if len(entries) == 1:
            return BatchResult(paths, (), lone(rules))
        for rule in rules:
            if not self._lacks_data(rule):
                self._ask(rule, None, rule.over_batch, entries)
        return BatchResult(paths, self._batch_findings(entries), tuple(self._not_asked))

    def _lacks_data(self, rule: Rule) -> bool:
        if not rule.needs:
            return False
        missing = [table for table in rule.needs if table not in self._context.tables]
        if missing:
            because = translate("asked.no-data", tables="、".join(missing))
            self._not_asked.append(NotAsked(rule.code, "no-data", because))
        return bool(missing)

    def _ask_forms(self, rule: Rule, forms: tuple[Form, ...]) -> None:
        fitting = [form for form in forms if rule.fits(form, self._context)]
        if not fitting:
            because = translate("asked.no-form", kinds="、".join(self._kind_names(rule)))
            self._not_asked.append(NotAsked(rule.code, "not-applicable", because))
        for form in fitting:
            self._ask_form(rule, form)

    def _ask_form(self, rule: Rule, form: Form) -> None:
        """Ask a rule of a form, or say again what it said of the same form before."""
        key = rule.code, id(form)
        # A rule that waits for others depends on what these say elsewhere.
        known = None if rule.requires else self._known.get(key)
        if known:
            self._told += known.findings
            self._not_asked += known.not_asked
            if known.findings:
                self._failed.add(key)
        else:
            told, silent = len(self._told), len(self._not_asked)
            self._ask(rule, form, rule.over_form, form)
            known = RuleResult(tuple(self._told[told:]), tuple(self._not_asked[silent:]))
        self._answers[key] = known

    def _kind_names(self, rule: Rule) -> list[str]:
        """What people call the kinds of form a rule is asked of."""
        if language() != "zh":
            return list(rule.kinds)
        known = {form.kind: form.declaration.name for form in self._context.templates.values()}
        return [known.get(kind, kind) for kind in rule.kinds]

    def _ask(
        self, rule: Rule, form: Form | None, ask: Callable[[Asked, RuleContext], Answer], of: Asked
    ) -> None:
        if rule.requires and (failed := self._failed_of(rule, form)):
            self._silent(rule, form, "required-failed", failed=failed)
            return
        try:
            for one in ask(of, self._context):
                self._take(rule, form, one)
        except Exception as crash:  # noqa: BLE001  (one rule's fault must not cost the others)
            self._silent(rule, form, "crashed", crash=crash)

    def _silent(
        self,
        rule: Rule,
        form: Form | None,
        reason: Literal["required-failed", "crashed"],
        failed: Iterable[str] = (),
        crash: Exception | None = None,
    ) -> None:
        """Note that a rule gives no answer, and why."""
        sheet = form.sheet if form else ""
        because = translate("asked.required", code="、".join(failed))
        if crash:
            because = translate("asked.crashed", reason=f"{type(crash).__name__}: {crash}")
        self._not_asked.append(NotAsked(rule.code, reason, because, sheet))

    def _failed_of(self, rule: Rule, form: Form | None) -> list[str]:
        """Those of the rules required that failed on the form, or on the submission."""
        return [code for code in rule.requires if {(code, id(form)), (code, 0)} & self._failed]

    def _take(
        self, rule: Rule, form: Form | None, one: Violation | Undetermined | NotApplicable
    ) -> None:
        if isinstance(one, Violation):
            self._told.append(self._finding(rule, one))
            self._failed.add((rule.code, id(form) if form else 0))
        else:
            self._take_silence(rule, one)

    def _take_silence(self, rule: Rule, one: Undetermined | NotApplicable) -> None:
        because = one.because.translate(**one.details)
        if isinstance(one, NotApplicable):
            sheet = one.form.sheet if one.form else ""
            self._not_asked.append(NotAsked(rule.code, "not-applicable", because, sheet))
        else:
            place = _place(one.form, one.path)
            self._not_asked.append(NotAsked(rule.code, "undetermined", because, *place))

    def _findings(self, submission: Submission) -> tuple[Finding, ...]:
        """Each thing said once, in order of sheet, row, column and code, with its id."""
        sheets = {form.sheet: n for n, form in reversed(list(enumerate(submission.forms, 1)))}
        told = dict.fromkeys(self._told)
        ordered = sorted(told, key=lambda finding: (sheets.get(finding.sheet, 0), *_order(finding)))
        return tuple(_numbered(ordered))

    def _batch_findings(self, entries: BatchIndex) -> tuple[BatchFinding, ...]:
        """Likewise, in order of file first."""
        told = [one for one in dict.fromkeys(self._told) if isinstance(one, BatchFinding)]
        files = {one.file for one in told}
        sheets = {
            (entry.name, form.sheet): n
            for entry in entries
            if entry.name in files
            for n, form in reversed(list(enumerate(entry.forms, 1)))
        }
        ordered = sorted(
            told, key=lambda one: (one.file, sheets.get((one.file, one.sheet), 0), *_order(one))
        )
        return tuple(_numbered(ordered))

    def _finding(self, rule: Rule, violation: Violation) -> Finding:
        place = _place(violation.form, violation.path)
        sheet, cell = _led(violation.sheet or place[0], violation.cell or place[1])
        told = Finding(
            code=rule.code,
            name=rule.name,
            severity=self._severities.get(rule.code, violation.severity or rule.severity),
            message=rule.messages[violation.message].translate(**violation.details),
            sheet=sheet,
            cell=cell,
            expected=violation.expected,
            actual=violation.actual,
            fix=_led_fix(violation.fix),
            help=rule.help.translate(**violation.details),
        )
        if rule.scope != "batch":
            return told
        return BatchFinding(**msgspec.structs.asdict(told), file=violation.file)


class _FindingsOnly(CheckRunner):
    """A check that keeps its findings alone: no sentence is made of what was not asked."""

    def _ask_forms(self, rule: Rule, forms: tuple[Form, ...]) -> None:
        kinds = rule.kinds
        alike = type(rule).fits is Rule.fits  # which asks for the kind and nothing else
        over_form = rule.over_form
        for form in forms:
            if (not kinds or form.kind in kinds) if alike else rule.fits(form, self._context):
                self._ask(rule, form, over_form, form)

    def _silent(self, *_: object, **__: object) -> None:
        """Nobody wants to know."""

    def _take_silence(self, *_: object) -> None:
        """Nobody wants to know."""


def _place(form: Form | None, path: str) -> tuple[str, str]:
    return _led(form.sheet, form.origins.get(path, "")) if form else ("", "")


def _led(sheet: str, cell: str) -> tuple[str, str]:
    """Sheet and cell of an origin, where a form that goes on over sheets has its own (续表!B5)."""
    other, _, cell = cell.rpartition("!")
    return other or sheet, cell


def _led_fix(fix: Fix | None) -> Fix | None:
    """A fix whose edits name the sheets their cells are on."""
    if fix is None or not any("!" in edit.cell for edit in fix.edits):
        return fix
    edits = []
    for edit in fix.edits:
        sheet, cell = _led(edit.sheet, edit.cell)
        edits.append(msgspec.structs.replace(edit, sheet=sheet, cell=cell))
    return Fix(fix.safety, tuple(edits))


def _order(finding: Finding) -> tuple[int, int, str, str]:
    row, column = parse_cell(finding.cell) if finding.cell else (0, 0)
    return row, column, finding.code, finding.message


def _numbered(findings: list[Found]) -> Iterator[Found]:
    """The findings with their ids: rule and place, and a number where two share both."""
    seen: dict[str, int] = {}
    for finding in findings:
        file = finding.file if isinstance(finding, BatchFinding) else ""
        name = "/".join(part for part in (finding.code, file, finding.sheet, finding.cell) if part)
        seen[name] = seen.get(name, 0) + 1
        number = f"#{seen[name]}" if seen[name] > 1 else ""
        yield msgspec.structs.replace(finding, id=name + number)
