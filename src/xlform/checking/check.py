"""Check a file: read it, run the rules over it, return its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from pathlib import Path

import msgspec

from xlform.checking import runner
from xlform.checking.accepted import without_accepted
from xlform.checking.data_tables import read_table
from xlform.checking.findings_json import findings_json
from xlform.checking.relation_rules import require_rules
from xlform.checking.runner import BatchResult, CheckResult, RuleResults
from xlform.checking.selection import codes_matching, selection_of
from xlform.checking.settings import (
    OTHER_DATA,
    Accepted,
    Ignored,
    Project,
    SettingsProblem,
)
from xlform.checking.settings_note import project_from
from xlform.checking.triage.triage import as_severe_as_effects, triage, triage_batch
from xlform.formats.source import file_bytes
from xlform.grid.model import Grid
from xlform.messages import language, listed, translate
from xlform.model.findings import BatchFinding, Finding, Group, NotAsked, Severity
from xlform.model.resources import forget_changed
from xlform.model.word_lists import load_words, words_folders
from xlform.ooxml.read.package import Package
from xlform.rules import all_rules
from xlform.rules.batch_index import (
    BatchIndex,
    SubmissionSummary,
    build_batch_index,
    summarize_submission,
    templates_by_name,
)
from xlform.rules.context import RuleContext
from xlform.rules.kernel import REGISTRY, Rule
from xlform.submission.read import Submission, read_cells, read_with_grid, read_workbook
from xlform.template.store import load_templates, template_folders

# The folder of the word lists, beside the templates.


class Report(msgspec.Struct, frozen=True):
    """A checked submission: its findings by sheet and cell, and the rules that gave no answer.

    ``context`` holds what the rules read: cells, templates, settings. ``rule_results`` are the
    results of rules over forms, reused by a check of the fixed file. ``path`` is the file as
    the caller named it. ``groups`` are the findings by cause, in the order of a letter.
    """

    submission: Submission
    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]
    context: RuleContext
    rule_results: RuleResults = {}
    path: str = ""
    groups: tuple[Group, ...] = ()

    @property
    def desk(self) -> RuleContext:
        """Return ``context``; its former name, kept for one release."""
        return self.context

    @property
    def summary(self) -> SubmissionSummary:
        """Return the summary that batch rules need, small enough to keep instead of the report."""
        context = self.context
        return summarize_submission(self.path, self.submission, context.words, context.templates)

    @property
    def entry(self) -> SubmissionSummary:
        """Return ``summary``; its former name, kept for one release."""
        return self.summary

    @property
    def answers(self) -> RuleResults:
        """Return ``rule_results``; its former name, kept for one release."""
        return self.rule_results

    @property
    def checked(self) -> CheckResult:
        """Return the findings and the rules that gave no answer, without the submission."""
        return CheckResult(self.findings, self.not_asked, groups=self.groups)

    def json(self, *, indent: int = 0) -> str:
        """Return the findings as JSON (``xlform.findings/1``), on one line unless indented."""
        return findings_json(
            self.submission, self.checked, indent=indent, settings=self.context.settings_note
        )


class Checker:
    """Rules, settings and data prepared once, for any number of files.

    With ``formulas`` only the formulas are checked, of any workbook, by the rules on workbooks.
    Raises :class:`~.settings.SettingsProblem` for unknown rules and for data that can't
    be read, :class:`~xlform.model.word_lists.WordsProblem` for word lists.
    """

    def __init__(
        self,
        project: Project | None = None,
        templates: Path | None = None,
        *,
        formulas: bool = False,
    ) -> None:
        project = project or Project()
        rules = all_rules()
        self._templates = templates
        self._formulas = formulas
        severities = {
            code: severity
            for wanted, severity in project.severities.items()
            for code in codes_matching(wanted, rules)
        }
        off = [code for code, severity in severities.items() if severity == "off"]
        because = translate("check.severity-off") if off else ""
        ignore = (*project.ignore, *(Ignored(code, because) for code in off))
        self._selection = selection_of(
            tuple(rules), project.select, ignore, language(), formulas=formulas
        )
        self._has_selection = bool(project.select)
        self._severities: dict[str, Severity] = {
            code: severity for code, severity in severities.items() if severity != "off"
        }
        self._terms = project.terms
        self._note = project.note
        self._accepted = project.accepted
        self._words = load_words(words_folders(templates), project.words)
        self._tables = _tables(project, rules)

    def accepting(self, accepted: tuple[Accepted, ...]) -> Checker:
        """Return a checker with the same rules that also leaves out these findings."""
        other = copy(self)
        other._accepted = (*self._accepted, *accepted)  # noqa: SLF001  (of this class)
        return other

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that are run."""
        return self._selection.rules

    def check(self, path: str | Path, *, single_file: bool = True) -> Report:
        """Read and check a file; raises what :func:`xlform.read` raises.

        With ``single_file`` the batch rules that were selected are reported as not applicable.
        Those of several files are run by :meth:`check_batch`.
        """
        if self._formulas:
            return self.check_workbook(file_bytes(Path(path)), Path(path))
        submission, grid = read_with_grid(path, self._templates)
        return self._report(submission, grid, str(path), single_file=single_file)

    def findings(self, submission: Submission, grid: Grid | None) -> tuple[Finding, ...]:
        """Return the findings alone on a submission already read, for thousands of files.

        They have the severities of :meth:`check`, but neither groups nor causes.
        """
        rules = self._selection.rules
        context = self._context(grid)
        found = runner.findings(submission, context, rules, self._severities)
        context.forget()
        if self._accepted:
            found = without_accepted(found, submission, grid, self._accepted)[0]
        return as_severe_as_effects(found, submission.forms, grid, context.templates)

    def check_submission(self, submission: Submission, grid: Grid | None, path: str) -> Report:
        """Check a submission already read, and its cells; ``path`` is its name in messages."""
        return self._report(submission, grid, path, single_file=False)

    def check_workbook(
        self, source: bytes | Package, path: Path, before: Report | None = None
    ) -> Report:
        """Check a workbook, its bytes or its open package; ``path`` is its name in messages.

        ``before`` is a report on an earlier state of it: results on forms that are unchanged are
        taken from there.
        """
        if self._formulas:
            return self._report(*read_cells(source, path), str(path))
        submission, grid = read_workbook(source, path, self._templates)
        return self._report(submission, grid, str(path), before)

    def _report(
        self,
        submission: Submission,
        grid: Grid | None,
        path: str,
        before: Report | None = None,
        *,
        single_file: bool = True,
    ) -> Report:
        context = self._context(grid)
        rule_results = _reusable_results(before, submission, context) if before else None
        found = runner.check(
            submission, context, self._selection.rules, self._severities, rule_results
        )
        context.forget()
        findings: tuple[Finding, ...] = found.findings
        accepted: tuple[NotAsked, ...] = ()
        if self._accepted:
            findings, accepted = without_accepted(findings, submission, grid, self._accepted)
        skipped = self._not_asked(single_file=single_file)
        not_asked = (*accepted, *found.not_asked, *skipped)
        triaged = triage(findings, submission.forms, grid, context.templates)
        return Report(
            submission, triaged.findings, not_asked, context, found.rule_results, path,
            triaged.groups,
        )  # fmt: skip

    def check_batch(self, summaries: Iterable[SubmissionSummary]) -> BatchResult:
        """Run the batch rules over the summaries of the files' reports."""
        return self.check_batch_index(build_batch_index(summaries))

    def check_batch_index(self, batch_index: BatchIndex) -> BatchResult:
        """Run the batch rules over summaries in order, each under a unique name; may be on disk."""
        rules = self._selection.rules
        found = runner.check_batch_index(batch_index, self.context, rules, self._severities)
        unselected = filter(self._is_of_batch_rule, self._selection.not_asked)
        triaged = triage_batch(found.findings)
        return msgspec.structs.replace(
            found,
            findings=triaged.findings,
            groups=triaged.groups,
            not_asked=(*found.not_asked, *unselected),
        )

    def batch_findings(
        self, batch_index: BatchIndex
    ) -> Iterator[tuple[str, tuple[BatchFinding, ...]]]:
        """Yield the findings of the batch rules alone, by file, for thousands of files.

        They are those of :meth:`check_batch_index`, without groups. Files come by name, in the
        order of the batch, "" for findings on none in particular last.
        """
        from xlform.checking.findings_by_file import batch_findings  # noqa: PLC0415  (a database: not for one file)

        context, rules = self.context, self._selection.rules
        yield from batch_findings(batch_index, context, rules, self._severities)
        context.forget()

    def _not_asked(self, *, single_file: bool) -> Iterator[NotAsked]:
        """Yield the rules not run on one file; batch rules only if they were selected by name."""
        if single_file and self._has_selection:
            yield from runner.not_run_on_single_file(self._selection.rules)
        for skipped in self._selection.not_asked:
            if not self._is_of_batch_rule(skipped) or (single_file and skipped.reason == "ignored"):
                yield skipped

    def _is_of_batch_rule(self, skipped: NotAsked) -> bool:
        return REGISTRY[skipped.code].scope == "batch"

    @property
    def context(self) -> RuleContext:
        """Return a context with templates, words, settings and data but no cells."""
        return self._context(None)

    def _context(self, grid: Grid | None) -> RuleContext:
        known = load_templates(template_folders(self._templates))
        require_rules(known)
        named = templates_by_name(known)
        context = RuleContext(named, grid, self._terms, self._words, self._tables)
        context.settings_note = self._note
        return context


