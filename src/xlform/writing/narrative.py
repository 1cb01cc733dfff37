"""Draft of the narrative 编报说明 from the forms: their figures and texts, placeholders otherwise.

A value the forms do not state is a marked placeholder, never 0. If two forms state different
amounts, the one used is marked and the others are reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.output import atomic_path, check_not_source
from xlform.files.own_output import mark_output
from xlform.messages import translate
from xlform.model.submission import Form, Row, Submission, Target, Value
from xlform.rules.crossform.fund_rows import of_kind, text_of
from xlform.rules.narrative.project_funds import NARRATIVE, FormFund, amount_of, form_funds
from xlform.submission.read import read_workbook
from xlform.template.declaration import DraftDeclaration
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, template_folders
from xlform.values.numerals import counted
from xlform.writing.figures import Figure, figures, fund_figure
from xlform.writing.sentences import Sentences, strip_full_stop

_MAX_ENTRIES = 99
_AND, _BREAK = "、", "；"


class FigureConflict(msgspec.Struct, frozen=True):
    """Figure that forms state differently: its path in the narrative, and a sentence about it."""

    path: str
    sentence: str


class NarrativeDraft(msgspec.Struct, frozen=True):
    """Drafted narrative and its conflicting figures.

    ``placeholders`` is the number of values left to fill in, once it is written.
    """

    form: Form
    conflicts: tuple[FigureConflict, ...]
    placeholders: int = 0


class NarrativeProblem(XlformError):
    """Submission from which no narrative can be drafted; one sentence says why."""


def write_narrative(
    submission: Submission, path: Path, templates: Path | None = None, *, force: bool = False
) -> NarrativeDraft:
    """Write the narrative as a Word document, in place of an earlier one.

    Another file of that name is replaced only with ``force``, the one the submission was read from
    never. It is read back first. Raises :class:`NarrativeProblem` if there is nothing to draft it
    from, and :class:`~xlform.errors.FileProblem` if it can't be written or its figures read back
    differently.
    """
    from xlform.writing.prose_document import ProseDocument  # noqa: PLC0415  (python-docx loads lxml)

    check_not_source(path, submission.source.sha256)
    template, declared = _template(submission, load_templates(template_folders(templates)))
    narrative = draft_narrative(submission, template, declared)
    comments = {conflict.path: conflict.sentence for conflict in narrative.conflicts}
    prose = ProseDocument(narrative.form, template, Sentences(template, declared), comments)
    content = prose.written()
    reread, _ = read_workbook(content, path, templates)
    check_figures(narrative.form, reread.forms[0], path, template)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(content, "narrative", str(path)))
    return msgspec.structs.replace(narrative, placeholders=prose.placeholders)


def check_figures(expected: Form, actual: Form, path: Path, template: FormTemplate) -> None:
    """Raise :class:`~xlform.errors.FileProblem` if a known figure reads back differently."""

    def label(name: str) -> str:
        table, _, column = name.partition("[")
        if not column:
            return template.fields[name].official
        number, _, column = column.partition("].")
        row = expected.tables[table][int(number)]
        return f"{text_of(row, 'name')}·{template.tables[table].columns[column].official}"

    for name, amount, other in _figures(expected, actual):
        if amount is not None and amount != other:
            raise FileProblem(
                "written-differs", path=str(path), sheet=actual.sheet, what=label(name),
                wanted=str(amount), found=str(other),
            )  # fmt: skip


def _figures(expected: Form, actual: Form) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Yield each amount of a narrative with the same one of the other."""
    for name, value in expected.fields.items():
        if isinstance(value, Decimal):
            yield name, value, amount_of(actual.fields, name)
    rows, others = expected.tables["projects"], actual.tables["projects"]
    for number, row in enumerate(rows):
        other = amount_of(others[number], "amount") if number < len(others) else None
        yield f"projects[{number}].amount", amount_of(row, "amount"), other


