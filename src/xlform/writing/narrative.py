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
from xlform.model.submission import Form, Row, Submission, Value
from xlform.rules.batch_index import templates_by_name
from xlform.rules.context import RuleContext
from xlform.rules.narrative.project_funds import FormFund, form_funds
from xlform.submission.read import read_workbook
from xlform.template.declaration import DraftDeclaration
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.roles import Role
from xlform.template.store import load_templates, template_folders
from xlform.values.numerals import counted
from xlform.writing.figures import Figure, figures, fund_figure
from xlform.writing.sentences import Sentences, strip_full_stop

_MAX_ENTRIES = 99
_AND, _BREAK = "、", "；"
# The columns of a project in the table of projects.
_ROW = (Role.PROJECT, Role.AMOUNT, Role.PURPOSE, Role.PERFORMANCE)


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
    context = RuleContext(templates_by_name(load_templates(template_folders(templates))))
    template, declared = _template(submission, context)
    narrative = draft_narrative(submission, template, declared, context)
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
        named_by = template.roles.column(table, Role.PROJECT)
        project = expected.tables[table][int(number)].get(named_by)
        return f"{project}·{template.tables[table].columns[column].official}"

    pair = FormValues(expected, template), FormValues(actual, template)
    for name, amount, other in _figures(*pair):
        if amount is not None and amount != other:
            raise FileProblem(
                "written-differs", path=str(path), sheet=actual.sheet, what=label(name),
                wanted=str(amount), found=str(other),
            )  # fmt: skip


def _figures(
    expected: FormValues, actual: FormValues
) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Yield each amount of a narrative with the same one of the other."""
    for name, value in expected.form.fields.items():
        if isinstance(value, Decimal):
            other = actual.form.fields.get(name)
            yield name, value, other if isinstance(other, Decimal) else None
    others = actual.rows(Role.PROJECTS)
    for number, row in enumerate(expected.rows(Role.PROJECTS)):
        amount = others[number].amount() if number < len(others) else None
        yield row.path_of(Role.AMOUNT), row.amount(), amount


def _template(
    submission: Submission, context: RuleContext
) -> tuple[FormTemplate, DraftDeclaration]:
    """Return the narrative's template in the set of the forms, and its sentences."""
    known = context.templates
    others = [form for form in submission.forms if not known[form.template].prose]
    if not others:
        raise NarrativeProblem("narrative-no-forms", file=submission.source.name)
    sets = list(dict.fromkeys(form.template.rpartition("/")[0] for form in others))
    for template in known.values():
        declared = template.declaration.draft
        of_set = template.name.rpartition("/")[0] in sets
        if of_set and template.prose and declared and template.blank:
            return template, declared
    names = _AND.join(sets)
    raise NarrativeProblem("narrative-no-template", file=submission.source.name, sets=names)


def draft_narrative(
    submission: Submission,
    template: FormTemplate,
    declared: DraftDeclaration,
    context: RuleContext | None = None,
) -> NarrativeDraft:
    """Return the narrative of a submission as a form of its own, without origins.

    ``context`` holds the templates that its forms were read by: without it, those in force.
    """
    context = context or RuleContext(templates_by_name(load_templates(template_folders())))
    sentences = Sentences(template, declared)
    return _NarrativeDrafter(submission, template, sentences, context).draft_narrative()


class _NarrativeDrafter:
    """Drafter of one narrative."""

    def __init__(
        self,
        submission: Submission,
        template: FormTemplate,
        sentences: Sentences,
        context: RuleContext,
    ) -> None:
        self._context = context
        self._submission = submission
        self._template = template
        self._sentences = sentences
        self._conflicts: list[FigureConflict] = []

    def draft_narrative(self) -> NarrativeDraft:
        funds = form_funds(self._submission, self._context)
        stated = figures(self._submission, funds, self._context)
        roles = self._template.roles
        by_name = {name: figure for role, figure in stated.items() if (name := roles.field(role))}
        fields: dict[str, Value] = {}
        for name, field in self._template.fields.items():
            amount = field.kind == "amount"
            fields[name] = self._figure_value(name, by_name.get(name, Figure())) if amount else ""
        form = Form(
            kind=self._template.kind,
            template=self._template.name,
            sheet="",
            range="",
            title="",
            year=self._submission.year,
            fields=fields | self._texts(),
            tables={
                table: tuple(
                    self._project(table, number, fund) for number, fund in enumerate(funds)
                )
                for table in roles.tables.get(Role.PROJECTS, ())[:1]
            },
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
        forms = self._context.forms_with(self._submission, Role.DUTIES)
        duties = (values.text(Role.DUTIES) for values in forms if not values.template.prose)
        planned = self._context.forms_with(self._submission, Role.WORK_PLAN)
        rows = [row for values in planned for row in values.rows(Role.WORK_PLAN)]
        texts = {
            Role.UNIT: self._submission.unit,
            Role.DUTIES: next(duties, ""),
            Role.PLAN: "\n".join(self._plan(rows[:_MAX_ENTRIES])) if rows else "",
        }
        roles = self._template.roles
        return {name: text for role, text in texts.items() if (name := roles.field(role))}

    def _plan(self, rows: list[RoleRow]) -> Iterator[str]:
        address = self._sentences.address(self._submission.unit)
        yield self._sentences.fill("plan", year=self._submission.year, address=address)
        for number, row in enumerate(rows, 1):
            yield self._sentences.fill(
                "plan_entry",
                number=counted(number),
                item=row.text(Role.TASK),
                goal=strip_full_stop(row.text(Role.GOAL)),
                responsible=row.text(Role.RESPONSIBLE),
            )

    def _project(self, table: str, number: int, fund: FormFund) -> Row:
        columns = {role: self._template.roles.column(table, role) for role in _ROW}
        path = f"{table}[{number}].{columns[Role.AMOUNT]}"
        row: dict[Role, Value] = {
            Role.PROJECT: fund.name,
            Role.AMOUNT: self._figure_value(path, fund_figure(fund)),
            Role.PURPOSE: self._purpose(fund),
            Role.PERFORMANCE: self._performance(fund),
        }
        return {name: row[role] for role, name in columns.items() if name}

    def _purpose(self, fund: FormFund) -> str:
        """Return what the details of a fund pay for, each line with its amount."""
        items = [
            self._sentences.fill("spent", item=item, amount=row.amount())
            for values in fund.directions
            for row in values.rows(Role.EXPENSES)
            if (item := row.text(Role.ITEM) or row.text(Role.CATEGORY))
        ]
        return self._sentences.fill("purpose", items=_AND.join(items)) if items else ""

    def _performance(self, fund: FormFund) -> str:
        """Return the expected results: the year's goals and the indicators filled in."""
        goals = [values.text(Role.GOAL) for values in fund.directions]
        goal_text = _BREAK.join(dict.fromkeys(strip_full_stop(goal) for goal in goals if goal))
        indicators = _BREAK.join(
            self._sentences.indicator(name, target)
            for values in fund.directions
            for row in values.rows(Role.INDICATORS)
            if (name := row.text(Role.LEVEL3)) and (target := row.target()) is not None
        )
        if not goal_text and not indicators:
            return ""
        return self._sentences.fill("performance", goal=goal_text, indicators=indicators)
