"""The narrative 编报说明 drawn up from the forms: figures and words of theirs, blanks for the rest.

What the forms do not say is left as a marked blank, never as 0; where two forms state a figure
differently, the one taken is marked and the others are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.output import atomic_path
from xlform.messages import translate
from xlform.model.submission import Form, Row, Submission, Target, Value
from xlform.rules.crossform.fund_rows import of_kind, text_of
from xlform.rules.narrative.project_funds import NARRATIVE, FormFund, amount_of, form_funds
from xlform.submission.read import read_workbook
from xlform.template.declaration import DraftDeclaration
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder
from xlform.values.numerals import counted
from xlform.writing.figures import Figure, figures, of_fund
from xlform.writing.sentences import Sentences, unstopped

_ENTRIES_AT_MOST = 99
_AND, _BREAK = "、", "；"


class Difference(msgspec.Struct, frozen=True):
    """A figure that the forms state differently: its path in the narrative, and all of it told."""

    path: str
    sentence: str


class Draft(msgspec.Struct, frozen=True):
    """A narrative drawn up, and the figures the forms state differently.

    ``blanks`` counts what was left to fill in, once it is written.
    """

    form: Form
    differences: tuple[Difference, ...]
    blanks: int = 0


class NarrativeProblem(XlformError):
    """A submission from which no narrative can be drawn up; one sentence says why."""


def write_narrative(submission: Submission, path: Path, templates: Path | None = None) -> Draft:
    """Write the narrative as a Word document; a file of that name is replaced.

    It is read again before it takes its place. Raises :class:`NarrativeProblem` where there is
    nothing to draw it from, and :class:`~xlform.errors.FileProblem` for what can't be written or
    would not say the same figures.
    """
    from xlform.writing.prose import Prose  # noqa: PLC0415  (python-docx loads lxml)

    template, declared = _template(submission, load_templates(templates or templates_folder()))
    drawn = draft(submission, template, declared)
    told = {one.path: one.sentence for one in drawn.differences}
    prose = Prose(drawn.form, template, Sentences(template, declared), told)
    content = prose.written()
    again, _ = read_workbook(content, path, templates)
    check_figures(drawn.form, again.forms[0], path)
    with atomic_path(path) as unfinished:
        unfinished.write_bytes(content)
    return msgspec.structs.replace(drawn, blanks=prose.blanks)


def check_figures(wanted: Form, found: Form, path: Path) -> None:
    """Raise :class:`~xlform.errors.FileProblem` where a known figure reads back otherwise."""
    for name, amount, other in _figures(wanted, found):
        if amount is not None and amount != other:
            raise FileProblem(
                "written-differs", path=str(path), sheet=found.sheet, what=name,
                wanted=str(amount), found=str(other),
            )  # fmt: skip


def _figures(wanted: Form, found: Form) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Each amount of a narrative, and the same one of the other."""
    for name, value in wanted.fields.items():
        if isinstance(value, Decimal):
            yield name, value, amount_of(found.fields, name)
    rows, others = wanted.tables["projects"], found.tables["projects"]
    for number, row in enumerate(rows):
        other = amount_of(others[number], "amount") if number < len(others) else None
        yield f"projects[{number}].amount", amount_of(row, "amount"), other


def _template(
    submission: Submission, templates: tuple[FormTemplate, ...]
) -> tuple[FormTemplate, DraftDeclaration]:
    """The narrative of the forms' set, with the sentences to draw it up."""
    others = [form for form in submission.forms if form.kind != NARRATIVE]
    if not others:
        raise NarrativeProblem("narrative-no-forms", file=submission.source.name)
    sets = list(dict.fromkeys(form.template.rpartition("/")[0] for form in others))
    for template in templates:
        declared = template.declaration.draft
        of_set = template.name.rpartition("/")[0] in sets
        if of_set and template.kind == NARRATIVE and declared and template.blank:
            return template, declared
    names = _AND.join(sets)
    raise NarrativeProblem("narrative-no-template", file=submission.source.name, sets=names)


