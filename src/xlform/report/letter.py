"""Letter 退回意见 to one unit: what to correct or explain, by form, and a list to answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.checking.runner import CheckResult
from xlform.files.output import atomic_path
from xlform.files.own_output import mark_output
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES, Finding, Severity
from xlform.model.submission import Submission
from xlform.ooxml.edit.splice import printable
from xlform.report.grouping import FormFindings, group_by_form, skipped_rules
from xlform.report.letter_text import (
    field_location,
    finding_text,
    group_alike,
    legal_bases,
    numbered,
    numbered_within,
    pattern,
    summary,
    title,
)
from xlform.rules.context import RuleContext

if TYPE_CHECKING:
    from xlform.report.letter_page import LetterPage

# Reasons that concern the unit; a rule that applies to no form does not.
_OPEN: Final = frozenset({"undetermined", "crashed"})
_MAX_LOCATIONS: Final = 6
# Fields that distinguish two forms of one template.
_SUBJECT_FIELDS: Final = ("direction", "name")
# Column widths of the attachments in centimetres; they add up to the width within margins.
_LIST_WIDTHS: Final = (1.1, 3.1, 1.2, 3.6, 3.6, 3.0)
_LEGAL_BASES_WIDTHS: Final = (1.6, 4.4, 9.6)


def write_letter(
    path: Path,
    submission: Submission,
    checked: CheckResult,
    context: RuleContext,
    *,
    force: bool = False,
) -> None:
    """Write a Word document in the current language, in place of an earlier one.

    Another file of that name is replaced only with ``force``. The deadline, the sender and the date
    are marked placeholders. Raises :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    from xlform.report.letter_page import LetterPage  # noqa: PLC0415  (python-docx loads lxml)

    page = LetterPage(title(submission))
    content = _Letter(page, submission, checked, context).written()
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(content, "letter", str(path)))


class _Letter:
    """Writes one letter, section by section."""

    def __init__(
        self, page: LetterPage, submission: Submission, checked: CheckResult, context: RuleContext
    ) -> None:
        self._page = page
        self._submission = submission
        self._checked = checked
        self._context = context
        self._sections = 0

    def written(self) -> bytes:
        self._open()
        for severity in SEVERITIES:
            findings_of_severity = [f for f in self._checked.findings if f.severity == severity]
            if findings_of_severity and severity == "info":
                # Hints need no individual answer: the list has them all.
                self._heading(translate("letter.info", count=len(findings_of_severity)))
                self._page.text(translate("letter.hints"))
            elif findings_of_severity:
                self._section(severity, findings_of_severity)
        self._not_asked()
        self._close()
        if self._checked.findings:
            self._list()
        return self._page.written()

    def _open(self) -> None:
        submission, findings = self._submission, self._checked.findings
        self._page.title(title(submission))
        unit = printable(submission.unit) or translate("letter.no-unit")
        self._page.text(pattern("to", unit=unit), indent=False)
        counts = {s: sum(f.severity == s for f in findings) for s in SEVERITIES}
        year = translate("tree.year", year=submission.year) if submission.year else ""
        key = "letter.opening" if findings else "letter.clean"
        name, forms = printable(submission.source.name), len(submission.forms)
        opening = translate(key, year=year, file=name, forms=forms, count=len(findings), **counts)
        self._page.text(opening)

    def _heading(self, text: str) -> None:
        self._sections += 1
        self._page.heading(f"{numbered(self._sections)}{text}")

    def _section(self, severity: Severity, findings: list[Finding]) -> None:
        """Write the findings of one severity, numbered, grouped by form."""
        self._heading(translate(f"letter.{severity}", count=len(findings)))
        number = 0
        for order, group in enumerate(group_by_form(self._submission, findings), 1):
            self._page.heading(f"{numbered_within(order)}{self._group(group)}", inner=True)
            for same_findings in group_alike(group.findings):
                number += 1
                self._item(number, same_findings)

    def _group(self, group: FormFindings) -> str:
        """Return sheet and title of a form, with its direction or project."""
        sheet = printable(group.sheet) or translate("marked.file")
        template = self._context.templates.get(group.form.template) if group.form else None
        if group.form is None or template is None:
            return sheet
        declaration = template.declaration
        name = declaration.name if language() == "zh" else declaration.kind
        values = (group.form.fields.get(field) for field in _SUBJECT_FIELDS)
        subject = next((value for value in values if isinstance(value, str) and value), "")
        kind = "form-about" if subject else "form"
        return pattern(kind, sheet=sheet, name=name, about=printable(subject))

    def _item(self, number: int, findings: list[Finding]) -> None:
        locations = [
            field_location(finding, self._submission, self._context, short=order > 0)
            for order, finding in enumerate(findings)
        ]
        lead = pattern("item", number=number, place=pattern("and").join(locations))
        self._page.text(finding_text(findings), lead=lead)

    def _not_asked(self) -> None:
        """List the rules that could not be checked, which is no pass."""
        open_rules = [
            rule for rule in skipped_rules(self._checked.not_asked) if rule.reason in _OPEN
        ]
        if not open_rules:
            return
        self._heading(translate("letter.open"))
        for number, rule in enumerate(open_rules, 1):
            location = _locations(rule.locations)
            lead = pattern("item", number=number, place=f"{rule.code} {location}".strip())
            self._page.text(printable(rule.because), lead=lead)

    def _close(self) -> None:
        key = "letter.close" if self._checked.findings else "letter.close-clean"
        before, placeholder, after = (
            translate(f"{key}.{part}") for part in ("before", "blank", "after")
        )
        self._page.with_placeholder(before, placeholder, after)
        self._page.signature((translate("letter.sender"), translate("letter.date")))

    def _list(self) -> None:
        """Write the attachments: findings to answer, and the legal bases of the rules."""
        findings = self._checked.findings
        header = _header_texts("number", "id", "severity", "place", "problem", "answer")
        rows = [self._row(number, finding) for number, finding in enumerate(findings, 1)]
        self._page.table(translate("letter.list"), [header, *rows], _LIST_WIDTHS)
        rules = [list(rule) for rule in legal_bases(findings)]
        if rules:
            header = _header_texts("rule", "problem", "basis")
            self._page.table(translate("letter.bases"), [header, *rules], _LEGAL_BASES_WIDTHS)

    def _row(self, number: int, finding: Finding) -> list[str]:
        location = field_location(finding, self._submission, self._context)
        severity = translate(f"severity.{finding.severity}")
        # The letter has these in full, so a summary is enough; hints are only listed here.
        problem = printable(finding.message) if finding.severity == "info" else summary(finding)
        return [str(number), printable(finding.id), severity, location, problem, ""]


def _header_texts(*names: str) -> list[str]:
    return [translate(f"letter.column-{name}") for name in names]


def _locations(locations: Iterable[tuple[str, str]]) -> str:
    """Return sheets and cells, and how many more there are past the limit."""
    texts = [pattern("place", sheet=printable(s), cell=c).strip() for s, c in locations]
    listed = pattern("and").join(texts[:_MAX_LOCATIONS])
    more = len(texts) - _MAX_LOCATIONS
    return listed + translate("letter.more", count=more) if more > 0 else listed
