"""Match the projects of a narrative with the funds of the forms, by equal or similar names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.fund_rows import directions_of, funds
from xlform.rules.crossform.similarity import normalize, similarity
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.labels import fold
from xlform.template.roles import Role

# Names less similar than this, in per cent, belong to two projects.
_ALIKE_AT_LEAST = 60
# With more unmatched names than this they are not misspellings, and every pair costs a comparison.
_COMPARED_AT_MOST = 60


class Project(msgspec.Struct, frozen=True):
    """One project of a narrative with its row."""

    form: Form
    row: RoleRow
    name: str

    def at(self, role: Role) -> str:
        """Return the path of a value of its row."""
        return self.row.path_of(role)


class FormFund(msgspec.Struct, frozen=True):
    """One fund as the forms state it.

    ``form`` and ``path`` locate its name: a row of the summary, or a direction if no summary lists
    it. ``amount`` is the summary's, in 万元, at ``amount_path``.
    """

    form: Form
    path: str
    name: str
    amount: Decimal | None
    amount_path: str
    directions: tuple[FormValues, ...]


class StatedAmount(msgspec.Struct, frozen=True):
    """An amount in 万元 as one cell of the forms states it."""

    form: Form
    path: str
    amount: Decimal

    @property
    def place(self) -> str:
        """Return sheet and cell of the amount."""
        return location_of(self.form, self.path)


class FundMatches(msgspec.Struct, frozen=True):
    """Projects matched with funds, and the projects and funds without a counterpart."""

    matched: tuple[tuple[Project, FormFund], ...]
    projects: tuple[Project, ...]
    funds: tuple[FormFund, ...]


def narratives(submission: Submission, context: RuleContext) -> list[Form]:
    """Return the forms in prose, in order."""
    return [form for form in submission.forms if context.templates[form.template].prose]


def projects(form: Form, context: RuleContext) -> Iterator[Project]:
    """Yield the named projects of a narrative, in order."""
    for row in context.values(form).rows(Role.PROJECTS):
        if name := row.text(Role.PROJECT):
            yield Project(form, row, name)


def form_funds(submission: Submission, context: RuleContext) -> tuple[FormFund, ...]:
    """Return the funds of the summary, or of the directions if there is no summary."""
    in_summary = tuple(
        FormFund(
            fund.form,
            fund.row.path_of(Role.FUND),
            fund.name,
            fund.row.amount(),
            fund.row.path_of(Role.AMOUNT),
            fund.directions,
        )
        for fund in funds(submission, context)
    )
    return in_summary or tuple(_by_direction(submission, context))


def stated_amounts(fund: FormFund) -> Iterator[StatedAmount]:
    """Yield the amounts of a fund: of the summary, of each direction, and the directions' sum."""
    if fund.amount is not None:
        yield StatedAmount(fund.form, fund.amount_path, fund.amount)
    for values in fund.directions:
        whole = values.amount(Role.FUND_AMOUNT)
        if whole is not None:
            yield StatedAmount(values.form, values.path_of(Role.FUND_AMOUNT), whole)
    amounts = [values.amount() for values in fund.directions]
    known = [amount for amount in amounts if amount is not None]
    if known and len(known) == len(amounts):
        first = fund.directions[0]
        yield StatedAmount(first.form, first.path_of(Role.AMOUNT), sum(known, Decimal()))


def _by_direction(submission: Submission, context: RuleContext) -> Iterator[FormFund]:
    for forms in directions_of(submission, context).values():
        first = forms[0]
        path = first.path_of(Role.FUND)
        yield FormFund(first.form, path, first.text(Role.FUND), None, "", forms)


def match_funds(submission: Submission, context: RuleContext) -> FundMatches:
    """Match each project with its fund: equal names first, then the most similar names."""
    projects_found = [
        project for form in narratives(submission, context) for project in projects(form, context)
    ]
    funds_left = {fold(fund.name): fund for fund in reversed(form_funds(submission, context))}
    matched: dict[int, FormFund] = {}
    for number, project in enumerate(projects_found):
        if fund := funds_left.pop(fold(project.name), None):
            matched[number] = fund
    closest = _closest_names(
        projects_found, matched, tuple(funds_left.values()), context.words.get("name-fillers", {})
    )
    for number, fund in closest:
        matched[number] = fund
        del funds_left[fold(fund.name)]
    return FundMatches(
        tuple((projects_found[number], matched[number]) for number in sorted(matched)),
        tuple(project for number, project in enumerate(projects_found) if number not in matched),
        tuple(reversed(funds_left.values())),
    )


def _closest_names(
    projects_found: list[Project],
    matched: Mapping[int, FormFund],
    funds_left: tuple[FormFund, ...],
    fillers: Mapping[str, str],
) -> list[tuple[int, FormFund]]:
    """Return unmatched projects and funds with similar names, the most similar first."""
    unmatched = [number for number in range(len(projects_found)) if number not in matched]
    if len(unmatched) > _COMPARED_AT_MOST or len(funds_left) > _COMPARED_AT_MOST:
        return []
    scores = [
        (_name_similarity(projects_found[number].name, fund.name, tuple(fillers)), -number, -index)
        for number in unmatched
        for index, fund in enumerate(funds_left)
    ]
    found: dict[int, int] = {}
    for score, number, index in sorted(scores, reverse=True):
        is_taken = -number in found or -index in found.values()
        if score >= _ALIKE_AT_LEAST and not is_taken:
            found[-number] = -index
    return [(number, funds_left[index]) for number, index in found.items()]


def _name_similarity(name: str, other: str, fillers: tuple[str, ...]) -> int:
    """Return the similarity of two names in per cent, filler words removed."""
    first, second = _without_fillers(name, fillers), _without_fillers(other, fillers)
    if not first or not second:
        return 0
    return 100 if first == second else similarity(first, second)


@lru_cache(maxsize=1024)
def _without_fillers(name: str, fillers: tuple[str, ...]) -> str:
    text = normalize(name)
    for word in fillers:
        text = text.replace(word, "")
    return text
