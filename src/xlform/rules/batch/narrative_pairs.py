"""Narratives of a batch, each with the files that hold its unit's forms."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlform.model.submission import Form, Row, Source, Submission, Value
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.named_amounts import NAMED_TABLES, NamedAmount
from xlform.template.form import FormTemplate
from xlform.template.roles import Role, Roles

# What the forms that a narrative is compared with have: the unit's budget, its funds, or a part of
# one.
_COMPARED = (Role.PROJECT_EXPENDITURE, Role.FUNDS, Role.FUND)
_Key = tuple[str, int | None]


def narratives_in(summary: SubmissionSummary, context: RuleContext) -> list[FormSummary]:
    """Return the narratives in a file."""
    return [form for form in summary.forms if context.templates[form.template].prose]


def forms_in(summary: SubmissionSummary, context: RuleContext) -> list[FormSummary]:
    """Return the forms a narrative is compared with; D-01 compares those of its own file."""
    templates = context.templates
    return [form for form in summary.forms if _is_compared(templates[form.template])]


def _is_compared(template: FormTemplate) -> bool:
    return not template.prose and any(map(template.roles.has, _COMPARED))


def pairs_of(
    summaries: BatchIndex, units: TextsByName, context: RuleContext
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each narrative without forms in its file, with the files of its forms, by index.

    These are the files of its unit and year; else those of the same name (云田镇.docx and
    云田镇.xlsx), or of the folder, if it holds this one narrative and one unit's forms.
    """
    with_forms, narratives = bytearray(len(summaries)), bytearray(len(summaries))
    templates = context.templates
    compared = {name for name, template in templates.items() if _is_compared(template)}
    prose = {name for name, template in templates.items() if template.prose}
    for index, summary in enumerate(without_forms(summaries)):
        found = {form.template for form in context.keys(summary).forms}
        with_forms[index] = not compared.isdisjoint(found)
        narratives[index] = not with_forms[index] and not prose.isdisjoint(found)
    if not any(narratives):
        return iter(())
    pairing = _Pairing()
    for index, summary in enumerate(without_forms(summaries)):
        unit = units.get(summary.name)
        if with_forms[index]:
            pairing.add_forms(index, summary, unit)
        elif narratives[index]:
            pairing.add_narrative(index, summary, unit)
        else:
            pairing.add_folder(summary)
    return pairing.found()


def _place(summary: SubmissionSummary) -> tuple[str, str]:
    """Return the folder of a file, and its path without the suffix."""
    path = os.path.normcase(summary.path)
    return os.path.dirname(path), os.path.splitext(path)[0]  # noqa: PTH120, PTH122  (called for ten thousand files)


class _Pairing:
    """What is kept of each file: its unit, year, folder and name."""

    def __init__(self) -> None:
        self._narratives: list[tuple[int, _Key, tuple[str, str]]] = []
        self._by_unit: dict[str, dict[int | None, list[int]]] = defaultdict(dict)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._units_in: dict[str, set[str]] = defaultdict(set)
        self._forms_in: dict[str, list[int]] = defaultdict(list)
        self._folders: set[str] = set()

    def add_folder(self, summary: SubmissionSummary) -> None:
        """Add a file with neither narratives nor forms that one is compared with."""
        self._folders.add(_place(summary)[0])

    def add_forms(self, index: int, summary: SubmissionSummary, unit: str) -> None:
        """Add a file with forms that a narrative is compared with."""
        folder, stem = _place(summary)
        self._folders.add(folder)
        if unit:
            self._by_unit[unit].setdefault(summary.year, []).append(index)
        self._by_stem[stem].append(index)
        self._units_in[folder].add(unit)
        self._forms_in[folder].append(index)

    def add_narrative(self, index: int, summary: SubmissionSummary, unit: str) -> None:
        """Add a file with a narrative and no forms."""
        self.add_folder(summary)
        self._narratives.append((index, (unit, summary.year), _place(summary)))

    def found(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each narrative with the files of its forms."""
        alone: dict[str, int] = defaultdict(int)
        for _, _, (folder, _) in self._narratives:
            alone[folder] += 1
        for index, (unit, year), (folder, stem) in self._narratives:
            others = self._of_unit(unit, year) or self._by_stem.get(stem, [])
            is_units_own = len(self._folders) > 1 and alone[folder] == 1
            if not others and is_units_own and len(self._units_in[folder]) == 1:
                others = self._forms_in[folder]
            yield index, tuple(others)

    def _of_unit(self, unit: str, year: int | None) -> list[int]:
        """Return the files of a unit and year; of its only year for a narrative that names none."""
        years = self._by_unit.get(unit, {}) if unit else {}
        if year is None and len(years) == 1:
            return next(iter(years.values()))
        return years.get(year, [])


def submission_of(
    narrative: FormSummary,
    others: Sequence[FormSummary],
    summary: SubmissionSummary,
    context: RuleContext,
) -> Submission:
    """Return the projects and funds in the summaries of forms as a submission to be matched."""
    forms = tuple(_with_amounts(form, context) for form in (narrative, *others))
    return Submission(Source("", "", ""), summary.unit, summary.year, forms)


def _with_amounts(summary: FormSummary, context: RuleContext) -> Form:
    roles = context.roles(summary)
    amounts = summary.comparables.amounts
    fields: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    origins: dict[str, str] = {}
    table, column = _named_table(roles)
    if table:
        tables[table] = tuple({column: one.name, one.column: one.value} for one in amounts)
        for number, one in enumerate(amounts):
            row = f"{table}[{number}]"
            origins |= _origins(f"{row}.{column}", f"{row}.{one.column}", one)
    else:
        fund = roles.field(Role.FUND)
        for one in amounts:
            fields |= {fund: one.name, one.column: one.value}
            origins |= _origins(fund, one.column, one)
    return Form(
        summary.kind,
        summary.template,
        summary.sheet,
        summary.range,
        summary.title,
        summary.year,
        fields,
        tables,
        origins,
    )


def _named_table(roles: Roles) -> tuple[str, str]:
    """Return the table of projects or funds, and the column of their names; "" without one."""
    for role, column in NAMED_TABLES:
        for table in roles.tables.get(role, ()):
            return table, roles.column(table, column)
    return "", ""


def _origins(path: str, amount_path: str, one: NamedAmount) -> dict[str, str]:
    places = {path: one.cell, amount_path: one.amount_cell}
    return {name: cell for name, cell in places.items() if cell}
