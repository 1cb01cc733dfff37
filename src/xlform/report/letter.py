"""The letter 退回意见 to one unit: what to mend, what to explain, by form, and a list to answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlform.checking.runner import CheckResult
from xlform.files.output import atomic_path
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES, Finding, Severity
from xlform.model.submission import Submission
from xlform.ooxml.edit.splice import printable
from xlform.report.letter_words import (
    alike,
    bases,
    numbered,
    numbered_within,
    pattern,
    place,
    summary,
    title,
    told,
)
from xlform.report.order import Group, by_form, silences
from xlform.rules.context import RuleContext

if TYPE_CHECKING:
    from xlform.report.letter_page import Page

# What a clerk can do something about; that a rule fits no form concerns no unit.
_OPEN: Final = frozenset({"undetermined", "crashed"})
_PLACES_AT_MOST: Final = 6
# The fields that tell two forms of one template apart.
_ABOUT: Final = ("direction", "name")
# Centimetres of the columns of the attachments, together what the margins leave.
_LIST_WIDTHS: Final = (1.1, 3.1, 1.2, 3.6, 3.6, 3.0)
_BASES_WIDTHS: Final = (1.6, 4.4, 9.6)


def write_letter(
    path: Path, submission: Submission, checked: CheckResult, context: RuleContext
) -> None:
    """Write a Word document, in the language in force; a file of that name is replaced.

    The day by which to mend, the sender and the date are left blank and marked. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    from xlform.report.letter_page import Page  # noqa: PLC0415  (python-docx loads lxml)

    page = Page(title(submission))
    content = _Letter(page, submission, checked, context).written()
    with atomic_path(path) as unfinished:
        unfinished.write_bytes(content)


class _Letter:
    """One letter, section by section."""

    def __init__(
        self, page: Page, submission: Submission, checked: CheckResult, context: RuleContext
    ) -> None:
        self._page = page
        self._submission = submission
        self._checked = checked
        self._context = context
        self._sections = 0

    def written(self) -> bytes:
        self._open()
        for severity in SEVERITIES:
            found = [f for f in self._checked.findings if f.severity == severity]
            if found and severity == "info":
                # A hint asks for no answer one by one: the list tells them all.
                self._heading(translate("letter.info", count=len(found)))
                self._page.text(translate("letter.hints"))
            elif found:
                self._section(severity, found)
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
        """The findings of one severity, numbered through, grouped by form."""
        self._heading(translate(f"letter.{severity}", count=len(findings)))
        number = 0
        for order, group in enumerate(by_form(self._submission, findings), 1):
            self._page.heading(f"{numbered_within(order)}{self._group(group)}", inner=True)
            for found in alike(group.findings):
                number += 1
                self._item(number, found)

    def _group(self, group: Group) -> str:
        """Sheet and title of a form, with the direction or project it is about."""
        sheet = printable(group.sheet) or translate("marked.file")
        template = self._context.templates.get(group.form.template) if group.form else None
        if group.form is None or template is None:
            return sheet
        known = template.declaration
        name = known.name if language() == "zh" else known.kind
        values = (group.form.fields.get(field) for field in _ABOUT)
        about = next((value for value in values if isinstance(value, str) and value), "")
        kind = "form-about" if about else "form"
        return pattern(kind, sheet=sheet, name=name, about=printable(about))

    def _item(self, number: int, findings: list[Finding]) -> None:
        places = [
            place(finding, self._submission, self._context, short=order > 0)
            for order, finding in enumerate(findings)
        ]
        lead = pattern("item", number=number, place=pattern("and").join(places))
        self._page.text(told(findings), lead=lead)

    def _not_asked(self) -> None:
        """What could not be checked: not asked is not passed."""
        left = [one for one in silences(self._checked.not_asked) if one.reason in _OPEN]
        if not left:
            return
        self._heading(translate("letter.open"))
        for number, one in enumerate(left, 1):
            where = _places(one.places)
            lead = pattern("item", number=number, place=f"{one.code} {where}".strip())
            self._page.text(printable(one.because), lead=lead)

    def _close(self) -> None:
        key = "letter.close" if self._checked.findings else "letter.close-clean"
        before, blank, after = (translate(f"{key}.{part}") for part in ("before", "blank", "after"))
        self._page.with_blank(before, blank, after)
        self._page.signature((translate("letter.sender"), translate("letter.date")))

    def _list(self) -> None:
        """The attachments: what to answer to, and the bases of the rules."""
        findings = self._checked.findings
        head = _head("number", "id", "severity", "place", "problem", "answer")
        rows = [self._row(number, finding) for number, finding in enumerate(findings, 1)]
        self._page.table(translate("letter.list"), [head, *rows], _LIST_WIDTHS)
        rules = [list(rule) for rule in bases(findings)]
        if rules:
            head = _head("rule", "problem", "basis")
            self._page.table(translate("letter.bases"), [head, *rules], _BASES_WIDTHS)

    def _row(self, number: int, finding: Finding) -> list[str]:
        where = place(finding, self._submission, self._context)
        grade = translate(f"severity.{finding.severity}")
        # What the letter tells in full is only named here; a hint is told nowhere else.
        problem = printable(finding.message) if finding.severity == "info" else summary(finding)
        return [str(number), printable(finding.id), grade, where, problem, ""]


def _head(*names: str) -> list[str]:
    return [translate(f"letter.column-{name}") for name in names]


def _places(places: Iterable[tuple[str, str]]) -> str:
    """Sheets and cells; past some, that there are more."""
    told = [pattern("place", sheet=printable(s), cell=c).strip() for s, c in places]
    shown = pattern("and").join(told[:_PLACES_AT_MOST])
    more = len(told) - _PLACES_AT_MOST
    return shown + translate("letter.more", count=more) if more > 0 else shown
