"""The public verb ``check``: a file to its findings, by the rules and settings at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from xlform.checking import runner as inquiry
from xlform.checking.data_tables import read_table
from xlform.checking.findings_json import findings_json
from xlform.checking.runner import BatchResult, CheckResult, RuleResults
from xlform.checking.selection import choose, named
from xlform.checking.settings import OTHER_DATA, Ignored, Project, SettingsProblem, load_project
from xlform.grid.model import Grid
from xlform.model.findings import Finding, NotAsked
from xlform.model.memoize import memoize
from xlform.rules import all_rules
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, batch_index_of, entry_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule
from xlform.rules.words import load_words
from xlform.submission.read import Submission, read_with_grid, read_workbook
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder

# The folder of the word lists, beside the templates.
WORDS = "words"


class Report(msgspec.Struct, frozen=True):
    """A submission checked: what is wrong with it, in order of place, and what was not asked.

    ``context`` holds what the rules read: cells, templates, settings. ``answers`` are the results
    of rules over forms, reused by a check of the fixed file. ``path`` is the file as named by the
    caller.
    """

    submission: Submission
    findings: tuple[Finding, ...]
    not_asked: tuple[NotAsked, ...]
    context: RuleContext
    answers: RuleResults = {}
    path: str = ""

    @property
    def desk(self) -> RuleContext:
        """Return ``context``; its former name, kept for one release."""
        return self.context

    @property
    def entry(self) -> SubmissionSummary:
        """What rules over a batch are asked about: to be kept in place of the report."""
        return entry_of(self.path, self.submission, self.context.words)

    @property
    def checked(self) -> CheckResult:
        """Findings and what was not asked, without the submission."""
        return CheckResult(self.findings, self.not_asked)

    def json(self, *, indent: int = 0) -> str:
        """The contract's JSON, on one line unless ``indent`` is given."""
        return findings_json(self.submission, self.checked, indent=indent)


class Checker:
    """Rules, settings and data made ready once, for any number of files.

    Raises :class:`~.settings.SettingsProblem` for rules that are none and for data that can't
    be read, :class:`~xlform.rules.words.WordsProblem` for word lists.
    """

    def __init__(self, project: Project | None = None, templates: Path | None = None) -> None:
        project = project or Project()
        rules = all_rules()
        self._templates = templates
        self._selection = choose(rules, project.select, project.ignore)
        self._over_batch = {rule.code for rule in rules if rule.scope == "batch"}
        self._chosen = bool(project.select)
        self._severities = {
            code: severity
            for wanted, severity in project.severities.items()
            for code in named(wanted, rules)
        }
        self._terms = project.terms
        self._words = load_words((templates or templates_folder()) / WORDS, project.words)
        self._tables = _tables(project, rules)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are asked."""
        return self._selection.rules

    def check(self, path: str | Path, *, alone: bool = True) -> Report:
        """The file read and checked; raises what :func:`xlform.read` raises.

        ``alone`` is for the only file: rules over a batch that were selected say so. Those of
        several files are asked by :meth:`across`.
        """
        submission, grid = read_with_grid(path, self._templates)
        return self._report(submission, grid, str(path), alone=alone)

    def findings(self, submission: Submission, grid: Grid | None) -> tuple[Finding, ...]:
        """What :meth:`check` finds in a submission that was read, for thousands of them."""
        rules = self._selection.rules
        context = self._context(grid)
        found = inquiry.findings(submission, context, rules, self._severities)
        context.forget()
        return found

    def check_workbook(self, data: bytes, path: Path, before: Report | None = None) -> Report:
        """The findings on a workbook given as bytes; ``path`` is what messages call it.

        ``before`` is a report on it as it was: what rules over forms said of forms that are still
        the same is not worked out again.
        """
        submission, grid = read_workbook(data, path, self._templates)
        return self._report(submission, grid, str(path), before)

    def _report(
        self,
        submission: Submission,
        grid: Grid | None,
        path: str,
        before: Report | None = None,
        *,
        alone: bool = True,
    ) -> Report:
        context = self._context(grid)
        answers = _still_true(before, submission, context) if before else None
        found = inquiry.check(submission, context, self._selection.rules, self._severities, answers)
        context.forget()
        not_asked = (*found.not_asked, *self._silent(alone=alone))
        return Report(submission, found.findings, not_asked, context, found.answers, path)

    def across(self, entries: Iterable[SubmissionSummary]) -> BatchResult:
        """What is wrong between the files of a batch, told by the entries of their reports."""
        return self.across_ledger(batch_index_of(entries))

    def across_ledger(self, batch_index: BatchIndex) -> BatchResult:
        """Likewise of entries in their order, each name one file's alone; they may lie on disk."""
        rules = self._selection.rules
        found = inquiry.check_batch_index(batch_index, self.context, rules, self._severities)
        silent = filter(self._is_over_batch, self._selection.not_asked)
        return msgspec.structs.replace(found, not_asked=(*found.not_asked, *silent))

    def _silent(self, *, alone: bool) -> Iterator[NotAsked]:
        """What was not asked of one file; rules over a batch only where somebody asked for them."""
        if alone and self._chosen:
            yield from inquiry.lone(self._selection.rules)
        for one in self._selection.not_asked:
            if not self._is_over_batch(one) or (alone and one.reason == "ignored"):
                yield one

    def _is_over_batch(self, one: NotAsked) -> bool:
        return one.code in self._over_batch

    @property
    def context(self) -> RuleContext:
        """Templates, words, settings and data, without cells."""
        return self._context(None)

    def _context(self, grid: Grid | None) -> RuleContext:
        known = load_templates(self._templates or templates_folder())
        return RuleContext(_by_name(known), grid, self._terms, self._words, self._tables)


@memoize
def _by_name(known: tuple[FormTemplate, ...]) -> dict[str, FormTemplate]:
    return {template.name: template for template in known}


def _still_true(before: Report, submission: Submission, context: RuleContext) -> RuleResults:
    """Earlier answers on forms that are the same, cells included, under these forms' identities."""
    same: dict[int, int] = {}
    for old, new in zip(before.submission.forms, submission.forms, strict=False):
        if old == new and before.context.sheet(old) == context.sheet(new):
            same[id(old)] = id(new)
    return {
        (code, same[form]): told for (code, form), told in before.answers.items() if form in same
    }


def _tables(project: Project, rules: list[Rule]) -> dict[str, list[dict[str, str]]]:
    """The data tables by name; a name that no rule asks for is a mistake."""
    known = {name for rule in rules for name in (*rule.needs, *rule.uses)}
    asked = {name: path for name, path in project.data.items() if name not in OTHER_DATA}
    for name in asked:
        if name not in known:
            raise SettingsProblem("no-such-data", name=name, known="、".join(sorted(known)))
    return {name: read_table(path) for name, path in asked.items()}


def check(
    path: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Mapping[str, str] | None = None,
    settings: str | Path | None = None,
    templates: Path | None = None,
) -> Report:
    """The findings on a workbook, or on the JSON xlform wrote of one.

    ``select`` names rules by code or by the beginning of their codes, ``ignore`` gives for some of
    them why they are not asked; ``settings`` is an ``xlform.toml``, and none is looked for.
    Raises what :func:`xlform.read` raises, :class:`~.settings.SettingsProblem` for settings.
    """
    project = load_project(Path(settings)) if settings else Project()
    ignored = [Ignored(code, reason) for code, reason in (ignore or {}).items()]
    project = msgspec.structs.replace(
        project,
        select=tuple(select) or project.select,
        ignore=(*project.ignore, *ignored),
    )
    return Checker(project, templates).check(path)
