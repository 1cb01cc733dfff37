"""The runner: runs rules over forms, a submission or a batch and collects their findings.

Each rule runs on every subject it fits, after the rules it requires. A rule that crashes is
recorded as such and affects no other rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeVar

import msgspec

from xlform.checking.finding_order import finding_id, in_order, numbered
from xlform.checking.rule_plan import Marks, RulePlan, Step, ordered_by_requirements, plan_of
from xlform.messages import language, listed, translate
from xlform.model.findings import (
    BatchFinding,
    Finding,
    Fix,
    Group,
    NotAsked,
    Place,
    Severity,
)
from xlform.model.submission import Form, Submission
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, build_batch_index, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.kernel import (
    NotApplicable,
    Rule,
    RuleOutput,
    Undetermined,
    Violation,
    no_role,
)

Subject = TypeVar("Subject")


class RuleResult(msgspec.Struct, frozen=True, gc=False):
    """Findings of one rule on one form, and the reasons where it gave no answer."""

    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]


_NOTHING = RuleResult((), ())

# By the rule's code and the form's identity.
RuleResults = Mapping[tuple[str, int], RuleResult]


class CheckResult(msgspec.Struct, frozen=True):
    """Findings by sheet and cell, and the rules that gave no answer.

    ``rule_results`` holds the results of rules over forms, for another check of the same forms.
    ``groups`` holds the findings by cause, in the order of a letter, once they were grouped.
    """

    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]
    rule_results: RuleResults = {}
    groups: tuple[Group, ...] = ()


class BatchResult(msgspec.Struct, frozen=True):
    """Findings between the files of a batch.

    ``paths`` maps the file names used in findings to paths, ordered by name. ``groups`` holds the
    findings of each file that say the same, once they were grouped.
    """

    paths: dict[str, str]
    findings: tuple[BatchFinding, ...]
    not_asked: tuple[NotAsked, ...]
    groups: tuple[Group, ...] = ()


def check(
    submission: Submission,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
    known: RuleResults | None = None,
) -> CheckResult:
    """Run the rules over each form of a submission and over the submission as a whole.

    ``severities`` overrides the severities of rules by code. ``known`` holds earlier results on
    forms of this submission whose values and cells are unchanged; a rule over forms reads nothing
    else, so these are reused.
    """
    return CheckRunner(context, severities, known or {}).run(plan_of(tuple(rules)), submission)


def findings(
    submission: Submission,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> tuple[Finding, ...]:
    """Return the findings of :func:`check` alone, which is faster for many files."""
    plan = plan_of(tuple(rules))
    return FindingsOnlyRunner(context, severities, {}).run(plan, submission).findings


def check_batch(
    summaries: Iterable[SubmissionSummary],
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> BatchResult:
    """Run the batch rules; the order of the summaries does not matter."""
    return check_batch_index(build_batch_index(summaries), context, rules, severities)


def check_batch_index(
    batch_index: BatchIndex,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> BatchResult:
    """Run the batch rules over summaries ordered by name, each name unique.

    The index is read several times from its start; little of it is held in memory.
    """
    over_batch = ordered_by_requirements(rule for rule in rules if rule.scope == "batch")
    return CheckRunner(context, severities, {}).run_batch(over_batch, batch_index)


def not_run_on_single_file(rules: Iterable[Rule]) -> tuple[NotAsked, ...]:
    """Return the reason why each batch rule is not run on a single file."""
    because = translate("not-asked.one-file")
    return tuple(
        NotAsked(rule.code, "not-applicable", because) for rule in rules if rule.scope == "batch"
    )


@lru_cache(maxsize=256)
def _no_data(code: str, missing: tuple[str, ...], _: str) -> NotAsked:
    """Return that tables are missing, in the current language, which the last argument names."""
    because = translate("not-asked.no-data", tables=listed(missing))
    return NotAsked(code, "no-data", because)


class CheckRunner:
    """Run of one check; holds the findings and the failed rules so far."""

    def __init__(
        self, context: RuleContext, severities: dict[str, Severity], known: RuleResults
    ) -> None:
        self._context = context
        self._severities = severities
        self._known = known
        self._rule_results: dict[tuple[str, int], RuleResult] = {}
        self._recorded: list[Finding] = []
        self._keep: Callable[[Finding], None] = self._recorded.append
        self._not_asked: list[NotAsked] = []
        self._failed: set[tuple[str, int]] = set()

    def run(self, plan: RulePlan, submission: Submission) -> CheckResult:
        """Run rules over the forms of a submission and over the submission as a whole."""
        named, forms = self._context.templates, submission.forms
        concerned = self._concerned(plan.marks, forms)
        run_on_forms = self._run_on_forms
        for step in plan.steps(tuple([named[form.template] for form in forms])):
            rule = step.rule
            if rule.needs and self._lacks_data(rule):
                continue
            if step.is_unfit:
                self._record_unfit(step)
                continue
            numbers: Iterable[int] = step.forms
            if step.is_marked and concerned is not None:
                of_rule = concerned.get(rule.code)
                if of_rule is None:
                    continue
                numbers = filter(of_rule.__contains__, numbers)
            if rule.scope == "form":
                run_on_forms(rule, [forms[number] for number in numbers])
            else:
                self._run_rule(rule, None, rule.over_submission, submission)
        return CheckResult(
            self._sorted_findings(submission), tuple(self._not_asked), self._rule_results
        )

    def _concerned(self, marks: Marks, forms: tuple[Form, ...]) -> dict[str, set[int]] | None:
        """Return the forms with marks by the rules that these concern; None if a test crashed.

        Every rule is run then, and those that put the test are reported.
        """
        found: dict[str, set[int]] = {}
        try:
            for number, form in enumerate(forms):
                for code in marks.concerned(form, self._context):
                    found.setdefault(code, set()).add(number)
        except Exception:  # noqa: BLE001  (one rule's fault must not cost the others)
            return None
        return found

    def run_batch(self, rules: Iterable[Rule], summaries: BatchIndex) -> BatchResult:
        """Run batch rules over the summaries of all submissions."""
        paths = {summary.name: summary.path for summary in without_forms(summaries)}
        if len(summaries) == 1:
            return BatchResult(paths, (), not_run_on_single_file(rules))
        self.run_rules(rules, summaries)
        return BatchResult(paths, self._sorted_batch_findings(summaries), tuple(self._not_asked))

    def run_rules(self, rules: Iterable[Rule], summaries: BatchIndex) -> None:
        """Run batch rules over several submissions, and record what they find."""
        for rule in rules if len(summaries) != 1 else ():
            if not rule.needs or not self._lacks_data(rule):
                self._run_rule(rule, None, rule.over_batch, summaries)

    def _lacks_data(self, rule: Rule) -> bool:
        missing = tuple([table for table in rule.needs if table not in self._context.tables])
        if missing:
            self._not_asked.append(_no_data(rule.code, missing, language()))
        return bool(missing)

    def _record_unfit(self, step: Step) -> None:
        """Record that a rule does not apply to any form, and why."""
        because = no_role(step.lacking) if step.lacking else step.rule.unfit()
        self._not_asked.append(NotAsked(step.rule.code, "not-applicable", because))

    def _run_on_forms(self, rule: Rule, forms: Iterable[Form]) -> None:
        """Run a rule on each form, or reuse its known result on the same form."""
        code, recorded, not_asked = rule.code, self._recorded, self._not_asked
        # Whether a rule with requirements runs depends on other forms too, so it is run again.
        is_known = {} if rule.requires else self._known
        results, run, over_form = self._rule_results, self._run_rule, rule.over_form
        found, open_ones = len(recorded), len(not_asked)
        for form in forms:
            key = code, id(form)
            if is_known and (known := is_known.get(key)):
                self._reuse(key, known)
            else:
                run(rule, form, over_form, form)
            if len(recorded) == found and len(not_asked) == open_ones:
                results[key] = _NOTHING
            else:
                results[key] = RuleResult(tuple(recorded[found:]), tuple(not_asked[open_ones:]))
                found, open_ones = len(recorded), len(not_asked)

    def _reuse(self, key: tuple[str, int], known: RuleResult) -> None:
        """Record the known result of a rule on a form."""
        self._recorded += known.findings
        self._not_asked += known.not_asked
        if known.findings:
            self._failed.add(key)

    def _run_rule(
        self,
        rule: Rule,
        form: Form | None,
        check_subject: Callable[[Subject, RuleContext], RuleOutput],
        subject: Subject,
    ) -> None:
        if rule.requires and (failed := self._failed_of(rule, form)):
            self._record_no_answer(rule, form, "required-failed", failed=failed)
            return
        has_failed = False
        try:
            for outcome in check_subject(subject, self._context):
                if isinstance(outcome, Violation):
                    self._keep(self._finding(rule, outcome))
                    has_failed = True
                else:
                    self._record_undecided(rule, outcome)
        except Exception as crash:  # noqa: BLE001  (one rule's fault must not cost the others)
            self._record_no_answer(rule, form, "crashed", crash=crash)
        if has_failed:
            self._failed.add((rule.code, id(form) if form else 0))

    def _record_no_answer(
        self,
        rule: Rule,
        form: Form | None,
        reason: Literal["required-failed", "crashed"],
        failed: Iterable[str] = (),
        crash: Exception | None = None,
    ) -> None:
        """Record that a rule gave no answer, and why."""
        sheet = form.sheet if form else ""
        because = translate("not-asked.required", code=listed(failed))
        if crash:
            because = translate("not-asked.crashed", reason=f"{type(crash).__name__}: {crash}")
        self._not_asked.append(NotAsked(rule.code, reason, because, sheet))

    def _failed_of(self, rule: Rule, form: Form | None) -> list[str]:
        """Return the required rules that failed on the form or on the submission."""
        return [code for code in rule.requires if {(code, id(form)), (code, 0)} & self._failed]

    def _record_undecided(self, rule: Rule, outcome: Undetermined | NotApplicable) -> None:
        because = outcome.because.translate(**outcome.details)
        if isinstance(outcome, NotApplicable):
            sheet = outcome.form.sheet if outcome.form else ""
            self._not_asked.append(NotAsked(rule.code, "not-applicable", because, sheet))
        else:
            location = _location(outcome.form, outcome.path)
            self._not_asked.append(NotAsked(rule.code, "undetermined", because, *location))

    def _sorted_findings(self, submission: Submission) -> tuple[Finding, ...]:
        """Return the findings without duplicates, by sheet, row, column and code."""
        grid = self._context.grid
        names = [form.sheet for form in submission.forms]
        if not names and grid:
            names = [sheet.name for sheet in grid.sheets]
        return tuple(numbered(in_order(self._recorded, names)))

    def _sorted_batch_findings(self, summaries: BatchIndex) -> tuple[BatchFinding, ...]:
        """Return the findings without duplicates, by file, sheet, row, column and code."""
        by_file: dict[str, list[BatchFinding]] = {}
        for finding in self._recorded:
            if isinstance(finding, BatchFinding):
                by_file.setdefault(finding.file, []).append(finding)
        forms = {summary.name: summary.forms for summary in summaries if summary.name in by_file}
        ordered = (
            in_order(by_file[name], [form.sheet for form in forms.get(name, ())])
            for name in sorted(by_file)
        )
        return tuple(numbered(chain.from_iterable(ordered)))

    def _finding(self, rule: Rule, violation: Violation) -> Finding:
        """Return a violation as a finding, with its id."""
        form, sheet, cell = violation.form, violation.sheet, violation.cell
        if form is not None:
            sheet = sheet or form.sheet
            cell = cell or form.origins.get(violation.path, "")
        if "!" in cell:
            sheet, cell = _split_origin(sheet, cell)
        details, fix = violation.details, violation.fix
        finding = Finding(
            rule.code,
            rule.name,
            self._severities.get(rule.code) or violation.severity or rule.severity,
            rule.messages[violation.message].filled(details),
            sheet,
            cell,
            violation.expected,
            violation.actual,
            _split_fix_origins(fix) if fix is not None else None,
            finding_id(rule.code, violation.file, sheet, cell),
            rule.help_on(violation).filled(details),
            _operands(violation) if violation.operands else (),
            violation.amount,
        )
        if rule.scope != "batch":
            return finding
        return BatchFinding(**msgspec.structs.asdict(finding), file=violation.file)


class FindingsOnlyRunner(CheckRunner):
    """Runner that keeps the findings alone and builds no text on rules without an answer."""

    def _run_on_forms(self, rule: Rule, forms: Iterable[Form]) -> None:
        for form in forms:
            self._run_rule(rule, form, rule.over_form, form)

    def _record_unfit(self, step: Step) -> None:
        """Drop the reason."""

    def _record_no_answer(self, *_: object, **__: object) -> None:
        """Drop the reason."""

    def _record_undecided(self, *_: object) -> None:
        """Drop the reason."""


def _location(form: Form | None, path: str) -> tuple[str, str]:
    return _split_origin(form.sheet, form.origins.get(path, "")) if form else ("", "")


def _operands(violation: Violation) -> tuple[Place, ...]:
    """Return the cells of the operands, each once, in their order."""
    locations = (_location(form, path) for form, path in violation.operands)
    return tuple(dict.fromkeys(Place(*location) for location in locations if location[1]))


def _split_origin(sheet: str, cell: str) -> tuple[str, str]:
    """Return sheet and cell of an origin; ``续表!B5`` is on a continuation sheet."""
    if "!" not in cell:
        return sheet, cell
    other, _, cell = cell.rpartition("!")
    return other or sheet, cell


def _split_fix_origins(fix: Fix) -> Fix:
    """Return the fix with each edit on the sheet that its origin names."""
    if not any("!" in edit.cell for edit in fix.edits):
        return fix
    edits = []
    for edit in fix.edits:
        sheet, cell = _split_origin(edit.sheet, edit.cell)
        edits.append(msgspec.structs.replace(edit, sheet=sheet, cell=cell))
    return Fix(fix.safety, tuple(edits))