def _reusable_results(before: Report, submission: Submission, context: RuleContext) -> RuleResults:
    """Return earlier results on unchanged forms (cells included), keyed by the new forms."""
    same: dict[int, int] = {}
    for old, new in zip(before.submission.forms, submission.forms, strict=False):
        if old == new and before.context.sheet(old) == context.sheet(new):
            same[id(old)] = id(new)
    return {
        (code, same[form]): result
        for (code, form), result in before.rule_results.items()
        if form in same
    }


def _tables(project: Project, rules: list[Rule]) -> dict[str, list[dict[str, str]]]:
    """Read the data tables by name; a name that no rule uses is an error."""
    named_tables = {name: path for name, path in project.data.items() if name not in OTHER_DATA}
    if not named_tables:
        return {}
    known = {name for rule in rules for name in (*rule.needs, *rule.uses)}
    for name in named_tables:
        if name not in known:
            raise SettingsProblem("no-such-data", name=name, known=listed(sorted(known)))
    return {name: read_table(path) for name, path in named_tables.items()}


def check(
    path: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Mapping[str, str] | None = None,
    settings: str | Path | None = None,
    templates: Path | None = None,
    formulas: bool = False,
) -> Report:
    """Check a workbook, or the JSON that xlform wrote of one.

    ``select`` names rules by code or code prefix, ``ignore`` maps rules that are not to be run to
    the reason. ``settings`` is an ``xlform.toml``; without it none is searched for.
    ``formulas``: check the formulas alone, of a workbook of any form.
    Raises what :func:`xlform.read` raises, :class:`~.settings.SettingsProblem` for settings.
    """
    forget_changed(templates)
    project = project_from(Path(settings), templates) if settings else Project()
    if project.words:
        forget_changed(templates, project.words)
    ignored = [Ignored(code, reason) for code, reason in (ignore or {}).items()]
    project = msgspec.structs.replace(
        project,
        select=tuple(select) or project.select,
        ignore=(*project.ignore, *ignored),
    )
    return Checker(project, templates, formulas=formulas).check(path)