def _template(
    submission: Submission, templates: tuple[FormTemplate, ...]
) -> tuple[FormTemplate, DraftDeclaration]:
    """Return the narrative's template in the set of the forms, and its sentences."""
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


def draft_narrative(
    submission: Submission, template: FormTemplate, declared: DraftDeclaration
) -> NarrativeDraft:
    """Return the narrative of a submission as a form of its own, without origins."""
    return _NarrativeDrafter(submission, template, Sentences(template, declared)).draft_narrative()


class _NarrativeDrafter:
    """Drafter of one narrative."""

    def __init__(
        self, submission: Submission, template: FormTemplate, sentences: Sentences
    ) -> None:
        self._submission = submission
        self._template = template
        self._sentences = sentences
        self._conflicts: list[FigureConflict] = []

    def draft_narrative(self) -> NarrativeDraft:
        funds = form_funds(self._submission)
        stated = figures(self._submission, funds)
        fields: dict[str, Value] = {}
        for name, field in self._template.fields.items():
            amount = field.kind == "amount"
            fields[name] = self._figure_value(name, stated.get(name, Figure())) if amount else ""
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
        return NarrativeDraft(form, tuple(self._conflicts))

    def _figure_value(self, path: str, figure: Figure) -> Value:
        """Return the amount of a figure; record a conflict if other amounts are stated."""
        if figure.others:
            others = _AND.join(
                translate("narrative.stated", place=other.location, amount=f"{other.amount:f}")
                for other in figure.others
            )
            sentence = translate(
                "narrative.difference",
                what=self._sentences.label_of(path),
                amount=f"{figure.value:f}",
                place=figure.location,
                others=others,
            )
            self._conflicts.append(FigureConflict(path, sentence))
        return figure.value

    def _texts(self) -> dict[str, Value]:
        departments = of_kind(self._submission, "department")
        duties = next((text_of(form.fields, "duties") for form in departments), "")
        rows = [row for form in departments for row in form.tables.get("work_plan", ())]
        return {
            "unit": self._submission.unit,
            "duties": duties,
            "plan": "\n".join(self._plan(rows[:_MAX_ENTRIES])) if rows else "",
        }

    def _plan(self, rows: list[Row]) -> Iterator[str]:
        address = self._sentences.address(self._submission.unit)
        yield self._sentences.fill("plan", year=self._submission.year, address=address)
        for number, row in enumerate(rows, 1):
            yield self._sentences.fill(
                "plan_entry",
                number=counted(number),
                item=text_of(row, "item"),
                goal=strip_full_stop(text_of(row, "goal")),
                responsible=text_of(row, "responsible"),
            )

    def _project(self, number: int, fund: FormFund) -> Row:
        return {
            "name": fund.name,
            "amount": self._figure_value(f"projects[{number}].amount", fund_figure(fund)),
            "purpose": self._purpose(fund),
            "performance": self._performance(fund),
        }

    def _purpose(self, fund: FormFund) -> str:
        """Return what the details of a fund pay for, each line with its amount."""
        items = [
            self._sentences.fill("spent", item=item, amount=amount_of(row, "amount"))
            for form in fund.directions
            for row in form.tables.get("expenses", ())
            if (item := text_of(row, "item") or text_of(row, "category"))
        ]
        return self._sentences.fill("purpose", items=_AND.join(items)) if items else ""

    def _performance(self, fund: FormFund) -> str:
        """Return the expected results: the year's goals and the indicators filled in."""
        goals = [text_of(form.fields, "annual_goal") for form in fund.directions]
        goal_text = _BREAK.join(dict.fromkeys(strip_full_stop(goal) for goal in goals if goal))
        indicators = _BREAK.join(
            self._sentences.indicator(text_of(row, "level3"), target)
            for form in fund.directions
            for row in form.tables.get("indicators", ())
            if isinstance(target := row.get("target"), Target) and text_of(row, "level3")
        )
        if not goal_text and not indicators:
            return ""
        return self._sentences.fill("performance", goal=goal_text, indicators=indicators)
