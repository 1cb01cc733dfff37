"""Figures of a narrative, from the forms that state them, with differing statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.fund_rows import summary_forms
from xlform.rules.narrative.project_funds import FormFund, stated_amounts
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

_CENT = Decimal("0.005")


class StatedAmount(msgspec.Struct, frozen=True):
    """Amount in 万元 and its location in words."""

    location: str
    amount: Decimal


class Figure(msgspec.Struct, frozen=True):
    """Amount in 万元 and its location; ``None`` if no form states it.

    ``others`` are statements of a different amount.
    """

    value: Decimal | None = None
    location: str = ""
    others: tuple[StatedAmount, ...] = ()


def figure(*amounts: StatedAmount | None, compared: Iterable[StatedAmount | None] = ()) -> Figure:
    """Return the first amount stated; those in ``compared`` are only compared with it."""
    own = [candidate for candidate in amounts if candidate]
    if not own:
        return Figure()
    first = own[0]
    others = [
        candidate
        for candidate in (*own, *compared)
        if candidate and abs(candidate.amount - first.amount) > _CENT
    ]
    return Figure(first.amount, first.location, tuple(others))


def figures(
    submission: Submission, funds: tuple[FormFund, ...], context: RuleContext
) -> Mapping[Role, Figure]:
    """Return the figures of a narrative by role."""
    forms = context.forms_with(submission, Role.BUDGET)
    of_unit = (one for one in forms if one.template.is_of_unit and not one.template.prose)
    unit = next(of_unit, None)
    fund_summary = next(iter(summary_forms(submission, context)), None)
    total = _field(unit, Role.BUDGET)
    project = _field(unit, Role.PROJECT_EXPENDITURE)
    grants = (Role.GENERAL_BUDGET, Role.GOVERNMENT_FUNDS)
    other = _field(unit, Role.OTHER_FUNDS)
    sources = _sum(unit, *grants, Role.OTHER_FUNDS)
    spent = _sum(unit, Role.BASIC_EXPENDITURE, Role.PROJECT_EXPENDITURE)
    funded = _field(fund_summary, Role.TOTAL), _sum_of_funds(funds)
    found = {
        Role.INCOME: figure(total, sources),
        Role.FISCAL: figure(_field(unit, Role.FISCAL) or _sum(unit, *grants)),
        Role.OTHER_FUNDS: figure(other),
        Role.EXPENDITURE: figure(total, spent),
        Role.BASIC_EXPENDITURE: figure(_field(unit, Role.BASIC_EXPENDITURE)),
        Role.PROJECT_EXPENDITURE: figure(project, compared=funded),
        Role.PROJECTS_TOTAL: figure(*funded, project),
    }
    return found | _projects_by_source(found)


def _projects_by_source(found: Mapping[Role, Figure]) -> dict[Role, Figure]:
    """Return the sources of project funds; known only if all income is fiscal."""
    other, total = found[Role.OTHER_FUNDS], found[Role.PROJECTS_TOTAL]
    if other.value is None or other.value != 0:
        return {Role.PROJECTS_FISCAL: Figure(), Role.PROJECTS_OTHER: Figure()}
    return {
        Role.PROJECTS_FISCAL: Figure(total.value),
        Role.PROJECTS_OTHER: Figure(other.value),
    }


def fund_figure(fund: FormFund) -> Figure:
    """Return the amount of a fund."""
    return figure(*_stated_by_fund(fund))


def _stated_by_fund(fund: FormFund) -> Iterator[StatedAmount]:
    for entry in stated_amounts(fund):
        yield StatedAmount(entry.place, entry.amount)


def _field(values: FormValues | None, role: Role) -> StatedAmount | None:
    amount = values.amount(role) if values else None
    if values is None or amount is None:
        return None
    return StatedAmount(location_of(values.form, values.path_of(role)), amount)


def _sum(values: FormValues | None, *roles: Role) -> StatedAmount | None:
    """Return the sum of fields, ``None`` if one of them is missing."""
    parts = [amount for role in roles if (amount := _field(values, role))]
    return _sum_of(parts) if len(parts) == len(roles) else None


def _sum_of_funds(funds: tuple[FormFund, ...]) -> StatedAmount | None:
    """Return the sum of the funds, ``None`` if the amount of one is missing."""
    parts = [amount for fund in funds if (amount := next(_stated_by_fund(fund), None))]
    return _sum_of(parts) if parts and len(parts) == len(funds) else None


def _sum_of(parts: list[StatedAmount]) -> StatedAmount:
    total = sum((part.amount for part in parts), Decimal())
    return StatedAmount(translate("narrative.sum", place=parts[0].location), total)