def draft(submission: Submission, template: FormTemplate, declared: DraftDeclaration) -> Draft:
    """The narrative of a submission as a form of its own, with no origins."""
    return _Drawing(submission, template, Sentences(template, declared)).draft()


class _Drawing:
    """One narrative being drawn up."""

    def __init__(
        self, submission: Submission, template: FormTemplate, sentences: Sentences
    ) -> None:
        self._submission = submission
        self._template = template
        self._sentences = sentences
        self._differences: list[Difference] = []

    def draft(self) -> Draft:
        funds = form_funds(self._submission)
        stated = figures(self._submission, funds)
        fields: dict[str, Value] = {}
        for name, field in self._template.fields.items():
            amount = field.kind == "amount"
            fields[name] = self._taken(name, stated.get(name, Figure())) if amount else ""
        form = Form(
            kind=NARRATIVE,
            template=self._template.name,
            sheet="",
            range="",
            title="",
            year=self._submission.year,
            fields=fields | self._texts(),
            tables={"projects": tuple(map(self._project, range(len(funds)), funds))},
            origins={},
        )
        return Draft(form, tuple(self._differences))

    def _taken(self, path: str, found: Figure) -> Value:
        """The amount of a figure; other amounts stated are kept to be told."""
        if found.others:
            others = _AND.join(
                translate("narrative.stated", place=one.place, amount=f"{one.amount:f}")
                for one in found.others
            )
            sentence = translate(
                "narrative.difference",
                what=self._sentences.label(path.replace("[", ".").partition("]")[2] or path),
                amount=f"{found.value:f}",
                place=found.place,
                others=others,
            )
            self._differences.append(Difference(path, sentence))
        return found.value

    def _texts(self) -> dict[str, Value]:
        departments = of_kind(self._submission, "department")
        duties = next((text_of(form.fields, "duties") for form in departments), "")
        rows = [row for form in departments for row in form.tables.get("work_plan", ())]
        return {
            "unit": self._submission.unit,
            "duties": duties,
            "plan": "\n".join(self._plan(rows[:_ENTRIES_AT_MOST])) if rows else "",
        }

    def _plan(self, rows: list[Row]) -> Iterator[str]:
        yield self._sentences.fill("plan", year=self._submission.year)
        for number, row in enumerate(rows, 1):
            yield self._sentences.fill(
                "plan_entry",
                number=counted(number),
                item=text_of(row, "item"),
                goal=unstopped(text_of(row, "goal")),
                responsible=text_of(row, "responsible"),
            )

    def _project(self, number: int, fund: FormFund) -> Row:
        return {
            "name": fund.name,
            "amount": self._taken(f"projects[{number}].amount", of_fund(fund)),
            "purpose": self._purpose(fund),
            "performance": self._performance(fund),
        }

    def _purpose(self, fund: FormFund) -> str:
        """What the details of a fund pay for, each line with its amount."""
        items = [
            self._sentences.fill("spent", item=item, amount=amount_of(row, "amount"))
            for form in fund.directions
            for row in form.tables.get("expenses", ())
            if (item := text_of(row, "item") or text_of(row, "category"))
        ]
        return self._sentences.fill("purpose", items=_AND.join(items)) if items else ""

    def _performance(self, fund: FormFund) -> str:
        """What is to come of it: the year's goals and the indicators that are filled in."""
        goals = [text_of(form.fields, "annual_goal") for form in fund.directions]
        told = _BREAK.join(unstopped(goal) for goal in goals if goal)
        indicators = _BREAK.join(
            f"{text_of(row, 'level3')}{target.text}"
            for form in fund.directions
            for row in form.tables.get("indicators", ())
            if isinstance(target := row.get("target"), Target) and text_of(row, "level3")
        )
        if not told and not indicators:
            return ""
        return self._sentences.fill("performance", goal=told, indicators=indicators)
